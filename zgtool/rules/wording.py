"""C3: progress that says nothing of its own, and dates that cannot be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from zgtool.language.similarity import skeleton_key, words_only
from zgtool.model.columns import heading_of
from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date
from zgtool.model.text import fold, shorten
from zgtool.ops.lifecycle import is_active, reported_done
from zgtool.ops.said import day_in
from zgtool.rules.registry import Context, Fault, Rows, UnitRows, rule

_PLACEHOLDER = re.compile(
    r"(?:无|/+|\\|[-—－–~]+|[*×]+|空|略|同上|同前|〃|同上[周期]|如上|(?:详?见|另?附)[^，,。；;]{0,6}(?:附件|材料|附表|报告)[^，,。；;]{0,6}"
    r"|(?:本周)?(?:暂|尚)?无(?:新?进展|变化|更新|情况)?|没有进展|未开展|未启动|待定|待补充?|已报|另报|正常推进|按计划推进|正在推进|推进中|持续推进)[。.]?"
)


@rule(
    "C302",
    "placeholder-progress",
    "进展只填了占位的字",
    fix="请写本周做了什么、做成多少；没有进展的，在“未完成原因”里写明原因。",
    example="{progress}",
    of=Rows.OPEN | Rows.CAME,
    needs=("progress",),
)
def placeholder_progress(row: Measure, context: Context) -> Iterator[Fault]:
    """“无”“同上”“详见附件”“正在推进”不是进展。没有进展的写明原因，在附件里的也要把主要内容写进表里。"""
    text = row["progress"]
    if len(text) > 20 or row["reason"] or row["next_step"] or not is_active(row):
        return
    if not reported_done(row) and _PLACEHOLDER.fullmatch(fold(text)):
        yield Fault(text, f"本周进展只写了“{text}”，没有写做了什么，也没有写原因", column="progress")


_LONG_ENOUGH = 12


@rule(
    "C303",
    "progress-repeats-measure",
    "进展照抄措施",
    fix="请写这项措施做到了哪一步、做成多少；还没有开始的，写明原因和打算。",
    example="{progress}",
    of=Rows.OPEN | Rows.CAME,
    needs=("progress",),
)
def progress_repeats_measure(row: Measure, context: Context) -> Iterator[Fault]:
    """措施写要做什么，进展写做了什么。进展和措施一字不差，看不出做没做。已经报完成的不在此列。"""
    measure, progress = row["measure"], row["progress"]
    if len(progress) < _LONG_ENOUGH or progress[:5] not in measure:
        return
    if row["rate"] == "100%" or reported_done(row):
        return
    key = skeleton_key(progress)
    if len(key) >= _LONG_ENOUGH and key in skeleton_key(measure):
        said = f"进展“{shorten(progress)}”与措施“{shorten(measure)}”文字相同，请核实做到了哪一步"
        yield Fault(shorten(progress, 80), said, column="progress")


_OPENING, _MANY, _SHARE = 10, 5, 0.8
_LEAD_IN = re.compile(r"(?:截至|截止|到|本周|目前|今年以来|反馈以来|年|月|日|内)+")


def _opening(progress: str) -> str:
    key = words_only(progress[:40])
    start = _LEAD_IN.match(key)
    return key[start.end() if start else 0 :][:_OPENING]


@rule(
    "C311",
    "same-opening",
    "各项进展的开头都一样",
    scope="unit",
    fix="请直接写每一项做了什么，不写套话。",
    example="{progress}",
)
def same_opening(unit: UnitRows, context: Context) -> Iterator[Fault]:
    """各项措施做的事不同，进展的开头却几乎都是同一句话，请核实是不是统一填写的。开头的日期不算。"""
    rows = [row for row in unit.came if row["progress"]]
    openings: Counter[str] = Counter()
    first: dict[str, Measure] = {}
    count = 0
    for seen, row in enumerate(rows, 1):
        opening = _opening(row["progress"])
        openings[opening] += 1
        first.setdefault(opening, row)
        count = max(count, openings[opening])
        if seen - count > (1 - _SHARE) * len(rows):
            return  # too many begin otherwise, whatever the rest says
    opening = max(openings, key=openings.__getitem__, default="")
    if count >= _MANY and len(opening) == _OPENING:
        row = first[opening]
        said = f"{len(rows)}项进展有{count}项以“{shorten(row['progress'], 24)}”这样的话开头，请核实"
        yield Fault(shorten(row["progress"], 80), said, column="progress", unit=unit.unit)


_YEARS = 10


@rule(
    "C312",
    "impossible-date",
    "日期不合常理",
    fix="请核对年份和月份，改正日期。",
    example="2020-06-18",
    of=Rows.MEASURE,
)
def impossible_date(row: Measure, context: Context) -> Iterator[Fault]:
    """挂号在反馈之后、今天之前；各个日期离今天都不会超过十年。差得太远的，多半是少打或多打了一位。"""
    registered, feedback = day_in(row, "registered_on"), context.settings.feedback_day
    if registered and registered > context.today:
        said = f"挂号日期{chinese_date(registered)}还没有到"
        yield Fault(row["registered_on"], said, column="registered_on")
    elif registered and feedback and registered < feedback:
        said = f"挂号日期{chinese_date(registered)}早于反馈日期{chinese_date(feedback)}"
        yield Fault(row["registered_on"], said, column="registered_on")
    for key in filter(row.values.get, ("done_on", "closed_on", "next_review")):
        day = day_in(row, key)
        if day and abs(day.year - context.today.year) > _YEARS:
            yield Fault(row[key], f"{heading_of(key)}写的是{chinese_date(day)}，年份不合常理", column=key)

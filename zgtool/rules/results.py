"""S1: whether a finished row shows the result its measure promised (perfunctory.md nos. 5, 22)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from zgtool.language.counts import may_fall_short
from zgtool.language.measure import classify_measure
from zgtool.language.measure_target import AT_MOST, Target, kind_of_unit
from zgtool.language.measure_words import MeasureWords
from zgtool.language.progress import MET, compare_with_target, same_unit_total, vague_finish
from zgtool.language.similarity import CONTRADICTION, Sign
from zgtool.model.finding import Severity
from zgtool.model.ledger import Measure
from zgtool.model.text import shorten
from zgtool.ops.lifecycle import is_active
from zgtool.rules.measures import office_words
from zgtool.rules.registry import Context, Fault, Rows, rule

_WHOLE = re.compile(
    r"全部|均已|均于|全面|全数|如数|逐一|逐[个户人笔件项条份]|100%|最后|剩余|其余|余下|本周|合计"
)


@lru_cache(maxsize=16384)
def _targets(measure: str, target: str) -> tuple[Target, ...]:
    """What a measure promises to count once and for all: no frequency, no change, no span of time."""
    return tuple(
        t
        for t in classify_measure(measure, target).targets
        if not t.per and not t.change and kind_of_unit(t.unit) != "时限或时长"
    )


def _signs(row: Measure) -> tuple[Sign, ...]:
    """Where the progress stays short of a target and no other cell of the row makes up for it."""
    progress, goal = row["progress"], f"{row['measure']}；{row['target']}"
    if _WHOLE.search(progress) or not may_fall_short(progress, goal):
        return ()
    shown = "；".join(filter(None, (row[key] for key in ("evidence", "report", "amount", "last_progress"))))
    return _shortfall(progress, shown, row["measure"], row["target"])


@lru_cache(maxsize=1024)
def _shortfall(progress: str, shown: str, measure: str, target: str) -> tuple[Sign, ...]:
    signs = []
    for goal in _targets(measure, target):
        check = compare_with_target(progress, goal, finished=True)
        if check.sign is None or _adds_up(progress, goal):
            continue
        if shown and compare_with_target(shown, goal).state == MET:
            continue
        signs.append(check.sign)
    return tuple(signs)


def _adds_up(progress: str, goal: Target) -> bool:
    """Whether the parts reach the target together: 补正1.18万元，退缴1.68万元 of 2.86万元."""
    return goal.direction != AT_MOST and same_unit_total(progress, goal) >= goal.number


@rule(
    "S111",
    "short-of-target",
    "报完成而数字没有达到量化标准",
    fix="没有达到的，请把“完成状态”改回“推进中”；已经达到的，请在进展里写明累计数。",
    example="累计举办培训班2期，参训46人次，达到量化标准",
    of=Rows.FINISHED | Rows.OPEN,
    needs=("progress",),
)
def short_of_target(row: Measure, context: Context) -> Iterator[Fault]:
    """量化标准是完成的尺子。进展里同一项的数字低于标准的，不算完成；写“全部”“剩余”“本周”和分项相加达到的，不算。"""
    for sign in _signs(row):
        if sign.grade == CONTRADICTION:
            yield Fault(shorten(row["progress"], 80), sign.sentence, column="progress")
            return


@rule(
    "S112",
    "perhaps-short-of-target",
    "报完成而数字似乎没有达到量化标准",
    severity=Severity.INFO,
    fix="同一项内容的，请写明累计数；不是同一项的，请把标准要的数字补写进展。",
    example="累计举办培训班2期，参训46人次，达到量化标准",
    of=Rows.FINISHED | Rows.OPEN,
    needs=("progress",),
)
def perhaps_short_of_target(row: Measure, context: Context) -> Iterator[Fault]:
    """进展里有同单位的数字低于标准，但看不出说的是不是同一项内容，请单位核实。"""
    signs = _signs(row)
    if signs and all(sign.grade != CONTRADICTION for sign in signs):
        yield Fault(shorten(row["progress"], 80), signs[0].sentence, column="progress")


@lru_cache(maxsize=16384)
def _vague(text: str, words: MeasureWords) -> Sign | None:
    return vague_finish(text, words=words)


@rule(
    "S113",
    "vague-finish",
    "报完成而没有写出结果",
    fix="请写出结果：数字、文件名称文号、日期、人员或者看得见的成果。",
    example="{progress}；佐证材料：{evidence}",
    of=Rows.FINISHED | Rows.OPEN,
)
def vague_finish_reported(row: Measure, context: Context) -> Iterator[Fault]:
    """“已落实”“取得阶段性成效”说不清做成了什么。完成的措施要写出数字、文件、日期、人员或者成果；佐证材料栏写明的也算。"""
    if not row["progress"] and is_active(row):
        return  # C301 asks
    words = office_words(context.settings.vague_words, context.settings.concrete_words)
    sign = _vague(row["progress"], words)
    if sign is None:
        return
    for key in ("evidence", "systems", "accountability", "amount"):
        if row[key] and _vague(row[key], words) is None:
            return
    yield Fault(shorten(row["progress"], 80), sign.sentence, column="progress")

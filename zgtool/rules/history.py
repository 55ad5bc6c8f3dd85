"""H1: this week's report against the weeks before it (perfunctory.md nos. 7, 8, 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from zgtool.language.counts import may_shrink
from zgtool.language.finish import says_nothing
from zgtool.language.progress import figures_shrunk
from zgtool.language.similarity import SAME, Repetition, Sign, may_repeat, repetition
from zgtool.model.columns import LEDGER, Owner
from zgtool.model.finding import Severity
from zgtool.model.ledger import Measure, Submission
from zgtool.model.period import ReportWeek
from zgtool.model.status import EXTENDED, LONG_TERM, REMANDED, REOPENED, REQUESTED, is_closed
from zgtool.model.text import fold, shorten
from zgtool.ops.lifecycle import FINISHED_STATUSES, is_active
from zgtool.ops.past import reporting_unit
from zgtool.ops.register import came_in
from zgtool.ops.said import rate_of
from zgtool.rules.finish import contradicted
from zgtool.rules.registry import Context, Fault, Rows, UnitRows, rule

_WAITS = re.compile(
    r"等待|等[^，,。；;]{0,10}(?:后|结果|通知)|待[^，,。；;]{0,8}(?:批|审|核|复|定|通知|下达|到位|开庭|判决|公示|验收|认定)"
    r"|(?:报|提请|呈)[^，,。；;]{0,8}(?:审批|核准|批复|批准|审定)|诉讼|法院|仲裁|审理|立案|批复|公示期|疫情|汛期|停产"
)
_CORRECTED = re.compile(
    r"更正|误[填报写]|笔误|填错|写错|核减|核实后|重新(?:核定|核算|统计|测算|调整)|口径|多报|重复计|退回|返工"
)


def _last(row: Measure, context: Context) -> Measure | None:
    """The row as its unit reported it last week; None when the unit did not report then."""
    return context.past.last_report(row, reporting_unit(row))


def week_name(week: str) -> str:
    """2020-W23 as people say it: 第23周."""
    return f"第{ReportWeek.parse(week).week}周"


def _explained(row: Measure) -> bool:
    return any(_CORRECTED.search(row[key]) for key in ("progress", "reason", "remark") if row[key])


def _pressed(row: Measure) -> bool:
    """Whether a row owes movement every week: not one that waits for others, for its day, or for the office."""
    if not is_active(row) or row["status"] in (*FINISHED_STATUSES, "持续整改") or row["horizon"] == LONG_TERM:
        return False
    return not any(_WAITS.search(row[key]) for key in ("progress", "reason", "next_step") if row[key])


class _Repeated(NamedTuple):
    found: Repetition
    before: str
    grew: bool


@lru_cache(maxsize=1024)
def _repetition_of(texts: tuple[str, ...]) -> _Repeated | None:
    found = repetition(texts)
    return _Repeated(found, texts[-2], _grew(texts[-2], texts[-1])) if found else None


_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.]*[年月日号时点])")


def _grew(before: str, after: str) -> bool:
    """Whether two texts of the same words differ in figures that only rise: work done, week by week."""
    old, new = ([float(f) for f in _FIGURE.findall(fold(text))] for text in (before, after))
    return len(old) == len(new) and old != new and all(a <= b for a, b in zip(old, new, strict=True))


def _repeated(row: Measure, context: Context) -> _Repeated | None:
    """How a row repeats the weeks before it; None when it need not move, or its text or its rate has moved."""
    last = _last(row, context)
    if last is None or not may_repeat(last["progress"], row["progress"]):
        return None
    if not _pressed(row):
        return None
    same_rate = takewhile(
        lambda e: e.row["rate"] == row["rate"], context.past.reports(row, reporting_unit(row))
    )
    earlier = [e.row["progress"] for e in same_rate]
    return _repetition_of((*earlier[::-1], row["progress"]))


def _told(repeated: _Repeated, row: Measure) -> Fault:
    found = repeated.found
    last = "" if found.kind == SAME else f"（上周“{shorten(repeated.before, 40)}”）"
    said = f"{found.said}{last}，请核实是否有实际进展"
    return Fault(shorten(row["progress"], 80), said, column="progress")


@rule(
    "H101",
    "same-progress-twice",
    "进展文字与上周相同",
    severity=Severity.INFO,
    fix="有进展的，请写本周新做了什么；没有进展的，请写明原因。",
    example="{progress}",
    of=Rows.STILL,
    needs=("progress",),
)
def same_progress_twice(row: Measure, context: Context) -> Iterator[Fault]:
    """每周的进展要写本周的情况，只改数字、日期的也算相同。完成率在涨的、长期坚持、已报完成和写明在等什么的，不算。"""
    repeated = _repeated(row, context)
    if repeated and (repeated.found.weeks == 2 or repeated.grew):
        yield _told(repeated, row)


@rule(
    "H102",
    "same-progress-for-weeks",
    "进展文字连续三周以上相同",
    fix="有进展的，请写本周新做了什么；没有进展的，请写明卡在哪里、谁来协调、预计哪天完成。",
    example="{progress}",
    of=Rows.STILL,
    needs=("progress",),
)
def same_progress_for_weeks(row: Measure, context: Context) -> Iterator[Fault]:
    """连续三周没有新内容的，列入督办。数字或完成率在涨的、长期坚持、已报完成和写明在等什么的，不算。"""
    repeated = _repeated(row, context)
    if repeated and repeated.found.weeks >= 3 and not repeated.grew:
        yield _told(repeated, row)


@rule(
    "H103",
    "rate-went-down",
    "完成率比上周低",
    fix="填错的请改正；确实下降的，请在“本周进展”里写明原因。",
    example="完成率填40%，本周进展写“上周误填60%，核实后为40%”",
    of=Rows.AGAIN,
    needs=("rate",),
)
def rate_went_down(row: Measure, context: Context) -> Iterator[Fault]:
    """做完的事不会变少。完成率下降要有说法：退回重做、重新核定、更正笔误的写明即可；长期坚持的按期另计，不在此列。"""
    last = _last(row, context)
    before, now = rate_of(last["rate"]) if last is not None else None, rate_of(row["rate"])
    if last is None or before is None or now is None or now >= before:
        return
    if row["horizon"] == LONG_TERM or row["state"] in _SENT_BACK or last["state"] in _SENT_BACK:
        return
    if not _taken_back(last, row):
        said = f"上周完成率{last['rate']}，本周{row['rate']}，比上周低"
        yield Fault(row["rate"], said, column="rate")


_SENT_BACK = (REMANDED, REOPENED, EXTENDED, LONG_TERM)


def _taken_back(before: Measure, row: Measure) -> bool:
    """Whether a step back is honest: the row says why, or last week's finish was contradicted and is now mended."""
    finished = before["status"] in FINISHED_STATUSES or before["state"] == REQUESTED
    return _explained(row) or (finished and contradicted(before))


_BACKWARDS = {
    **dict.fromkeys(FINISHED_STATUSES, ("未启动", "推进中", "基本完成")),
    "基本完成": ("未启动",),
    "推进中": ("未启动",),
}


@rule(
    "H104",
    "status-went-back",
    "完成状态比上周倒退",
    fix="填错的请改正；办公室退回或者自查发现没有做到的，请在“本周进展”里写明。",
    example="本周进展写“办公室退回补充签到表，改报推进中”",
    of=Rows.AGAIN,
)
def status_went_back(row: Measure, context: Context) -> Iterator[Fault]:
    """报过完成又改回推进，要有退回的记录或者说明。办公室退回、限时办结、回炉的，上周材料不全按要求改回的，不算。"""
    last = _last(row, context)
    if last is None or row["status"] not in _BACKWARDS.get(last["status"], ()):
        return
    if row["state"] in _SENT_BACK or last["state"] in _SENT_BACK:
        return
    if not _taken_back(last, row):
        said = f"上周报“{last['status']}”，本周报“{row['status']}”，没有退回记录"
        yield Fault(row["status"], said, column="status")


_THIS_WEEK_ONLY = re.compile(r"本周|本期|本旬|本月|当周|新增|又|再|分别|其中|剩余|其余|余下|尚|还有|未")
_IN_ALL = re.compile(r"累计|共|合计|总计|截至|已")


@rule(
    "H105",
    "figure-shrank",
    "累计的数字比上周小",
    fix="填错的请改正；重新核定的，请在“本周进展”里写明原因。",
    example="累计清退12人（上周误写15人，核实后更正）",
    of=Rows.AGAIN,
    needs=("progress",),
)
def figure_shrank(row: Measure, context: Context) -> Iterator[Fault]:
    """累计清退、追缴、办结的数只增不减。本周数、新增数、剩余数不是累计，不比。"""
    text = row["progress"]
    last = _last(row, context)
    if last is None or last["progress"] == text or not may_shrink(last["progress"], text):
        return
    if _THIS_WEEK_ONLY.search(text) or _THIS_WEEK_ONLY.search(last["progress"]):
        return
    signs = [s for s in figures_shrunk(last["progress"], text) if _cumulative(text, s)]
    if signs and not _taken_back(last, row):
        yield Fault(shorten(text, 80), signs[0].sentence, column="progress")


def _cumulative(text: str, sign: Sign) -> bool:
    clause = re.split(r"[，,。；;]", text[: sign.start])[-1]
    return bool(_IN_ALL.search(clause))


@rule(
    "H106",
    "last-rate-differs",
    "表里的上周进度与上周所报不一致",
    scope="submission",
    fix="请核对上周报的完成率，改正“上周进度”；上周报错的，请在“备注”里写明。",
    example="上周报的完成率是40%，“上周进度”填40%",
)
def last_rate_differs(submission: Submission, context: Context) -> Iterator[Fault]:
    """“上周进度”就是上周报的完成率，两处不同，前后两张表必有一张不准。"""
    past = context.past.weeks[0] if context.past.weeks else None
    if past is None or submission.unit not in past.reported:
        return
    for row in submission.rows:
        said = rate_of(row["last_rate"]) if row["last_rate"] else None
        before = past.rows.get(row.number) if said is not None else None
        held = rate_of(before["rate"]) if before is not None else None
        if before is not None and held is not None and said != held and not _explained(row):
            yield Fault(
                row["last_rate"],
                f"“上周进度”填{row['last_rate']}，{week_name(past.week)}报的完成率是{before['rate']}",
                column="last_rate",
                row=row,
            )


_OF_THE_UNIT = tuple(c.key for c in LEDGER if c.owner is Owner.UNIT and c.key != "last_rate")


@rule(
    "H107",
    "left-out-for-weeks",
    "连续三周没有报这一条",
    scope="unit",
    fix="请报这一条的进展；已经并入其他措施或者申请撤销的，请书面报办公室。",
    example="{progress}",
)
def left_out_for_weeks(own: UnitRows, context: Context) -> Iterator[Fault]:
    """单位按周报送，却连续三周不报其中一条，这一条就没有人管了。整份没有报的另行统计。"""
    if not (context.past.weeks and own.came):
        return
    for row in own.rows:
        if came_in(row) or not is_active(row):
            continue
        earlier = [e.row for e in context.past.reports(row, own.unit)][:2]
        if len(earlier) == 2 and all(e[key] == row[key] for e in earlier for key in _OF_THE_UNIT):
            said = f"本周没有报这一条，前两周也没有任何变化（{shorten(row['measure'], 30)}）"
            yield Fault(message=said, row=row, column="progress")


@rule(
    "H108",
    "evidence-withdrawn",
    "上周写的佐证材料不见了",
    fix="还有效的请补填；材料有误撤回的，请在“备注”里写明。",
    example="{evidence}",
    of=Rows.AGAIN | Rows.FINISHED,
)
def evidence_withdrawn(row: Measure, context: Context) -> Iterator[Fault]:
    """报完成的佐证不能没有说法就撤走。换了材料、改写到专项报告栏的，还在推进、按周列材料的，不算。"""
    if row["evidence"] and not says_nothing(row["evidence"]):
        return
    last = _last(row, context)
    if last is None or says_nothing(last["evidence"]) or _explained(row) or "撤" in row["remark"]:
        return
    if last["status"] not in FINISHED_STATUSES:
        return
    if any(row[key] != last[key] and row[key] for key in ("report", "systems")):
        return
    yield Fault(
        row["evidence"],
        f"上周“佐证材料”写有“{shorten(last['evidence'], 40)}”，本周空着",
        column="evidence",
    )


@rule(
    "H109",
    "reopened-without-change",
    "回炉以后没有新的措施和进展",
    fix="请写明这次怎样整改、做到哪一步；需要增加措施的，报分管领导审定。",
    example="{progress}",
    of=Rows.OPEN | Rows.CAME,
    needs=(f"state={REOPENED}",),
)
def reopened_without_change(row: Measure, context: Context) -> Iterator[Fault]:
    """回炉就是原来的做法没有到位。措施、进展、下一步都和销号时一样，等于没有整改。"""
    closed = next((e for e in context.past.of(row) if is_closed(e.row["state"])), None)
    if closed and all(fold(row[k]) == fold(closed.row[k]) for k in ("measure", "progress", "next_step")):
        said = f"已经回炉，措施、进展、下一步与{week_name(closed.week)}销号时相同"
        yield Fault(shorten(row["progress"], 80), said, column="progress")

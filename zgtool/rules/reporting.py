"""F3: who reported when."""

from __future__ import annotations

from collections.abc import Iterator

from zgtool.model.finding import Severity
from zgtool.model.period import chinese_date, chinese_moment, day_of
from zgtool.model.status import is_open
from zgtool.ops.past import PastWeek
from zgtool.ops.summary import MISSING, Receipt
from zgtool.ops.terms import names_in
from zgtool.rules.registry import Context, Fault, rule


@rule("F301", "late-submission", "迟报", scope="receipt", fix="请下周在截止时刻前报送。")
def late_submission(receipt: Receipt, context: Context) -> Iterator[Fault]:
    """牵头单位每周五12时前报送台账；以办公室收到的时间为准。"""
    if receipt.late and receipt.arrived and context.closes:
        arrived, closes = chinese_moment(receipt.arrived), chinese_moment(context.closes)
        yield Fault(receipt.file, f"迟报（{arrived}收到，{closes}截止）", unit=receipt.unit)


@rule("F302", "missing-submission", "未报", scope="receipt", fix="请尽快补报；台账按上期内容保留。")
def missing_submission(receipt: Receipt, context: Context) -> Iterator[Fault]:
    """承担整改任务的牵头单位每周都要报送，没有进展的也要报。"""
    if receipt.fate == MISSING:
        yield Fault(unit=receipt.unit)


@rule(
    "F303",
    "late-but-dated-in-time",
    "截止以后才收到，填报时间却在截止以前",
    scope="receipt",
    severity=Severity.INFO,
    fix="请核实填报时间；按时报过、办公室没有收到的，请提供报送记录。",
)
def late_but_dated_in_time(receipt: Receipt, context: Context) -> Iterator[Fault]:
    """迟报以办公室收到的时间为准。隔天以后才收到，表上写的却是截止以前，两个时间都列出来，请单位核实。当天晚到几个小时的，不算。"""
    filled = day_of(receipt.filled_on)
    if not (receipt.late and receipt.arrived and context.closes and filled):
        return
    if filled <= context.closes.date() < receipt.arrived.date():
        arrived, closes = chinese_moment(receipt.arrived), chinese_moment(context.closes)
        said = f"填报时间写{chinese_date(filled)}，{arrived}才收到（{closes}截止），请核实"
        yield Fault(receipt.file, said, unit=receipt.unit)


@rule(
    "F304",
    "filled-in-the-future",
    "填报时间晚于收到时间",
    scope="receipt",
    fix="请改正填报时间。",
)
def filled_in_the_future(receipt: Receipt, context: Context) -> Iterator[Fault]:
    """还没有到的日子不会填好表。提前报送、填报时间写成本周截止那一天的，不算。"""
    filled = day_of(receipt.filled_on)
    if not (receipt.arrived and filled) or filled <= receipt.arrived.date():
        return
    if context.closes is None or filled > context.closes.date():
        said = f"填报时间写{chinese_date(filled)}，{chinese_moment(receipt.arrived)}就已收到，两个时间不一致"
        yield Fault(receipt.file, said, unit=receipt.unit)


def _owed(unit: str, week: PastWeek) -> bool:
    """Whether a unit led open measures in a week in which reports were taken."""
    rows = week.rows.values()
    return bool(week.reported) and any(is_open(r["state"]) and unit in names_in(r["lead_unit"]) for r in rows)


def _weeks_missed(receipt: Receipt, context: Context) -> int:
    """How many weeks running a unit that reports nothing has owed a report, this one included."""
    if receipt.fate != MISSING:
        return 0
    missed = 1
    for week in context.past.weeks:
        if receipt.unit in week.reported or not _owed(receipt.unit, week):
            break
        missed += 1
    return missed


@rule(
    "F305",
    "missing-two-weeks",
    "连续两周未报",
    scope="receipt",
    fix="请补报，并说明两周没有报送的原因。",
)
def missing_two_weeks(receipt: Receipt, context: Context) -> Iterator[Fault]:
    """连续两周不报的，由办公室提醒牵头单位负责人。不收报送的一周、当时没有整改任务的，不算。"""
    if _weeks_missed(receipt, context) == 2:
        yield Fault(unit=receipt.unit)


@rule(
    "F306",
    "missing-for-weeks",
    "连续三周以上未报",
    scope="receipt",
    fix="请立即补报，由单位主要负责人书面说明；办公室列入督办。",
)
def missing_for_weeks(receipt: Receipt, context: Context) -> Iterator[Fault]:
    """连续三周以上不报的，列入督办。不收报送的一周、当时没有整改任务的，不算。"""
    missed = _weeks_missed(receipt, context)
    if missed >= 3:
        more = "（或更多）" if missed > len(context.past.weeks) else ""
        yield Fault(message=f"连续{missed}周{more}未报", unit=receipt.unit)

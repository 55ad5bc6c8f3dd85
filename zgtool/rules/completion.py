"""T4: when a measure was done, beside the feedback, the register, the day of filling in and its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from zgtool.model.finding import Severity
from zgtool.model.ledger import Measure, Submission
from zgtool.model.period import chinese_date, day_of
from zgtool.ops.said import day_in
from zgtool.rules.registry import Context, Fault, Rows, UnitRows, rule

_DURING_INSPECTION = re.compile("边巡边改|边查边改|即知即改|未巡先改|巡视期间|巡视进驻|反馈前|反馈之前")


def during_inspection(row: Measure) -> bool:
    """Whether a row says that the work was done while the inspectors were still there (边巡边改)."""
    return bool(_DURING_INSPECTION.search(row["progress"] + row["remark"] + row["measure"]))


_MANY = 5
"""From so many measures of a unit on, that all say the same is a pattern."""
_ALMOST_ALL = 0.8


@rule(
    "T401",
    "done-before-feedback",
    "完成时间早于巡视反馈",
    fix="请核对完成时间；巡视期间边巡边改的，请在进展里写明。",
    example="{done_on}",
    of=Rows.MEASURE | Rows.CAME,
    needs=("done_on",),
)
def done_before_feedback(row: Measure, context: Context) -> Iterator[Fault]:
    """整改从巡视反馈开始。早于反馈的完成时间，不是写错，就是把以前做的事当成了整改。"""
    done, feedback = day_in(row, "done_on"), context.settings.feedback_day
    if done is None or feedback is None or done >= feedback:
        return
    if during_inspection(row):
        return
    said = f"完成时间{chinese_date(done)}早于反馈日期{chinese_date(feedback)}"
    yield Fault(row["done_on"], said, column="done_on")


@rule(
    "T402",
    "done-before-plan",
    "完成时间早于方案印发",
    severity=Severity.INFO,
    fix="确是在方案印发之前完成的，不需要处理；写错了的请改正。",
    example="{done_on}",
    of=Rows.MEASURE | Rows.CAME,
    needs=("done_on",),
)
def done_before_plan(row: Measure, context: Context) -> Iterator[Fault]:
    """措施随整改方案审定。反馈之后、方案印发之前就完成的，多是立行立改的事项，请核实日期有没有写错。"""
    done, plan = day_in(row, "done_on"), context.settings.plan_day
    if done is None or plan is None or done >= plan:
        return
    feedback = context.settings.feedback_day
    if row["horizon"] != "立行立改" and (feedback is None or done >= feedback):
        said = f"完成时间{chinese_date(done)}早于方案印发日期{chinese_date(plan)}，请核实"
        yield Fault(row["done_on"], said, column="done_on")


@rule(
    "T403",
    "done-in-the-future",
    "完成时间晚于今天",
    fix="请改为实际完成的日期；还没有完成的，请把完成时间留空。",
    example="{done_on}",
    of=Rows.MEASURE | Rows.CAME,
    needs=("done_on",),
)
def done_in_the_future(row: Measure, context: Context) -> Iterator[Fault]:
    """完成时间写实际完成的那一天，不写打算完成的那一天。"""
    done = day_in(row, "done_on")
    if done is not None and done > context.today:
        said = f"完成时间{chinese_date(done)}还没有到（今天是{chinese_date(context.today)}）"
        yield Fault(row["done_on"], said, column="done_on")


@rule(
    "T404",
    "done-after-filling-in",
    "完成时间晚于填报时间",
    scope="submission",
    fix="请核对填报时间和完成时间，改正写错的一个。",
    example="{done_on}",
)
def done_after_filling_in(submission: Submission, context: Context) -> Iterator[Fault]:
    """填表的那一天，不会知道以后哪一天完成。"""
    filled = day_of(submission.filled_on)
    if filled is None:
        return
    for row in submission.rows:
        done = day_in(row, "done_on")
        if done is not None and filled < done <= context.today:
            said = f"完成时间{chinese_date(done)}晚于填报时间{chinese_date(filled)}"
            yield Fault(row["done_on"], said, column="done_on", row=row)


@rule(
    "T405",
    "done-on-one-day",
    "完成时间集中在同一天",
    scope="unit",
    fix="请核对各项措施的完成时间，按实际完成的日期填写。",
)
def done_on_one_day(unit: UnitRows, context: Context) -> Iterator[Fault]:
    """不同的措施由不同的人办理，很少在同一天完成。一个单位的完成时间几乎都是同一天，请核实是不是统一填写的。"""
    done = [(row, day) for row in unit.came if (day := day_in(row, "done_on"))]
    if len(done) < _MANY:
        return
    days: Counter[date] = Counter(day for _, day in done)
    day, count = days.most_common(1)[0]
    if count >= _ALMOST_ALL * len(done):
        said = f"{len(done)}项措施有{count}项的完成时间是{chinese_date(day)}，请核实"
        yield Fault(next(r["done_on"] for r, d in done if d == day), said, column="done_on", unit=unit.unit)


@rule(
    "T406",
    "all-done-at-once",
    "第一次报送就全部完成",
    scope="unit",
    fix="请逐项核对完成率；确已完成的，请随表报送佐证材料。",
)
def all_done_at_once(unit: UnitRows, context: Context) -> Iterator[Fault]:
    """整改方案刚印发，第一次报送时各项措施就全部是100%，请核实是不是把已经做的准备当成了完成。"""
    first = context.settings.first_friday
    if context.past.weeks or (first and context.week.friday > first):
        return
    if len(unit.came) >= _MANY and all(row["rate"] == "100%" for row in unit.came):
        said = f"第一次报送，{len(unit.came)}项措施的完成率全部是100%，请核实"
        yield Fault("100%", said, column="rate", unit=unit.unit)

"""T: deadlines at least to the 旬, and what is due."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zgtool.model.finding import Severity
from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date
from zgtool.model.text import shorten
from zgtool.ops.lifecycle import reported_done
from zgtool.ops.said import day_in
from zgtool.ops.summary import due_of
from zgtool.ops.terms import deadline_of, planned_deadline_of
from zgtool.rules.registry import Context, Fault, Rows, rule


@rule(
    "T101",
    "coarse-deadline",
    "整改时限没有细化到旬",
    fix="请细化到旬或日，例如“6月下旬”“6月30日前”；涉及已审定时限的，报分管领导同意后由办公室修改。",
    example="{deadline}",
    of=Rows.COARSE,
)
def coarse_deadline(row: Measure, context: Context) -> Iterator[Fault]:
    """完成时限至少细化到旬。月底、季度、年底这样的写法，分不清早晚，也不便提醒。"""
    deadline = deadline_of(row, context.settings, context.today)
    if deadline.latest_day is not None and not deadline.fine_enough:
        yield Fault(row["deadline"], f"整改时限没有细化到旬（{deadline.reason}）", column="deadline")


@rule(
    "T102",
    "no-due-day",
    "整改时限定不出最后期限",
    fix="请写明完成的日期或旬，例如“6月下旬”“6月30日前”。",
    example="{deadline}",
    of=Rows.COARSE,
)
def no_due_day(row: Measure, context: Context) -> Iterator[Fault]:
    """每项措施都要有完成时限。没有时限，或者时限的说法定不出哪一天，就无法提醒和考核。"""
    deadline = deadline_of(row, context.settings, context.today)
    if not row["deadline"]:
        yield Fault(message="没有填写整改时限", column="deadline")
    elif deadline.latest_day is None:
        yield Fault(row["deadline"], f"整改时限定不出最后期限（{deadline.reason}）", column="deadline")


@rule(
    "T103",
    "due-before-start",
    "整改时限早于反馈或挂号",
    fix="请核对时限的年份和月份；确是这样约定的，请在备注里说明。",
    example="{deadline}",
    of=Rows.TOO_EARLY,
)
def due_before_start(row: Measure, context: Context) -> Iterator[Fault]:
    """时限从反馈、挂号之后起算。比反馈或挂号还早的时限，多半是抄了旧表或者写错了年份。"""
    due = planned_deadline_of(row, context.settings, context.today).latest_day
    if due is None:
        return
    start, name = context.settings.feedback_day, "反馈日期"
    first = context.past.first
    if (start is None or due >= start) and first and row["number"] not in first.rows:
        start, name = day_in(row, "registered_on"), "挂号日期"  # of a row taken over: only when that was
    if start and due < start and not reported_done(row):
        said = f"整改时限（按{chinese_date(due)}计）早于{name}{chinese_date(start)}"
        yield Fault(row["deadline"], said, column="deadline")


@rule(
    "T104",
    "due-after-problem",
    "措施的时限晚于问题的时限",
    fix="请把措施的时限提前到问题时限之内；问题时限要调整的，按程序报批后由办公室修改。",
    example="问题的时限是6月30日的，措施的时限写“2020年6月下旬”",
    needs=("problem_deadline",),
)
def due_after_problem(row: Measure, context: Context) -> Iterator[Fault]:
    """一个问题的各项措施都完成了，问题才算整改到位，所以措施的时限不能晚于问题的时限。"""
    own = planned_deadline_of(row, context.settings, context.today).latest_day
    limit = planned_deadline_of(row, context.settings, context.today, "problem_deadline").latest_day
    if own and limit and own > limit:
        said = f"措施时限按{chinese_date(own)}计，问题{row['problem_no']}的时限“{shorten(row['problem_deadline'], 20)}”按{chinese_date(limit)}计"
        yield Fault(row["deadline"], said, column="deadline")


@rule(
    "T201",
    "overdue",
    "已超过整改时限",
    fix="请写明未完成原因、补救措施和预计完成日期；已经完成的，请申请销号。",
    example="未完成原因：{reason}；下一步措施：{next_step}",
    of=Rows.OVERDUE,
)
def overdue(row: Measure, context: Context) -> Iterator[Fault]:
    """超过时限没有完成的，从最后期限的次日起算超期，列入周报。已申请销号、等待认定的不算单位超期。"""
    due = due_of(row, context.settings, context.today)
    if due:
        yield Fault(row["deadline"], f"已超期{due.days}天（按{chinese_date(due.due)}计）", column="deadline")


@rule(
    "T407",
    "overdue-without-reason",
    "已超期，没有写明原因",
    fix="请在“未完成原因”栏写明原因，在“下一步措施”栏写明补救办法和预计完成日期。",
    example="未完成原因：{reason}；下一步措施：{next_step}",
    of=Rows.OVERDUE | Rows.CAME,
)
def overdue_without_reason(row: Measure, context: Context) -> Iterator[Fault]:
    """超过时限没有完成的，要写明未完成原因、补救措施和预计完成日期，便于研判、协调或者按程序延期。"""
    if row["reason"] or row["next_step"] or _EXPLAINS.search(row["progress"] + row["remark"]):
        return
    due = due_of(row, context.settings, context.today)
    if due and not reported_done(row):
        yield Fault(message=f"已超期{due.days}天，没有写明未完成原因", column="reason")


_EXPLAINS = re.compile(
    "因|由于|影响|推迟|延期|顺延|暂缓|预计|计划|拟|等待|尚待|有待|待|协调|困难|剩余|下一步|另"
)


@rule(
    "T202",
    "due-soon",
    "临近整改时限",
    severity=Severity.INFO,
    fix="请抓紧办理；预计不能按期完成的，请在到期前按程序申请延期。",
    of=Rows.SOON,
)
def due_soon(row: Measure, context: Context) -> Iterator[Fault]:
    """到期前按提醒天数提醒（默认10天和3天），给牵头单位留出办理时间。"""
    due = due_of(row, context.settings, context.today)
    if due:
        left = f"还有{-due.days}天到期" if due.days else "今天到期"
        yield Fault(row["deadline"], f"{left}（{chinese_date(due.due)}）", column="deadline")

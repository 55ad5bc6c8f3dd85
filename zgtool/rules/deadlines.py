"""T: deadlines at least to the 旬, and what is due."""

from __future__ import annotations

from collections.abc import Iterator

from zgtool.model.finding import Severity
from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date
from zgtool.ops.summary import due_of
from zgtool.ops.terms import deadline_of
from zgtool.rules.registry import Context, Fault, rule


@rule(
    "T101",
    "coarse-deadline",
    "整改时限没有细化到旬",
    fix="请细化到旬或日，例如“6月下旬”“6月30日前”；涉及已审定时限的，报分管领导同意后由办公室修改。",
)
def coarse_deadline(row: Measure, context: Context) -> Iterator[Fault]:
    """完成时限至少细化到旬。月底、季度、年底这样的写法，分不清早晚，也不便提醒。"""
    deadline = deadline_of(row, context.settings, context.today)
    if deadline.latest_day is not None and not deadline.fine_enough:
        yield Fault(row["deadline"], f"整改时限没有细化到旬（{deadline.reason}）", column="deadline")


@rule("T102", "no-due-day", "整改时限定不出最后期限", fix="请写明完成的日期或旬，例如“6月下旬”“6月30日前”。")
def no_due_day(row: Measure, context: Context) -> Iterator[Fault]:
    """每项措施都要有完成时限。没有时限，或者时限的说法定不出哪一天，就无法提醒和考核。"""
    deadline = deadline_of(row, context.settings, context.today)
    if not row["deadline"]:
        yield Fault(message="没有填写整改时限", column="deadline")
    elif deadline.latest_day is None:
        yield Fault(row["deadline"], f"整改时限定不出最后期限（{deadline.reason}）", column="deadline")


@rule(
    "T201",
    "overdue",
    "已超过整改时限",
    fix="请写明未完成原因、补救措施和预计完成日期；已经完成的，请申请销号。",
)
def overdue(row: Measure, context: Context) -> Iterator[Fault]:
    """超过时限没有完成的，从最后期限的次日起算超期，列入周报。已申请销号、等待认定的不算单位超期。"""
    due = due_of(row, context.settings, context.today)
    if due and due.days > 0:
        yield Fault(row["deadline"], f"已超期{due.days}天（按{chinese_date(due.due)}计）", column="deadline")


@rule(
    "T202",
    "due-soon",
    "临近整改时限",
    severity=Severity.INFO,
    fix="请抓紧办理；预计不能按期完成的，请在到期前按程序申请延期。",
)
def due_soon(row: Measure, context: Context) -> Iterator[Fault]:
    """到期前按提醒天数提醒（默认10天和3天），给牵头单位留出办理时间。"""
    due = due_of(row, context.settings, context.today)
    if due and 0 <= -due.days <= max(context.settings.remind_days, default=0):
        left = f"还有{-due.days}天到期" if due.days else "今天到期"
        yield Fault(row["deadline"], f"{left}（{chinese_date(due.due)}）", column="deadline")

"""T3: 立行立改, 限期整改 and 长期坚持, each with its own duties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from zgtool.language.deadline import Deadline, Kind
from zgtool.language.deadline_fold import fold_deadline
from zgtool.language.similarity import content_pairs
from zgtool.model.finding import Severity
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import chinese_date
from zgtool.model.settings import Settings
from zgtool.model.text import shorten
from zgtool.ops.lifecycle import open_measures, reported_done
from zgtool.ops.said import day_in
from zgtool.ops.terms import planned_deadline_of
from zgtool.rules.registry import Context, Fault, Rows, rule

AT_ONCE, BY_A_DAY, LASTING = "立行立改", "限期整改", "长期坚持"
_SOON = timedelta(days=61)
"""Two months: by then the whole rectification is reported upwards (巡视工作条例)."""
_LONG = timedelta(days=184)
"""Half a year: as long as a 集中整改期 lasts as a rule."""
_LONG_TERM_DUTIES = ("stage_goal", "next_review", "expected_end")


def _begun(row: Measure, settings: Settings) -> date | None:
    return day_in(row, "registered_on") or settings.plan_day or settings.feedback_day


@rule(
    "T301",
    "at-once-but-late",
    "立行立改的时限太远",
    fix="能马上办的请提前时限；一时办不完的，请把整改类型改为“限期整改”，由办公室修改。",
    example="整改类型改为“限期整改”",
    needs=(f"horizon={AT_ONCE}",),
)
def at_once_but_late(row: Measure, context: Context) -> Iterator[Fault]:
    """立行立改是本单位自己就能办、说改就能改的事项，应当在集中整改期内、一般在挂号后两个月内办结。"""
    due = planned_deadline_of(row, context.settings, context.today).latest_day
    begun, end = _begun(row, context.settings), context.settings.phase_end
    if due is None:
        return
    if end and due > end:
        said = f"整改类型是立行立改，时限按{chinese_date(due)}计，晚于集中整改期结束日期{chinese_date(end)}"
    elif begun and due - begun > _SOON:
        said = f"整改类型是立行立改，时限按{chinese_date(due)}计，距挂号{(due - begun).days}天，请核实类型"
    else:
        return
    yield Fault(row["deadline"], said, column="deadline")


@rule(
    "T302",
    "long-without-stages",
    "限期整改时间长，没有分阶段",
    scope="ledger",
    severity=Severity.INFO,
    fix="请填写“阶段目标”，或者分阶段写明时限，例如“8月底前完成调研，10月中旬印发，12月20日前完成培训”。",
    example="9月底前轮训一遍",
)
def long_without_stages(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """超过半年才到期的限期整改，中间没有节点就无法督促，宜写明各阶段做到哪一步。台账没有设“阶段目标”栏的不查。"""
    if not ledger.kept("stage_goal"):
        return
    for row in open_measures(ledger.rows):
        if row["horizon"] != BY_A_DAY or row["stage_goal"]:
            continue
        deadline, begun = (
            planned_deadline_of(row, context.settings, context.today),
            _begun(row, context.settings),
        )
        due = deadline.latest_day
        if due and begun and due - begun > _LONG and len(deadline.stages) < 2:
            said = f"时限按{chinese_date(due)}计，距挂号{(due - begun).days}天，没有阶段节点"
            yield Fault(row["deadline"], said, column="stage_goal", row=row)


@rule(
    "T303",
    "long-term-without-plan",
    "长期坚持的措施缺阶段目标、评估时间或预计完成期",
    scope="ledger",
    fix="请补填：这一阶段做到什么程度，下一次什么时候评估，预计到什么时候可以销号。",
    example="阶段目标：9月底前轮训一遍；下次评估时间：2020-09-30；预计完成期：2020-12-31",
)
def long_term_without_plan(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """长期坚持不是没有期限，要有阶段目标、下次评估时间和预计完成期。台账没有设这三栏的不查；时限里分阶段写明的算有。"""
    if not ledger.kept(*_LONG_TERM_DUTIES):
        return
    for row in open_measures(ledger.rows):
        if row["horizon"] != LASTING:
            continue
        deadline = planned_deadline_of(row, context.settings, context.today)
        lacks = _long_term_gaps(row, deadline)
        if lacks:
            names = "、".join(name for _, name in lacks)
            yield Fault(row["deadline"], f"长期坚持的措施没有写明{names}", column=lacks[0][0], row=row)


def _long_term_gaps(row: Measure, deadline: Deadline) -> list[tuple[str, str]]:
    """What a 长期坚持 measure lacks, as (column, words); stages in the deadline count as goal and review."""
    staged = len(deadline.stages) > 1
    told = (
        ("stage_goal", "阶段目标", staged),
        ("next_review", "下次评估时间", staged),
        ("expected_end", "预计完成期", deadline.latest_day is not None),
    )
    return [(key, name) for key, name, elsewhere in told if not row[key] and not elsewhere]


@rule(
    "T304",
    "type-against-deadline",
    "整改类型与整改时限不一致",
    fix="请核对：有明确期限的是限期整改，要经常做的是长期坚持，改正其中一栏。",
    example="整改类型“长期坚持”，整改时限写“长期坚持，每季度末评估”",
    of=Rows.BY_KIND,
    needs=("horizon",),
)
def type_against_deadline(row: Measure, context: Context) -> Iterator[Fault]:
    """整改类型和时限说的是同一件事。类型写限期，时限却只写长期坚持，到期与否就无从判断。"""
    kind = planned_deadline_of(row, context.settings, context.today).kind
    against = kind is Kind.LONGTERM if row["horizon"] in (AT_ONCE, BY_A_DAY) else kind is Kind.IMMEDIATE
    if against:
        said = f"整改类型是“{row['horizon']}”，整改时限写的是“{shorten(row['deadline'], 20)}”，两处不一致"
        yield Fault(row["deadline"], said, column="deadline")


@rule(
    "T305",
    "review-day-passed",
    "评估时间已过",
    fix="请写明这次评估的结果，并定好下一次评估的日期。",
    example="2020-09-30",
    needs=("next_review",),
)
def review_day_passed(row: Measure, context: Context) -> Iterator[Fault]:
    """长期坚持的措施按时评估，评估过了要写明结果、另定下一次的日期，不能一放了之。"""
    day = day_in(row, "next_review")
    if day and day < context.today and not reported_done(row):
        yield Fault(
            row["next_review"], f"下次评估时间{chinese_date(day)}已过，没有更新", column="next_review"
        )


@rule(
    "T408",
    "stage-passed-unmentioned",
    "时限中的一个阶段已过，进展没有提到",
    severity=Severity.INFO,
    fix="请在本周进展里写明这一阶段做到了哪一步；没有做到的，写明原因和预计日期。",
    example="第一阶段调研6月8日完成，形成调研报告1份",
    of=Rows.STAGED,
)
def stage_passed_unmentioned(row: Measure, context: Context) -> Iterator[Fault]:
    """分阶段的时限，每一段到期都要有交代，不能等到最后一段才说。"""
    deadline = planned_deadline_of(row, context.settings, context.today)
    if reported_done(row):
        return
    told = row["progress"] + row["evidence"] + row["reason"]
    for date_words, task, day in _stages(deadline):
        if day < context.today and deadline.latest_day != day and _unmentioned(task, told):
            said = f"时限中“{date_words}{shorten(task, 20)}”（按{chinese_date(day)}计）已过，进展没有提到，请核实"
            yield Fault(row["deadline"], said, column="progress")


def _stages(deadline: Deadline) -> Iterator[tuple[str, str, date]]:
    """Each stage: its date as written, what it is for (up to the next date), and its last day."""
    folded = fold_deadline(deadline.text)
    ends = [stage.span[0] for stage in deadline.stages[1:]] + [len(folded)]
    for stage, end in zip(deadline.stages, ends, strict=True):
        yield stage.text, folded[stage.span[1] : end].strip("前内，,。；;、 "), stage.latest_day


def _unmentioned(task: str, told: str) -> bool:
    """Whether nothing was said of a stage: nothing at all, or none of the words of what it is for."""
    asked = content_pairs(task) - _PLAIN
    return not told or (bool(asked) and not asked & content_pairs(told))


_PLAIN = content_pairs("完成")

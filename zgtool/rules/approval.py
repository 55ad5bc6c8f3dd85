"""M31: 分管领导审定 → 办公室审核 → 党组审议 → 上级备案, and what becomes of a signature when the text changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from zgtool.language.said_days import days_in
from zgtool.language.similarity import skeleton_key
from zgtool.model.columns import heading_of
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import chinese_date
from zgtool.model.text import shorten
from zgtool.ops.lifecycle import open_measures
from zgtool.ops.register import in_ledger
from zgtool.rules.registry import Context, Fault, rule
from zgtool.rules.signing import by_another
from zgtool.rules.softening import softer

STEPS = ("approval", "office_check", "party_review", "filing")
"""Columns of the chain in order; an office keeps all of them, some or none."""


def _day(row: Measure, key: str, context: Context) -> date | None:
    """The day of a step; of several signatures in one cell the last."""
    said = days_in(row[key], context.today, bare=True) if row[key] else ()
    return max((s.day for s in said), default=None)


@rule(
    "M311",
    "not-approved",
    "措施没有分管领导审定",
    scope="ledger",
    fix="请报分管领导审定，在“分管领导审定”栏写明姓名和日期。",
)
def not_approved(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """每项措施由分管领导审定签字后，才报办公室、党组审议和上级备案。台账没有设这一栏的不查。"""
    if not ledger.kept("approval"):
        return
    for row in open_measures(ledger.rows):
        if not any(row[key] for key in STEPS):
            yield Fault(message="没有填写分管领导审定", column="approval", row=row)


@rule(
    "M312",
    "approval-step-skipped",
    "审定程序缺了前面的环节",
    scope="ledger",
    fix="请补办或者补填缺少的环节，写明日期。",
)
def approval_step_skipped(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """分管领导审定、办公室审核、党组审议、上级备案依次办理，后面的环节办了，前面的不能空着。台账没有设的环节不查。"""
    kept = ledger.kept(*STEPS)
    if len(kept) < 2:
        return
    for row in open_measures(ledger.rows):
        done = [key for key in kept if row[key]]
        lacking = [key for key in kept if done and not row[key] and kept.index(key) < kept.index(done[-1])]
        if lacking:
            names = "、".join(f"“{heading_of(key)}”" for key in lacking)
            said = f"“{heading_of(done[-1])}”填了“{shorten(row[done[-1]], 20)}”，{names}是空的"
            yield Fault(row[done[-1]], said, column=lacking[0], row=in_ledger(row))


@rule(
    "M313",
    "approval-out-of-order",
    "审定各环节的日期先后颠倒",
    fix="请核对各环节的日期，改正写错的一个。",
)
def approval_out_of_order(row: Measure, context: Context) -> Iterator[Fault]:
    """先审定、再审核、再审议、再备案。同一天办理的不算颠倒；早于反馈的签字，签的不是这次的措施。"""
    if not (row["approval"] or row["party_review"]):
        return
    days = [(key, day) for key in STEPS if (day := _day(row, key, context))]
    for (first, before), (second, after) in pairwise(days):
        if after < before:
            said = f"{heading_of(second)}的日期{chinese_date(after)}早于{heading_of(first)}的日期{chinese_date(before)}"
            yield Fault(row[second], said, column=second, row=in_ledger(row))
            return
    feedback = context.settings.feedback_day
    if days and feedback and days[0][1] < feedback:
        key, day = days[0]
        said = f"{heading_of(key)}的日期{chinese_date(day)}早于反馈日期{chinese_date(feedback)}"
        yield Fault(row[key], said, column=key, row=in_ledger(row))
    elif days and days[-1][1] > context.today:
        key, day = days[-1]
        said = f"{heading_of(key)}的日期{chinese_date(day)}还没有到"
        yield Fault(row[key], said, column=key, row=in_ledger(row))


@rule(
    "M314",
    "approved-by-another",
    "审定的不是分管领导",
    fix="请由牵头单位的分管领导审定；分管领导已经调整的，请办公室更新台账和单位名单。",
    needs=("approval",),
)
def approved_by_another(row: Measure, context: Context) -> Iterator[Fault]:
    """措施由牵头单位的分管领导审定签字。由党组书记、局长等主要负责人审定的，不算错。"""
    signed = row["approval"]
    if row["leader"] and by_another(signed, row, context.settings):
        said = f"分管领导是“{row['leader']}”，审定栏写的是“{shorten(signed, 30)}”"
        yield Fault(signed, said, column="approval", row=in_ledger(row))


@rule(
    "M315",
    "changed-after-approval",
    "审定以后改动了措施，签字还是原来的",
    fix="改动后的措施请重新报分管领导审定，更新审定的姓名和日期；改错了的，请恢复审定时的内容。",
)
def changed_after_approval(row: Measure, context: Context) -> Iterator[Fault]:
    """签字只对签字时的内容有效。措施、量化标准在审定以后改动的，原来的签字不再作数，要重新审定。标准放宽的见 H201，时限推后的见 H203。"""
    if not any(map(row.values.get, STEPS)):
        return
    signed = [key for key in STEPS if row[key]]
    before = row
    for earlier in context.past.of(row):
        if any(earlier.row[key] != row[key] for key in signed):
            break
        before = earlier.row
    for key in ("measure", "target"):
        if not before[key] or skeleton_key(before[key]) == skeleton_key(row[key]) or softer(before, row):
            continue
        said = (
            f"“{heading_of(key)}”审定时是“{shorten(before[key], 60)}”，现在是“{shorten(row[key], 60)}”，"
            f"“{heading_of(signed[0])}”仍是“{shorten(row[signed[0]], 20)}”"
        )
        yield Fault(row[key], said, column=key, row=in_ledger(row))

"""H2: what was approved against what stands in the ledger now (perfunctory.md nos. 10, 11).

These are the office's own columns: the finding stands in 总台账 and asks the office, not the unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from zgtool.language.measure import classify_measure
from zgtool.language.measure_target import AT_MOST
from zgtool.language.similarity import skeleton_key
from zgtool.model.columns import heading_of
from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date
from zgtool.model.status import EXTENDED, WITHDRAWN
from zgtool.model.text import shorten
from zgtool.ops.past import Past
from zgtool.ops.register import in_ledger
from zgtool.ops.terms import planned_deadline_of
from zgtool.rules.registry import Context, Fault, Rows, rule

_SHORTER = 0.8
"""A text that kept less than this share of its words was shortened; below it, more than polish."""


def _as_approved(row: Measure, past: Past) -> Measure | None:
    """The row as it stood when its present approval was signed; without a new one, as it was taken over."""
    first = past.earliest(row)
    if first is None or not row["approval"] or row["approval"] == first["approval"]:
        return first
    signed = row
    for earlier in past.of(row):
        if earlier.row["approval"] != row["approval"]:
            break
        signed = earlier.row
    return signed


class _Asked(NamedTuple):
    """What one figure of a measure asks: figures of one kind are compared, the strictest first."""

    unit: str
    per: str
    change: str
    at_most: bool


@lru_cache(maxsize=4096)
def _asked(measure: str, target: str) -> dict[_Asked, list[tuple[Decimal, str]]]:
    found: dict[_Asked, list[tuple[Decimal, str]]] = {}
    for goal in classify_measure(measure, target).targets:
        kind = _Asked(goal.unit, goal.per, goal.change, goal.direction == AT_MOST)
        found.setdefault(kind, []).append((goal.number, goal.text))
    for kind, goals in found.items():
        goals.sort(reverse=not kind.at_most)
    return found


def softer(first: Measure, row: Measure) -> str:
    """What became of the first figure that asks less than it did; "" when none does."""
    now = _asked(row["measure"], row["target"])
    for kind, before in _asked(first["measure"], first["target"]).items():
        held: Sequence[tuple[Decimal, str]] = now.get(kind, ())
        for place, (number, text) in enumerate(before):
            if place >= len(held):
                return f"审定时的“{text}”没有了"
            other, said = held[place]
            if other != number and (other > number) == kind.at_most:
                return f"审定时为“{text}”，现为“{said}”"
    return ""


@rule(
    "H201",
    "measure-softened",
    "措施的量化标准比审定时放宽",
    fix="没有重新审定的，请改回原来的标准；重新审定过的，请在“分管领导审定”栏写明新的日期。",
    of=Rows.REWORDED,
)
def measure_softened(row: Measure, context: Context) -> Iterator[Fault]:
    """审定过的数字是对党组的承诺，删掉或者调低都要重新审定。调高、改错字、换到量化标准栏的，不算。"""
    first = _as_approved(row, context.past)
    if first is None or (first["measure"] == row["measure"] and first["target"] == row["target"]):
        return
    said = softer(first, row)
    if said:
        column = "target" if first["target"] != row["target"] else "measure"
        yield Fault(shorten(row[column], 80), said, column=column, row=in_ledger(row))


@rule(
    "H202",
    "problem-shortened",
    "问题或要点的文字比登记时短",
    scope="problem",
    fix="请改回巡视反馈的原文；反馈意见有更正的，请注明依据。",
)
def problem_shortened(rows: Sequence[Measure], context: Context) -> Iterator[Fault]:
    """问题以反馈原文为准，删去半句就是少改一件事。改标点、改错字的，不算。"""
    if not context.past.first and not context.past.weeks:
        return
    seen: set[tuple[str, str]] = set()
    for row in rows:
        first = context.past.earliest(row)
        if first is None or row["state"] == WITHDRAWN:
            continue
        for key in ("problem", "point"):
            if row[key] == first[key] or (key, row[key]) in seen:
                continue
            seen.add((key, row[key]))
            before, now = skeleton_key(first[key]), skeleton_key(row[key])
            if len(now) < _SHORTER * len(before) and len(before) - len(now) >= 4:
                said = f"登记时为“{shorten(first[key], 80)}”，现为“{shorten(row[key], 60)}”"
                yield Fault(row[key], said, column=key, row=in_ledger(row))


@rule(
    "H203",
    "deadline-moved",
    "整改时限比审定时推后",
    fix="没有批准延期的，请改回原来的时限；批准延期的，请在“销号审核”里办理延期，原时限保留。",
    of=Rows.REWORDED,
    needs=("deadline",),
)
def deadline_moved(row: Measure, context: Context) -> Iterator[Fault]:
    """时限推后要先申请、后批准，原时限留着。写得更细而最后一天没有变的、提前的、办了延期的，不算。"""
    first = _as_approved(row, context.past)
    if first is None or first["deadline"] == row["deadline"] or not first["deadline"]:
        return
    if row["limit"] or row["state"] == EXTENDED:
        return
    before, now = (planned_deadline_of(r, context.settings, context.today).latest_day for r in (first, row))
    if before and now and now > before:
        heading = heading_of("deadline")
        yield Fault(
            row["deadline"],
            f"审定时{heading}为“{first['deadline']}”（{chinese_date(before)}），"
            f"现为“{row['deadline']}”（{chinese_date(now)}），没有延期记录",
            column="deadline",
            row=in_ledger(row),
        )

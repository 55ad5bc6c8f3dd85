"""One cell of a reported row: who may change it decides what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zgtool.model.columns import BY_KEY, Owner, heading_of, owner_of
from zgtool.model.finding import Kind
from zgtool.model.ledger import Measure
from zgtool.model.settings import Settings
from zgtool.model.status import is_open
from zgtool.model.text import shorten
from zgtool.ops import kinds
from zgtool.ops.terms import planned_deadline_of, same_meaning

_NOT_BLANKED = frozenset({"measure", "target", "deadline", "lead_unit"})
"""Office columns whose emptying by a unit is a change; elsewhere units simply leave them out."""

Note = Callable[[Kind, str, str, str], None]
"""(kind, column key, what was found, message) → a finding at that cell of the unit's file."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A reported row beside the ledger's.

    base: as it was handed out; local: in the office's ledger now, other units' reports of this week
    included; remote: what came back. other: the other unit that has reported this row already, "" when
    none has. supplied: the row's measure is new, so what is filled in around it needs no word of its own.
    told: whether the reader has complained about a cell already: one fault, one finding.
    """

    base: Measure
    local: Measure
    remote: Measure
    settings: Settings
    today: date
    note: Note
    other: str = ""
    supplied: bool = False
    told: Callable[[str], bool] = lambda cell: False


def merge_cell(row: Cells, key: str) -> str:
    """The merged value of one cell; what is refused is reported with all the texts there are."""
    base, mine, theirs = row.base[key], row.local[key], row.remote[key]
    if _same(row, key, theirs, mine):
        return mine
    if owner_of(key) is Owner.UNIT:
        return _units_cell(row, key)
    if _same(row, key, theirs, base):
        return mine
    if not mine and not base and BY_KEY[key].fillable:
        if not row.supplied:
            row.note(kinds.FILLED_IN, key, theirs, f"单位补填了“{heading_of(key)}”")
        return theirs
    cell = row.remote.cells.get(key, "")
    if cell and (theirs or key in _NOT_BLANKED) and is_open(row.local["state"]) and not row.told(cell):
        said = f"单位改为“{shorten(theirs, 80)}”" if theirs else "单位报的是空格"
        message = f"“{heading_of(key)}”由办公室掌握，台账为“{shorten(mine, 80)}”，{said}"
        row.note(kinds.OFFICE_COLUMN_CHANGED, key, theirs, message)
    return mine


def _units_cell(row: Cells, key: str) -> str:
    """A column of the lead unit: its word counts, unless the office or another lead unit spoke as well."""
    base, mine, theirs = row.base[key], row.local[key], row.remote[key]
    if _same(row, key, mine, base):
        return theirs
    if _same(row, key, theirs, base):
        return mine
    if row.other:
        message = f"“{heading_of(key)}”两个牵头单位报的不一样：{row.other}“{shorten(mine)}”，{row.remote.where.unit}“{shorten(theirs)}”"
        row.note(kinds.UNITS_DIFFER, key, theirs, message)
    else:
        message = f"“{heading_of(key)}”办公室和单位都改了：上期“{shorten(base)}”，办公室“{shorten(mine)}”，单位“{shorten(theirs)}”"
        row.note(kinds.BOTH_CHANGED, key, theirs, message)
    return mine


def _same(row: Cells, key: str, one: str, other: str) -> bool:
    kind = "people" if key in ("leader", "person") else BY_KEY[key].kind
    if one == other or same_meaning(kind, one, other):
        return True
    if key != "deadline" or not one or not other:
        return False
    first, second = (
        planned_deadline_of(row.local.but({key: text}), row.settings, row.today) for text in (one, other)
    )
    return first.latest_day is not None and first.latest_day == second.latest_day

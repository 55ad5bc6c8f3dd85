"""What changed between two ledgers."""

from __future__ import annotations

from dataclasses import dataclass

from zgtool.model.columns import TOOL_KEYS
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.text import fold


@dataclass(frozen=True, slots=True)
class Change:
    """One row that stands in both ledgers with different values; `keys` in the order of the layout."""

    old: Measure
    new: Measure
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """Rows added, gone and changed, each in the order of the ledger they stand in."""

    added: tuple[Measure, ...] = ()
    gone: tuple[Measure, ...] = ()
    changed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


def diff_ledgers(old: Ledger, new: Ledger) -> Diff:
    """Compare two ledgers row by row: by 措施编号, rows without a number by (problem, point, measure) text.

    Computed columns (亮灯, 最后期限) are left out: they move with the calendar, not with the work.
    Width and white space make no difference.
    """
    before = {_key(row): row for row in reversed(old.rows)}
    after = {_key(row): row for row in reversed(new.rows)}
    keys = [k for k in dict.fromkeys((*new.layout, *old.layout)) if k not in TOOL_KEYS]
    changed = []
    for key, row in reversed(after.items()):
        was = before.get(key)
        if was is None or was.values == row.values:
            continue
        moved = tuple(k for k in keys if was[k] != row[k] and fold(was[k]) != fold(row[k]))
        if moved:
            changed.append(Change(was, row, moved))
    added = tuple(row for key, row in reversed(after.items()) if key not in before)
    gone = tuple(row for key, row in reversed(before.items()) if key not in after)
    return Diff(added, gone, tuple(changed))


def _key(row: Measure) -> tuple[str, ...]:
    if row.number:
        return (fold(row.number),)
    return (fold(row["problem"]), fold(row["point"]), fold(row["measure"]))

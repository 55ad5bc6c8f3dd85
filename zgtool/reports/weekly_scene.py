"""What every section of the weekly looks at, and how it names units and orders rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from zgtool.model.finding import Finding
from zgtool.model.ledger import Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.summary import Receipt, Summary

_FIGURES = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class Scene:
    """The week: `day` is the day of the paper, `cut_off` the moment its figures stand for, in words."""

    summary: Summary
    findings: tuple[Finding, ...]
    settings: Settings
    week: ReportWeek
    day: date
    cut_off: str
    _labels: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_labels", {u.name: u.label for u in self.settings.units})

    def label(self, unit: str) -> str:
        """The name of a unit for narrow columns; a name that is not in the roster stays as it is."""
        return self._labels.get(unit, unit)

    def order(self, unit: str) -> int:
        """Place in the roster; unknown names come last."""
        return self.settings.units.order(unit)

    def in_roster(self, receipts: Iterable[Receipt]) -> list[Receipt]:
        """Receipts in the order of the roster."""
        return sorted(receipts, key=lambda r: self.order(r.unit))

    def place(self, row: Measure) -> tuple[int, list[int], str]:
        """Sorts rows by the lead unit's place in the roster, then by 措施编号 (3-2 before 3-10)."""
        figures = [int(f) for f in _FIGURES.findall(row.number)[:4]]
        return (self.order(row["lead_unit"]), figures, row.number)

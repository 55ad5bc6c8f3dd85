"""What every paper looks at, and how it names units and orders rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from zgtool.model.finding import Finding
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.text import clean, shorten
from zgtool.ops.escalation import Step as StepReached
from zgtool.ops.summary import Due, Receipt, Summary, due_of
from zgtool.reports.words import span_words

_FIGURES = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Step:
    """How the ledger stood at the end of one filed week, for the course of a month."""

    week: ReportWeek
    total: int
    closed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What one paper among several of its kind is about. name: as it stands in the file's name, "" for the only one."""

    name: str = ""
    unit: str = ""
    leader: str = ""
    rows: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class Scene:
    """The period a paper speaks of, and the ledger at its end.

    day: the day of the paper; cut_off: the moment its figures stand for, in words; since: the first
    day of the period, its Monday when None. summary compares with the ledger at the period's beginning.
    number: 整改第几周; edition: 第几次 of this week. next_close: when reports are due next after `day`.
    ladder: the step of 催办 that each item has reached.
    steps: the filed weeks of the period, oldest first. source: the 问题来源 that everything is cut down to, "" for all.
    """

    summary: Summary
    findings: tuple[Finding, ...]
    settings: Settings
    week: ReportWeek
    day: date
    cut_off: str
    number: int = 0
    edition: int = 1
    ledger: Ledger = field(default_factory=Ledger)
    since: date | None = None
    next_close: datetime | None = None
    ladder: tuple[StepReached, ...] = ()
    steps: tuple[Step, ...] = ()
    source: str = ""
    _labels: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_labels", {u.name: u.label for u in self.settings.units})

    @property
    def last(self) -> str:
        """What the figures are compared with: 上周, or 上月 where the paper is of a month."""
        return "上月" if self.since else "上周"

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
        return (self.order(row["lead_unit"]), *number_key(row))

    def span(self) -> str:
        """The period in words: 2020年6月8日至6月12日."""
        return span_words(self.since or self.week.monday, self.day if self.since else self.week.friday)

    def due(self, row: Measure) -> Due | None:
        """The row's due day against the day of the paper; None when it has none or owes nothing."""
        return due_of(row, self.settings, self.day)

    def unit_cell(self, unit: str, none: str = "—") -> str:
        """A unit for a cell of a table; none: what stands there for nobody."""
        return shorten(clean(self.label(unit)), 24) or none

    def unit_words(self, row: Measure) -> str:
        """The lead unit of a row for a cell of a table."""
        return self.unit_cell(row["lead_unit"], "未明确")


def number_key(row: Measure) -> tuple[list[int], str]:
    """Sorts rows by 措施编号, figures as numbers."""
    return [int(f) for f in _FIGURES.findall(row.number)[:4]], row.number


def measure_words(row: Measure, limit: int = 42) -> str:
    """The measure for a cell of a table, shortened."""
    return shorten(clean(row["measure"]), limit) or "（尚无措施）"

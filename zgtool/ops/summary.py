"""The week in figures: who reported, where the items stand, what is due.

Everything a paper, a screen or the ledger counts is counted here once, so that the same
figure is the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zgtool.model.ledger import Measure

ON_TIME, LATE, MISSING, RETURNED = "按时报送", "迟报", "未报", "退回"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One unit's reporting this week. fate: 按时报送 | 迟报 | 未报 | 退回 (returned: nothing of it was merged).

    `late` stays true for a late file that was returned. `asked` counts errors and warnings to mend.
    """

    unit: str
    fate: str
    arrived: datetime | None = None
    file: str = ""
    late: bool = False
    rows: int = 0
    merged: int = 0
    returned: int = 0
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class RowCount:
    """Rows read = merged + returned + skipped."""

    read: int = 0
    merged: int = 0
    returned: int = 0
    skipped: int = 0

    @property
    def adds_up(self) -> bool:
        return self.read == self.merged + self.returned + self.skipped


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over a set of measures. `name` is a unit, a leader, or "" for all.

    total = closed + requested + doing + waiting (withdrawn ones are not counted);
    waiting: not started (挂号); doing: everything else that is open; overdue and due_soon
    are part of the open ones. *_problems count a problem as closed when all its measures are.
    """

    name: str = ""
    total: int = 0
    closed: int = 0
    requested: int = 0
    doing: int = 0
    waiting: int = 0
    overdue: int = 0
    due_soon: int = 0
    problems: int = 0
    closed_problems: int = 0

    @property
    def rate(self) -> float:
        """Closed measures as a share of all, 0–1; 0 when there are none."""
        return self.closed / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Due:
    """One open measure with a due day. days: overdue by (positive) or left (negative or 0)."""

    measure: Measure
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one committed week. `before` is last week's overall tally, None in the first week.

    closed, requested, moved: rows that reached 已销号 / 申请销号, or whose unit columns changed, since last week.
    """

    overall: Tally = Tally()
    before: Tally | None = None
    by_unit: tuple[Tally, ...] = ()
    by_leader: tuple[Tally, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    rows: RowCount = RowCount()
    added: tuple[Measure, ...] = ()
    moved: tuple[Measure, ...] = ()
    requested: tuple[Measure, ...] = ()
    closed: tuple[Measure, ...] = ()
    overdue: tuple[Due, ...] = ()
    due_soon: tuple[Due, ...] = ()
    coming: tuple[Due, ...] = ()
    """Open measures due within the coming 旬 after the week's end (for 下周安排)."""

    def fate(self, name: str) -> tuple[Receipt, ...]:
        """Receipts with one fate, in roster order."""
        return tuple(r for r in self.receipts if r.fate == name)

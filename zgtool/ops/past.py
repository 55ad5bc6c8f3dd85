"""Earlier weeks as the rules look back on them: what each row said then, and which units had reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from zgtool.model.ledger import Ledger, Measure
from zgtool.ops.terms import names_in


def reporting_unit(row: Measure) -> str:
    """The unit whose file brought a row; of a row that none brought, the first that leads it."""
    return row.where.unit or next(iter(names_in(row["lead_unit"])), "")


@dataclass(frozen=True, slots=True)
class PastWeek:
    """One filed week: its ledger's rows by 措施编号, and the units of which a file was merged."""

    week: str
    rows: Mapping[str, Measure]
    reported: frozenset[str] = frozenset()

    @classmethod
    def of(cls, ledger: Ledger, week: str = "", reported: frozenset[str] = frozenset()) -> PastWeek:
        return cls(week or ledger.week, ledger.by_number(), reported)


class Earlier(NamedTuple):
    """One row as it stood at the end of an earlier week."""

    week: str
    row: Measure


@dataclass(frozen=True, slots=True)
class Past:
    """Filed weeks, the latest first, and the ledger as it was taken over (None when it is not known)."""

    weeks: tuple[PastWeek, ...] = ()
    first: PastWeek | None = field(default=None)

    def of(self, row: Measure) -> Iterator[Earlier]:
        """The row in earlier weeks, the latest first, as far as it stood there without a gap."""
        number = row["number"]
        for past in self.weeks:
            held = past.rows.get(number)
            if held is None:
                return
            yield Earlier(past.week, held)

    def earliest(self, row: Measure) -> Measure | None:
        """The row as it was taken over, else as it stood in the earliest week known; None when it is new."""
        number = row["number"]
        held = self.first.rows.get(number) if self.first is not None else None
        if held is not None:
            return held
        return next((week.rows[number] for week in reversed(self.weeks) if number in week.rows), None)

    def last_report(self, row: Measure, unit: str) -> Measure | None:
        """The row in the latest filed week, when the unit's own file was merged then."""
        if not self.weeks or unit not in self.weeks[0].reported:
            return None
        return self.weeks[0].rows.get(row["number"])

    def reports(self, row: Measure, unit: str) -> Iterator[Earlier]:
        """Like `of`, as far as the unit's own files were merged week after week."""
        for past, earlier in zip(self.weeks, self.of(row), strict=False):
            if unit not in past.reported:
                return
            yield earlier

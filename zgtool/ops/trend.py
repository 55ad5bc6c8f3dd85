"""How the work goes from week to week, and what will miss its 旬 at the present pace.

Every number here can be worked out by hand from what stands beside it; a forecast is arithmetic, not a judgement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import floor

from zgtool.model.ledger import Ledger
from zgtool.model.period import ReportWeek, TenDay, day_of
from zgtool.model.settings import Settings
from zgtool.model.status import CLOSED
from zgtool.ops.standing import due_of
from zgtool.ops.summary import MISSING, ON_TIME, Summary

PACE_WEEKS = 4
"""Weeks over which the present pace is taken."""


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """One filed week in figures. fates: unit → 按时报送, 迟报, 未报 or 退回; empty when no report was due.

    counts: as the manifest keeps them (measures, closed, overdue, requested, due_soon, problems …).
    """

    week: str
    counts: Mapping[str, int] = field(default_factory=dict)
    fates: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> int:
        return self.counts.get(key, 0)

    @property
    def open(self) -> int:
        """Measures not yet recognised as closed."""
        return self["measures"] - self["closed"]

    @property
    def on_time(self) -> int:
        """Units that reported in time."""
        return sum(fate == ON_TIME for fate in self.fates.values())

    @property
    def label(self) -> str:
        return ReportWeek.parse(self.week).label


def figures_of(summary: Summary) -> dict[str, int]:
    """The counts of a week that are kept for later weeks."""
    now = summary.overall
    return {
        "measures": now.total,
        "closed": now.closed,
        "requested": now.requested,
        "doing": now.doing,
        "waiting": now.waiting,
        "overdue": now.overdue,
        "due_soon": now.due_soon,
        "problems": now.problems,
        "closed_problems": now.closed_problems,
        "new": len(summary.added),
        "moved": len(summary.moved),
    }


def record_of(week: ReportWeek, summary: Summary) -> WeekRecord:
    """This week as later weeks will see it."""
    return WeekRecord(str(week), figures_of(summary), fates_of(summary))


def fates_of(summary: Summary) -> dict[str, str]:
    """What became of each unit's report."""
    return {receipt.unit: receipt.fate for receipt in summary.receipts}


@dataclass(frozen=True, slots=True)
class Closing:
    """How long closed measures were open. days: mean from 挂号日期 to 销号时间; places: the rows it is taken over.

    without: closed rows that lack one of the two days, or have them in the wrong order.
    """

    places: tuple[int, ...] = ()
    total_days: int = 0
    without: tuple[int, ...] = ()

    @property
    def days(self) -> float | None:
        return self.total_days / len(self.places) if self.places else None


def closing_times(ledger: Ledger) -> Closing:
    """The time from registering to closing over all closed measures."""
    places, without, total = [], [], 0
    for place, row in enumerate(ledger.rows):
        if row["state"] != CLOSED or not row["measure"]:
            continue
        first, last = day_of(row["registered_on"]), day_of(row["closed_on"])
        if first and last and first <= last:
            places.append(place)
            total += (last - first).days
        else:
            without.append(place)
    return Closing(tuple(places), total, tuple(without))


@dataclass(frozen=True, slots=True)
class Pace:
    """Measures closed per week: `closed` over `weeks` weeks, from `first` to `last` week's filing."""

    closed: int
    weeks: int
    first: str
    last: str

    @property
    def per_week(self) -> float:
        return self.closed / self.weeks


def pace_of(history: Sequence[WeekRecord]) -> Pace | None:
    """The pace of the last weeks; None with fewer than two weeks. A week that closed fewer than before counts as such."""
    if len(history) < 2:
        return None
    recent = history[-PACE_WEEKS - 1 :]
    first, last = recent[0], recent[-1]
    apart = (ReportWeek.parse(last.week).monday - ReportWeek.parse(first.week).monday).days // 7
    return Pace(max(last["closed"] - first["closed"], 0), max(apart, 1), first.week, last.week)


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """One 旬. due: open measures that fall due in it (places); so_far: due up to its end, overdue ones included.

    weeks: from `today` to its last day. can: what the pace closes by then, rounded down.
    short: how many of those due will not be closed by then at this pace.
    """

    ten_days: TenDay
    due: tuple[int, ...]
    so_far: int
    weeks: float
    can: int

    @property
    def short(self) -> int:
        return max(self.so_far - self.can, 0)


def forecast(ledger: Ledger, pace: Pace, settings: Settings, today: date) -> tuple[ForecastLine, ...]:
    """For each coming 旬: what is due by its end against what the present pace closes by then.

    Open measures are taken in order of their last day, those already overdue first; a measure handed
    in for recognition is done on the unit's side and is not counted. Measures without a day are left out.
    """
    by_ten: dict[TenDay, list[int]] = {}
    overdue = 0
    for place, row in enumerate(ledger.rows):
        due = due_of(row, settings, today)
        if due is None:
            continue
        if due.days > 0:
            overdue += 1
        else:
            by_ten.setdefault(TenDay.of(due.due), []).append(place)
    lines, so_far = [], overdue
    for ten in sorted(by_ten):
        so_far += len(by_ten[ten])
        weeks = (ten.last_day - today).days / 7
        lines.append(
            ForecastLine(ten, tuple(by_ten[ten]), so_far, weeks, floor(pace.per_week * weeks + 1e-9))
        )
    return tuple(lines)


def finish_day(open_measures: int, pace: Pace, today: date) -> date | None:
    """When the last open measure would be closed at this pace; None when nothing moves."""
    if not pace.closed:
        return None
    days = -(-open_measures * 7 * pace.weeks // pace.closed)
    return today + timedelta(days=days)


def missing_share(history: Sequence[WeekRecord]) -> dict[str, tuple[int, int, int]]:
    """Per unit: weeks it owed a report, on time, and not sent at all."""
    found: dict[str, list[int]] = {}
    for record in history:
        for unit, fate in record.fates.items():
            counts = found.setdefault(unit, [0, 0, 0])
            counts[0] += 1
            counts[1] += fate == ON_TIME
            counts[2] += fate == MISSING
    return {unit: (owed, on_time, missing) for unit, (owed, on_time, missing) in found.items()}

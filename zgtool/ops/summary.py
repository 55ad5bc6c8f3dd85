"""The week in figures: who reported, where the items stand, what is due.

Everything a paper, a screen or the ledger counts is counted here once, so that the same
figure is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from zgtool.model.columns import Owner, owner_of
from zgtool.model.finding import Finding, Severity
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import ReportWeek, TenDay
from zgtool.model.settings import Settings
from zgtool.model.status import REQUESTED, is_closed, is_open
from zgtool.ops.diff import Diff, diff_ledgers
from zgtool.ops.merge import Taken
from zgtool.ops.standing import Due as Due
from zgtool.ops.standing import Tally as Tally
from zgtool.ops.standing import due_of as due_of
from zgtool.ops.standing import facts, gather, grouped
from zgtool.ops.standing import lamp_of as lamp_of
from zgtool.ops.standing import tally as tally
from zgtool.ops.terms import names_in

ON_TIME, LATE, MISSING, RETURNED = "按时报送", "迟报", "未报", "退回"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One unit's reporting this week. fate: 按时报送 | 迟报 | 未报 | 退回.

    退回: nothing of the file was merged; `returned` counts single rows that were not. `late` stays true
    for a late file that was returned. errors and warnings are those its file has to mend.
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
    filled_on: str = ""
    """The day the sheet says it was filled in, "" when it does not say."""


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
class Summary:
    """The figures of one committed week. `before` is last week's overall tally, None in the first week.

    closed, requested, moved: rows that reached 已销号 / 申请销号, or whose unit wrote something new, since last week.
    """

    overall: Tally = field(default_factory=Tally)
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


def receipts(
    taken: Sequence[Taken],
    findings: Iterable[Finding],
    closes: datetime | None,
    settings: Settings,
    expected: Iterable[str],
) -> tuple[Receipt, ...]:
    """How each unit reported, in roster order. `expected`: units that owe a report this week."""
    counts: dict[tuple[str, Severity], int] = {}
    for finding in findings:
        key = (finding.where.file, finding.severity)
        counts[key] = counts.get(key, 0) + 1
    found: dict[str, Receipt] = {}
    reported = _first_arrivals(taken)
    for account in taken:
        s = account.submission
        if not s.unit or account.aside:
            continue
        errors = counts.get((s.file, Severity.ERROR), 0)
        first = reported.get(s.unit)
        late = bool(closes and first and first.replace(second=0, microsecond=0) > closes)
        fate = RETURNED if not account.merged else LATE if late else ON_TIME
        found[s.unit] = Receipt(
            s.unit,
            fate,
            s.arrived,
            s.file,
            late,
            s.rows_read,
            len(account.merged),
            len(account.returned),
            errors,
            counts.get((s.file, Severity.WARNING), 0),
            s.filled_on,
        )
    for unit in expected:
        found.setdefault(unit, Receipt(unit, MISSING))
    return tuple(sorted(found.values(), key=lambda r: settings.units.order(r.unit)))


def _first_arrivals(taken: Sequence[Taken]) -> dict[str, datetime]:
    """When each unit first reported: who was in time stays in time when it sends a mended file later."""
    first: dict[str, datetime] = {}
    weeks = {t.submission.week for t in taken if not t.aside}
    for account in taken:
        s = account.submission
        if s.unit and s.arrived and (not account.aside or s.week in weeks):
            first[s.unit] = min(s.arrived, first.get(s.unit, s.arrived))
    return first


def units_expected(ledger: Ledger) -> tuple[str, ...]:
    """Units that lead at least one open measure: those owe a report each week."""
    names = (name for row in ledger.rows if is_open(row["state"]) for name in names_in(row["lead_unit"]))
    return tuple(dict.fromkeys(names))


def units_owing(ledger: Ledger, settings: Settings) -> tuple[str, ...]:
    """Units that owe a report: those of the roster that lead open measures, all of it while the ledger is empty."""
    if not ledger.rows:
        return tuple(unit.name for unit in settings.units)
    names = units_expected(ledger)
    return tuple(n for n in names if settings.units.find(n).unit or not len(settings.units))


def summarise(
    previous: Ledger | None,
    ledger: Ledger,
    taken: Sequence[Taken],
    findings: Sequence[Finding],
    settings: Settings,
    week: ReportWeek,
    today: date,
    closes: datetime | None,
    *,
    first: bool = False,
    previous_day: date | None = None,
) -> Summary:
    """All figures of a week.

    `previous`: the ledger at the end of the last filed week, in the `first` one the ledger as it was
    taken over (then nothing is compared with last week); None when there is nothing before.
    `previous_day`: the day its deadlines are looked at, last Friday unless the figures are of a longer period.
    """
    diff = diff_ledgers(previous, ledger) if previous is not None else Diff()
    horizon = max(settings.remind_days, default=0)
    coming_end = TenDay.of(week.sunday + timedelta(days=1)).last_day
    then = previous_day or week.shift(-1).friday
    before = tally(previous.rows, settings, then) if previous is not None and not first else None
    # A week that closes on no day asks nobody for a report.
    owing = units_owing(previous if previous is not None else ledger, settings) if closes else ()
    known = list(facts(enumerate(ledger.rows), settings, today))
    dues = [fact.due for fact in known if fact.due]

    def by(key: str) -> tuple[Tally, ...]:
        return tuple(s.tally for s in grouped(ledger, known, key, settings))

    return Summary(
        overall=gather(known).tally,
        before=before,
        by_unit=by("lead_unit"),
        by_leader=by("leader"),
        receipts=receipts(taken, findings, closes, settings, owing),
        rows=row_count(taken),
        added=_new_measures(diff),
        moved=tuple(
            c.new for c in diff.changed if any(owner_of(k) is Owner.UNIT and c.new[k] for k in c.keys)
        ),
        requested=tuple(c.new for c in diff.changed if "state" in c.keys and c.new["state"] == REQUESTED),
        closed=tuple(
            c.new
            for c in diff.changed
            if "state" in c.keys and is_closed(c.new["state"]) and not is_closed(c.old["state"])
        ),
        overdue=tuple(sorted((d for d in dues if d.days > 0), key=lambda d: -d.days)),
        due_soon=tuple(sorted((d for d in dues if -horizon <= d.days <= 0), key=lambda d: d.due)),
        coming=tuple(sorted((d for d in dues if week.sunday < d.due <= coming_end), key=lambda d: d.due)),
    )


def _new_measures(diff: Diff) -> tuple[Measure, ...]:
    """Rows that are new, and points that had no measure and now have one."""
    supplied = (c.new for c in diff.changed if c.new["measure"] and not c.old["measure"])
    return (*(row for row in diff.added if row["measure"]), *supplied)


def row_count(taken: Iterable[Taken]) -> RowCount:
    """The account of every filled row of every file that was read."""
    taken = list(taken)
    return RowCount(
        read=sum(t.submission.rows_read for t in taken),
        merged=sum(len(t.merged) for t in taken),
        returned=sum(len(t.returned) for t in taken),
        skipped=sum(t.submission.rows_read if t.aside else len(t.submission.skipped) for t in taken),
    )

"""What the sheets of 总台账.xlsx are made from: the same ledger, day and figures for every sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from zgtool.model.columns import CORE_KEYS, EXTRA, LEDGER
from zgtool.model.finding import Finding
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.marks import Marks
from zgtool.model.period import ReportWeek, chinese_date, chinese_moment
from zgtool.model.settings import Settings
from zgtool.ops.diff import Diff
from zgtool.ops.seal import seal_of
from zgtool.ops.standing import due_of, lamp_for
from zgtool.ops.summary import Summary
from zgtool.ops.terms import deadline_of
from zgtool.ops.trend import WeekRecord


@dataclass(frozen=True, slots=True)
class LedgerContent:
    """One ledger and what is known around it.

    week, edition: the report week it is filed under; None for a ledger outside the weekly run.
    summary, diff: the week's figures and changes; None when the ledger stands alone.
    findings: None when nothing was checked; `listed`: write them out, not only counted.
    marks: colours and comments the office put on single cells. titles: general title of each code. history: the weeks before this one, oldest first, this week last.
    """

    ledger: Ledger
    settings: Settings
    today: date
    week: ReportWeek | None = None
    edition: int = 1
    closes: datetime | None = None
    summary: Summary | None = None
    diff: Diff | None = None
    findings: Sequence[Finding] | None = None
    listed: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)
    history: Sequence[WeekRecord] = ()
    marks: Marks = field(default_factory=dict)

    @property
    def title(self) -> str:
        """××局巡视整改总台账（2020年第24周）."""
        week = f"（{self.week.label}）" if self.week else ""
        return f"{self.settings.bureau}{self.settings.inspection}整改总台账{week}"

    @property
    def as_of(self) -> str:
        """The moment the figures stand for: 2020年6月12日12:00, or the day alone."""
        if self.closes:
            return f"{self.closes.year}年{chinese_moment(self.closes)}"
        return chinese_date(self.today)

    @property
    def seal(self) -> str:
        """封存码 of the week; "" for a ledger that is not filed."""
        return seal_of(self.ledger, self.week, self.edition) if self.week else ""

    @property
    def created(self) -> date:
        """The day that stands in the document's properties, never the clock's."""
        return self.week.friday if self.week else self.today

    def places(self) -> dict[str, int]:
        """措施编号 → place in the ledger."""
        found: dict[str, int] = {}
        for place, row in enumerate(self.ledger.rows):
            if row.number:
                found.setdefault(row.number, place)
        return found

    def computed_rows(self) -> list[Measure]:
        """The rows with 最后期限 and 亮灯 filled in."""
        return [computed(row, self.settings, self.today) for row in self.ledger.rows]


def computed(row: Measure, settings: Settings, today: date) -> Measure:
    """The row with 最后期限 and 亮灯 filled in."""
    due = due_of(row, settings, today)
    last = due.due if due else deadline_of(row, settings, today).latest_day if row["measure"] else None
    return row.but({"due_day": last.isoformat() if last else "", "lamp": lamp_for(row, due, settings)})


def layout_of(ledger: Ledger) -> tuple[str, ...]:
    """Columns to write: the office's own order, core ones always, others where a row has a value."""
    used = {key for row in ledger.rows for key, value in row.values.items() if value}
    keep = {*CORE_KEYS, *used, *(k for k in ledger.layout if k.startswith(EXTRA))} - {"serial", "last_rate"}
    known = [key for key in ledger.layout if key in keep]
    order = [c.key for c in LEDGER]
    for key in (k for k in order if k in keep and k not in known):
        before = [k for k in order[: order.index(key)] if k in known]
        known.insert(known.index(before[-1]) + 1 if before else 0, key)
    return (*known, *sorted(k for k in keep if k.startswith(EXTRA) and k not in known))

"""Where each row stands: closed, handed in, in hand, not begun, overdue, due soon.

A figure is the number of rows behind it. The rows are kept beside the figure, by their place
in the ledger, so that ledger, chart, page and papers count the same and every count can be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from zgtool.model.ledger import Ledger, Measure
from zgtool.model.settings import Settings
from zgtool.model.status import CLOSED, REGISTERED, REQUESTED, WITHDRAWN, is_closed, is_open
from zgtool.model.text import fold
from zgtool.ops.terms import deadline_of, names_in

UNNAMED = "（未明确）"
"""The group of rows that name no unit, leader, category or type."""


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


class Due(NamedTuple):
    """One open measure with a due day. days: overdue by (positive) or left (negative or 0)."""

    measure: Measure
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows behind a tally, by their place in the ledger (from 0); `name` as there.

    problems: each problem's rows, by the problem's number; closed_problems: those whose measures are all closed.
    """

    name: str = ""
    closed: tuple[int, ...] = ()
    requested: tuple[int, ...] = ()
    doing: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    overdue: tuple[int, ...] = ()
    due_soon: tuple[int, ...] = ()
    problems: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    closed_problems: tuple[str, ...] = ()

    @property
    def total(self) -> tuple[int, ...]:
        """Every measure that counts, in the order of the ledger."""
        return tuple(sorted((*self.closed, *self.requested, *self.doing, *self.waiting)))

    @property
    def tally(self) -> Tally:
        """The counts alone."""
        closed, requested, doing, waiting = map(len, (self.closed, self.requested, self.doing, self.waiting))
        return Tally(
            self.name,
            closed + requested + doing + waiting,
            closed,
            requested,
            doing,
            waiting,
            len(self.overdue),
            len(self.due_soon),
            len(self.problems),
            len(self.closed_problems),
        )


def is_owed(state: str) -> bool:
    """Whether the work is still the unit's to do: the item is open and not handed in for recognition."""
    return state != REQUESTED and is_open(state)


def due_of(row: Measure, settings: Settings, today: date) -> Due | None:
    """The row's due day and how it stands to `today`; None when there is no day or the unit has done its part.

    A measure handed in for recognition (申请销号) waits for the office and is not the unit's delay.
    """
    if not row["measure"] or not is_owed(row["state"]):
        return None
    due = deadline_of(row, settings, today).latest_day
    return Due(row, due, (today - due).days) if due else None


def lamp_of(row: Measure, settings: Settings, today: date) -> str:
    """亮灯 in words: 已销号, 巩固, 撤销, 待认定, 超期12天, 3天后到期, 今天到期, 正常, 未定期限, 缺措施."""
    return lamp_for(row, due_of(row, settings, today), settings)


def lamp_for(row: Measure, due: Due | None, settings: Settings) -> str:
    """The same of a row whose due day is known already."""
    if not is_open(row["state"]):
        return row["state"]
    if row["state"] == REQUESTED:
        return "待认定"
    if due is None:
        return "未定期限" if row["measure"] else "缺措施"
    if due.days > 0:
        return f"超期{due.days}天"
    if -due.days <= max(settings.remind_days, default=0):
        return f"{-due.days}天后到期" if due.days else "今天到期"
    return "正常"


class Fact(NamedTuple):
    """What one row adds to the counts. part: closed | requested | doing | waiting, "" for a row without a measure."""

    place: int
    problem: str
    closed: bool
    part: str
    due: Due | None
    overdue: bool
    due_soon: bool


_PARTS = {CLOSED: "closed", REQUESTED: "requested", REGISTERED: "waiting"}


def facts(rows: Iterable[tuple[int, Measure]], settings: Settings, today: date) -> Iterator[Fact]:
    """One fact a row; withdrawn rows count for nothing."""
    horizon = max(settings.remind_days, default=0)
    for place, row in rows:
        state = CLOSED if is_closed(row["state"]) else row["state"] or REGISTERED
        if state == WITHDRAWN:
            continue
        part = _PARTS.get(state, "doing") if row["measure"] else ""
        due = due_of(row, settings, today)
        yield Fact(
            place,
            row["problem_no"] or fold(row["problem"]),
            state == CLOSED,
            part,
            due,
            due is not None and due.days > 0,
            due is not None and 0 <= -due.days <= horizon,
        )


def gather(found: Iterable[Fact], name: str = "") -> Standing:
    """The facts of one group; a problem is closed when all its rows in the group are."""
    parts: dict[str, list[int]] = {part: [] for part in ("closed", "requested", "doing", "waiting", "")}
    problems: dict[str, list[int]] = {}
    unfinished: set[str] = set()
    overdue, soon = [], []
    for fact in found:
        parts[fact.part].append(fact.place)
        problems.setdefault(fact.problem, []).append(fact.place)
        if not fact.closed:
            unfinished.add(fact.problem)
        if fact.overdue:
            overdue.append(fact.place)
        elif fact.due_soon:
            soon.append(fact.place)
    return Standing(
        name,
        closed=tuple(parts["closed"]),
        requested=tuple(parts["requested"]),
        doing=tuple(parts["doing"]),
        waiting=tuple(parts["waiting"]),
        overdue=tuple(overdue),
        due_soon=tuple(soon),
        problems={problem: tuple(places) for problem, places in problems.items()},
        closed_problems=tuple(p for p in problems if p not in unfinished),
    )


def stand(rows: Iterable[tuple[int, Measure]], settings: Settings, today: date, name: str = "") -> Standing:
    """Where a set of rows stands, each with its place; withdrawn rows and points without a measure do not count."""
    return gather(facts(rows, settings, today), name)


def tally(rows: Iterable[Measure], settings: Settings, today: date, name: str = "") -> Tally:
    """Count a set of rows; withdrawn rows and points without a measure are not measures to count."""
    return stand(enumerate(rows), settings, today, name).tally


def grouped(ledger: Ledger, found: Iterable[Fact], key: str, settings: Settings) -> tuple[Standing, ...]:
    """One standing per unit (`lead_unit`, roster order) or other value of a column (order of appearance).

    found: the ledger's facts. A measure with two lead units or leaders counts for each of them; the overall
    standing counts it once.
    """
    several = key in ("lead_unit", "leader")
    groups: dict[str, list[Fact]] = {}
    for fact in found:
        text = ledger.rows[fact.place][key]
        for name in (names_in(text) if several else (text,)) or ("",):
            groups.setdefault(name or UNNAMED, []).append(fact)
    names = sorted(groups, key=settings.units.order) if key == "lead_unit" else list(groups)
    return tuple(gather(groups[name], name) for name in names)

"""The ledger counted by unit, leader, category, type, source and 旬; points against their measures.

Counts are `ops.standing`'s, so that a figure is the same in ledger, chart, page and papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zgtool.model.columns import heading_of
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import TenDay
from zgtool.model.settings import Settings
from zgtool.model.text import fold
from zgtool.ops.standing import UNNAMED, Fact, Standing, gather, grouped
from zgtool.ops.terms import deadline_of

NO_DAY = "未定期限"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The ledger counted by one column. `note` says how a measure in two groups is counted."""

    title: str
    head: str
    lines: tuple[Standing, ...]
    note: str = ""


def breakdowns(
    ledger: Ledger, known: Sequence[Fact], settings: Settings, today: date
) -> tuple[Breakdown, ...]:
    """By lead unit, leader, category, type and 旬 of the due day; by source when there are several."""

    def by(key: str, note: str = "") -> Breakdown:
        head = heading_of(key)
        return Breakdown(f"按{head}", head, grouped(ledger, known, key, settings), note)

    found = [
        by("lead_unit", "一项措施有两个牵头单位的，各计一次，合计只计一次。"),
        by("leader", "一项措施有两位分管领导的，各计一次，合计只计一次。"),
        by("category"),
        by("horizon"),
    ]
    if len({row["source"] for row in ledger.rows if row["source"]}) > 1:
        found.append(by("source"))
    by_ten_days = Breakdown(
        "按到期的旬", "到期的旬", by_ten_day(ledger, known, settings, today), "按最后期限所在的旬。"
    )
    return (*found, by_ten_days)


def due_days(ledger: Ledger, settings: Settings, today: date) -> tuple[date | None, ...]:
    """The last day of each row's 整改时限, closed ones included; None when there is no telling."""
    return tuple(
        deadline_of(row, settings, today).latest_day if row["measure"] else None for row in ledger.rows
    )


def by_ten_day(
    ledger: Ledger, known: Iterable[Fact], settings: Settings, today: date
) -> tuple[Standing, ...]:
    """One standing for each 旬 in which something falls due, in order; rows without a day last."""
    groups: dict[TenDay | None, list[Fact]] = {}
    days = due_days(ledger, settings, today)
    for fact in known:
        day = days[fact.place]
        groups.setdefault(TenDay.of(day) if day else None, []).append(fact)
    dated = sorted(ten for ten in groups if ten is not None)
    found = [gather(groups[ten], ten.label) for ten in dated]
    if None in groups:
        found.append(gather(groups[None], NO_DAY))
    return tuple(s for s in found if s.total or s.problems)


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point (or problem without points) with the places of its measures; () when it has none."""

    first: Measure
    measures: tuple[int, ...]


def point_lines(ledger: Ledger) -> tuple[PointLine, ...]:
    """Every point of the ledger against its measures, as the ledger has them, in order; withdrawn rows too."""
    groups: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(ledger.rows):
        problem = row["problem_no"] or fold(row["problem"])
        groups.setdefault((problem, row["point_no"] or fold(row["point"])), []).append(place)
    return tuple(
        PointLine(ledger.rows[places[0]], tuple(p for p in places if ledger.rows[p]["measure"]))
        for places in groups.values()
    )


def row_ranges(rows: Sequence[int]) -> str:
    """Row numbers as a reader writes them: 4–9、12、20–21; "" for none."""
    parts: list[str] = []
    start = last = None
    for row in sorted(rows):
        if last is not None and row == last + 1:
            last = row
            continue
        if start is not None:
            parts.append(_range(start, last or start))
        start = last = row
    if start is not None:
        parts.append(_range(start, last or start))
    return "、".join(parts)


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def group_label(name: str, labels: Mapping[str, str]) -> str:
    """A group's name as papers show it."""
    return "未明确" if name == UNNAMED else labels.get(name, name) or "未明确"

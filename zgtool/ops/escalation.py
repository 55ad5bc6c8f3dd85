"""催办台阶: which step of the ladder an item has reached, derived from its deadline, earlier weeks and the record.

What was sent stands in the record with the occasion it was for, so that running twice sends
nothing twice. An approved extension sets a new day and thereby a new occasion; a late application
that nobody approved changes nothing. Source: reports.md 5.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import RECORD, REMAND, Line
from zgtool.model.settings import Settings
from zgtool.model.status import LONG_TERM, REGISTERED, REQUESTED, is_open
from zgtool.model.text import fold, shorten
from zgtool.ops.past import Past
from zgtool.ops.record import entry
from zgtool.ops.standing import due_of

NOTICE, REMINDER, SUPERVISION, WARNING, CIRCULAR, HAND_OVER = STEPS = (
    "预警提示", "提醒", "督办", "告诫", "通报约谈", "建议移交纪检组")  # fmt: skip
"""The ladder, lowest first. The last is a suggestion to the office; the discipline group decides."""

_MOVES = ("progress", "rate", "status", "state", "limit")
"""Columns of which one at least changes when an item moves."""
_OVERDUE_STEPS = (SUPERVISION, WARNING, CIRCULAR, HAND_OVER)


@dataclass(frozen=True, slots=True)
class Step:
    """One step an item has reached. occasion: what it is for, the same as long as the cause is the same."""

    row: Measure
    step: str
    cause: str
    occasion: str

    @property
    def rank(self) -> int:
        return STEPS.index(self.step)


def reached(ledger: Ledger, past: Past, settings: Settings, today: date) -> tuple[Step, ...]:
    """The highest step of every open item, in the ledger's order; items on no step are left out."""
    refusals = _refusals(ledger)
    found = []
    for row in ledger.rows:
        steps = tuple(_steps(row, past, refusals, settings, today)) if _answerable(row) else ()
        if steps:
            found.append(max(steps, key=lambda s: s.rank))
    return tuple(found)


def _answerable(row: Measure) -> bool:
    return bool(row["measure"]) and is_open(row["state"]) and row["state"] != REQUESTED


def notices(ledger: Ledger, past: Past, settings: Settings, today: date) -> tuple[Line, ...]:
    """Entries for the record: steps reached that were not sent for their occasion yet, nor a higher one."""
    sent = _sent(ledger.lines(RECORD.name))
    return tuple(
        entry(s.row.number, s.step, s.row["state"] or REGISTERED, s.row["state"] or REGISTERED, by="整改办（按台阶自动拟发）",
              on=today.isoformat(), basis=s.cause, note=f"送{recipients(s.step, settings)}；事由：{s.occasion}")
        for s in reached(ledger, past, settings, today)
        if sent.get((s.row.number, s.occasion), -1) < s.rank
    )  # fmt: skip


def recipients(step: str, settings: Settings) -> str:
    """Who a step goes to, by settings; the lead unit where the settings name nobody."""
    named = [part.strip() for part in re.split("[;；]", settings.ladder_to)]
    place = STEPS.index(step)
    return named[place] if place < len(named) and named[place] else "牵头单位"


def _sent(record: Iterable[Line]) -> dict[tuple[str, str], int]:
    """The highest step sent, by item and occasion."""
    highest: dict[tuple[str, str], int] = {}
    for line in record:
        if line["what"] in STEPS:
            key = (line["number"], line["note"].rpartition("事由：")[2])
            highest[key] = max(highest.get(key, -1), STEPS.index(line["what"]))
    return highest


def _refusals(ledger: Ledger) -> dict[str, Line]:
    """The latest refusal (限时办结 out of a request) of each item."""
    return {
        e["number"]: e for e in ledger.lines(RECORD.name) if e["what"] == REMAND and e["old"] == REQUESTED
    }


def _steps(
    row: Measure, past: Past, refusals: dict[str, Line], settings: Settings, today: date
) -> Iterator[Step]:
    yield from _by_deadline(row, settings, today)
    if _stands_still(row, past, settings.still_weeks):
        # Named by what it says, not by a week: only a few weeks back are looked at, and they move on.
        told = shorten(row["progress"], 24) or "没有报过进展"
        cause = f"连续{settings.still_weeks}周没有新的进展，请核实"
        yield Step(row, SUPERVISION, cause, f"停在“{told}”（{row['rate'] or '没有完成率'}）")
    refusal = refusals.get(row.number)
    if refusal is not None and row["limit"] == refusal["until"]:
        yield Step(
            row, SUPERVISION, f"销号没有通过认定，限{refusal['until']}前办结", f"{refusal['on']}认定没有通过"
        )


def _by_deadline(row: Measure, settings: Settings, today: date) -> Iterator[Step]:
    due = due_of(row, settings, today)
    if due is None:
        return
    occasion = f"{due.due.isoformat()}到期"
    if due.days > 0:
        for step, days in zip(_OVERDUE_STEPS, sorted(settings.ladder_days), strict=False):
            if due.days >= max(days, 1):
                yield Step(row, step, f"已超期{due.days}天", occasion)
        return
    days_left = -due.days
    stages = sorted(settings.remind_days, reverse=True)
    for place, days in enumerate(stages):
        if days_left <= days:
            step = REMINDER if place == len(stages) - 1 and len(stages) > 1 else NOTICE
            yield Step(row, step, f"还有{days_left}天到期" if days_left else "今天到期", occasion)


def _stands_still(row: Measure, past: Past, weeks: int) -> bool:
    """Whether an item says the same as in each of the last `weeks` weeks; a long-term one may."""
    if weeks < 1 or row["state"] == LONG_TERM:
        return False
    earlier = list(past.of(row))[:weeks]
    return len(earlier) == weeks and all(
        fold(then.row[key]) == fold(row[key]) for then in earlier for key in _MOVES
    )

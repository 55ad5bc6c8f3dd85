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
from zgtool.model.text import fold
from zgtool.ops.past import Past
from zgtool.ops.record import entry
from zgtool.ops.standing import due_of

NOTICE, REMINDER, SUPERVISION, WARNING, CIRCULAR, HAND_OVER = STEPS = (
    "预警提示", "提醒", "督办", "告诫", "通报约谈", "建议移交纪检组")  # fmt: skip
"""The ladder, lowest first. The last is a suggestion to the office; the discipline group decides."""

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
    still = _still_since(row, past, settings.still_weeks)
    if still:
        yield Step(
            row, SUPERVISION, f"连续{settings.still_weeks}周没有新的进展，请核实", f"{still}以来没有进展"
        )
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


def _still_since(row: Measure, past: Past, weeks: int) -> str:
    """The week since which an item stands still for `weeks` weeks, this one included; "" when it moves."""
    if weeks < 1 or row["state"] in (LONG_TERM,):
        return ""
    same = ""
    for count, earlier in enumerate(past.of(row), start=1):
        if any(
            fold(earlier.row[k]) != fold(row[k]) for k in ("progress", "rate", "status", "state", "limit")
        ):
            break
        same = earlier.week
        if count >= weeks:
            return same
    return ""

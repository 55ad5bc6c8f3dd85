"""认领: a lead unit's first report of a measure is its claim; what nobody has claimed is listed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Ledger, Measure, Submission
from zgtool.model.settings import Settings
from zgtool.model.status import is_open
from zgtool.ops import kinds
from zgtool.ops.terms import names_in

_LISTED = 10


def claimed(row: Measure, submission: Submission, today: date) -> Measure:
    """The row with its claim, when this is the first report of it: day, unit and the person who answers for it."""
    if row["claimed"] or not submission.unit:
        return row
    day = submission.arrived.date() if submission.arrived else today
    person = f"（{row['person']}）" if row["person"] else ""
    return row.but({"claimed": f"{day.isoformat()} {submission.unit}{person}"})


def unclaimed(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding for each unit that has not claimed all its open measures, in roster order.

    Measures that units reported before claims were entered carry their progress as the proof of it.
    """
    waiting: dict[str, list[str]] = {}
    for row in ledger.rows:
        taken_up = row["claimed"] or row["progress"] or row["status"]
        if is_open(row["state"]) and row["measure"] and not taken_up:
            for unit in names_in(row["lead_unit"])[:1]:
                waiting.setdefault(unit, []).append(row.number)
    for unit in sorted(waiting, key=settings.units.order):
        numbers = waiting[unit]
        more = f"等{len(numbers)}条" if len(numbers) > _LISTED else ""
        said = f"{unit}还没有认领{len(numbers)}条措施：{'、'.join(numbers[:_LISTED])}{more}"
        yield kinds.UNCLAIMED.at(Location(unit=unit), message=said)

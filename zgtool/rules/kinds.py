"""Of which kinds (`rules.registry.Rows`) a row is: looked at once a row, for all rules together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from zgtool.language.deadline import Kind
from zgtool.model.ledger import Measure
from zgtool.model.status import WITHDRAWN, is_closed, is_open
from zgtool.ops.lifecycle import reported_done
from zgtool.ops.past import reporting_unit
from zgtool.ops.register import came_in
from zgtool.ops.said import day_in
from zgtool.ops.standing import is_owed
from zgtool.ops.terms import deadline_of, planned_deadline_of
from zgtool.rules.registry import Context, Rows

# Plain figures, because Flag arithmetic costs more than most rules.
_MEASURE, _OPEN, _CAME = Rows.MEASURE.value, Rows.OPEN.value, Rows.CAME.value
_FINISHED, _CLOSED = Rows.FINISHED.value, Rows.CLOSED.value
_COARSE, _OVERDUE, _SOON = Rows.COARSE.value, Rows.OVERDUE.value, Rows.SOON.value
_STAGED, _BY_KIND, _TOO_EARLY = Rows.STAGED.value, Rows.BY_KIND.value, Rows.TOO_EARLY.value
_REWORDED, _AGAIN, _AGAIN_STILL = Rows.REWORDED.value, Rows.AGAIN.value, (Rows.AGAIN | Rows.STILL).value

_DEADLINE_READ_FROM = ("deadline", "limit", "registered_on", "state")


class Kinds:
    """Says of what kinds each row of one check is."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._deadlines: dict[tuple[str, ...], int] = {}

    def of(self, row: Measure) -> int:
        """The kinds as bits; 0 for a row that is withdrawn or has no measure yet."""
        values = row.values.get
        bits = _of_state(values("state", ""), values("status", "")) if values("measure") else 0
        if not bits:
            return 0
        if came_in(row):
            bits |= _CAME
        if bits & _OPEN:
            bits |= self._of_deadline(row)
            bits |= self._since_before(row, bits)
        return bits

    def _of_deadline(self, row: Measure) -> int:
        written = tuple([row.values.get(key, "") for key in _DEADLINE_READ_FROM])
        known = self._deadlines.get(written)
        if known is None:
            known = self._deadlines[written] = _of_deadline(row, self._context)
        return known

    def _since_before(self, row: Measure, bits: int) -> int:
        """What of the row differs from how it was taken over, and from last week's report."""
        past, found = self._context.past, 0
        first = past.earliest(row)
        if first is not None and (
            row["measure"] != first["measure"]
            or row["target"] != first["target"]
            or row["deadline"] != first["deadline"]
        ):
            found = _REWORDED
        last = past.last_report(row, reporting_unit(row)) if bits & _CAME else None
        if last is not None:
            found |= _AGAIN_STILL if last["rate"] == row["rate"] else _AGAIN
        return found


@lru_cache(maxsize=512)
def _of_state(state: str, status: str) -> int:
    if state == WITHDRAWN:
        return 0
    bits = _MEASURE
    if is_open(state):
        bits |= _OPEN
    if is_closed(state):
        bits |= _CLOSED | _FINISHED
    if reported_done(Measure({"state": state, "status": status})):
        bits |= _FINISHED
    return bits


def _of_deadline(row: Measure, context: Context) -> int:
    planned = planned_deadline_of(row, context.settings, context.today)
    deadline = deadline_of(row, context.settings, context.today) if row["limit"] else planned
    day = deadline.latest_day
    bits = 0 if day is not None and deadline.fine_enough and row["deadline"] else _COARSE
    if day is not None and is_owed(row["state"]):
        left = (day - context.today).days
        if left < 0:
            bits |= _OVERDUE
        elif left <= max(context.settings.remind_days, default=0):
            bits |= _SOON
    if len(planned.stages) > 1:
        bits |= _STAGED
    if planned.kind in (Kind.LONGTERM, Kind.IMMEDIATE):
        bits |= _BY_KIND
    starts = (context.settings.feedback_day, day_in(row, "registered_on"))
    if planned.latest_day and any(start and planned.latest_day < start for start in starts):
        bits |= _TOO_EARLY
    return bits


Answers = tuple[bool | str, ...]


class Asked:
    """The columns that rules need filled or holding a certain word (`Rule.needs`), looked at once a row."""

    def __init__(self, needs: Iterable[str]) -> None:
        words: dict[str, set[str]] = {}
        for need in needs:
            key, _, word = need.partition("=")
            words.setdefault(key, set()).add(word)
        self._plain = sorted(key for key in words if words[key] == {""})
        self._worded = sorted((key, frozenset(words[key])) for key in words if words[key] != {""})

    def of(self, row: Measure) -> Answers:
        """For each column whether it is filled, or the word that a rule asks about; few answers differ."""
        get = row.values.get
        worded = [value if (value := get(key, "")) in words else bool(value) for key, words in self._worded]
        return (*map(bool, map(get, self._plain)), *worded)

    def met_by(self, answers: Answers) -> set[str]:
        """The needs that rows with these answers meet."""
        keys = (*self._plain, *(key for key, _ in self._worded))
        filled = [(key, answer) for key, answer in zip(keys, answers, strict=True) if answer]
        return {key for key, _ in filled} | {f"{key}={answer}" for key, answer in filled}

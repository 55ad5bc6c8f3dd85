"""What moves an item: the unit's request, the office's recognition."""

from __future__ import annotations

from datetime import date

from zgtool.model.columns import Owner
from zgtool.model.ledger import Measure
from zgtool.model.status import CLOSED, IN_HAND, LONG_TERM, REGISTERED, REOPENED, REQUESTED, is_open, may_move

REQUEST_NEEDS = ("report", "evidence", "review")
"""申请销号 needs 专项报告, 佐证材料 and 牵头责任领导审查 (names and dates)."""

CLOSE_OUT_RECORD = ("closed_on", "accepted_by")
"""认定销号 is recorded with the day and the person; a reopened item starts a new record."""


def request_gaps(row: Measure) -> tuple[str, ...]:
    """Columns that a close-out request leaves empty; () when it is complete or there is no request."""
    if row["status"] != REQUESTED:
        return ()
    return tuple(key for key in REQUEST_NEEDS if not row[key])


def state_by_unit(base: Measure | None, row: Measure) -> str:
    """The state after a unit's report; `base`: the row as it was handed out, None for a new one.

    What a unit asks for is taken up only where a unit may move it, and once the office has moved an
    item (限时办结, 回炉, 长期坚持) only a new request moves it again: an old 申请销号 still standing in the
    form is no request.
    """
    state, status = row["state"] or REGISTERED, row["status"]
    anew = base is None or any(row[key] != base[key] for key in ("status", *REQUEST_NEEDS))
    fresh = state in (REGISTERED, IN_HAND)
    wanted = state
    if status == REQUESTED and not request_gaps(row):
        wanted = REQUESTED if anew or fresh else state
    elif status and status != "未启动" and (state == REGISTERED or (anew and state in (REOPENED, REQUESTED))):
        wanted = IN_HAND
    return wanted if may_move(state, wanted, Owner.UNIT) else state


def state_by_office(base: Measure, row: Measure) -> tuple[str, str]:
    """(state, complaint): the state the office typed if the move is allowed and recorded, else the old one.

    complaint: "" | "refused" (no such move) | "unsigned" (close-out without day or person).
    """
    old, new = base["state"] or REGISTERED, row["state"] or base["state"] or REGISTERED
    if old == new:
        return old, ""
    if not may_move(old, new, Owner.OFFICE):
        return old, "refused"
    if new == CLOSED and not (row["accepted_by"] and _is_day(row["closed_on"])):
        return old, "unsigned"
    return new, ""


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def reported_done(row: Measure) -> bool:
    """Whether the unit reports a measure finished, or it is closed. 基本完成 is no finish (留号)."""
    return row["status"] in _DONE or row["state"] in (REQUESTED, CLOSED)


_DONE = ("已完成待认定", REQUESTED)


def is_active(row: Measure) -> bool:
    """Whether a measure still owes weekly progress: open, and not handed in for recognition."""
    return is_open(row["state"]) and row["state"] not in (REQUESTED, LONG_TERM)

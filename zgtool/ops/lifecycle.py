"""What moves an item: the unit's request, the office's recognition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from zgtool.language.finish import is_placeholder
from zgtool.model.columns import Owner, heading_of
from zgtool.model.ledger import Measure
from zgtool.model.period import day_of
from zgtool.model.status import (
    CLOSED,
    EXTENDED,
    IN_HAND,
    LONG_TERM,
    REGISTERED,
    REOPENED,
    REQUESTED,
    WITHDRAWN,
    is_open,
    may_move,
)
from zgtool.model.text import fold, shorten

REQUEST_NEEDS = ("report", "evidence", "review")
"""申请销号 needs 专项报告, 佐证材料 and 牵头责任领导审查 (names and dates)."""

FINISHED_STATUSES = ("已完成待认定", REQUESTED)
"""What a unit says of a measure that it has done. 基本完成 is no finish."""

CLOSE_OUT_RECORD = ("closed_on", "accepted_by")
"""认定销号 is recorded with the day and the person; a reopened item starts a new record."""


def request_gaps(row: Measure) -> tuple[str, ...]:
    """Columns that a close-out request leaves empty, or fills with 无 or a stroke; () when there is no request."""
    if row["status"] != REQUESTED:
        return ()
    return tuple(key for key in REQUEST_NEEDS if is_placeholder(row[key]))


_DAY = re.compile(r"\d{1,2}[-./月]\d{1,2}|\d{8}")
_NO_NAME = re.compile(r"[年月日号\W\d_]|同意|已?审查|已?审核|已?审定|签字|签名")


def request_faults(row: Measure) -> tuple[tuple[str, str], ...]:
    """What keeps a row from being recognised: (column key, sentence), also for a request that is not made yet.

    专项报告, 佐证材料 and 牵头责任领导审查 must be named, the review with name and date, and the work
    reported as done: a rate below 100% is no finished work.
    """
    return tuple(_faults(row))


def _faults(row: Measure) -> Iterator[tuple[str, str]]:
    for key in REQUEST_NEEDS:
        if is_placeholder(row[key]):
            yield key, f"没有{heading_of(key)}"
    review = "" if is_placeholder(row["review"]) else fold(row["review"])
    if review and not _DAY.search(review):
        yield "review", "牵头责任领导审查没有写日期"
    elif review and len(_NO_NAME.sub("", review)) < 2:
        yield "review", "牵头责任领导审查没有写姓名"
    rate = re.fullmatch(r"(\d+(?:\.\d+)?)%", row["rate"])
    if rate and float(rate[1]) < 100:
        yield "rate", f"完成率报的是{row['rate']}"


def refused(row: Measure) -> bool:
    """Whether the unit asks for recognition and the request has not been taken up (the merge tells why)."""
    return row["status"] == REQUESTED and row["state"] != REQUESTED and is_open(row["state"])


def is_dated(text: str) -> bool:
    """Whether a signature names a person and a day, such as 王建国 6月11日."""
    signed = fold(text)
    return bool(_DAY.search(signed)) and len(_NO_NAME.sub("", signed)) >= 2


def request_basis(row: Measure) -> str:
    """What a request rests on, for the record: the papers by name."""
    return "；".join(f"{heading_of(key)}：{shorten(row[key], 80)}" for key in REQUEST_NEEDS if row[key])


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
    if status == REQUESTED and not request_faults(row):
        wanted = REQUESTED if anew or fresh else state
    elif status and status != "未启动" and (state == REGISTERED or (anew and state in (REOPENED, REQUESTED))):
        wanted = IN_HAND
    return wanted if may_move(state, wanted, Owner.UNIT) else state


def state_by_office(base: Measure, row: Measure, today: date) -> tuple[str, str]:
    """(state, complaint): the state the office typed if the move is allowed and recorded, else the old one.

    complaint: "" | "refused" (no such move) | "unsigned" (leaving the open list without day or person)
    | "undated" (an extension to no day).
    """
    old, new = base["state"] or REGISTERED, row["state"] or base["state"] or REGISTERED
    if old == new:
        return old, ""
    if not may_move(old, new, Owner.OFFICE):
        return old, "refused"
    if new in (CLOSED, WITHDRAWN) and is_open(old):
        day = day_of(row["closed_on"])
        if not row["accepted_by"] or day is None or day > today:
            return old, "unsigned"
    if new == EXTENDED and day_of(row["limit"]) is None:
        return old, "undated"
    return new, ""


def reported_done(row: Measure) -> bool:
    """Whether the unit reports a measure finished, or it is closed. 基本完成 is no finish (留号)."""
    return row["status"] in FINISHED_STATUSES or row["state"] in (REQUESTED, CLOSED)


def open_measures(rows: Iterable[Measure]) -> list[Measure]:
    """The measures that are still on the open list, points without a measure left out."""
    return [row for row in rows if row["measure"] and is_open(row["state"])]


def is_active(row: Measure) -> bool:
    """Whether a measure still owes weekly progress: open, and not handed in for recognition."""
    return is_open(row["state"]) and row["state"] not in (REQUESTED, LONG_TERM)

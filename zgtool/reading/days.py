"""Which day a cell surely means: a date cell, a day number that lost its format, a full date as text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from zgtool.reading.raw import Cell

_FULL_DATE = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_COMPACT_DATE = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_SERIALS = range(36_526, 54_789)
"""Day numbers from 2000 to 2049: what a date that lost its format looks like."""
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


def day_of(raw: Cell, epoch1904: bool = False) -> date | None:
    """The day a cell surely means: a date cell, a day number, or a full date as text; None otherwise."""
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return raw if _FIRST_YEAR <= raw.year <= _LAST_YEAR else None
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if raw == int(raw) and int(raw) + (1462 if epoch1904 else 0) in _SERIALS:
            return (_EPOCH_1904 if epoch1904 else _EPOCH) + timedelta(days=int(raw))
        raw = str(int(raw)) if raw == int(raw) else ""
    if isinstance(raw, str):
        found = _FULL_DATE.fullmatch(raw.strip()) or _COMPACT_DATE.fullmatch(raw.strip())
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return None
    return None


def complete_day(text: str, reference: date) -> str:
    """A day without a year as an ISO date of the reference day's year, when it is not later; "" otherwise.

    For days of things that are done: a report of 12 June that says 6月3日 means this June.
    """
    found = _MONTH_DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        day = date(reference.year, int(found[1]), int(found[2])) if found else None
    except ValueError:
        return ""
    return day.isoformat() if day and day <= reference else ""


def is_day_number(raw: Cell) -> bool:
    """Whether a cell is a bare number that may count days, not one like 20200630."""
    return isinstance(raw, int | float) and not isinstance(raw, bool) and raw < 1_000_000

"""What the cells of a column look like, where the heading alone does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from zgtool.model.status import status_of
from zgtool.reading.raw import Cell

_RATE = re.compile(r"\s*(?:\d{1,3}(?:\.\d+)?\s*[%％]?|百分之.{1,5})\s*")
_DATE = re.compile(r"\s*(?:\d{4}\s*[-./年]\s*\d{1,2}|\d{1,2}\s*月\s*(?:\d{1,2}\s*日|[上中下]旬|底))")


def _share(cells: Sequence[Cell], test: object) -> float:
    return sum(1 for c in cells if test(c)) / len(cells) if cells and callable(test) else 0.0


def looks_like_rates(cells: Sequence[Cell]) -> bool:
    """Whether most cells are numbers or percentages."""
    return _share(cells, lambda c: (isinstance(c, int | float) and not isinstance(c, bool))
                  or (isinstance(c, str) and _RATE.fullmatch(c) is not None)) >= 0.6  # fmt: skip


def looks_like_statuses(cells: Sequence[Cell]) -> bool:
    """Whether most cells are status words."""
    return _share(cells, lambda c: isinstance(c, str) and status_of(c) != "") >= 0.6


def looks_like_dates(cells: Sequence[Cell]) -> bool:
    """Whether most cells are dates or begin like one."""
    return _share(cells, lambda c: isinstance(c, date | datetime)
                  or (isinstance(c, str) and _DATE.match(c) is not None)) >= 0.6  # fmt: skip


def looks_like_days(cells: Sequence[Cell]) -> bool:
    """Whether all cells are small whole numbers: a number of days, not a date."""
    return bool(cells) and all(
        isinstance(c, int | float) and not isinstance(c, bool) and c == int(c) and 0 < c <= 366 for c in cells
    )

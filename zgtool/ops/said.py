"""What single cells of a row say once more: its rate as a number, its days as dates, what makes it finished."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from zgtool.model.columns import heading_of
from zgtool.model.ledger import Measure
from zgtool.model.period import day_of
from zgtool.ops.lifecycle import FINISHED_STATUSES

_RATE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％]")


@lru_cache(maxsize=1024)
def rate_of(text: str) -> Decimal | None:
    """A 完成率 in per cent; None when the cell does not say one (the reader has already asked)."""
    found = _RATE.fullmatch(text.strip())
    return Decimal(found[1]) if found else None


def day_in(row: Measure, key: str) -> date | None:
    """The day in a date column; None when it is empty or not a day."""
    text = row[key]
    return day_of(text) if text else None


def finish_said(row: Measure) -> str:
    """Which cell makes a row a finished one, for messages: “完成状态”为“已完成待认定”."""
    key = "status" if row["status"] in FINISHED_STATUSES else "state"
    return f"“{heading_of(key)}”为“{row[key]}”"

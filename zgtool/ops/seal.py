"""封存码: a short code that stands for the content of a week's ledger.

The same code on two papers says that their figures come from the same rows.
"""

from __future__ import annotations

import hashlib

from zgtool.model.columns import TOOL_KEYS
from zgtool.model.ledger import Ledger
from zgtool.model.period import ReportWeek


def seal_of(ledger: Ledger, week: ReportWeek, edition: int) -> str:
    """Week, edition and twelve digits of the rows' SHA-256, such as 2020-W24-1-3F9A-22C1-07BD.

    Every cell but the computed columns counts, in the order of the rows; the columns' order does not.
    """
    content = hashlib.sha256()
    for row in ledger.rows:
        held = sorted((key, value) for key, value in row.values.items() if value and key not in TOOL_KEYS)
        content.update("\x1f".join(f"{key}\x1e{value}" for key, value in held).encode("utf-8", "replace"))
        content.update(b"\x1d")
    digits = content.hexdigest()[:12].upper()
    return f"{week}-{edition}-{digits[:4]}-{digits[4:8]}-{digits[8:]}"

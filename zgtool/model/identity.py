"""The inner identity of a form: what tells which unit, week and rows it is, whatever becomes of its name.

It stands on a sheet users do not see (`SHEET`, key in column A, value in column B, from row
`ROWS_FROM` on one line per handed-out measure: number and fingerprint) and again in the
workbook's custom properties, so that renaming, sorting and re-saving in WPS leave one of both.
"""

from __future__ import annotations

import hashlib

from zgtool.model.ledger import Measure
from zgtool.model.text import fold

SHEET = "_zgtool"
UNIT, WEEK, VERSION, EDITION = "单位", "报告周", "表样版本", "次数"
KEYS = (UNIT, WEEK, VERSION, EDITION)
ROWS_FROM = 11
"""Excel's row number of the heading over the handed-out measures."""
RETURN_SHEET = "退改说明"
"""The first sheet of a workbook sent back; it lists what to mend and is no ledger."""
NOTE_HEAD = "【退改意见】"
"""How our notes in a workbook sent back begin."""
RETURN_CLOSING = "本页、涂色和批注由整改办的台账工具（zgtool）加上，再次报送时会自动清除，不必手工删除。"
"""The last sentence of that sheet; it tells the sheet from one that a unit called the same."""
PROPERTY_UNIT, PROPERTY_WEEK, PROPERTY_EDITION = "zgtool_unit", "zgtool_week", "zgtool_edition"
PROPERTY_RETURNED = "zgtool_returned"
"""The report week whose workbook was sent back; the count of `PROPERTY_EDITION` is of this week only."""


def fingerprint(row: Measure) -> str:
    """Twelve hex digits that stand for a row's problem, point and measure text."""
    text = "\n".join(fold(row[key]) for key in ("problem", "point", "measure"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]

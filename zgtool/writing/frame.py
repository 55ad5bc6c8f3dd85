"""The ledger as a pandas DataFrame, for analysts' own pivots; nothing in the weekly run needs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zgtool.model.columns import heading_of
from zgtool.model.ledger import Ledger
from zgtool.ops.trend import WeekRecord

if TYPE_CHECKING:
    from pandas import DataFrame


def to_frame(ledger: Ledger) -> DataFrame:
    """One row per measure, columns by their Chinese headings in the ledger's order; every cell is text.

    Text stays text ("1.10", "3-2", "80%"); an empty cell is "". Raises ImportError without pandas
    (the extra `analysis`).
    """
    import pandas as pd

    rows = [[row[key] for key in ledger.layout] for row in ledger.rows]
    return pd.DataFrame(rows, columns=[heading_of(key) for key in ledger.layout], dtype="object")


def trend_frame(history: Sequence[WeekRecord]) -> DataFrame:
    """One row per filed week, oldest first, with the figures of 统计's 历周走势; 按时率 is 0–1, None where nobody owed a report.

    Raises ImportError without pandas (the extra `analysis`).
    """
    import pandas as pd

    rows = [
        {
            "报告周": record.week, "措施": record["measures"], "已销号": record["closed"], "未销号": record.open,
            "申请销号": record["requested"], "超期": record["overdue"], "临期": record["due_soon"],
            "应报单位": len(record.fates), "按时": record.on_time,
            "按时率": record.on_time / len(record.fates) if record.fates else None,
        }
        for record in history
    ]  # fmt: skip
    return pd.DataFrame(rows)

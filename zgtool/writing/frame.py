"""The ledger as a pandas DataFrame, for analysts' own pivots; nothing in the weekly run needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgtool.model.columns import heading_of
from zgtool.model.ledger import Ledger

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

"""What the office puts on single cells of its ledger besides words: a colour, a comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zgtool.model.ledger import Measure


@dataclass(frozen=True, slots=True)
class Mark:
    """fill and ink: "#RRGGBB" or "" for none of the office's own; note: the comment's text."""

    fill: str = ""
    ink: str = ""
    note: str = ""


Marks = Mapping[tuple[str, str], Mark]
"""(row_key, column key) → mark: it follows its measure, wherever the row moves."""


def row_key(row: Measure) -> str:
    """What a row is known by: its 措施编号; a point or problem without a measure by its own number."""
    return row.number or f"{row['problem_no']}/{row['point_no']}"

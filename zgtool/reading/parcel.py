"""A Submission on its way from a worker: only what cannot be told again from the rest.

Sending whole rows back costs a quarter of the reading; here a row is its values, its number
on the sheet and the addresses that differ from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from zgtool.model.finding import Location
from zgtool.model.ledger import Measure, Submission
from zgtool.reading.drafts import RowCells

_PackedRow = tuple[dict[str, str], int, dict[str, str]]
_PackedSheet = tuple[str, dict[str, str], list[_PackedRow]]


@dataclass(frozen=True, slots=True)
class Parcel:
    """`head` is the submission without its rows; `sheets` hold (name, column letters, rows)."""

    head: Submission
    sheets: list[_PackedSheet]


def pack(submission: Submission) -> Parcel:
    """The submission made small."""
    sheets: list[_PackedSheet] = []
    letters: object = None
    for row in submission.rows:
        cells = row.cells
        if not isinstance(cells, RowCells):
            raise TypeError("only rows made by the reader can be packed")
        if cells.letters is not letters:
            letters = cells.letters
            sheets.append((row.where.sheet, dict(cells.letters), []))
        sheets[-1][2].append((dict(row.values), cells.row, dict(cells.moved)))
    return Parcel(replace(submission, rows=()), sheets)


def unpack(parcel: Parcel) -> Submission:
    """The submission as it was."""
    head, rows = parcel.head, []
    for sheet, letters, packed in parcel.sheets:
        for values, number, moved in packed:
            where = Location(head.file, sheet, number, "", "", head.unit, values.get("number", ""))
            rows.append(Measure(values, where, RowCells(letters, number, moved)))
    return replace(head, rows=tuple(rows))

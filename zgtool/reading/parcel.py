"""A Submission on its way from a worker: only what cannot be told again from the rest.

Sending whole rows back costs a quarter of the reading; here a row is its values, its number
on the sheet and the addresses that differ from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from zgtool.model.finding import Location
from zgtool.model.ledger import Heading, Measure, Submission
from zgtool.reading.drafts import RowCells

PackedRow = tuple[dict[str, str], int, dict[str, str]]
"""Values by column key, Excel's row number, addresses of values that stand elsewhere."""
PackedSheet = tuple[str, dict[str, str], list[PackedRow]]
"""Name, column letters by column key, rows."""
PackedHeading = tuple[str, str, str, str, str]
"""The fields of a `Heading` in order; as bare texts they are sent and taken apart several times faster."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """`head` is the submission without its rows and headings."""

    head: Submission
    sheets: tuple[PackedSheet, ...] = ()
    headings: tuple[PackedHeading, ...] = ()


def unpack(parcel: Parcel) -> Submission:
    """The whole submission."""
    head, rows = parcel.head, []
    for sheet, letters, packed in parcel.sheets:
        for values, number, moved in packed:
            where = Location(head.file, sheet, number, "", "", head.unit, values.get("number", ""))
            rows.append(Measure(values, where, RowCells(letters, number, moved)))
    return replace(head, rows=tuple(rows), headings=tuple(Heading(*h) for h in parcel.headings))

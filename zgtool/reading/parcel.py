"""A Submission on its way from a worker: only what cannot be told again from the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zgtool.model.finding import Location
from zgtool.model.ledger import Heading, Measure, Submission
from zgtool.reading.table import RowCells, Table

PackedHeading = tuple[str, str, str, str, str]
"""The fields of a `Heading` in order; as bare texts they are sent and taken apart several times faster."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """`head` is the submission without its rows and headings; `tables` are its sheets, by name, with the rows."""

    head: Submission
    tables: tuple[tuple[str, Table], ...] = ()
    headings: tuple[PackedHeading, ...] = ()


def unpack(parcel: Parcel) -> Submission:
    """The whole submission."""
    head, rows = parcel.head, []
    for sheet, table in parcel.tables:
        for number, values in zip(table.numbers, table.values(), strict=True):
            where = Location(head.file, sheet, number, "", "", head.unit, values.get("number", ""))
            rows.append(Measure(values, where, RowCells(table.letters, number, table.moved)))
    return replace(head, rows=tuple(rows), headings=tuple(Heading(*h) for h in parcel.headings))

"""What a table file holds before anyone asks what it means: sheets of plain cells with addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from zgtool.model.finding import Finding, Kind, Location

Cell = str | int | float | bool | datetime | date | time | timedelta | None
Address = tuple[int, int]
"""Row and column, both counted from 1 as Excel counts them."""
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

ERROR_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
"""What an error cell of .xls and .xlsb shows, by its code (BErr of MS-XLS and MS-XLSB)."""


class Unreadable(Exception):
    """A file that is not read. `finding` says why and what to do, in one Chinese sentence."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding

    @classmethod
    def of(cls, kind: Kind, name: str, found: str = "", *, message: str = "", fix: str = "") -> Unreadable:
        """The refusal of a whole file."""
        return cls(kind.at(Location(file=name), found, message=message, fix=fix))

    def __reduce__(self) -> tuple[type[Unreadable], tuple[Finding]]:
        return type(self), (self.finding,)


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands beside the values of a sheet; empty for formats that do not say.

    errors: cells that show an error, with its text. uncomputed: formulas saved without a result.
    percents: numbers shown as percentages. comments: notes on cells. filtered: a filter is on.
    """

    errors: Mapping[Address, str] = field(default_factory=dict)
    uncomputed: frozenset[Address] = frozenset()
    percents: frozenset[Address] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    comments: Mapping[Address, str] = field(default_factory=dict)


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet. `rows`: Excel's row number and the cells from column A; rows without content are left out.

    hidden: "" | hidden | veryHidden. epoch1904: numbers that are dates count from 1904.
    """

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...] = ()
    hidden: str = ""
    merges: tuple[Merge, ...] = ()
    marks: Marks = NO_MARKS
    epoch1904: bool = False

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(len(cells) - cells.count("") - cells.count(None) for _, cells in self.rows)


@dataclass(frozen=True, slots=True)
class RawBook:
    """A file's sheets, the document properties that zgtool may have left in it, and remarks on the file."""

    sheets: tuple[RawSheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def with_errors(
    rows: Sequence[tuple[int, tuple[Cell, ...]]], errors: Mapping[Address, str]
) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    """The rows with the text of error cells put in, which the reader of values leaves empty."""
    if not errors:
        return tuple(rows)
    by_row = dict(rows)
    for (row, column), text in errors.items():
        cells = list(by_row.get(row, ()))
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = text
        by_row[row] = tuple(cells)
    return tuple(sorted(by_row.items(), key=lambda item: item[0]))


def letters(column: int) -> str:
    """The name of a column: 1 → A, 27 → AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """A cell's address as Excel writes it: (7, 4) → D7."""
    return f"{letters(column)}{row}"


def parse_address(text: str) -> Address | None:
    """Row and column of "D7" (also "$D$7"); None when it is no address."""
    column, row = 0, ""
    for c in text.replace("$", ""):
        if c.isascii() and c.isalpha() and not row:
            column = column * 26 + ord(c.upper()) - 64
        elif c.isascii() and c.isdigit():
            row += c
        else:
            return None
    if not row or not 0 < column <= 16384 or len(row) > 7 or not 0 < int(row) <= 1048576:
        return None
    return int(row), column

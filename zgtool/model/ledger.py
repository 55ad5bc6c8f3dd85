"""The ledger and what units send, as frozen values.

One row of the ledger is one measure; a problem's and a point's texts stand in each of
their rows. Cells are kept as the text a person would read ("80%", "2020年6月30日"), by
column key, so that nothing a unit wrote is turned into something else; what a text means
is asked of `zgtool.language` at the moment it matters. A point or problem that has no
measure yet is a row whose `measure` is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from zgtool.model.columns import CORE_KEYS
from zgtool.model.finding import Finding, Location
from zgtool.model.office_sheets import Line, Sheets

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Measure:
    """One row: `values` by column key, absent = empty; columns of the office's own under "+heading".

    `cells` maps column keys to addresses such as "K7" in the file the row came from.
    """

    values: Mapping[str, str]
    where: Location = Location()
    cells: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")

    @property
    def number(self) -> str:
        """措施编号, such as "3-2"; empty for a row that has not been registered."""
        return self["number"]

    def but(self, changes: Mapping[str, str]) -> Measure:
        """The same row with some values replaced."""
        return Measure({**self.values, **changes}, self.where, self.cells)

    def at(self, key: str) -> Location:
        """The place of one of the row's cells."""
        where, cell = self.where, self.cells.get(key, "")
        return Location(
            where.file, where.sheet, where.row, key, cell, where.unit, self.number or where.number
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """The consolidated ledger. `layout` is the order of columns as the office has it.

    sheets: the lines of the sheets beside it (办理记录, 销号审核 …) by sheet name.
    """

    rows: tuple[Measure, ...] = ()
    layout: tuple[str, ...] = CORE_KEYS
    week: str = ""
    sheets: Sheets = field(default_factory=dict)

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def lines(self, sheet: str) -> tuple[Line, ...]:
        """The lines of one sheet beside the ledger, () when there is none."""
        return self.sheets.get(sheet, ())

    def kept(self, *keys: str) -> list[str]:
        """Those of some columns in which any row has something: an office keeps some and leaves others empty."""
        left = set(keys)
        for row in self.rows:
            left.difference_update([key for key in left if row.values.get(key)])
            if not left:
                break
        return [key for key in keys if key not in left]

    def to_frame(self) -> DataFrame:
        """The rows for an analyst: see `zgtool.writing.frame.to_frame`. Raises ImportError without pandas.

        The one arrow upwards in the package, named in the layer guard: analysts expect it of the ledger itself.
        """
        from zgtool.writing.frame import to_frame

        return to_frame(self)

    def by_number(self) -> dict[str, Measure]:
        """Rows by 措施编号; the reader has already reported duplicates, the first one counts."""
        found: dict[str, Measure] = {}
        for row in self.rows:
            found.setdefault(row.number, row)
        return found


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was read and is not a measure: a section, total, note, signature or example row."""

    where: Location
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What one column of a file was taken for. `key` is empty for a column nobody knows."""

    sheet: str
    cell: str
    text: str
    key: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file handed in as evidence.

    modified: the day it was last saved, as it or its archive says; created: as the document's own
    properties say; both None when nobody says. text: its words, "" for what is not read (pictures, PDF).
    """

    name: str
    modified: date | None = None
    created: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One file as read: its rows, what was skipped, and how the reader settled unit and week.

    unit: the roster's full name, empty when it could not be settled.
    week: such as "2020-W24", empty when the file does not say.
    unit_by, week_by: what settled them (内部标识, 填报单位, 文件名, 牵头单位 …).
    arrived: arrival time, None when nobody knows. digest: SHA-256 of the bytes.
    edition: 第几次 of a form that was returned and mended, 0 when unknown.
    layout: order of the columns as read (keys, "+heading" for unknown ones).
    evidence: the evidence files that came with it; of a file that is no ledger, that file itself.
    """

    file: str
    digest: str = ""
    unit: str = ""
    unit_by: str = ""
    week: str = ""
    week_by: str = ""
    filled_on: str = ""
    edition: int = 0
    arrived: datetime | None = None
    rows: tuple[Measure, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    headings: tuple[Heading, ...] = ()
    layout: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    evidence: tuple[EvidenceFile, ...] = ()

    @property
    def rows_read(self) -> int:
        """Every filled row below a heading: what must be accounted for."""
        return len(self.rows) + len(self.skipped)

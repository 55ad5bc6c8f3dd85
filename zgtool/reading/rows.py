"""What stands below a heading: measures as a table, and every row that is none, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zgtool.model.columns import TOOL_KEYS
from zgtool.model.text import shorten
from zgtool.reading.cells import CellReader
from zgtool.reading.filling import fill_down
from zgtool.reading.grid import Row
from zgtool.reading.kinds import UNCOMPUTED
from zgtool.reading.raw import RawSheet
from zgtool.reading.settling import Taken
from zgtool.reading.sorting import Left, Section, sort_rows
from zgtool.reading.table import NAMING, Table
from zgtool.reading.values import Fault, Readers

_GAP = 20


@dataclass(frozen=True, slots=True)
class Body:
    """All rows of a sheet below its heading.

    faults: (row number, column key, what is wrong), top to bottom. nameless: keys given to columns
    without heading. gap: first row after a long gap, 0 when there is none.
    """

    table: Table
    faults: list[tuple[int, str, Fault]]
    skipped: list[Left]
    nameless: Mapping[int, str]
    gap: int


def read_body(sheet: RawSheet, last_heading_row: int, columns: Sequence[Taken], readers: Readers) -> Body:
    """Every filled row below the heading, each either kept or left out with a reason."""
    found = sort_rows(sheet, last_heading_row, columns)
    cells = CellReader(sheet, columns, found, readers)
    table = cells.read()
    breaks = {section.before for section in found.sections}
    given = fill_down(table, serial_names_problem=cells.serial_names_problem, breaks=breaks)
    if "category" not in table.letters:
        _put_categories(table, found.sections)
    folded = _fold_problem_rows(table, found.kept, columns, given)
    skipped = sorted((*found.skipped, *folded), key=lambda left: left.row)
    gone = {left.row for left in folded}
    faults = [fault for fault in cells.faults if fault[0] not in gone]
    return Body(table, faults, skipped, cells.nameless, _gap(found.rows))


def _put_categories(table: Table, sections: Sequence[Section]) -> None:
    """A section row is the problem category of what follows; （一） under 一、 says no more than its section."""
    main: Section | None = None
    ends = [*(section.before for section in sections), len(table)][1:]
    for section, end in zip(sections, ends, strict=True):
        if main is None or section.text[:1] not in "（(" or main.text[:1] in "（(":
            main = section
        for place in range(section.before, end):
            table.column("category")[place] = main.text
            table.move(table.numbers[place], "category", main.cell)


def _gap(rows: Sequence[Row]) -> int:
    """The first row after a long gap, 0 when there is none."""
    return next((low.number for high, low in pairwise(rows) if low.number - high.number > _GAP), 0)


def _fold_problem_rows(
    table: Table, kept: Sequence[Row], columns: Sequence[Taken], given: Collection[int]
) -> list[Left]:
    """Take away rows that only name the problem whose measures follow below.

    given: places of the rows whose problem or point came from above.
    """
    keys = {c.column: c.key for c in columns}
    named = [table.columns[key] for key in ("problem", "point") if key in table.columns]
    folded = []
    for place, (measure, following) in enumerate(pairwise(table.columns.get("measure", ()))):
        if measure or not following or place + 1 not in given:
            continue
        own = {keys[column] for column in kept[place].cells if column in keys}
        if own <= NAMING and all(texts[place] in ("", texts[place + 1]) for texts in named):
            said = [texts[place] for key, texts in table.columns.items() if key in NAMING and texts[place]]
            why = "只写了问题，整改措施在下面各行"
            folded.append(Left(table.numbers[place], shorten("　".join(said), 200), why))
    if folded:
        table.leave_out({left.row for left in folded})
    return folded


def uncomputed(
    sheet: RawSheet, columns: Sequence[Taken], last_heading_row: int
) -> list[tuple[int, str, Fault]]:
    """(row, column key, fault) for formulas saved without a result below the heading."""
    keys = {c.column: c.key for c in columns if c.key and c.key not in TOOL_KEYS}
    return [
        (row, keys[column], Fault(UNCOMPUTED))
        for row, column in sorted(sheet.marks.uncomputed)
        if row > last_heading_row and column in keys
    ]

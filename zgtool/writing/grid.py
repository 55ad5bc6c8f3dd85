"""Tables of words as data, and laying them out on a sheet: content is decided before layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgtool.model.columns import BY_KEY, EXTRA, heading_of
from zgtool.model.finding import Severity
from zgtool.writing.styles import (
    BODY,
    BOXED,
    HEAD_FILL,
    HEAD_SIZE,
    HEI,
    LINK,
    SEVERITY_LOOKS,
    TITLE_SIZE,
    put_file_link,
    put_link,
    put_merged,
    put_number,
    put_text,
    row_height,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_LINKS = 60_000
"""A sheet holds 65,530 links; rows beyond this many links are plain text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: a text or a count, over `span` columns.

    look: body | middle | bad | good, or a severity's word; a linked cell is body or middle.
    file: path of another file to link to; place: "'sheet'!A1" in it or, without a file, in this workbook.
    """

    value: str | int
    look: str = "body"
    span: int = 1
    file: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A row across the table that begins a group; `key` names it for links."""

    text: str
    key: str = ""


Row = Section | Sequence[Cell]


def column_name(key: str) -> str:
    """The heading of a column key, the key itself when the schema does not know it."""
    return heading_of(key) if key in BY_KEY or key.startswith(EXTRA) else key


def formats(book: Workbook) -> dict[str, Format]:
    """The looks of all cells in one workbook, by name."""
    middle = {**BOXED, "align": "center"}
    bold = {**middle, "bold": True}
    looks = {
        "title": {**BODY, "font_name": HEI, "font_size": TITLE_SIZE, "align": "center"},
        "sub": {**BODY, "align": "center"},
        "plain": {**BODY, "text_wrap": False},
        "part": {**BODY, "font_name": HEI, "font_size": HEAD_SIZE + 1, "text_wrap": False},
        "head": {**middle, "font_name": HEI, "bg_color": HEAD_FILL},
        "section": {**BOXED, "bold": True, "bg_color": "#F2F2F2"},
        "body": {**BOXED, "align": "left"},
        "middle": middle,
        "link body": {**BOXED, "align": "left", "font_color": LINK, "underline": 1},
        "link middle": {**middle, "font_color": LINK, "underline": 1},
        "jump": {**BODY, "font_color": LINK, "underline": 1, "text_wrap": False},
        "good": {**bold, "font_color": "#1C5A23"},
        "bad": {**bold, "font_color": SEVERITY_LOOKS[Severity.ERROR].ink},
    }
    for look in SEVERITY_LOOKS.values():
        looks[look.word] = {**bold, "bg_color": look.fill, "font_color": look.ink}
    return {name: book.add_format(look) for name, look in looks.items()}


def put_head(
    sheet: Worksheet, row: int, headings: Sequence[str | tuple[str, int]], looks: dict[str, Format]
) -> None:
    """A heading row; a pair is a heading over so many columns."""
    col = 0
    for heading in headings:
        text, span = (heading, 1) if isinstance(heading, str) else heading
        put_merged(sheet, (row, col), (row, col + span - 1), text, looks["head"])
        col += span
    sheet.set_row(row, 22)


def put_rows(
    sheet: Worksheet, row: int, rows: Sequence[Row], widths: Sequence[float], looks: dict[str, Format]
) -> dict[str, int]:
    """Write the rows from `row` on, high enough for their texts; returns where each section's key stands."""
    keys: dict[str, int] = {}
    links = 0
    for at, cells in enumerate(rows, row):
        if isinstance(cells, Section):
            put_merged(sheet, (at, 0), (at, len(widths) - 1), cells.text, looks["section"])
            sheet.set_row(at, row_height([(cells.text, sum(widths))], least=22))
            keys[cells.key] = at
            continue
        col, sizes = 0, []
        for cell in cells:
            linked = bool(cell.file or cell.place) and links < MOST_LINKS
            links += linked
            _put(sheet, (at, col), cell, looks, linked=linked)
            sizes.append((str(cell.value), sum(widths[col : col + cell.span])))
            col += cell.span
        sheet.set_row(at, row_height(sizes))
    return keys


def _put(
    sheet: Worksheet, spot: tuple[int, int], cell: Cell, looks: dict[str, Format], *, linked: bool
) -> None:
    look = looks[cell.look]
    row, col = spot
    if isinstance(cell.value, int):
        put_number(sheet, row, col, cell.value, look)
    elif linked and cell.file:
        put_file_link(sheet, row, col, cell.file, cell.place, cell.value, looks[f"link {cell.look}"])
    elif linked:
        put_link(sheet, row, col, cell.place, cell.value, looks[f"link {cell.look}"])
    elif cell.span > 1:
        put_merged(sheet, spot, (row, col + cell.span - 1), cell.value, look)
    else:
        put_text(sheet, row, col, cell.value, look)

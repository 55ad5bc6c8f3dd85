"""Tables of words as data, and laying them out on a sheet: content is decided before layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgtool.model.columns import BY_KEY, EXTRA, heading_of
from zgtool.model.finding import Severity
from zgtool.writing.bulk_rows import Block, Shape, put_block
from zgtool.writing.styles import (
    BODY,
    BOXED,
    HEAD_FILL,
    HEAD_SIZE,
    HEI,
    LINK,
    SEVERITY_LOOKS,
    TITLE_SIZE,
    height_of,
    lines_needed,
    links_alone,
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

    @property
    def linked(self) -> bool:
        """Whether the cell leads somewhere; an empty one does not."""
        return bool(self.value) and bool(self.file or self.place)


@dataclass(frozen=True, slots=True)
class Section:
    """A row across the table that begins a group. It is not merged, so that the list can be filtered."""

    text: str


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
        "section": {**BODY, "text_wrap": False, "bold": True, "bg_color": "#F2F2F2", "bottom": 1, "top": 1},
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


def put_table(
    sheet: Worksheet,
    row: int,
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    looks: dict[str, Format],
) -> float:
    """Write a short table from `row` on, its cells over one column or several, high enough for their texts.

    Returns the height of its rows in points.
    """
    whole = 0.0
    for at, cells in enumerate(rows, row):
        col, sizes = 0, []
        for cell in cells:
            _put(sheet, (at, col), cell, looks)
            sizes.append((str(cell.value), sum(widths[col : col + cell.span])))
            col += cell.span
        whole += row_height(sizes)
        sheet.set_row(at, row_height(sizes))
    return whole


def put_list(
    book: Workbook,
    sheet: Worksheet,
    row: int,
    rows: Sequence[Row],
    widths: Sequence[float],
    looks: dict[str, Format],
) -> None:
    """Write a long list that ends the sheet, from `row` on, high enough for its texts.

    Every row has a cell for each width; links beyond `MOST_LINKS` are plain text.
    """
    shapes: dict[tuple[str, ...], Shape] = {}
    linked: list[tuple[int, int, Cell]] = []
    heights: list[float] = []
    styled: list[Shape] = []
    values: list[Sequence[str | int]] = []
    lines = _Lines(widths)
    for at, cells in enumerate(rows, row):
        if isinstance(cells, Section):
            names = ("section",) * len(widths)
            values.append((cells.text, *[""] * (len(widths) - 1)))
            heights.append(22.0)
        else:
            room = MOST_LINKS - len(linked)
            links = [(at, col, c) for col, c in enumerate(cells) if c.linked][:room]
            linked += links
            with_link = {col for _, col, _ in links}
            names = tuple(f"link {c.look}" if col in with_link else c.look for col, c in enumerate(cells))
            values.append([c.value for c in cells])
            heights.append(lines.height(values[-1]))
        if names not in shapes:
            shapes[names] = tuple(looks[name] for name in names)
        styled.append(shapes[names])
    put_block(book, sheet, Block(row, heights, styled, values))
    with links_alone(sheet):
        for at, col, cell in linked:
            _put_link(sheet, (at, col), cell, looks)


class _Lines:
    """Heights of rows of one list; what a text takes in a column is found out once."""

    def __init__(self, widths: Sequence[float]) -> None:
        self._columns: list[tuple[float, dict[str, int]]] = [(width, {}) for width in widths]

    def height(self, values: Sequence[str | int]) -> float:
        most = 1
        for text, (width, known) in zip(values, self._columns, strict=True):
            if isinstance(text, str) and (2 * len(text) > width - 2 or "\n" in text):
                lines = known.get(text)
                if lines is None:
                    lines = known[text] = lines_needed(text, width)
                most = max(most, lines)
        return height_of(most)


def _put(sheet: Worksheet, spot: tuple[int, int], cell: Cell, looks: dict[str, Format]) -> None:
    look = looks[cell.look]
    row, col = spot
    if isinstance(cell.value, int):
        put_number(sheet, row, col, cell.value, look)
    elif cell.linked:
        _put_link(sheet, spot, cell, looks)
    elif cell.span > 1:
        put_merged(sheet, spot, (row, col + cell.span - 1), cell.value, look)
    else:
        put_text(sheet, row, col, cell.value, look)


def _put_link(sheet: Worksheet, spot: tuple[int, int], cell: Cell, looks: dict[str, Format]) -> None:
    look, text = looks[f"link {cell.look}"], str(cell.value)
    if cell.file:
        put_file_link(sheet, *spot, cell.file, cell.place, text, look)
    else:
        put_link(sheet, *spot, cell.place, text, look)

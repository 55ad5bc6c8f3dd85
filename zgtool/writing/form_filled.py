"""A form that somebody else made, filled in: what is not filled goes out as it came in.

The file is patched part by part (see `package_parts`), so that titles, merged cells, widths, drop-downs,
print set-up and the other sheets stay as its makers have them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zgtool.writing import styles
from zgtool.writing.cell_styles import StyleSheet
from zgtool.writing.package_parts import Package, Unpatchable
from zgtool.writing.sheet_cells import SheetCells, Spot
from zgtool.writing.workbook_part import WorkbookPart

__all__ = ["Unpatchable", "filled_form"]

Row = Mapping[int, str | int]
"""What to write in one row, by column from 1; a number is written as a number, a text as a text."""


def filled_form(
    original: bytes, sheet: str, rows: Sequence[Row], first: int, titles: Mapping[Spot, str]
) -> tuple[bytes, frozenset[int]]:
    """The form with `rows` written from row `first` on, and `titles` in single cells.

    Returns it with the columns that were left alone because a cell of theirs is a formula. A cell that has
    no look of its own takes the look of the same column in the first row; a long text breaks into lines, and
    a row grows until it shows its texts. Raises Unpatchable with one Chinese sentence.
    """
    package = Package(original)
    book = WorkbookPart(package)
    book.be_workbook()
    package.drop_signatures()
    part = next((s.part for s in book.sheets() if s.name == sheet and s.part), "")
    cells = SheetCells(package.tree(part))
    for spot, text in titles.items():
        cells.set_text(spot, text)
    columns = sorted({column for row in rows for column in row})
    numbers = range(first, first + len(rows))
    computed = frozenset(c for c in columns if any(cells.has_formula((n, c)) for n in numbers))
    looks = {c: cells.style((first, c)) for c in range(1, max(columns, default=0) + 1)}
    least = cells.height(first) * 0.75
    sheet_styles = StyleSheet(book.styles(), frozenset(), book.styles_used())
    for number, row in enumerate(rows, first):
        texts = {c: v for c, v in row.items() if c not in computed}
        _fill(cells, number, texts, looks)
        _show(cells, number, texts, sheet_styles, least)
    package.touch(part)
    book.recalculate()
    return package.to_bytes(), computed


def _fill(cells: SheetCells, number: int, row: Row, looks: Mapping[int, int]) -> None:
    for column, look in looks.items():
        if look and not cells.style((number, column)):
            cells.set_style((number, column), look)
    for column, value in row.items():
        if isinstance(value, int):
            cells.set_number((number, column), value)
        elif value:
            cells.set_text((number, column), value)


def _show(cells: SheetCells, number: int, row: Row, sheet_styles: StyleSheet, least: float) -> None:
    """Let a row show its texts: long ones break into lines, and the row is high enough for them."""
    shown = [(str(value), max(1.0, (cells.width(column) - 5) / 7)) for column, value in row.items()]
    for column, (text, width) in zip(row, shown, strict=True):
        if styles.lines_needed(text, width) > 1:
            cells.set_style((number, column), sheet_styles.wrapped(cells.style((number, column))))
    points = styles.row_height(shown, least=least)
    if points > cells.height(number) * 0.75:
        cells.set_height(number, points)

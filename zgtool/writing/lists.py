"""A list on a sheet of its own: title, one sentence, headings, one line a row, each row led back to the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zgtool.ops.statistics import row_ranges
from zgtool.writing import bulk_rows, styles
from zgtool.writing.formats import Formats
from zgtool.writing.table import HEAD_ROW as LEDGER_HEAD

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LEDGER_SHEET, CONTENTS_SHEET = "总台账", "目录"
HEAD_ROW = 2
"""Row (from 0) of a list's headings."""
MOST_LINKED = 1000
"""A longer list is written without links, in bulk; the row of the ledger stands in it all the same."""

_A4_WIDTH = 180
"""Characters that a lying A4 page shows at a readable size; a wider list is printed on A3."""

_MOST_TEXT = 2000
"""Characters of row numbers in one cell; a longer list is cut with a word, and the filter shows the rest."""

Tint = Callable[[str], "styles.Look | None"]


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a list: its heading, its width in characters, and whether its cells are centred."""

    text: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """What to write.

    lines: one tuple a row, as long as `heads`. places: the row of the ledger (from 0) each line speaks of,
    None for a line that speaks of none; () when no line does, then the column 台账行 is left out.
    tints: colours that go with a word, by column. empty: the sentence of a list without lines.
    merges: (first line, last line, column) from 0, merged downwards; every line keeps its own value.
    """

    title: str
    sentence: str
    heads: tuple[Head, ...]
    lines: Sequence[tuple[str | int, ...]]
    empty: str
    places: Sequence[int | None] = ()
    tints: Mapping[int, Tint] = field(default_factory=dict)
    merges: Sequence[tuple[int, int, int]] = ()


def put_list(
    book: Workbook, sheet: Worksheet, formats: Formats, page: ListPage, *, more_below: bool = False
) -> None:
    """Write the list with filter, frozen headings and print set-up; raises LimitExceeded.

    more_below: the caller writes further rows below, so the list is not put in as the sheet's end.
    """
    heads = (*page.heads, Head("台账行", 8, centred=True)) if page.places else page.heads
    put_top(sheet, formats, page.title, page.sentence, [h.width for h in heads])
    for col, head in enumerate(heads):
        styles.put_text(sheet, HEAD_ROW, col, head.text, formats.head())
        sheet.set_column(col, col, head.width)
    sheet.set_row(HEAD_ROW, 26)
    lines = [_with_row(line, place) for line, place in zip(page.lines, page.places, strict=True)] if page.places else page.lines  # fmt: skip
    first, last = HEAD_ROW + 1, HEAD_ROW + max(len(lines), 1)
    shapes = _Shapes(formats, page, heads)
    if not lines:
        styles.put_merged(sheet, (first, 0), (first, len(heads) - 1), page.empty, formats.body())
        sheet.set_row(first, 26)
    else:
        block = bulk_rows.Block(
            first,
            _heights(lines, heads, page.merges),
            [shapes.of(line) for line in lines],
            lines,
            [(first + top, first + bottom, col) for top, bottom, col in page.merges],
        )
        if len(lines) > MOST_LINKED and not more_below:
            bulk_rows.put_block(book, sheet, block)
        else:
            _put_linked(sheet, block, shapes.link(), linked=len(heads) - 1 if page.places else None)
    if lines:
        sheet.autofilter(HEAD_ROW, 0, last, len(heads) - 1)
    wide = sum(head.width for head in heads) > _A4_WIDTH
    finish(sheet, page.title, len(heads) - 1, last, paper="A3" if wide else "A4")


def put_top(sheet: Worksheet, formats: Formats, title: str, sentence: str, widths: Sequence[float]) -> None:
    """Title, the way back to 目录, and one sentence, over columns of these widths."""
    last = len(widths) - 1
    styles.put_merged(sheet, (0, 0), (0, last), title, formats.title())
    sheet.set_row(0, 30)
    if sheet.get_name() == CONTENTS_SHEET:
        styles.put_merged(sheet, (1, 0), (1, last), sentence, formats.line())
        room = sum(widths)
    else:
        styles.put_link(sheet, 1, 0, f"{styles.quoted(CONTENTS_SHEET)}!A1", "← 目录", formats.jump())
        styles.put_merged(sheet, (1, 1), (1, last), sentence, formats.line())
        room = sum(widths[1:])
    sheet.set_row(1, styles.row_height([(sentence, room)], least=22))


def finish(sheet: Worksheet, title: str, last_col: int, last_row: int, *, paper: str = "A4") -> None:
    """Frozen headings, no green corners, ready to print."""
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.hide_gridlines(2)
    styles.print_setup(sheet, paper=paper, head_rows=(HEAD_ROW, HEAD_ROW), header=title)
    sheet.print_area(0, 0, last_row, last_col)


def ledger_row(place: int) -> int:
    """The row of 总台账, as Excel counts, of the measure at a place of the ledger."""
    return LEDGER_HEAD + place + 2


def rows_behind(places: Sequence[int]) -> str:
    """The rows of 总台账, as Excel counts them: 4–9、12; a very long list is cut at a whole range."""
    text = row_ranges([ledger_row(place) for place in places])
    if len(text) <= _MOST_TEXT:
        return text
    return f"{text[:_MOST_TEXT].rpartition('、')[0]}……等共{len(places)}行"


def _with_row(line: tuple[str | int, ...], place: int | None) -> tuple[str | int, ...]:
    return (*line, "" if place is None else ledger_row(place))


class _Shapes:
    """The formats of lines; lines of one look share one tuple."""

    def __init__(self, formats: Formats, page: ListPage, heads: Sequence[Head]) -> None:
        self._formats, self._tints, self.heads = formats, page.tints, heads
        self._made: dict[tuple[object, ...], tuple[Format, ...]] = {}

    def of(self, line: tuple[str | int, ...]) -> tuple[Format, ...]:
        looks = {col: tint(str(line[col])) for col, tint in self._tints.items()}
        texts = tuple(isinstance(value, str) for value in line)
        key = (texts, *looks.values())
        if key not in self._made:
            self._made[key] = tuple(
                self._formats.body(centred=head.centred, look=looks.get(col), text=text)
                for col, (head, text) in enumerate(zip(self.heads, texts, strict=True))
            )
        return self._made[key]

    def link(self) -> Format:
        return self._formats.body(centred=True, link=True, text=False)


def _put_linked(sheet: Worksheet, block: bulk_rows.Block, link: Format, *, linked: int | None) -> None:
    """Cell by cell; the numbers of the column `linked` lead to that row of the ledger."""
    for top, bottom, col in block.merges:
        styles.put_merged(sheet, (top, col), (bottom, col), "", block.shapes[top - block.first][col])
    rows = zip(block.heights, block.shapes, block.values, strict=True)
    for at, (height, shape, line) in enumerate(rows, block.first):
        for col, (value, fmt) in enumerate(zip(line, shape, strict=True)):
            if isinstance(value, str):
                styles.put_text(sheet, at, col, value, fmt)
            elif col == linked:
                put_row_link(sheet, (at, col), value, link)
            else:
                styles.put_number(sheet, at, col, value, fmt)
        sheet.set_row(at, height)


def put_row_link(sheet: Worksheet, spot: tuple[int, int], row: int, fmt: Format) -> None:
    """A row number that leads to that row of the ledger, and stays a number to sort by."""
    styles.put_link(sheet, *spot, f"{styles.quoted(LEDGER_SHEET)}!A{row}", str(row), fmt)
    styles.put_number(sheet, *spot, row, fmt)


def _heights(
    lines: Sequence[tuple[str | int, ...]], heads: Sequence[Head], merges: Sequence[tuple[int, int, int]]
) -> list[float]:
    """Heights that show every text; the lines of a merge share what its text needs."""
    covered = {(line, col) for top, bottom, col in merges for line in range(top, bottom + 1)}
    heights = [
        styles.row_height(
            [
                (value, head.width)
                for col, (value, head) in enumerate(zip(line, heads, strict=True))
                if isinstance(value, str) and (at, col) not in covered
            ],
            least=20,
        )
        for at, line in enumerate(lines)
    ]
    for top, bottom, col in merges:
        needed = styles.row_height([(str(lines[top][col]), heads[col].width)])
        short = needed - sum(heights[top : bottom + 1])
        if short > 0:
            for at in range(top, bottom + 1):
                heights[at] += short / (bottom - top + 1)
    return heights

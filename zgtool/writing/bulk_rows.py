"""The body rows of a long table, put as text into a workbook that xlsxwriter made.

xlsxwriter writes cell by cell, which takes most of the time of a long ledger. Everything else
stays its work: formats, headings, drop-downs, notes, filter, freezing, protection, print set-up.
The rows and their downward merges alone are written here, in the form xlsxwriter gives them
(shared strings, one style number a cell), by three rules:

- Style numbers are learned from the finished part, not from xlsxwriter's insides: where the rows
  belong stand marker rows, one numbered cell a format, and a marker merge. They are replaced.
- Before a part is changed it is held against what was asked for. Anything that is not a marker
  is never cut away: that is `UnknownOutput`, and nothing is written.
- Whether the installed xlsxwriter writes as expected is tried once, on a small book in memory. If
  not, and in a book that `accept` never saw, the rows go through xlsxwriter cell by cell: slower,
  with the same result. An office must get its ledger also with a library we have not met.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from zgtool.writing import styles
from zgtool.writing.row_text import SharedStrings, UnknownOutput, rows_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Shape = tuple["Format", ...]
"""The formats of a row's cells; rows of one look share one tuple."""

_MOST_ROWS = 1_048_576
_SLOT = "zgtool_blocks"
_STRINGS = "xl/sharedStrings.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_NOTE_REACH = 1000
"""Points: no note box reaches further down; xlsxwriter places the boxes by the heights of rows."""
_LEVEL = 4
"""Deflate level: a ledger in two thirds of the time of zlib's usual 6, a seventh larger."""

_ROW_TAG = re.compile(r"<row [^>]*>|</row>")
_CELL = re.compile(r'<c r="([A-Z]+\d+)"(?: s="(\d+)")?><v>(\d+)</v></c>')
_DIMENSION = re.compile(r'<dimension ref="([A-Z]+\d+):([A-Z]+)\d+"/>')
_MERGES = re.compile(r'<mergeCells count="(\d+)">')


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that end a sheet, each cell with a format; the sheet's headings above are texts.

    first: row (from 0). heights: points, one a row. shapes: one a row, all equally wide. values: one
    row after the other, as wide; "" is an empty cell, an int a number, any other text a text.
    merges: (first row, last row, column) from 0, downwards, not overlapping; every covered cell
    keeps its own value.
    """

    first: int
    heights: Sequence[float]
    shapes: Sequence[Shape]
    values: Iterable[Sequence[str | int]]
    merges: Sequence[tuple[int, int, int]] = ()


def accept(book: Workbook) -> None:
    """Let a new book take blocks; `finished` must be called after it was closed."""
    setattr(book, _SLOT, [])


def put_block(book: Workbook, sheet: Worksheet, block: Block) -> None:
    """Write the rows; nothing may be written below them. Raises LimitExceeded, for a text also in `finished`."""
    if not block.heights:
        return
    if block.first + max(len(block.heights), 2) > _MOST_ROWS:
        raise styles.LimitExceeded(
            f"工作表“{sheet.get_name()}”要写 {len(block.heights)} 行，超过一张表最多 {_MOST_ROWS} 行的限制，"
            "没有写入。请减少行数后再试。"
        )
    if hasattr(book, _SLOT) and _output_is_known():
        _mark(book, sheet, block)
    else:
        _put_cells(sheet, block)


def finished(book: Workbook, data: bytes) -> bytes:
    """The closed book's bytes with the rows of its blocks in their places.

    Raises LimitExceeded for a text over 32,767 UTF-16 units, UnknownOutput when there is no telling
    where the rows belong.
    """
    blocks: list[tuple[Worksheet, Block]] = getattr(book, _SLOT, [])
    if not blocks:
        return data
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as new,
    ):
        if _STRINGS not in old.namelist():
            raise UnknownOutput(f"{_STRINGS}：没有这个部件")
        shared = old.read(_STRINGS).decode("utf-8")
        strings = SharedStrings(shared)
        places = {_part(book, sheet, old): place for place, (sheet, _) in enumerate(blocks)}
        for name in old.namelist():
            if name in places:
                sheet, block = blocks[places[name]]
                _write(
                    new,
                    name,
                    _sheet_text(old.read(name).decode("utf-8"), sheet, block, places[name], strings),
                )
            elif name != _STRINGS:
                _write(new, name, old.read(name))
        _write(new, _STRINGS, strings.text())
    return out.getvalue()


def _write(archive: zipfile.ZipFile, name: str, content: bytes | Iterable[str]) -> None:
    """One part, with zip's first day as its date; a long one is never held whole."""
    with archive.open(name, "w") as target:
        for piece in (content,) if isinstance(content, bytes) else content:
            target.write(piece if isinstance(piece, bytes) else piece.encode("utf-8"))


def _formats(block: Block) -> list[Format]:
    return list(dict.fromkeys(fmt for shape in dict.fromkeys(block.shapes) for fmt in shape))


def _markers(block: Block, place: int) -> list[tuple[int, int, int, Format]]:
    """(row, column, number, format) of the marker cells: whole rows, two at least, every format."""
    formats, width = _formats(block), len(block.shapes[0])
    rows = max(2, -(-len(formats) // width))
    return [
        (block.first + i // width, i % width, place * 100_000 + i, formats[i % len(formats)])
        for i in range(rows * width)
    ]


def _mark(book: Workbook, sheet: Worksheet, block: Block) -> None:
    waiting = getattr(book, _SLOT)
    markers = _markers(block, len(waiting))
    if block.merges:
        styles.put_merged(sheet, (block.first, 0), (block.first + 1, 0), "", markers[0][3])
    for row, col, number, fmt in markers:
        styles.put_number(sheet, row, col, number, fmt)
    reach = 0.0
    for row, height in enumerate(block.heights, block.first):
        sheet.set_row(row, height)
        reach += height
        if reach > _NOTE_REACH:
            break
    waiting.append((sheet, block))


def _put_cells(sheet: Worksheet, block: Block) -> None:
    """The same rows, written by xlsxwriter; a merge first, because it empties what it covers."""
    for first, last, col in block.merges:
        styles.put_merged(sheet, (first, col), (last, col), "", block.shapes[first - block.first][col])
    rows = zip(block.heights, block.shapes, block.values, strict=True)
    for row, (height, shape, values) in enumerate(rows, block.first):
        sheet.set_row(row, height)
        for col, (fmt, value) in enumerate(zip(shape, values, strict=True)):
            if isinstance(value, str):
                styles.put_text(sheet, row, col, value, fmt)
            else:
                styles.put_number(sheet, row, col, value, fmt)


@cache
def _output_is_known() -> bool:
    """Whether the installed xlsxwriter writes markers, merges and strings as this module expects."""
    from xlsxwriter import Workbook

    data = io.BytesIO()
    book = Workbook(data, {"in_memory": True})
    accept(book)
    sheet = book.add_worksheet()
    shape = (book.add_format({"bold": True}), book.add_format({"border": 1}))
    styles.put_text(sheet, 0, 0, "栏目", shape[0])
    _mark(book, sheet, Block(1, (30, 30), (shape, shape), (("甲", 1), ("", 2)), ((1, 2, 1),)))
    book.close()
    try:
        finished(book, data.getvalue())
    except UnknownOutput:
        return False
    return True


def _part(book: Workbook, sheet: Worksheet, archive: zipfile.ZipFile) -> str:
    relations = archive.read(_RELATIONS).decode("utf-8")
    number = book.worksheets().index(sheet) + 1
    found = re.search(rf'<Relationship Id="rId{number}" [^>]*Target="(worksheets/[^"]+)"', relations)
    if not found:
        raise UnknownOutput(f"{_RELATIONS}：没有工作表“{sheet.get_name()}”")
    return f"xl/{found[1]}"


def _sheet_text(
    text: str, sheet: Worksheet, block: Block, place: int, strings: SharedStrings
) -> Iterator[str]:
    """The sheet's part in pieces: what stands above the rows, the rows, what stands below."""
    head, start, rest = text.partition(f'<row r="{block.first + 1}"')
    marked, end, tail = rest.partition("</sheetData>")
    if not start or not end:
        raise UnknownOutput(f"工作表“{sheet.get_name()}”：没有标记行")
    numbers = _style_numbers(start + marked, sheet, block, place)
    last = block.first + len(block.heights)
    head, resized = _DIMENSION.subn(rf'<dimension ref="\1:\g<2>{last}"/>', head)
    if resized != 1:
        raise UnknownOutput(f"工作表“{sheet.get_name()}”：没有范围")
    if block.merges:
        tail = _merged(tail, sheet, block)
    yield head
    rows = enumerate(zip(block.heights, block.shapes, block.values, strict=True), block.first)
    yield from rows_text(
        rows, numbers, strings, lambda row, col, text: styles.put_text(sheet, row, col, text)
    )
    yield end + tail


def _style_numbers(marked: str, sheet: Worksheet, block: Block, place: int) -> dict[Format, str]:
    """The style number of each format, from the marker rows, in which nothing else may stand."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    markers = _markers(block, place)
    found = _CELL.findall(marked)
    meant = [(xl_rowcol_to_cell(row, col), str(number)) for row, col, number, _ in markers]
    if [(cell, number) for cell, _, number in found] != meant or _ROW_TAG.sub("", _CELL.sub("", marked)):
        raise UnknownOutput(f"工作表“{sheet.get_name()}”：标记行与预期不同")
    return {fmt: style or "0" for (*_, fmt), (_, style, _) in zip(markers, found, strict=True)}


def _merged(tail: str, sheet: Worksheet, block: Block) -> str:
    """The merges in place of the marker merge."""
    from xlsxwriter.utility import xl_col_to_name

    marker = f'<mergeCell ref="A{block.first + 1}:A{block.first + 2}"/>'
    counted = _MERGES.search(tail)
    if not counted or tail.count(marker) != 1:
        raise UnknownOutput(f"工作表“{sheet.get_name()}”：没有标记的合并单元格")
    names = [xl_col_to_name(col) for col in range(len(block.shapes[0]))]
    ranges = (
        f'<mergeCell ref="{names[c]}{first + 1}:{names[c]}{last + 1}"/>' for first, last, c in block.merges
    )
    total = int(counted[1]) - 1 + len(block.merges)
    tail = f'{tail[: counted.start()]}<mergeCells count="{total}">{tail[counted.end() :]}'
    return tail.replace(marker, "".join(ranges))

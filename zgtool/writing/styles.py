"""How every paper in a workbook looks, and the few helpers all xlsxwriter writers share.

The first half is plain data: fonts that Windows and WPS desktops have, and the colours of
lamps and severities, which always go with their word (a black-and-white print must say the
same). The second half keeps xlsxwriter honest: text stays text, a limit is an error and not
a silently cut cell, and nothing in a file comes from the clock.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from zgtool.model.finding import Severity
from zgtool.writing.reproducible import write_whole

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SONG, HEI = "宋体", "黑体"
"""Fonts by the names under which Windows and WPS install them."""

TITLE_SIZE, HEAD_SIZE, BODY_SIZE, NOTE_SIZE = 16, 11, 10.5, 9
"""Sizes in points."""

INK, RULE, HEAD_FILL, OFFICE_FILL, UNIT_FILL, TOOL_FILL, LINK = (
    "#1F2933",
    "#8A94A0",
    "#DCE6F1",
    "#F2F2F2",
    "#FFFFFF",
    "#EEF3E6",
    "#0B5394",
)
"""Text, cell borders, headings, locked office columns, columns to fill, computed columns, links."""

BODY: dict[str, Any] = {
    "font_name": SONG,
    "font_size": BODY_SIZE,
    "font_color": INK,
    "text_wrap": True,
    "valign": "vcenter",
}
BOXED: dict[str, Any] = {**BODY, "border": 1, "border_color": RULE}
"""Cells of ordinary text, without and with a border, as xlsxwriter's format properties."""


@dataclass(frozen=True, slots=True)
class Look:
    """The word that is always shown, its background and its text colour (#RRGGBB)."""

    word: str
    fill: str
    ink: str


SEVERITY_LOOKS: Mapping[Severity, Look] = MappingProxyType(
    {
        Severity.ERROR: Look("错误", "#FBC5C5", "#8E1414"),
        Severity.WARNING: Look("警告", "#FFE59A", "#7A4B00"),
        Severity.INFO: Look("提示", "#D3E5F7", "#123F6B"),
    }
)

LAMP_LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "超期": Look("超期", "#FBC5C5", "#8E1414"),
        "临期": Look("临期", "#FFE59A", "#7A4B00"),
        "正常": Look("正常", "#D5EBD3", "#1C5A23"),
        "待认定": Look("待认定", "#D3E5F7", "#123F6B"),
        "已销号": Look("已销号", "#E3E3E3", "#444444"),
    }
)
"""亮灯, by the ledger's word; a word that is not here is written without colour."""


class LimitExceeded(ValueError):
    """Something does not fit into a workbook; the message is one Chinese sentence for the user."""


@contextmanager
def open_workbook(
    target: Path | io.BytesIO, *, title: str, author: str, created: date, constant_memory: bool = False
) -> Iterator[Workbook]:
    """A new workbook that replaces `target` when the block ends well, and leaves no trace when it does not.

    `created` is the day the content belongs to (the report week's Friday), never today: two runs
    over the same input give the same bytes. Raises OSError when the folder cannot be written. A
    target in memory receives the bytes instead.
    """
    from xlsxwriter import Workbook

    from zgtool.writing import bulk_rows

    options: dict[str, Any] = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": constant_memory,
        "in_memory": not constant_memory,
        "default_format_properties": {"font_name": SONG, "font_size": 11},
    }
    data = io.BytesIO()
    book = Workbook(data, options)
    book.set_properties(
        {
            "title": title,
            "author": author,
            "company": author,
            "created": datetime.combine(created, time(12)),
        }
    )
    if not constant_memory:
        bulk_rows.accept(book)
    yield book
    book.close()
    content = bulk_rows.finished(book, data.getvalue())
    if isinstance(target, io.BytesIO):
        target.write(content)
    else:
        write_whole(target, content)


_RICH = ("<r>", "</r>")
_SURROGATE = re.compile("[\ud800-\udfff]")


def put_text(sheet: Worksheet, row: int, col: int, text: str, fmt: Format | None = None) -> None:
    """Write a text as a text, whatever it looks like (=…, a web address, a number, markup, _x0041_).

    An empty text is an empty cell. Raises LimitExceeded for a text over 32,767 UTF-16 units and for a
    cell outside the sheet.
    xlsxwriter escapes control characters and literal _xHHHH_ itself, but takes a text that begins
    with <r> and ends with </r> for ready-made markup, so that one is handed over as markup of itself.
    """
    if _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
    size = utf16_len(text)
    if text.startswith(_RICH[0]) and text.endswith(_RICH[1]):
        inner = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = f'<r><t xml:space="preserve">{inner}</t></r>'
    if not text:
        failed = sheet.write_blank(row, col, None, fmt)
    else:
        failed = size > 32767 or sheet.write_string(row, col, text, fmt)
    if failed:
        raise LimitExceeded(_too_long(sheet, row, col, size))


def put_number(sheet: Worksheet, row: int, col: int, number: float, fmt: Format | None = None) -> None:
    """Write a number; raises LimitExceeded for a cell outside the sheet."""
    if sheet.write_number(row, col, number, fmt):
        raise LimitExceeded(_too_long(sheet, row, col, 0))


def put_date(sheet: Worksheet, row: int, col: int, day: date, fmt: Format) -> None:
    """Write a day as a real date; `fmt` must carry a date format."""
    if sheet.write_datetime(row, col, datetime.combine(day, time()), fmt):
        raise LimitExceeded(_too_long(sheet, row, col, 0))


def put_merged(
    sheet: Worksheet, first: tuple[int, int], last: tuple[int, int], text: str, fmt: Format
) -> None:
    """Write a text over a range of cells, merged; one single cell is written without a merge."""
    if first != last and sheet.merge_range(*first, *last, "", fmt):
        raise LimitExceeded(_too_long(sheet, *first, 0))
    put_text(sheet, *first, text, fmt)


def put_note(sheet: Worksheet, row: int, col: int, text: str, *, author: str = "zgtool") -> None:
    """Attach a note to a cell, sized to its text; raises LimitExceeded when it cannot be attached."""
    width = 300
    height = int(18 * lines_needed(text, 40)) + 12
    options = {
        "author": author,
        "x_scale": width / 128,
        "y_scale": min(height, 480) / 74,
        "font_name": SONG,
        "font_size": NOTE_SIZE,
    }
    if sheet.write_comment(row, col, _SURROGATE.sub("\ufffd", text), options):
        raise LimitExceeded(_too_long(sheet, row, col, utf16_len(text)))


def put_link(sheet: Worksheet, row: int, col: int, place: str, text: str, fmt: Format | None = None) -> None:
    """A link to a place inside the same workbook, such as ("'明细'!A1")."""
    if sheet.write_url(row, col, f"internal:{place}", fmt, string=text):
        raise LimitExceeded(_too_long(sheet, row, col, utf16_len(text)))


@contextmanager
def links_alone(sheet: Worksheet) -> Iterator[None]:
    """Within it `put_link` and `put_file_link` only make the cell a link; its text is written by others."""
    sheet.ignore_write_string = True
    yield
    sheet.ignore_write_string = False


def put_file_link(
    sheet: Worksheet, row: int, col: int, path: str, place: str, text: str, fmt: Format | None = None
) -> None:
    """A link to another file, relative to the workbook with forward slashes, and a place in it ("'台账'!D7").

    The caller vouches for the path: only files that zgtool wrote itself are ever linked.
    """
    url = _parsed_url(path, place)
    if not sheet.ignore_write_string:
        url = copy(url)
        url.text = text
    if sheet.write_url(row, col, url, fmt):
        raise LimitExceeded(_too_long(sheet, row, col, utf16_len(text)))


def quoted(sheet_name: str) -> str:
    """A sheet's name as it stands in a reference: '分局''一' ."""
    return "'" + sheet_name.replace("'", "''") + "'"


def print_setup(
    sheet: Worksheet,
    *,
    paper: str = "A4",
    head_rows: tuple[int, int] | None = None,
    header: str = "",
    landscape: bool = True,
) -> None:
    """Ready to print: A3 or A4, one page wide, heading rows on every page, “第X页 共Y页” below.

    `head_rows` are the first and last row (from 0) repeated on each page.
    """
    sheet.set_paper({"A3": 8, "A4": 9}[paper])
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_margins(left=0.5, right=0.5, top=0.75 if header else 0.6, bottom=0.65)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f'&C&"{SONG},Regular"&9第 &P 页  共 &N 页', {"margin": 0.3})
    if header:
        sheet.set_header(f'&R&"{SONG},Regular"&9' + header.replace("&", "&&")[:80], {"margin": 0.35})
    if head_rows:
        sheet.repeat_rows(*head_rows)


def utf16_len(text: str) -> int:
    """Length as Excel counts it: characters outside the basic plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class _Widths(dict[str, int]):
    """Width of a character in digits, each asked once."""

    def __missing__(self, char: str) -> int:
        width = self[char] = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return width


_WIDTHS = _Widths()


def text_width(text: str) -> int:
    """Width in digits of the default font: a Chinese character or full-width sign takes two."""
    if text.isascii():
        return len(text)
    return sum(map(_WIDTHS.__getitem__, text))


def lines_needed(text: str, width: float, size: float = BODY_SIZE) -> int:
    """Lines a text takes when wrapped in a column of `width` (Excel's unit), at `size` points; at least 1."""
    room = max((width - 1) * 11 / size, 2)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, -int(-text_width(line) // room)) for line in text.split("\n"))


def row_height(cells: Sequence[tuple[str, float]], size: float = BODY_SIZE, least: float = 18) -> float:
    """Height in points that shows every (text, column width) of a row in full, up to Excel's 409."""
    lines = max((lines_needed(text, width, size) for text, width in cells if text), default=1)
    return height_of(lines, size, least)


def height_of(lines: int, size: float = BODY_SIZE, least: float = 18) -> float:
    """Height in points of a row of so many lines, up to Excel's 409."""
    return min(max(least, lines * size * 1.38 + 5), 409)


def shown(text: str, limit: int = 1000) -> str:
    """The text, cut to `limit` characters with a word about it; the whole still stands in the unit's file."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}……（共{len(text)}字，此处只列前{limit}字）"


@lru_cache(maxsize=1 << 16)
def _parsed_url(path: str, place: str) -> Any:
    """xlsxwriter's own reading of a link, which costs more than the rest of a cell; lists repeat their links."""
    from xlsxwriter.url import Url

    safe = path.replace("%", "%25").replace("#", "%23").replace(" ", "%20")
    url = Url(f"external:{safe}#{place}" if place else f"external:{safe}")
    # Forward slashes are what Excel, WPS and LibreOffice all follow; xlsxwriter turns them round.
    url._relationship_link = url._relationship_link.replace("\\", "/")
    url.text = place or path
    return url


def _too_long(sheet: Worksheet, row: int, col: int, size: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    where = f"工作表“{sheet.get_name()}”的 {xl_rowcol_to_cell(row, col)}"
    if size > 32767:
        return (
            f"{where} 有 {size} 个字符，超过一个单元格最多 32767 个字符的限制，没有写入。请把内容分开填写。"
        )
    return f"{where} 写不进去：超出了工作表的范围或链接数量的限制。请减少行数后再试。"

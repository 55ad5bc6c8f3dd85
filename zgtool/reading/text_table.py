"""Tables that are text: CSV and TSV, and web pages saved as a fake .xls."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from html.parser import HTMLParser

from zgtool.reading.kinds import DAMAGED, NOT_A_TABLE, TOO_LARGE
from zgtool.reading.raw import Cell, Merge, RawBook, RawSheet, Unreadable
from zgtool.reading.sniff import decode

MAX_TEXT = 50 << 20
_MAX_SPAN = 2000


def read_csv(data: bytes, name: str) -> RawBook:
    """One sheet of text cells; the separator is the one that the first lines use most."""
    if len(data) > MAX_TEXT:
        raise Unreadable.of(TOO_LARGE, name, f"{len(data) >> 20}MB")
    text = decode(data, name).replace("\x00", "")
    csv.field_size_limit(1 << 24)
    head = "\n".join(text.split("\n", 20)[:20])
    separator = max("\t,;", key=head.count) if any(c in head for c in "\t,;") else ","
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise Unreadable.of(DAMAGED, name) from None
    rows = tuple((n, tuple(cells)) for n, cells in enumerate(lines, 1) if any(c.strip() for c in cells))
    return RawBook((RawSheet("", rows),))


def read_html(data: bytes, name: str) -> RawBook:
    """Every table of a web page as one sheet; scripts and styles are not text."""
    if len(data) > MAX_TEXT:
        raise Unreadable.of(TOO_LARGE, name, f"{len(data) >> 20}MB")
    page = _Tables()
    try:
        page.feed(_decode_page(data, name))
        page.close()
    except (AssertionError, ValueError, RecursionError):
        raise Unreadable.of(DAMAGED, name) from None
    page.finish()
    if not page.sheets:
        raise Unreadable.of(NOT_A_TABLE, name, "没有表格的网页")
    sheets = [replace(s, name="" if n == 1 else f"第{n}个表") for n, s in enumerate(page.sheets, 1)]
    return RawBook(tuple(sheets))


def _decode_page(data: bytes, name: str) -> str:
    head = data[:4096].lower()
    if any(mark in head for mark in (b"charset=gb", b'charset="gb', b"charset='gb")):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass  # the page says one thing and is another: go by what decodes
    return decode(data, name)


class _Tables(HTMLParser):
    """Cells of the tables of a page. A table inside a cell is read as that cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[RawSheet] = []
        self._depth = self._mute = 0
        self._rows: dict[int, dict[int, Cell]] = {}
        self._merges: list[Merge] = []
        self._taken: dict[tuple[int, int], bool] = {}
        self._row = self._column = 0
        self._cell: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
        elif tag in ("script", "style"):
            self._mute += 1
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._row, self._column = self._row + 1, 0
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._span = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._row = self._row or 1
            self._cell = []
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            if self._depth == 1:
                self.finish()
            self._depth -= 1
        elif tag in ("script", "style"):
            self._mute = max(0, self._mute - 1)
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._mute:
            self._cell.append(" ".join(data.split()) if data.strip() else " ")

    def finish(self) -> None:
        """Close the table under way, also one the page forgot to close."""
        self._end_cell()
        rows = []
        for number, cells in sorted(self._rows.items()):
            if any(str(c).strip() for c in cells.values()):
                rows.append((number, tuple(cells.get(c, "") for c in range(1, max(cells) + 1))))
        if rows:
            self.sheets.append(RawSheet("", tuple(rows), merges=tuple(self._merges)))
        self._rows, self._merges, self._taken, self._row = {}, [], {}, 0

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        column = self._column + 1
        while self._taken.get((self._row, column)):
            column += 1
        down, across = self._span
        self._rows.setdefault(self._row, {})[column] = "".join(self._cell).strip()
        if down > 1 or across > 1:
            self._merges.append((self._row, column, self._row + down - 1, column + across - 1))
            if len(self._taken) < 2_000_000:
                self._taken.update(
                    ((r, c), True)
                    for r in range(self._row, self._row + down)
                    for c in range(column, column + across)
                )
        self._column, self._cell = column + across - 1, None


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MAX_SPAN) if value and value.isdigit() and len(value) < 6 else 1

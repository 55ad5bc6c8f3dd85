"""The raw records of an .xls (BIFF8, as Excel 97–2003 and WPS .et write it): what calamine does not tell of it.

Like the raw XML of .xlsx this is the second witness: it counts the cells with content, and
knows error cells, percent formats, hidden rows and columns, and whether the file is locked
by a password (record numbers: MS-XLS 2.3).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zgtool.reading.raw import ERROR_CODES, Address, Cell, Marks

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _EPOCH = 0x0809, 0x000A, 0x002F, 0x0085, 0x0022
_FORMULA, _STRING, _BOOLERR, _MULRK = 0x0006, 0x0207, 0x0205, 0x00BD
_VALUES = {0x0203, 0x027E}  # NUMBER, RK
_SHARED = 0x00FD  # LABELSST
_TEXTS = {_SHARED, 0x0204, 0x00D6}  # with LABEL, RSTRING
_ROW, _COLINFO, _FILTERMODE, _XF, _FORMAT = 0x0208, 0x007D, 0x009B, 0x00E0, 0x041E


class Locked(ValueError):
    """The workbook is encrypted."""


@dataclass(slots=True)
class BiffSheet:
    """One sheet: how many cells hold something, which of them point to a shared text, and its marks."""

    filled: int = 0
    shared: dict[Address, int] = field(default_factory=dict)
    errors: dict[Address, str] = field(default_factory=dict)
    percents: set[Address] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False

    def agrees(self, filled: int, rows: Iterable[tuple[int, tuple[Cell, ...]]]) -> bool:
        """Whether the reader of values found every cell; cells it left empty must all share one or two empty texts."""
        if filled == self.filled:
            return True
        held = {(n, c) for n, cells in rows for c, v in enumerate(cells, 1) if v != ""}
        empty = {text for place, text in self.shared.items() if place not in held}
        missing = sum(1 for text in self.shared.values() if text in empty)
        return len(empty) <= 2 and filled == self.filled - missing

    @property
    def marks(self) -> Marks:
        return Marks(self.errors, frozenset(), frozenset(self.percents), frozenset(self.hidden_rows),
                     frozenset(self.hidden_columns), self.filtered)  # fmt: skip


@dataclass(slots=True)
class BiffBook:
    """Sheets in the order of the workbook's table of contents."""

    sheets: list[BiffSheet] = field(default_factory=list)
    epoch1904: bool = False


def scan_biff(stream: bytes) -> BiffBook:
    """All sheets of a Workbook stream; `Locked` when it is encrypted, ValueError when it cannot be followed."""
    book = BiffBook()
    offsets: list[int] = []
    formats: dict[int, bool] = {9: True, 10: True}
    styles: list[int] = []
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise Locked
        if kind == _BOUNDSHEET and len(body) >= 6:
            offsets.append(int.from_bytes(body[:4], "little"))
        elif kind == _EPOCH:
            book.epoch1904 = body[:1] == b"\x01"
        elif kind == _FORMAT and len(body) > 5:
            formats[int.from_bytes(body[:2], "little")] = b"%" in body[4:]
        elif kind == _XF and len(body) >= 4:
            styles.append(int.from_bytes(body[2:4], "little"))
    percents = {n for n, fmt in enumerate(styles) if formats.get(fmt)}
    book.sheets = [_scan_sheet(stream, offset, percents) for offset in offsets]
    return book


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from one BOF to its EOF, those of embedded charts left out."""
    depth, end = 0, len(stream)
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, body
        elif depth <= 0:
            raise ValueError("no beginning")
    raise ValueError("cut")


def _scan_sheet(stream: bytes, offset: int, percents: set[int]) -> BiffSheet:
    sheet = BiffSheet()
    awaits_text = False
    for kind, body in _records(stream, offset):
        if kind in _VALUES or kind in _TEXTS or kind in (_FORMULA, _BOOLERR):
            if len(body) < 6:
                raise ValueError("short cell")
            row, column, style = struct.unpack_from("<HHH", body)
            awaits_text = _cell(sheet, kind, body, (row + 1, column + 1), style in percents)
        elif kind == _STRING and awaits_text:
            sheet.filled += len(body) > 3
            awaits_text = False
        elif kind == _MULRK:
            _many(sheet, body, percents)
        elif kind == _ROW and len(body) >= 14 and body[12] & 0x20:
            sheet.hidden_rows.add(int.from_bytes(body[:2], "little") + 1)
        elif kind == _COLINFO and len(body) >= 10 and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            sheet.hidden_columns.update(range(first + 1, min(last, 255) + 2))
        elif kind == _FILTERMODE:
            sheet.filtered = True
    return sheet


def _cell(sheet: BiffSheet, kind: int, body: bytes, place: Address, percent: bool) -> bool:
    """Note one cell; True when it is a formula whose text comes in the next record."""
    if kind == _BOOLERR and body[7:8] == b"\x01":
        sheet.errors[place] = ERROR_CODES.get(body[6], "#ERROR!")
    elif kind == _FORMULA and body[12:14] == b"\xff\xff":
        what = body[6]
        if what == 2:
            sheet.errors[place] = ERROR_CODES.get(body[8], "#ERROR!")
        sheet.filled += what == 1
        return what == 0
    else:
        if kind == _SHARED:
            sheet.shared[place] = int.from_bytes(body[6:10], "little")
        sheet.filled += kind == _SHARED or kind not in _TEXTS or body[6:8] != b"\x00\x00"
        if percent and kind not in _TEXTS:
            sheet.percents.add(place)
    return False


def _many(sheet: BiffSheet, body: bytes, percents: set[int]) -> None:
    """A run of numbers in one record."""
    row, first = struct.unpack_from("<HH", body)
    for n in range((len(body) - 6) // 6):
        sheet.filled += 1
        if int.from_bytes(body[4 + 6 * n : 6 + 6 * n], "little") in percents:
            sheet.percents.add((row + 1, first + n + 1))

"""An .xls or WPS .et (BIFF8) → sheets: values from calamine, compared with the raw records."""

from __future__ import annotations

import struct

from zgtool.model.finding import Location
from zgtool.reading.biff import Locked, scan_biff
from zgtool.reading.calamine import read_values
from zgtool.reading.kinds import ACTIVE_PARTS, DAMAGED, ENCRYPTED, WITNESS
from zgtool.reading.ole import BrokenOle, OleFile
from zgtool.reading.raw import RawBook, RawSheet, Unreadable, with_errors


def read_xls(data: bytes, name: str) -> RawBook:
    """All worksheets; `Unreadable` when the file is locked, cut, or the two readers disagree."""
    try:
        ole = OleFile(data)
        stream = ole.read(next(s for s in ole.names if s.lower() == "workbook"))
        scanned = scan_biff(stream)
    except Locked:
        raise Unreadable.of(ENCRYPTED, name) from None
    except (BrokenOle, ValueError, struct.error, IndexError, StopIteration):
        raise Unreadable.of(DAMAGED, name) from None
    sheets = []
    for values in read_values(data, name):
        if values.place >= len(scanned.sheets):
            raise Unreadable.of(WITNESS, name, values.name)
        raw = scanned.sheets[values.place]
        if not raw.agrees(values.filled, values.rows):
            raise Unreadable.of(
                WITNESS, name, f"工作表“{values.name}”：应有{raw.filled}个，读出{values.filled}个"
            )
        rows = with_errors(values.rows, raw.errors)
        sheets.append(RawSheet(values.name, rows, values.hidden, values.merges, raw.marks, scanned.epoch1904))
    macros = any("vba" in s.lower() or s == "PROJECT" for s in ole.names)
    return RawBook(tuple(sheets), findings=(ACTIVE_PARTS.at(Location(file=name), "宏"),) if macros else ())

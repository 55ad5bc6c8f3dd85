"""An .xlsb → sheets: values from calamine, compared with the raw records (MS-XLSB 2.3)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from zgtool.reading.calamine import read_values
from zgtool.reading.kinds import DAMAGED, WITNESS
from zgtool.reading.package import Package, local
from zgtool.reading.raw import ERROR_CODES, Address, Marks, RawBook, RawSheet, Unreadable, with_errors
from zgtool.reading.sheet_xml import walk
from zgtool.reading.xlsx import active_parts, properties

_ROW, _BUNDLE_SHEET, _COLUMN, _SHARED = 0, 156, 60, 7
_CELL_ERRORS, _CELL_TEXTS, _CELL_VALUES = (3, 11), (6, 8), (2, 4, 5, 9, 10)


@dataclass(slots=True)
class _Scan:
    """One sheet part: cells with content, of them those that point to a shared text, and marks."""

    filled: int = 0
    shared: dict[Address, int] = field(default_factory=dict)
    errors: dict[Address, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)


def read_xlsb(data: bytes, package: Package, name: str) -> RawBook:
    """All worksheets; `Unreadable` when a part is missing or cut, or the two readers disagree."""
    try:
        paths = _sheet_paths(package)
        scans = {
            sheet: _scan(package[path]) for sheet, path in paths.items() if path.startswith("xl/worksheets/")
        }
        told = properties(package)
    except (ValueError, LookupError, expat.ExpatError):
        raise Unreadable.of(DAMAGED, name) from None
    sheets = []
    for values in read_values(data, name):
        scan = scans.get(values.name)
        if scan is None:
            continue  # macro and dialog sheets
        held = {(n, c) for n, cells in values.rows for c, v in enumerate(cells, 1) if v != ""}
        empty = {text for place, text in scan.shared.items() if place not in held}
        missing = sum(1 for text in scan.shared.values() if text in empty)
        if len(empty) > 2 or values.filled != scan.filled - missing:
            raise Unreadable.of(
                WITNESS, name, f"工作表“{values.name}”：应有{scan.filled}个，读出{values.filled}个"
            )
        marks = Marks(scan.errors, hidden_rows=frozenset(scan.hidden_rows))
        sheets.append(
            RawSheet(values.name, with_errors(values.rows, scan.errors), values.hidden, values.merges, marks)
        )
    return RawBook(tuple(sheets), told, active_parts(package, name))


def _sheet_paths(package: Package) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            target = attributes.get("Target", "").lstrip("/").removeprefix("xl/")
            targets[attributes.get("Id", "")] = posixpath.join("xl", target).lower()

    walk(package["xl/_rels/workbook.bin.rels"], start)
    paths = {}
    for kind, body in _records(package["xl/workbook.bin"]):
        if kind == _BUNDLE_SHEET:
            ident, at = _string(body, 8)
            paths[_string(body, at)[0]] = targets.get(ident, "")
    return paths


def _string(body: bytes, at: int) -> tuple[str, int]:
    length = int.from_bytes(body[at : at + 4], "little")
    end = at + 4 + 2 * length
    if end > len(body):
        raise ValueError("cut")
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80:
            if at >= end:
                raise ValueError("cut")
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            if at >= end or shift > 21:
                raise ValueError("cut")
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if at + size > end:
            raise ValueError("cut")
        yield kind, part[at : at + size]
        at += size


def _scan(part: bytes) -> _Scan:
    scan, row = _Scan(), 0
    for kind, body in _records(part):
        if kind == _ROW and len(body) >= 12:
            row = int.from_bytes(body[:4], "little") + 1
            if body[11] & 0x10:
                scan.hidden_rows.add(row)
        elif kind == _SHARED or kind in _CELL_VALUES or kind in _CELL_TEXTS or kind in _CELL_ERRORS:
            place = (row, int.from_bytes(body[:4], "little") + 1)
            if kind in _CELL_ERRORS:
                scan.errors[place] = ERROR_CODES.get(body[8], "#ERROR!") if len(body) > 8 else "#ERROR!"
            elif kind == _SHARED:
                scan.shared[place] = int.from_bytes(body[8:12], "little")
                scan.filled += 1
            else:
                scan.filled += kind in _CELL_VALUES or body[8:12] != b"\x00\x00\x00\x00"
    return scan

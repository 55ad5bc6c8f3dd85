"""The one place that calls python-calamine, the reader of cell values."""

from __future__ import annotations

import io
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from zgtool.reading.kinds import DAMAGED, ENCRYPTED
from zgtool.reading.raw import Cell, Merge, Unreadable

_READ = (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet, SheetTypeEnum.DialogSheet)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's values; rows without content are left out. `filled` counts the cells that hold something.

    place: position among all sheets of the file, counted from 0.
    """

    name: str
    place: int
    hidden: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    merges: tuple[Merge, ...]
    filled: int


def read_values(data: bytes, name: str) -> list[Sheet]:
    """The worksheets of a file, in order. Bytes are handed over, never a path: by path it would go by suffix.

    A fault inside the library may arrive as a BaseException (a panic of its Rust part); it is
    a damaged file like any other.
    """
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _sheet(book, place, meta.name, _hidden(meta.visible))
                for place, meta in enumerate(book.sheets_metadata)
                if meta.typ in _READ
            ]
    except PasswordError:
        raise Unreadable.of(ENCRYPTED, name) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise Unreadable.of(DAMAGED, name) from None
    except BaseException as fault:
        if type(fault).__name__ == "PanicException":
            raise Unreadable.of(DAMAGED, name) from None
        raise


def _hidden(visible: SheetVisibleEnum) -> str:
    if visible == SheetVisibleEnum.Visible:
        return ""
    return "hidden" if visible == SheetVisibleEnum.Hidden else "veryHidden"


def _sheet(book: CalamineWorkbook, place: int, name: str, hidden: str) -> Sheet:
    sheet = book.get_sheet_by_index(place)
    start = sheet.start
    if start is None:
        return Sheet(name, place, hidden, (), (), 0)
    margin = ("",) * start[1]  # rows come from the top of the sheet, columns from the first one used
    rows, filled = [], 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        held = len(cells) - cells.count("")
        if held:
            filled += held
            rows.append((number, (*margin, *cells) if margin else tuple(cells)))
    merges = tuple((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
    return Sheet(name, place, hidden, tuple(rows), merges, filled)

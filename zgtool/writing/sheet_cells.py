"""One worksheet part: find or make cells, what is merged, how wide and high things are."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

from lxml import etree

from zgtool.writing.package_parts import cell_text, whole

LAST_ROW, LAST_COL = 1_048_576, 16_384
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_AFTER_NOTES = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)

Spot = tuple[int, int]
"""Row and column of a cell, both from 1."""


def spot_of(address: str) -> Spot | None:
    """ "D7" → (7, 4); None for anything that is not the address of one cell of a sheet."""
    found = _ADDRESS.fullmatch(address.strip())
    if not found:
        return None
    col = 0
    for letter in found[1].upper():
        col = col * 26 + ord(letter) - 64
    row = int(found[2])
    return (row, col) if row <= LAST_ROW and col <= LAST_COL else None


def address_of(spot: Spot) -> str:
    """(7, 4) → "D7"."""
    row, col = spot
    letters = ""
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


class SheetCells:
    """The cells of a worksheet's root element; the caller keeps the package informed of changes."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._ns = etree.QName(root).namespace or ""
        self._data = root.find(self.tag("sheetData"))
        self._rows: dict[int, etree._Element] = {}
        self._numbers: list[int] = []
        last = 0
        for row in self._data if self._data is not None else ():
            if row.tag == self.tag("row"):
                last = whole(row.get("r"), last + 1)
                self._rows.setdefault(last, row)
        self._numbers = sorted(self._rows)
        self._widths = self._column_widths()

    def tag(self, name: str) -> str:
        """A tag in the sheet's own namespace."""
        return f"{{{self._ns}}}{name}"

    def tops(self, spots: Iterable[Spot]) -> dict[Spot, Spot]:
        """For each cell the cell that shows its content: the top left one of a merged range, else itself."""
        wanted = sorted(set(spots))
        found = {spot: spot for spot in wanted}
        for merge in self.root.iterfind(f"{self.tag('mergeCells')}/{self.tag('mergeCell')}"):
            first, _, last = merge.get("ref", "").partition(":")
            start, end = spot_of(first), spot_of(last)
            if start and end:
                low = bisect.bisect_left(wanted, (start[0], 0))
                for spot in wanted[low : bisect.bisect_right(wanted, (end[0], LAST_COL))]:
                    if start[1] <= spot[1] <= end[1]:
                        found[spot] = start
        return found

    def style(self, spot: Spot) -> int:
        """The style a cell has, or would have: its own, else its row's, else its column's."""
        cell = self._find(spot)
        if cell is not None:
            return whole(cell.get("s"))
        row = self._rows.get(spot[0])
        if row is not None and row.get("customFormat") in ("1", "true"):
            return whole(row.get("s"))
        for col in self.root.iterfind(f"{self.tag('cols')}/{self.tag('col')}"):
            if whole(col.get("min")) <= spot[1] <= whole(col.get("max")):
                return whole(col.get("style"))
        return 0

    def set_style(self, spot: Spot, style: int) -> None:
        """Give a cell a style; an empty cell that is not in the file yet is made in its place."""
        self.cell(spot).set("s", str(style))

    def cell(self, spot: Spot) -> etree._Element:
        """The element of a cell, made in the right order when it is not there yet."""
        found = self._find(spot)
        if found is not None:
            return found
        row = self._row(spot[0])
        new = row.makeelement(self.tag("c"), r=address_of(spot))
        place = len(row)
        for index, (col, cell) in enumerate(self._columns(row)):
            if col > spot[1]:
                cell.set("r", address_of((spot[0], col)))
                place = row.index(cell)
                break
            place = index + 1
        row.insert(place, new)
        row.attrib.pop("spans", "")
        self._widen(spot)
        return new

    def text(self, spot: Spot, strings: Sequence[str]) -> str:
        """The text of a cell, "" when it is empty; `strings` are the workbook's shared strings."""
        cell = self._find(spot)
        if cell is None:
            return ""
        if cell.get("t") == "inlineStr":
            return "".join(t.text or "" for t in cell.iter(self.tag("t")))
        value = cell.findtext(self.tag("v"), "")
        if cell.get("t") == "s":
            index = whole(value, -1)
            return strings[index] if 0 <= index < len(strings) else ""
        return value

    def rows(self) -> list[int]:
        """Numbers of the rows that are in the file."""
        return list(self._numbers)

    def set_text(self, spot: Spot, text: str) -> None:
        """Replace what a cell holds by a text that stands in the cell itself."""
        cell = self.cell(spot)
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        inner = etree.SubElement(etree.SubElement(cell, self.tag("is")), self.tag("t"))
        inner.text = cell_text(text)

    def set_number(self, spot: Spot, number: int) -> None:
        """Replace what a cell holds by a number."""
        cell = self.cell(spot)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", "")
        etree.SubElement(cell, self.tag("v")).text = str(number)

    def has_formula(self, spot: Spot) -> bool:
        """Whether a cell is computed."""
        cell = self._find(spot)
        return cell is not None and cell.find(self.tag("f")) is not None

    def set_height(self, row: int, points: float) -> None:
        """Give a row this height."""
        element = self._row(row)
        element.set("ht", f"{points:g}")
        element.set("customHeight", "1")

    def place_legacy_drawing(self, key: str, relation: str) -> None:
        """Name the drawing part that holds the notes' boxes, where the schema wants it."""
        element = self.root.makeelement(self.tag("legacyDrawing"), {key: relation})
        later = {self.tag(name) for name in _AFTER_NOTES}
        for index, child in enumerate(self.root):
            wrapped = {grand.tag for part in child for grand in part} if _is_alternate(child) else set()
            if child.tag in later or wrapped & later:
                self.root.insert(index, element)
                return
        self.root.append(element)

    def width(self, col: int) -> int:
        """Width of a column in pixels."""
        return self._widths.get(col, self._default_width)

    def height(self, row: int) -> int:
        """Height of a row in pixels."""
        element = self._rows.get(row)
        if element is None:
            return 20
        if element.get("hidden") in ("1", "true"):
            return 0
        return int(_number(element.get("ht"), 15) * 4 / 3)

    def _find(self, spot: Spot) -> etree._Element | None:
        row = self._rows.get(spot[0])
        if row is None:
            return None
        return next((cell for col, cell in self._columns(row) if col == spot[1]), None)

    def _columns(self, row: etree._Element) -> Iterable[tuple[int, etree._Element]]:
        last = 0
        for cell in row:
            if cell.tag == self.tag("c"):
                spot = spot_of(cell.get("r", ""))
                last = spot[1] if spot else last + 1
                yield last, cell

    def _row(self, number: int) -> etree._Element:
        if number not in self._rows:
            if self._data is None:
                self._data = etree.SubElement(self.root, self.tag("sheetData"))
            new = self._data.makeelement(self.tag("row"), r=str(number))
            place = bisect.bisect(self._numbers, number)
            if place < len(self._numbers):
                after = self._rows[self._numbers[place]]
                after.set("r", str(self._numbers[place]))
                after.addprevious(new)
            else:
                self._data.append(new)
            self._rows[number] = new
            self._numbers.insert(place, number)
        return self._rows[number]

    def _widen(self, spot: Spot) -> None:
        """Let the sheet's stated extent cover a new cell; some readers believe it."""
        dimension = self.root.find(self.tag("dimension"))
        if dimension is None:
            return
        first, _, last = dimension.get("ref", "").partition(":")
        start = spot_of(first)
        end = spot_of(last or first)
        if start and end:
            low = (min(start[0], spot[0]), min(start[1], spot[1]))
            high = (max(end[0], spot[0]), max(end[1], spot[1]))
            dimension.set("ref", f"{address_of(low)}:{address_of(high)}")

    def _column_widths(self) -> dict[int, int]:
        form = self.root.find(self.tag("sheetFormatPr"))
        default = _number(form.get("defaultColWidth") if form is not None else None, 8.43)
        self._default_width = int(default * 7 + 5)
        widths: dict[int, int] = {}
        for col in self.root.iterfind(f"{self.tag('cols')}/{self.tag('col')}"):
            first, last = whole(col.get("min")), whole(col.get("max"))
            width = 0 if col.get("hidden") in ("1", "true") else int(_number(col.get("width"), 8.43) * 7 + 5)
            for number in range(first, min(last, first + 300) + 1):
                widths[number] = width
        return widths


def _is_alternate(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("}AlternateContent")


def _number(text: str | None, default: float) -> float:
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if 0 <= value < 10_000 else default

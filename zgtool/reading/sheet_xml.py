"""The raw XML of one .xlsx sheet: a cheap look that settles most sheets, and a careful scan for the others.

The reader of values (calamine) does not tell of hidden rows, error cells, formulas saved
without a result or number formats, and does not say when it lost something. The cheap look
counts marks in the bytes; only a sheet that shows something special, or whose count
disagrees, is scanned element by element.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from zgtool.reading.package import local, parser
from zgtool.reading.raw import Address, parse_address

_SPECIAL = ((b"e", b't="e"'), (b"f", b"<f"), (b"h", b'hidden="1"'), (b"h", b'hidden="true"'))
"""Error cells, formulas, hidden rows and columns, each after a letter that plain cells mostly do without."""
_END = re.compile(
    rb"</(?:\w+:)?(?:worksheet|chartsheet|dialogsheet|macrosheet)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.S
)


def needs_care(xml: bytes, filled: int) -> bool:
    """Whether a sheet shows something special, or its marks do not add up to the cells that were read.

    Plain searches for bytes: an alternation in one regular expression takes ten times as long,
    and looking for a single letter first takes a tenth. A writer that puts attributes in single
    quotes does so from the first line on; then nothing else here is sure.
    """
    if b"'" in xml[:600] and b"='" in xml:
        return True
    cells = max(xml.find(b"<sheetData"), 0) + len(b"<sheetData")
    for part in (xml[:cells], xml[cells : xml.rfind(b"</sheetData>")], xml[xml.rfind(b"</sheetData>") :]):
        if any(letter in part and mark in part for letter, mark in _SPECIAL):
            return True
    values = xml.count(b"<v>")
    return values != filled and values + xml.count(b"<is>") != filled


def ends_whole(xml: bytes) -> bool:
    """Whether the bytes end with the sheet's closing tag; a cheap test for a cut file."""
    return bool(_END.search(xml[-400:]))


@dataclass(slots=True)
class SheetScan:
    """What a careful scan saw. `filled` are the cells that hold a value, with text index for shared strings."""

    filled: set[Address] = field(default_factory=set)
    shared: dict[Address, int] = field(default_factory=dict)
    errors: dict[Address, str] = field(default_factory=dict)
    uncomputed: set[Address] = field(default_factory=set)
    percents: set[Address] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False


class _Scanner:
    """expat handlers for one sheet; one instance per sheet."""

    def __init__(self, percent_styles: frozenset[str]) -> None:
        self.scan = SheetScan()
        self._percent = percent_styles
        self._row = self._column = 0
        self._cell: dict[str, str] | None = None
        self._formula = self._value = False
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "c":
            self._cell, self._formula, self._value, self._text = attributes, False, False, []
            place = parse_address(attributes.get("r", ""))
            self._row, self._column = place or (self._row, self._column + 1)
        elif name in ("v", "t") and self._cell is not None:
            self._value = True
        elif name == "f" and self._cell is not None:
            self._formula = True
        elif name in ("rPh", "phoneticPr"):
            self._value = False
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdigit() and len(number) < 8 else self._row + 1
            self._column = 0
            if _on(attributes.get("hidden")):
                self.scan.hidden_rows.add(self._row)
        elif name == "col" and _on(attributes.get("hidden")):
            first, last = attributes.get("min", "0"), attributes.get("max", "0")
            if first.isdigit() and last.isdigit():
                self.scan.hidden_columns.update(range(int(first), min(int(last), 16384) + 1))
        elif name == "filterColumn":
            self.scan.filtered = True

    def end(self, tag: str) -> None:
        name = local(tag)
        if name in ("v", "t"):
            self._value = False
        elif name == "c" and self._cell is not None:
            self._close(self._cell, "".join(self._text))
            self._cell = None

    def text(self, data: str) -> None:
        if self._value:
            self._text.append(data)

    def _close(self, attributes: dict[str, str], text: str) -> None:
        place, kind = (self._row, self._column), attributes.get("t", "n")
        if kind == "e":
            self.scan.errors[place] = text.strip() or "#ERROR!"
        elif text:
            self.scan.filled.add(place)
            if kind == "s" and text.strip().isdigit():
                self.scan.shared[place] = int(text)
            elif kind == "n" and attributes.get("s", "0") in self._percent:
                self.scan.percents.add(place)
        elif self._formula and kind != "str":
            self.scan.uncomputed.add(place)


def careful_scan(xml: bytes, percent_styles: frozenset[str]) -> SheetScan:
    """Every cell of a sheet's XML, one by one; expat.ExpatError when it is not well formed."""
    scanner, made = _Scanner(percent_styles), parser()
    made.StartElementHandler, made.EndElementHandler = scanner.start, scanner.end
    made.CharacterDataHandler = scanner.text
    made.Parse(xml, True)
    return scanner.scan


def empty_strings(xml: bytes) -> frozenset[int]:
    """Indices of shared strings that hold no text: cells that point to them are empty."""
    empty: set[int] = set()
    state = {"index": -1, "text": 0, "seen": 0, "phonetic": 0}

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "si":
            state["index"] += 1
            state["seen"] = 0
        elif name == "rPh":
            state["phonetic"] = 1
        elif name == "t":
            state["text"] = not state["phonetic"]

    def end(tag: str) -> None:
        name = local(tag)
        if name == "si" and not state["seen"]:
            empty.add(state["index"])
        elif name == "rPh":
            state["phonetic"] = 0
        elif name == "t":
            state["text"] = 0

    def text(data: str) -> None:
        if state["text"] and data:
            state["seen"] = 1

    walk(xml, start, end, text)
    return frozenset(empty)


def walk(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse an XML part with the given handlers; expat.ExpatError when it is not well formed."""
    made = parser()
    made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = start, end, text
    made.Parse(xml, True)


def percent_styles(styles: bytes) -> frozenset[str]:
    """Style numbers (the `s` of a cell) whose number format shows a percentage."""
    if b"%" not in styles and not re.search(rb"""numFmtId=["'](?:9|10)["']""", styles):
        return frozenset()
    formats: set[str] = {"9", "10"}
    found: set[str] = set()
    state = {"inside": 0, "index": -1}

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "numFmt":
            code = re.sub(r'"[^"]*"|\\.', "", attributes.get("formatCode", ""))
            (formats.add if "%" in code else formats.discard)(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            state["inside"] = 1
        elif name == "xf" and state["inside"]:
            state["index"] += 1
            if attributes.get("numFmtId") in formats:
                found.add(str(state["index"]))

    def end(tag: str) -> None:
        if local(tag) == "cellXfs":
            state["inside"] = 0

    try:
        walk(styles, start, end)
    except (expat.ExpatError, LookupError):
        return frozenset()
    return frozenset(found)


def _on(value: str | None) -> bool:
    return value in ("1", "true", "on")

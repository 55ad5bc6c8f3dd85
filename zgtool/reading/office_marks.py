"""Colours and comments that the office put into its ledger, by measure and column, so that the next run keeps them.

Ours are told apart by their colour: a ledger's own cells are white or of the few fills the writer uses.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat

from zgtool.model.ledger import Ledger
from zgtool.model.marks import Mark, Marks, row_key
from zgtool.reading.package import Package, local, open_package, open_zip
from zgtool.reading.raw import RawSheet, parse_address
from zgtool.reading.sheet_xml import walk
from zgtool.reading.xlsx import sheet_path

_STYLES, _THEME = "xl/styles.xml", "xl/theme/theme1.xml"
_SCHEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
"""Theme colours by the number that styles give them."""
_BASIC = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF") * 2
"""The indexed colours 0–15."""
_PLAIN_INKS = frozenset({"", "#000000"})


class _Paint(NamedTuple):
    fill: str
    ink: str


def read_marks(
    data: bytes, name: str, sheet: RawSheet, ledger: Ledger, own: Collection[str], untold: Collection[str]
) -> Marks:
    """The marks on the rows of a ledger that was read from `sheet` of the .xlsx `data`.

    own: fills and inks ("#RRGGBB") that the writer itself uses in ordinary cells. untold: column keys whose
    colour means a lamp and is never the office's. {} for a workbook whose styles cannot be read.
    """
    notes = sheet.marks.comments
    try:
        painted = dict(_painted(open_package(open_zip(data, name), name), sheet.name, own))
    except (expat.ExpatError, LookupError, ValueError):
        painted = {}
    if not notes and not painted:
        return {}
    found: dict[tuple[str, str], Mark] = {}
    for row in ledger.rows:
        for key, cell in row.cells.items():
            place = parse_address(cell)
            paint = painted.get(cell, _Paint("", "")) if key not in untold else _Paint("", "")
            note = notes.get(place, "") if place else ""
            if note or any(paint):
                found[row_key(row), key] = Mark(paint.fill, paint.ink, note)
    return found


def _painted(package: Package, sheet: str, own: Collection[str]) -> Iterator[tuple[str, _Paint]]:
    """(address, paint) of every cell whose fill or ink is not the writer's own."""
    paints = {
        number: paint
        for number, paint in _paints(package[_STYLES], _theme(package.get(_THEME)), frozenset(own)).items()
        if any(paint)
    }
    if not paints:
        return
    numbers = "|".join(map(str, paints)).encode()
    cells = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]{1,3}\d+)")[^>]*\bs="(%s)"' % numbers)
    for cell in cells.finditer(package[sheet_path(package, sheet)]):
        yield cell[1].decode(), paints[int(cell[2])]


def _paints(styles: bytes, theme: Mapping[int, str], own: frozenset[str]) -> dict[int, _Paint]:
    """The paint of each style number; what the writer itself uses counts as none."""
    fonts: list[str] = []
    fills: list[str] = []
    found: dict[int, _Paint] = {}
    path: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "font" and path[-1:] == ["fonts"]:
            fonts.append("")
        elif name == "color" and path[-2:] == ["fonts", "font"]:
            fonts[-1] = _colour(attributes, theme)
        elif name == "fill" and path[-1:] == ["fills"]:
            fills.append("")
        elif name == "fgColor" and path[-2:] == ["fill", "patternFill"]:
            fills[-1] = _colour(attributes, theme)
        elif name == "patternFill" and attributes.get("patternType", "none") == "none":
            name = "noFill"
        elif name == "xf" and path[-1:] == ["cellXfs"]:
            fill = _of(fills, attributes.get("fillId", "0"))
            ink = _of(fonts, attributes.get("fontId", "0"))
            found[len(found)] = _Paint(
                "" if fill in own else fill, "" if ink in own or ink in _PLAIN_INKS else ink
            )
        path.append(name)

    walk(styles, start, lambda tag: path.__delitem__(-1))
    return found


def _of(colours: list[str], index: str) -> str:
    return colours[int(index)] if index.isdecimal() and int(index) < len(colours) else ""


def _colour(attributes: Mapping[str, str], theme: Mapping[int, str]) -> str:
    """ "#RRGGBB" of a colour element: direct, of the theme with its tint, or one of the basic indexed ones."""
    if re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", attributes.get("rgb", "")):
        return f"#{attributes['rgb'][-6:].upper()}"
    number = attributes.get("theme", "")
    if number.isdecimal() and int(number) in theme:
        return _tinted(theme[int(number)], float(attributes.get("tint", "0")))
    index = attributes.get("indexed", "")
    return f"#{_BASIC[int(index)]}" if index.isdecimal() and int(index) < len(_BASIC) else ""


def _tinted(colour: str, tint: float) -> str:
    """A theme colour made lighter or darker, as Excel does by its lightness (ECMA-376 18.8.19)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation)
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def _theme(xml: bytes) -> dict[int, str]:
    """The colours of the workbook's theme by number."""
    found: dict[int, str] = {}
    path: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        value = attributes.get("lastClr") or attributes.get("val", "")
        if name in ("srgbClr", "sysClr") and path and path[-1] in _SCHEME and len(value) == 6:
            found.setdefault(_SCHEME.index(path[-1]), value)
        path.append(name)

    if xml:
        walk(xml, start, lambda tag: path.__delitem__(-1))
    return found

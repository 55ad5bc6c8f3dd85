"""A workbook taken apart for comparing: every cell with its text and its resolved format, and all else."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from tests.writing.wps_book import read_parts

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_NUMBERED = ("xl/styles.xml", "xl/sharedStrings.xml")


class CellDump(NamedTuple):
    kind: str
    value: str
    look: tuple[str, ...]


class Dump(NamedTuple):
    """One sheet's cells by address and row heights by number, its other markup, its merges, the other parts."""

    cells: dict[str, CellDump]
    heights: dict[str, float]
    around: str
    merges: set[str]
    parts: dict[str, bytes]


def dump_sheet(data: bytes, part: str = "xl/worksheets/sheet1.xml") -> Dump:
    parts = read_parts(data)
    looks = _looks(etree.fromstring(parts["xl/styles.xml"]))
    table = etree.fromstring(parts["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in parts else ()
    strings = ["".join(si.itertext()) for si in table]
    sheet = etree.fromstring(parts[part])
    cells = {}
    for cell in sheet.iterfind(".//m:c", _NS):
        kind, value = cell.get("t", "n"), cell.findtext("m:v", "", _NS)
        text = strings[int(value)] if kind == "s" else value
        cells[cell.get("r", "")] = CellDump(kind, text, looks[int(cell.get("s", "0"))])
    assert len(cells) == len(sheet.findall(".//m:c", _NS)), "a cell stands twice"
    places = [int(r.get("r", "")) for r in sheet.iterfind(".//m:row", _NS)]
    assert places == sorted(set(places)), "rows out of order, or twice"
    heights = {r.get("r", ""): float(r.get("ht", "15")) for r in sheet.iterfind(".//m:row", _NS)}
    around = re.sub("<sheetData>.*</sheetData>", "", parts.pop(part).decode(), flags=re.DOTALL)
    merges = set(re.findall('<mergeCell ref="([^"]+)"/>', around))
    around = re.sub('<mergeCell ref="[^"]+"/>', "", around)
    return Dump(cells, heights, around, merges, {n: d for n, d in parts.items() if n not in _NUMBERED})


def _looks(styles: etree._Element) -> list[tuple[str, ...]]:
    """The formats by number, each as the markup of all it refers to."""

    def listed(name: str) -> list[str]:
        return [etree.tostring(e).decode() for e in styles.find(f"m:{name}", _NS)]

    fonts, fills, borders = listed("fonts"), listed("fills"), listed("borders")
    numbers = {e.get("numFmtId"): e.get("formatCode", "") for e in styles.iterfind("m:numFmts/m:numFmt", _NS)}
    return [
        (
            fonts[int(xf.get("fontId", "0"))],
            fills[int(xf.get("fillId", "0"))],
            borders[int(xf.get("borderId", "0"))],
            numbers.get(xf.get("numFmtId"), xf.get("numFmtId", "")),
            *(etree.tostring(e).decode() for e in xf),
        )
        for xf in styles.find("m:cellXfs", _NS)
    ]

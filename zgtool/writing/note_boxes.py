"""The boxes notes are shown in: a legacy VML drawing beside each comments part.

Programs want one box for every note, with an id of its own in the whole workbook. VML is
almost XML; what old programs wrote with unclosed tags is read with recovery.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from zgtool.writing.package_parts import Package, Unpatchable, is_strict, relation_key
from zgtool.writing.sheet_cells import LAST_COL, SheetCells, Spot
from zgtool.writing.styles import NOTE_SIZE, lines_needed

_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V, _O, _X = (f"urn:schemas-microsoft-com:{name}" for name in ("vml", "office:office", "office:excel"))
_NAMES = f'xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"'
_BLOCK = 1024
"""Shape ids come in blocks of this size; a drawing states which blocks are its own."""
_EMPTY = (
    f'<xml {_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


def drawing_of(package: Package, part: str, cells: SheetCells) -> str:
    """The drawing part that a sheet part names for its notes, "" when there is none."""
    legacy = cells.root.find(cells.tag("legacyDrawing"))
    if legacy is None:
        return ""
    wanted = legacy.get(relation_key(cells.root), "")
    return next((r.part for r in package.relations(part) if r.id == wanted), "")


def put_boxes(package: Package, part: str, cells: SheetCells, notes: Mapping[Spot, str]) -> None:
    """Give each of these cells of a sheet part a box for its note; the drawing is made when there is none."""
    if not notes:
        return
    drawing = drawing_of(package, part, cells)
    first = max((_last_block(package, n) for n in package if n.lower().endswith(".vml")), default=0) + 1
    if not drawing:
        drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
        package.put(drawing, _EMPTY.encode())
        package.declare_default("vml", _VML_TYPE)
        relation = package.relate(part, "vmlDrawing", drawing, strict=is_strict(cells.root))
        cells.place_legacy_drawing(relation_key(cells.root), relation)
    root = _parse(package.read(drawing))
    _own_type(root)
    for order, (spot, words) in enumerate(sorted(notes.items())):
        block, place = divmod(order, _BLOCK - 1)
        root.append(_box((first + block) * _BLOCK + place + 1, spot, words, cells))
    _own_blocks(root, range(first, first + (len(notes) - 1) // (_BLOCK - 1) + 1))
    package.put(drawing, etree.tostring(root, encoding="UTF-8", xml_declaration=False))


def drop_boxes(package: Package, part: str, cells: SheetCells, spots: set[Spot]) -> None:
    """Remove the boxes of these cells; a drawing that is empty then goes, with the sheet's word for it."""
    drawing = drawing_of(package, part, cells)
    if not drawing:
        return
    root = _parse(package.read(drawing))
    for shape in list(root.iter(f"{{{_V}}}shape")):
        parent = shape.getparent()
        if parent is not None and _note_spot(shape) in spots:
            parent.remove(shape)
    package.put(drawing, etree.tostring(root, encoding="UTF-8", xml_declaration=False))
    # Recovered parts hold names such as "o:idmap" of prefixes that nobody declared; QName refuses those.
    left = {re.split("[}:]", e.tag)[-1] for e in root if isinstance(e.tag, str)}
    legacy = cells.root.find(cells.tag("legacyDrawing"))
    if legacy is not None and left <= {"shapelayout", "shapetype"}:
        cells.root.remove(legacy)
        package.touch(part)
        package.unrelate(part, drawing)
        package.drop(drawing)


def _parse(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data.upper():
        raise Unpatchable("文件里的批注图形含有不允许的声明（DOCTYPE），无法在原表上标注")
    for recover in (False, True):
        parser = etree.XMLParser(recover=recover, resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if isinstance(root, etree._Element):
            return root
    raise Unpatchable("文件里的批注图形已损坏，无法在原表上标注")


def _note_spot(shape: etree._Element) -> Spot | None:
    """The cell whose note a shape shows, None for a shape that is something else."""
    data = shape.find(f"{{{_X}}}ClientData")
    if data is None or data.get("ObjectType") != "Note":
        return None
    row, col = data.findtext(f"{{{_X}}}Row", ""), data.findtext(f"{{{_X}}}Column", "")
    return (int(row) + 1, int(col) + 1) if row.strip().isdigit() and col.strip().isdigit() else None


def _own_type(root: etree._Element) -> None:
    """The shape type that note boxes refer to, put in when the drawing has none."""
    if not any(e.get("id") == "_x0000_t202" for e in root.iter(f"{{{_V}}}shapetype")):
        root.append(etree.fromstring(_EMPTY)[1])


def _own_blocks(root: etree._Element, blocks: range) -> None:
    for idmap in root.iter(f"{{{_O}}}idmap"):
        held = idmap.get("data", "")
        idmap.set("data", ",".join([*([held] if held else []), *map(str, blocks)]))
        return


def _last_block(package: Package, name: str) -> int:
    numbers = re.findall(rb"_x0000_s(\d{1,7})", package.read(name))
    return max((int(n) for n in numbers), default=0) // _BLOCK


def _box(number: int, spot: Spot, words: str, cells: SheetCells) -> etree._Element:
    row, col = spot
    left = _walk(cells.width, min(col + 1, LAST_COL - 40), 12, 300)
    high = min(18 + 17 * lines_needed(words, 42, NOTE_SIZE), 420)
    top = _walk(cells.height, max(row - 1, 1), 4, high)
    anchor = f"{left[0]}, {left[1]}, {top[0]}, {top[1]}, {left[2]}, {left[3]}, {top[2]}, {top[3]}"
    return etree.fromstring(
        f'<v:shape {_NAMES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        f"margin-left:80pt;margin-top:2pt;width:225pt;height:{high * 3 // 4}pt;z-index:{number % _BLOCK};"
        f'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        f'<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        f'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{col - 1}</x:Column>"
        f"</x:ClientData></v:shape>"
    )


def _walk(size: Callable[[int], int], start: int, offset: int, length: int) -> tuple[int, int, int, int]:
    """From a line and offset along columns or rows of varying size: start, offset, end, offset (from 0)."""
    line, left = start, length + offset
    while left > size(line) and line < start + 60:
        left -= size(line)
        line += 1
    return start - 1, offset, line - 1, min(left, max(size(line), 0))

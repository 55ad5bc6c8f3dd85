"""Notes on cells: the comments part of a sheet and the drawing part with their boxes.

A note is two things that must agree: its text in the comments part, and a box in a legacy VML
part. VML as programs write it is not always XML, so it is edited as text. A note the unit has
on the cell is kept: ours is added below it and can be taken off again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from zgtool.writing.package_parts import Package, Unpatchable, cell_text, is_strict, relation_key, whole
from zgtool.writing.sheet_cells import LAST_COL, SheetCells, Spot, address_of, spot_of
from zgtool.writing.styles import NOTE_SIZE, SONG, lines_needed

AUTHOR = "zgtool"
HEAD = "【退改意见】"
"""Every note of ours begins with it; what follows it in a note of the unit's is ours too."""

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE = re.compile(r"<v:shape\s.*?</v:shape>", re.S)
_BLOCK = 1024
_EMPTY_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
)
_SHAPETYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def put_notes(package: Package, part: str, cells: SheetCells, notes: Mapping[Spot, str]) -> None:
    """Put a note on each of these cells of a sheet part."""
    name, root = _comments(package, part, cells)
    without_box = _write_texts(root, notes, cells)
    package.touch(name)
    drawing = _drawing(package, part, cells)
    if not drawing:
        without_box = {spot: _text_of(c) for c in _all(root) if (spot := spot_of(c.get("ref", "")))}
    _write_boxes(package, part, drawing, cells, without_box)


def drop_notes(package: Package, part: str) -> None:
    """Take our notes off a sheet part. Notes of the unit's stay as they were."""
    name = package.related(part, "comments")
    if not name or HEAD.encode() not in package.read(name):
        return
    cells, root = SheetCells(package.tree(part)), package.tree(name)
    gone = _drop_texts(root)
    package.touch(name)
    drawing = _drawing(package, part, cells)
    empty = not _all(root)
    if drawing:
        text = _without_boxes(_decode(package.read(drawing)), gone)
        package.put(drawing, text.encode())
        if empty and not _SHAPE.search(text):
            legacy = cells.root.find(cells.tag("legacyDrawing"))
            if legacy is not None:
                cells.root.remove(legacy)
                package.touch(part)
            package.unrelate(part, drawing)
            package.drop(drawing)
    if empty:
        package.unrelate(part, name)
        package.drop(name)


def _comments(package: Package, part: str, cells: SheetCells) -> tuple[str, etree._Element]:
    name = package.related(part, "comments")
    if not name:
        name = package.free_name("xl/comments{}.xml")
        ns = etree.QName(cells.root).namespace
        package.put(name, f'<comments xmlns="{ns}"><authors/><commentList/></comments>'.encode())
        package.declare(name, _COMMENTS)
        package.relate(part, "comments", name, strict=is_strict(cells.root))
    return name, package.tree(name)


def _drawing(package: Package, part: str, cells: SheetCells) -> str:
    """The VML part that the sheet's legacyDrawing names, "" when there is none."""
    legacy = cells.root.find(cells.tag("legacyDrawing"))
    if legacy is None:
        return ""
    wanted = legacy.get(relation_key(cells.root), "")
    return next((r.part for r in package.relations(part) if r.id == wanted), "")


def _all(root: etree._Element) -> list[etree._Element]:
    return [e for e in root.iter() if isinstance(e.tag, str) and etree.QName(e).localname == "comment"]


def _text_of(comment: etree._Element) -> str:
    return "".join(e.text or "" for e in comment.iter() if etree.QName(e).localname == "t")


def _write_texts(root: etree._Element, notes: Mapping[Spot, str], cells: SheetCells) -> dict[Spot, str]:
    """Write the texts; returns those whose cell had no note, and so has no box yet."""
    authors = root.find(cells.tag("authors"))
    listed = root.find(cells.tag("commentList"))
    if authors is None or listed is None:
        raise Unpatchable("文件里的批注已损坏，无法在原表上标注")
    names = [a.text or "" for a in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, cells.tag("author")).text = AUTHOR
        names.append(AUTHOR)
    present = {spot_of(c.get("ref", "")): c for c in listed}
    new: dict[Spot, str] = {}
    for spot, text in sorted(notes.items()):
        old = present.get(spot)
        if old is None:
            old = etree.SubElement(
                listed, cells.tag("comment"), ref=address_of(spot), authorId=str(names.index(AUTHOR))
            )
            etree.SubElement(old, cells.tag("text"))
            new[spot] = text
        elif _is_threaded(old, names):
            continue
        else:
            text = f"\n{text}"
        _add_runs(old, text, cells)
    return new


def _is_threaded(comment: etree._Element, authors: list[str]) -> bool:
    """A conversation: programs show the conversation, not this text, so it is left alone."""
    index = whole(comment.get("authorId"), -1)
    return 0 <= index < len(authors) and authors[index].startswith("tc=")


def _add_runs(comment: etree._Element, text: str, cells: SheetCells) -> None:
    home = comment.find(cells.tag("text"))
    if home is None:
        home = etree.SubElement(comment, cells.tag("text"))
    plain = home.find(cells.tag("t"))
    if plain is not None:
        run = home.makeelement(cells.tag("r"))
        home.replace(plain, run)
        run.append(plain)
    head, _, rest = text.partition("】")
    for words, bold in ((f"{head}】", True), (rest, False)):
        run = etree.SubElement(home, cells.tag("r"))
        look = etree.SubElement(run, cells.tag("rPr"))
        if bold:
            etree.SubElement(look, cells.tag("b"))
        etree.SubElement(look, cells.tag("sz"), val=str(NOTE_SIZE))
        etree.SubElement(look, cells.tag("rFont"), val=SONG)
        inner = etree.SubElement(run, cells.tag("t"))
        inner.text = cell_text(words)
        inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _drop_texts(root: etree._Element) -> set[Spot]:
    """Take our texts out; returns the cells that have no note left."""
    gone: set[Spot] = set()
    for comment in _all(root):
        text = _text_of(comment)
        if text.startswith(HEAD):
            spot = spot_of(comment.get("ref", ""))
            if spot:
                gone.add(spot)
            parent = comment.getparent()
            if parent is not None:
                parent.remove(comment)
        elif f"\n{HEAD}" in text:
            _cut(comment, text.index(f"\n{HEAD}"))
    return gone


def _cut(comment: etree._Element, length: int) -> None:
    """Keep the first `length` characters of a note's text."""
    for inner in [e for e in comment.iter() if etree.QName(e).localname == "t"]:
        text = inner.text or ""
        inner.text = text[:length]
        run = inner.getparent()
        if length <= 0 and run is not None and etree.QName(run).localname == "r":
            home = run.getparent()
            if home is not None:
                home.remove(run)
        length = max(0, length - len(text))


def _write_boxes(
    package: Package, part: str, drawing: str, cells: SheetCells, notes: Mapping[Spot, str]
) -> None:
    if not notes:
        return
    block = max((_last_block(package, n) for n in package if n.lower().endswith(".vml")), default=0) + 1
    blocks = list(range(block, block + (len(notes) - 1) // (_BLOCK - 1) + 1))
    if not drawing:
        drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
        package.put(drawing, _EMPTY_VML.encode())
        package.declare_default("vml", _VML)
        relation = package.relate(part, "vmlDrawing", drawing, strict=is_strict(cells.root))
        cells.place_legacy_drawing(relation_key(cells.root), relation)
    text = _decode(package.read(drawing))
    shapes = [] if '"_x0000_t202"' in text else [_SHAPETYPE]
    for order, (spot, words) in enumerate(sorted(notes.items())):
        number = blocks[order // (_BLOCK - 1)] * _BLOCK + order % (_BLOCK - 1) + 1
        shapes.append(_box(number, spot, words, cells))
    package.put(drawing, _with_shapes(text, "".join(shapes), blocks).encode())


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise Unpatchable("文件里的批注图形已损坏，无法在原表上标注") from broken
    if "xmlns:v=" not in text or "xmlns:x=" not in text or "<!DOCTYPE" in text.upper():
        raise Unpatchable("文件里的批注图形不是常见的写法，无法在原表上标注")
    return text


def _with_shapes(text: str, shapes: str, blocks: list[int]) -> str:
    head, end, tail = text.rpartition("</")
    if not end:
        raise Unpatchable("文件里的批注图形已损坏，无法在原表上标注")
    more = ",".join(map(str, blocks))

    def widen(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]},{more}{found[3]}" if found[2] else f"{found[1]}{more}{found[3]}"

    head = re.sub(r'(<o:idmap\b[^>]*\bdata=")([^"]*)(")', widen, head, count=1)
    return f"{head}{shapes}{end}{tail}"


def _last_block(package: Package, name: str) -> int:
    numbers = re.findall(rb"_x0000_s(\d{1,7})", package.read(name))
    return max((int(n) for n in numbers), default=0) // _BLOCK


def _without_boxes(text: str, spots: set[Spot]) -> str:
    def keep(found: re.Match[str]) -> str:
        row = re.search(r"<x:Row>\s*(\d+)\s*</x:Row>", found[0])
        col = re.search(r"<x:Column>\s*(\d+)\s*</x:Column>", found[0])
        note = 'ObjectType="Note"' in found[0] or "ObjectType='Note'" in found[0]
        ours = note and row and col and (int(row[1]) + 1, int(col[1]) + 1) in spots
        return "" if ours else found[0]

    return _SHAPE.sub(keep, text)


def _box(number: int, spot: Spot, words: str, cells: SheetCells) -> str:
    row, col = spot
    left = _walk(cells.width, min(col + 1, LAST_COL - 40), 12, 300)
    high = min(18 + 17 * lines_needed(words, 42, NOTE_SIZE), 420)
    top = _walk(cells.height, max(row - 1, 1), 4, high)
    anchor = f"{left[0]}, {left[1]}, {top[0]}, {top[1]}, {left[2]}, {left[3]}, {top[2]}, {top[3]}"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;'
        f'margin-top:2pt;width:225pt;height:{high * 3 // 4}pt;z-index:{number % _BLOCK};visibility:hidden" '
        f'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
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

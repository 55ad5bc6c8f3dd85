"""Notes on cells: the comments part of a sheet; their boxes are `note_boxes`.

A note the unit has on a cell is kept: ours is added below it and can be taken off again.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from zgtool.model.identity import NOTE_HEAD
from zgtool.writing.note_boxes import drawing_of, drop_boxes, put_boxes
from zgtool.writing.package_parts import Package, Unpatchable, cell_text, is_strict, whole
from zgtool.writing.sheet_cells import SheetCells, Spot, address_of, spot_of
from zgtool.writing.styles import NOTE_SIZE, SONG

AUTHOR = "zgtool"
"""Every note of ours begins with it; what follows it in a note of the unit's is ours too."""

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"


def put_notes(package: Package, part: str, cells: SheetCells, notes: Mapping[Spot, str]) -> None:
    """Put a note on each of these cells of a sheet part."""
    name, root = _comments(package, part, cells)
    new = _write_texts(root, notes, cells)
    package.touch(name)
    if not drawing_of(package, part, cells):
        new = {spot: _text_of(c) for c in _all(root) if (spot := spot_of(c.get("ref", "")))}
    put_boxes(package, part, cells, new)


def drop_notes(package: Package, part: str) -> None:
    """Take our notes off a sheet part. Notes of the unit's stay as they were."""
    name = package.related(part, "comments")
    if not name or NOTE_HEAD.encode() not in package.read(name):
        return
    cells, root = SheetCells(package.tree(part)), package.tree(name)
    drop_boxes(package, part, cells, _drop_texts(root))
    package.touch(name)
    if not _all(root):
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
        if text.startswith(NOTE_HEAD):
            spot = spot_of(comment.get("ref", ""))
            if spot:
                gone.add(spot)
            parent = comment.getparent()
            if parent is not None:
                parent.remove(comment)
        elif f"\n{NOTE_HEAD}" in text:
            _cut(comment, text.index(f"\n{NOTE_HEAD}"))
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

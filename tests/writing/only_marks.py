"""What a returned copy changed besides the marks: part by part, element by element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from tests.writing.wps_book import read_parts

_MARKED_PART = re.compile(r"xl/(worksheets/|comments|drawings/vmlDrawing)")
_BOOK_PARTS = ("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "docProps/custom.xml")
Parts = dict[str, bytes]


def differences(original: bytes, returned: bytes, cells: dict[str, Iterable[str]]) -> list[str]:
    """Everything that differs and is neither a marked cell, its note, the list sheet nor the count.

    cells: the addresses marked in each sheet part. Parts of the list sheet, of notes and of properties
    may be new; nothing may be gone; a part without marks may not differ in a byte.
    """
    before, after = read_parts(original), read_parts(returned)
    found = [f"{name}：没有了" for name in before if name not in after]
    new = {name for name in after if name not in before}
    found += [f"{name}：多出来了" for name in new if not _may_be_new(name)]
    lists = [name for name in new if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    found += [f"新增的工作表有{len(lists)}张"] if len(lists) != 1 else []
    for name in (n for n in before if n in after and before[n] != after[n]):
        found += [f"{name}：{what}" for what in _part(name, before[name], after[name], cells)]
    return found


def _may_be_new(name: str) -> bool:
    return bool(_MARKED_PART.match(name)) or name in ("docProps/custom.xml", "xl/styles.xml")


def _part(name: str, old: bytes, new: bytes, cells: dict[str, Iterable[str]]) -> Iterator[str]:
    if name in _BOOK_PARTS or name.endswith(".rels"):
        gone = _entries(old) - _entries(new)
        if gone:
            yield f"少了{len(gone)}条"
    elif name in cells:
        if _sheet(old, set(cells[name]), marked=False) != _sheet(new, set(cells[name]), marked=True):
            yield "标注以外的内容变了"
    elif name.endswith("workbook.xml"):
        if _book(old) != _book(new, ours=True):
            yield "除新增的工作表以外有改动"
    elif name.endswith("styles.xml"):
        yield from _styles(old, new)
    elif "comments" in name:
        spots = {spot for marked in cells.values() for spot in marked}
        yield from _notes(old, new, spots)
    elif name.endswith(".vml"):
        shapes = len(re.findall(rb"<v:shape ", old))
        if re.findall(rb'id="_x0000_s\d+"', new)[:shapes] != re.findall(rb'id="_x0000_s\d+"', old):
            yield "原有的批注框变了"
    else:
        yield "不该有改动"


def _tree(part: bytes) -> etree._Element:
    return etree.fromstring(part)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _same(root: etree._Element) -> str:
    return etree.tostring(root, method="c14n").decode()


def _entries(part: bytes) -> set[tuple[tuple[str, str], ...]]:
    return {tuple(sorted((str(k), str(v)) for k, v in e.attrib.items())) for e in _tree(part)}


def _sheet(part: bytes, spots: set[str], *, marked: bool) -> str:
    """The sheet without what marking its cells may change: their style, cells and rows made for them."""
    root = _tree(part)
    for element in list(root.iter()):
        kind, home = _name(element), element.getparent()
        if kind == "c" and element.get("r") in spots:
            element.attrib.pop("s", "")
            if not len(element) and home is not None:
                home.remove(element)
        elif kind == "row":
            element.attrib.pop("spans", "")
        elif kind == "sheetView":
            element.attrib.pop("tabSelected", "")
        elif kind == "dimension":
            element.attrib.clear()
        elif kind == "legacyDrawing" and home is not None:
            home.remove(element)
    for row in [e for e in root.iter() if _name(e) == "row" and not len(e) and set(e.attrib) <= {"r"}]:
        home = row.getparent()
        if home is not None:
            home.remove(row)
    return _same(root)


def _book(part: bytes, *, ours: bool = False) -> str:
    """The workbook part; with `ours` without the list sheet and the moves it causes."""
    root = _tree(part)
    for view in (e for e in root.iter() if _name(e) == "workbookView"):
        view.attrib.pop("activeTab", "")
        view.attrib.pop("firstSheet", "")
    for names in [e for e in root if _name(e) == "definedNames"] if ours else []:
        for name in list(names):
            place = name.get("localSheetId")
            if place == "0":
                names.remove(name)
            elif place is not None:
                name.set("localSheetId", str(int(place) - 1))
        if not len(names):
            root.remove(names)
    for sheets in [e for e in root if _name(e) == "sheets"] if ours else []:
        sheets.remove(sheets[0])
    return _same(root)


def _styles(old: bytes, new: bytes) -> Iterator[str]:
    """Styles may be added at the end of a section; what was there keeps its number."""
    after = {_name(section): section for section in _tree(new)}
    for section in _tree(old):
        now = after.get(_name(section))
        if now is None or [_same(e) for e in section] != [_same(e) for e in now][: len(section)]:
            yield f"{_name(section)} 变了"


def _notes(old: bytes, new: bytes, spots: set[str]) -> Iterator[str]:
    after = {e.get("ref"): e for e in _tree(new).iter() if _name(e) == "comment"}
    for note in (e for e in _tree(old).iter() if _name(e) == "comment"):
        now = after.get(note.get("ref"))
        kept = now is not None and "".join(now.itertext()).startswith("".join(note.itertext()))
        if not kept or now is None or now.get("authorId") != note.get("authorId"):
            yield f"{note.get('ref')} 的批注变了"
        elif note.get("ref") not in spots and _same(now) != _same(note):
            yield f"{note.get('ref')} 没有标注，批注却变了"
    before = {e.get("ref") for e in _tree(old).iter() if _name(e) == "comment"}
    for spot in after.keys() - before - spots:
        yield f"{spot} 没有标注，却有新批注"

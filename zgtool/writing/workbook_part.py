"""xl/workbook.xml: which sheets there are, putting one first and taking one away."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from zgtool.model.identity import RETURN_CLOSING, RETURN_SHEET
from zgtool.writing.package_parts import Package, Unpatchable, is_strict, parse, relation_key, whole
from zgtool.writing.sheet_cells import SheetCells

MARKER = "_zgtool_退改说明"
"""A hidden defined name on our own sheet: how it is told from a sheet the unit called the same."""

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_STYLE = re.compile(rb"""\s(?:s|style)=["'](\d{1,7})["']""")
_PLAIN, _MACRO = (
    f"application/vnd.{name}.main+xml"
    for name in ("openxmlformats-officedocument.spreadsheetml.sheet", "ms-excel.sheet.macroEnabled")
)
_AFTER_NAMES = (
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet as the workbook lists it. `part` is "" for what is not a worksheet; hidden in any degree."""

    index: int
    name: str
    part: str
    hidden: bool


class WorkbookPart:
    """The workbook part of a package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.related("", "officeDocument")
        if not self.part:
            raise Unpatchable("文件不是 .xlsx 工作簿，无法在原表上标注")
        if not package.read(self.part).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            raise Unpatchable("文件是二进制工作簿（.xlsb），无法在原表上标注")
        self.root = package.tree(self.part)
        sheets = self.root.find(self.tag("sheets"))
        if etree.QName(self.root).localname != "workbook" or sheets is None:
            raise Unpatchable("文件不是 .xlsx 工作簿，无法在原表上标注")
        self._sheets = sheets

    def tag(self, name: str) -> str:
        """A tag in the workbook's own namespace."""
        return f"{{{self.namespace}}}{name}"

    @property
    def namespace(self) -> str:
        """The namespace of all spreadsheet parts of this file."""
        return etree.QName(self.root).namespace or ""

    @property
    def strict(self) -> bool:
        """Whether the file is written in ISO strict names."""
        return is_strict(self.root)

    def sheets(self) -> list[SheetEntry]:
        """The sheets in the order of their tabs."""
        parts = {r.id: r.part for r in self.package.relations(self.part) if r.kind == "worksheet"}
        key = relation_key(self.root)
        return [
            SheetEntry(
                i, e.get("name", ""), parts.get(e.get(key, ""), ""), e.get("state", "visible") != "visible"
            )
            for i, e in enumerate(self._entries())
        ]

    @property
    def ending(self) -> str:
        """The ending a file of this content must have: programs refuse macros that are called .xlsx."""
        return ".xlsm" if "macroEnabled" in self.package.content_type(self.part) else ".xlsx"

    def be_workbook(self) -> None:
        """Turn a template (.xltx, .xltm) into a workbook, as which it goes back."""
        held = self.package.content_type(self.part)
        if ".template." in held:
            self.package.retype(self.part, _MACRO if "macroEnabled" in held else _PLAIN)

    def styles_used(self) -> int:
        """How many cell styles the sheets count on: one more than the highest number in them."""
        parts = (self.package.read(s.part) for s in self.sheets() if s.part)
        return 1 + max((int(n) for part in parts for n in set(_STYLE.findall(part))), default=-1)

    def styles(self) -> etree._Element:
        """The root of the style part, made when the file has none; it counts as changed."""
        name = self.package.related(self.part, "styles")
        if not name:
            # Some readers look for the styles under this name alone.
            name = (
                "xl/styles.xml"
                if not self.package.find("xl/styles.xml")
                else self.package.free_name("xl/styles{}.xml")
            )
            self.package.put(name, f'<styleSheet xmlns="{self.namespace}"/>'.encode())
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
            self.package.declare(name, kind)
            self.package.relate(self.part, "styles", name, strict=self.strict)
        self.package.touch(name)
        return self.package.tree(name)

    def strings(self) -> list[str]:
        """The shared strings, in order."""
        name = self.package.related(self.part, "sharedStrings")
        if not name:
            return []
        tag = self.tag("t")
        phonetic = self.tag("rPh")
        return [
            "".join(t.text or "" for t in entry.iter(tag) if _parent_tag(t) != phonetic)
            for entry in parse(self.package.read(name)).iterfind(self.tag("si"))
        ]

    def recalculate(self) -> None:
        """Let the program work out every formula anew when it opens the file."""
        settings = self.root.find(self.tag("calcPr"))
        if settings is None:
            later = {self.tag(n) for n in _AFTER_NAMES}
            place = next((i for i, c in enumerate(self.root) if c.tag in later), len(self.root))
            settings = self.root.makeelement(self.tag("calcPr"))
            self.root.insert(place, settings)
        settings.set("fullCalcOnLoad", "1")
        self.package.touch(self.part)

    def our_lists(self) -> list[SheetEntry]:
        """Our list sheets of earlier rounds: by the marker; where it was lost, by name and last sentence."""
        marked = {whole(n.get("localSheetId"), -1) for n in self._names() if n.get("name") == MARKER}
        named = [
            s for s in self.sheets() if s.part and s.name.startswith(RETURN_SHEET) and s.index not in marked
        ]
        strings = self.strings() if named else []
        signed = {s.index for s in named if RETURN_CLOSING in self._column_a(s.part, strings)}
        return [s for s in self.sheets() if s.index in marked | signed]

    def _column_a(self, part: str, strings: list[str]) -> set[str]:
        cells = SheetCells(self.package.tree(part))
        return {cells.text((row, 1), strings) for row in cells.rows()}

    def remove(self, sheet: SheetEntry) -> None:
        """Take a sheet away: entry, part, names on it; what counts sheets is moved up."""
        entry = self._entries()[sheet.index]
        has_formula = bool(sheet.part) and bool(_FORMULA.search(self.package.read(sheet.part)))
        self._sheets.remove(entry)
        for name in self._names():
            at = whole(name.get("localSheetId"), -1)
            if at == sheet.index:
                _take_out(name)
            elif f"{sheet.name}!" in (name.text or "") or f"{sheet.name}'!" in (name.text or ""):
                name.text = "#REF!"
            elif at > sheet.index:
                name.set("localSheetId", str(at - 1))
        names = self.root.find(self.tag("definedNames"))
        if names is not None and not len(names):
            self.root.remove(names)
        self._shift_views(lambda n: n - 1 if n > sheet.index else min(n, len(self._entries()) - 1))
        if sheet.part:
            self.package.unrelate(self.part, sheet.part)
            self.package.drop(sheet.part)
        if has_formula:
            self._forget_calculation()
        self.package.touch(self.part)

    def insert_first(self, name: str, xml: bytes, *, names: dict[str, str], open_on_it: bool) -> None:
        """Put a worksheet before all others; `names` are defined names on it ("_zgtool…" hidden).

        What counts sheets (names on a sheet, the open tab, the first tab shown) is moved by one;
        with `open_on_it` the workbook opens on the new sheet.
        """
        part = self.package.free_name("xl/worksheets/sheet{}.xml")
        self.package.put(part, xml)
        self.package.declare(part, _SHEET_TYPE)
        relation = self.package.relate(self.part, "worksheet", part, strict=self.strict)
        ids = [whole(e.get("sheetId")) for e in self._entries()]
        entry = self._sheets.makeelement(
            self.tag("sheet"),
            {
                "name": name,
                "sheetId": str(max(ids, default=0) + 1),
                relation_key(self.root): relation,
            },
        )
        self._sheets.insert(0, entry)
        for defined in self._names():
            if defined.get("localSheetId") is not None:
                defined.set("localSheetId", str(whole(defined.get("localSheetId")) + 1))
        self._shift_views(lambda n: n + 1)
        for view in self.root.iterfind(f"{self.tag('bookViews')}/{self.tag('workbookView')}"):
            view.attrib.pop("firstSheet", "")
            if open_on_it:
                view.attrib.pop("activeTab", "")
        self._define(names)
        self.package.touch(self.part)

    def free_sheet_name(self, wanted: str) -> str:
        """The name, or the name with a number when a sheet is already called so."""
        taken = {e.get("name", "").casefold() for e in self._entries()}
        number, name = 1, wanted
        while name.casefold() in taken:
            number += 1
            name = f"{wanted}{number}"
        return name

    def _entries(self) -> list[etree._Element]:
        return [e for e in self._sheets if e.tag == self.tag("sheet")]

    def _names(self) -> list[etree._Element]:
        return list(self.root.iterfind(f"{self.tag('definedNames')}/{self.tag('definedName')}"))

    def _shift_views(self, move: Callable[[int], int]) -> None:
        for view in self.root.iterfind(f"{self.tag('bookViews')}/{self.tag('workbookView')}"):
            for key in ("activeTab", "firstSheet"):
                if view.get(key) is not None or key == "activeTab":
                    view.set(key, str(max(0, move(whole(view.get(key))))))

    def _define(self, names: dict[str, str]) -> None:
        home = self.root.find(self.tag("definedNames"))
        if home is None:
            home = self.root.makeelement(self.tag("definedNames"))
            later = {self.tag(n) for n in _AFTER_NAMES}
            place = next((i for i, c in enumerate(self.root) if c.tag in later), len(self.root))
            self.root.insert(place, home)
        for name, reference in names.items():
            element = etree.SubElement(home, self.tag("definedName"), name=name, localSheetId="0")
            element.text = reference
            if name.startswith("_zgtool"):
                element.set("hidden", "1")

    def _forget_calculation(self) -> None:
        chain = self.package.related(self.part, "calcChain")
        if chain:
            self.package.unrelate(self.part, chain)
            self.package.drop(chain)


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _parent_tag(element: etree._Element) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""

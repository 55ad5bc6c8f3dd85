"""xl/styles.xml: the same style with another fill, and the way back.

A marked cell gets a clone of its own style with the fill replaced. The clone hangs on a named
cell style "zgtool#…" that holds the original fill: the name survives Excel and WPS, sorting
and inserted rows, so that the marks of a workbook that comes back can be taken off exactly.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from zgtool.writing.package_parts import Unpatchable, whole

MARK_STYLE = "zgtool#"
_MOST = 64_000
"""Cell styles; a little over 65,000 are more than Excel opens."""
_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)


class StyleSheet:
    """Adds styles to a workbook's style part. `fills` are the mark colours ever used, as RRGGBB.

    used: how many styles the sheets count on. A cell may name one that the part does not hold; it is shown
    plain, and must not come to mean one of ours.
    """

    def __init__(self, root: etree._Element, fills: frozenset[str], used: int = 0) -> None:
        self._root = root
        self._ns = etree.QName(root).namespace or ""
        self._fills = fills
        self._seen: dict[str, dict[bytes, int]] = {}
        self._marked: dict[tuple[int, str], int] = {}
        if used > _MOST:
            raise Unpatchable(f"文件里的单元格格式超过{_MOST}种，无法在原表上标注")
        if used:
            self._reserve(used)

    def _reserve(self, used: int) -> None:
        xfs = self._section("cellXfs")
        while len(xfs) < used:
            xfs.append(self._element('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'))
            xfs.set("count", str(len(xfs)))

    def marked(self, style: int, color: str) -> int:
        """The index of a style like `style` with the background `color` (RRGGBB)."""
        key = (style, color)
        if key not in self._marked:
            xfs = self._section("cellXfs")
            own = xfs[style] if style < len(xfs) else xfs[0]
            new = deepcopy(own)
            new.set("xfId", str(self._chain(own)))
            new.set("fillId", str(self._add("fills", _solid(self._ns, color))))
            new.set("applyFill", "1")
            self._marked[key] = self._add("cellXfs", new)
        return self._marked[key]

    def wrapped(self, style: int) -> int:
        """The index of a style like `style` whose text breaks into lines."""
        xfs = self._section("cellXfs")
        new = deepcopy(xfs[style] if style < len(xfs) else xfs[0])
        alignment = new.find(self._tag("alignment"))
        if alignment is None:
            alignment = new.makeelement(self._tag("alignment"))
            new.insert(0, alignment)
        alignment.set("wrapText", "1")
        new.set("applyAlignment", "1")
        return self._add("cellXfs", new)

    def plain(self, *, font: str, fill: str = "", border: str = "", align: str = "") -> int:
        """The index of a style of our list sheet, from the inner XML of font and border and the alignment."""
        xf = self._element(
            f'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
            f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment {align}/></xf>'
        )
        xf.set("fontId", str(self._add("fonts", self._element(f"<font>{font}</font>"))))
        xf.set("fillId", str(self._add("fills", _solid(self._ns, fill))) if fill else "0")
        xf.set("borderId", str(self._add("borders", self._element(f"<border>{border}</border>"))))
        return self._add("cellXfs", xf)

    def clear(self) -> bool:
        """Give every marked style its original fill back; True when there were any."""
        names = self._root.find(self._tag("cellStyles"))
        ours = [n for n in names if n.get("name", "").startswith(MARK_STYLE)] if names is not None else []
        if names is None or not ours:
            return False
        parents = {n.get("name", ""): n.get("xfId", "0") for n in names}
        origin = {n.get("xfId", ""): parents.get(n.get("name", "").split("#", 2)[-1], "0") for n in ours}
        base, fills = self._section("cellStyleXfs"), self._section("fills")
        for xf in self._section("cellXfs"):
            parent = xf.get("xfId", "")
            if parent in origin and parent.isdigit() and int(parent) < len(base):
                if self._is_mark(fills, xf.get("fillId", "0")):
                    _set_fill(xf, base[int(parent)].get("fillId", "0"))
                xf.set("xfId", origin[parent])
        for name in ours:
            names.remove(name)
        names.set("count", str(len(names)))
        self._trim(base)
        return True

    def _is_mark(self, fills: etree._Element, index: str) -> bool:
        if not index.isdigit() or int(index) >= len(fills):
            return False
        color = fills[int(index)].find(f"{self._tag('patternFill')}/{self._tag('fgColor')}")
        return color is not None and color.get("rgb", "")[-6:].upper() in self._fills

    def _trim(self, base: etree._Element) -> None:
        """Take off parents at the end that nothing refers to any more; those between keep the numbering."""
        used = {whole(e.get("xfId")) for name in ("cellXfs", "cellStyles") for e in self._section(name)}
        while len(base) - 1 > max(used, default=0):
            base.remove(base[-1])
        base.set("count", str(len(base)))

    def _chain(self, xf: etree._Element) -> int:
        """The parent style that remembers the fill of `xf`, made when it is not there yet."""
        base, names = self._section("cellStyleXfs"), self._section("cellStyles")
        parent = whole(xf.get("xfId"))
        parent = parent if parent < len(base) else 0
        origin = next((n.get("name", "") for n in names if n.get("xfId") == str(parent)), "")
        memory = deepcopy(base[parent])
        _set_fill(memory, xf.get("fillId", "0"))
        for name in names:
            text = name.get("name", "")
            if text.startswith(MARK_STYLE) and text.split("#", 2)[-1] == origin:
                index = whole(name.get("xfId"))
                if index < len(base) and _key(base[index]) == _key(memory):
                    return index
        base.append(memory)
        base.set("count", str(len(base)))
        number = sum(n.get("name", "").startswith(MARK_STYLE) for n in names) + 1
        etree.SubElement(
            names,
            self._tag("cellStyle"),
            name=f"{MARK_STYLE}{number}#{origin}"[:255],
            xfId=str(len(base) - 1),
        )
        names.set("count", str(len(names)))
        return len(base) - 1

    def _add(self, section: str, element: etree._Element) -> int:
        """The index of an equal element in a section, added at the end when there is none."""
        home = self._section(section)
        if section == "fills" and len(home) < 2:
            # Programs take fills 0 and 1 for "none" and "grey dots", whatever stands there.
            home.append(self._element('<fill><patternFill patternType="gray125"/></fill>'))
        seen = self._seen.get(section)
        if seen is None:
            seen = self._seen[section] = {}
            for index, old in enumerate(home):
                seen.setdefault(_key(old), index)
        key = _key(element)
        if key not in seen:
            if len(home) >= _MOST:
                raise Unpatchable(f"文件里的单元格格式超过{_MOST}种，无法在原表上标注")
            home.append(element)
            seen[key] = len(home) - 1
            home.set("count", str(len(home)))
        return seen[key]

    def _section(self, name: str) -> etree._Element:
        found = self._root.find(self._tag(name))
        if found is not None and not len(found):
            self._root.remove(found)
            found = None
        if found is None:
            found = self._root.makeelement(self._tag(name))
            later = {self._tag(n) for n in _ORDER[_ORDER.index(name) + 1 :]}
            place = next((i for i, child in enumerate(self._root) if child.tag in later), len(self._root))
            self._root.insert(place, found)
            self._fill_first(name, found)
        return found

    def _fill_first(self, name: str, section: etree._Element) -> None:
        """A section that was missing begins with what index 0 must mean."""
        first = {
            "cellStyleXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
            "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
            "cellStyles": '<cellStyle name="Normal" xfId="0" builtinId="0"/>',
            "fonts": '<font><sz val="11"/></font>',
            "borders": "<border/>",
            "fills": '<fill><patternFill patternType="none"/></fill>',
        }
        section.append(self._element(first[name]))
        section.set("count", str(len(section)))

    def _element(self, xml: str) -> etree._Element:
        return etree.fromstring(f'<x xmlns="{self._ns}">{xml}</x>')[0]

    def _tag(self, name: str) -> str:
        return f"{{{self._ns}}}{name}"


def _solid(ns: str, color: str) -> etree._Element:
    return etree.fromstring(
        f'<fill xmlns="{ns}"><patternFill patternType="solid"><fgColor rgb="FF{color}"/>'
        f'<bgColor indexed="64"/></patternFill></fill>'
    )


def _set_fill(xf: etree._Element, fill: str) -> None:
    xf.set("fillId", fill)
    if fill == "0":
        xf.attrib.pop("applyFill", "")
    else:
        xf.set("applyFill", "1")


def _key(element: etree._Element) -> bytes:
    """Two elements with the same key look the same to a spreadsheet program."""
    try:
        return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    except etree.C14NError as broken:
        raise Unpatchable("文件里的单元格样式已损坏，无法在原表上标注") from broken

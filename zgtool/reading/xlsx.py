"""A .xlsx package → sheets: values from calamine, everything it does not tell from the raw XML."""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from zgtool.model.finding import Finding, Location
from zgtool.model.text import clean
from zgtool.reading.calamine import Sheet, read_values
from zgtool.reading.kinds import ACTIVE_PARTS, DAMAGED, WITNESS
from zgtool.reading.package import Package, local
from zgtool.reading.raw import Address, Marks, RawBook, RawSheet, Unreadable, parse_address, with_errors
from zgtool.reading.sheet_xml import (
    SheetScan,
    careful_scan,
    empty_strings,
    ends_whole,
    needs_care,
    percent_styles,
    walk,
)

_TELLING = frozenset({"Relationship", "sheet", "workbookPr"})
_SMALL = 1 << 14
"""Bytes of a part that is worth remembering."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One sheet as the workbook's table of contents names it."""

    name: str
    hidden: str
    path: str


def read_xlsx(data: bytes, package: Package, name: str) -> RawBook:
    """All worksheets of a .xlsx/.xlsm/.xltx; `Unreadable` when any part is missing, cut or disagrees."""
    try:
        main = _main_part(package)
        parts, epoch1904, sheet_kinds = _contents(package, main)
        values = {sheet.name: sheet for sheet in read_values(data, name)}
        percents = percent_styles(package.get(_beside(main, "styles.xml")))
        strings = package.get(_beside(main, "sharedStrings.xml"))
        sheets = []
        for part in parts:
            if sheet_kinds.get(part.path) == "chartsheet":
                continue
            if part.path not in package or part.name not in values:
                raise Unreadable.of(DAMAGED, name, part.name)
            sheets.append(_read_sheet(package, part, values[part.name], percents, strings, epoch1904, name))
        return RawBook(tuple(sheets), properties(package), active_parts(package, name))
    except (
        expat.ExpatError,
        LookupError,
        ValueError,
    ):  # cut XML, a part that is missing, an unknown encoding
        raise Unreadable.of(DAMAGED, name) from None


def _read_sheet(
    package: Package,
    part: _Part,
    values: Sheet,
    percents: frozenset[str],
    strings: bytes,
    epoch1904: bool,
    name: str,
) -> RawSheet:
    xml = package[part.path]
    if not ends_whole(xml):
        careful_scan(xml, percents)  # raises when the sheet is cut
    marks, rows = Marks(), values.rows
    if needs_care(xml, values.filled) or _uses(xml, percents):
        scan = careful_scan(xml, percents)
        filled = _without_empty(scan, strings)
        if filled != values.filled:
            raise Unreadable.of(WITNESS, name, f"工作表“{part.name}”：应有{filled}个，读出{values.filled}个")
        rows = with_errors(rows, scan.errors)
        marks = Marks(scan.errors, frozenset(scan.uncomputed), frozenset(scan.percents), frozenset(scan.hidden_rows),
                      frozenset(scan.hidden_columns), scan.filtered)  # fmt: skip
    comments = _comments(package, part.path)
    if comments:
        marks = Marks(marks.errors, marks.uncomputed, marks.percents, marks.hidden_rows, marks.hidden_columns,
                      marks.filtered, comments)  # fmt: skip
    return RawSheet(part.name, rows, part.hidden, values.merges, marks, epoch1904)


def _uses(xml: bytes, styles: frozenset[str]) -> bool:
    """Whether any cell of a sheet has one of these style numbers."""
    if not styles:
        return False
    numbers = "|".join(sorted(styles)).encode()
    return re.search(rb"""[ \n\t]s=["'](?:%s)["']""" % numbers, xml) is not None


def _without_empty(scan: SheetScan, strings: bytes) -> int:
    if not scan.shared or not strings:
        return len(scan.filled)
    empty = empty_strings(strings)
    return (
        len(scan.filled) - sum(1 for index in scan.shared.values() if index in empty)
        if empty
        else len(scan.filled)
    )


def _main_part(package: Package) -> str:
    """The workbook part: named by the package's own relations, almost always xl/workbook.xml."""
    if "_rels/.rels" in package:
        for kind, target, _ in _relations(package, ""):
            if kind == "officeDocument":
                return target
    return "xl/workbook.xml"


def _elements(xml: bytes) -> Sequence[tuple[str, Mapping[str, str]]]:
    """The telling elements of an XML part, in order: local name and attributes."""
    return _shared_elements(xml) if len(xml) < _SMALL else _parse_elements(xml)


def _parse_elements(xml: bytes) -> Sequence[tuple[str, Mapping[str, str]]]:
    found: list[tuple[str, Mapping[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if (name := local(tag)) in _TELLING:
            found.append((name, attributes))

    walk(xml, start)
    return found


_shared_elements = functools.lru_cache(maxsize=64)(_parse_elements)
"""By memory: files that come from one template have the same relations."""


def _relations(package: Package, part: str) -> list[tuple[str, str, str]]:
    """(kind, part, id) of a part's internal relations; links that leave the package are not followed."""
    folder, base = posixpath.split(part)
    found: list[tuple[str, str, str]] = []

    relations = package.get(posixpath.join(folder, "_rels", base + ".rels"))
    for tag, attributes in _elements(relations) if relations else ():
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found.append((attributes.get("Type", "").rsplit("/", 1)[-1], path, attributes.get("Id", "")))
    return found


def _contents(package: Package, main: str) -> tuple[list[_Part], bool, dict[str, str]]:
    related = _relations(package, main)
    targets = {ident: path for _, path, ident in related}
    parts: list[_Part] = []
    epoch: list[bool] = []

    for name, attributes in _elements(package[main]):
        if name == "sheet":
            ident = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            state = attributes.get("state", "")
            parts.append(
                _Part(attributes.get("name", ""), "" if state == "visible" else state, targets.get(ident, ""))
            )
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true", "on"):
            epoch.append(True)
    return parts, bool(epoch), {path: kind for kind, path, _ in related}


def sheet_path(package: Package, name: str) -> str:
    """The part that holds the sheet `name`. LookupError when there is none."""
    parts = {part.name: part.path for part in _contents(package, _main_part(package))[0]}
    return parts[name]


def _beside(main: str, base: str) -> str:
    return posixpath.join(posixpath.dirname(main), base)


def _comments(package: Package, sheet: str) -> dict[Address, str]:
    """Notes on the cells of one sheet."""
    found: dict[Address, str] = {}
    for kind, path, _ in _relations(package, sheet):
        if kind == "comments" and path in package:
            place: list[Address | None] = [None]
            pieces: list[str] = []

            def start(tag: str, attributes: dict[str, str], place: list[Address | None] = place) -> None:
                if local(tag) == "comment":
                    place[0] = parse_address(attributes.get("ref", ""))

            def end(tag: str, place: list[Address | None] = place, pieces: list[str] = pieces) -> None:
                if local(tag) == "comment":
                    if place[0]:
                        found[place[0]] = clean("".join(pieces))
                    place[0] = None
                    pieces.clear()

            def text(data: str, place: list[Address | None] = place, pieces: list[str] = pieces) -> None:
                if place[0]:
                    pieces.append(data)

            walk(package[path], start, end, text)
    return found


def properties(package: Package) -> dict[str, str]:
    """Custom document properties, by name."""
    part = package.get("docProps/custom.xml")
    found: dict[str, str] = {}
    name = [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "property":
            name[0] = attributes.get("name", "")

    def text(data: str) -> None:
        if name[0]:
            found[name[0]] = found.get(name[0], "") + data

    if part:
        walk(part, start, None, text)
    return {key: clean(value) for key, value in found.items()}


_ACTIVE = (("vbaproject.bin", "宏"), ("xl/externallinks/", "外部链接"), ("xl/embeddings/", "嵌入对象"),
           ("xl/activex/", "控件"), ("xl/macrosheets/", "宏表"), ("xl/connections.xml", "数据连接"))  # fmt: skip


def active_parts(package: Package, name: str) -> tuple[Finding, ...]:
    """A remark on macros, links and embedded objects, none of which is ever acted on."""
    found = [what for mark, what in _ACTIVE if any(mark in part for part in package.parts)]
    return (ACTIVE_PARTS.at(Location(file=name), "、".join(found)),) if found else ()

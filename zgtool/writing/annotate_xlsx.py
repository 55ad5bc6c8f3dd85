"""退改: the unit's own workbook with its faulty cells coloured and noted, to be mended and sent back.

The file is patched part by part (see `package_parts`): what is not marked goes back exactly as
it came. Marks of an earlier round are taken off first, so a workbook may go to and fro.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zgtool.model.finding import Finding, in_order
from zgtool.model.identity import NOTE_HEAD, RETURN_SHEET
from zgtool.model.period import ReportWeek
from zgtool.writing.cell_notes import drop_notes, put_notes
from zgtool.writing.cell_styles import StyleSheet
from zgtool.writing.edition_mark import set_edition
from zgtool.writing.package_parts import Package, Unpatchable
from zgtool.writing.reproducible import write_whole
from zgtool.writing.return_list import CLOSING, head_texts, lines, print_titles, sheet_xml
from zgtool.writing.sheet_cells import SheetCells, Spot, address_of, spot_of
from zgtool.writing.styles import SEVERITY_LOOKS, quoted, shown
from zgtool.writing.workbook_part import MARKER, WorkbookPart

__all__ = ["Unpatchable", "annotate", "annotated", "note_text", "without_marks"]

_SELECTED = re.compile(rb'tabSelected="(?:1|true)"')
_MARK_FILLS = frozenset(look.fill[1:].upper() for look in SEVERITY_LOOKS.values())


def annotate(
    original: bytes,
    findings: Sequence[Finding],
    target: Path,
    *,
    unit: str,
    week: ReportWeek,
    edition: int,
) -> None:
    """Write the marked copy of a unit's .xlsx or .xlsm file to `target`, whole or not at all.

    `edition`: 第几次 the file will be when it comes back. Findings that name a cell colour it; all are
    listed on the first sheet. Raises Unpatchable with one Chinese sentence when the file is no patchable
    workbook (then `return_form.write_return_form` answers it), OSError when it cannot be written.
    """
    write_whole(target, annotated(original, findings, unit=unit, week=week, edition=edition))


def annotated(
    original: bytes, findings: Sequence[Finding], *, unit: str, week: ReportWeek, edition: int
) -> bytes:
    """The bytes of the marked copy; see `annotate`."""
    package = Package(original)
    book = WorkbookPart(package)
    _clear(package, book)
    ordered = in_order(findings)
    places = _places(book, ordered)
    styles = StyleSheet(book.styles(), _MARK_FILLS)
    marked = _mark(package, ordered, places, styles)
    open_on_it = _deselect(package, book, marked)
    name = book.free_sheet_name(RETURN_SHEET)
    rows = lines(ordered, [(p.sheet, address_of(p.spot) if p.spot else "") for p in places])
    head = head_texts(ordered, unit=unit, week=week, edition=edition)
    xml = sheet_xml(book.namespace, rows, head, styles, selected=open_on_it)
    names = {"_xlnm.Print_Titles": print_titles(name), MARKER: f"{quoted(name)}!$A$1"}
    book.insert_first(name, xml, names=names, open_on_it=open_on_it)
    set_edition(package, book, edition)
    return package.to_bytes()


def without_marks(original: bytes) -> bytes:
    """The workbook without any mark of an earlier round: colours, notes and the list sheet."""
    package = Package(original)
    _clear(package, WorkbookPart(package))
    return package.to_bytes()


def note_text(findings: Sequence[Finding]) -> str:
    """What the note on a cell says about it, gravest first."""
    parts = []
    for finding in findings:
        held = f"\n现填：{shown(finding.found, 200)}" if finding.found else ""
        parts.append(
            f"{finding.severity.value} {finding.code}\n错在哪：{shown(finding.message, 500)}{held}"
            f"\n怎么改：{shown(finding.fix, 800)}"
        )
    return shown(NOTE_HEAD + "\n\n".join(parts), 8000)


def _clear(package: Package, book: WorkbookPart) -> None:
    for sheet in reversed(book.our_lists(CLOSING)):
        book.remove(sheet)
    for sheet in book.sheets():
        if sheet.part:
            drop_notes(package, sheet.part)
    if package.related(book.part, "styles"):
        name = package.related(book.part, "styles")
        if StyleSheet(package.tree(name), _MARK_FILLS).clear():
            package.touch(name)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a finding leads in this workbook; empty where the file has no such sheet or cell."""

    sheet: str = ""
    part: str = ""
    spot: Spot | None = None


def _places(book: WorkbookPart, findings: Sequence[Finding]) -> list[_Place]:
    exact = {s.name: s for s in reversed(book.sheets()) if s.part}
    loose = {name.strip().casefold(): s for name, s in exact.items()}
    found = []
    for finding in findings:
        where = finding.where
        sheet = exact.get(where.sheet) or loose.get(where.sheet.strip().casefold())
        found.append(_Place(sheet.name, sheet.part, spot_of(where.cell)) if sheet else _Place())
    return found


def _mark(
    package: Package, findings: Sequence[Finding], places: Sequence[_Place], styles: StyleSheet
) -> set[str]:
    """Colour and note the cells; returns the sheet parts that were changed."""
    by_part: dict[str, dict[Spot, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding, place in zip(findings, places, strict=True):
        if place.spot:
            by_part[place.part][place.spot].append(finding)
    for part, by_spot in by_part.items():
        cells = SheetCells(package.tree(part))
        tops = cells.tops(by_spot)
        shown_at: dict[Spot, list[Finding]] = defaultdict(list)
        for spot, found in by_spot.items():
            shown_at[tops[spot]].extend(found)
        for spot, found in shown_at.items():
            gravest = min(found, key=lambda f: f.severity.rank).severity
            color = SEVERITY_LOOKS[gravest].fill[1:].upper()
            cells.set_style(spot, styles.marked(cells.style(spot), color))
        put_notes(
            package, part, cells, {spot: note_text(in_order(found)) for spot, found in shown_at.items()}
        )
        package.touch(part)
    return set(by_part)


def _deselect(package: Package, book: WorkbookPart, marked: set[str]) -> bool:
    """Make way for opening on the list sheet; False when that would touch a sheet that has no mark.

    Two selected tabs would be edited as one group, so either the open tab gives way or stays.
    """
    selected = {s.part for s in book.sheets() if s.part and _SELECTED.search(package.read(s.part))}
    if not selected <= marked:
        return False
    for part in selected:
        for view in package.tree(part).iter("{*}sheetView"):
            view.attrib.pop("tabSelected", "")
    return True

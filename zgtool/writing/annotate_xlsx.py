"""退改: the unit's own workbook with its faulty cells coloured and noted, to be mended and sent back.

The file is patched part by part (see `package_parts`): what is not marked goes back exactly as
it came. Marks of an earlier round are taken off first, so a workbook may go to and fro.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from zgtool.model.finding import Finding, in_order
from zgtool.model.identity import NOTE_HEAD, RETURN_SHEET
from zgtool.model.period import ReportWeek
from zgtool.writing.cell_notes import drop_notes, put_notes
from zgtool.writing.cell_styles import StyleSheet
from zgtool.writing.edition_mark import set_edition
from zgtool.writing.package_parts import Package, Unpatchable
from zgtool.writing.return_list import Spotted, head_texts, lines, print_titles, sheet_xml
from zgtool.writing.sheet_cells import SheetCells, Spot, address_of, spot_of
from zgtool.writing.styles import SEVERITY_LOOKS, quoted, shown
from zgtool.writing.workbook_part import MARKER, WorkbookPart

__all__ = ["Marked", "Unpatchable", "annotated", "note_text", "without_marks"]

_SELECTED = re.compile(rb'tabSelected="(?:1|true)"')
_MARK_FILLS = frozenset(look.fill[1:].upper() for look in SEVERITY_LOOKS.values())
_UNSIGNED = "原件带有电子签名，加注后签名失效，已从本副本去掉；报回前请重新签名。"


@dataclass(frozen=True, slots=True)
class Marked:
    """A workbook to send back. ending: what its name must end in; places: where a finding stands in it.

    A place is a reference such as "'台账'!D7"; findings that have no cell in the workbook have none.
    """

    data: bytes
    ending: str = ".xlsx"
    places: Mapping[Finding, str] = field(default_factory=dict)


Examples = Callable[[Finding], str]
"""例: what the mended cell looks like, "" where no example helps."""


def no_example(finding: Finding) -> str:
    """For papers that give no examples."""
    return ""


def annotated(
    original: bytes,
    findings: Sequence[Finding],
    *,
    unit: str,
    week: ReportWeek,
    edition: int,
    example: Examples = no_example,
) -> Marked:
    """The marked copy of a unit's .xlsx or .xlsm file.

    `edition`: 第几次 the file will be when it comes back. Findings that name a cell colour it; all are
    listed on the first sheet. Raises Unpatchable with one Chinese sentence when the file is no patchable
    workbook (then `return_form_xlsx.return_form` answers it).
    """
    package = Package(original)
    book = WorkbookPart(package)
    book.be_workbook()
    unsigned = package.drop_signatures()
    _clear(package, book)
    ordered = in_order(findings)
    spots = _spots(book, ordered)
    styles = StyleSheet(book.styles(), _MARK_FILLS, book.styles_used())
    marked, unseen = _mark(package, ordered, spots, styles, example)
    open_on_it = _deselect(package, book, marked)
    name = book.free_sheet_name(RETURN_SHEET)
    rows = lines(ordered, [Spotted(s.place, s.why_unseen(unseen)) for s in spots], example)
    head = head_texts(ordered, unit=unit, week=week, edition=edition, remark=_UNSIGNED if unsigned else "")
    xml = sheet_xml(book.namespace, rows, head, styles, selected=open_on_it)
    names = {"_xlnm.Print_Titles": print_titles(name), MARKER: f"{quoted(name)}!$A$1"}
    book.insert_first(name, xml, names=names, open_on_it=open_on_it)
    set_edition(package, book, edition, week)
    places = {f: s.place for f, s in zip(ordered, spots, strict=True) if s.place}
    return Marked(package.to_bytes(), book.ending, places)


def without_marks(original: bytes) -> bytes:
    """The workbook without any mark of an earlier round: colours, notes and the list sheet."""
    package = Package(original)
    _clear(package, WorkbookPart(package))
    return package.to_bytes()


def note_text(findings: Sequence[Finding], example: Examples = no_example) -> str:
    """What the note on a cell says about it, gravest first: 错在哪, 现填, 怎么改 and 例."""
    parts = []
    for finding in findings:
        held = f"\n现填：{shown(finding.found, 200)}" if finding.found else ""
        parts.append(
            f"{finding.severity.value} {finding.code}\n错在哪：{shown(finding.message, 500)}{held}"
            f"\n怎么改：{shown(finding.fix, 800)}"
        )
    given = dict.fromkeys(filter(None, map(example, findings)))
    return shown(NOTE_HEAD + "\n\n".join(parts) + "".join(f"\n例：{text}" for text in given), 8000)


def _clear(package: Package, book: WorkbookPart) -> None:
    for sheet in reversed(book.our_lists()):
        book.remove(sheet)
    for sheet in book.sheets():
        if sheet.part:
            drop_notes(package, sheet.part)
    if package.related(book.part, "styles"):
        name = package.related(book.part, "styles")
        if StyleSheet(package.tree(name), _MARK_FILLS).clear():
            package.touch(name)


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a finding leads in this workbook; empty where the file has no such sheet or cell."""

    sheet: str = ""
    part: str = ""
    hidden: bool = False
    spot: Spot | None = None

    @property
    def place(self) -> str:
        return f"{quoted(self.sheet)}!{address_of(self.spot)}" if self.spot else ""

    def why_unseen(self, unseen: Mapping[tuple[str, Spot], str]) -> str:
        """Why a link to the cell would show nothing; "" when the cell is in sight."""
        if self.spot is None:
            return ""
        return "工作表已隐藏" if self.hidden else unseen.get((self.part, self.spot), "")


def _spots(book: WorkbookPart, findings: Sequence[Finding]) -> list[_Where]:
    exact = {s.name: s for s in reversed(book.sheets()) if s.part}
    loose = {name.strip().casefold(): s for name, s in exact.items()}
    found = []
    for finding in findings:
        where = finding.where
        sheet = exact.get(where.sheet) or loose.get(where.sheet.strip().casefold())
        found.append(_Where(sheet.name, sheet.part, sheet.hidden, spot_of(where.cell)) if sheet else _Where())
    return found


def _mark(
    package: Package,
    findings: Sequence[Finding],
    spots: Sequence[_Where],
    styles: StyleSheet,
    example: Examples,
) -> tuple[set[str], dict[tuple[str, Spot], str]]:
    """Colour and note the cells; returns the sheet parts that were changed, and which cells are out of sight."""
    by_part: dict[str, dict[Spot, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding, where in zip(findings, spots, strict=True):
        if where.spot:
            by_part[where.part][where.spot].append(finding)
    unseen: dict[tuple[str, Spot], str] = {}
    for part, by_spot in by_part.items():
        cells = SheetCells(package.tree(part))
        tops = cells.tops(by_spot)
        shown_at: dict[Spot, list[Finding]] = defaultdict(list)
        for spot, found in by_spot.items():
            shown_at[tops[spot]].extend(found)
            if not (cells.height(spot[0]) and cells.width(spot[1])):
                unseen[part, spot] = "所在列已隐藏" if cells.height(spot[0]) else "所在行已隐藏"
        for spot, found in shown_at.items():
            gravest = min(found, key=lambda f: f.severity.rank).severity
            color = SEVERITY_LOOKS[gravest].fill[1:].upper()
            cells.set_style(spot, styles.marked(cells.style(spot), color))
        texts = {spot: note_text(in_order(found), example) for spot, found in shown_at.items()}
        put_notes(package, part, cells, texts)
        package.touch(part)
    return set(by_part), unseen


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

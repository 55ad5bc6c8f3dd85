"""The sheets of a file that are ledgers: heading, columns, rows, and all remarks on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from zgtool.model import identity
from zgtool.model.finding import Finding, Location
from zgtool.model.identity import NOTE_HEAD
from zgtool.model.ledger import Heading
from zgtool.model.text import shorten
from zgtool.model.units import UnitList
from zgtool.reading.headings import HeadingWords, name_column
from zgtool.reading.identity import is_return_list
from zgtool.reading.kinds import (
    COMMENTS,
    EMPTY,
    GAP,
    HIDDEN_ROWS,
    HIDDEN_SHEET,
    NAMELESS_COLUMN,
    NO_HEADING,
    OTHER_SHEET,
)
from zgtool.reading.layout import TitleCell, find_heading, title_cells
from zgtool.reading.raw import Cell, RawBook, RawSheet, Unreadable, address, letters
from zgtool.reading.rows import read_body, uncomputed
from zgtool.reading.settling import Remark, Taken, extra_key, missing, settle
from zgtool.reading.sorting import Left
from zgtool.reading.table import Table
from zgtool.reading.values import Fault, Readers

_GUIDES = ("填表说明", "填报说明", "填写说明", "数据字典", "说明", "选项")


@dataclass(slots=True)
class LedgerSheet:
    """One sheet that was read as a ledger."""

    name: str
    table: Table
    faults: list[tuple[int, str, Fault]]
    left: list[Left]
    headings: list[Heading]
    layout: list[str]
    findings: list[Finding]
    titles: list[TitleCell]


@dataclass(slots=True)
class Content:
    """All ledger sheets of one file."""

    sheets: list[LedgerSheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def layout(self) -> tuple[str, ...]:
        """Columns in reading order, then those a joint cell was split into. A section row's
        category and a problem number told by 序号 are no columns."""
        read = dict.fromkeys(key for sheet in self.sheets for key in sheet.layout)
        found = dict.fromkeys(
            key
            for sheet in self.sheets
            for key, texts in sheet.table.columns.items()
            if key not in read and any(texts)
        )
        told = {"category", "problem_no"} - read.keys()
        return tuple(key for key in {**read, **found} if key not in told)

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(h for sheet in self.sheets for h in sheet.headings)


def read_content(
    book: RawBook, name: str, units: UnitList, own: Mapping[str, str], *, office: bool = False
) -> Content:
    """Every sheet of a file that is a ledger; `Unreadable` when none is.

    own: 列名对照. office: the file is the office's own ledger, in whose words 状态 is the office's.
    """
    words, readers = _words(own), _readers(units)
    content, hidden = Content(), []
    filled = [s for s in book.sheets if s.rows and s.name != identity.SHEET and not is_return_list(s)]
    if not filled:
        raise Unreadable.of(EMPTY, name)
    for sheet in filled:
        read = _read_sheet(sheet, name, readers, words, office)
        if read is not None and (len(read.table) or not sheet.hidden):
            content.sheets.append(read)
            hidden += [read] if sheet.hidden else []
        elif not sheet.hidden and sheet.name not in _GUIDES:
            content.findings.append(OTHER_SHEET.at(Location(file=name, sheet=sheet.name), sheet.name))
    if not content.sheets:
        raise Unreadable.of(NO_HEADING, name, _first_words(filled))
    if len(hidden) < len(content.sheets):
        for old in hidden:
            _leave_out(old)
    return content


def _leave_out(sheet: LedgerSheet) -> None:
    """A hidden sheet beside a visible one is most often last week's: its rows are told, not reported."""
    for number, values in zip(sheet.table.numbers, sheet.table.values(), strict=True):
        text = values.get("measure", "") or values.get("problem", "")
        sheet.left.append(Left(number, shorten(text, 80), "隐藏工作表里的行"))
    sheet.table.leave_out(sheet.table.numbers)
    sheet.faults.clear()


_WORDS: list[tuple[dict[str, str], HeadingWords]] = []
_READERS: list[tuple[UnitList, Readers]] = []


def _words(own: Mapping[str, str]) -> HeadingWords:
    """The heading words for 列名对照; those last asked for are kept, for a batch asks the same each time."""
    if not _WORDS or _WORDS[0][0] != own:
        _WORDS[:] = [(dict(own), HeadingWords(own))]
    return _WORDS[0][1]


def _readers(units: UnitList) -> Readers:
    """The column readers for a roster; those last asked for are kept."""
    if not _READERS or _READERS[0][0] is not units:
        _READERS[:] = [(units, Readers(units))]
    return _READERS[0][1]


def _first_words(sheets: Sequence[RawSheet]) -> str:
    cells = [str(v) for v in sheets[0].rows[0][1] if v not in ("", None)]
    return shorten("、".join(cells), 60)


def _read_sheet(
    sheet: RawSheet, name: str, readers: Readers, words: HeadingWords, office: bool
) -> LedgerSheet | None:
    block = find_heading(sheet, words)
    if block is None:
        return None
    samples = _Samples(sheet, block.last)
    named = [(column, *name_column(levels, words)) for column, levels in block.columns]
    taken, remarks = settle([Taken(c, t, k) for c, t, k in named], words, samples, office=office)
    remarks.extend(missing(taken, words))
    used: set[str] = {c.key for c in taken if c.key}
    carried = []
    for c in taken:
        if not c.key:
            c = replace(c, key=extra_key(c.text, used))
            used.add(c.key)
        carried.append(c)
    body = read_body(sheet, block.last, carried, readers)
    layout = [c.key for c in carried]
    findings = [_at_heading(r, name, sheet.name, block.last) for r in remarks]
    for column, key in sorted(body.nameless.items()):
        layout.append(key)
        findings.append(NAMELESS_COLUMN.at(Location(name, sheet.name, block.last, cell=address(block.last, column)),
                                           f"{letters(column)}列"))  # fmt: skip
    findings.extend(_about_sheet(sheet, name, block.last, body.gap, len(body.table) > 0))
    if sheet.marks.uncomputed:
        numbers = set(body.table.numbers)
        body.faults.extend(f for f in uncomputed(sheet, carried, block.last) if f[0] in numbers)
        body.faults.sort(key=itemgetter(0))
    known = {c.column: c for c in taken}
    headings = [
        Heading(sheet.name, address(block.last, c), t, known[c].key, known[c].why) for c, t, _ in named
    ]
    return LedgerSheet(sheet.name, body.table, body.faults, body.skipped, headings, layout, findings,
                  list(title_cells(sheet, block)))  # fmt: skip


class _Samples:
    """The first cells with content of any column below the heading."""

    def __init__(self, sheet: RawSheet, below: int) -> None:
        self._rows = [cells for n, cells in sheet.rows if n > below]

    def __call__(self, column: int) -> Sequence[Cell]:
        held = (cells[column - 1] for cells in self._rows[:200] if len(cells) >= column)
        return [v for v in held if v not in ("", None) and not (isinstance(v, str) and v.isspace())]


def _at_heading(remark: Remark, name: str, sheet: str, row: int) -> Finding:
    cell = address(row, remark.column) if remark.column else ""
    where = Location(name, sheet, row, cell=cell)
    return remark.kind.at(where, remark.found, message=remark.message, fix=remark.fix)


def _about_sheet(sheet: RawSheet, name: str, heading: int, gap: int, has_rows: bool) -> list[Finding]:
    where = Location(name, sheet.name)
    marks, found = sheet.marks, []
    if sheet.hidden and has_rows:
        found.append(HIDDEN_SHEET.at(where, sheet.name))
    rows = (
        sorted(n for n, _ in sheet.rows if n > heading and n in marks.hidden_rows)
        if marks.hidden_rows
        else []
    )
    used = {c for _, cells in sheet.rows for c, v in enumerate(cells, 1) if v not in ("", None)} \
        if marks.hidden_columns else set()  # fmt: skip
    columns = sorted(marks.hidden_columns & used)
    if rows or columns:
        shown = [f"第{n}行" for n in rows[:5]] + [f"{letters(c)}列" for c in columns[:5]]
        more = "等" if len(rows) > 5 or len(columns) > 5 else ""
        why = "，表上开着筛选" if marks.filtered else ""
        found.append(HIDDEN_ROWS.at(where, "、".join(shown) + more,
                                    message=f"有{len(rows)}行、{len(columns)}列是隐藏的{why}，已一并读取"))  # fmt: skip
    comments = {
        place: own
        for place, text in marks.comments.items()
        if place[0] > heading and (own := text.partition(NOTE_HEAD)[0].strip())
    }
    if comments:
        first = min(comments)
        found.append(COMMENTS.at(replace(where, row=first[0], cell=address(*first)), shorten(comments[first], 60),
                                 message=f"有{len(comments)}处批注，批注没有并入台账"))  # fmt: skip
    if gap:
        found.append(GAP.at(replace(where, row=gap)))
    return found

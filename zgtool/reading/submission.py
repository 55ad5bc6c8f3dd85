"""One file → Submission or Ledger: every sheet's heading and rows, the unit and week, and all that was doubtful."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zgtool.model import identity
from zgtool.model.columns import BY_KEY, CORE_KEYS
from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Heading, Ledger, Measure, Skipped, Submission
from zgtool.model.period import ReportWeek
from zgtool.model.text import fold, shorten
from zgtool.model.units import UnitList
from zgtool.reading.drafts import Draft, RowCells
from zgtool.reading.headings import HeadingWords, name_column
from zgtool.reading.identity import inner_identity, settle_identity
from zgtool.reading.kinds import (
    BAD_DATE,
    COMMENTS,
    EMPTY,
    GAP,
    HIDDEN_ROWS,
    HIDDEN_SHEET,
    NAMELESS_COLUMN,
    NO_HEADING,
    NUMBER_MISMATCH,
    NUMBER_RESTORED,
    OTHER_SHEET,
    SAME_NUMBER,
)
from zgtool.reading.layout import TitleCell, find_heading, title_cells
from zgtool.reading.raw import Cell, RawBook, RawSheet, Unreadable, address, letters
from zgtool.reading.rows import Left, read_body, uncomputed
from zgtool.reading.settling import Remark, Taken, extra_key, missing, settle
from zgtool.reading.values import Readers, complete_day
from zgtool.reading.workbook import open_book

LEDGER_SHEET = "总台账"
_GUIDES = ("填表说明", "填报说明", "填写说明", "数据字典", "说明", "选项")


@dataclass(slots=True)
class _Sheet:
    """One sheet that was read as a ledger."""

    name: str
    drafts: list[Draft]
    left: list[Left]
    headings: list[Heading]
    layout: list[str]
    findings: list[Finding]
    titles: list[TitleCell]
    letters: Mapping[str, str]

    def place(self, draft: Draft, key: str) -> str:
        """The address of one of a row's cells, "" when the sheet has no such column."""
        return draft.moved.get(key) or (f"{self.letters[key]}{draft.row}" if key in self.letters else "")


@dataclass(slots=True)
class _Content:
    """All ledger sheets of one file."""

    sheets: list[_Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def layout(self) -> tuple[str, ...]:
        """Columns in reading order, then those that only exist as values (a section as category, a split cell)."""
        read = dict.fromkeys(key for sheet in self.sheets for key in sheet.layout)
        found: dict[str, str] = {}
        for sheet in self.sheets:
            for draft in sheet.drafts:
                found.update(draft.values)
        return tuple({**read, **found})

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(h for sheet in self.sheets for h in sheet.headings)


def read_submission(
    data: bytes,
    name: str,
    units: UnitList,
    headings: Mapping[str, str] | None = None,
    *,
    week: str = "",
    folder: str = "",
) -> Submission:
    """One workbook as a Submission; a file that cannot be read has no rows and one error finding.

    headings: 列名对照, the office's own heading → heading of the schema. week: the week at hand,
    which completes dates without a year. folder: name of the folder the file lay in, asked last.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        book = open_book(data, name)
        content = _read_content(book, name, units, headings or {})
    except Unreadable as refusal:
        return Submission(name, digest, findings=(refusal.finding,))
    inner = inner_identity(book)
    leads = Counter(lead for s in content.sheets for d in s.drafts if (lead := d.values.get("lead_unit")))
    titles = [(s.name, t) for s in content.sheets for t in s.titles]
    who = settle_identity(name, inner, titles, leads, units, week, folder)
    findings = [*book.findings, *who.findings, *content.findings]
    rows: list[Measure] = []
    reference = date.fromisoformat(who.filled_on) if who.filled_on else _last_day(who.week or week)
    for sheet in content.sheets:
        if reference:
            _complete_days(sheet, reference)
        findings.extend(sheet.findings)
        findings.extend(_check_prints(sheet, name, inner.prints))
        rows.extend(_measures(sheet, name, who.unit, findings))
    findings.extend(_same_numbers(rows))
    return Submission(
        file=name,
        digest=digest,
        unit=who.unit,
        unit_by=who.unit_by,
        week=who.week,
        week_by=who.week_by,
        filled_on=who.filled_on,
        edition=inner.edition,
        rows=tuple(rows),
        skipped=_skipped(content, name, who.unit),
        headings=content.headings,
        layout=content.layout,
        findings=tuple(
            f if f.where.unit else replace(f, where=replace(f.where, unit=who.unit)) for f in findings
        ),
    )


def _last_day(week: str) -> date | None:
    try:
        return ReportWeek.parse(week).sunday
    except ValueError:
        return None


def _complete_days(sheet: _Sheet, reference: date) -> None:
    """Days of done things that lack only the year get it from the day of filling."""
    for draft in sheet.drafts:
        for place, (key, fault) in reversed(list(enumerate(draft.faults))):
            day = complete_day(draft.values.get(key, ""), reference) if fault.kind is BAD_DATE else ""
            if day and BY_KEY[key].kind == "date":
                draft.values[key] = day
                del draft.faults[place]


def read_ledger(
    data: bytes, name: str, units: UnitList, headings: Mapping[str, str] | None = None
) -> tuple[Ledger, tuple[Finding, ...], tuple[Heading, ...]]:
    """The office's own ledger, in our form (sheet 总台账) or any other; `Unreadable` when it is not read whole.

    Column and row order are kept. 序号 counts as 问题编号 when there is none and it is the same
    over each problem's rows.
    """
    book = open_book(data, name)
    own = [s for s in book.sheets if s.name == LEDGER_SHEET]
    if own:
        book = replace(book, sheets=tuple(own))
    content = _read_content(book, name, units, headings or {}, office=True)
    findings = [*book.findings, *content.findings]
    rows: list[Measure] = []
    layout = content.layout
    for sheet in content.sheets:
        findings.extend(sheet.findings)
        if "problem_no" not in sheet.letters and _serial_is_problem(sheet.drafts):
            for draft in sheet.drafts:
                draft.values["problem_no"] = draft.values["serial"]
                draft.moved["problem_no"] = sheet.place(draft, "serial")
        rows.extend(_measures(sheet, name, "", findings))
    findings.extend(_same_numbers(rows))
    if not own:
        layout = tuple(k for k in layout if k != "serial")
    return Ledger(tuple(rows), layout or CORE_KEYS), tuple(findings), content.headings


def _read_content(
    book: RawBook, name: str, units: UnitList, own: Mapping[str, str], *, office: bool = False
) -> _Content:
    words, readers = _words(own), _readers(units)
    content = _Content()
    filled = [s for s in book.sheets if s.rows and s.name != identity.SHEET]
    if not filled:
        raise Unreadable.of(EMPTY, name)
    for sheet in filled:
        read = _read_sheet(sheet, name, readers, words, office)
        if read is not None and (read.drafts or not sheet.hidden):
            content.sheets.append(read)
        elif not sheet.hidden and sheet.name not in _GUIDES:
            content.findings.append(OTHER_SHEET.at(Location(file=name, sheet=sheet.name), sheet.name))
    if not content.sheets:
        raise Unreadable.of(NO_HEADING, name, _first_words(filled))
    return content


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
) -> _Sheet | None:
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
        key = c.key or extra_key(c.text, used)
        used.add(key)
        carried.append(replace(c, key=key))
    body = read_body(sheet, block.last, carried, readers)
    layout = [c.key for c in carried]
    findings = [_at_heading(r, name, sheet.name, block.last) for r in remarks]
    for column, key in sorted(body.nameless.items()):
        layout.append(key)
        findings.append(NAMELESS_COLUMN.at(Location(name, sheet.name, block.last, cell=address(block.last, column)),
                                           f"{letters(column)}列"))  # fmt: skip
    findings.extend(_about_sheet(sheet, name, block.last, body.gap, bool(body.drafts)))
    for row, key, fault in uncomputed(sheet, carried, block.last):
        draft = next((d for d in body.drafts if d.row == row), None)
        if draft:
            draft.faults.append((key, fault))
    known = {c.column: c for c in taken}
    headings = [
        Heading(sheet.name, address(block.last, c), t, known[c].key, known[c].why) for c, t, _ in named
    ]
    return _Sheet(sheet.name, body.drafts, body.skipped, headings, layout, findings,
                  list(title_cells(sheet, block)), body.letters)  # fmt: skip


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
    comments = {place: text for place, text in marks.comments.items() if place[0] > heading and text}
    if comments:
        first = min(comments)
        found.append(COMMENTS.at(replace(where, row=first[0], cell=address(*first)), shorten(comments[first], 60),
                                 message=f"有{len(comments)}处批注，批注没有并入台账"))  # fmt: skip
    if gap:
        found.append(GAP.at(replace(where, row=gap)))
    return found


def _measures(sheet: _Sheet, name: str, unit: str, findings: list[Finding]) -> list[Measure]:
    rows = []
    for draft in sheet.drafts:
        where = Location(name, sheet.name, draft.row, unit=unit, number=draft.values.get("number", ""))
        rows.append(Measure(draft.values, where, RowCells(sheet.letters, draft.row, draft.moved)))
        for key, fault in draft.faults:
            at = replace(where, column=key, cell=sheet.place(draft, key))
            findings.append(fault.kind.at(at, shorten(fault.found, 80), message=fault.message, fix=fault.fix))
    return rows


def _skipped(content: _Content, name: str, unit: str) -> tuple[Skipped, ...]:
    return tuple(
        Skipped(Location(name, s.name, left.row, unit=unit), left.text, left.why)
        for s in content.sheets
        for left in s.left
    )


def _check_prints(sheet: _Sheet, name: str, prints: Mapping[str, str]) -> list[Finding]:
    """Numbers set against the texts they were handed out with: a lost one is found again, a moved one is told."""
    if not prints:
        return []
    by_print: dict[str, list[str]] = {}
    for number, mark in prints.items():
        by_print.setdefault(mark, []).append(number)
    present = {d.values.get("number") for d in sheet.drafts}
    found = []
    for draft in sheet.drafts:
        values = draft.values
        owners = by_print.get(identity.fingerprint(Measure(values)), [])
        number = values.get("number", "")
        where = Location(name, sheet.name, draft.row, "number", sheet.place(draft, "number"), number=number)
        if not number and len(owners) == 1 and owners[0] not in present:
            values["number"] = owners[0]
            found.append(
                NUMBER_RESTORED.at(
                    replace(where, number=owners[0]), message=f"编号被删，已按内容找回 {owners[0]}"
                )
            )
        elif number in prints and owners and number not in owners:
            found.append(
                NUMBER_MISMATCH.at(where, number, message=f"编号是 {number}，内容却是 {'、'.join(owners)} 的")
            )
    return found


def _same_numbers(rows: Sequence[Measure]) -> list[Finding]:
    first: dict[str, Measure] = {}
    found = []
    for row in rows:
        if row.number:
            earlier = first.setdefault(fold(row.number), row)
            if earlier is not row:
                found.append(
                    SAME_NUMBER.at(
                        row.at("number"), row.number, message=f"编号 {row.number} 在{earlier.where}已经有了"
                    )
                )
    return found


def _serial_is_problem(drafts: Sequence[Draft]) -> bool:
    """Whether 序号 goes with the problems one to one: the same over each problem's rows, different between them."""
    by_serial: dict[str, str] = {}
    by_problem: dict[str, str] = {}
    for draft in drafts:
        serial, problem = draft.values.get("serial", ""), fold(draft.values.get("problem", ""))
        if not serial or not problem:
            return False
        if (
            by_serial.setdefault(serial, problem) != problem
            or by_problem.setdefault(problem, serial) != serial
        ):
            return False
    return len(drafts) > 0

"""One file → Submission or Ledger: every sheet's heading and rows, the unit and week, and all that was doubtful."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from zgtool.model import identity
from zgtool.model.columns import BY_KEY, CORE_KEYS
from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Heading, Ledger, Measure, Skipped, Submission
from zgtool.model.period import ReportWeek
from zgtool.model.text import fold, shorten
from zgtool.model.units import UnitList
from zgtool.reading.days import complete_day
from zgtool.reading.evidence import read_evidence
from zgtool.reading.identity import inner_identity, settle_identity
from zgtool.reading.kinds import (
    BAD_DATE,
    NO_HEADING,
    NOT_A_TABLE,
    NUMBER_MISMATCH,
    NUMBER_RESTORED,
    SAME_NUMBER,
)
from zgtool.reading.office_sheets import read_office_sheets
from zgtool.reading.parcel import Parcel, unpack
from zgtool.reading.raw import Unreadable
from zgtool.reading.sheets import Content, LedgerSheet, read_content
from zgtool.reading.table import Table
from zgtool.reading.workbook import open_book

LEDGER_SHEET = "总台账"


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
    return unpack(read_parcel(data, name, units, headings or {}, week=week, folder=folder))


def read_parcel(
    data: bytes, name: str, units: UnitList, headings: Mapping[str, str], *, week: str = "", folder: str = ""
) -> Parcel:
    """What `read_submission` gives, in the small form that workers send."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        book = open_book(data, name)
        content = read_content(book, name, units, headings)
    except Unreadable as refusal:
        no_ledger = refusal.finding.code in (NOT_A_TABLE.code, NO_HEADING.code)
        evidence = (read_evidence(data, name),) if no_ledger else ()
        return Parcel(Submission(name, digest, findings=(refusal.finding,), evidence=evidence))
    inner = inner_identity(book)
    leads = Counter(lead for s in content.sheets for lead in s.table.columns.get("lead_unit", ()) if lead)
    titles = [(s.name, t) for s in content.sheets for t in s.titles]
    who = settle_identity(name, inner, titles, leads, units, week, folder)
    findings = [*book.findings, *who.findings, *content.findings]
    reference = date.fromisoformat(who.filled_on) if who.filled_on else _last_day(who.week or week)
    for sheet in content.sheets:
        if reference:
            _complete_days(sheet, reference)
        findings.extend(sheet.findings)
        findings.extend(_check_prints(sheet, name, inner.prints))
        findings.extend(_faults(sheet, name))
    findings.extend(_same_numbers(content, name))
    head = Submission(
        file=name,
        digest=digest,
        unit=who.unit,
        unit_by=who.unit_by,
        week=who.week,
        week_by=who.week_by,
        filled_on=who.filled_on,
        edition=inner.edition if inner.returned in ("", who.week or week) else 0,
        skipped=_skipped(content, name, who.unit),
        layout=content.layout,
        findings=tuple(replace(f, where=replace(f.where, unit=who.unit)) for f in findings),
    )
    taken = tuple((h.sheet, h.cell, h.text, h.key, h.why) for h in content.headings)
    return Parcel(head, _tables(content), taken)


def _last_day(week: str) -> date | None:
    try:
        return ReportWeek.parse(week).sunday
    except ValueError:
        return None


def _complete_days(sheet: LedgerSheet, reference: date) -> None:
    """Days of done things that lack only the year get it from the day of filling."""
    kept = []
    for number, key, fault in sheet.faults:
        completable = fault.kind is BAD_DATE and BY_KEY[key].kind == "date"
        day = complete_day(sheet.table.text(number, key), reference) if completable else ""
        if day:
            sheet.table.put(number, key, day)
        else:
            kept.append((number, key, fault))
    sheet.faults = kept


def read_ledger(
    data: bytes, name: str, units: UnitList, headings: Mapping[str, str] | None = None
) -> tuple[Ledger, tuple[Finding, ...], tuple[Heading, ...]]:
    """The office's own ledger, in our form (sheet 总台账) or any other; `Unreadable` when it is not read whole.

    Column and row order are kept; in our form the sheets beside it are read as well. 序号 counts as 问题编号 when there is none and it is the same
    over each problem's rows.
    """
    book = open_book(data, name)
    own = [s for s in book.sheets if s.name == LEDGER_SHEET]
    beside, told = read_office_sheets(book.sheets, name) if own else ({}, ())
    if own:
        book = replace(book, sheets=tuple(own))
    content = read_content(book, name, units, headings or {}, office=True)
    findings = [*book.findings, *told, *content.findings]
    for sheet in content.sheets:
        findings.extend(sheet.findings)
        _take_serial_for_problem(sheet.table)
        findings.extend(_faults(sheet, name))
    findings.extend(_same_numbers(content, name))
    layout = tuple(k for k in content.layout if k != "serial")
    rows = unpack(Parcel(Submission(name), _tables(content))).rows
    return Ledger(rows, layout or CORE_KEYS, sheets=beside), tuple(findings), content.headings


def _tables(content: Content) -> tuple[tuple[str, Table], ...]:
    return tuple((sheet.name, sheet.table) for sheet in content.sheets)


def _faults(sheet: LedgerSheet, name: str) -> Iterator[Finding]:
    """What is wrong with single cells, each at its place."""
    table = sheet.table
    for row, key, fault in sheet.faults:
        where = Location(name, sheet.name, row, key, table.cell(row, key), number=table.text(row, "number"))
        yield fault.kind.at(where, shorten(fault.found, 80), message=fault.message, fix=fault.fix)


def _skipped(content: Content, name: str, unit: str) -> tuple[Skipped, ...]:
    return tuple(
        Skipped(Location(name, s.name, left.row, unit=unit), left.text, left.why)
        for s in content.sheets
        for left in s.left
    )


def _check_prints(sheet: LedgerSheet, name: str, prints: Mapping[str, str]) -> list[Finding]:
    """Numbers set against the texts they were handed out with: a lost one is found again, a moved one is told."""
    if not prints:
        return []
    by_print: dict[str, list[str]] = {}
    for number, mark in prints.items():
        by_print.setdefault(mark, []).append(number)
    table = sheet.table
    present = set(table.columns.get("number", ()))
    found = []
    for row, values in zip(table.numbers, table.values(), strict=True):
        owners = by_print.get(identity.fingerprint(Measure(values)), [])
        number = values.get("number", "")
        where = Location(name, sheet.name, row, "number", table.cell(row, "number"), number=number)
        if not number and len(owners) == 1 and owners[0] not in present:
            table.put(row, "number", owners[0])
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


def _same_numbers(content: Content, name: str) -> Iterator[Finding]:
    first: dict[str, Location] = {}
    for sheet in content.sheets:
        for row, number in zip(sheet.table.numbers, sheet.table.columns.get("number", ()), strict=False):
            if number:
                where = Location(
                    name, sheet.name, row, "number", sheet.table.cell(row, "number"), number=number
                )
                earlier = first.setdefault(fold(number), where)
                if earlier is not where:
                    yield SAME_NUMBER.at(where, number, message=f"编号 {number} 在{earlier}已经有了")


def _take_serial_for_problem(table: Table) -> None:
    """序号 is 问题编号 where there is none and it goes with the problems one to one."""
    serials = table.columns.get("serial", [])
    if "problem_no" in table.letters or not _is_one_to_one(serials, table.columns.get("problem", [])):
        return
    table.columns["problem_no"] = list(serials)
    for row in table.numbers:
        table.move(row, "problem_no", table.cell(row, "serial"))


def _is_one_to_one(serials: Sequence[str], problems: Sequence[str]) -> bool:
    """Whether no text of either column is blank or stands beside two of the other."""
    pairs = set(zip(serials, map(fold, problems), strict=False))
    ones, others = {one for one, _ in pairs}, {other for _, other in pairs}
    return 0 < len(pairs) == len(ones) == len(others) and "" not in ones | others

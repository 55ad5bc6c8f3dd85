"""退改 for files that cannot be marked in place (.xls, .et, .csv, .ods, .xlsb, unreadable ones).

The answer is an .xlsx: the unit's rows as they were read, in the ledger's columns, marked and
listed just as `annotate_xlsx` marks a unit's own workbook. The unit mends that workbook.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import replace

from zgtool.model import identity
from zgtool.model.columns import BY_KEY, CORE_KEYS, EXTRA, LEDGER, TOOL_KEYS, Owner, owner_of
from zgtool.model.finding import Finding
from zgtool.model.ledger import Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.writing.annotate_xlsx import Examples, Marked, annotated, no_example
from zgtool.writing.form_xlsx import OFFICE_ONLY
from zgtool.writing.package_parts import Package
from zgtool.writing.sheet_cells import address_of
from zgtool.writing.styles import open_workbook
from zgtool.writing.table import HEAD_ROW, Table, write_table
from zgtool.writing.workbook_part import WorkbookPart

TABLE_SHEET = "整改台账"
_FIRST_ROW = HEAD_ROW + 2
"""Excel's number of the first row below the headings."""


def return_form(
    unit: str,
    rows: Sequence[Measure],
    findings: Sequence[Finding],
    *,
    settings: Settings,
    week: ReportWeek,
    edition: int,
    own: Collection[str] = (),
    completed: bool = False,
    example: Examples = no_example,
) -> Marked:
    """A workbook that answers a file which cannot be marked in place.

    `rows`: the unit's rows as read; none for a file that could not be read, then there is only the
    list with the reason and the next step. `own`: columns the unit's file had. `completed`: whether
    every row holds what the ledger has in the other columns; only then are they shown, because an
    empty one would come back as a cell the unit emptied. Raises LimitExceeded when a text does not fit.
    """
    keys = _columns(rows, own, completed=completed)
    plain = _plain_workbook(unit, rows, keys, settings, week)
    placed = _placed(findings, rows, keys)
    marked = annotated(plain, placed, unit=unit, week=week, edition=edition, example=example)
    if not rows:
        return Marked(_list_only(marked.data))
    theirs = {f: marked.places[p] for f, p in zip(findings, placed, strict=True) if p in marked.places}
    return Marked(marked.data, places=theirs)


def _columns(rows: Sequence[Measure], own: Collection[str], *, completed: bool) -> list[str]:
    """The form's columns as far as they may be shown, and every further one that the unit's file had or that
    holds something; computed ones are not the unit's business."""
    held = dict.fromkeys(key for row in rows for key, value in row.values.items() if value)
    form = {k for k in CORE_KEYS if k not in OFFICE_ONLY} if completed else set()
    known = [c.key for c in LEDGER if c.key in form or c.key in held or c.key in own]
    further = dict.fromkeys(k for k in (*own, *held) if k.startswith(EXTRA))
    return [k for k in (*known, *further) if k not in TOOL_KEYS]


def _plain_workbook(
    unit: str, rows: Sequence[Measure], keys: Sequence[str], settings: Settings, week: ReportWeek
) -> bytes:
    """The unit's rows as a workbook without marks; one empty sheet when there are no rows."""
    data = io.BytesIO()
    with open_workbook(data, title=f"{unit}退改", author=settings.office, created=week.friday) as book:
        sheet = book.add_worksheet(TABLE_SHEET)
        if rows:
            title = f"{settings.bureau}{settings.inspection}整改台账（{week.label}）"
            line = f"填报单位：{unit}    填报时间：        填报人：        联系电话："
            write_table(book, sheet, Table(title, line, rows, keys, _may_fill))
        book.set_custom_property(identity.PROPERTY_UNIT, unit)
        book.set_custom_property(identity.PROPERTY_WEEK, str(week))
    return data.getvalue()


def _may_fill(row: Measure, key: str) -> bool:
    """Shown on white: what is the unit's, and what the office left to it; the rest is grey."""
    column = BY_KEY.get(key)
    return owner_of(key) is Owner.UNIT or bool(column and column.fillable and not row[key])


def _placed(findings: Sequence[Finding], rows: Sequence[Measure], keys: Sequence[str]) -> list[Finding]:
    """The findings with their places in our table; what has no place there names the unit's own sheet."""
    by_row: dict[tuple[str, int], int] = {}
    by_number: dict[str, int] = {}
    for line, row in enumerate(rows, _FIRST_ROW):
        if row.where.row:
            by_row.setdefault((row.where.sheet, row.where.row), line)
        if row.number:
            by_number.setdefault(row.number, line)
    columns = {key: col for col, key in enumerate(keys, 1)}
    placed = []
    for finding in findings:
        where = finding.where
        at = by_row.get((where.sheet, where.row)) if where.row else by_number.get(where.number)
        if at and where.column in columns:
            here = replace(where, sheet=TABLE_SHEET, row=at, cell=address_of((at, columns[where.column])))
        elif at:
            here = replace(where, sheet=TABLE_SHEET, row=at, cell="")
        else:
            here = replace(where, sheet=f"原表{where.sheet}" if where.sheet else "")
        placed.append(replace(finding, where=here))
    return placed


def _list_only(marked: bytes) -> bytes:
    """The workbook without its empty table."""
    package = Package(marked)
    book = WorkbookPart(package)
    book.remove(next(s for s in book.sheets() if s.name == TABLE_SHEET))
    return package.to_bytes()

"""Reading the sheets beside the ledger back: what the office typed there, and the record as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zgtool.model.columns import Column
from zgtool.model.finding import Finding, Location
from zgtool.model.office_sheets import BY_NAME, Form, Line, Sheets
from zgtool.model.text import clean, fold
from zgtool.reading.days import day_of
from zgtool.reading.kinds import SHEET_HEADING_LOST
from zgtool.reading.raw import Cell, RawSheet, address
from zgtool.reading.values import plain, read_key

_HEADING_WITHIN = 10
"""Rows from the top in which the headings are looked for; the office may put lines of its own above."""


def read_office_sheets(sheets: Iterable[RawSheet], name: str) -> tuple[Sheets, tuple[Finding, ...]]:
    """The lines of every sheet we know, by sheet name, and which sheets lost headings.

    Columns may stand in any order; a column of the office's own on such a sheet is not carried.
    """
    found: dict[str, tuple[Line, ...]] = {}
    findings: list[Finding] = []
    for sheet in sheets:
        form = BY_NAME.get(sheet.name)
        if form is None:
            continue
        place, columns = _headings(sheet, form)
        lost = [c.heading for c in form.columns if c.key not in columns.values()]
        if lost:
            where = Location(file=name, sheet=sheet.name, row=place or None)
            findings.append(SHEET_HEADING_LOST.at(where, "、".join(lost[:6])))
        found[form.name] = tuple(_lines(sheet, name, form, place, columns)) if columns else ()
    return found, tuple(findings)


def _headings(sheet: RawSheet, form: Form) -> tuple[int, Mapping[int, str]]:
    """Row number of the headings and the key of each column (from 1); (0, {}) when there are none."""
    keys = {fold(c.heading): c.key for c in form.columns}
    best: tuple[int, dict[int, str]] = (0, {})
    for number, cells in sheet.rows[:_HEADING_WITHIN]:
        named: dict[int, str] = {}
        for column, value in enumerate(cells, start=1):
            key = keys.get(fold(value)) if isinstance(value, str) else None
            if key is not None and key not in named.values():
                named[column] = key
        if len(named) > len(best[1]):
            best = (number, named)
    return best if len(best[1]) > 1 else (0, {})


def _lines(
    sheet: RawSheet, name: str, form: Form, heading: int, columns: Mapping[int, str]
) -> Iterable[Line]:
    schema = {c.key: c for c in form.columns}
    for number, cells in sheet.rows:
        if number <= heading:
            continue
        values = {key: _text(_at(cells, column), schema[key]) for column, key in columns.items()}
        held = {key: text for key, text in values.items() if text}
        if held:
            where = Location(file=name, sheet=sheet.name, row=number)
            yield Line(held, where, {key: address(number, column) for column, key in columns.items()})


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column - 1] if column <= len(cells) else None


def _text(raw: Cell, column: Column) -> str:
    if column.kind == "key":
        return clean(read_key(raw).text)
    day = day_of(raw) if column.kind == "date" else None
    return day.isoformat() if day else clean(plain(raw))

"""One sheet of 配置.xlsx as lines of named cells, each with its address."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zgtool.model.finding import Finding, Kind, Location
from zgtool.model.text import fold
from zgtool.reading.raw import Cell, RawSheet, address
from zgtool.workspace.cells import day_of, text_of
from zgtool.workspace.kinds import COLUMN_MISSING, COLUMN_UNUSED, NO_STORED_RESULT, REPEATED_ENTRY

NOTE = "说明"
_HEADING_ROWS = 10


@dataclass(frozen=True, slots=True)
class Form:
    """What a sheet looks like: its headings, other words for them, and which must be there."""

    sheet: str
    headings: tuple[str, ...]
    required: tuple[str, ...]
    aliases: Mapping[str, str]

    def heading(self, text: str) -> str:
        """The heading a text stands for, "" when it is none."""
        key = fold(text).rstrip("*：:")
        names = {fold(h): h for h in (*self.headings, NOTE)} | {fold(a): h for a, h in self.aliases.items()}
        return names.get(key, "") if key else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One filled row: cells by heading. `row` is Excel's own number."""

    file: str
    sheet: str
    row: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]

    def text(self, heading: str) -> str:
        """The cell as a person reads it, "" when empty."""
        return text_of(self.cells.get(heading))

    def day(self, heading: str) -> date | None:
        return day_of(self.cells.get(heading))

    def at(self, heading: str) -> Location:
        """The place of one of the row's cells."""
        column = self.columns.get(heading)
        cell = address(self.row, column) if column else ""
        return Location(file=self.file, sheet=self.sheet, row=self.row, cell=cell)

    def fault(self, kind: Kind, heading: str, *, message: str = "", fix: str = "") -> Finding:
        """A finding about one cell, with what it holds."""
        return kind.at(self.at(heading), self.text(heading), message=message, fix=fix)


def read_lines(sheet: RawSheet, file: str, form: Form, findings: list[Finding]) -> tuple[Line, ...]:
    """The rows below the heading that hold more than a remark; () when a required column is missing."""
    row, columns = _find_headings(sheet, form)
    missing = [h for h in form.required if h not in columns]
    if missing:
        where = Location(file=file, sheet=sheet.name, row=row or None)
        findings.append(COLUMN_MISSING.at(where, message=f"缺少“{'”“'.join(missing)}”一列，这张表没有采用"))
        return ()
    findings.extend(_unused_columns(sheet, file, form, row, columns))
    lines = []
    for number, cells in sheet.rows:
        held = {h: _cell(cells, c) for h, c in columns.items()}
        uncomputed = [c for c in columns.values() if (number, c) in sheet.marks.uncomputed]
        if number <= row or not (uncomputed or any(text_of(v) for h, v in held.items() if h != NOTE)):
            continue
        line = Line(file, sheet.name, number, held, columns)
        findings.extend(
            NO_STORED_RESULT.at(Location(file=file, sheet=sheet.name, row=number, cell=address(number, c)))
            for c in uncomputed
        )
        lines.append(line)
    return tuple(lines)


def _cell(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column - 1] if column <= len(cells) else None


def _find_headings(sheet: RawSheet, form: Form) -> tuple[int, dict[str, int]]:
    """The row among the first ten that names most headings, and the column of each."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, cells in sheet.rows:
        if number > _HEADING_ROWS:
            break
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells, 1):
            heading = form.heading(text_of(cell))
            if heading:
                columns.setdefault(heading, column)
        if len(columns) > len(best[1]):
            best = (number, columns)
    return best


def _unused_columns(
    sheet: RawSheet, file: str, form: Form, row: int, columns: Mapping[str, int]
) -> Iterator[Finding]:
    heads = next((cells for number, cells in sheet.rows if number == row), ())
    for column, cell in enumerate(heads, 1):
        text = text_of(cell)
        if not text or column in columns.values():
            continue
        place = Location(file=file, sheet=sheet.name, row=row, cell=address(row, column))
        if form.heading(text):
            yield REPEATED_ENTRY.at(place, text)
        else:
            yield COLUMN_UNUSED.at(place, text, fix=did_you_mean(text, form.headings))


def did_you_mean(text: str, names: Sequence[str]) -> str:
    """“是不是“…”？…” for the nearest names; "" when nothing is near."""
    near = difflib.get_close_matches(text, list(names), n=2, cutoff=0.5)
    return f"是不是“{'”或“'.join(near)}”？请对照模板改正。" if near else ""

"""The rows below a heading sorted: which are measures, which belong to another row, which are something else and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zgtool.model.text import clean, shorten
from zgtool.reading.grid import Row, blank, columns_of, rows_below
from zgtool.reading.headings import normal
from zgtool.reading.merges import Merges
from zgtool.reading.raw import Cell, RawSheet, address
from zgtool.reading.row_kinds import (
    is_ditto,
    is_example,
    is_note,
    is_section,
    is_signature,
    is_total,
    numbers_columns,
    repeats_heading,
)
from zgtool.reading.settling import Taken
from zgtool.reading.table import NAMING
from zgtool.reading.values import plain

_MAYBE_NOT = re.compile(r"\s*[（(【\[]?(?:填写|填报)?(?:示例|样例|范例|例)|.{0,4}[合小总共累]\s*计")
"""First words that call for a closer look at a row that otherwise has a measure."""


@dataclass(slots=True)
class Left:
    """A row that is not kept, and why."""

    row: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section row. `before`: the place of the first kept row below it."""

    before: int
    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows below a heading.

    rows: all that hold something. kept: measures, and problems or points without one. joined: rows
    that are part of a kept one, by its place. skipped: the joined ones and those that are left out.
    """

    rows: list[Row]
    merges: Merges
    kept: list[Row] = field(default_factory=list)
    joined: dict[int, list[Row]] = field(default_factory=dict)
    skipped: list[Left] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def sort_rows(sheet: RawSheet, last_heading_row: int, columns: Sequence[Taken]) -> Sorted:
    """Every row below the heading put where it belongs."""
    found = Sorted(rows_below(sheet, last_heading_row), Merges(sheet, last_heading_row))
    _Sorter(found, columns).sort()
    return found


class _Sorter:
    """Walks the rows once, top to bottom."""

    def __init__(self, found: Sorted, columns: Sequence[Taken]) -> None:
        by_key = {c.key: c.column for c in columns}
        self._columns = {c.column: c for c in columns}
        self._found, self._rows, self._merges = found, found.rows, found.merges
        self._measure, self._number = by_key.get("measure", 0), by_key.get("number", 0)
        self._only_serial = {by_key.get("serial", 0)}
        self._telling = next((by_key[k] for k in ("measure", "problem", "point", "number") if k in by_key), 0)
        self._heading_text = self._columns[self._telling].text if self._telling else ""
        self._noted = False

    def sort(self) -> None:
        """Put every row where it belongs. Ordinary rows leave by the first lines."""
        kept = self._found.kept
        measures = columns_of(self._rows, [self._measure])[0] if self._measure else [""] * len(self._rows)
        for place, (row, measure) in enumerate(zip(self._rows, measures, strict=True)):
            if place and self._is_ordinary(row, measure):
                kept.append(row)
                continue
            why = self._why_left(row, place) or self._why_joined(row)
            if why:
                self._found.skipped.append(Left(row.number, shorten("　".join(row.texts), 200), why))
            else:
                kept.append(row)
        self._settle_trailing_sections()

    def _is_ordinary(self, row: Row, measure: Cell) -> bool:
        """Whether a row surely is a measure: it has one, more beside it, and does not begin like something else."""
        if len(row.head) < 3 or blank(measure) or self._repeats(measure):
            return False
        first = row.head[0]
        return first.__class__ is float or not _MAYBE_NOT.match(plain(first))

    def _why_left(self, row: Row, place: int) -> str:
        """Why a row is no measure, "" when it is one."""
        measure, texts, cells = row.get(self._measure), row.texts, row.cells
        if is_example(texts):
            return "示例行"
        if self._repeats(row.get(self._telling)) and repeats_heading(
            [(t, self._heading(c)) for c, t in zip(cells, texts, strict=True)]
        ):
            return "重复的表头"
        if place == 0 and numbers_columns(texts):
            return "栏次行"
        if is_total(texts) and not (isinstance(measure, str) and len(measure.strip()) > 4):
            return "合计行"
        if len(cells) == 1 or not self._works(row):
            return self._why_unworked(row, texts, place)
        return ""

    def _why_unworked(self, row: Row, texts: Sequence[str], place: int) -> str:
        """Why a row without a measure of its own is none; "" for a problem or point that has none yet."""
        if is_note(texts):
            self._noted = True
            return "注释行"
        if is_signature(texts):
            return "签字行"
        if self._is_section(row, texts[0], place):
            cell = address(row.number, next(iter(row.cells)))
            self._found.sections.append(Section(len(self._found.kept), clean(texts[0]), cell))
            return "分类行"
        if self._noted and len(row.cells) == 1 and self._goes_on(texts[0], next(iter(row.cells))):
            return "注释行"
        if row.cells.keys() <= self._only_serial:
            return "只有序号，没有内容"
        keys = [(self._key(c), v) for c, v in row.cells.items()]
        if any(k in NAMING for k, _ in keys) and all(k == "serial" or is_ditto(v) for k, v in keys):
            return "只有“同上”，没有整改措施"
        return ""

    def _goes_on(self, text: str, column: int) -> bool:
        """Whether a lone text below a note is its next line, and not a problem that has no measure yet."""
        return (
            self._key(column) not in ("problem", "point")
            or re.match(r"\s*\d+\s*[.、．)）]", text) is not None
        )

    def _key(self, column: int) -> str:
        taken = self._columns.get(column)
        return taken.key if taken else ""

    def _heading(self, column: int) -> str:
        taken = self._columns.get(column)
        return taken.text if taken else ""

    def _repeats(self, told: Cell) -> bool:
        """Whether the telling cell of a row is its own heading again."""
        if not isinstance(told, str) or len(told) > 40 or told.lstrip()[:1] != self._heading_text[:1]:
            return False
        return normal(told) == normal(self._heading_text)

    def _works(self, row: Row) -> bool:
        """Whether a row has a measure or a number, of its own or by a merge."""
        return any(
            c and (c in row.cells or self._merges.top(row.number, c)) for c in (self._measure, self._number)
        )

    def _is_section(self, row: Row, text: str, place: int) -> bool:
        if len(row.cells) != 1:
            return False
        column = next(iter(row.cells))
        across = len(self._columns)
        if self._merges.wide.get((row.number, column), 1) >= min(max(3, across // 2), across):
            return True
        if not is_section(text):
            return False
        key = self._key(column)
        if key in ("problem", "point"):
            following: Mapping[int, Cell] = self._rows[place + 1].cells if place + 1 < len(self._rows) else {}
            return column in following and self._measure in following
        return key in ("", "serial", "category", "problem_no")

    def _why_joined(self, row: Row) -> str:
        """A row inside a merged measure cell is part of that measure: whose, "" when it is not."""
        top = self._merges.top(row.number, self._measure) if row.get(self._measure) is None else 0
        if not top or not self._found.kept or self._found.kept[-1].number < top:
            return ""
        self._found.joined.setdefault(len(self._found.kept) - 1, []).append(row)
        owner = self._found.kept[-1].number
        return f"与第{owner}行的整改措施合并为一格，内容已并入第{owner}行"

    def _settle_trailing_sections(self) -> None:
        """A line across the sheet with no measure below it is a closing remark, not a section."""
        last = self._found.kept[-1].number if self._found.kept else 0
        for left in self._found.skipped:
            if last and left.why == "分类行" and left.row > last and not is_section(left.text):
                left.why = "表尾说明"

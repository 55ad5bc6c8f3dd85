"""The rows below a heading: which are measures, which are something else, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from zgtool.model.columns import TOOL_KEYS
from zgtool.model.text import clean, shorten
from zgtool.reading.drafts import NAMING, Draft, DraftMaker
from zgtool.reading.grid import Row, rows_below
from zgtool.reading.headings import normal
from zgtool.reading.kinds import DAMAGED, UNCOMPUTED
from zgtool.reading.raw import Address, Cell, RawSheet, Unreadable, address
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
from zgtool.reading.values import Fault, Readers, plain

_MAX_MERGED = 2_000_000
_GAP = 20
_MAYBE_NOT = re.compile(r"\s*[（(【\[]?(?:填写|填报)?(?:示例|样例|范例|例)|.{0,4}[合小总共累]\s*计")
"""First words that call for a closer look at a row that otherwise has a measure."""


@dataclass(slots=True)
class Left:
    """A row that is not kept, and why."""

    row: int
    text: str
    why: str


@dataclass(slots=True)
class Body:
    """All rows of a sheet below its heading. `letters`: column letters by key; `gap`: first row after a long gap."""

    drafts: list[Draft] = field(default_factory=list)
    skipped: list[Left] = field(default_factory=list)
    letters: Mapping[str, str] = field(default_factory=dict)
    nameless: Mapping[int, str] = field(default_factory=dict)
    gap: int = 0


def read_body(sheet: RawSheet, last_heading_row: int, columns: Sequence[Taken], readers: Readers) -> Body:
    """Every filled row below the heading, each either kept or left out with a reason."""
    return _BodyReader(sheet, last_heading_row, columns, readers).run()


class _BodyReader:
    """Walks the rows once, top to bottom."""

    def __init__(
        self, sheet: RawSheet, last_heading_row: int, columns: Sequence[Taken], readers: Readers
    ) -> None:
        self._columns = {c.column: c for c in columns}
        self._rows = rows_below(sheet, last_heading_row)
        self._anchors, self._wide = _merges(sheet, last_heading_row)
        self._maker = DraftMaker(sheet, columns, self._rows, self._anchors, readers)
        by_key = self._maker.by_key
        self._measure, self._number = by_key.get("measure", 0), by_key.get("number", 0)
        self._joins = any(column == self._measure for _, column in self._anchors)
        self._only_serial = {by_key.get("serial", 0)}
        self._telling = next((by_key[k] for k in ("measure", "problem", "point", "number") if k in by_key), 0)
        self._heading_text = self._columns[self._telling].text if self._telling else ""
        self._noted = False
        self._body = Body()

    def run(self) -> Body:
        body, last = self._body, 0
        for place, row in enumerate(self._rows):
            if last and row.number - last > _GAP:
                body.gap = body.gap or row.number
            last = row.number
            why = self._why_left(row, place)
            if why:
                body.skipped.append(Left(row.number, shorten("　".join(row.texts), 200), why))
            elif not self._join_continuation(row):
                draft = self._maker.make(row, place)
                draft.own = frozenset(self._columns[c].key for c in row.cells if c in self._columns) \
                    if "measure" not in draft.values else frozenset()  # fmt: skip
                body.drafts.append(draft)
        self._settle_trailing_sections()
        self._fold_problem_rows()
        body.skipped.sort(key=lambda left: left.row)
        body.letters, body.nameless = self._maker.letters, self._maker.nameless
        return body

    def _why_left(self, row: Row, place: int) -> str:
        """Why a row is no measure, "" when it is one. Ordinary rows leave by the first lines."""
        measure, first = row.get(self._measure), row.head[0]
        ordinary = place and measure is not None and len(row.head) > 2 and not self._repeats(row)
        if ordinary and (type(first) is float or not _MAYBE_NOT.match(plain(first))):
            return ""
        texts, cells = row.texts, row.cells
        if is_example(texts):
            return "示例行"
        if self._repeats(row) and repeats_heading(
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
            self._maker.open_section(clean(texts[0]), address(row.number, next(iter(row.cells))))
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

    def _repeats(self, row: Row) -> bool:
        """Whether the telling cell of a row is its own heading again."""
        value = row.get(self._telling)
        if not isinstance(value, str) or len(value) > 40 or value.lstrip()[:1] != self._heading_text[:1]:
            return False
        return normal(value) == normal(self._heading_text)

    def _works(self, row: Row) -> bool:
        """Whether a row has a measure or a number, of its own or by a merge."""
        return any(
            c and (c in row.cells or (row.number, c) in self._anchors) for c in (self._measure, self._number)
        )

    def _is_section(self, row: Row, text: str, place: int) -> bool:
        if len(row.cells) != 1:
            return False
        column = next(iter(row.cells))
        across = len(self._columns)
        if self._wide.get((row.number, column), 1) >= min(max(3, across // 2), across):
            return True
        if not is_section(text):
            return False
        key = self._key(column)
        if key in ("problem", "point"):
            following: Mapping[int, Cell] = self._rows[place + 1].cells if place + 1 < len(self._rows) else {}
            return column in following and self._measure in following
        return key in ("", "serial", "category", "problem_no")

    def _join_continuation(self, row: Row) -> bool:
        """A row inside a merged measure cell is part of that measure."""
        if not self._joins or row.get(self._measure) is not None:
            return False
        anchor = self._anchors.get((row.number, self._measure))
        if anchor is None or not self._body.drafts or self._body.drafts[-1].row < anchor:
            return False
        draft = self._body.drafts[-1]
        self._maker.join(draft, row)
        why = f"与第{draft.row}行的整改措施合并为一格，内容已并入第{draft.row}行"
        self._body.skipped.append(Left(row.number, shorten("　".join(row.texts), 200), why))
        return True

    def _settle_trailing_sections(self) -> None:
        """A line across the sheet with no measure below it is a closing remark, not a section."""
        last = self._body.drafts[-1].row if self._body.drafts else 0
        for left in self._body.skipped:
            if last and left.why == "分类行" and left.row > last and not is_section(left.text):
                left.why = "表尾说明"

    def _fold_problem_rows(self) -> None:
        """A row that only names the problem whose measures follow below is no measure of its own."""
        drafts = self._body.drafts
        kept = []
        for draft, following in zip_longest(drafts, drafts[1:]):
            if following is not None and following.inherited and _only_names(draft, following):
                text = shorten("　".join(v for k, v in draft.values.items() if k in NAMING), 200)
                self._body.skipped.append(Left(draft.row, text, "只写了问题，整改措施在下面各行"))
            else:
                kept.append(draft)
        self._body.drafts = kept


def _only_names(draft: Draft, following: Draft) -> bool:
    if "measure" in draft.values or "measure" not in following.values or not draft.own <= NAMING:
        return False
    return all(following.values.get(k) == draft.values[k] for k in ("problem", "point") if k in draft.values)


def _merges(sheet: RawSheet, below: int) -> tuple[dict[Address, int], dict[Address, int]]:
    """(place → first row of the merge it continues, first cell → width), for merges below the heading."""
    last = sheet.rows[-1][0] if sheet.rows else 0
    anchors: dict[Address, int] = {}
    wide: dict[Address, int] = {}
    for top, left, bottom, right in sheet.merges:
        if top <= below or top > last:
            continue
        if right > left:
            wide[top, left] = right - left + 1
        if min(bottom, last) - top + len(anchors) > _MAX_MERGED:
            raise Unreadable.of(DAMAGED, sheet.name)
        for row in range(top + 1, min(bottom, last) + 1):
            anchors[row, left] = top
    return anchors, wide


def uncomputed(
    sheet: RawSheet, columns: Sequence[Taken], last_heading_row: int
) -> list[tuple[int, str, Fault]]:
    """(row, column key, fault) for formulas saved without a result below the heading."""
    keys = {c.column: c.key for c in columns if c.key and c.key not in TOOL_KEYS}
    return [
        (row, keys[column], Fault(UNCOMPUTED))
        for row, column in sorted(sheet.marks.uncomputed)
        if row > last_heading_row and column in keys
    ]

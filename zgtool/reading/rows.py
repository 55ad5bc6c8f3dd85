"""The rows below a heading: which are measures, what merged and faked cells mean, what stands in each cell.

A value is filled down where a merge says so, or where a problem's or point's cell was left
blank under it; never across a change of problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zgtool.model.columns import BY_KEY, EXTRA, POINT_KEYS, PROBLEM_KEYS, TOOL_KEYS
from zgtool.model.text import clean, shorten
from zgtool.model.units import UnitList
from zgtool.reading.headings import Taken, normal
from zgtool.reading.kinds import DAMAGED, ERROR_CELL, NOTHING_ABOVE, UNCOMPUTED
from zgtool.reading.raw import Cell, RawSheet, Unreadable, address, letters
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
from zgtool.reading.values import Fault, Reader, percent_scale, plain

_MAX_MERGED = 2_000_000
_COPIED = frozenset({"lead_unit", "supporting_units", "leader", "person", "contact", *PROBLEM_KEYS, *POINT_KEYS})
"""Columns in which 同上 is replaced by what stands above."""
_NAMING = frozenset({"serial", *PROBLEM_KEYS, *POINT_KEYS})
"""Columns that say what a row is about, not what is done."""


@dataclass(slots=True)
class Draft:
    """A row that is kept, before the file's unit is known."""

    row: int
    values: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    own: frozenset[str] = frozenset()
    inherited: bool = False


@dataclass(slots=True)
class Left:
    """A row that is not kept, and why."""

    row: int
    text: str
    why: str


@dataclass(slots=True)
class Body:
    """All rows of a sheet below its heading."""

    drafts: list[Draft] = field(default_factory=list)
    skipped: list[Left] = field(default_factory=list)
    gap: int = 0
    nameless: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its cells by column, blanks left out."""

    number: int
    cells: Mapping[int, Cell]
    texts: tuple[str, ...]


def read_body(sheet: RawSheet, last_heading_row: int, columns: Sequence[Taken], units: UnitList) -> Body:
    """Every filled row below the heading, each either kept or left out with a reason."""
    return _BodyReader(sheet, last_heading_row, columns, units).run()


class _BodyReader:
    """Walks the rows once, top to bottom, remembering the problem, point and section under way."""

    def __init__(self, sheet: RawSheet, last_heading_row: int, columns: Sequence[Taken], units: UnitList) -> None:
        self.sheet, self.marks = sheet, sheet.marks
        self.columns = {c.column: c for c in columns}
        self.rows = [r for n, cells in sheet.rows if n > last_heading_row and (r := _row(n, cells)) is not None]
        self.keys = {c.column: c.key for c in columns if c.key}
        self.by_key = {key: column for column, key in self.keys.items()}
        self.anchors, self.wide = _merges(sheet, last_heading_row)
        self.readers = self._readers(columns, units)
        self.body = Body()
        self.above: dict[str, Cell] = {}
        self.state: dict[str, tuple[str, str]] = {}
        self.section: tuple[str, str] | None = None
        self.noted = False
        self.serial_per_problem = self._serial_names_problem()
        self.raw_at = {r.number: r.cells for r in self.rows}

    def _readers(self, columns: Sequence[Taken], units: UnitList) -> dict[int, Reader]:
        readers = {}
        for c in columns:
            key = c.key
            if not key or key in TOOL_KEYS:
                continue
            scale = 1
            if not key.startswith(EXTRA) and BY_KEY[key].kind == "percent":
                held = [r.cells[c.column] for r in self.rows if c.column in r.cells
                        and (r.number, c.column) not in self.marks.percents]  # fmt: skip
                scale = percent_scale(held)
            readers[c.column] = Reader(key, units, c.second, normal(c.text).startswith("是否"), scale, self.sheet.epoch1904)
        return readers

    def _serial_names_problem(self) -> bool:
        """Whether 序号 stands once per problem: some row that has other content leaves it blank."""
        column = self.by_key.get("serial")
        if column is None:
            return False
        measure = self.by_key.get("measure")
        return any(column not in r.cells and measure in r.cells for r in self.rows)

    def run(self) -> Body:
        last = 0
        for place, row in enumerate(self.rows):
            if last and row.number - last > 20:
                self.body.gap = self.body.gap or row.number
            last = row.number
            why = self._why_left(row, place)
            if why:
                self._leave(row, why)
            elif not self._join_continuation(row):
                self.body.drafts.append(self._draft(row))
        self._settle_trailing_sections()
        self._fold_problem_rows()
        self.body.skipped.sort(key=lambda left: left.row)
        return self.body

    def _leave(self, row: _Row, why: str) -> None:
        self.body.skipped.append(Left(row.number, shorten("　".join(row.texts), 200), why))

    def _why_left(self, row: _Row, place: int) -> str:
        texts = row.texts
        working = self._has(row, "measure") or self._has(row, "number")
        if is_example(texts):
            return "示例行"
        if repeats_heading([(t, self.columns[c].text if c in self.columns else "") for c, t in zip(row.cells, texts)]):
            return "重复的表头"
        if place == 0 and numbers_columns(texts):
            return "栏次行"
        if is_total(texts) and not self._real_text(row, "measure"):
            return "合计行"
        if not working or len(row.cells) == 1:
            if is_note(texts):
                self.noted = True
                return "注释行"
            if is_signature(texts):
                return "签字行"
            if self._is_section(row, place):
                return self._take_section(row)
            if self.noted and len(row.cells) == 1:
                return "注释行"
        if row.cells.keys() <= {self.by_key.get("serial")}:
            return "只有序号，没有内容"
        if all(is_ditto(v) or self.keys.get(c) == "serial" for c, v in row.cells.items()) and any(
            self.keys.get(c) in _NAMING for c in row.cells
        ):
            return "只有“同上”，没有整改措施"
        return ""

    def _has(self, row: _Row, key: str) -> bool:
        column = self.by_key.get(key)
        return column is not None and (column in row.cells or self._anchor(row, column) is not None)

    def _real_text(self, row: _Row, key: str) -> bool:
        value = row.cells.get(self.by_key.get(key, 0))
        return isinstance(value, str) and len(value.strip()) > 4

    def _is_section(self, row: _Row, place: int) -> bool:
        if len(row.cells) != 1:
            return False
        column, text = next(iter(row.cells)), row.texts[0]
        width = self.wide.get((row.number, column), 1)
        if width >= max(3, len(self.columns) // 2):
            return True
        if not is_section(text):
            return False
        key = self.keys.get(column, "")
        if key in ("problem", "point"):
            following = self.rows[place + 1].cells if place + 1 < len(self.rows) else {}
            return column in following and self.by_key.get("measure", -1) in following
        return key in ("", "serial", "category", "problem_no")

    def _take_section(self, row: _Row) -> str:
        column, text = next(iter(row.cells)), clean(row.texts[0])
        deeper = text[:1] in "（(" and self.section is not None and self.section[0][:1] not in "（("
        if not deeper:
            self.section = (text, address(row.number, column))
        self.state = {}
        return "分类行"

    def _anchor(self, row: _Row, column: int) -> int | None:
        """The row where the merged cell over this place begins, when this place is its continuation."""
        return self.anchors.get((row.number, column))

    def _join_continuation(self, row: _Row) -> bool:
        """A row inside a merged measure cell adds to that measure; its own texts go on in the same cells."""
        column = self.by_key.get("measure")
        anchor = self._anchor(row, column) if column is not None and column not in row.cells else None
        if anchor is None or not self.body.drafts or self.body.drafts[-1].row < anchor:
            return False
        draft = self.body.drafts[-1]
        for place, raw in row.cells.items():
            reader = self.readers.get(place)
            if reader is None or reader.key in _NAMING:
                continue
            value = reader.read(raw, (row.number, place) in self.marks.percents)
            old = draft.values.get(reader.key, "")
            if value.text and value.text not in old.split("\n"):
                draft.values[reader.key] = f"{old}\n{value.text}" if old else value.text
            draft.cells.setdefault(reader.key, address(row.number, place))
        self._leave(row, f"与第{draft.row}行的整改措施合并为一格，内容已并入第{draft.row}行")
        return True

    def _draft(self, row: _Row) -> Draft:
        draft = Draft(row.number)
        raws, places = self._effective(row, draft)
        draft.own = frozenset(self.keys[c] for c in row.cells if c in self.keys)
        self._note_change(row, raws)
        for column, raw in raws.items():
            self._put(draft, column, raw, places[column])
        self._fill_down(draft)
        if self.section and "category" not in self.by_key and "category" not in draft.values:
            draft.values["category"], draft.cells["category"] = self.section
        for column, taken in self.columns.items():
            if taken.key and taken.key not in draft.cells:
                draft.cells[taken.key] = f"{letters(column)}{row.number}"
        for column, raw in row.cells.items():
            if column not in self.keys:
                self._nameless(draft, column, raw)
        return draft

    def _effective(self, row: _Row, draft: Draft) -> tuple[dict[int, Cell], dict[int, int]]:
        """The cells of a row with merges and 同上 filled in, and the row each value really stands in."""
        raws: dict[int, Cell] = {}
        places: dict[int, int] = {}
        for column, key in self.keys.items():
            if column in row.cells:
                raw, place = row.cells[column], row.number
            else:
                anchor = self._anchor(row, column)
                if anchor is None or column not in self.raw_at.get(anchor, {}):
                    continue
                if key == "number":
                    continue
                raw, place = self.raw_at[anchor][column], anchor
            if key in _COPIED and is_ditto(raw):
                if key not in self.above:
                    draft.faults.append((key, Fault(NOTHING_ABOVE, plain(raw))))
                    continue
                raw = self.above[key]
            self.above[key] = raw
            raws[column], places[column] = raw, place
        return raws, places

    def _note_change(self, row: _Row, raws: Mapping[int, Cell]) -> None:
        """Forget what would be filled down when this row belongs to another problem or point."""
        told = {self.keys[c]: clean(plain(raw)) for c, raw in raws.items() if self.keys[c] in _NAMING or self.keys[c] == "number"}
        if "number" in told:
            told["number"] = told["number"].rpartition("-")[0]
        names = ["problem", "problem_no", "number", *(["serial"] if self.serial_per_problem else [])]
        if any(told.get(k) and k in self.state and told[k] != self.state[k][0] for k in names):
            self.state = {}
        if any(told.get(k) and k in self.state and told[k] != self.state[k][0] for k in POINT_KEYS):
            for key in POINT_KEYS:
                self.state.pop(key, None)
        for key in ("number", "serial"):
            if told.get(key):
                self.state[key] = (told[key], "")

    def _put(self, draft: Draft, column: int, raw: Cell, place: int) -> None:
        reader = self.readers.get(column)
        if reader is None:
            return
        key = reader.key
        spot = (place, column)
        value = reader.read(raw, spot in self.marks.percents)
        draft.cells[key] = f"{letters(column)}{place}"
        if place == draft.row:
            draft.faults.extend((key, fault) for fault in value.faults)
            if spot in self.marks.errors:
                draft.faults.append((key, Fault(ERROR_CELL, self.marks.errors[spot])))
        if not value.text:
            return
        draft.values[key] = value.text
        for other, text in value.more.items():
            held = draft.values.get(other, "")
            parts = dict.fromkeys([*(p for p in held.split("、") if p), *text.split("、")])
            draft.values[other] = "、".join(parts)
            draft.cells.setdefault(other, draft.cells[key])

    def _fill_down(self, draft: Draft) -> None:
        for key in (*PROBLEM_KEYS, *POINT_KEYS):
            if key in draft.values:
                self.state[key] = (clean(draft.values[key]), draft.cells[key])
            elif key in self.state and key in self.by_key:
                draft.values[key] = self.state[key][0]
                draft.inherited = True

    def _nameless(self, draft: Draft, column: int, raw: Cell) -> None:
        key = f"{EXTRA}（{letters(column)}列）"
        text = clean(plain(raw))
        if text:
            draft.values[key], draft.cells[key] = text, f"{letters(column)}{draft.row}"
            self.body.nameless[column] = key

    def _settle_trailing_sections(self) -> None:
        """A line across the sheet with no measure below it is a closing remark, not a section."""
        last = self.body.drafts[-1].row if self.body.drafts else 0
        for left in self.body.skipped:
            if left.why == "分类行" and left.row > last and self.body.drafts and not is_section(left.text):
                left.why = "表尾说明"

    def _fold_problem_rows(self) -> None:
        """A row that only names the problem whose measures follow below is no measure of its own."""
        drafts, kept = self.body.drafts, []
        for draft, following in zip(drafts, [*drafts[1:], None]):
            only_names = draft.own <= _NAMING and "measure" not in draft.values
            if (
                only_names and following is not None and following.inherited and "measure" in following.values
                and all(following.values.get(k) == v for k, v in draft.values.items() if k in ("problem", "point"))
            ):  # fmt: skip
                text = shorten("　".join(draft.values[k] for k in draft.values if k in _NAMING), 200)
                self.body.skipped.append(Left(draft.row, text, "只写了问题，整改措施在下面各行"))
            else:
                kept.append(draft)
        self.body.drafts = kept


def _row(number: int, cells: Sequence[Cell]) -> _Row | None:
    held = {c: v for c, v in enumerate(cells, 1) if v is not None and v != "" and not (isinstance(v, str) and v.isspace())}
    return _Row(number, held, tuple(plain(v).strip() for v in held.values())) if held else None


def _merges(sheet: RawSheet, below: int) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """(place → first row of the merge it continues, first cell → width), for merges below the heading."""
    last = sheet.rows[-1][0] if sheet.rows else 0
    anchors: dict[tuple[int, int], int] = {}
    wide: dict[tuple[int, int], int] = {}
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


def uncomputed(sheet: RawSheet, columns: Sequence[Taken], last_heading_row: int) -> list[tuple[int, str, Fault]]:
    """(row, column key, fault) for formulas saved without a result below the heading."""
    keys = {c.column: c.key for c in columns if c.key and c.key not in TOOL_KEYS}
    return [(row, keys[column], Fault(UNCOMPUTED)) for row, column in sorted(sheet.marks.uncomputed)
            if row > last_heading_row and column in keys]  # fmt: skip

"""Kept rows → values: merges and 同上 resolved, problems and points filled down, every cell read by its column.

A value is filled down where a merge says so, or where a problem's or point's cell was left
blank under it; never across a change of problem. This is the inner loop of reading: the
common case of a cell (printable text without blanks around it) is settled in the loop itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zgtool.model.columns import BY_KEY, EXTRA, POINT_KEYS, PROBLEM_KEYS, TOOL_KEYS
from zgtool.model.text import clean
from zgtool.reading.grid import Row, blank, columns_of, settled
from zgtool.reading.headings import normal
from zgtool.reading.kinds import ERROR_CELL, NOTHING_ABOVE
from zgtool.reading.raw import Address, Cell, RawSheet, letters
from zgtool.reading.row_kinds import DITTO
from zgtool.reading.settling import Taken
from zgtool.reading.values import Fault, Reader, Readers, percent_scale, plain

NAMING = frozenset({"serial", *PROBLEM_KEYS, *POINT_KEYS})
"""Columns that say what a row is about, not what is done."""
_COPIED = frozenset(
    {"lead_unit", "supporting_units", "leader", "person", "contact", *PROBLEM_KEYS, *POINT_KEYS}
)
"""Columns in which 同上 is replaced by what stands above."""
_FILLED = (*PROBLEM_KEYS, *POINT_KEYS)


class RowCells(Mapping[str, str]):
    """Addresses of a row's cells by column key; `moved` are values that stand elsewhere, such as in a merged cell."""

    __slots__ = ("letters", "moved", "row")

    def __init__(self, letters: Mapping[str, str], row: int, moved: Mapping[str, str]) -> None:
        self.letters, self.row, self.moved = letters, row, moved

    def __getitem__(self, key: str) -> str:
        moved = self.moved.get(key)
        return moved if moved is not None else f"{self.letters[key]}{self.row}"

    def __iter__(self) -> Iterator[str]:
        return iter({**self.letters, **self.moved})

    def __len__(self) -> int:
        return len({**self.letters, **self.moved})

    def __reduce__(self) -> tuple[type[RowCells], tuple[Mapping[str, str], int, Mapping[str, str]]]:
        return RowCells, (self.letters, self.row, self.moved)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(slots=True)
class Draft:
    """A row that is kept, before the file's unit is known.

    moved: addresses of values that stand in another cell. more: values that stood in another column's
    cell. own: columns filled in the row itself. inherited: the problem or point came from above.
    """

    row: int
    values: dict[str, str]
    moved: dict[str, str]
    faults: list[tuple[str, Fault]]
    more: list[tuple[str, str]] = field(default_factory=list)
    own: frozenset[str] = frozenset()
    inherited: bool = False


class DraftMaker:
    """Makes the drafts of one sheet, top to bottom."""

    def __init__(
        self,
        sheet: RawSheet,
        columns: Sequence[Taken],
        rows: Sequence[Row],
        anchors: Mapping[Address, int],
        readers: Readers,
    ) -> None:
        self._marks = sheet.marks
        self._rows = {r.number: r for r in rows} if anchors else {}
        self._anchors = anchors
        self.by_key = {c.key: c.column for c in columns}
        self.letters = {c.key: letters(c.column) for c in columns}
        self._known = frozenset(c.column for c in columns)
        held = dict(zip(self._known, columns_of(rows, list(self._known)), strict=True))
        self._plan = [
            (c.column, c.key, reader)
            for c in columns
            if c.key not in TOOL_KEYS and (reader := _reader(c, sheet, rows, held[c.column], readers))
        ]
        widest = max((len(r.values) for r in rows), default=0)
        self._strays = not self._known.issuperset(range(1, widest + 1))
        self._settle(rows, held)
        self._names: list[str] = [k for k in ("problem", "problem_no") if k in self.by_key]
        serials, measures = (held.get(self.by_key.get(key, 0), ()) for key in ("serial", "measure"))
        if _serial_names_problem(serials, measures):
            self._names.append("serial")
        self._points = [k for k in POINT_KEYS if k in self.by_key]
        self._whole = "due_day" in self.by_key and "lamp" in self.by_key
        self._kept = [k for k in ("serial", *_FILLED) if k in self.by_key]
        self._filled: dict[str, str] = {}
        self._section: tuple[str, str] | None = None
        self._made: list[Draft] = []
        self.nameless: dict[int, str] = {}

    def open_section(self, text: str, place: str) -> None:
        """A section row: what follows belongs to it, and nothing is filled down into it."""
        deeper = text[:1] in "（(" and self._section is not None and self._section[0][:1] not in "（("
        if not deeper:
            self._section = (text, place)
        self._filled = {}

    def _settle(self, rows: Sequence[Row], held: Mapping[int, Sequence[Cell]]) -> None:
        """Read whole columns; rows with a cell that needs more than that are `_doubtful`."""
        percents = bool(self._marks.percents)
        read = {c: settled(held[c], reader, key in _COPIED, percents) for c, key, reader in self._plan}
        self._moved: dict[int, dict[str, str]] = {}
        if self._anchors:
            read = {c: list(texts) for c, texts in read.items()}
            self._spread(rows, read)
        self._keys = [key for _, key, _ in self._plan]
        self._doubtful = {
            place for texts in read.values() if None in texts for place, t in enumerate(texts) if t is None
        }
        self._texts = list(zip(*read.values(), strict=True)) or [()] * len(rows)

    def _spread(self, rows: Sequence[Row], read: Mapping[int, list[str | None]]) -> None:
        """Merged cells of the columns read say in each of their rows what they say in the first."""
        places = {row.number: place for place, row in enumerate(rows)}
        keys = {column: key for column, key, _ in self._plan if key != "number"}
        for (number, column), top in self._anchors.items():
            if (
                column not in keys
                or number not in places
                or top not in places
                or read[column][places[number]]
            ):
                continue
            at, above, texts = places[number], places[top], read[column]
            if rows[at].get(column) is None and rows[above].get(column) is not None:
                texts[at] = texts[above]
                self._moved.setdefault(at, {})[keys[column]] = f"{self.letters[keys[column]]}{top}"

    def make(self, row: Row, place: int) -> Draft:
        """The row's values, with everything that merges, 同上 and blanks under a problem stand for.

        place: position among the rows given.
        """
        if place in self._doubtful:
            draft = self._by_cell(row)
        else:
            values = {k: v for k, v in zip(self._keys, self._texts[place]) if v}  # noqa: B905
            draft = Draft(row.number, values, self._moved.get(place) or {}, [])
        self._finish(draft, row)
        return draft

    def _by_cell(self, row: Row) -> Draft:
        """A row with a cell that cannot be settled by its column alone."""
        draft = Draft(row.number, {}, {}, [])
        for column, key, reader in self._plan:
            raw, at = row.get(column), row.number
            if raw is None:
                at = self._anchors.get((at, column), 0)
                above = self._rows.get(at)
                raw = above.get(column) if above and key != "number" else None
                if raw is None:
                    continue
                draft.moved[key] = f"{self.letters[key]}{at}"
            if key in _COPIED and isinstance(raw, str) and raw.strip() in DITTO:
                self._copy_above(draft, key, raw)
            else:
                self._put(draft, reader, raw, (at, column))
        return draft

    def _copy_above(self, draft: Draft, key: str, raw: str) -> None:
        """同上: what the last row that says something says."""
        above = next((d.values[key] for d in reversed(self._made) if key in d.values), "")
        if above:
            draft.values[key] = above
        else:
            draft.faults.append((key, Fault(NOTHING_ABOVE, raw.strip())))

    def _put(self, draft: Draft, reader: Reader, raw: Cell, place: Address) -> None:
        """A cell that needs more than a look."""
        value = reader.read(raw, place in self._marks.percents)
        if value.faults and place[0] == draft.row:
            draft.faults.extend((reader.key, fault) for fault in value.faults)
        if value.text:
            draft.values[reader.key] = value.text
        for key, text in value.more.items():
            draft.more.append((key, text))
            if key not in self.letters:
                draft.moved[key] = f"{self.letters[reader.key]}{place[0]}"

    def _finish(self, draft: Draft, row: Row) -> None:
        if draft.more:
            self._add_more(draft)
        if self._marks.errors:
            self._note_errors(row, draft.faults)
        self._fill_down(draft)
        if self._strays and not row.cells.keys() <= self._known:
            self._put_nameless(draft, row)
        self._made.append(draft)

    def _add_more(self, draft: Draft) -> None:
        for key, text in draft.more:
            parts = dict.fromkeys(
                [*(p for p in draft.values.get(key, "").split("、") if p), *text.split("、")]
            )
            draft.values[key] = "、".join(parts)

    def _note_errors(self, row: Row, faults: list[tuple[str, Fault]]) -> None:
        for column, key, _ in self._plan:
            text = self._marks.errors.get((row.number, column))
            if text:
                faults.append((key, Fault(ERROR_CELL, text)))

    def _fill_down(self, draft: Draft) -> None:
        values, filled = draft.values, self._filled
        number = values["number"].rpartition("-")[0] if "number" in values else ""
        # Below numbered rows a row without a number is one the unit added: whose it is, it must say itself.
        added = not number and bool(filled.get("number"))
        # In a table we wrote every row holds its own problem and point; an empty one is meant so.
        whole = self._whole and number != ""
        changed = number != "" and filled.get("number", number) != number
        for key in self._names:
            if key in values and filled.get(key, values[key]) != values[key]:
                changed = True
        if changed:
            filled = self._filled = {}
        for key in self._points:
            if key in values and filled.get(key, values[key]) != values[key]:
                filled.pop("point", None)
                filled.pop("point_no", None)
        if number:
            filled["number"] = number
        for key in self._kept:
            if key in values:
                filled[key] = values[key]
            elif key in filled and key != "serial" and not added and not whole:
                values[key] = filled[key]
                draft.inherited = True
        if self._section and "category" not in self.by_key:
            values["category"], draft.moved["category"] = self._section

    def _put_nameless(self, draft: Draft, row: Row) -> None:
        for column, raw in row.cells.items():
            text = "" if column in self._known else clean(plain(raw))
            if text:
                key = f"{EXTRA}（{letters(column)}列）"
                draft.values[key], draft.moved[key] = text, f"{letters(column)}{row.number}"
                self.nameless[column] = key

    def join(self, draft: Draft, row: Row) -> None:
        """Add a row inside the draft's merged measure cell: its own texts go on in the same cells."""
        for column, key, reader in self._plan:
            raw = row.cells.get(column)
            if raw is None or key in NAMING:
                continue
            text = reader.read(raw, (row.number, column) in self._marks.percents).text
            old = draft.values.get(key, "")
            if text and text not in old.split("\n"):
                draft.values[key] = f"{old}\n{text}" if old else text


def _reader(
    column: Taken, sheet: RawSheet, rows: Sequence[Row], held: Sequence[Cell], readers: Readers
) -> Reader:
    scale = 1
    if not column.key.startswith(EXTRA) and BY_KEY[column.key].kind == "percent":
        percents = sheet.marks.percents
        scale = percent_scale(
            [v for r, v in zip(rows, held, strict=True) if (r.number, column.column) not in percents]
        )
    yes_no = normal(column.text).startswith("是否")
    return readers.of(column.key, second=column.second, yes_no=yes_no, scale=scale, epoch1904=sheet.epoch1904)


def _serial_names_problem(serials: Sequence[Cell], measures: Sequence[Cell]) -> bool:
    """Whether 序号 stands once per problem: some row with a measure leaves it blank."""
    return any(blank(s) and not blank(m) for s, m in zip(serials, measures, strict=False))

"""Kept rows → a table of texts: every column read at once, then the cells that need a look at their place.

This is the inner loop of reading. What merges and 同上 stand for is settled here; what is
only left blank under a problem is filled down afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from zgtool.model.columns import BY_KEY, EXTRA, POINT_KEYS, PROBLEM_KEYS, TOOL_KEYS
from zgtool.model.text import clean
from zgtool.reading.grid import UNSETTLED, Row, blank, columns_of, settled
from zgtool.reading.headings import normal
from zgtool.reading.kinds import ERROR_CELL, NOTHING_ABOVE
from zgtool.reading.raw import RawSheet, letters
from zgtool.reading.row_kinds import is_ditto
from zgtool.reading.settling import Taken
from zgtool.reading.sorting import Sorted
from zgtool.reading.table import NAMING, Table
from zgtool.reading.values import Fault, Reader, Readers, percent_scale, plain

_COPIED = frozenset(
    {"lead_unit", "supporting_units", "leader", "person", "contact", *PROBLEM_KEYS, *POINT_KEYS}
)
"""Columns in which 同上 is replaced by what stands above."""
_Column = tuple[int, str, Reader]
"""Number, key and reader of a column."""


class CellReader:
    """Reads the cells of one sheet's kept rows; `read` returns the table.

    faults: (row number, column key, what is wrong), top to bottom. nameless: keys given to columns without heading.
    serial_names_problem: 序号 stands once per problem, not once per row.
    """

    def __init__(
        self,
        sheet: RawSheet,
        columns: Sequence[Taken],
        found: Sorted,
        readers: Readers,
    ) -> None:
        rows = found.kept
        self._marks, self._found = sheet.marks, found
        known = [c.column for c in columns]
        self._held = dict(zip(known, columns_of(rows, known), strict=True))
        self._plan = [
            (c.column, c.key, reader)
            for c in columns
            if c.key not in TOOL_KEYS and (reader := _reader(c, sheet, found.rows, readers))
        ]
        self._table = Table([row.number for row in rows], {}, {c.key: letters(c.column) for c in columns})
        by_key = {c.key: self._held[c.column] for c in columns}
        serials, measures = by_key.get("serial", ()), by_key.get("measure", ())
        self.serial_names_problem = any(map(blank, serials)) and any(
            blank(serial) and not blank(measure) for serial, measure in zip(serials, measures, strict=False)
        )
        self._spread_from: dict[tuple[int, int], Row] = {}
        self._empty_to: dict[str, int] = {}
        self.faults: list[tuple[int, str, Fault]] = []
        self.nameless: dict[int, str] = {}

    def read(self) -> Table:
        """All cells as texts."""
        percents = bool(self._marks.percents)
        self._table.columns = {
            key: settled(self._held[column], reader, key in _COPIED, percents)
            for column, key, reader in self._plan
        }
        self._spread()
        unsettled: dict[int, list[_Column]] = {}
        for entry in self._plan:
            texts = self._table.columns[entry[1]]
            if UNSETTLED in texts:
                for place in (place for place, text in enumerate(texts) if text == UNSETTLED):
                    unsettled.setdefault(place, []).append(entry)
        for place in sorted({*unsettled, *self._found.joined}):
            self._look_closer(place, unsettled.get(place, ()))
            for row in self._found.joined.get(place, ()):
                self._join(place, row)
        if self._marks.errors:
            self._note_errors()
        self._read_nameless()
        self.faults.sort(key=lambda fault: fault[0])
        return self._table

    def _spread(self) -> None:
        """Merged cells say in each of their rows what they say in the first, be that row itself kept or not."""
        numbers, tall = self._table.numbers, self._found.merges.tall
        places = {number: place for place, number in enumerate(numbers)} if tall else {}
        others = {row.number: row for row in self._found.rows if row.number not in places} if tall else {}
        for column, key, _ in self._plan:
            texts, raw, moved = (
                self._table.columns[key],
                self._held[column],
                self._table.moved.setdefault(key, {}),
            )
            for top, bottom in tall.get(column, ()) if key != "number" else ():
                first = places.get(top)
                source = others.get(top) if first is None else self._found.kept[first]
                if source is None or source.get(column) is None:
                    continue
                text = UNSETTLED if first is None else texts[first]
                cell = f"{self._table.letters[key]}{top}"
                for place in range(bisect_right(numbers, top), bisect_right(numbers, bottom)):
                    if not texts[place] and blank(raw[place]):
                        texts[place], moved[numbers[place]] = text, cell
                        if text == UNSETTLED:
                            self._spread_from[place, column] = source

    def _look_closer(self, place: int, unsettled: Sequence[_Column]) -> None:
        """Read the cells of a row that cannot be settled by their column alone."""
        number = self._table.numbers[place]
        more: list[tuple[str, str, str]] = []
        for column, key, reader in unsettled:
            row = self._spread_from.get((place, column), self._found.kept[place])
            raw, at = row.get(column), (row.number, column)
            if key in _COPIED and is_ditto(raw):
                self._copy_above(place, key, plain(raw).strip())
                continue
            value = reader.read(raw, at in self._marks.percents)
            if row.number == number:
                self.faults.extend((number, key, fault) for fault in value.faults)
            self._table.columns[key][place] = value.text
            more.extend(
                (other, text, f"{self._table.letters[key]}{row.number}") for other, text in value.more.items()
            )
        for other, text, cell in more:
            self._add(place, other, text, cell)

    def _copy_above(self, place: int, key: str, ditto: str) -> None:
        """同上: what the last row that says something says."""
        texts, searched = self._table.columns[key], self._empty_to.get(key, 0)
        texts[place] = next((texts[p] for p in range(place - 1, searched - 1, -1) if texts[p]), "")
        if not texts[place]:
            self._empty_to[key] = place
            self.faults.append((self._table.numbers[place], key, Fault(NOTHING_ABOVE, ditto)))

    def _add(self, place: int, key: str, text: str, cell: str) -> None:
        """A value that stood in the cell of another column joins those of its own."""
        texts = self._table.column(key)
        texts[place] = "、".join(
            dict.fromkeys([*(p for p in texts[place].split("、") if p), *text.split("、")])
        )
        if key not in self._table.letters:
            self._table.move(self._table.numbers[place], key, cell)

    def _join(self, place: int, row: Row) -> None:
        """A row inside another one's merged measure cell: its own texts go on in the same cells."""
        for column, key, reader in self._plan:
            raw = row.get(column)
            if raw is None or key in NAMING or (key in _COPIED and is_ditto(raw)):
                continue
            text = reader.read(raw, (row.number, column) in self._marks.percents).text
            texts = self._table.columns[key]
            if text and text not in texts[place].split("\n"):
                texts[place] = f"{texts[place]}\n{text}" if texts[place] else text

    def _note_errors(self) -> None:
        for column, key, _ in self._plan:
            for number in self._table.numbers:
                text = self._marks.errors.get((number, column))
                if text:
                    self.faults.append((number, key, Fault(ERROR_CELL, text)))

    def _read_nameless(self) -> None:
        """Cells in columns that have no heading are kept under the column's letter."""
        widest = max((len(row.values) for row in self._found.kept), default=0)
        strays = [column for column in range(1, widest + 1) if column not in self._held]
        for column, raw in zip(strays, columns_of(self._found.kept, strays), strict=True) if strays else ():
            texts = ["" if blank(cell) else clean(plain(cell)) for cell in raw]
            if not any(texts):
                continue
            key = self.nameless[column] = f"{EXTRA}（{letters(column)}列）"
            self._table.columns[key] = texts
            for number, text in zip(self._table.numbers, texts, strict=True):
                if text:
                    self._table.move(number, key, f"{letters(column)}{number}")


def _reader(column: Taken, sheet: RawSheet, rows: Sequence[Row], readers: Readers) -> Reader:
    """How a column is read. rows: all below the heading, for a total too tells whether 1 means 100%."""
    scale = 1
    if not column.key.startswith(EXTRA) and BY_KEY[column.key].kind == "percent":
        marked = sheet.marks.percents
        held = zip(rows, columns_of(rows, [column.column])[0], strict=True)
        scale = percent_scale([cell for row, cell in held if (row.number, column.column) not in marked])
    yes_no = normal(column.text).startswith("是否")
    return readers.of(column.key, second=column.second, yes_no=yes_no, scale=scale, epoch1904=sheet.epoch1904)

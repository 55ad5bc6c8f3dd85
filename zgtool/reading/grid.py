"""The rows below a heading, and their columns read at once.

Most columns of a ledger are texts that need nothing done, or the same few values again and
again. Both are settled here for the whole column, many times faster than cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter

from zgtool.reading.raw import Cell, RawSheet
from zgtool.reading.row_kinds import DITTO
from zgtool.reading.values import Reader, plain

UNSETTLED = "\0"
"""Stands for a cell that needs a closer look at its place; no text is this one, for control characters are taken out."""
_LONG = 16_000
"""Texts from here on are measured against what an Excel cell can hold."""
_SIMPLE = {str, float}
_SAMPLE = 16
"""Cells that tell whether a column says ever new things."""
_TOLD_BY = 3
"""A row with so many filled cells may be an ordinary one."""


class Row:
    """One row with content. `values`: its cells from column A on; `head`: the first filled ones, at most three."""

    __slots__ = ("_cells", "head", "number", "values")

    def __init__(self, number: int, values: Sequence[Cell], head: Sequence[Cell]) -> None:
        self.number, self.head, self.values = number, head, values
        self._cells: dict[int, Cell] | None = None

    @property
    def cells(self) -> Mapping[int, Cell]:
        """The cells by column, blanks left out."""
        if self._cells is None:
            self._cells = {c: v for c, v in enumerate(self.values, 1) if not blank(v)}
        return self._cells

    @property
    def texts(self) -> list[str]:
        return [plain(v).strip() for v in self.cells.values()]

    def get(self, column: int) -> Cell:
        """One cell, None when it is blank."""
        value = self.values[column - 1] if 0 < column <= len(self.values) else None
        return None if value.__class__ is str and (not value or value.isspace()) else value


def blank(value: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return value.__class__ is str and (not value or value.isspace())


def rows_below(sheet: RawSheet, heading: int) -> list[Row]:
    """The rows below the heading that hold more than blanks."""
    return [
        Row(number, values, head)
        for number, values in sheet.rows
        if number > heading and (head := _head(values))
    ]


def _head(values: Sequence[Cell]) -> list[Cell]:
    head: list[Cell] = []
    for value in values:
        if value.__class__ is not str or (value and not value.isspace()):  # not blank, without a call
            head.append(value)
            if len(head) == _TOLD_BY:
                break
    return head


def columns_of(rows: Sequence[Row], wanted: Sequence[int]) -> Sequence[Sequence[Cell]]:
    """The cells of some columns, top to bottom."""
    if not rows:
        return [()] * len(wanted)
    pick, width = itemgetter(*(c - 1 for c in wanted), 0), max(wanted, default=1)  # 0: never a single one
    picked = [pick(v if len(v := r.values) >= width else (*v, *[""] * (width - len(v)))) for r in rows]
    return list(zip(*picked, strict=True))[:-1]


def settled(column: Sequence[Cell], reader: Reader, ditto: bool, percents: bool) -> list[str]:
    """What each cell says, "" when blank, or `UNSETTLED`. Cells that say the same share one text, which is sent once.

    ditto: 同上 means the cell above. percents: numbers of the sheet may be shown as percentages.
    """
    is_text, varied = reader.kind == "text", len({*column[:_SAMPLE]}) > _SAMPLE // 2
    if is_text and varied and _tidy(column) and not (ditto and not DITTO.isdisjoint(column)):
        return list(column)  # type: ignore[arg-type]
    distinct = set(column)
    all_text = set(map(type, distinct)) == {str}
    if not all_text and not set(map(type, column)) <= _SIMPLE:  # True and 1.0 are one member of a set
        return [_settled(v, reader, is_text, ditto, percents) for v in column]
    simple = {} if percents else reader.simple
    known = {v: simple[v] if v in simple else _settled(v, reader, is_text, ditto, percents) for v in distinct}
    return [known[v] for v in column]


def _tidy(column: Sequence[Cell]) -> bool:
    """Whether a column surely is all texts that stay as they are; far from every such column is found."""
    try:
        text = "".join(column)  # type: ignore[arg-type]
    except TypeError:
        return False
    doubtful = " " in text or "=" in text or "D" in text
    return not doubtful and text.isprintable() and (len(text) < _LONG or max(map(len, column)) < _LONG)  # type: ignore[arg-type]


def _settled(raw: Cell, reader: Reader, is_text: bool, ditto: bool, percents: bool) -> str:
    if isinstance(raw, str):
        if blank(raw):
            return ""
        if ditto and len(raw) < 8 and raw.strip() in DITTO:
            return UNSETTLED
        if is_text and raw.isprintable() and raw[0] not in " =D" and raw[-1] != " " and len(raw) < _LONG:
            return raw
    elif type(raw) is not float or percents:
        return UNSETTLED
    text = reader.simple.get(raw)
    if text is None:
        value = reader.read(raw)
        text = UNSETTLED if value.faults or value.more else value.text
    return text

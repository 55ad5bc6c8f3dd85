"""Any sheet as rows under its own headings, for comparing workbooks that are no ledgers."""

from __future__ import annotations

from collections.abc import Sequence

from zgtool.model.columns import EXTRA
from zgtool.model.finding import Location
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.text import clean
from zgtool.reading.kinds import EMPTY, NO_SUCH_SHEET
from zgtool.reading.raw import Cell, RawSheet, Unreadable, address, letters
from zgtool.reading.values import plain
from zgtool.reading.workbook import read_workbook

_HEADING_WITHIN = 10
"""Rows with content from the top among which the headings are."""


def read_table(data: bytes, name: str, sheet: str = "") -> tuple[Ledger, str]:
    """One sheet's rows with every column under "+heading", and the sheet's name.

    sheet: its name; "" for the first visible one with content. The heading is the fullest of the first
    rows; a column without a heading goes by its letter. Raises Unreadable.
    """
    filled = [s for s in read_workbook(data, name) if s.rows]
    wanted = (
        [s for s in filled if s.name == sheet] if sheet else [s for s in filled if not s.hidden] or filled
    )
    if not wanted:
        names = "、".join(s.name for s in filled[:8])
        if not filled:
            raise Unreadable.of(EMPTY, name)
        raise Unreadable.of(NO_SUCH_SHEET, name, sheet, fix=f"这份文件里有：{names}。")
    return _table(wanted[0], name), wanted[0].name


def _table(sheet: RawSheet, name: str) -> Ledger:
    place = _heading(sheet)
    cells = sheet.rows[place][1]
    width = max(len(row) for _, row in sheet.rows[place:])
    keys = _keys(cells, width)
    rows = []
    for at, values in sheet.rows[place + 1 :]:
        texts = {key: text for key, raw in zip(keys, values, strict=False) if (text := clean(plain(raw)))}
        if texts:
            cells_ = {key: address(at, column) for column, key in enumerate(keys, 1)}
            rows.append(Measure(texts, Location(name, sheet.name, at), cells_))
    used = {key for row in rows for key in row.values}
    named = {key for key, raw in zip(keys, cells, strict=False) if plain(raw).strip()}
    return Ledger(tuple(rows), tuple(key for key in keys if key in used | named), name)


def _heading(sheet: RawSheet) -> int:
    """Place of the fullest of the first rows, the first of equals: a title fills one cell, headings fill all."""
    first = sheet.rows[:_HEADING_WITHIN]
    filled = [len({plain(c) for c in cells if isinstance(c, str) and c.strip()}) for _, cells in first]
    return filled.index(max(filled))


def _keys(cells: Sequence[Cell], width: int) -> list[str]:
    seen: dict[str, int] = {}
    keys = []
    for column in range(1, width + 1):
        text = clean(plain(cells[column - 1])) if column <= len(cells) else ""
        text = text.replace("\n", "") or f"{letters(column)}列"
        seen[text] = seen.get(text, 0) + 1
        keys.append(f"{EXTRA}{text}" if seen[text] == 1 else f"{EXTRA}{text}（{seen[text]}）")
    return keys

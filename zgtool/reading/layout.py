"""Where the heading of a sheet stands, on how many levels, and what is written above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from zgtool.model.text import clean
from zgtool.reading.headings import HeadingWords, name_column, normal
from zgtool.reading.raw import Cell, RawSheet

_SEARCHED = 30
"""Rows with content that are looked at for a heading."""
_DEEPEST = 3
_CORE = frozenset({"measure", "problem", "point", "number"})


@dataclass(frozen=True, slots=True)
class Block:
    """A found heading: its rows, and the texts of each column from the top level down."""

    first: int
    last: int
    columns: tuple[tuple[int, tuple[str, ...]], ...]
    score: float


def find_heading(sheet: RawSheet, words: HeadingWords) -> Block | None:
    """The heading block with the most known columns among the first rows; None when nothing is one."""
    rows = sheet.rows[:_SEARCHED]
    texts = {v for v in chain.from_iterable(cells for _, cells in rows) if v.__class__ is str and v}
    names = words.among(texts)
    telling = [n for n, (_, cells) in enumerate(rows) if sum(map(names.__contains__, cells)) >= 2]
    if not telling:
        return None
    grid = _Grid(sheet, rows[: telling[-1] + _DEEPEST])
    known: dict[str, str] = {}
    best: Block | None = None
    for start in sorted({max(0, n - up) for n in telling for up in range(_DEEPEST)}):
        for depth in range(1, _DEEPEST + 1):
            block = _try_block(grid, start, depth, words, known)
            if block is None:
                break
            if block.score >= 1 and (best is None or block.score > best.score):
                best = block
    return best


class _Grid:
    """The first rows as cleaned texts, with merged ranges known by their cells."""

    def __init__(self, sheet: RawSheet, rows: Sequence[tuple[int, tuple[Cell, ...]]]) -> None:
        self.numbers = [number for number, _ in rows]
        self.texts = [{c: t for c, v in enumerate(cells, 1) if (t := _text(v))} for _, cells in rows]
        last = self.numbers[-1] if self.numbers else 0
        self.across: dict[tuple[int, int], int] = {}
        self.below: set[tuple[int, int]] = set()
        for top, left, bottom, right in sheet.merges:
            if top > last or right - left > 500:
                continue
            for row in range(top, min(bottom, last) + 1):
                for column in range(left, right + 1):
                    if column > left:
                        self.across[row, column] = left
                    if row > top:
                        self.below.add((row, column))

    def is_group(self, at: int, column: int) -> bool:
        """Whether a heading cell spans several columns, by a merge or by blanks to its right."""
        if self.across.get((self.numbers[at], column + 1)) == column:
            return True
        return (
            at + 1 < len(self.texts)
            and column in self.texts[at + 1]
            and column + 1 not in self.texts[at]
            and column + 1 in self.texts[at + 1]
            and (self.numbers[at], column + 1) not in self.below
        )


def _text(value: Cell) -> str:
    if isinstance(value, str):
        tidy = value.isprintable() and value[:1] != " " and value[-1:] != " "
        return value if tidy else clean(value)
    return "" if value is None else str(value)


def _try_block(
    grid: _Grid, start: int, depth: int, words: HeadingWords, known: dict[str, str]
) -> Block | None:
    """The block of `depth` rows from `start` on; None when these rows cannot be one heading."""
    end = start + depth
    if end > len(grid.texts) or len(grid.texts[start]) < 2:
        return None
    if grid.numbers[end - 1] - grid.numbers[start] != depth - 1:
        return None
    for at in range(start + 1, end):
        if not _continues(grid, start, at):
            return None
    columns = _levels(grid, start, end)
    keys: list[str] = []
    long = 0
    for _, levels in columns:
        form = "\n".join(levels)
        if form not in known:
            known[form] = name_column(levels, words)[1]
        keys.append(known[form])
        long += any(len(normal(t)) > 30 for t in levels)
    distinct = {k for k in keys if k}
    if len(distinct) < 2 or not distinct & _CORE or len(distinct) * 4 < len(columns):
        return Block(grid.numbers[start], grid.numbers[end - 1], columns, 0.0)
    return Block(grid.numbers[start], grid.numbers[end - 1], columns, len(distinct) - 0.1 * depth - 2 * long)


def _continues(grid: _Grid, start: int, at: int) -> bool:
    """Whether row `at` can be a further level: nothing in it stands below a heading that is already complete."""
    number, texts = grid.numbers[at], grid.texts[at]
    for column in texts:
        if (number, column) in grid.below:
            return False
        for above in range(at - 1, start - 1, -1):
            if column in grid.texts[above]:
                if not grid.is_group(above, column):
                    return False
                break
    return all(len(t) <= 40 for t in texts.values())


def _levels(grid: _Grid, start: int, end: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    found = []
    for column in sorted({c for at in range(start, end) for c in grid.texts[at]}):
        levels = []
        for at in range(start, end):
            text = grid.texts[at].get(column, "")
            if not text and at + 1 < end:
                text = _group_over(grid, at, column)
            levels.append(text)
        found.append((column, tuple(levels)))
    return tuple(found)


def _group_over(grid: _Grid, at: int, column: int) -> str:
    """The text of the group a column stands under: a merge over it, or a group to its left that left it blank."""
    left = grid.across.get((grid.numbers[at], column))
    if left is not None:
        return grid.texts[at].get(left, "")
    if column not in grid.texts[at + 1] or (grid.numbers[at], column) in grid.below:
        return ""
    for other in range(column - 1, 0, -1):
        if (grid.numbers[at], other) in grid.below:
            return ""
        if other in grid.texts[at]:
            return (
                grid.texts[at][other]
                if other + 1 not in grid.texts[at] and other in grid.texts[at + 1]
                else ""
            )
        if other not in grid.texts[at + 1]:
            return ""
    return ""


@dataclass(frozen=True, slots=True)
class TitleCell:
    """One cell above the heading."""

    row: int
    column: int
    value: Cell


def title_cells(sheet: RawSheet, block: Block | None) -> tuple[TitleCell, ...]:
    """The cells above the heading, in reading order; of a sheet without heading, its first rows."""
    rows = [r for r in sheet.rows if r[0] < block.first] if block else list(sheet.rows[:8])
    return tuple(TitleCell(n, c, v) for n, cells in rows for c, v in enumerate(cells, 1) if _text(v))

"""The measures of one sheet as reading makes them and as they travel: column by column.

Most of what is done to a cell is done to its whole column, and columns of texts are sent
from a worker several times faster than rows; whole rows are made last, by whoever asks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress, repeat

from zgtool.model.columns import POINT_KEYS, PROBLEM_KEYS

NAMING = frozenset({"serial", *PROBLEM_KEYS, *POINT_KEYS})
"""Columns that say what a row is about, not what is done."""


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
class Table:
    """The kept rows of a sheet. A place is a row's position among them.

    numbers: Excel's row numbers, top to bottom. columns: the texts by column key, "" where there is none.
    letters: where a column stands. moved: addresses of values that stand elsewhere, by row number and key.
    """

    numbers: list[int]
    columns: dict[str, list[str]]
    letters: dict[str, str]
    moved: dict[int, dict[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """(row number, its values by column key) of each row."""
        keys = tuple(self.columns)
        held = zip(*self.columns.values(), strict=True) if keys else repeat((), len(self))
        for number, texts in zip(self.numbers, held, strict=True):
            yield number, {key: text for key, text in zip(keys, texts) if text}  # noqa: B905 (the inner loop)

    def cells(self, number: int) -> RowCells:
        """The addresses of a row's values."""
        return RowCells(self.letters, number, self.moved.get(number, {}))

    def cell(self, number: int, key: str) -> str:
        """The address of one value, "" when the sheet has no such column."""
        moved = self.moved.get(number, {})
        return moved.get(key) or (f"{self.letters[key]}{number}" if key in self.letters else "")

    def text(self, number: int, key: str) -> str:
        """What one row says in one column."""
        return self.columns[key][bisect_left(self.numbers, number)] if key in self.columns else ""

    def put(self, number: int, key: str, text: str) -> None:
        """Say something else."""
        self.column(key)[bisect_left(self.numbers, number)] = text

    def column(self, key: str) -> list[str]:
        """The texts of a column, which is made when there is none."""
        return self.columns.setdefault(key, [""] * len(self))

    def leave_out(self, numbers: Collection[int]) -> None:
        """Take rows away."""
        kept = [number not in numbers for number in self.numbers]
        self.numbers = list(compress(self.numbers, kept))
        self.columns = {key: list(compress(texts, kept)) for key, texts in self.columns.items()}
        self.moved = {number: cells for number, cells in self.moved.items() if number not in numbers}

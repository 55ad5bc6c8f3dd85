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


Moved = dict[str, dict[int, str]]
"""Addresses of values that stand elsewhere, such as in a merged cell, by column key and row number."""


class RowCells(Mapping[str, str]):
    """Addresses of one row's cells by column key, told by what its whole table knows."""

    __slots__ = ("_letters", "_moved", "_row")

    def __init__(self, letters: Mapping[str, str], row: int, moved: Moved) -> None:
        self._letters, self._row, self._moved = letters, row, moved

    def __getitem__(self, key: str) -> str:
        moved = self._moved.get(key)
        if moved is not None and self._row in moved:
            return moved[self._row]
        return f"{self._letters[key]}{self._row}"

    def __iter__(self) -> Iterator[str]:
        yield from self._letters
        yield from (
            key for key, rows in self._moved.items() if self._row in rows and key not in self._letters
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(slots=True)
class Table:
    """The kept rows of a sheet. A place is a row's position among them.

    numbers: Excel's row numbers, top to bottom. columns: the texts by column key, "" where there is none.
    letters: where a column stands. moved: where values do that stand elsewhere.
    """

    numbers: list[int]
    columns: dict[str, list[str]]
    letters: dict[str, str]
    moved: Moved = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    def values(self) -> list[dict[str, str]]:
        """Each row's values by column key, absent = empty."""
        keys = tuple(self.columns)
        return [
            {key: text for key, text in zip(keys, texts) if text} if "" in texts else dict(zip(keys, texts))  # noqa: B905
            for texts in (zip(*self.columns.values(), strict=True) if keys else repeat((), len(self)))
        ]

    def cell(self, number: int, key: str) -> str:
        """The address of one value, "" when the sheet has no such column."""
        return RowCells(self.letters, number, self.moved).get(key, "")

    def text(self, number: int, key: str) -> str:
        """What one row says in one column."""
        return self.columns[key][bisect_left(self.numbers, number)] if key in self.columns else ""

    def put(self, number: int, key: str, text: str) -> None:
        """Say something else."""
        self.column(key)[bisect_left(self.numbers, number)] = text

    def column(self, key: str) -> list[str]:
        """The texts of a column, which is made when there is none."""
        return self.columns.setdefault(key, [""] * len(self))

    def move(self, number: int, key: str, cell: str) -> None:
        """Note that a value stands in another cell."""
        self.moved.setdefault(key, {})[number] = cell

    def leave_out(self, numbers: Collection[int]) -> None:
        """Take rows away."""
        kept = [number not in numbers for number in self.numbers]
        self.numbers = list(compress(self.numbers, kept))
        self.columns = {key: list(compress(texts, kept)) for key, texts in self.columns.items()}
        self.moved = {
            key: {number: cell for number, cell in rows.items() if number not in numbers}
            for key, rows in self.moved.items()
        }

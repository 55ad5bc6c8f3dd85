"""Merged cells below a heading."""

from __future__ import annotations

from bisect import bisect_left

from zgtool.reading.kinds import DAMAGED
from zgtool.reading.raw import Address, RawSheet, Unreadable

_MAX_MERGED = 2_000_000


class Merges:
    """`tall`: first and last rows of the merges of several rows, by column; `wide`: how many columns, by first cell."""

    def __init__(self, sheet: RawSheet, below: int) -> None:
        last = sheet.rows[-1][0] if sheet.rows else 0
        self.tall: dict[int, list[tuple[int, int]]] = {}
        self.wide: dict[Address, int] = {}
        covered = 0
        for top, left, bottom, right in sorted(sheet.merges):
            if top <= below or top > last:
                continue
            if right > left:
                self.wide[top, left] = right - left + 1
            if bottom > top:
                covered += min(bottom, last) - top
                if covered > _MAX_MERGED:
                    raise Unreadable.of(DAMAGED, sheet.name)
                self.tall.setdefault(left, []).append((top, bottom))

    def top(self, row: int, column: int) -> int:
        """The first row of the merge that a cell continues, 0 when it continues none."""
        tall = self.tall.get(column, ())
        before = bisect_left(tall, (row, 0)) - 1
        return tall[before][0] if before >= 0 and row <= tall[before][1] else 0

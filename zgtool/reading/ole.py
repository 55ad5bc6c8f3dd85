"""Streams of an OLE2 file (.xls, .et, encrypted packages), read so that no loop or lie in it can hang us."""

from __future__ import annotations

import sys
from array import array

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # sector numbers from here on mean "end", "free" or "not a sector"


class BrokenOle(ValueError):
    """The file's inner directory cannot be followed."""


class OleFile:
    """`names` are the streams of the file; `read` gives the bytes of one (spec: MS-CFB)."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 1024 or not data.startswith(SIGNATURE):
            raise BrokenOle("too short")
        self._data = data
        shift, mini_shift = _u16(data, 30), _u16(data, 32)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenOle("sector size")
        self._size, self._mini = 1 << shift, 1 << mini_shift
        self._fat = self._load_fat()
        self._cutoff = _u32(data, 56)
        self._entries, root = self._load_directory()
        self._mini_fat = _words(self._chain(_u32(data, 60), self._fat)) if _u32(data, 64) else array("I")
        self._mini_stream = self._chain(root[0], self._fat)[: root[1]] if self._mini_fat else b""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """The bytes of one stream, cut to its size; KeyError when there is none of that name."""
        start, size = self._entries[name]
        if size >= self._cutoff:
            return self._chain(start, self._fat)[:size]
        parts: list[bytes] = []
        seen = 0
        while start < _LAST and seen * self._mini < size:
            if start >= len(self._mini_fat):
                raise BrokenOle("short stream")
            parts.append(self._mini_stream[start * self._mini : (start + 1) * self._mini])
            start, seen = self._mini_fat[start], seen + 1
        return b"".join(parts)[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise BrokenOle("sector past the end")
        return self._data[start : start + self._size]

    def _load_fat(self) -> array[int]:
        sectors = list(_words(self._data[76:512]))
        following, budget = _u32(self._data, 68), len(self._data) // self._size + 1
        while following < _LAST and budget > 0:
            words = _words(self._sector(following))
            sectors.extend(words[:-1])
            following, budget = words[-1], budget - 1
        used = [s for s in sectors if s < _LAST]
        if len(used) > len(self._data) // self._size + 1:
            raise BrokenOle("table larger than the file")
        return _words(b"".join(self._sector(s) for s in used))

    def _chain(self, start: int, fat: array[int]) -> bytes:
        parts: list[bytes] = []
        while start < _LAST:
            if start >= len(fat) or len(parts) > len(fat):
                raise BrokenOle("chain leaves the file or turns in a circle")
            parts.append(self._sector(start))
            start = fat[start]
        return b"".join(parts)

    def _load_directory(self) -> tuple[dict[str, tuple[int, int]], tuple[int, int]]:
        table = self._chain(_u32(self._data, 48), self._fat)
        entries: dict[str, tuple[int, int]] = {}
        root = (_LAST, 0)
        for at in range(0, len(table) - 127, 128):
            length, kind = _u16(table, at + 64), table[at + 66]
            place = (_u32(table, at + 116), _u32(table, at + 120))
            if kind == 5:
                root = place
            elif kind == 2 and 2 <= length <= 64:
                entries.setdefault(table[at : at + length - 2].decode("utf-16-le", "replace"), place)
        return entries, root


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _words(data: bytes) -> array[int]:
    words = array("I", data[: len(data) // 4 * 4])
    if sys.byteorder == "big":
        words.byteswap()
    return words

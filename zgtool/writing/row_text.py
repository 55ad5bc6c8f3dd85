"""Rows of a worksheet and its shared strings as the text of their parts; nothing is read or written here.

What is written follows xlsxwriter's own output: every cell with its place and style, texts as
shared strings. In one thing it is stricter: of `_x0041_x0042_` both escapes are guarded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from zgtool.writing import styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format

Row = tuple[float, "tuple[Format, ...]", Sequence["str | int"]]
"""Height in points, formats, values: "" is an empty cell, an int a number, any other text a text."""

_MOST_UNITS = 32_767
_PIECE = 500
_COUNTS = re.compile(r' count="(\d+)" uniqueCount="(\d+)">')
_ODD = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}


class UnknownOutput(RuntimeError):
    """xlsxwriter's finished part is not as expected; nothing was put in and nothing is written."""


class _TooLong(Exception):
    """A text over the limit of a cell."""


class SharedStrings(dict[str, int]):
    """Our texts by the number they get after the strings of the finished part, in order."""

    def __init__(self, part: str) -> None:
        found = _COUNTS.search(part)
        if not found or not part.endswith("</sst>") or part.count("<si>") != int(found[2]):
            raise UnknownOutput("xl/sharedStrings.xml：与预期不同")
        self._part, self._found = part, found
        self._uses, self._known = int(found[1]), int(found[2])

    def __missing__(self, text: str) -> int:
        if len(text) > _MOST_UNITS // 2 and styles.utf16_len(text) > _MOST_UNITS:
            raise _TooLong
        number = self[text] = self._known + len(self)
        return number

    def counted(self, rows: str) -> str:
        """The same rows, after counting their texts."""
        self._uses += rows.count(' t="s"')
        return rows

    def text(self) -> Iterator[str]:
        """The part with our texts, in pieces."""
        yield self._part[: self._found.start()]
        yield f' count="{self._uses}" uniqueCount="{self._known + len(self)}">'
        yield self._part[self._found.end() : -len("</sst>")]
        ours = iter(self)
        while some := list(islice(ours, _PIECE)):
            yield "".join(map(_string, some))
        yield "</sst>"


def rows_text(
    rows: Iterable[tuple[int, Row]],
    numbers: Mapping[Format, str],
    strings: SharedStrings,
    refuse: Callable[[int, int, str], None],
) -> Iterator[str]:
    """The rows with their places (from 0), some hundred in a piece; `numbers` are the formats' style numbers.

    A row is its number joining what stands between the places of its cells, and each of those is
    made once for a column, format and value. `refuse` gets the place of a text that is too long and raises.
    """
    columns: list[dict[Format, _Cells]] = []
    known: dict[tuple[Format, ...], list[_Cells]] = {}
    piece: list[str] = []
    for row, (height, shape, values) in rows:
        columns = columns or _columns(len(shape), numbers, strings)
        if shape not in known:
            known[shape] = [cells[fmt] for cells, fmt in zip(columns, shape, strict=True)]
        # whole pixels, as xlsxwriter and Excel round heights
        opening = f'" ht="{int(height * 4 / 3 + 0.5) * 0.75:.16g}" customHeight="1"><c r="A'
        try:
            inner = [cells[value] for cells, value in zip(known[shape], values, strict=True)]
        except _TooLong:
            refuse(row, *_first_too_long(values))
            raise
        piece.append(str(row + 1).join(('<row r="', opening, *inner)))
        if len(piece) == _PIECE:
            yield strings.counted("".join(piece))
            piece = []
    yield strings.counted("".join(piece))


def _columns(width: int, numbers: Mapping[Format, str], strings: SharedStrings) -> list[dict[Format, _Cells]]:
    from xlsxwriter.utility import xl_col_to_name

    ends = [f'<c r="{xl_col_to_name(col)}' for col in range(1, width)] + ["</row>"]
    return [{fmt: _Cells(style, end, strings) for fmt, style in numbers.items()} for end in ends]


class _Cells(dict["str | int", str]):
    """What stands after the row number in a cell of one column and format, up to the next row number."""

    def __init__(self, style: str, end: str, strings: SharedStrings) -> None:
        self._style, self._end, self._strings = style, end, strings

    def __missing__(self, value: str | int) -> str:
        if value == "":
            content = "/>"
        elif isinstance(value, str):
            content = f' t="s"><v>{self._strings[value]}</v></c>'
        else:
            content = f"><v>{value}</v></c>"
        made = self[value] = f'" s="{self._style}"{content}{self._end}'
        return made


def _first_too_long(values: Sequence[str | int]) -> tuple[int, str]:
    return next(
        (c, v) for c, v in enumerate(values) if isinstance(v, str) and styles.utf16_len(v) > _MOST_UNITS
    )


def _string(text: str) -> str:
    """A shared string: markup, control characters as _xHHHH_, a literal _xHHHH_ kept, no half characters."""
    keep = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<si><t{keep}>{_ODD.sub(_escape, text)}</t></si>"


def _escape(odd: re.Match[str]) -> str:
    char = odd[0]
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(char) or f"_x{ord(char):04X}_"

"""A sheet before it is a file: cells, merges, kinds of rows, and where each value came to stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

Cell = str | int | float | date
SAME = "同上"

WIDTHS = {
    "serial": 5, "problem": 34, "point": 24, "measure": 36, "target": 22, "horizon": 9, "lead_unit": 11,
    "supporting_units": 13, "leader": 8, "person": 8, "deadline": 13, "progress": 34, "rate": 8, "status": 10,
    "done_on": 12, "evidence": 24, "report": 22, "review": 12, "reason": 18, "next_step": 20, "remark": 8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One measure as it goes into a sheet: the item's key, its chapter, and its values by column key."""

    key: str
    chapter: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Head:
    """One column: the group it stands under ("" for none), its heading, the column key it carries."""

    group: str
    heading: str
    key: str


@dataclass
class Grid:
    """One sheet. `merges` and `places` count rows and columns from 0; `kinds` names what a row is."""

    name: str
    heads: Sequence[Head]
    rows: list[list[Cell]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    places: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    heading_rows: int = 1

    @property
    def width(self) -> int:
        return len(self.heads)

    def add(self, kind: str, cells: Sequence[Cell] = ()) -> int:
        """Append a row and give its index.

        kind: annex, title, line, head, section, body, total, note, sign.
        """
        self.rows.append([*cells, *[""] * (self.width - len(cells))])
        self.kinds.append(kind)
        return len(self.rows) - 1

    def banner(self, kind: str, text: str) -> None:
        """A row of one text over all columns."""
        row = self.add(kind, [text])
        self.merges.append((row, 0, row, self.width - 1))

    def pieces(self, kind: str, texts: Sequence[str]) -> None:
        """A row of several texts, each over its share of the columns."""
        step = self.width // len(texts)
        row = self.add(kind)
        for n, text in enumerate(texts):
            last = self.width - 1 if n == len(texts) - 1 else (n + 1) * step - 1
            self.rows[row][n * step] = text
            self.merges.append((row, n * step, row, last))

    def headings(self) -> None:
        """One row of headings, or two where columns stand under groups."""
        if not any(h.group for h in self.heads):
            self.add("head", [h.heading for h in self.heads])
            return
        self.heading_rows = 2
        top = self.add("head", [h.group or h.heading for h in self.heads])
        self.add("head", [h.heading if h.group else "" for h in self.heads])
        start = 0
        groups = [h.group for h in self.heads]
        for col in range(1, self.width + 1):
            if col < self.width and groups[start] and groups[col] == groups[start]:
                self.rows[top][col] = ""
                continue
            if not groups[start]:
                self.merges.append((top, start, top + 1, start))
            elif col - 1 > start:
                self.merges.append((top, start, top, col - 1))
            start = col

    def address(self, key: str, column: str) -> str:
        """ "整改台账!K9": where a measure's value stands."""
        row, col = self.places[key, column]
        return f"{self.name}!{column_letters(col)}{row + 1}"

    def heading_address(self, column: str) -> str:
        """ "整改台账!K3": where a column's heading stands."""
        col = next(n for n, h in enumerate(self.heads) if h.key == column)
        top = self.kinds.index("head")
        row = top + 1 if self.heads[col].group else top
        return f"{self.name}!{column_letters(col)}{row + 1}"


def column_letters(col: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def fill(grid: Grid, lines: Sequence[Line], *, style: str, sections: bool, serial: str,
         cell: Callable[[str, str], Cell]) -> None:  # fmt: skip
    """Write the measures below the headings.

    style: how equal problem and point cells are shown — merged | blank | ditto | repeat.
    serial: problem (the bureau's own number), own (counted anew), row (one per row), "" (none).
    cell: turns a column key and a value into what is typed into the cell.
    """
    chapter, numbers = "", list(dict.fromkeys(line.key.split(".")[0] for line in lines))
    for count, line in enumerate(lines, 1):
        if sections and line.chapter != chapter:
            chapter = line.chapter
            grid.banner("section", chapter)
        number = line.key.split(".")[0]
        shown = {"problem": number, "own": str(numbers.index(number) + 1), "row": str(count), "": ""}[serial]
        row = grid.add("body")
        for col, head in enumerate(grid.heads):
            value = shown if head.key == "serial" else line.values.get(head.key, "")
            grid.rows[row][col] = cell(head.key, value)
            grid.places[line.key, head.key] = (row, col)
    _fold(grid, lines, style, serial)


def _fold(grid: Grid, lines: Sequence[Line], style: str, serial: str) -> None:
    if style == "repeat":
        return
    levels: dict[str, Callable[[str], str]] = {
        "problem": lambda key: key.split(".")[0],
        "point": lambda key: key.rpartition(".")[0],
    }
    if serial in ("problem", "own"):
        levels["serial"] = levels["problem"]
    if style == "ditto":
        levels |= {"lead_unit": lambda _: "", "leader": lambda _: ""}
    for column, group_of in levels.items():
        if (lines[0].key, column) in grid.places:
            _fold_column(grid, [(group_of(x.key), grid.places[x.key, column]) for x in lines], style)


def _fold_column(grid: Grid, spots: list[tuple[str, tuple[int, int]]], style: str) -> None:
    start = 0
    for n in range(1, len(spots) + 1):
        row, col = spots[n - 1][1]
        first = spots[start][1][0]
        together = n < len(spots) and spots[n][0] == spots[start][0] and spots[n][1][0] == row + 1
        if together and grid.rows[row + 1][col] == grid.rows[first][col]:
            continue
        for below in range(first + 1, row + 1):
            grid.rows[below][col] = SAME if style == "ditto" and col else ""
        if style == "merged" and row > first:
            grid.merges.append((first, col, row, col))
        start = n

"""One table of measures on one sheet: the consolidated ledger and the forms are both this.

Problem and point cells are merged over their measures, yet every row holds its own value
under the merge, so that filters find it and a reader needs no guessing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from zgtool.model.columns import BY_KEY, Level, Owner, heading_of, level_of, owner_of
from zgtool.model.ledger import Measure
from zgtool.model.marks import Mark, Marks, row_key
from zgtool.writing import styles
from zgtool.writing.formats import Formats, lamp_look

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_A3_WIDTH = 260
"""Characters that an A3 landscape page shows at a readable size; a wider table prints two pages wide."""

_NOTE_ROWS = 20
"""Rows that the box of a comment may reach over."""

HEAD_ROW = 2
"""Row (from 0) of the headings: a title and one line of particulars stand above."""

_DAY_ZERO = date(1899, 12, 30).toordinal()
_FILLS = {Owner.OFFICE: styles.OFFICE_FILL, Owner.UNIT: styles.UNIT_FILL, Owner.TOOL: styles.TOOL_FILL}
OWN_COLOURS = frozenset({*_FILLS.values(), styles.HEAD_FILL, styles.INK})
"""Colours of ordinary cells; any other colour in a ledger is the office's own."""

_CENTRED = frozenset({"number", "problem_no", "point_no", "horizon", "leader", "person", "registered_on", "due_day",
                      "lamp", "state", "status", "rate", "last_rate", "done_on", "closed_on", "accepted_by"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """What to write.

    open_cell: whether a cell may be changed on a protected sheet. spare_rows: empty rows below, for
    what a unit adds. beside: a few words for the left of the printed header, such as the unit.
    marks: colours and comments of the office's own on single cells.
    """

    title: str
    particulars: str
    rows: Sequence[Measure]
    layout: Sequence[str]
    open_cell: Callable[[Measure, str], bool] | None = None
    spare_rows: int = 0
    beside: str = ""
    marks: Marks = field(default_factory=dict)


class _Formats(Formats):
    """The looks of a table's cells."""

    def cell(
        self, key: str, *, locked: bool, look: styles.Look | None = None, mark: Mark | None = None
    ) -> Format:
        kind = BY_KEY[key].kind if key in BY_KEY else "text"
        properties: dict[str, Any] = {
            **styles.BOXED,
            "locked": locked,
            "align": "center" if key in _CENTRED else "left",
            "num_format": "yyyy-mm-dd" if kind == "date" else "@",
        }
        if look:
            properties |= {"bg_color": look.fill, "font_color": look.ink, "bold": True}
        elif locked or owner_of(key) is Owner.TOOL:
            properties["bg_color"] = _FILLS[owner_of(key)]
        if mark and mark.fill:
            properties["bg_color"] = mark.fill
        if mark and mark.ink:
            properties["font_color"] = mark.ink
        return self.get(**properties)


def write_table(book: Workbook, sheet: Worksheet, table: Table) -> None:
    """Write title, headings with notes, rows, drop-downs, widths, heights, filter and print set-up."""
    formats = _Formats(book)
    last_col = len(table.layout) - 1
    # Left-aligned: on a wide sheet a centred title is out of view on the screen and cut in two on paper.
    title = formats.get(font_name=styles.HEI, font_size=styles.TITLE_SIZE, align="left", valign="vcenter")
    line = formats.get(
        font_name=styles.SONG, font_size=styles.BODY_SIZE, align="left", valign="vcenter", text_wrap=True
    )
    styles.put_merged(sheet, (0, 0), (0, last_col), table.title, title)
    styles.put_merged(sheet, (1, 0), (1, last_col), table.particulars, line)
    sheet.set_row(0, 30)
    sheet.set_row(1, 22)
    _headings(sheet, table, formats)
    _body(book, sheet, table, formats)
    last_row = HEAD_ROW + max(len(table.rows) + table.spare_rows, 1)
    _choices(sheet, table, last_row)
    sheet.autofilter(HEAD_ROW, 0, last_row, last_col)
    sheet.freeze_panes(HEAD_ROW + 1, _frozen(table.layout))
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_address(last_row, last_col)}"})
    _print(sheet, table, last_row, last_col)


def _print(sheet: Worksheet, table: Table, last_row: int, last_col: int) -> None:
    """A3 landscape, one or two pages wide. The title is printed in the header, once on every page: in the
    sheet it stands over columns that are repeated, and would be cut there on the second page."""
    styles.print_setup(sheet, paper="A3", head_rows=(HEAD_ROW, HEAD_ROW), header=table.title)
    left, title = (text.replace("&", "&&")[:100] for text in (table.beside, table.title))
    sheet.set_header(
        f'&L&"{styles.SONG},Regular"&10{left}&C&"{styles.HEI},Regular"&16{title}', {"margin": 0.3}
    )
    sheet.print_area(HEAD_ROW, 0, last_row, last_col)
    pages = 1 + int(sum(_width(key) for key in table.layout) > _A3_WIDTH)
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.repeat_columns(0, _frozen(table.layout) - 1)


def _headings(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    for col, key in enumerate(table.layout):
        column = BY_KEY.get(key)
        heading = formats.get(
            font_name=styles.HEI,
            font_size=styles.HEAD_SIZE,
            font_color=styles.INK,
            border=1,
            bold=False,
            border_color=styles.RULE,
            text_wrap=True,
            align="center",
            valign="vcenter",
            bg_color=styles.HEAD_FILL,
        )
        styles.put_text(sheet, HEAD_ROW, col, heading_of(key), heading)
        sheet.set_column(col, col, column.width if column else 14)
        if column and column.note:
            styles.put_note(
                sheet,
                HEAD_ROW,
                col,
                f"{column.note}\n（由{column.owner.value}填写）"
                if column.owner is not Owner.TOOL
                else column.note,
            )
    sheet.set_row(HEAD_ROW, 34)


def _body(book: Workbook, sheet: Worksheet, table: Table, formats: _Formats) -> None:
    from zgtool.writing import bulk_rows

    first = HEAD_ROW + 1
    groups = _groups(table.rows)
    shapes = _shapes(table, formats)
    heights = _heights(table, groups)
    merges = [
        (first + start, first + end, col)
        for level, start, end in groups
        for col, key in enumerate(table.layout)
        if end > start and level_of(key) is level and _same(table.rows[start : end + 1], key)
    ]
    _mark(table, formats, shapes)
    bulk_rows.put_block(book, sheet, bulk_rows.Block(first, heights, shapes, _values(table), merges))
    _notes(sheet, table, heights)


def _marked(table: Table) -> Iterator[tuple[int, int, Mark]]:
    """(place of the row, column, mark) of the cells that carry one."""
    if not table.marks:
        return
    keys = {row for row, _ in table.marks}
    for place, row in enumerate(table.rows):
        known = row_key(row)
        if known in keys:
            for col, key in enumerate(table.layout):
                if (known, key) in table.marks:
                    yield place, col, table.marks[known, key]


def _mark(table: Table, formats: _Formats, shapes: list[tuple[Format, ...]]) -> None:
    """Give single cells the office's colours."""
    for place, col, mark in _marked(table):
        if mark.fill or mark.ink:
            own = formats.cell(table.layout[col], locked=False, mark=mark)
            shapes[place] = (*shapes[place][:col], own, *shapes[place][col + 1 :])


def _notes(sheet: Worksheet, table: Table, heights: Sequence[float]) -> None:
    """Write the office's comments; their boxes are placed by the heights of the rows beside them."""
    for place, col, mark in _marked(table):
        if mark.note:
            for row in range(max(place - 1, 0), min(place + _NOTE_ROWS, len(heights))):
                sheet.set_row(HEAD_ROW + 1 + row, heights[row])
            styles.put_note(sheet, HEAD_ROW + 1 + place, col, mark.note, author="办公室")


def _shapes(table: Table, formats: _Formats) -> list[tuple[Format, ...]]:
    """The formats of each row's cells, spare rows last; rows that look the same share one tuple."""
    made: dict[tuple[tuple[bool, ...], styles.Look | None], tuple[Format, ...]] = {}
    may_fill, layout = table.open_cell, table.layout
    shapes = []
    locked = (False,) * len(layout)
    for row in table.rows:
        if may_fill:
            locked = tuple(not may_fill(row, key) for key in layout)
        look = lamp_look(row["lamp"])
        if (locked, look) not in made:
            made[locked, look] = tuple(
                formats.cell(key, locked=shut, look=look if key == "lamp" else None)
                for key, shut in zip(layout, locked, strict=True)
            )
        shapes.append(made[locked, look])
    spare = tuple(formats.cell(key, locked=not _for_new_rows(key)) for key in layout)
    return shapes + [spare] * table.spare_rows


def _for_new_rows(key: str) -> bool:
    """Whether a unit fills a column when it adds a measure of its own: all but the office's records."""
    column = BY_KEY.get(key)
    return column is not None and (
        column.owner is Owner.UNIT or column.fillable or key in ("problem", "point")
    )


def _values(table: Table) -> Iterator[list[str | int]]:
    """The rows' cells, dates as a worksheet counts them, spare rows last."""
    days = [col for col, key in enumerate(table.layout) if key in BY_KEY and BY_KEY[key].kind == "date"]
    for row in table.rows:
        held = row.values.get
        cells: list[str | int] = [held(key, "") for key in table.layout]
        for col in days:
            cells[col] = _serial(str(cells[col]))
        yield cells
    for _ in range(table.spare_rows):
        yield [""] * len(table.layout)


@lru_cache(maxsize=4096)
def _serial(text: str) -> str | int:
    """An ISO date as a worksheet's day number (it can from 1900-03-01 on); any other text as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day.toordinal() - _DAY_ZERO if day >= date(1900, 3, 1) and day.isoformat() == text else text


def _same(rows: Sequence[Measure], key: str) -> bool:
    return len({row[key] for row in rows}) == 1


def _groups(rows: Sequence[Measure]) -> list[tuple[Level, int, int]]:
    """Runs of neighbouring rows of one problem, and of one point, as (level, first, last)."""
    found = []
    for level, key in ((Level.PROBLEM, "problem_no"), (Level.POINT, "point_no")):
        start = 0
        for place in range(1, len(rows) + 1):
            if place == len(rows) or not rows[start][key] or rows[place][key] != rows[start][key]:
                found.append((level, start, place - 1))
                start = place
    return found


class _Lines(dict[str, int]):
    """Lines that texts take in a column, each asked once."""

    def __init__(self, key: str) -> None:
        self._width = _width(key)

    def __missing__(self, text: str) -> int:
        # Most texts are short: no sign is wider than two digits, and a line holds at least the width less one.
        short = 2 * len(text) < self._width and "\n" not in text
        lines = self[text] = 1 if short else styles.lines_needed(text, self._width)
        return lines


def _heights(table: Table, groups: Sequence[tuple[Level, int, int]]) -> list[float]:
    """Heights in points that show every cell, a group's rows sharing what its merged text needs."""
    lines = {level: [(key, _Lines(key)) for key in table.layout if level_of(key) is level] for level in Level}
    heights = []
    for row in table.rows:
        held = row.values.get
        most = max([known[held(key, "")] for key, known in lines[Level.MEASURE]], default=1)
        heights.append(min(max(30, _points(most)), 409))
    for level, start, end in groups:
        most = max([known[table.rows[start][key]] for key, known in lines[level]], default=1)
        short = _points(most) - sum(heights[start : end + 1])
        if short > 0:
            for place in range(start, end + 1):
                heights[place] = min(heights[place] + short / (end - start + 1), 409)
    return heights + [30.0] * table.spare_rows


def _points(lines: int) -> float:
    return lines * styles.BODY_SIZE * 1.38 + 5


def _width(key: str) -> float:
    return BY_KEY[key].width if key in BY_KEY else 14


def _choices(sheet: Worksheet, table: Table, last_row: int) -> None:
    for col, key in enumerate(table.layout):
        column = BY_KEY.get(key)
        if column and column.choices and column.owner is not Owner.TOOL:
            result = sheet.data_validation(
                HEAD_ROW + 1,
                col,
                last_row,
                col,
                {
                    "validate": "list",
                    "source": list(column.choices),
                    "error_type": "warning",
                    "error_title": "请选择",
                    "error_message": f"“{column.heading}”请从下拉列表里选。",
                },
            )
            if result:
                raise styles.LimitExceeded(
                    f"“{column.heading}”的下拉选项超过 255 个字符，没有写入。请减少选项。"
                )


def _frozen(layout: Sequence[str]) -> int:
    """Columns kept in view while scrolling: up to the problem text, so that a row can be told."""
    return list(layout).index("problem_no") + 1 if "problem_no" in layout[:4] else 1


def _address(row: int, col: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, col))

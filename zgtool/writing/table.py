"""One table of measures on one sheet: the consolidated ledger and the forms are both this.

Problem and point cells are merged over their measures, yet every row holds its own value
under the merge, so that filters find it and a reader needs no guessing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zgtool.model.columns import BY_KEY, Level, Owner, heading_of, level_of, owner_of
from zgtool.model.ledger import Measure
from zgtool.writing import styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_A3_WIDTH = 260
"""Characters that an A3 landscape page shows at a readable size; a wider table prints two pages wide."""

HEAD_ROW = 2
"""Row (from 0) of the headings: a title and one line of particulars stand above."""

_FILLS = {Owner.OFFICE: styles.OFFICE_FILL, Owner.UNIT: styles.UNIT_FILL, Owner.TOOL: styles.TOOL_FILL}
_CENTRED = frozenset({"number", "problem_no", "point_no", "horizon", "leader", "person", "registered_on", "due_day",
                      "lamp", "state", "status", "rate", "last_rate", "done_on", "closed_on", "accepted_by"})


@dataclass(frozen=True, slots=True)
class Table:
    """What to write. `open_cell` tells whether a cell may be changed on a protected sheet."""

    title: str
    particulars: str
    rows: Sequence[Measure]
    layout: Sequence[str]
    open_cell: Callable[[Measure, str], bool] | None = None
    spare_rows: int = 0


class _Formats:
    """Formats made once each: xlsxwriter keeps every one it is asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def cell(self, key: str, *, locked: bool, look: styles.Look | None = None) -> Format:
        kind = BY_KEY[key].kind if key in BY_KEY else "text"
        properties: dict[str, Any] = {
            "font_name": styles.SONG, "font_size": styles.BODY_SIZE, "font_color": styles.INK, "border": 1,
            "border_color": styles.RULE, "text_wrap": True, "valign": "vcenter", "locked": locked,
            "align": "center" if key in _CENTRED else "left", "num_format": "yyyy-mm-dd" if kind == "date" else "@",
        }
        if look:
            properties |= {"bg_color": look.fill, "font_color": look.ink, "bold": True}
        elif locked:
            properties["bg_color"] = _FILLS[owner_of(key)]
        return self.get(**properties)


def write_table(book: Workbook, sheet: Worksheet, table: Table) -> None:
    """Write title, headings with notes, rows, drop-downs, widths, heights, filter and print set-up."""
    formats = _Formats(book)
    last_col = len(table.layout) - 1
    # Left-aligned: on a wide sheet a centred title is out of view on the screen and cut in two on paper.
    title = formats.get(font_name=styles.HEI, font_size=styles.TITLE_SIZE, align="left", valign="vcenter")
    line = formats.get(font_name=styles.SONG, font_size=styles.BODY_SIZE, align="left", valign="vcenter", text_wrap=True)
    styles.put_merged(sheet, (0, 0), (0, last_col), table.title, title)
    styles.put_merged(sheet, (1, 0), (1, last_col), table.particulars, line)
    sheet.set_row(0, 30)
    sheet.set_row(1, 22)
    _headings(sheet, table, formats)
    _body(sheet, table, formats)
    last_row = HEAD_ROW + max(len(table.rows) + table.spare_rows, 1)
    _choices(sheet, table, last_row)
    sheet.autofilter(HEAD_ROW, 0, last_row, last_col)
    sheet.freeze_panes(HEAD_ROW + 1, _frozen(table.layout))
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_address(last_row, last_col)}"})
    styles.print_setup(sheet, paper="A3", head_rows=(HEAD_ROW, HEAD_ROW), header=table.title)
    pages = 1 + int(sum(_width(key) for key in table.layout) > _A3_WIDTH)
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.repeat_columns(0, _frozen(table.layout) - 1)


def _headings(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    for col, key in enumerate(table.layout):
        column = BY_KEY.get(key)
        heading = formats.get(
            font_name=styles.HEI, font_size=styles.HEAD_SIZE, font_color=styles.INK, border=1, bold=False,
            border_color=styles.RULE, text_wrap=True, align="center", valign="vcenter", bg_color=styles.HEAD_FILL)
        styles.put_text(sheet, HEAD_ROW, col, heading_of(key), heading)
        sheet.set_column(col, col, column.width if column else 14)
        if column and column.note:
            styles.put_note(sheet, HEAD_ROW, col, f"{column.note}\n（由{column.owner.value}填写）"
                            if column.owner is not Owner.TOOL else column.note)
    sheet.set_row(HEAD_ROW, 34)


def _body(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    heights = [_height(row, table.layout) for row in table.rows]
    groups = _groups(table.rows)
    for level, start, end in groups:
        _stretch(heights, table, level, start, end)
        for col, key in enumerate(table.layout):
            if level_of(key) is level and end > start and all(
                r[key] == table.rows[start][key] for r in table.rows[start : end + 1]
            ):
                fmt = formats.cell(key, locked=table.open_cell is not None)
                first, last = HEAD_ROW + 1 + start, HEAD_ROW + 1 + end
                styles.put_merged(sheet, (first, col), (last, col), table.rows[start][key], fmt)
    for place, row in enumerate(table.rows):
        sheet.set_row(HEAD_ROW + 1 + place, heights[place])
        for col, key in enumerate(table.layout):
            _cell(sheet, HEAD_ROW + 1 + place, col, key, row, table, formats)
    for place in range(len(table.rows), len(table.rows) + table.spare_rows):
        sheet.set_row(HEAD_ROW + 1 + place, 30)
        for col, key in enumerate(table.layout):
            fmt = formats.cell(key, locked=owner_of(key) is Owner.TOOL or key in ("number", "problem_no", "point_no"))
            sheet.write_blank(HEAD_ROW + 1 + place, col, None, fmt)


def _cell(
    sheet: Worksheet, row: int, col: int, key: str, measure: Measure, table: Table, formats: _Formats
) -> None:
    value = measure[key]
    locked = table.open_cell is not None and not table.open_cell(measure, key)
    fmt = formats.cell(key, locked=locked, look=_look(value) if key == "lamp" else None)
    day = _day(value) if key in BY_KEY and BY_KEY[key].kind == "date" else None
    if day:
        styles.put_date(sheet, row, col, day, fmt)
    elif value:
        styles.put_text(sheet, row, col, value, fmt)
    else:
        sheet.write_blank(row, col, None, fmt)


def _look(lamp: str) -> styles.Look | None:
    word = "超期" if lamp.startswith("超期") else "临期" if lamp.endswith("到期") else lamp
    return styles.LAMP_LOOKS.get(word)


def _day(text: str) -> date | None:
    """The day of an ISO date that a worksheet can hold as a date (from 1900-03-01 on)."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= date(1900, 3, 1) else None


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


def _height(row: Measure, layout: Sequence[str]) -> float:
    cells = [(row[k], _width(k)) for k in layout if level_of(k) is Level.MEASURE]
    return styles.row_height(cells, least=30)


def _stretch(heights: list[float], table: Table, level: Level, start: int, end: int) -> None:
    """Give a group's rows the height that its merged text needs."""
    cells = [(table.rows[start][k], _width(k)) for k in table.layout if level_of(k) is level]
    lines = max((styles.lines_needed(text, width) for text, width in cells if text), default=1)
    short = lines * styles.BODY_SIZE * 1.38 + 5 - sum(heights[start : end + 1])
    if short > 0:
        for place in range(start, end + 1):
            heights[place] = min(heights[place] + short / (end - start + 1), 409)


def _width(key: str) -> float:
    return BY_KEY[key].width if key in BY_KEY else 14


def _choices(sheet: Worksheet, table: Table, last_row: int) -> None:
    for col, key in enumerate(table.layout):
        column = BY_KEY.get(key)
        if column and column.choices and column.owner is not Owner.TOOL:
            result = sheet.data_validation(HEAD_ROW + 1, col, last_row, col, {
                "validate": "list", "source": list(column.choices), "error_type": "warning",
                "error_title": "请选择", "error_message": f"“{column.heading}”请从下拉列表里选。"})
            if result:
                raise styles.LimitExceeded(f"“{column.heading}”的下拉选项超过 255 个字符，没有写入。请减少选项。")


def _frozen(layout: Sequence[str]) -> int:
    """Columns kept in view while scrolling: up to the problem text, so that a row can be told."""
    return list(layout).index("problem_no") + 1 if "problem_no" in layout[:4] else 1


def _address(row: int, col: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, col))

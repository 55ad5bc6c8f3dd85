"""The sheets beside the ledger (销号审核, 办理记录 …), each from its form: guide, headings, lines, drop-downs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zgtool.model.columns import Column, Owner
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import BY_NAME, CHOICES_BY_MATTER, Form, Line
from zgtool.model.period import day_of
from zgtool.writing import styles
from zgtool.writing.formats import lamp_look

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

HEAD_ROW = 1
"""Row (from 0) of the headings; the guide stands above."""
_NARROW = 12
"""A column up to this width holds a word, a number or a day and is centred; wider ones hold text."""
_MOST_CHOICES = 255
"""Characters Excel lets a drop-down's own list have."""


def write_office_sheet(book: Workbook, sheet: Worksheet, ledger: Ledger, name: str) -> None:
    """Write one sheet beside the ledger, lines and spare lines.

    Raises styles.LimitExceeded like every writer of cells.
    """
    form, lines = BY_NAME[name], ledger.lines(name)
    looks = _Looks(book)
    styles.put_merged(sheet, (0, 0), (0, len(form.columns) - 1), form.guide, looks.guide)
    sheet.set_row(0, 34)
    for col, column in enumerate(form.columns):
        styles.put_text(sheet, HEAD_ROW, col, column.heading, looks.head)
        sheet.set_column(col, col, column.width)
        if column.note:
            styles.put_note(sheet, HEAD_ROW, col, column.note)
    sheet.set_row(HEAD_ROW, 30)
    for row, line in enumerate((*lines, *[Line({})] * form.spare), start=HEAD_ROW + 1):
        _put_line(sheet, row, form, line, looks)
    last = HEAD_ROW + max(len(lines) + form.spare, 1)
    sheet.autofilter(HEAD_ROW, 0, last, len(form.columns) - 1)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:Z1048576"})
    styles.print_setup(sheet, paper="A3", head_rows=(HEAD_ROW, HEAD_ROW), header=name)


class _Looks:
    """The few formats all these sheets share."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        base: dict[str, Any] = {**styles.BOXED, "num_format": "@"}
        self.guide = book.add_format({**styles.BODY, "align": "left"})
        self.head = book.add_format(
            {**base, "font_name": styles.HEI, "bg_color": styles.HEAD_FILL, "align": "center"}
        )
        self._cells: dict[tuple[Owner, bool, bool, styles.Look | None], Format] = {}

    def cell(self, column: Column, text: str = "") -> Format:
        """A white cell to type in, or a shaded one that the tool fills; a lamp has its colour."""
        lamp = lamp_look(text) if column.key == "lamp" else None
        look = (column.owner, column.kind == "date", column.width <= _NARROW, lamp)
        if look not in self._cells:
            properties: dict[str, Any] = {
                **styles.BOXED,
                "num_format": "yyyy-mm-dd" if column.kind == "date" else "@",
                "align": "center" if column.width <= _NARROW else "left",
            }
            if column.owner is Owner.TOOL:
                properties["bg_color"] = styles.TOOL_FILL
            if lamp:
                properties |= {"bg_color": lamp.fill, "font_color": lamp.ink, "bold": True}
            self._cells[look] = self._book.add_format(properties)
        return self._cells[look]


def _put_line(sheet: Worksheet, row: int, form: Form, line: Line, looks: _Looks) -> None:
    for col, column in enumerate(form.columns):
        text, look = line[column.key], looks.cell(column, line[column.key])
        day = day_of(text) if column.kind == "date" else None
        if day is not None:
            styles.put_date(sheet, row, col, day, look)
        else:
            styles.put_text(sheet, row, col, text, look)
        choices = (
            CHOICES_BY_MATTER.get(line["matter"], column.choices)
            if column.key == "decision"
            else column.choices
        )
        if choices:
            _put_choices(sheet, row, col, choices)
    sheet.set_row(row, styles.row_height([(line[c.key], c.width) for c in form.columns]))


def _put_choices(sheet: Worksheet, row: int, col: int, choices: tuple[str, ...]) -> None:
    if len(",".join(choices)) > _MOST_CHOICES or sheet.data_validation(
        row, col, row, col,
        {"validate": "list", "source": list(choices), "error_title": "请从选项里选",
         "error_message": "请从下拉选项里选择。", "error_type": "warning"},
    ):  # fmt: skip
        raise styles.LimitExceeded(f"工作表“{sheet.get_name()}”的下拉选项太长，没有写入。请减少选项后再试。")

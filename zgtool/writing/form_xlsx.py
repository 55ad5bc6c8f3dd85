"""The form handed to a lead unit: its own rows of the ledger, the office's columns locked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zgtool.model import identity
from zgtool.model.columns import BY_KEY, FORM_VERSION, Owner
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import ReportWeek, chinese_moment
from zgtool.model.settings import Settings
from zgtool.model.status import is_open
from zgtool.ops.terms import names_in
from zgtool.writing import styles
from zgtool.writing.ledger_content import computed, layout_of
from zgtool.writing.table import Table, write_table

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FORM_SHEET = "整改台账"
GUIDE_SHEET = "填报说明"
SPARE_ROWS = 8
"""Empty unlocked rows below, for measures a unit adds."""

OFFICE_ONLY = frozenset({"registered_on", "closed_on", "accepted_by", "instruction", "source", "claimed"})
"""The office's own records; a form has no use for them."""


def rows_for(unit: str, ledger: Ledger) -> tuple[Measure, ...]:
    """The open rows a unit leads, in the ledger's order."""
    return tuple(r for r in ledger.rows if is_open(r["state"]) and unit in names_in(r["lead_unit"]))


def write_form(
    target: Path,
    unit: str,
    rows: Sequence[Measure],
    ledger: Ledger,
    settings: Settings,
    *,
    week: ReportWeek,
    today: date,
    closes: datetime | None,
    edition: int = 1,
) -> None:
    """Write one unit's form for a week; raises OSError or styles.LimitExceeded, never half a file."""
    title = f"{settings.bureau}{settings.inspection}整改台账（{week.label}）"
    until = f"请于{chinese_moment(closes)}前报送" if closes else "本周不要求报送"
    particulars = f"填报单位：{unit}    填报时间：        填报人：        联系电话：        （{until}）"
    layout = [k for k in layout_of(ledger) if k in BY_KEY and k not in OFFICE_ONLY]
    layout.insert(layout.index("progress"), "last_progress")
    table = Table(
        title,
        particulars,
        # A report is written anew each week: last week's words stand beside, not in its place.
        [computed(r, settings, today).but({"last_progress": r["progress"], "progress": ""}) for r in rows],
        layout,
        _may_fill,
        SPARE_ROWS,
        beside=f"填报单位：{unit}",
    )
    with styles.open_workbook(target, title=title, author=settings.office, created=week.monday) as book:
        sheet = book.add_worksheet(FORM_SHEET)
        write_table(book, sheet, table)
        sheet.protect(
            "",
            {
                "autofilter": True,
                "sort": True,
                "format_columns": True,
                "format_rows": True,
                "select_locked_cells": True,
                "select_unlocked_cells": True,
            },
        )
        _open_particulars(book, sheet, particulars, len(layout))
        _guide(book, settings, until, layout)
        write_identity(book, unit, rows, week, edition)


def _may_fill(row: Measure, key: str) -> bool:
    column = BY_KEY[key]
    return column.owner is Owner.UNIT or (column.fillable and not row[key])


def _open_particulars(book: Workbook, sheet: Worksheet, text: str, columns: int) -> None:
    """The line with 填报人 and 填报时间 is the unit's to complete."""
    line = book.add_format(
        {"font_name": styles.SONG, "font_size": styles.BODY_SIZE, "valign": "vcenter", "locked": False}
    )
    for col in range(columns):
        sheet.write_blank(1, col, None, line)
    styles.put_text(sheet, 1, 0, text, line)


def _guide(book: Workbook, settings: Settings, until: str, layout: Sequence[str]) -> None:
    sheet = book.add_worksheet(GUIDE_SHEET)
    base = {
        "font_name": styles.SONG,
        "font_size": 11,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": styles.RULE,
    }
    head = book.add_format({**base, "font_name": styles.HEI, "bg_color": styles.HEAD_FILL, "align": "center"})
    body = book.add_format(base)
    title = book.add_format({"font_name": styles.HEI, "font_size": styles.TITLE_SIZE, "align": "center"})
    styles.put_merged(sheet, (0, 0), (0, 2), "填报说明", title)
    notes = (
        f"1. 请只填白底的栏目；灰底栏目由{settings.office}掌握，已经锁定，需要调整的请联系办公室。",
        "2. 每项没有销号的措施都要填“完成状态”和“本周进展”；没有进展的写明原因。",
        "3. 符合销号条件的，“完成状态”选“申请销号”，并填专项报告、佐证材料和牵头责任领导审查，三项缺一不可。",
        "4. 需要新增措施的，填在表格下方的空行里，写明反馈问题和问题要点，编号由办公室编定。",
        f"5. {until}；文件名可以改，行的次序可以改，不要删行。",
    )
    for row, text in enumerate(notes, start=1):
        styles.put_merged(sheet, (row, 0), (row, 2), text, body)
        sheet.set_row(row, styles.row_height([(text, 100)], 11, 22))
    start = len(notes) + 2
    for col, (text, width) in enumerate((("栏目", 22), ("谁填", 12), ("怎样填", 68))):
        styles.put_text(sheet, start, col, text, head)
        sheet.set_column(col, col, width)
    told = [BY_KEY[key] for key in layout if BY_KEY[key].note and BY_KEY[key].owner is not Owner.TOOL]
    for row, column in enumerate(told, start=start + 1):
        for col, text in enumerate((column.heading, column.owner.value, column.note)):
            styles.put_text(sheet, row, col, text, body)
        sheet.set_row(row, styles.row_height([(column.note, 68)], 11, 20))
    styles.print_setup(sheet, landscape=False)


def write_identity(
    book: Workbook, unit: str, rows: Sequence[Measure], week: ReportWeek, edition: int
) -> None:
    """Put a form's inner identity on a sheet nobody sees and into the workbook's properties."""
    sheet = book.add_worksheet(identity.SHEET)
    values = {
        identity.UNIT: unit,
        identity.WEEK: str(week),
        identity.VERSION: FORM_VERSION,
        identity.EDITION: str(edition),
    }
    for place, key in enumerate(identity.KEYS):
        styles.put_text(sheet, place, 0, key)
        styles.put_text(sheet, place, 1, values[key])
    start = identity.ROWS_FROM - 1
    styles.put_text(sheet, start, 0, "措施编号")
    styles.put_text(sheet, start, 1, "指纹")
    for place, row in enumerate(rows, start=start + 1):
        styles.put_text(sheet, place, 0, row.number)
        styles.put_text(sheet, place, 1, identity.fingerprint(row))
    sheet.very_hidden()
    book.set_custom_property(identity.PROPERTY_UNIT, unit)
    book.set_custom_property(identity.PROPERTY_WEEK, str(week))

"""The office works in its ledger as in any workbook, runs the next week, and finds everything where it put it."""

from __future__ import annotations

from copy import copy
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from tests.app import test_weekly_run as weekly
from tests.app.test_weekly_run import OFFICE, STAFF, WEEK, run, send
from zgtool.model.period import ReportWeek
from zgtool.workspace.layout import WorkArea

pytestmark = pytest.mark.slow  # whole weeks

area = weekly.area
NEXT = WEEK.shift(1)
YELLOW, THEME = "FFFFFF00", Color(theme=4, tint=0.5999938962981048)


def opened(area: WorkArea) -> Any:
    return openpyxl.load_workbook(area.ledger)


def places(sheet: Any) -> tuple[dict[str, int], dict[str, int]]:
    """Column by heading and row by 措施编号."""
    heads = {c.value: c.column for c in sheet[3]}
    return heads, {row[0].value: row[0].row for row in sheet.iter_rows(min_row=4) if row[0].value}


def at(sheet: Any, number: str, heading: str) -> Any:
    heads, rows = places(sheet)
    return sheet.cell(rows[number], heads[heading])


@pytest.fixture
def edited(area: WorkArea) -> WorkArea:
    """A filed week, then an afternoon of the office in its ledger."""
    send(area, "办公室", OFFICE)
    send(area, "人事处", STAFF)
    run(area)
    book = opened(area)
    sheet = book["总台账"]
    at(sheet, "1-2", "整改措施").fill = PatternFill("solid", fgColor=YELLOW)
    at(sheet, "2-1", "整改措施").fill = PatternFill("solid", fgColor=THEME)
    at(sheet, "2-1", "备注").font = Font(name="宋体", color="FFC00000")
    at(sheet, "1-1", "牵头单位").comment = Comment("张处长来电：\n下周补报", "整改办")
    at(sheet, "2-1", "亮灯").fill = PatternFill("solid", fgColor="FF123456")
    add_column(sheet, "督办日期", {"1-1": "6月3日", "2-1": "=6月4日"})
    sort_rows(sheet, ["2-1", "1-2", "1-1"])
    sheet.auto_filter.add_filter_column(places(sheet)[0]["牵头单位"] - 1, ["办公室"])
    sheet.row_dimensions[places(sheet)[1]["2-1"]].hidden = True
    study = book["研判事项"]
    study.append([None] * 12)
    line = [c.value for c in study[2]]
    study.cell(3, line.index("措施编号") + 1, "1-2")
    study.cell(3, line.index("研判意见") + 1, "请王局长约谈")
    book.save(area.ledger)
    return area


def add_column(sheet: Any, heading: str, values: dict[str, str]) -> None:
    column = sheet.max_column + 1
    sheet.cell(3, column, heading)
    for number, value in values.items():
        sheet.cell(places(sheet)[1][number], column, value).data_type = "s"


def sort_rows(sheet: Any, order: list[str]) -> None:
    """As Excel sorts: merges undone first, then whole rows with their looks and comments moved."""
    for merged in [m for m in sheet.merged_cells.ranges if m.min_row > 3]:
        value = sheet.cell(merged.min_row, merged.min_col).value
        sheet.unmerge_cells(str(merged))
        for row in range(merged.min_row, merged.max_row + 1):
            sheet.cell(row, merged.min_col).value = value
    known = {
        row[0].value: [(c.value, copy(c._style), c.comment and c.comment.text, c.data_type) for c in row]
        for row in sheet.iter_rows(min_row=4)
    }
    for place, number in enumerate(order, 4):
        for column, (value, style, note, kind) in enumerate(known[number], 1):
            cell = sheet.cell(place, column)
            cell.value, cell._style = value, style
            cell.data_type = kind
            cell.comment = Comment(note, "整改办") if note else None


def next_week(area: WorkArea, week: ReportWeek) -> Any:
    send(area, "办公室", OFFICE.replace("已建立台账", f"{week}已用于催办"))
    run(area, week)
    return opened(area)["总台账"]


def test_the_order_of_rows_and_the_office_s_own_column_survive(edited: WorkArea) -> None:
    for week in (NEXT, NEXT.shift(1)):
        sheet = next_week(edited, week)
        assert list(places(sheet)[1]) == ["2-1", "1-2", "1-1"]
        assert at(sheet, "1-1", "督办日期").value == "6月3日"
        assert (at(sheet, "2-1", "督办日期").value, at(sheet, "2-1", "督办日期").data_type) == (
            "=6月4日",
            "s",
        )


def test_colours_and_comments_follow_their_measure(edited: WorkArea) -> None:
    for week in (NEXT, NEXT.shift(1)):
        sheet = next_week(edited, week)
        assert at(sheet, "1-2", "整改措施").fill.fgColor.rgb == YELLOW
        assert at(sheet, "2-1", "整改措施").fill.fgColor.rgb == "FFB9CDE5"  # theme accent 1, 60 % lighter
        assert at(sheet, "2-1", "备注").font.color.rgb == "FFC00000"
        assert at(sheet, "1-1", "牵头单位").comment.text == "张处长来电：\n下周补报"
        marked = [c.coordinate for row in sheet.iter_rows(min_row=4) for c in row if c.comment]
        assert len(marked) == 1


def test_a_lamp_keeps_its_own_colour(edited: WorkArea) -> None:
    sheet = next_week(edited, NEXT)
    assert at(sheet, "2-1", "亮灯").fill.fgColor.rgb == "FFD5EBD3"


def test_a_colour_taken_away_stays_away(edited: WorkArea) -> None:
    next_week(edited, NEXT)
    book = opened(edited)
    at(book["总台账"], "1-2", "整改措施").fill = PatternFill()
    at(book["总台账"], "1-1", "牵头单位").comment = None
    book.save(edited.ledger)
    sheet = next_week(edited, NEXT.shift(1))
    assert at(sheet, "1-2", "整改措施").fill.fill_type is None
    assert at(sheet, "1-1", "牵头单位").comment is None


def test_what_a_unit_reports_comes_in_although_the_row_was_filtered_and_coloured(edited: WorkArea) -> None:
    sheet = next_week(edited, NEXT)
    assert at(sheet, "1-1", "本周进展").value == f"{NEXT}已用于催办"
    assert sheet.auto_filter.ref.startswith("A3:")
    assert not any(d.hidden for d in sheet.row_dimensions.values())


def test_the_office_s_words_in_study_survive(edited: WorkArea) -> None:
    next_week(edited, NEXT)
    rows = [[c.value for c in row] for row in opened(edited)["研判事项"].iter_rows(min_row=3)]
    assert ["1-2", "请王局长约谈"] in [[r[0], r[8]] for r in rows]


def test_weeks_stand_beside_each_other_in_reporting(edited: WorkArea) -> None:
    next_week(edited, NEXT)
    sheet = opened(edited)["报送情况"]
    head = [c.value for c in sheet[3]]
    cells = {
        row[0].value: [row[head.index(w)].value for w in ("第24周", "第25周")]
        for row in sheet.iter_rows(min_row=4)
    }
    assert cells == {"办公室": ["按时报送", "按时报送"], "人事处": ["按时报送", "未报"]}

"""作战图.xlsx: bars, today's line, lamps, outlines, and paper."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl

from tests.ops.test_wallchart import LEDGER, SETTINGS, TODAY, chart
from tests.writing.dumps import check_golden, dump_workbook
from zgtool.model.ledger import Ledger
from zgtool.model.period import ReportWeek
from zgtool.ops.diff import diff_ledgers
from zgtool.ops.wallchart import RED
from zgtool.writing import styles
from zgtool.writing.chart_xlsx import BAR_FILLS, write_chart
from zgtool.writing.ledger_content import LedgerContent


def written(folder: Path, ledger: Ledger = LEDGER) -> bytes:
    before = Ledger(tuple(r.but({"progress": ""}) for r in ledger.rows), ledger.layout)
    content = LedgerContent(ledger, SETTINGS, TODAY, week=ReportWeek(2020, 24))
    write_chart(folder / "作战图.xlsx", chart(ledger, diff=diff_ledgers(before, ledger)), content)
    return (folder / "作战图.xlsx").read_bytes()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def row_of(sheet: Any, number: str) -> Any:
    return next(row for row in sheet.iter_rows(min_row=6) if row[0].value == number)


def fills(row: Any) -> list[str]:
    return [c.fill.fgColor.rgb[2:] if c.fill.fill_type else "" for c in row[9:]]


def test_the_chart_is_as_it_was_looked_at(tmp_path: Path) -> None:
    check_golden("chart.txt", dump_workbook(written(tmp_path), full=True))


def test_there_is_a_sheet_by_unit_one_by_leader_and_one_for_the_wall(tmp_path: Path) -> None:
    book = opened(written(tmp_path))
    assert book.sheetnames == ["按牵头单位", "按分管领导", "A0拼图"]
    pages = {s.title: (s.page_setup.paperSize, s.page_setup.orientation, s.page_setup.fitToWidth, s.page_setup.fitToHeight)
             for s in book}  # fmt: skip
    assert pages["按牵头单位"] == (8, "landscape", None, 0)
    assert pages["A0拼图"] == (8, "portrait", 4, 2)
    assert book["按牵头单位"].print_title_rows == "$1:$5"


def test_a_bar_fills_its_ten_days_and_an_overdue_one_runs_on_paler_to_today(tmp_path: Path) -> None:
    row = row_of(opened(written(tmp_path))["按牵头单位"], "1-1")
    red = BAR_FILLS[RED][1:]
    assert fills(row)[:4] == [red, red, "F4C7C7", ""]
    assert row[10].value == "6.10"


def test_today_is_a_red_line_in_every_row(tmp_path: Path) -> None:
    sheet = opened(written(tmp_path))["按牵头单位"]
    for number in ("1-1", "1-2", "2-1", "3-1", "3-2"):
        lines = [c.border.left.style for c in row_of(sheet, number)[9:]]
        assert [at for at, style in enumerate(lines) if style == "thick"] == [2]


def test_lamps_and_flags_have_words_and_colours(tmp_path: Path) -> None:
    sheet = opened(written(tmp_path))["按牵头单位"]
    late, done = row_of(sheet, "1-1"), row_of(sheet, "2-1")
    assert (late[5].value, late[5].fill.fgColor.rgb) == ("超期2天", f"FF{styles.LAMP_LOOKS['超期'].fill[1:]}")
    assert (late[6].value, late[6].fill.fgColor.rgb[2:]) == ("黑旗", "1A1A1A")
    assert (done[6].value, done[6].fill.fgColor.rgb[2:]) == ("红旗", "D22B2B")


def test_what_changed_this_week_is_outlined_and_nothing_else(tmp_path: Path) -> None:
    sheet = opened(written(tmp_path))["按牵头单位"]
    outlined = {row[0].value: row[0].border.top.style for row in sheet.iter_rows(min_row=6) if row[1].value}
    assert {n for n, style in outlined.items() if style == "medium"} == {"1-1"}


def test_every_item_names_its_row_of_the_ledger(tmp_path: Path) -> None:
    sheet = opened(written(tmp_path))["按牵头单位"]
    assert [row_of(sheet, n)[8].value for n in ("1-1", "1-2", "2-1")] == [4, 5, 6]


def test_the_wall_shows_the_same_items_in_panels(tmp_path: Path) -> None:
    many = Ledger(tuple(LEDGER.rows[0].but({"number": f"{n}-1"}) for n in range(1, 121)), LEDGER.layout)
    book = opened(written(tmp_path, many))
    numbers = {str(c.value) for row in book["A0拼图"].iter_rows(min_row=6) for c in row if c.value}
    assert {f"{n}-1" for n in range(1, 121)} <= numbers
    heads = [c.value for c in book["A0拼图"][4]].count("措施编号")
    assert heads > 1
    assert any(str(c.value).endswith("（续）") for c in book["A0拼图"][6])


def test_an_empty_ledger_says_so(tmp_path: Path) -> None:
    assert opened(written(tmp_path, Ledger()))["按牵头单位"]["A6"].value == "总台账里还没有措施。"


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    odd = Ledger((LEDGER.rows[0].but({"measure": "=1+1", "leader": "=cmd|' /C calc'!A0"}),), LEDGER.layout)
    cells = [c for row in opened(written(tmp_path, odd))["按牵头单位"].iter_rows() for c in row]
    assert "=1+1" in [c.value for c in cells]
    assert not [c for c in cells if c.data_type == "f"]

"""要点.xlsx as a clerk meets it: three sheets, drop-downs, merged cells without old copies, the matrix."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.looks import page_texts
from tests.tables import ledger_from_md
from zgtool.language.feedback import parse_feedback
from zgtool.model.ledger import Ledger
from zgtool.model.settings import Settings
from zgtool.model.units import UnitList
from zgtool.ops.points import PointsBook, points_of_ledger, points_of_paper
from zgtool.reading.submission import read_ledger
from zgtool.writing.points_xlsx import guide_lines, write_points

DAY = date(2020, 5, 20)
PAPER = parse_feedback(
    ["一、党建", "（一）基层党建弱化。一是党费收缴不及时；二是账实不符。", "（二）财务松散。接待超标准。"]
)
LEDGER = ledger_from_md("""
    | 措施编号 | 问题编号 | 反馈问题 | 整改措施 | 牵头单位 | 状态 |
    | 1-1 | 1 | 基层党建弱化 | 党费收缴按月公示 | 机关党委 | 整改中 |
    | 1-2 | 1 | 基层党建弱化 | 党费收缴不及时的通报 | 机关党委 | 整改中 |
    | 1-3 | 1 | 基层党建弱化 | 拍摄警示教育片 | =1+1 | 整改中 |
""")


def write(folder: Path, book: PointsBook) -> Path:
    write_points(folder / "要点.xlsx", book, Settings(), source="反馈意见.docx", created=DAY)
    return folder / "要点.xlsx"


def sheet(path: Path, name: str) -> Any:
    return load_workbook(path)[name]


def column(page: Any, heading: str) -> int:
    return next(cell.column for cell in page[3] if cell.value == heading)


def texts(page: Any) -> list[list[str]]:
    return [[str(v) for v in row if v is not None] for row in page.iter_rows(values_only=True)]


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    return write(tmp_path, points_of_paper(PAPER, LEDGER))


def test_the_three_sheets_stand_in_order_and_the_confirming_one_is_open(measured: Path) -> None:
    book = load_workbook(measured)
    assert book.sheetnames == ["说明", "要点确认", "要点对照"]
    assert book.active.title == "要点确认"


def test_the_guide_says_what_to_do_and_how_many(tmp_path: Path) -> None:
    lines = guide_lines(points_of_paper(PAPER), "反馈意见.docx")
    assert "2个问题、3个要点，其中有把握2个、较有把握0个、拿不准1个" in lines[0]
    assert len(lines) == 3
    assert "缺措施2个" in guide_lines(points_of_paper(PAPER, LEDGER), "x")[3]


def test_beside_a_work_area_the_guide_does_not_ask_to_start_another() -> None:
    lines = guide_lines(points_of_paper(PAPER, LEDGER), "x", registered=True)
    assert "总台账里改" in lines[2]
    assert not any("zgtool init" in line for line in lines)


def test_the_office_confirms_from_a_drop_down(measured: Path) -> None:
    page = sheet(measured, "要点确认")
    lists = {
        str(v.sqref).rstrip("0123456789").split(":")[0]: v.formula1
        for v in page.data_validations.dataValidation
    }
    letter = page.cell(3, column(page, "办公室确认")).column_letter
    assert lists[f"{letter}4"] == '"确认,不是要点,与上条合并"'


def test_without_a_ledger_there_is_no_column_about_measures_held(tmp_path: Path) -> None:
    page = sheet(write(tmp_path, points_of_paper(PAPER)), "要点确认")
    headings = [c.value for c in page[3]]
    assert headings == [
        "问题编号", "问题类别", "反馈问题", "要点编号", "问题要点", "把握", "依据", "办公室确认", "整改措施",
        "量化标准或检验指标", "整改类型", "牵头单位", "配合单位", "分管领导", "整改时限",
    ]  # fmt: skip
    assert "还没有措施可以对照" in str(texts(sheet(tmp_path / "要点.xlsx", "要点对照")))


def test_doubt_is_a_word_and_a_colour(measured: Path) -> None:
    page = sheet(measured, "要点确认")
    held = {page.cell(r, column(page, "把握")).value: page.cell(r, column(page, "把握")) for r in range(4, 9)}
    assert {"较有把握", "拿不准"} <= set(held)
    assert held["拿不准"].fill.fgColor.rgb == "FFFFE59A"


def test_below_the_first_row_of_a_merged_cell_no_old_copy_lies(measured: Path) -> None:
    """A clerk changes the cell on top; what lay under it would come back at the next reading."""
    page = sheet(measured, "要点确认")
    point = column(page, "问题要点")
    merged = [m for m in page.merged_cells.ranges if m.min_col == m.max_col == point]
    assert merged
    for area in merged:
        assert page.cell(area.min_row, point).value
    again = load_workbook(measured, read_only=True)["要点确认"]
    rows = list(again.iter_rows(values_only=True))
    for area in merged:
        assert [rows[r - 1][point - 1] for r in range(area.min_row + 1, area.max_row + 1)] == [None] * (
            area.max_row - area.min_row
        )


def test_only_the_confirming_sheet_reads_as_a_ledger(measured: Path) -> None:
    ledger, findings, headings = read_ledger(measured.read_bytes(), "要点.xlsx", UnitList(()))
    assert {h.sheet for h in headings} == {"要点确认"}
    assert [f.where.sheet for f in findings if f.code == "F127"] == ["要点对照"]
    assert [(r.number, r["point_no"], r["measure"]) for r in ledger] == [
        ("1-3", "", "拍摄警示教育片"),
        ("1-1", "1（1）", "党费收缴按月公示"),
        ("1-2", "1（1）", "党费收缴不及时的通报"),
        ("", "1（2）", ""),
        ("", "2（1）", ""),
    ]


def test_text_stays_text(measured: Path) -> None:
    page = sheet(measured, "要点确认")
    held = [c for row in page.iter_rows() for c in row if c.value == "=1+1"]
    assert [c.data_type for c in held] == ["s"]
    assert {c.number_format for c in held} == {"@"}


def test_the_matrix_names_points_without_a_measure_and_measures_without_a_point(measured: Path) -> None:
    page = sheet(measured, "要点对照")
    lines = texts(page)
    assert ["1（1）", "党费收缴不及时", "有措施", "√ 有", "√ 有"] in lines
    missing = next(row for row in page.iter_rows() if row[0].value == "1（2）")
    assert [c.value for c in missing[:3]] == ["1（2）", "账实不符", "缺措施"]
    assert {c.fill.fgColor.rgb for c in missing[:3]} == {"FFFBC5C5"}
    assert ["措施没有对上要点，请核实：1-3　拍摄警示教育片"] in lines


def test_a_doubtful_pair_has_its_own_sign(tmp_path: Path) -> None:
    ledger = ledger_from_md(
        "| 反馈问题 | 整改措施 |\n| 一是党员领导干部讲授党课次数少内容空洞联系实际欠缺；二是账实不符 | 党员领导干部每月学习 |"
    )
    page = sheet(write(tmp_path, points_of_ledger(ledger)), "要点对照")
    assert "？ 待确认" in next(row for row in texts(page) if row[0] == "1（1）")


def test_many_measures_go_on_in_further_bands(tmp_path: Path) -> None:
    rows = "".join(f"| 一是会议少；二是账实不符 | 第{n}次清查账实不符资产 |\n" for n in range(1, 21))
    page = sheet(
        write(tmp_path, points_of_ledger(ledger_from_md(f"| 反馈问题 | 整改措施 |\n{rows}"))), "要点对照"
    )
    heads = [row for row in texts(page) if row and row[0] == "要点 ＼ 措施"]
    assert [len(h) - 2 for h in heads] == [8, 8, 4]
    assert page.max_column == 11


def test_the_same_points_make_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    book = points_of_paper(PAPER, LEDGER)
    assert write(tmp_path, book).read_bytes() == write(tmp_path / "b", book).read_bytes()


def test_sheets_are_ready_to_print(measured: Path) -> None:
    for name, paper, orientation in (
        ("说明", 9, "portrait"), ("要点确认", 8, "landscape"), ("要点对照", 9, "landscape"),
    ):  # fmt: skip
        page = sheet(measured, name)
        assert (page.page_setup.paperSize, page.page_setup.orientation) == (paper, orientation)
        assert page.sheet_properties.pageSetUpPr.fitToPage
    assert sheet(measured, "要点确认").print_title_rows == "$3:$3"


def test_a_ledger_of_no_problem_text_still_keeps_its_rows(tmp_path: Path) -> None:
    book = points_of_ledger(Ledger(ledger_from_md("| 措施编号 | 整改措施 |\n| 1-1 | 开会 |").rows))
    page = sheet(write(tmp_path, book), "要点确认")
    assert "开会" in str(texts(page))


@pytest.mark.slow
def test_every_text_is_on_paper(measured: Path, tmp_path: Path) -> None:
    pages = "".join("".join(page_texts(measured, tmp_path / "look")).split())
    for text in ("怎样用这份文件", "党费收缴不及时的通报", "拿不准", "缺措施", "接待超标准", "zgtoolinit"):
        assert text in pages

"""The superior's own blank form is filled from the ledger; everything else of it stays as its makers have it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from zgtool import cli
from zgtool.app.tasks import start_area
from zgtool.app.trouble import CannotDo
from zgtool.app.upward import Upward, write_upward
from zgtool.app.weekly import run_week
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings, UpwardColumn
from zgtool.model.units import Unit, UnitList
from zgtool.workspace.layout import WorkArea
from zgtool.writing.settings_xlsx import write_settings

pytestmark = pytest.mark.slow  # whole weeks

WEEK = ReportWeek(2020, 24)
BLANK = "省委巡视办周报表.xlsx"
SETTINGS = Settings(
    bureau="××煤监局",
    plan_day=date(2020, 5, 25),
    first_friday=date(2020, 6, 5),
    upward_form=BLANK,
    units=UnitList((Unit("办公室", leader="王建国"), Unit("人事处", leader="李卫东"))),
)
PLAN = (
    "序号,问题来源,反馈问题,整改措施,完成标准,责任单位,责任领导,完成时限\n"
    "1,省委巡视,补贴发放不规范,=退缴补贴4.3万元,退缴4.3万元,人事处,李卫东,6月下旬\n"
    "2,省委巡视,会议多,压减会议10个,会议压减10个,办公室,王建国,6月中旬\n"
    "3,审计,账目不清,清理账目3本,清理3本,人事处,李卫东,7月上旬\n"
)
REPORT = (
    "填报单位：人事处\n措施编号,反馈问题,整改措施,牵头单位,整改时限,完成状态,完成率,本周进展\n"
    "1-1,补贴发放不规范,=退缴补贴4.3万元,人事处,6月下旬,推进中,50%,6月10日已退缴2.1万元\n"
)
THIN = Side("thin")


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    plan = tmp_path / "现有台账.csv"
    plan.write_text(PLAN, "utf-8-sig")
    made = start_area(tmp_path / "整改", SETTINGS, date(2020, 5, 25), ledger=plan).area
    (made.inbox / "人事处.csv").write_text(REPORT, "utf-8-sig")
    run_week(made, WEEK, WEEK.friday, SETTINGS)
    return made


Form = openpyxl.Workbook


def put(area: WorkArea, form: Form) -> bytes:
    form.save(area.templates / BLANK)
    return (area.templates / BLANK).read_bytes()


def fill(
    area: WorkArea, target: Path, settings: Settings = SETTINGS, source: str = ""
) -> tuple[Form, Upward]:
    made = write_upward(area, WEEK, None, settings, target, source)
    return openpyxl.load_workbook(target), made


def column(form: Form, sheet: str, letter: str, first: int, last: int) -> list[object]:
    return [form[sheet][f"{letter}{row}"].value for row in range(first, last + 1)]


def two_floors() -> Form:
    """A title, a head on two floors, a row that numbers the columns, ruled rows, and a note below."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "附件1"
    sheet.merge_cells("A1:H1")
    sheet["A1"] = "××省巡视整改周报表"
    sheet["A1"].font = Font("方正小标宋简体", 22)
    sheet["A2"] = "填报单位（盖章）：　　　　　　填报时间：　　年　月　日"
    sheet.merge_cells("A2:H2")
    for spot, text in {
        "A3": "序号",
        "B3": "反馈问题",
        "C3": "整改情况",
        "F3": "责任",
        "H3": "报送地区",
    }.items():
        sheet[spot] = text
    for spot, text in {
        "C4": "整改措施",
        "D4": "工作成效",
        "E4": "完成率",
        "F4": "牵头单位",
        "G4": "厅级领导",
    }.items():
        sheet[spot] = text
    for merged in ("A3:A4", "B3:B4", "C3:E3", "F3:G3", "H3:H4"):
        sheet.merge_cells(merged)
    for number in range(1, 9):
        sheet.cell(5, number, number)
    for row in range(6, 16):
        sheet.cell(row, 1, row - 5)
        for number in range(1, 9):
            sheet.cell(row, number).border = Border(THIN, THIN, THIN, THIN)
            sheet.cell(row, number).alignment = Alignment(wrap_text=True)
    sheet["A16"] = "注：本表每周五报送。"
    sheet.column_dimensions["C"].width = 31
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "3:4"
    rule = DataValidation("list", formula1='"已完成,未完成"')
    sheet.add_data_validation(rule)
    rule.add("E6:E15")
    book.create_sheet("填表说明")["B2"] = "请如实填写"
    return book


def with_total() -> Form:
    """Two rows free above a total that counts them, and a column the superior computes."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["巡视整改周报"])
    sheet.append(["填报单位", None, "填报日期", None])
    sheet.append(["整改措施", "牵头单位", "整改时限", "字数"])
    sheet["D4"] = '=IF(A4="","",LEN(A4))'
    sheet["A4"].fill = PatternFill("solid", fgColor="FFF2CC")
    sheet.append([])
    sheet["A7"] = "合计"
    sheet["B7"] = "=COUNTA(B4:B6)"
    return book


def second_sheet() -> Form:
    """The table stands on the second sheet, far right and without any rule below, under headings of its own."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "封面"
    book.active["A1"] = '=HYPERLINK("http://example.com","封面")'
    sheet = book.create_sheet("报表")
    sheet["D6"], sheet["E6"], sheet["F6"], sheet["G6"] = "存在问题", "怎么改", "谁来办", "上周进展情况"
    sheet["D7"].font = Font("仿宋_GB2312", 14)
    return book


def test_a_head_on_two_floors_is_filled_below_the_row_that_numbers_it(area: WorkArea, tmp_path: Path) -> None:
    put(area, two_floors())
    said = (UpwardColumn("工作成效", "本周进展"), UpwardColumn("报送地区", constant="××省"))
    form, made = fill(area, tmp_path / "上报.xlsx", replace(SETTINGS, upward=said))
    assert column(form, "附件1", "A", 5, 9) == [1, 1, 2, 3, 4]
    assert column(form, "附件1", "B", 6, 9) == ["补贴发放不规范", "会议多", "账目不清", None]
    assert column(form, "附件1", "D", 6, 8) == ["6月10日已退缴2.1万元", None, None]
    assert column(form, "附件1", "E", 6, 6) == ["50%"]
    assert column(form, "附件1", "H", 6, 9) == ["××省"] * 3 + [None]
    assert form["附件1"]["A2"].value == "填报单位（盖章）：××煤监局　　填报时间：2020年6月12日"
    assert [(f.code, f.where.cell, f.found) for f in made.findings] == [("F118", "G4", "厅级领导")]
    assert "上报对照" in made.findings[0].fix


def test_everything_else_of_the_form_survives(area: WorkArea, tmp_path: Path) -> None:
    before = put(area, two_floors())
    form, _ = fill(area, tmp_path / "上报.xlsx")
    sheet = form["附件1"]
    assert form.sheetnames == ["附件1", "填表说明"]
    assert (sheet["A1"].value, sheet["A1"].font.name, sheet["A1"].font.size) == (
        "××省巡视整改周报表",
        "方正小标宋简体",
        22,
    )
    assert {str(m) for m in sheet.merged_cells.ranges} >= {"A1:H1", "A2:H2", "C3:E3"}
    assert (sheet.column_dimensions["C"].width, sheet.page_setup.orientation) == (31, "landscape")
    assert (sheet.print_title_rows, sheet["A16"].value) == ("$3:$4", "注：本表每周五报送。")
    assert str(sheet.data_validations.dataValidation[0].sqref) == "E6:E15"
    assert sheet["C7"].border.left.style == "thin"
    assert (area.templates / BLANK).read_bytes() == before
    old, new = (_parts(d) for d in (before, (tmp_path / "上报.xlsx").read_bytes()))
    assert {n for n in old if old[n] != new[n]} == {
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
    }
    assert old.keys() == new.keys()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_text_that_looks_like_a_formula_stays_a_text(area: WorkArea, tmp_path: Path) -> None:
    put(area, two_floors())
    form, _ = fill(area, tmp_path / "上报.xlsx")
    cell = form["附件1"]["C6"]
    assert cell.value == "=退缴补贴4.3万元"
    assert cell.data_type != "f"


def test_rows_that_do_not_fit_above_a_total_are_refused_and_nothing_is_written(
    area: WorkArea, tmp_path: Path
) -> None:
    form = with_total()
    form.active.delete_rows(5)  # type: ignore[union-attr]
    put(area, form)
    with pytest.raises(CannotDo, match=r"第4行起只空着2行，下面是“合计”，要填3行.*插入1个空行"):
        fill(area, tmp_path / "上报.xlsx")
    assert not (tmp_path / "上报.xlsx").exists()


def test_what_the_superior_computes_is_left_and_worked_out_anew(area: WorkArea, tmp_path: Path) -> None:
    put(area, with_total())
    form, made = fill(area, tmp_path / "上报.xlsx")
    sheet = form.active
    assert sheet is not None
    assert column(form, sheet.title, "B", 4, 7) == ["人事处", "办公室", "人事处", "=COUNTA(B4:B6)"]
    assert sheet["D4"].value == '=IF(A4="","",LEN(A4))'
    assert form.calculation.fullCalcOnLoad
    assert [sheet[spot].value for spot in ("A2", "B2", "C2", "D2")] == [
        "填报单位",
        "××煤监局",
        "填报日期",
        "2020年6月12日",
    ]
    assert [sheet[f"A{row}"].fill.fgColor.rgb for row in (4, 5, 6)] == ["00FFF2CC"] * 3
    assert [(f.code, f.where.cell) for f in made.findings] == [("F118", "D3")]
    assert sheet["A4"].alignment.wrap_text
    assert not sheet["B4"].alignment.wrap_text
    assert sheet.row_dimensions[4].height > 30


def test_a_computed_column_that_was_mapped_keeps_its_formula(area: WorkArea, tmp_path: Path) -> None:
    put(area, with_total())
    settings = replace(SETTINGS, upward=(UpwardColumn("字数", "备注"),))
    form, made = fill(area, tmp_path / "上报.xlsx", settings)
    assert form.worksheets[0]["D4"].value == '=IF(A4="","",LEN(A4))'
    assert [(f.code, f.where.cell) for f in made.findings] == [("F119", "D4")]


def test_headings_of_the_superior_s_own_are_found_once_they_are_mapped(
    area: WorkArea, tmp_path: Path
) -> None:
    put(area, second_sheet())
    said = (UpwardColumn("怎么改", "整改措施"), UpwardColumn("谁来办", "牵头单位"))
    form, made = fill(area, tmp_path / "上报.xlsx", replace(SETTINGS, upward=said))
    assert column(form, "报表", "F", 7, 10) == ["人事处", "办公室", "人事处", None]
    assert [form["报表"][f"D{row}"].font.name for row in (7, 8, 9)] == ["仿宋_GB2312"] * 3
    assert made.sheet == "报表"


def nothing_known() -> Form:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["甲栏", "乙栏"])
    return book


def merged_rows() -> Form:
    book = with_total()
    assert book.active is not None
    book.active.merge_cells("A4:A6")
    return book


@pytest.mark.parametrize(
    ("form", "says"),
    [(nothing_known, "没有认出表头"), (merged_rows, "只空着0行，下面是“上下合并的单元格”")],
)
def test_a_form_that_cannot_be_filled_is_refused_in_one_sentence(
    area: WorkArea, tmp_path: Path, form: Callable[[], Form], says: str
) -> None:
    put(area, form())
    with pytest.raises(CannotDo, match=says):
        fill(area, tmp_path / "上报.xlsx")
    assert not (tmp_path / "上报.xlsx").exists()


@pytest.mark.parametrize(
    ("settings", "says"),
    [(replace(SETTINGS, upward_form=""), "还没有指定上报表"), (SETTINGS, f"“模板”文件夹里没有“{BLANK}”")],
)
def test_a_form_that_is_not_there_is_asked_for(
    area: WorkArea, tmp_path: Path, settings: Settings, says: str
) -> None:
    with pytest.raises(CannotDo, match=says):
        fill(area, tmp_path / "上报.xlsx", settings)


@pytest.mark.parametrize(
    ("rows", "source", "numbers"),
    [
        ("全部", "", ["1-1", "2-1", "审3-1"]),
        ("全部", " 省委 巡视", ["1-1", "2-1"]),
        ("本周有变化", "", ["1-1"]),
        ("本周有变化", "审计", []),
    ],
)
def test_only_the_rows_asked_for_go_upward(
    area: WorkArea, tmp_path: Path, rows: str, source: str, numbers: list[str]
) -> None:
    form = openpyxl.Workbook()
    assert form.active is not None
    form.active.append(["措施编号", "整改措施"])
    put(area, form)
    filled, made = fill(area, tmp_path / "上报.xlsx", replace(SETTINGS, upward_rows=rows), source)
    assert made.rows == len(numbers)
    assert column(filled, filled.sheetnames[0], "A", 2, 5) == [*numbers, *[None] * (4 - len(numbers))]


def test_an_unknown_source_is_told_which_there_are(area: WorkArea, tmp_path: Path) -> None:
    put(area, two_floors())
    with pytest.raises(CannotDo, match="没有来源是“中央巡视”的问题，有的是：省委巡视、审计。"):
        fill(area, tmp_path / "上报.xlsx", source="中央巡视")


def test_the_command_tells_what_it_filled_and_what_is_left_to_map(
    area: WorkArea, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_settings(area.config, SETTINGS)
    put(area, two_floors())
    asked = [
        "report",
        "upward",
        "--area",
        str(area.root),
        "--week",
        str(WEEK),
        "-o",
        str(tmp_path / "报.xlsx"),
    ]
    assert cli.main(asked) == 1
    told = capsys.readouterr().out
    assert "工作表“附件1”填了3行，5列" in told
    assert told.count("F118") == 3
    assert cli.main([*asked, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["columns"]["牵头单位"] == "牵头单位"


def test_the_form_itself_is_never_written_over(area: WorkArea) -> None:
    before = put(area, two_floors())
    with pytest.raises(CannotDo, match="空白表自己"):
        fill(area, area.templates / BLANK)
    assert (area.templates / BLANK).read_bytes() == before

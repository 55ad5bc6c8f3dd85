"""退改单 through the weekly run: to whom, with what, and what happens when the unit sends it back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.writing.wps_book import read_parts, write_parts
from zgtool.app.result import RunResult
from zgtool.app.tasks import current_ledger, start_area
from zgtool.app.weekly import run_week
from zgtool.model import identity
from zgtool.model.columns import LEDGER, heading_of
from zgtool.model.finding import Severity
from zgtool.model.identity import RETURN_SHEET
from zgtool.model.ledger import Ledger
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.units import Unit, UnitList
from zgtool.reading.submission import read_submission
from zgtool.rules.engine import check_ledger
from zgtool.rules.registry import Context
from zgtool.workspace.layout import WorkArea
from zgtool.writing.annotate_xlsx import Marked
from zgtool.writing.return_form_xlsx import return_form

WEEK = ReportWeek(2020, 24)
SETTINGS = Settings(
    bureau="某局",
    plan_day=date(2020, 5, 25),
    first_friday=date(2020, 6, 5),
    units=UnitList((Unit("办公室", leader="王建国"), Unit("人事处", leader="李卫东"))),
)
OFFICE_LEDGER = """序号,反馈问题,具体问题,整改措施,完成标准,责任单位,责任领导,完成时限
1,公文积压,超期办文,建立催办台账1本,台账1本,办公室,王建国,6月下旬
1,公文积压,公文丢失,清点公文120份,清点率100%,办公室,王建国,6月下旬
2,档案不全,材料缺失,补齐档案材料86份,86份,人事处,李卫东,7月上旬
"""
HEAD = ("措施编号", "反馈问题", "整改措施", "牵头单位", "整改时限", "完成状态", "本周进展")
OFFICE = [
    ("1-1", "公文积压", "建立催办台账1本", "办公室", "6月下旬", "推进中", "已建立台账1本"),
    ("1-2", "公文积压", "清点公文120份", "办公室", "6月下旬", "推进中", ""),
]


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    source = tmp_path / "现有台账.csv"
    source.write_text(OFFICE_LEDGER, "utf-8-sig")
    return start_area(tmp_path / "整改", SETTINGS, date(2020, 5, 25), ledger=source).area


def workbook(rows: list[tuple[str, ...]], title: str = "填报单位：办公室") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "整改台账"
    for line in ((title,), HEAD, *rows):
        sheet.append(line)
    sheet["F4"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF00B0F0")
    sheet["C3"].comment = openpyxl.comments.Comment("王局已审定", "张三")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def run(area: WorkArea, week: ReportWeek = WEEK) -> RunResult:
    return run_week(area, week, week.friday, SETTINGS)


def returned(result: RunResult, unit: str = "办公室") -> Path:
    return result.outputs[f"return:{unit}"]


def listed(path: Path) -> list[dict[str, Any]]:
    rows = list(openpyxl.load_workbook(path)[RETURN_SHEET].iter_rows(min_row=5, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[1]]


def mended(path: Path, text: str = "已清点60份") -> bytes:
    book = openpyxl.load_workbook(path)
    book["整改台账"]["G4"].value = text
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_the_mended_copy_comes_back_as_the_second_and_its_list_is_no_data(area: WorkArea) -> None:
    (area.inbox / "办公室.xlsx").write_bytes(workbook(OFFICE))
    first = run(area)
    assert [(row["位置"], row["代码"]) for row in listed(returned(first))] == [("整改台账·G4", "C301")]
    (area.inbox / "办公室.xlsx").write_bytes(mended(returned(first)))
    second = run(area)
    assert current_ledger(area, SETTINGS).by_number()["1-2"]["progress"] == "已清点60份"
    fates = {f.name: (f.fate, f.reason) for f in second.files}
    assert fates["办公室.xlsx"] == ("合并", "第2次报送，并入2行")
    assert fates["此前收到/办公室.xlsx"][0] == "被新件替代"
    rows = second.summary.rows
    assert (rows.read, rows.merged, rows.returned, rows.skipped) == (4, 2, 0, 2)
    told = [(f.code, f.found) for f in second.findings if f.where.file == "办公室.xlsx"]
    assert told == [("F124", "王局已审定")]
    assert "return:办公室" not in second.outputs


def test_a_second_answer_carries_only_its_own_marks_and_the_units_notes_and_colours(area: WorkArea) -> None:
    (area.inbox / "办公室.xlsx").write_bytes(workbook(OFFICE))
    first = run(area)
    book = openpyxl.load_workbook(io.BytesIO(mended(returned(first))))
    book["整改台账"]["E3"].value = "8月上旬"
    data = io.BytesIO()
    book.save(data)
    (area.inbox / "办公室.xlsx").write_bytes(data.getvalue())
    again = openpyxl.load_workbook(returned(run(area)))
    assert again.sheetnames == [RETURN_SHEET, "整改台账"]
    assert "改好报回后为第3次报送" in again[RETURN_SHEET]["A2"].value
    sheet = again["整改台账"]
    noted = {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    assert noted["C3"] == "王局已审定"
    assert all("退改意见" not in text for spot, text in noted.items() if spot != "E3")
    assert sheet["F4"].fill.fgColor.rgb == "FF00B0F0"
    assert sheet["G4"].fill.fill_type is None


def test_the_count_is_for_its_own_week(area: WorkArea) -> None:
    (area.inbox / "办公室.xlsx").write_bytes(workbook(OFFICE))
    marked = mended(returned(run(area)))
    assert read_submission(marked, "办公室.xlsx", SETTINGS.units, week="2020-W24").edition == 2
    assert read_submission(marked, "办公室.xlsx", SETTINGS.units, week="2020-W25").edition == 0


def test_the_list_tells_the_count_where_a_program_dropped_the_properties(area: WorkArea) -> None:
    (area.inbox / "办公室.xlsx").write_bytes(workbook(OFFICE))
    parts = read_parts(returned(run(area)).read_bytes())
    parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(
        identity.PROPERTY_EDITION.encode(), b"other"
    )
    bare = write_parts(parts)
    assert read_submission(bare, "办公室.xlsx", SETTINGS.units, week="2020-W24").edition == 2
    assert read_submission(bare, "办公室.xlsx", SETTINGS.units, week="2020-W25").edition == 0


def test_a_unit_hears_of_measures_its_file_left_out(area: WorkArea) -> None:
    (area.inbox / "办公室.xlsx").write_bytes(workbook([OFFICE[0]]))
    rows = listed(returned(run(area)))
    assert [(row["位置"], row["措施编号"], row["代码"]) for row in rows] == [
        ("总台账（整改办）", "1-2", "X103")
    ]


def test_units_whose_files_came_in_one_archive_get_their_own_copies_back(area: WorkArea) -> None:
    with zipfile.ZipFile(area.inbox / "上报.zip", "w") as archive:
        archive.writestr("办公室.xlsx", workbook(OFFICE))
    copy = returned(run(area))
    assert openpyxl.load_workbook(copy).sheetnames == [RETURN_SHEET, "整改台账"]
    assert [row["位置"] for row in listed(copy)] == ["整改台账·G4"]


def test_a_macro_workbook_goes_back_under_an_ending_that_opens(area: WorkArea) -> None:
    parts = read_parts(workbook(OFFICE))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    (area.inbox / "办公室.xlsm").write_bytes(write_parts(parts))
    assert returned(run(area)).name == "办公室_退改.xlsm"


def test_a_text_file_is_answered_by_a_workbook_in_the_forms_layout(area: WorkArea) -> None:
    text = "\n".join(",".join(row) for row in (("填报单位：办公室",), HEAD, *OFFICE))
    (area.inbox / "办公室.csv").write_text(text, "utf-8-sig")
    book = openpyxl.load_workbook(returned(run(area)))
    assert book.sheetnames == [RETURN_SHEET, "整改台账"]
    noted = [c for row in book["整改台账"].iter_rows(min_row=4) for c in row if c.comment]
    assert len(noted) == 1
    assert book["整改台账"].cell(3, noted[0].column).value == "本周进展"


def test_an_answer_in_the_forms_layout_comes_back_as_the_second_too(area: WorkArea) -> None:
    text = "\n".join(",".join(row) for row in (("填报单位：办公室",), HEAD, *OFFICE))
    (area.inbox / "办公室.csv").write_text(text, "utf-8-sig")
    book = openpyxl.load_workbook(returned(run(area)))
    noted = [c for row in book["整改台账"].iter_rows(min_row=4) for c in row if c.comment]
    noted[0].value = "已清点60份"
    book.save(area.inbox / "办公室_退改.xlsx")
    second = run(area)
    reasons = {f.name: f.reason for f in second.files}
    assert reasons["办公室_退改.xlsx"] == "第2次报送，并入2行"
    assert current_ledger(area, SETTINGS).by_number()["1-2"]["progress"] == "已清点60份"
    assert "return:办公室" not in second.outputs


def test_a_file_our_marking_fails_on_is_answered_in_the_forms_layout_and_the_week_goes_on(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **more: object) -> Marked:
        raise KeyError("odd")

    assert return_form  # it marks its own table by the function that it took hold of when it was imported
    monkeypatch.setattr("zgtool.writing.annotate_xlsx.annotated", fail)
    (area.inbox / "办公室.xlsx").write_bytes(workbook(OFFICE))
    book = openpyxl.load_workbook(returned(run(area)))
    assert book.sheetnames == [RETURN_SHEET, "整改台账"]
    assert book["整改台账"]["A3"].value == "措施编号"


AT_THE_END = {
    "status": "申请销号",
    "rate": "100%",
    "reason": "",
    "next_step": "",
    "progress": "第2期培训班已于6月16日办完，两期共参训46人",
}
UNDER_WAY = dict.fromkeys(("done_on", "report", "review"), "")


@pytest.mark.parametrize(
    ("state", "today"),
    [(UNDER_WAY, date(2020, 6, 12)), (AT_THE_END, date(2020, 6, 19))],
    ids=["推进中", "申请销号"],
)
def test_a_row_made_of_the_examples_has_nothing_to_mend(state: dict[str, str], today: date) -> None:
    examples = {c.key: c.example for c in LEDGER if c.example}
    assert set(examples) >= {c.key for c in LEDGER if c.required and c.fillable}
    held = {
        "number": "1-1",
        "problem_no": "1",
        "problem": "学习培训不够",
        "point_no": "1（1）",
        "point": "培训少",
    }
    row = {**held, **examples, **state}
    table = "\n".join("\t".join(line) for line in ([heading_of(k) for k in row], list(row.values())))
    settings = replace(SETTINGS, units=UnitList(tuple(Unit(n) for n in ("人事处", "财务处", "办公室"))))
    read = read_submission(f"填报单位：人事处\n{table}".encode("utf-8-sig"), "人事处.tsv", settings.units)
    checked = check_ledger(Ledger(read.rows), Context(settings, today, ReportWeek.of(today)))
    found = [
        f for f in (*read.findings, *checked.findings) if f.severity is not Severity.INFO and f.where.column
    ]
    assert [f for f in found if examples.get(f.where.column) == row[f.where.column]] == []

"""Files that cannot be marked in place are answered with an .xlsx in the ledger's columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from zgtool.model import identity
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.identity import RETURN_SHEET
from zgtool.model.ledger import Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.writing.return_form_xlsx import TABLE_SHEET, return_form

ROWS = tuple(
    Measure(
        {"number": f"1-{n}", "problem_no": "1", "problem": "干部管理不严", "measure": f"措施{n}",
         "deadline": "6月底", "lead_unit": "人事处", "progress": "=1+1", "lamp": "超期",
         "+附注": "甲" if n == 2 else ""},
        Location("人事处.xls", "Sheet1", 4 + n, unit="人事处", number=f"1-{n}"),
    )
    for n in (1, 2, 3)
)  # fmt: skip


def at(row: int | None, column: str, severity: Severity = Severity.ERROR, number: str = "") -> Finding:
    where = Location(
        "人事处.xls", "Sheet1" if row else "", row, column, f"C{row}" if row else "", "人事处", number
    )
    return Finding("T101", severity, where, "6月底", "时限没有细化到旬", "写到旬或具体日期。")


def written(tmp_path: Path, findings: list[Finding], rows: tuple[Measure, ...] = ROWS, **more: Any) -> Any:
    more = {"own": tuple(ROWS[0].values), "completed": True, **more}
    target = tmp_path / "人事处_退改.xlsx"
    marked = return_form(
        "人事处",
        rows,
        findings,
        settings=Settings(bureau="某局"),
        week=ReportWeek(2020, 24),
        edition=2,
        **more,
    )
    target.write_bytes(marked.data)
    return openpyxl.load_workbook(target)


def noted(sheet: Any) -> dict[str, str]:
    return {c.coordinate: c.comment.text for row in sheet.iter_rows(min_row=4) for c in row if c.comment}


def column(sheet: Any, heading: str) -> str:
    return next(c.column_letter for c in sheet[3] if c.value == heading)


def test_a_finding_moves_to_the_same_row_and_column_of_the_answer(tmp_path: Path) -> None:
    book = written(tmp_path, [at(6, "deadline")])
    sheet = book[TABLE_SHEET]
    cell = f"{column(sheet, '整改时限')}5"
    assert list(noted(sheet)) == [cell]
    assert sheet[cell].value == "6月底"
    assert sheet[cell].fill.fgColor.rgb == "FFFBC5C5"
    assert book[RETURN_SHEET]["C6"].hyperlink.location == f"'{TABLE_SHEET}'!{cell}"


def test_a_finding_without_a_row_is_found_by_its_number(tmp_path: Path) -> None:
    sheet = written(tmp_path, [at(None, "deadline", number="1-3")])[TABLE_SHEET]
    assert list(noted(sheet)) == [f"{column(sheet, '整改时限')}6"]


def test_what_has_no_place_in_the_answer_names_the_units_own_sheet(tmp_path: Path) -> None:
    book = written(tmp_path, [at(99, "deadline")])
    assert noted(book[TABLE_SHEET]) == {}
    assert book[RETURN_SHEET]["C6"].value == "原表Sheet1·C99"
    assert book[RETURN_SHEET]["C6"].hyperlink is None


def test_the_answer_holds_the_units_rows_as_text_without_computed_columns(tmp_path: Path) -> None:
    sheet = written(tmp_path, [at(6, "deadline")])[TABLE_SHEET]
    headings = [c.value for c in sheet[3]]
    assert "亮灯" not in headings
    assert headings[-1] == "附注"
    progress = sheet[f"{column(sheet, '本周进展')}4"]
    assert (progress.value, progress.data_type) == ("=1+1", "s")


def test_the_answer_says_whose_it_is_for_which_week_and_round(tmp_path: Path) -> None:
    properties = written(tmp_path, [at(6, "deadline")]).custom_doc_props
    assert properties[identity.PROPERTY_UNIT].value == "人事处"
    assert properties[identity.PROPERTY_WEEK].value == "2020-W24"
    assert properties[identity.PROPERTY_EDITION].value == 2


def test_an_unreadable_file_is_answered_with_reason_and_next_step_only(tmp_path: Path) -> None:
    locked = Finding(
        "F101", Severity.ERROR, Location("人事处.xlsx", unit="人事处"), "", "文件加了打开密码", "请去掉密码。"
    )
    book = written(tmp_path, [locked], ())
    assert book.sheetnames == [RETURN_SHEET]
    assert [c.value for c in book[RETURN_SHEET][6]][5:8] == ["文件加了打开密码", None, "请去掉密码。"]
    assert "涂色" not in book[RETURN_SHEET]["A3"].value


def test_columns_the_file_did_not_have_are_shown_only_where_the_ledger_filled_them(tmp_path: Path) -> None:
    def headings(**more: Any) -> list[Any]:
        return [c.value for c in written(tmp_path, [at(6, "deadline")], **more)[TABLE_SHEET][3]]

    assert "量化标准或检验指标" in headings()
    assert "量化标准或检验指标" not in headings(completed=False)
    assert "验收人" not in headings()
    assert headings(completed=False)[-1] == "附注"

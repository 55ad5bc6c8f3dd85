"""Whole files: round trips, several sheets, refusals, the office's own ledger."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from reading_books import HEADINGS, UNITS, codes, column, ledger_rows, read, table, xlsx

from zgtool.model.columns import CORE_KEYS, LEDGER, TOOL_KEYS
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.settings import Settings
from zgtool.reading.raw import Unreadable
from zgtool.reading.submission import read_ledger, read_submission
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.ledger_xlsx import write_ledger

ROW = (1, "问题一", "要点1", "措施一", "人事处", "6月上旬", 50, "进展")


def test_what_was_written_is_what_is_read_cell_by_cell() -> None:
    """A sheet with every column of the schema, each with a text of its own."""
    texts = {
        "unit": "人事处",
        "units": "财务处、机关党委",
        "date": "2020-06-30",
        "percent": "80%",
        "key": "3-2",
    }
    columns = [c for c in LEDGER if c.key not in TOOL_KEYS]
    row = [c.choices[0] if c.choices else texts.get(c.kind, f"{c.heading}的内容\n第二行") for c in columns]
    got = read(table([[c.heading for c in columns], row]))
    assert got.layout == tuple(c.key for c in columns)
    assert got.rows[0].values == {c.key: text for c, text in zip(columns, row, strict=True)}
    assert [got.rows[0].cells[c.key] for c in columns[:3]] == ["A2", "B2", "C2"]


def test_rows_and_findings_carry_the_unit() -> None:
    got = read(ledger_rows((1, "甲", "", "一", "人事处", 6.3, 50, "")), "人事处.xlsx")
    assert {r.where.unit for r in got.rows} == {"人事处"}
    assert {f.where.unit for f in got.findings} == {"人事处"}


def test_several_sheets_are_one_submission() -> None:
    def draw(book: xlsxwriter.Workbook, sheet: Any) -> None:
        for page, name in ((sheet, "甲"), (book.add_worksheet("二"), "乙")):
            page.write_row(0, 0, HEADINGS)
            page.write_row(1, 0, (1, name, "", f"{name}的措施", "人事处"))
        book.add_worksheet("填表说明").write(0, 0, "请如实填写")
        book.add_worksheet("附表").write(0, 0, "别的内容")

    got = read(xlsx(draw))
    assert column(got, "measure") == ["甲的措施", "乙的措施"]
    assert [f.where.sheet for f in got.findings if f.code == "F127"] == ["附表"]


def test_a_file_without_a_heading_is_refused_with_what_it_holds() -> None:
    got = read(table([["通讯录", "电话"], ["张三", "123"]]))
    assert (got.rows, codes(got)) == ((), ["F110"])
    assert got.findings[0].found == "通讯录、电话"


def test_an_empty_workbook_is_named_as_empty() -> None:
    assert codes(read(table([]))) == ["F109"]


def test_a_refused_file_has_a_digest_and_no_rows() -> None:
    got = read(b"%PDF-1.4")
    assert (got.rows, codes(got), len(got.digest)) == ((), ["F103"], 64)
    assert "台账.xlsx" in str(got.findings[0])


def test_a_heading_of_two_rows_below_title_lines_is_found() -> None:
    def draw(book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 6, "附件2")
        sheet.merge_range(1, 0, 1, 6, "XX局巡视反馈意见整改台账")
        sheet.merge_range(2, 0, 2, 2, "填报单位：人事处")
        sheet.merge_range(2, 3, 2, 6, "填报时间：2020年6月12日")
        for c, text in ((0, "序号"), (1, "反馈问题"), (2, "整改措施"), (6, "整改时限")):
            sheet.merge_range(3, c, 4, c, text)
        sheet.merge_range(3, 3, 3, 5, "责任分工")
        sheet.write_row(4, 3, ("牵头单位", "配合单位", "责任人"))
        sheet.write_row(5, 0, (1, "甲", "一", "人事处", "财务处", "张三", "6月上旬"))

    got = read(xlsx(draw))
    assert got.layout == (
        "serial",
        "problem",
        "measure",
        "lead_unit",
        "supporting_units",
        "person",
        "deadline",
    )
    assert (got.unit, got.filled_on, len(got.rows)) == ("人事处", "2020-06-12", 1)


def test_our_own_ledger_is_preferred_by_its_sheet_s_name() -> None:
    def draw(book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ROW)
        own = book.add_worksheet("总台账")
        own.write_row(0, 0, ("措施编号", "反馈问题", "整改措施", "状态", "亮灯", "自加栏", "完成时间"))
        own.write_row(1, 0, ("1-1", "甲", "一", "已销号", "红", "x", "2020-06-30"))

    ledger, _, headings = read_ledger(xlsx(draw), "总台账.xlsx", UNITS)
    assert ledger.layout == ("number", "problem", "measure", "state", "lamp", "+自加栏", "done_on")
    assert ledger.rows[0]["state"] == "已销号" and ledger.rows[0]["+自加栏"] == "x"
    assert ledger.rows[0]["lamp"] == ""
    assert [h.key for h in headings] == ["number", "problem", "measure", "state", "lamp", "", "done_on"]


def test_a_serial_that_goes_with_the_problems_is_their_number_in_a_ledger_only() -> None:
    data = ledger_rows(ROW, (1, "问题一", "要点2", "措施二"), (2, "问题二", "", "措施三"))
    ledger, _, _ = read_ledger(data, "台账.xlsx", UNITS)
    assert [r["problem_no"] for r in ledger] == ["1", "1", "2"]
    assert [r["problem_no"] for r in read(data).rows] == ["", "", ""]


def test_a_serial_that_counts_rows_is_no_problem_number() -> None:
    ledger, _, _ = read_ledger(ledger_rows(ROW, (2, "问题一", "要点2", "措施二")), "台账.xlsx", UNITS)
    assert [r["problem_no"] for r in ledger] == ["", ""]
    assert [r["serial"] for r in ledger] == ["1", "2"]


def test_a_ledger_that_cannot_be_read_says_so_in_one_sentence() -> None:
    with pytest.raises(Unreadable, match="F103"):
        read_ledger(b"%PDF-1.4", "台账.xlsx", UNITS)


def test_columns_the_office_added_keep_their_place_and_their_text() -> None:
    data = table(
        [
            ("反馈问题", "自加一", "整改措施", "", "自加二"),
            ("甲", "1.10", "一", "无名", date(2020, 6, 3).isoformat()),
        ]
    )
    ledger, _, _ = read_ledger(data, "台账.xlsx", UNITS)
    assert ledger.layout == ("problem", "+自加一", "measure", "+自加二", "+（D列）")
    assert (ledger.rows[0]["+自加一"], ledger.rows[0]["+自加二"], ledger.rows[0]["+（D列）"]) == (
        "1.10",
        "2020-06-03",
        "无名",
    )


def test_the_written_ledger_is_read_back_as_it_was(tmp_path: Path) -> None:
    rows = tuple(
        Measure({"number": f"1-{n}", "problem_no": "1", "problem": "问题一", "point_no": f"1（{n}）", "point": f"要点{n}",
                 "measure": f"措施{n}\n第二行", "lead_unit": "人事处", "deadline": "2020年6月下旬", "rate": "80%", "state": "整改中",
                 "done_on": "2020-06-30", "+自加栏": "1.10"}) for n in range(1, 4)
    )  # fmt: skip
    target = tmp_path / "总台账.xlsx"
    ledger = Ledger(rows, (*CORE_KEYS, "+自加栏"))
    write_ledger(target, LedgerContent(ledger, Settings(units=UNITS), date(2020, 6, 12)))
    again, findings, _ = read_ledger(target.read_bytes(), target.name, UNITS)
    assert [dict(r.values) for r in again] == [dict(r.values) for r in rows]
    assert again.layout[-1] == "+自加栏"
    assert [str(f) for f in findings if f.severity.rank < 2] == []


def test_the_path_free_core_takes_no_more_than_bytes_a_name_and_a_roster() -> None:
    assert len(read_submission(ledger_rows(ROW), "人事处.xlsx", UNITS).rows) == 1

"""What calamine does not tell of a .xlsx: error cells, percentages, hidden rows, notes, lost cells."""

import re
from dataclasses import replace

import pytest
import xlsxwriter
from reading_books import codes, column, ledger_rows, read, table, with_part, xlsx

from zgtool.model.finding import flat
from zgtool.reading.calamine import read_values
from zgtool.reading.raw import Unreadable
from zgtool.reading.workbook import open_book, read_workbook

SHEET = "xl/worksheets/sheet1.xml"
ROW = (1, "问题", "", "措施", "人事处", "6月上旬", 0.5, "进展")
BOOK = ledger_rows(ROW, ROW)


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_workbook(data, "台账.xlsx")
    return caught.value.finding.code


def test_values_come_with_excel_s_own_row_numbers() -> None:
    sheet = read_workbook(table([["甲", 1.5, True]], start=4), "x.xlsx")[0]
    assert sheet.rows == ((5, ("甲", 1.5, True)),)


def test_an_error_cell_keeps_its_text_and_is_told() -> None:
    def draw(book: xlsxwriter.Workbook, sheet: object) -> None:
        sheet.write_row(0, 0, ["反馈问题", "整改措施", "牵头单位", "备注"])  # type: ignore[attr-defined]
        sheet.write_row(1, 0, ["问题", "措施", "人事处"])  # type: ignore[attr-defined]
        sheet.write_formula(1, 3, "=A99/0", None, "#DIV/0!")  # type: ignore[attr-defined]

    got = read(xlsx(draw))
    assert got.rows[0]["remark"] == "#DIV/0!"
    assert ("C207", "D2") in flat(got.findings, "code", "cell")


def test_a_formula_without_a_saved_result_is_told() -> None:
    data = with_part(
        BOOK, SHEET, lambda xml: re.sub(rb'(<c r="H2")[^>]*>.*?</c>', rb"\1><f>A1&amp;B1</f></c>", xml)
    )
    got = read(data)
    assert ("C208", "H2") in flat(got.findings, "code", "cell")
    assert got.rows[0]["progress"] == ""


def test_a_percent_cell_is_read_as_it_looks() -> None:
    def draw(book: xlsxwriter.Workbook, sheet: object) -> None:
        percent = book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, ["反馈问题", "整改措施", "完成率", "备注"])  # type: ignore[attr-defined]
        for n, value in enumerate((0.8, 1, 0.005)):
            sheet.write_row(n + 1, 0, ["问题", f"措施{n}"])  # type: ignore[attr-defined]
            sheet.write_number(n + 1, 2, value, percent)  # type: ignore[attr-defined]
            sheet.write_number(n + 1, 3, value, percent)  # type: ignore[attr-defined]

    got = read(xlsx(draw))
    assert column(got, "rate") == ["80%", "100%", "0.5%"]
    assert column(got, "remark") == ["80%", "100%", "0.5%"]


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    def draw(book: xlsxwriter.Workbook, sheet: object) -> None:
        for n, cells in enumerate(
            (("反馈问题", "整改措施", "备注"), ("甲", "措施一", "x"), ("乙", "措施二", "y"))
        ):
            sheet.write_row(n, 0, cells)  # type: ignore[attr-defined]
        sheet.set_row(2, None, None, {"hidden": True})  # type: ignore[attr-defined]
        sheet.set_column(2, 2, None, None, {"hidden": True})  # type: ignore[attr-defined]

    got = read(xlsx(draw))
    assert column(got, "measure") == ["措施一", "措施二"]
    told = next(f for f in got.findings if f.code == "F123")
    assert told.found == "第3行、C列"


def test_notes_on_cells_below_the_heading_are_told_those_on_the_heading_are_ours() -> None:
    def draw(book: xlsxwriter.Workbook, sheet: object) -> None:
        sheet.write_row(0, 0, ["反馈问题", "整改措施"])  # type: ignore[attr-defined]
        sheet.write_row(1, 0, ["甲", "措施一"])  # type: ignore[attr-defined]
        sheet.write_comment("A1", "填写说明")  # type: ignore[attr-defined]
        sheet.write_comment("B2", "请再斟酌")  # type: ignore[attr-defined]

    got = read(xlsx(draw))
    assert [(c, cell) for c, cell in flat(got.findings, "code", "cell") if c == "F124"] == [("F124", "B2")]
    assert "请再斟酌" in next(f.found for f in got.findings if f.code == "F124")


def test_a_hidden_sheet_with_a_ledger_is_read_and_told() -> None:
    def draw(book: xlsxwriter.Workbook, sheet: object) -> None:
        sheet.write_row(0, 0, ["填报单位：人事处"])  # type: ignore[attr-defined]
        old = book.add_worksheet("旧表")
        old.write_row(0, 0, ["反馈问题", "整改措施"])
        old.write_row(1, 0, ["甲", "措施一"])
        old.hide()

    got = read(xlsx(draw))
    assert column(got, "measure") == ["措施一"]
    assert ("F122", "旧表") in flat(got.findings, "code", "sheet")


def test_a_hidden_sheet_beside_the_ledger_is_told_and_skipped() -> None:
    def draw(book: xlsxwriter.Workbook, sheet: object) -> None:
        sheet.write_row(0, 0, ["措施编号", "反馈问题", "整改措施"])  # type: ignore[attr-defined]
        sheet.write_row(1, 0, ["1-1", "甲", "措施一"])  # type: ignore[attr-defined]
        old = book.add_worksheet("上月旧表")
        old.write_row(0, 0, ["措施编号", "反馈问题", "整改措施"])
        old.write_row(1, 0, ["1-1", "甲", "措施一"])
        old.hide()

    got = read(xlsx(draw))
    assert column(got, "measure") == ["措施一"]
    assert [(s.where.sheet, s.text, s.why) for s in got.skipped] == [
        ("上月旧表", "措施一", "隐藏工作表里的行")
    ]
    assert ("F122", "上月旧表") in flat(got.findings, "code", "sheet")
    assert "C213" not in codes(got)


def test_a_picture_in_a_cell_is_shown_as_one() -> None:
    got = read(ledger_rows((1, "问题", "", "措施", "人事处", "6月上旬", 0.5, '=DISPIMG("ID_1",1)')))
    assert got.rows[0]["progress"] == "（图片）"
    assert "C209" in codes(got)


def test_a_missing_sheet_part_is_damage_not_an_empty_sheet() -> None:
    assert refusal(with_part(BOOK, SHEET, lambda xml: None)) == "F104"


def test_a_cut_sheet_is_refused_even_when_the_archive_is_whole() -> None:
    assert refusal(with_part(BOOK, SHEET, lambda xml: xml[: len(xml) * 2 // 3])) in ("F104", "F107")


def test_cells_that_the_reader_loses_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The witness counts the raw cells; a reader that drops a row is not believed."""

    def lossy(data: bytes, name: str) -> list[object]:
        return [
            replace(s, rows=s.rows[:-1], filled=s.filled - len(s.rows[-1][1]))
            for s in read_values(data, name)
        ]

    monkeypatch.setattr("zgtool.reading.xlsx.read_values", lossy)
    assert refusal(BOOK) == "F107"


def test_a_sheet_whose_names_carry_a_prefix_is_read_all_the_same() -> None:
    def prefixed(xml: bytes) -> bytes:
        xml = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", xml.replace(b"<?xml", b"\x00"))
        return xml.replace(b"\x00", b"<?xml").replace(b"xmlns=", b"xmlns:x=", 1)

    assert read_workbook(with_part(BOOK, SHEET, prefixed), "x.xlsx") == read_workbook(BOOK, "x.xlsx")


def test_empty_texts_do_not_count_as_content() -> None:
    data = with_part(BOOK, "xl/sharedStrings.xml", lambda xml: xml.replace("进展</t>".encode(), b"</t>"))
    assert read(data).rows[0]["progress"] == ""


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    def draw(book: xlsxwriter.Workbook, sheet: object) -> None:
        from datetime import date

        sheet.write_row(0, 0, ["反馈问题", "整改措施", "整改时限"])  # type: ignore[attr-defined]
        sheet.write_row(1, 0, ["甲", "措施一"])  # type: ignore[attr-defined]
        sheet.write_datetime(1, 2, date(2020, 6, 30), book.add_format({"num_format": "yyyy-mm-dd"}))  # type: ignore[attr-defined]
        sheet.write_row(2, 0, ["乙", "措施二", 42550])  # type: ignore[attr-defined]

    got = read(xlsx(draw, date_1904=True))
    assert column(got, "deadline") == ["2020年6月30日", "2020年6月30日"]
    assert "C218" in codes(got)


def test_macros_and_links_are_ignored_and_told() -> None:
    data = with_part(BOOK, "xl/vbaProject.bin", lambda _: b"x")
    book = open_book(data, "台账.xlsm")
    assert flat(book.findings, "code", "found") == [("F121", "宏")]


def test_a_million_formatted_rows_cost_nothing_and_hide_nothing() -> None:
    def padded(xml: bytes) -> bytes:
        empty = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(10, 60_000))
        last = '<row r="60000"><c r="B60000" t="inlineStr"><is><t>远处</t></is></c>'.encode()
        last += '<c r="D60000" t="inlineStr"><is><t>远处的措施</t></is></c></row>'.encode()
        return xml.replace(b"</sheetData>", empty + last + b"</sheetData>")

    got = read(with_part(BOOK, SHEET, padded))
    assert got.rows[-1].where.row == 60000
    assert got.rows[-1]["measure"] == "远处的措施"
    assert ("F108", 60000) not in flat(got.findings, "code", "row")
    assert ("C108", 60000) in flat(got.findings, "code", "row")

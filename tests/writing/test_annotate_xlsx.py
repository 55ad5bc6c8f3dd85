"""The unit's own workbook goes back with marks, and everything else in it as it came."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from tests.looks import as_pdf, page_texts
from tests.writing.dumps import check_golden, dump_workbook
from tests.writing.wps_book import SHEET, read_parts, wps_book, write_parts
from zgtool.model import identity
from zgtool.model.columns import example_of
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.identity import RETURN_SHEET
from zgtool.model.period import ReportWeek
from zgtool.writing.annotate_xlsx import annotated, without_marks
from zgtool.writing.package_parts import Unpatchable

WEEK = ReportWeek(2020, 24)
LEDGER_PART = "xl/worksheets/sheet2.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def fault(
    cell: str = "",
    severity: Severity = Severity.WARNING,
    *,
    code: str = "M201",
    column: str = "measure",
    found: str = "加强干部管理",
    message: str = "措施未量化",
    fix: str = "写明次数、份数或比例。",
    sheet: str = SHEET,
) -> Finding:
    row = int(re.sub(r"\D", "", cell)) if re.search(r"\d", cell) else None
    where = Location("人事处.xlsx", sheet if cell else "", row, column if cell else "", cell, "人事处", "1-1")
    return Finding(code, severity, where, found, message, fix)


ERROR, WARNING, INFO = Severity
EMPTY = {"code": "C101", "found": "", "message": "没有填写"}
FAULTS = (
    fault("B4"),
    fault(
        "C4",
        ERROR,
        code="T101",
        column="deadline",
        found="6月底",
        message="时限没有细化到旬",
        fix="写到旬或具体日期，例：2020年6月下旬。",
    ),
    fault("E5", ERROR, column="status", fix="请从下拉列表里选。", **EMPTY),
    fault("G6", INFO, code="C201", column="amount", found="1,234.50", message="请核对金额", fix="请核对。"),
    fault("D12", ERROR, column="lead_unit", fix="请补填。", **EMPTY),
    fault("A5", code="X101", column="problem", found="管理不严", message="栏目被改动", fix="请恢复原文。"),
    fault(severity=INFO, code="F105", found="", message="没有写填报时间", fix="请在表头写明填报时间。"),
)


def mark(original: bytes, findings: Iterable[Finding] = FAULTS, edition: int = 2) -> bytes:
    given = {
        "unit": "人事处",
        "week": WEEK,
        "edition": edition,
        "example": lambda f: example_of(f.where.column),
    }
    return annotated(original, list(findings), **given).data


def load(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def original() -> bytes:
    return wps_book()


@pytest.fixture(scope="module")
def returned(original: bytes) -> bytes:
    return mark(original)


def test_only_the_parts_that_carry_marks_differ(original: bytes, returned: bytes) -> None:
    before, after = read_parts(original), read_parts(returned)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        LEDGER_PART, "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    assert set(after) - set(before) == {"xl/worksheets/sheet4.xml", "docProps/custom.xml"}
    for kept in (
        "xl/cellimages.xml",
        "xl/_rels/cellimages.xml.rels",
        "xl/media/cell1.png",
        "xl/sharedStrings.xml",
    ):
        assert before[kept] == after[kept]


def test_in_the_marked_sheet_only_styles_and_new_empty_cells_differ(original: bytes, returned: bytes) -> None:
    def neutral(part: bytes) -> str:
        root = etree.fromstring(part)
        for view in root.iter(f"{MAIN}sheetView"):
            view.attrib.pop("tabSelected", "")
        for cell in list(root.iter(f"{MAIN}c")):
            cell.attrib.pop("s", "")
            if not len(cell):
                cell.getparent().remove(cell)
        for row in list(root.iter(f"{MAIN}row")):
            row.attrib.pop("spans", "")
            if not len(row):
                row.getparent().remove(row)
        root.find(f"{MAIN}dimension").attrib.clear()
        return etree.tostring(root, method="c14n").decode()

    assert neutral(read_parts(original)[LEDGER_PART]) == neutral(read_parts(returned)[LEDGER_PART])


def test_marked_cells_keep_their_own_style_except_the_fill(original: bytes, returned: bytes) -> None:
    before, after = load(original)[SHEET], load(returned)[SHEET]
    for address, fill in (("B4", "FFFFE59A"), ("C4", "FFFBC5C5"), ("E5", "FFFBC5C5"), ("G6", "FFD3E5F7")):
        was, now = before[address], after[address]
        assert now.fill.fgColor.rgb == fill
        for own in ("font", "border", "alignment", "number_format", "value"):
            assert repr(getattr(now, own)) == repr(getattr(was, own))
    assert after["G6"].number_format == "#,##0.00"
    assert after["B5"].fill.fgColor.rgb == "FFBDD7EE"


def test_a_note_says_where_it_is_wrong_what_is_there_and_how_to_mend_it(returned: bytes) -> None:
    assert load(returned)[SHEET]["C4"].comment.text == (
        "【退改意见】错误 T101\n错在哪：时限没有细化到旬\n现填：6月底\n"
        "怎么改：写到旬或具体日期，例：2020年6月下旬。\n例：2020年6月下旬"
    )


def test_two_findings_on_one_cell_share_its_note_and_the_graver_colours_it(original: bytes) -> None:
    data = mark(original, [fault("D4"), fault("D4", Severity.ERROR, code="C101", message="没有填写")])
    cell = load(data)[SHEET]["D4"]
    assert cell.fill.fgColor.rgb == "FFFBC5C5"
    assert cell.comment.text.index("C101") < cell.comment.text.index("M201")


def test_notes_of_the_unit_stay_and_ours_is_added_below(returned: bytes) -> None:
    sheet = load(returned)[SHEET]
    assert sheet["B4"].comment.text.startswith("分管领导已审定\n【退改意见】警告 M201")
    assert sheet["F6"].comment.text == "待补充"
    assert sheet["F6"].comment.author == "张三"


def test_the_note_of_a_merged_cell_stands_where_its_text_is_shown(returned: bytes) -> None:
    sheet = load(returned)[SHEET]
    assert "X101" in sheet["A4"].comment.text
    assert sheet["A4"].fill.fgColor.rgb == "FFFFE59A"


def test_every_note_has_one_box_in_the_drawing(returned: bytes) -> None:
    parts = read_parts(returned)
    boxes = re.findall(
        rb"<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)</x:Column>", parts["xl/drawings/vmlDrawing1.vml"]
    )
    notes = re.findall(rb'<comment ref="([A-Z]+\d+)"', parts["xl/comments1.xml"])
    assert len(boxes) == len(set(boxes)) == len(notes) == 7
    ids = re.findall(rb'id="(_x0000_s\d+)"', parts["xl/drawings/vmlDrawing1.vml"])
    assert len(ids) == len(set(ids))


def test_cells_that_were_not_there_are_made_in_order(returned: bytes) -> None:
    root = etree.fromstring(read_parts(returned)[LEDGER_PART])
    rows = [int(r.get("r")) for r in root.iter(f"{MAIN}row")]
    assert rows == sorted(rows)
    assert rows[-1] == 12
    fifth = next(r for r in root.iter(f"{MAIN}row") if r.get("r") == "5")
    assert [c.get("r") for c in fifth] == ["A5", "B5", "C5", "E5", "G5"]
    assert root.find(f"{MAIN}dimension").get("ref") == "A1:H12"


def test_what_the_unit_set_up_is_still_there(original: bytes, returned: bytes) -> None:
    before, after = load(original), load(returned)
    was, now = before[SHEET], after[SHEET]
    assert now.print_title_rows == was.print_title_rows == "$3:$3"
    assert now.print_area == was.print_area
    assert now.page_setup.orientation == "landscape"
    assert now.column_dimensions["B"].width == was.column_dimensions["B"].width
    assert now.row_dimensions[4].height == was.row_dimensions[4].height
    assert [str(v.sqref) for v in now.data_validations.dataValidation] == ["E4:E6"]
    assert list(now.conditional_formatting)
    pictures = {name: data for name, data in read_parts(original).items() if name.startswith("xl/media/")}
    assert pictures and pictures.items() <= read_parts(returned).items()
    assert set(after.defined_names) == {"状态选项"}
    assert "本表合计" in now.defined_names
    assert after["选项"].sheet_state == "hidden"
    assert "_xlfn.DISPIMG" in str(now["H4"].value)


def test_the_workbook_opens_on_the_list_and_no_second_tab_is_selected(returned: bytes) -> None:
    book = load(returned)
    assert book.sheetnames == [RETURN_SHEET, "填表说明", SHEET, "选项"]
    assert book.active.title == RETURN_SHEET
    assert [s.title for s in book if s.sheet_view.tabSelected] == [RETURN_SHEET]


def test_the_open_tab_stays_when_the_sheet_shown_has_no_mark(original: bytes) -> None:
    data = mark(original, [fault("A1", sheet="填表说明")])
    assert read_parts(data)[LEDGER_PART] == read_parts(original)[LEDGER_PART]
    assert load(data).active.title == SHEET


def test_the_list_names_every_finding_and_leads_to_its_cell(returned: bytes) -> None:
    sheet = load(returned)[RETURN_SHEET]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=6, max_row=12)]
    assert [r[1] for r in rows] == ["错误"] * 3 + ["警告"] * 2 + ["提示"] * 2
    assert rows[0][2:6] == [f"{SHEET}·C4", "整改时限", "1-1", "时限没有细化到旬"]
    assert sheet["C6"].hyperlink.location == f"'{SHEET}'!C4"
    whole_file = next(r for r in sheet.iter_rows(min_row=6, max_row=12) if r[2].value == "整份文件")
    assert whole_file[2].hyperlink is None
    assert "共 7 条：错误 3 条" in sheet["A3"].value
    assert sheet["A2"].value == "人事处　　2020年第24周　　改好报回后为第2次报送"


def test_what_readers_see_of_the_unit_is_unchanged(original: bytes, returned: bytes) -> None:
    def values(data: bytes) -> dict[str, Any]:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = {n: book.get_sheet_by_name(n).to_python() for n in book.sheet_names if n != RETURN_SHEET}
        return {n: [row for row in table if any(row)] for n, table in tables.items()}

    assert values(original) == values(returned)


def test_places_the_file_does_not_have_are_listed_and_mark_nothing(original: bytes) -> None:
    odd = [fault("B4", sheet="没有这张表"), fault("ZZZ1"), fault("A0"), fault("A1048577"), fault("B4:C5")]
    data = mark(original, odd)
    assert read_parts(data)[LEDGER_PART] == read_parts(original)[LEDGER_PART]
    assert len([c for c in load(data)[RETURN_SHEET]["B"] if c.value == "警告"]) == 5


def same_to_the_unit(one: bytes, two: bytes) -> bool:
    """Whether two workbooks show a unit the same: sheets, values, looks and notes."""

    def view(data: bytes) -> list[Any]:
        return [
            (s.title, c.coordinate, c.value, repr(c.fill), repr(c.font), repr(c.border), c.number_format,
             c.style,
             c.comment.text if c.comment else "")
            for s in load(data) for row in s.iter_rows(max_row=7, max_col=8) for c in row
        ]  # fmt: skip

    return view(one) == view(two)


def test_taking_the_marks_off_gives_the_unit_its_workbook_back(original: bytes, returned: bytes) -> None:
    assert not same_to_the_unit(original, returned)
    cleared = without_marks(returned)
    assert same_to_the_unit(original, cleared)
    assert set(read_parts(cleared)) == set(read_parts(original)) | {"docProps/custom.xml"}
    assert read_parts(cleared)["xl/comments1.xml"].count(b"<comment ") == 2


def test_marks_come_off_after_another_program_saved_the_file(original: bytes, returned: bytes) -> None:
    book = load(returned)
    book[SHEET]["C4"].value = "2020年6月下旬"
    saved = io.BytesIO()
    book.save(saved)
    cleared = load(without_marks(saved.getvalue()))
    sheet, was = cleared[SHEET], load(original)[SHEET]
    assert cleared.sheetnames == ["填表说明", SHEET, "选项"]
    assert sheet["C4"].value == "2020年6月下旬"
    for address in ("A4", "B4", "C4", "E5", "G6"):
        assert repr(sheet[address].fill) == repr(was[address].fill)
    assert [c.coordinate for row in sheet.iter_rows() for c in row if c.comment] == ["B4", "F6"]


def test_a_second_round_shows_only_its_own_marks(returned: bytes) -> None:
    second = mark(returned, [fault("B6")], edition=3)
    book = load(second)
    assert book.sheetnames.count(RETURN_SHEET) == 1
    noted = {c.coordinate: c for row in book[SHEET].iter_rows() for c in row if c.comment}
    assert sorted(noted) == ["B4", "B6", "F6"]
    assert noted["B4"].comment.text == "分管领导已审定"
    assert book[SHEET]["C4"].fill.fill_type is None
    assert same_to_the_unit(without_marks(second), without_marks(returned))


def test_a_colour_the_unit_chose_over_a_mark_stays(returned: bytes) -> None:
    book = load(returned)
    book[SHEET]["C4"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF00FF00")
    saved = io.BytesIO()
    book.save(saved)
    assert load(without_marks(saved.getvalue()))[SHEET]["C4"].fill.fgColor.rgb == "FF00FF00"


def test_a_workbook_without_notes_gets_them_and_loses_them_again() -> None:
    book = openpyxl.Workbook()
    book.active.title = SHEET
    book.active["B4"] = "加强干部管理"
    plain = io.BytesIO()
    book.save(plain)
    data = mark(plain.getvalue(), [fault("B4")])
    assert load(data)[SHEET]["B4"].comment.author == "zgtool"
    assert not any("comment" in n or "vml" in n for n in read_parts(without_marks(data)))


def test_the_count_stands_in_the_properties_of_a_units_own_workbook(returned: bytes) -> None:
    def count(data: bytes) -> Any:
        return load(data).custom_doc_props[identity.PROPERTY_EDITION].value

    assert count(returned) == 2
    assert count(mark(returned, edition=3)) == 3


def test_the_count_of_our_form_stands_on_its_hidden_sheet(original: bytes) -> None:
    book = load(original)
    hidden = book.create_sheet(identity.SHEET)
    for row in (("单位", "人事处"), ("报告周", "2020-W24"), ("表样版本", "1"), ("次数", "1")):
        hidden.append(row)
    hidden.sheet_state = "veryHidden"
    form = io.BytesIO()
    book.save(form)
    data = mark(form.getvalue(), edition=2)
    assert [c.value for c in load(data)[identity.SHEET]["B"]] == ["人事处", "2020-W24", "1", "2"]
    assert load(data)[identity.SHEET].sheet_state == "veryHidden"
    assert "docProps/custom.xml" not in read_parts(data)


def test_a_sheet_the_unit_called_the_same_is_left_alone(original: bytes) -> None:
    book = load(original)
    book.create_sheet(RETURN_SHEET)["A1"] = "本单位自己的说明"
    own = io.BytesIO()
    book.save(own)
    data = mark(own.getvalue())
    assert load(data).sheetnames[0] == f"{RETURN_SHEET}2"
    cleared = load(without_marks(data))
    assert cleared[RETURN_SHEET]["A1"].value == "本单位自己的说明"
    assert f"{RETURN_SHEET}2" not in cleared.sheetnames


def test_the_list_is_known_also_where_the_marker_was_lost(returned: bytes) -> None:
    parts = read_parts(returned)
    parts["xl/workbook.xml"] = re.sub(
        rb'<definedName name="_zgtool[^>]*>[^<]*</definedName>', b"", parts["xl/workbook.xml"]
    )
    assert parts["xl/workbook.xml"] != read_parts(returned)["xl/workbook.xml"]
    assert load(without_marks(write_parts(parts))).sheetnames == ["填表说明", SHEET, "选项"]


HOSTILE = (
    "=cmd|'/c calc'!A0",
    "<b>粗</b>&amp;",
    "_x0000_",
    "\x00\x07控制",
    "\ud800",
    "</t></is></c>",
    "@SUM(1)",
    "长" * 40000,
)


def test_hostile_texts_stay_texts(original: bytes) -> None:
    data = mark(original, [fault("B4", found=t, message=t, fix=t) for t in HOSTILE])
    table = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(RETURN_SHEET).to_python()
    shown = {row[6] for row in table}
    assert {"=cmd|'/c calc'!A0", "<b>粗</b>&amp;", "_x0000_", "</t></is></c>", "@SUM(1)"} <= shown
    assert any(str(t).startswith("长长") and "共40000字" in str(t) for t in shown)
    assert not any(c.data_type == "f" for row in load(data)[RETURN_SHEET].iter_rows() for c in row)
    assert b"<f>" not in read_parts(data)["xl/worksheets/sheet4.xml"]


def test_a_macro_workbook_keeps_its_macros_as_they_were(original: bytes) -> None:
    parts = read_parts(original)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros"
    after = read_parts(mark(write_parts(parts)))
    assert after["xl/vbaProject.bin"] == parts["xl/vbaProject.bin"]
    assert b"macroEnabled" in after["[Content_Types].xml"]


def changed_part(name: str, old: bytes, new: bytes) -> bytes:
    parts = read_parts(wps_book())
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new, 1)
    return write_parts(parts)


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        (lambda: b"not a zip", "损坏或带密码"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏或带密码"),
        (lambda: wps_book()[:-400], "损坏或带密码"),
        (lambda: write_parts({"a.txt": b""}), "不是 .xlsx"),
        (
            lambda: changed_part("xl/workbook.xml", b"<workbook", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook'),
            "DOCTYPE",
        ),
        (lambda: changed_part(LEDGER_PART, b"</sheetData>", b""), "已损坏"),
        (lambda: changed_part("xl/workbook.xml", b"<?xml", b"\x83\x01\x00<?xml"), ".xlsb"),
    ],
)
def test_what_cannot_be_patched_is_said_in_one_sentence(broken: Any, word: str) -> None:
    with pytest.raises(Unpatchable, match=re.escape(word)):
        mark(broken())


def test_the_same_input_gives_the_same_bytes(original: bytes, returned: bytes) -> None:
    assert mark(original) == returned


def test_the_returned_copy_looks_as_agreed(returned: bytes) -> None:
    check_golden("returned_copy.txt", dump_workbook(returned))


@pytest.mark.slow
def test_it_opens_in_libreoffice_with_list_and_ledger(returned: bytes, tmp_path: Path) -> None:
    path = tmp_path / "人事处_退改.xlsx"
    path.write_bytes(returned)
    pages = page_texts(path, tmp_path / "看")
    assert "退改说明" in pages[0]
    assert any("人事处巡视整改台账" in page for page in pages)
    assert as_pdf(path, tmp_path / "看").exists()

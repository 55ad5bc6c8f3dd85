"""A returned copy differs from the unit's file in marked cells, their notes and one new sheet; whatever the file."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.looks import converted, page_texts
from tests.writing.nasty_books import LEDGER_PART, NASTY, nasty, table_book
from tests.writing.only_marks import differences
from tests.writing.test_annotate_xlsx import ERROR, FAULTS, WEEK, fault, mark
from tests.writing.wps_book import SHEET, read_parts, wps_book, write_parts
from zgtool.model.identity import RETURN_SHEET
from zgtool.writing.annotate_xlsx import annotated, without_marks
from zgtool.writing.package_parts import Unpatchable

CELLS = {LEDGER_PART: ("B4", "C4", "E5", "G6", "D12", "A4")}
KEPT = [name for name in NASTY if name not in ("signed", "template", "notes_without_boxes")]
BOOKS = {"wps": wps_book, **{name: lambda name=name: nasty(name) for name in NASTY}}
TOGETHER = ("worn", "odd_names", "conversation", "shared_formulas")


@pytest.mark.parametrize("trouble", ["", *KEPT])
def test_only_marked_cells_their_notes_and_one_sheet_differ(trouble: str) -> None:
    original = nasty(*([trouble] if trouble else []))
    assert differences(original, mark(original), CELLS) == []


def test_troubles_that_come_together_are_kept_together() -> None:
    original = nasty(*TOGETHER)
    assert differences(original, mark(original), CELLS) == []


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (LEDGER_PART, b"<v>3703.5</v>", b"<v>3703</v>"),
        (LEDGER_PART, b'<c r="F3" s="2"', b'<c r="F3" s="1"'),
        (LEDGER_PART, b"<dataValidations", b"<dataValidationz"),
        ("xl/workbook.xml", b'name="\xe7\x8a\xb6\xe6\x80\x81\xe9\x80\x89\xe9\xa1\xb9"', b'name="x"'),
        ("xl/comments1.xml", "待补充".encode(), "补充".encode()),
        ("xl/comments1.xml", "分管领导".encode(), "领导".encode()),
        ("xl/styles.xml", b'<dxf>', b'<dxf><!-- -->'),
        ("xl/media/cell1.png", b"PNG", b"png"),
        ("xl/drawings/vmlDrawing1.vml", b'"_x0000_s1026"', b'"_x0000_s1027"'),
        ("xl/_rels/workbook.xml.rels", b"cellimages.xml", b"cellimage.xml"),
    ],
)  # fmt: skip
def test_the_comparison_bites(part: str, old: bytes, new: bytes) -> None:
    parts = read_parts(mark(wps_book()))
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    if new.startswith(b"<dataValidationz"):
        parts[part] = parts[part].replace(b"</dataValidations>", b"</dataValidationz>")
    assert [d for d in differences(wps_book(), write_parts(parts), CELLS) if d.startswith(part)]


def values(data: bytes) -> dict[str, Any]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    tables = {n: book.get_sheet_by_name(n).to_python() for n in book.sheet_names if n != RETURN_SHEET}
    return {n: [row for row in table if any(row)] for n, table in tables.items()}


@pytest.mark.parametrize("trouble", list(BOOKS))
def test_values_stay_and_marks_come_off_again(trouble: str) -> None:
    original = BOOKS[trouble]()
    returned = mark(original)
    assert values(returned) == values(original)
    cleared = without_marks(returned)
    assert values(cleared) == values(original)
    assert NOTE not in read_parts(cleared).get("xl/comments1.xml", b"")
    assert differences(original, mark(cleared), CELLS) == differences(original, returned, CELLS)


NOTE = "退改意见".encode()


def test_a_hidden_first_sheet_stays_hidden_and_names_with_quotes_are_linked() -> None:
    odd = "填表 & '说' 明"
    data = mark(nasty("odd_names"), [fault("A1", sheet=odd), *FAULTS])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [(s.title, s.sheet_state) for s in book] == [
        (RETURN_SHEET, "visible"), (odd, "hidden"), (SHEET, "visible"), ("选项", "veryHidden"),
    ]  # fmt: skip
    linked = [c for c in book[RETURN_SHEET]["C"] if c.hyperlink and "填表" in c.hyperlink.location]
    assert [c.hyperlink.location for c in linked] == ["'填表 & ''说'' 明'!A1"]
    assert linked[0].value == f"{odd}·A1（工作表已隐藏）"


def test_names_on_a_sheet_move_with_their_sheet(returned: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(returned))
    assert book[SHEET].print_title_rows == "$3:$3"
    assert book[SHEET].defined_names["本表合计"].value == f"{SHEET}!$G$7"


@pytest.fixture(scope="module")
def returned() -> bytes:
    return mark(wps_book())


def test_a_conversation_is_left_alone_and_its_cell_is_coloured_and_listed() -> None:
    original = nasty("conversation")
    data = mark(original)
    before, after = read_parts(original), read_parts(data)
    talk = "xl/threadedComments/threadedComment1.xml"
    assert after[talk] == before[talk]
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    assert sheet["B4"].comment.text == "分管领导已审定"
    assert sheet["B4"].fill.fgColor.rgb == "FFFFE59A"


def test_boxes_that_are_no_xml_stay_and_ours_join_them() -> None:
    boxes = read_parts(mark(nasty("old_drawing")))["xl/drawings/vmlDrawing1.vml"]
    notes = re.findall(rb"<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)</x:Column>", boxes)
    assert len(notes) == len(set(notes)) == 7


def test_boxes_with_undeclared_prefixes_take_marks_and_lose_them() -> None:
    parts = read_parts(wps_book())
    boxes = "xl/drawings/vmlDrawing1.vml"
    parts[boxes] = parts[boxes].replace(b' xmlns:o="urn:schemas-microsoft-com:office:office"', b"")
    cleared = read_parts(without_marks(mark(write_parts(parts))))
    assert cleared[boxes].count(b"<v:shape ") == 2


def test_remarks_between_the_elements_do_no_harm() -> None:
    parts = read_parts(wps_book())
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and b"<Default" not in part:
            parts[name] = re.sub(
                rb"(<(?:\w+:)?(?!\?)[A-Za-z][^<>]*[^/?]>)(?=<)", rb"\1<!-- r --><?p r?>", part
            )
    original = write_parts(parts)
    assert values(mark(original)) == values(wps_book())
    sheet = openpyxl.load_workbook(io.BytesIO(mark(original)))[SHEET]
    assert sheet["C4"].fill.fgColor.rgb == "FFFBC5C5" and sheet["B5"].fill.fgColor.rgb == "FFBDD7EE"


def test_notes_that_lost_their_boxes_get_new_ones() -> None:
    original = nasty("notes_without_boxes")
    data = mark(original)
    assert len(re.findall(rb"<x:Row>", read_parts(data)["xl/drawings/vmlDrawing1.vml"])) == 7
    assert differences(original, data, CELLS) == []


def test_a_signature_that_no_longer_holds_is_taken_off_and_the_unit_is_told() -> None:
    parts = read_parts(mark(nasty("signed")))
    assert not any("_xmlsignatures" in name for name in parts)
    assert b"_xmlsignatures" not in parts["[Content_Types].xml"] + parts["_rels/.rels"]
    sheet = openpyxl.load_workbook(io.BytesIO(mark(nasty("signed"))))[RETURN_SHEET]
    assert "电子签名" in sheet["A3"].value and "重新签名" in sheet["A3"].value
    assert differences(wps_book(), mark(nasty("signed")), CELLS) == []


def test_a_template_goes_back_as_a_workbook_and_macros_under_their_own_ending() -> None:
    def sent(original: bytes) -> Any:
        return annotated(original, FAULTS, unit="人事处", week=WEEK, edition=2)

    plain = sent(nasty("template"))
    assert plain.ending == ".xlsx"
    assert b"template" not in read_parts(plain.data)["[Content_Types].xml"]
    parts = read_parts(wps_book())
    macro = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.%s.macroEnabled.main+xml",
    )
    for kind in (b"sheet", b"template"):
        with_macros = sent(write_parts({**parts, "[Content_Types].xml": macro.replace(b"%s", kind)}))
        assert with_macros.ending == ".xlsm"
        assert b"sheet.macroEnabled" in read_parts(with_macros.data)["[Content_Types].xml"]


def test_a_cell_that_names_a_missing_style_does_not_come_to_mean_a_mark() -> None:
    parts = read_parts(mark(nasty("styles_lost")))
    fills = re.findall(rb'<xf [^>]*fillId="(\d+)"', parts["xl/styles.xml"].partition(b"<cellXfs")[2])
    styled = re.findall(rb'<c r="([A-Z]+\d+)"[^>]* s="(\d+)"', parts[LEDGER_PART])
    coloured = {cell.decode() for cell, style in styled if fills[int(style)] != b"0"}
    assert coloured == set(CELLS[LEDGER_PART])


def test_a_file_with_more_styles_than_programs_open_is_not_patched() -> None:
    parts = read_parts(wps_book())
    xf = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"</cellXfs>", xf * 64_000 + b"</cellXfs>")
    with pytest.raises(Unpatchable, match="格式超过"):
        mark(write_parts(parts))


def test_a_table_keeps_its_part_and_hidden_rows_and_columns_are_told() -> None:
    original = table_book()
    data = mark(original, [fault("B4"), fault("B5"), fault("C6", ERROR)])
    assert differences(original, data, {"xl/worksheets/sheet1.xml": ("B4", "B5", "C6")}) == []
    told = [c.value for c in openpyxl.load_workbook(io.BytesIO(data))[RETURN_SHEET]["C"][5:8]]
    assert told == [f"{SHEET}·C6（所在列已隐藏）", f"{SHEET}·B4", f"{SHEET}·B5（所在行已隐藏）"]


@pytest.mark.slow
def test_every_copy_opens_in_libreoffice_with_the_values_of_the_original(tmp_path: Path) -> None:
    books = {
        **{name: make() for name, make in BOOKS.items()},
        "together": nasty(*TOGETHER),
        "table": table_book(),
    }
    sources = []
    for name, original in books.items():
        for kind, data in (("原件", original), ("退改", mark(original))):
            sources.append(tmp_path / f"{name}_{kind}.xlsx")
            sources[-1].write_bytes(data)
    saved = converted(sources, tmp_path / "另存", "xlsx")
    for name in books:
        was, now = (values(saved[f"{name}_{kind}"].read_bytes()) for kind in ("原件", "退改"))
        assert now == was, name
        again = openpyxl.load_workbook(saved[f"{name}_退改"])
        assert again.sheetnames[0] == RETURN_SHEET
        noted = [
            c.coordinate
            for r in again[SHEET].iter_rows()
            for c in r
            if c.comment and "【退改意见】" in c.comment.text
        ]
        assert "C4" in noted, name
    pages = page_texts(tmp_path / "together_退改.xlsx", tmp_path / "看")
    assert "退改说明" in pages[0]
    assert any("人事处巡视整改台账" in page for page in pages)


def test_a_long_chain_of_parts_behind_our_own_list_goes_with_it() -> None:
    """A list sheet that came back with a hostile tail: each part refers to the next, a thousand times over."""
    parts = read_parts(mark(wps_book()))
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://x/y" Target="/xl/chain/{}.xml"/></Relationships>'
    )
    parts["xl/worksheets/_rels/sheet4.xml.rels"] = rels.format(0).encode()
    for number in range(1500):
        parts[f"xl/chain/{number}.xml"] = b"<x/>"
        parts[f"xl/chain/_rels/{number}.xml.rels"] = rels.format(number + 1).encode()
    assert set(read_parts(without_marks(write_parts(parts)))) == set(read_parts(wps_book())) | {
        "docProps/custom.xml"
    }

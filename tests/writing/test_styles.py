"""Text stays text, limits are loud, and a workbook is written whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.writing.wps_book import read_parts
from zgtool.model.finding import Severity
from zgtool.writing.styles import (
    LAMP_LOOKS,
    SEVERITY_LOOKS,
    LimitExceeded,
    lines_needed,
    open_workbook,
    print_setup,
    put_file_link,
    put_merged,
    put_note,
    put_text,
    quoted,
    row_height,
    shown,
)

DAY = date(2020, 6, 12)


def book_with(fill: Callable[..., None], *, constant_memory: bool = False) -> bytes:
    data = io.BytesIO()
    with open_workbook(
        data, title="试", author="整改办", created=DAY, constant_memory=constant_memory
    ) as book:
        fill(book, book.add_worksheet("表"))
    return data.getvalue()


TEXTS = [
    "=1+1",
    "http://a.example",
    "0012",
    "_x0041_",
    "<b>&amp;",
    "<r>粗</r>",
    "<r><t>&lt;</t></r>",
    "@a",
    "一\n二",
]


@pytest.mark.parametrize("constant_memory", [False, True])
def test_every_text_reads_back_as_it_was(constant_memory: bool) -> None:
    def fill(_: object, sheet: object) -> None:
        for row, text in enumerate(TEXTS):
            put_text(sheet, row, 0, text)  # type: ignore[arg-type]

    data = book_with(fill, constant_memory=constant_memory)
    table = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in table] == TEXTS
    assert not any(
        c.data_type == "f" or c.hyperlink for c in openpyxl.load_workbook(io.BytesIO(data)).active["A"]
    )


def test_a_text_of_32767_units_fits_and_one_more_is_refused_by_name() -> None:
    def fits(_: object, sheet: object) -> None:
        put_text(sheet, 0, 0, "𠮷" * 16383 + "甲")  # type: ignore[arg-type]

    def too_long(_: object, sheet: object) -> None:
        put_text(sheet, 6, 3, "𠮷" * 16384)  # type: ignore[arg-type]

    book_with(fits)
    with pytest.raises(LimitExceeded, match="工作表“表”的 D7 有 32768 个字符"):
        book_with(too_long)


def test_a_cell_outside_the_sheet_is_refused() -> None:
    with pytest.raises(LimitExceeded):
        book_with(lambda _, sheet: put_text(sheet, 2_000_000, 0, "甲"))


def test_a_merged_text_and_its_single_cell_form_are_both_texts() -> None:
    def fill(book: object, sheet: object) -> None:
        fmt = book.add_format()  # type: ignore[attr-defined]
        put_merged(sheet, (0, 0), (1, 1), "=1", fmt)  # type: ignore[arg-type]
        put_merged(sheet, (3, 0), (3, 0), "=2", fmt)  # type: ignore[arg-type]

    sheet = openpyxl.load_workbook(io.BytesIO(book_with(fill))).active
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A1:B2"]
    assert (sheet["A1"].value, sheet["A1"].data_type, sheet["A4"].data_type) == ("=1", "s", "s")


def test_a_link_to_a_file_has_forward_slashes_and_survives_odd_names() -> None:
    def fill(_: object, sheet: object) -> None:
        put_file_link(sheet, 0, 0, "退改/人事处 #1 100%_退改.xlsx", f"{quoted('台账')}!D7", "D7")  # type: ignore[arg-type]

    link = openpyxl.load_workbook(io.BytesIO(book_with(fill))).active["A1"].hyperlink
    assert link.target == "退改/人事处%20%231%20100%25_退改.xlsx"
    assert link.location == "'台账'!D7"


def test_a_note_is_a_text_with_our_name_on_it() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(book_with(lambda _, s: put_note(s, 0, 0, "=1 <b>")))).active
    assert (sheet["A1"].comment.text, sheet["A1"].comment.author) == ("=1 <b>", "zgtool")


def test_paper_and_heading_rows_are_set_for_printing() -> None:
    data = book_with(lambda _, s: print_setup(s, paper="A3", head_rows=(2, 3), header="甲&乙"))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.print_title_rows == "$3:$4"
    assert "第 &P 页" in str(sheet.oddFooter.center.text)
    assert b"&amp;&amp;" in read_parts(data)["xl/worksheets/sheet1.xml"]


def test_a_target_stays_as_it_was_when_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "总台账.xlsx"
    target.write_bytes(b"old")
    with (
        pytest.raises(LimitExceeded),
        open_workbook(target, title="试", author="整改办", created=DAY) as book,
    ):
        put_text(book.add_worksheet(), 0, 0, "长" * 40000)
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_two_writings_give_the_same_bytes_dated_by_the_period() -> None:
    first, second = (book_with(lambda _, s: put_text(s, 0, 0, "甲")) for _ in range(2))
    assert first == second
    assert b"2020-06-12T" in read_parts(first)["docProps/core.xml"]


def test_chinese_text_takes_two_digits_a_character_when_wrapped() -> None:
    assert lines_needed("整改措施整改措施", 17, 11) == 1
    assert lines_needed("整改措施整改措施整", 17, 11) == 2
    assert lines_needed("a\n\nb", 50) == 3
    assert lines_needed("", 10) == 1


def test_a_row_is_never_higher_than_excel_allows() -> None:
    assert row_height([("长" * 5000, 10)]) == 409
    assert row_height([("短", 10)], least=30) == 30


def test_cut_text_says_how_long_it_was() -> None:
    assert shown("甲" * 10, 10) == "甲" * 10
    assert shown("甲" * 11, 10) == "甲" * 10 + "……（共11字，此处只列前10字）"


def test_every_colour_goes_with_its_word() -> None:
    assert [look.word for look in SEVERITY_LOOKS.values()] == [s.value for s in Severity]
    assert all(word == look.word for word, look in LAMP_LOOKS.items())
    assert len({look.fill for look in SEVERITY_LOOKS.values()}) == 3

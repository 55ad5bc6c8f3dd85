"""Rows put in as text equal the rows xlsxwriter writes, cell by cell, and nothing is lost on the way."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests import looks
from tests.writing.sheet_dump import Dump, dump_sheet
from zgtool.writing import bulk_rows, styles
from zgtool.writing.bulk_rows import Block, put_block
from zgtool.writing.row_text import UnknownOutput

DAY = date(2020, 6, 12)
FORMATS: tuple[dict[str, Any], ...] = (
    {"num_format": "@", "border": 1, "text_wrap": True},
    {"num_format": "yyyy-mm-dd", "align": "center", "locked": False},
    {"num_format": "@", "bg_color": "#FBC5C5", "font_color": "#8E1414", "bold": True},
)
HOSTILE = ["=cmd|'/c calc'!A1", "+1", "@a", "http://a.example", "0012", "1.10", "_x0041_", "a_x000D_b", "<&>\"'", "</t>",
           "<r>粗</r>", "]]>", " 前后 ", "\u3000退", "一\n二\n", "\t", "甲\tb", "𠮷", "TRUE", "#REF!", "e\u0301"]  # fmt: skip


def spread(rows: list[list[str | int]], merges: tuple[tuple[int, int, int], ...] = ()) -> dict[str, Any]:
    """A block's content, formats going round by row and column."""
    width = len(rows[0])
    picks = [tuple((r % 2 + c) % 3 for c in range(width)) for r in range(len(rows))]
    return {
        "heights": [18.0 + 7.3 * (r % 9) for r in range(len(rows))],
        "picks": picks,
        "rows": rows,
        "merges": merges,
    }


def build(book: Any, sheet: Any, content: dict[str, Any]) -> Block:
    """Headings, notes, drop-down, filter and print set-up, and the block to stand below them."""
    formats = [book.add_format(f) for f in FORMATS]
    width = len(content["rows"][0])
    styles.put_merged(sheet, (0, 0), (0, 3), "题目", formats[2])
    for col in range(width):
        styles.put_text(sheet, 1, col, f"栏{col}", formats[0])
        sheet.set_column(col, col, 12 + col)
    styles.put_note(sheet, 1, 0, "长说明" * 150)
    last = 1 + len(content["rows"])
    sheet.data_validation(2, 0, last, 0, {"validate": "list", "source": ["甲", "乙"]})
    sheet.autofilter(1, 0, last, width - 1)
    sheet.freeze_panes(2, 1)
    sheet.protect("", {"sort": True})
    styles.print_setup(sheet, paper="A3", head_rows=(1, 1))
    shapes = {p: tuple(formats[i] for i in p) for p in content["picks"]}
    merges = [(first + 2, last + 2, col) for first, last, col in content["merges"]]
    return Block(2, content["heights"], [shapes[p] for p in content["picks"]], content["rows"], merges)


def spliced(content: dict[str, Any]) -> bytes:
    data = io.BytesIO()
    with styles.open_workbook(data, title="试", author="整改办", created=DAY) as book:
        sheet = book.add_worksheet("表")
        put_block(book, sheet, build(book, sheet, content))
    return data.getvalue()


def plain(content: dict[str, Any]) -> bytes:
    """The reference: the same sheet by xlsxwriter alone."""
    data = io.BytesIO()
    with styles.open_workbook(data, title="试", author="整改办", created=DAY) as book:
        sheet = book.add_worksheet("表")
        block = build(book, sheet, content)
        for first, last, col in block.merges:
            sheet.merge_range(first, col, last, col, "", block.shapes[0][0])
        for row, values in enumerate(block.values, block.first):
            sheet.set_row(row, block.heights[row - block.first])
            for col, value in enumerate(values):
                fmt = block.shapes[row - block.first][col]
                if isinstance(value, int):
                    sheet.write_number(row, col, value, fmt)
                else:
                    styles.put_text(sheet, row, col, value, fmt)
    return data.getvalue()


def table_of(data: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def assert_same(found: Dump, meant: Dump) -> None:
    assert found.cells == meant.cells
    assert found.heights == meant.heights
    assert found.merges == meant.merges
    assert found.around == meant.around
    assert found.parts == meant.parts


DOUBLE_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=12),
    st.text(alphabet="_x0041FfD<r>/&\n \r\x00\x0b\x1f\ufffe\ufffft", max_size=14),
    st.text(alphabet=st.characters(categories=("Cs", "Cc", "Zs", "Co")), max_size=4),
).filter(lambda t: not DOUBLE_ESCAPE.search(t))  # xlsxwriter gets those wrong; they have a test of their own
VALUES = st.one_of(TEXTS, st.integers(61, 99_999))
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(VALUES, min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(rows=TABLES, merged=st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_cell_equals_what_xlsxwriter_writes(rows: list[list[str | int]], merged: bool) -> None:
    content = spread(rows, ((0, len(rows) - 1, 0),) if merged and len(rows) > 1 else ())
    assert_same(dump_sheet(spliced(content)), dump_sheet(plain(content)))


def test_every_text_reads_back_as_it_was() -> None:
    texts = [*HOSTILE, "_x0041_x0042_", "__x0041_", "_x005F_x0041_", "控\x01制\x0b符", "\r\n"]
    found = [row[1] for row in table_of(spliced(spread([[n, text] for n, text in enumerate(texts)])))[2:]]
    assert found == texts


def test_half_a_character_becomes_the_replacement_mark() -> None:
    assert table_of(spliced(spread([["甲\ud800"]])))[2][0] == "甲\ufffd"


def test_libreoffice_reads_every_text_back(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(spliced(spread([[n + 100, text] for n, text in enumerate(HOSTILE)])))
    office = looks.shutil.which("soffice") or looks.shutil.which("libreoffice")
    if not office:
        pytest.skip("没有 LibreOffice")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "out"), str(tmp_path / "表.xlsx")], check=True, timeout=180)
    assert [row[1] for row in table_of((tmp_path / "out" / "表.xlsx").read_bytes())[2:]] == HOSTILE


def test_a_text_of_32767_units_fits_and_one_more_is_refused_by_name() -> None:
    longest = "𠮷" * 16383 + "甲"
    assert table_of(spliced(spread([["a", longest]])))[2][1] == longest
    with pytest.raises(styles.LimitExceeded, match="工作表“表”的 B4 有 32768 个字符"):
        spliced(spread([["a", "b"], ["c", longest + "乙"]]))


def test_more_rows_than_a_sheet_holds_are_refused() -> None:
    with (
        pytest.raises(styles.LimitExceeded, match="1048576"),
        styles.open_workbook(io.BytesIO(), title="试", author="整改办", created=DAY) as book,
    ):
        shape = (book.add_format(FORMATS[0]),)
        block = Block(2, [30.0] * 1_048_575, [shape] * 1_048_575, ())
        put_block(book, book.add_worksheet(), block)


def test_covered_cells_keep_their_values_under_a_long_merge() -> None:
    rows: list[list[str | int]] = [["问题", f"措施{n}"] for n in range(3000)]
    dump = dump_sheet(spliced(spread(rows, ((0, 2999, 0),))))
    assert dump.merges == {"A1:D1", "A3:A3002"}
    assert {dump.cells[f"A{n}"].value for n in range(3, 3003)} == {"问题"}


def test_a_longer_table_equals_what_xlsxwriter_writes() -> None:
    rows: list[list[str | int]] = [
        [HOSTILE[(r * 7 + c) % 21] if c % 3 else r for c in range(30)] for r in range(1200)
    ]
    merges = tuple((r, r + 9, c) for c in (0, 3, 29) for r in range(0, 1200, 10))
    content = spread(rows, merges)
    assert_same(dump_sheet(spliced(content)), dump_sheet(plain(content)))


def test_two_sheets_of_one_book_each_get_their_own_rows() -> None:
    data = io.BytesIO()
    contents = spread([["甲", 1], ["乙", 2]], ((0, 1, 0),)), spread([["甲", "丙", ""]])
    with styles.open_workbook(data, title="试", author="整改办", created=DAY) as book:
        for content in contents:
            sheet = book.add_worksheet()
            put_block(book, sheet, build(book, sheet, content))
    for number, content in enumerate(contents, 1):
        part = f"xl/worksheets/sheet{number}.xml"
        assert dump_sheet(data.getvalue(), part).cells == dump_sheet(plain(content)).cells


def test_the_counts_of_shared_strings_are_right() -> None:
    with zipfile.ZipFile(io.BytesIO(spliced(spread([["甲", "甲"], ["乙", ""]])))) as archive:
        shared, sheet = (archive.read(f"xl/{n}.xml") for n in ("sharedStrings", "worksheets/sheet1"))
    counts = re.search(rb' count="(\d+)" uniqueCount="(\d+)"', shared)
    assert counts and int(counts[1]) == sheet.count(b't="s"') and int(counts[2]) == shared.count(b"<si>")


def test_the_same_rows_give_the_same_bytes() -> None:
    content = spread([[text, n] for n, text in enumerate(HOSTILE)])
    assert spliced(content) == spliced(content)


def test_without_rows_nothing_is_put_in() -> None:
    data = io.BytesIO()
    with styles.open_workbook(data, title="试", author="整改办", created=DAY) as book:
        sheet = book.add_worksheet()
        styles.put_text(sheet, 0, 0, "甲")
        put_block(book, sheet, Block(1, (), (), ()))
    assert list(dump_sheet(data.getvalue()).cells) == ["A1"]


@pytest.fixture
def other_xlsxwriter(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An xlsxwriter that gives a cell's attributes in another order."""

    def number_element(self: Any, number: float, attributes: Any = ()) -> None:
        text = "".join(f' {k}="{v}"' for k, v in reversed(attributes))
        self.fh.write(f"<c{text}><v>{number:.16G}</v></c>")

    monkeypatch.setattr(Worksheet, "_xml_number_element", number_element)
    bulk_rows._output_is_known.cache_clear()
    yield
    bulk_rows._output_is_known.cache_clear()


@pytest.mark.usefixtures("other_xlsxwriter")
def test_with_an_xlsxwriter_we_do_not_know_the_rows_go_through_it() -> None:
    content = spread([["甲", 61], ["甲", 62], ["乙", ""]], ((0, 1, 0),))
    assert_same(dump_sheet(spliced(content)), dump_sheet(plain(content)))


def test_a_book_made_elsewhere_takes_the_rows_through_xlsxwriter() -> None:
    data = io.BytesIO()
    with Workbook(data) as book:
        sheet = book.add_worksheet()
        put_block(book, sheet, Block(0, (30,), ((book.add_format(FORMATS[0]),),), (("=1",),)))
    assert table_of(data.getvalue()) == [["=1"]]


def test_a_cell_below_the_rows_is_never_cut_away_in_silence(tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    target.write_bytes(b"old")
    with (
        pytest.raises(UnknownOutput, match="标记行"),
        styles.open_workbook(target, title="试", author="整改办", created=DAY) as book,
    ):
        sheet = book.add_worksheet()
        put_block(book, sheet, build(book, sheet, spread([["甲", "乙"]])))
        styles.put_text(sheet, 9, 0, "审核人签字")
    assert target.read_bytes() == b"old"


def test_rows_never_end_up_on_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = iter(("worksheets/sheet2.xml", "worksheets/sheet1.xml"))
    assert bulk_rows._output_is_known()  # asked once a process, and of parts too: before they are mixed up
    monkeypatch.setattr(bulk_rows, "_part", lambda *_: f"xl/{next(parts)}")
    with (
        pytest.raises(UnknownOutput, match="标记行"),
        styles.open_workbook(io.BytesIO(), title="试", author="整改办", created=DAY) as book,
    ):
        for text in ("甲", "乙"):
            sheet = book.add_worksheet()
            put_block(book, sheet, build(book, sheet, spread([[text]])))

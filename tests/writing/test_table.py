"""The table of measures: what is merged, coloured, locked and high enough, and that it reads back."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from tests.writing.sheet_dump import dump_sheet
from zgtool.model.columns import CORE_KEYS, LEDGER
from zgtool.model.ledger import Measure
from zgtool.model.units import UnitList
from zgtool.reading.submission import read_ledger
from zgtool.writing import bulk_rows, styles
from zgtool.writing.table import Table, write_table

DAY = date(2020, 6, 12)
LAYOUT = (*CORE_KEYS, "+办公室记录")


def measure(number: str, point: str = "", **values: str) -> Measure:
    problem = number.partition("-")[0]
    common = {"problem_no": problem, "problem": f"第{problem}个问题：制度不落实。", "category": "党的建设",
              "point_no": point, "point": f"要点{point}" if point else ""}  # fmt: skip
    return Measure({"number": number, **common, "measure": f"措施{number}", **values})


ROWS = [
    measure("1-1", "1（1）", lamp="超期3天", due_day="2020-06-09", state="整改中"),
    measure("1-2", "1（1）", lamp="2天后到期", due_day="2020-06-14"),
    measure(
        "1-3",
        "1（2）",
        lamp="正常",
        progress='=HYPERLINK("http://a.example")',
        **{"+办公室记录": " 已电话催办\n"},
    ),
    measure(
        "2-1", "2（1）", lamp="已销号", closed_on="2020-06-11", done_on="6月上旬", registered_on="20200508"
    ),
]


def written(
    rows: Sequence[Measure], layout: Sequence[str] = LAYOUT, open_cell: Callable[[Measure, str], bool] | None = None,
    spare_rows: int = 0,
) -> bytes:  # fmt: skip
    data = io.BytesIO()
    with styles.open_workbook(data, title="试", author="整改办", created=DAY) as book:
        table = Table("整改总台账", "截至6月12日。", rows, layout, open_cell, spare_rows)
        write_table(book, book.add_worksheet("总台账"), table)
    return data.getvalue()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active


def column(key: str, layout: Sequence[str] = LAYOUT) -> str:
    return str(openpyxl.utils.get_column_letter(list(layout).index(key) + 1))


def test_problem_and_point_cells_are_merged_over_their_measures() -> None:
    merges = {str(r) for r in opened(written(ROWS)).merged_cells.ranges}
    problem, point = column("problem"), column("point")
    assert {f"{problem}4:{problem}6", f"{point}4:{point}5"} <= merges
    assert not any(r.startswith(column("measure")) for r in merges)


def test_a_cell_under_a_merge_keeps_its_value_for_the_filter() -> None:
    cells = dump_sheet(written(ROWS)).cells
    assert [cells[f"{column('problem_no')}{row}"].value for row in (4, 5, 6, 7)] == ["1", "1", "1", "2"]


def test_a_group_whose_texts_differ_is_not_merged() -> None:
    rows = [ROWS[0], ROWS[1].but({"problem": "另一种写法"}), ROWS[2]]
    merges = {str(r) for r in opened(written(rows)).merged_cells.ranges}
    assert f"{column('problem')}4:{column('problem')}6" not in merges
    assert f"{column('problem_no')}4:{column('problem_no')}6" in merges


def test_lamps_have_the_colour_of_their_word() -> None:
    sheet = opened(written(ROWS))
    fills = [sheet[f"{column('lamp')}{row}"].fill.fgColor.rgb for row in (4, 5, 6, 7)]
    words = ("超期", "临期", "正常", "已销号")
    assert fills == [f"FF{styles.LAMP_LOOKS[word].fill[1:]}" for word in words]


def test_whole_iso_dates_are_dates_and_all_else_is_text() -> None:
    sheet = opened(written(ROWS))
    assert sheet[f"{column('closed_on')}7"].value.date() == date(2020, 6, 11)
    assert sheet[f"{column('closed_on')}7"].number_format == "yyyy-mm-dd"
    assert sheet[f"{column('done_on')}7"].value == "6月上旬"
    assert sheet[f"{column('registered_on')}7"].value == "20200508"
    assert sheet[f"{column('progress')}6"].data_type == "s"


def test_a_row_is_high_enough_for_its_longest_text_and_a_group_for_its_problem() -> None:
    long = ROWS[3].but({"progress": "进" * 200})
    broad = [row.but({"problem": "问" * 600}) for row in ROWS[:3]]
    sheet = opened(written([long, *broad]))
    lines = styles.lines_needed("进" * 200, 38)
    assert sheet.row_dimensions[4].height == pytest.approx(lines * styles.BODY_SIZE * 1.38 + 5, abs=0.75)
    needed = styles.lines_needed("问" * 600, 30) * styles.BODY_SIZE * 1.38
    assert sum(sheet.row_dimensions[row].height for row in (5, 6, 7)) >= needed
    assert opened(written(ROWS)).row_dimensions[7].height == 30


def test_open_cells_are_unlocked_and_white_and_the_rest_is_locked_and_grey() -> None:
    sheet = opened(written(ROWS, open_cell=lambda row, key: key == "progress" and row.number != "1-1"))
    looks = {n: sheet[f"{column('progress')}{n}"] for n in (4, 5)}
    assert [c.protection.locked for c in looks.values()] == [True, False]
    assert sheet[f"{column('measure')}5"].fill.fgColor.rgb == f"FF{styles.OFFICE_FILL[1:]}"
    assert sheet[f"{column('progress')}5"].fill.fill_type is None


def test_spare_rows_are_empty_and_open_but_for_the_numbers() -> None:
    sheet = opened(written(ROWS, open_cell=lambda *_: False, spare_rows=2))
    assert (sheet.max_row, sheet.row_dimensions[9].height) == (9, 30)
    assert all(cell.value is None for cell in sheet[9])
    assert sheet[f"{column('number')}9"].protection.locked
    assert not sheet[f"{column('measure')}9"].protection.locked


def test_filter_drop_downs_and_frozen_headings_reach_the_last_row() -> None:
    sheet = opened(written(ROWS))
    assert sheet.auto_filter.ref == f"A3:{column('+办公室记录')}7"
    ranges = {str(v.sqref) for v in sheet.data_validations.dataValidation}
    choices = [column(c.key) for c in LEDGER if c.choices and c.key in LAYOUT]
    assert ranges == {f"{letter}4:{letter}7" for letter in choices}
    assert sheet.freeze_panes == "C4"


def test_headings_carry_the_note_of_their_column() -> None:
    notes = {cell.value: cell.comment.text for cell in opened(written(ROWS))[3] if cell.comment}
    assert "至少细化到旬" in notes["整改时限"]


@pytest.mark.parametrize("count", [1, 4, 400])
@pytest.mark.parametrize("form", [False, True])
def test_the_table_is_the_same_when_xlsxwriter_writes_its_rows(
    count: int, form: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [ROWS[n % 4].but({"remark": f"备注{n}" * (n % 50)}) for n in range(count)]
    may_fill = (lambda row, key: key == "progress" and not row[key]) if form else None
    found = dump_sheet(written(rows, open_cell=may_fill, spare_rows=3 if form else 0))
    monkeypatch.setattr(bulk_rows, "accept", lambda book: None)
    assert found == dump_sheet(written(rows, open_cell=may_fill, spare_rows=3 if form else 0))


def test_the_table_is_read_back_by_our_own_reader() -> None:
    rows = [row.but({"registered_on": "2020-05-08"}) for row in ROWS]
    ledger, _, _ = read_ledger(written(rows), "总台账.xlsx", UnitList(()))
    keys = [key for key in LAYOUT if key not in ("due_day", "lamp", "+办公室记录")]
    assert [[row[k] for k in keys] for row in ledger.rows] == [[row[k] for k in keys] for row in rows]
    assert ledger.rows[2]["+办公室记录"].strip() == "已电话催办"


def test_two_writings_give_the_same_bytes() -> None:
    assert written(ROWS) == written(ROWS)

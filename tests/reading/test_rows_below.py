"""Rows below the heading: which are measures, which are something else, what is filled down."""

from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter
from reading_books import HEADINGS, codes, column, ledger_rows, read, table, xlsx

from zgtool.model.finding import flat
from zgtool.model.ledger import Submission


def skipped(got: Submission) -> list[tuple[int | None, str]]:
    return [(s.where.row, s.why) for s in got.skipped]


def row(n: object, problem: str, point: str, measure: str, *more: object) -> tuple[object, ...]:
    return (n, problem, point, measure, *(more or ("人事处", "6月上旬", 50, "进展")))


def merged(*ranges: tuple[int, int, int, int, str], rows: Sequence[Sequence[Any]] = ()) -> bytes:
    """A ledger with merged cells (first row, first column, last row, last column, text), rows from row 2 on."""

    def draw(book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADINGS)
        for n, cells in enumerate(rows, 1):
            for c, value in enumerate(cells):
                if value not in ("", None):
                    sheet.write(n, c, value)
        for top, left, bottom, right, text in ranges:
            sheet.merge_range(top, left, bottom, right, text)

    return xlsx(draw)


def test_merged_problem_and_point_cells_hold_for_all_their_rows() -> None:
    got = read(merged((1, 1, 4, 1, "问题一"), (1, 2, 2, 2, "要点1"), (3, 2, 4, 2, "要点2"),
                      rows=[row(n, "", "", f"措施{n}") for n in range(1, 5)]))  # fmt: skip
    assert column(got, "problem") == ["问题一"] * 4
    assert column(got, "point") == ["要点1", "要点1", "要点2", "要点2"]
    assert got.rows[3].cells["problem"] == "B2"
    assert got.rows[3].cells["measure"] == "D5"


def test_a_merged_unit_or_deadline_holds_for_all_its_rows() -> None:
    got = read(merged((1, 4, 2, 4, "人事处"), (1, 5, 2, 5, "2020年6月下旬"),
                      rows=[row(1, "甲", "", "一", ""), row(2, "甲", "", "二", "")]))  # fmt: skip
    assert column(got, "lead_unit") == ["人事处"] * 2
    assert column(got, "deadline") == ["2020年6月下旬"] * 2


def test_blanks_below_a_problem_stand_for_it() -> None:
    got = read(
        ledger_rows(
            row(1, "问题一", "要点1", "措施1"), row("", "", "", "措施2"), row("", "", "要点2", "措施3")
        )
    )
    assert column(got, "problem") == ["问题一"] * 3
    assert column(got, "point") == ["要点1", "要点1", "要点2"]
    assert got.rows[1].cells["problem"] == "B3"


def test_nothing_is_filled_across_a_change_of_problem() -> None:
    got = read(
        ledger_rows(row(1, "问题一", "要点1", "措施1"), row("", "", "", "措施2"), row(2, "", "", "措施3"))
    )
    assert column(got, "problem") == ["问题一", "问题一", ""]
    got = read(ledger_rows(row(1, "问题一", "要点1", "措施1"), row(2, "问题二", "", "措施2")))
    assert column(got, "point") == ["要点1", ""]


def test_a_new_measure_number_of_another_problem_ends_the_filling() -> None:
    rows = [
        ("措施编号", "反馈问题", "整改措施"),
        ("1-1", "问题一", "甲"),
        ("1-2", "", "乙"),
        ("2-1", "", "丙"),
    ]
    assert column(read(table(rows)), "problem") == ["问题一", "问题一", ""]


@pytest.mark.parametrize("ditto", ["同上", "〃", "″", " 同上 "])
def test_ditto_is_what_stands_above_except_in_deadlines(ditto: str) -> None:
    got = read(
        ledger_rows(row(1, "问题一", "要点1", "措施1"), row(2, ditto, ditto, "措施2", ditto, ditto, 50, ""))
    )
    assert (got.rows[1]["problem"], got.rows[1]["point"], got.rows[1]["lead_unit"]) == (
        "问题一",
        "要点1",
        "人事处",
    )
    assert got.rows[1]["deadline"] == ditto.strip()


def test_ditto_with_nothing_above_is_asked() -> None:
    got = read(ledger_rows(row(1, "同上", "", "措施1")))
    assert got.rows[0]["problem"] == ""
    assert ("C215", "B2") in flat(got.findings, "code", "cell")


def test_section_rows_become_the_category_of_what_follows() -> None:
    got = read(merged((1, 0, 1, 7, "一、党的领导弱化方面"), (3, 0, 3, 7, "二、党的建设缺失方面"),
                      rows=[(), row(1, "甲", "", "一"), (), row(2, "乙", "", "二")]))  # fmt: skip
    assert column(got, "category") == ["一、党的领导弱化方面", "二、党的建设缺失方面"]
    assert skipped(got) == [(2, "分类行"), (4, "分类行")]
    assert got.rows[0].cells["category"] == "A2"
    assert "category" not in got.layout


def test_a_section_inside_a_section_does_not_replace_it() -> None:
    got = read(ledger_rows(("一、党的领导弱化",), ("（一）学习不深入",), row(1, "甲", "", "一")))
    assert column(got, "category") == ["一、党的领导弱化"]
    assert len(got.skipped) == 2


def test_a_category_column_is_not_overruled_by_sections() -> None:
    rows = [("问题类别", "反馈问题", "整改措施"), ("一、党的领导弱化", "", ""), ("选人用人", "甲", "乙")]
    got = read(table(rows))
    assert column(got, "category") == ["选人用人"]
    assert skipped(got) == [(2, "分类行")]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("合计", "", "", "4项"), "合计行"),
        (("小 计",), "合计行"),
        (("总计：4项",), "合计行"),
        (("注：1.请如实填写。",), "注释行"),
        (("注意：本表每周五报送",), "注释行"),
        (("填表说明：按实际填写",), "注释行"),
        (("填表人：张三", "", "", "", "审核人：李四"), "签字行"),
        (("整改单位负责人（签字）：", "", "", "", "主管部门负责人："), "签字行"),
        (("分管领导（签字）：",), "签字行"),
        (("示例", "某问题", "某要点", "例：召开会议3次", "某处"), "示例行"),
        (("例：", "某问题", "", "召开会议", "某处"), "示例行"),
        (HEADINGS, "重复的表头"),
        ((9,), "只有序号，没有内容"),
        ((9, "同上"), "只有“同上”，没有整改措施"),
    ],
)
def test_rows_that_are_no_measures_are_left_out_with_a_reason(cells: tuple[object, ...], why: str) -> None:
    got = read(ledger_rows(row(1, "甲", "", "措施一"), cells, row(2, "乙", "", "措施二")))
    assert column(got, "measure") == ["措施一", "措施二"]
    assert skipped(got) == [(3, why)]


@pytest.mark.parametrize(
    "text", ["例会制度不落实，会议纪要不规范", "总计划安排不周", "小计划多、大计划少", "注重形式"]
)
def test_words_that_only_begin_like_such_rows_are_measures(text: str) -> None:
    got = read(ledger_rows(row(1, text, "", text)))
    assert column(got, "measure") == [text]


def test_a_row_that_numbers_the_columns_is_left_out() -> None:
    got = read(ledger_rows(tuple(range(1, 9)), row(1, "甲", "", "措施一")))
    assert skipped(got) == [(2, "栏次行")]


def test_a_line_across_the_foot_is_a_closing_remark() -> None:
    got = read(merged((2, 0, 2, 7, "以上数据截至6月12日"), rows=[row(1, "甲", "", "措施一")]))
    assert skipped(got) == [(3, "表尾说明")]


def test_the_next_lines_of_a_note_are_notes_but_a_lone_problem_is_not() -> None:
    rows = [("注：1.请如实填写",), ("2.每周五报送",), row(1, "甲", "", "措施一"), ("", "乙问题还没有措施")]
    got = read(ledger_rows(*rows))
    assert skipped(got) == [(2, "注释行"), (3, "注释行")]
    assert column(got, "problem") == ["甲", "乙问题还没有措施"]


def test_a_problem_without_a_measure_stays_a_row() -> None:
    got = read(
        ledger_rows(row(1, "甲", "", "措施一"), (2, "乙", "", "", "人事处"), row(3, "丙", "", "措施三"))
    )
    assert column(got, "measure") == ["措施一", "", "措施三"]


def test_a_row_that_only_names_the_problem_of_the_rows_below_is_no_row_of_its_own() -> None:
    got = read(ledger_rows((1, "问题一"), row("", "", "", "措施一"), row("", "", "", "措施二")))
    assert column(got, "problem") == ["问题一", "问题一"]
    assert skipped(got) == [(2, "只写了问题，整改措施在下面各行")]


def test_a_row_inside_a_merged_measure_goes_on_in_it() -> None:
    got = read(merged((1, 3, 2, 3, "措施一"), rows=[row(1, "甲", "", "", "人事处", "6月上旬", 50, "第一次"),
                                                  ("", "", "", "", "", "", "", "第二次")]))  # fmt: skip
    assert [(r["measure"], r["progress"]) for r in got.rows] == [("措施一", "第一次\n第二次")]
    assert skipped(got) == [(3, "与第2行的整改措施合并为一格，内容已并入第2行")]


def test_ditto_beside_a_merged_measure_adds_nothing_and_is_not_remembered_as_a_unit() -> None:
    got = read(merged((1, 3, 2, 3, "措施一"), rows=[row(1, "甲", "", "", "人事处", "6月上旬", 50, "第一次"),
                                                 ("", "", "", "", "同上", "", "", "第二次"),
                                                 row(3, "乙", "", "措施二", "财务处"), row(4, "乙", "", "措施三", "同上")]))  # fmt: skip
    assert column(got, "lead_unit") == ["人事处", "财务处", "财务处"]
    assert column(got, "progress")[0] == "第一次\n第二次"


def test_a_merge_that_begins_in_a_row_that_is_left_out_holds_below_it() -> None:
    got = read(merged((2, 1, 3, 1, "问题二"), rows=[row(1, "问题一", "", "措施一"), ("示例", "", "", "怎样填"),
                                                 row(2, "", "", "措施二")]))  # fmt: skip
    assert column(got, "problem") == ["问题一", "问题二"]
    assert got.rows[1].cells["problem"] == "B3"


def test_every_filled_row_is_accounted_for() -> None:
    got = read(
        ledger_rows(
            ("一、党的领导弱化",),
            row(1, "甲", "", "一"),
            ("",),
            row(2, "乙", "", "二"),
            ("合计",),
            ("填表人：",),
        )
    )
    assert got.rows_read == 5


def test_data_far_below_a_gap_is_read_and_told() -> None:
    rows = [HEADINGS, row(1, "甲", "", "一"), *[()] * 30, row(2, "乙", "", "二")]
    got = read(table(rows))
    assert column(got, "measure") == ["一", "二"]
    assert ("C108", 33) in flat(got.findings, "code", "row")


def test_a_merge_to_the_edge_of_the_sheet_costs_nothing() -> None:
    got = read(merged((1, 1, 1048575, 1, "问题一"), rows=[row(1, "", "", "一"), row(2, "", "", "二")]))
    assert column(got, "problem") == ["问题一", "问题一"]


def test_a_number_given_twice_is_an_error_of_the_second_row() -> None:
    got = read(table([("措施编号", "反馈问题", "整改措施"), ("1-1", "甲", "一"), ("1-1", "甲", "二")]))
    assert [(c, cell) for c, cell in flat(got.findings, "code", "cell") if c == "C213"] == [("C213", "A3")]


def test_numbers_made_dates_by_excel_are_told_at_their_cell() -> None:
    from datetime import date

    def draw(book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, ("措施编号", "反馈问题", "整改措施"))
        sheet.write_datetime(1, 0, date(2026, 3, 2), book.add_format({"num_format": 'm"月"d"日"'}))
        sheet.write_row(1, 1, ("甲", "一"))

    got = read(xlsx(draw))
    assert got.rows[0].number == "3-2"
    assert ("C210", "A2") in flat(got.findings, "code", "cell")
    assert "C213" not in codes(got)


def test_values_of_computed_columns_are_dropped() -> None:
    got = read(table([("整改措施", "反馈问题", "亮灯", "最后期限"), ("一", "甲", "红", "2020-06-30")]))
    assert set(got.rows[0].values) == {"measure", "problem"}
    assert "lamp" in got.layout

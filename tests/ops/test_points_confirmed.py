"""What the office confirmed about points, honoured on the ledger's rows; nothing is lost without a word."""

import pytest

from tests.tables import ledger_from_md
from zgtool.model.finding import flat
from zgtool.model.ledger import Ledger
from zgtool.ops.points_confirmed import SERVING, take_confirmed


def taken(table: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """(problem number, point number, point, measure, lead unit) of each row, and the codes told."""
    ledger, findings = take_confirmed(ledger_from_md(table))
    keys = ("problem_no", "point_no", "point", "measure", "lead_unit")
    return [tuple(row[k] for k in keys) for row in ledger], [code for (code,) in flat(findings, "code")]


HEAD = "| 问题编号 | 反馈问题 | 要点编号 | 问题要点 | 把握 | 依据 | 办公室确认 | 整改措施 | 牵头单位 |\n"


def row(number: str, point: str, word: str, measure: str = "", unit: str = "", problem: str = "3") -> str:
    held = f"{problem}（{number}）" if number else ""
    return f"| {problem} | 党建弱化{problem} | {held} | {point} | 有把握 | 一是 | {word} | {measure} | {unit} |\n"


def test_a_ledger_without_the_column_comes_back_as_it_is() -> None:
    ledger = ledger_from_md("| 措施编号 | 反馈问题 | 问题要点 |\n| 1-1 | 党建弱化 | 会议少 |")
    assert take_confirmed(ledger) == (ledger, ())


def test_confirmed_and_blank_rows_stay() -> None:
    rows, codes = taken(HEAD + row("1", "会议少", "确认") + row("2", "学习少", ""))
    assert [r[2] for r in rows] == ["会议少", "学习少"]
    assert codes == []


def test_what_is_no_point_is_left_out_and_told() -> None:
    rows, codes = taken(HEAD + row("1", "会议少", "不是要点") + row("2", "学习少", ""))
    assert [r[1:3] for r in rows] == [("3（2）", "学习少")]
    assert codes == ["X120"]


def test_a_measure_beside_what_is_no_point_stays_without_the_point_and_first() -> None:
    rows, codes = taken(HEAD + row("1", "会议少", "") + row("2", "学习少", "不是要点", "每月学习1次"))
    assert [r[1:4] for r in rows] == [("", "", "每月学习1次"), ("3（1）", "会议少", "")]
    assert codes == ["X122"]


def test_a_problem_without_any_point_left_is_told_as_a_whole() -> None:
    rows, codes = taken(HEAD + row("1", "会议少", "不是要点") + row("1", "账目乱", "", problem="4"))
    assert [r[0] for r in rows] == ["4"]
    assert codes == ["X120", "X123"]


def test_joined_points_have_one_text_and_the_number_of_the_first() -> None:
    rows, codes = taken(
        HEAD
        + row("1", "会议少；", "", "", "人事处")
        + row("2", "学习少", "与上条合并", "", "人事处")
        + row("3", "记录缺", "与上条合并")
    )
    assert rows == [("3", "3（1）", "会议少；学习少；记录缺", "", "人事处")]
    assert codes == ["X121", "X121"]


def test_joining_keeps_both_measures_and_both_units() -> None:
    rows, _ = taken(
        HEAD
        + row("1", "会议少", "", "每月开会", "人事处")
        + row("2", "学习少", "与上条合并", "每月学习", "财务处")
    )
    assert [r[1:] for r in rows] == [
        ("3（1）", "会议少；学习少", "每月开会", "人事处"),
        ("3（1）", "会议少；学习少", "每月学习", "财务处"),
    ]


def test_joining_fills_what_the_row_above_left_empty() -> None:
    rows, _ = taken(HEAD + row("1", "会议少", "") + row("2", "学习少", "与上条合并", "每月学习", "财务处"))
    assert rows == [("3", "3（1）", "会议少；学习少", "每月学习", "财务处")]


def test_joining_passes_over_what_was_left_out() -> None:
    rows, codes = taken(
        HEAD + row("1", "会议少", "") + row("2", "学习少", "不是要点") + row("3", "记录缺", "与上条合并")
    )
    assert [r[2] for r in rows] == ["会议少；记录缺"]
    assert codes == ["X120", "X121"]


@pytest.mark.parametrize("before", ["", row("1", "账目乱", "", problem="2")])
def test_the_first_point_of_a_problem_has_nothing_to_join(before: str) -> None:
    rows, codes = taken(HEAD + before + row("1", "会议少", "与上条合并"))
    assert rows[-1][2] == "会议少"
    assert codes == ["X125"]


def test_a_word_that_is_no_choice_is_asked_about_and_the_row_stays() -> None:
    rows, codes = taken(HEAD + row("1", "会议少", "再议"))
    assert [r[2] for r in rows] == ["会议少"]
    assert codes == ["X124"]


def test_a_word_counts_for_all_rows_of_its_point() -> None:
    rows, codes = taken(
        HEAD
        + row("1", "账目乱", "", "查账")
        + row("2", "会议少", "与上条合并", "开会")
        + row("2", "会议少", "", "记录")
    )
    assert [r[2:4] for r in rows] == [("账目乱；会议少", m) for m in ("查账", "开会", "记录")]
    assert codes == ["X121"]


def test_the_columns_that_serve_confirming_do_not_go_on() -> None:
    ledger, _ = take_confirmed(ledger_from_md(HEAD + row("1", "会议少", "确认")))
    assert not set(SERVING) & set(ledger.layout)
    assert not any(set(SERVING) & set(r.values) for r in ledger)


def test_taking_twice_changes_nothing_more() -> None:
    once, _ = take_confirmed(ledger_from_md(HEAD + row("1", "会议少", "") + row("2", "学习少", "与上条合并")))
    assert take_confirmed(once) == (once, ())
    assert isinstance(once, Ledger)

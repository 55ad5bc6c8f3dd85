"""What the office types into 销号审核: carried out when who, when and on what are there; otherwise 留号 with the reason."""

from dataclasses import replace
from datetime import date

import pytest

from tests.tables import UNITS, ledger_from_md, submission_from_md
from zgtool.model.finding import flat
from zgtool.model.ledger import Ledger, Submission
from zgtool.model.office_sheets import CLOSEOUT, RECORD, Line
from zgtool.model.settings import Settings
from zgtool.ops.merge import Merged, merge_submissions
from zgtool.ops.record import with_lines

TODAY = date(2020, 6, 19)
SETTINGS = Settings(units=UNITS, plan_day=date(2020, 5, 25))
DONE = "| 专项报告（6月10日） | 财政票据12张 | 王建国 6月11日 | 100% |"

BASE = ledger_from_md(f"""
| 措施编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 状态 | 完成状态 | 专项报告 | 佐证材料 | 牵头责任领导审查 | 完成率 |
| 1-1 | 误餐费 | 清退3.2万元 | 财务处 | 6月中旬 | 申请销号 | 申请销号 {DONE}
| 1-2 | 误餐费 | 修订报销办法 | 财务处 | 6月30日前 | 整改中 | 推进中 | | | | 60% |
| 2-1 | 公文积压 | 建立催办台账 | 办公室 | 6月上旬 | 已销号 | 申请销号 {DONE}
""")


def typed(**values: str) -> Line:
    return Line({"by": "程立新", "on": "2020-06-16", "basis": "看了票据原件", **values})


def week(
    *lines: Line, base: Ledger = BASE, local: Ledger | None = None, sent: tuple[Submission, ...] = ()
) -> Merged:
    office = with_lines(local or base, CLOSEOUT.name, lines)
    return merge_submissions(base, office, sent, SETTINGS, TODAY, "2020-W25")


def state(result: Merged, number: str) -> str:
    return result.ledger.by_number()[number]["state"]


def record(result: Merged) -> list[tuple[str, ...]]:
    keys = ("week", "number", "round", "what", "old", "new", "by", "on")
    return [tuple(e[k] for k in keys) for e in result.ledger.lines(RECORD.name)]


def test_a_request_waits_on_the_sheet_with_the_papers_the_unit_named() -> None:
    (line,) = week().ledger.lines(CLOSEOUT.name)
    assert (line["number"], line["matter"], line["round"]) == ("1-1", "申请销号", "1")
    assert "佐证材料：财政票据12张" in line["handed"]


def test_a_recognised_request_is_closed_and_recorded_and_leaves_the_sheet() -> None:
    result = week(typed(number="1-1", decision="认定销号"))
    row = result.ledger.by_number()["1-1"]
    assert (row["state"], row["closed_on"], row["accepted_by"]) == ("已销号", "2020-06-16", "程立新")
    assert record(result) == [
        ("2020-W25", "1-1", "1", "认定销号", "申请销号", "已销号", "程立新", "2020-06-16")
    ]
    assert result.ledger.lines(CLOSEOUT.name) == ()
    assert result.findings == ()


def test_the_evidence_is_the_basis_of_a_recognition_that_names_none() -> None:
    result = week(typed(number="1-1", decision="认定销号", basis=""))
    assert result.ledger.lines(RECORD.name)[0]["basis"] == "财政票据12张"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (typed(number="1-1", decision="认定销号", by=""), "没有写认定人"),
        (typed(number="1-1", decision="认定销号", on=""), "没有写认定日期"),
        (typed(number="1-1", decision="认定销号", on="六月"), "不是日期"),
        (typed(number="1-1", decision="认定销号", on="2020-06-20"), "还没有到"),
        (typed(number="1-1", decision="同意"), "不在选项里"),
        (typed(number="1-1", decision="限时办结"), "没有写期限"),
        (typed(number="1-1", decision="限时办结", until="2020-06-01"), "早于认定日期"),
        (typed(number="1-1", decision="撤销", basis=""), "没有写认定依据"),
        (typed(number="1-2", decision="认定销号"), "“整改中”的措施不能认定销号"),
        (typed(number="2-1", decision="认定销号"), "“已销号”的措施不能认定销号"),
        (typed(number="1-2", decision="并项", joined="9-9"), "没有写明并入哪一条"),
        (typed(number="1-2", decision="并项", joined="2-1"), "不能并入2-1"),
        (typed(number="1-2", decision="并项", joined="1-2"), "不能并入1-2"),
        (typed(number="7-7", decision="撤销"), "台账里没有措施7-7"),
        (typed(decision="撤销"), "没有写措施编号"),
    ],
)
def test_a_decision_that_lacks_something_moves_nothing_and_stays_with_the_reason(
    line: Line, said: str
) -> None:
    result = week(line)
    assert [r["state"] for r in result.ledger.rows] == [r["state"] for r in BASE.rows]
    assert record(result) == []
    (finding,) = result.findings
    assert finding.code == "S211" and said in finding.message
    (kept,) = [ln for ln in result.ledger.lines(CLOSEOUT.name) if ln["decision"]]
    assert kept["decision"] == line["decision"] and kept["by"] == line["by"]
    assert kept["answer"].startswith("没有采用：") and said in kept["answer"]


def test_a_held_decision_is_carried_out_once_it_is_completed() -> None:
    first = week(typed(number="1-1", decision="认定销号", by=""))
    (line,) = first.ledger.lines(CLOSEOUT.name)
    second = week(line.but({"by": "程立新"}), base=first.ledger)
    assert state(second, "1-1") == "已销号"
    assert second.ledger.lines(CLOSEOUT.name) == ()


def test_a_remand_sets_the_new_limit_and_keeps_the_deadline_as_approved() -> None:
    result = week(typed(number="1-1", decision="限时办结", until="2020-06-30"))
    row = result.ledger.by_number()["1-1"]
    assert (row["state"], row["limit"], row["deadline"]) == ("限时办结", "2020-06-30", "6月中旬")


def test_an_extension_is_decided_on_a_spare_line() -> None:
    result = week(typed(number="1-2", decision="延期", until="2020-07-31"))
    row = result.ledger.by_number()["1-2"]
    assert (row["state"], row["limit"]) == ("延期", "2020-07-31")


def test_a_reopened_item_keeps_its_number_loses_its_closing_and_counts_its_rounds() -> None:
    base = replace(
        BASE, rows=(*BASE.rows[:2], BASE.rows[2].but({"closed_on": "2020-06-08", "accepted_by": "程立新"}))
    )
    result = week(typed(number="2-1", decision="回炉", until="2020-07-20"), base=base)
    row = result.ledger.by_number()["2-1"]
    assert (row["state"], row["closed_on"], row["accepted_by"], row["limit"]) == (
        "回炉",
        "",
        "",
        "2020-07-20",
    )
    assert record(result)[0][2] == "2"


def test_joining_withdraws_the_row_and_says_where_it_went() -> None:
    result = week(typed(number="1-2", decision="并项", joined="1-1"))
    assert state(result, "1-2") == "撤销"
    assert result.ledger.lines(RECORD.name)[0]["note"] == "并入1-1"


def test_keeping_an_item_on_the_books_is_recorded_and_moves_nothing() -> None:
    result = week(typed(number="1-1", decision="留号", basis="", note="票据缺两张"))
    assert state(result, "1-1") == "申请销号"
    assert record(result) == [
        ("2020-W25", "1-1", "1", "留号", "申请销号", "申请销号", "程立新", "2020-06-16")
    ]


def test_two_decisions_on_one_item_are_both_held() -> None:
    lines = (
        typed(number="1-1", decision="认定销号"),
        typed(number="1-1", decision="限时办结", until="2020-06-30"),
    )
    result = week(*lines)
    assert state(result, "1-1") == "申请销号"
    assert flat(result.findings, "code") == [("S211",), ("S211",)]
    assert len([ln for ln in result.ledger.lines(CLOSEOUT.name) if ln["decision"]]) == 2


def test_a_decision_that_contradicts_the_state_column_is_held() -> None:
    local = replace(BASE, rows=(BASE.rows[0].but({"state": "限时办结"}), *BASE.rows[1:]))
    result = week(typed(number="1-1", decision="认定销号"), local=local)
    assert state(result, "1-1") == "申请销号"
    assert "与“状态”栏填的“限时办结”不一致" in result.findings[0].message


def test_a_decision_on_a_row_that_was_deleted_by_hand_still_counts() -> None:
    result = week(typed(number="1-1", decision="认定销号"), local=replace(BASE, rows=BASE.rows[1:]))
    assert state(result, "1-1") == "已销号"
    assert flat(result.findings, "code") == [("X106",)]


def test_what_was_typed_without_a_decision_stays_as_it_was_typed() -> None:
    half = Line({"number": "1-1", "by": "程立新", "note": "等票据"})
    (line,) = week(half).ledger.lines(CLOSEOUT.name)
    assert (line["by"], line["note"], line["answer"]) == ("程立新", "等票据", "")


def test_running_again_on_the_result_decides_nothing_twice() -> None:
    first = week(typed(number="1-1", decision="认定销号"))
    again = merge_submissions(first.ledger, first.ledger, (), SETTINGS, TODAY, "2020-W25")
    assert again.ledger == first.ledger
    assert again.findings == ()


def test_a_record_that_was_tampered_with_is_restored_and_told() -> None:
    first = week(typed(number="1-1", decision="认定销号"))
    forged = with_lines(
        first.ledger, RECORD.name, [Line({"number": "1-2", "what": "认定销号", "new": "已销号"})]
    )
    result = merge_submissions(first.ledger, forged, (), SETTINGS, TODAY, "2020-W26")
    assert result.ledger.lines(RECORD.name) == first.ledger.lines(RECORD.name)
    assert flat(result.findings, "code", "message") == [
        ("S214", "办理记录少了或改动了1条，多出1条，已按归档恢复")
    ]


def test_withdrawing_in_the_state_column_needs_a_day_and_a_name() -> None:
    bare = replace(BASE, rows=(BASE.rows[0], BASE.rows[1].but({"state": "撤销"}), BASE.rows[2]))
    result = week(local=bare)
    assert state(result, "1-2") == "整改中"
    assert flat(result.findings, "code") == [("S202",)]
    signed = replace(
        bare,
        rows=(
            *bare.rows[:1],
            bare.rows[1].but({"closed_on": "2020-06-15", "accepted_by": "程立新"}),
            BASE.rows[2],
        ),
    )
    result = week(local=signed)
    assert state(result, "1-2") == "撤销"
    assert record(result) == [("2020-W25", "1-2", "1", "撤销", "整改中", "撤销", "程立新", "2020-06-15")]


def test_a_closing_dated_in_the_future_does_not_count() -> None:
    row = BASE.rows[0].but({"state": "已销号", "closed_on": "2021-06-15", "accepted_by": "程立新"})
    result = week(local=replace(BASE, rows=(row, *BASE.rows[1:])))
    assert state(result, "1-1") == "申请销号"


def test_a_row_the_office_adds_cannot_come_in_as_recognised() -> None:
    new = BASE.rows[2].but(
        {"number": "", "measure": "清查公文", "closed_on": "2020-06-01", "accepted_by": "某人"}
    )
    result = week(local=replace(BASE, rows=(*BASE.rows, new)))
    assert result.ledger.rows[-1]["state"] == "挂号"
    assert flat(result.findings, "code") == [("S201",)]


def test_rows_sorted_away_from_their_numbers_find_them_again() -> None:
    one, two, three = BASE.rows
    local = replace(BASE, rows=(one.but({"number": "2-1"}), two, three.but({"number": "1-1"})))
    result = week(local=local)
    assert [(r.number, r["measure"], r["state"]) for r in result.ledger.rows] == [
        ("1-1", "清退3.2万元", "申请销号"),
        ("1-2", "修订报销办法", "整改中"),
        ("2-1", "建立催办台账", "已销号"),
    ]
    assert flat(result.findings, "code") == [("X115",), ("X115",)]


def test_a_row_left_out_is_asked_about_once_a_week_until_it_is_answered() -> None:
    table = "| 措施编号 | 整改措施 | 完成状态 |\n| 1-1 | 清退3.2万元 | 申请销号 |"
    sent = submission_from_md(table, "财务处")

    def asked(result: Merged) -> list[tuple[str, str]]:
        return [(ln["number"], ln["matter"]) for ln in result.ledger.lines(CLOSEOUT.name)]

    first = week(sent=(sent,))
    assert asked(first) == [("1-1", "申请销号"), ("1-2", "单位未报")]
    answer = typed(number="1-2", decision="漏报", basis="")
    again = week(answer, base=first.ledger, sent=(sent,))
    assert asked(again) == [("1-1", "申请销号")]
    assert state(again, "1-2") == "整改中"
    later = merge_submissions(again.ledger, again.ledger, (sent,), SETTINGS, TODAY, "2020-W26")
    assert ("1-2", "单位未报") in asked(later)

"""自查问题: what a unit found itself waits for the office, which alone registers problems."""

from datetime import date

from tests.tables import UNITS, ledger_from_md, submission_from_md
from zgtool.model.finding import flat
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import FOUND, RECORD
from zgtool.model.settings import Settings
from zgtool.ops.merge import Merged, merge_submissions
from zgtool.ops.record import with_lines

TODAY = date(2020, 6, 12)
SETTINGS = Settings(units=UNITS)
BASE = ledger_from_md("""
| 措施编号 | 问题编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 状态 | 问题来源 | 挂号日期 |
| 1-1 | 1 | 误餐费 | 清退多发误餐费3.2万元 | 财务处 | 2020年7月31日前 | 整改中 | | 2020-05-25 |
""")
SENT = submission_from_md(
    """
| 措施编号 | 反馈问题 | 问题来源 | 整改措施 | 牵头单位 | 整改时限 | 完成状态 | 本周进展 |
| 1-1 | 误餐费 | | 清退多发误餐费3.2万元 | 财务处 | 2020年7月31日前 | 推进中 | 已清退1万元 |
| | 差旅费报销附件不全 | 自查（苗头性） | 逐笔补齐附件23笔 | 财务处 | 2020年8月10日前 | 未启动 | |
""",
    "财务处",
)


def week(base: Ledger = BASE, local: Ledger | None = None, name: str = "2020-W24") -> Merged:
    return merge_submissions(base, local or base, (SENT,), SETTINGS, TODAY, name)


def test_a_problem_a_unit_found_itself_is_listed_for_the_office_and_not_registered() -> None:
    result = week()
    (line,) = result.ledger.lines(FOUND.name)
    assert (line["unit"], line["kind"], line["problem"], line["deadline"]) == (
        "财务处", "苗头性", "差旅费报销附件不全", "2020年8月10日前")  # fmt: skip
    assert [r.number for r in result.ledger.rows] == ["1-1"]
    assert ("X129", "B5") in flat(result.findings, "code", "cell")
    (account,) = result.taken
    assert (len(account.merged), len(account.returned)) == (2, 0)


def test_proposing_it_again_next_week_lists_it_once() -> None:
    first = week().ledger
    assert week(first, name="2020-W25").ledger.lines(FOUND.name) == first.lines(FOUND.name)


def decided(**values: str) -> Merged:
    first = week().ledger
    line = first.lines(FOUND.name)[0].but({"by": "程立新", "on": "2020-06-12", **values})
    return week(first, with_lines(first, FOUND.name, [line]), "2020-W25")


def test_what_the_office_takes_up_gets_a_number_that_carries_its_source() -> None:
    result = decided(decision="登记")
    row = result.ledger.rows[-1]
    assert (row.number, row["problem_no"], row["source"], row["state"]) == (
        "自1-1",
        "自1",
        "自查（苗头性）",
        "挂号",
    )
    (line,) = result.ledger.lines(FOUND.name)
    assert line["answer"] == "已办理：登记（2020-06-12），编号自1-1"
    assert ("登记自查问题", "自1-1", "程立新") in {
        (e["what"], e["number"], e["by"]) for e in result.ledger.lines(RECORD.name)
    }
    again = week(result.ledger, name="2020-W26").ledger
    assert [r.number for r in again.rows] == ["1-1", "自1-1"]


def test_what_the_office_leaves_stays_on_the_sheet_and_out_of_the_ledger() -> None:
    result = decided(decision="不登记")
    assert [r.number for r in result.ledger.rows] == ["1-1"]
    assert result.ledger.lines(FOUND.name)[0]["answer"] == "已办理：不登记（2020-06-12）"


def test_a_decision_without_a_name_is_not_carried_out() -> None:
    result = decided(decision="登记", by="")
    assert [r.number for r in result.ledger.rows] == ["1-1"]
    assert "没有写决定人" in result.ledger.lines(FOUND.name)[0]["answer"]


def test_a_strange_problem_that_is_no_own_find_is_still_returned() -> None:
    strange = submission_from_md(
        "| 反馈问题 | 整改措施 | 牵头单位 |\n| 全新的问题 | 全新的措施一条 | 财务处 |", "财务处"
    )
    found = merge_submissions(BASE, BASE, (strange,), SETTINGS, TODAY, "2020-W24")
    assert "X108" in {f.code for f in found.findings}
    assert found.ledger.lines(FOUND.name) == ()

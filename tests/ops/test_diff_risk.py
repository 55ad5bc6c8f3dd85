"""Changes that loosen what was agreed are told first; changes in the course of the work are not among them."""

from datetime import date

import pytest

from tests.tables import ledger_from_md
from zgtool.model.ledger import Ledger
from zgtool.model.settings import Settings
from zgtool.ops.diff import diff_ledgers
from zgtool.ops.diff_risk import risks_of

BASE = ledger_from_md("""
| 措施编号 | 反馈问题 | 整改措施 | 量化标准 | 牵头单位 | 整改时限 | 状态 | 完成状态 | 完成率 | 本周进展 | 挂号日期 | 限办期限 |
| 1-1 | 误餐费 | 清退多发误餐费3.2万元 | 清退率不低于95% | 财务处 | 6月中旬 | 整改中 | 推进中 | 60% | 已清退2万元 | 2020-05-25 | |
""")


def risks(**changes: str) -> list[tuple[str, str, str]]:
    new = Ledger(tuple(row.but(changes) for row in BASE.rows), BASE.layout)
    return [(r.kind, r.key, r.said) for r in risks_of(diff_ledgers(BASE, new), Settings(), date(2020, 6, 12))]


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        ({"deadline": "7月上旬"}, "时限推后", "晚20天"),
        ({"deadline": ""}, "时限推后", "被清空"),
        ({"deadline": "适时"}, "时限推后", "算不出日期"),
        ({"target": "清退率不低于80%"}, "标准降低", "“不低于95%”改成了“不低于80%”"),
        ({"measure": "清退多发误餐费2.8万元"}, "标准降低", "改成了"),
        ({"measure": "进一步加强经费管理"}, "措施变软", "没有了"),
        ({"measure": ""}, "措施变软", "被删去"),
        ({"measure": "清退多发误餐费共3.2万元"}, "办公室栏目改动", "文字有改动"),
        ({"lead_unit": "办公室"}, "办公室栏目改动", "已审定的内容有改动"),
        ({"deadline": "6月上旬"}, "办公室栏目改动", "改为"),
        ({"state": "已销号"}, "状态跳变", "不能直接变为"),
        ({"status": "未启动"}, "进度倒退", "退为"),
        ({"rate": "40%"}, "进度倒退", "降为40%"),
    ],
)
def test_a_risky_change_is_told_with_the_words_that_make_it_so(
    changes: dict[str, str], kind: str, said: str
) -> None:
    found = risks(**changes)
    assert [k for k, _, _ in found] == [kind]
    assert said in found[0][2]


@pytest.mark.parametrize(
    "changes",
    [
        {"progress": "已清退3.2万元"},
        {"rate": "90%"},
        {"status": "基本完成"},
        {"state": "申请销号"},
        {"state": "限时办结", "limit": "2020-07-01"},
        {"target": "清退率不低于98%"},
        {"deadline": "2020年6月20日"},
    ],
)
def test_a_change_in_the_course_of_the_work_is_no_risk(changes: dict[str, str]) -> None:
    assert [kind for kind, _, said in risks(**changes) if kind != "办公室栏目改动" or "推" in said] == []


def test_a_close_out_without_day_or_name_is_a_jump() -> None:
    asked = Ledger(tuple(r.but({"state": "申请销号"}) for r in BASE.rows), BASE.layout)
    closed = Ledger(tuple(r.but({"state": "已销号"}) for r in BASE.rows), BASE.layout)
    (risk,) = risks_of(diff_ledgers(asked, closed), Settings(), date(2020, 6, 12))
    assert (risk.kind, risk.said) == ("状态跳变", "已变为“已销号”，没有销号时间或验收人")


def test_an_open_row_that_is_gone_stands_on_top() -> None:
    gone = risks_of(diff_ledgers(BASE, Ledger((), BASE.layout)), Settings(), date(2020, 6, 12))
    assert [(r.kind, r.row.number) for r in gone] == [("措施消失", "1-1")]

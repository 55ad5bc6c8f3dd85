"""What counts as a result in words, and what does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from zgtool.language.results import CAMPAIGN, MADE, MONEY, PEOPLE, REVISED, propose


@pytest.mark.parametrize(
    ("text", "kind", "what", "number"),
    [
        ("已印发《公文办理规定》", MADE, "《公文办理规定》", 1),
        ("修订《差旅费管理办法（试行）》并下发执行", REVISED, "《差旅费管理办法（试行）》", 1),
        ("清退误餐费3.2万元", MONEY, "清退", Decimal("3.2")),
        ("追缴违规发放的补贴12,500元", MONEY, "追缴", Decimal("1.25")),
        ("挽回经济损失1.5亿元", MONEY, "挽回经济损失", Decimal("15000")),
        ("诫勉谈话2人", PEOPLE, "诫勉谈话", 2),
        ("对三名责任人予以批评教育", PEOPLE, "批评教育", 3),
        ("给予党内警告处分1人", PEOPLE, "党内警告", 1),
        ("开展公款吃喝专项整治", CAMPAIGN, "公款吃喝专项整治", 1),
    ],
)
def test_a_result_is_proposed_with_its_kind_its_name_and_its_number(
    text: str, kind: str, what: str, number: int | Decimal
) -> None:
    found = [(p.kind, p.what, p.count if p.amount is None else p.amount, p.words) for p in propose(text)]
    assert found == [(kind, what, number, text)]


@pytest.mark.parametrize(
    "text",
    [
        "拟印发《公文办理规定》",
        "《差旅费管理办法》正在征求意见",
        "学习《中国共产党纪律处分条例》",
        "尚未清退误餐费3.2万元",
        "计划开展专项整治",
        "应追缴640元",
        "对照《会议制度》逐项检查",
        "召开会议2次，参会15人",
        "补齐材料86份",
        "《整改方案》已印发",
    ],
)
def test_plans_denials_and_mere_mentions_propose_nothing(text: str) -> None:
    assert propose(text) == ()


def test_each_clause_speaks_for_itself() -> None:
    found = propose("已印发《公文办理规定》，《督查办法》正在起草；清退2万元、追缴3000元，约谈4人")
    assert [(p.kind, p.what) for p in found] == [
        (MADE, "《公文办理规定》"), (MONEY, "清退"), (MONEY, "追缴"), (PEOPLE, "约谈"),
    ]  # fmt: skip
    assert [p.amount for p in found if p.kind == MONEY] == [Decimal(2), Decimal("0.3")]


def test_in_a_column_of_results_the_name_or_the_amount_is_enough() -> None:
    assert [p.what for p in propose("《会议制度》、《值班制度》", given=True)] == [
        "《会议制度》",
        "《值班制度》",
    ]
    assert [p.amount for p in propose("3.2万元", given=True)] == [Decimal("3.2")]
    assert propose("拟制定《会议制度》", given=True) == ()


def test_a_plan_that_was_followed_is_no_plan_and_what_is_still_to_come_is_no_result() -> None:
    assert [p.amount for p in propose("按照巡视要求清退违规补贴3.2万元，按要求收回补贴12万元")] == [
        Decimal("3.2"),
        Decimal(12),
    ]
    assert [p.kind for p in propose("按计划开展公款吃喝专项整治")] == [CAMPAIGN]
    assert propose("下一步将清退3.2万元；计划约谈2人；要求追缴1万元") == ()


def test_a_rule_on_trial_is_a_rule_whatever_its_kind() -> None:
    told = "印发《财务管理规则（试行）》《采购规范(试行)》《会议制度》"
    assert [p.what for p in propose(told)] == [
        "《财务管理规则（试行）》",
        "《采购规范(试行)》",
        "《会议制度》",
    ]


PIECES = (
    "已",
    "拟",
    "印发",
    "《公文规定》",
    "清退",
    "追缴",
    "3.2万元",
    "约谈",
    "2人",
    "开展",
    "公款吃喝",
    "专项整治",
    "，",
    "。",
)


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join).filter(propose))
def test_every_proposal_stands_in_the_text_and_none_is_empty(text: str) -> None:
    for proposal in propose(text):
        assert proposal.words in text
        assert proposal.count > 0 or (proposal.amount or 0) > 0

"""Figures that must add up, and the honest ones that only look as if they did not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgtool.language.sums import returned_more, sum_faults

WRONG = (
    ("整改率688/697=95.71%", "688÷697=98.71%"),
    ("共20项措施，已完成12项，推进中5项，未启动2项。", "12+5+2=19，不等于20"),
    ("承担整改任务10项，6项已完成，2项推进中，1项未启动", "6+2+1=9，不等于10"),
    ("应整改37条，已整改31条，整改率90%", "31÷37=83.78%"),
    ("应退4.3万元，已退3.1万元，尚欠1万元", "加起来对不上"),
    ("应缴党费4620元，已缴5620元", "加起来对不上"),
)
HONEST = (
    "688/697=98.71%",
    "688/697=99%",
    "应整改37条，已整改31条，整改率83%",
    "应参训120人，已参训100人，测试合格率98%",
    "应退4.33万元，已退3.1万元，尚欠1.2万元",
    "应缴4620元，已缴4620元",
    "共20项，已完成12项，其中本周完成3项，推进中5项，未启动3项",
    "共14条，3条已办结",
    "共有党员120人，已完成轮训60人，其余60人7月完成",
    "6月12日前完成12/20项",
    "",
)


@pytest.mark.parametrize(("text", "sum_"), WRONG)
def test_a_sum_that_does_not_come_out_is_shown_with_its_working(text: str, sum_: str) -> None:
    (sign,) = sum_faults(text)
    assert sum_ in sign.sentence


@pytest.mark.parametrize("text", HONEST)
def test_figures_that_agree_or_belong_to_other_things_are_left_alone(text: str) -> None:
    assert sum_faults(text) == ()


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(-3, 3))
def test_three_parts_are_told_exactly_when_they_miss_the_whole(a: int, b: int, c: int, off: int) -> None:
    text = f"共{max(a + b + c + off, 0)}项，已完成{a}项，推进中{b}项，未启动{c}项"
    assert bool(sum_faults(text)) == (max(a + b + c + off, 0) != a + b + c)


@given(st.integers(1, 900), st.integers(1, 900), st.integers(0, 3))
def test_a_rate_rounded_to_any_place_is_right(done: int, more: int, places: int) -> None:
    whole = done + more
    assert sum_faults(f"应整改{whole}条，已整改{done}条，整改率{100 * done / whole:.{places}f}%") == ()


def test_more_returned_than_found_is_a_contradiction_unless_other_money_is_named() -> None:
    assert returned_more("违规发放补贴4.3万元", "27人退缴43万元") == ("4.3万元", "退缴43万元")
    assert returned_more("违规发放补贴4.3万元", "27人退缴4.3万元") is None
    assert returned_more("违规发放补贴4.3万元", "退缴43000元") is None
    assert returned_more("违规发放补贴4.3万元", "连同利息退缴4.5万元") is None
    assert returned_more("共21.7万元，逾期4.1万元", "收回11.4万元") is None

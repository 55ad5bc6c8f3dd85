"""The cheap look at counts: it may let through too much, never too little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgtool.language.counts import may_fall_short, may_shrink, spreads
from zgtool.language.measure import classify_measure
from zgtool.language.progress import compare_with_target, figures_shrunk


def test_counts_are_gathered_by_unit_lowest_and_highest() -> None:
    assert spreads("清退12人、3名，退缴1.2万元") == {"人": (3.0, 12.0), "元": (12000.0, 12000.0)}


@pytest.mark.parametrize(
    ("progress", "goal", "may"),
    [
        ("清退补贴3.1万元", "清退补贴4.3万元", True),
        ("清退补贴4.3万元", "清退补贴4.3万元", False),
        ("报表16种", "报表压减至15种以内", True),
        ("报表14种", "报表不超过15种", True),
        ("培训96人", "检查12处", False),
        ("已整改", "检查12处", False),
    ],
)
def test_only_texts_that_may_fall_short_are_read_in_full(progress: str, goal: str, may: bool) -> None:
    assert may_fall_short(progress, goal) is may


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["人", "名", "项", "件", "万元", "%"]))
def test_what_falls_short_is_never_left_out(wanted: int, done: int, unit: str) -> None:
    goal, progress = f"检查登记不少于{wanted}{unit}", f"检查登记{done}{unit}"
    target = classify_measure(goal).target
    assert target is not None
    if compare_with_target(progress, target, finished=True).sign:
        assert may_fall_short(progress, goal)


@given(st.integers(1, 400), st.integers(1, 400))
def test_what_shrinks_is_never_left_out(before: int, after: int) -> None:
    texts = f"累计清退资金{before}万元", f"累计清退资金{after}万元"
    if figures_shrunk(*texts):
        assert may_shrink(*texts)
    assert not may_shrink("没有数字", texts[1])

"""Changed words inside a long cell."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from zgtool.ops.text_marks import mark_changes


def shown(old: str, new: str) -> tuple[str, str]:
    one, two = mark_changes(old, new)
    return tuple("".join(f"[{t}]" if c else t for t, c in runs) for runs in (one, two))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("清退多发误餐费3.2万元并上缴国库", "清退多发误餐费3.0万元并上缴国库", ("清退多发误餐费[3.2]万元并上缴国库", "清退多发误餐费[3.0]万元并上缴国库")),
        ("每周五下班前更新并公示", "定期更新并公示", ("[每周五下班前]更新并公示", "[定期]更新并公示")),
        ("6月下旬前完成", "6月下旬前完成全部整改", ("6月下旬前完成", "6月下旬前完成[全部整改]")),
        ("", "已办结", ("", "[已办结]")),
        ("收到意见26条", "教材印制完毕发出", ("[收到意见26条]", "[教材印制完毕发出]")),
    ],
)  # fmt: skip
def test_only_the_words_that_changed_are_marked(old: str, new: str, expected: tuple[str, str]) -> None:
    assert shown(old, new) == expected


TEXT = st.text(st.sampled_from("甲乙丙12.%a \n"), max_size=12)


@hypothesis_settings(max_examples=200, deadline=None)
@given(TEXT, TEXT)
def test_the_runs_joined_are_the_texts_and_what_is_not_marked_is_common(old: str, new: str) -> None:
    one, two = mark_changes(old, new)
    assert ("".join(r.text for r in one), "".join(r.text for r in two)) == (old, new)
    assert [r.text for r in one if not r.changed] == [r.text for r in two if not r.changed]

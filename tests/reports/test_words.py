from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgtool.reports.words import (
    change,
    chinese_number,
    counted,
    day_words,
    moment_words,
    share,
    span_words,
    width,
)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "—"), (0, 7, "0%"), (7, 7, "100%"), (1, 2, "50%"), (1, 3, "33.3%"), (2, 3, "66.7%"),
        (19, 25, "76%"), (688, 697, "98.7%"), (1999, 2000, "99.9%"),
        (9999, 10000, "99.9%"), (1, 10000, "0.1%"),
    ],
)  # fmt: skip
def test_a_share_is_never_rounded_up_to_all_or_down_to_nothing(part: int, whole: int, words: str) -> None:
    assert share(part, whole) == words


@given(st.integers(1, 10_000), st.integers(0, 10_000))
def test_a_share_is_within_a_tenth_of_a_percent(whole: int, part: int) -> None:
    part = min(part, whole)
    assert abs(float(share(part, whole).rstrip("%")) - 100 * part / whole) <= 0.1


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [(3, None, ""), (3, 3, "，与上周持平"), (5, 3, "，较上周增加2条"), (1, 3, "，较上周减少2条")],
)
def test_a_change_is_told_only_where_there_was_a_last_week(now: int, before: int | None, words: str) -> None:
    assert change(now, before, "条") == words


def test_headings_are_counted_in_chinese() -> None:
    assert [chinese_number(n) for n in (1, 9, 10, 11, 20, 21, 99)] == [
        "一", "九", "十", "十一", "二十", "二十一", "九十九",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="100"):
        chinese_number(100)


def test_days_carry_their_year_only_where_it_is_another() -> None:
    day = date(2020, 6, 8)
    assert day_words(day) == "2020年6月8日"
    assert day_words(day, date(2020, 1, 1)) == "6月8日"
    assert day_words(day, date(2021, 1, 1)) == "2020年6月8日"
    assert span_words(day, date(2020, 6, 12)) == "2020年6月8日至6月12日"
    assert span_words(date(2020, 12, 28), date(2021, 1, 1)) == "2020年12月28日至2021年1月1日"
    assert span_words(day, day) == "2020年6月8日"


def test_moments_name_the_minutes_only_when_there_are_some() -> None:
    assert moment_words(datetime(2020, 6, 12, 12, 0), date(2020, 6, 8)) == "6月12日12时"
    assert moment_words(datetime(2020, 6, 12, 9, 5), date(2020, 6, 8)) == "6月12日9时5分"


def test_width_counts_figures_as_half_a_character() -> None:
    assert width("2020年6月12日") == 6.5
    assert width("整改办（A）") == 5.5
    assert counted([("人事处", 3), ("规划处", 2)]) == "人事处3条、规划处2条"

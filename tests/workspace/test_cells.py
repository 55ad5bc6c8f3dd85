"""What a clerk's cell means, as Excel and WPS hand it over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zgtool.workspace import cells

DAY = date(2020, 6, 12)


@pytest.mark.parametrize(
    "cell",
    [DAY, datetime(2020, 6, 12), datetime(2020, 6, 12, 9), 43994, 43994.0, 43994.5, "2020-06-12",
     "2020/6/12", "2020.6.12", "2020年6月12日", "２０２０年６月１２日 ",
     "2020 年 6 月 12 日", "20200612", 20200612, "2020年6月12"],
)  # fmt: skip
def test_a_day_is_understood(cell: object) -> None:
    assert cells.day_of(cell) == DAY  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [None, "", "6月12日", "2020年6月", "2020-13-01", "2020-02-30", "1820-06-12", "2020-06-12以前",
     6.12, 12, True,
     time(12), timedelta(days=1), "本月底"],
)  # fmt: skip
def test_what_is_no_whole_day_is_not_guessed(cell: object) -> None:
    assert cells.day_of(cell) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [time(12), time(12, 0, 0, 400), 0.5, timedelta(hours=12), datetime(1899, 12, 31, 12),
     "12:00", "12：00", "１２：００",
     "12点", "12时", "12:00:00", "12点整", "中午12点", "中午12:00", "正午", "中午", "12点00分",
     " 12:00 ", "12:00 PM",
     "下午12点"],
)  # fmt: skip
def test_noon_is_understood(cell: object) -> None:
    assert cells.time_of(cell) == time(12)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("下午2点半", time(14, 30)), ("9:05", time(9, 5)), ("23:59:59", time(23, 59, 59)),
     ("上午10时40分", time(10, 40)),
     ("晚上8点", time(20)), ("0:00", time(0)), ("2:30 pm", time(14, 30))],
)  # fmt: skip
def test_other_times_of_day(text: str, expected: time) -> None:
    assert cells.time_of(text) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "24:00",
        "12",
        "12:60",
        12,
        12.0,
        720,
        -0.5,
        1.0,
        True,
        None,
        DAY,
        datetime(2020, 6, 12, 12),
        "周五",
        timedelta(days=2),
    ],
)
def test_what_is_no_time_of_day_is_not_guessed(cell: object) -> None:
    assert cells.time_of(cell) is None  # type: ignore[arg-type]


def test_a_span_of_days() -> None:
    assert cells.days_of("2020年10月1日至8日") == tuple(date(2020, 10, d) for d in range(1, 9))
    assert cells.days_of("2020年12月31日至1月2日")[-1] == date(2021, 1, 2)
    assert cells.days_of("2020-06-25～2020-06-27")[-1] == date(2020, 6, 27)
    assert cells.days_of("2020/6/25—2020/6/25") == (date(2020, 6, 25),)
    for wrong in (
        "10月1日至8日",
        "2020年10月8日至1日",
        "2020年10月1日至2021年10月1日",
        "至",
        "2020年10月1日至",
    ):
        assert cells.days_of(wrong) == ()


def test_a_moment_needs_both_day_and_time() -> None:
    noon = time(12)
    assert cells.moment_of("2020-06-24") is None
    assert cells.moment_of("2020-06-24", noon=noon) == datetime(2020, 6, 24, 12)
    assert cells.moment_of(datetime(2020, 6, 24), noon=noon) == datetime(2020, 6, 24, 12)
    assert cells.moment_of(44006.5) == datetime(2020, 6, 24, 12)
    assert cells.moment_of("12月31日 12:00", near=date(2021, 1, 4)) == datetime(2020, 12, 31, 12)
    assert cells.moment_of("2月29日 12:00", near=date(2021, 3, 1)) == datetime(2020, 2, 29, 12)
    assert cells.moment_of("12月31日 12:00") is None
    assert cells.moment_of("2020-06-24 25:00") is None


def test_whole_numbers_and_yes_and_no() -> None:
    assert [cells.whole_number(c) for c in (465, 465.0, "４６５", " 465 ", "0465")] == [465] * 5
    assert [cells.whole_number(c) for c in (True, 4.5, "-1", "4e2", "", None, "1234567890")] == [None] * 7
    assert [cells.yes_or_no(c) for c in ("是", "√", True, "TRUE", 1)] == [True] * 5
    assert [cells.yes_or_no(c) for c in ("否", "×", False, "不允许", 0)] == [False] * 5
    assert cells.yes_or_no("也许") is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_written_out_is_the_same_day(day: date) -> None:
    for text in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", cells.text_of(day)):
        assert cells.day_of(text) == day


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(lambda d: d.replace(microsecond=0)))
def test_a_moment_written_out_is_the_same_moment(moment: datetime) -> None:
    text = f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}"
    assert cells.moment_of(text) == moment


@example(float("nan"))
@example(float("inf"))
@given(
    st.text()
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.none()
    | st.timedeltas()
    | st.times()
    | st.datetimes()
)
def test_no_cell_is_too_strange(cell: object) -> None:
    for read in (
        cells.day_of,
        cells.days_of,
        cells.time_of,
        cells.moment_of,
        cells.yes_or_no,
        cells.whole_number,
    ):
        read(cell)  # type: ignore[operator]
    cells.words_of(cells.text_of(cell))  # type: ignore[arg-type]

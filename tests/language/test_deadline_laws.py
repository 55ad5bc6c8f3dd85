"""Laws of deadlines: what changes nothing, what parses back, and that nothing breaks the reader."""

from __future__ import annotations

import csv
import re
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgtool.language.deadline import Kind, Stage, format_stage, frozen_text, parse_deadline
from zgtool.language.deadline_fold import fold_deadline
from zgtool.language.deadline_terms import add_months, month_end
from zgtool.language.deadline_words import TOKEN, UNGUARDED

OWN = Path(__file__).parent / "data" / "deadline_cases.csv"
with OWN.open(encoding="utf-8", newline="") as _file:
    CASES = [(row["expression"], date.fromisoformat(row["base_date"])) for row in csv.DictReader(_file)]
DATED = [(text, base) for text, base in CASES if parse_deadline(text, base).latest_day]
PLAIN_KINDS = (Kind.DAY, Kind.XUN, Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.YEAR)

days = st.dates(date(2010, 1, 1), date(2045, 12, 31))
bases = st.dates(date(2015, 1, 1), date(2035, 12, 31))
cases = st.sampled_from(CASES)
WORDS = (
    "年月日旬季度前后底末初中上下本周每第一二三十廿〇０1230-—至到、，；。（）() 内起个天"
    "工作立行改长期持续已完成延期原国庆节春五七q./:半Jun同无"
)
soup = st.text(alphabet=WORDS, max_size=24)


def meaning(text: str, base: date) -> tuple[object, ...]:
    d = parse_deadline(text, base)
    return d.kind, d.latest_day, d.fine_enough, d.mark


@st.composite
def stages(draw: st.DrawFn) -> Stage:
    """A stage whose last day closes a period of its unit."""
    unit = draw(st.sampled_from(PLAIN_KINDS))
    day = draw(days)
    mark = ""
    if unit is Kind.XUN:
        last = 10 if day.day <= 10 else 20 if day.day <= 20 else month_end(day.year, day.month)
        day = day.replace(day=last)
    elif unit is Kind.MONTH:
        mark = draw(st.sampled_from(("", "月末", "月初", "月中")))
        last = {"月初": 10, "月中": 20}.get(mark, month_end(day.year, day.month))
        day = day.replace(day=last)
    elif unit is not Kind.DAY:
        span = {Kind.QUARTER: 3, Kind.HALF: 6, Kind.YEAR: 12}[unit]
        month = -(-day.month // span) * span
        day = date(day.year, month, month_end(day.year, month))
    return Stage("", unit, day, unit in (Kind.DAY, Kind.XUN), mark)


@given(stages(), bases)
def test_every_formatted_deadline_parses_back_to_itself(stage: Stage, base: date) -> None:
    got = parse_deadline(format_stage(stage), base)
    assert (got.kind, got.latest_day, got.fine_enough, got.mark) == (
        stage.unit,
        stage.latest_day,
        stage.fine_enough,
        stage.mark,
    )


@given(
    st.sampled_from([("天", 1), ("日", 1), ("个工作日", 0), ("周", 7), ("个月", 30), ("年", 365)]),
    st.integers(1, 14),
    days,
    bases,
)
def test_formatted_durations_parse_back_to_themselves(
    unit: tuple[str, int], count: int, start: date, base: date
) -> None:
    first = parse_deadline(f"{count}{unit[0]}内", start)
    again = parse_deadline(frozen_text(first), base)
    assert (again.kind, again.latest_day, again.fine_enough) == (
        first.kind,
        first.latest_day,
        first.fine_enough,
    )
    assert first.kind is Kind.RELATIVE
    if unit[1] in (1, 7):
        assert first.latest_day == start + timedelta(days=count * unit[1])


@pytest.mark.parametrize("other", [date(2015, 1, 1), date(2021, 7, 20), date(2030, 12, 31)])
def test_a_frozen_deadline_means_the_same_on_any_later_day(other: date) -> None:
    for text, base in DATED:
        before = parse_deadline(text, base)
        after = parse_deadline(frozen_text(before), other)
        got, wanted = (
            (d.kind, d.latest_day, d.fine_enough, d.mark) if d.stages else () for d in (after, before)
        )
        assert got == wanted, (text, frozen_text(before))


@given(cases, st.sampled_from(["。", " ", "　", "\n", "\u200b", "。 "]))
def test_full_stops_and_blanks_at_the_end_change_nothing(case: tuple[str, date], end: str) -> None:
    text, base = case
    if text.strip() and not text.isascii():
        assert meaning(text + end, base) == meaning(text, base)


@given(
    st.sampled_from([c for c in DATED if parse_deadline(*c).kind in PLAIN_KINDS]),
    st.sampled_from(["前", "完成", "前完成"]),
)
def test_before_and_done_change_nothing(case: tuple[str, date], end: str) -> None:
    text, base = case
    if text[-1] in "年月日号旬底末度季" and "延" not in text and "已" not in text:
        assert meaning(text + end, base) == meaning(text, base)


@given(cases)
def test_width_changes_nothing(case: tuple[str, date]) -> None:
    text, base = case
    if not text.isascii():
        wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)
        assert meaning(wide, base) == meaning(text, base)


@given(days, bases, st.sampled_from(["日前", "日", "号前完成"]))
def test_numerals_and_figures_say_the_same(day: date, base: date, end: str) -> None:
    figures = f"{day.year}年{day.month}月{day.day}{end}"
    words = f"{in_digits(day.year)}年{in_words(day.month)}月{in_words(day.day)}{end}"
    assert meaning(words, base) == meaning(figures, base)
    assert parse_deadline(words, base).latest_day == day


def in_digits(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(c)] for c in str(number))


def in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else "〇一二三"[tens] + "十"
    return head + ("一二三四五六七八九"[ones - 1] if ones else "")


@given(cases, st.data())
def test_blanks_between_words_change_nothing(case: tuple[str, date], data: st.DataObject) -> None:
    text, base = case
    gaps = [n for n in range(1, len(text)) if not (is_latin(text[n - 1]) and is_latin(text[n]))]
    if gaps:
        at = data.draw(st.sampled_from(gaps))
        assert meaning(f"{text[:at]} {text[at:]}", base) == meaning(text, base)


def is_latin(char: str) -> bool:
    return fold_deadline(char).isascii()


@given(days, bases)
def test_ways_of_writing_one_day_agree(day: date, base: date) -> None:
    ways = (
        f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}", f"{day.year}/{day.month}/{day.day}",
        f"{day.day}-{day:%b}-{day.year}", f"{day:%B} {day.day}, {day.year}",
    )  # fmt: skip
    assert {parse_deadline(way, base).latest_day for way in ways} == {day}
    assert all(parse_deadline(way, base).fine_enough for way in ways)


@given(days, bases)
def test_a_day_without_a_year_is_near_the_base_date(day: date, base: date) -> None:
    got = parse_deadline(f"{day.month}月{day.day}日", base).latest_day
    if got is None:
        assert (day.month, day.day) == (2, 29)
    else:
        assert (got.month, got.day) == (day.month, day.day)
        assert base - timedelta(days=90) <= got <= base + timedelta(days=366)


@given(days, st.integers(0, 120))
def test_months_are_added_inside_the_calendar(day: date, count: int) -> None:
    got = add_months(day, count)
    assert (got.year * 12 + got.month) - (day.year * 12 + day.month) == count
    assert got.day == min(day.day, month_end(got.year, got.month))


@given(soup, bases)
@settings(max_examples=400)
def test_no_text_breaks_the_reader(text: str, base: date) -> None:
    got = parse_deadline(text, base)
    assert got.text == text
    assert got.reason
    assert got.latest_day is not None or not got.fine_enough
    assert got.kind is not Kind.UNPARSEABLE or got.latest_day is None
    assert got == parse_deadline(text, base)


@given(st.text(max_size=40), bases)
def test_any_characters_at_all_are_read(text: str, base: date) -> None:
    assert parse_deadline(text, base).text == text


_UNGUARDED = re.compile(UNGUARDED)


@given(soup)
def test_the_guard_on_first_characters_loses_no_token(text: str) -> None:
    folded = fold_deadline(text)
    guarded, plain = (
        [((m.lastgroup or "").rstrip("_"), m.span()) for m in pattern.finditer(folded)]
        for pattern in (TOKEN, _UNGUARDED)
    )
    assert guarded == plain


@given(st.text(alphabet="完成整改落实到位单位部门责任人制度方案台账问题", max_size=20), bases)
def test_words_without_time_have_no_day(text: str, base: date) -> None:
    assert parse_deadline(text, base).latest_day is None


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1-",
        "1、",
        "6月",
        "6月-",
        "上",
        "上、",
        "第1-",
        "每",
        "(",
        " ",
        "一",
        "2020年",
        "1.",
        "十",
        "个",
        "前",
        "-至",
    ],
)
def test_long_cells_take_no_longer_than_their_length(unit: str) -> None:
    begin = time.perf_counter()
    parse_deadline(unit * (590 // len(unit)) + "底", date(2020, 6, 5))
    parse_deadline(unit * 200_000, date(2020, 6, 5))
    assert time.perf_counter() - begin < 1

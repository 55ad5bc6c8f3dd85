"""Deadlines by case tables, and what comes with the day: reasons, marks, events, frozen words."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from zgtool.language.calendar import Calendar
from zgtool.language.deadline import (
    Deadline,
    Kind,
    deadline_of_number,
    frozen_text,
    parse_deadline,
)
from zgtool.language.deadline_fold import chinese_to_arabic, fold_deadline
from zgtool.language.deadline_read import read, read_quickly
from zgtool.language.deadline_words import TOKEN, UNGUARDED

BASE = date(2020, 6, 5)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "deadlines.csv"
OWN = Path(__file__).parent / "data" / "deadline_cases.csv"
KINDS = {kind.value for kind in Kind}


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OWN_ROWS, SHARED_ROWS = rows(OWN), rows(SHARED)
ALL_TEXTS = sorted({row["expression"] for row in OWN_ROWS + SHARED_ROWS})


def summary(deadline: Deadline) -> tuple[str, str, str]:
    day = deadline.latest_day.isoformat() if deadline.latest_day else ""
    return deadline.kind.value, day, str(int(deadline.fine_enough))


def check(row: dict[str, str]) -> None:
    got = parse_deadline(row["expression"], date.fromisoformat(row["base_date"]))
    assert summary(got) == (row["kind"], row["latest_day"], row["fine_enough"]), got.reason
    for mark in ("月末", "月初", "月中"):
        if f"[{mark}]" in row["note"] and len(got.stages) == 1:
            assert got.mark == mark


@pytest.mark.parametrize("row", OWN_ROWS, ids=lambda row: f"{row['expression']}@{row['base_date']}")
def test_own_case(row: dict[str, str]) -> None:
    check(row)


@pytest.mark.skipif(not SHARED_ROWS, reason="没有 ../shared/data/deadlines.csv，不跑共享案例")
@pytest.mark.parametrize("row", SHARED_ROWS, ids=lambda row: f"{row['expression']}@{row['base_date']}")
def test_shared_case(row: dict[str, str]) -> None:
    check(row)


def test_the_case_table_is_normal() -> None:
    assert len(OWN_ROWS) > 800
    assert len({(row["expression"], row["base_date"]) for row in OWN_ROWS}) == len(OWN_ROWS)
    shared = {(row["expression"], row["base_date"]) for row in SHARED_ROWS}
    for row in OWN_ROWS:
        assert list(row) == ["expression", "base_date", "kind", "latest_day", "fine_enough", "note"]
        assert None not in row.values()
        assert row["kind"] in KINDS
        assert row["fine_enough"] in ("0", "1")
        assert row["latest_day"] or row["fine_enough"] == "0", row
        assert (row["expression"], row["base_date"]) not in shared
    assert {row["kind"] for row in OWN_ROWS} == KINDS


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_the_quick_way_says_what_the_grammar_says(text: str) -> None:
    folded = fold_deadline(text)
    try:
        quick = read_quickly(folded, BASE)
    except Exception as fault:  # no such day: the grammar must find the same fault
        with pytest.raises(type(fault), match=str(fault)[:6]):
            read(folded, BASE, {}, Calendar())
        return
    if quick is not None:
        (part,) = read(folded, BASE, {}, Calendar()).parts
        assert part._replace(words_at=-1) == quick


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_the_guard_on_first_characters_loses_no_token(text: str) -> None:
    def tokens(pattern: object) -> list[tuple[str, tuple[int, int]]]:
        found = pattern.finditer(fold_deadline(text))  # type: ignore[attr-defined]
        return [((m.lastgroup or "").rstrip("_"), m.span()) for m in found]

    assert tokens(TOKEN) == tokens(re.compile(UNGUARDED))


def test_the_reason_shows_the_day_understood() -> None:
    assert parse_deadline("6月中旬前", BASE).reason == "按6月20日计"
    assert parse_deadline("明年3月10日", BASE).reason == "按2021年3月10日计"
    assert "请写明旬或日，如“6月下旬”" in parse_deadline("6月底前", BASE).reason
    assert "没有细化到旬" in parse_deadline("三季度", BASE).reason
    assert "6月没有31日" in parse_deadline("6月31日", BASE).reason
    assert "丢了末尾的0" in parse_deadline("6.3", BASE).reason
    assert "哪个是月" in parse_deadline("3/6/2020", BASE).reason
    assert "确认" in parse_deadline("同上", BASE).reason
    assert "办理状态" in parse_deadline("已完成", BASE).reason


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_no_day_means_a_question_and_a_day_is_shown(text: str) -> None:
    deadline = parse_deadline(text, BASE)
    assert deadline.text == text
    if deadline.latest_day is None:
        assert deadline.asks
        assert not deadline.fine_enough
        assert "请" in deadline.reason or "确认" in deadline.reason or "没有设置" in deadline.reason
    else:
        assert f"{deadline.latest_day.month}月{deadline.latest_day.day}日计" in deadline.reason


def test_month_ends_pass_only_when_the_setting_says_so() -> None:
    assert not parse_deadline("6月底前", BASE).fine_enough
    assert parse_deadline("6月底前", BASE, month_end_is_fine=True).fine_enough
    assert parse_deadline("6月底前自查，7月10日前整改", BASE, month_end_is_fine=True).fine_enough
    for text in ("6月初", "6月中", "6月", "二季度末", "年底", "上半年"):
        assert not parse_deadline(text, BASE, month_end_is_fine=True).fine_enough, text


def test_days_counted_from_events_resolve_when_the_event_has_a_date() -> None:
    events = {
        "反馈": date(2020, 5, 20),
        "印发": date(2020, 5, 25),
        "会议": date(2020, 6, 8),
        "批复": date(2020, 6, 1),
    }
    for text, day, fine in (
        ("自反馈之日起2个月内", date(2020, 7, 20), False),
        ("收到反馈意见后60日内", date(2020, 7, 19), True),
        ("方案印发之日起30日内", date(2020, 6, 24), True),
        ("会后一周内", date(2020, 6, 15), True),
        ("会议结束后5个工作日内", date(2020, 6, 15), True),
        ("上级批复后1个月内", date(2020, 7, 1), False),
        ("会前", date(2020, 6, 7), False),
    ):
        got = parse_deadline(text, BASE, events)
        assert (got.kind, got.latest_day, got.fine_enough) == (Kind.RELATIVE, day, fine), text
        assert parse_deadline(text, BASE).latest_day is None, text
    assert parse_deadline("验收后10日内", BASE, events).latest_day is None


def test_the_end_of_the_concentrated_term_is_an_event() -> None:
    events = {"集中整改期满": date(2020, 7, 20)}
    for text in ("集中整改期内", "整改期满前", "集中整改期（2个月）内"):
        got = parse_deadline(text, BASE, events)
        assert (got.kind, got.latest_day, got.fine_enough) == (Kind.RELATIVE, date(2020, 7, 20), False), text
    assert parse_deadline("集中整改期满后10日内", BASE, events).latest_day == date(2020, 7, 30)


def test_one_stage_without_a_date_leaves_the_whole_open() -> None:
    got = parse_deadline("方案印发后10日内制定，6月30日前完成", BASE)
    assert (got.kind, got.latest_day, got.asks) == (Kind.STAGED, None, True)
    dated = parse_deadline("方案印发后10日内制定，6月30日前完成", BASE, {"印发": date(2020, 6, 1)})
    assert dated.latest_day == date(2020, 6, 30)


def test_the_earlier_reading_is_kept_for_the_reminder() -> None:
    assert parse_deadline("9月前", BASE).remind_day == date(2020, 8, 31)
    assert parse_deadline("6月中旬前", BASE).remind_day == date(2020, 6, 10)
    assert parse_deadline("本周内", BASE).remind_day == date(2020, 6, 5)
    for text in ("9月底前", "年底前", "季度末前", "9月", "9月20日前", "6月至9月前"):
        assert parse_deadline(text, BASE).remind_day is None, text


def test_an_extended_deadline_keeps_the_old_day_and_asks_for_the_approval() -> None:
    got = parse_deadline("6月30日前（延期至7月31日前）", BASE)
    assert (got.latest_day, got.original, got.asks) == (date(2020, 7, 31), date(2020, 6, 30), True)
    assert "批准" in got.reason
    assert parse_deadline("7月31日前（原6月30日）", BASE).original == date(2020, 6, 30)
    assert parse_deadline("6月30日前，延期10天", BASE).latest_day == date(2020, 7, 10)
    assert parse_deadline("6月30日前", BASE).original is None


def test_stages_are_told_apart() -> None:
    got = parse_deadline("6月20日前完成自查，年底前完成整改", BASE)
    assert [(s.latest_day, s.fine_enough) for s in got.stages] == [
        (date(2020, 6, 20), True),
        (date(2020, 12, 31), False),
    ]
    assert [s.text for s in got.stages] == ["6月20日前", "年底前"]


def test_what_is_odd_about_a_clear_day_is_said() -> None:
    assert "不是星期五" in parse_deadline("2020年6月30日（星期五）", BASE).reason
    assert parse_deadline("2020年6月30日（星期二）", BASE).reason == "按6月30日计"
    assert "办理状态" in parse_deadline("2020年6月30日（已完成）", BASE).reason
    assert "放假安排未录入" in parse_deadline("5个工作日内", date(2035, 6, 5)).reason


def test_workdays_follow_the_office_calendar() -> None:
    calendar = Calendar({date(2020, 6, 8): False})
    assert parse_deadline("1个工作日内", BASE).latest_day == date(2020, 6, 8)
    assert parse_deadline("1个工作日内", BASE, calendar=calendar).latest_day == date(2020, 6, 9)


@pytest.mark.parametrize(
    ("value", "kind", "day"),
    [
        (6.3, Kind.UNPARSEABLE, None),
        (6.15, Kind.UNPARSEABLE, None),
        (2020.1, Kind.UNPARSEABLE, None),
        (7, Kind.UNPARSEABLE, None),
        (30.0, Kind.UNPARSEABLE, None),
        (0, Kind.UNPARSEABLE, None),
        (-3, Kind.UNPARSEABLE, None),
        (float("nan"), Kind.UNPARSEABLE, None),
        (float("inf"), Kind.UNPARSEABLE, None),
        (1e20, Kind.UNPARSEABLE, None),
        (44012, Kind.DAY, date(2020, 6, 30)),
        (44012.75, Kind.DAY, date(2020, 6, 30)),
        (39999, Kind.UNPARSEABLE, None),
        (60001, Kind.UNPARSEABLE, None),
        (2020, Kind.YEAR, date(2020, 12, 31)),
        (20200630, Kind.DAY, date(2020, 6, 30)),
    ],
)
def test_a_number_cell_is_asked_unless_it_is_certain(value: float, kind: Kind, day: date | None) -> None:
    got = deadline_of_number(value, BASE)
    assert (got.kind, got.latest_day) == (kind, day)


@pytest.mark.parametrize(
    ("text", "frozen"),
    [
        ("本月底", "2020年6月底前"),
        ("下月上旬前完成", "2020年7月上旬完成"),
        ("本周五", "2020年6月5日前"),
        ("本周内", "2020年6月7日前"),
        ("10日内", "2020年6月5日起10日内"),
        ("一个月内完成", "2020年6月5日起1个月内完成"),
        ("本季度末", "2020年第二季度"),
        ("国庆节前", "2020年9月30日前"),
        ("本月底完成自查，年底前完成整改", "2020年6月底前完成自查,2020年底前完成整改"),
        ("长期坚持", "长期坚持"),
        ("6月31日", "6月31日"),
    ],
)
def test_sliding_words_are_frozen_at_registration(text: str, frozen: str) -> None:
    assert frozen_text(parse_deadline(text, BASE)) == frozen


def test_only_words_that_slide_are_called_sliding() -> None:
    for text in ("本月底", "下月上旬", "本周五", "10日内", "年底前", "月底", "今年底"):
        assert parse_deadline(text, BASE).sliding, text
    for text in ("6月30日", "2020年6月底", "7月中旬", "国庆节前", "2020年底", "长期"):
        assert not parse_deadline(text, BASE).sliding, text


@pytest.mark.parametrize(
    ("run", "figures"),
    [
        ("二〇二〇", "2020"),
        ("十", "10"),
        ("十五", "15"),
        ("三十一", "31"),
        ("廿", "20"),
        ("卅一", "31"),
        ("一百二十", "120"),
    ],
)
def test_numerals(run: str, figures: str) -> None:
    assert chinese_to_arabic(run) == figures


def test_words_with_numerals_in_them_stay_words() -> None:
    for text in ("统一", "七一前", "一是", "周五前", "星期三", "十一前", "五一、十一前"):
        assert fold_deadline(text) == text

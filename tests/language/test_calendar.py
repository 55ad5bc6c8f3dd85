"""Workdays and the close of the report week (rules of the Friday that is a day off)."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from zgtool.language.calendar import Calendar, ReportPolicy, published_years, report_close

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "friday_holidays.csv"
NATIONAL_DAY_FRIDAY = date(2020, 10, 2)


def friday_rows() -> list[dict[str, str]]:
    if not SHARED.exists():
        return []
    with SHARED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.skipif(not SHARED.exists(), reason="没有 ../shared/data/friday_holidays.csv，不核对历年的星期五")
def test_every_friday_off_of_2019_to_2026_agrees_with_the_table() -> None:
    rows = friday_rows()
    assert len(rows) == 35
    for row in rows:
        friday = date.fromisoformat(row["friday_off"])
        assert report_close(friday) == day_or_none(row["last_workday_before_in_same_week"]), row
        assert report_close(friday, ReportPolicy.FIRST_AFTER) == date.fromisoformat(
            row["first_workday_after"]
        )
        assert Calendar().last_workday_on_or_before(friday) == date.fromisoformat(row["last_workday_before"])


@pytest.mark.skipif(not SHARED.exists(), reason="没有 ../shared/data/friday_holidays.csv，不核对历年的星期五")
def test_all_other_fridays_close_on_themselves() -> None:
    off = {date.fromisoformat(row["friday_off"]) for row in friday_rows()}
    friday = date(2019, 1, 4)
    while friday.year <= 2026:
        assert (report_close(friday) == friday) == (friday not in off), friday
        friday += timedelta(weeks=1)


@pytest.mark.parametrize(
    ("policy", "close"),
    [
        (ReportPolicy.ADVANCE, date(2020, 9, 30)),
        (ReportPolicy.FIRST_AFTER, date(2020, 10, 9)),
        (ReportPolicy.SECOND_AFTER, date(2020, 10, 10)),  # a Saturday at work can be the postponed day
        (ReportPolicy.SKIP, None),
        (ReportPolicy.AS_USUAL, NATIONAL_DAY_FRIDAY),
    ],
)
def test_each_policy_around_national_day_2020(policy: ReportPolicy, close: date | None) -> None:
    assert report_close(NATIONAL_DAY_FRIDAY, policy) == close


@pytest.mark.parametrize("policy", list(ReportPolicy))
def test_a_worked_friday_closes_on_itself_under_every_policy(policy: ReportPolicy) -> None:
    assert report_close(date(2020, 6, 5), policy) == date(2020, 6, 5)


def test_what_the_office_typed_for_a_week_wins() -> None:
    typed = {NATIONAL_DAY_FRIDAY: date(2020, 9, 29), date(2020, 6, 5): None}
    assert report_close(NATIONAL_DAY_FRIDAY, override=typed) == date(2020, 9, 29)
    assert report_close(date(2020, 6, 5), override=typed) is None
    assert report_close(date(2020, 6, 12), override=typed) == date(2020, 6, 12)


def test_only_fridays_close_a_week() -> None:
    with pytest.raises(ValueError, match="不是星期五"):
        report_close(date(2020, 6, 4))


def test_the_policies_are_the_words_of_the_settings() -> None:
    assert ReportPolicy("顺延第二个工作日") is ReportPolicy.SECOND_AFTER


def test_make_up_days_are_worked_and_holidays_are_not() -> None:
    calendar = Calendar()
    assert calendar.is_workday(date(2020, 6, 28))  # Sunday, for 端午
    assert not calendar.is_workday(date(2020, 6, 26))
    assert not calendar.is_workday(date(2020, 6, 27))


def test_the_office_overrides_single_days() -> None:
    new_year_eve = date(2024, 2, 9)  # formally a workday, in fact off
    assert report_close(new_year_eve) == new_year_eve
    assert report_close(new_year_eve, calendar=Calendar({new_year_eve: False})) == date(2024, 2, 8)


def test_workdays_are_counted_from_the_next_day() -> None:
    calendar = Calendar()
    assert calendar.add_workdays(date(2020, 6, 5), 0) == date(2020, 6, 5)
    assert calendar.add_workdays(date(2020, 6, 5), 5) == date(2020, 6, 12)
    assert calendar.add_workdays(date(2020, 9, 30), 2) == date(2020, 10, 10)
    assert calendar.next_workday(date(2020, 6, 24)) == date(2020, 6, 28)
    with pytest.raises(ValueError, match="负数"):
        calendar.add_workdays(date(2020, 6, 5), -1)


def test_a_year_not_entered_is_said_and_counts_monday_to_friday() -> None:
    missing = max(published_years()) + 1
    calendar = Calendar()
    assert calendar.gap_note([date(missing, 6, 1)]) == f"{missing}年放假安排未录入，暂按周一至周五为工作日"
    assert calendar.gap_note([date(2020, 6, 1), date(2026, 6, 1)]) == ""
    monday = date(missing, 6, 1) - timedelta(days=date(missing, 6, 1).weekday())
    assert [calendar.is_workday(monday + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2
    assert Calendar(complete_years=frozenset({missing})).gap_note([date(missing, 6, 1)]) == ""


def test_calendars_are_values() -> None:
    assert Calendar() == Calendar()
    assert hash(Calendar()) == hash(Calendar())
    assert Calendar({date(2020, 6, 5): False}) != Calendar()

"""Weeks, pace and forecast, worked out by hand beside each other."""

from __future__ import annotations

from datetime import date

from tests.tables import UNITS, ledger_from_md
from zgtool.model.settings import Settings
from zgtool.ops.trend import WeekRecord, closing_times, finish_day, forecast, missing_share, pace_of

SETTINGS, TODAY = Settings(units=UNITS, plan_day=date(2020, 5, 25)), date(2020, 6, 12)


def week(number: int, closed: int, measures: int = 20, **fates: str) -> WeekRecord:
    return WeekRecord(f"2020-W{number:02}", {"measures": measures, "closed": closed}, fates)


def test_the_pace_is_taken_over_the_last_four_weeks() -> None:
    history = [week(20 + n, closed) for n, closed in enumerate((0, 5, 5, 8, 9, 13))]
    pace = pace_of(history)
    assert pace is not None
    assert (pace.closed, pace.weeks, pace.per_week) == (8, 4, 2.0)
    assert (pace.first, pace.last) == ("2020-W21", "2020-W25")


def test_a_week_that_was_not_filed_still_counts_as_time() -> None:
    pace = pace_of([week(20, 2), week(24, 6)])
    assert pace is not None
    assert (pace.weeks, pace.per_week) == (4, 1.0)


def test_one_week_has_no_pace_and_a_standstill_never_finishes() -> None:
    assert pace_of([week(20, 2)]) is None
    still = pace_of([week(20, 2), week(21, 2)])
    assert still is not None
    assert finish_day(18, still, TODAY) is None


def test_the_end_is_reckoned_in_whole_days_rounded_up() -> None:
    pace = pace_of([week(20, 2), week(22, 5)])
    assert pace is not None
    assert finish_day(10, pace, TODAY) == date(2020, 7, 29)  # 10 ÷ (3 ÷ 2) = 6⅔ weeks = 46⅔ days


LEDGER = ledger_from_md("""
| 措施编号 | 整改措施 | 整改时限 | 状态 | 挂号日期 | 销号时间 |
| 1-1 | 甲 | 6月上旬 | 整改中 | 2020-05-25 | |
| 1-2 | 乙 | 6月20日 | 整改中 | 2020-05-25 | |
| 1-3 | 丙 | 6月15日 | 整改中 | 2020-05-25 | |
| 1-4 | 丁 | 6月30日 | 挂号 | 2020-05-25 | |
| 1-5 | 戊 | 6月30日 | 申请销号 | 2020-05-25 | |
| 1-6 | 己 | 6月30日 | 已销号 | 2020-05-25 | 2020-06-04 |
| 1-7 | 庚 | 6月30日 | 已销号 | 2020-05-25 | 2020-06-08 |
| 1-8 | 辛 | 6月30日 | 已销号 | 2020-06-10 | 2020-06-08 |
""")


def test_what_will_miss_its_ten_days_is_what_the_pace_does_not_reach() -> None:
    pace = pace_of([week(23, 0), week(24, 1)])
    assert pace is not None
    lines = forecast(LEDGER, pace, SETTINGS, TODAY)
    assert [(ln.ten_days.label, ln.due, ln.so_far, ln.can, ln.short) for ln in lines] == [
        ("2020年6月中旬", (1, 2), 3, 1, 2),  # one overdue and two due; 8 days = 1.1 weeks → 1
        ("2020年6月下旬", (3,), 4, 2, 2),  # 18 days = 2.6 weeks → 2
    ]


def test_closing_takes_the_mean_of_whole_records_and_counts_the_others() -> None:
    closing = closing_times(LEDGER)
    assert (closing.days, closing.places, closing.total_days) == (12.0, (5, 6), 24)
    assert closing.without == (7,)
    assert closing_times(ledger_from_md("| 措施编号 | 整改措施 |\n| 1-1 | 甲 |")).days is None


def test_reporting_over_the_weeks_counts_only_weeks_in_which_a_report_was_owed() -> None:
    history = [week(23, 0, 人事处="按时报送"), week(24, 0, 人事处="未报", 财务处="退回"), week(25, 0)]
    assert missing_share(history) == {"人事处": (2, 1, 1), "财务处": (1, 0, 0)}

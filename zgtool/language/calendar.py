"""Workdays of China, and when the weekly report closes.

The days off and the make-up workdays come from the package `chinesecalendar`; the office's own
file may override any day, because the real notice always wins. Pure: no clock, no files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

FRIDAY = 4
ONE_DAY = timedelta(days=1)
NO_DAYS: Mapping[date, bool] = MappingProxyType({})
NO_WEEKS: Mapping[date, date | None] = MappingProxyType({})


class ReportPolicy(Enum):
    """When a week's report closes if its Friday is a day off; the values are the words of 配置.xlsx."""

    ADVANCE = "提前"
    FIRST_AFTER = "顺延第一个工作日"
    SECOND_AFTER = "顺延第二个工作日"
    SKIP = "本周免报"
    AS_USUAL = "照常"


@lru_cache(maxsize=1)
def published_years() -> frozenset[int]:
    """The years whose days off the installed calendar package knows in full."""
    from chinese_calendar import holidays, workdays  # late: half a thousand dates are not needed to start

    return frozenset(day.year for table in (holidays, workdays) for day in table)


@lru_cache(maxsize=1)
def _days_off_and_made_up() -> tuple[frozenset[date], frozenset[date]]:
    from chinese_calendar import holidays, workdays

    return frozenset(holidays), frozenset(workdays)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked.

    `override` is the office's own word on single days (True: at work), `complete_years` the years
    it has entered in full, so that nothing needs to be said about them.
    """

    override: Mapping[date, bool] = field(default_factory=lambda: NO_DAYS, hash=False)
    complete_years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`: the override, then the published days, then Monday to Friday."""
        if day in self.override:
            return self.override[day]
        days_off, made_up = _days_off_and_made_up()
        return day in made_up or (day.weekday() <= FRIDAY and day not in days_off)

    def knows(self, year: int) -> bool:
        """Whether the days off of `year` have been entered."""
        return year in self.complete_years or year in published_years()

    def gap_note(self, days: Iterable[date]) -> str:
        """What to tell the office when days fall in years not entered yet; empty when all are known."""
        missing = sorted({d.year for d in days if not self.knows(d.year)})
        if not missing:
            return ""
        return "、".join(f"{year}年" for year in missing) + "放假安排未录入，暂按周一至周五为工作日"

    def next_workday(self, day: date) -> date:
        """The first workday after `day`."""
        return self.add_workdays(day, 1)

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th workday after `day`, which itself is not counted; `day` when count is 0."""
        if count < 0:
            raise ValueError("工作日数不能是负数")
        while count:
            day += ONE_DAY
            count -= self.is_workday(day)
        return day

    def last_workday_on_or_before(self, day: date) -> date:
        """`day` when it is worked, else the nearest workday before it (reminders go out then)."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day


PUBLISHED = Calendar()


def report_close(
    friday: date,
    policy: ReportPolicy = ReportPolicy.ADVANCE,
    calendar: Calendar = PUBLISHED,
    override: Mapping[date, date | None] = NO_WEEKS,
) -> date | None:
    """The day whose 12:00 closes the report week of `friday`; None: no report, the next covers both.

    `override` is what the office typed for single weeks, by their Friday, and wins over everything
    (None: 免报). A worked Friday closes on itself. 提前 stays inside the week, Monday to Thursday;
    a weekend at work creates no report of its own but can be the postponed day.
    """
    if friday.weekday() != FRIDAY:
        raise ValueError(f"{friday.isoformat()}不是星期五")
    if friday in override:
        return override[friday]
    if policy is ReportPolicy.AS_USUAL or calendar.is_workday(friday):
        return friday
    if policy is ReportPolicy.FIRST_AFTER:
        return calendar.add_workdays(friday, 1)
    if policy is ReportPolicy.SECOND_AFTER:
        return calendar.add_workdays(friday, 2)
    if policy is ReportPolicy.SKIP:
        return None
    earlier = calendar.last_workday_on_or_before(friday)
    return earlier if earlier >= friday - timedelta(days=FRIDAY) else None

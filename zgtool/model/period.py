"""报告周 and 旬: the two periods the work is counted in."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache


@lru_cache(maxsize=8192)
def day_of(text: str) -> date | None:
    """The day of a date as cells hold it ("2020-06-30"); None when there is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, order=True)
class ReportWeek:
    """An ISO week, Monday to Sunday; its ledgers are due on Friday 12:00."""

    year: int
    week: int

    @classmethod
    def of(cls, day: date) -> ReportWeek:
        """The report week a day falls in."""
        year, week, _ = day.isocalendar()
        return cls(year, week)

    @classmethod
    def parse(cls, text: str) -> ReportWeek:
        """Read "2020-W24", "2020W24" or "2020年第24周"; ValueError when it is none of them."""
        found = re.fullmatch(r"\s*(\d{4})\s*(?:-?[Ww]|年第)\s*(\d{1,2})\s*周?\s*", text)
        if not found:
            raise ValueError(f"“{text}”不是报告周，应写成 2020-W24 或 2020年第24周")
        year, week = int(found[1]), int(found[2])
        try:
            date.fromisocalendar(year, week, 1)
        except ValueError:
            raise ValueError(f"“{text}”不是报告周：{year}年没有第{week}周") from None
        return cls(year, week)

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def friday(self) -> date:
        return date.fromisocalendar(self.year, self.week, 5)

    @property
    def sunday(self) -> date:
        return date.fromisocalendar(self.year, self.week, 7)

    def shift(self, weeks: int) -> ReportWeek:
        """The week so many weeks later (or earlier)."""
        return ReportWeek.of(self.monday + timedelta(weeks=weeks))

    @property
    def label(self) -> str:
        """As folders and papers name it: 2020年第24周."""
        return f"{self.year}年第{self.week}周"

    def __str__(self) -> str:
        return f"{self.year}-W{self.week:02d}"


@dataclass(frozen=True, slots=True, order=True)
class TenDay:
    """旬: part 1 上旬 to the 10th, 2 中旬 to the 20th, 3 下旬 to the last day of the month."""

    year: int
    month: int
    part: int

    @classmethod
    def of(cls, day: date) -> TenDay:
        """The 旬 a day falls in."""
        return cls(day.year, day.month, min((day.day - 1) // 10 + 1, 3))

    @property
    def last_day(self) -> date:
        ends = (10, 20, calendar.monthrange(self.year, self.month)[1])
        return date(self.year, self.month, ends[self.part - 1])

    @property
    def label(self) -> str:
        return f"{self.year}年{self.month}月{'上中下'[self.part - 1]}旬"


def chinese_date(day: date) -> str:
    """2020年6月30日: full year, no leading zero (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(moment: datetime) -> str:
    """6月12日15:20: day and time of a close or an arrival, without the year."""
    return f"{moment.month}月{moment.day}日{moment:%H:%M}"

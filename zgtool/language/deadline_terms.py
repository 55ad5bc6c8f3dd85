"""What a deadline is, as values: its kind, its stages, and the questions it leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

MONTH_END, MONTH_START, MONTH_MIDDLE = "月末", "月初", "月中"


class Kind(str, Enum):
    """What sort of deadline the words make; for dated ones, the smallest unit they name."""

    DAY = "day"
    XUN = "xun"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    IMMEDIATE = "immediate"
    LONGTERM = "longterm"
    STAGED = "staged"
    RELATIVE = "relative"
    UNPARSEABLE = "unparseable"


UNIT_WORDS = {
    Kind.DAY: "日", Kind.XUN: "旬", Kind.MONTH: "月",
    Kind.QUARTER: "季度", Kind.HALF: "半年", Kind.YEAR: "年",
}  # fmt: skip


class Period(NamedTuple):
    """A stretch of the calendar some words name, as the reading of one cell finds it.

    `fine`: 旬 or finer is named; `dated`: the words themselves give the year; `amount`: a duration's
    own words, counted from `first`; `remind`: an earlier day the words can also mean.
    """

    unit: Kind
    first: date
    last: date
    fine: bool
    mark: str = ""
    dated: bool = False
    sliding: bool = False
    amount: str = ""
    remind: date | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One dated part of a deadline: its words, the unit they name, and its last day.

    `span` is the place of the words in the folded text; `amount` a duration's words and
    `counted_from` the day it runs from.
    """

    text: str
    unit: Kind
    latest_day: date
    fine_enough: bool
    mark: str = ""
    span: tuple[int, int] = (0, 0)
    amount: str = ""
    counted_from: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as understood, and why (完成时限至少细化到旬).

    `latest_day` is None when no day can be fixed, never a guess. `fine_enough`: every dated stage
    names a 旬 or something finer. `mark`: 月末, 月初 or 月中 for the colloquial month words.
    `remind_day`: an earlier day the words can also mean. `original`: the old day of an extended
    deadline. `sliding`: the words move with the date they are read on and must be frozen at 挂号.
    `asks`: the unit has something to answer before the day can be relied on.
    """

    text: str
    kind: Kind
    latest_day: date | None
    fine_enough: bool
    reason: str
    stages: tuple[Stage, ...] = ()
    mark: str = ""
    remind_day: date | None = None
    original: date | None = None
    sliding: bool = False
    asks: bool = False


class Unclear(Exception):
    """The words cannot be read with certainty; the message is what to ask the unit."""


_MONTH_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_end(year: int, month: int) -> int:
    """The number of days of a month."""
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _MONTH_DAYS[month]


def add_months(day: date, count: int) -> date:
    """The same day `count` months on, clipped to the month's last day (1月31日 + 1个月 = 2月28日)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1)))


def say_day(day: date, base: date | None = None) -> str:
    """The day as an office says it: 6月20日, with the year when it is not the base date's."""
    if base is not None and day.year == base.year:
        return f"{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def xun_of(day: date) -> str:
    """上, 中 or 下: the 旬 a day lies in."""
    return "上" if day.day <= 10 else "中" if day.day <= 20 else "下"

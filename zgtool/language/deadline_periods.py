"""From matched words to a stretch of the calendar.

A year left out is the base date's, unless the day then lies more than 90 days before it: then the
next one. A day recently passed stays where it is: it is overdue, not next year's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from zgtool.language.calendar import Calendar
from zgtool.language.deadline_festivals import festival_day
from zgtool.language.deadline_terms import (
    MONTH_END,
    MONTH_MIDDLE,
    MONTH_START,
    Kind,
    Period,
    Unclear,
    add_months,
    month_end,
)
from zgtool.language.deadline_words import CALENDAR, DATE

PAST_DAYS = 90  # a day without a year further back than this means the next year
STAGE_DAYS = 200  # a later stage this far before the one named earlier belongs to the next year
FIRST_YEAR, LAST_YEAR = 1990, 2099
XUN_DAYS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
PART_DAYS = {
    "末": (21, 31, MONTH_END),
    "底": (21, 31, MONTH_END),
    "初": (1, 10, MONTH_START),
    "中": (11, 20, MONTH_MIDDLE),
}
YEAR_STEPS = {
    "今": 0,
    "本": 0,
    "当": 0,
    "同": 0,
    "明": 1,
    "来": 1,
    "次": 1,
    "翌": 1,
    "下": 1,
    "后": 2,
    "去": -1,
    "上": -1,
}
PLAN_YEARS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
NO_SUCH_DAY = "日历上没有这一天，请写明正确的日期"


@dataclass(slots=True)
class Near:
    """What a part of the cell may leave out because it was said before, and the date it is read on."""

    base: date
    year: int | None = None
    last: date | None = None
    month: date | None = None  # a day of the month said last, for 20日 and 下旬 that go on from it

    def year_of(self, month: int, day: int) -> int:
        """The year of a month and day written without one."""
        if self.year is not None:
            earlier = _clipped(self.year, month, day)
            far = self.last is not None and (self.last - earlier).days > STAGE_DAYS
            return self.year + far
        year = self.base.year
        return year + ((self.base - _clipped(year, month, day)).days > PAST_DAYS)


def _clipped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, month_end(year, month)))


def _checked_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unclear(f"年份写成了{year}年，请核对")
    return year


def _stretch(near: Near, year: int | None, start: tuple[int, int], end: tuple[int, int]) -> tuple[date, date]:
    """First and last day of a stretch inside one year; a day 31 stands for the month's last."""
    (m1, d1), (m2, d2) = start, end
    if not 1 <= m2 <= 12:
        raise Unclear(f"没有{m2}月，{NO_SUCH_DAY}")
    year = _checked_year(near.year_of(m2, d2) if year is None else year)
    return date(year, m1, d1), _clipped(year, m2, d2)


def one_day(near: Near, year: int | None, month: int, day: int, *, sliding: bool = False) -> Period:
    """The period of a single day; Unclear when the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise Unclear(f"没有{month}月{day}日，{NO_SUCH_DAY}")
    real = near.year_of(month, day) if year is None else year
    return _exact_day(real, month, day, year is not None, sliding)


@lru_cache(maxsize=8192)
def _exact_day(year: int, month: int, day: int, dated: bool, sliding: bool) -> Period:
    if day > month_end(_checked_year(year), month):
        raise Unclear(f"{year}年{month}月没有{day}日，{NO_SUCH_DAY}")
    exact = date(year, month, day)
    return Period(Kind.DAY, exact, exact, True, "", dated, sliding)


def part_of_month(
    near: Near, year: int | None, month: int, part: str, *, xun: bool = False, sliding: bool = False
) -> Period:
    """A month, its 旬 (`xun`; 中下 ends with 下), or its 底/末/初/中, which are no 旬."""
    dated = year is not None
    if not 1 <= month <= 12:
        raise Unclear(f"没有{month}月，{NO_SUCH_DAY}")
    if xun:
        named = [XUN_DAYS[c] for c in part if c in XUN_DAYS]
        days = _stretch(near, year, (month, min(named)[0]), (month, max(named)[1]))
        return Period(Kind.XUN, *days, True, dated=dated, sliding=sliding)
    if "半" in part:  # 上半月 ends on the 15th; half a month is no 旬
        first, last, mark = (1, 15, "") if part[0] == "上" else (16, 31, "")
    else:
        first, last, mark = PART_DAYS[part.removeprefix("月")[0]] if part else (1, 31, "")
    days = _stretch(near, year, (month, first), (month, last))
    return Period(Kind.MONTH, *days, False, mark, dated=dated, sliding=sliding)


def months_on(word: str) -> int:
    """How many months, weeks or quarters on a word like 本, 下, 下下, 上个 points."""
    if word.startswith("下下"):
        return 2
    return {"下": 1, "次": 1, "上": -1}.get(word[:1], 0)


def date_period(text: str, start: int, near: Near) -> Period:
    """The period of 2020年6月30日, 6月下旬 or 6月底 (group `date`)."""
    match = DATE.match(text, start)
    assert match is not None
    year, month, day, xun, part = match.groups()
    real = _checked_year(int(year)) if year else None
    if day:
        return one_day(near, real, int(month), int(day))
    return part_of_month(near, real, int(month), xun or part, xun=xun is not None)


def calendar_period(text: str, start: int, near: Near) -> Period:
    """The period of words with 年, 月, 旬, 季度, 半年 (group `calendar`)."""
    match = CALENDAR.match(text, start)
    assert match is not None
    year, word = match.group("year", "year_word")
    sliding = word is not None
    real = _year(near, year, word)
    month, month_word = match.group("month", "month_word")
    if month or month_word:
        return _month(match, near, real, sliding)
    bare_part, bare_xun, quarter_part = match.group("bare_part", "bare_xun", "quarter_part")
    if bare_part:
        part = "" if "内" in bare_part else bare_part
        return part_of_month(near, near.base.year, near.base.month, part, sliding=True)
    if bare_xun:
        return _bare_xun(near, bare_xun)
    half, year_end, plan, vague = match.group("half", "year_end", "plan", "year_vague")
    if half:
        last = 6 if half in "上前" else 12
        days = _stretch(near, real, (last - 5, 1), (last, 31))
        return Period(Kind.HALF, *days, False, dated=real is not None, sliding=sliding)
    if plan:
        return _whole_year(_checked_year(PLAN_YEARS[plan]), sliding=False)
    if vague:
        raise Unclear(f"“{match[0]}”说不准是哪一天，请写明到旬或到日")
    if year_end or (real is not None and not _names_quarter(match)):
        return _whole_year(near.base.year if real is None else real, sliding=sliding or real is None)
    return _quarter(match, near, real, sliding, quarter_part)


def _year(near: Near, year: str | None, word: str | None) -> int | None:
    if year:
        if len(year) == 4:
            return _checked_year(int(year))
        real = 2000 + int(year)
        if abs(real - near.base.year) > 15:
            raise Unclear(f"“{year}年”说不准是哪一年，请写四位年份")
        return real
    if word:
        anchor = near.year if near.year is not None and word[0] in "次翌当同" else near.base.year
        return anchor + YEAR_STEPS[word[0]]
    return None


def _whole_year(year: int, *, sliding: bool) -> Period:
    return Period(Kind.YEAR, date(year, 1, 1), date(year, 12, 31), False, dated=True, sliding=sliding)


def _month(match: re.Match[str], near: Near, year: int | None, sliding: bool) -> Period:
    """Month, and the day, 旬 or 底/初/中 behind it."""
    month, word, from_month, day, from_day, xun, part = match.group(
        "month", "month_word", "from_month", "day", "from_day", "xun", "month_part"
    )
    if word:
        moved = add_months(near.base.replace(day=1), months_on(word))
        year, number, sliding = moved.year, moved.month, True
    else:
        number = int(month)
        if from_month and year is not None and int(from_month) > number and "、" not in match[0]:
            year += 1  # 2020年11-2月
    if day:
        if from_day and int(from_day) > int(day):
            raise Unclear(f"“{match[0]}”的起止颠倒，请写明月份")
        return one_day(near, year, number, int(day), sliding=sliding)
    if xun:
        return part_of_month(near, year, number, xun, xun=True, sliding=sliding)
    return part_of_month(near, year, number, part or "", sliding=sliding)


def _bare_xun(near: Near, word: str) -> Period:
    """旬 without a month: the month said before, else the base date's."""
    if word[-1] in XUN_DAYS:
        at = near.month or near.base
        return part_of_month(near, at.year, at.month, word, xun=True, sliding=near.month is None)
    index = min((near.base.day - 1) // 10, 2) + months_on(word)
    moved = add_months(near.base.replace(day=1), index // 3)
    return part_of_month(near, moved.year, moved.month, "上中下"[index % 3], xun=True, sliding=True)


def _names_quarter(match: re.Match[str]) -> bool:
    return any(match.group("quarter", "quarters", "q", "qq", "quarter_word", "quarter_part"))


def _quarter(match: re.Match[str], near: Near, year: int | None, sliding: bool, part: str | None) -> Period:
    digits, upto, q, qq, word = match.group("quarter", "quarters", "q", "qq", "quarter_word")
    if part in ("初", "中"):
        raise Unclear(f"“{match[0]}”说不准是哪一天，请写明到旬或到日")
    if digits or upto or q or qq:
        number = int((digits or upto or q or qq)[-1])
    else:
        moved = add_months(near.base.replace(day=1), 3 * months_on(word or ""))
        year, number, sliding = moved.year, (moved.month + 2) // 3, True
    first = 1 if upto else number * 3 - 2
    days = _stretch(near, year, (first, 1), (number * 3, 31))
    return Period(Kind.QUARTER, *days, False, dated=year is not None, sliding=sliding)


def festival_period(near: Near, name: str, year: int | None, *, before: bool) -> Period:
    """The day before a festival (国庆节前: the holiday itself is excluded), or the festival's own day."""
    shift = timedelta(days=1 if before else 0)
    real = near.base.year if near.year is None else near.year
    day = festival_day(name, real if year is None else year)
    if day and year is None and near.year is None and (near.base - day + shift).days > PAST_DAYS:
        day = festival_day(name, real + 1)
    if day is None:
        raise Unclear(f"{name}在哪一天没有录入，请写明日期")
    day -= shift
    return Period(Kind.DAY, day, day, True, dated=year is not None)


def counted(start: date, count: int, unit: str, calendar: Calendar) -> tuple[date, Kind]:
    """The last day of a duration counted from the day after `start`, and the unit it names.

    Days, weeks and workdays are 旬 or finer; a month, even half a one, is not.
    """
    if count > 3660 or (count > 14 and "年" in unit):
        raise Unclear(f"期限“{count}{unit}”过长或说不清，请写明日期")
    if "工作日" in unit:
        return calendar.add_workdays(start, count), Kind.DAY
    if "小时" in unit:
        return start + timedelta(days=-(-count // 24)), Kind.DAY
    if "季度" in unit:
        return add_months(start, 3 * count), Kind.QUARTER
    if "年" in unit:
        return add_months(start, 12 * count + (6 if "半" in unit else 0)), Kind.YEAR
    if "月" in unit:
        return add_months(start, count) + timedelta(days=15 if "半" in unit else 0), Kind.MONTH
    if "旬" in unit:
        return start + timedelta(days=10 * count), Kind.XUN
    weeks = "周" in unit or "星期" in unit or "礼拜" in unit
    return start + (timedelta(weeks=count) if weeks else timedelta(days=count)), Kind.DAY

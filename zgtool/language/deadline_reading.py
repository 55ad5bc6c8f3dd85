"""What the reading of a cell collects: dated parts, and what stands around each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from zgtool.language.calendar import Calendar
from zgtool.language.deadline_periods import Near
from zgtool.language.deadline_terms import Kind, Period, Unclear, month_end, say_day
from zgtool.language.deadline_words import DUE_BEFORE, NOT_BEFORE, TAIL

AFTER = frozenset(("后", "以后", "之后", "过后", "起", "日起", "之日起", "之起", "开始", "启动"))
BEFORE = frozenset(("前", "之前", "以前"))
BLANKS = {Kind.YEAR: frozenset("月日旬季"), Kind.MONTH: frozenset("日")}  # what a blank form leaves behind
WEEKDAYS = "一二三四五六日"
ABOUT = frozenset(("左右", "前后", "上下", "以上", "以外"))


class Part(NamedTuple):
    """A dated part: what it is for (due, start, final, original, done) and where it stands."""

    period: Period
    role: str
    start: int
    end: int
    alone: bool = False  # the bracket holds nothing else
    before: bool = False
    words_at: int = -1  # where the words of the end itself begin, in a range


@dataclass(slots=True)
class Reading:
    """What the cell says, before anything is concluded from it."""

    text: str
    near: Near
    events: Mapping[str, date]
    calendar: Calendar
    parts: list[Part] = field(default_factory=list)
    words: set[str] = field(default_factory=set)  # groups of qualifying words met: long, immediate, every…
    notes: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()  # durations whose event has no date
    workday_years: tuple[date, ...] = ()
    stop: int = 0  # where the clause begins
    role: str = "due"
    connect_at: int = -1
    either_at: int = -1
    done_at: int = -1
    open_at: int = -1  # where a bracket opened directly behind a part has its content
    depth: int = 0
    swallow: bool = False
    event: str = ""
    unread: tuple[tuple[int, int], ...] = ()
    festival: str = ""  # 国庆 of 国庆、中秋节前, and where it stands
    festival_at: int = -1


def add_part(reading: Reading, period: Period, start: int, end: int, *, phrase: int = -1) -> int:
    """Adds a dated part with what stands around it; returns where reading goes on.

    `phrase` is where a duration's words begin when it is counted from an event (自反馈之日起…).
    """
    text, near = reading.text, reading.near
    tail = TAIL.match(text, end)
    assert tail is not None
    weekday, post = tail.group("weekday", "post")
    behind = tail.end()
    gap = text[max(reading.stop, reading.parts[-1].end if reading.parts else 0) : start]
    _refuse_uncertain(period, gap, post, text[start:behind], text[behind : behind + 1])
    if (
        weekday
        and period.unit is Kind.DAY
        and WEEKDAYS.index(weekday.replace("天", "日")) != period.last.weekday()
    ):
        reading.notes += (f"{say_day(period.last)}不是星期{weekday}，请核对",)
    role = role_of(reading, gap, post, start)
    if "every" in reading.words and all(p.role == "example" for p in reading.parts):
        due = post in BEFORE or period.mark or text.startswith(("完成", "办结", "整改"), behind)
        role = role if due else "example"  # 每半年一次，6月和12月: when it recurs, not when it ends
    words_at = start if phrase < 0 else phrase
    whole = words_at
    before = post in BEFORE
    if reading.connect_at == start:
        period = _range(reading, period)
        whole = reading.parts.pop().start
    elif reading.either_at == start and reading.parts[-1].period.last != period.last:
        raise Unclear("写了两个可选的日子，请写明以哪一个为准")
    alone = reading.open_at == start and text[behind : behind + 1] == ")"
    reading.parts.append(Part(period, role, whole, behind, alone, before, words_at))
    if (period.dated and not period.sliding) or near.year is not None:
        near.year = period.last.year
    if period.unit is not Kind.YEAR:
        near.last = period.last
    if period.unit in (Kind.DAY, Kind.XUN, Kind.MONTH):
        near.month = period.last
    return behind


def _refuse_uncertain(period: Period, gap: str, post: str | None, words: str, following: str) -> None:
    """Asks about a date that the words around it leave open: 不早于…, …左右, 2020年 月 日."""
    if gap and NOT_BEFORE.search(gap):
        raise Unclear(f"“{gap[-4:]}{words}”没有写最晚到哪一天，请写明完成日期")
    if post in ABOUT:
        raise Unclear(f"“{words}”是个大概的日子，请写明到哪一天")
    if following in BLANKS.get(period.unit, ()):
        raise Unclear(f"“{words}{following}”没有写全，请补上日期")


def role_of(reading: Reading, gap: str, post: str | None, start: int) -> str:
    if post is not None and (
        post in AFTER or post[-2:] in ("会议", "通知", "文件", "批示", "讲话", "要求", "精神")
    ):
        return "start"
    if (
        0 <= reading.done_at <= start
        and post is None
        and not DUE_BEFORE.search(reading.text, reading.done_at, start)
    ):
        return "done"  # 已于5月20日完成: a day of completion
    return reading.role


def _range(reading: Reading, end: Period) -> Period:
    """The end of a range counts; an end without a year follows its start."""
    begin = reading.parts[-1].period
    if end.last < begin.first:
        if not end.dated:
            year = end.last.year + 1
            day = end.last.day
            if day == month_end(end.last.year, end.last.month):
                day = month_end(year, end.last.month)
            end = end._replace(last=date(year, end.last.month, day))
        elif begin.dated:
            raise Unclear("起止日期颠倒，请核对")
    return Period(end.unit, min(begin.first, end.last), *end[2:])

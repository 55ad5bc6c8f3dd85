"""Reads a folded cell from left to right into dated parts and the words that qualify them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from zgtool.language.calendar import Calendar
from zgtool.language.deadline_festivals import festival_name
from zgtool.language.deadline_periods import (
    Near,
    calendar_period,
    counted,
    english_period,
    festival_period,
    figures_period,
    one_day,
    part_of_month,
    week_period,
)
from zgtool.language.deadline_terms import Kind, Period, Unclear, month_end, say_day
from zgtool.language.deadline_words import (
    COUNTS_DAYS,
    DUE_BEFORE,
    DURATION,
    EVENT_KEYS,
    EVENT_WORDS,
    NOT_BEFORE,
    NOW,
    QUICK,
    STARTS_EVENT,
    TAIL,
    TOKEN,
)

AFTER = frozenset(("后", "以后", "之后", "过后", "起", "日起", "之日起", "之起", "开始", "启动"))
BEFORE = frozenset(("前", "之前", "以前"))
BROKEN = frozenset("月日旬季")
ABOUT = frozenset(("左右", "前后", "上下", "以上", "以外"))
NEAR_DAYS = {"今天": 0, "今日": 0, "本日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
ENDS = ("", ",", ";", "。", "(", ")", "-", "、", "和", "及")


class Part(NamedTuple):
    """A dated part: what it is for (due, start, final, original, done) and where it stands."""

    period: Period
    role: str
    start: int
    end: int
    bracketed: bool = False
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
    festival: str = ""


def read_quickly(text: str, base: date) -> Part | None:
    """The one part of the commonest cells (2020年6月30日前完成。); None for all others."""
    match = QUICK.fullmatch(text)
    if match is None:
        return None
    _, year, month, day, xun, part, y, _, m, d, before = match.groups()
    near, real = Near(base), int(year) if year else None
    if y:
        period = one_day(near, int(y), int(m), int(d))
    elif day:
        period = one_day(near, real, int(month), int(day))
    else:
        period = part_of_month(near, real, int(month), xun or part or "", xun=xun is not None)
    return Part(
        period, "due", match.start(1), match.end(11) if before else match.end(1), before=before is not None
    )


def read(text: str, base: date, events: Mapping[str, date], calendar: Calendar) -> Reading:
    """The reading of a folded text; Unclear when some words have no certain meaning."""
    reading = Reading(text, Near(base), events, calendar)
    position = 0
    while match := TOKEN.search(text, position):
        group = (match.lastgroup or "").rstrip("_")
        handler = _PERIODS.get(group)
        position = match.end()
        if handler is None:
            _qualify(reading, group, match)
        elif not reading.swallow:
            position = handler(reading, match)
    return reading


def _qualify(reading: Reading, group: str, match: re.Match[str]) -> None:
    """Notes a word that is no date but says how the dates are meant."""
    start, end = match.span()
    if group in ("stop", "open", "close"):
        reading.swallow = False
        _bracket(reading, group, start, end)
    elif group == "connect":
        if reading.parts and reading.parts[-1].end == start:
            reading.connect_at = end
    elif group == "either":
        if reading.parts and reading.parts[-1].end == start:
            reading.either_at = end
    elif group == "every":
        reading.swallow = True
        reading.words.add("every")
    elif group == "vague":
        raise Unclear(f"“{match[0]}”说不准是哪一天，请写明日期")
    elif group == "lunar":
        raise Unclear("写的是农历，请换成公历日期")
    elif group == "done":
        reading.words.add("done")
        reading.done_at = end
    elif group == "extended":
        reading.words.add("extended")
        reading.role = "final"
    elif group == "original":
        reading.role = "original"
    elif group == "event":
        reading.event = reading.event or match[0]
    elif group != "harmless":
        reading.words.add(group)


def _bracket(reading: Reading, group: str, start: int, end: int) -> None:
    if group == "open":
        reading.depth += 1
        if reading.parts and reading.parts[-1].end == start:
            reading.open_at = end
    elif group == "close":
        reading.depth = max(0, reading.depth - 1)
        reading.open_at = -1
    if group == "open" or reading.text[start] in ";。":
        reading.stop = end
    if reading.role == "original":
        reading.role = "due"


def _add(reading: Reading, period: Period, start: int, end: int, *, phrase: int = -1) -> int:
    """Adds a dated part with what stands around it; returns where reading goes on.

    `phrase` is where a duration's words begin when it is counted from an event (自反馈之日起…).
    """
    text, near = reading.text, reading.near
    tail = TAIL.match(text, end)
    assert tail is not None
    weekday, post, post2 = tail.group("weekday", "post", "post2")
    behind = tail.end()
    gap = text[max(reading.stop, reading.parts[-1].end if reading.parts else 0) : start]
    if gap and NOT_BEFORE.search(gap):
        raise Unclear(f"“{gap[-4:]}{text[start:end]}”没有写最晚到哪一天，请写明完成日期")
    if post in ABOUT:
        raise Unclear(f"“{text[start:behind]}”是个大概的日子，请写明到哪一天")
    if (
        weekday
        and period.unit is Kind.DAY
        and "一二三四五六日".index(weekday.replace("天", "日")) != period.last.weekday()
    ):
        reading.notes += (f"{say_day(period.last)}不是星期{weekday}，请核对",)
    rest = text[behind : behind + 1]
    if (
        period.unit is Kind.YEAR and rest in BROKEN or period.unit is Kind.MONTH and rest == "日"
    ):  # a blank form
        raise Unclear(f"“{text[start : behind + 1]}”没有写全，请补上日期")
    role = _role(reading, gap, post, start)
    if "every" in reading.words and all(p.role == "example" for p in reading.parts):
        if post not in BEFORE and not period.mark and not text.startswith(("完成", "办结", "整改"), behind):
            role = "example"  # 每半年一次，6月和12月: when it recurs, not when it ends
    words_at = start if phrase < 0 else phrase
    whole = words_at
    before = post in BEFORE
    if reading.connect_at == start:
        period = _range(reading, period)
        whole = reading.parts.pop().start
    elif reading.either_at == start and reading.parts[-1].period.last != period.last:
        raise Unclear("写了两个可选的日子，请写明以哪一个为准")
    bracketed = reading.open_at >= 0
    alone = reading.open_at == start and text[behind : behind + 1] == ")"
    reading.parts.append(Part(period, role, whole, behind, bracketed, alone, before, words_at))
    if period.dated and not period.sliding or near.year is not None:
        near.year = period.last.year
    if period.unit is not Kind.YEAR:
        near.last = period.last
    if period.unit in (Kind.DAY, Kind.XUN, Kind.MONTH):
        near.month = period.last
    return behind


def _role(reading: Reading, gap: str, post: str | None, start: int) -> str:
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
    return end._replace(first=min(begin.first, end.last))


def _calendar(reading: Reading, match: re.Match[str]) -> int:
    return _add(reading, calendar_period(reading.text, match.start(), reading.near), *match.span())


def _figures(reading: Reading, match: re.Match[str]) -> int:
    """Figures directly behind 2020年 are its month and day."""
    start, end = match.span()
    whole = match[0] == reading.text
    if reading.parts and reading.parts[-1].end == start and reading.parts[-1].period.unit is Kind.YEAR:
        start = reading.parts.pop().start
    period = figures_period(reading.text, match.start(), reading.near, whole=whole)
    return _add(reading, period, start, end)


def _english(reading: Reading, match: re.Match[str]) -> int:
    return _add(reading, english_period(reading.text, match.start(), reading.near), *match.span())


def _week(reading: Reading, match: re.Match[str]) -> int:
    near = reading.near
    if reading.connect_at == match.start():  # 下周一至周五: the same week goes on
        near = Near(reading.parts[-1].period.last)
    return _add(reading, week_period(reading.text, match.start(), near), *match.span())


def _near_day(reading: Reading, match: re.Match[str]) -> int:
    day = reading.near.base + timedelta(days=NEAR_DAYS[match[0]])
    return _add(reading, Period(Kind.DAY, day, day, True, dated=True, sliding=True), *match.span())


def _festival(reading: Reading, match: re.Match[str]) -> int:
    """节前 excludes the festival; 节后, 期间 and a bare name fix no day."""
    text, (start, end) = reading.text, match.span()
    tail = TAIL.match(text, end)
    assert tail is not None
    post, post2 = tail.group("post", "post2")
    name, year = festival_name(match[0]), None
    if reading.parts and reading.parts[-1].period.unit is Kind.YEAR and reading.parts[-1].end == start:
        part = reading.parts.pop()
        year, start = part.period.last.year, part.start
    before = (
        post in BEFORE or post == "前夕" or (post in ("假期", "长假", "小长假", "放假") and post2 == "前")
    )
    if before or post in ("当天", "当日"):
        period = festival_period(reading.near, name, year, before=before)
        if (
            reading.festival
            and festival_period(reading.near, reading.festival, year, before=before) != period
        ):
            raise Unclear("写了两个节日，请写明以哪一天为准")
        behind = tail.end()
        reading.parts.append(Part(period, _role(reading, "", "前", start), start, behind))
        return behind
    following = text[end : end + 1]
    if post is not None or following in ENDS or TOKEN.match(text, end):
        if following and (other := TOKEN.match(text, end + (following in "、和及与"))):
            if other.lastgroup == "festival_":
                reading.festival = name
                return end
        raise Unclear(f"“{text[start : tail.end()]}”没有写清是哪一天，请写明日期")
    return end


def _number(reading: Reading, match: re.Match[str]) -> int:
    """A bare number continues a range (6.10-20, 2020-2022); elsewhere it stays unread."""
    start, end = match.span()
    value = match[0]
    if reading.connect_at == start and value.isdigit():
        before = reading.parts[-1].period
        if before.unit is Kind.DAY and len(value) <= 2 and int(value) >= before.last.day:
            return _add(
                reading, one_day(reading.near, before.last.year, before.last.month, int(value)), start, end
            )
    reading.unread += ((start, end),)
    return end


_PERIODS: dict[str, Callable[[Reading, re.Match[str]], int]] = {
    "calendar": _calendar,
    "figures": _figures,
    "english": _english,
    "week": _week,
    "near": _near_day,
    "festival": _festival,
    "bare_day": _bare_day,
    "number": _number,
    "duration": _duration,
}

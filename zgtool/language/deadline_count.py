"""Durations (10日内, 半年, 自反馈之日起2个月内) and bare days of the month (20日前)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from zgtool.language.deadline_periods import counted, one_day
from zgtool.language.deadline_reading import Reading, add_part
from zgtool.language.deadline_terms import Kind, Period, Unclear
from zgtool.language.deadline_words import (
    COUNTS_DAYS,
    DUE_BEFORE,
    DURATION,
    EVENT_KEYS,
    EVENT_WORDS,
    NOW,
    STARTS_EVENT,
    TAIL,
)


def read_duration(reading: Reading, match: re.Match[str]) -> int:
    """N日内, N个工作日内, 半年: counted from an event, from a day named before, or from the base date."""
    found = DURATION.match(reading.text, match.start())
    assert found is not None
    start, end = found.span()
    if reading.event and reading.text[start - 1] == "(":
        return end  # 集中整改期（2个月）内: how long the term is
    count, unit, half, within = found.group("count", "count_unit", "half_unit", "within")
    if reading.connect_at == start and (unit or "").startswith("日") and count:
        bare = match.start() + len(count) + 1
        at = reading.parts[-1].period.last
        return add_part(reading, one_day(reading.near, at.year, at.month, int(count)), start, bare)
    tail = TAIL.match(reading.text, end)
    assert tail is not None
    post = tail["post"]
    if post is not None and within is None:
        raise Unclear(f"“{reading.text[start : tail.end()]}”没有写清到哪一天为止，请写明日期")
    if within is None and not _stands_alone(reading, end):
        if reading.text[end : end + 1].isdigit():  # 1个月10天
            raise Unclear(f"“{reading.text[start:]}”的期限看不明白，请写明日期")
        return end
    amount, name = (int(count), unit) if count else ((6, "个月") if half == "年" else (0, "半个月"))
    return _count(reading, start, end, amount, name)


def _count(reading: Reading, start: int, end: int, amount: int, name: str) -> int:
    """Adds the duration of `amount` units, counted from where its words say."""
    source, phrase = _counted_from(reading, start)
    if source is None:
        reading.undated += (reading.event or reading.text[reading.stop : end],)
        return end
    last, kind = counted(source, amount, name, reading.calendar)
    if "工作日" in name:
        reading.workday_years += (source, last)
    words = f"{amount or ''}{name}内"
    period = Period(kind, source, last, kind in (Kind.DAY, Kind.XUN), dated=True, sliding=True, amount=words)
    return add_part(reading, period, start, end, phrase=phrase)


def _stands_alone(reading: Reading, end: int) -> bool:
    """Whether a duration without 内 is the cell's or the clause's own statement (30天; 三个月完成)."""
    rest = reading.text[end:]
    return rest[:1] in ("", ",", ";", "。", "(", ")") or rest.startswith(
        ("完成", "整改", "办结", "到位", "时间", "期限")
    )


def _counted_from(reading: Reading, start: int) -> tuple[date | None, int]:
    """The day a duration runs from and where those words begin; None: an event without a date."""
    last = reading.parts[-1] if reading.parts else None
    begin = max(reading.stop, last.end if last else 0)
    prefix = reading.text[begin:start].rstrip(",")
    begin += prefix.rfind(",") + 1
    prefix = reading.text[begin:start]
    if (last and last.role == "final") or (reading.role == "final" and last):
        return last.period.last, start  # 延期10天: from the old day on
    if NOW.search(prefix):
        return reading.near.base, begin
    if STARTS_EVENT.search(prefix) or EVENT_WORDS.search(prefix):
        return _event_date(reading, prefix), begin
    if reading.event and not reading.parts:
        return None, start  # 集中整改期内2个月: said of the term, not counted from the base date
    if last and last.end >= reading.stop and last.role == "start":
        if last.period.unit is not Kind.DAY:
            raise Unclear("从哪一天起算没有写明，请写明到日")
        return last.period.last, last.start
    return reading.near.base, start


def _event_date(reading: Reading, words: str) -> date | None:
    for key in sorted(reading.events, key=len, reverse=True):
        if key in words:
            return reading.events[key]
    for pattern, key in EVENT_KEYS:
        if pattern.search(words):
            reading.event = key
            return reading.events.get(key)
    reading.event = words.strip("自从待经于在") or words
    return None


def event_day(reading: Reading) -> date | None:
    """The day of an event that is itself the deadline (集中整改期内, 会前); None when not configured."""
    words = reading.event
    day = _event_date(reading, words)
    reading.event = words
    if day and "会" in words and "期" not in words:
        return day - timedelta(days=1)  # like 节前: the day of the meeting itself is too late
    return day


def read_bare_day(reading: Reading, match: re.Match[str]) -> int:
    """20日 after a month said before; alone only as 20日前, and never one already past."""
    near, day, (start, end) = reading.near, int(match[0][:-1]), match.span()
    text = reading.text
    at = near.month or near.base
    if near.month is None and COUNTS_DAYS.search(text[:start]):
        return _count(reading, start, end, day, "日")
    if near.month is None:
        if text[end : end + 1] not in ("前", "之", "以") and not DUE_BEFORE.search(text[:start]):
            raise Unclear(f"“{match[0]}”可能是{day}日这一天，也可能是{day}天，请写明年月日")
        if day < near.base.day:
            raise Unclear(f"“{match[0]}”没有写月份，请写明")
    elif reading.connect_at == start and day < near.month.day:
        raise Unclear("起止日期颠倒，请写明月份")
    return add_part(reading, one_day(near, at.year, at.month, day, sliding=near.month is None), start, end)

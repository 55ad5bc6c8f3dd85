"""Reads a folded cell from left to right into dated parts and the words that qualify them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from zgtool.language.calendar import Calendar
from zgtool.language.deadline_count import read_bare_day, read_duration
from zgtool.language.deadline_festivals import festival_name
from zgtool.language.deadline_forms import english_period, figures_period, week_period
from zgtool.language.deadline_periods import (
    Near,
    calendar_period,
    date_period,
    festival_period,
    one_day,
    part_of_month,
)
from zgtool.language.deadline_reading import BEFORE, Part, Reading, add_part, role_of
from zgtool.language.deadline_terms import Kind, Period, Unclear
from zgtool.language.deadline_words import QUICK, TAIL, TOKEN

NEAR_DAYS = {"今天": 0, "今日": 0, "本日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
ENDS = ("", ",", ";", "。", "(", ")", "-", "、", "和", "及")


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
        handler = _HANDLERS.get(match.lastgroup or "")
        position = match.end()
        if handler is None:
            _qualify(reading, (match.lastgroup or "").rstrip("_"), match)
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


def _date(reading: Reading, match: re.Match[str]) -> int:
    return add_part(reading, date_period(reading.text, match.start(), reading.near), *match.span())


def _calendar(reading: Reading, match: re.Match[str]) -> int:
    return add_part(reading, calendar_period(reading.text, match.start(), reading.near), *match.span())


def _figures(reading: Reading, match: re.Match[str]) -> int:
    """Figures directly behind 2020年 are its month and day."""
    start, end = match.span()
    whole = match[0] == reading.text
    if reading.parts and reading.parts[-1].end == start and reading.parts[-1].period.unit is Kind.YEAR:
        start = reading.parts.pop().start
    period = figures_period(reading.text, match.start(), reading.near, whole=whole)
    return add_part(reading, period, start, end)


def _english(reading: Reading, match: re.Match[str]) -> int:
    return add_part(reading, english_period(reading.text, match.start(), reading.near), *match.span())


def _week(reading: Reading, match: re.Match[str]) -> int:
    near = reading.near
    if reading.connect_at == match.start():  # 下周一至周五: the same week goes on
        near = Near(reading.parts[-1].period.last)
    return add_part(reading, week_period(reading.text, match.start(), near), *match.span())


def _near_day(reading: Reading, match: re.Match[str]) -> int:
    if reading.parts and reading.parts[-1].end == match.start():
        raise Unclear(f"“{match[0]}”前面的词说不清是哪一天，请写明日期")  # 明年今日
    day = reading.near.base + timedelta(days=NEAR_DAYS[match[0]])
    return add_part(reading, Period(Kind.DAY, day, day, True, dated=True, sliding=True), *match.span())


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
        start = reading.festival_at if reading.festival else start
        reading.festival = ""
        behind = tail.end()
        reading.parts.append(Part(period, role_of(reading, "", "前", start), start, behind))
        return behind
    following = text[end : end + 1]
    if post is not None or following in ENDS or TOKEN.match(text, end):
        other = TOKEN.match(text, end + (following in ("、", "和", "及", "与")))
        if other and other.lastgroup == "festival_":
            reading.festival, reading.festival_at = name, start
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
            return add_part(
                reading, one_day(reading.near, before.last.year, before.last.month, int(value)), start, end
            )
    reading.unread += ((start, end),)
    return end


_PERIODS: dict[str, Callable[[Reading, re.Match[str]], int]] = {
    "date": _date,
    "calendar": _calendar,
    "figures": _figures,
    "english": _english,
    "week": _week,
    "near": _near_day,
    "festival": _festival,
    "bare_day": read_bare_day,
    "number": _number,
    "duration": read_duration,
}
_HANDLERS = _PERIODS | {f"{name}_": handler for name, handler in _PERIODS.items()}

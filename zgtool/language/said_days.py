"""Days named in running text: 2020年6月11日, 6月11日, 20200611, 2020.6.11; one cell often holds several.

A day without a year is of the reference day's year, or of the year before when it would otherwise lie
more than half a year ahead (12月28日 read in January).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from zgtool.model.text import fold

_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[年.\-/](?P<month>\d{1,2})[月.\-/](?P<day>\d{1,2})(?!\d)[日号]?"
    r"|(?P<month2>0[1-9]|1[0-2])(?P<day2>0[1-9]|[12]\d|3[01])(?!\d))"
    r"|(?<![\d年])(?P<month3>\d{1,2})月(?P<day3>\d{1,2})[日号]"
)
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELLED = re.compile(
    r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_BARE = re.compile(r"(?<![\d.])(?P<month>1[0-2]|0?[1-9])[./\-](?P<day>3[01]|[12]\d|0?[1-9])(?![\d.%])")


class SaidDay(NamedTuple):
    """One day, with its words and their place in the folded text (`model.text.fold`)."""

    day: date
    words: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def days_in(text: str, reference: date, *, bare: bool = False) -> tuple[SaidDay, ...]:
    """The days that a text names, in order; `bare`: 6.11 and 6/11 count too (cells that hold a signature)."""
    folded = fold(text)
    if "〇" in folded or "○" in folded or "零" in folded:  # every year of this century spelled out has one
        folded = _SPELLED.sub(lambda m: _spelled(m[0]), folded)
    found = []
    for match in _DAY.finditer(folded):
        month = match["month"] or match["month2"] or match["month3"]
        day = match["day"] or match["day2"] or match["day3"]
        said = _day(match["year"], month, day, reference)
        if said:
            found.append(SaidDay(said, match[0], *match.span()))
    if bare and not found:
        for match in _BARE.finditer(folded):
            said = _day(None, match["month"], match["day"], reference)
            if said:
                found.append(SaidDay(said, match[0], *match.span()))
    return tuple(found)


def _day(year: str | None, month: str, day: str, reference: date) -> date | None:
    try:
        said = date(int(year or reference.year), int(month), int(day))
    except ValueError:
        return None
    if year is None and (said - reference).days > 183:
        return said.replace(year=said.year - 1) if (said.month, said.day) != (2, 29) else None
    return said


def _spelled(text: str) -> str:
    """二〇二〇年六月十一日 in figures, of the same meaning; only whole dates come here."""
    year, _, rest = text.partition("年")
    month, _, day = rest.rstrip("日").partition("月")
    return f"{year.translate(_CHINESE)}年{_under_hundred(month)}月{_under_hundred(day)}日"


def _under_hundred(word: str) -> int:
    tens, ten, ones = word.partition("十")
    figure = {c: place for place, c in enumerate("一二三四五六七八九", start=1)}
    if not ten:
        return figure.get(word, 0)
    return 10 * figure.get(tens, 1) + figure.get(ones, 0)

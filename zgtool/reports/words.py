"""Small pieces of Chinese that papers are written with: counts, shares, changes, lists, times."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from zgtool.model.period import chinese_date
from zgtool.model.settings import Waiver

_DIGITS = "零一二三四五六七八九"


def listed(names: Iterable[str]) -> str:
    """人事处、规划处."""
    return "、".join(names)


def share(part: int, whole: int) -> str:
    """part of whole as 32.7%: one decimal, none when it is 0; "—" when there is no whole.

    Never 100% before all is done and never 0% once something is.
    """
    if not whole:
        return "—"
    permille = (part * 2000 + whole) // (2 * whole)
    if 0 < part < whole:
        permille = min(max(permille, 1), 999)
    return f"{permille // 10}%" if permille % 10 == 0 else f"{permille // 10}.{permille % 10}%"


def change(now: int, before: int | None, unit: str = "", last: str = "上周") -> str:
    """“，较上周增加3条”; “，与上周持平”; "" when there is no last week (or month: `last`)."""
    if before is None:
        return ""
    if now == before:
        return f"，与{last}持平"
    return f"，较{last}{'增加' if now > before else '减少'}{abs(now - before)}{unit}"


def chinese_number(number: int) -> str:
    """一, 十, 十一, 二十, 九十九: for headings. ValueError outside 1–99."""
    if not 0 < number < 100:
        raise ValueError(f"标题序号 {number} 超出 1—99")
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def day_words(day: date, beside: date | None = None) -> str:
    """6月12日; with the year when it is not the year of `beside`."""
    year = "" if beside and beside.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def hour_words(moment: datetime) -> str:
    """12时, 9时30分."""
    return f"{moment.hour}时" + (f"{moment.minute}分" if moment.minute else "")


def moment_words(moment: datetime, beside: date | None = None) -> str:
    """6月12日12时."""
    return day_words(moment.date(), beside) + hour_words(moment)


def span_words(first: date, last: date) -> str:
    """2020年6月8日至6月12日; one day stands alone."""
    if first == last:
        return day_words(first)
    return f"{day_words(first)}至{day_words(last, first)}"


def width(text: str) -> float:
    """How many 字 a text takes: 1 for a full-width character, ½ for digits and Latin letters."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def counted(pairs: Sequence[tuple[str, int]], unit: str = "条") -> str:
    """“人事处3条、规划处2条”."""
    return listed(f"{name}{count}{unit}" for name, count in pairs)


def numbered(lines: Sequence[str]) -> tuple[str, ...]:
    """1. 2. 3. before the lines; one line stands without a number."""
    if len(lines) < 2:
        return tuple(lines)
    return tuple(f"{number}. {line}" for number, line in enumerate(lines, 1))


def waiver_sentence(waiver: Waiver) -> str:
    """Which rule is waived for whom, who agreed to it when, why and until when."""
    whom = waiver.unit or "各单位"
    item = f"措施{waiver.number}" if waiver.number else ""
    agreed = f"{waiver.by or '未写明何人'}{chinese_date(waiver.on) if waiver.on else ''}同意"
    until = f"，至{chinese_date(waiver.until)}" if waiver.until else "，没有写期限"
    return f"{waiver.code} {whom}{item}（{agreed}{until}；{waiver.why or '没有写原因'}）"

"""What a cell that a clerk filled in means: days, times of day, moments, yes and no, whole numbers.

Excel hands `12:00` over as a time, a duration or 0.5, and dates as serial numbers when the
cell's format was lost. Every function returns None for what it does not understand; nothing
is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from zgtool.model.text import clean, fold
from zgtool.reading.raw import Cell

_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73051
"""Serial numbers that Excel gives 2000-01-01 and 2100-01-01."""

_YEAR_FIRST = r"(?:(\d{4})\s*[-/.年]\s*)"
_MONTH_DAY = r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_DATE = re.compile(rf"{_YEAR_FIRST}{_MONTH_DAY}")
_MOMENT = re.compile(rf"{_YEAR_FIRST}?{_MONTH_DAY}(?:\s*T|\s+|(?<=日))\s*(.+)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(
    r"(上午|下午|中午|晚上|早上|凌晨)?\s*(\d{1,2})\s*(?::|点|时)\s*(?:(半)|(\d{1,2})\s*(?::|分)?\s*(?:(\d{1,2})\s*秒?)?)?"
    r"(?:整)?\s*([ap]m)?"
)
_SPAN = re.compile(r"\s*(?:至|到|~|—+|–|－)\s*")
_YES = frozenset(("是", "√", "对", "有", "允许", "开", "启用", "y", "yes", "true", "1"))
_NO = frozenset(("否", "×", "x", "不", "无", "不允许", "关", "停用", "n", "no", "false", "0"))


def text_of(cell: Cell) -> str:
    """The cell as a person reads it: whole numbers without .0, dates as 2020-06-12, times as 12:00."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        day = cell.date().isoformat()
        return f"{day} {_clock(cell.time())}" if cell.time() != time() else day
    if isinstance(cell, time):
        return _clock(cell)
    return str(cell)


def _clock(moment: time) -> str:
    return moment.isoformat("seconds" if moment.second or moment.microsecond else "minutes")


def _plain(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", text_of(cell)).strip()


def day_of(cell: Cell) -> date | None:
    """A day of 2000–2099 with its year: a date cell, a serial number, or words such as 2020年6月12日."""
    if isinstance(cell, datetime):
        return _sane(cell.date())
    if isinstance(cell, date):
        return _sane(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if _FIRST_SERIAL <= cell < _LAST_SERIAL:
            return _EPOCH + timedelta(days=int(cell))
        text = text_of(cell)
    else:
        text = _plain(cell)
    found = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    return _day(found[1], found[2], found[3]) if found else None


def days_of(cell: Cell) -> tuple[date, ...]:
    """A day or a span of days such as “2020年10月1日至8日”; () when it is neither, or runs over 60 days."""
    single = day_of(cell)
    if single:
        return (single,)
    parts = _SPAN.split(_plain(cell))
    first = day_of(parts[0]) if len(parts) == 2 else None
    last = _later_day(parts[1], first) if first else None
    if not first or not last or not 0 <= (last - first).days <= 60:
        return ()
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def _later_day(text: str, first: date) -> date | None:
    full = day_of(text)
    if full:
        return full
    found = re.fullmatch(r"(?:(\d{1,2})\s*月)?\s*(\d{1,2})\s*日", text)
    if not found:
        return None
    month = int(found[1] or first.month)
    return _day(str(first.year + (month < first.month)), str(month), found[2])


def time_of(cell: Cell) -> time | None:
    """A time of day: a time cell, a share of a day, 12:00, 12时30分, 下午2点, 正午."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0) if cell.year < 1905 else None
    if isinstance(cell, time):
        return cell.replace(microsecond=0, tzinfo=None)
    if isinstance(cell, timedelta):
        return _time_after_midnight(round(cell.total_seconds()))
    if isinstance(cell, (int, float)):
        return _time_after_midnight(round(cell * 86400)) if 0 < cell < 1 else None
    return _time(_plain(cell)) if isinstance(cell, str) else None


def _time_after_midnight(seconds: int) -> time | None:
    if not 0 <= seconds < 86400:
        return None
    return (datetime(1900, 1, 1) + timedelta(seconds=seconds)).time()


def _time(text: str) -> time | None:
    if text in ("正午", "中午"):
        return time(12)
    found = _TIME.fullmatch(text.lower())
    if not found:
        return None
    part, hour_text, half, minute, second, english = found.groups()
    hour = int(hour_text)
    if (part in ("下午", "晚上") or english == "pm") and hour < 12:
        hour += 12
    if part == "中午" and hour < 11:
        hour += 12
    try:
        return time(hour, 30 if half else int(minute or 0), int(second or 0))
    except ValueError:
        return None


def moment_of(cell: Cell, *, near: date | None = None, noon: time | None = None) -> datetime | None:
    """A day with a time of day, such as 2020-06-12 10:40.

    near: completes a day written without its year, to the nearest such day.
    noon: the time when only a day is given; without it a bare day is not a moment.
    """
    if isinstance(cell, datetime):
        if cell.time() != time() or noon is None:
            return cell.replace(microsecond=0, tzinfo=None) if _sane(cell.date()) else None
        return datetime.combine(cell.date(), noon)
    if isinstance(cell, float) and _FIRST_SERIAL <= cell < _LAST_SERIAL:
        moment = datetime(1899, 12, 30) + timedelta(seconds=round(cell * 86400))
        return moment_of(moment, noon=noon)
    day = day_of(cell)
    if day:
        return datetime.combine(day, noon) if noon else None
    return _moment(_plain(cell), near)


def _moment(text: str, near: date | None) -> datetime | None:
    found = _MOMENT.match(text)
    clock = _time(found[4].strip()) if found else None
    if not found or clock is None:
        return None
    year, month, day = found[1], found[2], found[3]
    on = _day(year, month, day) if year else _nearest(month, day, near)
    return datetime.combine(on, clock) if on else None


def _nearest(month: str, day: str, near: date | None) -> date | None:
    if near is None:
        return None
    found = [_day(str(near.year + n), month, day) for n in (-1, 0, 1)]
    return min((d for d in found if d), key=lambda d: abs((d - near).days), default=None)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return _sane(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _sane(day: date) -> date | None:
    return day if 2000 <= day.year <= 2099 else None


def yes_or_no(cell: Cell) -> bool | None:
    """是 or 否, also √ × and TRUE/FALSE."""
    word = fold(text_of(cell))
    return True if word in _YES else False if word in _NO else None


def whole_number(cell: Cell) -> int | None:
    """A whole number from 0 to a billion; a date is none."""
    text = _plain(cell) if isinstance(cell, (str, int, float)) and not isinstance(cell, bool) else ""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def ascii_word(text: str) -> str:
    """An address or host name as typed, in half-width characters and without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def words_of(text: str) -> tuple[str, ...]:
    """The names in one cell: separated by 、 ， ； , ; or a new line, each once."""
    parts = (clean(p) for p in re.split(r"[、，；,;\n]", text))
    return tuple(dict.fromkeys(p for p in parts if p))

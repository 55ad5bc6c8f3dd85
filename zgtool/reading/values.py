"""A raw cell → the text a person would read, by the kind of its column; what is doubtful is told, not guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from zgtool.language.numerals import to_decimal
from zgtool.model.columns import BY_KEY, EXTRA, HORIZONS, STATES
from zgtool.model.finding import Kind
from zgtool.model.period import chinese_date
from zgtool.model.status import status_of
from zgtool.model.text import CONTROL, INVISIBLE, clean, fold
from zgtool.model.units import UnitList
from zgtool.reading.days import day_of, is_day_number
from zgtool.reading.kinds import (
    BAD_DATE,
    BAD_PERCENT,
    INVISIBLE_TEXT,
    NUMBER_DEADLINE,
    NUMBER_REPAIRED,
    PICTURE,
    SERIAL_DATE,
    TOO_LONG,
    UNKNOWN_CHOICE,
)
from zgtool.reading.raw import Cell
from zgtool.reading.unit_text import UnitFaults, UnitReader

MAX_TEXT = 32_767
"""UTF-16 units that an Excel cell can hold."""
_PICTURE = re.compile(r"\s*=?\s*(?:_xlfn\.)?DISPIMG\s*\(.*\)\s*", re.I | re.S)
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value; `message` and `fix` are exact words instead of the kind's."""

    kind: Kind
    found: str = ""
    message: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One cell as read. `more` are values of other columns that stood in the same cell."""

    text: str
    faults: tuple[Fault, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """How the cells of one column are read. `percent_scale`: 100 when the column writes 80% as 0.8."""

    key: str
    units: UnitReader
    second: str = ""
    yes_no: bool = False
    percent_scale: int = 1
    epoch1904: bool = False
    simple: dict[Cell, str] = field(default_factory=dict, compare=False, repr=False)
    """Cells read before without any fault, by what they held: most columns hold the same few again and again."""

    @property
    def kind(self) -> str:
        return "text" if self.key.startswith(EXTRA) else BY_KEY[self.key].kind

    def read(self, raw: Cell, percent: bool = False) -> Value:
        """The cell's text and what is wrong with it; percent: the cell shows its number as a percentage."""
        value = self._read(raw, percent)
        if not percent and not value.faults and not value.more and raw.__class__ in (str, float):
            if len(self.simple) > _REMEMBERED:
                self.simple.clear()
            self.simple[raw] = value.text
        return value

    def _read(self, raw: Cell, percent: bool) -> Value:
        if isinstance(raw, str) and _PICTURE.fullmatch(raw):
            return Value("（图片）", (Fault(PICTURE),))
        faults: list[Fault] = []
        text = raw
        if isinstance(raw, str):
            text = clean(raw)
            faults.extend(_text_faults(raw, text))
            if not text:
                return Value("", tuple(faults))
        value = self._by_kind(text, percent)
        return Value(value.text, (*faults, *value.faults), value.more) if faults else value

    def _by_kind(self, raw: Cell, percent: bool) -> Value:
        kind = self.kind
        if kind == "percent":
            return read_percent(raw, percent, self.percent_scale)
        if kind == "date":
            return read_date(raw, self.epoch1904)
        if kind == "deadline":
            return read_deadline(raw, self.epoch1904)
        if kind == "key":
            return read_key(raw)
        text = plain(raw, percent)
        if kind == "unit":
            if self.second:
                unit, person, faults = self.units.unit_and_person(text)
                return Value(unit, _unit_faults(faults), {self.second: person} if person else {})
            lead, supporting, faults = self.units.lead(text)
            return Value(lead, _unit_faults(faults), {"supporting_units": supporting} if supporting else {})
        if kind == "units":
            names, faults = self.units.names(text)
            return Value(names, _unit_faults(faults))
        if kind == "choice":
            return self._choice(text)
        return Value(text)

    def _choice(self, text: str) -> Value:
        key = fold(text)
        if self.key == "status":
            word = status_of(text) or (
                {"是": "已完成待认定", "否": "推进中"}.get(key, "") if self.yes_no else ""
            )
        elif self.key == "horizon":
            word = next((h for h in HORIZONS if fold(h) == key), "")
            if self.yes_no and key in ("是", "否"):
                return Value("长期坚持" if key == "是" else "")
        else:
            word = next((s for s in STATES if fold(s) == key), "")
        if word:
            return Value(word)
        return Value(
            text,
            (
                Fault(
                    UNKNOWN_CHOICE, text, fix=f"请从下拉选项里选择：{'、'.join(BY_KEY[self.key].choices)}。"
                ),
            ),
        )


class Readers:
    """The column readers of one batch: one roster, and one memory per kind of column for all its files."""

    def __init__(self, units: UnitList) -> None:
        self._units = UnitReader(units)
        self._made: dict[tuple[object, ...], Reader] = {}

    def of(
        self, key: str, *, second: str = "", yes_no: bool = False, scale: int = 1, epoch1904: bool = False
    ) -> Reader:
        """The reader for a column; see `Reader` for the words."""
        asked = (key, second, yes_no, scale, epoch1904)
        if asked not in self._made:
            if len(self._made) > _REMEMBERED:
                self._made.clear()
            self._made[asked] = Reader(key, self._units, second, yes_no, scale, epoch1904)
        return self._made[asked]


def _unit_faults(faults: UnitFaults) -> tuple[Fault, ...]:
    return tuple(Fault(kind, found, fix=fix) for kind, found, fix in faults)


def _text_faults(raw: str, text: str) -> list[Fault]:
    faults: list[Fault] = []
    if raw.isprintable() and len(raw) <= MAX_TEXT // 2:
        return faults
    if len(raw) > MAX_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        faults.append(Fault(TOO_LONG, f"{len(text)}个字"))
    if not raw.isprintable():
        bare = raw.replace("\r\n", "\n").replace("\r", "\n")
        if CONTROL.search(bare) or INVISIBLE.search(bare):
            faults.append(Fault(INVISIBLE_TEXT, _visible(bare)))
    return faults


def _visible(text: str) -> str:
    """The text around its first invisible character, with its code shown."""
    spot = CONTROL.search(text) or INVISIBLE.search(text)
    if not spot:
        return ""
    around = (
        text[max(0, spot.start() - 8) : spot.start()]
        + f"〔U+{ord(spot[0]):04X}〕"
        + text[spot.end() : spot.end() + 8]
    )
    return clean(around).replace("\n", " ")


def plain(raw: Cell, percent: bool = False) -> str:
    """Any cell as text: 3.0 → 3, 0.8 shown as a percentage → 80%, a date → 2020年6月30日, TRUE → 是."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, datetime):
        shown = chinese_date(raw.date())
        return shown if raw.time() == time(0) else f"{shown} {raw:%H:%M}"
    if isinstance(raw, date):
        return chinese_date(raw)
    if isinstance(raw, time):
        return f"{raw:%H:%M}" if not raw.second else f"{raw:%H:%M:%S}"
    if isinstance(raw, timedelta):
        return str(raw)
    if raw is None:
        return ""
    return f"{number(raw * 100)}%" if percent else number(raw)


def number(value: float | int) -> str:
    """A number as Excel shows it: at most 15 digits, no .0, no exponent below 10^15."""
    if value == int(value) if abs(value) < 1e15 else False:
        return str(int(value))
    return format(value, ".15g")


def read_date(raw: Cell, epoch1904: bool = False) -> Value:
    """A date column: ISO when it is surely a date, else the text as written with a finding."""
    raw = _day_number(raw)
    day = day_of(raw, epoch1904)
    if day:
        shown = day.isoformat()
        return Value(shown, (Fault(SERIAL_DATE, plain(raw), f"日期显示成了一串数字，已换算成 {shown}"),)) if is_day_number(raw) \
            else Value(shown)  # fmt: skip
    text = plain(raw)
    return Value(text, (Fault(BAD_DATE, text),)) if re.search(r"\d", text) or len(text) > 4 else Value(text)


def read_deadline(raw: Cell, epoch1904: bool = False) -> Value:
    """A deadline: a date cell as 2020年6月30日, a bare number as its digits with a finding, text as written."""
    raw = _day_number(raw)
    if isinstance(raw, date | datetime):
        day = day_of(raw)
        return Value(chinese_date(day)) if day else Value(plain(raw), (Fault(BAD_DATE, plain(raw)),))
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        day = day_of(raw, epoch1904)
        if day:
            shown = chinese_date(day)
            return Value(shown, (Fault(SERIAL_DATE, plain(raw), f"日期显示成了一串数字，已换算成{shown}"),)) \
                if is_day_number(raw) else Value(shown)  # fmt: skip
        return Value(number(raw), (Fault(NUMBER_DEADLINE, number(raw)),))
    text = plain(raw)
    if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})?", text):
        return Value(text, (Fault(NUMBER_DEADLINE, text),))
    return Value(text)


def _day_number(raw: Cell) -> Cell:
    """A day number kept as text, as in every .csv, is the number; anything else is itself."""
    return int(raw) if isinstance(raw, str) and re.fullmatch(r"[0-9]{5}", raw) else raw


def read_key(raw: Cell) -> Value:
    """A number such as 3-2, also when Excel made 3月2日 of it."""
    if isinstance(raw, date | datetime):
        text = f"{raw.month}-{raw.day}"
        return Value(text, (Fault(NUMBER_REPAIRED, plain(raw), f"编号被 Excel 变成了日期，已改回 {text}"),))
    text = plain(raw).translate(_DIGITS)
    found = re.fullmatch(r"(?:\d{4}年)?(\d{1,2})月(\d{1,2})日?", text)
    if found:
        fixed = f"{found[1]}-{found[2]}"
        return Value(fixed, (Fault(NUMBER_REPAIRED, text, f"编号被 Excel 变成了日期，已改回 {fixed}"),))
    return Value(re.sub(r"\s*[-－—–‐−一]\s*(?=\d)", "-", text) if text[:1].isdigit() else text)


def read_percent(raw: Cell, percent: bool, scale: int) -> Value:
    """A rate as 80%: from a percent cell, from 0.8 or 80, from text; out of range or no number is told."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return Value(plain(raw), (Fault(BAD_PERCENT, plain(raw)),))
    if isinstance(raw, str):
        text = raw.replace("％", "%").strip()
        signed = text.endswith("%") or text.startswith("百分之")
        held = to_decimal(text.removesuffix("%").removeprefix("百分之").strip())
        if held is None:
            return Value(raw) if text in ("—", "-", "/", "无") else Value(raw, (Fault(BAD_PERCENT, raw),))
        if held == 1 and not signed and scale != 100:
            return Value("1", (Fault(BAD_PERCENT, "1", "完成率填的是1，分不清是1%还是100%"),))
        value = float(held) * (1 if signed or held > 1 else scale)
    else:
        if raw == 1 and not percent and scale != 100:
            return Value("1", (Fault(BAD_PERCENT, "1", "完成率填的是1，分不清是1%还是100%"),))
        value = raw * 100 if percent else raw * (scale if raw <= 1 else 1)
    shown = f"{number(round(value, 4))}%"
    return Value(shown) if 0 <= value <= 100 else Value(shown, (Fault(BAD_PERCENT, plain(raw, percent)),))


def percent_scale(cells: list[Cell]) -> int:
    """100 when a column of bare numbers surely writes 80% as 0.8, for one of them is a fraction; 1 otherwise."""
    bare = [c for c in cells if type(c) is float or type(c) is int]
    texts = [float(v) for c in cells if isinstance(c, str) and (v := to_decimal(c)) is not None]
    return 100 if any(0 < v < 1 for v in (*bare, *texts)) else 1

"""Deadlines: which day is the last one, whether 旬 or finer is named, and why (完成时限至少细化到旬).

Pure and deterministic. What cannot be fixed from the words and the base date alone has no day: the
reason then says what to ask the unit. The choices between two readings are those of
`domain/deadlines.md`, the ones a careful official makes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from zgtool.language.calendar import PUBLISHED, Calendar
from zgtool.language.deadline_count import event_day
from zgtool.language.deadline_fold import fold_deadline
from zgtool.language.deadline_periods import FIRST_YEAR, LAST_YEAR, Near
from zgtool.language.deadline_read import read, read_quickly
from zgtool.language.deadline_reading import Part, Reading
from zgtool.language.deadline_say import (
    ASK_DATE,
    format_stage,
    frozen_text,
    stage_reason,
    staged_reason,
    why_none,
)
from zgtool.language.deadline_terms import (
    MONTH_END,
    Deadline,
    Kind,
    Period,
    Stage,
    Unclear,
    say_day,
)

__all__ = ["Deadline", "Kind", "Stage", "deadline_of_number", "format_stage", "frozen_text", "parse_deadline"]

NO_EVENTS: Mapping[str, date] = MappingProxyType({})
LONGEST = 600  # a deadline is a phrase; a pasted page is no deadline, and must not cost minutes
SERIALS = range(40000, 60001)
SERIAL_ZERO = date(1899, 12, 30)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_LASTING = "；其后长期坚持，由回头看检查"


def parse_deadline(
    text: str,
    base: date,
    events: Mapping[str, date] = NO_EVENTS,
    *,
    month_end_is_fine: bool = False,
    calendar: Calendar | None = None,
) -> Deadline:
    """The deadline `text` states when read on `base` (the day the item was registered).

    `events` gives dates for 反馈, 印发, 会议, 集中整改期满 and whatever else the office counts from;
    `month_end_is_fine` is the setting 月底视为旬. A cell that held a number goes to
    `deadline_of_number` instead: there a zero may have been lost.
    """
    if events or calendar is not None:
        return _parse(text, base, events, month_end_is_fine, calendar or PUBLISHED)
    return _parse_plain(text, base, month_end_is_fine)


@lru_cache(maxsize=32768)
def _parse_plain(text: str, base: date, month_end_is_fine: bool) -> Deadline:
    return _parse(text, base, NO_EVENTS, month_end_is_fine, PUBLISHED)


def _parse(
    text: str, base: date, events: Mapping[str, date], month_end_is_fine: bool, calendar: Calendar
) -> Deadline:
    if len(text) > LONGEST:
        return _ask(text, f"时限栏写了{len(text)}个字，{ASK_DATE}")
    folded = fold_deadline(text)
    try:
        if part := read_quickly(folded, base):
            return _of_part(text, folded, part, base, month_end_is_fine, "长期坚持" in folded)
        if _DIGITS.fullmatch(folded) and (lone := _lone_number(text, folded)):
            return lone
        reading = read(folded, base, events, calendar)
        return _conclude(text, reading, month_end_is_fine)
    except Unclear as question:
        return _ask(text, str(question))


def _ask(text: str, reason: str, kind: Kind = Kind.UNPARSEABLE) -> Deadline:
    return Deadline(text, kind, None, False, reason, asks=True)


def _lone_number(text: str, digits: str) -> Deadline | None:
    """A cell of figures only: serial of a date cell or a year; None for shapes the grammar knows."""
    whole, _, fraction = digits.partition(".")
    value = int(whole)
    if len(whole) == 5:
        if value not in SERIALS:
            raise Unclear(f"“{digits}”看不出是哪一天，{ASK_DATE}")
        day = SERIAL_ZERO + timedelta(days=value)
        return _single(text, digits, Period(Kind.DAY, day, day, True))
    if fraction:
        return None
    if len(whole) == 4 and FIRST_YEAR <= value <= LAST_YEAR:
        period = Period(Kind.YEAR, date(value, 1, 1), date(value, 12, 31), False)
        return _single(text, digits, period)
    if len(whole) in (6, 8) and whole.startswith("20"):
        return None
    raise Unclear(f"只写了“{digits}”，分不清是几号、几月还是几天，{ASK_DATE}")


def _single(text: str, folded: str, period: Period) -> Deadline:
    reading = Reading(folded, Near(period.last), NO_EVENTS, PUBLISHED)
    return _dated(text, reading, [Part(period, "due", 0, len(folded))])


def deadline_of_number(value: float, base: date) -> Deadline:
    """The deadline of a cell that holds a number, not text.

    Only a serial of a date cell, a year or eight figures of a date are certain; 6.3 may be 6.30
    with its zero lost, 7 may be days, a day or July: the unit is asked.
    """
    text = repr(value).removesuffix(".0")
    if not math.isfinite(value):
        return _ask(text, f"单元格里不是时限，{ASK_DATE}")
    if value == int(value) or int(value) in SERIALS:
        return (
            parse_deadline(str(int(value)), base)
            if value > 0
            else _ask(text, f"“{text}”不是时限，{ASK_DATE}")
        )
    return _ask(text, f"单元格里是数字{text}，末尾的0可能丢了（如6.3与6.30），请改成文字写明月日")


def _conclude(text: str, reading: Reading, month_end_is_fine: bool) -> Deadline:
    """From what was read to one deadline."""
    due = [p for p in reading.parts if p.role in ("due", "final")]
    if not due:
        return _without_date(text, reading)
    if reading.unread:
        _refuse_unread(reading, due)
    original = None
    if len(due) < len(reading.parts) or "extended" in reading.words:
        due, original = _latest_agreed(reading, due)
    if len(due) > 1:
        due = _refined(due)
    notes = _notes(reading, original) if reading.words or reading.notes or reading.workday_years else ()
    deadline = _dated(text, reading, due, month_end_is_fine, notes, original)
    if not reading.undated:
        return deadline
    missing = reading.event or reading.undated[0]
    return replace(
        deadline, kind=Kind.STAGED, latest_day=None, fine_enough=False, remind_day=None, asks=True,
        reason=f"还有一段从“{missing}”算起，日期没有设置，{ASK_DATE}",
    )  # fmt: skip


def _latest_agreed(reading: Reading, due: list[Part]) -> tuple[list[Part], date | None]:
    """Of an extended deadline the new part, and the old day, which is kept."""
    finals = [p for p in due if p.role == "final"]
    olds = [p.period.last for p in reading.parts if p.role == "original"]
    if finals:
        olds += [p.period.last for p in due if p.role == "due"]
        due = finals[-1:]
    return due, olds[-1] if olds else None


def _notes(reading: Reading, original: date | None) -> tuple[str, ...]:
    """What has to be settled although the day is clear."""
    notes = reading.notes
    if "extended" in reading.words:
        old = "" if original is None else f"原为{say_day(original)}，"
        notes += (f"{old}已延期，请附批准件",)
    if "done" in reading.words:
        notes += ("时限栏里夹有办理状态，请填到状态栏",)
    if reading.workday_years and (gap := reading.calendar.gap_note(reading.workday_years)):
        notes += (gap,)
    return notes


def _refuse_unread(reading: Reading, due: list[Part]) -> None:
    """A figure right beside a date that no rule explains makes the date uncertain."""
    for start, end in reading.unread:
        for part in due:
            gap = reading.text[end : part.start] if end <= part.start else reading.text[part.end : start]
            if len(gap) <= 2 and not re.search(r"[,;。()]", gap):
                raise Unclear(f"“{reading.text[start:end]}”与日期的关系看不明白，请写成“2020年6月30日”的样子")


def _refined(due: list[Part]) -> list[Part]:
    """Stages without repetition: a bracket behind a date says it more closely (6月底（6月30日）前)."""
    kept: list[Part] = []
    for part in due:
        if not kept or not part.alone:
            kept.append(part)
            continue
        outer, inner = kept[-1].period, part.period
        if outer.first <= inner.last <= outer.last:
            closer = part
        elif inner.first <= outer.last <= inner.last:
            closer = kept[-1]
        else:
            raise Unclear("括号里外写的日子不一样，请写明以哪一个为准")
        kept[-1] = closer._replace(start=kept[-1].start, end=part.end + 1, words_at=-1)
    return kept


def _dated(
    text: str,
    reading: Reading,
    due: list[Part],
    month_end_is_fine: bool = False,
    notes: tuple[str, ...] = (),
    original: date | None = None,
) -> Deadline:
    """The deadline of one or more dated parts; the last end counts, every stage must be fine."""
    if len(due) == 1 and not reading.words and not notes and original is None:
        return _of_part(text, reading.text, due[0], reading.near.base, month_end_is_fine)
    stages = tuple([_stage(reading.text, part, month_end_is_fine) for part in due])
    final = max(due, key=lambda part: part.period.last)
    fine = all(stage.fine_enough for stage in stages)
    day = say_day(final.period.last, reading.near.base)
    if len(due) == 1:
        kind, reason = _unit_of(final.period), stage_reason(stages[0], day)
    else:
        kind, reason = Kind.STAGED, staged_reason(stages, day)
    if not reading.words.isdisjoint(("long", "every")):
        kind, reason = Kind.STAGED, reason + _LASTING
    elif "immediate" in reading.words and kind is not Kind.STAGED:
        kind = Kind.IMMEDIATE
    period, sliding = final.period, any(part.period.sliding for part in due)
    reason = "；".join((reason, *notes))
    remind = _remind_day(reading.text, final)
    return Deadline(
        text, kind, period.last, fine, reason, stages, period.mark, remind, original, sliding, bool(notes)
    )


def _of_part(
    text: str, folded: str, part: Part, base: date, month_end_is_fine: bool, lasting: bool = False
) -> Deadline:
    """The deadline of a single dated part with nothing to remark on but that it goes on (`lasting`)."""
    stage, period = _stage(folded, part, month_end_is_fine), part.period
    kind = _unit_of(period)
    reason = stage_reason(stage, say_day(period.last, base))
    if lasting:
        kind, reason = Kind.STAGED, reason + _LASTING
    fine, remind = stage.fine_enough, _remind_day(folded, part)
    return Deadline(
        text, kind, period.last, fine, reason, (stage,), period.mark, remind, None, period.sliding
    )


def _unit_of(period: Period) -> Kind:
    return Kind.RELATIVE if period.amount else period.unit


def _remind_day(folded: str, part: Part) -> date | None:
    """The earlier day the words can also mean: 9月前 before September begins, 本周内 Friday."""
    period = part.period
    if period.remind is not None:
        return period.remind
    if not part.before or period.unit is Kind.DAY or period.mark or period.amount:
        return None
    words = folded[part.start : part.end].removesuffix("前").rstrip("之以")
    first = period.first if "-" not in words and "至" not in words else None
    return None if first is None or words[-1] in "底末终尾内" else first - timedelta(days=1)


def _stage(folded: str, part: Part, month_end_is_fine: bool) -> Stage:
    p = part.period
    fine = p.fine or (month_end_is_fine and p.mark == MONTH_END)
    counted = p.first if p.amount else None
    begun = folded[part.start : part.words_at] if part.words_at > part.start else ""
    span = (part.words_at if "月" in begun or "年" in begun else part.start, part.end)
    return Stage(folded[part.start : part.end], p.unit, p.last, fine, p.mark, span, p.amount, counted)


def _without_date(text: str, reading: Reading) -> Deadline:
    """Cells that name no due day: what they are, and what to ask."""
    words, folded = reading.words, reading.text
    if reading.undated or (reading.event and not reading.parts):
        lasts = not words.isdisjoint(("long", "every"))
        kind = Kind.STAGED if lasts else Kind.IMMEDIATE if "immediate" in words else Kind.RELATIVE
        if not reading.undated and (day := event_day(reading)):
            said = f"按{say_day(day, reading.near.base)}计；时限里没有写明日期"
            return replace(_ask(text, said, kind), latest_day=day, asks=False)
        return _ask(text, f"从“{reading.event}”算起，日期没有设置，定不出是哪一天", kind)
    if any(p.role == "done" for p in reading.parts):
        return _ask(text, f"写的是完成的日子，不是时限；{ASK_DATE}，完成日期另填")
    lasting = words & {"long", "long_alone", "every"}
    prompt = words & {"immediate", "now"}
    if "immediate" in words and lasting:
        return _ask(text, "立即整改、长期坚持都没有日期，请写明第一步在哪天前完成", Kind.STAGED)
    if lasting:
        said = "写的是多久做一次，不是完成的日子" if "every" in words else "长期任务没有日期"
        return _ask(text, f"{said}，请写明第一个阶段目标的时限和检查的日子", Kind.LONGTERM)
    if any(p.role == "start" for p in reading.parts):
        return _ask(text, "只写了从哪天起，没有写到哪天为止，请写明完成日期")
    if prompt:
        return _ask(text, "立行立改也要写明规定的时间，请补上日期", Kind.IMMEDIATE)
    return _ask(text, why_none(folded))

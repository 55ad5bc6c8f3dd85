"""What a row's words mean under the office's settings: its deadline, its units, its people."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import lru_cache

from zgtool.language.calendar import Calendar
from zgtool.language.deadline import Deadline, parse_deadline
from zgtool.model.ledger import Measure
from zgtool.model.period import day_of
from zgtool.model.settings import DeadlineTerms, Settings
from zgtool.model.text import fold

SEPARATORS = re.compile(r"[、,，;；/／\s]+")


def calendar_of(settings: Settings) -> Calendar:
    """The working calendar with the office's own days in force.

    A year for which the office entered at least a week of days counts as entered in full.
    """
    entered = Counter(day.year for day in settings.workdays)
    return Calendar(settings.workdays, frozenset(year for year, days in entered.items() if days >= 7))


def deadline_of(row: Measure, settings: Settings, today: date) -> Deadline:
    """The deadline in force: 限办期限 where the office set one, else 整改时限; an empty cell has no day."""
    return planned_deadline_of(row, settings, today, "limit" if row["limit"] else "deadline")


def planned_deadline_of(row: Measure, settings: Settings, today: date, key: str = "deadline") -> Deadline:
    """The row's 整改时限 (or another deadline column, `key`) as understood, whatever 限办期限 says.

    It is understood from 挂号日期, else from the plan's day, else from `today`: a sliding word ("本月底") read
    from a later day would never fall due.
    """
    return _deadline(row[key], row["registered_on"], settings.plan_day or today, settings.deadline_terms)


@lru_cache(maxsize=65536)
def _deadline(text: str, registered_on: str, otherwise: date, terms: DeadlineTerms) -> Deadline:
    base = day_of(registered_on) or otherwise
    calendar = Calendar(dict(terms.workdays))
    return parse_deadline(
        text, base, dict(terms.events), month_end_is_fine=terms.month_end_is_fine, calendar=calendar
    )


@lru_cache(maxsize=8192)
def names_in(text: str) -> tuple[str, ...]:
    """The units or people named in one cell, in the order written, without repeats."""
    return tuple(dict.fromkeys(name for name in SEPARATORS.split(text.strip()) if name))


def same_meaning(kind: str, one: str, other: str) -> bool:
    """Whether two cells say the same to a reader: width, white space and the order of names aside."""
    if fold(one) == fold(other):
        return True
    if kind in ("unit", "units", "people"):
        return set(map(fold, names_in(one))) == set(map(fold, names_in(other)))
    return False

"""When a report week closes, which number it has, and which week a day belongs to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from zgtool.language.calendar import ReportPolicy, report_close
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.terms import calendar_of

Closes = Callable[[ReportWeek, Settings], "datetime | None"]
"""`app.calls.closes_of`."""
LOOK_BACK = 8
"""Weeks looked back for one that is due; no holiday lasts longer."""
GRACE = timedelta(minutes=1)
"""A ledger that comes in at 12:00:59 is still in time, so the run begins a minute after the close."""


def closes_of(week: ReportWeek, settings: Settings) -> datetime | None:
    """The moment a week's reports are due; None in a week without reports (the next covers both).

    What the office typed for a single week wins over the holiday policy (rules 6.4).
    """
    if str(week) in settings.closes:
        return settings.closes[str(week)]
    day = report_close(week.friday, ReportPolicy(settings.holiday_policy), calendar_of(settings))
    return datetime.combine(day, settings.close_time) if day else None


def calendar_note(week: ReportWeek, settings: Settings) -> str:
    """What to tell the office when a week lies in a year whose days off nobody entered; "" otherwise."""
    return calendar_of(settings).gap_note((week.monday, week.sunday))


def week_number(week: ReportWeek, settings: Settings, filed: int) -> int:
    """整改第几周: counted from the first Friday of the settings, else from the first filed week."""
    if settings.first_friday:
        return max((week.monday - ReportWeek.of(settings.first_friday).monday).days // 7 + 1, 1)
    return filed + 1


def due_week(now: datetime, settings: Settings, filed: Collection[str], closes: Closes) -> ReportWeek | None:
    """The latest week whose close has passed, when neither it nor a later one is filed; else None.

    now: local time. filed: weeks such as "2020-W24". closes: when a week's ledgers are due under
    these settings, None for a week the holiday policy leaves out. Older unfiled weeks are covered by
    the one returned. Nothing is due before the first reporting week; an office that gave none
    begins with the first week it filed, or with this one.
    """
    this = ReportWeek.of(now.date())
    if settings.first_friday:
        first = ReportWeek.of(settings.first_friday)
    else:
        first = ReportWeek.parse(min(filed)) if filed else this
    for back in range(-1, LOOK_BACK):
        week = this.shift(-back)
        if week < first:
            return None
        close = closes(week, settings)
        if close and now >= close + GRACE:
            return week if str(week) > max(filed, default="") else None
    return None

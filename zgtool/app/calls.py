"""When a report week closes, which number it has, and which week a day belongs to."""

from __future__ import annotations

from datetime import datetime

from zgtool.language.calendar import ReportPolicy, report_close
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.terms import calendar_of


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

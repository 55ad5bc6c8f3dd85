"""Titles that break where a reader would break them, and the moment a paper's figures stand for."""

from __future__ import annotations

from datetime import date, datetime
from itertools import combinations, pairwise

from zgtool.model.period import ReportWeek
from zgtool.reports.words import moment_words, span_words, width

_TITLE_WIDTH = 20.0
"""字 of a 22 pt title on one line of 156 mm."""


def title_lines(inspection: str, rest: str) -> tuple[str, ...]:
    """The title on one line where it fits; otherwise broken between the two parts, never inside a word."""
    return lines_of(inspection_words(inspection), rest)


def lines_of(*parts: str) -> tuple[str, ...]:
    """A title from its parts: as few lines as hold them, as even as can be, broken only between parts.

    A part that is too long for a line stands on one of its own.
    """
    breaks = range(1, len(parts))
    for count in range(len(parts)):
        found = [_cut(parts, places) for places in combinations(breaks, count)]
        fitting = [lines for lines in found if all(width(line) <= _TITLE_WIDTH for line in lines)]
        if fitting:
            return min(fitting, key=lambda lines: max(map(width, lines)))
    return parts


def _cut(parts: tuple[str, ...], places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple("".join(parts[a:b]) for a, b in pairwise((0, *places, len(parts))))


def inspection_words(name: str) -> str:
    """The inspection's name as it stands in titles: with 巡视 in it; the problems of another source (审计问题) as they are."""
    name = name.strip() or "巡视"
    return name if "巡" in name or name.endswith("问题") else f"{name}巡视"


def work_words(name: str) -> str:
    """What the work is called in titles without the inspection's name: 巡视整改, of another source 审计问题整改."""
    return f"{name}整改" if name.endswith("问题") else "巡视整改"


def cut_off_words(week: ReportWeek, closes: datetime | None, today: date) -> str:
    """The close of reporting once it has passed; before it, or without it, the day of the paper."""
    if closes is not None and today >= closes.date():
        return moment_words(closes, week.monday)
    return span_words(today, today).removeprefix(f"{week.year}年")

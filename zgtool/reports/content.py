"""What papers are made of once everything is decided: sections, sentences, table rows.

Titles carry no number: the layout numbers headings in the order in which they stand, so
that a section may be left out, or moved in the office's template.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One line of a table of counts. rank is "" in a total and "—" where there is nothing to rank."""

    rank: str
    name: str
    problems: int
    total: int
    closed: int
    requested: int
    doing: int
    waiting: int
    overdue: int
    due_soon: int
    rate: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """One measure in a list by deadline. days: overdue by, or left."""

    number: str
    measure: str
    unit: str
    leader: str
    due: str
    days: int


@dataclass(frozen=True, slots=True)
class DifficultyRow:
    """What a unit says keeps a measure from being done."""

    number: str
    measure: str
    unit: str
    due: str
    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its sentences."""

    title: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TallySection:
    """Sentences, then a table of counts, the last of several rows being the total; `note` stands below."""

    title: str
    paragraphs: tuple[str, ...]
    rows: tuple[TallyRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DueList:
    """A list by deadline. title is "" where it needs no heading of its own; without rows only the lead."""

    title: str = ""
    lead: str = ""
    rows: tuple[DueRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DueSection:
    """What is overdue and what soon will be; `paragraphs` speak where there is no list."""

    title: str
    paragraphs: tuple[str, ...] = ()
    overdue: DueList = DueList()
    due_soon: DueList = DueList()


@dataclass(frozen=True, slots=True)
class DifficultySection:
    """Sentences, then what units report as standing in the way."""

    title: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[DifficultyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSection:
    """What falls due next, then what is to be done, numbered."""

    title: str
    coming: DueList = DueList()
    tasks: tuple[str, ...] = ()

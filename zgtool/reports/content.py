"""What papers are made of once everything is decided: sections, sentences, table rows.

Titles carry no number: the layout numbers headings in the order in which they stand, so
that a section may be left out, or moved in the office's template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Row = tuple[str | int, ...]
"""One line of a table, a value for each column of its slot."""


class TallyRow(NamedTuple):
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


class DueRow(NamedTuple):
    """One measure in a list by deadline. days: overdue by, or left."""

    number: str
    measure: str
    unit: str
    leader: str
    due: str
    days: int


class DifficultyRow(NamedTuple):
    """What a unit says keeps a measure from being done."""

    number: str
    measure: str
    unit: str
    due: str
    reason: str


@dataclass(frozen=True, slots=True)
class Item:
    """One matter among several: its own heading and what is said of it."""

    title: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Matters that belong together; title "" where they need no heading in common."""

    title: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures to be drawn: one line or row of columns for each series, over the same steps.

    The same figures stand in a table of the paper; `told` says them once more for who cannot see the picture.
    """

    title: str
    steps: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]
    told: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its sentences, and what else its slot has room for; a table's last row may be a total."""

    title: str
    paragraphs: tuple[str, ...] = ()
    lead: str = ""
    rows: tuple[Row, ...] = ()
    note: str = ""
    groups: tuple[Group, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, decided. sections: by the name of their slot, those left out absent; fields: by name.

    title: one or more lines; day: the end of the period, which stands in the document's properties;
    sealed: whether room is left for the seal over signature and date. notes: remarks for the office on
    sections, by name, as comments beside the text; "" where there is nothing to say.
    """

    title: tuple[str, ...]
    day: date
    sections: Mapping[str, Section] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    period: str = ""
    edition: str = ""
    addressee: str = ""
    opening: str = ""
    cut_off: str = ""
    annexes: tuple[str, ...] = ()
    office: str = ""
    signed_on: str = ""
    copies: str = ""
    sealed: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DueSection:
    """What is overdue and what soon will be; `paragraphs` speak where there is no list.

    The two lists have a title only where both stand.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    overdue: Section = Section("")
    due_soon: Section = Section("")


@dataclass(frozen=True, slots=True)
class PlanSection:
    """What falls due next, then what is to be done, numbered."""

    title: str
    coming: Section = Section("")
    tasks: tuple[str, ...] = ()

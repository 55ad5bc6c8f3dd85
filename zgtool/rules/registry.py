"""The rule catalogue: one small function each, with its papers in order.

A rule's docstring is Chinese and is the first paragraph of its page: what is asked and why,
with the clause of the process. `rules.engine` adds code, severity and place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Flag
from typing import Any

from zgtool.model.finding import Severity
from zgtool.model.ledger import EvidenceFile, Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.past import Past


class Rows(Flag):
    """Which rows a rule of scope measure looks at; every flag it names must hold.

    MEASURE: not withdrawn and has a measure; OPEN: still on the open list; CAME: the unit's file brought
    it this week; FINISHED: the unit reports it done, or it is closed; CLOSED: 已销号, look-backs pending or not.

    Of open rows: COARSE: the deadline in force is not understood to the 旬, or not written at all; OVERDUE: it
    has passed and the work is still the unit's; SOON: so, but due within 临期提醒天数; STAGED: 整改时限 names
    several stages; BY_KIND: it names 立行立改 or 长期坚持 in place of a day; TOO_EARLY: its day lies before the
    feedback or the row's 挂号; REWORDED: 整改措施, 量化标准 or 整改时限 reads otherwise than when the row was
    taken over. Of open rows that came: AGAIN: the unit reported it last week too; STILL: then, with the same 完成率.
    """

    ALL = 0
    MEASURE = 1
    OPEN = 2
    CAME = 4
    FINISHED = 8
    CLOSED = 16
    COARSE = 32
    OVERDUE = 64
    SOON = 128
    STAGED = 256
    BY_KIND = 512
    TOO_EARLY = 1024
    REWORDED = 2048
    AGAIN = 4096
    STILL = 8192


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at besides its own object."""

    settings: Settings
    today: date
    week: ReportWeek
    closes: datetime | None = None
    past: Past = field(default_factory=Past)
    evidence: Mapping[str, tuple[EvidenceFile, ...]] = field(default_factory=dict)
    """Unit → the evidence files that came with its ledger; units that sent none are absent."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule yields. `row` and `column` place it; empty message and fix mean the rule's own words."""

    found: str = ""
    message: str = ""
    fix: str = ""
    column: str = ""
    row: Measure | None = None
    unit: str = ""


Check = Callable[[Any, Context], Iterator[Fault]]
SCOPES = ("measure", "problem", "unit", "ledger", "submission", "receipt")


@dataclass(frozen=True, slots=True)
class Rule:
    """scope: measure (one row) | problem (all rows of a problem) | unit (`UnitRows`) | ledger (`Ledger`)
    | submission (one file that was merged) | receipt (one unit's reporting).

    of, needs: for scope measure, the kind of rows, and the columns that must be filled ("evidence") or hold a
    certain word ("horizon=长期坚持"); on any other row the rule is not called and costs nothing.

    example: what a mended cell looks like, "" where the cure is to decide, to ask or to undo; {progress} stands for
    the example of that column in the schema, {own} for that of the cell the finding stands in.
    """

    code: str
    name: str
    title: str
    severity: Severity
    scope: str
    of: Rows
    needs: tuple[str, ...]
    fix: str
    example: str
    check: Check

    @property
    def explanation(self) -> str:
        """The rule's Chinese explanation, as written beside its code."""
        return (self.check.__doc__ or "").strip()


@dataclass(frozen=True, slots=True)
class UnitRows:
    """A unit and the measures that it leads (withdrawn ones and points without a measure left out).

    came: those of them that a file brought this week.
    """

    unit: str
    rows: tuple[Measure, ...]
    came: tuple[Measure, ...]


RULES: dict[str, Rule] = {}
RETIRED: Mapping[str, str] = {}
"""Retired code → its successor. Codes are never reused."""


def rule(
    code: str,
    name: str,
    title: str,
    *,
    fix: str,
    example: str = "",
    severity: Severity = Severity.WARNING,
    scope: str = "measure",
    of: Rows = Rows.OPEN,
    needs: tuple[str, ...] = (),
) -> Callable[[Check], Check]:
    """Register a rule; a code used twice or a rule without an explanation stops the program at import."""

    def register(check: Check) -> Check:
        if code in RULES or code in RETIRED or not check.__doc__ or scope not in SCOPES:
            raise ValueError(f"{code}: duplicate code, no explanation or unknown scope")
        kind = of if of is Rows.ALL else of | Rows.MEASURE
        RULES[code] = Rule(code, name, title, severity, scope, kind, needs, fix, example, check)
        return check

    return register

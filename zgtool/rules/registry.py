"""The rule catalogue: one small function each, with its papers in order.

A rule's docstring is Chinese and is the first paragraph of its page: what is asked and why,
with the clause of the process. The runner adds code, severity and place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings, Waiver
from zgtool.ops.register import ledger_place
from zgtool.ops.summary import Receipt


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at besides its own object."""

    settings: Settings
    today: date
    week: ReportWeek
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule yields. `row` and `column` place it; empty message and fix mean the rule's own words."""

    found: str = ""
    message: str = ""
    fix: str = ""
    column: str = ""
    row: Measure | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """scope: measure (one row) | problem (all rows of a problem) | receipt (one unit's reporting)."""

    code: str
    name: str
    title: str
    severity: Severity
    scope: str
    fix: str
    check: Callable[[Any, Context], Iterator[Fault]]

    @property
    def explanation(self) -> str:
        """The rule's Chinese explanation, as written beside its code."""
        return (self.check.__doc__ or "").strip()


RULES: dict[str, Rule] = {}
RETIRED: Mapping[str, str] = {}
"""Retired code → its successor. Codes are never reused."""


def rule(
    code: str,
    name: str,
    title: str,
    *,
    fix: str,
    severity: Severity = Severity.WARNING,
    scope: str = "measure",
) -> Callable[[Callable[[Any, Context], Iterator[Fault]]], Callable[[Any, Context], Iterator[Fault]]]:
    """Register a rule; a code used twice or a rule without an explanation stops the program at import."""

    def register(
        check: Callable[[Any, Context], Iterator[Fault]],
    ) -> Callable[[Any, Context], Iterator[Fault]]:
        if code in RULES or code in RETIRED or not check.__doc__:
            raise ValueError(f"{code}: duplicate code or no explanation")
        RULES[code] = Rule(code, name, title, severity, scope, fix, check)
        return check

    return register


def check_ledger(ledger: Ledger, context: Context) -> list[Finding]:
    """Run every rule of scope measure and problem over the merged ledger."""
    problems: dict[str, list[Measure]] = {}
    for row in ledger.rows:
        problems.setdefault(row["problem_no"] or row["problem"], []).append(row)
    return [
        *_run("measure", ledger.rows, context),
        *_run("problem", problems.values(), context),
    ]


def check_receipts(receipts: Sequence[Receipt], context: Context) -> list[Finding]:
    """Run every rule of scope receipt over the units' reporting."""
    return _run("receipt", receipts, context)


def _run(scope: str, objects: Iterable[Any], context: Context) -> list[Finding]:
    severities = context.settings.severities
    active = [(r, severities.get(r.code, r.severity)) for r in RULES.values() if r.scope == scope]
    found = []
    for thing in objects:
        for entry, severity in active:
            if severity is None:
                continue
            for fault in entry.check(thing, context):
                where = _place(thing, fault)
                if not waived(entry.code, where, context):
                    found.append(
                        Finding(
                            entry.code,
                            severity,
                            where,
                            fault.found,
                            fault.message or entry.title,
                            fault.fix or entry.fix,
                        )
                    )
    return found


def _place(thing: Any, fault: Fault) -> Location:
    row = fault.row or (thing if isinstance(thing, Measure) else None)
    if row is None:
        return Location(unit=fault.unit)
    home = replace(ledger_place(row), column=fault.column)
    if row.where.file in ("", home.file):
        return home
    return replace(row.at(fault.column), unit=row.where.unit or row["lead_unit"])


def waived(code: str, where: Location, context: Context) -> bool:
    """Whether the office has waived a rule for this unit or item, and the waiver has not run out (豁免)."""
    return any(_covers(w, code, where, context.today) for w in context.settings.waivers)


def _covers(waiver: Waiver, code: str, where: Location, today: date) -> bool:
    return (
        waiver.code == code
        and waiver.unit in ("", where.unit)
        and waiver.number in ("", where.number)
        and (waiver.until is None or today <= waiver.until)
    )

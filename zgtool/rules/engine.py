"""Running the rules: over rows, problems, units, the ledger, the files that came in and the units' reporting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from zgtool.model.collector import at_rest
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.ledger import Ledger, Measure, Submission
from zgtool.model.settings import Waiver
from zgtool.model.status import WITHDRAWN
from zgtool.ops.register import came_in, ledger_place
from zgtool.ops.summary import Receipt
from zgtool.ops.terms import names_in
from zgtool.rules.kinds import Answers, Asked, Kinds
from zgtool.rules.registry import RULES, Check, Context, Fault, Rows, Rule, UnitRows


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that is not raised because the office agreed to it (豁免), with the waiver."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules found, and what they would have found but for a waiver."""

    findings: tuple[Finding, ...] = ()
    waived: tuple[Waived, ...] = ()

    def __add__(self, other: Checked) -> Checked:
        return Checked(self.findings + other.findings, self.waived + other.waived)


def check_ledger(ledger: Ledger, context: Context, submissions: Sequence[Submission] = ()) -> Checked:
    """Run every rule over the merged ledger and the files that were merged into it."""
    with at_rest():
        return _checked(ledger, context, submissions)


def _checked(ledger: Ledger, context: Context, submissions: Sequence[Submission]) -> Checked:
    book = _Book(context)
    problems: dict[str, list[Measure]] = {}
    units: dict[str, list[Measure]] = {}
    for row in ledger.rows:
        problems.setdefault(row["problem_no"] or row["problem"], []).append(row)
        if row["measure"] and row["state"] != WITHDRAWN:
            for unit in names_in(row["lead_unit"]):
                units.setdefault(unit, []).append(row)
    book.run_rows(ledger.rows)
    book.run("problem", problems.values())
    book.run("unit", (_of_unit(unit, rows) for unit, rows in units.items()))
    book.run("ledger", [ledger])
    book.run("submission", submissions)
    return book.checked()


def check_receipts(receipts: Sequence[Receipt], context: Context) -> Checked:
    """Run every rule of scope receipt over the units' reporting."""
    book = _Book(context)
    book.run("receipt", receipts)
    return book.checked()


def _of_unit(unit: str, rows: Sequence[Measure]) -> UnitRows:
    return UnitRows(unit, tuple(rows), tuple(row for row in rows if came_in(row)))


class _Book:
    """The findings of one check, while the rules run."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._findings: list[Finding] = []
        self._waived: list[Waived] = []

    def checked(self) -> Checked:
        return Checked(tuple(self._findings), tuple(self._waived))

    def run_rows(self, rows: Iterable[Measure]) -> None:
        """The rules of scope measure, each over the rows it is for."""
        # Row times rule is what the time goes into: the inner loop looks nothing up twice.
        context = self.context
        active = [(entry.check, entry, severity) for entry, severity in self._active("measure")]
        kinds, asked = Kinds(context), Asked(need for _, entry, _ in active for need in entry.needs)
        of_kind: dict[tuple[int, Answers], list[tuple[Check, Rule, Severity]]] = {}
        for row in rows:
            bits, answers = kinds.of(row), asked.of(row)
            entries = of_kind.get((bits, answers))
            if entries is None:
                met = asked.met_by(answers)
                entries = [e for e in active if e[1].of in Rows(bits) and met.issuperset(e[1].needs)]
                of_kind[bits, answers] = entries
            for check, entry, severity in entries:
                for fault in check(row, context):
                    self._note(entry, severity, row, fault)

    def run(self, scope: str, things: Iterable[Any]) -> None:
        """The rules of any other scope."""
        active = list(self._active(scope))
        if not active:
            return
        for thing in things:
            for entry, severity in active:
                for fault in entry.check(thing, self.context):
                    self._note(entry, severity, thing, fault)

    def _active(self, scope: str) -> Iterator[tuple[Rule, Severity]]:
        severities = self.context.settings.severities
        for entry in RULES.values():
            severity = severities.get(entry.code, entry.severity)
            if entry.scope == scope and severity is not None:
                yield entry, severity

    def _note(self, entry: Rule, severity: Severity, thing: Any, fault: Fault) -> None:
        where = _place(thing, fault)
        message, fix = fault.message or entry.title, fault.fix or entry.fix
        finding = Finding(entry.code, severity, where, fault.found, message, fix)
        waiver = self._waivers.get(entry.code) and self._waiver(entry.code, where)
        if waiver:
            self._waived.append(Waived(finding, waiver))
        else:
            self._findings.append(finding)

    @cached_property
    def _waivers(self) -> Mapping[str, list[Waiver]]:
        found: dict[str, list[Waiver]] = {}
        for waiver in self.context.settings.waivers:
            if waiver.in_force(self.context.today):
                found.setdefault(waiver.code, []).append(waiver)
        return found

    def _waiver(self, code: str, where: Location) -> Waiver | None:
        return next((w for w in self._waivers[code] if _covers(w, where)), None)


def _place(thing: Any, fault: Fault) -> Location:
    row = fault.row or (thing if isinstance(thing, Measure) else None)
    if row is not None:
        if came_in(row):
            place = row.at(fault.column)
            return place if place.unit else replace(place, unit=row["lead_unit"])
        return replace(ledger_place(row), column=fault.column)
    if isinstance(thing, Submission):
        return Location(file=thing.file, unit=thing.unit)
    return Location(unit=fault.unit or getattr(thing, "unit", ""))


def _covers(waiver: Waiver, where: Location) -> bool:
    return waiver.unit in ("", where.unit) and waiver.number in ("", where.number)

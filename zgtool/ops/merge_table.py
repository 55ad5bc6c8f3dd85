"""The ledger while it is being merged: rows by number, in order, with what was found on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zgtool.model.columns import BY_KEY, Owner, owner_of
from zgtool.model.finding import Finding, Kind
from zgtool.model.ledger import Ledger, Measure, Submission
from zgtool.model.office_sheets import Line
from zgtool.model.settings import Settings
from zgtool.model.text import shorten
from zgtool.ops import kinds
from zgtool.ops.beside import contradiction, put_beside
from zgtool.ops.found import proposal
from zgtool.ops.lifecycle import state_by_unit
from zgtool.ops.register import Numbers, first_day, register
from zgtool.ops.terms import names_in

_TAKEN_OVER = frozenset(key for key in BY_KEY if owner_of(key) is not Owner.TOOL)
"""What a new row brings along; what the tool fills in is worked out anew."""


class Table:
    """The ledger while it is being merged: rows by number, in order, with what was found on the way."""

    def __init__(self, base: Ledger, start: Ledger, settings: Settings, today: date) -> None:
        self.start, self.settings, self.today = start, settings, today
        self.base = base.by_number()
        self.rows = start.by_number()
        self.behind: dict[str, list[Measure]] = {}
        self.numbers = Numbers(start.rows)
        self.findings: list[Finding] = []
        self.empty = not start.rows
        alone = (names_in(row["lead_unit"]) for row in start.rows)
        self.leads = {names[0] for names in alone if len(names) == 1}
        self.moves: list[Line] = []
        """Entries for what units' reports moved, in the order they were merged."""
        self.reporter: dict[str, str] = {}
        """Number → the unit that has reported the row in this merge."""
        self.beside: list[Measure] = []
        """Rows that supporting units sent, with number and unit in their place."""
        self.proposals: list[Line] = []
        """Problems that units found themselves, as lines of 自查问题."""
        self.told: set[tuple[str, str]] = set()
        """(file, cell) the reader has already complained about: one fault, one finding."""
        self.last_of: dict[str, str] = {}
        for row in start.rows:
            self.last_of[row["problem_no"]] = row.number
            if row["point_no"]:
                self.last_of[row["point_no"]] = row.number

    def note(self, kind: Kind, row: Measure, key: str, found: str, message: str = "") -> None:
        self.findings.append(kind.at(row.at(key), found, message=message))

    def first_report_of(self, unit: str) -> bool:
        """Whether a unit may bring problems the ledger does not have: before it leads anything there."""
        return self.empty or (unit not in self.leads and self.settings.units.find(unit).unit is not None)

    def add(self, row: Measure, like: Measure | None) -> Measure:
        """Register a new row under the problem of `like` (None: a problem of its own)."""
        known = {key: like[key] for key in ("problem_no", "problem", "category", "source")} if like else {}
        fresh = {k: v for k, v in row.values.items() if k in _TAKEN_OVER}
        blank = dict.fromkeys(
            ("serial", "number", "state", "closed_on", "accepted_by", "point_no", "last_rate", "limit"), ""
        )
        day = first_day(self.settings, self.today) if self.empty else self.today
        new = register(replace(row, values={**fresh, **blank, **known}), self.numbers, self.settings, day)
        new = new.but({"state": state_by_unit(None, new)})
        anchor = self.last_of.get(new["point_no"]) or self.last_of.get(new["problem_no"]) or ""
        self.behind.setdefault(anchor, []).append(new)
        return new

    def propose(self, row: Measure, submission: Submission) -> None:
        """Put a problem a unit found itself before the office."""
        self.proposals.append(proposal(row, submission.unit, submission.week))
        self.note(kinds.OWN_FIND, row, "problem", shorten(row["problem"] or row["point"], 60))

    def support(self, number: str, remote: Measure, submission: Submission) -> None:
        """Put what a supporting unit reports beside a row."""
        self.rows[number] = put_beside(self.rows[number], remote, submission.unit, self.today.isoformat())
        place = replace(remote.where, number=number, unit=submission.unit)
        self.beside.append(replace(remote, where=place))

    def contradictions(self) -> list[Finding]:
        """Supporting units' words of this run that do not go with the lead unit's, at their place in their files."""
        return [
            kinds.SUPPORT_DIFFERS.at(remote.at("status"), remote["status"], message=said)
            for remote in self.beside
            if (said := contradiction(self.rows[remote.where.number], remote.where.unit))
        ]

    def ledger(self) -> Ledger:
        rows: list[Measure] = []
        for old in self.start.rows:
            rows.append(self.rows[old.number])
            rows += self.behind.get(old.number, ())
        rows += self.behind.get("", ())
        return replace(self.start, rows=tuple(rows))

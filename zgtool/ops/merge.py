"""base × the office's ledger × what units sent → the new ledger, cell by cell, by owner.

base: the ledger as last filed, which is what units were handed. Each column belongs to the
office or to the lead unit; no row is ever dropped: a row missing from a submission or
deleted from the ledger by hand stays (留号) and is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zgtool.model.columns import BY_KEY, EXTRA, TOOL_KEYS, Owner, heading_of, owner_of
from zgtool.model.finding import Finding, Kind, has_error
from zgtool.model.ledger import Ledger, Measure, Submission
from zgtool.model.settings import Settings
from zgtool.model.status import is_open
from zgtool.model.text import fold, shorten
from zgtool.ops import kinds
from zgtool.ops.lifecycle import state_by_office, state_by_unit
from zgtool.ops.match import Matched, Matcher, repeated_rows
from zgtool.ops.register import Numbers, ledger_place, register, register_ledger
from zgtool.ops.terms import deadline_of, names_in, same_meaning

_IDENTITY = frozenset({"number", "problem_no", "point_no", "serial", "registered_on", "last_rate"})
"""Columns that say which row it is, or that only repeat; they are never taken over from a unit."""

_WHOLE_FILE = ("F", "C1", "X112")
"""Codes of errors that speak of a whole file: its layout or its sender, not one row."""

_NOT_BLANKED = frozenset({"measure", "target", "deadline", "lead_unit"})
"""Office columns whose emptying by a unit is a change; elsewhere units simply leave the office's columns out."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What merging did with one submission: rows merged and returned, by their place in it."""

    submission: Submission
    merged: tuple[Measure, ...] = ()
    returned: tuple[Measure, ...] = ()
    numbers: tuple[str, ...] = ()
    """Numbers of the ledger's rows that were reported (merged or returned)."""
    aside: bool = False
    """The whole file was set aside (same bytes, an older version, another week): its rows are skipped."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The new ledger, its findings and the account of every submission's rows.

    Rows reported this week carry the place they have in the unit's file.
    """

    ledger: Ledger
    findings: tuple[Finding, ...]
    taken: tuple[Taken, ...]


def merge_submissions(
    base: Ledger, local: Ledger, submissions: Sequence[Submission], settings: Settings, today: date
) -> Merged:
    """Merge every submission into the office's ledger.

    Submissions are taken in roster order of their units, so the order of files makes no
    difference. Merging the same submissions into the result changes nothing.
    """
    kept, findings = _office_changes(base, local)
    start, numbering = register_ledger(kept, settings, today)
    findings += numbering
    table = _Table(base, start, settings, today)
    order = sorted(submissions, key=lambda s: (settings.units.order(s.unit), s.unit, s.file, s.digest))
    matcher = Matcher(start)
    taken = {id(s): _take(s, matcher, table) for s in order}
    findings += _missing(order, taken, table)
    return Merged(table.ledger(), tuple(findings + table.findings), tuple(taken[id(s)] for s in submissions))


def _office_changes(base: Ledger, local: Ledger) -> tuple[Ledger, list[Finding]]:
    """The office's ledger with hand-deleted rows restored and only allowed moves of state."""
    findings: list[Finding] = []
    before = base.by_number()
    rows = [_checked_state(row, before.get(row.number), findings) for row in local.rows]
    present = {row.number for row in rows}
    restored = [row for row in base.rows if row.number not in present]
    for row in restored:
        findings.append(kinds.ROW_RESTORED.at(ledger_place(row), shorten(row["measure"])))
        rows.insert(_place_for(row, rows), row)
    return replace(local, rows=tuple(rows)), findings


def _checked_state(row: Measure, base: Measure | None, findings: list[Finding]) -> Measure:
    if base is None:
        return row
    state, complaint = state_by_office(base, row)
    if complaint:
        kind = kinds.STATE_REFUSED if complaint == "refused" else kinds.CLOSE_OUT_UNSIGNED
        message = f"{kind.title}（{base['state']} → {row['state']}）" if complaint == "refused" else ""
        findings.append(kind.at(replace(ledger_place(row), column="state"), row["state"], message=message))
    return row if row["state"] == state else row.but({"state": state})


def _place_for(row: Measure, rows: Sequence[Measure]) -> int:
    """Where a row belongs: behind the last row of its point, else of its problem, else at the end."""
    for key in ("point_no", "problem_no"):
        places = [i for i, r in enumerate(rows) if row[key] and r[key] == row[key]]
        if places:
            return places[-1] + 1
    return len(rows)


class _Table:
    """The ledger while it is being merged: rows by number, in order, with what was found on the way."""

    def __init__(self, base: Ledger, start: Ledger, settings: Settings, today: date) -> None:
        self.start, self.settings, self.today = start, settings, today
        self.base = base.by_number()
        self.rows = start.by_number()
        self.behind: dict[str, list[Measure]] = {}
        self.numbers = Numbers(start.rows)
        self.findings: list[Finding] = []
        self.empty = not start.rows
        self.told: set[tuple[str, str]] = set()
        """(file, cell) the reader has already complained about: one fault, one finding."""
        self.last_of: dict[str, str] = {}
        for row in start.rows:
            self.last_of[row["problem_no"]] = row.number
            if row["point_no"]:
                self.last_of[row["point_no"]] = row.number

    def note(self, kind: Kind, row: Measure, key: str, found: str, message: str = "") -> None:
        self.findings.append(kind.at(row.at(key), found, message=message))

    def add(self, row: Measure, like: Measure | None) -> Measure:
        """Register a new row under the problem of `like` (None: a problem of its own)."""
        known = {key: like[key] for key in ("problem_no", "problem", "category", "source")} if like else {}
        fresh = {k: v for k, v in row.values.items() if owner_of(k) is not Owner.TOOL and k in BY_KEY}
        blank = dict.fromkeys(
            ("serial", "number", "state", "closed_on", "accepted_by", "point_no", "last_rate"), ""
        )
        new = register(
            replace(row, values={**fresh, **blank, **known}), self.numbers, self.settings, self.today
        )
        new = new.but({"state": state_by_unit(new)})
        anchor = self.last_of.get(new["point_no"]) or self.last_of.get(new["problem_no"]) or ""
        self.behind.setdefault(anchor, []).append(new)
        return new

    def ledger(self) -> Ledger:
        rows: list[Measure] = []
        for old in self.start.rows:
            rows.append(self.rows[old.number])
            rows += self.behind.get(old.number, ())
        rows += self.behind.get("", ())
        return replace(self.start, rows=tuple(rows))


def _take(submission: Submission, matcher: Matcher, table: _Table) -> Taken:
    """Merge one submission's rows; a file or row with an error is left out and keeps last week's values."""
    if has_error(f for f in submission.findings if f.code.startswith(_WHOLE_FILE)):
        return Taken(submission, returned=submission.rows)
    table.told |= {
        (f.where.file or submission.file, f.where.cell)
        for f in submission.findings
        if f.severity.rank < 2 and f.where.cell
    }
    wrong = {(f.where.sheet, f.where.row) for f in submission.findings if f.severity.rank == 0}
    matches = matcher.match(submission.rows)
    doubles = repeated_rows(matches)
    merged, returned, numbers = [], [], []
    for match in matches:
        row = match.row
        named = match.known or match.doubt
        if named is not None:
            numbers.append(named.number)
        bad = (row.where.sheet, row.where.row) in wrong or _refused(match, doubles, submission, table)
        if bad:
            returned.append(row)
            continue
        merged.append(row)
        if match.known is not None:
            _merge_row(match.known, row, submission, table)
        else:
            new = table.add(row, match.problem)
            if not table.empty:
                table.note(
                    kinds.NEW_ROW,
                    replace(row, where=replace(row.where, number=new.number)),
                    "measure",
                    shorten(row["measure"]),
                    f"单位新增的措施，已编号{new.number}",
                )
    return Taken(submission, tuple(merged), tuple(returned), tuple(numbers))


def _refused(
    match: Matched, doubles: Mapping[str, list[Measure]], submission: Submission, table: _Table
) -> bool:
    """Say why a row cannot be merged; False when it can."""
    row = match.row
    if row.number and fold(row.number) in doubles:
        rows = "、".join(f"第{r.where.row}行" for r in doubles[fold(row.number)])
        table.note(
            kinds.DUPLICATE_ROW, row, "number", row.number, f"措施{row.number}在本表出现不止一次（{rows}）"
        )
    elif match.doubt is not None:
        held = f"台账{match.doubt.number}为“{shorten(match.doubt['measure'], 60)}”"
        table.note(
            kinds.DOUBTFUL_MATCH,
            row,
            "measure",
            shorten(row["measure"], 60),
            f"对不上台账里的哪一条措施：{held}",
        )
    elif match.known is None and match.problem is None and not table.empty:
        table.note(kinds.UNKNOWN_PROBLEM, row, "problem", shorten(row["problem"] or row["point"], 60))
    elif match.known is not None and not _leads(submission.unit, match.known):
        lead = match.known["lead_unit"]
        message = f"不是本单位牵头的措施（台账{match.known.number}的牵头单位是{lead}）"
        table.note(kinds.NOT_LEAD, row, "lead_unit", row["lead_unit"], message)
    else:
        return False
    return True


def _leads(unit: str, known: Measure) -> bool:
    """Whether a unit may report a row; where the lead unit is open or several, each named one may."""
    return not unit or not known["lead_unit"] or unit in names_in(known["lead_unit"])


def _merge_row(known: Measure, remote: Measure, submission: Submission, table: _Table) -> None:
    local, base = table.rows[known.number], table.base.get(known.number, table.rows[known.number])
    remote = replace(remote, where=replace(remote.where, number=known.number, unit=submission.unit))
    changes: dict[str, str] = {}
    supplied = bool(remote["measure"]) and not local["measure"]
    if supplied:
        message = f"单位给要点{known['point_no'] or known['problem_no']}补报了措施，编号{known.number}"
        table.note(kinds.NEW_ROW, remote, "measure", shorten(remote["measure"]), message)
    for key in submission.layout:
        if key in _IDENTITY or key in TOOL_KEYS or key.startswith(EXTRA) or key not in BY_KEY:
            continue
        value = _merge_cell(key, base, local, remote, table, quiet=supplied)
        if value != local[key]:
            changes[key] = value
    row = local.but(changes)
    row = row.but({"state": state_by_unit(row)})
    table.rows[known.number] = replace(row, where=remote.where, cells=remote.cells)


def _merge_cell(
    key: str, base: Measure, local: Measure, remote: Measure, table: _Table, *, quiet: bool
) -> str:
    """The merged value of one cell; what is refused is reported with all the texts there are.

    `quiet`: the row's measure is new, so what is filled in around it needs no word of its own.
    """
    b, mine, theirs = base[key], local[key], remote[key]
    if _same(key, theirs, mine, local, table) or (
        _same(key, theirs, b, local, table) and owner_of(key) is not Owner.UNIT
    ):
        return mine
    if owner_of(key) is Owner.UNIT:
        if _same(key, mine, b, local, table):
            return theirs
        if _same(key, theirs, b, local, table):
            return mine
        message = f"“{heading_of(key)}”办公室和单位都改了：上期“{shorten(b)}”，办公室“{shorten(mine)}”，单位“{shorten(theirs)}”"
        table.note(kinds.BOTH_CHANGED, remote, key, theirs, message)
        return mine
    if not mine and not b and BY_KEY[key].fillable:
        if not quiet:
            table.note(kinds.FILLED_IN, remote, key, theirs, f"单位补填了“{heading_of(key)}”")
        return theirs
    asked = (theirs or key in _NOT_BLANKED) and key in remote.cells and is_open(local["state"])
    if asked and (remote.where.file, remote.cells[key]) not in table.told:
        said = f"单位改为“{shorten(theirs, 80)}”" if theirs else "单位报的是空格"
        message = f"“{heading_of(key)}”由办公室掌握，台账为“{shorten(mine, 80)}”，{said}"
        table.note(kinds.OFFICE_COLUMN_CHANGED, remote, key, theirs, message)
    return mine


def _same(key: str, one: str, other: str, row: Measure, table: _Table) -> bool:
    if one == other or same_meaning(
        "people" if key in ("leader", "person") else BY_KEY[key].kind, one, other
    ):
        return True
    if key != "deadline" or not one or not other:
        return False
    first, second = (deadline_of(row.but({key: text}), table.settings, table.today) for text in (one, other))
    return first.latest_day is not None and first.latest_day == second.latest_day


def _missing(order: Sequence[Submission], taken: dict[int, Taken], table: _Table) -> list[Finding]:
    """留号: open rows of a unit that reported, without the row among what it sent."""
    reported: dict[str, set[str]] = {}
    for submission in order:
        account = taken[id(submission)]
        if account.merged:
            reported.setdefault(submission.unit, set()).update(account.numbers)
    everywhere = set().union(*reported.values()) if reported else set()
    found = []
    for row in table.start.rows:
        owed = is_open(row["state"]) and row["measure"] and row.number not in everywhere
        unit = next((u for u in names_in(row["lead_unit"]) if u in reported), "") if owed else ""
        if unit:
            where = replace(ledger_place(row), unit=unit)
            found.append(
                kinds.ROW_MISSING.at(
                    where,
                    shorten(row["measure"]),
                    message=f"本期没有报措施{row.number}（{shorten(row['measure'], 30)}）",
                )
            )
    return found

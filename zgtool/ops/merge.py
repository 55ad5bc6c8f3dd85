"""base × the office's ledger × what units sent → the new ledger, cell by cell, by owner.

base: the ledger as last filed, which is what units were handed. Each column belongs to the
office or to the lead unit; no row is ever dropped: a row missing from a submission or
deleted from the ledger by hand stays (留号) and is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zgtool.model.columns import BY_KEY, TOOL_KEYS
from zgtool.model.finding import Finding, has_error
from zgtool.model.ledger import Ledger, Measure, Submission
from zgtool.model.office_sheets import CLOSEOUT
from zgtool.model.settings import Settings
from zgtool.model.status import IN_HAND, REGISTERED, REQUESTED, is_open
from zgtool.model.text import fold, shorten
from zgtool.ops import kinds
from zgtool.ops.beside import supports
from zgtool.ops.cells import Cells, merge_cell
from zgtool.ops.claims import claimed, unclaimed
from zgtool.ops.closeout import closeout_lines
from zgtool.ops.found import is_own_find, numbered
from zgtool.ops.lifecycle import refused, request_basis, request_faults, request_gaps, state_by_unit
from zgtool.ops.match import Matched, Matcher, repeated_rows
from zgtool.ops.merge_table import Table
from zgtool.ops.office import office_changes
from zgtool.ops.office_work import office_sheets
from zgtool.ops.past import Past
from zgtool.ops.record import entry, with_lines
from zgtool.ops.register import ledger_place, register_ledger
from zgtool.ops.terms import names_in

_IDENTITY = frozenset({"number", "problem_no", "point_no", "serial", "registered_on", "last_rate",
                       "support", "claimed"})  # fmt: skip
"""Columns that say which row it is, or that only repeat; they are never taken over from a unit."""

_WHOLE_FILE = ("F", "C1", "X118", "X126")
"""Codes of errors that speak of a whole file: its layout or its sender, not one row."""


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
    base: Ledger,
    local: Ledger,
    submissions: Sequence[Submission],
    settings: Settings,
    today: date,
    week: str = "",
    past: Past | None = None,
) -> Merged:
    """Merge every submission into the office's ledger.

    Submissions are taken in roster order of their units, so the order of files makes no
    difference. Merging the same submissions into the result changes nothing. Every move of state is
    entered in the record, under `week` ("2020-W24"). past: earlier weeks, for what stands still.
    """
    office = office_changes(base, local, settings, today)
    start, numbering = register_ledger(office.ledger, settings, today)
    start, registered = numbered(start, today)
    findings = [*office.findings, *numbering]
    table = Table(base, start, settings, today)
    order = sorted(submissions, key=lambda s: (settings.units.order(s.unit), s.unit, s.file, s.digest))
    matcher = Matcher(start)
    taken = {id(s): _take(s, matcher, table) for s in order}
    missing = [*_missing(order, taken, table), *table.contradictions()]
    missing += unclaimed(table.ledger(), settings) if base.rows and week else []
    left_out = {f.where.number for f in missing if f.code == kinds.ROW_MISSING.code}
    entries = (*office.entries, *registered, *table.moves)
    ledger = office_sheets(table.ledger(), entries, table.proposals, settings, today, week, past or Past())
    ledger = with_lines(ledger, CLOSEOUT.name, closeout_lines(ledger, left_out, office.held, week))
    accounts = tuple(taken[id(s)] for s in submissions)
    return Merged(ledger, tuple(findings + missing + table.findings), accounts)


def _take(submission: Submission, matcher: Matcher, table: Table) -> Taken:
    """Merge one submission's rows; a file or row with an error is left out and keeps last week's values."""
    if has_error(f for f in submission.findings if f.code.startswith(_WHOLE_FILE)):
        return Taken(submission, returned=submission.rows)
    table.told |= {
        (f.where.file or submission.file, f.where.cell)
        for f in submission.findings
        if f.severity.rank < 2 and f.where.cell
    }
    wrong = {(f.where.sheet, f.where.row) for f in submission.findings if f.severity.rank == 0}
    matches = matcher.match(submission.rows, submission.unit)
    doubles = repeated_rows(matches)
    merged, returned, numbers = [], [], []
    for match in matches:
        row = match.row
        named = match.known or match.twin or match.doubt
        beside = _beside(submission.unit, match.known, table)
        if named is not None and beside is None:
            numbers.append(named.number)
        faulty = (row.where.sheet, row.where.row) in wrong
        if not faulty and match.is_new and not table.empty and is_own_find(row):
            table.propose(row, submission)
            merged.append(row)
            continue
        bad = faulty or _refused(match, doubles, submission, table)
        if bad:
            returned.append(row)
            continue
        merged.append(row)
        if beside is not None:
            table.support(beside.number, row, submission)
        elif match.known is not None:
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
    match: Matched, doubles: Mapping[str, list[Measure]], submission: Submission, table: Table
) -> bool:
    """Say why a row cannot be merged; False when it can."""
    row = match.row
    if row.number and fold(row.number) in doubles:
        rows = "、".join(f"第{r.where.row}行" for r in doubles[fold(row.number)])
        table.note(
            kinds.DUPLICATE_ROW, row, "number", row.number, f"措施{row.number}在本表出现不止一次（{rows}）"
        )
    elif match.twin is not None:
        message = f"与本表另一行重复（“{shorten(match.twin['measure'], 30)}”），只并入先出现的一行"
        table.note(kinds.DUPLICATE_ROW, row, "measure", shorten(row["measure"], 60), message)
    elif match.doubt is not None:
        held = f"台账{match.doubt.number}为“{shorten(match.doubt['measure'], 60)}”"
        table.note(
            kinds.DOUBTFUL_MATCH,
            row,
            "measure",
            shorten(row["measure"], 60),
            f"对不上台账里的哪一条措施：{held}",
        )
    elif match.known is None and match.problem is None and not table.first_report_of(submission.unit):
        table.note(kinds.UNKNOWN_PROBLEM, row, "problem", shorten(row["problem"] or row["point"], 60))
    elif match.known is not None and not (
        _leads(submission.unit, match.known, table.settings) or supports(submission.unit, match.known)
    ):
        lead = match.known["lead_unit"]
        message = f"不是本单位牵头的措施（台账{match.known.number}的牵头单位是{lead}）"
        table.note(kinds.NOT_LEAD, row, "lead_unit", row["lead_unit"], message)
    else:
        return False
    return True


def _beside(unit: str, known: Measure | None, table: Table) -> Measure | None:
    """The row, when a unit reports it as a supporting unit only."""
    if known is None or not supports(unit, known) or _leads(unit, known, table.settings):
        return None
    return known


def _leads(unit: str, known: Measure, settings: Settings) -> bool:
    """Whether a unit may report a row.

    Where the lead unit is open, several or no unit of the roster, it may: who leads is then still
    to be settled by the office, and the unit's work is not to wait for that.
    """
    leads = names_in(known["lead_unit"])
    if not unit or not leads or unit in leads:
        return True
    return bool(len(settings.units)) and not any(settings.units.find(name).unit for name in leads)


def _merge_row(known: Measure, remote: Measure, submission: Submission, table: Table) -> None:
    local, base = table.rows[known.number], table.base.get(known.number, table.rows[known.number])
    remote = replace(remote, where=replace(remote.where, number=known.number, unit=submission.unit))
    supplied = bool(remote["measure"]) and not local["measure"]
    if supplied:
        message = f"单位给要点{known['point_no'] or known['problem_no']}补报了措施，编号{known.number}"
        table.note(kinds.NEW_ROW, remote, "measure", shorten(remote["measure"]), message)
    if remote["number"] and fold(remote["number"]) != fold(known.number):
        message = f"措施编号填的是“{remote['number']}”，按内容认定为{known.number}"
        table.note(kinds.NUMBER_DIFFERS, remote, "number", remote["number"], message)
    cells = Cells(
        base,
        local,
        remote,
        table.settings,
        table.today,
        note=lambda kind, key, found, message: table.note(kind, remote, key, found, message),
        other=table.reporter.get(known.number, ""),
        supplied=supplied,
        told=lambda cell: (remote.where.file, cell) in table.told,
    )
    keys = [k for k in submission.layout if k in BY_KEY and k not in _IDENTITY and k not in TOOL_KEYS]
    row = local.but({key: merge_cell(cells, key) for key in keys})
    if supplied:
        row = row.but({"registered_on": table.today.isoformat()})
    row = _moved(row, base, submission.unit, table)
    _tell_faulty_request(row, remote, table)
    row = claimed(row, submission, table.today)
    table.rows[known.number] = replace(row, where=remote.where, cells=remote.cells)
    table.reporter[known.number] = submission.unit


def _moved(row: Measure, base: Measure, unit: str, table: Table) -> Measure:
    """The row in the state its unit's report moves it to, the move entered in the record."""
    old, new = row["state"] or REGISTERED, state_by_unit(base, row)
    if new != old:
        basis = request_basis(row) if new == REQUESTED else ""
        on = table.today.isoformat()
        what = {IN_HAND: "撤回申请" if old == REQUESTED else "开始整改"}.get(new, new)
        table.moves.append(entry(row.number, what, old, new, by=unit or row["lead_unit"], on=on, basis=basis))
    return row.but({"state": new})


def _tell_faulty_request(row: Measure, remote: Measure, table: Table) -> None:
    """A request that is not taken up for more than a missing paper, which the rules S101 to S103 tell."""
    if not refused(row):
        return
    gaps = request_gaps(row)
    faults = [(key, said) for key, said in request_faults(row) if key not in gaps]
    if faults:
        said = "，".join(sentence for _, sentence in faults)
        table.note(kinds.REQUEST_FAULTY, remote, faults[0][0], row[faults[0][0]], f"申请销号没有受理：{said}")


def _missing(order: Sequence[Submission], taken: dict[int, Taken], table: Table) -> list[Finding]:
    """留号: open rows of a unit that reported, without the row among what it sent."""
    reported: dict[str, set[str]] = {}
    for submission in order:
        account = taken[id(submission)]
        if account.merged:
            reported.setdefault(submission.unit, set()).update(account.numbers)
    everywhere = set().union(*reported.values()) if reported else set()
    found = []
    for row in table.start.rows:
        handed_out = row.number in table.base or not table.base
        owed = is_open(row["state"]) and row["measure"] and handed_out and row.number not in everywhere
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

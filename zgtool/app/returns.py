"""退改单: which units get their workbook back, with which findings, and the writing of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zgtool.app.assess import Assessment
from zgtool.app.examples import example_for
from zgtool.model.columns import BY_KEY, TOOL_KEYS
from zgtool.model.finding import Finding, Severity
from zgtool.model.ledger import Ledger, Measure, Submission
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.kinds import ROW_MISSING
from zgtool.ops.merge import Taken
from zgtool.workspace.layout import return_name
from zgtool.writing.form_xlsx import OFFICE_ONLY
from zgtool.writing.reproducible import write_whole

if TYPE_CHECKING:
    from zgtool.writing.annotate_xlsx import Marked


@dataclass(frozen=True, slots=True)
class Returned:
    """One workbook that goes back. file: what it answers; places: the cell of a finding in it, "'台账'!D7"."""

    unit: str
    file: str
    path: Path
    places: Mapping[Finding, str]


def write_returns(
    folder: Path, found: Assessment, settings: Settings, week: ReportWeek, originals: Mapping[str, bytes]
) -> list[Returned]:
    """Write the workbooks to send back below `folder`; raises OSError, LimitExceeded.

    originals: bytes of each file that came in, by the name findings give it.
    """
    written = []
    for account, faults in to_return(found, originals):
        submission = account.submission
        own = [_in_own_file(f, submission.file) for f in faults]
        marked = _marked(account, own, settings, week, originals[submission.file], found.ledger)
        path = folder / return_name(submission.unit, marked.ending)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, marked.data)
        places = {f: marked.places[o] for f, o in zip(faults, own, strict=True) if o in marked.places}
        written.append(Returned(submission.unit, submission.file, path, places))
    return written


def to_return(found: Assessment, originals: Mapping[str, bytes]) -> list[tuple[Taken, list[Finding]]]:
    """Units' files that counted and have something to mend, each with all the unit has to mend.

    Besides what stands in the file that is the measures it left out; what else the ledger shows is for
    the office to settle. A unit that was merely late gets nothing back.
    """
    by_file: dict[str, list[Finding]] = {}
    by_unit: dict[str, list[Finding]] = {}
    for finding in found.findings:
        where = finding.where
        if finding.severity is Severity.INFO:
            continue
        if where.file in originals:
            by_file.setdefault(where.file, []).append(finding)
        elif finding.code == ROW_MISSING.code:
            by_unit.setdefault(where.unit, []).append(finding)
    answered = []
    for account in found.taken:
        submission = account.submission
        faults = by_file.get(submission.file, []) + by_unit.get(submission.unit, [])
        if submission.unit and not account.aside and faults and submission.file in originals:
            answered.append((account, faults))
    return answered


def _in_own_file(finding: Finding, file: str) -> Finding:
    """The finding as the unit sees it: of the ledger, which it does not have, only the name is told."""
    where = finding.where
    if where.file == file:
        return finding
    return replace(finding, where=replace(where, sheet="总台账（整改办）", row=None, cell=""))


def _marked(
    account: Taken,
    faults: Sequence[Finding],
    settings: Settings,
    week: ReportWeek,
    original: bytes,
    ledger: Ledger,
) -> Marked:
    from zgtool.writing.annotate_xlsx import annotated
    from zgtool.writing.return_form_xlsx import return_form

    submission = account.submission
    edition = max(submission.edition, 1) + 1
    try:
        return annotated(
            original, faults, unit=submission.unit, week=week, edition=edition, example=example_for
        )
    except Exception:
        # Unpatchable, or a fault of ours: one odd file costs its unit the layout, not the office its week.
        pass
    rows, completed = _completed(submission, ledger)
    return return_form(
        submission.unit,
        rows,
        faults,
        settings=settings,
        week=week,
        edition=edition,
        own=submission.layout,
        completed=completed,
        example=example_for,
    )


def _completed(submission: Submission, ledger: Ledger) -> tuple[list[Measure], bool]:
    """The file's rows with what the ledger holds in columns the file did not have; whether that is so for all.

    Only what a form shows is filled in: the office's own records and columns stay with the office.
    """
    homes = {(r.where.sheet, r.where.row): r for r in ledger.rows if r.where.file == submission.file}
    kept = {*submission.layout, *OFFICE_ONLY, *TOOL_KEYS}
    rows = []
    for row in submission.rows:
        merged = homes.get((row.where.sheet, row.where.row))
        known = merged.values if merged else {}
        rows.append(row.but({k: v for k, v in known.items() if k in BY_KEY and k not in kept}))
    return rows, all((r.where.sheet, r.where.row) in homes for r in submission.rows)

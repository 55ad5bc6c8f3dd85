"""Which of the files that came in count: one per unit, of this week, each only once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from zgtool.model.columns import SERIAL, heading_of
from zgtool.model.finding import Finding, Location, Severity, has_error
from zgtool.model.ledger import Ledger, Submission
from zgtool.model.settings import Settings
from zgtool.model.text import shorten
from zgtool.ops import kinds
from zgtool.ops.attachments import with_evidence
from zgtool.ops.diff import diff_ledgers

MERGED, RETURNED, UNREADABLE = "合并", "退回", "读不了"
SAME, OLDER, OTHER_WEEK = "重复", "被新件替代", "非本周"
EVIDENCE = "佐证"
WEEK_CONFLICT = "F203"
"""The reader's code for a file whose places name different weeks."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Submissions to merge, those set aside with the reason, and what was found on the way."""

    chosen: tuple[Submission, ...]
    aside: tuple[tuple[Submission, str, str], ...]
    """(submission, fate, reason in words)"""
    findings: tuple[Finding, ...]


def sort_intake(submissions: Sequence[Submission], week: str, settings: Settings) -> Intake:
    """Sort what came in, given in order of arrival. `week`: "2020-W24", or "" to take files of any week (merging a folder).

    Evidence that lies loose beside a unit's ledger goes with it. Same bytes count once; of two different files of one unit the mended one counts, then the later
    arrival; a file of another week is not merged.
    """
    submissions, evidence, findings = with_evidence(submissions, settings)
    aside = [(s, EVIDENCE, "作为佐证材料留存") for s in evidence]
    seen: dict[str, str] = {}
    current: dict[str, Submission] = {}
    loose: list[Submission] = []
    for submission in (_answerable(s, week, settings) for s in submissions):
        first = seen.setdefault(submission.digest or submission.file, submission.file)
        if first != submission.file:
            aside.append((submission, SAME, f"与“{first}”完全相同"))
            where = Location(file=submission.file, unit=submission.unit)
            findings.append(kinds.SAME_FILE.at(where, first, message=f"与“{first}”完全相同，没有重复处理"))
        elif _is_of_another(submission, week):
            findings += _placed(submission)
            aside.append((submission, OTHER_WEEK, f"{submission.week_by or '表内'}写的是{submission.week}"))
        elif not submission.unit:
            loose.append(submission)
        elif submission.unit in current:
            old, new = sorted((current[submission.unit], submission), key=_precedence)
            aside.append((old, OLDER, f"以后到的“{new.file}”为准"))
            if new.edition <= max(old.edition, 1):
                findings.append(_superseded(old, new))
            current[submission.unit] = new
        else:
            current[submission.unit] = submission
    chosen = (*current.values(), *loose)
    findings += [f for submission in chosen for f in _placed(submission)]
    return Intake(chosen, tuple(aside), tuple(findings))


def _is_of_another(submission: Submission, week: str) -> bool:
    return bool(week and submission.week and submission.week != week) and not _disagrees(submission)


def _disagrees(submission: Submission) -> bool:
    return any(f.code == kinds.WEEK_DOUBTFUL.code for f in submission.findings)


def _answerable(submission: Submission, week: str, settings: Settings) -> Submission:
    """A file that could not be read still came from the unit its name tells; one without rows is no report.

    One whose own words disagree about the week (last week's form filled again, say) is asked about:
    it is neither merged nor taken for a report of another week.
    """
    if submission.rows and week and submission.week not in ("", week) and says_two_weeks(submission):
        told = f"{submission.week_by or '表内'}写的是{submission.week}，别处写的不是"
        doubt = kinds.WEEK_DOUBTFUL.at(
            Location(file=submission.file), submission.week, message=f"报告周对不上（{told}），整份没有并入"
        )
        return replace(submission, findings=(*submission.findings, doubt))
    if submission.rows:
        return submission
    if not has_error(submission.findings):
        empty = kinds.EMPTY_REPORT.at(Location(file=submission.file))
        return replace(submission, findings=(*submission.findings, empty))
    unit = settings.units.named_in(submission.file) if not submission.unit else None
    return replace(submission, unit=unit.name, unit_by="文件名") if unit else submission


def says_two_weeks(submission: Submission) -> bool:
    """Whether a file's own places (form, title, filling date, name) name different weeks."""
    return any(f.code == WEEK_CONFLICT for f in submission.findings)


def _precedence(submission: Submission) -> tuple[int, datetime]:
    """A mended workbook replaces what it mends; otherwise the later arrival counts, an unknown one being new."""
    return (max(submission.edition, 1), submission.arrived or datetime.max)


def _placed(submission: Submission) -> list[Finding]:
    """The reader's findings with the unit and file they belong to."""
    return [
        replace(f, where=replace(f.where, unit=submission.unit, file=f.where.file or submission.file))
        for f in submission.findings
    ]


def _superseded(old: Submission, new: Submission) -> Finding:
    diff = diff_ledgers(Ledger(old.rows, old.layout), Ledger(new.rows, new.layout))
    parts = []
    if diff.added:
        parts.append(f"多{len(diff.added)}行")
    if diff.gone:
        parts.append(f"少{len(diff.gone)}行")
    cells = [(c, key) for c in diff.changed for key in c.keys if key != SERIAL.key]
    if cells:
        change, key = cells[0]
        parts.append(
            f"改{len(cells)}格，如“{shorten(change.new['measure'], 15)}”的“{heading_of(key)}”由"
            f"“{shorten(change.old[key], 20)}”改为“{shorten(change.new[key], 20)}”"
        )
    told = "，".join(parts) or "各格内容相同"
    where = Location(file=new.file, unit=new.unit)
    return kinds.SUPERSEDED.at(
        where, old.file, message=f"同一单位还报了“{old.file}”，以后到的“{new.file}”为准（{told}）"
    )


def severity_counts(findings: Sequence[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts

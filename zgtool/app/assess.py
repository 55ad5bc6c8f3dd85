"""From what was read to what the week says: no file is touched here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from zgtool import rules as _rules  # noqa: F401  (importing the package builds the catalogue)
from zgtool.app.result import FileFate
from zgtool.model.finding import Finding, in_order
from zgtool.model.ledger import Ledger, Submission
from zgtool.model.office_sheets import RESULTS, STUDY
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings, Waiver, WaiverUse
from zgtool.ops.diff import Diff, diff_ledgers
from zgtool.ops.intake import EVIDENCE, MERGED, RETURNED, SAME, UNREADABLE, sort_intake
from zgtool.ops.merge import Taken, merge_submissions
from zgtool.ops.past import Past
from zgtool.ops.record import with_lines
from zgtool.ops.results import results_lines
from zgtool.ops.study import study_lines
from zgtool.ops.summary import Summary, summarise
from zgtool.rules.engine import Waived, check_ledger, check_receipts
from zgtool.rules.registry import Context


@dataclass(frozen=True, slots=True)
class Assessment:
    """The week as it stands: the new ledger, every finding, the figures and what became of each file."""

    ledger: Ledger
    findings: tuple[Finding, ...]
    summary: Summary
    diff: Diff
    taken: tuple[Taken, ...]
    files: tuple[FileFate, ...]
    waived: tuple[Waived, ...] = ()


def assess(
    base: Ledger,
    local: Ledger,
    previous: Ledger | None,
    submissions: Sequence[Submission],
    settings: Settings,
    *,
    week: ReportWeek,
    today: date,
    closes: datetime | None,
    any_week: bool = False,
    first: bool = False,
    past: Past | None = None,
) -> Assessment:
    """Merge, check and count. `previous` and `first` as `ops.summary.summarise` takes them; `past`: earlier weeks.

    `any_week`: take files whatever week they are of (merging a folder outside a work area).
    """
    intake = sort_intake(submissions, "" if any_week else str(week), settings)
    merged = merge_submissions(
        base, local, intake.chosen, settings, today, "" if any_week else str(week), past
    )
    ledger = merged.ledger
    if not any_week:  # outside a work area no next run would read what the office decides on these sheets
        ledger = with_lines(ledger, STUDY.name, study_lines(ledger, settings, today))
        ledger = with_lines(ledger, RESULTS.name, results_lines(ledger))
    accepted = [t.submission for t in merged.taken if t.merged]
    evidence = {s.unit: s.evidence for s in accepted if s.evidence}
    context = Context(settings, today, week, closes, past or Past(), evidence)
    checked = check_ledger(merged.ledger, context, accepted)
    findings = [
        *_numbered(intake.findings, merged.ledger),
        *merged.findings,
        *checked.findings,
    ]
    # A unit's evidence is no report of the unit: it says nothing of when it reported.
    aside = (replace(s, unit="") if fate == EVIDENCE else s for s, fate, _ in intake.aside if fate != SAME)
    taken = (*merged.taken, *(Taken(s, aside=True) for s in aside))
    summary = summarise(previous, merged.ledger, taken, findings, settings, week, today, closes, first=first)
    if not any_week:
        reporting = check_receipts(summary.receipts, context)
        findings += reporting.findings
        checked += reporting
    files = [_fate(t) for t in merged.taken]
    files += [FileFate(s.file, fate, s.unit, reason) for s, fate, reason in intake.aside]
    order = {s.file: place for place, s in enumerate(submissions)}
    return Assessment(
        ledger=replace(ledger, week=str(week)),
        findings=tuple(in_order(findings)),
        summary=summary,
        diff=diff_ledgers(previous, merged.ledger) if previous is not None else Diff(),
        taken=taken,
        files=tuple(sorted(files, key=lambda f: order.get(f.name, 0))),
        waived=checked.waived,
    )


def waiver_uses(waivers: Sequence[Waiver], waived: Sequence[Waived], today: date) -> tuple[WaiverUse, ...]:
    """The office's waivers, those in force first, each with what it kept from being reported."""
    kept: dict[Waiver, list[Finding]] = {}
    for entry in waived:
        kept.setdefault(entry.waiver, []).append(entry.finding)
    uses = [WaiverUse(w, w.in_force(today), tuple(in_order(kept.get(w, ())))) for w in dict.fromkeys(waivers)]
    return tuple(sorted(uses, key=lambda use: not use.in_force))


def _numbered(findings: Sequence[Finding], ledger: Ledger) -> Iterator[Finding]:
    """The reader's findings with the 措施编号 of the row they stand in, where it was merged."""
    numbers = {(r.where.file, r.where.sheet, r.where.row): r.number for r in ledger.rows}
    for f in findings:
        number = numbers.get((f.where.file, f.where.sheet, f.where.row), "") if f.where.row else ""
        yield replace(f, where=replace(f.where, number=number)) if number else f


def _fate(account: Taken) -> FileFate:
    submission = account.submission
    if account.merged:
        again = f"第{submission.edition}次报送，" if submission.edition > 1 else ""
        reason = f"{again}并入{len(account.merged)}行" + (
            f"，退回{len(account.returned)}行" if account.returned else ""
        )
        return FileFate(submission.file, RETURNED if account.returned else MERGED, submission.unit, reason)
    errors = [f for f in submission.findings if f.severity.rank == 0]
    reason = "；".join(dict.fromkeys(f.message for f in errors[:3])) or "没有可以并入的行"
    return FileFate(submission.file, RETURNED if submission.rows else UNREADABLE, submission.unit, reason)

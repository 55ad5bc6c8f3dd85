"""The weekly run: 收件 → read → settle unit and week → check → merge → diff → papers → 归档."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import zgtool
from zgtool.app.assess import Assessment, assess
from zgtool.app.calls import closes_of, week_number
from zgtool.app.papers import Scene, write_papers, write_weekly_paper
from zgtool.app.result import FileFate, RunResult
from zgtool.model.columns import Owner, owner_of
from zgtool.model.finding import Finding
from zgtool.model.ledger import Ledger, Submission
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.intake import severity_counts
from zgtool.reading.files import Incoming, read_files
from zgtool.reading.submission import read_ledger
from zgtool.workspace import archive, disk, filed, inbox
from zgtool.workspace.layout import LEDGER_BEFORE_NAME, LEDGER_NAME, WorkArea
from zgtool.workspace.lock import lock
from zgtool.workspace.manifest import InputEntry, Manifest
from zgtool.workspace.publish import recover
from zgtool.workspace.settings import plain_settings

Progress = Callable[[int, int], None]


class NoLedger(Exception):
    """The work area has no ledger to merge into; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a run looks at, read and laid out; nothing has been changed yet.

    base: the ledger as committed before this edition; local: the office's ledger now; previous:
    the ledger of the last earlier week, in the `first` week the one taken over. received: what came in, earlier editions included;
    new: the files of 收件 that this edition takes in; held: files of a later week, left in 收件.
    """

    base: Ledger
    local: Ledger
    previous: Ledger | None
    first: bool
    edition: int
    changed: bool
    received: tuple[tuple[Incoming, tuple[Submission, ...]], ...]
    new: tuple[Incoming, ...]
    held: tuple[FileFate, ...]
    ledger_sha256: str
    findings: tuple[Finding, ...]


def run_week(
    area: WorkArea,
    week: ReportWeek,
    today: date,
    settings: Settings,
    *,
    now: datetime | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """Run one report week and file it; with `dry_run` only foresee it, into a folder of its own.

    `now`: the moment of the run, None when a past day is replayed (then arrival times are only
    those of 收文登记). A week that was filed and has nothing new is told again and left as it is.
    Raises NoLedger, ArchiveDamaged, Busy, LedgerInUse, LedgerChanged, CannotWrite: one sentence each.
    """
    if dry_run:
        return _run(area, week, today, settings, now, True, progress, ())
    with lock(area, now):
        archive.clear_stale(area)
        recovered = recover(area)
        return _run(area, week, today, settings, now, False, progress, recovered)


def _run(
    area: WorkArea,
    week: ReportWeek,
    today: date,
    settings: Settings,
    now: datetime | None,
    dry_run: bool,
    progress: Progress | None,
    recovered: tuple[Finding, ...],
) -> RunResult:
    closes = closes_of(week, settings)
    desk = lay_out(area, week, today, settings, now, progress)
    submissions = [s for _, read in desk.received for s in read]
    found = assess(
        desk.base,
        desk.local,
        desk.previous,
        submissions,
        settings,
        week=week,
        today=today,
        closes=closes,
        first=desk.first,
    )
    found = replace(found, findings=(*recovered, *desk.findings, *found.findings))
    result = RunResult(
        week=week,
        edition=desk.edition,
        changed=desk.changed,
        dry_run=dry_run,
        closes=closes,
        files=(*found.files, *desk.held),
        summary=found.summary,
        findings=found.findings,
        outputs={},
        ledger_rows=len(found.ledger),
    )
    if not desk.changed:
        return replace(result, outputs=_published(area, week, desk.edition))
    scene = _scene(area, desk, settings, week, today, closes)
    if dry_run:
        folder = area.output / f"{week.label}（预演）"
        papers = write_papers(folder, found, scene)
        return replace(result, outputs={p.key: p.path for p in papers})
    manifest, tidied = _file(area, desk, found, scene, now)
    return replace(
        result, findings=(*found.findings, *tidied), outputs=_published(area, week, manifest.edition)
    )


def lay_out(
    area: WorkArea,
    week: ReportWeek,
    today: date,
    settings: Settings,
    now: datetime | None,
    progress: Progress | None = None,
) -> Desk:
    """Read the ledgers and everything that came in for a week. Raises NoLedger, ArchiveDamaged, CannotWrite."""
    manifest = filed.manifest_of(area, week)
    base_file = filed.last_filed_ledger(area)
    if base_file is None or not area.ledger.exists():
        raise NoLedger(
            f"“{area.root.name}”里还没有总台账。请先运行 zgtool init 建立工作区，有现成台账的加上 --ledger。"
        )
    ledger_bytes = disk.read_bytes(area.ledger)
    kept, waiting = filed.originals(area, week), inbox.scan_inbox(area, today, now)
    # In order of arrival, so that of two equal files the one that came first is the original.
    waiting = tuple(sorted(waiting, key=lambda i: (i.arrived or datetime.max, len(i.name), i.name)))
    again = {i.name for i in waiting}
    incoming = [
        Incoming(f"此前收到/{i.name}" if i.name in again else i.name, i.path, i.arrived) for i in kept
    ]
    incoming += [Incoming(i.name, i.path, i.arrived) for i in waiting]
    read = _grouped(
        incoming, read_files(incoming, settings.units, settings.headings, week=str(week), progress=progress)
    )
    held = [(i, s) for i, s in read[len(kept) :] if s and all(x.week > str(week) for x in s)]
    received = [pair for pair in read if pair not in held]
    new = tuple(i for i, _ in received[len(kept) :])
    last = base_file[2]
    edited = manifest == last and manifest is not None and disk.digest(ledger_bytes) != manifest.ledger.sha256
    changed = manifest is None or bool(new) or edited
    findings: tuple[Finding, ...] = inbox.check_inbox(area, today)
    local, own, _ = read_ledger(ledger_bytes, LEDGER_NAME, settings.units, settings.headings)
    base = _ledger(base_file[0], settings)
    edition = filed.next_edition(area, week) if changed else manifest.edition if manifest else 1
    if not changed and manifest is not None:
        base, local = _as_it_was(area, manifest, settings)
    before = filed.filed_ledger_before(area, week)
    previous = _ledger(before[0], settings) if before else None
    fates = tuple(FileFate(i.name, "留待下周", s[0].unit, f"是{s[0].week}的，仍放在收件里") for i, s in held)
    first = before is None or before[2] is None
    return Desk(
        base,
        local,
        previous,
        first,
        edition,
        changed,
        tuple(received),
        new,
        fates,
        disk.digest(ledger_bytes),
        (*findings, *_office_only(own)),
    )


def _office_only(findings: Sequence[Finding]) -> list[Finding]:
    """What reading the ledger found in the office's columns; units' cells were judged in the units' own files."""
    return [f for f in findings if not f.where.column or owner_of(f.where.column) is not Owner.UNIT]


def _grouped(
    incoming: Sequence[Incoming], submissions: Sequence[Submission]
) -> list[tuple[Incoming, tuple[Submission, ...]]]:
    """Submissions with the file they came in; a zip brings several, named behind its own name."""
    read: dict[str, list[Submission]] = {}
    names = sorted((i.name for i in incoming), key=len, reverse=True)
    for submission in submissions:
        home = next(
            (n for n in names if submission.file == n or submission.file.startswith(f"{n}/")), submission.file
        )
        read.setdefault(home, []).append(submission)
    return [(i, tuple(read.get(i.name, ()))) for i in incoming]


def _ledger(data: bytes, settings: Settings) -> Ledger:
    return read_ledger(data, LEDGER_NAME, settings.units, settings.headings)[0]


def _as_it_was(area: WorkArea, manifest: Manifest, settings: Settings) -> tuple[Ledger, Ledger]:
    """(base, local) as they were when an edition was made, so that telling it again tells the same."""
    behind = next(f.manifest for f in filed.read_archive(area).filed if f.link == manifest.previous)
    base = disk.read_bytes(area.archive / behind.folder / behind.ledger.name)
    local = disk.read_bytes(area.archive / manifest.folder / LEDGER_BEFORE_NAME)
    return _ledger(base, settings), _ledger(local, settings)


def _published(area: WorkArea, week: ReportWeek, edition: int) -> dict[str, Path]:
    manifest = filed.manifest_of(area, week)
    folder = area.published(week, edition)
    outputs = {"ledger": area.ledger}
    for entry in manifest.outputs if manifest else ():
        if entry.kind != "ledger":
            outputs[f"return:{entry.unit}" if entry.kind == "return" else entry.kind] = folder / entry.name
    return outputs


def _scene(
    area: WorkArea, desk: Desk, settings: Settings, week: ReportWeek, today: date, closes: datetime | None
) -> Scene:
    weeks = {m.week for m in filed.filed_weeks(area) if m.week < str(week)}
    return Scene(
        settings=settings,
        week=week,
        number=week_number(week, settings, len(weeks)),
        edition=desk.edition,
        today=today,
        closes=closes,
        originals={i.name: disk.read_bytes(i.path) for i, _ in desk.received},
        template=area.templates / settings.weekly_template if settings.weekly_template else None,
    )


def _file(
    area: WorkArea, desk: Desk, found: Assessment, scene: Scene, now: datetime | None
) -> tuple[Manifest, tuple[Finding, ...]]:
    """Write the papers into a staging folder and commit it: the week is done, or nothing has happened."""
    fates = {f.name: f for f in found.files}
    with archive.stage(area, scene.week, desk.edition) as staging:
        inputs = [
            staging.keep_original(
                InputEntry(
                    i.name,
                    "",
                    fates[i.name].unit if i.name in fates else "",
                    fates[i.name].fate if i.name in fates else "",
                    i.arrived,
                ),
                scene.originals[i.name],
            )
            for i in desk.new
        ]
        papers = write_papers(staging.path, found, scene)
        manifest = Manifest(
            week=str(scene.week),
            edition=desk.edition,
            folder=staging.folder,
            run_at=now,
            today=scene.today,
            version=zgtool.__version__,
            ledger_before=desk.ledger_sha256,
            inputs=tuple(inputs),
            outputs=tuple(staging.output(p.kind, p.path, p.unit) for p in papers),
            counts=counts_of(found),
            settings=plain_settings(scene.settings),
        )
        return archive.commit(area, staging, manifest)


def counts_of(found: Assessment) -> dict[str, int]:
    """The figures a manifest keeps: rows, findings, units and measures."""
    s, severities = found.summary, severity_counts(found.findings)
    return {
        "rows_read": s.rows.read,
        "rows_merged": s.rows.merged,
        "rows_returned": s.rows.returned,
        "rows_skipped": s.rows.skipped,
        "measures": s.overall.total,
        "closed": s.overall.closed,
        "overdue": s.overall.overdue,
        "new": len(s.added),
        "moved": len(s.moved),
        **{severity.name.lower(): n for severity, n in severities.items()},
    }


def write_weekly_again(
    area: WorkArea, week: ReportWeek, today: date, settings: Settings, target: Path
) -> None:
    """The weekly report of a week from the ledger of record and what came in so far; files nothing."""
    desk = lay_out(area, week, today, settings, None)
    closes = closes_of(week, settings)
    submissions = [s for _, read in desk.received for s in read]
    found = assess(
        desk.base,
        desk.local,
        desk.previous,
        submissions,
        settings,
        week=week,
        today=today,
        closes=closes,
        first=desk.first,
    )
    write_weekly_paper(target, found, _scene(area, desk, settings, week, today, closes))

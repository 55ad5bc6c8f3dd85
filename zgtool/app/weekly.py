"""The weekly run: 收件 → read → settle unit and week → check → merge → diff → papers → 归档."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import zgtool
from zgtool.app.assess import Assessment, assess, waiver_uses
from zgtool.app.calls import calendar_note, closes_of, week_number
from zgtool.app.desk import Desk, NotReady, Progress, Read, lay_out
from zgtool.app.paper_templates import template_in_use
from zgtool.app.papers import Scene, write_charts, write_papers, write_weekly_paper
from zgtool.app.result import RunResult
from zgtool.app.sources import assessment_of, settings_of, source_named
from zgtool.model.finding import Finding
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings, WaiverUse
from zgtool.ops.intake import severity_counts
from zgtool.ops.office_work import to_do
from zgtool.ops.trend import WeekRecord, fates_of, figures_of
from zgtool.reading.archive import read_members
from zgtool.reading.package import open_zip
from zgtool.reports.catalogue import WEEKLY
from zgtool.workspace import archive, disk, filed
from zgtool.workspace.journal import noted
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.manifest import InputEntry, Manifest
from zgtool.workspace.settings import plain_settings

UP = "../.."
"""From the papers to the work area: they lie two floors below it, in 归档 and in 输出 alike."""


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
    Raises NotReady, ArchiveDamaged, Busy, LedgerInUse, LedgerChanged, CannotWrite: one sentence each.
    """
    if dry_run:
        if noted(area):
            raise NotReady("上一次运行中断了，还有结果没有放到位。请先正式运行一次，再预演。")
        return _run(area, week, today, settings, now, progress, dry_run=True)
    with archive.lock(area, now):
        archive.clear_stale(area)
        recovered = archive.recover(area)
        return _run(area, week, today, settings, now, progress, recovered=recovered)


def _run(
    area: WorkArea,
    week: ReportWeek,
    today: date,
    settings: Settings,
    now: datetime | None,
    progress: Progress | None,
    *,
    dry_run: bool = False,
    recovered: tuple[Finding, ...] = (),
) -> RunResult:
    desk = lay_out(area, week, today, settings, now, progress)
    found, scene = assessed(area, desk, settings, week, today, recovered)
    result = RunResult(
        week=week,
        edition=desk.edition,
        changed=desk.changed,
        dry_run=dry_run,
        closes=scene.closes,
        files=(*found.files, *desk.left),
        summary=found.summary,
        findings=found.findings,
        outputs={},
        ledger_rows=len(found.ledger),
        waivers=waiver_uses(settings.waivers, found.waived, today),
        to_do=to_do(found.ledger, str(week), today),
        note=calendar_note(week, settings),
    )
    if not desk.changed:
        return replace(result, outputs=_published(area, week, desk.edition))
    if dry_run:
        homes = {**scene.homes, area.ledger.name: area.ledger.name}
        papers = write_papers(area.output / f"{week.label}（预演）", found, replace(scene, homes=homes))
        return replace(result, outputs={p.key: p.path for p in papers})
    tidied = _file(area, desk, found, scene, now)
    outputs = _published(area, week, desk.edition)
    return replace(result, findings=(*found.findings, *tidied), outputs=outputs)


def assessed(
    area: WorkArea,
    desk: Desk,
    settings: Settings,
    week: ReportWeek,
    today: date,
    recovered: tuple[Finding, ...] = (),
) -> tuple[Assessment, Scene]:
    """The week laid out on the desk, merged, checked and counted, and what its papers say besides."""
    closes, books = closes_of(week, settings), desk.books
    found = assess(
        books.base,
        books.local,
        books.previous,
        desk.submissions,
        settings,
        week=week,
        today=today,
        closes=closes,
        first=books.first,
        past=books.past,
    )
    before = {m.week: m for m in filed.filed_weeks(area) if m.week < str(week)}
    scene = Scene(
        settings=settings,
        week=week,
        number=week_number(week, settings, len(before)),
        edition=desk.edition,
        today=today,
        closes=closes,
        originals=_originals(desk.received),
        homes={i.name: f"{UP}/{i.path.relative_to(area.root).as_posix()}" for i, _ in desk.received},
        template=template_in_use(area, WEEKLY, settings),
        marks=books.marks,
        past=books.past,
        history=tuple(WeekRecord(m.week, m.counts, m.receipts) for m in before.values()),
    )
    return replace(found, findings=(*recovered, *desk.findings, *books.found, *found.findings)), scene


def _originals(received: Sequence[Read]) -> dict[str, bytes]:
    """The bytes of every file that came in, by the name findings give it; of a .zip also of what is in it."""
    found = {}
    for incoming, read in received:
        data = found[incoming.name] = disk.read_bytes(incoming.path)
        if any(s.file != incoming.name for s in read):
            members = read_members(open_zip(data, incoming.name), incoming.name)
            found |= {m.name: m.data for m in members if m.data is not None}
    return found


def _published(area: WorkArea, week: ReportWeek, edition: int) -> dict[str, Path]:
    """Where an edition's papers lie, by kind; the ledger is the one of record."""
    manifest = filed.manifest_of(area, week)
    folder = area.published(week, edition)
    outputs = {"ledger": area.ledger}
    for entry in manifest.outputs if manifest else ():
        if entry.kind != "ledger":
            outputs[f"return:{entry.unit}" if entry.kind == "return" else entry.kind] = folder / entry.name
    return outputs


def _file(
    area: WorkArea, desk: Desk, found: Assessment, scene: Scene, now: datetime | None
) -> tuple[Finding, ...]:
    """Write the papers into a staging folder and commit it: the week is done, or nothing has happened."""
    fates = {f.name: f for f in found.files}
    with archive.stage(area, scene.week, desk.edition) as staging:
        inputs = []
        homes = {**scene.homes, area.ledger.name: f"{UP}/{area.ledger.name}"}
        for incoming in desk.new:
            fate = fates.get(incoming.name)
            entry = InputEntry(
                incoming.name, "", fate.unit if fate else "", fate.fate if fate else "", incoming.arrived
            )
            inputs.append(staging.keep_original(entry, scene.originals[incoming.name]))
            homes[incoming.name] = f"{UP}/{area.archive.name}/{inputs[-1].filed}"
        papers = write_papers(staging.path, found, replace(scene, homes=homes))
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
            receipts=fates_of(found.summary),
            settings=plain_settings(scene.settings),
        )
        return archive.commit(area, staging, manifest)[1]


def counts_of(found: Assessment) -> dict[str, int]:
    """The figures a manifest keeps: rows, findings and measures."""
    rows, summary = found.summary.rows, found.summary
    severities = severity_counts(found.findings)
    return {
        "rows_read": rows.read,
        "rows_merged": rows.merged,
        "rows_returned": rows.returned,
        "rows_skipped": rows.skipped,
        **figures_of(summary),
        **{severity.name.lower(): n for severity, n in severities.items()},
    }


def write_weekly_again(
    area: WorkArea, week: ReportWeek, today: date | None, settings: Settings, target: Path, source: str = ""
) -> None:
    """The weekly report of a week from the ledger of record and what came in so far; files nothing.

    today: the day of the paper, by default the day the week was run for. source: only over the items of
    this 问题来源; raises CannotDo when there is none.
    """
    found, scene = _told_again(area, week, today, settings, source)
    write_weekly_paper(target, found, scene)


def tell_findings(
    area: WorkArea, week: ReportWeek, today: date | None, settings: Settings
) -> tuple[Assessment, tuple[WaiverUse, ...]]:
    """What is wrong in a week's files and in the ledger, and the waivers; files nothing.

    today: the day of judging, by default the day the week was run for. Raises NotReady.
    """
    found, scene = _told_again(area, week, today, settings)
    return found, waiver_uses(settings.waivers, found.waived, scene.today)


def tell_week(
    area: WorkArea, week: ReportWeek, today: date | None, settings: Settings
) -> tuple[Assessment, date]:
    """A week as it stands, and the day it is judged on; files nothing. Raises NotReady."""
    found, scene = _told_again(area, week, today, settings)
    return found, scene.today


def write_charts_again(
    area: WorkArea, week: ReportWeek, today: date | None, settings: Settings, folder: Path
) -> list[Path]:
    """The wall chart and its page, as `write_weekly_again` writes the report, into `folder`."""
    found, scene = _told_again(area, week, today, settings)
    folder.mkdir(parents=True, exist_ok=True)
    return [p.path for p in write_charts(folder, found, scene)]


def _told_again(
    area: WorkArea, week: ReportWeek, today: date | None, settings: Settings, source: str = ""
) -> tuple[Assessment, Scene]:
    manifest = filed.manifest_of(area, week)
    today = today or (manifest.today if manifest else None) or week.friday
    desk = lay_out(area, week, today, settings, None)
    if not desk.received and manifest is None:
        raise NotReady(f"{week.label}还没有归档，收件里也没有这一周的材料，没有可以写的内容。")
    found, scene = assessed(area, desk, settings, week, today)
    return taken_from(source, found, scene, desk) if source else (found, scene)


def taken_from(source: str, found: Assessment, scene: Scene, desk: Desk) -> tuple[Assessment, Scene]:
    """The week and its papers as far as they concern one 问题来源. Raises CannotDo when there is none such."""
    named, books = source_named(found.ledger, source), desk.books
    narrowed = assessment_of(
        found, named, scene.settings, scene.week, scene.today, previous=books.previous, first=books.first
    )
    return narrowed, replace(scene, settings=settings_of(scene.settings, named), source=named)

"""What papers of a filed week look at: the ledger of record, the week's figures, the month's course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from zgtool.app.assess import Assessment
from zgtool.app.calls import closes_of
from zgtool.app.desk import NotReady, lay_out
from zgtool.app.papers import Scene as WeekScene
from zgtool.app.sources import of_source
from zgtool.app.weekly import assessed, taken_from
from zgtool.model.ledger import Ledger
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.escalation import reached
from zgtool.ops.standing import tally
from zgtool.ops.summary import Summary, summarise
from zgtool.reading.submission import read_ledger
from zgtool.reports.scene import Scene, Step
from zgtool.reports.title import cut_off_words
from zgtool.workspace import filed
from zgtool.workspace.layout import LEDGER_NAME, WorkArea
from zgtool.workspace.manifest import Manifest

_AHEAD = 8
"""Weeks looked ahead for the next close; no holiday lasts longer."""


@dataclass(frozen=True, slots=True)
class Scenes:
    """The same ledger over the week and over the month that the paper's day lies in."""

    week: Scene
    month: Scene


def scenes_of(
    area: WorkArea, week: ReportWeek | None, today: date | None, settings: Settings, source: str = ""
) -> Scenes:
    """What papers look at, for a filed week (the last one when None), without what lies in 收件.

    today: the day of the papers, by default the day the week was run for. source: only the items of this
    问题来源. Raises NotReady, and CannotDo for a source that is not in the ledger.
    """
    done = filed.filed_weeks(area)
    if not done:
        raise NotReady("还没有办理过任何一周，没有可以写进文书的内容。请先运行 zgtool run。")
    week = week or ReportWeek.parse(done[-1].week)
    manifest = filed.manifest_of(area, week)
    if manifest is None:
        raise NotReady(f"{week.label}还没有归档。请先运行 zgtool run --week {week}，或者换一个归档了的周。")
    today = today or manifest.today or week.friday
    desk = lay_out(area, week, today, settings, None, filed_only=True)
    found, told = assessed(area, desk, settings, week, today)
    if source:
        found, told = taken_from(source, found, told, desk)
    weekly = _weekly(found, told)
    return Scenes(weekly, _monthly(area, weekly))


def _weekly(found: Assessment, told: WeekScene) -> Scene:
    settings = told.settings
    return Scene(
        summary=found.summary,
        findings=found.findings,
        settings=settings,
        week=told.week,
        day=told.today,
        cut_off=cut_off_words(told.week, told.closes, told.today),
        number=told.number,
        edition=told.edition,
        ledger=found.ledger,
        next_close=_next_close(told.today, settings),
        ladder=reached(found.ledger, told.past, settings, told.today),
        source=told.source,
    )


def _next_close(day: date, settings: Settings) -> datetime | None:
    """The first close of reporting after a day."""
    weeks = (ReportWeek.of(day).shift(ahead) for ahead in range(_AHEAD))
    closes = (closes_of(week, settings) for week in weeks)
    return next((close for close in closes if close and close.date() > day), None)


def _monthly(area: WorkArea, scene: Scene) -> Scene:
    since = scene.day.replace(day=1)
    return replace(
        scene,
        since=since,
        summary=_month_summary(area, scene, since),
        steps=_steps(area, scene, since),
    )


def _month_summary(area: WorkArea, scene: Scene, since: date) -> Summary:
    """The figures compared with the last ledger filed before the month began; the week's reports stay."""
    before = filed.filed_ledger_before(area, ReportWeek.of(since))
    ledger = _ledger(before[0], scene) if before else None
    figures = summarise(
        ledger,
        scene.ledger,
        (),
        (),
        scene.settings,
        scene.week,
        scene.day,
        None,
        first=before is None or before[2] is None,
        previous_day=since - timedelta(days=1),
    )
    return replace(figures, receipts=scene.summary.receipts, rows=scene.summary.rows)


def _ledger(data: bytes, scene: Scene) -> Ledger:
    ledger = read_ledger(data, LEDGER_NAME, scene.settings.units, scene.settings.headings)[0]
    return of_source(ledger, scene.source) if scene.source else ledger


def _steps(area: WorkArea, scene: Scene, since: date) -> tuple[Step, ...]:
    """The filed weeks of the month up to the scene's, each as its last edition counted it."""
    last = {m.week: m for m in filed.filed_weeks(area) if m.week <= str(scene.week)}
    return tuple(
        Step(week, counts.get("measures", 0), counts.get("closed", 0), counts.get("overdue", 0))
        for m in last.values()
        if (week := ReportWeek.parse(m.week)).friday >= since
        for counts in [_recounted(area, m, scene) if scene.source else m.counts]
    )


def _recounted(area: WorkArea, manifest: Manifest, scene: Scene) -> Mapping[str, int]:
    """What a filed week counted over one source: its ledger is read again, for only whole counts were kept."""
    ledger = _ledger(filed.ledger_of(area, manifest)[0], scene)
    now = tally(ledger.rows, scene.settings, manifest.today or ReportWeek.parse(manifest.week).friday)
    return {"measures": now.total, "closed": now.closed, "overdue": now.overdue}

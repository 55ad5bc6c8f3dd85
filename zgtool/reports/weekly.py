"""周报: what the office's consolidated weekly says (order of the outline, reports 5.1).

Everything is decided here: figures, names, sentences, table rows, what is left out. The
layout adds only the numbers of headings, fonts and places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zgtool.model.finding import Finding
from zgtool.model.period import ReportWeek, chinese_date
from zgtool.model.settings import Settings
from zgtool.ops.summary import Summary
from zgtool.reports.content import DueSection, PlanSection, Section
from zgtool.reports.scene import Scene
from zgtool.reports.title import cut_off_words, inspection_words, title_lines
from zgtool.reports.weekly_figures import progress, receipts
from zgtool.reports.weekly_items import deadlines, difficulties, plan, quality
from zgtool.reports.weekly_tallies import by_leader, by_unit
from zgtool.reports.words import span_words

COPY_ROLE = "周报抄送"


@dataclass(frozen=True, slots=True)
class WeeklyContent:
    """The weekly report, decided. A section that is None has nothing to say and is left out.

    title: one or two lines; cut_off: the moment the figures stand for; signed_on: 成文日期;
    period_end: the day that stands in the document's properties.
    """

    title: tuple[str, ...]
    period: str
    edition: str
    addressee: str
    opening: str
    cut_off: str
    receipts: Section
    progress: Section
    by_unit: Section | None
    by_leader: Section | None
    deadlines: DueSection
    quality: Section
    difficulties: Section
    plan: PlanSection
    office: str
    signed_on: str
    copies: str
    period_end: date


def weekly_content(
    summary: Summary,
    findings: Sequence[Finding],
    settings: Settings,
    week: ReportWeek,
    *,
    number: int,
    edition: int,
    closes: datetime | None,
    today: date,
    source: str = "",
) -> WeeklyContent:
    """The weekly of one report week.

    number: 整改第几周; edition: 第几次 of this week; closes: the close of reporting, None in a
    week without reports; today: the day of the paper (成文日期). source: the 问题来源 the figures are
    cut down to, "" for all.
    """
    cut_off = cut_off_words(week, closes, today)
    scene = Scene(summary, tuple(findings), settings, week, today, cut_off, number, edition, source=source)
    return weekly_of(scene)


def weekly_of(scene: Scene) -> WeeklyContent:
    """The weekly of the scene's week."""
    settings, week, cut_off, number = scene.settings, scene.week, scene.cut_off, scene.number
    span = span_words(week.monday, week.friday)
    copies = "、".join(r.name for r in settings.recipients if r.role == COPY_ROLE and r.name)
    return WeeklyContent(
        title=title_lines(settings.inspection, "整改工作周报"),
        period=f"（第{number}周，{span}，截至{cut_off}）",
        edition=f"（第{scene.edition}次汇总，以本次为准）" if scene.edition > 1 else "",
        addressee=settings.addressee,
        opening=f"现将{inspection_words(settings.inspection)}整改工作第{number}周情况报告如下。",
        cut_off=cut_off,
        receipts=receipts(scene),
        progress=progress(scene),
        by_unit=by_unit(scene),
        by_leader=by_leader(scene),
        deadlines=deadlines(scene),
        quality=quality(scene),
        difficulties=difficulties(scene),
        plan=plan(scene),
        office=settings.office,
        signed_on=chinese_date(scene.day),
        copies=copies,
        period_end=week.friday,
    )

"""Every paper of a week, written below one folder: ledger, weekly report, findings, workbooks to send back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from zgtool.app.assess import Assessment, waiver_uses
from zgtool.app.catalogue import titles
from zgtool.app.paper_links import paper_links
from zgtool.app.returns import Returned, write_returns
from zgtool.model.ledger import Ledger
from zgtool.model.marks import Marks
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.past import Past
from zgtool.ops.trend import WeekRecord, record_of
from zgtool.reading.submission import read_ledger
from zgtool.reports.weekly import weekly_content
from zgtool.reports.weekly_outline import WEEKLY_OUTLINE, weekly_paper
from zgtool.workspace.layout import CHART_NAME, FINDINGS_NAME, LEDGER_NAME, PAGE_NAME, WEEKLY_NAME
from zgtool.writing.ledger_content import LedgerContent, layout_of
from zgtool.writing.ledger_xlsx import write_ledger


@dataclass(frozen=True, slots=True)
class Scene:
    """What papers say besides the findings.

    originals: bytes of each file that came in, by its name, those inside a .zip behind its name.
    homes: where what came in and the ledger lie, relative to the folder of the papers.
    history: the weeks filed before this one. marks: the office's colours and comments.
    past: what rows said in earlier weeks. source: the 问题来源 that everything is cut down to, "" for all.
    """

    settings: Settings
    week: ReportWeek
    number: int
    edition: int
    today: date
    closes: datetime | None
    originals: Mapping[str, bytes]
    homes: Mapping[str, str] = field(default_factory=dict)
    template: Path | None = None
    history: tuple[WeekRecord, ...] = ()
    marks: Marks = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One file that was written; kind: ledger | weekly | findings | return | chart | page."""

    kind: str
    path: Path
    unit: str = ""

    @property
    def key(self) -> str:
        """As `RunResult.outputs` names it."""
        return f"{self.kind}:{self.unit}" if self.unit else self.kind


class LedgerMisread(RuntimeError):
    """The written ledger does not read back as it was meant: nothing is filed."""


def write_papers(folder: Path, found: Assessment, scene: Scene) -> list[Paper]:
    """Write all papers of a week below `folder`; raises OSError, LimitExceeded, TemplateTrouble, LedgerMisread."""
    folder.mkdir(parents=True, exist_ok=True)
    returned = write_returns(folder, found, scene.settings, scene.week, scene.originals)
    papers = [_ledger(folder, found, scene), *(Paper("return", r.path, r.unit) for r in returned)]
    papers.append(_findings(folder, found, scene, returned))
    papers.append(_weekly(folder, found, scene))
    return [*papers, *write_charts(folder, found, scene)]


def _ledger(folder: Path, found: Assessment, scene: Scene) -> Paper:
    path = folder / LEDGER_NAME
    write_ledger(path, ledger_content(found, scene))
    confirm_ledger(path.read_bytes(), found.ledger, scene.settings)
    return Paper("ledger", path)


def write_charts(folder: Path, found: Assessment, scene: Scene) -> list[Paper]:
    """挂图作战 as a workbook for the wall and as a page for the screen; raises OSError or LimitExceeded."""
    from zgtool.ops.wallchart import wall_chart
    from zgtool.writing.chart_html import write_page
    from zgtool.writing.chart_xlsx import write_chart

    chart = wall_chart(found.ledger, scene.settings, scene.today, diff=found.diff, past=scene.past)
    content = ledger_content(found, scene)
    write_chart(folder / CHART_NAME, chart, content)
    write_page(folder / PAGE_NAME, chart, content)
    return [Paper("chart", folder / CHART_NAME), Paper("page", folder / PAGE_NAME)]


def ledger_content(found: Assessment, scene: Scene) -> LedgerContent:
    """What the week's ledger is written from."""
    return LedgerContent(
        found.ledger,
        scene.settings,
        scene.today,
        week=scene.week,
        edition=scene.edition,
        closes=scene.closes,
        summary=found.summary,
        diff=found.diff,
        findings=found.findings,
        titles=titles(),
        marks=scene.marks,
        history=(*scene.history, record_of(scene.week, found.summary)),
    )


def confirm_ledger(data: bytes, ledger: Ledger, settings: Settings) -> None:
    """Read the written ledger back and compare it cell by cell; raises LedgerMisread at the first difference."""
    again, _, _ = read_ledger(data, LEDGER_NAME, settings.units, {})
    keys = [k for k in layout_of(ledger) if k not in ("due_day", "lamp")]
    meant = [tuple(row[k] for k in keys) for row in ledger.rows]
    held = [tuple(row[k] for k in keys) for row in again.rows]
    if meant == held:
        _confirm_sheets(ledger, again)
        return
    if len(meant) != len(held):
        raise LedgerMisread(f"写出的总台账有{len(held)}行，应当是{len(meant)}行")
    row, key = next(
        (r, k)
        for m, h, r in zip(meant, held, ledger.rows, strict=True)
        for k, a, b in zip(keys, m, h, strict=True)
        if a != b
    )
    raise LedgerMisread(f"写出的总台账措施{row.number}的“{key}”读回来不一样")


def _confirm_sheets(meant: Ledger, held: Ledger) -> None:
    """The same for the sheets beside the ledger; raises LedgerMisread."""
    for name in meant.sheets:
        lines, again = ([line.values for line in book.lines(name)] for book in (meant, held))
        if lines != again:
            raise LedgerMisread(f"写出的总台账“{name}”一页读回来不一样")


def _findings(folder: Path, found: Assessment, scene: Scene, returned: Sequence[Returned]) -> Paper:
    from zgtool.writing.findings_xlsx import write_findings

    path = folder / FINDINGS_NAME
    write_findings(
        found.findings,
        found.summary,
        scene.settings,
        path,
        week=scene.week,
        as_of=scene.closes,
        files=found.files,
        links=paper_links(folder, found.findings, found.ledger, returned, scene.homes),
        titles=titles(),
        waivers=waiver_uses(scene.settings.waivers, found.waived, scene.today),
    )
    return Paper("findings", path)


def _weekly(folder: Path, found: Assessment, scene: Scene) -> Paper:
    path = folder / WEEKLY_NAME
    write_weekly_paper(path, found, scene)
    return Paper("weekly", path)


def write_weekly_paper(target: Path, found: Assessment, scene: Scene) -> None:
    """Write the office's consolidated weekly report; raises OSError or TemplateTrouble."""
    from zgtool.writing.report_docx import default_template, write_paper

    content = weekly_content(
        found.summary,
        found.findings,
        scene.settings,
        scene.week,
        number=scene.number,
        edition=scene.edition,
        closes=scene.closes,
        today=scene.today,
        source=scene.source,
    )
    template = scene.template or default_template("周报")
    write_paper(weekly_paper(content), WEEKLY_OUTLINE, target, scene.settings, template)

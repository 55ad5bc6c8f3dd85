"""Made-up periods for papers: a full one, one with a single measure, an empty one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from tests import weekly_scenes as weekly
from zgtool.model.finding import Finding
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import STUDY, Sheets
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.escalation import reached
from zgtool.ops.past import Past
from zgtool.ops.record import with_lines
from zgtool.ops.study import study_lines
from zgtool.ops.summary import Receipt, RowCount, summarise
from zgtool.reports.scene import Scene, Step

TODAY, WEEK, SETTINGS = weekly.TODAY, weekly.WEEK, weekly.SETTINGS
_MARKS: Mapping[int, Mapping[str, str]] = {
    1: {"systems": "印发《执法工作规范》", "horizon": "立行立改", "focus": "党组挂牌"},
    4: {"amount": "追缴3.2万元", "accountability": "约谈2人", "rate": "60%", "progress": "已完成初稿"},
    9: {"state": "限时办结", "progress": "补充材料中"},
    13: {"horizon": "长期坚持"},
    15: {"publication": "公开", "progress": "已印发并组织学习"},
}


def ledger() -> Ledger:
    """110 measures of 30 problems; a few hold what most leave empty."""
    rows = []
    for place, (row, _) in enumerate(weekly.full_measures()):
        kinds = ("立行立改", "限期整改", "限期整改", "长期坚持", "")
        marks = {
            "horizon": kinds[place % 5],
            "category": ("一、党的领导方面", "二、组织力方面")[place % 30 % 2],
            **_MARKS.get(place % 17, {}),
        }
        rows.append(row.but({k: v for k, v in marks.items() if v}))
    return Ledger(tuple(rows), week=str(WEEK))


def before(now: Ledger) -> Ledger:
    """The ledger a period ago: two measures fewer, and some states behind."""
    rows = []
    for place, row in enumerate(now.rows[:-2]):
        behind = row["state"] == "已销号" and place % 4 == 0
        rows.append(row.but({"state": "申请销号" if behind else row["state"], "progress": f"上期{place}"}))
    return Ledger(tuple(rows))


def scene(
    rows: Iterable[Measure] = (),
    *,
    settings: Settings = SETTINGS,
    previous: Ledger | None = None,
    receipts: tuple[Receipt, ...] = (),
    findings: tuple[Finding, ...] = (),
    month: bool = False,
    steps: tuple[Step, ...] = (),
    today: date = TODAY,
    sheets: Sheets | None = None,
) -> Scene:
    """A period with these measures in the ledger, counted as the run counts them."""
    bare = replace(Ledger(tuple(rows)), sheets=sheets or {})
    now = with_lines(bare, STUDY.name, study_lines(bare, settings, today))
    since = today.replace(day=1) if month else None
    figures = summarise(
        previous, now, (), (), settings, WEEK, today, None, previous_day=date(2020, 5, 31) if month else None
    )
    return Scene(
        summary=replace(figures, receipts=receipts, rows=RowCount()),
        findings=findings,
        settings=settings,
        week=WEEK,
        day=today,
        cut_off="6月12日12时",
        number=3,
        ledger=now,
        since=since,
        steps=steps,
        next_close=datetime(2020, 6, 19, 12, 0),
        ladder=reached(now, Past(), settings, today),
    )


def full(*, month: bool = False) -> Scene:
    """A whole bureau's week, or month."""
    now = ledger()
    steps = tuple(Step(ReportWeek(2020, 22 + n), 108 + n, 10 + 4 * n, 20 - 3 * n) for n in range(3))
    return scene(
        now.rows,
        previous=before(now),
        receipts=weekly.full_summary().receipts,
        findings=weekly.full_findings(),
        month=month,
        steps=steps if month else (),
    )


def one(*, month: bool = False, **values: str) -> Scene:
    """One measure of one unit, overdue by two days unless `values` say otherwise."""
    row = Measure(
        {
            "number": "1-1",
            "problem_no": "1",
            "problem": "制度不健全。",
            "measure": "印发《差旅费管理办法》",
            "lead_unit": "人事处",
            "leader": "李国栋",
            "deadline": "2020年6月10日前",
            "state": "整改中",
            **values,
        }
    )
    return scene((row,), month=month)


def empty(*, month: bool = False) -> Scene:
    """Nothing registered, nobody owes a report, nothing set."""
    return scene((), settings=Settings(), month=month)

"""A made-up period in which every paper has something to say: for trying templates before they are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from zgtool.model.columns import HORIZONS, RESULT_GROUPS
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import LOOK_BACKS, MEETINGS, MONTHLY, PEOPLE, RECORD, STUDY, VERDICTS, Line
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.status import CLOSED, IN_HAND, REMANDED, REQUESTED
from zgtool.model.units import Unit, UnitList
from zgtool.ops.escalation import reached
from zgtool.ops.past import Past
from zgtool.ops.record import with_lines
from zgtool.ops.study import study_lines
from zgtool.ops.summary import LATE, MISSING, ON_TIME, RETURNED, Receipt, summarise
from zgtool.reports.scene import Scene, Step

_WEEK = ReportWeek(2020, 25)
_TODAY = date(2020, 6, 19)
UNITS = 15
_STATES = (IN_HAND, REQUESTED, CLOSED, REMANDED, IN_HAND)


def trial_scene(measures: int, units: int = UNITS) -> Scene:
    """So many measures, four to a problem, with every column that papers show filled; always the same.

    units: how many units lead them, in turn; the last one has closed all of its own.
    """
    roster = tuple(Unit(f"第{n}处", leader=f"领导{n % 6}") for n in range(1, units + 1))
    rows = [_row(n, roster) for n in range(measures)]
    settings = Settings(units=UnitList(roster), feedback_day=date(2020, 5, 15), plan_day=date(2020, 5, 25))
    earlier = Ledger(tuple(row.but({"state": IN_HAND, "progress": "上期"}) for row in rows[:-1]))
    ledger = _with_sheets(Ledger(tuple(rows)), settings)
    summary = summarise(earlier, ledger, (), (), settings, _WEEK, _TODAY, None)
    fates = (ON_TIME, LATE, MISSING, RETURNED)
    receipts = tuple(
        Receipt(unit.name, fates[(n + 1 - units) % 4], datetime(2020, 6, 19, 15))
        for n, unit in enumerate(roster)
    )
    findings = tuple(
        Finding("S101", Severity.WARNING, row.at("report"), "", "申请销号没有专项报告", "请补报。")
        for row in rows[:3]
    )
    return Scene(
        summary=replace(summary, receipts=receipts),
        findings=findings,
        settings=settings,
        week=_WEEK,
        day=_TODAY,
        cut_off="6月19日12时",
        number=3,
        edition=2,
        ledger=ledger,
        since=None,
        steps=tuple(Step(_WEEK.shift(n - 2), measures, n, 2 - n) for n in range(3)),
        next_close=datetime(2020, 6, 24, 12),
        ladder=reached(ledger, Past(), settings, _TODAY),
    )


def _with_sheets(ledger: Ledger, settings: Settings) -> Ledger:
    """The ledger with a look-back, a meeting and a move for each of its first rows, and what is for study."""
    first = ledger.rows[:6]
    looks = [
        {"number": r.number, "time": "1", "due": "2020-06-10", "lead_unit": r["lead_unit"], "measure": r["measure"],
         "drawn": "抽中（种子2020-W24，权数2）", "by": "张三", "found": "制度已执行", "people": PEOPLE[n % len(PEOPLE)],
         "verdict": VERDICTS[n % 3], "on": "2020-06-17", "until": "2020-07-31"}
        for n, r in enumerate(first)
    ]  # fmt: skip
    looks += [
        {"number": r.number, "time": "2", "due": "2020-06-18", "measure": r["measure"]} for r in first[:2]
    ]
    meetings = [
        {"serial": f"会-{n}", "on": "2020-06-15", "kind": MONTHLY, "decided": f"决定事项{n}", "unit": r["lead_unit"],
         "until": "2020-06-30", "answer": "在办"}
        for n, r in enumerate(first, 1)
    ]  # fmt: skip
    record = [
        {"number": r.number, "on": "2020-06-16", "what": "限时办结", "old": REQUESTED, "new": REMANDED, "by": "王五",
         "basis": "材料不齐"}
        for r in first
    ]  # fmt: skip
    sheets = {LOOK_BACKS.name: looks, MEETINGS.name: meetings, RECORD.name: record}
    whole = replace(ledger, sheets={name: tuple(map(Line, lines)) for name, lines in sheets.items()})
    return with_lines(whole, STUDY.name, study_lines(whole, settings, _TODAY))


def _row(n: int, roster: Sequence[Unit]) -> Measure:
    due = _TODAY + timedelta(days=(-40, -3, 2, 15, 60)[n % 5])
    problem, unit = n // 4 + 1, roster[(n + n // len(roster)) % len(roster)]
    values = {
        "number": f"{problem}-{n % 4 + 1}",
        "problem_no": str(problem),
        "category": f"方面{problem % 3}",
        "problem": f"第{problem}个反馈问题的原文，“引号”和——破折号也在里面。",
        "measure": f"第{n + 1}条整改措施，6月底前印发办法1份、培训2次",
        "target": "印发办法1份",
        "horizon": HORIZONS[n % 3],
        "lead_unit": unit.name,
        "leader": unit.leader,
        "deadline": f"{due.year}年{due.month}月{due.day}日前",
        "registered_on": "2020-05-25",
        "state": CLOSED if unit is roster[-1] else _STATES[n % 5],
        "progress": "本周召开会议1次，完成初稿。",
        "rate": "60%",
        "reason": "需要协调" if n % 3 else "",
        "next_step": "征求意见",
        "evidence": "会议纪要（6月18日）",
        "report": "《专项报告》（6月18日）",
        "review": "领导1 6月18日",
        "systems": "印发办法1份",
        "amount": "1.2万元",
        "accountability": "约谈1人",
        "focus": "重点",
        "publication": "公开",
        "result_group": RESULT_GROUPS[problem % 4],
    }
    return Measure(
        {k: v for k, v in values.items() if v}, Location(file="样例.xlsx", sheet="台账", row=n + 4)
    )

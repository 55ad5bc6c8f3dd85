"""Made-up weeks for looking at and testing the weekly report: a full one, an empty one, one unit."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.ledger import Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Recipient, Settings
from zgtool.model.units import Unit, UnitList
from zgtool.ops.summary import LATE, MISSING, ON_TIME, RETURNED, Due, Receipt, RowCount, Summary, Tally
from zgtool.reports.weekly import WeeklyContent, weekly_content
from zgtool.reports.weekly_outline import WEEKLY_OUTLINE, weekly_paper
from zgtool.writing.report_docx import default_template, write_paper

WEEK = ReportWeek(2020, 24)
CLOSES = datetime(2020, 6, 12, 12, 0)
TODAY = date(2020, 6, 12)
_UNITS = (
    ("办公室", ""), ("政策法规处", "法规处"), ("人事处", ""), ("财务处", ""),
    ("安全监察一处", "监察一处"), ("安全监察二处", "监察二处"), ("职业健康监察处", "职业健康处"),
    ("事故调查处", ""), ("科技装备处", ""), ("统计与信息化处", "统计处"),
    ("机关党委", ""), ("东部监察分局", "东部分局"), ("西部监察分局", "西部分局"),
    ("机关服务中心", "服务中心"),
)  # fmt: skip
_LEADERS = ("张明远", "李国栋", "王建平", "赵晓峰", "陈立新", "刘海涛")
UNITS = UnitList(tuple(Unit(n, (s,) if s else (), leader=_LEADERS[i % 6]) for i, (n, s) in enumerate(_UNITS)))
SETTINGS = Settings(
    bureau="××省煤矿安全监察局",
    office="局巡视整改领导小组办公室",
    addressee="局党组",
    first_friday=date(2020, 5, 29),
    units=UNITS,
    recipients=(
        Recipient("驻局纪检监察组", "jj@example.gov.cn", "周报抄送"),
        Recipient("局党组", "dz@example.gov.cn"),
    ),
)
_TEXTS = (
    "修订完善《煤矿安全监察执法工作规范》，明确检查频次、程序和文书标准，6月底前印发并组织全员培训不少于2次",
    "组织理论学习中心组专题学习3次，党组成员结合分管工作各作1次交流发言",
    "对2018年以来的专项资金使用情况逐笔核查，建立问题清单，违规资金全部追缴到位",
    "开展“四不两直”暗查暗访12次，查出的隐患逐条挂号、限期整改，整改率达到100%",
    "制定干部轮岗交流办法，完成关键岗位满5年干部轮岗8人",
    "印发督查督办工作办法，每季度通报一次落实情况",
)
_REASONS = (
    *("", "", "", "无"),
    "疫情期间企业停产，现场核查无法按期开展，需省应急厅协调复工复产时间后一并安排",
    "制度文本已报法规处审核，法规处认为个别条款需要征求地方监管部门意见",
    "责任人调整，正在交接",
)


def full_measures() -> list[tuple[Measure, date]]:
    """110 measures of 30 problems with their due days; always the same."""
    dice = random.Random(20200612)
    rows: list[tuple[Measure, date]] = []
    for place in range(110):
        problem = place % 30 + 1
        unit = UNITS.units[(problem * 5 + place // 30) % 14]
        due = TODAY + timedelta(
            days=dice.choice((-45, -33, -12, -4, -1, 0, 2, 6, 8, 15, 18, 30, 48, 79, 110))
        )
        state = dice.choice(("已销号", "已销号", "申请销号", "整改中", "整改中", "整改中", "挂号"))
        values = {
            "number": f"{problem}-{place // 30 + 1}",
            "problem_no": str(problem),
            "problem": f"反馈问题{problem}",
            "measure": _TEXTS[dice.randrange(6)],
            "lead_unit": unit.name,
            "leader": unit.leader,
            "deadline": f"{due.month}月{due.day}日前",
            "state": state,
            "reason": dice.choice(_REASONS),
        }
        rows.append((Measure({k: v for k, v in values.items() if v}), due))
    return rows


def tally(rows: list[tuple[Measure, date]], name: str = "") -> Tally:
    """Counts of the scene, by its own plain code."""
    states = [m["state"] for m, _ in rows]
    problems: dict[str, list[str]] = {}
    for m, _ in rows:
        problems.setdefault(m["problem_no"], []).append(m["state"])
    still = [(TODAY - due).days for m, due in rows if m["state"] in ("整改中", "挂号")]
    return Tally(
        name=name,
        total=len(rows),
        closed=states.count("已销号"),
        requested=states.count("申请销号"),
        doing=states.count("整改中"),
        waiting=states.count("挂号"),
        overdue=sum(d > 0 for d in still),
        due_soon=sum(-10 <= d <= 0 for d in still),
        problems=len(problems),
        closed_problems=sum(set(found) == {"已销号"} for found in problems.values()),
    )


def full_summary() -> Summary:
    rows = full_measures()
    dues = [Due(m, due, (TODAY - due).days) for m, due in rows if m["state"] in ("整改中", "挂号")]
    overall = tally(rows)
    receipts = [Receipt(u.name, ON_TIME, datetime(2020, 6, 12, 9, 30), rows=8, merged=8) for u in UNITS]
    receipts[3] = Receipt("财务处", MISSING)
    receipts[6] = Receipt(UNITS.units[6].name, LATE, datetime(2020, 6, 12, 15, 20), late=True)
    receipts[11] = Receipt(UNITS.units[11].name, RETURNED, datetime(2020, 6, 12, 16, 0), late=True, errors=2)
    changed = [m for m, _ in rows[::3]]
    return Summary(
        overall=overall,
        before=Tally("", 108, overall.closed - 6, 3, 60, 108 - overall.closed - 57, overall.overdue + 1,
                     overall.due_soon, 30, max(overall.closed_problems - 1, 0)),
        by_unit=tuple(tally([r for r in rows if r[0]["lead_unit"] == u.name], u.name) for u in UNITS),
        by_leader=tuple(tally([r for r in rows if r[0]["leader"] == name], name) for name in _LEADERS),
        receipts=tuple(receipts),
        rows=RowCount(118, 102, 9, 7),
        added=tuple(m for m, _ in rows[-2:]),
        moved=tuple(changed),
        requested=tuple(m for m, _ in rows if m["state"] == "申请销号")[:3],
        closed=tuple(m for m, _ in rows if m["state"] == "已销号")[:6],
        overdue=tuple(d for d in dues if d.days > 0),
        due_soon=tuple(d for d in dues if -10 <= d.days <= 0),
        coming=tuple(d for d in dues if date(2020, 6, 14) < d.due <= date(2020, 6, 30)),
    )  # fmt: skip


def finding(code: str, unit: str, number: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(
        code, severity, Location(file=f"{unit}.xlsx", unit=unit, number=number), "", "有误", "请改。"
    )


def full_findings() -> tuple[Finding, ...]:
    rows = [m for m, _ in full_measures()]
    codes = ("M201", "T101", "T201", "S101", "X103", "M102", "X101", "C101", "H101")
    return tuple(
        finding(code, m["lead_unit"], m.number)
        for place, code in enumerate(codes)
        for m in rows[place :: 9 + place]
    )


def content(
    summary: Summary,
    findings: tuple[Finding, ...] = (),
    settings: Settings = SETTINGS,
    *,
    edition: int = 1,
    closes: datetime | None = CLOSES,
    today: date = TODAY,
) -> WeeklyContent:
    return weekly_content(
        summary, findings, settings, WEEK, number=3, edition=edition, closes=closes, today=today
    )


def write_weekly(
    content: WeeklyContent, target: Path, settings: Settings, template: Path | None = None
) -> None:
    """The weekly as the run writes it."""
    write_paper(weekly_paper(content), WEEKLY_OUTLINE, target, settings, template or default_template("周报"))


def full_content() -> WeeklyContent:
    return content(full_summary(), full_findings())


def empty_content() -> WeeklyContent:
    return content(Summary(), (), Settings())


def one_unit_content() -> WeeklyContent:
    """One unit, three measures, the first week."""
    values = {
        "number": "1-1",
        "measure": _TEXTS[1],
        "lead_unit": "办公室",
        "leader": "张明远",
        "state": "整改中",
    }
    due = Due(Measure(values), date(2020, 6, 19), -7)
    counts = Tally("", 3, 1, 0, 2, 0, 0, 1, 2, 0)
    unit = Tally("办公室", 3, 1, 0, 2, 0, 0, 1, 2, 0)
    summary = Summary(
        overall=counts,
        by_unit=(unit,),
        by_leader=(Tally("张明远", 3, 1, 0, 2, 0, 0, 1, 2, 0),),
        receipts=(Receipt("办公室", ON_TIME, datetime(2020, 6, 12, 10, 0), rows=3, merged=3),),
        rows=RowCount(3, 3, 0, 0),
        due_soon=(due,),
        coming=(due,),
    )
    settings = Settings(office="整改办", units=UnitList((Unit("办公室", leader="张明远"),)))
    return content(summary, (finding("M201", "办公室", "1-1"),), settings)

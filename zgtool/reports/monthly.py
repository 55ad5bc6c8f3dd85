"""月汇报 to the leadership group: the month's figures, what was achieved, what stands in the way (reports 5.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from zgtool.model.columns import HORIZONS
from zgtool.model.ledger import Measure
from zgtool.model.office_sheets import MEETING_KINDS, MEETINGS, STUDY, Line
from zgtool.model.period import chinese_date, day_of
from zgtool.model.status import CLOSED, is_open
from zgtool.model.text import clean, shorten
from zgtool.ops.meetings import FINISHED
from zgtool.ops.summary import tally
from zgtool.reports.annex import ledger_annex, ledger_rows
from zgtool.reports.content import Chart, Paper, Row, Section
from zgtool.reports.letter import date_text
from zgtool.reports.outcomes import OUTCOME_COLUMNS, outcome_rows, outcome_words
from zgtool.reports.outline import Outline, Piece, Slot, table_columns
from zgtool.reports.rows import due_rows, says_something
from zgtool.reports.scene import Scene, Subject, number_key
from zgtool.reports.title import inspection_words, lines_of
from zgtool.reports.weekly_figures import progress
from zgtool.reports.weekly_outline import DUE_COLUMNS, LEFT_COLUMNS
from zgtool.reports.words import counted, listed, numbered, share

_NAMED = 15
_KINDS = table_columns(
    ("类型", "整改类型，末行为合计", 0),
    ("措施", "措施数", 1100),
    ("已销号", "已销号的措施数", 1200),
    ("申请销号", "申请销号待认定的措施数", 1300),
    ("整改中", "其余未销号的措施数", 1200),
    ("超期", "超期的措施数", 1100),
    ("销号率", "已销号措施占全部措施的比例", 1200),
)
_COURSE = table_columns(
    ("周次", "归档的报告周", 0),
    ("措施", "周末在册的措施数", 1600),
    ("已销号", "周末已销号的措施数", 1600),
    ("未销号", "周末未销号的措施数", 1600),
    ("超期", "周末超期的措施数", 1600),
)
_TO_DECIDE = table_columns(
    ("编号", "措施编号", 800),
    ("措施", "整改措施，过长的截短", 2400, True),
    ("单位", "牵头单位简称", 1300),
    ("事实", "列入的原因、单位反映和研判意见", 0, True),
)
_DECIDED = table_columns(
    ("编号", "会议决定的编号", 800),
    ("会议", "会议日期和类别", 1700),
    ("决定事项", "决定事项", 0, True),
    ("责任单位", "责任单位或者责任人", 1300),
    ("时限", "完成时限", 1640),
    ("办理", "已办结、在办或者超期", 1100),
)
_ANNEX = ledger_annex(title="整改台账（未销号事项）")

MONTHLY_OUTLINE = Outline(
    (
        Slot("总体情况", "本月的总数、变化和三种整改类型", (Piece.HEADING, Piece.TEXT, Piece.TABLE), _KINDS),
        Slot(
            "走势",
            "本月各周的措施、销号和超期，图和表",
            (Piece.LEAD, Piece.CHART, Piece.TABLE),
            _COURSE,
            optional=True,
        ),
        Slot("主要做法", "本月办了什么", optional=True),
        Slot(
            "会议决定",
            "本月作出的决定和以前没有办结的决定",
            (Piece.HEADING, Piece.TEXT, Piece.TABLE),
            _DECIDED,
            optional=True,
        ),
        Slot(
            "阶段性成效",
            "本月销号的措施和单位填报的制度、资金、追责",
            (Piece.HEADING, Piece.TEXT, Piece.TABLE, Piece.NOTE),
            OUTCOME_COLUMNS,
            optional=True,
        ),
        Slot(
            "存在问题",
            "超期的单位和事项，可以沿用上期手工修改的文字",
            (Piece.HEADING, Piece.TEXT, Piece.TABLE),
            DUE_COLUMNS,
            kept=True,
        ),
        Slot(
            "提请研判",
            "总台账“研判事项”里还没有决定的事项和列入的原因",
            (Piece.HEADING, Piece.TEXT, Piece.TABLE),
            _TO_DECIDE,
            optional=True,
        ),
        Slot(
            "下月重点",
            "下月到期的事项和各项任务，可以沿用上期手工修改的文字",
            (Piece.HEADING, Piece.LEAD, Piece.TABLE, Piece.TEXT),
            LEFT_COLUMNS,
            kept=True,
        ),
    ),
    _ANNEX,
)


def monthly(scene: Scene, subject: Subject) -> Paper:
    """月汇报; the summary compares with the end of the month before."""
    since = scene.since or scene.day.replace(day=1)
    month = f"{since.month}月份"
    left = [row for row in scene.ledger if row["measure"] and is_open(row["state"])]
    sections = {
        "总体情况": Section("本月整改总体情况", progress(scene).paragraphs, rows=_kinds(scene)),
        "走势": _course(scene),
        "主要做法": _done(scene, since),
        "会议决定": _decided(scene, since),
        "阶段性成效": _achieved(scene),
        "存在问题": _problems(scene),
        "提请研判": _to_decide(scene),
        "下月重点": _next(scene, since),
        "台账": Section("", rows=ledger_rows(scene, left)) if left else None,
    }
    return Paper(
        title=lines_of(f"关于{inspection_words(scene.settings.inspection)}", f"整改工作{month}情况的汇报"),
        day=scene.day,
        sections={name: s for name, s in sections.items() if s is not None},
        period=f"（{scene.span()}，截至{scene.cut_off}）",
        addressee=scene.settings.addressee,
        opening=f"现将{inspection_words(scene.settings.inspection)}整改工作{since.year}年{month}情况汇报如下。",
        cut_off=scene.cut_off,
        annexes=("整改台账（未销号事项）",) if left else (),
        office=scene.settings.office,
        signed_on=chinese_date(scene.day),
    )


def _kinds(scene: Scene) -> tuple[Row, ...]:
    """Counts by 整改类型 with their total; () when the ledger marks none."""
    rows = [row for row in scene.ledger if row["measure"]]
    names = [kind for kind in HORIZONS if any(row["horizon"] == kind for row in rows)]
    if not names:
        return ()
    groups = [(name, [r for r in rows if r["horizon"] == name]) for name in names]
    other = [r for r in rows if r["horizon"] not in HORIZONS]
    groups += [("未标明", other)] if other else []
    made = [_kind_row(scene, name, group) for name, group in groups]
    return (*made, _kind_row(scene, "合计", rows)) if len(made) > 1 else tuple(made)


def _kind_row(scene: Scene, name: str, rows: Iterable[Measure]) -> Row:
    t = tally(rows, scene.settings, scene.day)
    return (name, t.total, t.closed, t.requested, t.doing + t.waiting, t.overdue, share(t.closed, t.total))


def _course(scene: Scene) -> Section | None:
    """The weeks of the month as chart and table; None for fewer than two weeks."""
    if len(scene.steps) < 2:
        return None
    rows = tuple((s.week.label, s.total, s.closed, s.total - s.closed, s.overdue) for s in scene.steps)
    labels = tuple(f"第{s.week.week}周" for s in scene.steps)
    first, last = scene.steps[0], scene.steps[-1]
    told = (
        f"{first.week.label}至{last.week.label}，已销号由{first.closed}条到{last.closed}条，"
        f"未销号由{first.total - first.closed}条到{last.total - last.closed}条，"
        f"超期由{first.overdue}条到{last.overdue}条。"
    )
    chart = Chart(
        "本月各周整改进度",
        labels,
        (
            ("已销号", tuple(s.closed for s in scene.steps)),
            ("未销号", tuple(s.total - s.closed for s in scene.steps)),
            ("超期", tuple(s.overdue for s in scene.steps)),
        ),
        told,
    )
    return Section("", lead=f"本月各周进度如下图、下表。{told}", rows=rows, chart=chart)


def _done(scene: Scene, since: date) -> Section | None:
    """What the record shows was done this month: meetings held, ledgers gathered."""
    lines = []
    held = {(ln["on"], ln["kind"]) for ln in scene.ledger.lines(MEETINGS.name) if _in_month(ln, since)}
    kinds = [(kind, sum(k == kind for _, k in held)) for kind in MEETING_KINDS]
    if held:
        told = "、".join(
            f"{'其他会议' if kind == MEETING_KINDS[-1] else kind}{n}次" for kind, n in kinds if n
        )
        lines.append(f"本月召开{told}，研究整改工作。")
    if scene.steps:
        many = f"汇总各单位台账{len(scene.steps)}次" if len(scene.steps) > 1 else "汇总各单位台账1次"
        lines.append(f"整改办按周{many}，逐条核对措施、时限和佐证材料，比对变化。")
    return Section("主要做法", tuple(lines)) if lines else None


def _achieved(scene: Scene) -> Section | None:
    closed = sorted(scene.summary.closed, key=number_key)
    rows = outcome_rows(scene, scene.ledger)
    lines = []
    if closed:
        numbers = listed(row.number or "未编号" for row in closed[:_NAMED])
        more = "等" if len(closed) > _NAMED else ""
        lines.append(f"本月认定销号{len(closed)}条（{numbers}{more}）。")
    if rows:
        lines.append(f"各单位在台账里填报的成果有{outcome_words(rows)}，原文如下表。")
    if not lines:
        return None
    note = "注：表内是单位填报的原文，尚未逐项核实，没有加总。" if rows else ""
    return Section("阶段性成效", tuple(lines), rows=rows, note=note)


def _problems(scene: Scene) -> Section:
    summary = scene.summary
    overdue = sorted(summary.overdue, key=lambda d: (-d.days, *scene.place(d.measure)))
    if not overdue:
        return Section("存在问题", (f"截至{scene.cut_off}，没有超期的措施。",))
    pairs = [
        (scene.label(t.name), t.overdue)
        for t in sorted(summary.by_unit, key=lambda t: scene.order(t.name))
        if t.overdue
    ]
    lead = f"超期未销号的措施{len(overdue)}条，涉及{len(pairs)}个单位：{counted(pairs)}。"
    if len(overdue) == 1:
        lead = f"超期未销号的措施1条，牵头单位是{scene.unit_words(overdue[0].measure)}，已超期{overdue[0].days}天。"
    return Section("存在问题", (lead,), rows=due_rows(scene, overdue))


def _to_decide(scene: Scene) -> Section | None:
    """研判事项 of the ledger that nothing has been decided on yet, with every reason they are listed for."""
    lines = [line for line in scene.ledger.lines(STUDY.name) if line["number"] and not line["decided"]]
    rows: tuple[Row, ...] = tuple(
        (
            line["number"],
            shorten(clean(line["measure"]), 40) or "—",
            scene.unit_cell(line["lead_unit"]),
            _facts(line),
        )
        for line in lines
    )
    if not rows:
        return None
    many = f"下列{len(rows)}个事项" if len(rows) > 1 else "下列事项"
    lead = f"{many}推进有困难或者需要重点关注，提请集体研判，明确责任、办法和时限。"
    return Section("提请研判的重大问题", (lead,), rows=rows)


def _facts(line: Line) -> str:
    parts = (
        clean(line["why"]).rstrip("。").replace("。；", "；"),
        f"单位反映：{shorten(clean(line['reason']), 100).rstrip('。')}"
        if says_something(line["reason"])
        else "",
        f"研判意见：{shorten(clean(line['opinion']), 100).rstrip('。')}" if line["opinion"] else "",
    )
    return "；".join(p for p in parts if p) + "。"


def _decided(scene: Scene, since: date) -> Section | None:
    """What meetings decided this month, and what was decided before and is not done."""
    lines = [
        line
        for line in scene.ledger.lines(MEETINGS.name)
        if line["decided"] and (_in_month(line, since) or line["answer"] != FINISHED)
    ]
    rows: tuple[Row, ...] = tuple(
        (
            line["serial"] or "—",
            f"{date_text(line['on'])}{line['kind']}",
            shorten(clean(line["decided"]), 120),
            shorten(clean(line["unit"] or line["person"]), 30) or "—",
            date_text(line["until"]),
            line["answer"] or "—",
        )
        for line in lines
    )
    if not rows:
        return None
    done = sum(line["answer"] == FINISHED for line in lines)
    state = f"，已办结{done}项" if done else ""
    return Section(
        "会议决定事项落实情况", (f"本月作出和以前没有办结的决定{len(rows)}项{state}。",), rows=rows
    )


def _in_month(line: Line, since: date) -> bool:
    day = day_of(line["on"])
    return day is not None and (day.year, day.month) == (since.year, since.month)


def _next(scene: Scene, since: date) -> Section:
    first, last = _month_after(since)
    coming = sorted(
        (d for row in scene.ledger if (d := scene.due(row)) and first <= d.due <= last),
        key=lambda d: (d.due, *scene.place(d.measure)),
    )
    lead = (
        f"{first.month}月到期的措施{len(coming)}条，见下表。"
        if coming
        else f"{first.month}月没有到期的措施。"
    )
    requested = scene.summary.overall.requested
    tasks = [
        f"对{len(scene.summary.overdue)}条超期措施逐条督办，限期说明原因、提出补救办法。"
        if scene.summary.overdue
        else "",
        f"对申请销号的{requested}条措施审核佐证材料，提请认定。" if requested else "",
        "做好已销号事项的巩固，防止问题反弹。" if any(row["state"] == CLOSED for row in scene.ledger) else "",
        "各牵头单位对照整改时限推进措施落实，按时报送台账。",
    ]
    return Section("下月重点工作", numbered([t for t in tasks if t]), lead, due_rows(scene, coming))


def _month_after(day: date) -> tuple[date, date]:
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

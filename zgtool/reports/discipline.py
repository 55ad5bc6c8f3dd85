"""纪检监督材料: facts, each with the place it is read from; nothing is judged here."""

from __future__ import annotations

from zgtool.model.columns import heading_of
from zgtool.model.finding import Finding, Severity
from zgtool.model.ledger import Measure
from zgtool.model.office_sheets import RECORD
from zgtool.model.period import chinese_date
from zgtool.model.status import EXTENDED, REMANDED, REOPENED, WITHDRAWN
from zgtool.model.text import clean, shorten
from zgtool.reports.content import Paper, Row, Section
from zgtool.reports.letter import date_text
from zgtool.reports.outline import Outline, Piece, Slot, table_columns
from zgtool.reports.rows import says_something
from zgtool.reports.scene import Scene, Subject, measure_words, number_key
from zgtool.reports.title import inspection_words, lines_of
from zgtool.reports.weekly_figures import progress
from zgtool.reports.words import day_words

FAMILIES = ("S", "H")
"""Findings of close-outs and of several weeks side by side; those of filling in a table are the office's own matter."""
_TABLE = (Piece.HEADING, Piece.TEXT, Piece.TABLE)
_OVERDUE = table_columns(
    ("编号", "措施编号", 800),
    ("单位", "牵头单位简称", 1300),
    ("措施", "整改措施，过长的截短", 0, True),
    ("期限", "最后期限", 1300),
    ("超期", "超期天数", 700),
    ("说明", "单位说明的原因原文", 2200, True),
)
_MOVES = table_columns(
    ("编号", "措施编号", 800),
    ("日期", "认定日期", 1640),
    ("事项", "状态怎样变动", 1700),
    ("认定人", "认定人", 1300),
    ("依据", "认定依据和说明的原文", 0, True),
)
_FACTS = table_columns(
    ("编号", "措施编号", 800),
    ("单位", "单位简称", 1300),
    ("情况", "核对发现的情况", 0, True),
    ("原文", "填报的原文", 2200, True),
    ("来源", "文件、表页和单元格", 1900, True),
)
_ANSWERS = table_columns(
    ("编号", "措施编号", 800),
    ("单位", "牵头单位简称", 1500),
    ("栏目", "台账栏目", 1300),
    ("原文", "填报的原文", 0, True),
)

DISCIPLINE_OUTLINE = Outline(
    (
        Slot("总体情况", "问题、措施的总数"),
        Slot("超期事项", "超期没有办结的措施和单位的说明", _TABLE, _OVERDUE, optional=True),
        Slot("认定记录", "限时办结、延期、回炉、撤销的记录", _TABLE, _MOVES, optional=True),
        Slot("需要核实", "前后不一、材料不齐等需要核实的情况，各有来源", _TABLE, _FACTS, optional=True),
        Slot("追责填报", "单位填报的追责情况和涉及金额", _TABLE, _ANSWERS, optional=True),
    )
)


def discipline(scene: Scene, subject: Subject) -> Paper:
    """The material for the discipline group; a section without facts is left out."""
    sections = {
        "总体情况": Section("总体情况", progress(scene).paragraphs),
        "超期事项": _overdue(scene),
        "认定记录": _record(scene),
        "需要核实": _facts(scene),
        "追责填报": _answers(scene),
    }
    return Paper(
        title=lines_of(inspection_words(scene.settings.inspection), "整改监督参考材料"),
        day=scene.day,
        sections={name: s for name, s in sections.items() if s is not None},
        period=f"（{scene.span()}，截至{scene.cut_off}）",
        opening="本材料只列总台账和各单位报表里的事实和出处，供监督参考，不作定性；所列情况以核实结果为准。",
        cut_off=scene.cut_off,
        office=scene.settings.office,
        signed_on=chinese_date(scene.day),
    )


def _overdue(scene: Scene) -> Section | None:
    late = sorted(scene.summary.overdue, key=lambda d: (-d.days, *scene.place(d.measure)))
    rows = tuple(
        (
            d.measure.number or "—",
            scene.unit_words(d.measure),
            measure_words(d.measure, 50),
            day_words(d.due, scene.day),
            d.days,
            shorten(clean(d.measure["reason"]), 80) if says_something(d.measure["reason"]) else "没有说明",
        )
        for d in late
    )
    if not rows:
        return None
    return Section("超期没有办结的措施", (f"共{len(rows)}条，出处为总台账“总台账”页。",), rows=rows)


def _record(scene: Scene) -> Section | None:
    told = (REMANDED, EXTENDED, REOPENED, WITHDRAWN)
    lines = [line for line in scene.ledger.lines(RECORD.name) if line["new"] in told]
    rows: tuple[Row, ...] = tuple(
        (
            line["number"] or "—",
            date_text(line["on"]),
            f"{line['old'] or '—'} → {line['new']}",
            shorten(clean(line["by"]), 30) or "—",
            shorten("；".join(t for t in (clean(line["basis"]), clean(line["note"])) if t), 100) or "—",
        )
        for line in lines
    )
    if not rows:
        return None
    words = f"限时办结、延期、回炉、撤销共{len(rows)}次，出处为总台账“办理记录”页。"
    return Section("限时办结、延期、回炉、撤销的记录", (words,), rows=rows)


def _facts(scene: Scene) -> Section | None:
    """Findings of close-outs and of history, as they were told; a sign asks to be checked and accuses nobody."""
    found = [f for f in scene.findings if f.code.startswith(FAMILIES) and f.severity is not Severity.INFO]
    rows = tuple(
        (
            f.where.number or "—",
            scene.unit_cell(_unit(scene, f)),
            f"{f.message.rstrip('。')}（{f.code}）",
            shorten(clean(f.found), 80) or "—",
            _source(f),
        )
        for f in found
    )
    if not rows:
        return None
    return Section(
        "需要核实的情况", (f"核对台账发现、需要核实的情况{len(rows)}处，逐处列出原文和出处。",), rows=rows
    )


def _unit(scene: Scene, finding: Finding) -> str:
    row = scene.ledger.by_number().get(finding.where.number)
    return finding.where.unit or (row["lead_unit"] if row else "")


def _source(finding: Finding) -> str:
    where = finding.where
    column = heading_of(where.column) if where.column and not where.cell else ""
    return shorten("，".join(p for p in (str(where), column) if p), 60) or "总台账"


def _answers(scene: Scene) -> Section | None:
    ordered: list[Measure] = sorted(scene.ledger, key=number_key)
    rows = tuple(
        (row.number or "—", scene.unit_words(row), heading_of(key), shorten(clean(row[key]), 120))
        for key in ("accountability", "amount")
        for row in ordered
        if says_something(row[key])
    )
    if not rows:
        return None
    words = "单位在台账里填报的追责情况和涉及金额如下表，尚未逐项核实，没有加总。"
    return Section("追责情况和涉及金额的填报", (words,), rows=rows)

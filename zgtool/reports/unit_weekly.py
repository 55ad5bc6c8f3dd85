"""A unit's own weekly: what its measures stand at, what moved, what is late, what comes next (reports 5.1)."""

from __future__ import annotations

from zgtool.model.columns import HORIZONS
from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date
from zgtool.model.status import is_open
from zgtool.model.text import clean, shorten
from zgtool.ops.summary import Tally, tally, units_expected
from zgtool.ops.terms import names_in
from zgtool.reports.content import Paper, Section
from zgtool.reports.letter import names_of
from zgtool.reports.outline import Cell, Field, Form, FormRow, Outline, Piece, Slot, table_columns
from zgtool.reports.rows import due_rows, says_something
from zgtool.reports.scene import Scene, Subject, measure_words, number_key
from zgtool.reports.title import work_words
from zgtool.reports.weekly_outline import LEFT_COLUMNS
from zgtool.reports.words import day_words, listed, numbered, share, span_words

_TABLE = (Piece.HEADING, Piece.TEXT, Piece.TABLE)
_MOVED = table_columns(
    ("编号", "措施编号", 800),
    ("措施", "整改措施，过长的截短", 2500, True),
    ("进展", "本周进展", 0, True),
    ("完成率", "单位填报的完成率", 900),
)
_BEHIND = table_columns(
    ("编号", "措施编号", 800),
    ("期限", "最后期限", 1300),
    ("超期", "超期天数", 700),
    ("原因", "未完成原因", 0, True),
    ("下一步", "下一步措施", 2600, True),
)
_EVIDENCE = table_columns(("编号", "措施编号", 900), ("佐证材料", "单位填报的佐证材料", 0, True))

UNIT_WEEKLY_OUTLINE = Outline(
    (
        Slot("总体进度", "承担的问题、措施和各状态的数"),
        Slot("本周进展", "本周有变化的措施，逐条列出", _TABLE, _MOVED, optional=True),
        Slot("滞后事项", "超期的措施和单位说明的原因", _TABLE, _BEHIND, optional=True),
        Slot("需协调事项", "单位反映的困难", optional=True),
        Slot(
            "下周计划",
            "近期到期的措施和单位填报的下一步措施",
            (Piece.HEADING, Piece.LEAD, Piece.TABLE, Piece.TEXT),
            tuple(c for c in LEFT_COLUMNS if c.name != "单位"),
        ),
        Slot("佐证清单", "本周有变化的措施的佐证材料", _TABLE, _EVIDENCE, optional=True),
        Form(
            (
                FormRow(
                    (
                        Cell(("填报人",), 1700, label=True),
                        Cell(("",), 2722),
                        Cell(("分管领导审核",), 2145, label=True),
                        Cell(("",), 2278),
                    ),
                    700,
                ),
            )
        ),
    ),
    fields=(Field("单位", "填报单位全称"),),
)


def reporting_units(scene: Scene) -> tuple[Subject, ...]:
    """Units of the roster, and others, that lead at least one open measure."""
    units = sorted(units_expected(scene.ledger), key=lambda unit: (scene.order(unit), unit))
    return tuple(Subject(scene.label(unit), unit=unit, rows=_rows(scene, unit)) for unit in units)


def _rows(scene: Scene, unit: str) -> tuple[Measure, ...]:
    mine = (row for row in scene.ledger if row["measure"] and unit in names_in(row["lead_unit"]))
    return tuple(sorted(mine, key=number_key))


def unit_weekly(scene: Scene, subject: Subject) -> Paper:
    """The weekly of one unit, from what the ledger holds of it."""
    unit, _ = names_of(scene, subject.unit)
    numbers = {row.number for row in scene.summary.moved}
    moved = [row for row in subject.rows if row.number in numbers]
    sections = {
        "总体进度": Section(
            "总体进度", _figures(scene, subject, tally(subject.rows, scene.settings, scene.day))
        ),
        "本周进展": _progress(moved),
        "滞后事项": _behind(scene, subject),
        "需协调事项": _difficulties(scene, subject),
        "下周计划": _plan(scene, subject),
        "佐证清单": _evidence(moved),
    }
    return Paper(
        title=(f"{unit}{work_words(scene.settings.inspection)}工作周报",),
        day=scene.week.friday,
        sections={name: s for name, s in sections.items() if s is not None},
        fields={"单位": unit},
        period=f"（第{scene.number}周，{scene.span()}，截至{scene.cut_off}）",
        cut_off=scene.cut_off,
        office=unit,
        signed_on=chinese_date(scene.day),
    )


def _figures(scene: Scene, subject: Subject, t: Tally) -> tuple[str, ...]:
    """Counts of the unit's measures, of what was closed this week, and of the types."""
    if not t.total:
        return ("牵头的问题还没有整改措施，请尽快制定、报办公室登记。",)
    states = (
        ("已销号", t.closed),
        ("申请销号待认定", t.requested),
        ("推进中", t.doing),
        ("未启动", t.waiting),
    )
    said = "，".join(f"{name}{count}条" for name, count in states if count)
    problems = f"问题{t.problems}个、" if t.problems else ""
    lamps = (("超期", t.overdue), ("临期", t.due_soon))
    late = "，".join(f"{name}{count}条" for name, count in lamps if count)
    lines = [
        f"牵头{problems}整改措施{t.total}条，其中{said}；措施销号率{share(t.closed, t.total)}。"
        + (f"未销号的措施中，{late}。" if late else "没有超期和临期的措施。")
    ]
    closed = {row.number for row in scene.summary.closed} & {row.number for row in subject.rows}
    if closed:
        named = listed(row.number for row in subject.rows if row.number in closed)
        lines.append(f"本周销号{len(closed)}条（{named}）。")
    kinds = [(k, sum(row["horizon"] == k for row in subject.rows)) for k in HORIZONS]
    if sum(count for _, count in kinds) == t.total and sum(bool(count) for _, count in kinds) > 1:
        lines.append(f"按整改类型分，{'，'.join(f'{k}{count}条' for k, count in kinds if count)}。")
    return tuple(lines)


def _progress(moved: list[Measure]) -> Section | None:
    rows = tuple(
        (
            row.number or "—",
            measure_words(row, 30),
            shorten(clean(row["progress"]), 120) or "（没有填写进展）",
            shorten(clean(row["rate"]), 10) or "—",
        )
        for row in moved
    )
    return Section("本周进展", (f"本周有变化的措施{len(rows)}条，情况如下表。",), rows=rows) if rows else None


def _behind(scene: Scene, subject: Subject) -> Section | None:
    mine = [d for row in subject.rows if (d := scene.due(row)) and d.days > 0]
    rows = tuple(
        (
            d.measure.number or "—",
            day_words(d.due, scene.day),
            d.days,
            _said(d.measure, "reason"),
            _said(d.measure, "next_step"),
        )
        for d in sorted(mine, key=lambda d: (-d.days, *number_key(d.measure)))
    )
    if not rows:
        return None
    return Section("未按时序推进的事项", (f"到期没有办结的措施{len(rows)}条，情况如下表。",), rows=rows)


def _said(row: Measure, key: str) -> str:
    return shorten(clean(row[key]), 90) if says_something(row[key]) else "（单位没有说明）"


def _difficulties(scene: Scene, subject: Subject) -> Section | None:
    """Difficulties of measures that are not late yet; those of late ones stand in their own table."""
    lines = [
        f"{row.number}：{shorten(clean(row['reason']), 120).rstrip('。')}。"
        for row in subject.rows
        if is_open(row["state"]) and says_something(row["reason"]) and not _late(scene, row)
    ]
    return Section("需要协调解决的事项", numbered(lines)) if lines else None


def _late(scene: Scene, row: Measure) -> bool:
    due = scene.due(row)
    return due is not None and due.days > 0


def _plan(scene: Scene, subject: Subject) -> Section:
    numbers = {row.number for row in subject.rows}
    ahead = {d.measure.number: d for d in (*scene.summary.due_soon, *scene.summary.coming)}
    coming = sorted((d for number, d in ahead.items() if number in numbers), key=lambda d: d.due)
    lead = "到下一旬末没有到期的措施。"
    if coming:
        span = span_words(coming[0].due, coming[-1].due).removeprefix(f"{scene.day.year}年")
        lead = f"{span}到期的措施{len(coming)}条，见下表。"
    steps = [
        f"{row.number}：{shorten(clean(row['next_step']), 120).rstrip('。')}。"
        for row in subject.rows
        if is_open(row["state"]) and says_something(row["next_step"]) and not _late(scene, row)
    ]
    return Section("下周工作计划", numbered(steps), lead, due_rows(scene, coming, unit=False))


def _evidence(moved: list[Measure]) -> Section | None:
    rows = tuple(
        (row.number or "—", shorten(clean(row["evidence"]), 160))
        for row in moved
        if says_something(row["evidence"])
    )
    return Section("佐证材料清单", ("本周有变化的措施，佐证材料如下表。",), rows=rows) if rows else None

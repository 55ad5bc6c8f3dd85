"""The weekly's sections of items: deadlines, filling faults, difficulties, what comes next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zgtool.model.finding import Finding
from zgtool.model.ledger import Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.text import clean, fold, shorten
from zgtool.ops.summary import LATE, MISSING, RETURNED, Due, Receipt, Summary
from zgtool.reports.content import (
    DifficultyRow,
    DifficultySection,
    DueList,
    DueRow,
    DueSection,
    PlanSection,
    Section,
)
from zgtool.reports.quality import quality_lines
from zgtool.reports.words import day_words, listed, span_words

LONG_OVERDUE_DAYS = 30
_MEASURE_LENGTH = 42
_REASON_LENGTH = 90
_NAMED_ITEMS = 10
_NOTHING = frozenset(map(fold, ("无", "暂无", "没有", "无。", "/", "-", "—", "不涉及", "无困难", "无需协调")))
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Scene:
    """What every section looks at. cut_off: the moment the figures stand for, in words."""

    summary: Summary
    findings: tuple[Finding, ...]
    settings: Settings
    week: ReportWeek
    today: date
    cut_off: str

    def in_roster(self, receipts: Iterable[Receipt]) -> list[Receipt]:
        """Receipts in the order of the roster."""
        return sorted(receipts, key=lambda r: self.settings.units.order(r.unit))


def deadlines(scene: Scene) -> DueSection:
    """五、到期、超期和临期事项."""
    overdue = sorted(scene.summary.overdue, key=lambda d: (-d.days, *_place(scene, d.measure)))
    soon = sorted(scene.summary.due_soon, key=lambda d: (d.due, *_place(scene, d.measure)))
    title = "到期、超期和临期事项"
    if not overdue and not soon:
        return DueSection(title, (f"截至{scene.cut_off}，没有超期和临期的措施。",))
    both = bool(overdue and soon)
    paragraphs = () if both else (("没有临期的措施。",) if overdue else ("没有超期的措施。",))
    return DueSection(
        title,
        paragraphs,
        DueList("超期事项" if both else "", _overdue_lead(scene, overdue), _due_rows(scene, overdue)),
        DueList("临期事项" if both else "", _soon_lead(scene, soon), _due_rows(scene, soon)),
    )


def _overdue_lead(scene: Scene, overdue: Sequence[Due]) -> str:
    if not overdue:
        return ""
    fresh = [d for d in overdue if d.due >= scene.week.monday]
    longest = max(d.days for d in overdue)
    words = f"超期未销号的措施{len(overdue)}条"
    if len(overdue) == 1:
        return f"{words}，超期{longest}天{'，为本周到期' if fresh else ''}。"
    added = f"，其中本周到期的{len(fresh)}条" if fresh else ""
    return f"{words}{added}，超期最长的{longest}天。"


def _soon_lead(scene: Scene, soon: Sequence[Due]) -> str:
    if not soon:
        return ""
    days = max(scene.settings.remind_days, default=0)
    due_now = [d for d in soon if d.days == 0]
    window = f"{days}天内到期" if days and all(abs(d.days) <= days for d in soon) else "即将到期"
    now = f"，其中{day_words(due_now[0].due, scene.today)}当天到期的{len(due_now)}条" if due_now else ""
    return f"{window}、尚未销号的措施{len(soon)}条{now}。"


def quality(scene: Scene) -> Section:
    """六、填报质量问题: worded as signs for the units to check."""
    lines = quality_lines(scene.findings, scene.settings)
    if not lines:
        return Section("填报质量问题", ("台账核对中没有发现需要单位核改的填报问题。",))
    lead = "据台账核对，有下列情况，请有关单位核实，属实的在下次报送时补正。"
    if len(lines) == 1:
        return Section("填报质量问题", (lead, lines[0]))
    return Section("填报质量问题", (lead, *(f"{n}. {line}" for n, line in enumerate(lines, 1))))


def difficulties(scene: Scene) -> DifficultySection:
    """七、重点难点: what is long overdue, and what units give as reasons or ask help for."""
    title = "重点难点事项"
    late = sorted(
        (d for d in scene.summary.overdue if d.days >= LONG_OVERDUE_DAYS),
        key=lambda d: (-d.days, *_place(scene, d.measure)),
    )
    rows = _difficulty_rows(scene)
    paragraphs = []
    if late:
        named = listed(
            f"{d.measure.number or '未编号'}（{_unit(d.measure)}，{d.days}天）" for d in late[:_NAMED_ITEMS]
        )
        more = "等" if len(late) > _NAMED_ITEMS else ""
        paragraphs.append(f"超期{LONG_OVERDUE_DAYS}天以上的措施{len(late)}条：{named}{more}，需要重点督办。")
    if rows:
        paragraphs.append(f"单位反映未完成原因或者需要协调的措施{len(rows)}条，情况如下表。")
    if not paragraphs:
        paragraphs.append(f"没有超期{LONG_OVERDUE_DAYS}天以上的措施，各单位也没有反映需要协调的事项。")
    return DifficultySection(title, tuple(paragraphs), rows)


def _difficulty_rows(scene: Scene) -> tuple[DifficultyRow, ...]:
    """Open measures whose 未完成原因 says something, overdue ones first."""
    summary = scene.summary
    dues = {id(d.measure): d for d in (*summary.overdue, *summary.due_soon, *summary.coming)}
    done = {row.number for row in (*summary.closed, *summary.requested) if row.number}
    groups = ([d.measure for d in summary.overdue], [d.measure for d in summary.due_soon], summary.moved)
    seen: set[object] = set()
    rows = []
    for group in groups:
        for row in sorted(group, key=lambda m: _place(scene, m)):
            key = row.number or id(row)
            reason = shorten(clean(row["reason"]), _REASON_LENGTH)
            if key in seen or row.number in done or fold(reason) in _NOTHING or not reason:
                continue
            seen.add(key)
            due = dues.get(id(row))
            when = day_words(due.due, scene.today) if due else shorten(clean(row["deadline"]), 16) or "—"
            rows.append(DifficultyRow(row.number or "—", _measure(row), _unit(row), when, reason))
    return tuple(rows)


def plan(scene: Scene) -> PlanSection:
    """八、下周工作安排: what falls due next, then the tasks, most urgent first."""
    coming = sorted(scene.summary.coming, key=lambda d: (d.due, *_place(scene, d.measure)))
    lead = "近期没有新到期的措施。"
    if coming:
        span = span_words(coming[0].due, coming[-1].due).removeprefix(f"{scene.today.year}年")
        lead = f"{span}到期的措施{len(coming)}条，请牵头单位倒排工期、按期完成。"
    tasks = [t for t in (*_unit_tasks(scene), *_office_tasks(scene)) if t]
    tasks.append("各牵头单位对照整改时限推进措施落实，下周按时报送台账。")
    numbered = tuple(f"{n}. {t}" for n, t in enumerate(tasks, 1)) if len(tasks) > 1 else tuple(tasks)
    return PlanSection("下周工作安排", DueList("", lead, _due_rows(scene, coming)), numbered)


def _unit_tasks(scene: Scene) -> list[str]:
    summary = scene.summary
    missing = [r.unit for r in scene.in_roster(summary.fate(MISSING))]
    returned = [r.unit for r in scene.in_roster(summary.fate(RETURNED))]
    late = [r.unit for r in scene.in_roster(summary.fate(LATE))]
    tasks = [
        f"{listed(missing)}尽快补报本周台账，说明未报原因。" if missing else "",
        f"{listed(returned)}按退改意见修改台账，尽快重报。" if returned else "",
        f"{listed(late)}下周按时报送。" if late else "",
    ]
    if summary.overdue:
        units = sorted({_unit(d.measure) for d in summary.overdue}, key=scene.settings.units.order)
        tasks.append(
            f"{listed(units)}对{len(summary.overdue)}条超期措施逐条说明原因，提出补救办法和预计完成日期。"
        )
    return tasks


def _office_tasks(scene: Scene) -> list[str]:
    requested = scene.summary.overall.requested
    return [f"对申请销号的{requested}条措施审核佐证材料，提请认定。" if requested else ""]


def _due_rows(scene: Scene, dues: Iterable[Due]) -> tuple[DueRow, ...]:
    return tuple(
        DueRow(
            number=d.measure.number or "—",
            measure=_measure(d.measure),
            unit=_unit(d.measure),
            leader=shorten(clean(d.measure["leader"]), 16) or "—",
            due=day_words(d.due, scene.today),
            days=abs(d.days),
        )
        for d in dues
    )


def _measure(row: Measure) -> str:
    return shorten(clean(row["measure"]), _MEASURE_LENGTH) or "（尚无措施）"


def _unit(row: Measure) -> str:
    return shorten(clean(row["lead_unit"]), 24) or "未明确"


def _place(scene: Scene, row: Measure) -> tuple[int, list[int], str]:
    """Roster order of the lead unit, then 措施编号 by its figures (3-2 before 3-10)."""
    return (
        scene.settings.units.order(row["lead_unit"]),
        [int(f) for f in _FIGURES.findall(row.number)[:4]],
        row.number,
    )

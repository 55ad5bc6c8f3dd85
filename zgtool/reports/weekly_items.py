"""The weekly's sections of items: deadlines, filling faults, difficulties, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from zgtool.model.ledger import Measure
from zgtool.model.status import REQUESTED, is_open
from zgtool.model.text import clean, shorten
from zgtool.ops.summary import LATE, MISSING, RETURNED, Due, Tally
from zgtool.reports.content import DifficultyRow, DueSection, PlanSection, Section
from zgtool.reports.quality import quality_lines
from zgtool.reports.rows import due_rows, says_something
from zgtool.reports.scene import Scene, measure_words
from zgtool.reports.words import day_words, listed, numbered, span_words, waiver_sentence

LONG_OVERDUE_DAYS = 30
"""超期 of so many days and more is spoken of as 重点难点."""
_SHORT_MEASURE_LENGTH, _REASON_LENGTH = 24, 90
_NAMED_ITEMS = 10
_NAMED_UNITS = 6


def deadlines(scene: Scene) -> DueSection:
    """五、到期、超期和临期事项."""
    overdue = sorted(scene.summary.overdue, key=lambda d: (-d.days, *scene.place(d.measure)))
    soon = sorted(scene.summary.due_soon, key=lambda d: (d.due, *scene.place(d.measure)))
    title = "到期、超期和临期事项"
    if not overdue and not soon:
        return DueSection(title, (f"截至{scene.cut_off}，没有超期和临期的措施。",))
    both = bool(overdue and soon)
    paragraphs = () if both else (("没有临期的措施。",) if overdue else ("没有超期的措施。",))
    return DueSection(
        title,
        paragraphs,
        Section(
            "超期事项" if both else "", lead=_overdue_lead(scene, overdue), rows=due_rows(scene, overdue)
        ),
        Section("临期事项" if both else "", lead=_soon_lead(scene, soon), rows=due_rows(scene, soon)),
    )


def _overdue_lead(scene: Scene, overdue: Sequence[Due]) -> str:
    if not overdue:
        return ""
    fresh = sum(d.due >= scene.week.monday for d in overdue)
    words = f"超期未销号的措施{len(overdue)}条"
    if len(overdue) == 1:
        return f"{words}{'，为本周到期' if fresh else ''}，已超期{overdue[0].days}天。"
    among = "" if not fresh else "，均为本周到期" if fresh == len(overdue) else f"，其中本周到期的{fresh}条"
    return f"{words}{among}，超期最长的{max(d.days for d in overdue)}天。"


def _soon_lead(scene: Scene, soon: Sequence[Due]) -> str:
    if not soon:
        return ""
    days = max(scene.settings.remind_days, default=0)
    window = f"{days}天内到期" if days and all(-d.days <= days for d in soon) else "即将到期"
    now = [d for d in soon if not d.days]
    words = f"{window}、尚未销号的措施{len(soon)}条"
    if not now:
        return f"{words}。"
    when = f"{day_words(now[0].due, scene.day)}当天到期"
    return f"{words}，{f'均在{when}' if len(now) == len(soon) else f'其中{when}的{len(now)}条'}。"


def quality(scene: Scene) -> Section:
    """六、填报质量问题: worded as signs for the units to check."""
    title, waived = "填报质量问题", _waivers(scene)
    lines = quality_lines(scene.findings, scene.settings)
    if not lines:
        return Section(title, ("台账核对中没有发现需要单位核改的填报问题。", *waived))
    lead = "据台账核对，有下列情况，请有关单位核实，属实的在下次报送时补正。"
    return Section(title, (lead, *numbered(lines), *waived))


def _waivers(scene: Scene) -> tuple[str, ...]:
    """豁免 in force, each with who agreed, when, why and until when."""
    said = [waiver_sentence(w) for w in scene.settings.waivers if w.in_force(scene.day)]
    return (f"经同意豁免、没有列入上述情况的{len(said)}项：{'；'.join(said)}。",) if said else ()


def difficulties(scene: Scene) -> Section:
    """七、重点难点: what is long overdue, and what units give as reasons or ask help for."""
    late = sorted(
        (d for d in scene.summary.overdue if d.days >= LONG_OVERDUE_DAYS),
        key=lambda d: (-d.days, *scene.place(d.measure)),
    )
    rows = _difficulty_rows(scene)
    paragraphs = []
    if late:
        named = listed(
            f"{d.measure.number or '未编号'}（{scene.unit_words(d.measure)}，{d.days}天）"
            for d in late[:_NAMED_ITEMS]
        )
        more = "等" if len(late) > _NAMED_ITEMS else ""
        paragraphs.append(f"超期{LONG_OVERDUE_DAYS}天以上的措施{len(late)}条，需要重点督办：{named}{more}。")
    silent = sum(not says_something(d.measure["reason"]) for d in scene.summary.overdue)
    if silent and silent == len(scene.summary.overdue):
        paragraphs.append(f"{silent}条超期措施，单位{'均' if silent > 1 else ''}没有说明原因。")
    elif silent:
        paragraphs.append(f"超期措施中，单位没有说明原因的{silent}条。")
    if rows:
        paragraphs.append(f"单位反映未完成原因或者需要协调的措施{len(rows)}条，情况如下表。")
    if not paragraphs:
        paragraphs.append(f"没有超期{LONG_OVERDUE_DAYS}天以上的措施，各单位也没有反映需要协调的事项。")
    return Section("重点难点事项", tuple(paragraphs), rows=rows)


def _difficulty_rows(scene: Scene) -> tuple[DifficultyRow, ...]:
    """Open measures whose 未完成原因 says something: overdue ones first, then due soon, then the rest."""
    summary = scene.summary
    dues = {d.measure.number: d for d in (*summary.overdue, *summary.due_soon, *summary.coming)}
    groups = ([d.measure for d in summary.overdue], [d.measure for d in summary.due_soon], summary.moved)
    seen: set[str] = set()
    rows = []
    for group in groups:
        for row in sorted(group, key=scene.place):
            if row.number in seen or not _in_hand(row) or not says_something(row["reason"]):
                continue
            reason = shorten(clean(row["reason"]), _REASON_LENGTH)
            seen.add(row.number)
            due = dues.get(row.number)
            when = day_words(due.due, scene.day) if due else shorten(clean(row["deadline"]), 16) or "—"
            rows.append(
                DifficultyRow(
                    row.number or "—",
                    measure_words(row, _SHORT_MEASURE_LENGTH),
                    scene.unit_words(row),
                    when,
                    reason,
                )
            )
    return tuple(rows)


def _in_hand(row: Measure) -> bool:
    return is_open(row["state"]) and row["state"] != REQUESTED


def plan(scene: Scene) -> PlanSection:
    """八、下周工作安排: what falls due next, then the tasks, most urgent first."""
    tasks = [*_unit_tasks(scene), *_office_tasks(scene), _standing_task(scene.summary.overall)]
    return PlanSection("下周工作安排", _coming(scene), numbered(tasks))


def _standing_task(overall: Tally) -> str:
    if not overall.total:
        return "整改办登记整改措施后，各牵头单位按时报送台账。"
    if overall.closed == overall.total:
        return "措施已全部销号，各牵头单位做好巩固，防止问题反弹。"
    return "各牵头单位对照整改时限推进措施落实，下周按时报送台账。"


def _coming(scene: Scene) -> Section:
    """What falls due in the coming 旬; measures that stand among the 临期事项 are not listed again."""
    coming = sorted(scene.summary.coming, key=lambda d: (d.due, *scene.place(d.measure)))
    if not coming:
        return Section("", lead="下一旬没有到期的措施。")
    listed_above = {d.measure.number for d in scene.summary.due_soon if d.measure.number}
    fresh = [d for d in coming if d.measure.number not in listed_above]
    span = span_words(coming[0].due, coming[-1].due).removeprefix(f"{scene.day.year}年")
    words = f"{span}到期的措施{len(coming)}条"
    if len(fresh) == len(coming):
        where = "，见下表"
    elif fresh:
        where = f"，其中{len(coming) - len(fresh)}条已列入临期事项，其余{len(fresh)}条见下表"
    else:
        where = "，已列入临期事项" if len(coming) == 1 else "，均已列入临期事项"
    return Section("", lead=f"{words}{where}，请牵头单位倒排工期、按期完成。", rows=due_rows(scene, fresh))


def _unit_tasks(scene: Scene) -> list[str]:
    summary = scene.summary
    missing, returned, late = (
        listed(scene.label(r.unit) for r in scene.in_roster(summary.fate(fate)))
        for fate in (MISSING, RETURNED, LATE)
    )
    tasks = [
        f"{missing}尽快补报本周台账，说明未报原因。" if missing else "",
        f"{returned}按退改意见修改台账，尽快重报。" if returned else "",
        f"{late}下周按时报送。" if late else "",
    ]
    if summary.overdue:
        units = sorted({d.measure["lead_unit"] for d in summary.overdue}, key=lambda u: (scene.order(u), u))
        names = listed(scene.label(u) or "牵头单位未明确的" for u in units)
        who = names if len(units) <= _NAMED_UNITS else f"有超期措施的{len(units)}个单位"
        tasks.append(f"{who}对{len(summary.overdue)}条超期措施说明原因，提出补救办法和预计完成日期。")
    return [task for task in tasks if task]


def _office_tasks(scene: Scene) -> list[str]:
    requested = scene.summary.overall.requested
    return [f"整改办对申请销号的{requested}条措施审核佐证材料，提请认定。"] if requested else []

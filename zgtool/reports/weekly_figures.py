"""The weekly's sections of figures: who reported, where things stand, by unit, by leader."""

from __future__ import annotations

from collections.abc import Sequence

from zgtool.model.ledger import Measure
from zgtool.ops.summary import LATE, MISSING, ON_TIME, RETURNED, Receipt, RowCount, Tally
from zgtool.reports.content import Section, TallyRow, TallySection
from zgtool.reports.weekly_items import Scene
from zgtool.reports.words import change, counted, listed, moment_words, share

_LISTED_NUMBERS = 12
_UNSET = "未明确"


def receipts(scene: Scene) -> Section:
    """一、报送情况: every unit that had to report, by what became of its report."""
    every = scene.summary.receipts
    rows = _row_sentence(scene.summary.rows)
    if not every:
        words = "本周没有需要报送台账的单位，以下数字依据总台账现有内容。"
        return Section("报送情况", tuple(p for p in (words, rows) if p))
    fates = {name: scene.in_roster(scene.summary.fate(name)) for name in (ON_TIME, LATE, MISSING, RETURNED)}
    if len(fates[ON_TIME]) == len(every):
        words = f"{len(every)}个牵头单位均按时报送台账，无迟报、未报和退回。"
        if len(every) == 1:
            words = f"应报送台账的单位1个（{every[0].unit}），已按时报送。"
        return Section("报送情况", tuple(p for p in (words, rows) if p))
    counts = listed(f"{name}{len(found)}个" for name, found in fates.items() if found)
    first = f"应报送台账的单位{len(every)}个，其中{counts}。"
    if len(every) == 1:
        first = f"应报送台账的单位1个（{every[0].unit}），{_fate_words(every[0])}。"
        return Section("报送情况", tuple(p for p in (first, rows) if p))
    return Section("报送情况", tuple(p for p in (first + _named(scene, fates), rows) if p))


def _named(scene: Scene, fates: dict[str, list[Receipt]]) -> str:
    """The exceptions by name; those on time too when they are the fewer."""
    words = ""
    if fates[ON_TIME] and 2 * len(fates[ON_TIME]) < len(scene.summary.receipts):
        words += f"按时报送的是{listed(r.unit for r in fates[ON_TIME])}。"
    if fates[LATE]:
        words += f"迟报的是{listed(r.unit + _arrival(scene, r) for r in fates[LATE])}。"
    if fates[MISSING]:
        words += f"未报的是{listed(r.unit for r in fates[MISSING])}，所承担的措施按上次报送内容留号。"
    if fates[RETURNED]:
        names = listed(r.unit + ("（迟报）" if r.late else "") for r in fates[RETURNED])
        words += f"退回的是{names}，因台账差错需要修改重报，重报前按上次报送内容留号。"
    return words


def _arrival(scene: Scene, receipt: Receipt) -> str:
    return f"（{moment_words(receipt.arrived, scene.week.monday)}送达）" if receipt.arrived else ""


def _fate_words(receipt: Receipt) -> str:
    return {
        LATE: "迟报",
        MISSING: "未报，所承担的措施按上次报送内容留号",
        RETURNED: "所报台账有差错，已退回修改，重报前按上次报送内容留号",
    }.get(receipt.fate, receipt.fate)


def _row_sentence(rows: RowCount) -> str:
    if not rows.read:
        return ""
    parts = (
        ("汇总措施", rows.merged, "条"),
        ("退回核改", rows.returned, "条"),
        ("标题、签字等非措施内容", rows.skipped, "行"),
    )
    filled = [f"{name}{count}{unit}" for name, count, unit in parts if count]
    if rows.merged == rows.read:
        return f"收到的台账共{rows.read}行，均为措施，已全部汇总。"
    return f"收到的台账共{rows.read}行，其中{'，'.join(filled)}。"


def progress(scene: Scene) -> Section:
    """二、总体进展: problems and measures apart, each with its change on last week."""
    now, before = scene.summary.overall, scene.summary.before
    if not now.total:
        return Section("总体进展", (f"截至{scene.cut_off}，总台账中没有在册的整改措施。",))
    grown = (
        ""
        if before is None or before.total == now.total
        else f"（措施{change(now.total, before.total, '条')[1:]}）"
    )
    head = f"截至{scene.cut_off}，总台账在册问题{now.problems}个、整改措施{now.total}条{grown}。"
    lines = (head, _problem_sentence(now, before), _measure_sentence(now, before), _week_sentence(scene))
    return Section("总体进展", tuple(line for line in lines if line))


def _problem_sentence(now: Tally, before: Tally | None) -> str:
    if not now.problems:
        return ""
    closed, left = now.closed_problems, now.problems - now.closed_problems
    moved = change(closed, before.closed_problems if before else None, "个")
    if not left:
        return f"问题方面，{now.problems}个问题的措施已全部销号{moved}。"
    if not closed:
        return f"问题方面，{now.problems}个问题均在整改，尚无措施全部销号的问题{moved}。"
    rate = share(closed, now.problems)
    return f"问题方面，措施全部销号的{closed}个，占{rate}{moved}；仍在整改的{left}个。"


def _measure_sentence(now: Tally, before: Tally | None) -> str:
    moved = change(now.closed, before.closed if before else None, "条")
    if now.closed == now.total:
        return f"措施方面，{now.total}条措施已全部销号{moved}。"
    open_ones = (("申请销号待认定", now.requested), ("推进中", now.doing), ("未启动", now.waiting))
    states = "，".join(f"{name}{count}条" for name, count in open_ones if count)
    closed = f"已销号{now.closed}条，销号率{share(now.closed, now.total)}" if now.closed else "尚无销号的措施"
    lamps = "，".join(
        (
            _lamp("超期", now.overdue, before.overdue if before else None),
            _lamp("临期", now.due_soon, before.due_soon if before else None),
        )
    ).replace("，无临期措施", "，也无临期措施" if not now.overdue else "，无临期措施")
    return f"措施方面，{closed}{moved}；{states}。未销号的措施中，{lamps}。"


def _lamp(name: str, count: int, before: int | None) -> str:
    moved = (
        ""
        if before is None or not (count or before)
        else change(count, before, "条").replace("，", "（", 1) + "）"
    )
    return f"{name}{count}条{moved}" if count else f"无{name}措施{moved}"


def _week_sentence(scene: Scene) -> str:
    """What moved since last week; "" in the first week, which has nothing to be compared with."""
    summary = scene.summary
    if summary.before is None:
        return ""
    parts = [
        f"新增措施{len(summary.added)}条{_numbers(summary.added)}" if summary.added else "",
        f"填报内容有更新的措施{len(summary.moved)}条" if summary.moved else "",
        f"新申请销号{len(summary.requested)}条{_numbers(summary.requested)}" if summary.requested else "",
        f"认定销号{len(summary.closed)}条{_numbers(summary.closed)}" if summary.closed else "",
    ]
    said = "，".join(p for p in parts if p)
    return f"与上周相比，{said}。" if said else "与上周相比，各项措施没有变化。"


def _numbers(rows: Sequence[Measure]) -> str:
    numbers = [row.number for row in rows]
    if len(numbers) > _LISTED_NUMBERS or not all(numbers):
        return ""
    return f"（{listed(numbers)}）"


def by_unit(scene: Scene) -> TallySection | None:
    """三、各牵头单位情况: ranked by the share of closed measures, then by fewer overdue, then roster order."""
    overall, units = scene.summary.overall, [t for t in scene.summary.by_unit if t.total]
    if not units:
        return None
    order = sorted(units, key=lambda t: (*_rank_key(t), scene.settings.units.order(t.name)))
    rows, rank = [], 0
    for place, tally in enumerate(order, 1):
        if place == 1 or _rank_key(tally) != _rank_key(order[place - 2]):
            rank = place
        rows.append(_row(str(rank), tally.name or _UNSET, tally))
    rows.append(_row("", "合计", overall))
    return TallySection(
        "各牵头单位情况", (_unit_sentence(scene, units),), tuple(rows), _unit_note(units, overall)
    )


def _rank_key(tally: Tally) -> tuple[float, int]:
    return (-tally.rate, tally.overdue)


def _unit_sentence(scene: Scene, units: list[Tally]) -> str:
    if len(units) == 1:
        return f"牵头单位1个（{units[0].name or _UNSET}），情况如下表。"
    named = sorted(units, key=lambda t: scene.settings.units.order(t.name))
    done = [t.name or _UNSET for t in named if t.closed == t.total]
    none = [t.name or _UNSET for t in named if not t.closed]
    late = [(t.name or _UNSET, t.overdue) for t in named if t.overdue]
    parts = [
        f"措施全部销号的{len(done)}个（{listed(done)}）" if done else "",
        f"尚无措施销号的{len(none)}个（{listed(none)}）" if none else "",
        f"有超期措施的{len(late)}个（{counted(late)}）" if late else "",
    ]
    said = "，".join(p for p in parts if p)
    return (
        f"{len(units)}个牵头单位中，{said}。按销号率排列如下表。"
        if said
        else f"{len(units)}个牵头单位按销号率排列如下表。"
    )


def _unit_note(units: list[Tally], overall: Tally) -> str:
    notes = ["销号率为已销号措施占全部措施的比例；销号率相同的，超期措施少的在前。"]
    if sum(t.problems for t in units) != overall.problems:
        notes.append("一个问题的措施由几个单位分别牵头的，各单位均计该问题，合计按问题实有数填列。")
    if sum(t.total for t in units) != overall.total:
        notes.append("有的措施未明确唯一牵头单位，合计按措施实有数填列。")
    return "注：" + "".join(notes)


def by_leader(scene: Scene) -> TallySection | None:
    """四、分管领导牵头情况, in the order of the summary: leaders are not ranked."""
    overall, leaders = scene.summary.overall, [t for t in scene.summary.by_leader if t.total]
    if not any(t.name for t in leaders):
        return None
    rows = tuple(_row("", tally.name or _UNSET, tally) for tally in leaders)
    named = [t for t in leaders if t.name]
    late = [t for t in named if t.overdue]
    lead = (
        f"{len(named)}位分管领导牵头的整改措施情况如下表"
        if len(named) > 1
        else f"{named[0].name}同志牵头的整改措施情况如下表"
    )
    lead += f"，其中{len(late)}位分管的措施有超期。" if late and len(named) > 1 else "。"
    notes = []
    if sum(t.problems for t in leaders) != overall.problems:
        notes.append("一个问题的措施由几位领导分别牵头的，各领导均计该问题，合计按问题实有数填列。")
    if sum(t.total for t in leaders) != overall.total:
        notes.append("措施涉及几位领导的分别计数，合计按措施实有数填列。")
    note = "注：" + "".join(notes) if notes else ""
    return TallySection("分管领导牵头情况", (lead,), (*rows, _row("", "合计", overall)), note)


def _row(rank: str, name: str, tally: Tally) -> TallyRow:
    return TallyRow(
        rank=rank,
        name=name,
        problems=tally.problems,
        closed_problems=tally.closed_problems,
        total=tally.total,
        closed=tally.closed,
        requested=tally.requested,
        doing=tally.doing,
        waiting=tally.waiting,
        overdue=tally.overdue,
        due_soon=tally.due_soon,
        rate=share(tally.closed, tally.total),
    )

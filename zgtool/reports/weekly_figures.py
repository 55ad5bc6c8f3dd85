"""The weekly's sections of figures: who reported, and where things stand on the whole."""

from __future__ import annotations

from collections.abc import Sequence

from zgtool.model.ledger import Measure
from zgtool.ops.summary import LATE, MISSING, ON_TIME, RETURNED, Receipt, RowCount, Tally
from zgtool.reports.content import Section
from zgtool.reports.scene import Scene
from zgtool.reports.words import change, listed, moment_words, share

_LISTED_NUMBERS = 12


def receipts(scene: Scene) -> Section:
    """一、报送情况: every unit that had to report, by what became of its report."""
    lines = (_receipt_sentence(scene), _row_sentence(scene.summary.rows))
    return Section("报送情况", tuple(line for line in lines if line))


def _receipt_sentence(scene: Scene) -> str:
    every = scene.summary.receipts
    if not every:
        return "本周没有需要报送台账的单位，以下数字依据总台账现有内容。"
    if len(every) == 1:
        return f"应报送台账的单位1个（{scene.label(every[0].unit)}），{_one_fate(scene, every[0])}。"
    fates = {name: scene.in_roster(scene.summary.fate(name)) for name in (ON_TIME, LATE, MISSING, RETURNED)}
    if len(fates[ON_TIME]) == len(every):
        return f"应报送台账的单位{len(every)}个，均按时报送，无迟报、未报和退回。"
    counts = listed(f"{name}{len(found)}个" for name, found in fates.items() if found)
    return f"应报送台账的单位{len(every)}个，其中{counts}。{_named(scene, fates)}"


def _one_fate(scene: Scene, receipt: Receipt) -> str:
    return {
        ON_TIME: "已按时报送",
        LATE: f"迟报{_arrival(scene, receipt)}",
        MISSING: "本周未报，所承担的措施按上次报送内容留号",
        RETURNED: f"{'迟报且' if receipt.late else ''}台账有差错，已退回修改，未汇总的内容按上次报送留号",
    }.get(receipt.fate, receipt.fate)


def _named(scene: Scene, fates: dict[str, list[Receipt]]) -> str:
    """The exceptions by name; those on time too when they are the fewer."""
    words = ""
    if fates[ON_TIME] and 2 * len(fates[ON_TIME]) < len(scene.summary.receipts):
        words += f"按时报送的是{listed(scene.label(r.unit) for r in fates[ON_TIME])}。"
    if fates[LATE]:
        words += f"迟报的是{listed(scene.label(r.unit) + _arrival(scene, r) for r in fates[LATE])}。"
    if fates[MISSING]:
        words += (
            f"未报的是{listed(scene.label(r.unit) for r in fates[MISSING])}，所承担的措施按上次报送内容留号。"
        )
    if fates[RETURNED]:
        names = listed(scene.label(r.unit) + ("（迟报）" if r.late else "") for r in fates[RETURNED])
        words += f"退回的是{names}，台账有差错，需要修改重报，未汇总的内容按上次报送留号。"
    return words


def _arrival(scene: Scene, receipt: Receipt) -> str:
    return f"（{moment_words(receipt.arrived, scene.week.monday)}送达）" if receipt.arrived else ""


def _row_sentence(rows: RowCount) -> str:
    if not rows.read:
        return ""
    if rows.merged == rows.read:
        return f"收到的台账共{rows.read}行，均为措施，已全部汇总。"
    parts = (
        f"汇总措施{rows.merged}条" if rows.merged else "",
        f"退回核改{rows.returned}条" if rows.returned else "",
        f"标题、签字行和重复报送等不计入的{rows.skipped}行" if rows.skipped else "",
    )
    return f"收到的台账共{rows.read}行，其中{'，'.join(p for p in parts if p)}。"


def _held(scene: Scene) -> str:
    """Of what the figures are: the whole ledger, or its problems of one source."""
    return f"总台账中来源为“{scene.source}”的" if scene.source else "总台账在册"


def progress(scene: Scene) -> Section:
    """二、总体进展: problems and measures apart, each with its change on last week."""
    now, before = scene.summary.overall, scene.summary.before
    if not now.total:
        words = (
            f"{_held(scene)}问题{now.problems}个，尚无整改措施"
            if now.problems
            else "总台账中没有在册的整改措施"
        )
        return Section("总体进展", (f"截至{scene.cut_off}，{words}。",))
    grown = (
        ""
        if before is None or before.total == now.total
        else change(now.total, before.total, "条", scene.last)
    )
    grown = f"（措施{grown[1:]}）" if grown else ""
    problems = f"问题{now.problems}个、" if now.problems else ""
    head = f"截至{scene.cut_off}，{_held(scene)}{problems}整改措施{now.total}条{grown}。"
    lines = (
        head,
        _problem_sentence(now, before, scene.last),
        _measure_sentence(now, before, scene.last),
        _week_sentence(scene),
    )
    return Section("总体进展", tuple(line for line in lines if line))


def _problem_sentence(now: Tally, before: Tally | None, last: str) -> str:
    closed, left = now.closed_problems, now.problems - now.closed_problems
    if not now.problems:
        return ""
    moved = change(closed, before.closed_problems if before else None, "个", last)
    if not left:
        return f"问题方面，{now.problems}个问题的措施已全部销号{moved}。"
    if not closed:
        moved = moved if before and before.closed_problems else ""
        return f"问题方面，{now.problems}个问题均在整改，尚无措施全部销号的问题{moved}。"
    rate = share(closed, now.problems)
    return f"问题方面，措施全部销号的{closed}个，占{rate}{moved}；仍在整改的{left}个。"


def _measure_sentence(now: Tally, before: Tally | None, last: str) -> str:
    moved = change(now.closed, before.closed if before else None, "条", last)
    if now.closed == now.total:
        return f"措施方面，{now.total}条措施已全部销号{moved}。"
    closed = f"已销号{now.closed}条，销号率{share(now.closed, now.total)}{moved}"
    if not now.closed:
        closed = "尚无销号的措施" + (moved if before and before.closed else "")
    open_ones = (("申请销号待认定", now.requested), ("推进中", now.doing), ("未启动", now.waiting))
    states = "，".join(f"{name}{count}条" for name, count in open_ones if count)
    return f"措施方面，{closed}；{states}。{_lamps(now, before, last)}"


def _lamps(now: Tally, before: Tally | None, last: str) -> str:
    was_overdue, was_soon = (before.overdue, before.due_soon) if before else (None, None)
    if not (now.overdue or now.due_soon or was_overdue or was_soon):
        return "未销号的措施中，没有超期和临期的。"
    lamps = (_lamp("超期", now.overdue, was_overdue, last), _lamp("临期", now.due_soon, was_soon, last))
    return f"未销号的措施中，{'，'.join(lamps)}。"


def _lamp(name: str, count: int, before: int | None, last: str) -> str:
    moved = change(count, before, "条", last) if count or before else ""
    words = f"{name}的{count}条" if count else f"没有{name}的"
    return f"{words}（{moved[1:]}）" if moved else words


def _week_sentence(scene: Scene) -> str:
    """What moved since last week; "" in the first week, which has nothing to be compared with."""
    summary = scene.summary
    if summary.before is None:
        return ""
    parts = (
        f"新增措施{len(summary.added)}条{_numbers(summary.added)}" if summary.added else "",
        f"填报内容有更新的措施{len(summary.moved)}条" if summary.moved else "",
        f"新申请销号{len(summary.requested)}条{_numbers(summary.requested)}" if summary.requested else "",
        f"认定销号{len(summary.closed)}条{_numbers(summary.closed)}" if summary.closed else "",
    )
    said = "，".join(p for p in parts if p)
    return f"与{scene.last}相比，{said}。" if said else f"与{scene.last}相比，各项措施没有变化。"


def _numbers(rows: Sequence[Measure]) -> str:
    numbers = [row.number for row in rows]
    if len(numbers) > _LISTED_NUMBERS or not all(numbers):
        return ""
    return f"（{listed(numbers)}）"

"""The weekly's tables of counts: by lead unit, ranked, and by leader in charge."""

from __future__ import annotations

from zgtool.ops.summary import Tally
from zgtool.reports.content import Section, TallyRow
from zgtool.reports.scene import Scene
from zgtool.reports.words import counted, listed, share

_UNSET = ("", "（未明确）")
"""Names that stand for nobody; such a row is counted and not ranked."""


def by_unit(scene: Scene) -> Section | None:
    """三、各牵头单位情况: ranked by the share of closed measures, then by fewer overdue.

    Equal ones share a rank and stand in roster order; a unit without measures has no rank.
    """
    overall = scene.summary.overall
    units = [t for t in scene.summary.by_unit if t.total or t.problems]
    if not any(t.name not in _UNSET for t in units):
        return None
    ranked = sorted((t for t in units if _ranks(t)), key=lambda t: (*_rank_key(t), scene.order(t.name)))
    others = sorted(
        (t for t in units if not _ranks(t)), key=lambda t: (t.name in _UNSET, scene.order(t.name))
    )
    differ = len({_rank_key(t) for t in ranked}) > 1
    rows, rank = [], 0
    for place, tally in enumerate(ranked, 1):
        if place == 1 or _rank_key(tally) != _rank_key(ranked[place - 2]):
            rank = place
        rows.append(_row(str(rank) if differ else "—", scene.label(tally.name), tally))
    rows += [_row("—", scene.label(_name(t)), t) for t in others]
    if len(rows) > 1:
        rows.append(_row("", "合计", overall))
    note = _note(units, overall, "单位", ranked=differ)
    return Section(
        "各牵头单位情况", (_unit_sentence(scene, ranked, differ=differ),), rows=tuple(rows), note=note
    )


def _ranks(tally: Tally) -> bool:
    return bool(tally.total) and tally.name not in _UNSET


def _rank_key(tally: Tally) -> tuple[float, int]:
    return (-tally.rate, tally.overdue)


def _name(tally: Tally) -> str:
    return "未明确" if tally.name in _UNSET else tally.name


def _unit_sentence(scene: Scene, units: list[Tally], *, differ: bool) -> str:
    if not units:
        return "各牵头单位还没有在册的措施。"
    if len(units) == 1:
        return f"牵头单位1个（{scene.label(units[0].name)}），情况如下表。"
    named = sorted(units, key=lambda t: scene.order(t.name))
    done = [scene.label(t.name) for t in named if t.closed == t.total]
    begun = [scene.label(t.name) for t in named if t.closed]
    none = [scene.label(t.name) for t in named if not t.closed]
    late = [(scene.label(t.name), t.overdue) for t in named if t.overdue]
    where = "按销号率排列如下表。" if differ else "情况如下表。"
    if not begun and not late:
        return f"{len(units)}个牵头单位均尚无措施销号，也没有超期措施，{where}"
    none_closed = f"尚无措施销号的{len(none)}个（{listed(none)}）" if none else ""
    if begun and len(none) > len(begun):  # the fewer are named
        none_closed = f"已有措施销号的{len(begun)}个（{listed(begun)}），其余{len(none)}个尚无措施销号"
    parts = (
        f"措施全部销号的{len(done)}个（{listed(done)}）" if done else "",
        none_closed if begun else "均尚无措施销号",
        f"有超期措施的{len(late)}个（{counted(late)}）" if late else "没有单位有超期措施",
    )
    among = "中，" if begun else ""
    return f"{len(units)}个牵头单位{among}{'；'.join(p for p in parts if p)}。{where}"


def by_leader(scene: Scene) -> Section | None:
    """四、分管领导牵头情况, in the order of the summary: leaders are not ranked."""
    overall = scene.summary.overall
    leaders = [t for t in scene.summary.by_leader if t.total or t.problems]
    named = [t for t in leaders if t.name not in _UNSET]
    if not named:
        return None
    leading = [t for t in named if t.total]
    if len(leading) < 2:
        lead = "分管领导牵头的整改措施情况如下表。"
    else:
        late = [t for t in leading if t.overdue]
        how = (
            "没有超期措施"
            if not late
            else "均有超期措施"
            if len(late) == len(named)
            else f"{len(late)}位分管的措施有超期"
        )
        lead = f"整改措施由{len(leading)}位领导分管，{how}，情况如下表。"
    rows = [_row("", _name(t), t) for t in sorted(leaders, key=lambda t: t.name in _UNSET)]
    note = _note(leaders, overall, "领导", ranked=False)
    if len(rows) > 1:
        rows.append(_row("", "合计", overall))
    return Section("分管领导牵头情况", (lead,), rows=tuple(rows), note=note)


def _note(tallies: list[Tally], overall: Tally, who: str, *, ranked: bool) -> str:
    """Why the total is not the sum, where it is not."""
    notes = ["销号率为已销号措施占全部措施的比例；销号率相同的，超期措施少的在前。"] if ranked else []
    apart = [
        name
        for name, same in (
            ("问题", sum(t.problems for t in tallies) == overall.problems),
            ("措施", sum(t.total for t in tallies) == overall.total),
        )
        if not same
    ]
    if apart:
        what = "或者".join(apart)
        notes.append(
            f"同一{what}涉及几个{who}的，各{who}分别计数，合计按实有数填列。".replace("几个领导", "几位领导")
        )
    return "注：" + "".join(notes) if notes else ""


def _row(rank: str, name: str, tally: Tally) -> TallyRow:
    return TallyRow(
        rank=rank,
        name=name,
        problems=tally.problems,
        total=tally.total,
        closed=tally.closed,
        requested=tally.requested,
        doing=tally.doing,
        waiting=tally.waiting,
        overdue=tally.overdue,
        due_soon=tally.due_soon,
        rate=share(tally.closed, tally.total),
    )

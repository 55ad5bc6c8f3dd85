"""Changes that loosen what was agreed: told first, with the words that make them so. A fact, never a reproach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zgtool.language.measure import NEITHER, MeasureReading, classify_measure
from zgtool.language.measure_target import AT_MOST, Target
from zgtool.model.columns import EXTRA, Owner, owner_of
from zgtool.model.ledger import Measure
from zgtool.model.settings import Settings
from zgtool.model.status import CLOSED, MOVES, REGISTERED, WITHDRAWN, is_open
from zgtool.ops.diff import Change, Diff
from zgtool.ops.terms import planned_deadline_of

GONE, JUMPED, LATER, LOWERED, SOFTENED, OFFICE, BACKWARD = (
    "措施消失", "状态跳变", "时限推后", "标准降低", "措施变软", "办公室栏目改动", "进度倒退")  # fmt: skip
KINDS = (GONE, JUMPED, LATER, LOWERED, SOFTENED, OFFICE, BACKWARD)
"""In the order they are told."""

_FREE = frozenset({"state", "limit", "closed_on", "accepted_by", "instruction", "focus", "publication",
                   "measure_kind", "contact", "remark"})  # fmt: skip
"""Office columns that change in the course of the work; a change there is no risk of itself."""
_STEPS = {"未启动": 0, "推进中": 1, "基本完成": 2, "已完成待认定": 3, "申请销号": 3}


@dataclass(frozen=True, slots=True)
class Risk:
    """One change to look at first. kind: one of KINDS; row: the row as it is now, of a gone one as it was."""

    kind: str
    row: Measure
    key: str
    said: str
    change: Change | None = None


def risks_of(diff: Diff, settings: Settings, today: date) -> tuple[Risk, ...]:
    """The risky changes of a diff, by kind, within a kind in the ledger's order.

    today: the day deadlines without a year are understood from when nothing else tells it.
    """
    found = [
        Risk(GONE, r, "measure", "旧表里有、新表里没有，没有办理记录可查")
        for r in diff.gone
        if is_open(r["state"])
    ]
    found += [risk for change in diff.changed for risk in _risks(change, settings, today)]
    return tuple(sorted(found, key=lambda risk: KINDS.index(risk.kind)))


def _risks(change: Change, settings: Settings, today: date) -> Iterator[Risk]:
    for key in change.keys:
        if key.startswith(EXTRA):
            continue
        kind, said = _judged(change.old, change.new, key, settings, today)
        if kind:
            yield Risk(kind, change.new, key, said, change)


def _judged(old: Measure, new: Measure, key: str, settings: Settings, today: date) -> tuple[str, str]:
    if key == "state":
        return _state(old, new)
    if key in ("status", "rate"):
        return _progress(old, new, key)
    if key == "deadline" and old[key]:
        return _deadline(old, new, settings, today)
    if key == "limit" and old[key] and (not new[key] or new[key] > old[key]) and is_open(new["state"]):
        return LATER, f"限办期限由{old[key]}改为{new[key] or '空'}"
    if key in ("measure", "target") and old[key]:
        return _softer(old[key], new[key]) or (OFFICE, "措施或标准的文字有改动")
    if owner_of(key) is Owner.OFFICE and key not in _FREE and old[key]:
        return OFFICE, "已审定的内容有改动" if new[key] else "已审定的内容被清空"
    return "", ""


def _state(old: Measure, new: Measure) -> tuple[str, str]:
    before, after = old["state"] or REGISTERED, new["state"] or REGISTERED
    if before != after and (before, after) not in MOVES:
        return JUMPED, f"“{before}”不能直接变为“{after}”"
    if is_open(before) and after in (CLOSED, WITHDRAWN) and not (new["closed_on"] and new["accepted_by"]):
        return JUMPED, f"已变为“{after}”，没有销号时间或验收人"
    return "", ""


def _progress(old: Measure, new: Measure, key: str) -> tuple[str, str]:
    if key == "rate":
        before, after = _percent(old[key]), _percent(new[key])
        if before is not None and after is not None and after < before:
            return BACKWARD, f"完成率由{old[key]}降为{new[key]}"
        return "", ""
    one, two = _STEPS.get(old[key]), _STEPS.get(new[key])
    if one is None or two is None:
        return "", ""
    if two < one:
        return BACKWARD, f"完成状态由“{old[key]}”退为“{new[key]}”"
    if two - one >= 3:
        return JUMPED, f"完成状态由“{old[key]}”一次变为“{new[key]}”，请核实"
    return "", ""


def _percent(text: str) -> float | None:
    try:
        return float(text.removesuffix("%"))
    except ValueError:
        return None


def _deadline(old: Measure, new: Measure, settings: Settings, today: date) -> tuple[str, str]:
    if not new["deadline"]:
        return LATER, "整改时限被清空"
    before = planned_deadline_of(old, settings, today).latest_day
    after = planned_deadline_of(new, settings, today).latest_day
    if after is None or before is None:
        return LATER if before else OFFICE, "改后的整改时限算不出日期" if before else "整改时限有改动"
    if after > before:
        return LATER, f"最后期限由{before}推到{after}，晚{(after - before).days}天"
    return OFFICE, f"最后期限由{before}改为{after}" if after != before else "整改时限的写法有改动，日期没有变"


def _softer(old: str, new: str) -> tuple[str, str] | None:
    """Why a measure or its standard asks for less than it did; None when it does not."""
    if not new:
        return SOFTENED, "内容被删去"
    before, after = classify_measure(old), classify_measure(new)
    lowered = next(_lowered(before, after), "")
    if lowered:
        return LOWERED, lowered
    if before.label != NEITHER and after.label == NEITHER:
        return SOFTENED, f"原来可以核对的“{before.span}”没有了"
    return None


def _lowered(before: MeasureReading, after: MeasureReading) -> Iterator[str]:
    left = list(after.targets)
    for target in before.targets:
        mate = next((t for t in left if t.unit == target.unit and t.change == target.change), None)
        if mate is None:
            if after.label != NEITHER:
                yield f"原来的“{target.text}”没有了"
            continue
        left.remove(mate)
        if _asks_less(target, mate):
            yield f"“{target.text}”改成了“{mate.text}”"


def _asks_less(before: Target, after: Target) -> bool:
    upper = before.direction == AT_MOST and not before.change
    return after.number > before.number if upper else after.number < before.number

"""The target a figure states: number, unit, direction, baseline, and the words that give them.

Source: issue 4, point 2 (“The target is also parsed”).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from zgtool.language.measure_text import any_of, words_of

AT_LEAST, AT_MOST, EXACTLY = "≥", "≤", "="

AT_LEAST_WORDS = words_of(
    """
    不少于 不低于 不小于 不下于 不得少于 不得低于 至少 最少 提前 达到 达 超过 高于 多于 提高到
    提高至 提升到 提升至 增加到 增加至 增至 升至 升到 上升到 上升至 保持在 稳定在 扩大到 扩大至 突破
    力争 确保 大于
    """
)
AT_MOST_WORDS = words_of(
    """
    不超过 不得超过 不多于 不得多于 不高于 不得高于 不大于 最多 至多 控制在 控制到 压缩到 压缩至
    压缩为 压减到 压减至 压减为 降到 降至 降为 降低到 降低至 下降到 下降至 减少到 减少至 减到 减至
    减为 缩短到 缩短至 缩短为 缩减到 缩减至 低于 少于 小于 限定在 限制在 精简到 精简至 精简为
    """
)
_BY_DOWN = words_of(
    """
    下降 降低 压减 减少 压缩 缩短 缩减 精简 削减 递减 核减
    """
)
_BY_UP = words_of(
    """
    增长 上升 提高 提升 增加 扩大 递增 增幅
    """
)

ENDS_AT_LEAST = re.compile(rf"(?<![不未])(?:{any_of(AT_LEAST_WORDS)})(?:到|至|了)?$")
ENDS_AT_MOST = re.compile(rf"(?<![不未得])(?:{any_of(AT_MOST_WORDS)})(?:到|至|了)?$")
ENDS_BY_DOWN = re.compile(rf"(?:{any_of(_BY_DOWN)})(?:了|约)?$")
_ENDS_BY_UP = re.compile(rf"(?:{any_of(_BY_UP)})(?:了|约)?$")
_AFTER_LEAST = re.compile(r"[^,。;]{0,4}?(?:及)?(?:以上|之上)")
_AFTER_MOST = re.compile(r"[^,。;]{0,4}?(?:及)?(?:以内|之内|以下|内)")


@dataclass(frozen=True, slots=True)
class Target:
    """What a measure promises to reach, for comparing with progress.

    `direction` is ≥, ≤ or =; `change` is "" for a level, 升 or 降 when the figure is a change
    against `baseline` or against last year; `per` is the period of a frequency. `number` is in
    the unit as written (3.2万元 is 32000 元), percentages in %. `about` is the words before the
    figure, which tell what it counts.
    """

    number: Decimal
    unit: str
    direction: str
    text: str
    baseline: Decimal | None = None
    change: str = ""
    per: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure found in the folded text: its place, its kind in Chinese, its target."""

    start: int
    end: int
    kind: str
    target: Target | None
    weak: bool = False  # 按月, 按季: counts only when nothing can be looked at either


def has_limit_after(after: str) -> bool:
    return bool(_AFTER_LEAST.match(after) or _AFTER_MOST.match(after))


def direction_of(masked: str, start: int, end: int, unit: str) -> tuple[str, str, int, int]:
    before, after = masked[max(0, start - 8) : start], masked[end : end + 8]
    for pattern, direction, change in (
        (ENDS_AT_MOST, AT_MOST, ""),
        (ENDS_AT_LEAST, AT_LEAST, ""),
        (ENDS_BY_DOWN, AT_LEAST, "降"),
        (_ENDS_BY_UP, AT_LEAST, "升"),
    ):
        if said := pattern.search(before):
            tail = _AFTER_LEAST.match(after) or _AFTER_MOST.match(after)
            return direction, change, start - len(before) + said.start(), end + (tail.end() if tail else 0)
    if tail := _AFTER_LEAST.match(after):
        return AT_LEAST, "", start, end + tail.end()
    if tail := _AFTER_MOST.match(after):
        return AT_MOST, "", start, end + tail.end()
    return EXACTLY, "", start, end


def scaled(value: Decimal | None, unit: str) -> tuple[Decimal | None, str]:
    money = {"亿元": 100_000_000, "万元": 10_000, "千元": 1000, "百元": 100}
    if value is not None and unit in money:
        return value * money[unit], "元"
    return value, {"个工作日": "工作日", "个小时": "小时"}.get(unit, unit)


_RATE_UNITS = frozenset(("%", "‰", "个百分点", "倍"))


def kind_of_unit(unit: str) -> str:
    if unit in _RATE_UNITS:
        return "比例"
    if unit == "元":
        return "金额"
    return (
        "时限或时长"
        if unit in {"工作日", "小时", "天", "日", "个月", "年", "周", "分钟", "学时", "课时"}
        else "数量"
    )

"""A first, cheap look at the counts in a text, so that the full reading is done only where it may matter.

It errs to one side only: what it leaves out, the full reading (`language.progress`) would not report either,
but for counts written in Chinese numerals.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

_COUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([万亿]?)([\u4e00-\u9fff%％])")
_TIMES = {"": 1.0, "万": 10_000.0, "亿": 100_000_000.0}
_ALIKE = {"名": "人", "位": "人", "项": "个", "条": "个", "件": "个", "％": "%"}
_AT_MOST = re.compile("不超|不多于|不高于|不大于|最多|至多|控制|压|降|减|缩|低于|少于|小于|限|精简|内|以下")
_RUNNING = re.compile(r"(?:累计|合计|总计|共|已)([\u4e00-\u9fff]{1,12}?)(\d+(?:\.\d+)?)")

Spread = tuple[float, float]


def spreads(text: str, units: Container[str] | None = None) -> dict[str, Spread]:
    """(lowest, highest) count by the character that follows it; units that mean the same share one.

    units: the only ones to look for, None for all.
    """
    found: dict[str, Spread] = {}
    for figure, scale, written in _COUNT.findall(text):
        unit = _ALIKE.get(written, written)
        if units is None or unit in units:
            value = float(figure) * _TIMES[scale]
            low, high = found.get(unit, (value, value))
            found[unit] = (min(low, value), max(high, value))
    return found


@lru_cache(maxsize=256)
def may_fall_short(progress: str, goal: str) -> bool:
    """Whether a progress text may hold a figure short of one that the goal asks for."""
    asked = spreads(goal)
    for unit, (lowest, highest) in (spreads(progress, asked) if asked else {}).items():
        low, high = asked[unit]
        if highest < high or (lowest > low and _AT_MOST.search(goal)):
            return True
    return False


def may_shrink(before: str, after: str) -> bool:
    """Whether a running total may be lower after than before."""
    now = _RUNNING.findall(after)
    if not now:
        return False
    held = [(name, float(figure)) for name, figure in _RUNNING.findall(before)]
    return any(
        value > float(figure) and (name in was or was in name) for name, figure in now for was, value in held
    )

"""Rows of tables that several papers show, and what units' words amount to."""

from __future__ import annotations

from collections.abc import Iterable

from zgtool.model.text import clean, fold, shorten
from zgtool.ops.summary import Due
from zgtool.reports.content import DueRow, Row
from zgtool.reports.scene import Scene, measure_words
from zgtool.reports.words import day_words

_NOTHING = frozenset(
    map(fold, ("", "无", "暂无", "没有", "无。", "/", "-", "—", "不涉及", "无困难", "无需协调"))
)


def says_something(text: str) -> bool:
    """Whether a cell holds more than 无 and its likes."""
    return fold(clean(text)) not in _NOTHING


def due_rows(scene: Scene, dues: Iterable[Due], *, unit: bool = True) -> tuple[Row, ...]:
    """Measures in a list by deadline; without the `unit` where all are of one."""
    rows = (
        DueRow(
            number=d.measure.number or "—",
            measure=measure_words(d.measure),
            unit=scene.unit_words(d.measure),
            leader=shorten(clean(d.measure["leader"]), 16) or "—",
            due=day_words(d.due, scene.day),
            days=abs(d.days),
        )
        for d in dues
    )
    return tuple(rows) if unit else tuple((*r[:2], *r[3:]) for r in rows)

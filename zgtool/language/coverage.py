"""Which points of a problem have a measure: a matrix 要点 × 措施 with a certainty, never a guess.

Source: shared/domain/measures.md, “report points without a measure and measures without a point”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zgtool.language.numerals import to_int
from zgtool.language.points import LIKELY, SURE, UNSURE, Point
from zgtool.language.similarity import content_pairs

ENOUGH, FAINT = 0.30, 0.12
YES, NO, ASK = "有", "无", "待确认"


@dataclass(frozen=True, slots=True)
class PointCover:
    """Whether one point has a measure: 有, 无 or 待确认; the best measure's index (None when none)."""

    state: str
    certainty: str
    best: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """`likeness[i][j]` is how much of point i's words measure j takes up, 0 to 1."""

    likeness: tuple[tuple[float, ...], ...]
    points: tuple[PointCover, ...]
    measures_without_point: tuple[int, ...]


_NAMED = re.compile(
    r"(?:针对|对应|对照|落实|就)?(?:第)?(?P<a>[一二三四五六七八九十\d]{1,3})(?:个)?(?:要点|点(?:问题"
    r"|要求)?)|要点(?P<b>[一二三四五六七八九十\d]{1,3})"
)


def cover_points(points: Sequence[Point], measures: Sequence[str]) -> Coverage:
    """Pair points with measures by the words they share; named pairs (“针对要点2”) are sure."""
    wanted = [content_pairs(p.text) for p in points]
    offered = [content_pairs(m) for m in measures]
    table = tuple(tuple(_share(w, o) for o in offered) for w in wanted)
    named = [_named_point(m) for m in measures]
    covers = tuple(_cover(i, table[i], named, len(points), measures) for i in range(len(points)))
    return Coverage(table, covers, _unpaired(table, named, len(points)))


def _share(wanted: frozenset[str], offered: frozenset[str]) -> float:
    return round(len(wanted & offered) / len(wanted), 3) if wanted else 0.0


def _named_point(measure: str) -> int | None:
    match = _NAMED.search(measure[:40])
    return to_int(match["a"] or match["b"]) if match else None


def _cover(
    index: int, row: tuple[float, ...], named: list[int | None], count: int, measures: Sequence[str]
) -> PointCover:
    filled = [j for j, text in enumerate(measures) if text.strip()]
    if index + 1 in named:
        place = named.index(index + 1)
        return PointCover(YES, SURE, place, f"第{place + 1}条措施写明针对第{index + 1}点")
    if not filled:
        return PointCover(NO, SURE, None, "没有填写措施")
    if count == 1:
        return PointCover(YES, LIKELY, filled[0], "本问题只有一个要点，措施按对应该要点计")
    best = max(filled, key=lambda j: (row[j], -j))
    if row[best] >= ENOUGH:
        return PointCover(YES, LIKELY, best, f"第{best + 1}条措施与本要点的用词重合{row[best]:.0%}")
    if row[best] >= FAINT:
        return PointCover(
            ASK, UNSURE, best, f"第{best + 1}条措施与本要点的用词只重合{row[best]:.0%}，请确认是否对应"
        )
    return PointCover(NO, LIKELY, None, "没有一条措施提到本要点的内容，请核实是否漏了措施")


def _unpaired(table: tuple[tuple[float, ...], ...], named: list[int | None], count: int) -> tuple[int, ...]:
    if count <= 1:
        return ()
    return tuple(j for j in range(len(named)) if named[j] is None and all(row[j] < FAINT for row in table))

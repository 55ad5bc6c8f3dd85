"""What units report as achieved: rules made, money, people answered for. Listed with its place, never summed unseen."""

from __future__ import annotations

from collections.abc import Iterable

from zgtool.model.columns import heading_of
from zgtool.model.ledger import Measure
from zgtool.model.text import clean, shorten
from zgtool.reports.content import Row
from zgtool.reports.outline import table_columns
from zgtool.reports.rows import says_something
from zgtool.reports.scene import Scene, number_key

OUTCOME_KEYS = ("systems", "amount", "accountability")
OUTCOME_COLUMNS = table_columns(
    ("编号", "措施编号", 900),
    ("单位", "牵头单位简称", 1600),
    ("栏目", "完善制度、涉及金额或者追责情况", 1400),
    ("内容", "单位填报的原文", 0, True),
)


def outcome_rows(
    scene: Scene, rows: Iterable[Measure], keys: tuple[str, ...] = OUTCOME_KEYS
) -> tuple[Row, ...]:
    """What the rows hold in the columns of results, column by column, by 措施编号."""
    ordered = sorted(rows, key=number_key)
    return tuple(
        (row.number or "—", scene.unit_words(row), heading_of(key), shorten(clean(row[key]), 120))
        for key in keys
        for row in ordered
        if says_something(row[key])
    )


def outcome_words(rows: Iterable[Row]) -> str:
    """How many entries there are of each kind: 完善制度3条、涉及金额1条."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[str(row[2])] = counts.get(str(row[2]), 0) + 1
    return "、".join(f"{name}{count}条" for name, count in counts.items())

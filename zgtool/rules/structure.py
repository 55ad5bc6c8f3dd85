"""C3: cells that a report cannot do without."""

from __future__ import annotations

from collections.abc import Iterator

from zgtool.model.columns import heading_of
from zgtool.model.ledger import Measure
from zgtool.ops.lifecycle import is_active
from zgtool.rules.registry import Context, Fault, Rows, rule


@rule(
    "C301",
    "required-cell-empty",
    "必填栏目没有填",
    fix="请补填；本周确实没有进展的，在“本周进展”里写明原因。",
    example="{own}",
    of=Rows.OPEN | Rows.CAME,
)
def required_cell_empty(row: Measure, context: Context) -> Iterator[Fault]:
    """每周报送时，没有销号的措施都要填完成状态和本周进展，让办公室知道办到哪一步。"""
    if (row["status"] and row["progress"]) or not is_active(row):
        return
    for key in ("status", "progress"):
        if not row[key]:
            yield Fault(message=f"“{heading_of(key)}”没有填", column=key)

"""F3: who reported when."""

from __future__ import annotations

from collections.abc import Iterator

from zgtool.model.period import chinese_moment
from zgtool.ops.summary import MISSING, Receipt
from zgtool.rules.registry import Context, Fault, rule


@rule("F301", "late-submission", "迟报", scope="receipt", fix="请下周在截止时刻前报送。")
def late_submission(receipt: Receipt, context: Context) -> Iterator[Fault]:
    """牵头单位每周五12时前报送台账；以办公室收到的时间为准。"""
    if receipt.late and receipt.arrived and context.closes:
        arrived, closes = chinese_moment(receipt.arrived), chinese_moment(context.closes)
        yield Fault(receipt.file, f"迟报（{arrived}收到，{closes}截止）", unit=receipt.unit)


@rule("F302", "missing-submission", "未报", scope="receipt", fix="请尽快补报；台账按上期内容保留。")
def missing_submission(receipt: Receipt, context: Context) -> Iterator[Fault]:
    """承担整改任务的牵头单位每周都要报送，没有进展的也要报。"""
    if receipt.fate == MISSING:
        yield Fault(unit=receipt.unit)

"""S1: what a close-out request must carry."""

from __future__ import annotations

from collections.abc import Iterator

from zgtool.language.finish import is_placeholder
from zgtool.model.ledger import Measure
from zgtool.model.status import REQUESTED
from zgtool.rules.registry import Context, Fault, Rows, rule


@rule(
    "S101",
    "request-without-report",
    "申请销号没有专项报告",
    fix="请补报专项报告，并在“专项报告”栏写明名称和日期。",
    example="{report}",
    of=Rows.OPEN,
    needs=(f"status={REQUESTED}",),
)
def request_without_report(row: Measure, context: Context) -> Iterator[Fault]:
    """申请销号要附专项报告，说明问题、措施、成效和佐证，经牵头责任领导审查后报办公室。"""
    if is_placeholder(row["report"]):
        yield Fault(row["report"], column="report")


@rule(
    "S102",
    "request-without-evidence",
    "申请销号没有佐证材料",
    fix="请在“佐证材料”栏逐项写明材料名称、文号或日期，并随表报送。",
    example="{evidence}",
    of=Rows.OPEN,
    needs=(f"status={REQUESTED}",),
)
def request_without_evidence(row: Measure, context: Context) -> Iterator[Fault]:
    """销号只凭佐证：没有整改成果和佐证材料的，不予受理，继续留号。"""
    if is_placeholder(row["evidence"]):
        yield Fault(row["evidence"], column="evidence")


@rule(
    "S103",
    "request-without-review",
    "申请销号没有牵头责任领导审查",
    fix="请在“牵头责任领导审查”栏写明审查领导的姓名和日期。",
    example="{review}",
    of=Rows.OPEN,
    needs=(f"status={REQUESTED}",),
)
def request_without_review(row: Measure, context: Context) -> Iterator[Fault]:
    """申请销号前，由牵头责任领导审查整改成果，签署姓名和日期。"""
    if is_placeholder(row["review"]):
        yield Fault(row["review"], column="review")

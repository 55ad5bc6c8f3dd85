"""C3: figures that must add up (perfunctory.md no. 17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from zgtool.language.sums import returned_more, sum_faults
from zgtool.model.columns import heading_of
from zgtool.model.finding import Severity
from zgtool.model.ledger import Measure
from zgtool.model.text import shorten
from zgtool.ops.said import rate_of
from zgtool.rules.registry import Context, Fault, Rows, UnitRows, rule


@rule(
    "C307",
    "does-not-add-up",
    "文字里的数字对不上",
    fix="请核对这几个数，改正写错的一个。",
    example="共20项，已完成12项，推进中5项，未启动3项",
    of=Rows.MEASURE | Rows.CAME,
)
def does_not_add_up(row: Measure, context: Context) -> Iterator[Fault]:
    """完成、推进、未启动加起来等于总数，完成数除以总数等于完成率，已退加未退等于应退。只核对写明是哪一部分的数。"""
    for key in filter(row.values.get, ("progress", "evidence", "reason")):
        text = row[key]
        for sign in sum_faults(text):
            yield Fault(shorten(text, 80), f"“{heading_of(key)}”{sign.sentence}", column=key)


@rule(
    "C308",
    "returned-more-than-found",
    "退回的金额大于查出的金额",
    fix="请核对两处金额；含利息、罚款或者举一反三查出的，请在进展里写明。",
    example="查出4.3万元，已退缴4.3万元，另收利息0.1万元",
    of=Rows.MEASURE | Rows.CAME,
    needs=("progress",),
)
def returned_more_than_found(row: Measure, context: Context) -> Iterator[Fault]:
    """查出多少退多少。退回的比查出的多，不是写错单位，就是算进了别的钱。"""
    progress = row["progress"]
    if "元" not in progress:
        return
    for name, text in (("问题", row["point"] or row["problem"]), (heading_of("amount"), row["amount"])):
        more = returned_more(text, progress)
        if more:
            said = f"{name}写的是“{more[0]}”，进展写“{more[1]}”，退回的比查出的多"
            yield Fault(shorten(progress, 80), said, column="progress")
            return


_OVERALL = re.compile(
    r"(?:^|[，,。；;、（(])(?:本(?:项|条|措施)|该项|总体|整体|目前|现)?(?:整改)?(?:总体|整体)?(?:完成率|(?:整改|完成|总体|整体|工作)进度)(?:为|达到|达|是|约)?"
    r"(\d{1,3}(?:\.\d+)?)[%％]"
)


@rule(
    "C309",
    "rate-against-text",
    "完成率与进展里写的不一致",
    fix="请核对后把两处改成一致。",
    example="完成率填60%，进展里也写总体完成60%",
    of=Rows.OPEN | Rows.CAME,
    needs=("progress", "rate"),
)
def rate_against_text(row: Measure, context: Context) -> Iterator[Fault]:
    """完成率一栏和进展里写的整体完成率是同一个数。参训率、合格率等具体指标不算。"""
    text = row["progress"]
    if "%" not in text and "％" not in text:
        return
    rate, said = rate_of(row["rate"]), _OVERALL.search(text)
    if said and rate is not None and abs(rate - Decimal(said[1])) >= 1:
        words = said[0].lstrip("，,。；;、（(")
        yield Fault(
            shorten(text, 80), f"完成率一栏是{row['rate']}，进展写“{words}”，两处不一致", column="rate"
        )


_FIGURE = re.compile(r"[0-9](?<![\d.年月第〔\[]\d)[0-9]+(?=[个项条件笔人名份处户家次篇期场册万元])")
_MANY, _NEARLY_ALL = 12, 0.9


@rule(
    "C310",
    "round-figures",
    "进展里的数字几乎都是整数",
    scope="unit",
    severity=Severity.INFO,
    fix="请按实际数字填写；估算的写明“约”。",
)
def round_figures(unit: UnitRows, context: Context) -> Iterator[Fault]:
    """实际发生的数字很少都是整十整百。一个单位的数字几乎全是整十的，请核实是不是估算的。"""
    figures = _FIGURE.findall("\n".join(row["progress"] for row in unit.came))
    even = [figure for figure in figures if figure.endswith("0")]
    if len(figures) >= _MANY and len(even) >= _NEARLY_ALL * len(figures):
        shown = "、".join(even[:6])
        said = f"进展里{len(figures)}个两位以上的数有{len(even)}个是整十（{shown}等），请核实"
        yield Fault(shown, said, column="progress", unit=unit.unit)

"""M1: who answers for a measure: lead and supporting units, leader and person."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from zgtool.model.columns import heading_of
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.text import fold
from zgtool.model.units import UnitList
from zgtool.ops.lifecycle import open_measures
from zgtool.ops.register import came_in, in_ledger
from zgtool.ops.terms import names_in
from zgtool.rules.registry import Context, Fault, UnitRows, rule


@lru_cache(maxsize=8192)
def _in_both(leads: str, supporting: str, units: UnitList) -> tuple[str, ...]:
    """The supporting units, as written, that lead as well."""
    full_names = {units.full_name(name) for name in names_in(leads)}
    return tuple(name for name in names_in(supporting) if units.full_name(name) in full_names)


@rule(
    "M103",
    "lead-is-supporting-too",
    "牵头单位又列为配合单位",
    fix="请从“配合单位”里去掉牵头单位；牵头单位写错的，由办公室改正。",
    example="{supporting_units}",
    needs=("supporting_units", "lead_unit"),
)
def lead_is_supporting_too(row: Measure, context: Context) -> Iterator[Fault]:
    """牵头单位负总责，配合单位协助。同一个单位不能又牵头又配合，否则出了问题说不清谁负责。"""
    supporting = row["supporting_units"]
    twice = _in_both(row["lead_unit"], supporting, context.settings.units)
    if twice:
        said = f"“{'、'.join(twice)}”既是牵头单位“{row['lead_unit']}”，又列在配合单位里"
        yield Fault(supporting, said, column="supporting_units")


@rule(
    "M104",
    "lead-not-in-roster",
    "牵头单位不在单位名单里",
    fix="请在总台账里改成单位名单上的全称或简称；确是新设单位的，请加进配置表的“单位”页。",
)
def lead_not_in_roster(row: Measure, context: Context) -> Iterator[Fault]:
    """牵头单位要能对上单位名单，才知道该由谁报送、催谁办理。单位自己表里写错的，读表时已经指出。"""
    if came_in(row) or not len(context.settings.units):
        return
    for name in names_in(row["lead_unit"]):
        if context.settings.units.known(name) is None:
            near = context.settings.units.find(name).near
            meant = f"，是不是“{near[0]}”" if near else ""
            yield Fault(name, f"牵头单位“{name}”不在单位名单里{meant}", column="lead_unit")


@rule(
    "M105",
    "nobody-responsible",
    "没有分管领导或责任人",
    scope="ledger",
    fix="请补填姓名。",
    example="{own}",
)
def nobody_responsible(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """每项措施明确到分管领导和责任人。台账里其他措施都填了的，这一项不能空着；没有设这一栏的不查。"""
    measures = open_measures(ledger.rows)
    for key in ("leader", "person"):
        empty = [row for row in measures if not row[key]]
        if len(empty) * 2 > len(measures):
            continue  # a column that most rows leave empty is not one this office keeps
        for row in empty:
            if came_in(row) and key not in row.cells and row["leader"]:
                continue  # the unit's own form has no such column, and the leader is named
            yield Fault(message=f"没有填写“{heading_of(key)}”", column=key, row=row)


@rule(
    "M106",
    "leader-not-in-charge",
    "分管领导与单位名单不一致",
    scope="unit",
    fix="请办公室核对：分工调整了的，更新配置表的“单位”页；写错了的，在总台账里改正。",
)
def leader_not_in_charge(unit: UnitRows, context: Context) -> Iterator[Fault]:
    """分管领导由单位名单上的分工确定，审定、审查、约谈都找他。全单位都写另一个人的，合成一条。"""
    known = context.settings.units.known(unit.unit)
    if known is None or not known.leader:
        return
    in_charge = {fold(name) for name in names_in(known.leader)}
    led_by: dict[str, list[Measure]] = {}
    for row in unit.rows:
        led_by.setdefault(row["leader"], []).append(row)
    for leader, all_rows in led_by.items():
        if not leader or any(name in fold(leader) for name in in_charge):
            continue
        rows = [row for row in open_measures(all_rows) if len(names_in(row["lead_unit"])) == 1]
        if not rows:
            continue
        many = f"{len(rows)}项措施" if len(rows) > 1 else "本项措施"
        said = f"单位名单里{unit.unit}的分管领导是“{known.leader}”，{many}写的是“{leader}”"
        yield Fault(leader, said, column="leader", row=in_ledger(rows[0]))

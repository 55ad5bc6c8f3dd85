"""M32, C32: the same words for different problems, between units or within one (perfunctory.md no. 14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zgtool.language.copies import Entry, find_copies, worth_comparing
from zgtool.language.similarity import skeleton_key
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.status import WITHDRAWN
from zgtool.model.text import shorten
from zgtool.ops.register import came_in
from zgtool.rules.registry import Context, Fault, rule


def _groups(rows: Sequence[Measure], key: str) -> Iterator[tuple[str, list[Measure]]]:
    """Rows of two problems and more that say the same in one column, with how alike they are."""
    problems = [row["problem_no"] or row["problem"] for row in rows]
    chosen = worth_comparing([row[key] for row in rows], problems)
    alike = [Entry(rows[i][key], rows[i]["lead_unit"], problems[i]) for i in chosen]
    for group in find_copies(alike) if alike else ():
        members = [chosen[i] for i in group.members]
        if len({problems[i] for i in members}) > 1:
            yield group.kind, [rows[i] for i in members]


def _one_each(kind: str, members: Sequence[Measure], key: str, name: str) -> Iterator[Fault]:
    """One fault in each unit's first row of a group, which names a row of another unit or problem."""
    told: set[str] = set()
    for row in members:
        if row["lead_unit"] in told:
            continue
        told.add(row["lead_unit"])
        others = [r for r in members if r["problem_no"] != row["problem_no"]]
        other = next((r for r in others if r["lead_unit"] != row["lead_unit"]), others[0])
        said = (
            f"{name}与措施{other.number}（{other['lead_unit']}）{kind}：“{shorten(other[key], 50)}”，请核实"
        )
        yield Fault(shorten(row[key], 80), said, column=key, row=row)


@rule(
    "M321",
    "copied-measure",
    "不同单位对不同问题写了同样的措施",
    scope="ledger",
    fix="请对照本单位的问题写出自己的做法；确是统一要求的措施，请在备注里说明。",
    example="{measure}",
)
def copied_measure(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """问题不同，做法也不同。一个问题分给几个单位的，措施一样是应当的；同一单位用一项措施解决两个问题的，也不算。"""
    rows = [row for row in ledger.rows if row["measure"] and row["state"] != WITHDRAWN]
    for kind, members in _groups(rows, "measure"):
        if len({row["lead_unit"] for row in members}) > 1:
            yield from _one_each(kind, members, "measure", "措施")


@rule(
    "C321",
    "copied-progress",
    "不同问题写了同样的进展",
    scope="ledger",
    fix="请按每一项措施分别写做了什么、做成多少。",
    example="{progress}",
)
def copied_progress(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """进展写这一项措施做了什么。不同问题的不同措施，进展却是同一段话，请核实有没有抄错；措施相同的不算。"""
    rows = [row for row in ledger.rows if row["progress"] and came_in(row) and row["state"] != WITHDRAWN]
    for kind, members in _groups(rows, "progress"):
        if len({skeleton_key(row["measure"]) for row in members}) > 1:
            yield from _one_each(kind, members, "progress", "进展")

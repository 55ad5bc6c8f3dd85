"""A problem with its points as the rows of the sheet that the clerk confirms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zgtool.model.columns import POINT_KEYS, TOOL_KEYS
from zgtool.model.ledger import Measure
from zgtool.ops.points import STATES, PointLine, ProblemPoints

_YES, _ASK, _NO = STATES


def confirmation_rows(problem: ProblemPoints) -> list[tuple[Measure, PointLine | None, str]]:
    """The rows the clerk confirms: (row, its point, a word about its measure).

    Rows without a point come first: below a point a blank cell would count as that point again.
    """
    named = {"category": problem.category} if problem.category else {}
    named |= problem.values
    fixed = {"problem_no": problem.number, "problem": problem.problem}
    rows: list[tuple[Measure, PointLine | None, str]] = []
    for loose, word in problem.loose:
        rows.append((_on_sheet(loose, named, {**fixed, **dict.fromkeys(POINT_KEYS, "")}), None, word))
    for line in problem.points:
        own = {**fixed, "point_no": line.number, "point": line.text}
        for row in line.rows or (Measure({}),):
            rows.append((_on_sheet(row, named, own), line, _word(line, row)))
    return rows or [(Measure({**named, **fixed}), None, "")]


def _on_sheet(row: Measure, named: Mapping[str, str], fixed: Mapping[str, str]) -> Measure:
    held = {k: v for k, v in row.values.items() if v and k not in TOOL_KEYS}
    return replace(row, values={**named, **held, **fixed})


def _word(line: PointLine, row: Measure) -> str:
    cover = line.cover
    if row["measure"]:
        return f"{'有' if cover.state == _YES else _ASK}：{cover.reason}"
    word = {_YES: "与别的要点共用措施", _ASK: "待确认", _NO: "缺措施"}[cover.state]
    return f"{word}：{cover.reason}"

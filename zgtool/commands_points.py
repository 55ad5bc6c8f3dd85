"""`zgtool points`: arguments in, lines or JSON out, an exit code back."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zgtool.app.points import points_of_feedback, write_points_book
from zgtool.commands_base import CLEAN, FINDINGS, day_of, open_area, print_json
from zgtool.model.text import shorten
from zgtool.ops.points import GRADES, STATES, PointsBook, ProblemPoints

_YES, _ASK, _NO = STATES
_TO_CONFIRM = (
    "请在“办公室确认”一栏逐条确认，保存后用它建立工作区：zgtool init 文件夹 --ledger 加这份文件的名称。"
)
_REGISTERED = "工作区已经建好：请看“要点对照”，要点和措施有改动的直接在总台账里改。"


def points(args: argparse.Namespace) -> int:
    """Write the workbook in which the office confirms the points, and say what was found."""
    area, settings, _ = open_area(args, needed=False)
    ledger = args.ledger or (area.ledger if area.ledger.exists() else None)
    book = points_of_feedback(args.paper, ledger, settings)
    source = next((path.name for path in (args.paper, ledger) if path is not None), "")
    target = args.output or Path("要点.xlsx")
    registered = ledger is not None and args.ledger is None
    write_points_book(target, book, settings, source=source, today=day_of(None), registered=registered)
    if args.json:
        print_json(
            {
                "file": str(target),
                "ledger": str(ledger) if ledger else None,
                "problems": [_plain(p, book.measured) for p in book.problems],
            }
        )
    else:
        print("\n".join(_told(book, source, ledger)))
        print(f"已写到“{target}”。{_REGISTERED if registered else _TO_CONFIRM}")
    return FINDINGS if any(_asks(p, book.measured) for p in book.problems) else CLEAN


def _told(book: PointsBook, source: str, ledger: Path | None) -> Iterator[str]:
    grades = "，".join(f"{grade}{book.graded(grade)}个" for grade in GRADES)
    yield f"从“{source}”读出{len(book.problems)}个问题、{book.points()}个要点：{grades}。"
    if book.measured and ledger is not None:
        yield (
            f"与“{ledger.name}”的措施对照：有措施{book.points(_YES)}个，待确认{book.points(_ASK)}个，"
            f"缺措施{book.points(_NO)}个；没有对上要点的措施{book.stray}条。"
        )
    for problem in book.problems:
        for line in problem.points:
            if line.grade == GRADES[-1]:
                yield f"  拿不准 {line.number} “{shorten(line.text)}”：{line.reason}"
            if book.measured and line.cover.state != _YES:
                word = "缺措施" if line.cover.state == _NO else _ASK
                yield f"  {word} {line.number} “{shorten(line.text)}”：{line.cover.reason}"
        for measure in problem.measures_without_point:
            yield f"  措施没有对上要点 {measure.number or '问题' + problem.number} “{shorten(measure['measure'])}”"


def _asks(problem: ProblemPoints, measured: bool) -> bool:
    """Whether something of a problem is for a person to look at."""
    if measured and (problem.measures_without_point or problem.loose):
        return True
    return any(line.grade == GRADES[-1] or (measured and line.cover.state != _YES) for line in problem.points)


def _plain(problem: ProblemPoints, measured: bool) -> dict[str, Any]:
    points = [
        {"number": line.number, "text": line.text, "certainty": line.certainty, "reason": line.reason}
        | ({"measure": line.cover.state, "measure_reason": line.cover.reason} if measured else {})
        for line in problem.points
    ]
    stray = [m["measure"] for m in problem.measures_without_point]
    return {
        "number": problem.number,
        "category": problem.category,
        "problem": problem.problem,
        "points": points,
    } | ({"measures_without_point": stray} if measured else {})

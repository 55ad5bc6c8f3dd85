"""The feedback paper's lines read into problems: levels 一、（一）1.（1）. Reading the file is not done here.

Source: issue 4, point 3; shared/domain/columns.md 1.1 no. 5 (three or four levels).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zgtool.language.numerals import to_int
from zgtool.language.points import LIKELY, SURE, UNSURE, Points, split_points

_LEVELS: tuple[re.Pattern[str], ...] = (
    re.compile(r"^\s*(?P<n>[一二三四五六七八九十]{1,3})、"),
    re.compile(r"^\s*[（(]\s*(?P<n>[一二三四五六七八九十]{1,3})\s*[）)]、?"),
    re.compile(r"^\s*(?P<n>[0-9０-９]{1,3})\s*[.．、](?!\d)"),
    re.compile(r"^\s*[（(]\s*(?P<n>[0-9０-９]{1,3})\s*[）)]"),
)
_PROBLEM_LEVELS = 3  # （1） and below are points inside a problem
_CLOSING = re.compile(
    r"^\s*(?:[12二]\S{1,6}年\S{1,3}月\S{1,4}日|附件[：:].*|[（(]此件.*|抄送.*|\S{2,20}(?:巡视组|巡察组"
    r"|党组|委员会))\s*$"
)
_ADVICE = re.compile(r"意见建议|整改意见|意见和建议|整改要求|工作要求|有关要求|几点要求|整改建议|下一步")


@dataclass(frozen=True, slots=True)
class FeedbackProblem:
    """One problem of the feedback paper.

    `serial` counts the problems from 1; `path` names the levels above it, `marker` is its own
    number as written (“（二）”), `line` the index of its first line; `kind` is 问题 or 意见建议.
    """

    serial: int
    marker: str
    title: str
    text: str
    path: tuple[str, ...]
    line: int
    points: Points
    kind: str
    certainty: str
    reason: str


@dataclass(slots=True)
class _Node:
    level: int
    number: int
    marker: str
    line: int
    lines: list[str]
    above: tuple[str, ...]
    broken: str = ""
    parent: bool = False


def parse_feedback(lines: Sequence[str]) -> tuple[FeedbackProblem, ...]:
    """The problems of a feedback paper, in order. Words before the first number are its preamble."""
    nodes = _nodes(lines)
    problems: list[FeedbackProblem] = []
    for node in nodes:
        if node.parent or not any(line.strip() for line in node.lines):
            continue
        problems.append(_problem(len(problems) + 1, node))
    return tuple(problems)


def _nodes(lines: Sequence[str]) -> list[_Node]:
    nodes: list[_Node] = []
    open_levels: dict[int, _Node] = {}
    for index, line in enumerate(lines):
        level, number, marker, rest = _heading(line)
        if level and level <= _PROBLEM_LEVELS and _fits(level, number, open_levels):
            above = [open_levels[k] for k in sorted(open_levels) if k < level]
            before = open_levels.get(level)
            node = _Node(
                level, number, marker, index, [rest], tuple(_title("\n".join(a.lines)) for a in above)
            )
            node.broken = _gap(before, number)
            for upper in above[-1:]:
                upper.parent = True
            open_levels = {k: v for k, v in open_levels.items() if k < level} | {level: node}
            nodes.append(node)
        elif nodes and line.strip() and not _CLOSING.match(line):
            nodes[-1].lines.append(line.strip())
    return nodes


def _heading(line: str) -> tuple[int, int, str, str]:
    for level, pattern in enumerate(_LEVELS, start=1):
        if match := pattern.match(line):
            return level, to_int(match["n"]) or 0, match[0].strip(), line[match.end() :].strip()
    return 0, 0, "", line


def _fits(level: int, number: int, open_levels: dict[int, _Node]) -> bool:
    """A number that neither starts nor goes on with a series is text, e.g. a wrapped line “2.8万元”."""
    before = open_levels.get(level)
    return number == 1 or before is None or number > before.number


def _gap(before: _Node | None, number: int) -> str:
    expected = before.number + 1 if before else 1
    return "" if number in (expected, 1) else f"序号从{expected - 1}跳到{number}"


def _problem(serial: int, node: _Node) -> FeedbackProblem:
    text = "\n".join(line for line in node.lines if line)
    points = split_points(text)
    kind = "意见建议" if any(_ADVICE.search(words) for words in (*node.above, _title(text))) else "问题"
    certainty, reason = SURE, "按序号层级划分"
    if node.broken:
        certainty, reason = UNSURE, f"{node.broken}，请核对原文"
    elif node.level == 1:
        certainty, reason = LIKELY, "只有一级序号，按一条问题计，请核对"
    return FeedbackProblem(
        serial, node.marker, _title(text), text, node.above, node.line, points, kind, certainty, reason
    )


def _title(text: str) -> str:
    """The first sentence, without its stop."""
    return re.split(r"[。\n；;]", text.strip(), maxsplit=1)[0].strip()

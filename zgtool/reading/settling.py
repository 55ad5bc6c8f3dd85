"""What the columns of one sheet are: headings with two meanings and columns that claim the same key settled.

Decided by the neighbours and, where they do not tell, by the content (column facts, 1.1);
whatever is decided is told.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from zgtool.model.columns import BY_KEY, EXTRA, STATES
from zgtool.model.finding import Kind
from zgtool.model.text import fold
from zgtool.reading.content import looks_like_dates, looks_like_days, looks_like_rates, looks_like_statuses
from zgtool.reading.headings import HeadingWords, normal
from zgtool.reading.kinds import (
    DAYS_COLUMN,
    DOUBLE_COLUMN,
    DOUBTFUL_HEADING,
    JOINT_COLUMN,
    MISSING_COLUMN,
    NO_MEASURE_COLUMN,
    UNKNOWN_COLUMN,
)
from zgtool.reading.raw import Cell

_JOINT = {
    "整改责任单位/责任人": ("lead_unit", "person"), "整体牵头部门/负责人": ("lead_unit", "person"),
    "责任单位/责任人": ("lead_unit", "person"), "牵头单位/责任人": ("lead_unit", "person"),
    "牵头部门/负责人": ("lead_unit", "person"), "责任单位及责任人": ("lead_unit", "person"),
    "牵头单位及责任人": ("lead_unit", "person"),
}  # fmt: skip
_JOINT_ASKED = {"整改措施及完成情况", "未整改到位问题原因及下一步计划", "牵头整改部门责任人及联系电话"}
_TIME_WORDS = re.compile("时限|期限|计划|预计|要求完成|截止|节点|应完成")
_REQUIRED = ("problem", "lead_unit", "deadline")


@dataclass(frozen=True, slots=True)
class Taken:
    """What one column was taken for. key "" = nobody knows; `second` for two fields in one column."""

    column: int
    text: str
    key: str
    why: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about a column, before its place in the file is known."""

    kind: Kind
    column: int
    found: str
    message: str = ""
    fix: str = ""


Samples = Callable[[int], Sequence[Cell]]


def settle(
    columns: list[Taken], words: HeadingWords, samples: Samples, *, office: bool = False
) -> tuple[list[Taken], list[Remark]]:
    """Settle every column of a sheet; everything decided is told. office: the sheet is the office's own ledger."""
    remarks: list[Remark] = []
    taken = [_settle_word(c, columns, words, samples, remarks, office) for c in columns]
    taken = _one_each(taken, words, samples, remarks)
    taken = [_joint(c, taken, remarks) for c in taken]
    taken = _problem_for_point(taken, remarks)
    remarks.extend(_unknown(taken, words))
    remarks.extend(_days(taken, samples))
    return taken, remarks


def _settle_word(
    column: Taken,
    columns: Sequence[Taken],
    words: HeadingWords,
    samples: Samples,
    remarks: list[Remark],
    office: bool,
) -> Taken:
    if words.is_own(column.text):
        return column
    settled = _decide(normal(column.text), column, columns, samples, office)
    if settled is None:
        return column
    key, why = settled
    if key == column.key:
        return replace(column, why=why)
    remarks.append(
        Remark(
            DOUBTFUL_HEADING,
            column.column,
            column.text,
            f"“{column.text}”按“{BY_KEY[key].heading}”读取：{why}",
        )
    )
    return replace(column, key=key, why=why)


def _decide(
    word: str, column: Taken, columns: Sequence[Taken], samples: Samples, office: bool
) -> tuple[str, str] | None:
    """(key, why) for a heading known to have two meanings; None for all others."""
    keys = {c.key for c in columns if c is not column}
    if (
        word == "完成时间" and "number" not in keys
    ):  # with numbers it is our own form, which says what it means
        others = any(c is not column and _TIME_WORDS.search(normal(c.text)) for c in columns)
        return ("done_on", "表中另有时限栏") if others else ("deadline", "表中没有别的时限栏")
    if word == "整改完成情况":
        if looks_like_statuses(samples(column.column)):
            return "status", "内容是完成状态"
        if not samples(column.column) and "progress" in keys and "status" not in keys:
            return "status", "表中另有进展栏"
        return "progress", "内容是文字说明"
    if word == "存在问题":
        left = [c.key for c in columns if c.column < column.column]
        if "progress" in left or ("measure" in left and "problem" in keys):
            return "reason", "在进展情况右边"
        return "problem", "在整改措施左边"
    if word in ("整改进度", "进度", "序时进度"):
        held = samples(column.column)
        if held and not looks_like_rates(held) and "progress" not in keys:
            return "progress", "内容是文字说明"
    if word == "状态" and not keys & {"status", "number"}:
        ours = office and all(isinstance(v, str) and v.strip() in STATES for v in samples(column.column))
        return None if ours else ("status", "是填报单位自己的台账" if not office else "内容是完成状态")
    return None


def _one_each(
    columns: Sequence[Taken], words: HeadingWords, samples: Samples, remarks: list[Remark]
) -> list[Taken]:
    """Leave each key to one column; the others are carried as columns of their own."""
    by_key: dict[str, list[Taken]] = {}
    for c in columns:
        if c.key:
            by_key.setdefault(c.key, []).append(c)
    losers: dict[int, Taken] = {}
    for key, rivals in by_key.items():
        if len(rivals) == 1:
            continue
        best = max(rivals, key=lambda c: _claim(c, key, words, samples))
        for c in rivals:
            if c is not best:
                losers[c.column] = best
                remarks.append(Remark(DOUBLE_COLUMN, c.column, c.text,
                                      f"“{c.text}”与“{best.text}”是同一个意思，采用了“{best.text}”一栏，另一栏照原样保留"))  # fmt: skip
    return [
        replace(c, key="", why=f"与“{losers[c.column].text}”重复") if c.column in losers else c
        for c in columns
    ]


def _claim(column: Taken, key: str, words: HeadingWords, samples: Samples) -> tuple[bool, bool, bool, int]:
    held = samples(column.column)
    dated = key == "deadline" and looks_like_dates(held)
    return dated, words.is_canonical(column.text, key), bool(held), -column.column


def _joint(column: Taken, columns: Sequence[Taken], remarks: list[Remark]) -> Taken:
    form = normal(column.text)
    if column.key and form in _JOINT:
        first, second = _JOINT[form]
        names = "、".join(BY_KEY[k].heading for k in (first, second))
        remarks.append(
            Remark(
                JOINT_COLUMN, column.column, column.text, f"“{column.text}”一栏里有{names}两项，已按写法拆开"
            )
        )
        return replace(column, key=first, second=second, why="一栏两项")
    if column.key and form in _JOINT_ASKED:
        heading = BY_KEY[column.key].heading
        remarks.append(
            Remark(
                JOINT_COLUMN,
                column.column,
                column.text,
                f"“{column.text}”一栏里有两项内容，整栏记在“{heading}”里",
            )
        )
    return column


def _problem_for_point(columns: list[Taken], remarks: list[Remark]) -> list[Taken]:
    """A sheet with 具体问题 but no problem column: there the points are the problems."""
    if any(c.key in ("problem", "number", "problem_no") for c in columns):
        return columns
    for place, c in enumerate(columns):
        if c.key == "point":
            why = "表中没有反馈问题栏"
            remarks.append(Remark(DOUBTFUL_HEADING, c.column, c.text, f"“{c.text}”按“反馈问题”读取：{why}"))
            return [*columns[:place], replace(c, key="problem", why=why), *columns[place + 1 :]]
    return columns


def _unknown(columns: Sequence[Taken], words: HeadingWords) -> list[Remark]:
    found = []
    for c in columns:
        if not c.key and not c.why:
            near = words.near(c.text)
            hint = f"，是不是“{'”或“'.join(near)}”" if near else ""
            found.append(
                Remark(UNKNOWN_COLUMN, c.column, c.text, f"不认识“{c.text}”这一栏{hint}，内容照原样保留")
            )
    return found


def missing(columns: Sequence[Taken], words: HeadingWords) -> list[Remark]:
    """Columns a ledger must have and this sheet has not, with the headings that come nearest."""
    keys = {c.key for c in columns}
    if "number" in keys and "measure" in keys:
        wanted: tuple[str, ...] = ()
    else:
        wanted = tuple(k for k in ("measure", *_REQUIRED) if k not in keys)
    strays = [c for c in columns if not c.key]
    found = []
    for key in wanted:
        heading = BY_KEY[key].heading
        names = [heading, *BY_KEY[key].aliases]
        near = [
            c for c in strays if difflib.get_close_matches(normal(c.text), [normal(n) for n in names], 1, 0.5)
        ]
        hint = f"；最接近的是“{'”、“'.join(c.text for c in near[:3])}”" if near else ""
        kind = NO_MEASURE_COLUMN if key == "measure" else MISSING_COLUMN
        place, held = (near[0].column, near[0].text) if near else (0, "")
        found.append(Remark(kind, place, held, f"表头里没有“{heading}”栏{hint}"))
    return found


def _days(columns: Sequence[Taken], samples: Samples) -> list[Remark]:
    return [
        Remark(DAYS_COLUMN, c.column, c.text)
        for c in columns
        if c.key == "deadline" and "期限" in fold(c.text) and looks_like_days(samples(c.column))
    ]


def extra_key(text: str, used: set[str]) -> str:
    """The key of a column outside the schema: its heading, told apart when the sheet has it twice."""
    shown = re.sub(r"\s+", "", text)
    key, n = EXTRA + shown, 2
    while key in used:
        key, n = f"{EXTRA}{shown}（{n}）", n + 1
    return key

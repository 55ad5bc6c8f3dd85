"""Points inside a problem's text: 一是/二是, （1）（2）, 有的…有的…, ；lists, numbered lines.

Source: shared/domain/measures.md, “Coverage is the other half of the rule”; issue 4, point 3.
Nothing is guessed: a text whose points are not marked stays one point, and says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from zgtool.language.numerals import to_int

SURE, LIKELY, UNSURE = "sure", "likely", "unsure"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a problem: its words without the marker, the marker, its place in the text."""

    text: str
    marker: str
    start: int


@dataclass(frozen=True, slots=True)
class Points:
    """A problem's points in order.

    `certainty` is sure, likely or unsure; `lead` the words before the first point.
    """

    items: tuple[Point, ...]
    certainty: str
    reason: str
    lead: str = ""

    def __iter__(self) -> Iterator[Point]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> Point:
        return self.items[index]


@dataclass(frozen=True, slots=True)
class _Mark:
    rank: int  # 1 for the first of its kind; 0 where the words carry no order (有的)
    start: int
    end: int
    words: str


_CN = "[一二三四五六七八九十]{1,3}"
_EDGE = r"(?:^|(?<=[\n。；;，,：:！!？?、\s“（(]))"


def _number(words: str) -> int:
    if len(words) == 1 and unicodedata.category(words) == "No":
        return int(unicodedata.numeric(words))
    return to_int(words) or 0


_ORDINALS = {
    "首先": 1,
    "其次": 2,
    "再次": 3,
    "再者": 3,
    "第三": 3,
    "最后": 99,
    "此外": 99,
    "一方面": 1,
    "另一方面": 2,
}

# (name in Chinese, pattern with group n, how the group is ranked). Sorted by how clear a marker is.
_SYSTEMS: tuple[tuple[str, re.Pattern[str], Callable[[str], int]], ...] = (
    ("一是、二是", re.compile(rf"{_EDGE}(?P<n>{_CN})(?:是|要|在于|则)(?!否|非)"), _number),
    ("其一、其二", re.compile(rf"{_EDGE}其(?P<n>{_CN})(?=[，,、：:是])[，,、：:是]?"), _number),
    ("第一、第二", re.compile(rf"{_EDGE}第(?P<n>{_CN})(?=[，,、：:是])(?:[，,、：:是])"), _number),
    ("（一）（二）", re.compile(rf"[（(]\s*(?P<n>{_CN})\s*[）)]"), _number),
    ("（1）（2）", re.compile(r"[（(]\s*(?P<n>\d{1,2}|[０-９]{1,2})\s*[）)]"), _number),
    ("①②", re.compile(r"(?P<n>[①-⑳⑴-⒇❶-❿➀-➉])"), lambda w: int(unicodedata.numeric(w))),
    ("1. 2.", re.compile(rf"{_EDGE}(?P<n>\d{{1,2}}|[０-９]{{1,2}})\s*[.．、](?!\d)"), _number),
    ("1） 2）", re.compile(rf"{_EDGE}(?P<n>\d{{1,2}})\s*[）)]"), _number),
    ("一、二、", re.compile(rf"{_EDGE}(?P<n>{_CN})、"), _number),
    ("首先、其次", re.compile(rf"{_EDGE}(?P<n>首先|其次|再次|再者|最后)[，,是]?"), lambda w: _ORDINALS[w]),
    ("一方面、另一方面", re.compile(rf"{_EDGE}(?P<n>一方面|另一方面)[，,是]?"), lambda w: _ORDINALS[w]),
)
_SOME = re.compile(rf"{_EDGE}(?P<n>有的|有些|有人|个别(?!谈话|访谈|是)|部分(?=[\u4e00-\u9fff]))")
_TRIM = " \t\n\r　；;。，,、：:"


def split_points(text: str) -> Points:
    """The points of a problem's text, with a certainty and the reason for it.

    The outermost markers count: in “一是…（1）…（2）…二是…” there are two points.
    """
    if not text.strip():
        return Points((), SURE, "没有填写内容")
    chosen = _outermost(text)
    if chosen:
        name, marks, broken = chosen
        if broken:
            return _cut(text, marks, UNSURE, f"按“{name}”划分为{len(marks)}点，但序号不连续，请核对")
        return _cut(text, marks, SURE, f"按“{name}”划分为{len(marks)}点")
    some = [_Mark(0, m.start(), m.start(), m["n"]) for m in _SOME.finditer(text)]
    if len([m for m in some if m.words in ("有的", "有些", "有人")]) >= 2:
        return _cut(
            text,
            _same_word(some),
            LIKELY,
            f"按“{_same_word(some)[0].words}”划分为{len(_same_word(some))}点，请核对",
        )
    return _by_semicolon(text) or _whole(text)


def _same_word(marks: list[_Mark]) -> list[_Mark]:
    return [m for m in marks if m.words in ("有的", "有些", "有人")]


def _outermost(text: str) -> tuple[str, list[_Mark], bool] | None:
    """The marker system that opens first; with its marks from 1 upwards, and whether a number is missing."""
    best: tuple[str, list[_Mark], bool] | None = None
    for name, pattern, rank in _SYSTEMS:
        marks = [_Mark(rank(m["n"]), m.start(), m.end(), m[0].strip()) for m in pattern.finditer(text)]
        kept, broken = _in_sequence(marks)
        if len(kept) >= 2 and (best is None or kept[0].start < best[1][0].start):
            best = (name, kept, broken)
    return best


def _in_sequence(marks: list[_Mark]) -> tuple[list[_Mark], bool]:
    """Marks that count on from 1. One number may be missing (then broken is true); a repeat ends the run."""
    kept: list[_Mark] = []
    broken = False
    for mark in marks:
        if not kept:
            if mark.rank == 1:
                kept.append(mark)
        elif mark.rank == kept[-1].rank + 1 or mark.rank == 99:
            kept.append(mark)
        elif mark.rank == kept[-1].rank + 2:
            kept.append(mark)
            broken = True
    return kept, broken


def _cut(text: str, marks: list[_Mark], certainty: str, reason: str) -> Points:
    ends = [m.start for m in marks[1:]] + [len(text)]
    items = []
    for mark, end in zip(marks, ends, strict=True):
        words, start = _trimmed(text, mark.end, end)
        if words:
            items.append(Point(words, mark.words, start))
    if len(items) < len(marks):
        certainty, reason = UNSURE, f"{reason}；其中有的序号后面没有内容"
    return Points(tuple(items), certainty, reason, text[: marks[0].start].strip(_TRIM))


def _trimmed(text: str, start: int, end: int) -> tuple[str, int]:
    piece = text[start:end]
    kept = piece.lstrip(_TRIM)
    return kept.rstrip(_TRIM), start + len(piece) - len(kept)


def _by_semicolon(text: str) -> Points | None:
    cuts = [m.start() for m in re.finditer("[；;]", text)]
    if not cuts:
        return None
    first = 0
    lead = re.match(r"[^；;。\n]{2,40}[：:]", text)  # 存在以下问题：甲；乙
    if lead:
        first = lead.end()
    edges = [first, *[c for c in cuts if c >= first], len(text)]
    items: list[Point] = []
    for left, right in pairwise(edges):
        words, start = _trimmed(text, left, right)
        if words:
            items.append(Point(words, "；" if items else "", start))
    if len(items) < 2:
        return None
    short = any(len(i.text) < 4 for i in items)
    certainty = UNSURE if short else LIKELY
    return Points(
        tuple(items), certainty, f"没有序号，按分号划分为{len(items)}点，请核对", text[:first].strip(_TRIM)
    )


# …不规范、…不到位: faults strung together by 、 or ， without a marker.
_FAULT = re.compile(
    r"(?:不[\u4e00-\u9fff]{1,4}|未[\u4e00-\u9fff]{1,8}|缺[乏失位]|滞后|薄弱|弱化|缺失|流于形式"
    r"|违规[\u4e00-\u9fff]{1,8})(?=[、，,；。]|$)"
)


def _whole(text: str) -> Points:
    words, start = _trimmed(text, 0, len(text))
    item = (Point(words, "", start),) if words else ()
    sentences = [s for s in re.split(r"[。！!？?\n]", text) if len(s.strip(_TRIM)) >= 4]
    faults = len(_FAULT.findall(text))
    if len(sentences) > 1:
        return Points(
            item, UNSURE, f"没有序号，共{len(sentences)}句，暂按1点，请确认是否为{len(sentences)}点"
        )
    if faults > 1:
        return Points(item, UNSURE, f"没有序号，但写了{faults}处不足，暂按1点，请确认是否要分开")
    return Points(item, SURE, "只有一个要点" if item else "没有填写内容")

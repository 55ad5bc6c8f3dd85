"""Alike texts: repeated over weeks, copied between units or problems, a measure that mirrors its problem.

Source: shared/domain/perfunctory.md nos. 7, 13, 14. Class F states a contradiction in the data, class S
is a sign and is worded 请核实; what it means is for the office to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from zgtool.language.measure_noise import BACKGROUND
from zgtool.language.numerals import NUMBER
from zgtool.model.text import INVISIBLE, shorten

CONTRADICTION, SIGN = "F", "S"
SAME, FIGURES_ONLY, ALIKE, DIFFERENT = "相同", "仅改数字", "高度相似", "不同"
ALIKE_FROM = 0.95
MIRROR_FROM = 0.70


@dataclass(frozen=True, slots=True)
class Sign:
    """Something to look at: class F or S, the words that decided, and one polite Chinese sentence."""

    kind: str
    grade: str
    span: str
    start: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two texts compare: 相同, 仅改数字, 高度相似 or 不同, with a score from 0 to 1."""

    kind: str
    score: float


# A figure with the words of a date that hang on it: 6月19日, 第三季度, 上旬.
_FIGURES = re.compile(rf"(?:{NUMBER}[年月日号点时分周旬]*|[上中下]旬)+")
_ORDER = "#"


class _KeyTable(dict[int, str]):
    """For `str.translate`: each character as it counts in comparing, worked out once a character."""

    def __missing__(self, code: int) -> str:
        char = unicodedata.normalize("NFKC", chr(code)).lower()
        kept = "".join(c for c in char if c.isalnum() and not INVISIBLE.match(c))
        self[code] = kept
        return kept


_KEYS = _KeyTable()


def skeleton_key(text: str) -> str:
    """The text without width, white space, punctuation and letter case."""
    return text.translate(_KEYS)


def _except(low: str, high: str, left_out: str) -> str:
    """A range of characters without some of them, as it is written inside [] of a pattern."""
    ranges = []
    for char in sorted(left_out):
        ranges.append(f"{low}-{chr(ord(char) - 1)}")
        low = chr(ord(char) + 1)
    return "".join((*ranges, f"{low}-{high}"))


_WORDS = re.compile(f"[A-Za-z{_except('丁', '龥', '七万三九二五亿八六十千四百零')}]+")


def words_only(text: str) -> str:
    """The Chinese characters and letters of a text, without figures, in one run: a quick key for looking."""
    return "".join(_WORDS.findall(text))


def figures_out(key: str) -> str:
    """A compared text with every figure and date taken as #."""
    return _FIGURES.sub(_ORDER, key)


def compare_texts(before: str, after: str) -> Likeness:
    """How alike two progress texts are; empty texts are never alike."""
    return _compare_keys(skeleton_key(before), skeleton_key(after))


_WORTH_A_LOOK = 40  # below this ratio two texts do not differ in figures only


def _compare_keys(a: str, b: str) -> Likeness:
    if not a or not b:
        return Likeness(DIFFERENT, 0.0)
    if a == b:
        return Likeness(SAME, 1.0)
    score = fuzz.ratio(a, b, score_cutoff=_WORTH_A_LOOK) / 100
    if score and _same_but_figures(a, b):
        return Likeness(FIGURES_ONLY, score)
    return Likeness(ALIKE if score >= ALIKE_FROM else DIFFERENT, score)


def _same_but_figures(a: str, b: str) -> bool:
    bare = figures_out(a)
    return len(bare.replace(_ORDER, "")) >= 4 and bare == figures_out(b)


class Repetition(NamedTuple):
    """Over how many weeks a text repeats itself, the last one included, and the loosest likeness met."""

    weeks: int
    kind: str

    @property
    def said(self) -> str:
        """In words: 连续3周进展文字相同."""
        return f"连续{self.weeks}周{_HOW[self.kind]}"


_HOW = {SAME: "进展文字相同", FIGURES_ONLY: "进展文字相同（仅改数字或日期）", ALIKE: "进展文字高度相似"}


def may_repeat(before: str, after: str) -> bool:
    """A cheap look before `repetition`: texts of very different length do not repeat each other."""
    return bool(before) and (
        before == after or 2 * min(len(before), len(after)) > max(len(before), len(after))
    )


def repetition(texts: Sequence[str]) -> Repetition | None:
    """How far back the weeks before repeat this week's text (the last); None when last week's differs."""
    latest = skeleton_key(texts[-1]) if texts else ""
    kinds: list[str] = []
    for earlier in reversed(texts[:-1]):
        likeness = _compare_keys(skeleton_key(earlier), latest)
        if likeness.kind == DIFFERENT:
            break
        kinds.append(likeness.kind)
    if not kinds:
        return None
    return Repetition(len(kinds) + 1, next(k for k in (ALIKE, FIGURES_ONLY, SAME) if k in kinds))


def repeated_over_weeks(texts: Sequence[str]) -> Sign | None:
    """A sign when this week's text (the last) repeats the weeks before it; None when it does not.

    2 weeks are for 提示, 3 and more for 督办: the number stands in the sentence.
    """
    found = repetition(texts)
    if found is None:
        return None
    return Sign("repeated", SIGN, shorten(texts[-1]), 0, f"{found.said}，请核实是否有实际进展")


_CONNECT = re.compile(
    "进一步|切实|不断|持续|严格|认真|加强|强化|提高|提升|完善|健全|规范|落实|推进|推动|抓好|做好|做到"
    "|确保|加大|改进|解决|整改|措施|要求|按照|根据|有关|相关|"
    "问题|情况|存在|方面|仍然|仍有|还存|比较|较为|不够|不足|不力|不严|不实|不到位|不及时|不|未能|未"
    "|没有|缺乏|缺少|欠缺|薄弱|弱化|滞后|"
    "针对|对于|对|的|了|和|与|及|并|在|等|是|有|个别|部分|力度|工作|到位|及时|各项|有效"
)


def content_words(text: str) -> str:
    """The text's own words: without punctuation, connecting words and turns like 不规范/规范."""
    return _CONNECT.sub(" ", skeleton_key(text))


def content_pairs(text: str) -> frozenset[str]:
    """Character pairs of the text's own words, for comparing what two texts are about."""
    parts = content_words(text).split()
    return frozenset(p[i : i + 2] for p in parts for i in range(len(p) - 1)) or frozenset(
        p for p in parts if p
    )


def mirrors_problem(measure: str, problem: str, *, threshold: float = MIRROR_FROM) -> Sign | None:
    """A sign when the measure says the problem over again (不规范 → 规范) and adds next to nothing.

    A quotation of the problem (“针对…问题，”) is left out first, and so is a measure that goes on
    to say much more than the problem did.
    """
    asked = _asked(problem)
    said = set(skeleton_key(measure))
    if sum(char in said for char in asked) < threshold * len(asked):
        return None  # too few of the problem's characters are in the measure at all
    own = content_words(BACKGROUND.sub("", unicodedata.normalize("NFKC", measure))).replace(" ", "")
    if len(asked) < 4 or len(own) < 4 or len(own) > 1.6 * len(asked) + 4:
        return None
    shared = sum(b.a_end - b.a_start for b in _equal_blocks(asked, own))
    if shared / len(asked) < threshold:
        return None
    sentence = f"措施的用词有{shared / len(asked):.0%}与问题原文相同，请核实是否写出了具体做法"
    return Sign("mirror", SIGN, shorten(measure), 0, sentence)


@lru_cache(maxsize=4096)
def _asked(problem: str) -> str:
    return content_words(problem).replace(" ", "")


@dataclass(frozen=True, slots=True)
class _Block:
    a_start: int
    a_end: int


def _equal_blocks(a: str, b: str) -> list[_Block]:
    """Stretches of two characters and more that stand in both texts in the same order."""
    ops = LCSseq.opcodes(a, b)
    return [_Block(o.src_start, o.src_end) for o in ops if o.tag == "equal" and o.src_end - o.src_start >= 2]


_WITH = re.compile(
    r"(?:会同|联合|协同|配合|协调|商请|商|与|同|和|、|及|报|向|送|抄送|提请|请|由|经|转|移交|印发|发至"
    r"|对|督促|指导|到|赴|在|从|组织|邀请|召集|征求|听取)(?:了|由)?$"
)


def foreign_units(
    text: str, own: str, roster: Mapping[str, Sequence[str]], allowed: Iterable[str] = ()
) -> tuple[Sign, ...]:
    """Names of other units in a unit's text. `roster` maps a full name to its other names.

    A name that opens a clause as the doer (“财务处已完成…” in 人事处's row) is a contradiction (F);
    any other mention is a sign (S); one it works with (会同、配合、报…) is neither.
    """
    mine = {own, *roster.get(own, ()), *allowed}
    mine |= {alias for unit in allowed for alias in roster.get(unit, ())}
    names = {alias: unit for unit, others in roster.items() for alias in (unit, *others) if alias}
    if not names:
        return ()
    pattern = re.compile("|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n))))
    signs = []
    for match in pattern.finditer(text):
        unit = names[match[0]]
        if match[0] in mine or unit in mine or _WITH.search(text[: match.start()]):
            continue
        clause = re.split("[，,。；;]", text[match.start() :], maxsplit=1)[0]
        if any(name in clause for name in mine if name):
            continue  # 财务处、人事处联合…: named beside the unit itself
        opens = match.start() == 0 or text[match.start() - 1] in "，,。；;：:\n"
        if opens and not re.match(r"[、，,和与及]", text[match.end() :]):
            signs.append(
                Sign(
                    "foreign_unit",
                    CONTRADICTION,
                    match[0],
                    match.start(),
                    f"{own}的文字中以“{match[0]}”为主语，与填报单位不一致",
                )
            )
        else:
            signs.append(
                Sign(
                    "foreign_unit",
                    SIGN,
                    match[0],
                    match.start(),
                    f"{own}的文字中出现其他单位“{match[0]}”，请核实",
                )
            )
    return tuple(signs)

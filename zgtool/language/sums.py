"""Figures of one sentence that must add up: parts and whole, done and rate, due and paid, found and returned.

Source: shared/domain/perfunctory.md no. 17 (class F). Only figures whose part in the sum the words
themselves name are added; everything else is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from zgtool.language.similarity import CONTRADICTION, Sign
from zgtool.model.text import fold

_COUNTED = "[个项条件笔人名份处户家套台辆卷起批次期间宗块]"
_RATIO = re.compile(r"(?<![\d/.])(\d+)/(\d+)(?:=|,|即|\()(?:约)?(\d+(?:\.\d+)?)%")
_RATE = re.compile(
    r"[,、(](?:总体|整体|目前|现|按期|其中)?([\u4e00-\u9fff]{2,4})率(?:为|达到|达|是)?(\d+(?:\.\d+)?)%"
)
_WHOLE = re.compile(
    rf"(?:共计|总计|合计|总数为?|共有?|承担|应[\u4e00-\u9fff]{{1,3}})[\u4e00-\u9fff]{{0,8}}?(\d+)(?P<unit>{_COUNTED})"
)
_DONE, _GOING, _NOT_BEGUN, _NOT_DONE, _REST = "完成", "推进", "未启动", "未完成", "其余"
_STATES = (
    (_NOT_BEGUN, "未启动|尚未启动|未开展|尚未开展|未开始"),
    (_NOT_DONE, "未完成|尚未完成|未办结|尚未办结|未销号|尚未销号|未整改|尚未整改"),
    (_DONE, "基本完成|已经完成|已完成|完成|已办结|办结|已销号|销号|已整改到位|已整改"),
    (_GOING, "正在推进|推进中|正在整改|整改中|正在办理|办理中|进行中|推进"),
    (_REST, "其余|剩余|余下"),
)
_WORDS = "|".join(words for _, words in _STATES)
_STATE_OF = {word: state for state, words in _STATES for word in words.split("|")}
_PARTITIONS = (
    {_DONE, _GOING, _NOT_BEGUN},
    {_DONE, _NOT_DONE},
    {_DONE, _GOING, _NOT_DONE},
    {_DONE, _REST},
)
_OF_A_WHOLE = re.compile(r"(?:共计|总计|合计|总数|共|承担|应)[^\d。；;]{0,12}\d[\d.]*[^\d。；;]+\d")
"""A whole with another figure after it in the same sentence."""
_SUBSET = re.compile(r"\d[^\d]*其中|本周|本月|新增|上周|累计")
_SENTENCE = re.compile(r"[。;\n]")


def sum_faults(text: str) -> tuple[Sign, ...]:
    """Every sum in a text that does not come out, one sign each."""
    rated, whole = "%" in text or "％" in text, _OF_A_WHOLE.search(text)
    if not (rated or whole):
        return ()
    signs: list[Sign] = []
    for sentence in _SENTENCE.split(fold(text)):
        if rated:
            signs += _ratios(sentence)
        if whole:
            signs += _parts(sentence)
            signs += _payments(sentence) if "元" in sentence else ()
        if rated and whole:
            signs += _rates(sentence)
    return tuple(signs)


def _sign(span: str, sentence: str) -> Sign:
    return Sign("sum", CONTRADICTION, span, -1, sentence)


def _agrees(done: int, whole: int, rate: str) -> bool:
    """Whether a rate is done of whole, rounded or cut at the decimals that it is written with."""
    places = len(rate.partition(".")[2])
    return whole > 0 and abs(Decimal(100 * done) / whole - Decimal(rate)) <= Decimal(1).scaleb(-places)


def _percent(done: int, whole: int) -> str:
    share = f"{Decimal(100 * done) / whole:.2f}".rstrip("0").rstrip(".")
    return f"{done}÷{whole}={share}%"


def _ratios(sentence: str) -> Iterator[Sign]:
    for found in _RATIO.finditer(sentence):
        done, whole = int(found[1]), int(found[2])
        if 0 < done <= whole and not _agrees(done, whole, found[3]):
            yield _sign(found[0], f"写“{found[0]}”，而{_percent(done, whole)}")


def _rates(sentence: str) -> Iterator[Sign]:
    """应整改37条，已整改31条，整改率90%: the one whole and the one part before the one rate."""
    rates = list(_RATE.finditer(sentence))
    if len(rates) != 1:
        return
    act, rate = rates[0].groups()
    before = sentence[: rates[0].start()]
    whole = list(_WHOLE.finditer(before))
    if len(whole) != 1:
        return
    unit = whole[0]["unit"]
    parts = re.findall(rf"(?:已|实际|其中)[\u4e00-\u9fff]{{0,6}}?(\d+){unit}", before[whole[0].end() :])
    same_act = act in before or act[-2:] in before or act in ("完成", "整改", "办结", "销号")
    if len(parts) == 1 and same_act and len(re.findall(rf"\d{unit}", before)) == 2:
        done, all_ = int(parts[0]), int(whole[0][1])
        if done <= all_ and not _agrees(done, all_, rate):
            yield _sign(
                rates[0][0].lstrip(",、("), f"写“{rates[0][0].lstrip(',、(')}”，而{_percent(done, all_)}"
            )


def _parts(sentence: str) -> Iterator[Sign]:
    """共20项，已完成12项，推进中5项，未启动2项: parts that make up the whole by their names."""
    whole = list(_WHOLE.finditer(sentence))
    if len(whole) != 1:
        return
    unit, rest = whole[0]["unit"], sentence[whole[0].end() :]
    if _SUBSET.search(rest):
        return
    found: dict[str, int] = {}
    span = whole[0][0]
    pattern = rf"(?P<w1>{_WORDS})[\u4e00-\u9fff]{{0,4}}?(?P<n1>\d+){unit}|(?P<n2>\d+){unit}(?P<w2>{_WORDS})"
    for part in re.finditer(pattern, rest):
        state = _STATE_OF[part["w1"] or part["w2"]]
        if state in found:
            return
        found[state] = int(part["n1"] or part["n2"])
        span += f"，{part[0]}"
    if (
        set(found) not in _PARTITIONS
        or len(re.findall(rf"\d{unit}", rest)) != len(re.findall(r"\d+", span)) - 1
    ):
        return
    total = sum(found.values())
    if total != int(whole[0][1]):
        added = "+".join(str(n) for n in found.values())
        yield _sign(span, f"写“{span}”，而{added}={total}，不等于{whole[0][1]}")


_AMOUNT = r"(\d+(?:\.\d+)?)(亿元|万元|元)"
_OWED = re.compile(rf"应[\u4e00-\u9fff]{{1,6}}?{_AMOUNT}")
_PAID = re.compile(rf"已[\u4e00-\u9fff]{{1,6}}?{_AMOUNT}")
_LEFT = re.compile(
    rf"(?:尚欠|还欠|尚有|还有|剩余|余下|其余|尚未[\u4e00-\u9fff]{{1,4}}?|未[\u4e00-\u9fff]{{1,4}}?){_AMOUNT}"
)
_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def _yuan(number: str, unit: str) -> Decimal:
    return Decimal(number) * _YUAN[unit]


def _grain(number: str, unit: str) -> Decimal:
    """What rounding may hide in an amount as written: 2.3万元 and 2万元 are exact to 1,000 yuan."""
    places = len(number.partition(".")[2])
    return _YUAN[unit].scaleb(-places if unit == "元" else -max(places, 1))


def _payments(sentence: str) -> Iterator[Sign]:
    """应退4.3万元，已退3.1万元，尚欠1万元."""
    owed, paid, left = (list(p.finditer(sentence)) for p in (_OWED, _PAID, _LEFT))
    if len(owed) != 1 or len(paid) != 1 or len(left) > 1:
        return
    pieces = (owed[0], paid[0], *left)
    if len(re.findall(_AMOUNT, sentence)) != len(pieces) or owed[0].start() > paid[0].start():
        return
    asked, given = _yuan(*owed[0].groups()), _yuan(*paid[0].groups())
    rest = _yuan(*left[0].groups()) if left else Decimal(0)
    slack = max(_grain(*piece.groups()) for piece in pieces)
    if given + rest > asked + slack or (left and given + rest < asked - slack):
        span = "，".join(piece[0] for piece in pieces)
        yield _sign(span, f"写“{span}”，加起来对不上")


_RETURNED = re.compile(
    rf"(?:清退|退缴|退还|退回|退赔|追缴|追回|收缴|收回|上缴|补缴|归还)(?:违规)?[\u4e00-\u9fff]{{0,8}}?{_AMOUNT}"
)
_MORE = re.compile("利息|孳息|滞纳|罚|举一反三|自查|新发现|另|其他|含|扩大|延伸|倒查|历年|年度|赔偿")


def returned_more(found: str, progress: str) -> tuple[str, str] | None:
    """(the amount found, the larger amount said to be returned), as written; None when nothing contradicts.

    `found` must name exactly one amount; interest, fines and what a wider search brought are no contradiction.
    """
    if "元" not in progress or "元" not in found or _MORE.search(progress):
        return None
    asked = re.findall(_AMOUNT, fold(found))
    if len(asked) != 1:
        return None
    limit = _yuan(*asked[0])
    for match in _RETURNED.finditer(fold(progress)):
        if _yuan(*match.groups()) > limit + max(_grain(*asked[0]), _grain(*match.groups())):
            return "".join(asked[0]), match[0]
    return None

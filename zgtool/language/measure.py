"""Measures: quantified, with a visible indicator, or neither; with the words that decided.

Source: shared/domain/measures.md. A figure counts only when it can be met or not met; a thing
counts only when the measure makes it. What is in doubt is neither, with a suggestion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from zgtool.language.measure_advice import kind_of_act, suggestion_for
from zgtool.language.measure_figures import figures_in
from zgtool.language.measure_noise import Noise, held_figure, noise_in
from zgtool.language.measure_target import Figure, Target
from zgtool.language.measure_text import FoldedText, blank, fold_text
from zgtool.language.measure_visible import Indicator, indicators_in
from zgtool.language.measure_words import DEFAULT, MeasureWords
from zgtool.model.text import fold

__all__ = [
    "DEFAULT",
    "NEITHER",
    "QUANTIFIED",
    "VISIBLE",
    "MeasureReading",
    "MeasureWords",
    "Target",
    "classify_measure",
]

QUANTIFIED, VISIBLE, NEITHER = "quantified", "visible_indicator", "neither"
_RANK = {QUANTIFIED: 0, VISIBLE: 1, NEITHER: 2}


@dataclass(frozen=True, slots=True)
class MeasureReading:
    """How a measure was read. `start` is the place of `span` in the cell named by `source`, -1 when none.

    `source` is text, target or indicator: which of the three cells decided. `targets` holds
    every figure read, `target` the deciding one.
    """

    label: str
    span: str
    start: int
    reason: str
    suggestion: str
    target: Target | None = None
    targets: tuple[Target, ...] = ()
    source: str = "text"
    act: str = ""


def classify_measure(
    text: str, target: str = "", indicator: str = "", *, words: MeasureWords = DEFAULT
) -> MeasureReading:
    """Read a measure with its 量化标准 and 可视化检验指标 cells; the best-supported reading wins."""
    readings = [_read(text, "text", words)]
    if target.strip():
        readings.append(_read(target, "target", words))
    if indicator.strip():
        readings.append(_read(indicator, "indicator", words))
    if len(readings) == 1:
        return readings[0]
    best = min(readings, key=lambda r: _RANK[r.label])
    if best.label == NEITHER:
        best = readings[0]
    return replace(best, targets=tuple(t for r in readings for t in r.targets))


# The same few targets stand in many rows (合格率100%, 印发文件1份), and every week again.
@lru_cache(maxsize=16384)
def _read(text: str, source: str, words: MeasureWords) -> MeasureReading:
    folded = _without(fold_text(text), words.set_aside)
    if said := _empty(folded.folded):
        return MeasureReading(NEITHER, "", -1, said, _SAY_IT, source=source)
    masked, noise = noise_in(folded.folded, words)
    figures = figures_in(masked, folded.folded, words)
    targets = tuple(f.target for f in figures if f.target and not f.weak)
    if firm := next((f for f in figures if not f.weak), None):
        return _quantified(folded, firm, targets, source)
    if seen := _visible(folded, source, words):
        return seen
    if figures:
        return _quantified(folded, figures[0], (), source)
    return _neither(folded, noise, source, words)


def _without(folded: FoldedText, set_aside: tuple[str, ...]) -> FoldedText:
    text = folded.folded
    for word in map(fold, set_aside):
        while word and (place := text.find(word)) >= 0:
            text = blank(text, place, place + len(word))
    return folded if text == folded.folded else replace(folded, folded=text)


def _quantified(
    folded: FoldedText, figure: Figure, targets: tuple[Target, ...], source: str
) -> MeasureReading:
    span, start = folded.as_written(figure.start, figure.end)
    reason = f"写明了可以核对的{figure.kind}“{span}”，到期能判断做到没有做到"
    target = replace(figure.target, text=span) if figure.target else None
    return MeasureReading(
        QUANTIFIED, span, start, reason, "", target, targets, source, kind_of_act(folded.folded)
    )


def _visible(folded: FoldedText, source: str, words: MeasureWords) -> MeasureReading | None:
    found = indicators_in(folded.folded, words)
    if not found and source == "indicator":
        found = _named_in_indicator_cell(folded.folded, words)
    if not found:
        found = _agreed(folded.folded, words)
    if not found:
        return None
    span, start = folded.as_written(found[0].start, found[0].end)
    reason = f"没有数字标准，但有可以查看的{found[0].kind}“{span}”"
    return MeasureReading(VISIBLE, span, start, reason, "", None, (), source, kind_of_act(folded.folded))


def _agreed(folded: str, words: MeasureWords) -> tuple[Indicator, ...]:
    """What the office has agreed to take for concrete, by its own word list."""
    for word in map(fold, words.concrete):
        if word and (place := folded.find(word)) >= 0:
            return (Indicator(place, place + len(word), "办公室认可的检验指标"),)
    return ()


def _named_in_indicator_cell(folded: str, words: MeasureWords) -> tuple[Indicator, ...]:
    """In the 检验指标 cell a thing need only be named: the heading says that it will be there."""
    for name in sorted((*words.records, *words.ledgers), key=len, reverse=True):
        if (place := folded.find(name)) >= 0:
            return (Indicator(place, place + len(name), "检验指标"),)
    if found := re.search("《[^》]+》", folded):
        return (Indicator(*found.span(), "具名文件"),)
    return ()


_SAY_IT = "请在本格写出这一条自己的措施：做什么、做到什么数量，或者留下什么看得见的成果。"
_EMPTY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\W_]*"), "没有填写措施"),
    (
        re.compile(r"(?:暂?无|没有|不涉及|略|待定|待补充|待研究|空|无此类?问题|无措施|/|-+)"),
        "只填了占位的字，没有措施",
    ),
    (
        re.compile(
            r"(?:同上|同前|同左|同右|〃|″|\"|同(?:第|问题|措施|序号"
            r"|附件)?[\d一二三四五六七八九十\-.]*[项条号款个]?(?:整改)?(?:问题)?的?(?:措施)?)(?:执行"
            r"|落实)?"
        ),
        "只写了同别处，本条没有自己的措施",
    ),
    (
        re.compile(
            r"(?:整改措施)?(?:参照|参见|见|详见|参考|按)[^,。;]{0,24}?(?:措施|附件|方案|问题"
            r"|第[\d一二三四五六七八九十]+[项条]|执行|落实|材料|前述|上述)[^,。;]{0,10}"
        ),
        "指向别处的内容，本条没有自己的措施",
    ),
    (
        re.compile(
            r"(?:该问题)?(?:已|均已|全部)?(?:整改|落实|办理|完成)?(?:完毕|到位|完成整改|整改完成"
            r"|按要求整改|整改到位)|已(?:经)?(?:完成|整改|落实|办结)(?:整改)?"
        ),
        "只报告结果，没有写措施",
    ),
    (
        re.compile(
            r"(?:同意|认可|接受)(?:整改|该意见|反馈意见)?[,，]?(?:立即)?(?:按(?:照)?(?:要求|规定"
            r"|意见))?(?:抓好|认真)?(?:落实|整改|执行)?"
        ),
        "只表示同意，没有写措施",
    ),
    (
        re.compile(
            r"(?:立行立改|即知即改|边查边改|立即整改|限期整改|长期坚持|持续整改|正在整改|按要求(?:落实"
            r"|整改)|尽快整改|认真整改)"
        ),
        "只写了态度，没有写做什么",
    ),
)


def _empty(folded: str) -> str:
    bare = folded.strip('。;,.!、()“”" ')
    return next((reason for pattern, reason in _EMPTY if pattern.fullmatch(bare)), "")


def _neither(
    folded: FoldedText, noise: tuple[Noise, ...], source: str, words: MeasureWords
) -> MeasureReading:
    text = folded.folded
    span, start, why = "", -1, "没有写出可以核对的数字，也没有可以查看的成果"
    masked = next((n for n in noise if held_figure(n) and n.words not in words.vague), None)
    if masked:
        span, start = folded.as_written(masked.start, masked.end)
        why = f"文中的“{span}”是{masked.kind}，不是整改要达到的标准；此外没有可以核对的数字或可以查看的成果"
    elif title := re.search("《[^》]+》", text):
        span, start = folded.as_written(*title.span())
        why = f"“{span}”是要学习或执行的依据，不是本条要拿出的成果；也没有可以核对的数字"
    elif vague := _first_vague(text, words):
        span, start = folded.as_written(*vague)
        why = f"“{span}”说不清做到什么程度；没有可以核对的数字，也没有可以查看的成果"
    return MeasureReading(
        NEITHER, span, start, why, suggestion_for(text), source=source, act=kind_of_act(text)
    )


def _first_vague(text: str, words: MeasureWords) -> tuple[int, int] | None:
    places = [(p, -len(w), p + len(w)) for w in words.vague if (p := text.find(w)) >= 0]
    return (min(places)[0], min(places)[2]) if places else None

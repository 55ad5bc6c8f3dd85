"""What a progress text says of itself: still going on, finished without a result, short of its target.

Source: shared/domain/perfunctory.md nos. 5, 8, 22 and issue 4, point 4. 基本完成 is legitimate and
is never taken for a false finish.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zgtool.language.finish import keeps_up
from zgtool.language.measure_figures import figures_in
from zgtool.language.measure_noise import DATE, DOCUMENT, noise_in
from zgtool.language.measure_target import AT_MOST, Figure, Target
from zgtool.language.measure_text import FoldedText, fold_text
from zgtool.language.measure_visible import indicators_in
from zgtool.language.measure_words import DEFAULT, MeasureWords
from zgtool.language.similarity import CONTRADICTION, SIGN, Sign, content_pairs

# 将 and 计划 are words for going on only in some places: 已将…清退 and 学习计划 are not.
# Every alternative begins with a plain character, what stands before it is asked afterwards: `re` then skips
# to the few places where one can begin.
_CONTINUING = re.compile(
    r"正在(?!册)|拟(?<![草模虚比]拟)(?!定|制了|订|稿|真|合|任|提拔|推荐|录用|聘|发展|入党|销号|申请)|即将|将(?=于|在|继续|进一步|会|陆续|逐步"
    r"|适时|尽快|组织|开展|召开|按照|加快|加强|持续|力争|尽快|着手|结合)"
    r"|计划(?<![按年度习作查训展划本施项]计划)(?=于|在|近期|下|年底|本月|明年|组织|开展|召开|出台|印发|制定"
    r"|完成|\d|[一二三四五六七八九十]+月)"
    r"|下一步|下步|尚未|还未|仍未|仍需|还需|有待|尚需|待(?<![接招看优对]待)(?=审|批|定|验收|完成|召开|印发|研究|上会)|预计(?!节约|减少|增收)"
    r"|准备(?=于|在|近期|召开|开展|印发|组织)|着手|继续推进|继续抓|抓紧推进|推进中|进行中|整改中|未完成(?!的)"
)
_AHEAD = ("将", "下一步", "下步")
_NOTHING_FOUND = re.compile(r"^(?:发现|出现|发生|收到|接到)")
_STARTING_FROM = re.compile(r"从[^，,。；;]{1,16}$")
_DONE_BEFORE = re.compile(r"已(?:经)?$")
_SENTENCE_END = re.compile(r"[。；;\n]")
_VAGUE_FINISH = re.compile(
    r"取得(?:了)?(?:阶段性|明显|显著|初步|较好|良好|积极|一定|实质性|扎实)*(?:成效|效果|进展|成果)"
    r"|得到(?:了)?(?:有效|明显|较好|根本|切实)*(?:解决|改善|提升|提高|加强|落实|遏制|好转|整改)"
    r"|已(?:经)?(?:全部)?(?:落实|整改|完成|解决|到位|办结|执行)(?:到位|完毕|完成)?|(?:有|明显"
    r"|显著)(?:了)?(?:所)?(?:提高|提升|改善|好转|增强|加强)|整改到位|落实到位|按要求(?:完成|落实|整改)"
)
# Counted things that no noise holds; a first look, for the full reading of figures is dear.
_COUNTED = re.compile(r"(?<![第.\d])\d+(?:\.\d+)?(?:[份人名件户笔台套场期页家起矿]|万元|元|%)")
_PERSON = re.compile(
    r"[\u4e00-\u9fff]{1,3}(?:同志|副局长|局长|书记|处长|副处长|主任|科长|组长)"
    r"|对[\u4e00-\u9fff某×XＸ]{2,3}(?:给予|进行|作出)"
)


def going_on_in_finished(text: str) -> tuple[Sign, ...]:
    """Words of work still going on, in the progress text of a row reported finished (class F).

    Keeping up what was reached (下一步将持续巩固) goes on after every finish and is none.
    """
    signs = []
    for match in _CONTINUING.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _DONE_BEFORE.search(before) or _NOTHING_FOUND.match(after):
            continue
        if match[0] == "着手" and _STARTING_FROM.search(before):
            continue
        if match[0] in _AHEAD and keeps_up(_SENTENCE_END.split(before)[-1] + _SENTENCE_END.split(after)[0]):
            continue
        sentence = f"本条已报完成，但进展文字写有“{match[0]}”，两处不一致"
        signs.append(Sign("going_on", CONTRADICTION, match[0], match.start(), sentence))
    return tuple(signs)


def vague_finish(text: str, *, words: MeasureWords = DEFAULT) -> Sign | None:
    """A sign when a finished row's text names no figure, document, date, person or object; else None."""
    if "《" in text or _COUNTED.search(text):
        return None
    folded = fold_text(text)
    if not folded.folded:
        return Sign("vague_finish", SIGN, "", -1, "本条已报完成，但没有填写进展，请核实并补充结果")
    if _has_substance(folded.folded, words):
        return None
    said = _VAGUE_FINISH.search(folded.folded)
    span, start = folded.as_written(*said.span()) if said else ("", -1)
    named = f"只写了“{span}”，" if span else ""
    sentence = f"本条已报完成，{named}没有写出数字、文件、日期、人员或者成果，请核实并补充"
    return Sign("vague_finish", SIGN, span, start, sentence)


def _has_substance(folded: str, words: MeasureWords) -> bool:
    if DATE.search(folded) or DOCUMENT.search(folded):
        return True
    if _PERSON.search(folded) or any(thing in folded for thing in (*words.records, *words.ledgers)):
        return True
    masked, _ = noise_in(folded, words)
    return bool(figures_in(masked, folded, words) or indicators_in(folded, words))


@dataclass(frozen=True, slots=True)
class TargetCheck:
    """A progress text against one target.

    `state` is 达到, 未达到 or 无法比较; `figure` the words compared.
    """

    state: str
    figure: str
    value: Decimal | None
    reason: str
    sign: Sign | None = None


MET, SHORT, UNKNOWN = "达到", "未达到", "无法比较"


def compare_with_target(
    text: str, target: Target, *, finished: bool = False, words: MeasureWords = DEFAULT
) -> TargetCheck:
    """Compare the figures of a progress text with a measure's target, same unit with same unit only.

    A shortfall in a finished row is stated as F when figure and target speak of the same thing,
    and as S when only the unit agrees. In an unfinished row it is no sign at all.
    """
    folded = fold_text(text)
    found = [
        f for f in _progress_figures(folded, words) if f.target and _same_unit(f.target.unit, target.unit)
    ]
    if not found:
        return TargetCheck(UNKNOWN, "", None, "进展中没有与标准同单位的数字，无法比较")
    best = _nearest(found, target)
    value = best.target.number if best.target else Decimal(0)
    span, start = folded.as_written(best.start, best.end)
    if _meets(value, target):
        return TargetCheck(MET, span, value, f"标准为“{target.text}”，进展写“{span}”，已达到")
    reason = f"标准为“{target.text}”，进展写“{span}”，尚未达到"
    if not finished:
        return TargetCheck(SHORT, span, value, reason)
    same = _same_thing(folded.folded, best, target)
    grade = CONTRADICTION if same else SIGN
    tail = "两处不一致" if same else "请核实是否同一项内容"
    sentence = f"本条已报完成，标准为“{target.text}”，进展写“{span}”，{tail}"
    return TargetCheck(SHORT, span, value, reason, Sign("short_of_target", grade, span, start, sentence))


def same_unit_total(text: str, target: Target, *, words: MeasureWords = DEFAULT) -> Decimal:
    """The sum of a text's figures in a target's unit: 补正1.18万元，退缴1.68万元 may add up to it."""
    figures = _progress_figures(fold_text(text), words)
    return sum(
        (f.target.number for f in figures if f.target and _same_unit(f.target.unit, target.unit)), Decimal(0)
    )


def _progress_figures(folded: FoldedText, words: MeasureWords) -> tuple[Figure, ...]:
    masked, _ = noise_in(folded.folded, words)
    return tuple(f for f in figures_in(masked, folded.folded, words) if f.kind != "频次")


def _same_unit(a: str, b: str) -> bool:
    return a == b or {a, b} <= {"人", "名", "位"} or {a, b} <= {"项", "个", "条", "件"}


def _meets(value: Decimal, target: Target) -> bool:
    return value <= target.number if target.direction == AT_MOST else value >= target.number


def _nearest(found: list[Figure], target: Target) -> Figure:
    """The figure that speaks best for the unit: the highest for a floor, the lowest for a ceiling."""
    numbers = [(f.target.number, -f.start, f) for f in found if f.target]
    ordered = sorted(numbers, key=lambda n: n[:2])
    return ordered[0][2] if target.direction == AT_MOST else ordered[-1][2]


def _same_thing(folded: str, figure: Figure, target: Target) -> bool:
    """Whether the words round the figure are among those the target was set with."""
    around = folded[max(0, figure.start - 10) : figure.end + 8]
    return bool(_own_pairs(target.about + target.text) & _own_pairs(around))


def _own_pairs(text: str) -> frozenset[str]:
    return content_pairs(_FIGURE_WORDS.sub("|", text))


_FIGURE_WORDS = re.compile(
    r"[\d.%]+|百分之|[一二三四五六七八九十百千万亿]*(?:万元|元|工作日|个|次|项|人|处|名)|达到|不少于"
    r"|不低于|以上|以内|控制在|不超过|至少|完成|累计|全年|达"
)


def figures_shrunk(before: str, after: str, *, words: MeasureWords = DEFAULT) -> tuple[Sign, ...]:
    """Counts or amounts of done work that are lower than last week's for the same thing (class F, no. 8).

    What a text counts twice under one name (突出矿井监察8对，高瓦斯矿井监察13对) is not compared.
    """
    old = _named_once(fold_text(before), words)
    folded = fold_text(after)
    signs = []
    for name, figure in _named_once(folded, words).items():
        earlier = old.get(name)
        if (
            not earlier
            or not earlier.target
            or not figure.target
            or figure.target.number >= earlier.target.number
        ):
            continue
        span, start = folded.as_written(figure.start, figure.end)
        sentence = f"上周写“{name}{earlier.target.text}”，本周写“{span}”，数字变小，两周不一致"
        signs.append(Sign("shrunk", CONTRADICTION, span, start, sentence))
    return tuple(signs)


_NAME_BEFORE = re.compile(
    r"(?:已|累计|共|合计)+(?P<verb>[\u4e00-\u9fff]{2,12})$|(?P<plain>(?:清退|追缴|收回|完成|培训|检查"
    r"|召开|办结|销号|整改|签订|印发|处理|轮岗|排查|化解|退还|上缴|开展|组织)[\u4e00-\u9fff]{0,10})$"
)


def _named_once(folded: FoldedText, words: MeasureWords) -> dict[str, Figure]:
    found = [(name, figure) for figure, name in _named_figures(folded, words)]
    times = Counter(name for name, _ in found)
    return {name: figure for name, figure in found if times[name] == 1}


def _named_figures(folded: FoldedText, words: MeasureWords) -> Iterator[tuple[Figure, str]]:
    for figure in _progress_figures(folded, words):
        named = _NAME_BEFORE.search(folded.folded[max(0, figure.start - 16) : figure.start])
        if named and figure.target and figure.kind in ("数量", "金额", "比例"):
            yield figure, (named["verb"] or named["plain"])

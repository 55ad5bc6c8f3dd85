"""Figures someone can count as met or not met, and the target each states.

Source: shared/domain/measures.md, label rule 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from zgtool.language.measure_target import (
    AT_LEAST,
    AT_LEAST_WORDS,
    AT_MOST,
    AT_MOST_WORDS,
    ENDS_AT_LEAST,
    ENDS_AT_MOST,
    ENDS_BY_DOWN,
    EXACTLY,
    Figure,
    Target,
    direction_of,
    has_limit_after,
    kind_of_unit,
    scaled,
)
from zgtool.language.measure_text import BLANK, any_of
from zgtool.language.measure_words import MeasureWords
from zgtool.language.numerals import NUMBER, to_decimal

_PERIOD = "半年|季度|季|双月|双周|半月|个月|个季度|个工作日|工作日|星期|学期|年度|年|月|周|旬|日|天"
_ACT = (
    "调度|通报|报告|报送|研判|小结|总结|分析|例会|检查|考核|汇报|督办|督查|督导|点评|巡查|提醒|公示"
    "|讲评|会商|排查|盘点|对账|核查|评比|评议|清理|述职|"
    "自查|抽查|复盘|更新|培训|测试|学习|主题|研讨|交流|评估|反馈|碰头|推进|清零|监测|预警|巡检|述评"
    "|体检|考评|评|报|查|学|考|结|测|讲|访"
)
FREQUENCY = re.compile(
    rf"(?P<phrase>(?<![\u4e00-\u9fff])?[一二两三1-9半](?:{_PERIOD})[一两二1-3](?:次)?(?:{_ACT}))"
    rf"|(?P<every>(?:每隔?|隔)(?:[一二两三四五六1-9半]?)(?:{_PERIOD}))(?!度?(?:例会|的|都能))"
)
_PAIRED = re.compile(
    rf"(?:^|[、,。;“\"按行推持建立落实])(?P<first>(?:日|周|旬|月|双周|半月|季|季度|半年"
    rf"|年)(?:{_ACT})、(?:日|周|旬|月|双周|半月|季|季度|半年|年)(?:{_ACT}))"
    rf"|(?:实行|建立|落实|坚持|推行|执行|严格)(?P<single>(?:日|周|旬|月|季度?)(?:调度|通报|报告|研判"
    rf"|例会|分析|督办|讲评|清零|巡查|会商|小结|点评))"
)
_BY_PERIOD = re.compile(r"(?:按|逐|分)(?:日|周|旬|月|季度?|半年|年|年度)(?!计划|初|度?要求)(?=[^,。;]{1,12})")

COVERAGE = re.compile(
    r"全覆盖|覆盖率(?:达|为|到)?|全员(?![^,。;]{0,4}(?:理念|意识|氛围|格局|思维|思想|责任制)|素质|意识"
    r"|思想|观念|责任|安全|参与管理)|应(?P<x>[^,。;]{1,3}?)尽(?P=x)|百分之百|百分百"
    r"|(?<!思想)(?<!动态)(?:动态)?(?:清零|归零)(?!心态|思想|意识)"
    r"|一[个人户项件矿笔处]不[漏落少]|不漏一[个人户项件矿处]|不落一[个人户项件矿处]"
)
_HALF = re.compile(
    r"(?:数量|人数|总量|费用|经费|时间|次数|时限|比例)?(?:减半|压减一半|减少一半|下降一半|缩减一半"
    r"|精简一半|压缩一半|缩短一半)|过半数?|半数以上|一半以上|翻一番|翻番|翻两番|翻倍"
)
_RANK = re.compile(
    rf"(?:进入|位居|排名|名列|位列|保持|进)[^,。;]{{0,8}}?前(?P<n>{NUMBER})(?:名|位|强)?|第一名"
)
_RATIO = re.compile(r"(?:比例?|按照?|之比)[^,。;\d]{0,6}(?P<one>\d{1,4}):(?P<other>\d{1,4})(?![\d:])")
_SPECIAL_ONE = re.compile(
    r"(?<![每第又再这那某新上下前唯统专逐任万])(?<!进)(?:一(?=次(?!性|次)|轮(?!轮|驱动)|遍(?!遍)"
    r"|期(?!工程)|篇|份|堂|节(?!约|省)|学时|回|场(?=[^,。;]{0,10}"
    r"(?:专题|培训|讲座|宣讲|报告会|演练|考试|测试|活动|研讨|辅导|会|党课|竞赛|比武))))"
)
_QUANTIFIER = re.compile(
    r"(?:至少|不少于|不低于|最少|各|每[^,。;]{1,10}?|不超过|不多于|仅限|仅?保留|只保留|限|累计|新增"
    r"|减少|增加|补充|配齐|配备|控制在|发生|再)$"
)
_NEED_LIMIT = frozenset(
    ["个月", "个季度", "个小时", "小时", "分钟", "个工作日", "工作日", "天", "日", "年", "周"]
)


def figures_in(masked: str, folded: str, words: MeasureWords) -> tuple[Figure, ...]:
    """All figures of a folded text whose noise is masked, the most telling kind first."""
    found = [*_baselines(masked, folded, words)]
    found += [f for f in _counts(masked, words) if not any(b.start <= f.start < b.end for b in found)]
    found += _coverage(masked, words)
    found += _bare_limits(masked)
    found += _frequencies(masked, folded)
    found = [
        replace(f, target=replace(f.target, about=_about(masked, f.start))) if f.target else f for f in found
    ]
    return tuple(sorted(found, key=lambda f: (f.weak, f.kind == "频次" and f.target is None, f.start)))


def _about(masked: str, start: int) -> str:
    return re.split(f"[,。;:、{BLANK}]", masked[max(0, start - 10) : start])[-1]


@lru_cache(maxsize=8)
def _count_pattern(words: MeasureWords) -> re.Pattern[str]:
    span = rf"(?P<n>{NUMBER}|半)(?:余|多)?(?:[-—~至到](?P<upper>{NUMBER}))?"
    share = (
        rf"百分之(?P<share>{NUMBER})|(?P<part>{NUMBER})分之(?P<of>{NUMBER})"
        rf"|(?P<tenths>[一二两三四五六七八九])成(?![立效果为长熟本员绩功型份不年套品交]|了)"
    )
    return re.compile(rf"(?:{share}|{span}(?P<unit>%|‰|个百分点|{any_of(words.units)}))")


def _counts(masked: str, words: MeasureWords) -> Iterator[Figure]:
    for match in _count_pattern(words).finditer(masked):
        if match["n"] and not _counts_something(masked, match):
            continue
        start, end = match.span()
        direction, change, first, last = direction_of(masked, start, end, match["unit"] or "%")
        target = _target(match, masked[first:last], direction, change)
        if target:
            yield Figure(first, last, kind_of_unit(target.unit), target)


def _counts_something(masked: str, match: re.Match[str]) -> bool:
    """Whether number + unit is a count: 一 only in a plain 一次, a time only with a limit word."""
    number, unit, start, end = match["n"], match["unit"], match.start(), match.end()
    before, after = masked[max(0, start - 14) : start], masked[end : end + 6]
    if before.endswith(("第", "之", "数", "几")) or (
        unit == "分" and number in ("十", "三", "七", "百", "万", "一")
    ):
        return False
    if number in ("一", "半", "1") and unit not in ("%", "倍", "元", "万元", "亿元"):
        return bool(
            _QUANTIFIER.search(before)
            or has_limit_after(after)
            or (unit not in _NEED_LIMIT and _plain_one(masked, match))
        )
    if unit in _NEED_LIMIT:
        limits = ENDS_AT_LEAST.search(before) or ENDS_AT_MOST.search(before) or ENDS_BY_DOWN.search(before)
        return bool(
            limits
            or has_limit_after(after)
            or re.search(
                r"(?:累计|公示期?|时间|时长|期限|每人|每年|每月|为期|蹲点|驻矿|脱产|培训|学习|集中"
                r"|下沉)[^,。;]{0,6}$",
                before,
            )
        )
    if unit in ("级", "个") and re.match(r"百分|人作用", after):
        return False
    return not (
        re.fullmatch("[千百万亿零〇]+", number) and unit not in ("元", "万元", "人", "名", "家", "分")
    )


def _plain_one(masked: str, match: re.Match[str]) -> bool:
    if match["n"] == "1":
        return match["unit"] not in ("级", "线", "面", "把", "条", "支")
    return bool(_SPECIAL_ONE.match(masked, match.start()))


def _target(match: re.Match[str], text: str, direction: str, change: str) -> Target | None:
    value, unit = _value(match)
    if match["upper"] and direction == EXACTLY:
        direction = AT_LEAST  # 2-3次: met from the second on
    return None if value is None else Target(value, unit, direction, text, change=change)


def _value(match: re.Match[str]) -> tuple[Decimal | None, str]:
    if match["share"]:
        return to_decimal(match["share"]), "%"
    if match["tenths"]:
        tenths = to_decimal(match["tenths"])
        return (None if tenths is None else tenths * 10), "%"
    if match["part"]:
        whole, part = to_decimal(match["part"]), to_decimal(match["of"])
        return (round(part * 100 / whole, 2) if whole and part is not None else None), "%"
    return scaled(to_decimal(match["n"]), match["unit"])


_MOVE = "提高|提升|增加|上升|扩大|增|升|降低|下降|降|压减|减少|压缩|缩短|缩减|精简|减|调整"


@lru_cache(maxsize=8)
def _baseline_pattern(words: MeasureWords) -> re.Pattern[str]:
    units = rf"%|‰|个百分点|{any_of(words.units)}"
    base = rf"(?:百分之(?P<s0>{NUMBER})|(?P<n0>{NUMBER})(?P<u0>{units})?)"
    goal = rf"(?:百分之(?P<s1>{NUMBER})|(?P<n1>{NUMBER})(?P<u1>{units})?)(?P<tenths>成)?"
    limit = "(?P<limit>不超过|不低于|不少于|至少|最多)?"
    return re.compile(
        rf"(?:由|从)[^,。;\d]{{0,12}}?{base}[^,。;\d]{{0,12}}?(?:{_MOVE})(?:到|至|为"
        rf"|成)?{limit}{goal}(?:以上|以内|以下|左右)?"
    )


def _baselines(masked: str, folded: str, words: MeasureWords) -> Iterator[Figure]:
    """由82%提高到95%: the second number is the target, the first its baseline."""
    for match in _baseline_pattern(words).finditer(masked):
        base, goal = to_decimal(match["s0"] or match["n0"]), to_decimal(match["s1"] or match["n1"])
        if base is None or goal is None:
            continue
        unit = "%" if match["s1"] else match["u1"] or match["u0"] or ""
        (goal, unit), (base, _) = scaled(goal, unit), scaled(base, match["u0"] or unit)
        if goal is None or base is None:
            continue
        if match["tenths"]:
            goal, base, unit = goal * 10, base * 10, "%"
        down = goal < base
        text = folded[slice(*match.span())]
        target = Target(goal, unit, AT_MOST if down else AT_LEAST, text, base, "降" if down else "升")
        yield Figure(match.start(), match.end(), "由基数到目标", target)


# 控制在0.05以下, 压减至0: a limit needs no unit.
_LIMIT_ONLY = re.compile(
    rf"(?P<dir>{any_of((*AT_LEAST_WORDS, *AT_MOST_WORDS))})(?:到|至|了)?(?P<n>{NUMBER})(?=以[上下内]"
    rf"|,(?!\d)|[。;、)]|$)(?:以[上下内])?"
)


def _bare_limits(masked: str) -> Iterator[Figure]:
    for match in _LIMIT_ONLY.finditer(masked):
        if (value := to_decimal(match["n"])) is not None and match["dir"] not in ("确保", "力争"):
            direction = AT_MOST if match["dir"] in AT_MOST_WORDS else AT_LEAST
            yield Figure(match.start(), match.end(), "界限", Target(value, "", direction, match[0]))


@lru_cache(maxsize=8)
def _sets_pattern(words: MeasureWords) -> tuple[re.Pattern[str], re.Pattern[str]]:
    whole = re.compile(
        rf"(?:全部|一律|悉数|足额|如数|全额|全数"
        rf"|逐笔全部)(?P<between>[^,。;]{{0,12}}?)(?P<act>{any_of(words.countable)})"
    )
    zero = re.compile(
        rf"零(?:{any_of(words.zero)})|(?:不再|不得|无|不)新增|(?:确保|实现|全年"
        rf"|年内)[^,。;]{{0,8}}(?:不发生|无)[^,。;]{{0,10}}(?:事故|案件|事件)|不再发生|无一[起例人件次]"
        rf"|(?:实现|确保|保持|做到)[^,。;]{{0,10}}?零[\u4e00-\u9fff]{{2}}(?![\u4e00-\u9fff]{{3}})"
        rf"|双百(?![分方])"
    )
    return whole, zero


def _coverage(masked: str, words: MeasureWords) -> Iterator[Figure]:
    whole, zero = _sets_pattern(words)
    full = Decimal(100)
    for match in COVERAGE.finditer(masked):
        said = match[0]
        if said.startswith("覆盖率") or (
            said == "全覆盖" and masked[: match.start()].endswith(("坚持", "坚持做到", "无死角", "无盲区"))
        ):
            continue
        target = (
            Target(Decimal(0), "", EXACTLY, said)
            if said.endswith(("清零", "归零"))
            else Target(full, "%", EXACTLY, said)
        )
        yield Figure(match.start(), match.end(), "全覆盖", target)
    for match in whole.finditer(masked):
        yield Figure(match.start(), match.end(), "全部办到", Target(full, "%", EXACTLY, match[0]))
    for match in zero.finditer(masked):
        yield Figure(match.start(), match.end(), "零发生", Target(Decimal(0), "", EXACTLY, match[0]))
    for match in _HALF.finditer(masked):
        yield Figure(match.start(), match.end(), "增减幅度", _half_target(match[0]))
    for match in _RATIO.finditer(masked):
        one, other = to_decimal(match["one"]), to_decimal(match["other"])
        if one is not None and other:
            yield Figure(match.start(), match.end(), "比例", Target(one / other, "比", AT_LEAST, match[0]))
    for match in _RANK.finditer(masked):
        place = to_decimal(match["n"]) if match["n"] else Decimal(1)
        if place is not None:
            yield Figure(match.start(), match.end(), "名次", Target(place, "名", AT_MOST, match[0]))


def _half_target(said: str) -> Target:
    if "翻" in said:
        return Target(Decimal(300 if "两" in said else 100), "%", AT_LEAST, said, change="升")
    return Target(
        Decimal(50),
        "%",
        AT_LEAST,
        said,
        change="" if "半数" in said or "以上" in said or "过半" in said else "降",
    )


def _frequencies(masked: str, folded: str) -> Iterator[Figure]:
    for pattern in (FREQUENCY, _PAIRED):
        for match in pattern.finditer(folded):
            group = next(name for name, value in match.groupdict().items() if value)
            start, end = match.span(group)
            if group == "every" and not re.match(r"[^,。;]{2}", masked[end:]):
                continue
            per = re.sub("^(?:每隔?|隔)", "", match[group]) if group == "every" else ""
            yield Figure(start, end, "频次", Target(Decimal(1), "次", AT_LEAST, match[group], per=per))
    for match in _BY_PERIOD.finditer(masked):
        yield Figure(match.start(), match.end(), "频次", None, weak=True)

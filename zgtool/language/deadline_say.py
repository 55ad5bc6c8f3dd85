"""How a deadline is told: the reason shown to the unit, and the words kept at 挂号."""

from __future__ import annotations

import re

from zgtool.language.deadline_fold import fold_deadline
from zgtool.language.deadline_terms import UNIT_WORDS, Deadline, Kind, Stage, xun_of

ASK_DATE = "请写明到旬或到日的时限"
_WITHIN = re.compile(r"^[之以]?内|^止")
_UNIT_STATUS = re.compile(r"^(?:已|完成|基本完成|销号|办结|整改中|进行中|是$|否$)|[√✓✔☑×]|\d%")
_VAGUE = re.compile(
    r"尽快|尽早|早日|近期|近日|短期|中期|适时|择机|视|待|另行|另定|酌情|计划|进度|要求|按期|如期|按时|及时"
)


def staged_reason(stages: tuple[Stage, ...], day: str) -> str:
    told = f"分{len(stages)}段，最后一段按{day}计"
    coarse = next((stage for stage in stages if not stage.fine_enough), None)
    return told if coarse is None else f"{told}；“{coarse.text}”没有细化到旬"


def stage_reason(stage: Stage, day: str) -> str:
    if stage.fine_enough:
        return f"按{day}计"
    if stage.mark:
        mended = f"{stage.latest_day.month}月{xun_of(stage.latest_day)}旬"
        return f"按{day}计；“{stage.text}”只写到月，请写明旬或日，如“{mended}”"
    return f"按{day}计；只写到{UNIT_WORDS[stage.unit]}，没有细化到旬，请写明旬或日"


def why_none(folded: str) -> str:
    if not folded:
        return f"没有填写，{ASK_DATE}"
    if re.search(r"同上|同前|同左|同问题|″|〃", folded):
        return "写的是同上，要先确认与哪一行相同"
    if re.fullmatch(r"[-/.无_空暂?。、na]+|暂无|没有|none|tbd", folded):
        return f"没有写时限，{ASK_DATE}"
    if _UNIT_STATUS.search(folded):
        return f"写的是办理状态，不是时限；{ASK_DATE}，完成日期另填"
    if _VAGUE.search(folded):
        return f"没有写明是哪一天，{ASK_DATE}"
    return f"看不出是哪一天，{ASK_DATE}"


def format_stage(stage: Stage) -> str:
    """The stage in words that mean the same on any base date: 2020年6月下旬, 2020年6月5日起10日内."""
    day = stage.latest_day
    if stage.amount and stage.counted_from:
        start = stage.counted_from
        return f"{start.year}年{start.month}月{start.day}日起{stage.amount}"
    if stage.unit is Kind.DAY:
        return f"{day.year}年{day.month}月{day.day}日"
    if stage.unit is Kind.XUN:
        return f"{day.year}年{day.month}月{xun_of(day)}旬"
    if stage.unit is Kind.MONTH and day.day == 15:
        return f"{day.year}年{day.month}月上半月"
    if stage.unit is Kind.MONTH:
        return f"{day.year}年{day.month}月{stage.mark.removeprefix('月').replace('末', '底')}"
    if stage.unit is Kind.QUARTER:
        return f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度"
    if stage.unit is Kind.HALF:
        return f"{day.year}年{'上' if day.month <= 6 else '下'}半年"
    return f"{day.year}年底"


def frozen_text(deadline: Deadline) -> str:
    """The words to keep at 挂号: every dated part written out, so that it no longer slides.

    本月底前 becomes 2020年6月底前. A deadline without a day keeps its words.
    """
    if deadline.latest_day is None or not deadline.stages:
        return deadline.text
    folded = fold_deadline(deadline.text)
    for stage in sorted(deadline.stages, key=lambda s: s.span, reverse=True):
        start, end = stage.span
        rest = _WITHIN.sub("", folded[end:])
        # “6月上旬前” has two readings and “6月上旬” one; “6月底前” and “6月30日前” have one.
        before = "" if stage.amount or stage.unit in (Kind.XUN, Kind.QUARTER, Kind.HALF) else "前"
        folded = folded[:start] + format_stage(stage) + before + rest
    return folded

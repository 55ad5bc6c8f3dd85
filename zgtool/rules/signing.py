"""S1: who examined and who closed, and in which order (perfunctory.md nos. 4, 26)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise

from zgtool.language.finish import is_placeholder
from zgtool.language.said_days import days_in
from zgtool.model.columns import heading_of
from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date
from zgtool.model.settings import Settings
from zgtool.model.status import is_closed
from zgtool.model.text import fold, shorten
from zgtool.ops.lifecycle import refused
from zgtool.ops.said import day_in
from zgtool.ops.terms import names_in
from zgtool.rules.completion import during_inspection
from zgtool.rules.registry import Context, Fault, Rows, rule

_DATED = re.compile(r"\d+\s*月|\d{6}|\d+[./\-]\d+|[一二三四五六七八九十]月")


def _review_days(row: Measure, context: Context) -> tuple[date, ...]:
    return tuple(said.day for said in days_in(row["review"], context.today, bare=True))


@rule(
    "S114",
    "review-without-date",
    "牵头责任领导审查没有日期",
    fix="请在“牵头责任领导审查”栏补上审查日期，例：李卫东 6月11日。",
    example="{review}",
    of=Rows.FINISHED,
    needs=("review",),
)
def review_without_date(row: Measure, context: Context) -> Iterator[Fault]:
    """审查要有姓名，也要有日期，才能看出是在完成之后、申请之前审的。"""
    review = row["review"]
    if not (refused(row) or is_placeholder(review) or _DATED.search(review)):
        yield Fault(review, f"审查栏写“{shorten(review, 30)}”，没有日期", column="review")


_WORDS = re.compile(
    r"(?:已|经)?(?:同意|审查|审核|审定|审签|审阅|签字|签名|签|意见|属实|通过|申请|销号|上报|报送|情况|完成|合格|无异议"
    r"|牵头|责任|分管|主管|领导|同志|姓名|日期|年|月|日|[:：、,，。;；（）()\s])+"
)
_TITLES = re.compile(
    r"副?(?:局长|书记|主任|处长|部长|组长|巡视员|总工程师|会长|主席|院长|校长|厅长|县长|区长|市长)"
)
_PRINCIPAL = re.compile(r"(?<!副)(?:局长|党组书记|主要负责人|一把手|主要领导)|党组|领导小组")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔庄章鲁倪庞"
)


@lru_cache(maxsize=4096)
def _signers(review: str) -> tuple[str, ...]:
    """The names in a review cell that surely are names: a known surname and two or three characters in all."""
    bare = re.sub(r"[\d./\-]+", " ", fold(review))
    parts = (_TITLES.sub("", part) for part in _WORDS.sub(" ", bare).split())
    return tuple(p for p in parts if 2 <= len(p) <= 3 and p[0] in _SURNAMES)


@rule(
    "S115",
    "review-by-another",
    "审查的不是分管领导",
    fix="请由本措施的分管领导审查签字；分管领导已经调整的，请告知办公室更新台账。",
    example="{review}",
    of=Rows.FINISHED | Rows.OPEN,
    needs=("review",),
)
def review_by_another(row: Measure, context: Context) -> Iterator[Fault]:
    """整改成果由牵头责任领导（分管领导）审查。只写了别人的，责任落不到人；由主要负责人审查的，不算错。"""
    review = row["review"]
    if row["leader"] and by_another(review, row, context.settings):
        said = f"分管领导是“{row['leader']}”，审查栏写的是“{shorten(review, 30)}”"
        yield Fault(review, said, column="review")


def by_another(signature: str, row: Measure, settings: Settings) -> bool:
    """Whether a signature surely is of somebody else than the leader in charge, and of no principal either."""
    text = fold(signature)
    leaders = {fold(name) for name in names_in(row["leader"])}
    for unit in names_in(row["lead_unit"]):
        known = settings.units.find(unit).unit
        if known and known.leader:
            leaders.add(fold(known.leader))
    if any(
        name in text or f"{name[0]}{title[0]}" in text
        for name in leaders
        for title in ("局", "副", "书", "总")
    ):
        return False
    return bool(_signers(signature)) and not _PRINCIPAL.search(text)


@rule(
    "S116",
    "signed-before-it-began",
    "审查或销号的日期早于巡视反馈",
    fix="请核对日期；日期写错的请改正，不能用整改以前的签字代替。",
    example="张××，2020年6月19日",
    of=Rows.FINISHED,
)
def signed_before_it_began(row: Measure, context: Context) -> Iterator[Fault]:
    """先有反馈，后有整改、审查和销号。签字早于反馈的，日期有误；巡视期间边巡边改并写明的，不算。"""
    feedback = context.settings.feedback_day
    if feedback is None:
        return
    signed = [("review", day) for day in _review_days(row, context)] if row["review"] else []
    closed = day_in(row, "closed_on")
    if closed and is_closed(row["state"]):
        signed.append(("closed_on", closed))
    for key, day in signed:
        if day < feedback and not during_inspection(row):
            said = f"{heading_of(key)}的日期是{chinese_date(day)}，早于反馈日期{chinese_date(feedback)}"
            yield Fault(row[key], said, column=key)
            return


@rule(
    "S117",
    "closed-without-record",
    "已销号而没有认定记录",
    fix="请办公室在总台账里补填“销号时间”和“验收人”。",
    of=Rows.CLOSED,
)
def closed_without_record(row: Measure, context: Context) -> Iterator[Fault]:
    """谁认定、何时认定，要留下记录。没有记录的销号经不起检查。"""
    empty = [heading_of(key) for key in ("closed_on", "accepted_by") if not row[key]]
    if empty:
        column = "closed_on" if not row["closed_on"] else "accepted_by"
        yield Fault(message=f"状态为“已销号”，没有填{'、'.join(f'“{e}”' for e in empty)}", column=column)


@rule(
    "S118",
    "closed-out-of-order",
    "完成、审查、销号的先后颠倒",
    fix="请核对这几个日期；先完成，再由牵头责任领导审查，再由办公室认定。",
    example="6月18日完成，6月19日审查，6月22日认定",
    of=Rows.FINISHED,
)
def closed_out_of_order(row: Measure, context: Context) -> Iterator[Fault]:
    """没有完成就审查、没有审查就认定，是次序颠倒。同一天办理的不算。"""
    done, closed = day_in(row, "done_on"), day_in(row, "closed_on")
    reviews = _review_days(row, context) if row["review"] and (done or closed) else ()
    reviewed = max(reviews, default=None)
    steps = (
        ("done_on", done),
        ("review", reviewed),
        ("closed_on", closed if is_closed(row["state"]) else None),
    )
    known = [(key, day) for key, day in steps if day]
    for (first, before), (second, after) in pairwise(known):
        if after < before:
            yield Fault(
                row[second],
                f"{heading_of(second)}的日期{chinese_date(after)}早于{heading_of(first)}的日期{chinese_date(before)}",
                column=second,
            )
            return

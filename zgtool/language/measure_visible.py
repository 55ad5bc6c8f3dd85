"""Named or concrete things that can be looked at: the visible indicators of a measure.

Source: shared/domain/measures.md, label rule 2 and “Traps”. A thing counts when it is made
(出台、建立、签订), not when it is followed (落实、按照、学习) or merely managed (加强台账管理).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from zgtool.language.measure_text import any_of, blank_titles, clauses, words_of
from zgtool.language.measure_things import HANDED_OUT, INSTALLED, MADE, PLAIN, PUBLIC, SIGNED
from zgtool.language.measure_words import MeasureWords


@dataclass(frozen=True, slots=True)
class Indicator:
    """A visible thing found in the folded text: its place and what it is called in Chinese."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    verb: re.Pattern[str]
    make: frozenset[str]
    issue: re.Pattern[str]
    document: re.Pattern[str]
    ledger: re.Pattern[str]
    record: re.Pattern[str]
    generic: re.Pattern[str]
    plan: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(words: MeasureWords) -> _Patterns:
    return _Patterns(
        verb=re.compile(
            rf"(?P<near>(?:按|依|以|学|据|用|照)(?=《))|(?:{any_of((*words.make, *words.upstream))})"
        ),
        make=frozenset(words.make),
        issue=re.compile(any_of(words.issue)),
        document=re.compile(any_of(words.documents)),
        ledger=re.compile(any_of(words.ledgers)),
        record=re.compile(any_of(words.records)),
        generic=re.compile(any_of(words.generic)),
        plan=re.compile(rf"(?:{any_of(words.plan)})(?:逐步|尽快|适时|再|并|进一步|年内|于|在|抓紧)?$"),
    )


def indicators_in(folded: str, words: MeasureWords) -> tuple[Indicator, ...]:
    """The visible things a folded text promises, the most telling first."""
    text = blank_titles(folded)
    p = _patterns(words)
    found: list[Indicator] = []
    for look in (_titles, _public, _signed, _records, _made_things, _documents, _installed, _plain):
        found += look(text, p)
    return tuple(found)


_RUN = re.compile(r"《■+》(?:[、和及与]?《■+》)*")
_AFTER_TITLE = re.compile(
    r"^(?:等(?:制度|文件|规定|办法)?)?[^,。;《]{0,10}?(?:(?:进行|予以|作出|及时)?(?:修订|修改完善|修改"
    r"|废止|印发|下发|汇编成册|上墙|公布|公示|发布|发放|编制|起草|制定|出台|编印|签订|报批|张贴|挂网"
    r"|上传))"
)
_READ_AFTER = re.compile(
    r"^[^,。;《]{0,6}?(?:要求|规定|精神|(?:专题)?(?:学习|培训|宣贯|宣讲|辅导|解读|测试|考试)|贯彻|落实"
    r"|执行(?!$)|条款|任务|目标|部署|印发的|修订(?:后|内容)|宣传)"
)


def _titles(text: str, p: _Patterns) -> Iterator[Indicator]:
    for run in _RUN.finditer(text):
        head = text[_clause_start(text, run.start()) : run.start()]
        verb = _last_verb(head + "《", p)
        tail = text[run.end() : run.end() + 24]
        made = bool(verb and verb in p.make)
        if (
            made
            and verb in ("完成", "做好", "建", "设", "出", "列", "制", "签", "坚持", "上传", "登记", "附")
            and _READ_AFTER.match(tail)
        ):
            continue
        if (made and not (verb in ("完善", "健全", "建立") and _READ_AFTER.match(tail))) or (
            _AFTER_TITLE.match(tail)
            and not _READ_AFTER.match(tail)
            and not (verb and not made and _mere_reading(verb))
        ):
            yield Indicator(*run.span(), "具名文件")


_READING = frozenset(words_of("按照 依据 根据 依照 遵照 参照 学习 传达 按 依 据 照 学"))


def _mere_reading(verb: str) -> bool:
    return verb in _READING


_REACH = 60  # a verb further off governs nothing; it also keeps endless clauses linear


def _round(clause: str, match: re.Match[str]) -> tuple[str, str]:
    start, end = match.span()
    return clause[max(0, start - _REACH) : start], clause[end : end + _REACH]


def _clause_start(text: str, place: int) -> int:
    first = max(0, place - _REACH)
    return max(first, max(text.rfind(c, first, place) for c in ",。;!?:") + 1)


def _last_verb(head: str, p: _Patterns) -> str | None:
    """The verb that governs what follows `head`: the last one, unless it is an adjective (印发的)."""
    last = None
    for match in p.verb.finditer(head):
        if head[match.end() : match.end() + 1] not in ("的", "栏", "牌", "墙", "榜") and not head[
            : match.start()
        ].endswith("新"):
            last = match[0]
    return last


_BLUNT = re.compile(
    r"(?:加大|加强|强化|规范|推进|完善|健全|深化|落实|提高|改进|提升|严格|严肃|探索|拟|研究|计划"
    r"|抓好|做好)[^,。;]{0,10}$"
)


def _public(text: str, p: _Patterns) -> Iterator[Indicator]:
    for pattern in PUBLIC:
        for match in pattern.finditer(text):
            head = text[_clause_start(text, match.start()) : match.start()]
            # 加强…公示 manages publicity; 加强…，在大厅公示 does it.
            if not _BLUNT.search(head) and not text[match.end() :].startswith(
                ("制度", "机制", "力度", "工作", "水平")
            ):
                yield Indicator(*match.span(), "公开公示")


def _signed(text: str, p: _Patterns) -> Iterator[Indicator]:
    for match in SIGNED.finditer(text):
        head = text[_clause_start(text, match.start()) : match.start()]
        if not _BLUNT.search(head) and not p.plan.search(head):
            yield Indicator(*match.span(), "签字或备案文书")


_MANAGE = re.compile(
    r"^(?:式|化|制|性|管到底|管理(?!系统|台账|办法|平台|信息)|制度建设|制度执行|意识|质量|工作(?!台账|纪要)"
    r"|水平|精神|要求|内容|规定|规范|检查|抽查|评查|审核|会议|机制|作用|功能|责任|任务|落实|不规范|不全"
    r"|缺失|记载)"
)


def _records(text: str, p: _Patterns) -> Iterator[Indicator]:
    for offset, clause in clauses(text):
        for match in p.record.finditer(clause):
            head, tail = _round(clause, match)
            verb = _last_verb(head, p)
            if _MANAGE.match(tail) and not re.match("(?:内容|质量)[^,。;]{0,6}公示", tail):
                continue
            if (
                verb is None
                or verb in p.make
                or (head.endswith(("、", "和", "及", "与")) and _has_make(head, p))
            ):
                if not _planned(head, verb, p):
                    yield Indicator(offset + match.start(), offset + match.end(), "书面记录或凭证")
            elif _kept(tail):
                yield Indicator(offset + match.start(), offset + match.end(), "书面记录或凭证")


def _has_make(head: str, p: _Patterns) -> bool:
    return any(m[0] in p.make for m in p.verb.finditer(head))


def _planned(head: str, verb: str | None, p: _Patterns) -> bool:
    """Whether the making is only planned: 探索建立, 拟制定, 研究出台."""
    before = head[: head.rfind(verb)] if verb else head
    return bool(p.plan.search(before))


_KEPT = re.compile(
    r"^[^,。;]{0,12}?(?:备查|存档|归档|留存|上墙|公示|公布|印发|下发|张贴|上报|报[^,。;]{0,10}(?:备案"
    r"|审定|审核|备查)|装订|签字|上传|汇编|发放|存查|抄送)"
)


def _kept(tail: str) -> bool:
    return bool(_KEPT.match(tail))


# 建立党组学习贯彻…台账: verbs inside the thing's own name do not govern it.
_SET_UP = re.compile(
    r"(?:建立|设立|编制|制作|印制|绘制|形成|制定|制订|列出|填写"
    r"|统一制作)(?!(?:健全)?[^,。;]{0,8}(?:机制|制度))(?:(?!并|后|按照|对照|根据|及时|通过|加强"
    r"|强化)[^,。;《]){1,26}$"
)
_WEAK_LEDGER_MAKE = frozenset(
    words_of("通报 讲评 补齐 取得 落款 做好 推出 发送 推送 整理 调整 优化 出 列 签 搭建")
)
_HOLLOW = re.compile(r"(?:相关|有关|必要|相应|各类|各项)(?:的)?$")


def _made_things(text: str, p: _Patterns) -> Iterator[Indicator]:
    for offset, clause in clauses(text):
        for match in p.ledger.finditer(clause):
            head, tail = _round(clause, match)
            verb = _last_verb(head, p)
            if _HOLLOW.search(head) or (
                _MANAGE.match(tail) and not (verb == "纳入" and tail.startswith("管理"))
            ):
                continue
            made = verb is not None and verb in p.make and verb not in _WEAK_LEDGER_MAKE
            made = made or bool(_SET_UP.search(head))
            if (made and not _planned(head, verb, p)) or (_kept(tail) and not _planned(head, verb, p)):
                yield Indicator(offset + match.start(), offset + match.end(), "台账清单或实物")


_NOT_A_NAME = re.compile(
    r"^(?:化|性|建设|体系|执行力|意识|不|的(?!通知|意见|决定|办法|规定|通报|函)|管理水平|约束|漏洞"
    r"|规定动作|落实|精神|要求|水平)"
)
_RULES = ("制度", "办法", "规定", "细则", "规则", "规程", "意见", "规范", "标准", "流程", "方案")
_ASKED = re.compile(r"(?:征求|听取|收集|征集|提出|反馈|采纳|吸收)[^,。;]{0,10}$")


def _documents(text: str, p: _Patterns) -> Iterator[Indicator]:
    for offset, clause in clauses(text):
        for issue in p.issue.finditer(clause):
            if clause[issue.end() : issue.end() + 1] == "的" or clause[: issue.start()].endswith("新"):
                continue
            planned = p.plan.search(clause[max(0, issue.start() - _REACH) : issue.start()])
            for head in p.document.finditer(clause, issue.end(), issue.end() + _REACH):
                name = clause[issue.end() : head.start()]
                if _ASKED.search(clause[: head.start()]) or _NOT_A_NAME.match(clause[head.end() :]):
                    continue
                need = 99 if planned and not planned[0].startswith("研究") else 6 if planned else 2
                if issue[0] == "形成" and head[0].endswith(_RULES):
                    continue  # 形成…制度 says that one day there will be one
                own = head[0][:-2] if len(head[0]) >= 4 else ""  # 办事指南 names itself, 指南 does not
                if len(p.generic.sub("", name + own)) >= need:
                    yield Indicator(offset + issue.start(), offset + head.end(), "具名文件")
                    break
    for match in HANDED_OUT.finditer(text):
        if not p.plan.search(text[_clause_start(text, match.start()) : match.start()]):
            yield Indicator(*match.span(), "印发的文件")


def _installed(text: str, p: _Patterns) -> Iterator[Indicator]:
    for pattern in INSTALLED:
        for match in pattern.finditer(text):
            head = text[_clause_start(text, match.start()) : match.start()]
            hollow = pattern is MADE and re.search("相关|有关|必要的|相应|各类", match[0])
            if not hollow and not _BLUNT.search(head) and not p.plan.search(head):
                yield Indicator(*match.span(), "可现场查看的成果")


def _plain(text: str, p: _Patterns) -> Iterator[Indicator]:
    for match in PLAIN.finditer(text):
        head = text[_clause_start(text, match.start()) : match.start()]
        if match[0].startswith(("形成", "提交")) and re.search(r"(?:共识|合力|统一|一致|有价值)", match[0]):
            continue
        if not _BLUNT.search(head) and not p.plan.search(head):
            yield Indicator(*match.span(), "留痕材料")

"""成果 in words: rules made or revised, money recovered, people dealt with, special campaigns.

A sentence proposes a result only when it says that something was done; plans, drafts and denials propose
nothing. What is found is a proposal with the words it comes from: the office confirms or rejects it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zgtool.language.numerals import NUMBER, to_decimal, to_int

MADE, REVISED, MONEY, PEOPLE, CAMPAIGN = "制定制度", "修订制度", "挽回资金", "处理人员", "专项整治"
RESULT_KINDS = (MADE, REVISED, MONEY, PEOPLE, CAMPAIGN)

_CLAUSES = re.compile(r"[，。；;！!\n]+|(?<!\d),|,(?!\d)")
_NOT_DONE = re.compile(
    "拟|(?<![按年度习作查训展划本施项照])计划|正在|将(?=于|对|清退|追缴|追回|收回|退|上缴|扣)|下一步|下步|准备|起草|草案|草稿|征求意见|送审|待审|研究制定|尚未|没有|未能|未予|未完成|还未|预计|打算|争取|力争|应当|(?<!按)(?<!按照)(?<!巡视)(?<!有关)要求|应(?:予)?(?:清|追|收|退|缴|扣)"
)
_RULE = re.compile(
    "《([^《》]{2,50}?(?:办法|规定|制度|细则|规程|规则|机制|守则|规范|指引|条例|准则)(?:[（(](?:试行|暂行)[）)])?)》"
)
_REVISING = re.compile("修订|修改|完善|修正")
_MAKING = re.compile("制定|印发|出台|建立|新建|下发|发布|颁布|施行|通过|修订|修改|完善")
_RECOVERED = "清退|追缴|追回|收回|退还|退缴|退回|上缴|扣回|挽回(?:经济)?损失|避免(?:经济)?损失|核减"
_AMOUNT = re.compile(rf"({_RECOVERED})([^，,。；;\d]{{0,16}}?)({NUMBER})\s*(亿元|万元|元)")
_ANY_AMOUNT = re.compile(rf"({NUMBER})\s*(亿元|万元|元)")
_TREATED = (
    "开除党籍|留党察看|撤销党内职务|党内严重警告|党内警告|严重警告|党纪处分|政务处分|党纪政务处分|记大过|记过|降级|撤职|免职|"
    "诫勉谈话|诫勉|批评教育|提醒谈话|谈话提醒|警示谈话|约谈|通报批评|书面检查|责令检查|组织处理|移送司法|问责|追责"
)
_PEOPLE_AFTER = re.compile(rf"({_TREATED})[^，,。；;、\d]{{0,6}}?({NUMBER})\s*(?:人次|人|名)")
_PEOPLE_BEFORE = re.compile(
    rf"({NUMBER})\s*(?:人|名)(?:同志|干部|责任人|党员)?(?:被|进行|予以|受到|给予)?({_TREATED})"
)
_CAMPAIGN = re.compile("([^，,。；;、“”]{0,14}专项(?:整治|治理|清理|行动|检查))")
_ACTED = re.compile("开展|完成|组织|实施")
_OPENING = re.compile("^(?:已|共|组织|开展|完成|实施|了)+")
_STEPS = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One result as proposed. what: the rule's name, how people were dealt with, the campaign, the way of recovery.

    count: rules, people or campaigns; amount: in 万元, None where it is no money. words: the clause it stands in.
    """

    kind: str
    what: str
    count: int
    amount: Decimal | None
    words: str


def propose(text: str, *, given: bool = False) -> tuple[Proposal, ...]:
    """The results a text speaks of, in order. given: the unit wrote it in a column of results, so a rule's name
    or an amount alone is enough; plans and denials propose nothing all the same."""
    found: list[Proposal] = []
    for clause in _CLAUSES.split(text):
        words = clause.strip()
        if words and not _NOT_DONE.search(words):
            found += [*_rules(words, given), *_money(words, given), *_people(words), *_campaigns(words)]
    return tuple(found)


def _rules(words: str, given: bool) -> Iterator[Proposal]:
    if given or _MAKING.search(words):
        kind = REVISED if _REVISING.search(words) else MADE
        for name in dict.fromkeys(_RULE.findall(words)):
            yield Proposal(kind, f"《{name}》", 1, None, words)


def _money(words: str, given: bool) -> Iterator[Proposal]:
    hits = [(m[1], m[3], m[4]) for m in _AMOUNT.finditer(words)]
    if given and not hits:
        hits = [("涉及金额", m[1], m[2]) for m in _ANY_AMOUNT.finditer(words)]
    for way, number, unit in hits:
        value = to_decimal(number)
        if value:
            yield Proposal(MONEY, way, 0, (value * _STEPS[unit]).normalize(), words)


def _people(words: str) -> Iterator[Proposal]:
    pairs = [(m[1], m[2]) for m in _PEOPLE_AFTER.finditer(words)]
    pairs = pairs or [(m[2], m[1]) for m in _PEOPLE_BEFORE.finditer(words)]
    for way, number in pairs:
        count = to_int(number)
        if count:
            yield Proposal(PEOPLE, way, count, None, words)


def _campaigns(words: str) -> Iterator[Proposal]:
    named = _CAMPAIGN.search(words)
    if named and _ACTED.search(words):
        yield Proposal(CAMPAIGN, _OPENING.sub("", named[1]), 1, None, words)

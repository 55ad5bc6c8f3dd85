"""Acts of before the inspection, told as this rectification's progress (perfunctory.md no. 15, class S).

A year in a text is honest as a rule: the period that was inspected, the document relied on, what was
looked through. Only a dated act of the unit itself counts, and a campaign that is said to be going on.
"""

from __future__ import annotations

import re
from datetime import date

from zgtool.language.similarity import SIGN, Sign

_ACT = "召开|印发|出台|制定|修订|开展|组织|举办|举行|学习|培训|传达|下发|签订|建成|通过|成立|部署|检查|督查|完成|整改|约谈|清退"
_DATED_ACT = re.compile(
    rf"(?P<year>20(?<![至到\-—~～]20)\d\d)年(?P<month>1[0-2]|0?[1-9])月(?:\d{{1,2}}日|[上中下]旬|份|底|初)?[,，]?"
    rf"[^，。；;,\d《》]{{0,8}}?(?P<act>{_ACT})(?P<rest>[^，。；;]*)"
)
_OPENS = re.compile(
    r"(?:^|[，,。；;：:\n])(?![^，,。；;]*[对将把补核查审退缴废销改自从按据照落涉理至为《])[\u4e00-\u9fff]{0,6}$"
)
_OF_THE_PAST = re.compile(r"的|以来|之前|以前|期间|间|后未|未|问题|情况")
_CAMPAIGNS = (
    ("党的群众路线教育实践活动", 2014),
    ("“三严三实”专题教育", 2015),
    ("三严三实专题教育", 2015),
    ("“两学一做”学习教育", 2016),
    ("“不忘初心、牢记使命”主题教育", 2019),
    ("不忘初心、牢记使命主题教育", 2019),
    ("党史学习教育", 2021),
    ("党纪学习教育", 2024),
)
_GOING_ON = re.compile(r"(?:正在|深入|扎实|认真|广泛|全面|继续|组织|集中)*(?:开展|推进)(?:了)?$")


def stale_acts(text: str, feedback: date) -> tuple[Sign, ...]:
    """Acts dated before the feedback, and campaigns that were over in the year before it, told as going on."""
    signs = []
    if "20" in text:
        for found in _DATED_ACT.finditer(text):
            if (int(found["year"]), int(found["month"])) >= (feedback.year, feedback.month):
                continue
            if not _OPENS.search(text[: found.start()]) or _OF_THE_PAST.search(found[0]):
                continue
            words = text[found.start() : found.end("act")]
            sentence = f"进展写有“{words}”，早于巡视反馈（{feedback.year}年{feedback.month}月），请核实是不是这次整改做的"
            signs.append(Sign("stale", SIGN, words, found.start(), sentence))
    for name, last in _CAMPAIGNS if "教育" in text else ():
        place = text.find(name)
        if place >= 0 and last < feedback.year and _GOING_ON.search(text[:place]):
            sentence = f"进展写有开展{name}，该活动{last}年已经结束，请核实是不是以前的材料"
            signs.append(Sign("stale", SIGN, name, place, sentence))
    return tuple(signs)

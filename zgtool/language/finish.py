"""What the small cells of a finished row say: nothing, a finish, or work that is still to come.

Source: shared/domain/perfunctory.md no. 5. An honest unit writes 无, says when the delay ended, or
promises to keep up what was reached; none of these is open work.
"""

from __future__ import annotations

import re
from functools import lru_cache

from zgtool.model.text import fold

_PLACEHOLDER = r"暂?无|没有|不涉及|不适用|不存在|[/\\\-—–－~、.。·*×]+|n/?a|无?须?|同上"
_HOLDS_ITS_PLACE = re.compile(rf"(?:{_PLACEHOLDER})[。.;；]*")
_NOTHING = re.compile(
    rf"(?:{_PLACEHOLDER}"
    r"|(?:暂?无|没有|不存在)(?:任何)?(?:其他|未完成|未整改|滞后)?(?:的)?(?:原因|事项|困难|问题|情况|下一步(?:措施|计划|工作)?|需协调(?:解决)?(?:的)?(?:问题|事项))"
    r"|(?:本项|本条|该项|该问题|整改)?(?:工作|任务)?(?:已|均已|已经|已全部|全部|按期|如期|按时|已按期|已按时|已如期)?"
    r"(?:完成|整改|办结|销号|到位|完成整改|整改完成|整改到位|整改完毕|完毕)(?:整改|销号|待认定|待销号)?)[。.;；]*"
)
_FINISH = re.compile(
    r"(?:已|现已|均|全部|于)[^，,。；;未]{0,16}(?:完成|办结|到位|解决|整改完|收回|退缴|印发|报送|补齐|结案|销号)"
)
_OF_THE_PROBLEM = re.compile(
    r"(?:意识|责任心|重视|认识|把关|监管|监督|管理|制度|学习|理解|执行|落实|审核|要求|指导|督促|规定)"
    r"[^，,。；;]{0,6}(?:不强|不够|不严|不力|不到位|不健全|不完善|不深|不高|不足|不细|不实|缺失|缺位|薄弱|淡薄|松懈)"
)
_UNFINISHED = re.compile(r"未(?!发现|出现|发生|再)|待(?!遇)|需|正在|滞后|推迟|延期|暂")
_HOLDING = "巩固|长效|常态|长期坚持|反弹|举一反三|回头看|(?:持续|继续|进一步)(?:做好|抓好|保持|加强|强化|深化|落实|执行|严格|跟踪|监督|按)|防止"
_KEEPING_UP = re.compile(_HOLDING)
_NOT_THE_UNITS_WORK = re.compile(
    f"{_HOLDING}|坚持|跟踪|日常|经常|定期|持续|继续对|今后|以后|严格(?:执行|落实|按)|每[年季月周日]|认定|销号|验收|审查|审核|核查"
    "|归档|存档|总结|经验|宣传|学习|警示|监督|督促|成果|指导|保持"
)
_OPEN_WORK = re.compile(
    r"尚未|还未|仍未|尚需|还需|仍需|未完成|剩余|其余|余下|抓紧|尽快|加快|着手|力争|正在"
    r"|继续(?:推进|办理|整改|清退|追缴|收缴|催办|催缴|协调|开展整改)|推进整改"
    r"|(?:前|底|旬|内|周|月)(?:全部|基本)?(?:完成|印发|出台|收回|清退|退缴|召开|报送|签订|办结|整改到位|建成|到位)"
    r"|(?:提交|报|上|召开|提请)[^，,。；;]{0,8}(?:党组会|办公会|局务会|会议)[^，,。；;]{0,4}(?:审议|研究|审定|讨论)"
    r"|(?:补办|补签|补交|补缴|补齐|追缴|收回|清退|退缴|印发|出台|修订|制定|起草|采购|招标)"
)
_CLAUSE = re.compile(r"[，,。；;\n]")


@lru_cache(maxsize=16384)
def is_placeholder(text: str) -> bool:
    """Whether a cell is empty or only holds its place: 无, /, 不涉及."""
    return not text or (len(text) <= 8 and bool(_HOLDS_ITS_PLACE.fullmatch(fold(text))))


@lru_cache(maxsize=16384)
def says_nothing(text: str) -> bool:
    """Whether a cell is empty or holds an honest “nothing”: 无, /, 不涉及, 已完成."""
    return not text or bool(_NOTHING.fullmatch(fold(text)))


@lru_cache(maxsize=16384)
def unfinished_reason(text: str) -> bool:
    """Whether a 未完成原因 speaks of work not done.

    A delay that is over (…已于6月10日完成) and the cause of the problem itself (制度不健全), which many
    ledgers keep in this column, do not.
    """
    if says_nothing(text) or _FINISH.search(text):
        return False
    return bool(_UNFINISHED.search(text)) or not _OF_THE_PROBLEM.search(text)


@lru_cache(maxsize=16384)
def open_step(text: str) -> str:
    """The first clause of a 下一步措施 that is work of the measure itself, "" when there is none.

    Keeping up what was reached (巩固, 长效, 举一反三) and asking for recognition are no open work.
    """
    if says_nothing(text):
        return ""
    clauses = (clause.strip() for clause in _CLAUSE.split(text))
    return next((c for c in clauses if _OPEN_WORK.search(c) and not _NOT_THE_UNITS_WORK.search(c)), "")


def keeps_up(text: str) -> bool:
    """Whether a sentence speaks of keeping up what was reached (持续巩固, 长效机制, 防止反弹)."""
    return bool(_KEEPING_UP.search(text))

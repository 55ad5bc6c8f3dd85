"""States of an item, who may move it where, and the status words units use.

挂号 → 整改中 → 申请销号 → 已销号, or 限时办结; 已销号 → 回炉 after a look-back. A unit can
ask, only the office recognises (接到整改任务立即挂号，已处理问题及时销号，问题未处理好一直留号).
"""

from __future__ import annotations

from zgtool.model.columns import Owner
from zgtool.model.text import fold

CLOSED = "已销号"
WITHDRAWN = "撤销"
REQUESTED = "申请销号"
REGISTERED = "挂号"
IN_HAND = "整改中"
LONG_TERM = "长期坚持"
REMANDED = "限时办结"
REOPENED = "回炉"

_OPEN = (REGISTERED, IN_HAND, REQUESTED, REMANDED, REOPENED, LONG_TERM)

MOVES: dict[tuple[str, str], Owner] = {
    (REGISTERED, IN_HAND): Owner.UNIT,
    (REGISTERED, REQUESTED): Owner.UNIT,
    (IN_HAND, REQUESTED): Owner.UNIT,
    (REQUESTED, IN_HAND): Owner.UNIT,
    (REMANDED, REQUESTED): Owner.UNIT,
    (REOPENED, REQUESTED): Owner.UNIT,
    (REOPENED, IN_HAND): Owner.UNIT,
    (REQUESTED, CLOSED): Owner.OFFICE,
    (REQUESTED, REMANDED): Owner.OFFICE,
    (IN_HAND, REMANDED): Owner.OFFICE,
    (REQUESTED, REOPENED): Owner.OFFICE,
    (REQUESTED, LONG_TERM): Owner.OFFICE,
    (IN_HAND, LONG_TERM): Owner.OFFICE,
    (LONG_TERM, REQUESTED): Owner.UNIT,
    (CLOSED, REOPENED): Owner.OFFICE,
    **{(state, WITHDRAWN): Owner.OFFICE for state in _OPEN},
}
"""Every allowed move and who makes it; what is not here does not happen."""


def is_open(state: str) -> bool:
    """Whether an item with this state is still on the open list; an unknown word keeps it open (留号)."""
    return state not in (CLOSED, WITHDRAWN)


def may_move(old: str, new: str, who: Owner) -> bool:
    """Whether `who` may move an item from one state to another; staying is always allowed."""
    return old == new or MOVES.get((old, new)) is who


_WORDINGS = {
    "未启动": "未启动 未整改 待整改 待下发 待确认 未开展 未开始",
    "推进中": "推进中 整改中 进行中 正在推进 正在整改 已启动 办理中 未完成",
    "基本完成": "基本完成 基本完成、取得阶段性成效并持续整改 阶段性完成",
    "已完成待认定": "已完成待认定 已完成 已提交报告 待审核 已提交报告/待审核 待验收 已办结 已整改 完成 已销号 已闭环",
    "申请销号": "申请销号 拟销号 提请销号",
    "持续整改": "持续整改 长期坚持 常态化坚持 基本完成并长期坚持",
}
_BY_WORD = {fold(word): status for status, words in _WORDINGS.items() for word in words.split()}


def status_of(text: str) -> str:
    """The unit's status word in the ledger's wording, "" when it is not one.

    A unit's 已销号 is taken as 已完成待认定: only the office recognises a close-out.
    """
    return _BY_WORD.get(fold(text), "")

"""States of an item, who may move it where and on what condition, and the status words units use.

挂号 → 整改中 → 申请销号 → 已销号, or 限时办结; 已销号 → 巩固 or 回炉 after a look-back. A unit can
ask, only the office recognises (接到整改任务立即挂号，已处理问题及时销号，问题未处理好一直留号).
"""

from __future__ import annotations

from typing import NamedTuple

from zgtool.model.columns import Owner
from zgtool.model.text import fold

CLOSED = "已销号"
CONSOLIDATED = "巩固"
WITHDRAWN = "撤销"
REQUESTED = "申请销号"
REGISTERED = "挂号"
IN_HAND = "整改中"
LONG_TERM = "长期坚持"
REMANDED = "限时办结"
EXTENDED = "延期"
REOPENED = "回炉"


class State(NamedTuple):
    """One state. still_open: whether an item in it is on the open list (留号)."""

    name: str
    still_open: bool
    meaning: str


class Move(NamedTuple):
    """One allowed move, who makes it, and what it takes."""

    old: str
    new: str
    who: Owner
    needs: str


STATE_TABLE: tuple[State, ...] = (
    State(REGISTERED, True, "已登记进台账，还没有报进展"),
    State(IN_HAND, True, "正在整改；报“基本完成”的也在这里"),
    State(REQUESTED, True, "材料齐全，等办公室认定"),
    State(REMANDED, True, "认定没有通过或者逾期未办，限定日期办结"),
    State(EXTENDED, True, "经批准延期，按新的日期办"),
    State(LONG_TERM, True, "需要长期坚持，按阶段目标定期评估"),
    State(REOPENED, True, "销号后发现没有到位或者反弹，按原编号重新整改，轮次加一"),
    State(CLOSED, False, "办公室已认定"),
    State(CONSOLIDATED, False, "销号后回头看过一次，还要继续巩固、再看"),
    State(WITHDRAWN, False, "经认定撤销或者并入别的措施，行和编号保留"),
)

_RECORDED = "认定人、认定日期、认定依据"
_DATED = f"{_RECORDED}、期限"
_AT_WORK = (REGISTERED, IN_HAND, REMANDED, REOPENED, EXTENDED)
_OPEN = tuple(state.name for state in STATE_TABLE if state.still_open)

TABLE: tuple[Move, ...] = (
    Move(REGISTERED, IN_HAND, Owner.UNIT, "报了“未启动”以外的完成状态"),
    *(Move(state, REQUESTED, Owner.UNIT, "完成状态填“申请销号”，专项报告、佐证材料、领导审查齐全，完成率没有低于100%")
      for state in (REGISTERED, IN_HAND, REMANDED, REOPENED, EXTENDED, LONG_TERM)),
    Move(REQUESTED, IN_HAND, Owner.UNIT, "改报没有完成，或者撤回材料"),
    Move(REOPENED, IN_HAND, Owner.UNIT, "重新报进展"),
    Move(REQUESTED, CLOSED, Owner.OFFICE, _RECORDED),
    Move(REQUESTED, REOPENED, Owner.OFFICE, _RECORDED),
    *(Move(state, REMANDED, Owner.OFFICE, _DATED)
      for state in (REGISTERED, IN_HAND, REQUESTED, REOPENED, EXTENDED, LONG_TERM)),
    *(Move(state, EXTENDED, Owner.OFFICE, _DATED) for state in (REGISTERED, IN_HAND, REMANDED, REOPENED)),
    *(Move(state, LONG_TERM, Owner.OFFICE, f"{_RECORDED}、下次评估日期") for state in (*_AT_WORK, REQUESTED)),
    Move(CLOSED, CONSOLIDATED, Owner.OFFICE, "回头看的日期、查看人、发现情况"),
    Move(CONSOLIDATED, CLOSED, Owner.OFFICE, "回头看的日期、查看人、发现情况"),
    *(Move(state, REOPENED, Owner.OFFICE, _RECORDED) for state in (CLOSED, CONSOLIDATED)),
    *(Move(state, WITHDRAWN, Owner.OFFICE, _RECORDED) for state in _OPEN),
    Move(WITHDRAWN, REGISTERED, Owner.OFFICE, f"{_RECORDED}（撤错了的恢复挂号）"),
)  # fmt: skip
"""Every allowed move; what is not here does not happen."""

MOVES: dict[tuple[str, str], Owner] = {(m.old, m.new): m.who for m in TABLE}


def is_open(state: str) -> bool:
    """Whether an item with this state is still on the open list; an unknown word keeps it open (留号)."""
    return state not in (CLOSED, CONSOLIDATED, WITHDRAWN)


def is_closed(state: str) -> bool:
    """Whether the office has recognised the item as done, look-backs pending or not."""
    return state in (CLOSED, CONSOLIDATED)


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

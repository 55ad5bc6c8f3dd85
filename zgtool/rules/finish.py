"""S1: what is reported finished against the row's other cells (perfunctory.md nos. 5, 8, 22)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zgtool.language.finish import is_placeholder, open_step, says_nothing, unfinished_reason
from zgtool.language.progress import going_on_in_finished
from zgtool.model.finding import Severity
from zgtool.model.ledger import Measure
from zgtool.model.status import REQUESTED, is_open
from zgtool.model.text import shorten
from zgtool.ops.lifecycle import refused, request_gaps
from zgtool.ops.said import finish_said, rate_of
from zgtool.rules.registry import Context, Fault, Rows, rule


def contradicted(row: Measure) -> bool:
    """Whether a finished row's own cells said that it was not done, so that taking it back mends it."""
    rate = rate_of(row["rate"]) if row["rate"] else None
    return bool(
        (rate is not None and rate < 100)
        or request_gaps(row)
        or unfinished_reason(row["reason"])
        or open_step(row["next_step"])
        or going_on_in_finished(row["progress"])
    )


_NOT_DONE = "没有完成的，请把“完成状态”改回“推进中”；已经完成的，请改正这一格。"


@rule(
    "S104",
    "finished-below-hundred",
    "报完成而完成率不到100%",
    fix=_NOT_DONE,
    example="完成状态填“推进中”，完成率填80%",
    of=Rows.FINISHED,
    needs=("rate",),
)
def finished_below_hundred(row: Measure, context: Context) -> Iterator[Fault]:
    """完成就是全部做完。完成率不到100%的，还不能报完成，更不能申请销号；大部分做完的可以填“基本完成”。"""
    text = row["rate"]
    if text == "100%" or refused(row):
        return
    rate = rate_of(text)
    if rate is not None and rate < 100:
        yield Fault(text, f"{finish_said(row)}，完成率为{text}，两处不一致", column="rate")


@rule(
    "S105",
    "finished-with-reason",
    "报完成而未完成原因还有内容",
    fix="没有完成的，请把“完成状态”改回“推进中”；已经完成的，请清空“未完成原因”。",
    example="确已完成的清空“未完成原因”；没有完成的把完成状态填为“推进中”",
    of=Rows.FINISHED,
    needs=("reason",),
)
def finished_with_reason(row: Measure, context: Context) -> Iterator[Fault]:
    """已经完成的措施没有未完成原因。填“无”、说明曾经延误但已经办结的，不算。"""
    text = row["reason"]
    if unfinished_reason(text):
        said = shorten(text, 30)
        yield Fault(text, f"{finish_said(row)}，“未完成原因”写有“{said}”，两处不一致", column="reason")


@rule(
    "S106",
    "finished-with-open-step",
    "报完成而下一步还有要办的事",
    fix="没有完成的，请把“完成状态”改回“推进中”；已经办完的，请删去这一步，写巩固措施即可。",
    example="完成状态填“推进中”，下一步措施写“6月24日前举办第2期培训班”",
    of=Rows.FINISHED,
    needs=("next_step",),
)
def finished_with_open_step(row: Measure, context: Context) -> Iterator[Fault]:
    """还有该办没办的事，就没有完成。巩固成果、建立长效机制、等待认定，是完成以后的事，可以写。"""
    text = row["next_step"]
    step = open_step(text)
    if step:
        yield Fault(
            text,
            f"{finish_said(row)}，“下一步措施”写有“{shorten(step, 30)}”，两处不一致",
            column="next_step",
        )


@rule(
    "S107",
    "finished-still-going-on",
    "报完成而进展写着还在办",
    fix="没有完成的，请把“完成状态”改回“推进中”；已经完成的，请把进展改成最新情况。",
    example="6月16日举办第2期培训班，两期共46人全部参训",
    of=Rows.FINISHED,
    needs=("progress",),
)
def finished_still_going_on(row: Measure, context: Context) -> Iterator[Fault]:
    """进展里写着“正在”“尚未”“拟”“待审定”的，就没有完成。“下一步持续巩固”这样的话不算。"""
    text = row["progress"]
    signs = going_on_in_finished(text)
    if signs:
        words = "、".join(f"“{w}”" for w in dict.fromkeys(s.span for s in signs))
        yield Fault(
            shorten(text, 80), f"{finish_said(row)}，进展里写有{words}，两处不一致", column="progress"
        )


@rule(
    "S108",
    "finished-without-evidence",
    "报完成而没有佐证材料",
    fix="请在“佐证材料”栏逐项写明材料名称、文号或日期。",
    example="{evidence}",
    of=Rows.FINISHED,
)
def finished_without_evidence(row: Measure, context: Context) -> Iterator[Fault]:
    """完成要有佐证。佐证材料、专项报告、完善制度几栏都空着，进展里也没有具名的文件，就看不出做成了什么。"""
    if row["status"] == REQUESTED and is_open(row["state"]):
        return  # S102 asks
    papers = (row[key] for key in ("evidence", "report", "systems"))
    if "《" in row["progress"] or not all(map(is_placeholder, papers)):
        return
    yield Fault(row["evidence"], message=f"{finish_said(row)}，没有写佐证材料", column="evidence")


_DONE_ALREADY = re.compile(
    r"已(?:经)?(?:全部|全面)?(?:完成|印发|办结|收回|清退|退还|退缴|追缴|上缴|召开|签订|处理|建成|整改|归档|报送)"
)
_NOT_YET = re.compile(r"未|没有|拟|计划|准备|将|待|前期|筹备")


@rule(
    "S109",
    "not-started-but-moving",
    "报未启动而已有进度",
    fix="已经开始办的，请把“完成状态”改为“推进中”或“基本完成”；没有开始的，请改正另一格。",
    example="完成状态填“推进中”，完成率填30%",
    of=Rows.OPEN | Rows.CAME,
    needs=("status=未启动",),
)
def not_started_but_moving(row: Measure, context: Context) -> Iterator[Fault]:
    """未启动的措施没有完成率，也没有完成时间。开始办了就应当填“推进中”。"""
    rate = rate_of(row["rate"]) if row["rate"] else None
    done = _DONE_ALREADY.search(row["progress"])
    if rate:
        said, column = f"完成率为{row['rate']}", "rate"
    elif row["done_on"] and not says_nothing(row["done_on"]):
        said, column = f"完成时间为{row['done_on']}", "done_on"
    elif done and not _NOT_YET.search(row["progress"]):
        said, column = f"进展写有“{done[0]}”", "progress"
    else:
        return
    yield Fault(shorten(row[column], 80), f"“完成状态”为“未启动”，{said}，两处不一致", column=column)


@rule(
    "S110",
    "hundred-but-in-hand",
    "完成率100%而没有报完成",
    severity=Severity.INFO,
    fix="已经完成的，请把“完成状态”改为“已完成待认定”或“申请销号”；没有完成的，请改正完成率。",
    example="完成状态填“已完成待认定”，完成率填100%",
    of=Rows.OPEN | Rows.CAME,
    needs=("rate=100%", "status=推进中"),
)
def hundred_but_in_hand(row: Measure, context: Context) -> Iterator[Fault]:
    """完成率到了100%，状态还是“推进中”，看不出办完没有。长期坚持的措施按年度计完成率，不在此列。"""
    if row["horizon"] != "长期坚持":
        yield Fault(row["rate"], "完成率为100%，“完成状态”为“推进中”，请核实", column="rate")

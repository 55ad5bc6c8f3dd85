"""What is planted: faults of the ledger, edits in single papers, who sends when, from the tables in 底稿/.

Everything there is deliberate and listed in expected.md; everything else in the samples is clean.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sample_bureau import rows
from sample_files import PICTURE

SET, DROP, HIDE, ADD, RENAME, EXTRA = "改", "删行", "隐藏行", "加行", "改列名", "加列"
FILLED_POINT = "4.3.1"
"""The point without a measure for which 机关党委 hands one in from week 2."""

NEW_MEASURE = {
    "measure": "对三个分局意识形态责任制落实情况每半年检查1次，检查得分占分局年度考核分值不低于5%。",
    "target": "检查3个分局，检查通报2份",
    "horizon": "限期整改",
    "lead_unit": "机关党委",
    "leader": "苏敬之",
    "person": "傅春山",
    "deadline": "2020年8月下旬",
    "status": "推进中",
}
NEW_PROGRESS = {
    2: {"rate": "5", "progress": "检查评分表列出责任分工、阵地管理等12项内容。"},
    3: {"rate": "10", "progress": "检查评分表经苏敬之审定，通知三个分局7月中旬接受检查。"},
}
FIRST_VERSION = {
    "19.2.2": {"rate": "55", "progress": "细则送14个单位征求意见，收到回复7份。"},
    "20.3.1": {"rate": "40", "progress": "复核单据655份，累计发现7笔968元，退回5笔。"},
}
"""What 财务处 had written in week 2 before it sent the 修改稿."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to one unit's paper of one week; code "" for what is odd but no fault.

    do: SET column to value | DROP the row | HIDE the row | ADD the new measure |
    RENAME the column's heading to value | EXTRA: a further column headed value.
    """

    week: int
    unit: str
    do: str
    key: str
    column: str
    value: str
    code: str
    what: str


def edits() -> tuple[Edit, ...]:
    """Every change planted in a unit's paper (报件里的毛病.csv)."""
    return tuple(
        Edit(int(r["周"]), r["单位"], r["做法"], r["编号"], r["栏目"],
             PICTURE if r["改成"] == "（图片）" else r["改成"], r["代码"], r["说明"])
        for r in rows("报件里的毛病.csv")
    )  # fmt: skip


def ledger_faults() -> dict[str, tuple[str, str]]:
    """By key in 措施.csv: code and words of what is wrong in the office's own ledger (台账里的毛病.csv)."""
    return {r["编号"]: (r["代码"], r["说明"]) for r in rows("台账里的毛病.csv")}


def arrival(label: str, week: int) -> datetime | None:
    """When a unit's paper of week 1–3 arrives, None when it sends nothing (到件时间.csv)."""
    row = next(r for r in rows("到件时间.csv") if r["单位"] == label)
    return datetime.strptime(said, "%Y-%m-%d %H:%M") if (said := row[f"第{week}周"]) else None

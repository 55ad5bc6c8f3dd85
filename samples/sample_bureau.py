"""The invented bureau: units, problems, points, measures, and where each stood in each of three weeks.

All texts are plain tables in 底稿/; nothing here is random. The due days in 措施.csv are written by
hand, so that they can judge what the program understands of the deadlines beside them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

DRAFTS = Path(__file__).resolve().parent / "底稿"
BUREAU = "云岭省煤矿安全监察局"
OFFICE = "局党组巡视整改工作领导小组办公室"
PLAN_DAY = date(2020, 5, 25)
FRIDAYS = (date(2020, 6, 5), date(2020, 6, 12), date(2020, 6, 19))
WEEKS = ("2020-W23", "2020-W24", "2020-W25")
WARN_DAYS = 10
REQUESTED = "申请销号"
CLOSED = "已销号"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the roster; `head` is its principal, who stands in the ledger as 责任人."""

    name: str
    short: tuple[str, ...]
    former: tuple[str, ...]
    leader: str
    contact: str
    mail: str
    head: str

    @property
    def label(self) -> str:
        """What everybody calls the unit."""
        return self.short[0] if self.short else self.name


@dataclass(frozen=True, slots=True)
class Item:
    """One measure (or a point without one: then only `key` and `lead` ""). `key` is 问题.要点.序."""

    key: str
    measure: str
    target: str
    horizon: str
    lead: str
    supporting: str
    deadline: str
    due: date | None
    rates: tuple[int, ...]
    texts: tuple[str, ...]

    @property
    def problem(self) -> int:
        return int(self.key.split(".")[0])

    @property
    def point(self) -> str:
        return self.key.rpartition(".")[0]

    @property
    def leads(self) -> tuple[str, ...]:
        return tuple(self.lead.split("、")) if self.lead else ()


@dataclass(frozen=True, slots=True)
class Bureau:
    """Everything the samples are made of."""

    units: tuple[Unit, ...]
    chapters: Mapping[int, str]
    problems: Mapping[int, str]
    points: Mapping[str, str]
    items: tuple[Item, ...]
    requests: tuple[Row, ...]
    notes: tuple[Row, ...]
    decisions: tuple[Row, ...]

    def unit(self, label: str) -> Unit:
        """The unit called so, in full or as everybody calls it; KeyError when there is none."""
        return {name: u for u in self.units for name in (u.label, u.name)}[label]

    def item(self, key: str) -> Item:
        """The measure with this key; KeyError when there is none."""
        return {i.key: i for i in self.items}[key]

    def of_unit(self, label: str) -> tuple[Item, ...]:
        """The measures a unit leads, also those it leads together with another."""
        return tuple(i for i in self.items if label in [self.unit(name).label for name in i.leads])

    def request(self, key: str, week: int) -> Row | None:
        """The papers handed in for 申请销号 up to week 1–3, the latest word; None before the request."""
        asked = [r for r in self.requests if r["编号"] == key and int(r["周"]) <= week]
        return asked[-1] if asked else None

    def closed_before(self, key: str, week: int) -> bool:
        """Whether the office recognised the measure before the run of week 1–3."""
        return any(r["编号"] == key and int(r["周"]) < week and r["状态"] == CLOSED for r in self.decisions)

    def values(self, item: Item, week: int = 0) -> dict[str, str]:
        """A row by column key: the office's columns, and for week 1–3 also what the unit reports."""
        units = [self.unit(label) for label in item.leads]
        row = {
            "problem": self.problems[item.problem],
            "point": self.points[item.point],
            "measure": item.measure,
            "target": item.target,
            "horizon": item.horizon,
            "lead_unit": item.lead,
            "supporting_units": item.supporting,
            "leader": "、".join(u.leader for u in units),
            "person": "、".join(u.head for u in units),
            "deadline": item.deadline,
        }
        return row | self._report(item, week) if week and item.measure else row

    def _report(self, item: Item, week: int) -> dict[str, str]:
        rate = item.rates[week - 1]
        paper = self.request(item.key, week)
        note = next((n for n in self.notes if (n["编号"], n["周"]) == (item.key, str(week))), {})
        return {
            "rate": str(rate),
            "progress": item.texts[week - 1],
            "status": status_word(rate),
            "done_on": paper["完成时间"] if paper else "",
            "evidence": paper["佐证材料"] if paper else "",
            "report": paper["专项报告"] if paper else "",
            "review": paper["领导审查"] if paper else "",
            "reason": note.get("原因", ""),
            "next_step": note.get("下一步", ""),
        }


def status_word(rate: int) -> str:
    """The status a unit writes for a completion rate in percent."""
    if rate >= 100:
        return REQUESTED
    return "基本完成" if rate >= 90 else "推进中" if rate else "未启动"


def load() -> Bureau:
    """Read 底稿/ and check that it hangs together; ValueError names the row that does not."""
    points = {r["要点"]: r["文字"] for r in rows("要点.csv")}
    heads = rows("问题.csv")
    bureau = Bureau(
        units=tuple(_unit(r) for r in rows("单位名册.csv")),
        chapters={int(r["问题"]): r["章"] for r in heads},
        problems={int(r["问题"]): problem_text(r, points) for r in heads},
        points=points,
        items=tuple(_item(r) for r in rows("措施.csv")),
        requests=rows("销号材料.csv"),
        notes=rows("原因和下一步.csv"),
        decisions=rows("办公室认定.csv"),
    )
    _check(bureau)
    return bureau


def problem_text(head: Row, points: Mapping[str, str]) -> str:
    """The feedback's own words: the heading, then its points in one of three ways of writing."""
    own = [text for key, text in points.items() if key.split(".")[0] == head["问题"]]
    if head["写法"] == "一是":
        return f"{head['题目']}。" + "；".join(f"{'一二三四'[n]}是{t}" for n, t in enumerate(own)) + "。"
    if head["写法"] == "括号":
        return f"{head['题目']}：" + "；".join(f"（{n}）{t}" for n, t in enumerate(own, 1)) + "。"
    return f"{head['题目']}：" + "；".join(own) + "。"


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one table of 底稿/."""
    with (DRAFTS / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _unit(row: Row) -> Unit:
    def names(text: str) -> tuple[str, ...]:
        return tuple(text.split("、")) if text else ()

    return Unit(row["全称"], names(row["简称"]), names(row["曾用名"]), row["分管领导"], row["联系人"],
                row["邮箱"], row["责任人"])  # fmt: skip


def _item(row: Row) -> Item:
    rates: list[int] = []
    texts: list[str] = []
    for week in "一二三" if row["措施"] else "":
        # An empty week repeats the one before: nothing is left to do.
        rates.append(int(row[f"率{week}"]) if row[f"率{week}"] else rates[-1])
        texts.append(row[f"进展{week}"] or texts[-1])
    due = date.fromisoformat(row["最后期限"]) if row["最后期限"] else None
    return Item(row["编号"], row["措施"], row["完成标准"], row["类型"], row["牵头"], row["配合"], row["时限"],
                due, tuple(rates), tuple(texts))  # fmt: skip


def _check(bureau: Bureau) -> None:
    labels = {u.label for u in bureau.units} | {u.name for u in bureau.units}
    measures = [i.measure for i in bureau.items if i.measure]
    if len(set(measures)) != len(measures):
        raise ValueError("措施.csv：有两条措施文字相同")
    for item in bureau.items:
        named = [*item.leads, *(item.supporting.split("、") if item.supporting else ())]
        if unknown := set(named) - labels:
            raise ValueError(f"措施 {item.key}：单位不在名册中：{'、'.join(unknown)}")
        for week, friday in enumerate(FRIDAYS, 1):
            _check_week(bureau, item, week, friday)


def _check_week(bureau: Bureau, item: Item, week: int, friday: date) -> None:
    if not item.measure:
        return
    asked = bureau.request(item.key, week) is not None
    if asked != (item.rates[week - 1] >= 100):
        raise ValueError(f"措施 {item.key} 第{week}周：完成率与销号材料对不上")
    # Whether a requested item is still "due soon" is a matter of taste; the samples leave no such case.
    near = item.due is not None and item.due <= friday + timedelta(days=WARN_DAYS)
    if asked and near and not bureau.closed_before(item.key, week):
        raise ValueError(f"措施 {item.key} 第{week}周：已申请销号而又临期，样例不留这种两可的情形")

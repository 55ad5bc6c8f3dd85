"""How each unit keeps its own ledger: headings, merging, figures and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sample_bureau import BUREAU, FRIDAYS, Unit, rows
from sample_grid import Cell, Grid, Head, Line, fill


@dataclass(frozen=True, slots=True)
class Layout:
    """One unit's own ledger.

    kind: xlsx | wps | xls | et | csv. file: its name, see LAYOUTS.
    top: what stands above the headings — line | pieces | annex | none.
    style, serial: see `fill`. rate: 80 | 80% | 0.8 | percent (0.8 shown as 80%). day: how a date is typed.
    """

    kind: str
    file: str
    top: str = "line"
    style: str = "merged"
    serial: str = "problem"
    sections: bool = True
    sign: bool = True
    note: str = ""
    total: bool = False
    rate: str = "80%"
    day: str = "2020年6月5日"
    sheet: str = "整改台账"
    guide: bool = False
    short_names: bool = False


LAYOUTS: dict[str, Layout] = {
    "办公室": Layout("xlsx", "办公室整改台账（{m}月{d}日）.xlsx"),
    "人事处": Layout(
        "xlsx",
        "人事处{m:02}{d:02}.xlsx",
        day="2020.6.5",
        note="注：1.“整改状态”按未启动、推进中、基本完成、申请销号填写。2.佐证材料原件存人事处文件柜备查。",
    ),
    "机关党委": Layout(
        "xlsx",
        "机关党委-巡视整改台账-2020{m:02}{d:02}.xlsx",
        style="blank",
        rate="80",
        day="6月5日",
        guide=True,
    ),
    "财务处": Layout("xlsx", "财务处{m:02}{d:02}.xlsx", rate="80", day="2020-06-05", sheet="Sheet1"),
    "监察一处": Layout(
        "xlsx", "监察一处整改台账{m}.{d}.xlsx", style="repeat", serial="", sections=False, day="2020/6/5"
    ),
    "监察二处": Layout("wps", "监察二处整改台账{m:02}{d:02}.xlsx", serial="own", sheet="Sheet1", day="date"),
    "法规处": Layout("csv", "法规处{m:02}{d:02}.csv", style="repeat", serial="row", sections=False, sheet=""),
    "事故调查处": Layout("xls", "事故调查处（第{n}周）{m:02}{d:02}.xls", rate="percent", sheet="Sheet1"),
    "科技装备处": Layout(
        "xlsx", "科技装备处整改台账2020.{m}.{d}.xlsx", style="ditto", serial="row", rate="0.8"
    ),
    "党组巡察办": Layout("xlsx", "附件2：党组巡察办整改台账（{m}月{d}日）.xlsx", top="annex"),
    "后勤服务中心": Layout(
        "et", "后勤服务中心{m:02}{d:02}.et", rate="percent", sheet="Sheet1", sections=False
    ),
    "青石分局": Layout(
        "xlsx",
        "青石分局巡视整改周报表{m:02}{d:02}.xlsx",
        top="pieces",
        rate="80",
        total=True,
        short_names=True,
    ),
    "沧河分局": Layout("xlsx", "沧河监察分局{m:02}{d:02}.xlsx", rate="80", sections=False),
    "白麓分局": Layout(
        "xlsx",
        "白麓分局{m:02}{d:02}.xlsx",
        top="none",
        style="repeat",
        serial="row",
        sections=False,
        sign=False,
        rate="percent",
        sheet="Sheet1",
    ),
}
"""By unit, as everybody calls it. In file names m, d: month and day, n: 1 for the first week."""


def heads_of(label: str) -> tuple[Head, ...]:
    """The columns of a unit's own ledger, or of the office's (整改办), from 各单位列名.csv."""
    own = [r for r in rows("各单位列名.csv") if r["单位"] == label]
    return tuple(Head(r["组"], r["列名"].replace("⏎", "\n"), r["栏目"]) for r in own)


def typed(layout: Layout, key: str, value: str) -> Cell:
    """What the unit types for a value: rates and dates its own way, a whole date as a real date."""
    if key == "rate" and value.isdigit():
        return _rate(layout.rate, int(value))
    if key in ("done_on", "deadline") and len(value) == 10 and value[4] == "-":
        return _day("date" if key == "deadline" else layout.day, date.fromisoformat(value))
    if key == "serial" and value:
        return int(value)
    return value


def _rate(style: str, percent: int) -> Cell:
    if style == "80":
        return percent
    # A bare 1 could be 1% or 100%: who writes fractions writes the full mark as text.
    return percent / 100 if style in ("0.8", "percent") and percent < 100 else f"{percent}%"


def _day(style: str, day: date) -> Cell:
    forms: dict[str, Cell] = {
        "2020年6月5日": f"{day.year}年{day.month}月{day.day}日",
        "2020.6.5": f"{day.year}.{day.month}.{day.day}",
        "6月5日": f"{day.month}月{day.day}日", "2020-06-05": day.isoformat(),
        "2020/6/5": f"{day.year}/{day.month}/{day.day}", "date": day,
    }  # fmt: skip
    return forms[style]


def draw(layout: Layout, unit: Unit, week: int, filled: date, lines: list[Line],
         heads: tuple[Head, ...] = (), filler: str | None = None) -> Grid:  # fmt: skip
    """One unit's sheet of one week. filler: who stands behind 填报单位 ("" leaves it blank)."""
    grid = Grid(layout.sheet, heads or heads_of(unit.label))
    _top(grid, layout, unit, week, filled, unit.name if filler is None else filler)
    grid.headings()
    fill(grid, lines, style=layout.style, sections=layout.sections, serial=layout.serial,
         cell=lambda key, value: typed(layout, key, value))  # fmt: skip
    if layout.total:
        grid.add("total", ["合计", f"共{len(lines)}项措施"])
    if layout.note:
        grid.banner("note", layout.note)
    if layout.sign:
        signed = (f"填表人：{unit.contact}", f"审核人：{unit.head}", f"分管领导（签字）：{unit.leader}")
        grid.pieces("sign", signed)
    return grid


def _top(grid: Grid, layout: Layout, unit: Unit, week: int, filled: date, filler: str) -> None:
    friday = FRIDAYS[week - 1]
    monday = friday.replace(day=friday.day - 4)
    span = f"{monday.month}月{monday.day}日—{friday.month}月{friday.day}日"
    day = f"{filled.year}年{filled.month}月{filled.day}日"
    phone = f"联系电话：内线8{sum(map(ord, unit.label)) % 900 + 100}"
    if layout.top == "none":
        return
    if layout.top == "annex":
        grid.add("annex", ["附件2"])
    grid.banner("title", f"{BUREAU}巡视反馈意见整改台账（{span}）")
    if layout.top == "line":
        parts = (f"填报单位（盖章）：{filler}", f"填报人：{unit.contact}", phone, f"填报时间：{day}")
        grid.banner("line", "        ".join(parts))
    else:
        grid.pieces("line", [f"填报单位：{filler}", f"填报人：{unit.contact}", phone, f"填报时间：{day}"])

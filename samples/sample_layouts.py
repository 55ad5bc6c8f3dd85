"""How each unit keeps its own ledger: its headings, its way of merging, its way of writing figures and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sample_bureau import BUREAU, FRIDAYS, Unit
from sample_grid import Cell, Grid, Head, Line, fill


@dataclass(frozen=True, slots=True)
class Layout:
    """One unit's own ledger.

    heads: "heading:key" or "group/heading:key", ⏎ for a line break, ␣ for a blank.
    top: what stands above the headings — line | pieces | annex | none. style, serial: see `fill`.
    rate: 80 | 80% | 0.8 | percent (0.8 shown as 80%). day: how a date is typed.
    """

    kind: str
    file: str
    heads: str
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


_CLOSING = "佐证材料:evidence 专项报告:report 领导审查:review"

LEDGER = (
    "序号:serial 巡视反馈问题:problem 具体问题:point 整改措施:measure 完成标准:target 整改类别:horizon "
    "责任单位:lead_unit 配合部门:supporting_units 责任领导:leader 责任人:person 完成时限:deadline 督办联系人:+督办联系人"
)

LAYOUTS: dict[str, Layout] = {
    "办公室": Layout(
        "xlsx", "办公室整改台账（{m}月{d}日）.xlsx",
        "序号:serial 巡视反馈问题:problem 具体问题:point 整改任务/整改措施:measure 整改任务/完成标准:target "
        "整改任务/整改时限:deadline 责任分工/责任领导:leader 责任分工/责任单位:lead_unit 责任分工/责任人:person "
        "责任分工/配合单位:supporting_units 本周进展情况/完成状态:status 本周进展情况/完成率:rate "
        "本周进展情况/进展情况:progress 本周进展情况/完成时间:done_on 销号材料/佐证材料:evidence "
        "销号材料/专项报告:report 销号材料/领导审查:review 备注:remark"),
    "人事处": Layout(
        "xlsx", "人事处{m:02}{d:02}.xlsx",
        "序号:serial 反馈问题:problem 问题要点:point 整改措施:measure 量化标准:target 整改类型:horizon 牵头单位:lead_unit "
        "配合单位:supporting_units 分管领导:leader 整改时限:deadline 整改进度:rate 整改情况:progress 整改状态:status "
        f"实际完成时间:done_on {_CLOSING} 未完成原因:reason 下一步措施:next_step",
        note="注：1.“整改状态”按未启动、推进中、基本完成、申请销号填写。2.佐证材料原件存人事处文件柜备查。", day="2020.6.5"),
    "机关党委": Layout(
        "xlsx", "机关党委-巡视整改台账-2020{m:02}{d:02}.xlsx",
        "序号:serial 反馈问题:problem 具体表现:point 整改举措:measure 检验指标:target 责任单位:lead_unit "
        "协办单位:supporting_units 牵头领导:leader 完成时限:deadline 工作进展:progress 完成率:rate 完成状态:status "
        "完成时间:done_on 印证材料:evidence 专项报告:report 审查签字:review 备注:remark",
        style="blank", rate="80", day="6月5日", guide=True),
    "财务处": Layout(
        "xlsx", "财务处{m:02}{d:02}.xlsx",
        "序号:serial 问题描述:problem 具体问题:point 整改措施:measure 完成标准:target 责任单位:lead_unit 配合单位:supporting_units "
        f"责任领导:leader 完成期限:deadline 进展情况:progress 进度:rate 整改状态:status 完成日期:done_on {_CLOSING} 备注:remark",
        rate="80", day="2020-06-05", sheet="Sheet1"),
    "监察一处": Layout(
        "xlsx", "监察一处整改台账{m}.{d}.xlsx",
        "牵头处室:lead_unit 时间节点:deadline 整改举措:measure 完成标志:target 问题内容:problem 问题表现:point "
        "协办部门:supporting_units 分管局领导:leader 落实情况:progress 序时进度:rate 是否完成:status 办结时间:done_on "
        "备查材料:evidence 专项整改报告:report 审定签字:review 说明:remark",
        style="repeat", serial="", sections=False, day="2020/6/5"),
    "监察二处": Layout(
        "wps", "监察二处整改台账{m:02}{d:02}.xlsx",
        "序号:serial 反馈问题:problem 具体问题:point 整改措施:measure 量化标准:target 牵头单位:lead_unit 配合单位:supporting_units "
        "分管领导:leader 整改时限:deadline 本周进展:progress 完成率:rate 完成状态:status 完成时间:done_on 佐证材料:evidence "
        "专项报告:report 牵头责任领导审查:review 备注:remark",
        serial="own", sheet="Sheet1", day="date"),
    "法规处": Layout(
        "csv", "法规处{m:02}{d:02}.csv",
        "序号:serial 反馈问题:problem 问题要点:point 整改措施:measure 量化标准:target 牵头单位:lead_unit 配合单位:supporting_units "
        "整改时限:deadline 本周进展:progress 完成率:rate 完成状态:status 佐证材料:evidence 备注:remark",
        style="repeat", serial="row", sections=False, sheet=""),
    "事故调查处": Layout(
        "xls", "事故调查处（第{n}周）{m:02}{d:02}.xls",
        "序号:serial 反馈问题:problem 具体问题:point 整改措施:measure 完成标准:target 责任单位:lead_unit 配合部门:supporting_units "
        "责任领导:leader 完成时限:deadline 工作进展:progress 完成率:rate 整改状态:status 滞后原因:reason 下一步打算:next_step",
        rate="percent", sheet="Sheet1"),
    "科技装备处": Layout(
        "xlsx", "科技装备处整改台账2020.{m}.{d}.xlsx",
        "序号:serial 反馈意见:problem 具体问题:point 整改措施:measure 整改标准:target 责任部门:lead_unit 配合部门:supporting_units "
        "责任领导:leader 责任人:person 计划完成时间:deadline 实际完成时间:done_on 完成情况:progress 完成百分比:rate "
        f"任务状态:status {_CLOSING}",
        style="ditto", serial="row", rate="0.8"),
    "党组巡察办": Layout(
        "xlsx", "附件2：党组巡察办整改台账（{m}月{d}日）.xlsx",
        "序号:serial 巡视反馈问题:problem 要点:point 具体措施:measure 检验指标:target 责任单位:lead_unit 责任领导:leader "
        f"整改期限:deadline 进展情况:progress 完成率:rate 整改状态:status 完成时间:done_on {_CLOSING} 备注:remark",
        top="annex"),
    "后勤服务中心": Layout(
        "et", "后勤服务中心{m:02}{d:02}.et",
        "序号:serial 问题描述:problem 具体问题:point 整改措施:measure 完成标准:target 责任单位:lead_unit 配合单位:supporting_units "
        "完成时限:deadline 进展情况:progress 完成率:rate 整改状态:status 存在困难:reason 下步打算:next_step",
        rate="percent", sheet="Sheet1", sections=False),
    "青石分局": Layout(
        "xlsx", "青石分局巡视整改周报表{m:02}{d:02}.xlsx",
        "序号:serial 反馈问题:problem 具体问题:point 整改措施:measure 验收标准:target 责任单位:lead_unit 配合单位:supporting_units "
        f"责任领导:leader 整改时限:deadline 本周整改进展:progress 完成率:rate 整改状态:status 完成时间:done_on {_CLOSING} 备注:remark",
        top="pieces", rate="80", total=True, short_names=True),
    "沧河分局": Layout(
        "xlsx", "沧河监察分局{m:02}{d:02}.xlsx",
        "序␣号:serial 巡视反馈⏎问题:problem 具体⏎问题:point 整改⏎措施:measure 量化⏎标准:target 责任⏎单位:lead_unit "
        "配合⏎单位:supporting_units 责任⏎领导:leader 完成⏎时限:deadline 本周⏎进展:progress 完成率⏎（%）:rate 完成⏎状态:status "
        "实际完成⏎时间:done_on 佐证⏎材料:evidence 专项⏎报告:report 领导⏎审查:review 备　注:remark",
        rate="80", sections=False),
    "白麓分局": Layout(
        "xlsx", "白麓分局{m:02}{d:02}.xlsx",
        "序号:serial 反馈问题:problem 具体问题:point 整改措施:measure 量化标准:target 牵头单位:lead_unit 配合单位:supporting_units "
        "整改时限:deadline 本周进展:progress 完成率:rate 完成状态:status 备注:remark",
        top="none", style="repeat", serial="row", sections=False, sign=False, rate="percent", sheet="Sheet1"),
}  # fmt: skip
"""By unit, as everybody calls it. In file names m, d: month and day, n: 1 for the first week."""


def heads_of(spec: str) -> tuple[Head, ...]:
    """The columns a layout's `heads` describe."""
    found = []
    for token in spec.replace("⏎", "\n").split(" "):
        names, _, key = token.replace("␣", " ").rpartition(":")
        group, _, heading = names.rpartition("/")
        found.append(Head(group, heading, key))
    return tuple(found)


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
        "2020年6月5日": f"{day.year}年{day.month}月{day.day}日", "2020.6.5": f"{day.year}.{day.month}.{day.day}",
        "6月5日": f"{day.month}月{day.day}日", "2020-06-05": day.isoformat(),
        "2020/6/5": f"{day.year}/{day.month}/{day.day}", "date": day,
    }  # fmt: skip
    return forms[style]


def draw(layout: Layout, unit: Unit, week: int, filled: date, lines: list[Line],
         heads: tuple[Head, ...] = (), filler: str | None = None) -> Grid:  # fmt: skip
    """One unit's sheet of one week. filler: who stands behind 填报单位 ("" leaves it blank)."""
    grid = Grid(layout.sheet, heads or heads_of(layout.heads))
    _top(grid, layout, unit, week, filled, unit.name if filler is None else filler)
    grid.headings()
    fill(grid, lines, style=layout.style, sections=layout.sections, serial=layout.serial,
         cell=lambda key, value: typed(layout, key, value))  # fmt: skip
    if layout.total:
        grid.add("total", ["合计", f"共{len(lines)}项措施"])
    if layout.note:
        grid.banner("note", layout.note)
    if layout.sign:
        grid.pieces("sign", [f"填表人：{unit.contact}", f"审核人：{unit.head}", f"分管领导（签字）：{unit.leader}"])
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
        grid.banner("line", f"填报单位（盖章）：{filler}        填报人：{unit.contact}        {phone}        填报时间：{day}")
    else:
        grid.pieces("line", [f"填报单位：{filler}", f"填报人：{unit.contact}", phone, f"填报时间：{day}"])

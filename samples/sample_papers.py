"""The files units send in each week, faults and all, and the office's own ledger they all go back to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sample_bureau import BUREAU, FRIDAYS, OFFICE, Bureau
from sample_faults import (
    ADD,
    DROP,
    EXTRA,
    FIRST_VERSION,
    HIDE,
    NEW_MEASURE,
    NEW_PROGRESS,
    RENAME,
    SET,
    Edit,
    arrival,
    edits,
)  # fmt: skip
from sample_files import csv_bytes, encrypted, wps_bytes, xls_bytes, xlsx_bytes
from sample_grid import Grid, Head, Line, fill
from sample_layouts import LAYOUTS, Layout, draw, heads_of, typed

LEDGER_FILE = "现有台账.xlsx"
DESKS = {"一": "程立新", "二": "叶知秋", "三": "温如玉", "四": "龙在田"}
"""督办联系人 of the four chapters: a column of the office's own."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of one week.

    counts: its rows go into the ledger (it is read, settled, and the last version).
    oddity: what is wrong with the whole file, and the code. as_planted: holds the unit's edits of the week.
    """

    week: int
    unit: str
    name: str
    arrived: datetime
    data: bytes
    grid: Grid
    lines: Sequence[Line]
    counts: bool = True
    oddity: tuple[str, str] | None = None
    as_planted: bool = True


def chapter_of(bureau: Bureau, key: str) -> str:
    """The chapter of the feedback a measure belongs to."""
    return bureau.chapters[int(key.split(".")[0])]


def ledger_grid(bureau: Bureau) -> Grid:
    """The office's existing ledger, in its own headings."""
    grid = Grid("整改台账", heads_of("整改办"))
    grid.banner("title", f"{BUREAU}巡视反馈意见整改台账")
    grid.banner("line", f"编制单位：{OFFICE}        编制时间：2020年5月25日")
    grid.headings()
    lines = []
    for item in bureau.items:
        chapter = chapter_of(bureau, item.key)
        own = {"+督办联系人": DESKS[chapter[0]]} if item.measure else {}
        lines.append(Line(item.key, chapter, bureau.values(item) | own))
    fill(grid, lines, style="merged", sections=True, serial="problem",
         cell=lambda key, value: typed(LAYOUTS["办公室"], key, value))  # fmt: skip
    grid.pieces("sign", ["整改办负责人（签字）：", "审核人：程立新", "制表人：方小满"])
    return grid


def lines_of(bureau: Bureau, labels: Iterable[str], week: int, planted: Sequence[Edit] = ()) -> list[Line]:
    """What units report in one week, after the edits planted in their paper."""
    added = [e.key for e in planted if e.do == ADD]
    dropped = {e.key for e in planted if e.do == DROP}
    wanted = {i.key for label in labels for i in bureau.of_unit(label)} - dropped | set(added)
    lines = []
    for item in bureau.items:
        if item.key not in wanted:
            continue
        values = bureau.values(item, week)
        if item.key in added:
            values |= NEW_MEASURE | NEW_PROGRESS[week]
        for edit in planted:
            if edit.do == SET and edit.key == item.key:
                values[edit.column] = edit.value
        lines.append(Line(item.key, chapter_of(bureau, item.key), values))
    return lines


def to_bytes(grid: Grid, layout: Layout) -> bytes:
    """The sheet as the kind of file the unit sends."""
    if layout.kind == "csv":
        return csv_bytes(grid)
    if layout.kind in ("xls", "et"):
        return xls_bytes(grid)
    plain = xlsx_bytes(grid, percent=layout.rate == "percent", guide=layout.guide)
    return wps_bytes(plain) if layout.kind == "wps" else plain


def paper_of(bureau: Bureau, label: str, week: int, arrived: datetime) -> Paper:
    """One unit's paper of one week, with the edits planted in it."""
    layout, unit = LAYOUTS[label], bureau.unit(label)
    planted = [e for e in edits() if (e.week, e.unit) == (week, label)]
    lines = lines_of(bureau, [label], week, planted)
    heads = list(heads_of(label))
    for edit in planted:
        if edit.do == RENAME:
            heads = [replace(h, heading=edit.value) if h.key == edit.column else h for h in heads]
        if edit.do == EXTRA:
            heads.append(Head("", edit.value, edit.column))
            lines = [replace(x, values=x.values | {edit.column: "部门预算"}) for x in lines]
    if layout.short_names:
        lines = [replace(x, values=x.values | {"lead_unit": label}) for x in lines]
    grid = draw(layout, unit, week, arrived.date(), lines, tuple(heads))
    for edit in planted:
        if edit.do == HIDE:
            grid.hidden.add(grid.places[edit.key, "measure"][0])
        if (edit.column, edit.code) in (("done_on", "C203"), ("rate", "C205")):
            row, col = grid.places[edit.key, edit.column]
            grid.rows[row][col] = _number(edit.value)
    friday = FRIDAYS[week - 1]
    name = layout.file.format(m=friday.month, d=friday.day, n=week)
    return Paper(week, unit.label, name, arrived, to_bytes(grid, layout), grid, lines)


def _number(text: str) -> str | float | int:
    """Slips typed as numbers stand as numbers in the cell."""
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def papers_of(bureau: Bureau, week: int, known: tuple[Path, ...]) -> list[Paper]:
    """Every file that lies in the inbox of one week, by time of arrival.

    known: folders where samples may lie already, for the file that cannot be made the same twice.
    """
    papers = {}
    for unit in bureau.units:
        if arrived := arrival(unit.label, week):
            papers[unit.label] = paper_of(bureau, unit.label, week, arrived)
    strays = {1: _strays_of_week1, 2: _strays_of_week2, 3: _strays_of_week3}[week](bureau, papers, known)
    return sorted([*papers.values(), *strays], key=lambda p: (p.arrived, p.name))


def _strays_of_week1(_: Bureau, papers: dict[str, Paper], __: tuple[Path, ...]) -> list[Paper]:
    first = papers["监察二处"]
    copy = replace(
        first,
        name=first.name.replace(".xlsx", " - 副本.xlsx"),
        arrived=first.arrived + timedelta(minutes=6),
        counts=False,
        oddity=(f"与“{first.name}”是同一个文件", "X114"),
        as_planted=False,
    )
    return [copy]


def _strays_of_week2(bureau: Bureau, papers: dict[str, Paper], known: tuple[Path, ...]) -> list[Paper]:
    locked = papers["沧河分局"]
    folders = tuple(folder / "week2" / locked.name for folder in known)
    papers["沧河分局"] = replace(locked, data=encrypted(locked.data, folders), counts=False,
                              oddity=("设了打开密码，读不了", "F101"))  # fmt: skip
    final = papers["财务处"]
    papers["财务处"] = replace(final, name=final.name.replace(".xlsx", "（修改稿）.xlsx"))
    return [_first_version(bureau, final), _other_week(bureau)]


def _strays_of_week3(bureau: Bureau, papers: dict[str, Paper], _: tuple[Path, ...]) -> list[Paper]:
    broken = papers["科技装备处"]
    papers["科技装备处"] = replace(broken, data=broken.data[: len(broken.data) * 3 // 5], counts=False,
                               oddity=("文件不完整，打不开", "F104"))  # fmt: skip
    papers["法规处"] = replace(papers["法规处"], counts=False)
    return [_nobodys(bureau)]


def _first_version(bureau: Bureau, final: Paper) -> Paper:
    layout, unit = LAYOUTS[final.unit], bureau.unit(final.unit)
    lines = [replace(x, values=x.values | FIRST_VERSION.get(x.key, {})) for x in final.lines]
    grid = draw(layout, unit, 2, final.arrived.date(), lines)
    what = f"同一单位报了两份，以后到的“{final.name.replace('.xlsx', '（修改稿）.xlsx')}”为准"
    arrived = final.arrived - timedelta(minutes=135)
    data = to_bytes(grid, layout)
    return Paper(2, final.unit, final.name, arrived, data, grid, lines, False, (what, "X113"), False)


def _other_week(bureau: Bureau) -> Paper:
    layout, unit = LAYOUTS["白麓分局"], bureau.unit("白麓分局")
    lines = lines_of(bureau, [unit.label], 1)
    grid = draw(layout, unit, 1, FRIDAYS[0], lines)
    name = layout.file.format(m=6, d=5, n=1).replace(".xlsx", "（补报）.xlsx")
    arrived, data = datetime(2020, 6, 12, 9, 2), to_bytes(grid, layout)
    what = "是上一周（6月5日）的台账"
    return Paper(2, unit.label, name, arrived, data, grid, lines, False, (what, "F204"), False)


def _nobodys(bureau: Bureau) -> Paper:
    layout = replace(LAYOUTS["监察二处"], kind="xlsx", sign=False)
    lines = lines_of(bureau, ["监察一处", "监察二处", "事故调查处"], 3)
    grid = draw(layout, bureau.unit("监察二处"), 3, FRIDAYS[2], lines, filler="")
    arrived, data = datetime(2020, 6, 19, 11, 46), to_bytes(grid, layout)
    what = "填报单位空着，表里有三个单位的措施，定不了是哪家报的"
    return Paper(
        3, "", "业务处室整改台账汇总0619.xlsx", arrived, data, grid, lines, False, (what, "F201"), False
    )

"""The scenario of samples/十二周 acted out: units send their files, the office types into 总台账.xlsx, weeks are run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from zgtool.app.result import RunResult
from zgtool.app.tasks import start_area
from zgtool.app.weekly import run_week
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.units import Unit, UnitList
from zgtool.workspace.layout import WorkArea

HOME = Path(__file__).resolve().parent.parent / "samples" / "十二周"
WEEKS = tuple(ReportWeek(2020, 23).shift(n) for n in range(12))
_HEADS = ("措施编号", "问题来源", "反馈问题", "整改措施", "量化标准", "牵头单位", "整改时限",
          "完成状态", "完成率", "本周进展", "专项报告", "佐证材料", "牵头责任领导审查")  # fmt: skip
_SENT = ("完成状态", "完成率", "本周进展", "专项报告", "佐证材料", "领导审查")
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """One table of the scenario."""
    with (HOME / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def settings() -> Settings:
    units = tuple(
        Unit(r["全称"], (r["简称"],) if r["简称"] else (), leader=r["分管领导"]) for r in rows("单位.csv")
    )
    return Settings(
        bureau="××局", units=UnitList(units), plan_day=date(2020, 5, 25), first_friday=WEEKS[0].friday,
        look_back_months=(1, 2), draw_seed="20200626",
    )  # fmt: skip


def begin(root: Path) -> WorkArea:
    start_area(root, settings(), date(2020, 5, 25), ledger=HOME / "台账.csv")
    return WorkArea(root)


def act_week(area: WorkArea, week: ReportWeek) -> RunResult:
    """What the office types before the run, what units send, and the run."""
    for line in rows("办公室.csv"):
        if line["运行前"] == str(week):
            words = dict(part.split("=", 1) for part in line["填写"].split("|"))
            type_in(area.ledger, line["工作表"], line["措施编号"], words)
    for unit in ("办公室", "人事处", "财务处"):
        (area.inbox / f"{unit}{week.friday:%m%d}.csv").write_text(_report(unit, week), "utf-8")
    return run_week(area, week, week.friday, settings())


def type_in(path: Path, sheet: str, number: str, words: Row) -> None:
    """Fill a line as a clerk would: the item's own, else the first that has no word in these columns."""
    book = load_workbook(path)
    page = book[sheet]
    columns = {str(c.value): c.column for c in page[2]}
    key = columns.get("措施编号", 0)
    free = [
        r
        for r in range(3, page.max_row + 30)
        if all(page.cell(r, columns[w]).value in (None, "") for w in words)
    ]
    own = [r for r in free if key and number and str(page.cell(r, key).value) == number]
    blank = [r for r in free if not key or (number and page.cell(r, key).value in (None, "")) or not number]
    place = (own or blank)[0]
    for heading, value in words.items():
        page.cell(place, columns[heading]).value = date.fromisoformat(value) if _is_day(value) else value
    if not own and number:
        page.cell(place, key).value = number
    book.save(path)


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[:3] == "202" and text[4] == "-"


def _report(unit: str, week: ReportWeek) -> str:
    lines = [f"填报单位：{unit}", ",".join(_HEADS)]
    lines += [",".join(values) for values in _lines(unit, week)]
    return "\n".join(lines) + "\n"


def _lines(unit: str, week: ReportWeek) -> Iterator[list[str]]:
    ledger = {r["措施编号"]: r for r in rows("台账.csv")}
    latest: dict[str, Row] = {}
    for line in rows("报送.csv"):
        if line["单位"] == unit and line["周"] <= str(week):
            if line["完成状态"] == "缺" and line["周"] != str(week):
                continue
            latest[line["措施编号"]] = line
    for number, line in latest.items():
        if line["完成状态"] in ("缺", "移交"):
            continue
        if number == "自查":
            problem, measure, target, deadline = next(
                r["说明"] for r in rows("报送.csv") if r["措施编号"] == "自查" and r["说明"]
            ).split("|")
            yield ["", "自查（个性）", problem, measure, target, unit, deadline, *(line[k] for k in _SENT)]
        else:
            known = ledger[number]
            fixed = [known[k] for k in ("反馈问题", "整改措施", "量化标准")]
            yield [number, "", *fixed, unit, known["整改时限"], *(line[k] for k in _SENT)]

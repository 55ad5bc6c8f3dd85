"""Honest work gets no warning: four weeks of units that report as they should, from workbook to finding."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.tables import lines_of
from zgtool.app.demo import type_decisions
from zgtool.app.result import RunResult
from zgtool.app.tasks import start_area
from zgtool.app.weekly import run_week
from zgtool.model.finding import Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.units import Unit, UnitList
from zgtool.workspace.layout import WorkArea

pytestmark = pytest.mark.slow

BOOK = (Path(__file__).parent / "clean" / "四周.md").read_text("utf-8")
WEEKS = [ReportWeek(2020, n) for n in (22, 23, 24, 25)]
LEADERS = {
    "办公室": "王建国",
    "财务处": "王建国",
    "人事处": "李卫东",
    "机关党委": "李卫东",
    "监察一处": "赵立新",
}
SETTINGS = Settings(
    units=UnitList(tuple(Unit(name, leader=leader) for name, leader in LEADERS.items())),
    feedback_day=date(2020, 5, 8),
    plan_day=date(2020, 5, 25),
    phase_end=date(2020, 11, 30),
    first_friday=date(2020, 5, 29),
)
SHOWN = ("反馈问题", "问题要点", "整改措施", "量化标准或检验指标", "牵头单位", "整改时限")


def part(heading: str) -> list[dict[str, str]]:
    """One table of 四周.md."""
    found = re.search(rf"## {heading}\n(.*?)(?=\n## |\Z)", BOOK, re.DOTALL)
    assert found
    return lines_of(found[1])


def write_book(path: Path, title: str, lines: list[dict[str, str]], headings: list[str]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("整改台账")
        sheet.write(0, 0, title)
        for row, texts in enumerate([dict(zip(headings, headings, strict=True)), *lines], start=1):
            for column, heading in enumerate(headings):
                sheet.write_string(row, column, texts.get(heading, ""))


def report(area: WorkArea, week: ReportWeek, measures: dict[str, dict[str, str]]) -> RunResult:
    """Put in what the units send on Friday morning, and run the week."""
    lines = [
        {**line, **{h: measures[line["措施编号"]][h] for h in SHOWN}} for line in part(f"第{week.week}周")
    ]
    said = list(dict.fromkeys(h for line in lines for h in line if h not in SHOWN))
    for unit in LEADERS:
        own = [line for line in lines if line["牵头单位"] == unit]
        title = f"填报单位：{unit}  填报时间：{week.friday:%Y年%-m月%-d日}"
        write_book(area.inbox / f"{unit}{week.friday:%m%d}.xlsx", title, own, [*SHOWN, *said])
    register = "文件名,到件时间\n" + "".join(
        f"{unit}{week.friday:%m%d}.xlsx,{datetime.combine(week.friday, datetime.min.time()):%Y-%m-%d} 09:30\n"
        for unit in LEADERS
    )
    (area.inbox / "收文登记.csv").write_text(register, encoding="utf-8-sig")
    return run_week(area, week, week.friday, SETTINGS)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[RunResult]:
    folder = tmp_path_factory.mktemp("如实")
    plan = part("措施")
    write_book(folder / "台账.xlsx", "巡视反馈意见整改台账", plan, list(plan[0]))
    area = WorkArea(folder / "工作区")
    start_area(area.root, SETTINGS, date(2020, 5, 25), ledger=folder / "台账.xlsx")
    measures = {line["措施编号"]: line for line in plan}
    decisions = [{**d, "整改措施": measures[d["措施编号"]]["整改措施"]} for d in part("办公室认定")]
    found = []
    for week in WEEKS:
        found.append(report(area, week, measures))
        if typed := [d for d in decisions if d["周次之后"] == str(week)]:
            type_decisions(area.ledger, typed)
    return found


def test_honest_work_gets_no_error_and_no_warning(results: list[RunResult]) -> None:
    told = [str(f) for r in results for f in r.findings if f.severity is not Severity.INFO]
    assert told == []


def test_every_row_was_merged(results: list[RunResult]) -> None:
    assert [r.summary.rows.merged for r in results] == [13, 13, 10, 10]
    assert all(r.summary.rows.read == r.summary.rows.merged for r in results)


def test_no_unit_is_sent_anything_back(results: list[RunResult]) -> None:
    assert not any(key.startswith("return") for r in results for key in r.outputs)


def test_what_the_office_recognised_is_closed(results: list[RunResult]) -> None:
    assert [r.summary.overall.closed for r in results] == [0, 0, 3, 3]

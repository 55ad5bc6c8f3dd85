"""`zgtool demo`: three weeks of the invented bureau in samples/, run as the office would run them.

Between two weeks the demo acts the office: it types the decisions of office_decisions.csv
into 总台账.xlsx, as a clerk would in Excel. A second demo finds everything filed and changes nothing.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import zgtool
from zgtool.app import telling
from zgtool.app.tasks import start_area
from zgtool.app.trouble import CannotDo
from zgtool.app.weekly import run_week
from zgtool.model.columns import heading_of
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.text import fold
from zgtool.workspace.filed import manifest_of
from zgtool.workspace.layout import ORIGINALS_FOLDER, WorkArea
from zgtool.workspace.settings import read_settings

_INSIDE = Path(zgtool.__file__).resolve().parent / "samples"
SAMPLES = _INSIDE if _INSIDE.is_dir() else _INSIDE.parent.parent / "samples"
"""The sample bureau: inside the installed package, beside it in a checkout."""

LEDGER = "现有台账.xlsx"
FIRST_DAY = date(2020, 5, 25)
WEEKS = (ReportWeek(2020, 23), ReportWeek(2020, 24), ReportWeek(2020, 25))


def run_demo(folder: Path, say: Callable[[str], None]) -> int:
    """Run the three weeks in `folder` and tell each; 0 when done. Raises CannotDo without samples."""
    if not (SAMPLES / LEDGER).is_file():
        raise CannotDo("没有找到自带的样例（samples），请用完整的安装包重新安装。")
    area = WorkArea(folder)
    if not _is_ours(area):
        raise CannotDo(f"“{folder}”不是演示用的文件夹，没有动它。请换一个空文件夹，例：zgtool demo 演示。")
    settings = demo_settings()
    if not area.ledger.exists():
        started = start_area(folder, settings, FIRST_DAY, ledger=SAMPLES / LEDGER)
        problems = {r["problem_no"] for r in started.ledger.rows}
        measures = sum(1 for r in started.ledger.rows if r["measure"])
        say(f"建立工作区“{folder}”，导入现有台账：{len(problems)}个问题、{measures}条措施。\n")
    for place in range(1, len(WEEKS) + 1):
        run_sample_week(area, place, settings, say)
    say(f"演示完毕。总台账在“{area.ledger}”，各周的周报、校验结果和退改单在“{area.output}”。")
    return 0


def _is_ours(area: WorkArea) -> bool:
    """Whether the demo may write here: nothing is here yet, or the area was begun with the sample ledger."""
    if not area.root.exists() or not any(area.root.iterdir()):
        return True
    kept = area.initial / ORIGINALS_FOLDER / LEDGER
    return kept.is_file() and kept.read_bytes() == (SAMPLES / LEDGER).read_bytes()


def demo_settings() -> Settings:
    """The sample bureau's settings, read from its 配置.xlsx as any office's are."""
    path = SAMPLES / "配置.xlsx"
    return read_settings(path.read_bytes(), path.name, {})[0]


def run_sample_week(area: WorkArea, place: int, settings: Settings, say: Callable[[str], None]) -> None:
    """Run one week and tell it; its files are put in and the office's decisions typed unless it is filed."""
    week = WEEKS[place - 1]
    if manifest_of(area, week) is None:
        put_in(area, place)
    result = run_week(area, week, week.friday, settings)
    say("\n".join(telling.told(result)) + "\n")


def put_in(area: WorkArea, place: int) -> None:
    """Act the office after the week before, then put the files of week 1, 2 or 3 into 收件."""
    _act_the_office(area, WEEKS[place - 1].shift(-1))
    for path in sorted((SAMPLES / f"week{place}").iterdir()):
        shutil.copyfile(path, area.inbox / path.name)


def _act_the_office(area: WorkArea, after: ReportWeek) -> None:
    with (SAMPLES / "office_decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        decisions = [row for row in csv.DictReader(file) if row["周次之后"] == str(after)]
    if decisions:
        type_decisions(area.ledger, decisions)


def type_decisions(ledger: Path, decisions: list[dict[str, str]]) -> None:
    """Type 状态, 销号时间 and 验收人 into the ledger workbook, finding each row by its measure's words."""
    from openpyxl import load_workbook

    book = load_workbook(ledger)
    sheet = book["总台账"]
    places: Mapping[str, int] = {str(cell.value): cell.column or 0 for cell in sheet[3]}
    by_measure = {fold(d["整改措施"]): d for d in decisions}
    for row in range(4, sheet.max_row + 1):
        decision = by_measure.get(fold(str(sheet.cell(row, places[heading_of("measure")]).value or "")))
        if decision is None:
            continue
        sheet.cell(row, places[heading_of("state")]).value = decision["状态"]
        if decision["销号时间"]:
            sheet.cell(row, places[heading_of("closed_on")]).value = date.fromisoformat(decision["销号时间"])
            sheet.cell(row, places[heading_of("accepted_by")]).value = decision["验收人"]
    book.save(ledger)

"""An item's life and a week's looks, told from what is filed."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.tables import UNITS, ledger_from_md
from tests.writing.test_office_sheets_xlsx import type_in
from zgtool import cli
from zgtool.app.tasks import start_area
from zgtool.app.weekly import run_week
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.workspace.layout import WorkArea
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.ledger_xlsx import write_ledger

SETTINGS = Settings(units=UNITS)
LEDGER = ledger_from_md("""
| 措施编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 状态 |
| 3-2 | 公文积压 | 建立公文催办台账 | 办公室 | 2020年6月30日前 | 挂号 |
| 4-1 | 误餐费 | 清退误餐费3.2万元 | 财务处 | 2020年6月30日前 | 挂号 |
""")
REPORT = (
    "填报单位：办公室\n措施编号,反馈问题,整改措施,牵头单位,完成状态,本周进展,完成率\n"
    "3-2,公文积压,建立公文催办台账,办公室,推进中,已登记公文120件,40%\n"
)


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> WorkArea:
    folder = tmp_path_factory.mktemp("经过")
    write_ledger(folder / "现有.xlsx", LedgerContent(LEDGER, SETTINGS, date(2020, 6, 1)))
    made = WorkArea(folder / "整改台账")
    start_area(made.root, SETTINGS, date(2020, 6, 1), ledger=folder / "现有.xlsx")
    (made.config).unlink()
    week = ReportWeek(2020, 24)
    (made.inbox / "办公室0612.csv").write_text(REPORT, "utf-8")
    run_week(made, week, week.friday, SETTINGS)
    type_in(made.ledger, {"措施编号": "3-2", "认定意见": "限时办结", "认定人": "程立新", "认定日期": datetime(2020, 6, 15),
                          "认定依据": "进展太慢", "办结期限": datetime(2020, 6, 24)})  # fmt: skip
    run_week(made, week.shift(1), week.shift(1).friday, SETTINGS)
    return made


def told(area: WorkArea, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main([*arguments, "-C", str(area.root)]) == 0
    return capsys.readouterr().out


def test_an_items_life_shows_every_value_week_source_file_and_decision(
    area: WorkArea, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(area, capsys, "history", "3-2")
    assert text.splitlines()[0] == "措施3-2（办公室）：限时办结"
    assert "初始台账\n" in text
    week24 = text.index("2020年第24周　来件：办公室0612.csv")
    assert text.index("  本周进展：已登记公文120件") > week24
    assert text.index("  【2020-06-12，开始整改，挂号 → 整改中，办公室】") > week24
    week25 = text.index("2020年第25周　没有来件")
    decided = text.index(
        "  【2020-06-15，限时办结，整改中 → 限时办结，程立新，期限2020-06-24，依据：进展太慢】"
    )
    assert decided > week25 > week24


def test_json_holds_the_same_life(area: WorkArea, capsys: pytest.CaptureFixture[str]) -> None:
    life = json.loads(told(area, capsys, "history", "3-2", "--json"))
    assert [s["week"] for s in life["stages"]] == ["", "2020-W24", "2020-W25"]
    assert {"column": "限办期限", "old": "", "new": "2020-06-24"} in life["stages"][2]["values"]
    assert life["now"]["limit"] == "2020-06-24"


def test_a_week_without_anything_for_the_item_says_so(
    area: WorkArea, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "2020年第25周　没有来件\n  没有变化" in told(area, capsys, "history", "4-1")


def test_a_number_nobody_ever_gave_is_one_sentence(
    area: WorkArea, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["history", "9-9", "-C", str(area.root)]) == 2
    assert "没有措施9-9" in capsys.readouterr().err


def test_a_week_tells_what_came_in_what_changed_and_what_was_decided(
    area: WorkArea, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(area, capsys, "week", "2020-W24")
    assert text.startswith("2020年第24周：办理一次，归档在“2020年第24周”。")
    assert "读到1行，并入1行，退回0行，略过0行" in text
    assert "与上一期相比：新增0行，消失0行，改动1行" in text
    assert "办公室0612.csv 合并" in text
    assert "  3-2 2020-06-12，开始整改" in text
    assert "限时办结" in told(area, capsys, "week", "2020年第25周")


def test_a_week_that_is_not_filed_is_one_sentence(area: WorkArea, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["week", "2020-W30", "-C", str(area.root)]) == 2
    assert "2020年第30周还没有归档" in capsys.readouterr().err


def test_what_the_office_changed_since_the_last_week_stands_at_the_end(
    area: WorkArea, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    book = load_workbook(area.ledger)
    sheet = book["总台账"]
    place = [c.value for c in sheet[3]].index("整改时限") + 1
    kept = area.ledger.read_bytes()
    sheet.cell(4, place).value = "2020年7月31日前"
    book.save(area.ledger)
    try:
        text = told(area, capsys, "history", "3-2")
    finally:
        area.ledger.write_bytes(kept)
    assert text.rstrip().endswith("现在的总台账\n  整改时限：2020年6月30日前 → 2020年7月31日前")

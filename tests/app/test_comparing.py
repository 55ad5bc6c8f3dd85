"""Any two ledgers, weeks or sheets: what is named is found, compared and told; what is not there is one sentence."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.tables import UNITS, ledger_from_md
from zgtool import cli
from zgtool.app.tasks import start_area
from zgtool.app.weekly import run_week
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.workspace.layout import WorkArea
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.ledger_xlsx import write_ledger

SETTINGS = Settings(units=UNITS)
OLD = ledger_from_md("""
| 措施编号 | 反馈问题 | 整改措施 | 量化标准 | 牵头单位 | 整改时限 | 状态 | 本周进展 |
| 1-1 | 误餐费 | 清退多发误餐费3.2万元 | 清退率不低于95% | 财务处 | 2020年6月30日前 | 整改中 | 已清退1.2万元 |
| 1-2 | 误餐费 | 修订差旅报销办法并印发 | 印发1份 | 财务处 | 2020年6月30日前 | 整改中 | 征求意见 |
| 2-1 | 公文积压 | =建立催办台账 | 每周1次 | 办公室 | 2020年6月30日前 | 整改中 | |
""")
NEW = ledger_from_md("""
| 措施编号 | 反馈问题 | 整改措施 | 量化标准 | 牵头单位 | 整改时限 | 状态 | 本周进展 |
| 2-1 | 公文积压 | =建立催办台账 | 每周1次 | 办公室 | 2020年6月30日前 | 整改中 | |
| 1-1 | 误餐费 | 清退多发误餐费3.2万元 | 清退率不低于80% | 财务处 | 2020年7月31日前 | 整改中 | 已清退2.6万元 |
| 3-1 | 值班脱岗 | 抽查值班12次 | 12次 | 办公室 | 2020年6月30日前 | 挂号 | |
""")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, ledger in (("旧.xlsx", OLD), ("新.xlsx", NEW)):
        write_ledger(tmp_path / name, LedgerContent(ledger, SETTINGS, date(2020, 6, 12)))
    return tmp_path


def test_counts_come_first_then_what_is_risky_then_every_change(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", "旧.xlsx", "新.xlsx"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "旧.xlsx → 新.xlsx：新增1行，消失1行，改动1行（3格），移动1行；其中要先看的3处：措施消失1处、时限推后1处、标准降低1处。"
    )
    assert lines[1] == "要先看的改动："
    assert lines[2].strip().startswith("措施消失 1-2 财务处 第5行")
    assert "时限推后" in lines[3] and "晚31天" in lines[3]
    assert "〔－95%〕" in lines[4] and "〔＋80%〕" in lines[4]
    assert any("移动 2-1" in ln and "第6行→第4行" in ln for ln in lines)


def test_the_same_ledger_has_no_difference(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "旧.xlsx", "旧.xlsx"]) == 0
    assert "没有差别" in capsys.readouterr().out


def test_json_carries_texts_runs_and_places(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["diff", "旧.xlsx", "新.xlsx", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [r["risk"] for r in told["risks"]] == ["措施消失", "时限推后", "标准降低"]
    progress = next(c for c in told["changed"] if c["column"] == "本周进展")
    assert progress["old_runs"] == [["已清退", False], ["1.2", True], ["万元", False]]
    assert progress["old_place"][-1] == "4" and progress["new_place"][-1] == "5"
    assert [r["number"] for r in told["added"]] == ["3-1"]


def test_the_workbook_shows_both_sides_marked_filterable_and_folds_what_did_not_change(files: Path) -> None:
    assert cli.main(["diff", "旧.xlsx", "新.xlsx", "-o", "比对.xlsx"]) == 1
    book = load_workbook(files / "比对.xlsx", rich_text=True)
    assert book.sheetnames == ["概要", "逐格对照", "整行对照"]
    risks = [[c.value for c in row] for row in book["概要"].iter_rows(min_row=5)]
    assert [r[6] for r in risks] == ["措施消失", "时限推后", "标准降低"]
    cells = book["逐格对照"]
    assert cells.auto_filter.ref == "A1:J7"
    progress = next(row for row in cells.iter_rows(min_row=2) if row[3].value == "本周进展")
    marked = [str(piece.text) for piece in progress[5].value if getattr(piece, "font", None) and piece.font.u]
    assert marked == ["2.6"]
    rows = book["整行对照"]
    heads = [c.value for c in rows[1]]
    assert heads[:6] == ["变化", "旧行", "新行", "措施编号", "整改措施", "牵头单位"]
    assert {"整改时限（旧）", "整改时限（新）", "本周进展（旧）", "本周进展（新）"} <= set(heads)
    folded = rows.column_dimensions[rows.cell(1, heads.index("反馈问题") + 1).column_letter]
    assert folded.hidden and folded.outlineLevel == 1


def test_text_of_a_cell_stays_text_in_the_workbook(files: Path) -> None:
    sly = ledger_from_md("""
    | 措施编号 | 反馈问题 | 整改措施 | 本周进展 |
    | 1-1 | 误餐费 | 清退多发误餐费3.2万元 | =HYPERLINK("x") _x0041_ <r>已清退</r> 2万元 |
    """)
    write_ledger(files / "新.xlsx", LedgerContent(sly, SETTINGS, date(2020, 6, 12)))
    cli.main(["diff", "旧.xlsx", "新.xlsx", "-o", "比对.xlsx"])
    values = [c for row in load_workbook(files / "比对.xlsx")["逐格对照"].iter_rows(min_row=2) for c in row]
    assert all(c.data_type != "f" for c in values)
    assert '=HYPERLINK("x") _x0041_ <r>已清退</r> 2万元' in [c.value for c in values]


def sheet(path: Path, rows: list[list[object]], name: str = "Sheet1") -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = name
    for row in rows:
        page.append(row)
    book.save(path)


def test_two_sheets_that_are_no_ledgers_go_by_a_key_that_is_found(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet(files / "甲.xlsx", [["通讯录"], ["序号", "姓名", "电话"], [1, "张三", "111"], [2, "李四", "222"]])
    sheet(
        files / "乙.xlsx",
        [["通讯录"], ["序号", "姓名", "电话"], [1, "王五", "333"], [2, "张三", "111"], [3, "李四", "2222"]],
    )
    assert cli.main(["diff", "甲.xlsx", "乙.xlsx", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["rows_go_by"] == "姓名"
    assert [r["+姓名"] for r in told["added"]] == ["王五"]
    assert [
        (c["column"], c["old"], c["new"], c["new_place"]) for c in told["changed"] if c["column"] == "电话"
    ] == [("电话", "222", "2222", "C5")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["甲.xlsx", "甲.xlsx", "--key", "工号"], "没有“工号”这一栏；它的各栏是：姓名、电话"),
        (["甲.xlsx", "甲.xlsx", "--sheet", "第二页"], "没有这个工作表"),
        (["2020-W24", "2020-W25"], "要在工作区里运行"),
        ([], "要在工作区里运行"),
        (["没有.xlsx", "甲.xlsx"], "没有找到"),
    ],
)
def test_what_is_not_there_is_one_sentence(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    sheet(files / "甲.xlsx", [["姓名", "电话"], ["张三", "111"]])
    assert cli.main(["diff", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_weeks_are_compared_by_their_filed_ledgers_and_last_week_with_now_by_default(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    area = WorkArea(files / "整改台账")
    start_area(area.root, SETTINGS, date(2020, 6, 1), ledger=files / "旧.xlsx")
    for week in (ReportWeek(2020, 24), ReportWeek(2020, 25)):
        run_week(area, week, week.friday, SETTINGS)
    assert cli.main(["diff", "2020-W24", "2020年第25周", "-C", str(area.root)]) == 0
    assert "2020年第24周 → 2020年第25周" in capsys.readouterr().out
    book = load_workbook(area.ledger)
    book["总台账"].cell(
        4, [c.value for c in book["总台账"][3]].index("整改时限") + 1
    ).value = "2020年8月31日前"
    target = io.BytesIO()
    book.save(target)
    area.ledger.write_bytes(target.getvalue())
    assert cli.main(["diff", "-C", str(area.root)]) == 1
    assert "2020年第25周 → 总台账.xlsx：新增0行，消失0行，改动1行（1格）" in capsys.readouterr().out
    assert cli.main(["diff", "2020-W26", "-C", str(area.root)]) == 2
    assert "2020年第26周还没有归档" in capsys.readouterr().err

"""The list of findings on screen and as JSON is the list of the workbook; waivers are told with it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.app.test_returns import HEAD, OFFICE_LEDGER, SETTINGS, WEEK, workbook
from zgtool import cli
from zgtool.app.tasks import start_area
from zgtool.app.telling import result_json, told
from zgtool.app.weekly import run_week
from zgtool.model.settings import Waiver
from zgtool.workspace.layout import WorkArea

VAGUE = [
    ("1-1", "公文积压", "建立催办台账1本", "办公室", "6月底", "推进中", ""),
    ("1-2", "公文积压", "清点公文120份", "办公室", "6月下旬", "推进中", ""),
]
assert len(HEAD) == len(VAGUE[0])


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    source = tmp_path / "现有台账.csv"
    source.write_text(OFFICE_LEDGER, "utf-8-sig")
    area = start_area(tmp_path / "整改", SETTINGS, date(2020, 5, 25), ledger=source).area
    (area.inbox / "办公室.xlsx").write_bytes(workbook(VAGUE))
    return area


def waive(area: WorkArea, *waivers: Waiver) -> None:
    book = openpyxl.load_workbook(area.config)
    for row, w in enumerate(waivers, 4):
        for col, value in enumerate((w.code, w.unit, w.number, w.by, w.on, w.why, w.until), 1):
            book["豁免"].cell(row, col).value = value
    book.save(area.config)


def shown(area: WorkArea, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    capsys.readouterr()
    cli.main(["findings", "--area", str(area.root), "--week", str(WEEK), *more])
    return capsys.readouterr().out


def run(area: WorkArea, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["run", "--area", str(area.root), "--week", str(WEEK), "--today", str(WEEK.friday)])
    capsys.readouterr()


def test_screen_json_and_workbook_hold_the_same_findings(
    area: WorkArea, capsys: pytest.CaptureFixture[str]
) -> None:
    run(area, capsys)
    listed = json.loads(shown(area, capsys, "--json"))["findings"]
    book = openpyxl.load_workbook(area.published(WEEK, 1) / "校验结果.xlsx")
    rows = [(r[1] or "", r[7], r[9]) for r in book["明细"].iter_rows(min_row=4, values_only=True)]
    assert sorted((f["unit"], f["code"], f["message"]) for f in listed) == sorted(rows)
    assert len(rows) > 3
    lines = shown(area, capsys).splitlines()
    assert all(any(f["message"] in line and f["fix"] in line for line in lines) for f in listed)


def test_the_list_goes_by_unit_or_by_rule_and_can_be_narrowed(
    area: WorkArea, capsys: pytest.CaptureFixture[str]
) -> None:
    run(area, capsys)
    heads = [ln for ln in shown(area, capsys).splitlines()[2:] if ln and not ln.startswith(" ")]
    assert [h.partition("：")[0] for h in heads][:2] == ["办公室", "人事处"]
    by_rule = [
        ln for ln in shown(area, capsys, "--by-rule").splitlines()[2:] if ln and not ln.startswith(" ")
    ]
    assert [h.split()[0] for h in by_rule] == sorted(h.split()[0] for h in by_rule)
    only = json.loads(shown(area, capsys, "--json", "--unit", "办公室", "--rule", "C301"))["findings"]
    assert {(f["unit"], f["code"]) for f in only} == {("办公室", "C301")}
    capsys.readouterr()
    assert cli.main(["findings", "--area", str(area.root), "--week", str(WEEK), "--unit", "办公厅"]) == 2
    assert "单位名单里没有“办公厅”" in capsys.readouterr().err


def test_waivers_are_told_on_screen_in_json_and_in_the_workbook(
    area: WorkArea, capsys: pytest.CaptureFixture[str]
) -> None:
    waive(
        area,
        Waiver("C301", "办公室", "1-2", "张副局长", date(2020, 6, 1), "当周集中学习", date(2020, 6, 30)),
        Waiver("T101", "", "", "李局长", date(2020, 5, 25), "首批台账", date(2020, 6, 5)),
    )
    run(area, capsys)
    text = shown(area, capsys)
    assert "豁免：1项生效，1条因此没有列为问题。" in text
    assert "C301 办公室措施1-2（张副局长2020年6月1日同意，至2020年6月30日；当周集中学习）：1条" in text
    assert "T101 各单位（李局长2020年5月25日同意，至2020年6月5日；首批台账）：已到期，不再起作用" in text
    first, second = json.loads(shown(area, capsys, "--json"))["waivers"]
    assert (first["by"], first["on"], first["why"], first["until"], first["in_force"]) == (
        "张副局长", "2020-06-01", "当周集中学习", "2020-06-30", True,
    )  # fmt: skip
    assert [f["number"] for f in first["findings"]] == ["1-2"]
    assert (second["code"], second["in_force"], second["findings"]) == ("T101", False, [])
    sheet = openpyxl.load_workbook(area.published(WEEK, 1) / "校验结果.xlsx")["豁免"]
    assert [(r[0], r[8], r[9]) for r in sheet.iter_rows(min_row=4, values_only=True)] == [
        ("C301", "生效", 1), ("T101", "已到期", 0),
    ]  # fmt: skip


def test_a_run_tells_its_waivers_too(area: WorkArea) -> None:
    result = run_week(area, WEEK, WEEK.friday, SETTINGS)
    assert result.waivers == () and not any("豁免" in line for line in told(result))
    assert result_json(result)["waivers"] == []

"""The wall chart is written every week and can be written again, with the ledger's own seal and figures."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from tests.app import test_weekly_run as weekly
from tests.app.test_weekly_run import OFFICE, WEEK, run, send
from zgtool import cli
from zgtool.workspace.layout import WorkArea

area = weekly.area
_SEAL = re.compile(r"2020-W24-1(?:-[0-9A-F]{4}){3}")


def test_the_week_s_papers_hold_the_chart_and_the_page_with_the_ledger_s_seal(area: WorkArea) -> None:
    send(area, "办公室", OFFICE)
    outputs = run(area).outputs
    ledger = openpyxl.load_workbook(outputs["ledger"])["目录"]["A2"].value
    chart = openpyxl.load_workbook(outputs["chart"])["按牵头单位"]["A2"].value
    page = outputs["page"].read_text("utf-8")
    seals = [_SEAL.search(text)[0] for text in (ledger, chart, page)]  # type: ignore[index]
    assert len(set(seals)) == 1


def test_the_command_writes_them_again_and_files_nothing(
    area: WorkArea, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    send(area, "办公室", OFFICE)
    outputs = run(area).outputs
    before = sorted(p.relative_to(area.root).as_posix() for p in area.archive.rglob("*"))
    target = tmp_path / "另存"
    code = cli.main(["report", "chart", "--area", str(area.root), "--week", str(WEEK), "-o", str(target)])
    assert (code, sorted(p.name for p in target.iterdir())) == (0, ["作战图.html", "作战图.xlsx"])
    assert "作战图已写到" in capsys.readouterr().out
    assert sorted(p.relative_to(area.root).as_posix() for p in area.archive.rglob("*")) == before
    assert len((target / "作战图.html").read_bytes()) > 0.9 * len(outputs["page"].read_bytes())


def test_a_place_that_is_no_folder_is_refused_and_no_folder_is_left_behind(
    area: WorkArea, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ["--area", str(area.root), "--week", str(WEEK)]
    assert cli.main(["report", "chart", *here, "-o", str(tmp_path / "图.xlsx")]) == 2
    assert "请用 -o 指定一个文件夹" in capsys.readouterr().err
    assert cli.main(["report", "chart", *here, "-o", str(tmp_path / "图")]) == 2  # nothing is filed yet
    assert "还没有归档" in capsys.readouterr().err
    assert not (tmp_path / "图.xlsx").exists() and not (tmp_path / "图").exists()

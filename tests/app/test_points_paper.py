"""From the feedback paper to the points the office confirms, and from those to the ledger of a new work area."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.reading.feedback_papers import save
from tests.tables import ledger_from_md
from zgtool import cli
from zgtool.app.points import points_of_feedback, write_points_book
from zgtool.app.tasks import current_ledger, start_area
from zgtool.app.trouble import CannotDo
from zgtool.model.finding import Severity
from zgtool.model.ledger import Ledger
from zgtool.model.settings import Settings
from zgtool.workspace.layout import WorkArea
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.ledger_xlsx import write_ledger

DAY = date(2020, 6, 5)
CONFIRM = "办公室确认"


def written(folder: Path, ledger: Path | None = None, paper: bool = True) -> Path:
    """要点.xlsx made of the invented paper."""
    source = save(folder / "反馈意见.docx") if paper else None
    book = points_of_feedback(source, ledger, Settings())
    write_points_book(folder / "要点.xlsx", book, Settings(), source="反馈意见.docx", today=DAY)
    return folder / "要点.xlsx"


def confirm(path: Path, words: dict[str, dict[str, str]]) -> None:
    """Fill cells of 要点确认 as a clerk does: by point number and heading."""
    book = load_workbook(path)
    sheet = book["要点确认"]
    columns = {cell.value: cell.column for cell in sheet[3]}
    rows = {sheet.cell(r, columns["要点编号"]).value: r for r in range(4, sheet.max_row + 1)}
    for number, cells in words.items():
        for heading, text in cells.items():
            sheet.cell(rows[number], columns[heading]).value = text
    book.save(path)


def told(findings: tuple[object, ...]) -> list[str]:
    return [f.code for f in findings]  # type: ignore[attr-defined]


def test_an_unconfirmed_workbook_becomes_a_ledger_with_every_point(tmp_path: Path) -> None:
    started = start_area(tmp_path / "区", Settings(), DAY, ledger=written(tmp_path))
    assert [(r["problem_no"], r["point_no"]) for r in started.ledger] == [
        ("1", "1（1）"), ("1", "1（2）"), ("1", "1（3）"), ("2", "2（1）"), ("2", "2（2）"), ("3", "3（1）"),
        ("3", "3（2）"), ("3", "3（3）"), ("4", "4（1）"), ("4", "4（2）"), ("5", "5（1）"), ("6", "6（1）"),
    ]  # fmt: skip
    assert started.findings == ()
    assert {h.text for h in started.headings} & {"把握", "依据", CONFIRM} == set()
    assert not any(key.startswith("+") for key in started.ledger.layout)


def test_what_the_clerk_confirmed_is_honoured_and_told(tmp_path: Path) -> None:
    path = written(tmp_path)
    confirm(
        path,
        {
            "1（2）": {CONFIRM: "与上条合并"},
            "1（1）": {CONFIRM: "确认", "整改措施": "按季度制定学习计划", "牵头单位": "机关党委"},
            "2（2）": {CONFIRM: "不是要点"},
            "6（1）": {CONFIRM: "不是要点"},
            "5（1）": {"问题要点": "公务接待超标准，固定资产账实不符"},
        },
    )
    started = start_area(tmp_path / "区", Settings(), DAY, ledger=path)
    points = {r["point_no"]: r for r in started.ledger}
    assert list(points) == [
        "1（1）",
        "1（3）",
        "2（1）",
        "3（1）",
        "3（2）",
        "3（3）",
        "4（1）",
        "4（2）",
        "5（1）",
    ]
    assert points["1（1）"]["point"] == "学习计划未按季度制定；研讨发言以读文件代替"
    assert points["1（1）"]["measure"] == "按季度制定学习计划"
    assert points["5（1）"]["point"] == "公务接待超标准，固定资产账实不符"
    assert told(started.findings) == ["X121", "X120", "X120", "X123"]
    assert [f.severity for f in started.findings][-1] is Severity.WARNING
    assert current_ledger(WorkArea(tmp_path / "区"), Settings()).rows[0]["point"] == points["1（1）"]["point"]


def test_a_measure_without_a_point_survives_the_way_into_the_work_area(tmp_path: Path) -> None:
    path = written(tmp_path)
    confirm(path, {"1（3）": {CONFIRM: "不是要点", "整改措施": "补学2次"}})
    start_area(tmp_path / "区", Settings(), DAY, ledger=path)
    held = current_ledger(WorkArea(tmp_path / "区"), Settings())
    assert [(r["point_no"], r["measure"]) for r in held if r["measure"]] == [("", "补学2次")]


MEASURES = """
| 措施编号 | 问题编号 | 反馈问题 | 整改措施 | 量化标准或检验指标 | 牵头单位 | 整改时限 | 自设栏 |
| 1-1 | 1 | 理论学习中心组学习不规范 | 按季度制定学习计划 | 印发学习计划4份 | 机关党委 | 2020年6月上旬 | 甲 |
| 1-2 | 1 | 理论学习中心组学习不规范 | 拍摄警示教育片 | 1部 | 人事处 | 2020年7月上旬 | 乙 |
| 2-1 | 2 | 财务管理不规范 | 清理公务接待超标准问题，盘点固定资产账实不符问题 | 1次 | 财务处 | 2020年6月中旬 | |
"""


def ledger_file(folder: Path, ledger: Ledger) -> Path:
    write_ledger(folder / "现有台账.xlsx", LedgerContent(ledger, Settings(), DAY))
    return folder / "现有台账.xlsx"


def test_the_ledger_s_rows_come_back_whole_through_the_confirmed_workbook(tmp_path: Path) -> None:
    ledger = ledger_from_md(MEASURES)
    path = written(tmp_path, ledger_file(tmp_path, ledger))
    started = start_area(tmp_path / "区", Settings(), DAY, ledger=path)
    keys = ("number", "measure", "target", "lead_unit", "deadline", "+自设栏")
    back = {r["measure"]: tuple(r[k] for k in keys) for r in started.ledger if r["measure"]}
    assert back == {r["measure"]: tuple(r[k] for k in keys) for r in ledger}
    assert {r["point_no"] for r in started.ledger if r["measure"] == "按季度制定学习计划"} == {"1（1）"}


def test_without_a_paper_the_ledger_s_own_problems_are_split(tmp_path: Path) -> None:
    ledger = ledger_from_md("| 反馈问题 | 整改措施 |\n| 一是会议少；二是账实不符 | 清查账实不符资产 |")
    book = points_of_feedback(None, ledger_file(tmp_path, ledger), Settings())
    assert [(p.text, p.cover.state) for p in book.problems[0].points] == [
        ("会议少", "无"),
        ("账实不符", "有"),
    ]


def test_a_confirmed_workbook_can_be_compared_again(tmp_path: Path) -> None:
    path = written(tmp_path)
    confirm(path, {"1（1）": {"整改措施": "按季度制定学习计划"}, "1（2）": {CONFIRM: "与上条合并"}})
    book = points_of_feedback(None, path, Settings())
    assert [p.number for p in book.problems[0].points] == ["1（1）", "1（3）"]
    assert [p.cover.state for p in book.problems[0].points] == ["有", "无"]


def test_a_workbook_that_may_hold_confirmations_is_never_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path)
    before = path.read_bytes()
    with pytest.raises(CannotDo, match="没有覆盖"):
        written(tmp_path)
    assert path.read_bytes() == before


def test_neither_paper_nor_ledger_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="--ledger"):
        points_of_feedback(None, None, Settings())


def test_a_paper_without_numbers_is_told_what_is_missing(tmp_path: Path) -> None:
    paper = tmp_path / "反馈意见.txt"
    paper.write_text("各处室：\n请认真整改。", encoding="gb18030")
    with pytest.raises(CannotDo, match="没有读到带序号的问题"):
        points_of_feedback(paper, None, Settings())


def test_the_command_says_what_it_found_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "反馈意见.docx")
    assert cli.main(["points", "反馈意见.docx", "-o", "要点.xlsx"]) == 1
    said = capsys.readouterr().out
    assert "6个问题、12个要点" in said
    assert "拿不准 5（1）" in said
    assert "zgtool init" in said
    assert cli.main(["points", "反馈意见.docx", "-o", "要点.xlsx"]) == 2


def test_a_paper_without_doubt_is_clean_and_json_says_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("一、党建\n（一）党建弱化。一是会议少；二是学习少。", encoding="utf-8")
    assert cli.main(["points", "a.txt", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["file"] == "要点.xlsx"
    assert [p["text"] for p in said["problems"][0]["points"]] == ["会议少", "学习少"]
    assert {p["certainty"] for p in said["problems"][0]["points"]} == {"sure"}
    assert "measure" not in said["problems"][0]["points"][0]


def test_in_a_work_area_its_ledger_is_compared_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start_area(tmp_path / "区", Settings(), DAY, ledger=ledger_file(tmp_path, ledger_from_md(MEASURES)))
    before = (tmp_path / "区" / "总台账.xlsx").read_bytes()
    save(tmp_path / "反馈意见.docx")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["points", "反馈意见.docx", "--area", "区", "-o", "对照.xlsx", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["problems"][0]["points"][0]["measure"] == "有"
    assert said["problems"][0]["measures_without_point"] == ["拍摄警示教育片"]
    assert (tmp_path / "区" / "总台账.xlsx").read_bytes() == before
    assert cli.main(["points", "反馈意见.docx", "--area", "区", "-o", "对照2.xlsx"]) == 1
    said_to_clerk = capsys.readouterr().out
    assert "总台账里改" in said_to_clerk
    assert "zgtool init" not in said_to_clerk


def test_a_file_of_another_kind_is_one_sentence_with_the_clicks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "反馈.pdf").write_bytes(b"%PDF-1.7")
    assert cli.main(["points", str(tmp_path / "反馈.pdf"), "-o", str(tmp_path / "a.xlsx")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("“反馈.pdf”是 PDF 文件")
    assert not (tmp_path / "a.xlsx").exists()

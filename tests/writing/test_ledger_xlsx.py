"""总台账.xlsx: its sheets in order, what they say, and that every figure leads to its rows."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.tables import UNITS, ledger_from_md, result_line
from tests.writing.dumps import check_golden, dump_workbook
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import CLOSEOUT, FORMS, RECORD, RESULTS, STUDY, Line
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.diff import diff_ledgers
from zgtool.ops.standing import facts, grouped, tally
from zgtool.ops.statistics import group_label
from zgtool.ops.summary import LATE, MISSING, ON_TIME, Receipt, Summary
from zgtool.ops.trend import WeekRecord, record_of
from zgtool.writing import lists
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.ledger_xlsx import OUR_SHEETS, PAGES, write_ledger

WEEK, TODAY, NOON = ReportWeek(2020, 24), date(2020, 6, 12), datetime(2020, 6, 12, 12)
SETTINGS = Settings(bureau="某局", inspection="2020年巡视", units=UNITS, plan_day=date(2020, 5, 25))
LEDGER = ledger_from_md("""
| 措施编号 | 问题编号 | 问题类别 | 反馈问题 | 要点编号 | 问题要点 | 整改措施 | 整改类型 | 牵头单位 | 分管领导 | 整改时限 | 挂号日期 | 状态 | 完成状态 | 未完成原因 | 销号时间 | 督办联系人 |
| 1-1 | 1 | 作风 | =公文积压 | 1（1） | 超期办文 | 建立催办台账1本 | 立行立改 | 办公室 | 王建国 | 6月上旬 | 2020-05-25 | 整改中 | 推进中 | 需上级协调 | | 老张 |
| 1-2 | 1 | 作风 | =公文积压 | 1（2） | 公文丢失 | 每周通报1次 | 立行立改 | 办公室 | 王建国 | 6月12日 | 2020-05-25 | 挂号 | | | | 老张 |
| 2-1 | 2 | 组织 | 档案不全 | 2（1） | 材料缺失 | 补齐材料86份 | 限期整改 | 人事处 | 李卫东 | 6月上旬 | 2020-05-25 | 已销号 | 申请销号 | | 2020-06-10 | |
| 3-1 | 3 | 财务 | 多发误餐费 | 3（1） | 超标发放 | 清退3.2万元 | 限期整改 | 财务处、人事处 | 王建国 | 6月上旬 | 2020-05-25 | 申请销号 | 申请销号 | | | |
| | 3 | 财务 | 多发误餐费 | 3（2） | 制度缺失 | | | 财务处 | | | | 挂号 | | | | |
""")
FINDINGS = (
    Finding("M201", Severity.WARNING, Location("总台账.xlsx", "总台账", 4, unit="办公室", number="1-1"),
            "建立催办台账1本", "措施没有量化", "写明次数。"),
    Finding("T101", Severity.WARNING, Location("人事处.xlsx", "台账", 9, unit="人事处", number="2-1"),
            "月底", "整改时限没有细化到旬", "细化到旬。"),
    Finding("F101", Severity.ERROR, Location("财务处.xlsx", unit="财务处"), "", "文件打不开", "另存后再报。"),
)  # fmt: skip
HISTORY = (
    WeekRecord(
        "2020-W22", {"measures": 4, "closed": 0, "overdue": 0}, {"办公室": ON_TIME, "人事处": MISSING}
    ),
    WeekRecord("2020-W23", {"measures": 4, "closed": 0, "overdue": 1}, {"办公室": LATE, "人事处": ON_TIME}),
)


def content(ledger: Ledger = LEDGER, **more: Any) -> LedgerContent:
    before = Ledger(tuple(r.but({"status": "未启动"}) for r in ledger.rows[:3]), ledger.layout)
    summary = Summary(
        overall=tally(ledger.rows, SETTINGS, TODAY),
        receipts=(
            Receipt("办公室", ON_TIME, datetime(2020, 6, 12, 9), "办公室.xlsx", False, 3, 2, 1, 0, 1),
            Receipt("人事处", MISSING),
        ),
    )
    given: dict[str, Any] = {
        "week": WEEK, "closes": NOON, "summary": summary, "diff": diff_ledgers(before, ledger),
        "findings": FINDINGS, "titles": {"M201": "措施没有量化，也没有可视化检验指标"},
        "history": (*HISTORY, record_of(WEEK, summary)),
    }  # fmt: skip
    beside = {
        CLOSEOUT.name: (Line({"number": "3-1", "matter": "申请销号", "lead_unit": "财务处"}),),
        STUDY.name: (Line({"number": "1-1", "lamp": "超期2天", "opinion": "由分管领导牵头协调"}),),
        RECORD.name: (),
    }
    return LedgerContent(replace(ledger, sheets=beside), SETTINGS, TODAY, **{**given, **more})


def written(what: LedgerContent, tmp_path: Path) -> bytes:
    write_ledger(tmp_path / "总台账.xlsx", what)
    return (tmp_path / "总台账.xlsx").read_bytes()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def texts(sheet: Any) -> list[list[Any]]:
    return [[c.value for c in row] for row in sheet.iter_rows()]


def test_the_ledger_is_as_it_was_looked_at(tmp_path: Path) -> None:
    check_golden("ledger.txt", dump_workbook(written(content(), tmp_path), full=True))


def test_the_sheets_stand_in_the_order_the_office_turns_them_over(tmp_path: Path) -> None:
    names = opened(written(content(), tmp_path)).sheetnames
    assert names == ["目录", "总台账", "本周变化", "到期与超期", "未量化与时限不到旬", "报送情况", "要点对照", "销号审核", "研判事项", "统计", "校验摘要", "办理记录"]  # fmt: skip
    assert set(names) < OUR_SHEETS


def test_a_ledger_that_stands_alone_has_the_sheets_that_need_no_week(tmp_path: Path) -> None:
    alone = LedgerContent(LEDGER, SETTINGS, TODAY)
    assert opened(written(alone, tmp_path)).sheetnames == ["目录", "总台账", "到期与超期", "统计"]


def test_an_empty_ledger_has_every_sheet_with_a_sentence(tmp_path: Path) -> None:
    empty = content(Ledger(), findings=(), history=(), summary=Summary())
    book = opened(written(empty, tmp_path))
    for name in ("到期与超期", "未量化与时限不到旬", "报送情况", "要点对照", "校验摘要"):
        assert book[name]["A4"].value, name


def test_the_contents_lead_to_every_sheet_and_name_the_sealed_week(tmp_path: Path) -> None:
    book = opened(written(content(), tmp_path))
    sheet = book["目录"]
    links = {str(c.value): c.hyperlink.location for c in sheet["B"] if c.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in book.sheetnames[1:]}
    assert content().seal in sheet["A2"].value
    assert "2020年6月12日12:00" in sheet["A2"].value


def test_only_what_is_unquantified_or_short_of_the_旬_stands_on_that_sheet(tmp_path: Path) -> None:
    others = tuple(replace(FINDINGS[0], code=code) for code in ("M202", "M203", "T103", "T104", "T201"))
    sheet = opened(written(content(findings=(*FINDINGS, *others)), tmp_path))["未量化与时限不到旬"]
    assert [c.value for c in sheet["H"][3:] if c.value] == ["M201", "T101"]
    assert any("未量化1条，时限不到旬或定不出期限1条" in str(c.value) for c in sheet[2])


def test_every_row_number_leads_to_the_row_that_holds_the_measure(tmp_path: Path) -> None:
    book = opened(written(content(), tmp_path))
    ledger, seen = book["总台账"], 0
    for name in ("本周变化", "到期与超期", "未量化与时限不到旬"):
        head = [c.value for c in book[name][3]]
        for row in book[name].iter_rows(min_row=4):
            cell = row[head.index("台账行")]
            if cell.value is None:
                continue
            assert cell.hyperlink.location == f"'总台账'!A{cell.value}"
            assert ledger.cell(cell.value, 1).value == row[head.index("措施编号")].value
            seen += 1
    assert seen > 6


def test_every_count_of_the_statistics_is_the_number_of_rows_it_names(tmp_path: Path) -> None:
    book = opened(written(content(), tmp_path))
    ledger, checked = book["总台账"], 0
    heads: list[Any] = []
    for row in texts(book["统计"]):
        if row[0] and row[1] == "问题":
            heads = row
        elif heads and row[0] and isinstance(row[4], int):
            for name in ("措施", "已销号", "申请销号", "推进中", "未启动", "超期", "临期"):
                rows = spread(row[heads.index(f"{name}：总台账行号")])
                assert len(rows) == row[heads.index(name)]
                assert all(ledger.cell(r, 1).value for r in rows)
                checked += 1
        else:
            heads = []
    assert checked > 60


def spread(text: str | None) -> list[int]:
    found: list[int] = []
    for part in filter(None, (text or "").split("、")):
        first, _, last = part.partition("–")
        found += range(int(first), int(last or first) + 1)
    return found


def test_the_statistics_say_what_the_weekly_says(tmp_path: Path) -> None:
    rows = texts(opened(written(content(), tmp_path))["统计"])
    start = next(i for i, row in enumerate(rows) if row[0] == "牵头单位")
    labels = {u.name: u.label for u in UNITS}
    for standing in grouped(LEDGER, facts(enumerate(LEDGER.rows), SETTINGS, TODAY), "lead_unit", SETTINGS):
        line = next(r for r in rows[start:] if r[0] == group_label(standing.name, labels))
        t = standing.tally
        assert (line[1], line[2], line[4], line[5], line[9], line[10]) == (
            t.problems, t.closed_problems, t.total, t.closed, t.overdue, t.due_soon,
        )  # fmt: skip


def test_charts_are_native_and_spoken(tmp_path: Path) -> None:
    import zipfile

    data = zipfile.ZipFile(io.BytesIO(written(content(), tmp_path)))
    charts = [n for n in data.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n)]
    assert len(charts) == 6
    drawing = data.read("xl/drawings/drawing1.xml").decode()
    assert drawing.count("descr=") == 6
    assert "办公室共2条，已销号0条，超期1条" in drawing


def test_the_forecast_shows_its_arithmetic(tmp_path: Path) -> None:
    said = "".join(str(row[0]) for row in texts(opened(written(content(), tmp_path))["统计"]) if row[0])
    assert "平均每周 1 ÷ 2 = 0.50 条" in said
    behind = [str(c) for row in texts(opened(written(content(), tmp_path))["统计"]) for c in row[12:] if c]
    assert "计入平均的：总台账第6行" in behind
    assert "该旬到期：总台账第5行" in behind
    assert "平均 16.0 天办结 = 各条从挂号日期到销号时间的天数之和 16 天 ÷ 1 条" in said


def test_reporting_shows_units_over_the_weeks(tmp_path: Path) -> None:
    rows = texts(opened(written(content(), tmp_path))["报送情况"])
    head = rows[2]
    weeks = [head.index(f"第{n}周") for n in (22, 23, 24)]
    by_unit = {row[0]: [row[w] for w in weeks] + row[weeks[-1] + 1 : weeks[-1] + 5] for row in rows[3:]}
    assert by_unit == {
        "办公室": ["按时报送", "迟报", "按时报送", 3, 2, 0, "66%"],
        "人事处": ["未报", "按时报送", "未报", 3, 1, 2, "33%"],
    }


def test_points_stand_against_their_measures_and_a_lack_is_red(tmp_path: Path) -> None:
    sheet = opened(written(content(), tmp_path))["要点对照"]
    lacking = [row for row in sheet.iter_rows(min_row=4) if row[4].value == "缺措施"]
    assert [row[2].value for row in lacking] == ["3（2）"]
    assert lacking[0][4].fill.fgColor.rgb == "FFFBC5C5"
    assert "A4:A5" in {str(r) for r in sheet.merged_cells.ranges}


def test_a_text_that_looks_like_a_formula_stays_a_text_on_every_sheet(tmp_path: Path) -> None:
    book = opened(written(content(), tmp_path))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert sum(c.value == "=公文积压" for c in cells) >= 2
    assert not [c.coordinate for c in cells if c.data_type == "f"]


@pytest.mark.parametrize("linked", [0, 1000])
def test_a_long_list_says_the_same_as_a_short_one(
    linked: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {s.title: texts(s) for s in opened(written(content(), tmp_path))}
    monkeypatch.setattr(lists, "MOST_LINKED", linked)
    assert {s.title: texts(s) for s in opened(written(content(), tmp_path))} == expected


def test_every_page_says_something_for_the_contents(tmp_path: Path) -> None:
    whole = content(listed=True)
    beside = {form.name: whole.ledger.lines(form.name) for form in FORMS}
    beside[RESULTS.name] = (result_line("《会议制度》"),)
    whole = replace(whole, ledger=replace(whole.ledger, sheets=beside))
    sheet = opened(written(whole, tmp_path))["目录"]
    assert len([c for c in sheet["D"][3:] if c.value]) == len(PAGES)


def test_two_writings_give_the_same_bytes(tmp_path: Path) -> None:
    assert written(content(), tmp_path) == written(content(), tmp_path)


def test_a_unit_s_text_over_the_limit_of_a_cell_is_refused_with_its_place(tmp_path: Path) -> None:
    long = Measure({**LEDGER.rows[0].values, "progress": "长" * 40_000})
    with pytest.raises(ValueError, match="32767"):
        written(LedgerContent(Ledger((long,), LEDGER.layout), SETTINGS, TODAY), tmp_path)
    assert not (tmp_path / "总台账.xlsx").exists()


def test_confirmed_results_stand_in_the_statistics_and_confirmed_rules_in_a_list(tmp_path: Path) -> None:
    money = {"kind": "挽回资金", "count": "3.2", "unit": "万元"}
    lines = (
        result_line("《公文办理规定》"),
        result_line("清退", number="3-1", **money),
        result_line("清退", number="2-1", decision="", **money),
    )
    ledger = replace(LEDGER, sheets={RESULTS.name: lines})
    book = opened(written(LedgerContent(ledger, SETTINGS, TODAY), tmp_path))
    assert [r[1] for r in texts(book["制度目录"])[3:]] == ["《公文办理规定》"]
    figures = {
        r[0]: r[1] for r in texts(book["统计"]) if r[0] in ("制定制度", "修订制度", "挽回资金", "处理人员")
    }
    assert figures == {"制定制度": 1, "修订制度": 0, "挽回资金": 3.2, "处理人员": 0}
    assert any("另有1条等办公室认定" in str(r[0]) for r in texts(book["统计"]))


def test_without_a_confirmed_rule_there_is_no_list_of_rules(tmp_path: Path) -> None:
    waiting = result_line("《公文办理规定》", decision="")
    ledger = replace(LEDGER, sheets={RESULTS.name: (waiting,)})
    assert "制度目录" not in opened(written(LedgerContent(ledger, SETTINGS, TODAY), tmp_path)).sheetnames

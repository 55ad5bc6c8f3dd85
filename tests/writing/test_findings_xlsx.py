"""校验结果.xlsx: the counts agree with the list, links lead only to our own files, text stays text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.looks import page_texts
from tests.writing.dumps import check_golden, dump_workbook
from tests.writing.wps_book import read_parts
from zgtool.app.result import FileFate
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings, Waiver, WaiverUse
from zgtool.model.units import Unit, UnitList
from zgtool.ops.summary import Receipt, RowCount, Summary
from zgtool.writing.findings_tables import Links
from zgtool.writing.findings_xlsx import write_findings

WEEK = ReportWeek(2020, 24)
AS_OF = datetime(2020, 6, 12, 12, 0)
SETTINGS = Settings(
    bureau="某省煤矿安全监察局",
    units=UnitList(tuple(Unit(n) for n in ("办公室", "人事处", "财务处", "机关党委"))),
)
SUMMARY = Summary(
    receipts=(
        Receipt(
            "办公室", "按时报送", datetime(2020, 6, 12, 9, 5), "办公室.xlsx", rows=6, merged=5, returned=1
        ),
        Receipt("人事处", "迟报", datetime(2020, 6, 12, 15, 30), "人事处.xls", late=True, rows=4, merged=4),
        Receipt("财务处", "退回", datetime(2020, 6, 12, 11, 0), "财务处.xlsx"),
        Receipt("机关党委", "未报"),
    ),
    rows=RowCount(11, 9, 1, 1),
)
FILES = (
    FileFate("办公室.xlsx", "合并", "办公室"),
    FileFate("人事处.xls", "合并", "人事处"),
    FileFate("财务处.xlsx", "读不了", "财务处", "文件加了打开密码。请去掉密码后重新报送。"),
)


def finding(
    unit: str, file: str, cell: str, code: str, severity: Severity, *, found: str = "6月底",
    message: str = "时限没有细化到旬", fix: str = "写到旬或具体日期。",
) -> Finding:  # fmt: skip
    row = int(cell[1:]) if cell else None
    sheet, column = ("台账", "deadline") if cell else ("", "")
    return Finding(code, severity, Location(file, sheet, row, column, cell, unit, "3-2"),
                   found, message, fix)  # fmt: skip


FINDINGS = (
    finding("人事处", "人事处.xls", "K7", "T101", Severity.ERROR),
    finding("办公室", "办公室.xlsx", "K9", "T101", Severity.ERROR),
    finding("办公室", "办公室.xlsx", "H8", "M201", Severity.WARNING, found="进一步加强", message="措施未量化",
            fix="写明次数、份数或比例。"),
    finding("财务处", "财务处.xlsx", "", "F101", Severity.ERROR, found="", message="文件加了打开密码",
            fix="请去掉密码。"),
    finding("", "说明.docx", "", "F109", Severity.INFO, found="", message="不是台账文件", fix="不需要处理。"),
)  # fmt: skip
HOME = "../../归档/2020年第24周/原件"
LINKS = Links(
    {"办公室.xlsx": f"{HOME}/办公室.xlsx", "人事处.xls": f"{HOME}/人事处.xls"},
    {
        FINDINGS[1]: ("退改/办公室_退改.xlsx", "'台账'!K9"),
        FINDINGS[0]: ("退改/人事处_退改.xlsx", "'整改台账'!J5"),
    },
)
WAIVERS = (
    WaiverUse(
        Waiver(
            "M201",
            "人事处",
            "3-2",
            "张副局长",
            date(2020, 6, 1),
            "课题性工作，按阶段成果检验",
            date(2020, 9, 30),
        ),
        True,
        (finding("人事处", "人事处.xls", "H8", "M201", Severity.WARNING, message="措施未量化"),),
    ),
    WaiverUse(Waiver("T101", by="李局长"), False),
)


def written(tmp_path: Path, findings: Sequence[Finding] = FINDINGS, **other: Any) -> Any:
    target = tmp_path / "校验结果.xlsx"
    options: dict[str, Any] = {
        "week": WEEK,
        "as_of": AS_OF,
        "files": FILES,
        "links": LINKS,
        "waivers": WAIVERS,
        **other,
    }
    write_findings(findings, SUMMARY, SETTINGS, target, **options)
    return openpyxl.load_workbook(target)


def rows(sheet: Any, first: int) -> list[list[Any]]:
    return [[c.value for c in row] for row in sheet.iter_rows(min_row=first)]


def table(sheet: Any, title: str) -> list[list[Any]]:
    """The rows of one table of 汇总, below its heading, up to the empty row."""
    start = next(c.row for c in sheet["A"] if c.value and str(c.value).endswith(title)) + 2
    found = []
    for row in rows(sheet, start):
        if all(v is None for v in row):
            break
        found.append([v for v in row if v is not None])
    return found


def test_the_counts_on_top_agree_with_the_list(tmp_path: Path) -> None:
    book = written(tmp_path)
    counts = {r[0]: r[1] for r in table(book["汇总"], "问题条数")}
    levels = [r[6] for r in rows(book["明细"], 4)]
    assert counts == {"错误": 3, "警告": 1, "提示": 1, "合计": 5}
    assert all(levels.count(level) == counts[level] for level in ("错误", "警告", "提示"))
    assert sum(sum(r[1:4]) for r in table(book["汇总"], "各单位")) == 5
    assert sum(r[2] for r in table(book["汇总"], "各条规则")) == 5


def test_units_are_listed_by_how_they_reported(tmp_path: Path) -> None:
    assert table(written(tmp_path)["汇总"], "报送情况") == [
        ["应报", 4], ["按时报送", 1, "办公室"], ["迟报", 1, "人事处"], ["未报", 1, "机关党委"],
        ["退回", 1, "财务处"],
    ]  # fmt: skip


@pytest.mark.parametrize(("skipped", "verdict"), [(1, "√ 相符"), (2, "× 不符")])
def test_the_row_account_says_whether_it_adds_up(tmp_path: Path, skipped: int, verdict: str) -> None:
    target = tmp_path / "a.xlsx"
    summary = Summary(rows=RowCount(11, 9, 1, skipped))
    write_findings((), summary, SETTINGS, target, week=WEEK, as_of=None)
    account = table(openpyxl.load_workbook(target)["汇总"], "行数对账")[0]
    assert account[:4] == [11, 9, 1, skipped]
    assert account[4].startswith(verdict)


def test_the_list_goes_by_roster_then_gravity(tmp_path: Path) -> None:
    listed = [(r[1], r[7]) for r in rows(written(tmp_path)["明细"], 4)]
    assert listed == [
        ("办公室", "T101"),
        ("办公室", "M201"),
        ("人事处", "T101"),
        ("财务处", "F101"),
        (None, "F109"),
    ]


def linked(cell: Any) -> tuple[Any, ...]:
    return cell.value, cell.hyperlink.target, cell.hyperlink.location


def test_a_finding_links_to_the_file_that_came_in_and_to_its_cell_in_the_copy(tmp_path: Path) -> None:
    book = written(tmp_path)
    assert linked(book["明细"]["C4"]) == ("办公室.xlsx", f"{HOME}/办公室.xlsx", None)
    assert linked(book["明细"]["E4"]) == ("K9", "退改/办公室_退改.xlsx", "'台账'!K9")
    assert linked(book["按单位"]["E5"]) == ("台账·K9", "退改/办公室_退改.xlsx", "'台账'!K9")
    row = next(r for r in book["按规则"].iter_rows(min_row=4) if r[3].value == "人事处.xls")
    assert linked(row[4]) == ("台账·K7", "退改/人事处_退改.xlsx", "'整改台账'!J5")


def test_nothing_links_outside_the_files_we_wrote_or_keep(tmp_path: Path) -> None:
    odd = finding(
        "办公室", r"\\host\share\a.xlsx", "K9", "T101", Severity.ERROR, found="http://evil.example/x"
    )
    written(tmp_path, [*FINDINGS, odd])
    parts = read_parts((tmp_path / "校验结果.xlsx").read_bytes())
    rels = b"".join(part for name, part in parts.items() if name.endswith(".rels"))
    targets = set(re.findall(r'Target="([^"]*)" TargetMode="External"', rels.decode()))
    assert targets == {*LINKS.files.values(), *(path for path, _ in LINKS.cells.values())}


def test_the_counts_lead_to_the_findings_they_count(tmp_path: Path) -> None:
    book = written(tmp_path)
    jumps = {
        c.value: c.hyperlink.location for row in book["汇总"].iter_rows(min_row=5) for c in row if c.hyperlink
    }
    assert set(jumps) >= {"办公室", "人事处", "财务处", "T101", "M201", "F101", "F109"}
    for name, place in jumps.items():
        sheet, cell = re.fullmatch(r"'([^']+)'!(A\d+)", place).groups()  # type: ignore[union-attr]
        assert str(book[sheet][cell].value).startswith(name[:8])


def test_rows_beyond_the_links_a_sheet_holds_are_listed_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zgtool.writing.grid.MOST_LINKS", 3)
    sheet = written(tmp_path)["明细"]
    cells = [c for row in sheet.iter_rows(min_row=4) for c in row]
    assert len([c for c in cells if c.hyperlink]) == 3
    assert [r[2] for r in rows(sheet, 4)] == [
        "办公室.xlsx",
        "办公室.xlsx",
        "人事处.xls",
        "财务处.xlsx",
        "说明.docx",
    ]
    assert not [c for c in cells if c.font.u and not c.hyperlink]


def test_waivers_are_printed_with_who_when_why_until_and_what_they_kept_back(tmp_path: Path) -> None:
    sheet = written(tmp_path, titles={"M201": "措施没有量化"})["豁免"]
    assert [[c.value for c in row] for row in sheet.iter_rows(min_row=3)] == [
        ["代码", "规则", "单位", "措施编号", "谁同意", "何时", "为什么", "到何时", "状态", "条数", "没有列为问题的"],
        ["M201", "措施没有量化", "人事处", "3-2", "张副局长", "2020-06-01", "课题性工作，按阶段成果检验",
         "2020-09-30", "生效", 1, "人事处.xls·台账·H8：措施未量化"],
        ["T101", "时限没有细化到旬", "各单位", "全部", "李局长", None, None, "没有写期限", "已到期", 0, None],
    ]  # fmt: skip


def test_no_waiver_is_said_so(tmp_path: Path) -> None:
    assert written(tmp_path, waivers=())["豁免"]["A4"].value == "没有豁免。"


def test_every_finding_stands_once_under_its_unit_and_once_under_its_rule(tmp_path: Path) -> None:
    book = written(tmp_path)
    by_unit, by_rule = rows(book["按单位"], 4), rows(book["按规则"], 4)
    assert [r[0] for r in by_unit if r[1] is None] == [
        "办公室　　错误 1 条，警告 1 条", "人事处　　错误 1 条", "财务处　　错误 1 条",
        "（不属于某个单位）　　提示 1 条",
    ]  # fmt: skip
    assert len([r for r in by_unit if r[1]]) == len([r for r in by_rule if r[1]]) == len(FINDINGS)


def test_rules_go_by_their_titles_where_they_are_known(tmp_path: Path) -> None:
    book = written(tmp_path, titles={"T101": "整改时限应细化到旬"})
    titles = {r[0]: r[-1] for r in table(book["汇总"], "各条规则")}
    assert titles["T101"] == "整改时限应细化到旬"
    assert titles["M201"] == "措施未量化"


def test_every_file_has_its_fate_and_the_reason(tmp_path: Path) -> None:
    listed = rows(written(tmp_path)["文件清单"], 4)
    assert [r[3] for r in listed] == ["合并", "合并", "读不了"]
    assert listed[2] == [
        3,
        "财务处.xlsx",
        "财务处",
        "读不了",
        "文件加了打开密码。请去掉密码后重新报送。",
        1,
        0,
        0,
    ]


def test_lists_can_be_filtered_and_printed(tmp_path: Path) -> None:
    book = written(tmp_path)
    assert book["明细"].auto_filter.ref == "A3:L8"
    assert book["文件清单"].auto_filter.ref == "A3:H6"
    assert book["按单位"].auto_filter.ref == "A3:I12"
    assert book["按规则"].auto_filter.ref == "A3:I12"
    for sheet in book.worksheets[1:]:
        assert not [m for m in sheet.merged_cells.ranges if m.min_row > 3]
        assert sheet.freeze_panes == "C4"
        assert sheet.print_title_rows == "$3:$3"
    assert all(
        s.page_setup.orientation == "landscape" and s.page_setup.paperSize == 9 for s in book.worksheets
    )


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    odd = ("=cmd|'/c calc'!A0", "<r>x</r>", "_x0041_", "\x00", "长" * 40000)
    book = written(
        tmp_path,
        [
            finding("办公室", f"{t[:20]}.xlsx", "A1", "T101", Severity.ERROR, found=t, message=t, fix=t)
            for t in odd
        ],
    )
    for sheet in book.worksheets:
        assert not any(c.data_type == "f" for row in sheet.iter_rows() for c in row)
    found = [r[10] for r in rows(book["明细"], 4)]
    assert {"=cmd|'/c calc'!A0", "<r>x</r>"} <= set(found)
    assert any("共40000字" in str(t) for t in found)


def test_a_clean_week_says_so(tmp_path: Path) -> None:
    book = written(tmp_path, ())
    assert book["明细"]["A4"].value == book["按单位"]["A4"].value == "没有发现问题。"
    assert table(book["汇总"], "各条规则") == [["没有发现问题。"]]


def test_two_writings_give_the_same_bytes_whatever_the_order(tmp_path: Path) -> None:
    written(tmp_path)
    first = (tmp_path / "校验结果.xlsx").read_bytes()
    written(tmp_path, FINDINGS[::-1])
    assert (tmp_path / "校验结果.xlsx").read_bytes() == first
    assert [p.name for p in tmp_path.iterdir()] == ["校验结果.xlsx"]


def test_the_workbook_looks_as_agreed(tmp_path: Path) -> None:
    data = io.BytesIO()
    written(tmp_path).save(data)
    check_golden("findings.txt", dump_workbook((tmp_path / "校验结果.xlsx").read_bytes()))


@pytest.mark.slow
def test_each_sheet_prints_with_its_heading(tmp_path: Path) -> None:
    written(tmp_path)
    pages = page_texts(tmp_path / "校验结果.xlsx", tmp_path / "看")
    for title in (
        "整改台账校验结果",
        "校验结果明细",
        "各单位需要修改的问题",
        "按规则汇集的问题",
        "收到的文件和处理结果",
        "豁免",
    ):
        assert any(title in page for page in pages)
    assert all(f"共 {len(pages)} 页" in page for page in pages)

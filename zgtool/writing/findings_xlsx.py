"""校验结果.xlsx: a week's findings, counted, in one list, by unit, by rule, and the fate of each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zgtool.model.finding import Finding, Severity
from zgtool.model.period import ReportWeek, chinese_date
from zgtool.model.settings import Settings, WaiverUse
from zgtool.ops.summary import Summary
from zgtool.writing.findings_tables import (
    LIST_HEAD,
    NO_UNIT,
    FileFateLike,
    FindingsWeek,
    Links,
    counted,
    overview_tables,
)
from zgtool.writing.grid import Cell, Row, Section, column_name, formats, put_head, put_list, put_table
from zgtool.writing.styles import open_workbook, print_setup, put_link, put_merged, put_text, quoted, shown

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

OVERVIEW, DETAIL, BY_UNIT, BY_RULE, FILES, WAIVERS = "汇总", "明细", "按单位", "按规则", "文件清单", "豁免"
NOTHING = "没有发现问题。"
MERGED = "合并"
"""The one fate of a file that is no cause for concern."""


def write_findings(
    findings: Iterable[Finding],
    summary: Summary,
    settings: Settings,
    target: Path,
    *,
    week: ReportWeek,
    as_of: datetime | None,
    files: Sequence[FileFateLike] = (),
    links: Links | None = None,
    titles: Mapping[str, str] | None = None,
    waivers: Sequence[WaiverUse] = (),
) -> None:
    """Write 校验结果.xlsx, whole or not at all.

    `titles`: code → general title of the rule; without one the first message under that code stands in.
    Raises OSError when the target cannot be written, LimitExceeded when a list does not fit.
    """
    order = settings.units.order
    ordered = sorted(findings, key=lambda f: (order(f.where.unit), f.where.unit, *_within_unit(f)))
    known = dict(titles or {})
    for finding in ordered:
        known.setdefault(finding.code, shown(finding.message, 60))
    data = FindingsWeek(
        tuple(ordered), summary, settings, week, as_of, tuple(files), links or Links(), known, tuple(waivers)
    )
    with open_workbook(
        target, title=f"{week.label}校验结果", author=settings.office, created=week.friday
    ) as book:
        looks = formats(book)
        for write in (_overview, _detail, _by_unit, _by_rule, _files, _waivers):
            write(book, looks, data)


_HEAD_HEIGHT, _AROUND_A_TABLE, _PAGE_HEIGHT = 84.0, 62.0, 490.0
"""In points: what stands above the first table, a table's title, heading and gap, and a landscape A4 page."""


def _overview(book: Workbook, looks: dict[str, Format], data: FindingsWeek) -> None:
    widths = (24, 11, 11, 11, 11, 11, 11, 36)
    sheet = _sheet(book, looks, data, OVERVIEW, widths, "整改台账校验结果")
    names = ((DETAIL, "→ 逐条明细"), (BY_UNIT, "→ 按单位"), (BY_RULE, "→ 按规则"), (FILES, "→ 文件清单"),
             (WAIVERS, "→ 豁免"))  # fmt: skip
    for col, (name, words) in zip((0, 1, 3, 5, 7), names, strict=True):
        put_link(sheet, 2, col, f"{quoted(name)}!A1", words, looks["jump"])
    row, filled, breaks = 4, _HEAD_HEIGHT, []
    tables = overview_tables(data, unit_sheet=BY_UNIT, rule_sheet=BY_RULE)
    for number, (title, headings, rows) in enumerate(tables):
        put_text(sheet, row, 0, f"{'一二三四五'[number]}、{title}", looks["part"])
        sheet.set_row(row, 24)
        put_head(sheet, row + 1, headings, looks)
        height = _AROUND_A_TABLE + put_table(sheet, row + 2, rows, widths, looks)
        if (
            filled + height > _PAGE_HEIGHT
        ):  # a table begun on the last lines of a page goes on without its heading
            breaks.append(row)
            filled = 0.0
        filled += height
        row += len(rows) + 3
    sheet.set_h_pagebreaks(breaks)
    print_setup(sheet, header=data.settings.bureau)
    sheet.activate()


_DETAIL = (
    "序号",
    "单位",
    "文件",
    "工作表",
    "单元格",
    "措施编号",
    "级别",
    "代码",
    "栏目",
    "问题",
    "现填内容",
    "应怎样改",
)
_DETAIL_WIDTHS = (5.5, 11, 17, 9.5, 7.5, 8.5, 6.5, 7, 10, 26, 22, 28)


def _detail(book: Workbook, looks: dict[str, Format], data: FindingsWeek) -> None:
    rows: list[Row] = []
    for number, finding in enumerate(data.findings, 1):
        where = finding.where
        cells = data.cells[id(finding)]
        rows.append(
            [
                Cell(number, "middle"),
                Cell(where.unit),
                cells.file,
                Cell(where.sheet),
                cells.spot,
                cells.number,
                Cell(finding.severity.value, finding.severity.value),
                Cell(finding.code, "middle"),
                Cell(column_name(where.column)),
                *cells.words,
            ]
        )
    sheet = _sheet(book, looks, data, DETAIL, _DETAIL_WIDTHS, "校验结果明细")
    _list(book, sheet, looks, data, _DETAIL, _DETAIL_WIDTHS, rows, empty=NOTHING)


_UNIT_HEAD = ("单位", "级别", "代码", "文件", "位置", "措施编号", "问题", "现填内容", "应怎样改")
_RULE_HEAD = ("代码", "级别", "单位", "文件", "位置", "措施编号", "问题", "现填内容", "应怎样改")
_GROUP_WIDTHS = (10, 6.5, 10, 17, 14, 8.5, 28, 24, 34)


def _by_unit(book: Workbook, looks: dict[str, Format], data: FindingsWeek) -> None:
    rows: list[Row] = []
    for unit, found in data.by_unit.items():
        rows.append(Section(f"{unit or NO_UNIT}　　{counted(found)}"))
        for finding in found:
            severity = Cell(finding.severity.value, finding.severity.value)
            cells = data.cells[id(finding)]
            rows.append([Cell(unit), severity, Cell(finding.code, "middle"), *cells.common])
    sheet = _sheet(book, looks, data, BY_UNIT, _GROUP_WIDTHS, "各单位需要修改的问题")
    _list(book, sheet, looks, data, _UNIT_HEAD, _GROUP_WIDTHS, rows, empty=NOTHING)


def _by_rule(book: Workbook, looks: dict[str, Format], data: FindingsWeek) -> None:
    rows: list[Row] = []
    for code, found in data.by_rule.items():
        rows.append(Section(f"{code}　{data.titles[code]}　　{counted(found)}"))
        for finding in found:
            severity = Cell(finding.severity.value, finding.severity.value)
            cells = data.cells[id(finding)]
            rows.append([Cell(code, "middle"), severity, Cell(finding.where.unit), *cells.common])
    sheet = _sheet(book, looks, data, BY_RULE, _GROUP_WIDTHS, "按规则汇集的问题")
    _list(book, sheet, looks, data, _RULE_HEAD, _GROUP_WIDTHS, rows, empty=NOTHING)


_FILE_HEAD = ("序号", "文件", "单位", "处理结果", "原因", "错误", "警告", "提示")
_FILE_WIDTHS = (6, 40, 18, 13, 52, 7, 7, 7)


def _files(book: Workbook, looks: dict[str, Format], data: FindingsWeek) -> None:
    rows: list[Row] = []
    for number, file in enumerate(data.files, 1):
        counts = Counter(f.severity for f in data.by_file.get(file.name, ()))
        rows.append(
            [
                Cell(number, "middle"),
                Cell(shown(file.name, 200), file=data.links.files.get(file.name, "")),
                Cell(file.unit),
                Cell(file.fate, "good" if file.fate == MERGED else "bad"),
                Cell(shown(file.reason)),
                *(Cell(counts[s], "middle") for s in Severity),
            ]
        )
    sheet = _sheet(book, looks, data, FILES, _FILE_WIDTHS, "收到的文件和处理结果")
    _list(book, sheet, looks, data, _FILE_HEAD, _FILE_WIDTHS, rows, empty="本周没有收到文件。")


_WAIVER_HEAD = (
    "代码",
    "规则",
    "单位",
    "措施编号",
    "谁同意",
    "何时",
    "为什么",
    "到何时",
    "状态",
    "条数",
    "没有列为问题的",
)
_WAIVER_WIDTHS = (7, 24, 12, 9, 10, 11, 30, 11, 8, 6, 40)
_MOST_WAIVED = 20


def _waivers(book: Workbook, looks: dict[str, Format], data: FindingsWeek) -> None:
    rows: list[Row] = []
    for use in data.waivers:
        waiver, kept = use.waiver, use.findings
        told = "；".join(f"{f.where}：{shown(f.message, 60)}" for f in kept[:_MOST_WAIVED])
        if len(kept) > _MOST_WAIVED:
            told += f"；另有{len(kept) - _MOST_WAIVED}条"
        rows.append(
            [
                Cell(waiver.code, "middle"),
                Cell(data.titles.get(waiver.code, "")),
                Cell(waiver.unit or "各单位"),
                Cell(waiver.number or "全部", "middle"),
                Cell(waiver.by),
                Cell(waiver.on.isoformat() if waiver.on else "", "middle"),
                Cell(shown(waiver.why, 500)),
                Cell(waiver.until.isoformat() if waiver.until else "没有写期限", "middle"),
                Cell("生效", "good") if use.in_force else Cell("已到期", "bad"),
                Cell(len(kept), "middle"),
                Cell(told),
            ]
        )
    sheet = _sheet(book, looks, data, WAIVERS, _WAIVER_WIDTHS, "豁免")
    _list(book, sheet, looks, data, _WAIVER_HEAD, _WAIVER_WIDTHS, rows, empty="没有豁免。")


def _list(
    book: Workbook,
    sheet: Worksheet,
    looks: dict[str, Format],
    data: FindingsWeek,
    headings: Sequence[str],
    widths: Sequence[float],
    rows: list[Row],
    *,
    empty: str,
) -> None:
    """A list below its headings, which stay in view, are repeated on paper and filter it."""
    put_head(sheet, LIST_HEAD, headings, looks)
    if rows:
        put_list(book, sheet, LIST_HEAD + 1, rows, widths, looks)
        sheet.autofilter(LIST_HEAD, 0, LIST_HEAD + len(rows), len(headings) - 1)
    else:
        put_table(sheet, LIST_HEAD + 1, [[Cell(empty, span=len(headings))]], widths, looks)
    sheet.freeze_panes(LIST_HEAD + 1, 2)
    print_setup(sheet, head_rows=(LIST_HEAD, LIST_HEAD), header=data.settings.bureau)


def _sheet(
    book: Workbook,
    looks: dict[str, Format],
    data: FindingsWeek,
    name: str,
    widths: Sequence[float],
    title: str,
) -> Worksheet:
    """A sheet with its column widths, title and the line that says which week and as of when."""
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)
    at = f"　　统计截至{chinese_date(data.as_of)}{data.as_of:%H:%M}" if data.as_of else ""
    span = f"{chinese_date(data.week.monday)}至{chinese_date(data.week.sunday)}"
    whole_title = f"{data.settings.bureau}{title}" if name == OVERVIEW else title
    put_merged(sheet, (0, 0), (0, len(widths) - 1), whole_title, looks["title"])
    put_merged(sheet, (1, 0), (1, len(widths) - 1), f"{data.week.label}（{span}）{at}", looks["sub"])
    sheet.set_row(0, 32)
    sheet.set_row(1, 20)
    return sheet


def _within_unit(finding: Finding) -> tuple[int, str, str, int, str, str, str]:
    where = finding.where
    return (
        finding.severity.rank,
        where.file,
        where.sheet,
        where.row or 0,
        where.cell,
        where.number,
        finding.code,
    )

"""校验摘要 and 校验结果: what the rules found, counted by rule and by unit, and listed where there is no other list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zgtool.model.finding import Finding, Severity
from zgtool.writing import styles
from zgtool.writing.formats import Formats
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.lists import HEAD_ROW, Head, ListPage, put_list

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_ON_A_PAGE = 22
"""Rows of about the usual height on a landscape page."""
_LOOKS = {look.word: look for look in styles.SEVERITY_LOOKS.values()}


def checks(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
    """校验摘要: one line a rule, then one a unit; the full list is 校验结果."""
    found = content.findings or ()
    words = _counted(found)
    where = "逐条见“校验结果”工作表" if content.listed else "逐条见同一次办理的 校验结果.xlsx"
    rules: dict[tuple[int, str, str], list[Finding]] = {}
    for f in found:
        rules.setdefault((f.severity.rank, f.severity.value, f.code), []).append(f)
    lines: list[tuple[str | int, ...]] = [
        (word, code, content.titles.get(code, group[0].message), len(group), _units(group))
        for (_, word, code), group in sorted(rules.items())
    ]
    heads = (Head("级别", 9, True), Head("规则", 9, True), Head("问题", 44), Head("条数", 9, True), Head("涉及单位", 60))  # fmt: skip
    page = ListPage("校验摘要", f"{words}。{where}。", heads, lines, "没有发现问题。", tints={0: _LOOKS.get})
    put_list(book, sheet, formats, page, more_below=True)
    if found:
        _by_unit(sheet, formats, found, HEAD_ROW + len(lines) + 2)
    return words


def _by_unit(sheet: Worksheet, formats: Formats, found: Sequence[Finding], row: int) -> None:
    """The same findings by unit, below the table of rules."""
    units: dict[str, list[Finding]] = {}
    for f in found:
        units.setdefault(f.where.unit or "（不属于某个单位）", []).append(f)
    for col, (text, last) in {0: ("单位", 2), 3: ("条数", 3), 4: ("其中", 4)}.items():
        styles.put_merged(sheet, (row, col), (row, last), text, formats.head())
    sheet.set_row(row, 26)
    ranked = sorted(units.items(), key=lambda pair: -len(pair[1]))
    for at, (unit, group) in enumerate(ranked, row + 1):
        styles.put_merged(sheet, (at, 0), (at, 2), unit, formats.body())
        styles.put_number(sheet, at, 3, len(group), formats.body(centred=True, text=False))
        styles.put_text(sheet, at, 4, _counted(group), formats.body())
        sheet.set_row(at, 20)
    sheet.print_area(0, 0, row + len(units), 4)
    sheet.repeat_rows(0, 1)  # the heading of the table of rules is not that of this one
    if row + len(units) > _ON_A_PAGE:
        sheet.set_h_pagebreaks([row])


def _units(group: Sequence[Finding]) -> str:
    """人事处3、财务处1; the units with the most first."""
    counts: dict[str, int] = {}
    for f in group:
        counts[f.where.unit] = counts.get(f.where.unit, 0) + 1
    named = sorted(((u, n) for u, n in counts.items() if u), key=lambda pair: -pair[1])
    return "、".join(f"{unit}{count}" for unit, count in named)


def _counted(found: Sequence[Finding]) -> str:
    """错误2条，警告5条; 没有发现问题."""
    counts = [(s, sum(f.severity is s for f in found)) for s in Severity]
    return "，".join(f"{s.value}{n}条" for s, n in counts if n) or "没有发现问题"


def findings(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
    """校验结果: every finding, for a ledger that has no findings workbook beside it."""
    heads = (Head("级别", 8, True), Head("代码", 8, True), Head("单位", 18), Head("位置", 36), Head("问题", 40),
             Head("现填内容", 30), Head("应怎样改", 44))  # fmt: skip
    found = content.findings or ()
    lines = [
        (f.severity.value, f.code, f.where.unit, str(f.where), f.message, styles.shown(f.found), f.fix)
        for f in found
    ]
    words = _counted(found)
    page = ListPage("校验结果", f"{words}。", heads, lines, "没有发现问题。", tints={0: _LOOKS.get})
    put_list(book, sheet, formats, page)
    return words

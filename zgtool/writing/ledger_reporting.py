"""报送情况: how each unit reported this week, and over the weeks so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgtool.model.period import ReportWeek
from zgtool.model.text import shorten
from zgtool.ops.summary import LATE, MISSING, ON_TIME, RETURNED, Receipt
from zgtool.ops.trend import missing_share
from zgtool.writing import styles
from zgtool.writing.formats import Formats
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.lists import Head, ListPage, put_list

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MOST_WEEKS = 26
"""Weeks beside each other: half a year; the on-time share counts all of them."""
_LOOKS = {
    ON_TIME: styles.LAMP_LOOKS["正常"],
    LATE: styles.LAMP_LOOKS["临期"],
    MISSING: styles.LAMP_LOOKS["超期"],
    RETURNED: styles.LAMP_LOOKS["待认定"],
}


def reporting(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
    """Units as rows; this week's account, then one column a week with its word and colour."""
    receipts = {r.unit: r for r in (content.summary.receipts if content.summary else ())}
    past = list(content.history)[-_MOST_WEEKS:]
    shares = missing_share(content.history)
    units = sorted({*receipts, *shares}, key=lambda u: (content.settings.units.order(u), u))
    heads = (
        Head("单位", 20), Head("本周报送", 10, True), Head("收到时间", 17, True), Head("文件", 30),
        Head("读到行数", 9, True), Head("并入", 7, True), Head("退回", 7, True), Head("错误", 7, True),
        Head("警告", 7, True), *(Head(_short(record.week), 10, True) for record in past),
        Head("应报周数", 9, True), Head("按时周数", 9, True), Head("未报周数", 9, True), Head("按时率", 9, True),
    )  # fmt: skip
    lines = [
        (unit, *_this_week(receipts.get(unit)), *(record.fates.get(unit, "—") for record in past),
         *_share(shares.get(unit)))
        for unit in units
    ]  # fmt: skip
    words = _words(receipts)
    sentence = f"{words}。右边各列是历周的报送；“—”是那一周不需要报送。按时率 = 按时周数 ÷ 应报周数。"
    tinted = dict.fromkeys((1, *range(9, 9 + len(past))), _LOOKS.get)
    put_list(
        book,
        sheet,
        formats,
        ListPage("报送情况", sentence, heads, lines, "没有应报送的单位。", tints=tinted),
    )
    sheet.freeze_panes(3, 1)
    return words


def _short(week: str) -> str:
    return f"第{ReportWeek.parse(week).week}周"


def _words(receipts: dict[str, Receipt]) -> str:
    if not receipts:
        return "本周没有应报送的单位"
    fates = [r.fate for r in receipts.values()]
    counted = (f"{fate}{fates.count(fate)}个" for fate in (ON_TIME, LATE, MISSING, RETURNED) if fate in fates)
    return f"应报{len(fates)}个单位：{'，'.join(counted)}"


def _this_week(receipt: Receipt | None) -> tuple[str | int, ...]:
    if receipt is None:
        return ("—",) + ("",) * 7
    counts: tuple[str | int, ...] = ("",) * 5
    if receipt.file:
        counts = (receipt.rows, receipt.merged, receipt.returned, receipt.errors, receipt.warnings)
    arrived = f"{receipt.arrived:%Y-%m-%d %H:%M}" if receipt.arrived else ""
    return (receipt.fate, arrived, shorten(receipt.file, 80), *counts)


def _share(counted: tuple[int, int, int] | None) -> tuple[str | int, ...]:
    if counted is None:
        return ("",) * 4
    owed, on_time, missing = counted
    return (owed, on_time, missing, f"{on_time * 100 // owed}%" if owed else "—")

"""总台账.xlsx: the ledger of record, with this week's changes, what is due, and who reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zgtool.model.columns import CORE_KEYS, EXTRA, LEDGER, TOOL_KEYS, heading_of
from zgtool.model.finding import Finding
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import ReportWeek, chinese_date, chinese_moment
from zgtool.model.settings import Settings
from zgtool.model.text import shorten
from zgtool.ops.diff import Diff
from zgtool.ops.summary import Due, Summary, lamp_of
from zgtool.ops.terms import deadline_of
from zgtool.writing import styles
from zgtool.writing.office_sheets_xlsx import OFFICE_SHEETS, write_office_sheets
from zgtool.writing.table import Table, write_table

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

LEDGER_SHEET = "总台账"
_CHANGES, _DUE, _RECEIPTS, _FINDINGS = "本周变化", "到期与超期", "报送情况", "校验结果"
OUR_SHEETS = frozenset({LEDGER_SHEET, _CHANGES, _DUE, _RECEIPTS, _FINDINGS}) | OFFICE_SHEETS
"""The sheets this module writes anew each time; any other in a ledger is the office's own."""


def write_ledger(
    target: Path,
    ledger: Ledger,
    settings: Settings,
    *,
    today: date,
    week: ReportWeek | None = None,
    summary: Summary | None = None,
    diff: Diff | None = None,
    closes: datetime | None = None,
    findings: Sequence[Finding] = (),
) -> None:
    """Write the ledger; with `summary` and `diff` also 本周变化, 到期与超期 and 报送情况, with `findings` 校验结果.

    The order of columns is the ledger's own; columns of the schema that are not core appear once
    a row has a value for them. Raises OSError or styles.LimitExceeded, and then leaves `target` as it was.
    """
    title = f"{settings.bureau}{settings.inspection}整改总台账" + (f"（{week.label}）" if week else "")
    created = week.friday if week else today
    with styles.open_workbook(target, title=title, author=settings.office, created=created) as book:
        _ledger_sheet(book, ledger, settings, title, today, closes)
        if diff is not None:
            _changes_sheet(book, diff)
        if summary is not None:
            _due_sheet(book, summary)
            _receipts_sheet(book, summary)
        write_office_sheets(book, ledger)
        if findings:
            _findings_sheet(book, findings)


def layout_of(ledger: Ledger) -> tuple[str, ...]:
    """Columns to write: the office's own order, core ones always, others where a row has a value."""
    used = {key for row in ledger.rows for key, value in row.values.items() if value}
    keep = {*CORE_KEYS, *used, *(k for k in ledger.layout if k.startswith(EXTRA))} - {"serial", "last_rate"}
    known = [key for key in ledger.layout if key in keep]
    order = [c.key for c in LEDGER]
    for key in (k for k in order if k in keep and k not in known):
        before = [k for k in order[: order.index(key)] if k in known]
        known.insert(known.index(before[-1]) + 1 if before else 0, key)
    return (*known, *sorted(k for k in keep if k.startswith(EXTRA) and k not in known))


def computed(row: Measure, settings: Settings, today: date) -> Measure:
    """The row with 最后期限 and 亮灯 filled in."""
    last = deadline_of(row, settings, today).latest_day if row["measure"] else None
    return row.but({"due_day": last.isoformat() if last else "", "lamp": lamp_of(row, settings, today)})


def _ledger_sheet(
    book: Workbook, ledger: Ledger, settings: Settings, title: str, today: date, closes: datetime | None
) -> None:
    until = f"{closes.year}年{chinese_moment(closes)}" if closes else chinese_date(today)
    particulars = (
        f"截至{until}。浅绿底栏目由工具计算，请勿填写；认定销号请把“状态”改为“已销号”，并填写销号时间和验收人；"
        "可以在右侧自行增加栏目；要撤销的措施请改“状态”，不要删行。"
    )
    rows = [computed(row, settings, today) for row in ledger.rows]
    write_table(book, book.add_worksheet(LEDGER_SHEET), Table(title, particulars, rows, layout_of(ledger)))


def _plain_sheet(
    book: Workbook, name: str, heads: Sequence[tuple[str, float]], lines: Sequence[Sequence[str]], empty: str
) -> None:
    """A simple list: headings with widths, one line per row, or one sentence when there is nothing."""
    sheet = book.add_worksheet(name)
    base = {**styles.BOXED, "num_format": "@"}
    head = book.add_format({**base, "font_name": styles.HEI, "bg_color": styles.HEAD_FILL, "align": "center"})
    body = book.add_format(base)
    for col, (heading, width) in enumerate(heads):
        styles.put_text(sheet, 0, col, heading, head)
        sheet.set_column(col, col, width)
    sheet.set_row(0, 24)
    for row, line in enumerate(lines, start=1):
        for col, text in enumerate(line):
            styles.put_text(sheet, row, col, text, body)
        sheet.set_row(row, styles.row_height([(t, w) for t, (_, w) in zip(line, heads, strict=True)]))
    if not lines:
        styles.put_merged(sheet, (1, 0), (1, len(heads) - 1), empty, body)
        sheet.set_row(1, 24)
    else:
        sheet.autofilter(0, 0, len(lines), len(heads) - 1)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:Z1048576"})
    styles.print_setup(sheet, head_rows=(0, 0), header=name)


def _changes_sheet(book: Workbook, diff: Diff) -> None:
    heads = (("措施编号", 10), ("牵头单位", 16), ("变化", 8), ("栏目", 14), ("上期", 44), ("本期", 44))
    lines = [(r.number, r["lead_unit"], "新增", "整改措施", "", r["measure"]) for r in diff.added]
    lines += [(r.number, r["lead_unit"], "消失", "整改措施", r["measure"], "") for r in diff.gone]
    lines += [
        (c.new.number, c.new["lead_unit"], "改动", heading_of(key), c.old[key], c.new[key])
        for c in diff.changed
        for key in c.keys
        if key not in TOOL_KEYS
    ]
    _plain_sheet(book, _CHANGES, heads, lines, "与上期相比没有变化。")


def _due_sheet(book: Workbook, summary: Summary) -> None:
    heads = (
        ("措施编号", 10),
        ("牵头单位", 16),
        ("分管领导", 10),
        ("整改措施", 52),
        ("整改时限", 18),
        ("最后期限", 14),
        ("情况", 14),
        ("未完成原因", 30),
    )
    lines = [_due_line(due) for due in (*summary.overdue, *summary.due_soon)]
    _plain_sheet(book, _DUE, heads, lines, "没有超期和临期的措施。")


def _due_line(due: Due) -> tuple[str, ...]:
    row = due.measure
    word = f"超期{due.days}天" if due.days > 0 else f"{-due.days}天后到期" if due.days else "今天到期"
    return (
        row.number,
        row["lead_unit"],
        row["leader"],
        row["measure"],
        row["deadline"],
        due.due.isoformat(),
        word,
        row["reason"],
    )


def _receipts_sheet(book: Workbook, summary: Summary) -> None:
    heads = (
        ("单位", 22),
        ("报送", 10),
        ("收到时间", 18),
        ("文件", 40),
        ("读到行数", 10),
        ("并入", 8),
        ("退回", 8),
        ("错误", 8),
        ("警告", 8),
    )
    lines = [
        (
            r.unit,
            r.fate,
            f"{r.arrived:%Y-%m-%d %H:%M}" if r.arrived else "",
            shorten(r.file, 80),
            *(str(n) if r.file else "" for n in (r.rows, r.merged, r.returned, r.errors, r.warnings)),
        )
        for r in summary.receipts
    ]
    _plain_sheet(book, _RECEIPTS, heads, lines, "没有应报送的单位。")


def _findings_sheet(book: Workbook, findings: Sequence[Finding]) -> None:
    heads = (
        ("级别", 8),
        ("代码", 8),
        ("单位", 18),
        ("位置", 36),
        ("问题", 40),
        ("现填内容", 30),
        ("应怎样改", 44),
    )
    lines = [
        (f.severity.value, f.code, f.where.unit, str(f.where), f.message, styles.shown(f.found), f.fix)
        for f in findings
    ]
    _plain_sheet(book, _FINDINGS, heads, lines, "没有发现问题。")

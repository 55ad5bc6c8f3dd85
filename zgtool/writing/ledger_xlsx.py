"""总台账.xlsx: the ledger of record and the sheets around it, in the order in which a clerk turns them over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zgtool.model.office_sheets import (
    CHANGES,
    CLOSEOUT,
    FOUND,
    LOOK_BACKS,
    MEETINGS,
    RECORD,
    RESULTS,
    STUDY,
    Form,
)
from zgtool.writing import (
    ledger_checks,
    ledger_lists,
    ledger_reporting,
    ledger_results,
    ledger_statistics,
    styles,
)
from zgtool.writing.formats import Formats
from zgtool.writing.ledger_content import LedgerContent, layout_of
from zgtool.writing.lists import CONTENTS_SHEET, LEDGER_SHEET, finish, put_top
from zgtool.writing.office_sheets_xlsx import write_office_sheet
from zgtool.writing.table import Table, write_table

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Write = Callable[["Workbook", "Worksheet", Formats, LedgerContent], str]
"""Writes one sheet; returns what 目录 says of it, such as “126条措施”."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, what it is for, how it is written, and whether there is anything to write it from."""

    name: str
    use: str
    write: Write
    wanted: Callable[[LedgerContent], bool] = lambda content: True


def _ledger_sheet(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
    particulars = (
        f"截至{content.as_of}。浅绿底栏目由工具计算，请勿填写；认定销号请把“状态”改为“已销号”，并填写销号时间和验收人；"
        "可以在右侧自行增加栏目；要撤销的措施请改“状态”，不要删行。"
    )
    rows = content.computed_rows()
    table = Table(content.title, particulars, rows, layout_of(content.ledger), marks=content.marks)
    write_table(book, sheet, table)
    return f"{sum(1 for row in rows if row['measure'])}条措施"


def _office_page(form: Form, use: str) -> Page:
    """A sheet on which the office decides or which keeps its record; it travels with the ledger."""

    def write(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
        write_office_sheet(book, sheet, content.ledger, form.name)
        return f"{len(content.ledger.lines(form.name))}条"

    return Page(form.name, use, write, lambda content: form.name in content.ledger.sheets)


PAGES: tuple[Page, ...] = (
    Page(LEDGER_SHEET, "问题、要点、措施逐条在册，办公室在这里办理", _ledger_sheet),
    Page("本周变化", "与上期相比新增、改动的内容", ledger_lists.changes, lambda c: c.diff is not None),
    Page("到期与超期", "超期和临期的措施，最急的在前", ledger_lists.due),
    Page(
        "未量化与时限不到旬",
        "措施没有量化、时限没有细化到旬的",
        ledger_lists.vague,
        lambda c: c.findings is not None,
    ),
    Page("报送情况", "各单位本周和历周的报送", ledger_reporting.reporting, lambda c: c.summary is not None),
    Page(
        "要点对照",
        "每个要点对应哪些措施，缺措施的标红",
        ledger_lists.points,
        lambda c: c.week is not None,
    ),
    _office_page(CLOSEOUT, "等办公室认定的申请销号和单位没有报的措施，在这里填认定意见"),
    _office_page(LOOK_BACKS, "已销号措施的回头看：什么时候看、抽中哪些现场核查、看的结果"),
    _office_page(CHANGES, "延期、调整牵头单位和措施的申请与批准"),
    _office_page(MEETINGS, "月度听取和集体研判，每个决定一行，跟踪到办结"),
    _office_page(FOUND, "单位自查发现的问题，等办公室决定是否登记"),
    _office_page(STUDY, "提请集体研判的重点难点，后四栏由办公室填写"),
    Page("统计", "分单位、领导、类别、类型、旬的统计和图", ledger_statistics.statistics),
    Page("校验摘要", "校验发现按规则、按单位的条数", ledger_checks.checks, lambda c: c.findings is not None),
    _office_page(RESULTS, "制度、资金、人员、专项整治的成果，办公室认定以后才计入"),
    Page(
        "制度目录",
        "办公室已确认的制度",
        ledger_results.rules,
        lambda c: bool(ledger_results.confirmed_rules(c)),
    ),
    _office_page(RECORD, "每一次状态变动和认定，由工具登记"),
    Page("校验结果", "校验发现逐条列出", ledger_checks.findings, lambda c: c.listed),
)
"""The sheets after 目录, in order. A new sheet is one entry."""

OUR_SHEETS = frozenset({CONTENTS_SHEET, *(page.name for page in PAGES)})
"""The sheets this module writes anew each time; any other in a ledger is the office's own."""


def write_ledger(target: Path, content: LedgerContent) -> None:
    """Write the ledger with every sheet there is something to write from.

    The order of columns is the ledger's own; columns of the schema that are not core appear once
    a row has a value for them. Raises OSError or styles.LimitExceeded, and then leaves `target` as it was.
    """
    pages = [page for page in PAGES if page.wanted(content)]
    with styles.open_workbook(
        target, title=content.title, author=content.settings.office, created=content.created
    ) as book:
        formats = Formats(book)
        contents = book.add_worksheet(CONTENTS_SHEET)
        sheets = [book.add_worksheet(page.name) for page in pages]
        words = [page.write(book, sheet, formats, content) for page, sheet in zip(pages, sheets, strict=True)]
        _contents_sheet(contents, formats, content, list(zip(pages, words, strict=True)))


def _contents_sheet(
    sheet: Worksheet, formats: Formats, content: LedgerContent, pages: list[tuple[Page, str]]
) -> None:
    widths = (6, 24, 48, 44)
    made = f"第{content.edition}次办理，封存码 {content.seal}" if content.week else "还没有按周办理"
    put_top(sheet, formats, content.title, f"数据截至{content.as_of}；{made}。", widths)
    for col, (text, width) in enumerate(zip(("序号", "工作表", "用途", "现有"), widths, strict=True)):
        styles.put_text(sheet, 2, col, text, formats.head())
        sheet.set_column(col, col, width)
    sheet.set_row(2, 26)
    for number, (page, words) in enumerate(pages, 1):
        row = number + 2
        styles.put_number(sheet, row, 0, number, formats.body(centred=True, text=False))
        place = f"{styles.quoted(page.name)}!A1"
        styles.put_link(sheet, row, 1, place, page.name, formats.body(link=True))
        styles.put_text(sheet, row, 2, page.use, formats.body())
        styles.put_text(sheet, row, 3, words, formats.body())
        sheet.set_row(row, styles.row_height([(page.use, widths[2]), (words, widths[3])], least=26))
    last = len(pages) + 3
    note = (
        "同一个数字在总台账、作战图和各种文书里出自同一次计算；统计表右侧列出每个数字所依据的总台账行号。"
        "封存码由总台账的全部内容算出，两份材料封存码相同，说明依据的是同一份台账。"
    )
    styles.put_merged(sheet, (last, 0), (last, 3), note, formats.line())
    sheet.set_row(last, styles.row_height([(note, sum(widths))], least=36))
    finish(sheet, content.title, 3, last)

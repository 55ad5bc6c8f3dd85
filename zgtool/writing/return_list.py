"""The sheet 退改说明: what is wrong in a unit's workbook, in one list, as a worksheet part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from zgtool.model.finding import Finding, Severity
from zgtool.model.identity import RETURN_CLOSING, RETURN_SHEET
from zgtool.model.period import ReportWeek
from zgtool.writing.cell_styles import StyleSheet
from zgtool.writing.grid import MOST_LINKS, column_name
from zgtool.writing.package_parts import cell_text
from zgtool.writing.sheet_cells import address_of
from zgtool.writing.styles import (
    HEAD_FILL,
    HEI,
    INK,
    LINK,
    RULE,
    SEVERITY_LOOKS,
    SONG,
    quoted,
    row_height,
    shown,
)

HEADINGS = ("序号", "级别", "位置", "栏目", "措施编号", "错在哪", "现填内容", "怎么改", "例", "代码")
WIDTHS = (5, 6, 14, 11, 8, 28, 24, 34, 20, 6.5)
HEAD_ROW = 5
"""Excel's number of the heading row; findings follow below it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: the cells' texts, the severity, and where 位置 leads ("" for nowhere)."""

    texts: tuple[str, ...]
    severity: Severity
    target: str


@dataclass(frozen=True, slots=True)
class Spotted:
    """Where a finding stands in the workbook ("" when it has no cell there), and why it is out of sight there."""

    place: str = ""
    unseen: str = ""


def lines(
    findings: Sequence[Finding], spotted: Sequence[Spotted], example: Callable[[Finding], str]
) -> list[Line]:
    """The findings as rows, each with its place in this workbook and an example where there is one."""
    rows = []
    for number, (finding, spot) in enumerate(zip(findings, spotted, strict=True), 1):
        where = finding.where
        place = "·".join(
            p for p in (where.sheet, where.cell or (f"第{where.row}行" if where.row else "")) if p
        )
        place += f"（{spot.unseen}）" if spot.unseen else ""
        texts = (
            str(number),
            finding.severity.value,
            place or "整份文件",
            column_name(where.column),
            where.number,
            shown(finding.message, 500),
            shown(finding.found, 500),
            shown(finding.fix, 800),
            example(finding),
            finding.code,
        )
        rows.append(Line(texts, finding.severity, spot.place if number <= MOST_LINKS else ""))
    return rows


def head_texts(
    findings: Sequence[Finding], *, unit: str, week: ReportWeek, edition: int, remark: str = ""
) -> tuple[str, str, str]:
    """Title, the line that says whose and which week, and the line that says what to do, ending in `remark`."""
    counts = Counter(f.severity for f in findings)
    parts = [f"{s.value} {counts[s]} 条（{duty}）" for s, duty in DUTIES.items() if counts[s]]
    total = f"共 {len(findings)} 条：" + "，".join(parts) + "。" if findings else "没有需要修改的问题。"
    if any(f.where.cell for f in findings):
        how = "涂色的单元格就是要改的地方，鼠标移上去可以看到批注；点“位置”直接跳过去。"
        how += "改好后请用本文件报回。"
    else:
        how = "请照“怎么改”一栏处理后重新报送。" if findings else ""
    again = f"改好报回后为第{edition}次报送"
    return RETURN_SHEET, f"{unit}　　{week.label}　　{again}", f"{total}{how}{remark}"


DUTIES = {
    Severity.ERROR: "必须改，改好前不并入总台账",
    Severity.WARNING: "已并入，请改正或说明",
    Severity.INFO: "供参考",
}
"""What each severity asks of the unit."""


def sheet_xml(
    ns: str, rows: Sequence[Line], head: Sequence[str], styles: StyleSheet, *, selected: bool
) -> bytes:
    """The worksheet part: texts in the cells themselves, links inside the workbook, ready to print on A4."""
    looks = _Looks.of(styles)
    last = len(HEADINGS)
    body = _top_rows(head, looks) + [_line_row(n, line, looks) for n, line in enumerate(rows, HEAD_ROW + 1)]
    end = HEAD_ROW + len(rows) + 2
    body.append(_row(end, 20, [(1, RETURN_CLOSING, looks.small)]))
    merges = "".join(f'<mergeCell ref="A{r}:{address_of((r, last))}"/>' for r in (1, 2, 3, end))
    links = "".join(
        f'<hyperlink ref="C{number}" location={quoteattr(line.target)} display={quoteattr(line.texts[2])}/>'
        for number, line in enumerate(rows, HEAD_ROW + 1)
        if line.target
    )
    cols = "".join(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(WIDTHS, 1))
    view = ' tabSelected="1"' if selected else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{ns}">'
        f'<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{address_of((end, last))}"/><sheetViews><sheetView{view} showGridLines="0" '
        f'workbookViewId="0"><pane ySplit="{HEAD_ROW}" topLeftCell="A{HEAD_ROW + 1}" activePane="bottomLeft" '
        f'state="frozen"/><selection pane="bottomLeft" activeCell="A{HEAD_ROW + 1}" sqref="A{HEAD_ROW + 1}"/>'
        f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{cols}</cols>'
        f'<sheetData>{"".join(body)}</sheetData><mergeCells count="4">{merges}</mergeCells>'
        f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        f'<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.65" '
        f'header="0.3" footer="0.3"/><pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
        f'<headerFooter><oddFooter>&amp;C&amp;"{SONG},Regular"&amp;9第 &amp;P 页  共 &amp;N 页</oddFooter>'
        f"</headerFooter></worksheet>"
    ).encode()


def _top_rows(head: Sequence[str], looks: _Looks) -> list[str]:
    return [
        _row(1, 34, [(1, head[0], looks.title)]),
        _row(2, 20, [(1, head[1], looks.sub)]),
        _row(3, row_height([(head[2], sum(WIDTHS))]) + 6, [(1, head[2], looks.lead)]),
        _row(HEAD_ROW, 22, [(c, t, looks.head) for c, t in enumerate(HEADINGS, 1)]),
    ]


def _line_row(number: int, line: Line, looks: _Looks) -> str:
    cells = []
    for col, text in enumerate(line.texts, 1):
        look = (
            looks.severity[line.severity]
            if col == 2
            else looks.middle
            if col in (1, 5, len(HEADINGS))
            else looks.body
        )
        cells.append((col, text, looks.link if col == 3 and line.target else look))
    return _row(number, row_height(list(zip(line.texts, WIDTHS, strict=True)), 10), cells)


def print_titles(sheet: str) -> str:
    """The reference that repeats the heading row on every printed page."""
    return f"{quoted(sheet)}!${HEAD_ROW}:${HEAD_ROW}"


def _row(number: int, height: float, cells: Sequence[tuple[int, str, int]]) -> str:
    inner = "".join(
        f'<c r="{address_of((number, col))}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(cell_text(text))}</t></is></c>"
        if text
        else f'<c r="{address_of((number, col))}" s="{style}"/>'
        for col, text, style in cells
    )
    return f'<row r="{number}" ht="{height:.1f}" customHeight="1">{inner}</row>'


@dataclass(frozen=True, slots=True)
class _Looks:
    title: int
    sub: int
    lead: int
    head: int
    body: int
    middle: int
    link: int
    small: int
    severity: Mapping[Severity, int]

    @classmethod
    def of(cls, styles: StyleSheet) -> _Looks:
        def font(size: float, color: str = INK, extra: str = "", name: str = SONG) -> str:
            ink = f'<color rgb="FF{color[1:]}"/>'
            return f'{extra}<sz val="{size:g}"/>{ink}<name val="{name}"/><charset val="134"/>'

        def side(name: str) -> str:
            return f'<{name} style="thin"><color rgb="FF{RULE[1:]}"/></{name}>'

        box = "".join(side(s) for s in ("left", "right", "top", "bottom")) + "<diagonal/>"
        none = "<left/><right/><top/><bottom/><diagonal/>"
        wrap = 'vertical="center" wrapText="1"'
        middle = f'horizontal="center" {wrap}'
        return cls(
            title=styles.plain(
                font=font(16, name=HEI), border=none, align='horizontal="center" vertical="center"'
            ),
            sub=styles.plain(font=font(10.5), border=none, align='horizontal="center" vertical="center"'),
            lead=styles.plain(font=font(10.5), border=none, align=f'horizontal="left" {wrap}'),
            head=styles.plain(font=font(10.5, name=HEI), fill=HEAD_FILL[1:], border=box, align=middle),
            body=styles.plain(font=font(10), border=box, align=f'horizontal="left" {wrap}'),
            middle=styles.plain(font=font(10), border=box, align=middle),
            link=styles.plain(font=font(10, LINK, "<u/>"), border=box, align=f'horizontal="left" {wrap}'),
            small=styles.plain(
                font=font(9, "#666666"), border=none, align='horizontal="left" vertical="center"'
            ),
            severity={
                s: styles.plain(font=font(10, look.ink, "<b/>"), fill=look.fill[1:], border=box, align=middle)
                for s, look in SEVERITY_LOOKS.items()
            },
        )

"""统计: the ledger counted every way an office is asked, with native charts, and beside each count its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zgtool.model.office_sheets import RESULTS
from zgtool.ops.standing import Standing, facts, gather
from zgtool.ops.statistics import Breakdown, breakdowns, group_label
from zgtool.writing import ledger_results, ledger_trend, styles
from zgtool.writing.formats import Formats
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.lists import HEAD_ROW, finish, put_top, rows_behind

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_COUNTS = ("问题", "全部销号", "问题销号率", "措施", "已销号", "申请销号", "推进中", "未启动", "超期", "临期", "措施销号率")  # fmt: skip
_WIDTHS = (24, *(10,) * len(_COUNTS))
_TRACED = ("问题", "措施", "已销号", "申请销号", "推进中", "未启动", "超期", "临期")
"""Counts whose rows stand on the right, outside the printed area."""
_GAP = 1
_TRACE_WIDTH = 22
_CHART_ROWS, _ROW = 16, 20
"""Rows a chart covers, and the height of a row in points."""
_COLOURS = {"已销号": "#7FB77E", "申请销号": "#6FA8DC", "推进中": "#F6C65B", "未启动": "#C9CED6"}


def statistics(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
    """Headline, one table a breakdown, trend and forecast; returns the headline's figures."""
    known = list(facts(enumerate(content.ledger.rows), content.settings, content.today))
    whole = gather(known)
    parts = breakdowns(content.ledger, known, content.settings, content.today)
    words = _headline(whole)
    sentence = f"截至{content.as_of}：{words}。撤销的不计；分组表里的“全部销号”，是本组承担的措施全部销号的问题。各表右侧列出每个数字所依据的总台账行号。"
    put_top(sheet, formats, "统计", sentence, _WIDTHS)
    for col, width in enumerate(_WIDTHS):
        sheet.set_column(col, col, width)
    first_trace = len(_WIDTHS) + _GAP
    sheet.set_column(first_trace, first_trace + len(_TRACED) - 1, _TRACE_WIDTH)
    labels = {u.name: u.label for u in content.settings.units}
    row, breaks = HEAD_ROW, []
    for part in parts:
        row = _breakdown(book, sheet, formats, part, whole, labels, row) + 1
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks)
    if RESULTS.name in content.ledger.sheets:
        row = ledger_results.results(sheet, formats, content, row) + 2
    last = ledger_trend.trend(book, sheet, formats, content, row)
    finish(sheet, "统计", len(_WIDTHS) - 1, last, paper="A4")
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(0, 1)
    sheet.set_portrait()
    return words


def _headline(whole: Standing) -> str:
    t = whole.tally
    return (
        f"问题{t.problems}个，措施全部销号的{t.closed_problems}个；措施{t.total}条，已销号{t.closed}条，"
        f"超期{t.overdue}条，临期{t.due_soon}条"
    )


def _breakdown(
    book: Workbook,
    sheet: Worksheet,
    formats: Formats,
    part: Breakdown,
    whole: Standing,
    labels: dict[str, str],
    row: int,
) -> int:
    """One table with its chart below it; returns the first free row."""
    styles.put_text(sheet, row, 0, part.title, formats.part())
    if part.note:
        styles.put_text(sheet, row, 2, part.note, formats.get(**{**styles.BODY, "text_wrap": False}))
    sheet.set_row(row, 24)
    _heads(sheet, formats, part.head, row + 1)
    first = row + 2
    for at, standing in enumerate(part.lines, first):
        _line(sheet, formats, group_label(standing.name, labels), standing, at)
    last = first + len(part.lines)
    _line(sheet, formats, "合计", whole, last, bold=True)
    if not part.lines:
        return last + 1
    chart = _chart(book, sheet.get_name(), part, (first, last - 1))
    below = last + 2
    sheet.insert_chart(below, 0, chart, {"object_position": 2, "description": _spoken(part, labels)})
    for at in range(below, below + _chart_rows(part)):
        sheet.set_row(at, _ROW)
    return below + _chart_rows(part)


def _chart_rows(part: Breakdown) -> int:
    return max(_CHART_ROWS, len(part.lines) + 6) if part.head != "到期的旬" else _CHART_ROWS


def _heads(sheet: Worksheet, formats: Formats, name: str, row: int) -> None:
    for col, text in enumerate((name, *_COUNTS)):
        styles.put_text(sheet, row, col, text, formats.head())
    for col, text in enumerate(_TRACED, len(_WIDTHS) + _GAP):
        styles.put_text(sheet, row, col, f"{text}：总台账行号", formats.head())
    sheet.set_row(row, 30)


def _line(
    sheet: Worksheet, formats: Formats, name: str, standing: Standing, row: int, *, bold: bool = False
) -> None:
    t = standing.tally
    counts: tuple[float | str, ...] = (
        t.problems, t.closed_problems, _share(t.closed_problems, t.problems), t.total, t.closed, t.requested,
        t.doing, t.waiting, t.overdue, t.due_soon, _share(t.closed, t.total),
    )  # fmt: skip
    styles.put_text(sheet, row, 0, name, formats.body(bold=bold))
    for col, (head, value) in enumerate(zip(_COUNTS, counts, strict=True), 1):
        late = styles.LAMP_LOOKS["超期"] if head == "超期" and value else None
        if isinstance(value, str):
            styles.put_text(sheet, row, col, value, formats.body(centred=True, bold=bold))
        elif head.endswith("率"):
            styles.put_number(sheet, row, col, value, formats.body(centred=True, bold=bold, number="0.0%"))
        else:
            styles.put_number(
                sheet, row, col, value, formats.body(centred=True, bold=bold, look=late, text=False)
            )
    trace = formats.get(
        font_name=styles.SONG, font_size=styles.NOTE_SIZE, font_color="#5B6672", valign="vcenter"
    )
    for col, places in enumerate(_places(standing), len(_WIDTHS) + _GAP):
        styles.put_text(sheet, row, col, rows_behind(places), trace)
    sheet.set_row(row, styles.row_height([(name, _WIDTHS[0])], least=_ROW))


def _share(part: int, whole: int) -> float | str:
    return part / whole if whole else "—"


def _places(standing: Standing) -> tuple[Sequence[int], ...]:
    """The rows behind the counts of `_TRACED`; a problem's rows are those of all its measures."""
    problems = [place for places in standing.problems.values() for place in places]
    return (problems, standing.total, standing.closed, standing.requested, standing.doing, standing.waiting,
            standing.overdue, standing.due_soon)  # fmt: skip


def _spoken(part: Breakdown, labels: dict[str, str]) -> str:
    """What the chart shows, in words, for who cannot see it."""
    shown = "；".join(
        f"{group_label(s.name, labels)}共{len(s.total)}条，已销号{len(s.closed)}条，超期{len(s.overdue)}条"
        for s in part.lines[:30]
    )
    return f"{part.title}的措施状态：{shown}"


def _chart(book: Workbook, sheet_name: str, part: Breakdown, rows: tuple[int, int]) -> Chart:
    """Stacked bars of states, lying for names, standing for 旬."""
    lying = part.head != "到期的旬"
    chart = book.add_chart({"type": "bar" if lying else "column", "subtype": "stacked"})
    for name in ("已销号", "申请销号", "推进中", "未启动"):
        col = 1 + _COUNTS.index(name)
        chart.add_series(
            {
                "name": name,
                "categories": [sheet_name, rows[0], 0, rows[1], 0],
                "values": [sheet_name, rows[0], col, rows[1], col],
                "fill": {"color": _COLOURS[name]},
                "gap": 60,
            }
        )
    font = {"name": styles.SONG, "size": 9}
    chart.set_title({"name": f"{part.title}：措施状态（条）", "name_font": {"name": styles.HEI, "size": 11}})
    chart.set_legend({"position": "bottom", "font": font})
    grid = {"visible": True, "line": {"color": "#E3E6EA"}}
    names = {"num_font": font, "reverse": lying}
    counts = {"num_font": font, "min": 0, "major_gridlines": grid, "num_format": "0"}
    # xlsxwriter calls the lying axis x, whatever stands on it.
    chart.set_x_axis(counts if lying else names)
    chart.set_y_axis(names if lying else counts)
    chart.set_size({"width": 1000, "height": int(_chart_rows(part) * _ROW * 4 / 3) - 10})
    return chart

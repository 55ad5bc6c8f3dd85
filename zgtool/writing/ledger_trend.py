"""统计, lower part: the weeks so far, the present pace, and what will miss its 旬, with the arithmetic beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zgtool.model.period import ReportWeek, chinese_date
from zgtool.ops.trend import Pace, closing_times, finish_day, forecast, pace_of
from zgtool.writing import styles
from zgtool.writing.formats import Formats
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.lists import rows_behind

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_WEEKS = (
    "报告周",
    "措施",
    "已销号",
    "未销号",
    "本周销号",
    "申请销号",
    "超期",
    "临期",
    "应报单位",
    "按时",
    "按时率",
)
_FORECAST = ("到期的旬", "该旬到期", "累计到期", "距旬末（周）", "按现速可销号", "预计赶不上")
_WIDE = 11
_CHART_ROWS, _ROW = 16, 20
"""Rows a chart covers, and the height of a row in points."""


def trend(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent, row: int) -> int:
    """Write the weeks, the closing times and the forecast from `row` on; returns the last row used."""
    row = _closing(sheet, formats, content, row)
    if content.history:
        row = _weeks(book, sheet, formats, content, row + 1)
    pace = pace_of(content.history)
    return _forecast(sheet, formats, content, pace, row + 1)


def _say(sheet: Worksheet, formats: Formats, row: int, text: str) -> int:
    styles.put_merged(sheet, (row, 0), (row, _WIDE), text, formats.line())
    sheet.set_row(row, styles.row_height([(text, 24 + 10 * _WIDE)], least=20))
    return row + 1


def _closing(sheet: Worksheet, formats: Formats, content: LedgerContent, row: int) -> int:
    styles.put_text(sheet, row, 0, "平均办结天数", formats.part())
    closing = closing_times(content.ledger)
    if closing.days is None:
        return _say(
            sheet, formats, row + 1, "还没有既填了挂号日期又填了销号时间的已销号措施，算不出平均天数。"
        )
    text = (
        f"已销号措施平均 {closing.days:.1f} 天办结 = 各条从挂号日期到销号时间的天数之和 {closing.total_days} 天 ÷ "
        f"{len(closing.places)} 条。"
    )
    if closing.without:
        text += f"另有{len(closing.without)}条已销号措施的两个日期不全或先后颠倒，没有计入。"
    _trace(sheet, formats, row + 1, "计入平均的", closing.places)
    return _say(sheet, formats, row + 1, text)


def _trace(sheet: Worksheet, formats: Formats, row: int, name: str, places: Sequence[int]) -> None:
    """The rows behind a figure, right of the printed area as in the tables above."""
    small = formats.get(font_name=styles.SONG, font_size=styles.NOTE_SIZE, font_color="#5B6672")
    styles.put_text(sheet, row, _WIDE + 2, f"{name}：总台账第{rows_behind(places)}行", small)


def _weeks(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent, row: int) -> int:
    styles.put_text(sheet, row, 0, "历周走势", formats.part())
    row = _say(
        sheet,
        formats,
        row + 1,
        "各周数字是当周归档时的数；本周销号 = 本周末已销号 − 上周末已销号，有回炉的可能为负。",
    )
    for col, text in enumerate(_WEEKS):
        styles.put_text(sheet, row, col, text, formats.head())
    first = row + 1
    before: int | None = None
    for at, record in enumerate(content.history, first):
        owed = len(record.fates)
        cells: tuple[int | str, ...] = (
            record["measures"], record["closed"], record.open,
            "—" if before is None else record["closed"] - before,
            record["requested"], record["overdue"], record["due_soon"], owed, record.on_time,
        )  # fmt: skip
        styles.put_text(sheet, at, 0, record.label, formats.body())
        for col, value in enumerate(cells, 1):
            if isinstance(value, str):
                styles.put_text(sheet, at, col, value, formats.body(centred=True))
            else:
                styles.put_number(sheet, at, col, value, formats.body(centred=True, text=False))
        share = formats.body(centred=True, number="0.0%")
        if owed:
            styles.put_number(sheet, at, len(_WEEKS) - 1, record.on_time / owed, share)
        else:
            styles.put_text(sheet, at, len(_WEEKS) - 1, "—", formats.body(centred=True))
        before = record["closed"]
    last = row + len(content.history)
    if len(content.history) < 2:
        return last + 1
    _burn_down(book, sheet, first, last)
    for at in range(last + 2, last + 2 + _CHART_ROWS):
        sheet.set_row(at, _ROW)
    return last + 2 + _CHART_ROWS


def _burn_down(book: Workbook, sheet: Worksheet, first: int, last: int) -> None:
    """未销号 and 超期 over the weeks."""
    chart = book.add_chart({"type": "line"})
    name = sheet.get_name()
    for col, colour in ((3, "#0B5394"), (6, "#D9534F")):
        chart.add_series(
            {
                "name": [name, first - 1, col],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, col, last, col],
                "line": {"color": colour, "width": 2.25},
                "marker": {
                    "type": "circle",
                    "size": 6,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
                "data_labels": {"value": True, "position": "above"},
            }
        )
    font = {"name": styles.SONG, "size": 9}
    chart.set_title({"name": "未销号和超期措施（条）", "name_font": {"name": styles.HEI, "size": 11}})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_x_axis({"num_font": font})
    chart.set_y_axis(
        {"num_font": font, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#E3E6EA"}}}
    )
    chart.set_size({"width": 1000, "height": _CHART_ROWS * _ROW * 4 // 3 - 10})
    sheet.insert_chart(
        last + 2, 0, chart, {"object_position": 2, "description": "历周未销号和超期措施的条数"}
    )


def _forecast(sheet: Worksheet, formats: Formats, content: LedgerContent, pace: Pace | None, row: int) -> int:
    styles.put_text(sheet, row, 0, "按现在的速度预计", formats.part())
    if pace is None:
        return _say(sheet, formats, row + 1, "归档满两周以后，才能按销号速度推算。")
    spoken = f"{ReportWeek.parse(pace.first).label}末到{ReportWeek.parse(pace.last).label}末"
    text = f"{spoken}共{pace.weeks}周，认定销号{pace.closed}条，平均每周 {pace.closed} ÷ {pace.weeks} = {pace.per_week:.2f} 条。"
    left = content.history[-1].open
    day = finish_day(left, pace, content.today)
    if day is not None:
        text += f"未销号{left}条，照此速度约需 {left} ÷ {pace.per_week:.2f} = {left / pace.per_week:.1f} 周，到{chinese_date(day)}前后销完。"
    text += (
        "下表按最后期限先后推算：可销号 = 每周条数 × 距旬末周数（舍去小数），赶不上 = 累计到期（含已超期）− 可销号。"
        "已申请销号的不计。这是按平均速度的推算，供安排工作参考。"
    )
    row = _say(sheet, formats, row + 1, text)
    lines = forecast(content.ledger, pace, content.settings, content.today)
    if not lines:
        return _say(sheet, formats, row, "没有还未到期的措施。")
    for col, head in enumerate(_FORECAST):
        styles.put_text(sheet, row, col, head, formats.head())
    sheet.set_row(row, 30)
    for at, line in enumerate(lines, row + 1):
        styles.put_text(sheet, at, 0, line.ten_days.label, formats.body())
        for col, value in enumerate((len(line.due), line.so_far), 1):
            styles.put_number(sheet, at, col, value, formats.body(centred=True, text=False))
        styles.put_number(sheet, at, 3, round(line.weeks, 1), formats.body(centred=True, number="0.0"))
        styles.put_number(sheet, at, 4, line.can, formats.body(centred=True, text=False))
        look = styles.LAMP_LOOKS["超期"] if line.short else None
        styles.put_number(sheet, at, 5, line.short, formats.body(centred=True, look=look, text=False))
        _trace(sheet, formats, at, "该旬到期", line.due)
    return row + len(lines)

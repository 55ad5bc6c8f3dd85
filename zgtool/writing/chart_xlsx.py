"""作战图.xlsx: the wall chart as cells – bars, today's line and lamps by cell formats, ready for A3 and a tiled A0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zgtool.model.period import TenDay
from zgtool.model.text import shorten
from zgtool.ops.standing import Standing
from zgtool.ops.statistics import group_label
from zgtool.ops.wallchart import (
    BLUE,
    DONE_FLAG,
    GREEN,
    GREY,
    LATE_FLAG,
    LIGHTS,
    RED,
    WHITE,
    YELLOW,
    Group,
    Item,
    WallChart,
)
from zgtool.writing import styles
from zgtool.writing.formats import Formats, lamp_look
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.lists import ledger_row

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

BAR_FILLS = {RED: "#E06666", YELLOW: "#F6C244", GREEN: "#77BC65", BLUE: "#6FA8DC", GREY: "#B7B7B7", WHITE: "#E8EAED"}  # fmt: skip
"""The bars' colours; the word stands in 亮灯."""
MEANINGS = {
    RED: "红 超期", YELLOW: "黄 临期", GREEN: "绿 正常", BLUE: "蓝 待认定", GREY: "灰 已销号", WHITE: "白 无期限",
}  # fmt: skip
TODAY_INK = "#C00000"
"""The line of today."""
CHANGED_INK = "#1F4E9E"
"""The outline of what changed this week."""
_FLAGS = {DONE_FLAG: styles.Look(DONE_FLAG, "#D22B2B", "#FFFFFF"), LATE_FLAG: styles.Look(LATE_FLAG, "#1A1A1A", "#FFFFFF")}  # fmt: skip

_NAMES = (("措施编号", 8), ("整改措施", 36), ("牵头单位", 12), ("分管领导", 8), ("整改时限", 13), ("亮灯", 10), ("旗", 6),
          ("本周变化", 13), ("台账行", 6))  # fmt: skip
_LEFT = len(_NAMES)
_TEN_WIDTH = 4.6
_TOP = 5
"""Row (from 0) of the first group: title, particulars, legend, months and 旬 stand above."""
_PORTRAIT_A3 = (4, 2)
"""Pages across and down: eight upright A3 sheets make one lying A0."""
_A0 = (3200.0, 2200.0)
"""Printable width and height of those eight sheets, in points."""
_CHAR = 5.6
"""Points a character of column width takes."""


Row = tuple[str, Item | None]
"""A band's words and no item, or an item."""


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One sheet of the chart: panels side by side, each a list of rows. scale: of fonts, widths and heights."""

    name: str
    panels: Sequence[Sequence[Row]]
    scale: float = 1.0
    tiled: bool = False


def write_chart(target: Path, chart: WallChart, content: LedgerContent) -> None:
    """Write the chart by unit and by leader for A3, and by unit for a tiled A0. Raises OSError, LimitExceeded."""
    labels = {u.name: u.label for u in content.settings.units}
    by_unit, by_leader = (_rows(groups, labels) for groups in (chart.by_unit, chart.by_leader))
    with styles.open_workbook(
        target, title=chart_title(content), author=content.settings.office, created=content.created
    ) as book:
        for drawing in (
            _Drawing("按牵头单位", (by_unit,)),
            _Drawing("按分管领导", (by_leader,)),
            _tiled("A0拼图", by_unit, chart),
        ):
            _draw(book, book.add_worksheet(drawing.name), drawing, chart, content)


def _rows(groups: Sequence[Group], labels: dict[str, str]) -> list[Row]:
    rows: list[Row] = []
    for group in groups:
        rows.append((f"{group_label(group.name, labels)}　{standing_words(group.standing)}", None))
        rows += [("", item) for item in group.items]
    return rows


def _tiled(name: str, rows: Sequence[Row], chart: WallChart) -> _Drawing:
    """As many panels side by side, and as large, as fills an A0; a group that goes on in the next panel says so."""
    width = sum(w for _, w in _NAMES) * _CHAR + len(chart.columns) * _TEN_WIDTH * _CHAR
    high = sum(_height(row) for row in rows)
    count = max(1, round(sqrt(high / width * _A0[0] / _A0[1])))
    panels: list[list[Row]] = [[]]
    used, band = 0.0, ""
    for place, row in enumerate(rows):
        band = row[0] or band
        last_of_panel = (
            row[1] is None
            and used + _height(row) + _height(rows[min(place + 1, len(rows) - 1)]) > high / count
        )
        if panels[-1] and len(panels) < count and (used + _height(row) > high / count or last_of_panel):
            panels.append([(f"{band}（续）", None)] if row[1] is not None else [])
            used = 0.0
        panels[-1].append(row)
        used += _height(row)
    tallest = max(sum(map(_height, panel)) for panel in panels) + 150
    scale = min(_A0[0] / (width * len(panels)), _A0[1] / tallest)
    return _Drawing(name, panels, min(max(scale, 0.6), 3.5), tiled=True)


def chart_title(content: LedgerContent) -> str:
    """××局巡视整改挂图作战图（2020年第24周）."""
    week = f"（{content.week.label}）" if content.week else ""
    return f"{content.settings.bureau}{content.settings.inspection}整改作战图{week}"


def chart_particulars(chart: WallChart, content: LedgerContent) -> str:
    """As-of moment, figures, and what is not drawn."""
    t = chart.whole.tally
    seal = f"封存码 {code}。" if (code := content.seal) else ""
    left = (
        f"措施较多，图上列最急的{len(chart.items)}条，另有{chart.left_out}条见总台账。"
        if chart.left_out
        else ""
    )
    return (
        f"截至{content.as_of}：问题{t.problems}个，全部销号{t.closed_problems}个；措施{t.total}条，已销号{t.closed}条，"
        f"申请销号{t.requested}条，推进中{t.doing}条，未启动{t.waiting}条；超期{t.overdue}条，临期{t.due_soon}条。{left}{seal}"
    )


def standing_words(standing: Standing) -> str:
    """措施10条：已销号2，超期1，临期3."""
    t = standing.tally
    return f"措施{t.total}条：已销号{t.closed}，申请销号{t.requested}，超期{t.overdue}，临期{t.due_soon}"


class _Looks(Formats):
    """The chart's cells at one scale."""

    def __init__(self, book: Workbook, scale: float) -> None:
        super().__init__(book)
        self._scale = scale

    def text(self, size: float = 10, **more: Any) -> Format:
        base: dict[str, Any] = {
            "font_name": styles.SONG, "font_size": round(size * self._scale, 1), "font_color": styles.INK,
            "valign": "vcenter", "align": "center", "text_wrap": True, "border": 1, "border_color": "#BFC5CC",
            "num_format": "@",
        }  # fmt: skip
        return self.get(**{**base, **more})

    def bar(self, fill: str, *, today: bool, word: bool) -> Format:
        """One 旬 of a row; today's column has a red line on its left."""
        more: dict[str, Any] = {"bg_color": fill} if fill else {}
        if today:
            more |= {"left": 5, "left_color": TODAY_INK}
        return self.text(8, text_wrap=False, bold=word, **more)


def _draw(
    book: Workbook, sheet: Worksheet, drawing: _Drawing, chart: WallChart, content: LedgerContent
) -> None:
    looks, scale = _Looks(book, drawing.scale), drawing.scale
    panel_width = _LEFT + len(chart.columns) + 1
    last_col = panel_width * len(drawing.panels) - 2
    heights: dict[int, float] = {}
    for place, panel in enumerate(drawing.panels):
        left = place * panel_width
        for col, (_, width) in enumerate(_NAMES, left):
            sheet.set_column(col, col, width * scale)
        sheet.set_column(left + _LEFT, left + panel_width - 2, _TEN_WIDTH * scale)
        _headings(sheet, looks, chart, left)
        for row, line in enumerate(panel, _TOP):
            _row(sheet, looks, chart, line, (row, left))
            heights[row] = max(heights.get(row, 0), _height(line) * scale)
    _top(sheet, looks, drawing, chart, content, last_col)
    for row, height in heights.items():
        sheet.set_row(row, min(height, 409))
    last = _TOP + max(map(len, drawing.panels)) - 1
    if last < _TOP:
        styles.put_merged(
            sheet, (_TOP, 0), (_TOP, last_col), "总台账里还没有措施。", looks.text(align="left")
        )
    sheet.freeze_panes(_TOP, 0 if drawing.tiled else 2)
    sheet.hide_gridlines(2)
    sheet.set_zoom(40 if drawing.tiled else 90)
    styles.print_setup(sheet, paper="A3", landscape=not drawing.tiled)
    sheet.set_margins(left=0.3, right=0.3, top=0.35, bottom=0.5)
    sheet.print_area(0, 0, max(last, _TOP), last_col)
    if drawing.tiled:
        sheet.fit_to_pages(*_PORTRAIT_A3)
    else:
        sheet.repeat_rows(0, _TOP - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _top(
    sheet: Worksheet,
    looks: _Looks,
    drawing: _Drawing,
    chart: WallChart,
    content: LedgerContent,
    last_col: int,
) -> None:
    """Title, particulars, legend."""
    plain = {"border": 0, "align": "left"}
    title = looks.text(18, font_name=styles.HEI, **plain)
    styles.put_merged(sheet, (0, 0), (0, last_col), f"{chart_title(content)}·{drawing.name}", title)
    said = looks.text(10, **plain)
    styles.put_merged(sheet, (1, 0), (1, last_col), chart_particulars(chart, content), said)
    for row, height in enumerate((32, 34, 30, 18, 30)):
        sheet.set_row(row, height * drawing.scale)
    _legend(sheet, looks, last_col)


def _headings(sheet: Worksheet, looks: _Looks, chart: WallChart, left: int) -> None:
    """Column names, months over 旬; today's 旬 in red."""
    head = looks.text(10, font_name=styles.HEI, bg_color=styles.HEAD_FILL)
    for col, (name, _) in enumerate(_NAMES, left):
        styles.put_merged(sheet, (3, col), (4, col), name, head)
    first = 0
    for place, ten in enumerate(chart.columns):
        last = place + 1 == len(chart.columns) or chart.columns[place + 1].month != ten.month
        if last:
            name = f"{ten.year}年{ten.month}月" if place - first == 2 else f"{ten.month}月"
            spot = left + _LEFT
            styles.put_merged(sheet, (3, spot + first), (3, spot + place), name, head)
            first = place + 1
        now = place == chart.today
        ink = (
            {"bg_color": TODAY_INK, "font_color": "#FFFFFF", "bold": True}
            if now
            else {"bg_color": styles.HEAD_FILL}
        )
        fmt = looks.text(9, font_name=styles.HEI, **ink)
        styles.put_text(sheet, 4, left + _LEFT + place, _ten_name(ten, now=now), fmt)


def _ten_name(ten: TenDay, *, now: bool) -> str:
    name = "上中下"[ten.part - 1]
    return f"{name}\n今" if now else name


def _legend(sheet: Worksheet, looks: _Looks, last_col: int) -> None:
    """Swatches with words; what the line, the outline and the flags mean."""
    said = looks.text(9, border=0, align="left")
    styles.put_merged(
        sheet,
        (2, 0),
        (2, 1),
        "图例：条形从挂号到最后期限，期限那一旬写日期；红竖线是今天；蓝框是本周有变化",
        said,
    )
    cells = [(MEANINGS[light], {"bg_color": BAR_FILLS[light]}) for light in LIGHTS]
    cells += [
        (f"{name} {what}", {"bg_color": look.fill, "font_color": look.ink})
        for (name, look), what in zip(_FLAGS.items(), ("已销号", "超期"), strict=True)
    ]
    spans = _spans(len(cells), last_col)
    for (words, fill), (first, last) in zip(cells, spans, strict=True):
        styles.put_merged(sheet, (2, first), (2, last), words, looks.text(9, **fill))


def _spans(count: int, last_col: int) -> list[tuple[int, int]]:
    """Columns of the legend's swatches: one each on the left, three 旬 each behind them as far as there are."""
    single = [(col, col) for col in range(2, _LEFT)]
    behind = [(col, min(col + 2, last_col)) for col in range(_LEFT, last_col + 1, 3)]
    return (single + behind)[:count]


def _row(sheet: Worksheet, looks: _Looks, chart: WallChart, line: Row, spot: tuple[int, int]) -> None:
    """A group's band or an item, at (row, first column)."""
    words, item = line
    row, left = spot
    if item is None:
        band = looks.text(11, font_name=styles.HEI, align="left", bg_color="#E9EEF5")
        styles.put_merged(sheet, spot, (row, left + _LEFT + len(chart.columns) - 1), words, band)
        return
    _words(sheet, looks, item, spot)
    for col in range(len(chart.columns)):
        held = item.first <= col <= item.last
        late = item.light == RED and item.last < col <= chart.today
        fill = BAR_FILLS[item.light] if held else "#F4C7C7" if late else ""
        word = f"{item.due_day.month}.{item.due_day.day}" if item.due_day and col == item.due else ""
        fmt = looks.bar(fill, today=col == chart.today, word=bool(word))
        styles.put_text(sheet, row, left + _LEFT + col, word, fmt)


def _words(sheet: Worksheet, looks: _Looks, item: Item, spot: tuple[int, int]) -> None:
    """What stands left of the bar; a measure that changed this week is outlined."""
    row, left = spot
    texts = _texts(item)
    outline: dict[str, Any] = (
        {"top": 2, "bottom": 2, "top_color": CHANGED_INK, "bottom_color": CHANGED_INK} if item.moved else {}
    )
    for col, text in enumerate(texts):
        more: dict[str, Any] = {"align": "left"} if _NAMES[col][0] in ("整改措施", "整改时限") else {}
        look = lamp_look(text) if col == 5 else _FLAGS.get(text) if col == 6 else None
        if look:
            more |= {"bg_color": look.fill, "font_color": look.ink, "bold": True}
        if item.moved and col == 0:
            more |= {"left": 2, "left_color": CHANGED_INK}
        if item.moved and col == len(texts) - 1:
            more |= {"right": 2, "right_color": CHANGED_INK, "font_color": CHANGED_INK}
        styles.put_text(sheet, row, left + col, text, looks.text(**outline, **more))
    number = looks.text(num_format="General")
    styles.put_number(sheet, row, left + _LEFT - 1, ledger_row(item.place), number)


def _texts(item: Item) -> tuple[str, ...]:
    m = item.measure
    return (m.number, shorten(m["measure"], 60), m["lead_unit"], m["leader"], shorten(m["deadline"], 24),
            item.lamp, item.flag, item.moved)  # fmt: skip


def _height(line: Row) -> float:
    """Height of a row at scale 1."""
    if line[1] is None:
        return 22
    texts = _texts(line[1])
    return styles.row_height([(texts[c], _NAMES[c][1]) for c in (1, 2, 4, 5, 7)], size=10, least=30)

"""要点.xlsx: the points for the clerk to confirm, and which of them has a measure.

The sheet 要点确认 is a ledger: after confirming, `zgtool init --ledger` reads the same workbook. The other
sheets are laid out so that nobody can take them for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from zgtool.model.columns import BY_KEY, TOOL_KEYS, Level, heading_of, level_of
from zgtool.model.finding import Severity
from zgtool.model.settings import Settings
from zgtool.ops.points import GRADES, STATES, PointLine, PointsBook
from zgtool.ops.points_confirmed import BASIS, CHOICES, CONFIRM, GRADE, MATCH, SERVING
from zgtool.ops.points_rows import confirmation_rows
from zgtool.writing import styles
from zgtool.writing.points_looks import Looks
from zgtool.writing.points_matrix import COMPARISON, write_matrix

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

GUIDE, CONFIRMING = "说明", "要点确认"
_SURE, _LIKELY, _UNSURE = GRADES
_YES, _ASK, _NO = STATES

_HEAD_ROW = 2
_NAMED = ("problem_no", "category", "problem", "point_no", "point", GRADE, BASIS, CONFIRM)
_FILLED = ("measure", "target", "horizon", "lead_unit", "supporting_units", "leader", "deadline")
_BY_POINT = frozenset({"point_no", "point", GRADE, BASIS, CONFIRM})
_CENTRED = frozenset({"problem_no", "point_no", "number", GRADE, CONFIRM, "horizon", "leader"})
_TOLD = frozenset({GRADE, BASIS, MATCH})
_WIDTHS: Mapping[str, float] = {
    "problem_no": 8, "category": 15, "problem": 36, "point": 32, "point_no": 8, GRADE: 9.5, BASIS: 22, CONFIRM: 12, MATCH: 22,
    "measure": 34, "target": 20,
}  # fmt: skip
_A3_WIDTH = 265


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of 要点确认: its texts by key, and the serial of its problem and of its point."""

    values: Mapping[str, str]
    problem: int
    point: int


def write_points(
    target: Path,
    book: PointsBook,
    settings: Settings,
    *,
    source: str,
    created: date,
    registered: bool = False,
) -> None:
    """Write 要点.xlsx, whole or not at all. `source`: the name of the paper or ledger the points come from.

    registered: the points were compared with a work area's ledger, in which the office changes them itself.

    Raises OSError or styles.LimitExceeded, and then leaves `target` as it was.
    """
    title = f"{settings.bureau}{settings.inspection}反馈问题要点"
    with styles.open_workbook(target, title=title, author=settings.office, created=created) as workbook:
        looks = Looks(workbook)
        _guide(workbook, looks, guide_lines(book, source, registered))
        confirming = workbook.add_worksheet(CONFIRMING)
        _confirming(confirming, looks, book, f"{title}确认表", source)
        write_matrix(workbook, looks, book, f"{title}与措施对照表")
        confirming.activate()


def guide_lines(book: PointsBook, source: str, registered: bool = False) -> list[str]:
    """What the sheet 说明 says."""
    use = (
        "三、确认后保存，用这份文件建立工作区：zgtool init 整改台账 --ledger 要点.xlsx。"
        "“不是要点”的不列入台账，“与上条合并”的并到同一问题的上一条，都会逐条打印出来。"
    )
    if registered:
        use = "三、工作区已经建好，这份文件供核对：要点和措施有改动的，请直接在总台账里改。"
    lines = [
        f"一、“{CONFIRMING}”一表从“{source}”读出{len(book.problems)}个问题、{book.points()}个要点，"
        f"其中有把握{book.graded(_SURE)}个、较有把握{book.graded(_LIKELY)}个、拿不准{book.graded(_UNSURE)}个。"
        "请对照原文逐条核对，先看“拿不准”的。",
        "二、在“办公室确认”一栏选“确认”“不是要点”或“与上条合并”，空着就是确认；要点的文字可以直接改，漏掉的要点可以插一行补上。"
        "整改措施、牵头单位等栏可以现在填，也可以以后由单位报。",
        use,
    ]
    if book.measured:
        lines.append(
            f"四、“{COMPARISON}”一表：有措施的要点{book.points(_YES)}个，待确认{book.points(_ASK)}个，"
            f"缺措施{book.points(_NO)}个，没有对上要点的措施{book.stray}条。"
            "√是按用词或台账对上的，？是要请办公室确认的，都不能代替人看原文。"
        )
    return lines


def _guide(book: Workbook, looks: Looks, lines: Sequence[str]) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 78)
    styles.put_text(sheet, 0, 0, "怎样用这份文件", looks.get("title"))
    sheet.set_row(0, 34)
    for row, text in enumerate(lines, 1):
        styles.put_text(sheet, row, 0, text, looks.get("line"))
        sheet.set_row(row, styles.row_height([(text, 78)]) + 10)
    styles.print_setup(sheet, landscape=False)


def _layout(book: PointsBook, rows: Sequence[_Row]) -> tuple[str, ...]:
    used = {key for row in rows for key, value in row.values.items() if value}
    order = [
        *_NAMED,
        *([MATCH] if book.measured else []),
        *(["number"] if "number" in used else []),
        *_FILLED,
    ]
    rest = [k for k in (*book.layout, *sorted(used)) if k in used and k not in order]
    return tuple(dict.fromkeys([*order, *(k for k in rest if k not in TOOL_KEYS and k != "serial")]))


def _rows(book: PointsBook) -> Iterator[_Row]:
    point = 0
    for serial, problem in enumerate(book.problems):
        last: PointLine | None = None
        for row, line, word in confirmation_rows(problem):
            point += line is None or line is not last
            last = line
            told = {GRADE: line.grade, BASIS: line.reason} if line else {}
            kept = {k: v for k, v in row.values.items() if k not in SERVING}
            yield _Row({**kept, **told, MATCH: word if book.measured else ""}, serial, point)


def _confirming(sheet: Worksheet, looks: Looks, book: PointsBook, title: str, source: str) -> None:
    rows = list(_rows(book))
    layout = _layout(book, rows)
    widths = [_width(key) for key in layout]
    last_col, last_row = len(layout) - 1, _HEAD_ROW + max(len(rows), 1)
    line = f"来源：{source}。“办公室确认”空着就是确认；绿底各栏是工具的判断，供参考。"
    wide = sum(widths) > _A3_WIDTH
    # On a second page the first column is printed again, and a title in it would be printed cut.
    styles.put_merged(sheet, (0, int(wide)), (0, last_col), title, looks.get("title"))
    styles.put_merged(sheet, (1, int(wide)), (1, last_col), line, looks.get("line"))
    sheet.set_row(0, 30)
    sheet.set_row(1, 22)
    for col, (key, width) in enumerate(zip(layout, widths, strict=True)):
        styles.put_text(sheet, _HEAD_ROW, col, heading_of(key), looks.get("head", "center"))
        sheet.set_column(col, col, width)
        _choices(sheet, key, col, last_row)
    sheet.set_row(_HEAD_ROW, 34)
    for place, height in enumerate(_heights(rows, layout), _HEAD_ROW + 1):
        sheet.set_row(place, height)
    for col, key in enumerate(layout):
        for first, last in _spans(rows, key):
            text = rows[first].values.get(key, "")
            styles.put_merged(
                sheet,
                (_HEAD_ROW + 1 + first, col),
                (_HEAD_ROW + 1 + last, col),
                text,
                _format(looks, key, text),
            )
    sheet.autofilter(_HEAD_ROW, 0, last_row, last_col)
    sheet.freeze_panes(_HEAD_ROW + 1, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    styles.print_setup(sheet, paper="A3", head_rows=(_HEAD_ROW, _HEAD_ROW), header=title)
    if wide:
        sheet.fit_to_pages(2, 0)
        sheet.repeat_columns(0, 0)


def _width(key: str) -> float:
    return _WIDTHS.get(key) or (BY_KEY[key].width if key in BY_KEY else 14)


def _format(looks: Looks, key: str, text: str) -> Format:
    mark = ""
    if text == _UNSURE or (key == MATCH and text.startswith(("待确认", "可能", "没有对上", "与别的"))):
        mark = styles.SEVERITY_LOOKS[Severity.WARNING].word
    elif key == MATCH and text.startswith("缺措施"):
        mark = styles.SEVERITY_LOOKS[Severity.ERROR].word
    return looks.get(
        "told" if key in _TOLD else "cell", "center" if key in _CENTRED else "left", mark if text else ""
    )


def _spans(rows: Sequence[_Row], key: str) -> Iterator[tuple[int, int]]:
    """Rows that share one cell: a problem's rows, a point's rows. Below its first row a merged cell is blank,

    so that a text the clerk changes has no old copies under it.
    """
    if key in _BY_POINT:
        groups = [len(list(g)) for _, g in groupby(rows, key=lambda r: r.point)]
    elif level_of(key) is Level.PROBLEM:
        sames = groupby(rows, key=lambda r: (r.problem, r.values.get(key, "")))
        groups = [len(list(g)) for _, g in sames]
    else:
        groups = [1] * len(rows)
    start = 0
    for count in groups:
        yield start, start + count - 1
        start += count


def _heights(rows: Sequence[_Row], layout: Sequence[str]) -> list[float]:
    """Heights in points that show every cell, rows under one cell sharing what its text needs."""
    heights = [26.0] * len(rows)
    order = sorted(layout, key=lambda k: (level_of(k) is Level.PROBLEM, k in _BY_POINT))
    for key in order:
        for first, last in _spans(rows, key):
            need = styles.row_height([(rows[first].values.get(key, ""), _width(key))])
            short = need - sum(heights[first : last + 1])
            if short > 0:
                for place in range(first, last + 1):
                    heights[place] = min(heights[place] + short / (last - first + 1), 409)
    return heights


def _choices(sheet: Worksheet, key: str, col: int, last_row: int) -> None:
    choices = CHOICES if key == CONFIRM else BY_KEY[key].choices if key in BY_KEY else ()
    if not choices:
        return
    heading = heading_of(key)
    options = {
        "validate": "list",
        "source": list(choices),
        "error_type": "warning",
        "error_title": "请选择",
        "error_message": f"“{heading}”请从下拉列表里选。",
    }
    if sheet.data_validation(_HEAD_ROW + 1, col, last_row + 200, col, options):
        raise styles.LimitExceeded(f"“{heading}”的下拉选项超过 255 个字符，没有写入。请减少选项。")

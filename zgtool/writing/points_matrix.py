"""要点对照: for each problem its points as rows against its measures as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zgtool.model.ledger import Measure
from zgtool.model.text import shorten
from zgtool.ops.points import STATES, PointLine, PointsBook, ProblemPoints
from zgtool.writing import styles
from zgtool.writing.points_looks import Looks

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

COMPARISON = "要点对照"
_YES, _ASK, _NO = STATES
_BAND = 8
"""Measures beside each other; more go into further bands below."""
_SIDE = (9.0, 42.0, 13.0)
_MEASURE_WIDTH = 17.0


def write_matrix(book: Workbook, looks: Looks, content: PointsBook, title: str) -> None:
    """Write the sheet 要点对照: for every problem its points as rows, its measures as columns."""
    sheet = book.add_worksheet(COMPARISON)
    most = max((len(p.measures) for p in content.problems), default=0)
    band = min(max(most, 3), _BAND)
    last_col = len(_SIDE) + band - 1
    for col in range(last_col + 1):
        sheet.set_column(col, col, _SIDE[col] if col < len(_SIDE) else _MEASURE_WIDTH)
    styles.put_merged(sheet, (0, 0), (0, last_col), title, looks.get("title"))
    line = "√ 有措施　　？ 请办公室确认是否对应　　空白 没有对上。按用词和台账对照，供参考。"
    if not content.measured:
        line = "还没有措施可以对照。措施填好以后，用 zgtool points --ledger 要点.xlsx -o 要点对照.xlsx 再出一份。"
    styles.put_merged(sheet, (1, 0), (1, last_col), line, looks.get("line"))
    sheet.set_row(0, 30)
    sheet.set_row(1, 22)
    row = 2
    if content.measured:
        for problem in content.problems:
            row = _matrix(sheet, looks, problem, row, band)
    sheet.freeze_panes(2, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    styles.print_setup(sheet, paper="A4" if band < 5 else "A3", header=title)


def _matrix(sheet: Worksheet, looks: Looks, problem: ProblemPoints, row: int, band: int) -> int:
    """One problem: its points against its measures; returns the next free row."""
    last_col = len(_SIDE) + band - 1
    states = [line.cover.state for line in problem.points]
    bar = (
        f"问题{problem.number}　{shorten(problem.problem, 60)}　　要点{len(states)}个：有措施{states.count(_YES)}，"
        f"待确认{states.count(_ASK)}，缺措施{states.count(_NO)}；措施{len(problem.measures)}条"
    )
    styles.put_merged(sheet, (row, 0), (row, last_col), bar, looks.get("bar"))
    sheet.set_row(row, styles.row_height([(bar, sum(_SIDE) + band * _MEASURE_WIDTH)], least=24))
    row += 1
    for start in range(0, max(len(problem.measures), 1), band):
        shown = range(start, min(start + band, len(problem.measures)))
        _matrix_head(sheet, looks, problem, row, shown, last_col)
        row += 1
        for line, marks in zip(problem.points, problem.marks, strict=True):
            _matrix_row(sheet, looks, line, [marks[j] for j in shown], row, last_col)
            row += 1
    for measure in problem.measures_without_point:
        text = f"措施没有对上要点，请核实：{_label(measure)}"
        styles.put_merged(sheet, (row, 0), (row, last_col), text, looks.get("cell", mark="警告"))
        sheet.set_row(row, styles.row_height([(text, sum(_SIDE) + band * _MEASURE_WIDTH)], least=22))
        row += 1
    return row


def _label(measure: Measure) -> str:
    return f"{measure.number}　{measure['measure']}".strip()


def _matrix_head(
    sheet: Worksheet, looks: Looks, problem: ProblemPoints, row: int, shown: range, last_col: int
) -> None:
    head = looks.get("head", "center")
    styles.put_merged(sheet, (row, 0), (row, 1), "要点 ＼ 措施", head)
    styles.put_text(sheet, row, 2, "对照结果", head)
    small = looks.get("told", "left")
    texts = [shorten(_label(problem.measures[j]), 48) for j in shown]
    texts += ["没有措施"] * (not problem.measures)
    for col in range(len(_SIDE), last_col + 1):
        place = col - len(_SIDE)
        styles.put_text(sheet, row, col, texts[place] if place < len(texts) else "", small)
    sheet.set_row(row, styles.row_height([(t, _MEASURE_WIDTH) for t in texts], least=24))


def _matrix_row(
    sheet: Worksheet, looks: Looks, line: PointLine, marks: Sequence[str], row: int, last_col: int
) -> None:
    word, mark = {_YES: ("有措施", ""), _ASK: ("待确认", "警告"), _NO: ("缺措施", "错误")}[line.cover.state]
    styles.put_text(sheet, row, 0, line.number, looks.get("cell", "center", mark))
    styles.put_text(sheet, row, 1, line.text, looks.get("cell", "left", mark))
    styles.put_text(sheet, row, 2, word, looks.get("cell", "center", mark))
    for col in range(len(_SIDE), last_col + 1):
        place = col - len(_SIDE)
        state = marks[place] if place < len(marks) else ""
        sign = {_YES: "√ 有", _ASK: "？ 待确认"}.get(state, "")
        styles.put_text(sheet, row, col, sign, looks.get("cell", "center", "警告" if state == _ASK else ""))
    sheet.set_row(row, styles.row_height([(line.number, _SIDE[0]), (line.text, _SIDE[1])], least=22))

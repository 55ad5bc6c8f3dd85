"""The comparison as a workbook: 概要 with the risky changes, 逐格对照, and 整行对照 with unchanged columns folded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zgtool.model.columns import BY_KEY, heading_of
from zgtool.model.text import CONTROL
from zgtool.ops.text_marks import Run, mark_changes
from zgtool.reports.difference import ADDED, CHANGED, GONE, MOVED, CellLine, Difference, RowPair
from zgtool.writing import styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SUMMARY, CELLS, ROWS = "概要", "逐格对照", "整行对照"
_FILLS = {CHANGED: "#FFF3D6", ADDED: "#DDF0DD", GONE: "#FBDCDC", MOVED: "#E2EAF5"}
_OLD_INK, _NEW_INK = "#B00020", "#1B6B2A"
_HEADS = (("变化", 8), ("措施编号", 10), ("牵头单位", 14), ("栏目", 14), ("旧", 46), ("新", 46),
          ("要先看", 12), ("说明", 34), ("旧表位置", 10), ("新表位置", 10))  # fmt: skip
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_diff(target: Path, content: Difference, *, today: date, author: str = "") -> None:
    """Write the workbook; raises OSError or styles.LimitExceeded, and then leaves `target` as it was."""
    title = f"比对：{content.old_name} → {content.new_name}"
    with styles.open_workbook(target, title=title, author=author, created=today) as book:
        looks = _Looks(book)
        _summary(book, content, looks, title)
        _cells(book, CELLS, content.lines, looks, "没有差别。")
        _rows(book, content, looks)


class _Looks:
    """The few formats of this workbook."""

    def __init__(self, book: Workbook) -> None:
        base: dict[str, Any] = {**styles.BOXED, "num_format": "@"}
        self.title = book.add_format({"font_name": styles.HEI, "font_size": styles.TITLE_SIZE})
        self.line = book.add_format({**styles.BODY})
        self.head = book.add_format(
            {**base, "font_name": styles.HEI, "bg_color": styles.HEAD_FILL, "align": "center"}
        )
        self.cell = book.add_format(base)
        self.words = {
            word: book.add_format({**base, "bg_color": fill, "align": "center"})
            for word, fill in _FILLS.items()
        }
        self.shaded = {word: book.add_format({**base, "bg_color": fill}) for word, fill in _FILLS.items()}
        self.risk = book.add_format({**base, "bg_color": "#FBC5C5", "font_color": "#8E1414", "bold": True})
        ink: dict[str, Any] = {"font_name": styles.SONG, "font_size": styles.BODY_SIZE}
        self.old = book.add_format({**ink, "font_color": _OLD_INK, "font_strikeout": True})
        self.new = book.add_format({**ink, "font_color": _NEW_INK, "bold": True, "underline": 1})
        self.plain = book.add_format({**ink, "font_color": styles.INK})


def _summary(book: Workbook, content: Difference, looks: _Looks, title: str) -> None:
    sheet = book.add_worksheet(SUMMARY)
    styles.put_text(sheet, 0, 0, title, looks.title)
    went_by = (
        f"各行按“{content.used}”对应。"
        if content.used
        else "各行先按措施编号、再按问题要点和措施的文字对应。"
    )
    styles.put_merged(sheet, (1, 0), (1, len(_HEADS) - 1), content.sentence, looks.line)
    notes = f"{went_by}旧文字里删去的加删除线，新文字里添上的加下划线；位置是 Excel 里的单元格或行号。"
    styles.put_merged(sheet, (2, 0), (2, len(_HEADS) - 1), notes, looks.line)
    sheet.set_row(0, 28)
    sheet.set_row(1, 34)
    empty = "没有时限推后、标准降低、措施变软、状态跳变一类的改动。"
    _table(sheet, content.risks, looks, first=3, empty=empty)
    styles.print_setup(sheet, paper="A3", head_rows=(3, 3), header=title)


def _cells(book: Workbook, name: str, lines: Sequence[CellLine], looks: _Looks, empty: str) -> None:
    sheet = book.add_worksheet(name)
    _table(sheet, lines, looks, first=0, empty=empty)
    styles.print_setup(sheet, paper="A3", head_rows=(0, 0), header=name)


def _table(sheet: Worksheet, lines: Sequence[CellLine], looks: _Looks, *, first: int, empty: str) -> None:
    for col, (heading, width) in enumerate(_HEADS):
        styles.put_text(sheet, first, col, heading, looks.head)
        sheet.set_column(col, col, width)
    sheet.set_row(first, 24)
    for row, line in enumerate(lines, start=first + 1):
        _put_line(sheet, row, line, looks)
    if not lines:
        styles.put_merged(sheet, (first + 1, 0), (first + 1, len(_HEADS) - 1), empty, looks.cell)
    else:
        sheet.autofilter(first, 0, first + len(lines), len(_HEADS) - 1)
    sheet.freeze_panes(first + 1, 2)
    sheet.ignore_errors({"number_stored_as_text": "A1:Z1048576"})


def _put_line(sheet: Worksheet, row: int, line: CellLine, looks: _Looks) -> None:
    styles.put_text(sheet, row, 0, line.word, looks.words[line.word])
    for col, text in ((1, line.number), (2, line.unit), (3, line.heading), (7, line.said),
                      (8, line.old_spot), (9, line.new_spot)):  # fmt: skip
        styles.put_text(sheet, row, col, text, looks.cell)
    styles.put_text(sheet, row, 6, line.risk, looks.risk if line.risk else looks.cell)
    old, new = line.runs
    _put_runs(sheet, row, 4, old, looks.old, looks.cell, looks)
    _put_runs(sheet, row, 5, new, looks.new, looks.cell, looks)
    sheet.set_row(row, styles.row_height([(line.old, 46), (line.new, 46), (line.said, 34), (line.unit, 14)]))


def _put_runs(
    sheet: Worksheet, row: int, col: int, runs: Sequence[Run], mark: Format, cell: Format, looks: _Looks
) -> None:
    """A text with its changed words marked; one run, or a text Excel cannot hold marked, is written plainly."""
    text = "".join(run.text for run in runs)
    if len(runs) < 2:
        styles.put_text(sheet, row, col, text, cell)
        return
    pieces: list[Any] = []
    for run in runs:
        pieces += [mark if run.changed else looks.plain, _ESCAPE.sub("_x005F_", CONTROL.sub("", run.text))]
    if sheet.write_rich_string(row, col, *pieces, cell):
        styles.put_text(sheet, row, col, text, cell)


def _rows(book: Workbook, content: Difference, looks: _Looks) -> None:
    """Each touched row once: a changed column as old beside new, the others once and folded away."""
    sheet = book.add_worksheet(ROWS)
    touched = {key for pair in content.rows for key in pair.keys}
    lead = [k for k in content.layout if k in ("number", "lead_unit", "measure")]
    folded = [k for k in content.layout if k not in touched and k not in lead]
    shown = [*lead, *(k for k in content.layout if k in touched and k not in lead), *folded]
    plan = [(k, side) for k in shown for side in (("旧", "新") if k in touched else ("",))]
    heads = [
        "变化",
        "旧行",
        "新行",
        *(f"{heading_of(k)}（{side}）" if side else heading_of(k) for k, side in plan),
    ]
    for col, heading in enumerate(heads):
        styles.put_text(sheet, 0, col, heading, looks.head)
    sheet.set_column(0, 2, 7)
    for col, (key, _) in enumerate(plan, start=3):
        hidden = {"level": 1, "hidden": True} if key in folded else {}
        sheet.set_column(col, col, _width(key), None, hidden)
    if folded:
        sheet.set_column(len(heads), len(heads), None, None, {"collapsed": True})
    sheet.set_row(0, 30)
    for row, pair in enumerate(content.rows, start=1):
        _put_pair(sheet, row, pair, plan, looks)
    sheet.autofilter(0, 0, max(len(content.rows), 1), len(heads) - 1)
    sheet.freeze_panes(1, 4)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    styles.print_setup(sheet, paper="A3", head_rows=(0, 0), header=ROWS)


def _put_pair(
    sheet: Worksheet, row: int, pair: RowPair, plan: Sequence[tuple[str, str]], looks: _Looks
) -> None:
    styles.put_text(sheet, row, 0, pair.word, looks.words[pair.word])
    for col, held in ((1, pair.old), (2, pair.new)):
        styles.put_text(sheet, row, col, str(held.where.row or "") if held else "", looks.cell)
    seen = []
    for col, (key, side) in enumerate(plan, start=3):
        source = pair.old if side == "旧" else pair.new if side == "新" else pair.new or pair.old
        text = source[key] if source else ""
        seen.append((text, _width(key)))
        if key in pair.keys and pair.old is not None and pair.new is not None and side:
            runs = mark_changes(pair.old[key], pair.new[key])[side == "新"]
            mark = looks.new if side == "新" else looks.old
            _put_runs(sheet, row, col, runs, mark, looks.shaded[CHANGED], looks)
        else:
            look = looks.cell if pair.word == CHANGED else looks.shaded[pair.word]
            styles.put_text(sheet, row, col, text, look)
    sheet.set_row(row, styles.row_height(seen))


def _width(key: str) -> float:
    return BY_KEY[key].width if key in BY_KEY else 16

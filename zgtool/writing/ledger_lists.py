"""The ledger's lists: what changed, what is due, what is vague, points against measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgtool.model.columns import TOOL_KEYS, heading_of
from zgtool.model.ledger import Measure
from zgtool.ops.diff import Diff
from zgtool.ops.standing import Due, due_of, lamp_of
from zgtool.ops.statistics import point_lines
from zgtool.writing import styles
from zgtool.writing.formats import Formats, lamp_look
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.lists import Head, ListPage, put_list

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Line = tuple[str | int, ...]

_VAGUE = ("M201", "T101", "T102")
"""Codes of measures that are not quantified, and of deadlines that do not reach the 旬."""
_MOST_BESIDE = 8
"""Measures of a point that stand side by side in 要点对照; more are named in the last column."""


def changes(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
    """本周变化: one line for each new row, lost row and changed cell."""
    diff = content.diff or Diff()
    places = content.places()
    heads = (Head("措施编号", 10, True), Head("牵头单位", 16), Head("变化", 8, True), Head("栏目", 14, True),
             Head("上期", 44), Head("本期", 44))  # fmt: skip
    marked = [(r, (r.number, r["lead_unit"], "新增", "整改措施", "", r["measure"])) for r in diff.added]
    marked += [(r, (r.number, r["lead_unit"], "消失", "整改措施", r["measure"], "")) for r in diff.gone]
    marked += [
        (c.new, (c.new.number, c.new["lead_unit"], "改动", heading_of(key), c.old[key], c.new[key]))
        for c in diff.changed
        for key in c.keys
        if key not in TOOL_KEYS
    ]
    words = (
        f"新增{len(diff.added)}行，消失{len(diff.gone)}行，改动{len(diff.changed)}行" if diff else "没有变化"
    )
    looks = {"新增": styles.LAMP_LOOKS["正常"], "消失": styles.LAMP_LOOKS["超期"]}
    page = ListPage(
        "本周变化",
        f"与上期总台账相比，{words}。",
        heads,
        [line for _, line in marked],
        "与上期相比没有变化。",
        [places.get(row.number) for row, _ in marked],
        {2: looks.get},
    )
    put_list(book, sheet, formats, page)
    return words


def due(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
    """到期与超期: the most overdue first, then what is due soon, the nearest first."""
    overdue, soon = _dues(content)
    heads = (Head("措施编号", 10, True), Head("牵头单位", 16), Head("分管领导", 10, True), Head("整改措施", 50),
             Head("整改时限", 18), Head("最后期限", 13, True), Head("情况", 12, True), Head("完成状态", 12, True),
             Head("未完成原因", 30), Head("下一步措施", 26))  # fmt: skip
    lines = [(place, _due_line(found)) for place, found in (*overdue, *soon)]
    words = f"超期{len(overdue)}条，临期{len(soon)}条"
    days = max(content.settings.remind_days, default=0)
    page = ListPage(
        "到期与超期",
        f"截至{content.as_of}，{words}。临期是指{days}天内到期；已申请销号、等待认定的不列入。",
        heads,
        [line for _, line in lines],
        "没有超期和临期的措施。",
        [place for place, _ in lines],
        {6: lamp_look},
    )
    put_list(book, sheet, formats, page)
    return words


def _dues(content: LedgerContent) -> tuple[list[tuple[int, Due]], list[tuple[int, Due]]]:
    horizon = max(content.settings.remind_days, default=0)
    found = [
        (place, due)
        for place, row in enumerate(content.ledger.rows)
        if (due := due_of(row, content.settings, content.today))
    ]
    overdue = sorted((f for f in found if f[1].days > 0), key=lambda f: -f[1].days)
    soon = sorted((f for f in found if -horizon <= f[1].days <= 0), key=lambda f: f[1].due)
    return overdue, soon


def _due_line(found: Due) -> Line:
    row = found.measure
    word = f"超期{found.days}天" if found.days > 0 else f"{-found.days}天后到期" if found.days else "今天到期"
    return (row.number, row["lead_unit"], row["leader"], row["measure"], row["deadline"], found.due.isoformat(),
            word, row["status"], row["reason"], row["next_step"])  # fmt: skip


def vague(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
    """未量化与时限不到旬: what the rules found in the ledger's measures, with what to do."""
    places = content.places()
    found = [
        (places[f.where.number], f)
        for f in content.findings or ()
        if f.code in _VAGUE and f.where.number in places
    ]
    found.sort(key=lambda pair: (pair[0], pair[1].code))
    heads = (Head("措施编号", 10, True), Head("牵头单位", 16), Head("整改措施", 46), Head("量化标准或检验指标", 24),
             Head("整改时限", 16), Head("毛病", 30), Head("应怎样改", 40), Head("规则", 8, True))  # fmt: skip
    rows = content.ledger.rows
    lines = [
        (rows[p].number, rows[p]["lead_unit"], rows[p]["measure"], rows[p]["target"], rows[p]["deadline"],
         f.message, f.fix, f.code)
        for p, f in found
    ]  # fmt: skip
    coarse = sum(f.code.startswith("T") for _, f in found)
    words = f"未量化{len(found) - coarse}条，时限不到旬或定不出期限{coarse}条"
    sentence = f"{words}。由工具按用词判断，请核实；已审定的措施和时限，报分管领导同意后由办公室修改。"
    page = ListPage(
        "未量化与时限不到旬",
        sentence,
        heads,
        lines,
        "没有未量化的措施，时限都细化到旬。",
        [p for p, _ in found],
    )
    put_list(book, sheet, formats, page)
    return words


def points(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
    """要点对照: points as rows, their measures side by side with number and lamp."""
    found = point_lines(content.ledger)
    beside = min(max((len(line.measures) for line in found), default=1), _MOST_BESIDE)
    heads = (
        Head("问题编号", 7, True), Head("反馈问题", 34), Head("要点编号", 8, True), Head("问题要点", 34),
        Head("对照", 9, True), Head("措施数", 7, True), *(Head(f"措施{n}", 13, True) for n in range(1, beside + 1)),
        Head("其余措施", 16),
    )  # fmt: skip
    lines = [_point_line(content, line.first, line.measures, beside) for line in found]
    lacking = sum(not line.measures for line in found)
    words = f"{len(found)}个要点，缺措施{lacking}个" if found else "没有要点"
    page = ListPage(
        "要点对照",
        f"{words}。一行一个要点（没有列出要点的，一行一个问题），右边是它的措施编号和亮灯。",
        heads,
        lines,
        "总台账里还没有问题。",
        [line.measures[0] if line.measures else None for line in found],
        {4: _cover_look, **dict.fromkeys(range(6, 6 + beside), _measure_look)},
        _problem_runs([line.first for line in found]),
    )
    put_list(book, sheet, formats, page)
    return words


def _problem_runs(rows: list[Measure]) -> list[tuple[int, int, int]]:
    """Runs of lines of one problem, merged in the columns of its number and its text."""
    runs, start = [], 0
    for place in range(1, len(rows) + 1):
        same = place < len(rows) and all(
            rows[place][key] and rows[place][key] == rows[start][key] for key in ("problem_no", "problem")
        )
        if not same:
            if place - start > 1:
                runs += [(start, place - 1, 0), (start, place - 1, 1)]
            start = place
    return runs


def _point_line(content: LedgerContent, row: Measure, measures: tuple[int, ...], beside: int) -> Line:
    marks = [_mark(content, content.ledger.rows[place]) for place in measures]
    shown = (*marks[:beside], *[""] * (beside - len(marks)))
    cover = "有措施" if measures else "缺措施"
    return (row["problem_no"], row["problem"], row["point_no"], row["point"], cover, len(measures), *shown,
            "、".join(m.split("\n")[0] for m in marks[beside:]))  # fmt: skip


def _mark(content: LedgerContent, row: Measure) -> str:
    return f"{row.number}\n{lamp_of(row, content.settings, content.today)}"


def _measure_look(text: str) -> styles.Look | None:
    return lamp_look(text.rpartition("\n")[2])


def _cover_look(text: str) -> styles.Look | None:
    return styles.LAMP_LOOKS["超期"] if text == "缺措施" else None

"""A law over layouts: whatever the sheet looks like, the rows read are the rows made."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_books import read

NAMES = {
    "problem": ("反馈问题", "巡视反馈具体内容问题", "问题描述"),
    "point": ("问题要点", "要点"),
    "measure": ("整改措施", "具体措施（必填）"),
    "lead_unit": ("牵头单位", "责任\n单位"),
    "person": ("责任人", "整改责任人*"),
    "deadline": ("整改时限", "完成时限"),
    "progress": ("本周进展", "整改 进展"),
    "+自加栏目": ("自加栏目",),
}
NAMES["problem"] = ("反馈问题", "问题描述")
GROUPED = ("lead_unit", "person")


@dataclass(frozen=True)
class Made:
    """A sheet as drawn: columns in order, problems with their points and measures, and how it is laid out."""

    columns: tuple[str, ...]
    titles: int
    depth: int
    merge: bool
    sections: bool
    gap: int
    left: int
    names: tuple[int, ...]
    problems: tuple[tuple[int, ...], ...]
    tail: bool


@st.composite
def layouts(draw: st.DrawFn) -> Made:
    extra = draw(st.lists(st.sampled_from(sorted(set(NAMES) - {"problem", "measure"})), unique=True))
    columns = draw(st.permutations(["problem", "measure", *extra]))
    depth = draw(st.integers(1, 3))
    if depth > 1 and not all(k in columns for k in GROUPED):
        columns = [*[k for k in columns if k not in GROUPED], *GROUPED]
    if depth > 1:  # a group's columns stand together
        at = min(columns.index(k) for k in GROUPED)
        rest = [k for k in columns if k not in GROUPED]
        columns = [*rest[:at], *GROUPED, *rest[at:]]
    problems = draw(
        st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple), min_size=1, max_size=4)
    )
    return Made(tuple(columns), draw(st.integers(0, 3)), depth, draw(st.booleans()), draw(st.booleans()),
                draw(st.integers(0, 30)), draw(st.integers(0, 2)),
                tuple(draw(st.integers(0, 1)) for _ in columns), tuple(problems), draw(st.booleans()))  # fmt: skip


def rows_of(made: Made) -> list[dict[str, str]]:
    rows = []
    for p, points in enumerate(made.problems):
        for q, measures in enumerate(points):
            for m in range(measures):
                row = {k: f"{p}-{q}-{m}的{k}内容" for k in made.columns}
                row["problem"] = f"问题甲{p}"
                if "point" in row:
                    row["point"] = f"要点{p}之{q}"
                rows.append(row)
    return rows


def draw_sheet(made: Made) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet("整改台账")
        last = made.left + len(made.columns) - 1
        at = 0
        for n in range(made.titles):
            sheet.merge_range(at, made.left, at, last, ("XX局整改台账", "附件2", "第三页")[n])
            at += 1
        _draw_heading(sheet, made, at)
        at += made.depth
        rows, written = rows_of(made), 0
        for p, points in enumerate(made.problems):
            if made.sections:
                sheet.merge_range(at, made.left, at, last, f"{'一二三四五'[p]}、第{p}个方面")
                at += 1
            count = sum(points)
            _draw_problem(sheet, made, at, rows[written : written + count], points)
            at, written = at + count, written + count
            if p == 0:
                at += made.gap
        if made.tail:
            sheet.write(at, made.left, "合计")
            sheet.write(at + 1, made.left, "填表人：张三")
    return held.getvalue()


def _draw_heading(sheet: Any, made: Made, at: int) -> None:
    for c, key in enumerate(made.columns):
        text, column = NAMES[key][made.names[c] % len(NAMES[key])], made.left + c
        if made.depth == 1:
            sheet.write(at, column, text)
        elif key in GROUPED:
            sheet.write(at + made.depth - 1, column, text)
        else:
            sheet.merge_range(at, column, at + made.depth - 1, column, text)
    if made.depth > 1:
        first = made.left + made.columns.index(GROUPED[0])
        for level in range(made.depth - 1):
            sheet.merge_range(at + level, first, at + level, first + 1, ("责任分工", "具体落实")[level])


def _draw_problem(
    sheet: Any, made: Made, at: int, rows: list[dict[str, str]], points: tuple[int, ...]
) -> None:
    starts = [sum(points[:n]) for n in range(len(points))]
    for n, row in enumerate(rows):
        for c, key in enumerate(made.columns):
            first = n == 0 if key == "problem" else n in starts if key == "point" else True
            if first:
                sheet.write(at + n, made.left + c, row[key])
    if made.merge:
        for key, spans in (("problem", [(0, len(rows))]), ("point", list(zip(starts, points, strict=True)))):
            for start, count in spans:
                if key in made.columns and count > 1:
                    column = made.left + made.columns.index(key)
                    sheet.merge_range(at + start, column, at + start + count - 1, column, rows[start][key])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(layouts())
def test_the_rows_read_are_the_rows_made(made: Made) -> None:
    got = read(draw_sheet(made))
    held = [{k: v for k, v in row.values.items() if k != "category"} for row in got.rows]
    assert held == rows_of(made)
    if made.sections:
        assert len({row["category"] for row in got.rows}) == len(made.problems)
    assert len(got.skipped) == made.sections * len(made.problems) + 2 * made.tail

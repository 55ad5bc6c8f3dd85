"""The superior's blank form: which column asks for what, where its body begins, and how much of it is free."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zgtool.model.columns import BY_KEY, LEDGER
from zgtool.model.finding import Finding, Location
from zgtool.model.period import chinese_date
from zgtool.model.settings import Settings, UpwardColumn
from zgtool.reading.headings import HeadingWords, name_column, normal
from zgtool.reading.kinds import FORM_COLUMN_UNKNOWN, FORM_WITHOUT_HEADING
from zgtool.reading.layout import Block, find_heading, title_cells
from zgtool.reading.raw import Address, Cell, RawSheet, Unreadable, address
from zgtool.reading.row_kinds import is_example, numbers_columns
from zgtool.reading.workbook import read_workbook

_KEYS = {c.heading: c.key for c in LEDGER}
_UNIT = re.compile(
    r"((?:填报|报送|上报|填表)单位(?:[（(][^（）()]{1,8}[）)])?\s*[：:])[\s_]*(?=$|[填报上制日时联])"
)
_DAY = re.compile(
    r"((?:填报|报送|上报|填表|制表)(?:时间|日期)\s*[：:])[\s_]*(?:年[\s_]*月[\s_]*日)?[\s_]*(?=$|[填报上制单联])"
)
_MERGED = "上下合并的单元格"
_LABELS = (
    (re.compile(r"(?:填报|报送|上报|填表)单位(?:\([^()]{1,8}\))?"), 0),
    (re.compile(r"(?:填报|报送|上报|填表|制表)(?:时间|日期)"), 1),
)


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of the form. key: of the ledger's column, "serial" for 序号, "" with `constant`."""

    number: int
    text: str
    key: str = ""
    constant: str = ""


@dataclass(frozen=True, slots=True)
class BlankForm:
    """The sheet of a blank form that is to be filled.

    first: first row of its body; room: rows that are free from there on, None when nothing stands below;
    stop: what stands below them. titles: cells above the heading with what to write there. findings: columns
    nobody knows, one each.
    """

    sheet: str
    columns: tuple[FormColumn, ...]
    first: int
    room: int | None
    stop: str
    titles: Mapping[Address, str]
    findings: tuple[Finding, ...]


def read_blank_form(data: bytes, name: str, settings: Settings, day: date) -> BlankForm:
    """What a blank form asks for, by 上报对照 and 列名对照; 填报时间 is `day`. Raises Unreadable."""
    said = settings.upward
    # A heading with a fixed text counts as known when the heading row is looked for, whatever it is called.
    words = HeadingWords({**settings.headings, **{c.theirs: c.heading or "备注" for c in said}})
    found = [
        (block, s) for s in read_workbook(data, name) if not s.hidden and (block := find_heading(s, words))
    ]
    if not found:
        raise Unreadable.of(FORM_WITHOUT_HEADING, name)
    block, sheet = max(found, key=lambda pair: pair[0].score)
    columns, findings = _columns(block, words, said, Location(file=name, sheet=sheet.name, row=block.last))
    unit = settings.bureau if settings.bureau != Settings().bureau else ""
    first, room, stop = _body(sheet, block, {c.number for c in columns if c.key == "serial"})
    return BlankForm(
        sheet.name, columns, first, room, stop, _titles(sheet, block, unit, chinese_date(day)), findings
    )


def _columns(
    block: Block, words: HeadingWords, said: Sequence[UpwardColumn], where: Location
) -> tuple[tuple[FormColumn, ...], tuple[Finding, ...]]:
    by_name = {normal(c.theirs): c for c in said}
    columns: list[FormColumn] = []
    findings = []
    for number, levels in block.columns:
        texts = [t for t in levels if t]
        own = next((by_name[f] for t in ("".join(texts), texts[-1]) if (f := normal(t)) in by_name), None)
        text, key = texts[-1], name_column(levels, words)[1]
        if own is not None:
            key = _KEYS.get(own.heading, "")
            columns.append(FormColumn(number, text, key, own.constant))
        elif key and all(c.key != key for c in columns):
            columns.append(FormColumn(number, text, key))
        else:
            place = Location(where.file, where.sheet, where.row, cell=address(where.row or 1, number))
            findings.append(FORM_COLUMN_UNKNOWN.at(place, text, fix=_suggestion(text, key, words)))
    return tuple(columns), tuple(findings)


def _suggestion(text: str, key: str, words: HeadingWords) -> str:
    if key:
        return f"前面已有一列填“{BY_KEY[key].heading}”；这一列要填什么，请在 配置.xlsx 的“上报对照”里写明。"
    near = words.near(text)
    hint = f"是不是总台账的“{'”或“'.join(near)}”？" if near else ""
    return f"{hint}请在 配置.xlsx 的“上报对照”里写明填总台账的哪一栏，或者写固定内容。"


def _body(sheet: RawSheet, block: Block, serials: set[int]) -> tuple[int, int | None, str]:
    """First free row below the heading, how many follow, and the text that ends them."""
    first = block.last + 1
    over = min((top for top, _, bottom, _ in sheet.merges if top >= first and bottom > top), default=None)
    for number, cells in sheet.rows:
        filled = {c: t for c, v in enumerate(cells, 1) if (t := _text(v))}
        if number < first or not filled:
            continue
        texts = list(filled.values())
        if number == first and (numbers_columns(texts) or is_example(texts)):
            first = number + 1
        elif not (filled.keys() <= serials and all(t.isdigit() for t in texts)):
            return (
                (first, over - first, _MERGED)
                if over and over < number
                else (first, number - first, texts[0])
            )
    return (first, over - first, _MERGED) if over else (first, None, "")


def _titles(sheet: RawSheet, block: Block, unit: str, day: str) -> dict[Address, str]:
    """The cells for 填报单位 and 填报时间 that are blank, and their texts."""
    cells = title_cells(sheet, block)
    taken = {(c.row, c.column) for c in cells}
    inside = {(r, c) for t, left, b, right in sheet.merges for r in range(t, min(b, block.first) + 1)
              for c in range(left, min(right, 500) + 1)}  # fmt: skip
    last = block.columns[-1][0]
    found: dict[Address, str] = {}
    for cell in cells:
        text = _text(cell.value)
        beside = (cell.row, cell.column + 1)
        told = next((i for label, i in _LABELS if label.fullmatch(normal(text))), None)
        if (
            told is not None
            and (cell.row, cell.column) not in inside
            and beside not in taken
            and beside[1] <= last
        ):
            found[beside] = (unit, day)[told]
        else:
            filled = _DAY.sub(lambda m: f"{m[1]}{day}　　", text)
            filled = _UNIT.sub(lambda m: f"{m[1]}{unit}　　", filled) if unit else filled
            if filled != text:
                found[cell.row, cell.column] = filled.rstrip()
    return {spot: text for spot, text in found.items() if text}


def _text(value: Cell) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()

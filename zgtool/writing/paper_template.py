"""Outline → Word template, the names it may use, and the values that fill it.

One outline gives all three, so that the template we ship, the check of the office's own
and the dictionary in the manual cannot drift apart.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from zgtool.reports.content import Group, Paper, Section
from zgtool.reports.outline import ANNEXES, CLOSING, HEAD, Cell, Column, Form, NewPage, Outline, Piece, Slot
from zgtool.writing.gongwen import TEXT_WIDTH, TURNED_WIDTH
from zgtool.writing.gongwen_base import (
    copies_block,
    form_row,
    form_table,
    package,
    paragraph,
    portrait_end,
    row,
    table,
    turned_end,
)
from zgtool.writing.template_check import Variable
from zgtool.writing.word_template import ChartPlace

_ITEM = (Variable("标题", "一项的标题"), Variable("各段", "各段文字", each=()))
_GROUP = (Variable("标题", "一组的标题，不分组的为空"), Variable("各项", "组里各项", each=_ITEM))


def variables_of(outline: Outline) -> tuple[Variable, ...]:
    """Every name a template of this paper may use, with its note and its parts."""
    return (
        *(Variable(f.name, f.note) for f in (*HEAD, *outline.fields)),
        *(_slot_variable(slot) for slot in outline.slots),
        Variable(ANNEXES.name, ANNEXES.note, each=()),
        *(Variable(f.name, f.note) for f in CLOSING),
    )


def _slot_variable(slot: Slot) -> Variable:
    each = tuple(Variable(c.name, c.note) for c in slot.columns)
    made = {
        Piece.HEADING: Variable("标题", "节的标题，序号由工具按出现的次序编"),
        Piece.LEAD: Variable("导语", "表前的一句"),
        Piece.TEXT: Variable("各段", "各段文字", each=()),
        Piece.TABLE: Variable("各行", "表格各行", each=each),
        Piece.NOTE: Variable("表注", "表下的注，没有时为空"),
        Piece.GROUPS: Variable("各组", "分组列出的各项", each=_GROUP),
        Piece.CHART: Variable("图", "图，可以在 Word 里编辑数据"),
    }
    return Variable(slot.name, slot.note, tuple(made[piece] for piece in slot.pieces))


def values_of(outline: Outline, paper: Paper) -> dict[str, Any]:
    """The paper as its template sees it; a section that is left out has empty parts.

    KeyError when the paper speaks of a section or field its outline does not know.
    """
    known = {slot.name for slot in outline.slots}, {f.name for f in outline.fields}
    for given, names in zip((paper.sections, paper.fields), known, strict=True):
        if not given.keys() <= names:
            raise KeyError(f"not in the outline: {sorted(given.keys() - names)}")
    head = ("\n".join(paper.title), paper.number, paper.period, paper.edition, paper.addressee,
            paper.opening, paper.cut_off)  # fmt: skip
    closing = (paper.office, paper.signed_on, paper.copies)
    return {
        **dict(zip((f.name for f in HEAD), head, strict=True)),
        **{f.name: paper.fields.get(f.name, "") for f in outline.fields},
        **{slot.name: _slot_values(slot, paper.sections.get(slot.name)) for slot in outline.slots},
        ANNEXES.name: list(paper.annexes),
        **dict(zip((f.name for f in CLOSING), closing, strict=True)),
    }


def _slot_values(slot: Slot, section: Section | None) -> dict[str, Any]:
    section = section or Section("")
    names = [c.name for c in slot.columns]
    made = {
        Piece.HEADING: section.title,
        Piece.LEAD: section.lead,
        Piece.TEXT: list(section.paragraphs),
        Piece.TABLE: [dict(zip(names, row, strict=True)) for row in section.rows],
        Piece.NOTE: section.note,
        Piece.GROUPS: [_group_values(g) for g in section.groups],
        Piece.CHART: ChartPlace(slot.name if section.chart else ""),
    }
    return {piece.value: made[piece] for piece in slot.pieces}


def _group_values(group: Group) -> dict[str, Any]:
    return {
        "标题": group.title,
        "各项": [{"标题": i.title, "各段": list(i.paragraphs)} for i in group.items],
    }


def template_of(outline: Outline, *, title: str) -> bytes:
    """The Word template of a paper as the office finds it, made in code."""
    return package("".join(_body(outline)), title=title)


def _body(outline: Outline) -> list[str]:
    return [
        paragraph("Title", "{{ 标题文字 }}"),
        *_when("文号", paragraph("DocNumber", "{{ 文号 }}")),
        *_when("期号", paragraph("Particulars", "{{ 期号 }}")),
        *_when("汇总次数", paragraph("Particulars", "{{ 汇总次数 }}")),
        *_when("主送", paragraph("Addressee", "{{ 主送 }}：")),
        *_when("开头", paragraph("Normal", "{{ 开头 }}")),
        *_blocks(outline.blocks),
        *_each("段", "附件", paragraph("Annexes", "{{ 段 }}")),
        *_when("署名", paragraph("SignOffice", "{{ 署名 }}")),
        *_when("成文日期", paragraph("SignDate", "{{ 成文日期 }}")),
        *_when("抄送", copies_block("抄送：{{ 抄送 }}。"), paragraph("End", "")),
        *_blocks(outline.after),
    ]


def _blocks(blocks: Sequence[Slot | Form | NewPage]) -> list[str]:
    made: list[str] = []
    page: NewPage | None = None
    for block in blocks:
        if isinstance(block, NewPage):
            made += _page_end(page)
            page = block
            made += _page_begin(block)
        elif isinstance(block, Form):
            made += [paragraph("TableTitle", block.title)] if block.title else []
            made += [_gap(), _form(block), _gap()] if not block.title else [_form(block), _gap()]
        else:
            made += _section(block, TURNED_WIDTH if page and page.turned else TEXT_WIDTH)
    return made + _page_end(page)


def _page_begin(page: NewPage) -> list[str]:
    begun = [portrait_end()] if page.turned else []
    mark = paragraph("AnnexMark" if page.turned else "AnnexPage", page.mark) if page.mark else ""
    title = paragraph("AnnexTitle" if page.mark or page.turned else "FormTitle", page.title)
    begun += [mark, title]
    return (
        [paragraph("Normal", f"{{%p if {page.when}.{Piece.TABLE.value} %}}"), *begun] if page.when else begun
    )


def _page_end(page: NewPage | None) -> list[str]:
    if page is None:
        return []
    ended = [turned_end()] if page.turned else []
    return [*ended, paragraph("Normal", "{%p endif %}")] if page.when else ended


def _section(slot: Slot, width: int) -> list[str]:
    made = [paragraph("TableTitle", slot.caption)] if slot.caption else []
    for piece in slot.pieces:
        made += _piece(slot, piece, width)
    return made


def _piece(slot: Slot, piece: Piece, width: int) -> list[str]:
    name = f"{slot.name}.{piece.value}"
    if piece is Piece.HEADING:
        heading = paragraph(f"Heading{slot.level}", f"{{{{ {name} }}}}")
        return _when(name, heading) if slot.optional else [heading]
    if piece is Piece.LEAD:
        return _when(name, paragraph("Normal", f"{{{{ {name} }}}}"))
    if piece is Piece.TEXT:
        return _each("段", name, paragraph("Normal", "{{ 段 }}"))
    if piece is Piece.CHART:
        return _when(name, paragraph("Chart", f"{{{{ {name} }}}}"))
    if piece is Piece.GROUPS:
        return _groups(slot, name)
    if piece is Piece.TABLE:
        foot = [_gap()] if Piece.NOTE not in slot.pieces else []
        return _when(name, _table(slot, width), *foot)
    note = paragraph("TableNote", f"{{{{ {name} }}}}")
    return _when(f"{slot.name}.各行", *_when(name, note, paragraph("Normal", "{%p else %}"), _gap()))


def _groups(slot: Slot, name: str) -> list[str]:
    item = [
        *_when("项.标题", paragraph(f"Heading{slot.level + 2}", "{{ 项.标题 }}")),
        *_each("段", "项.各段", paragraph("Normal", "{{ 段 }}")),
    ]
    group = [
        *_when("组.标题", paragraph(f"Heading{slot.level + 1}", "{{ 组.标题 }}")),
        *_each("项", "组.各项", *item),
    ]
    return _each("组", name, *group)


def _when(condition: str, *inner: str) -> list[str]:
    return [paragraph("Normal", f"{{%p if {condition} %}}"), *inner, paragraph("Normal", "{%p endif %}")]


def _each(name: str, source: str, *inner: str) -> list[str]:
    return [
        paragraph("Normal", f"{{%p for {name} in {source} %}}"),
        *inner,
        paragraph("Normal", "{%p endfor %}"),
    ]


def _gap() -> str:
    """A small empty line beside a table, or the text would stick to it."""
    return paragraph("Gap", "")


def _table(slot: Slot, width: int) -> str:
    columns = [c for c in slot.columns if not slot.shown or c.name in slot.shown]
    widths = _widths(columns, width)

    def control(tag: str) -> str:
        return row(widths, (("TableText", tag), *(("TableText", "") for _ in widths[1:])))

    return table(
        widths,
        (
            row(widths, tuple(("TableHead", c.head) for c in columns), heading=True),
            control(f"{{%tr for 行 in {slot.name}.各行 %}}"),
            row(widths, tuple((_style(c), f"{{{{ 行.{c.name} }}}}") for c in columns)),
            control("{%tr endfor %}"),
        ),
    )


def _style(column: Column) -> str:
    return "TableText" if column.wide else "TableCentred"


def _widths(columns: Sequence[Column], width: int) -> tuple[int, ...]:
    """The columns' widths; what the fixed ones leave is shared by those of width 0."""
    free = [c for c in columns if not c.width]
    left = width - sum(c.width for c in columns)
    if not free:
        return tuple(c.width for c in columns)
    share = left // len(free)
    last = left - share * (len(free) - 1)
    return tuple(c.width or (last if c is free[-1] else share) for c in columns)


def _form(form: Form) -> str:
    grid = form_grid(form)
    return form_table(grid, tuple(form_row(grid, [_cell(c) for c in r.cells], r.height) for r in form.rows))


def form_grid(form: Form) -> tuple[int, ...]:
    """Every place where a cell of any row ends, as widths of columns that the cells span."""
    ends: set[int] = set()
    for line in form.rows:
        place = 0
        for cell in line.cells:
            place += cell.width
            ends.add(place)
    marks = [0, *sorted(ends)]
    return tuple(b - a for a, b in itertools.pairwise(marks))


def _cell(cell: Cell) -> tuple[int, str]:
    style = "FormLabel" if cell.label else "FormText"
    return cell.width, "".join(paragraph(style, line) for line in cell.lines)

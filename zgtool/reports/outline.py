"""What a paper is made of before it says anything: its sections, fields and forms, by the names templates use.

One outline drives the default Word template, the check of the office's own template, the
values that fill it and the dictionary of variables in the manual. Nothing here lays out:
a width is how much room a column needs beside the others, a height how much a person who
signs by hand needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Piece(Enum):
    """A part of a section, by the name a template uses for it."""

    HEADING = "标题"
    LEAD = "导语"
    TEXT = "各段"
    TABLE = "各行"
    NOTE = "表注"
    GROUPS = "各组"
    CHART = "图"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a section's table. width in twips, 0 takes what the others leave; wide: set flush left."""

    name: str
    note: str
    heading: str = ""
    width: int = 0
    wide: bool = False

    @property
    def head(self) -> str:
        return self.heading or self.name


@dataclass(frozen=True, slots=True)
class Slot:
    """One section. `pieces` in the order of the default template; shown: columns the default template sets.

    optional: the section may be left out, heading and all. level: of its heading, 1–4.
    caption: fixed words that the default template sets above it, as above a form. kept: paragraphs that a
    person rewrote in the last paper may be carried over.
    """

    name: str
    note: str
    pieces: tuple[Piece, ...] = (Piece.HEADING, Piece.TEXT)
    columns: tuple[Column, ...] = ()
    shown: tuple[str, ...] = ()
    optional: bool = False
    level: int = 1
    caption: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a paper that stands in a form or a sentence of the template."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a form: a label, or text with fields as {{ 名称 }}; lines: one paragraph each. width in twips."""

    lines: tuple[str, ...]
    width: int
    label: bool = False


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form; height: at least so many twips, for what is filled in by hand."""

    cells: tuple[Cell, ...]
    height: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """A table of labels and fields, to be read and signed; it repeats no heading."""

    rows: tuple[FormRow, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class NewPage:
    """An annex or 回执, on a page of its own.

    mark: 附件 and its number, "" where it is none; turned: on a sheet lying across, for wide tables;
    when: the section whose rows must be there, or the page is left out.
    """

    title: str
    mark: str = ""
    turned: bool = False
    when: str = ""


Block = Slot | Form | NewPage


@dataclass(frozen=True, slots=True)
class Outline:
    """One kind of paper. blocks: before the signature; after: annexes and 回执 behind it."""

    blocks: tuple[Block, ...]
    after: tuple[Block, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every section, in the order of the default template."""
        return tuple(b for b in (*self.blocks, *self.after) if isinstance(b, Slot))


HEAD = (
    Field("标题文字", "文件标题，一行或者几行"),
    Field("文号", "发文字号，号数由办公室填写；不编号的为空"),
    Field("期号", "期数、起止日期和数据截止时刻"),
    Field("汇总次数", "同一周第二次及以后汇总时的说明，平时为空"),
    Field("主送", "主送机关"),
    Field("开头", "正文的第一句"),
    Field("截至", "数据截止时刻"),
)
"""What stands before the sections of every paper; empty where the paper has no such thing."""
ANNEXES = Field("附件", "附件说明，每个附件一行")
CLOSING = (
    Field("署名", "落款单位，取自配置；用印和不用印由工具按版式排"),
    Field("成文日期", "落款日期"),
    Field("抄送", "抄送单位，没有时为空"),
)
"""What stands behind them."""


def table_columns(*columns: tuple[str, str, int] | tuple[str, str, int, bool]) -> tuple[Column, ...]:
    """Columns from (name, note, width) and whether they are set flush left."""
    return tuple(Column(c[0], c[1], width=c[2], wide=bool(len(c) > 3 and c[3])) for c in columns)

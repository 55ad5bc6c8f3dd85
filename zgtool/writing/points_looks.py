"""How the sheets of 要点.xlsx look: one home for their cell formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgtool.writing import styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str, str], Format] = {}

    def get(self, kind: str, align: str = "left", mark: str = "") -> Format:
        """kind: title | line | head | bar | cell | told; mark: a severity's word for a coloured cell."""
        if (kind, align, mark) not in self._made:
            look: dict[str, object] = {
                "font_name": styles.SONG, "font_size": styles.BODY_SIZE, "font_color": styles.INK, "align": align,
                "valign": "vcenter", "text_wrap": True, "num_format": "@",
            }  # fmt: skip
            if kind == "title":
                look |= {"font_name": styles.HEI, "font_size": styles.TITLE_SIZE, "text_wrap": False}
            elif kind != "line":
                look |= {"border": 1, "border_color": styles.RULE}
            if kind == "head":
                look |= {
                    "font_name": styles.HEI,
                    "font_size": styles.HEAD_SIZE,
                    "bg_color": styles.HEAD_FILL,
                }
            elif kind == "bar":
                look |= {"bold": True, "bg_color": styles.OFFICE_FILL}
            elif kind == "told":
                look |= {"bg_color": styles.TOOL_FILL}
            for severity in styles.SEVERITY_LOOKS.values():
                if severity.word == mark:
                    look |= {"bg_color": severity.fill, "font_color": severity.ink, "bold": True}
            self._made[kind, align, mark] = self._book.add_format(look)
        return self._made[kind, align, mark]

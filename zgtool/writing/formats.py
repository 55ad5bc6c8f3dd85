"""Cell formats of one workbook, and the named looks that its list sheets share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zgtool.writing import styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook


def lamp_look(lamp: str) -> styles.Look | None:
    """The colour that goes with a word of 亮灯; None for a word that has none."""
    word = "超期" if lamp.startswith("超期") else "临期" if lamp.endswith("到期") else lamp
    return styles.LAMP_LOOKS.get(word)


class Formats:
    """Formats made once each: xlsxwriter keeps every one it is asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def title(self) -> Format:
        """Left-aligned: on a wide sheet a centred title is out of view on the screen and cut on paper."""
        return self.get(font_name=styles.HEI, font_size=styles.TITLE_SIZE, align="left", valign="vcenter")

    def line(self) -> Format:
        """A line of words below the title."""
        return self.get(**styles.BODY, align="left")

    def jump(self) -> Format:
        """A link outside the table."""
        return self.get(**{**styles.BODY, "text_wrap": False, "font_color": styles.LINK, "underline": 1})

    def part(self) -> Format:
        """The heading of a part of a sheet."""
        return self.get(font_name=styles.HEI, font_size=styles.HEAD_SIZE + 1, valign="vcenter")

    def head(self) -> Format:
        return self.get(
            **{**styles.BOXED, "font_name": styles.HEI, "bg_color": styles.HEAD_FILL, "align": "center"}
        )

    def body(
        self,
        *,
        centred: bool = False,
        look: styles.Look | None = None,
        bold: bool = False,
        link: bool = False,
        text: bool = True,
        number: str = "",
    ) -> Format:
        """A boxed cell of a list; `number`: a number format in place of text."""
        more: dict[str, Any] = {"align": "center" if centred else "left", "num_format": number or "@"}
        if not text and not number:
            more["num_format"] = "General"
        if look:
            more |= {"bg_color": look.fill, "font_color": look.ink}
        if bold or look:
            more["bold"] = True
        if link:
            more |= {"font_color": styles.LINK, "underline": 1}
        return self.get(**{**styles.BOXED, **more})

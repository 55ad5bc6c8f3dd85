"""Characters that 仿宋_GB2312 and its like do not have: a name with one comes out in another face."""

from __future__ import annotations

from collections.abc import Iterator

from zgtool.model.settings import Settings
from zgtool.reports.content import Paper

_AROUND = 3
"""Characters shown on either side, enough for a name."""


def texts_of(paper: Paper) -> Iterator[str]:
    """Every text of a paper that a reader sees."""
    yield from (*paper.title, paper.number, paper.period, paper.edition, paper.addressee, paper.opening)
    yield from (*paper.annexes, *paper.fields.values(), paper.office, paper.signed_on, paper.copies)
    for section in paper.sections.values():
        yield from (section.title, section.lead, section.note, *section.paragraphs)
        yield from (str(cell) for row in section.rows for cell in row)
        for group in section.groups:
            yield group.title
            for item in group.items:
                yield from (item.title, *item.paragraphs)


def rare_characters(paper: Paper, settings: Settings) -> dict[str, str]:
    """Chinese characters outside GB 2312 with the words around their first place; {} where the body font has more."""
    if not settings.body_font.upper().endswith("GB2312"):
        return {}
    found: dict[str, str] = {}
    for text in texts_of(paper):
        if text.isascii() or _has(text):
            continue
        for place, character in enumerate(text):
            if _is_han(character) and character not in found and not _has(character):
                found[character] = text[max(place - _AROUND, 0) : place + _AROUND + 1]
    return found


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def _has(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True

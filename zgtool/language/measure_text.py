"""A measure's text folded for reading, with the way back to the words as written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zgtool.model.text import INVISIBLE

BLANK = "■"  # stands where masked words stood, so that offsets stay right
CLAUSE_END = ",。;!?:"
CIRCLED = re.compile("[\u2460-\u24ff\u2776-\u2793\u3220-\u3229]")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """`folded` has one width and no white space; `offsets[i]` is where its i-th character was written."""

    written: str
    folded: str
    offsets: Sequence[int]

    def as_written(self, start: int, end: int) -> tuple[str, int]:
        """The words between two folded positions as the person wrote them, and their offset."""
        if start >= end or start >= len(self.offsets):
            return "", -1
        first, last = self.offsets[start], self.offsets[end - 1]
        return self.written[first : last + 1], first


_OTHER = "\0"


class _Simple(dict[int, str]):
    """For `str.translate`: the one character a character folds to, _OTHER where that takes a closer look."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        plain = (
            len(folded) == 1 and not char.isspace() and not INVISIBLE.match(char) and not CIRCLED.match(char)
        )
        self[code] = found = folded if plain else _OTHER
        return found


_SIMPLE = _Simple()


def fold_text(text: str) -> FoldedText:
    """One width, no white space; ①② become a separator lest ①3次 be read as 13次."""
    folded = text.translate(_SIMPLE)
    if _OTHER not in folded:
        return FoldedText(text, folded, range(len(text)))
    chars: list[str] = []
    offsets: list[int] = []
    for place, char in enumerate(text):
        if char.isspace() or INVISIBLE.match(char):
            if char == "\n" and chars and chars[-1].isdigit():
                chars.append(";")  # a figure ends where its line ends
                offsets.append(place)
            continue
        shown = "、" if CIRCLED.match(char) else unicodedata.normalize("NFKC", char)
        for one in shown:
            chars.append(one)
            offsets.append(place)
    return FoldedText(text, "".join(chars), tuple(offsets))


def blank(text: str, start: int, end: int) -> str:
    """The text with one stretch masked, its length unchanged."""
    return text[:start] + BLANK * (end - start) + text[end:]


_TITLE = re.compile(r"《([^《》]{1,80})》")


def blank_titles(text: str) -> str:
    """The text with the words inside 《》 masked: a number or verb in a title decides nothing."""
    return _TITLE.sub(lambda m: "《" + BLANK * len(m[1]) + "》", text)


def clauses(text: str) -> Iterator[tuple[int, str]]:
    """The stretches between commas and stops, each with its offset. 、 does not end one."""
    start = 0
    for place, char in enumerate(text):
        if char in CLAUSE_END:
            if place > start:
                yield start, text[start:place]
            start = place + 1
    if start < len(text):
        yield start, text[start:]


def any_of(words: tuple[str, ...]) -> str:
    """A pattern for one of the words, the longest first.

    The look-ahead says nothing new; it spares the long list at every place where no word can begin.
    """
    longest_first = sorted(set(words), key=lambda w: (-len(w), w))
    heads = "".join(sorted({re.escape(w[0]) for w in longest_first}))
    return rf"(?=[{heads}])(?:{'|'.join(map(re.escape, longest_first))})" if heads else "(?!)"


def words_of(text: str) -> tuple[str, ...]:
    """The words of a list written with blanks between them."""
    return tuple(text.split())

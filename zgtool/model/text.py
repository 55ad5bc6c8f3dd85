"""How the field's words are folded before they are compared. Stdlib only.

`clean` keeps what a person wrote and takes away what nobody can see; `fold` also takes
away what makes no difference to a reader (width, white space, letter case) and is for
comparing only: what is stored and shown is always the cleaned text.
"""

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
WHITE = re.compile(r"\s+")


def clean(text: str) -> str:
    """The text without control characters, zero-width and direction marks, trailing blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    if not text.isascii():
        text = INVISIBLE.sub("", text)
    text = CONTROL.sub("", text)
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """The text as a key for comparing: NFKC, no white space, lower case."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if text.isprintable():  # then its only white space is the plain blank, and nothing in it is invisible
        return text.replace(" ", "").lower()
    return WHITE.sub("", INVISIBLE.sub("", text)).lower()


def shorten(text: str, limit: int = 40) -> str:
    """The text on one line, cut to `limit` characters with … when longer."""
    line = WHITE.sub(" ", text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"

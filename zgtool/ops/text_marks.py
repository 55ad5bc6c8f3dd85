"""Which words of a text changed: both versions as runs that stayed and runs that did not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

_WORDS = re.compile(r"\d+(?:\.\d+)?[%％]?|[A-Za-z]+|\s+|.", re.DOTALL)
"""A figure or a Latin word changes as a whole; Chinese text changes by character."""
_ISLAND = 2
"""A run up to so many words between two changes says nothing by itself and is marked with them."""
_REWRITTEN = 0.3
"""Below this share of common words a text was written anew, and marking single words only confuses."""


class Run(NamedTuple):
    """A piece of a text; changed: it is not in the other version."""

    text: str
    changed: bool


def mark_changes(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts as runs in order; joined, the runs give the texts again."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if not before or not after or Indel.normalized_similarity(before, after) < _REWRITTEN:
        return tuple((Run(text, True),) if text else () for text in (old, new))  # type: ignore[return-value]
    pieces: list[tuple[bool, int, int, int, int]] = []
    for op in Indel.opcodes(before, after):
        short = op.src_end - op.src_start <= _ISLAND
        last_one = op.src_end == len(before) and op.dest_end == len(after)
        differs = op.tag != "equal" or (short and bool(pieces) and not last_one)
        if pieces and pieces[-1][0] == differs:
            last = pieces.pop()
            pieces.append((differs, last[1], op.src_end, last[3], op.dest_end))
        else:
            pieces.append((differs, op.src_start, op.src_end, op.dest_start, op.dest_end))
    return (
        _runs(before, [(changed, start, end) for changed, start, end, _, _ in pieces]),
        _runs(after, [(changed, start, end) for changed, _, _, start, end in pieces]),
    )


def _runs(words: Sequence[str], pieces: Sequence[tuple[bool, int, int]]) -> tuple[Run, ...]:
    return tuple(Run("".join(words[start:end]), changed) for changed, start, end in pieces if end > start)

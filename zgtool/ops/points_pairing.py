"""Which problem of the ledger a problem of the feedback paper is: word by word, else by the words they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from zgtool.language.similarity import content_pairs
from zgtool.model.text import fold

ALIKE_FROM = 0.6
"""Share of the shorter text's words that two wordings of one problem have in common."""
_COMMON = 100
"""Words in more problems than this tell nothing about which one is meant."""


def pair_problems(paper: Sequence[str], ledger: Sequence[str]) -> list[tuple[int | None, bool]]:
    """For each text of the paper the ledger's problem (and whether word by word); each is taken once."""
    found: list[tuple[int | None, bool]] = [(None, False)] * len(paper)
    taken: set[int] = set()
    for key_of, exact in ((fold, True), (_opening, False)):
        homes_of: dict[str, list[int]] = {}
        for place, text in enumerate(ledger):
            homes_of.setdefault(key_of(text), []).append(place)
        for at, text in enumerate(paper):
            places = homes_of.get(key_of(text), [])
            if found[at][0] is None and len(places) == 1 and places[0] not in taken:
                found[at] = (places[0], exact)
                taken.add(places[0])
    words = [content_pairs(text) for text in ledger]
    homes: dict[str, list[int]] = {}
    for place, pairs in enumerate(words):
        for pair in pairs:
            homes.setdefault(pair, []).append(place)
    offers = [
        (score, -at, -place)
        for at, text in enumerate(paper)
        if found[at][0] is None
        for place, score in _likeness(content_pairs(text), words, homes)
    ]
    for _, at, place in sorted(offers, reverse=True):
        if found[-at][0] is None and -place not in taken:
            found[-at] = (-place, False)
            taken.add(-place)
    return found


def _opening(text: str) -> str:
    """The first sentence as a key: a ledger often has a problem's title where the paper has all of it."""
    return fold(re.split(r"[。：:\n；;]", text.strip(), maxsplit=1)[0])


def _likeness(
    own: frozenset[str], words: Sequence[frozenset[str]], homes: Mapping[str, list[int]]
) -> Iterable[tuple[int, float]]:
    telling = [homes[pair] for pair in own if len(homes.get(pair, ())) in range(1, _COMMON + 1)]
    shared = Counter(place for places in telling for place in places)
    for place, count in shared.items():
        score = count / min(len(own), len(words[place]))
        if score >= ALIKE_FROM and count > 3:
            yield place, score

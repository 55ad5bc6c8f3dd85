"""Texts copied between units or between problems, found without comparing every pair.

Source: shared/domain/perfunctory.md no. 14; issue 4, Figures (100,000 texts within 30 s).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple
from zlib import crc32

from rapidfuzz import fuzz

from zgtool.language.similarity import (
    ALIKE,
    FIGURES_ONLY,
    SAME,
    SIGN,
    Sign,
    figures_out,
    skeleton_key,
    words_only,
)
from zgtool.model.text import shorten

COPY_FROM = 0.90
COPY_LENGTH = 30


class Entry(NamedTuple):
    """A text to be compared with others: where it stands (unit, problem, week), and its words."""

    text: str
    unit: str = ""
    problem: str = ""
    week: str = ""


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Texts of different units or problems that are alike; `members` are indexes into what was given."""

    kind: str
    score: float
    members: tuple[int, ...]
    sign: Sign


_ALIKE_AT = 6
"""Neighbours that part before so many characters are not compared: too much of both ends was changed."""


def worth_comparing(
    texts: Sequence[str],
    problems: Sequence[str],
    *,
    threshold: float = COPY_FROM,
    min_length: int = COPY_LENGTH,
) -> list[int]:
    """Indexes of the texts that a quick look finds alike with a text of another problem.

    For ledgers where hardly any text is a copy: sorted by their words, and again by their words read
    backwards, copies stand next to each other unless they differ at both ends. Only neighbours of about
    the same length are compared.
    """
    places: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        if len(text) >= min_length:
            places.setdefault(words_only(text), []).append(index)
    alike = [held for held in places.values() if len(held) > 1]
    alike += (places[one] + places[other] for one, other in _neighbours(sorted(places), threshold))
    backwards = sorted(key[::-1] for key in places)
    alike += (places[one[::-1]] + places[other[::-1]] for one, other in _neighbours(backwards, threshold))
    return sorted({i for held in alike if len({problems[i] for i in held}) > 1 for i in held})


def _neighbours(ordered: Sequence[str], threshold: float) -> Iterator[tuple[str, str]]:
    for one, other in pairwise(ordered):
        if (
            8 * abs(len(one) - len(other)) <= len(one)
            and one[:_ALIKE_AT] == other[:_ALIKE_AT]
            and fuzz.ratio(one, other, score_cutoff=threshold * 100)
        ):
            yield one, other


def find_copies(
    entries: Sequence[Entry], *, threshold: float = COPY_FROM, min_length: int = COPY_LENGTH
) -> tuple[CopyGroup, ...]:
    """Groups of alike texts that stand at different units or problems.

    The same line over several weeks is no copy. Linear but for sorting: equal texts share a key,
    texts that differ in figures share a second one, and only one of each is then compared with
    the few that share its rarest shingles.
    """
    keys = [skeleton_key(e.text) for e in entries]
    distinct: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        if len(key) >= min_length:
            distinct.setdefault(key, []).append(index)
    bare: dict[str, list[str]] = {}
    for key in distinct:
        bare.setdefault(figures_out(key), []).append(key)
    groups = []
    for leaders, score in _alike(list(bare), threshold):
        texts = [key for b in leaders for key in bare[b]]
        members = tuple(sorted(i for key in texts for i in distinct[key]))
        if len({(entries[i].unit, entries[i].problem) for i in members}) < 2:
            continue
        kind = SAME if len(texts) == 1 else FIGURES_ONLY if len(leaders) == 1 else ALIKE
        groups.append(CopyGroup(kind, score, members, _copy_sign(kind, entries, members)))
    return tuple(sorted(groups, key=lambda g: g.members))


def _copy_sign(kind: str, entries: Sequence[Entry], members: tuple[int, ...]) -> Sign:
    first = entries[members[0]]
    units = tuple(dict.fromkeys(entries[i].unit for i in members))
    problems = tuple(dict.fromkeys(entries[i].problem for i in members))
    names = "、".join(u for u in units[:4] if u) + ("等" if len(units) > 4 else "")
    where = f"{len(units)}个单位（{names}）" if len(units) > 1 else f"同一单位{len(problems)}条问题"
    return Sign("copied", SIGN, shorten(first.text), 0, f"{where}的文字{kind}，请核实是否各自的实际情况")


# Shingles of two lengths, taken where certain characters stand: short ones survive many small
# changes, long ones tell boilerplate apart. (step: one character in so many opens a shingle.)
_SHINGLES = ((4, 3), (12, 5))
_TABLE = 1 << 24
_SKETCH = 12  # the rarest shared shingles kept of each text
_COMMON = 64  # a shingle in more texts than this is boilerplate and finds nothing
_VERIFY = 8  # candidates compared in full


def _alike(texts: Sequence[str], threshold: float) -> list[tuple[list[str], float]]:
    """Texts gathered round leaders at least `threshold` alike, with the lowest score inside each group."""
    buckets: dict[int, list[int]] = {}
    groups: list[tuple[list[str], float]] = []
    for text, sketch in zip(texts, _sketches(texts), strict=True):
        leader, score = _best_leader(text, sketch, buckets, groups, threshold)
        if leader is not None:
            members, lowest = groups[leader]
            members.append(text)
            groups[leader] = (members, min(lowest, score))
            continue
        groups.append(([text], 1.0))
        for value in sketch:
            bucket = buckets.setdefault(value, [])
            if len(bucket) < _COMMON:
                bucket.append(len(groups) - 1)
    return groups


def _best_leader(
    text: str,
    sketch: Iterable[int],
    buckets: Mapping[int, list[int]],
    groups: Sequence[tuple[list[str], float]],
    threshold: float,
) -> tuple[int | None, float]:
    votes = Counter(chain.from_iterable(buckets[value] for value in sketch if value in buckets))
    best, best_score = None, 0.0
    for leader, _ in votes.most_common(_VERIFY):
        score = fuzz.ratio(text, groups[leader][0][0], score_cutoff=threshold * 100) / 100
        if score > best_score:
            best, best_score = leader, score
    return best, best_score


def _sketches(texts: Sequence[str]) -> Iterator[list[int]]:
    """For each text its rarest shingles that some other text shares: near copies meet in one of them.

    Two linear passes: the first counts every shingle in a table of small counters (two shingles
    may share one, which costs a needless comparison and loses nothing), the second picks.
    """
    counts = bytearray(_TABLE)
    hashed = []
    for text in texts:
        values = array("I", sorted(_shingle_hashes(text)))
        hashed.append(values)
        for value in values:
            if counts[value] < 255:
                counts[value] += 1
    for values in hashed:
        shared = sorted((counts[v], v) for v in values if counts[v] > 1)
        rare = [v for n, v in shared[:_SKETCH] if n <= _COMMON]
        yield rare or [v for _, v in shared[:_SKETCH]]


class _Openers(dict[str, int]):
    """For each character the shingle lengths it opens, as bits; worked out once a character."""

    def __missing__(self, char: str) -> int:
        code = crc32(char.encode("utf-8"))
        bits = sum(1 << bit for bit, (_, step) in enumerate(_SHINGLES) if code % step == 0)
        self[char] = bits
        return bits


_OPENERS = _Openers()


def _shingle_hashes(text: str) -> set[int]:
    raw = text.encode("utf-32-le")  # four bytes a character: slices need no new encoding
    opens = list(map(_OPENERS.__getitem__, text))
    found: set[int] = set()
    for bit, (size, _) in enumerate(_SHINGLES):
        mask, width = 1 << bit, 4 * size
        last = len(text) - size
        # crc32 and not hash(): that one differs from run to run
        found.update(
            crc32(raw[4 * place : 4 * place + width]) % _TABLE
            for place, bits in enumerate(opens)
            if bits & mask and place <= last
        )
    return found

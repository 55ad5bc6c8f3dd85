"""What changed between two ledgers: rows added, gone, changed and moved; linear in rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from operator import ne
from typing import NamedTuple

from rapidfuzz import fuzz

from zgtool.model.columns import TOOL_KEYS
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.text import fold


class Identity(NamedTuple):
    """What rows go by: `key` gives "" or () for a row that has none of the kind; `agrees` has the last word on a pair."""

    key: Callable[[Measure], Hashable]
    agrees: Callable[[Measure, Measure], bool] | None = None


_AGREE = 55.0
"""Likeness (0–100) of two measure texts from which a common number is believed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row that stands in both ledgers. `keys`: columns that differ, in the order of the layout.

    old_place, new_place: its place in each ledger, from 0. moved: it stands at another place among the
    rows that stand in both.
    """

    old: Measure
    new: Measure
    keys: tuple[str, ...] = ()
    old_place: int = 0
    new_place: int = 0
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Diff:
    """Rows added, gone, changed and moved, each in the order of the ledger they stand in.

    moved: rows at another place, whether their cells changed or not. places: where added rows stand in
    the new ledger and gone ones stood in the old one, from 0. A change of place alone makes no difference.
    """

    added: tuple[Measure, ...] = ()
    gone: tuple[Measure, ...] = ()
    changed: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    added_places: tuple[int, ...] = ()
    gone_places: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


def diff_ledgers(old: Ledger, new: Ledger) -> Diff:
    """Compare two ledgers row by row: by 措施编号, what is left by (problem, point, measure) text.

    A number both ledgers have is believed when the words agree or nothing else claims either row.
    Computed columns (亮灯, 最后期限) are left out: they move with the calendar, not with the work.
    Width and white space make no difference.
    """
    return diff_rows(old, new, BY_NUMBER_THEN_WORDS)


def diff_rows(old: Ledger, new: Ledger, identities: Sequence[Identity]) -> Diff:
    """Compare two tables whose rows go by `identities`, the surest first; of equal ones the first belong together."""
    pairs = _paired(old.rows, new.rows, identities)
    keys = [k for k in dict.fromkeys((*new.layout, *old.layout)) if k not in TOOL_KEYS]
    stay = _in_order([o for o, _ in pairs])
    order = {key: place for place, key in enumerate(keys)}
    differ = {
        place: keys_
        for place, (o, n) in enumerate(pairs)
        if (keys_ := _differing(old.rows[o].values, new.rows[n].values, order))
    }
    touched = [
        Change(old.rows[o], new.rows[n], differ.get(place, ()), o, n, place not in stay)
        for place, (o, n) in enumerate(pairs)
        if place in differ or place not in stay
    ]
    added = _others(len(new.rows), (n for _, n in pairs))
    gone = _others(len(old.rows), (o for o, _ in pairs))
    return Diff(
        tuple(new.rows[n] for n in added),
        tuple(old.rows[o] for o in gone),
        tuple(change for change in touched if change.keys),
        tuple(change for change in touched if change.moved),
        added,
        gone,
    )


def _differing(
    before: Mapping[str, str], after: Mapping[str, str], order: Mapping[str, int]
) -> tuple[str, ...]:
    """Columns that differ for a reader, in order. Most rows fill the same columns, and are compared without a loop."""
    if tuple(before) == tuple(after):
        found = list(compress(after, map(ne, before.values(), after.values())))
    else:
        found = [key for key, text in after.items() if before.get(key, "") != text]
        found += [key for key in before.keys() - after.keys() if before[key]]
    told = {k for k in found if k in order and fold(before.get(k, "")) != fold(after.get(k, ""))}
    return tuple(sorted(told, key=order.__getitem__)) if told else ()


def _others(total: int, known: Iterable[int]) -> tuple[int, ...]:
    rest = set(range(total)).difference(known)
    return tuple(sorted(rest))


def _number(row: Measure) -> Hashable:
    number = row.values.get("number", "")
    return number if number.replace("-", "").isdigit() and number.isascii() else fold(number)


def _words(row: Measure) -> Hashable:
    words = (fold(row["problem"]), fold(row["point"]), fold(row["measure"]))
    return words if any(words) else ()


def _paired(
    old: Sequence[Measure], new: Sequence[Measure], identities: Sequence[Identity]
) -> list[tuple[int, int]]:
    """Places in both tables that belong together, in the order of the new one."""
    mates: list[int] = [-1] * len(new)
    free_old: Sequence[int] = range(len(old))
    free_new: Sequence[int] = range(len(new))
    for identity in identities:
        first, next_same = _index([identity.key(old[place]) for place in free_old], free_old)
        for place in free_new:
            key = identity.key(new[place])
            mate = first.get(key, -1)
            if mate >= 0 and (identity.agrees is None or identity.agrees(old[mate], new[place])):
                mates[place] = mate
                first[key] = next_same.get(mate, -1)
        taken = set(mates)
        free_old = [p for p in free_old if p not in taken]
        free_new = [p for p in free_new if mates[p] < 0]
        if not free_old or not free_new:
            break
    return [(o, n) for n, o in enumerate(mates) if o >= 0]


def _index(keys: Sequence[Hashable], places: Sequence[int]) -> tuple[dict[Hashable, int], Mapping[int, int]]:
    """The first place of each key, and after each place the next one of the same key where there is one."""
    first = dict(zip(reversed(keys), reversed(places), strict=True))
    following: dict[int, int] = {}
    if len(first) < len(keys):
        first = {}
        for key, place in zip(reversed(keys), reversed(places), strict=True):
            if key in first:
                following[place] = first[key]
            first[key] = place
    for nothing in ("", ()):
        first.pop(nothing, None)
    return first, following


def _agree(one: Measure, other: Measure) -> bool:
    """Whether two rows of one number may be one item: measure, point or problem read alike."""
    mine, theirs = one.values.get("measure", ""), other.values.get("measure", "")
    if mine == theirs or not mine or not theirs:
        return True
    if (
        one["point"] == other["point"]
        and one["problem"] == other["problem"]
        and (one["point"] or one["problem"])
    ):
        return True
    return fuzz.ratio(fold(mine), fold(theirs)) >= _AGREE


def _everything(row: Measure) -> Hashable:
    """For rows that name nothing: all they hold, a blank row included."""
    return ("", *sorted((key, text) for key, text in row.values.items() if text))


BY_NUMBER_THEN_WORDS = (
    Identity(_number, _agree),
    Identity(_words),
    Identity(_number),
    Identity(_everything),
)


def _in_order(places: Sequence[int]) -> set[int] | range:
    """Indexes of a longest part of `places` that increases: the rows that did not move."""
    if all(a < b for a, b in pairwise(places)):
        return range(len(places))
    ends: list[int] = []
    index_of_end: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_right(ends, place)
        before.append(index_of_end[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            index_of_end.append(index)
        else:
            ends[length], index_of_end[length] = place, index
    kept, index = set(), index_of_end[-1] if index_of_end else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept

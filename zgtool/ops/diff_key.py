"""What the rows of any two tables go by: a column, or two, that name each row and stand in both tables."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from zgtool.model.ledger import Ledger, Measure
from zgtool.model.text import fold
from zgtool.ops.diff import Diff, Identity, diff_rows

_FILLED, _UNIQUE, _SHARED = 0.9, 0.98, 0.3
"""Shares a key needs: of rows that have it, of those that have it for themselves, of values both tables hold."""
_TRIED_IN_PAIRS = 8

Key = tuple[str, ...]
Values = Sequence[Hashable]


class _Worth(NamedTuple):
    """How good a key is, the best the greatest: no mere row count, shared with the other table, further left."""

    telling: bool
    shared: float
    left: int


def diff_tables(old: Ledger, new: Ledger, key: Sequence[str] = ()) -> tuple[Diff, Key]:
    """Compare two tables of any kind; `key` names the columns rows go by, () to find them.

    Returns the diff and the columns used; () when no column names the rows, which then go by all their
    cells and, where those changed, by their longest column.
    """
    used = tuple(key) or find_key(old, new)
    common = _common(old, new)
    whole = Identity(_by(common))
    if used:
        return diff_rows(old, new, (Identity(_by(used)), whole)), used
    longest = max(common, key=lambda k: sum(len(row[k]) for row in new.rows), default="")
    return diff_rows(old, new, (whole, Identity(_by((longest,))))), ()


def find_key(old: Ledger, new: Ledger) -> Key:
    """The one column, else the two columns, that best name the rows of both tables; () when none do."""
    common = _common(old, new)
    held = {k: ([fold(r[k]) for r in old.rows], [fold(r[k]) for r in new.rows]) for k in common}
    single: dict[Key, _Worth | None] = {(k,): _worth(*held[k], -place) for place, k in enumerate(common)}
    best = _best(single)
    worth = single[best] if best else None
    if worth is not None and worth.telling:
        return best
    wide = sorted(common, key=lambda k: -len(set(held[k][1])))[:_TRIED_IN_PAIRS]
    double: dict[Key, _Worth | None] = {
        (a, b): _worth(_zipped(held[a][0], held[b][0]), _zipped(held[a][1], held[b][1]), -common.index(a))
        for a, b in combinations(sorted(wide, key=common.index), 2)
    }
    return _best(double) or best


def _common(old: Ledger, new: Ledger) -> list[str]:
    known = set(old.layout)
    return [key for key in new.layout if key in known]


def _by(keys: Sequence[str]) -> Callable[[Measure], Hashable]:
    def key(row: Measure) -> Hashable:
        values = tuple(fold(row[k]) for k in keys)
        return values if any(values) else ()

    return key


def _best(worths: Mapping[Key, _Worth | None]) -> Key:
    fit = {key: worth for key, worth in worths.items() if worth is not None}
    return max(fit, key=fit.__getitem__) if fit else ()


def _worth(before: Values, after: Values, left: int) -> _Worth | None:
    one, two = ([v for v in values if v and v != ("", "")] for values in (before, after))
    if not one or not two or len(one) < _FILLED * len(before) or len(two) < _FILLED * len(after):
        return None
    mine, theirs = set(one), set(two)
    if len(mine) < _UNIQUE * len(one) or len(theirs) < _UNIQUE * len(two):
        return None
    shared = len(mine & theirs) / min(len(mine), len(theirs))
    return _Worth(not (_counts(one) and _counts(two)), shared, left) if shared >= _SHARED else None


def _counts(values: Values) -> bool:
    """Whether a column only counts the rows (1, 2, 3 …): after an insertion it names other rows."""
    return list(values) == [str(n) for n in range(1, len(values) + 1)]


def _zipped(one: Values, other: Values) -> list[Hashable]:
    return list(zip(one, other, strict=True))

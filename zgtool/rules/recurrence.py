"""H3: a closed item's problem that appears again (perfunctory.md no. 28)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from zgtool.language.similarity import content_pairs
from zgtool.model.finding import Severity
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.status import is_closed, is_open
from zgtool.model.text import shorten
from zgtool.ops.said import day_in
from zgtool.rules.registry import Context, Fault, rule

_SHARED = 0.6
"""Share of a closed problem's own word pairs that must reappear."""
_COMMON = 64
"""A word pair in more closed problems than this tells nothing apart."""


def _words(row: Measure) -> str:
    return row["point"] or row["problem"]


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return content_pairs(text)


@rule(
    "H301",
    "rebound",
    "已销号的问题似乎又出现",
    scope="ledger",
    severity=Severity.INFO,
    fix="请核对是不是同一问题反弹；是的，请对原来的措施办理回炉。",
)
def rebound(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """销号以后登记的新问题，用词与已销号的问题大半相同，可能是反弹，请办公室核实。同一批登记的相近问题，不算。"""
    closed: dict[tuple[str, str], Measure] = {}
    for row in ledger.rows:
        if is_closed(row["state"]) and day_in(row, "closed_on"):
            closed.setdefault((row["problem_no"], _words(row)), row)
    first = min((row["closed_on"] for row in closed.values()), default="")
    if not first:
        return
    later: dict[tuple[str, str], Measure] = {}
    for row in ledger.rows:
        if is_open(row["state"]) and row["registered_on"] > first:
            later.setdefault((row["problem_no"], _words(row)), row)
    index = _index(list(closed.values())) if later else {}
    for row in later.values():
        old = _likest(row, index)
        if old is not None:
            said = f"与已销号的{old.number}“{shorten(_words(old), 40)}”用词相近，请核实是否反弹"
            yield Fault(
                shorten(_words(row), 80), said, column="point" if row["point"] else "problem", row=row
            )


def _index(rows: list[Measure]) -> Mapping[str, list[Measure]]:
    found: dict[str, list[Measure]] = {}
    for row in rows:
        for pair in _pairs(_words(row)):
            found.setdefault(pair, []).append(row)
    return {pair: held for pair, held in found.items() if len(held) <= _COMMON}


def _likest(row: Measure, index: Mapping[str, list[Measure]]) -> Measure | None:
    """The closed row, of another problem and closed before this one was registered, that shares most words."""
    shared: Counter[str] = Counter()
    rows: dict[str, Measure] = {}
    for pair in _pairs(_words(row)):
        for old in index.get(pair, ()):
            if old["problem_no"] != row["problem_no"] and old["closed_on"] < row["registered_on"]:
                shared[old.number] += 1
                rows[old.number] = old
    for number, count in shared.most_common(1):
        pairs = _pairs(_words(rows[number]))
        if len(pairs) >= 4 and count >= _SHARED * len(pairs):
            return rows[number]
    return None

"""M36: the ledger beside the one that was taken over: problems lost or merged (perfunctory.md no. 24)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zgtool.language.similarity import skeleton_key
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.text import shorten
from zgtool.rules.registry import Context, Fault, rule

_LONG_ENOUGH = 12
"""Fewer words than these are no text to be looked for in another problem."""
_FEW = 100
"""Of so many lost problems each is looked for in the others; of more the whole ledger is another one."""


def _problems(rows: Iterable[Measure]) -> dict[str, Measure]:
    """One row of each problem, by 问题编号."""
    found: dict[str, Measure] = {}
    for row in rows:
        found.setdefault(row["problem_no"], row)
    found.pop("", None)
    return found


@rule(
    "M306",
    "problem-missing",
    "建账时的问题不见了",
    scope="ledger",
    fix="请办公室从归档的最初台账里恢复这个问题；确需撤销的，把状态改为“撤销”，不要删行。",
)
def problem_missing(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """巡视反馈的问题一个都不能少。两个问题并成一条的，也要各自保留编号和原文。"""
    if context.past.first is None:
        return
    first, now = _problems(context.past.first.rows.values()), _problems(ledger.rows)
    lost = [row for no, row in first.items() if no not in now]
    changed = {
        skeleton_key(row["problem"]): no
        for no, row in (now.items() if 0 < len(lost) <= _FEW else ())
        if no not in first or first[no]["problem"] != row["problem"]
    }
    for row in lost:
        key = skeleton_key(row["problem"])
        into = next((no for text, no in changed.items() if len(key) >= _LONG_ENOUGH and key in text), "")
        merged = f"，原文并进了问题{into}" if into else ""
        said = f"建账时的问题{row['problem_no']}“{shorten(row['problem'])}”在台账里找不到了{merged}"
        yield Fault(row["problem"], said, unit=row["lead_unit"])

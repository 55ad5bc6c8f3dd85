"""M36: the ledger beside the one that was taken over: problems lost, merged or cut short (perfunctory.md no. 24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zgtool.language.similarity import skeleton_key
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.text import fold, shorten
from zgtool.rules.registry import Context, Fault, rule

_SHORTER = 0.7
_LONG_ENOUGH = 12
"""A problem's words, fewer than which are no text to be cut short or found in another."""
_FEW = 100
"""Of so many lost problems each is looked for in the others; of more the whole ledger is another one."""


def _problems(rows: Mapping[str, Measure]) -> dict[str, Measure]:
    """One row of each problem, by 问题编号."""
    found: dict[str, Measure] = {}
    for row in rows.values():
        if row["problem_no"]:
            found.setdefault(row["problem_no"], row)
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
    first, now = _problems(context.past.first.rows), _problems(ledger.by_number())
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


@rule(
    "M307",
    "problem-cut-short",
    "问题或要点的原文被缩短",
    scope="ledger",
    fix="请办公室恢复巡视反馈的原文；需要概括的写在“问题要点”以外的栏目里。",
)
def problem_cut_short(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """问题和要点用巡视反馈的原文。比建账时短了三成以上，整改的范围就变小了。"""
    if context.past.first is None:
        return
    told: set[str] = set()
    for row in ledger.rows:
        first = context.past.first.rows.get(row.number)
        if first is None:
            continue
        for key in ("problem", "point"):
            place = row["problem_no"] if key == "problem" else row["point_no"]
            was, now = first[key], row[key]
            if was == now or place + key in told:
                continue
            before, after = len(fold(was)), len(fold(now))
            if before >= _LONG_ENOUGH and after < _SHORTER * before:
                told.add(place + key)
                said = f"建账时{before}个字：“{shorten(was, 60)}”，现在{after}个字：“{shorten(now, 60)}”"
                yield Fault(now, said, column=key, row=row)

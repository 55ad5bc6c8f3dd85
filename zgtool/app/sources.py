"""One ledger holds the problems of several sources (中央巡视、审计 …); this takes out those of one."""

from __future__ import annotations

from dataclasses import replace

from zgtool.app.tasks import CannotDo
from zgtool.model.ledger import Ledger
from zgtool.model.text import fold


def source_named(ledger: Ledger, text: str) -> str:
    """A 问题来源 as the ledger writes it. Raises CannotDo, which names the sources there are."""
    held = list(dict.fromkeys(row["source"] for row in ledger.rows if row["source"]))
    found = next((source for source in held if fold(source) == fold(text)), "")
    if not found:
        there = f"有的是：{'、'.join(held)}。" if held else "“问题来源”一栏还都空着。"
        raise CannotDo(f"总台账里没有来源是“{text}”的问题，{there}")
    return found


def of_source(ledger: Ledger, source: str) -> Ledger:
    """The ledger with the rows of one source only."""
    wanted = fold(source)
    return replace(ledger, rows=tuple(row for row in ledger.rows if fold(row["source"]) == wanted))

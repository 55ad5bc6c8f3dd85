"""A ledger that comes as 要点.xlsx: what the office confirmed is taken, and what only served confirming falls silent."""

from __future__ import annotations

from collections.abc import Iterable

from zgtool.model.finding import Finding
from zgtool.model.ledger import Heading, Ledger
from zgtool.ops.points_confirmed import CONFIRM, SERVING, take_confirmed
from zgtool.reading.kinds import OTHER_SHEET, UNKNOWN_COLUMN
from zgtool.writing.points_matrix import COMPARISON

Read = tuple[Ledger, tuple[Finding, ...], tuple[Heading, ...]]


def honour_confirmation(ledger: Ledger, findings: Iterable[Finding], headings: Iterable[Heading]) -> Read:
    """What was read of a ledger, with 办公室确认 honoured; any other ledger comes back as it was read."""
    if CONFIRM not in ledger.layout:
        return ledger, tuple(findings), tuple(headings)
    taken, told = take_confirmed(ledger)
    serving = {key[1:] for key in SERVING}
    known = [
        f
        for f in findings
        if not (f.code == UNKNOWN_COLUMN.code and f.found in serving)
        and not (f.code == OTHER_SHEET.code and f.where.sheet == COMPARISON)
    ]
    return taken, (*known, *told), tuple(h for h in headings if h.text not in serving)

"""Every code zgtool can find, from all floors: for the findings workbook, the manual and the tests."""

from __future__ import annotations

from zgtool import rules as _rules  # noqa: F401  (importing the package registers the rules)
from zgtool.model.finding import Kind
from zgtool.ops import kinds as merging
from zgtool.ops import points_confirmed
from zgtool.reading import kinds as reading
from zgtool.rules.registry import RULES
from zgtool.workspace import kinds as workspace

KINDS: tuple[Kind, ...] = (*reading.KINDS, *merging.KINDS, *points_confirmed.KINDS, *workspace.KINDS)
"""Codes found outside the rules: while reading, merging, confirming points and minding the work area."""


def titles() -> dict[str, str]:
    """The general title of every code."""
    return {k.code: k.title for k in KINDS} | {r.code: r.title for r in RULES.values()}

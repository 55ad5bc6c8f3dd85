"""例: what a mended cell looks like, for the notes and the list of a workbook that goes back."""

from __future__ import annotations

from collections.abc import Mapping

from zgtool.model.columns import example_of, heading_of
from zgtool.model.finding import Finding

_OWN = ("",)
"""The cell the finding stands in."""

SHOWN_BY: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("C201", "C202", "C203", "C204", "C205", "C206", "C207", "C208", "C215", "C301"), _OWN),
    "C109": ("deadline",),
    **dict.fromkeys(("H102", "H107", "H109"), ("progress",)),
    "M101": ("measure", "target"),
    "M102": ("lead_unit",),
    "M105": _OWN,
    "M201": ("target",),
    "M203": ("measure",),
    "S101": ("report",),
    **dict.fromkeys(("S102", "S108", "S305"), ("evidence",)),
    **dict.fromkeys(("S103", "S114"), ("review",)),
    "S113": ("progress", "evidence"),
    **dict.fromkeys(("T101", "T102"), ("deadline",)),
    **dict.fromkeys(("T201", "T407"), ("reason", "next_step")),
}
"""Code → columns whose example shows the cure. A code whose cure is to decide, to ask or to undo has none."""


def example_for(finding: Finding) -> str:
    """The example for a finding; of another column than its own it begins with the heading. "" when there is none."""
    told = []
    for key in SHOWN_BY.get(finding.code, ()):
        example = example_of(key or finding.where.column)
        if example:
            told.append(example if key in ("", finding.where.column) else f"{heading_of(key)}：{example}")
    return "；".join(told)

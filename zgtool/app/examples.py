"""例: what a mended cell looks like, for the notes and the list of a workbook that goes back."""

from __future__ import annotations

from collections.abc import Mapping

from zgtool.model.columns import LEDGER, example_of
from zgtool.model.finding import Finding
from zgtool.rules.registry import RULES

_CELLS = ("C201", "C202", "C203", "C204", "C205", "C206", "C207", "C208", "C215")
"""What reading finds in a cell that has to be filled in anew."""
OF_READING: Mapping[str, str] = {
    **dict.fromkeys(_CELLS, "{own}"),
    "C109": "整改时限：{deadline}",
    "C209": "清退3人，共4.3万元（照片另附）",
}
"""Code → example, for what reading finds; a rule carries its own (`rules.registry.Rule.example`)."""

_COLUMNS = {column.key: column.example for column in LEDGER}


def example_for(finding: Finding) -> str:
    """The example for a finding; "" when there is none."""
    known = RULES.get(finding.code)
    told = known.example if known else OF_READING.get(finding.code, "")
    return told.format_map(_COLUMNS | {"own": example_of(finding.where.column)}) if told else ""

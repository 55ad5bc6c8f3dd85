"""What the office did to its ledger since it was filed: its edits count, its slips are mended and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zgtool.model.columns import POINT_KEYS, PROBLEM_KEYS
from zgtool.model.finding import Finding
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.status import REOPENED
from zgtool.model.text import fold, shorten
from zgtool.ops import kinds
from zgtool.ops.lifecycle import CLOSE_OUT_RECORD, state_by_office
from zgtool.ops.register import ledger_place


def office_changes(base: Ledger, local: Ledger) -> tuple[Ledger, list[Finding]]:
    """The office's ledger with deleted rows and changed numbers restored and only allowed moves of state."""
    findings: list[Finding] = []
    before = base.by_number()
    rows = [_whole(row, before.get(row.number)) for row in _renumbered(base, local, findings)]
    rows = [_checked_state(row, before.get(row.number), findings) for row in rows]
    present = {row.number for row in rows}
    for row in base.rows:
        if row.number not in present:
            findings.append(kinds.ROW_RESTORED.at(ledger_place(row), shorten(row["measure"])))
            rows.insert(_place_for(row, rows), row)
    return replace(local, rows=tuple(rows)), findings


def _renumbered(base: Ledger, local: Ledger, findings: list[Finding]) -> list[Measure]:
    """Rows whose number was changed by hand get it back: a number is given once."""
    before, present = base.by_number(), {row.number for row in local.rows}
    lost = {_words(row): row for row in base.rows if row.number not in present}
    rows = []
    for row in local.rows:
        known = before.get(row.number)
        was = lost.get(_words(row)) if known is None or _words(known) != _words(row) else None
        if was is not None:
            message = f"措施编号由{was.number}改成了“{row.number}”，已恢复为{was.number}"
            findings.append(kinds.NUMBER_RESTORED.at(ledger_place(was), row.number, message=message))
            row = row.but({key: was[key] for key in ("number", "problem_no", "point_no")})
        rows.append(row)
    return rows


def _words(row: Measure) -> tuple[str, ...]:
    return tuple(fold(row[key]) for key in ("problem", "point", "measure"))


def _whole(row: Measure, base: Measure | None) -> Measure:
    """A known row with the problem's and point's cells that unmerging and sorting left empty."""
    if base is None:
        return row
    lost = {key: base[key] for key in (*PROBLEM_KEYS, *POINT_KEYS) if base[key] and not row[key]}
    return row.but(lost) if lost else row


def _checked_state(row: Measure, base: Measure | None, findings: list[Finding]) -> Measure:
    if base is None:
        return row
    state, complaint = state_by_office(base, row)
    if complaint:
        kind = kinds.STATE_REFUSED if complaint == "refused" else kinds.CLOSE_OUT_UNSIGNED
        message = f"{kind.title}（{base['state']} → {row['state']}）" if complaint == "refused" else ""
        findings.append(kind.at(replace(ledger_place(row), column="state"), row["state"], message=message))
    if row["state"] == state:
        # The earlier closing stays in the archive; a stale day would let the next one pass unsigned.
        reopened = state == REOPENED and base["state"] != REOPENED
        return row.but(dict.fromkeys(CLOSE_OUT_RECORD, "")) if reopened else row
    return row.but({"state": state})


def _place_for(row: Measure, rows: Sequence[Measure]) -> int:
    """Where a row belongs: behind the last row of its point, else of its problem, else at the end."""
    for key in ("point_no", "problem_no"):
        places = [i for i, r in enumerate(rows) if row[key] and r[key] == row[key]]
        if places:
            return places[-1] + 1
    return len(rows)

"""销号审核: what waits for the office's word this week, as the lines of that sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from zgtool.model.columns import heading_of
from zgtool.model.finding import Location
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import CLOSEOUT, DECISIONS, RECORD, REQUEST, UNREPORTED, Line
from zgtool.model.status import REQUESTED
from zgtool.ops.record import round_of, rounds

_HANDED = ("report", "evidence", "review", "done_on")


def closeout_lines(
    ledger: Ledger, unreported: Collection[str], held: Iterable[Line], week: str
) -> tuple[Line, ...]:
    """One line per request and per row a unit left out, in the ledger's order; then what the office typed on its own.

    unreported: numbers of rows missing from what their unit sent. A question answered in this very
    `week` is not asked again. held: lines typed earlier and not carried out; what was typed stays.
    """
    answered = {(e["number"], e["week"]) for e in ledger.lines(RECORD.name) if e["what"] in DECISIONS}
    typed: dict[str, Line] = {}
    loose: list[Line] = []
    for line in held:
        if line["number"] and line["number"] not in typed:
            typed[line["number"]] = line
        else:
            loose.append(line)
    reopened = rounds(ledger.lines(RECORD.name))
    lines = []
    for row in ledger.rows:
        matter = REQUEST if row["state"] == REQUESTED else ""
        if not matter and row.number in unreported and (row.number, week) not in answered:
            matter = UNREPORTED
        mine = typed.pop(row.number, None)
        if matter or mine:
            lines.append(_line(row, matter, round_of(row.number, reopened), mine))
    rest = (replace(line, where=Location(), cells={}) for line in (*typed.values(), *loose))
    return (*lines, *rest)


def _line(row: Measure, matter: str, round_: int, typed: Line | None) -> Line:
    values = {
        "number": row.number,
        "matter": matter,
        "lead_unit": row["lead_unit"],
        "problem": row["point"] or row["problem"],
        "measure": row["measure"],
        "state": row["state"],
        "round": str(round_),
        "handed": "\n".join(_handed(row)) if matter == REQUEST else "",
    }
    if typed is not None:
        values |= {key: typed[key] for key in (*CLOSEOUT.typed, "answer") if typed[key]}
    return Line({k: v for k, v in values.items() if v})


def _handed(row: Measure) -> Iterator[str]:
    for key in _HANDED:
        if row[key]:
            yield f"{heading_of(key)}：{row[key]}"

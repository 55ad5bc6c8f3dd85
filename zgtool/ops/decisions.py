"""What the office decided in 销号审核: checked (who, when, on what) and carried out, or left standing with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zgtool.model import office_sheets as sheets
from zgtool.model.columns import Owner
from zgtool.model.ledger import Measure
from zgtool.model.office_sheets import DECISIONS, Line
from zgtool.model.period import day_of
from zgtool.model.status import (
    CLOSED,
    EXTENDED,
    LONG_TERM,
    REGISTERED,
    REMANDED,
    REOPENED,
    WITHDRAWN,
    is_open,
    may_move,
)
from zgtool.model.text import shorten
from zgtool.ops.lifecycle import CLOSE_OUT_RECORD, request_faults
from zgtool.ops.record import entry

TARGETS: Mapping[str, str] = {
    sheets.CLOSE: CLOSED,
    sheets.REMAND: REMANDED,
    sheets.REOPEN: REOPENED,
    sheets.KEEP_ON: LONG_TERM,
    sheets.EXTEND: EXTENDED,
    sheets.WITHDRAW: WITHDRAWN,
    sheets.JOINED: WITHDRAWN,
    sheets.ASKED_OUT: WITHDRAWN,
    sheets.RESTORE: REGISTERED,
}
"""The state each decision leads to; 留号 and 漏报 are recorded and move nothing."""

_DATED = (sheets.REMAND, sheets.EXTEND, sheets.KEEP_ON)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one typed line: the row as decided with its entry, or the faults that hold it up.

    faults: (column key, sentence) pairs; empty when the decision is carried out.
    """

    row: Measure
    entry: Line | None = None
    faults: tuple[tuple[str, str], ...] = ()


def decide(row: Measure, line: Line, rows: Mapping[str, Measure], today: date) -> Verdict:
    """Carry out one line of 销号审核 on its row, in the state it was filed with.

    rows: the ledger by number, for 并项. Nothing is carried out unless everything about the line is right.
    """
    faults = tuple(_faults(row, line, rows, today))
    if faults:
        return Verdict(row, faults=faults)
    decision = line["decision"]
    new = TARGETS.get(decision, row["state"])
    basis = line["basis"] or (shorten(row["evidence"], 200) if decision == sheets.CLOSE else "")
    joined = f"并入{line['joined']}" if decision == sheets.JOINED else ""
    note = "；".join(text for text in (joined, line["note"]) if text)
    made = entry(row.number, decision, row["state"], new, by=line["by"], on=line["on"], basis=basis,
                 until=line["until"], note=note)  # fmt: skip
    return Verdict(row.but({"state": new, **_consequences(row, line, new)}), made)


def _consequences(row: Measure, line: Line, new: str) -> dict[str, str]:
    """The columns a decision sets besides 状态."""
    if new in (CLOSED, WITHDRAWN) and new != row["state"]:
        return {"closed_on": line["on"], "accepted_by": line["by"], "limit": ""}
    if new in (REOPENED, REGISTERED) and new != row["state"]:
        return {**dict.fromkeys(CLOSE_OUT_RECORD, ""), "limit": line["until"]}
    return {"limit": line["until"]} if line["decision"] in _DATED else {}


def _faults(row: Measure, line: Line, rows: Mapping[str, Measure], today: date) -> Iterator[tuple[str, str]]:
    decision = line["decision"]
    if decision not in DECISIONS:
        yield "decision", f"认定意见“{shorten(decision, 20)}”不在选项里"
        return
    new = TARGETS.get(decision, row["state"])
    if not may_move(row["state"], new, Owner.OFFICE) or (new == CLOSED == row["state"]):
        yield "decision", f"“{row['state']}”的措施不能{decision}"
        return
    yield from _signature(line, today)
    if decision == sheets.CLOSE:
        yield from ((key, f"申请销号的材料不全：{said}") for key, said in request_faults(row))
    elif not line["basis"] and not (decision == sheets.RETAIN or decision == sheets.FORGOTTEN):
        yield "basis", "没有写认定依据"
    if decision in _DATED or line["until"]:
        yield from _limit(line)
    if decision == sheets.JOINED:
        into = rows.get(line["joined"])
        if into is None or into.number == row.number or not is_open(into["state"]):
            yield (
                "joined",
                "没有写明并入哪一条在册的措施"
                if into is None
                else f"不能并入{line['joined']}：它不是另一条没有销号的措施",
            )


def _signature(line: Line, today: date) -> Iterator[tuple[str, str]]:
    if not line["by"]:
        yield "by", "没有写认定人"
    day = day_of(line["on"])
    if day is None:
        yield "on", f"认定日期“{line['on']}”不是日期" if line["on"] else "没有写认定日期"
    elif day > today:
        yield "on", f"认定日期{line['on']}还没有到"


def _limit(line: Line) -> Iterator[tuple[str, str]]:
    until, on = day_of(line["until"]), day_of(line["on"])
    if until is None:
        yield "until", f"期限“{line['until']}”不是日期" if line["until"] else f"{line['decision']}没有写期限"
    elif on and until < on:
        yield "until", f"期限{line['until']}早于认定日期"

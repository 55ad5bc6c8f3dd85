"""办理记录: every move of an item and every decision of the office, entered once and never taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import RECORD, Line
from zgtool.model.period import day_of
from zgtool.model.status import REOPENED
from zgtool.ops import kinds
from zgtool.ops.register import LEDGER_FILE


def rounds(record: Iterable[Line]) -> Mapping[str, int]:
    """How often each item has been sent back (回炉), by 措施编号; its round is one more."""
    return Counter(e["number"] for e in record if e["new"] == REOPENED and e["old"] != REOPENED)


def round_of(number: str, reopened: Mapping[str, int]) -> int:
    """Which round of rectification an item is in: 1 until it is first reopened."""
    return reopened.get(number, 0) + 1


def entry(number: str, what: str, old: str, new: str, *, by: str, on: str, basis: str = "",
          until: str = "", note: str = "") -> Line:  # fmt: skip
    """One line of the record; week and round are put in when it is entered."""
    values = {"number": number, "what": what, "old": old, "new": new, "by": by, "on": on,
              "basis": basis, "until": until, "note": note}  # fmt: skip
    return Line({k: v for k, v in values.items() if v})


def entered(record: Sequence[Line], entries: Iterable[Line], week: str) -> tuple[Line, ...]:
    """The record with new entries at its end, each with its week and the round it belongs to."""
    lines, reopened = list(record), Counter(rounds(record))
    for line in entries:
        if line["new"] == REOPENED and line["old"] != REOPENED:
            reopened[line["number"]] += 1
        lines.append(line.but({"week": week, "round": str(round_of(line["number"], reopened))}))
    return tuple(lines)


def filed_record(base: Ledger, local: Ledger) -> tuple[tuple[Line, ...], list[Finding]]:
    """The record as filed; what the office's copy lacks or has besides is told, not taken over."""
    filed = base.lines(RECORD.name)
    held = [_values(line) for line in local.lines(RECORD.name)]
    if held == [_values(line) for line in filed]:
        return filed, []
    known, found = Counter(map(_values, filed)), []
    lost = known - Counter(held)
    strange = Counter(held) - known
    if lost or strange:
        parts = [f"少了或改动了{lost.total()}条"] if lost else []
        parts += [f"多出{strange.total()}条"] if strange else []
        where = Location(file=LEDGER_FILE, sheet=RECORD.name)
        found.append(kinds.RECORD_RESTORED.at(where, message=f"办理记录{'，'.join(parts)}，已按归档恢复"))
    return filed, found


def _values(line: Line) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((k, v) for k, v in line.values.items() if v))


def with_lines(ledger: Ledger, sheet: str, lines: Iterable[Line]) -> Ledger:
    """The ledger with the lines of one sheet beside it replaced."""
    return replace(ledger, sheets={**ledger.sheets, sheet: tuple(lines)})


_WRITTEN_OUT = re.compile(r"(\d{4})[年./](\d{1,2})[月./](\d{1,2})日?")


def day_written(text: str) -> str:
    """A full date in any usual writing as 2020-07-31, for columns that hold dates among other things; "" when it is none."""
    found = _WRITTEN_OUT.fullmatch(text.strip())
    iso = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text.strip()
    return iso if day_of(iso) else ""

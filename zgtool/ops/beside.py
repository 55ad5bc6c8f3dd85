"""What supporting units report of their part: put beside the lead unit's report, never in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zgtool.model.ledger import Measure
from zgtool.model.text import WHITE, shorten
from zgtool.ops.lifecycle import reported_done
from zgtool.ops.terms import names_in

_LINE = re.compile(r"(?P<unit>[^（\n]+)（(?P<day>\d{4}-\d{2}-\d{2})(?:，(?P<status>[^）]*))?）：(?P<said>.*)")
_IDLE = ("未启动", "推进中")


@dataclass(frozen=True, slots=True)
class Part:
    """One supporting unit's latest word on a measure."""

    unit: str
    day: str
    status: str
    said: str

    def __str__(self) -> str:
        status = f"，{self.status}" if self.status else ""
        return f"{self.unit}（{self.day}{status}）：{self.said}"


def supports(unit: str, row: Measure) -> bool:
    """Whether a unit is one of a measure's supporting units."""
    return bool(unit) and unit in names_in(row["supporting_units"])


def parts_of(row: Measure) -> tuple[Part, ...]:
    """The parts beside a row; a line the office wrote there in its own words is no part."""
    found = (_LINE.fullmatch(line) for line in row["support"].split("\n"))
    return tuple(Part(m["unit"], m["day"], m["status"] or "", m["said"]) for m in found if m)


def put_beside(row: Measure, remote: Measure, unit: str, day: str) -> Measure:
    """The row with what a supporting unit reports in its own line; the same words again change nothing."""
    said = WHITE.sub(" ", remote["progress"] or remote["evidence"] or remote["reason"]).strip()
    if not said and not remote["status"]:
        return row
    part = Part(unit, day, remote["status"], said)
    lines = [line for line in row["support"].split("\n") if line]
    for place, line in enumerate(lines):
        held = _LINE.fullmatch(line)
        if held and held["unit"] == unit:
            if (held["status"] or "", held["said"]) == (part.status, part.said):
                return row
            lines[place] = str(part)
            return row.but({"support": "\n".join(lines)})
    return row.but({"support": "\n".join((*lines, str(part)))})


def contradiction(row: Measure, unit: str) -> str:
    """What a supporting unit's word and the lead unit's say against each other; "" when they go together."""
    part = next((p for p in parts_of(row) if p.unit == unit), None)
    if part is None or part.status not in _IDLE or not reported_done(row):
        return ""
    return f"牵头单位报“{row['status']}”，配合单位{unit}报“{part.status}”：{shorten(part.said, 60)}"

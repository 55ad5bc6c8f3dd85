"""自查问题: what units found themselves waits for the office, which alone registers problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import FOUND, FOUND_CHOICES, TAKE_UP, Line
from zgtool.model.settings import Settings
from zgtool.model.text import fold
from zgtool.ops.carried import DONE, Carried, Fault, empty_of, held, signature
from zgtool.ops.record import entry, with_lines

SOURCE = "自查"
_KINDS = ("共性", "个性", "苗头性")
_OWN = re.compile("自查|自己查")


def is_own_find(row: Measure) -> bool:
    """Whether a unit reports a problem as one it found itself."""
    return bool(_OWN.search(row["source"]) or _OWN.search(row["category"])) and bool(
        row["problem"] or row["point"]
    )


def proposal(row: Measure, unit: str, week: str) -> Line:
    """The line that puts a unit's own find before the office."""
    told = f"{row['source']}{row['category']}{row['remark']}"
    values = {
        "week": week,
        "unit": unit,
        "kind": next((kind for kind in _KINDS if kind in told), ""),
        "problem": row["problem"] or row["point"],
        **{key: row[key] for key in ("measure", "target", "deadline")},
    }
    return Line({k: v for k, v in values.items() if v})


def with_proposals(lines: Iterable[Line], new: Iterable[Line]) -> tuple[Line, ...]:
    """The sheet's lines with new proposals behind them; one proposed already, by the same unit, is not listed twice."""
    held = list(lines)
    known = {_words(line) for line in held}
    for line in new:
        if _words(line) not in known:
            known.add(_words(line))
            held.append(line)
    return tuple(held)


def _words(line: Line) -> tuple[str, str, str]:
    return (line["unit"], fold(line["problem"]), fold(line["measure"]))


def carry_found(ledger: Ledger, settings: Settings, today: date) -> Carried:
    """Put what the office takes up among the rows, unnumbered yet; what it leaves is marked so."""
    rows, lines, findings = [], [], []
    for line in ledger.lines(FOUND.name):
        if line["answer"].startswith(DONE) or empty_of(line, FOUND.typed):
            lines.append(line)
            continue
        faults = tuple(_faults(line, today))
        if faults:
            kept, finding = held(line, faults)
            lines.append(kept)
            findings.append(finding)
            continue
        if line["decision"] == TAKE_UP:
            rows.append(_row(line))
        word = "登记" if line["decision"] == TAKE_UP else "不登记"
        lines.append(line.but({"answer": f"{DONE}：{word}（{today.isoformat()}）"}))
    whole = replace(ledger, rows=(*ledger.rows, *rows))
    return Carried(with_lines(whole, FOUND.name, lines), (), tuple(findings))


def numbered(ledger: Ledger, today: date) -> tuple[Ledger, tuple[Line, ...]]:
    """What was taken up today with the number it was given, on its line and as entries for the record."""
    mark = f"{DONE}：登记（{today.isoformat()}）"
    numbers = {(fold(r["problem"]), fold(r["measure"])): r for r in ledger.rows if SOURCE in r["source"]}
    lines, entries = [], []
    for line in ledger.lines(FOUND.name):
        row = numbers.get((fold(line["problem"]), fold(line["measure"]))) if line["answer"] == mark else None
        if row is not None:
            line = line.but({"answer": f"{mark}，编号{row.number}"})
            entries.append(
                entry(row.number, "登记自查问题", row["state"], row["state"], by=line["by"], on=line["on"],
                      basis=f"{line['unit']}{line['week']}自查", note=line["note"])
            )  # fmt: skip
        lines.append(line)
    return with_lines(ledger, FOUND.name, lines), tuple(entries)


def _row(line: Line) -> Measure:
    values = {
        "source": f"{SOURCE}（{line['kind']}）" if line["kind"] else SOURCE,
        "problem": line["problem"],
        "lead_unit": line["unit"],
        **{key: line[key] for key in ("measure", "target", "deadline")},
    }
    return Measure({k: v for k, v in values.items() if v})


def _faults(line: Line, today: date) -> Iterator[Fault]:
    if line["decision"] not in FOUND_CHOICES:
        yield (
            "decision",
            "没有选办公室意见" if not line["decision"] else f"办公室意见“{line['decision']}”不在选项里",
        )
    yield from signature(line, "by", "on", today, ("决定人", "决定日期"))

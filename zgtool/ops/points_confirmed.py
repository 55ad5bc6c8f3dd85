"""要点.xlsx as the clerk confirmed it, turned into the ledger that is registered. Keyed on the column 办公室确认."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from zgtool.model.columns import EXTRA, POINT_KEYS, PROBLEM_KEYS, TOOL_KEYS
from zgtool.model.finding import Finding, Kind, Location, Severity
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.text import fold, shorten

CONFIRM, GRADE, BASIS, MATCH = f"{EXTRA}办公室确认", f"{EXTRA}把握", f"{EXTRA}依据", f"{EXTRA}措施对应"
"""Columns of the sheet 要点确认 that serve the confirming only and do not go into the ledger."""
SERVING = (CONFIRM, GRADE, BASIS, MATCH)
CONFIRMED, NOT_A_POINT, JOIN = "确认", "不是要点", "与上条合并"
CHOICES = (CONFIRMED, NOT_A_POINT, JOIN)

_NOT_ITS_OWN = frozenset({*PROBLEM_KEYS, *POINT_KEYS, *TOOL_KEYS, *SERVING, "number", "serial"})

LEFT_OUT = Kind(
    "X120",
    "办公室确认不是要点，没有列入台账",
    Severity.INFO,
    "不需要处理；要列入的，请改“办公室确认”一栏后重新建立工作区。",
)
JOINED = Kind("X121", "按办公室确认并入上一条要点", Severity.INFO, "不需要处理。")
KEPT_MEASURE = Kind(
    "X122",
    "要点不列入，但这一行有整改内容，内容照样列入台账",
    Severity.WARNING,
    "请在总台账里写明这条措施归到哪个要点，或者把“状态”改为“撤销”。",
)
PROBLEM_LEFT_OUT = Kind(
    "X123",
    "一个问题的要点都确认为不是要点，整个问题没有列入台账",
    Severity.WARNING,
    "请核对；问题要列入的，至少留一个要点。",
)
UNCLEAR = Kind(
    "X124",
    "“办公室确认”填的不明白，按“确认”列入台账",
    Severity.WARNING,
    "请从“确认”“不是要点”“与上条合并”里选一个；空着就是确认。",
)
NOTHING_TO_JOIN = Kind(
    "X125",
    "上面没有可以合并的要点，按“确认”列入台账",
    Severity.WARNING,
    "“与上条合并”只能并到同一个问题的上一条要点。",
)
KINDS = (LEFT_OUT, JOINED, KEPT_MEASURE, PROBLEM_LEFT_OUT, UNCLEAR, NOTHING_TO_JOIN)


@dataclass(slots=True)
class _Point:
    """The rows of one point of one problem, next to each other on the sheet."""

    problem: tuple[str, str]
    rows: list[Measure]


def take_confirmed(ledger: Ledger) -> tuple[Ledger, tuple[Finding, ...]]:
    """The ledger as the office confirmed it; one that has no column 办公室确认 comes back as it is.

    确认 and blank stay. 不是要点 is left out, but a row that holds a measure or other content stays without
    its point. 与上条合并 goes to the point above in the same problem. Each is told, nothing is lost silently.
    """
    if CONFIRM not in ledger.layout:
        return ledger, ()
    found: list[Finding] = []
    kept: list[_Point] = []
    asked: dict[tuple[str, str], Measure] = {}
    for point in _points(ledger):
        asked.setdefault(point.problem, point.rows[0])
        _take(point, kept, found)
    left = {p.problem for p in kept}
    found += [
        PROBLEM_LEFT_OUT.at(
            row.at("problem"),
            shorten(row["problem"], 60),
            message=f"问题{row['problem_no']}“{shorten(row['problem'], 30)}”的要点都确认为不是要点，整个问题没有列入台账",
        )
        for problem, row in asked.items()
        if problem not in left
    ]
    rows = tuple(_served(row) for row in _pointless_first(kept))
    return replace(ledger, rows=rows, layout=tuple(k for k in ledger.layout if k not in SERVING)), tuple(
        found
    )


def _points(ledger: Ledger) -> Iterator[_Point]:
    current: _Point | None = None
    mark: tuple[str, ...] = ()
    for row in ledger.rows:
        problem = (fold(row["problem_no"]), fold(row["problem"]))
        own = (*problem, fold(row["point_no"]), fold(row["point"]))
        if current is None or own != mark or not row["point"]:
            if current is not None:
                yield current
            current, mark = _Point(problem, []), own
        current.rows.append(row)
    if current is not None:
        yield current


def _take(point: _Point, kept: list[_Point], found: list[Finding]) -> None:
    first = point.rows[0]
    words = list(dict.fromkeys(w for r in point.rows if (w := r[CONFIRM].strip())))
    word = words[0] if len(words) == 1 else CONFIRMED
    if len(words) > 1 or word not in CHOICES:
        found.append(UNCLEAR.at(first.at(CONFIRM), "、".join(words)))
        word = CONFIRMED
    above = kept[-1] if kept and kept[-1].problem == point.problem and kept[-1].rows[0]["point"] else None
    if word == JOIN and above is None:
        found.append(NOTHING_TO_JOIN.at(first.at(CONFIRM), shorten(first["point"], 60)))
        word = CONFIRMED
    if word == JOIN and above is not None:
        _join(above, point)
        found.append(JOINED.at(_place(first), message=f"{_named(first)}并入{_named(above.rows[0])}"))
    elif word == NOT_A_POINT:
        _leave_out(point, kept, found)
    else:
        kept.append(point)


def _leave_out(point: _Point, kept: list[_Point], found: list[Finding]) -> None:
    first = point.rows[0]
    held = [row.but(dict.fromkeys(POINT_KEYS, "")) for row in point.rows if _content(row)]
    if not held:
        found.append(LEFT_OUT.at(_place(first), message=f"{_named(first)}确认为不是要点，没有列入台账"))
        return
    kept.append(replace(point, rows=held))
    for row in held:
        words = shorten(row["measure"] or "、".join(_content(row).values()), 40)
        found.append(
            KEPT_MEASURE.at(
                _place(row), words, message=f"{_named(first)}不列入，但这一行有整改内容，内容照样列入台账"
            )
        )


def _join(above: _Point, point: _Point) -> None:
    """One text for both points; a row that says nothing more than the one above is that row."""
    text = "；".join(dict.fromkeys(t for p in (above, point) if (t := p.rows[0]["point"].strip("；;。"))))
    rows = list(above.rows)
    for row in point.rows:
        own = _content(row)
        target = rows[-1]
        if all(target[key] in ("", value) for key, value in own.items()) and not (
            row["measure"] and target["measure"]
        ):
            rows[-1] = target.but(own)
        else:
            rows.append(row)
    shared = {"point_no": above.rows[0]["point_no"], "point": text}
    above.rows = [row.but(shared) for row in rows]


def _pointless_first(kept: Iterable[_Point]) -> Iterator[Measure]:
    """The rows, in each problem those without a point first: below a point a blank cell counts as that point."""
    for _, points in groupby(kept, key=lambda p: p.problem):
        yield from sorted((row for point in points for row in point.rows), key=lambda r: bool(r["point"]))


def _content(row: Measure) -> dict[str, str]:
    """What a row holds of its own, besides naming its problem and point."""
    return {k: v for k, v in row.values.items() if v and k not in _NOT_ITS_OWN}


def _served(row: Measure) -> Measure:
    return replace(row, values={k: v for k, v in row.values.items() if k not in SERVING})


def _place(row: Measure) -> Location:
    return row.at("point")


def _named(row: Measure) -> str:
    return f"要点{row['point_no']}“{shorten(row['point'], 30)}”"

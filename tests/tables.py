"""Ledgers and submissions written as Markdown tables in the test: input and expectation in one glance."""

from collections.abc import Sequence

from zgtool.model.columns import BY_KEY, CORE_KEYS, LEDGER, SERIAL
from zgtool.model.finding import Location
from zgtool.model.ledger import Ledger, Measure, Submission
from zgtool.model.office_sheets import Line
from zgtool.model.text import fold
from zgtool.model.units import Unit, UnitList

_KEYS = {fold(name): c.key for c in (*LEDGER, SERIAL) for name in (c.heading, *c.aliases)}

UNITS = UnitList(
    (
        Unit("办公室", leader="王建国", mail="bgs@example.gov.cn"),
        Unit("人事处", short=("人事",), leader="李卫东"),
        Unit("财务处", former=("计财处",), leader="王建国"),
        Unit("机关党委", leader="李卫东"),
    )
)


def key_of(heading: str) -> str:
    """A heading of the schema as its key; any other heading as a column of the office's own."""
    key = _KEYS.get(fold(heading), f"+{heading}")
    return key if key.startswith("+") or key in BY_KEY else heading


def grid(table: str) -> tuple[list[str], list[list[str]]]:
    """Keys and body of a Markdown table; a line of dashes is left out."""
    head, *body = _cells(table)
    return [key_of(h) for h in head], body


def _cells(table: str) -> list[list[str]]:
    lines = [ln.strip().strip("|") for ln in table.splitlines() if ln.strip().startswith("|")]
    return [[c.strip() for c in ln.split("|")] for ln in lines if set(ln) - set("|-: ")]


def lines_of(table: str) -> list[dict[str, str]]:
    """The lines of a Markdown table by heading, filled cells only; [] when there is no table."""
    cells = _cells(table)
    return [{h: c for h, c in zip(cells[0], line, strict=True) if c} for line in cells[1:]]


def rows_from_md(table: str, file: str = "总台账.xlsx", unit: str = "") -> tuple[Measure, ...]:
    """Rows of a table; each knows its Excel row (heading in row 3, as the ledger has it) and cells."""
    keys, body = grid(table)
    letters = [chr(ord("A") + i) for i in range(len(keys))]
    return tuple(
        Measure(
            {k: v for k, v in zip(keys, line, strict=True) if v},
            Location(file=file, sheet="总台账", row=place, unit=unit),
            {k: f"{letter}{place}" for k, letter in zip(keys, letters, strict=True)},
        )
        for place, line in enumerate(body, start=4)
    )


def ledger_from_md(table: str) -> Ledger:
    """A ledger; the table's columns come first in the layout, the other core ones behind."""
    keys, _ = grid(table)
    layout = (*keys, *(k for k in CORE_KEYS if k not in keys))
    rows = rows_from_md(table)
    return Ledger(tuple(Measure(dict(r.values)) for r in rows), layout)


def submission_from_md(table: str, unit: str, file: str = "", findings: Sequence[object] = ()) -> Submission:
    """What one unit sent."""
    keys, _ = grid(table)
    name = file or f"{unit}.xlsx"
    return Submission(
        name,
        digest=f"{name}{table}",
        unit=unit,
        rows=rows_from_md(table, name, unit),
        layout=tuple(keys),
        findings=tuple(findings),
    )  # type: ignore[arg-type]


def result_line(what: str, **other: str) -> Line:
    """A line of 成果: a rule that measure 1-1 made, confirmed by the office unless `other` says otherwise."""
    rule = {"number": "1-1", "kind": "制定制度", "count": "1", "unit": "项", "decision": "确认"}
    return Line({**rule, "what": what, **other})

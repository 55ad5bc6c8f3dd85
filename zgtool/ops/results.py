"""成果统计: results from the units' columns and from their words, confirmed by the office, never summed unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from zgtool.language.results import MADE, MONEY, PEOPLE, RESULT_KINDS, REVISED, Proposal, propose
from zgtool.model.columns import heading_of
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import CONFIRMED, CORRECTED, RESULTS, Line
from zgtool.model.status import WITHDRAWN
from zgtool.model.text import clean, fold

GIVEN, PROPOSED = "单位填报", "从文字提出，请核实"
SEVERAL = "从文字提出，请核实；本措施不止一笔，可能有累计数，不要重复计"
_GROWING = (MONEY, PEOPLE)
"""Kinds told anew each week with a larger figure: another figure is another line, for the office to choose."""
_GIVEN_KEYS = ("systems", "amount", "accountability")
_WORD_KEYS = ("progress", "evidence", "report")


def results_lines(ledger: Ledger) -> tuple[Line, ...]:
    """Every result found so far: those of earlier weeks with what the office decided, then the new ones.

    A line stays once it was proposed: what a unit wrote last week is replaced by this week's words, but the
    result it told of is not lost before the office has looked at it.
    """
    found = {_key(line): line for line in ledger.lines(RESULTS.name)}
    for row in ledger.rows:
        if row["state"] == WITHDRAWN or not row.number:
            continue
        for source, key, proposal in _proposals(row):
            line = _line(row, source, key, proposal)
            found.setdefault(_key(line), line)
    return tuple(_warned(found.values()))


def _warned(lines: Collection[Line]) -> Iterator[Line]:
    """Figures of one measure may contain each other (累计): where there are several, the line says so."""
    several = Counter((line["number"], line["kind"]) for line in lines if line["kind"] in _GROWING)
    for line in lines:
        many = several[line["number"], line["kind"]] > 1 and line["source"] == PROPOSED
        yield line.but({"source": SEVERAL}) if many else line


def _proposals(row: Measure) -> Iterator[tuple[str, str, Proposal]]:
    """(source, column key, proposal) of a row; what a column gives is not proposed from the words again."""
    seen: set[tuple[str, ...]] = set()
    for source, keys in ((GIVEN, _GIVEN_KEYS), (PROPOSED, _WORD_KEYS)):
        for key in keys:
            for proposal in propose(row[key], given=source == GIVEN):
                counted = (str(proposal.amount), str(proposal.count)) if proposal.kind in _GROWING else ()
                known = (proposal.kind, "" if proposal.kind == MONEY else proposal.what, *counted)
                if known not in seen:
                    seen.add(known)
                    yield source, key, proposal


def _line(row: Measure, source: str, key: str, proposal: Proposal) -> Line:
    number = f"{proposal.amount:f}" if proposal.amount is not None else str(proposal.count)
    held = {
        "number": row.number, "lead_unit": clean(row["lead_unit"]), "kind": proposal.kind,
        "what": clean(proposal.what), "count": number, "unit": _UNIT_OF[proposal.kind], "source": source,
        "words": clean(f"{heading_of(key)}：{proposal.words}"),
    }  # fmt: skip
    return Line({name: text for name, text in held.items() if text})


_UNIT_OF: Mapping[str, str] = {
    kind: "万元" if kind == MONEY else "人" if kind == PEOPLE else "项" for kind in RESULT_KINDS
}


def _key(line: Line) -> tuple[str, ...]:
    what = "" if line["kind"] == MONEY else fold(line["what"])
    return (line["number"], line["kind"], what, line["count"] if line["kind"] in _GROWING else "")


@dataclass(frozen=True, slots=True)
class Results:
    """What the office has confirmed. money in 万元; people by how they were dealt with.

    made, revised: the confirmed rules (lines of the sheet), for the 制度目录. waiting: lines without a decision;
    unclear: confirmed lines whose number cannot be read and which are therefore not summed.
    """

    made: tuple[Line, ...] = ()
    revised: tuple[Line, ...] = ()
    money: Decimal = Decimal(0)
    people: Mapping[str, int] = field(default_factory=dict)
    campaigns: int = 0
    waiting: int = 0
    unclear: int = 0


def results_of(ledger: Ledger) -> Results:
    """The figures of 成果 from what the office confirmed; a proposal that nobody decided counts nowhere."""
    lines = ledger.lines(RESULTS.name)
    decided = [line for line in lines if line["decision"] in (CONFIRMED, CORRECTED)]
    counted = [(line, value) for line in decided if (value := _value(line)) is not None]
    people: dict[str, int] = {}
    money, campaigns = Decimal(0), 0
    for line, value in counted:
        if line["kind"] == MONEY:
            money += value
        elif line["kind"] == PEOPLE:
            people[line["what"]] = people.get(line["what"], 0) + int(value)
        elif line["kind"] not in (MADE, REVISED):
            campaigns += int(value)
    return Results(
        _once(line for line, _ in counted if line["kind"] == MADE),
        _once(line for line, _ in counted if line["kind"] == REVISED),
        money,
        people,
        campaigns,
        sum(not line["decision"] for line in lines),
        len(decided) - len(counted),
    )


def _value(line: Line) -> Decimal | None:
    """The office's own number where it corrected, else the proposed one; None when it is no number."""
    text = line["fixed"] if line["decision"] == CORRECTED else line["fixed"] or line["count"]
    try:
        value = Decimal(fold(text).removesuffix(line["unit"]) or "x")
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def _once(lines: Iterable[Line]) -> tuple[Line, ...]:
    """One line a rule: two measures that led to the same rule made one rule."""
    return tuple({fold(line["what"]): line for line in reversed(list(lines))}.values())[::-1]

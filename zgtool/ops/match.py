"""Which row of the ledger a reported row speaks of.

A number alone is not believed and 序号 never: the row's own words must agree with it. Rows
without a number are found by (problem, point, measure) text, then by likeness among the
rows of the same problem that nobody else claimed. What stays doubtful is asked, with both
texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from zgtool.model.ledger import Ledger, Measure
from zgtool.model.text import fold
from zgtool.ops.terms import names_in

SURE, POSSIBLE = 80.0, 55.0
"""Likeness of two measure texts (0–100): from SURE on they are one measure edited, below
POSSIBLE they are two measures, between them a person decides."""


@dataclass(frozen=True, slots=True)
class Matched:
    """One reported row and what it was matched with.

    known: the ledger's row, None when there is none. doubt: the ledger's row it may be, when
    that has to be asked. twin: the ledger's row when another row of the file says the same. problem: a row of the same problem, for a new measure under it.
    """

    row: Measure
    known: Measure | None = None
    doubt: Measure | None = None
    twin: Measure | None = None
    problem: Measure | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing in the ledger is, or may be, this row or its problem."""
        return self.known is None and self.doubt is None and self.twin is None and self.problem is None


class Matcher:
    """Finds reported rows in one ledger; built once a run, each look-up constant in the ledger's size."""

    def __init__(self, ledger: Ledger) -> None:
        self._number: dict[str, Measure] = {}
        self._text: dict[tuple[str, ...], list[Measure]] = {}
        self._measure: dict[str, list[Measure]] = {}
        self._problem: dict[str, list[Measure]] = {}
        self._problem_no: dict[str, list[Measure]] = {}
        for row in ledger.rows:
            self._number.setdefault(fold(row.number), row)
            self._text.setdefault(_text_key(row), []).append(row)
            self._measure.setdefault(fold(row["measure"]), []).append(row)
            self._problem.setdefault(fold(row["problem"]), []).append(row)
            self._problem_no.setdefault(fold(row["problem_no"]), []).append(row)

    def match(self, rows: Sequence[Measure], unit: str = "") -> list[Matched]:
        """Match one submission's rows one-to-one, in their order; certain ones claim first.

        A common problem may ask the same words of several units: then each means the row it leads.
        """
        if not self._text:
            return _first_of_all(rows)
        found: dict[int, Matched] = {}
        claimed: set[str] = set()
        twins: dict[int, Measure] = {}
        for ask in (self._by_number, self._by_text, self._by_measure):
            for place, row in enumerate(rows):
                known = ask(row, unit) if place not in found else None
                if known is not None and known.number not in claimed:
                    found[place] = Matched(row, known)
                    claimed.add(known.number)
                elif known is not None and _says_the_same(row, known):
                    twins.setdefault(place, known)
        for place, row in enumerate(rows):
            if place not in found and place in twins:
                found[place] = Matched(row, twin=twins[place])
            elif place not in found:
                result = self._by_likeness(row, unit, claimed)
                if result.known is not None:
                    claimed.add(result.known.number)
                found[place] = result
        return [found[place] for place in range(len(rows))]

    def _by_number(self, row: Measure, unit: str) -> Measure | None:
        known = self._number.get(fold(row.number)) if row.number else None
        if known is None:
            return None
        exact = self._text.get(_text_key(row), ())
        if exact and all(r.number != known.number for r in exact):
            return None
        return known if _agree(row, known) else None

    def _by_text(self, row: Measure, unit: str) -> Measure | None:
        same = self._text.get(_text_key(row), ()) if row["measure"] else ()
        return next(iter(_led_by(unit, same) or same), None)

    def _by_measure(self, row: Measure, unit: str) -> Measure | None:
        """A measure text that stands once in the ledger, or once among the unit's own or under the row's problem."""
        same: Sequence[Measure] = self._measure.get(fold(row["measure"]), ()) if row["measure"] else ()
        same = _led_by(unit, same) or same
        if len(same) == 1:
            return same[0]
        here = [r for r in same if fold(r["problem"]) == fold(row["problem"])]
        return here[0] if len(here) == 1 else None

    def _by_likeness(self, row: Measure, unit: str, claimed: set[str]) -> Matched:
        siblings = self._siblings(row)
        free = [r for r in siblings if r.number not in claimed]
        if row["measure"]:
            scored = [(fuzz.ratio(fold(row["measure"]), fold(r["measure"])), r) for r in free if r["measure"]]
            scored.sort(key=lambda pair: -pair[0])
            sure = [r for score, r in scored if score >= SURE]
            sure = _led_by(unit, sure) or sure
            if len(sure) == 1:
                return Matched(row, sure[0])
            if scored and scored[0][0] >= POSSIBLE:
                return Matched(row, doubt=scored[0][1], problem=siblings[0])
            hole = self._hole(row, free)
            if hole is not None:
                return Matched(row, hole)
        elif row["point"]:
            same = [r for r in free if fold(r["point"]) == fold(row["point"])]
            if len(same) == 1:
                return Matched(row, same[0])
        return Matched(row, problem=siblings[0] if siblings else None)

    def _hole(self, row: Measure, free: Iterable[Measure]) -> Measure | None:
        """A row of the same point that still lacks its measure."""
        return next((r for r in free if not r["measure"] and fold(r["point"]) == fold(row["point"])), None)

    def _siblings(self, row: Measure) -> list[Measure]:
        same = self._problem.get(fold(row["problem"])) if row["problem"] else None
        if same:
            return same
        same = self._problem_no.get(fold(row["problem_no"] or row["serial"]), [])
        alike = same and fuzz.ratio(fold(row["problem"]), fold(same[0]["problem"])) >= POSSIBLE
        return same if alike else []


def _led_by(unit: str, rows: Iterable[Measure]) -> list[Measure]:
    """Those of several rows that say the same which the unit leads."""
    return [r for r in rows if unit in names_in(r["lead_unit"])] if unit else []


def _text_key(row: Measure) -> tuple[str, ...]:
    return (fold(row["problem"]), fold(row["point"]), fold(row["measure"]))


def _says_the_same(row: Measure, known: Measure) -> bool:
    """Whether a row is the ledger's, word for word; a problem it leaves out is no difference."""
    same_problem = not row["problem"] or fold(row["problem"]) == fold(known["problem"])
    return bool(row["measure"]) and same_problem and fold(row["measure"]) == fold(known["measure"])


def _first_of_all(rows: Sequence[Measure]) -> list[Matched]:
    """Rows that come into an empty ledger: nothing to match, but the same words twice are one measure."""
    seen: dict[tuple[str, ...], Measure] = {}
    found = []
    for row in rows:
        first = seen.setdefault(_text_key(row), row) if row["measure"] else row
        found.append(Matched(row) if first is row else Matched(row, twin=first))
    return found


def _agree(row: Measure, known: Measure) -> bool:
    """Whether a row's words let its number stand: the measure, or problem and point, are the ledger's."""
    if not row["measure"] or not known["measure"]:
        return not row["problem"] or fuzz.ratio(fold(row["problem"]), fold(known["problem"])) >= POSSIBLE
    if fuzz.ratio(fold(row["measure"]), fold(known["measure"])) >= POSSIBLE:
        return True
    same_problem = bool(row["problem"]) and fold(row["problem"]) == fold(known["problem"])
    return same_problem and fold(row["point"]) == fold(known["point"])


def repeated_rows(matches: Iterable[Matched]) -> Mapping[str, list[Measure]]:
    """Numbers that more than one row of a submission carries, with those rows."""
    rows: dict[str, list[Measure]] = {}
    for match in matches:
        if match.row.number:
            rows.setdefault(fold(match.row.number), []).append(match.row)
    return {number: same for number, same in rows.items() if len(same) > 1}

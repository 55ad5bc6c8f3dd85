"""挂号: numbers for problems, points and measures, given once and never given again.

A problem is numbered 3, its points 3（1）, 3（2）, its measures 3-1, 3-2. Rows never leave
the ledger (a withdrawn one keeps its row), so the highest number in it is the highest ever
given; a row deleted by hand is restored by the merge before numbers are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from zgtool.language.deadline import frozen_text
from zgtool.model.columns import CORE_KEYS
from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.settings import Settings
from zgtool.model.status import REGISTERED
from zgtool.model.text import fold, shorten
from zgtool.ops.kinds import DUPLICATE_NUMBER
from zgtool.ops.terms import planned_deadline_of

LEDGER_FILE = "总台账.xlsx"
"""The file that findings name when no unit's file shows the row."""

_PROBLEM = re.compile(r"(|.*\D)(\d+)")
_MEASURE = re.compile(r"(.+)-(\d+)")
_POINT = re.compile(r"(.+)\((\d+)\)")


class Numbers:
    """The numbers in use; `problem`, `point` and `measure` give the next free one."""

    def __init__(self, rows: Iterable[Measure], main: str | None = None) -> None:
        """main: the source whose problems carry no mark, by default that of the first row."""
        self._main = main
        self._problem: dict[tuple[str, str], str] = {}
        self._given: set[str] = set()
        self._point: dict[tuple[str, str], str] = {}
        self._last_point: dict[str, int] = {}
        self._last_measure: dict[str, int] = {}
        self._last_problem: dict[str, int] = {}
        for row in rows:
            self.note(row)

    def note(self, row: Measure) -> None:
        """Take a numbered row's numbers as given away."""
        if self._main is None:
            self._main = row["source"]
        problem = row["problem_no"]
        if problem:
            self._problem.setdefault((self.mark(row["source"]), fold(row["problem"])), problem)
            self._given.add(problem)
            self._raise(problem)
        if row["point_no"]:
            self._point.setdefault((problem, fold(row["point"])), row["point_no"])
            _raise_to(self._last_point, _POINT.fullmatch(fold(row["point_no"])))
        if row.number:
            _raise_to(self._last_measure, _MEASURE.fullmatch(fold(row.number)))

    def mark(self, source: str) -> str:
        """What the numbers of a source begin with: "" for the ledger's main source, 审 for an audit, and so on."""
        return "" if fold(source) == fold(self._main or "") else source_mark(source)

    def problem(self, text: str, asked: str = "", source: str = "") -> str:
        """The number of a problem text of a source: the one it has, the one asked for when free, else the next."""
        mark = self.mark(source)
        key = (mark, fold(text))
        if key not in self._problem:
            wanted = f"{mark}{asked}" if asked.isdecimal() else asked
            free = bool(wanted) and wanted not in self._given
            given = wanted if free else f"{mark}{self._last_problem.get(mark, 0) + 1}"
            self._problem[key] = given
            self._given.add(given)
            self._raise(given)
        return self._problem[key]

    def _raise(self, problem: str) -> None:
        found = _PROBLEM.fullmatch(problem)
        if found:
            _raise_to(self._last_problem, found)

    def point(self, problem: str, text: str) -> str:
        """The number of a point of a problem, such as 3（2）; "" when the row names no point."""
        key = (problem, fold(text))
        if not key[1]:
            return ""
        if key not in self._point:
            self._last_point[fold(problem)] = self._last_point.get(fold(problem), 0) + 1
            self._point[key] = f"{problem}（{self._last_point[fold(problem)]}）"
        return self._point[key]

    def measure(self, problem: str) -> str:
        """The next number of a measure under a problem, such as 3-4."""
        self._last_measure[fold(problem)] = self._last_measure.get(fold(problem), 0) + 1
        return f"{problem}-{self._last_measure[fold(problem)]}"


_MARKS = (("自查", "自"), ("审计", "审"), ("中央", "央"), ("省委", "省"), ("市委", "市"), ("选人用人", "选"),
          ("专项", "专"), ("信访", "信"), ("督查", "督"))  # fmt: skip
_ROUND = re.compile(r"第?([一二三四五六七八九十\d]+)轮")


def source_mark(source: str) -> str:
    """The mark of a source of problems: 省委巡视（第二轮） → 省二轮; its first character when it is none we know."""
    text = fold(source)
    if not text:
        return ""
    word = next((mark for words, mark in _MARKS if words in text), text[0])
    found = _ROUND.search(text)
    # A figure right before the number would read as part of it.
    return word + (f"{found[1]}轮" if found else "")


def _raise_to(last: dict[str, int], found: re.Match[str] | None) -> None:
    if found:
        last[found[1]] = max(last.get(found[1], 0), int(found[2]))


def first_day(settings: Settings, today: date) -> date:
    """挂号日期 of what is registered first of all: the plan's day, from which its deadlines are understood."""
    return settings.plan_day or today


def register(row: Measure, numbers: Numbers, settings: Settings, day: date) -> Measure:
    """The row on the books: numbered, dated `day`, 挂号, its sliding deadline words frozen to a day."""
    problem = row["problem_no"] or numbers.problem(row["problem"], source=row["source"])
    dated = row.but({"registered_on": row["registered_on"] or day.isoformat()})
    deadline = planned_deadline_of(dated, settings, day)
    registered = dated.but(
        {
            "problem_no": problem,
            "point_no": row["point_no"] or numbers.point(problem, row["point"]),
            "number": numbers.measure(problem),
            "deadline": frozen_text(deadline) if deadline.sliding else row["deadline"],
            "state": row["state"] or REGISTERED,
        }
    )
    numbers.note(registered)
    return registered


def register_ledger(ledger: Ledger, settings: Settings, today: date) -> tuple[Ledger, tuple[Finding, ...]]:
    """Number every row of the ledger that has no number yet, and tell numbers used twice apart.

    Numbers the office already uses are kept. Idempotent: a registered ledger comes back unchanged.
    """
    found: list[Finding] = []
    rows: list[Measure] = []
    seen: set[str] = set()
    for row in ledger.rows:
        if row.number and fold(row.number) in seen:
            held = shorten(row["measure"])
            found.append(
                DUPLICATE_NUMBER.at(
                    row.at("number"), row.number, message=f"措施编号{row.number}重复（{held}）"
                )
            )
            row = row.but({"number": ""})
        elif row.number:
            seen.add(fold(row.number))
        rows.append(row)
    dated = any(row["registered_on"] for row in rows)
    begun = (today if dated else first_day(settings, today)).isoformat()
    numbers = Numbers((r for r in rows if r.number), rows[0]["source"] if rows else "")
    day = today if seen else first_day(settings, today)
    for row in rows:
        if not row.number:
            numbers.problem(row["problem"], row["problem_no"] or row["serial"], row["source"])
    done = tuple(
        _on_the_books(row, begun) if row.number else register(_settled(row, numbers), numbers, settings, day)
        for row in rows
    )
    layout = _with_number_columns(ledger.layout)
    return replace(ledger, rows=tuple(_located(r) for r in done), layout=layout), tuple(found)


def _on_the_books(row: Measure, day: str) -> Measure:
    """A row that came with a number of the office's own: it needs only its day and its state."""
    if row["registered_on"] and row["state"]:
        return row
    return row.but({"registered_on": row["registered_on"] or day, "state": row["state"] or REGISTERED})


def _settled(row: Measure, numbers: Numbers) -> Measure:
    return row.but(
        {"problem_no": numbers.problem(row["problem"], row["problem_no"], row["source"]), "serial": ""}
    )


def _located(row: Measure) -> Measure:
    return replace(row, where=replace(row.where, number=row.number, unit=row["lead_unit"]))


def _with_number_columns(layout: tuple[str, ...]) -> tuple[str, ...]:
    """The office's own order of columns, our missing core columns slipped in where the schema has them."""
    order = [key for key in layout if key != "serial"]
    for place, key in enumerate(CORE_KEYS):
        if key not in order:
            before = next((k for k in reversed(CORE_KEYS[:place]) if k in order), None)
            order.insert(order.index(before) + 1 if before else 0, key)
    return tuple(order)


def ledger_place(row: Measure) -> Location:
    """The place of a row in the consolidated ledger, for findings that no unit's file shows."""
    return Location(file=LEDGER_FILE, sheet="总台账", unit=row["lead_unit"], number=row.number)


def in_ledger(row: Measure) -> Measure:
    """The row as it stands in the office's ledger: for findings about what a unit cannot mend in its file."""
    return Measure(row.values, Location())


def came_in(row: Measure) -> bool:
    """Whether a unit's file brought the row this week; its place is then in that file."""
    return row.where.file not in ("", LEDGER_FILE)

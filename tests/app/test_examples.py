"""例: only where an example shows the cure, and of the cell that has to be written."""

from __future__ import annotations

from string import Formatter

from zgtool.app.catalogue import titles
from zgtool.app.examples import OF_READING, example_for
from zgtool.model.columns import BY_KEY, example_of
from zgtool.model.finding import Finding, Location, Severity
from zgtool.rules.registry import RULES

OF_THE_OFFICE = {
    "H201", "H202", "H203", "H301", "M104", "M106", "M303", "M304", "M305", "M306", "M311", "M312", "M313", "M314",
    "M315", "S117",
}  # fmt: skip
"""Cells and decisions of the office: no unit's file is marked with them, or a unit has nothing to write there."""
NOTHING_TO_WRITE = {"T202", "C310", "T405", "T406", "S307", "S309"}
"""A reminder; figures, dates and rates that are right or are not; files that have to be exchanged or explained."""


def finding(code: str, column: str = "") -> Finding:
    return Finding(code, Severity.WARNING, Location("人事处.xlsx", "台账", 5, column, "C5"), "", "", "")


def test_every_code_of_reading_with_an_example_is_one_that_zgtool_finds() -> None:
    assert set(OF_READING) <= set(titles()) - set(RULES)


def test_every_column_an_example_is_taken_from_has_one() -> None:
    told = [*OF_READING.values(), *(rule.example for rule in RULES.values())]
    keys = {key for text in told for _, key, _, _ in Formatter().parse(text) if key} - {"own"}
    assert "progress" in keys
    assert [key for key in keys if not example_of(key)] == []
    assert all(column.example for column in BY_KEY.values() if column.required and column.fillable)


def test_a_cell_to_be_written_anew_shows_a_good_one() -> None:
    assert example_for(finding("T101", "deadline")) == "2020年6月下旬"
    assert example_for(finding("C301", "progress")) == example_of("progress")


def test_the_cure_that_lies_in_another_cell_names_it() -> None:
    told = example_for(finding("T201", "deadline"))
    assert told == f"未完成原因：{example_of('reason')}；下一步措施：{example_of('next_step')}"


def test_what_has_to_be_decided_or_undone_gets_no_example() -> None:
    assert example_for(finding("X101", "deadline")) == example_for(finding("F101")) == ""
    assert example_for(finding("C301", "+附注")) == ""


def test_every_rule_that_asks_a_unit_to_write_shows_it_how() -> None:
    without = {code for code, rule in RULES.items() if not rule.example and rule.scope != "receipt"}
    assert without == OF_THE_OFFICE | NOTHING_TO_WRITE

"""例: only where an example shows the cure, and of the cell that has to be written."""

from __future__ import annotations

from zgtool.app.catalogue import titles
from zgtool.app.examples import SHOWN_BY, example_for
from zgtool.model.columns import BY_KEY, example_of
from zgtool.model.finding import Finding, Location, Severity


def finding(code: str, column: str = "") -> Finding:
    return Finding(code, Severity.WARNING, Location("人事处.xlsx", "台账", 5, column, "C5"), "", "", "")


def test_every_code_with_an_example_is_one_that_zgtool_finds() -> None:
    assert set(SHOWN_BY) <= set(titles())


def test_every_column_an_example_is_taken_from_has_one() -> None:
    keys = {key for shown in SHOWN_BY.values() for key in shown if key}
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

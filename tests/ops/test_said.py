"""Cells of a row as numbers and days."""

from datetime import date
from decimal import Decimal

import pytest

from zgtool.model.ledger import Measure
from zgtool.ops.said import day_in, finish_said, rate_of


@pytest.mark.parametrize(
    ("text", "rate"),
    [("80%", Decimal(80)), ("99.5％", Decimal("99.5")), ("1", None), ("—", None), ("", None)],
)
def test_a_rate_is_a_number_in_per_cent(text: str, rate: Decimal | None) -> None:
    assert rate_of(text) == rate


def test_a_day_is_read_from_a_date_column_only_when_it_is_one() -> None:
    row = Measure({"done_on": "2020-06-05", "closed_on": "6月"})
    assert day_in(row, "done_on") == date(2020, 6, 5)
    assert day_in(row, "closed_on") is None
    assert day_in(row, "registered_on") is None


def test_what_makes_a_row_finished_is_named() -> None:
    assert finish_said(Measure({"status": "已完成待认定", "state": "整改中"})) == "“完成状态”为“已完成待认定”"
    assert finish_said(Measure({"status": "推进中", "state": "已销号"})) == "“状态”为“已销号”"

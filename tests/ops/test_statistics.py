"""Breakdowns, points, row numbers and the seal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.ops.test_standing import LEDGER, SETTINGS, TODAY
from zgtool.model.ledger import Ledger
from zgtool.model.period import ReportWeek
from zgtool.ops.seal import seal_of
from zgtool.ops.standing import Fact, facts
from zgtool.ops.statistics import breakdowns, by_ten_day, point_lines, row_ranges

WEEK = ReportWeek(2020, 24)


def _facts(ledger: Ledger) -> list[Fact]:
    return list(facts(enumerate(ledger.rows), SETTINGS, TODAY))


def test_the_ledger_is_counted_by_unit_leader_category_type_and_ten_days() -> None:
    assert [b.head for b in breakdowns(LEDGER, _facts(LEDGER), SETTINGS, TODAY)] == [
        "牵头单位",
        "分管领导",
        "问题类别",
        "整改类型",
        "到期的旬",
    ]


def test_sources_are_counted_apart_once_there_are_two() -> None:
    both = replace(LEDGER, rows=tuple(r.but({"source": f"来源{n % 2}"}) for n, r in enumerate(LEDGER.rows)))
    assert "问题来源" in [b.head for b in breakdowns(both, _facts(both), SETTINGS, TODAY)]


def test_measures_are_counted_in_the_ten_days_of_their_last_day() -> None:
    found = by_ten_day(LEDGER, _facts(LEDGER), SETTINGS, TODAY)
    assert [(s.name, s.total) for s in found] == [
        ("2020年6月上旬", (0, 2, 3)), ("2020年6月中旬", (1,)), ("未定期限", ()),
    ]  # fmt: skip


def test_a_point_without_a_measure_shows() -> None:
    lines = point_lines(LEDGER)
    assert [(line.first["problem_no"], line.measures) for line in lines] == [
        ("1", (0, 1)), ("2", (2,)), ("3", (3, 4)), ("4", ()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "text"),
    [((), ""), ((4,), "4"), ((4, 5), "4–5"), ((9, 4, 5, 6, 12), "4–6、9、12"), ((1, 3, 4), "1、3–4")],
)
def test_row_numbers_are_written_as_ranges(rows: tuple[int, ...], text: str) -> None:
    assert row_ranges(rows) == text


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(1, 60)))
def test_ranges_name_exactly_the_rows(rows: set[int]) -> None:
    named: set[int] = set()
    for part in filter(None, row_ranges(tuple(rows)).split("、")):
        first, _, last = part.partition("–")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == rows


def test_the_seal_changes_with_every_cell_the_week_and_the_edition_and_with_nothing_else() -> None:
    seal = seal_of(LEDGER, WEEK, 1)
    assert seal.startswith("2020-W24-1-")
    assert seal == seal_of(replace(LEDGER, layout=tuple(reversed(LEDGER.layout))), WEEK, 1)
    rows = LEDGER.rows
    assert seal == seal_of(replace(LEDGER, rows=(rows[0].but({"lamp": "超期2天"}), *rows[1:])), WEEK, 1)
    others = (
        seal_of(replace(LEDGER, rows=(rows[0].but({"remark": "另行通知"}), *rows[1:])), WEEK, 1),
        seal_of(replace(LEDGER, rows=rows[1:]), WEEK, 1),
        seal_of(LEDGER, WEEK, 2),
        seal_of(LEDGER, WEEK.shift(1), 1),
    )
    assert len({seal, *others}) == 5

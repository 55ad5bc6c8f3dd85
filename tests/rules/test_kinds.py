"""Of which kinds a row is, and the rules that are asked about it because of that."""

from datetime import date

import pytest

from zgtool.model.columns import LEDGER
from zgtool.model.finding import Location
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.past import Past, PastWeek
from zgtool.rules.kinds import Asked, Kinds
from zgtool.rules.registry import RULES, Context, Rows

TODAY = date(2020, 6, 12)
SETTINGS = Settings(feedback_day=date(2020, 5, 8), plan_day=date(2020, 5, 25))
VALUES = {
    "number": "1-1", "measure": "印发制度1份", "target": "1份", "lead_unit": "安全监管处", "deadline": "2020年6月30日",
    "registered_on": "2020-05-25", "state": "整改中", "status": "推进中", "rate": "50%",
}  # fmt: skip
CAME = Location(file="安全监管处.xlsx", row=4, unit="安全监管处")


def kinds_of(*weeks: dict[str, str], came: bool = True, **values: str) -> Rows:
    """The kinds of a row that otherwise says `VALUES`; weeks: what it said otherwise in weeks before, latest first."""
    filed = tuple(
        PastWeek.of(Ledger((Measure({**VALUES, **said}),)), f"2020-W{23 - back}", frozenset({"安全监管处"}))
        for back, said in enumerate(weeks)
    )
    past = Past(filed, filed[-1] if filed else None)
    context = Context(SETTINGS, TODAY, ReportWeek(2020, 24), past=past)
    return Rows(Kinds(context).of(Measure({**VALUES, **values}, CAME if came else Location())))


def test_a_row_without_a_measure_and_a_withdrawn_one_are_of_no_kind() -> None:
    assert kinds_of(measure="") is Rows.ALL
    assert kinds_of(state="撤销") is Rows.ALL


def test_an_open_row_that_a_file_brought() -> None:
    assert kinds_of() == Rows.MEASURE | Rows.OPEN | Rows.CAME
    assert kinds_of(came=False) == Rows.MEASURE | Rows.OPEN


def test_a_row_is_finished_when_its_unit_says_so_or_the_office_has_closed_it() -> None:
    assert Rows.FINISHED in kinds_of(status="申请销号")
    assert Rows.FINISHED not in kinds_of(status="基本完成")
    assert kinds_of(state="已销号") == Rows.MEASURE | Rows.CAME | Rows.FINISHED | Rows.CLOSED


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"deadline": "2020年6月底"}, Rows.COARSE),
        ({"deadline": ""}, Rows.COARSE),
        ({"deadline": "尽快"}, Rows.COARSE),
        ({"deadline": "2020年6月11日"}, Rows.OVERDUE),
        ({"deadline": "2020年7月31日", "limit": "2020年6月11日"}, Rows.OVERDUE),
        ({"deadline": "2020年6月12日"}, Rows.SOON),
        ({"deadline": "2020年6月22日"}, Rows.SOON),
        ({"deadline": "2020年7月10日完成调研，9月20日印发"}, Rows.STAGED),
        ({"deadline": "长期坚持"}, Rows.BY_KIND | Rows.COARSE),
        ({"deadline": "2020年4月30日"}, Rows.TOO_EARLY | Rows.OVERDUE),
        ({"deadline": "2020年5月20日"}, Rows.TOO_EARLY | Rows.OVERDUE),
        ({"deadline": "2020年5月25日"}, Rows.OVERDUE),
        ({"deadline": "2020年6月23日"}, Rows.ALL),
        ({"deadline": "2020年6月11日", "state": "申请销号", "status": "申请销号"}, Rows.FINISHED),
    ],
)
def test_what_the_deadline_makes_of_a_row(values: dict[str, str], kind: Rows) -> None:
    assert kinds_of(**values) == Rows.MEASURE | Rows.OPEN | Rows.CAME | kind


@pytest.mark.parametrize("key", ["measure", "target", "deadline"])
def test_a_row_is_reworded_when_it_reads_otherwise_than_when_it_was_taken_over(key: str) -> None:
    assert Rows.REWORDED in kinds_of({}, {key: "2020年8月31日"})
    assert Rows.REWORDED not in kinds_of({key: "2020年8月31日"}, {})


def test_a_row_that_its_unit_reported_last_week_too() -> None:
    assert Rows.AGAIN not in kinds_of()
    assert Rows.AGAIN | Rows.STILL in kinds_of({})
    moved = kinds_of({"rate": "40%"})
    assert Rows.AGAIN in moved
    assert Rows.STILL not in moved
    assert Rows.AGAIN not in kinds_of({}, came=False)


def test_equal_deadlines_under_another_state_are_looked_at_anew() -> None:
    kinds = Kinds(Context(SETTINGS, TODAY, ReportWeek(2020, 24)))
    late = {**VALUES, "deadline": "2020年6月11日"}
    assert Rows.OVERDUE in Rows(kinds.of(Measure(late)))
    assert Rows.OVERDUE not in Rows(kinds.of(Measure({**late, "state": "申请销号"})))


def test_needs_ask_for_a_filled_column_or_for_a_certain_word() -> None:
    asked = Asked(["rate", "rate=100%", "reason"])
    met = [
        asked.met_by(asked.of(Measure(values)))
        for values in ({"rate": "100%"}, {"rate": "50%"}, {"reason": "等"})
    ]
    assert "rate=100%" in met[0] and "rate" in met[0] and "reason" not in met[0]
    assert "rate=100%" not in met[1] and "rate" in met[1]
    assert "rate" not in met[2] and "reason" in met[2]


def test_every_need_names_a_column_of_the_ledger() -> None:
    asked = {need.partition("=")[0] for rule in RULES.values() for need in rule.needs}
    assert {"rate", "evidence"} <= asked <= {column.key for column in LEDGER}

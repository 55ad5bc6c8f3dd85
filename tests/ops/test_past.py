"""Looking back over filed weeks."""

from tests.tables import ledger_from_md
from zgtool.model.ledger import Measure
from zgtool.ops.past import Past, PastWeek

ROW = Measure({"number": "1-1"})


def week(name: str, rate: str, *reported: str) -> PastWeek:
    ledger = ledger_from_md(f"| 措施编号 | 完成率 |\n| 1-1 | {rate} |")
    return PastWeek.of(ledger, name, frozenset(reported))


def test_last_weeks_row_counts_only_when_the_unit_reported_then() -> None:
    past = Past((week("2020-W23", "40%", "人事处"), week("2020-W22", "20%", "财务处")))
    last = past.last_report(ROW, "人事处")
    assert last is not None
    assert last["rate"] == "40%"
    assert past.last_report(ROW, "财务处") is None
    assert past.last_report(Measure({"number": "9-9"}), "人事处") is None
    assert Past().last_report(ROW, "人事处") is None


def test_the_earliest_row_is_the_one_taken_over_else_the_oldest_known() -> None:
    weeks = (week("2020-W23", "40%"), week("2020-W22", "20%"))
    taken_over = Past(weeks, week("", "0%")).earliest(ROW)
    known = Past(weeks).earliest(ROW)
    assert taken_over is not None
    assert known is not None
    assert (taken_over["rate"], known["rate"]) == ("0%", "20%")
    assert Past(weeks).earliest(Measure({"number": "9-9"})) is None

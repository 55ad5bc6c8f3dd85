"""The week in figures."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.tables import UNITS, ledger_from_md, submission_from_md
from zgtool.model.ledger import Ledger
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.merge import Taken
from zgtool.ops.summary import LATE, MISSING, ON_TIME, RETURNED, lamp_of, summarise, tally

SETTINGS = Settings(units=UNITS, plan_day=date(2020, 5, 25))
TODAY, WEEK, NOON = date(2020, 6, 12), ReportWeek(2020, 24), datetime(2020, 6, 12, 12)

LEDGER = ledger_from_md("""
| 措施编号 | 问题编号 | 反馈问题 | 整改措施 | 牵头单位 | 分管领导 | 整改时限 | 状态 | 完成状态 |
| 1-1 | 1 | 公文积压 | 建立催办台账 | 办公室 | 王建国 | 6月上旬 | 整改中 | 推进中 |
| 1-2 | 1 | 公文积压 | 每周通报1次 | 办公室 | 王建国 | 6月12日 | 挂号 | |
| 2-1 | 2 | 档案不全 | 补齐材料86份 | 人事处 | 李卫东 | 6月上旬 | 已销号 | 申请销号 |
| 3-1 | 3 | 多发误餐费 | 清退3.2万元 | 财务处、人事处 | 王建国 | 6月上旬 | 申请销号 | 申请销号 |
| 3-2 | 3 | 多发误餐费 | 修订办法 | 财务处 | 王建国 | 8月上旬 | 撤销 | |
""")


def test_states_add_up_and_problems_close_with_their_last_measure() -> None:
    t = tally(LEDGER.rows, SETTINGS, TODAY)
    assert (t.total, t.closed, t.requested, t.doing, t.waiting) == (4, 1, 1, 1, 1)
    assert t.total == t.closed + t.requested + t.doing + t.waiting
    assert (t.problems, t.closed_problems) == (3, 1)
    assert (t.overdue, t.due_soon) == (1, 1)


@pytest.mark.parametrize(
    ("number", "lamp"),
    [("1-1", "超期2天"), ("1-2", "今天到期"), ("2-1", "已销号"), ("3-1", "待认定"), ("3-2", "撤销")],
)
def test_lamps_say_it_in_words(number: str, lamp: str) -> None:
    assert lamp_of(LEDGER.by_number()[number], SETTINGS, TODAY) == lamp


def test_overdue_counts_from_the_day_after_the_last_day() -> None:
    row = LEDGER.rows[0]
    assert lamp_of(row, SETTINGS, date(2020, 6, 10)) == "今天到期"
    assert lamp_of(row, SETTINGS, date(2020, 6, 11)) == "超期1天"


def summary_of(*taken: Taken, previous: Ledger | None = None, first: bool = False) -> object:
    return summarise(previous, LEDGER, taken, (), SETTINGS, WEEK, TODAY, NOON, first=first)


def sent(unit: str, arrived: datetime | None, **more: object) -> Taken:
    table = "| 措施编号 | 整改措施 |\n| 1-1 | 建立催办台账 |"
    submission = replace(submission_from_md(table, unit), arrived=arrived)
    return Taken(submission, merged=submission.rows, **more)  # type: ignore[arg-type]


def test_a_report_at_noon_is_on_time_and_one_minute_later_is_late() -> None:
    s = summary_of(
        sent("办公室", datetime(2020, 6, 12, 12, 0, 59)), sent("人事处", datetime(2020, 6, 12, 12, 1))
    )
    assert [(r.unit, r.fate) for r in s.receipts] == [
        ("办公室", ON_TIME),
        ("人事处", LATE),
        ("财务处", MISSING),
    ]  # type: ignore[attr-defined]


def test_an_unknown_arrival_is_not_called_late() -> None:
    s = summary_of(sent("办公室", None))
    assert s.receipts[0].fate == ON_TIME  # type: ignore[attr-defined]


def test_a_unit_with_a_returned_row_is_listed_as_returned() -> None:
    account = sent("办公室", None)
    s = summary_of(replace(account, merged=(), returned=account.merged))
    assert s.receipts[0].fate == RETURNED  # type: ignore[attr-defined]


def test_a_measure_with_two_lead_units_counts_once_in_all_and_once_for_each() -> None:
    s = summary_of()
    assert s.overall.total == 4  # type: ignore[attr-defined]
    assert {t.name: t.total for t in s.by_unit} == {"办公室": 2, "人事处": 2, "财务处": 1}  # type: ignore[attr-defined]


def test_changes_are_counted_against_last_week_and_the_first_week_compares_no_tallies() -> None:
    before = replace(
        LEDGER,
        rows=tuple(
            r.but({"state": "整改中", "status": "推进中"}) if r.number in ("2-1", "3-1") else r
            for r in LEDGER.rows
        ),
    )
    s = summary_of(previous=before)
    assert [r.number for r in s.closed] == ["2-1"]  # type: ignore[attr-defined]
    assert [r.number for r in s.requested] == ["3-1"]  # type: ignore[attr-defined]
    assert s.before.closed == 0  # type: ignore[attr-defined]
    assert summary_of(previous=before, first=True).before is None  # type: ignore[attr-defined]

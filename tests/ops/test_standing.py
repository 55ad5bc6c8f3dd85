"""A figure is the number of rows behind it, the same however it is asked for."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.tables import UNITS, ledger_from_md
from zgtool.model.columns import STATES
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.settings import Settings
from zgtool.ops.standing import UNNAMED, facts, grouped, stand, tally

SETTINGS, TODAY = Settings(units=UNITS, plan_day=date(2020, 5, 25)), date(2020, 6, 12)
LEDGER = ledger_from_md("""
| 措施编号 | 问题编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 状态 |
| 1-1 | 1 | 公文积压 | 建立台账 | 办公室 | 6月上旬 | 整改中 |
| 1-2 | 1 | 公文积压 | 每周通报 | 办公室 | 6月12日 | 挂号 |
| 2-1 | 2 | 档案不全 | 补齐材料 | 人事处 | 6月上旬 | 已销号 |
| 3-1 | 3 | 多发餐费 | 清退 | 财务处、人事处 | 6月上旬 | 申请销号 |
| 3-2 | 3 | 多发餐费 | 修订办法 | | 8月上旬 | 撤销 |
| 4-1 | 4 | 会议多 | | | | 挂号 |
""")


def test_every_count_names_its_rows() -> None:
    s = stand(enumerate(LEDGER.rows), SETTINGS, TODAY)
    assert (s.doing, s.waiting, s.closed, s.requested) == ((0,), (1,), (2,), (3,))
    assert (s.overdue, s.due_soon, s.total) == ((0,), (1,), (0, 1, 2, 3))
    assert s.problems == {"1": (0, 1), "2": (2,), "3": (3,), "4": (5,)}
    assert s.closed_problems == ("2",)


def test_groups_stand_in_roster_order_and_the_unnamed_come_last() -> None:
    assert [
        s.name for s in grouped(LEDGER, facts(enumerate(LEDGER.rows), SETTINGS, TODAY), "lead_unit", SETTINGS)
    ] == [
        "办公室",
        "人事处",
        "财务处",
        UNNAMED,
    ]


rows = st.builds(
    lambda n, state, measure, deadline, unit: Measure(
        {"number": f"{n}-1", "problem_no": str(n % 5), "measure": measure, "state": state,
         "deadline": deadline, "lead_unit": unit}
    ),
    st.integers(0, 99), st.sampled_from(("", *STATES)), st.sampled_from(("", "建立台账")),
    st.sampled_from(("", "6月上旬", "6月12日", "12月底前")), st.sampled_from(("", "人事处", "人事处、财务处")),
)  # fmt: skip


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(rows, max_size=12))
def test_the_counts_are_the_lengths_and_the_parts_make_the_whole(some: list[Measure]) -> None:
    s = stand(enumerate(some), SETTINGS, TODAY)
    t = tally(some, SETTINGS, TODAY)
    assert t == s.tally
    assert t.total == len(s.total) == t.closed + t.requested + t.doing + t.waiting
    assert Counter((*s.closed, *s.requested, *s.doing, *s.waiting)) == Counter(s.total)
    assert not set(s.overdue) & set(s.due_soon)
    assert set(s.overdue) | set(s.due_soon) <= set(s.doing) | set(s.waiting)
    assert {p for places in s.problems.values() for p in places} >= set(s.total)


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(rows, max_size=12))
def test_every_row_of_the_whole_stands_in_a_group(some: list[Measure]) -> None:
    ledger = Ledger(tuple(some))
    whole = stand(enumerate(some), SETTINGS, TODAY)
    for key in ("lead_unit", "state"):
        held = {
            p
            for s in grouped(ledger, facts(enumerate(ledger.rows), SETTINGS, TODAY), key, SETTINGS)
            for p in s.total
        }
        assert held == set(whole.total)

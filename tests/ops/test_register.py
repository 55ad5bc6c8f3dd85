"""挂号: numbers are given once and never again."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.tables import UNITS, ledger_from_md
from zgtool.model.finding import flat
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.settings import Settings
from zgtool.ops.register import register_ledger

TODAY = date(2020, 5, 25)
SETTINGS = Settings(units=UNITS)


def registered(ledger: Ledger) -> Ledger:
    return register_ledger(ledger, SETTINGS, TODAY)[0]


def test_problems_points_and_measures_are_numbered_in_order() -> None:
    ledger = registered(
        ledger_from_md("""
    | 反馈问题 | 问题要点 | 整改措施 | 牵头单位 | 整改时限 |
    | 公文积压 | 超期办文 | 建立催办台账 | 办公室 | 6月下旬 |
    | 公文积压 | 超期办文 | 每周通报1次 | 办公室 | 6月下旬 |
    | 公文积压 | 公文丢失 | 清点公文120份 | 办公室 | 6月下旬 |
    | 值班脱岗 | | 抽查值班12次 | 人事处 | 6月下旬 |
    """)
    )
    assert [(r["problem_no"], r["point_no"], r.number) for r in ledger.rows] == [
        ("1", "1（1）", "1-1"),
        ("1", "1（1）", "1-2"),
        ("1", "1（2）", "1-3"),
        ("2", "", "2-1"),
    ]
    assert {r["state"] for r in ledger.rows} == {"挂号"}
    assert {r["registered_on"] for r in ledger.rows} == {"2020-05-25"}


def test_the_offices_own_problem_numbers_are_kept() -> None:
    ledger = registered(
        ledger_from_md("""
    | 问题编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 |
    | 7 | 公文积压 | 建立催办台账 | 办公室 | 6月下旬 |
    | 7 | 公文积压 | 每周通报1次 | 办公室 | 6月下旬 |
    | 9 | 值班脱岗 | 抽查值班12次 | 人事处 | 6月下旬 |
    """)
    )
    assert [r.number for r in ledger.rows] == ["7-1", "7-2", "9-1"]


def test_sliding_words_are_frozen_to_the_month_they_meant() -> None:
    ledger = registered(
        ledger_from_md("""
    | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 |
    | 公文积压 | 建立催办台账 | 办公室 | 下月上旬 |
    | 公文积压 | 每周通报1次 | 办公室 | 6月下旬 |
    """)
    )
    assert [r["deadline"] for r in ledger.rows] == ["2020年6月上旬", "6月下旬"]


def test_a_number_used_twice_is_told_and_the_later_row_renumbered() -> None:
    ledger, found = register_ledger(
        ledger_from_md("""
    | 措施编号 | 问题编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 |
    | 1-1 | 1 | 公文积压 | 建立催办台账 | 办公室 | 6月下旬 |
    | 1-1 | 1 | 公文积压 | 每周通报1次 | 办公室 | 6月下旬 |
    """),
        SETTINGS,
        TODAY,
    )
    assert [r.number for r in ledger.rows] == ["1-1", "1-2"]
    assert flat(found, "code") == [("X111",)]


def test_registering_again_changes_nothing() -> None:
    once = registered(
        ledger_from_md("""
    | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 督办 |
    | 公文积压 | 建立催办台账 | 办公室 | 本月底 | 老张 |
    | 值班脱岗 | 抽查值班12次 | 人事处 | 6月下旬 | |
    """)
    )
    assert registered(once) == once


def test_the_offices_own_column_keeps_its_place() -> None:
    ledger = registered(
        ledger_from_md("""
    | 反馈问题 | 督办 | 整改措施 | 牵头单位 | 整改时限 |
    | 公文积压 | 老张 | 建立催办台账 | 办公室 | 6月下旬 |
    """)
    )
    layout = ledger.layout
    assert layout.index("problem") < layout.index("+督办") < layout.index("measure")
    assert ledger.rows[0]["+督办"] == "老张"


@hypothesis_settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("一二")), max_size=12), st.integers(0, 12)
)
def test_a_number_is_never_given_twice_even_when_rows_come_later(
    rows: list[tuple[str, str]], cut: int
) -> None:
    drafts = [Measure({"problem": p, "point": q, "measure": f"{p}{q}{i}"}) for i, (p, q) in enumerate(rows)]
    first = registered(Ledger(tuple(drafts[:cut])))
    both = registered(replace(first, rows=(*first.rows, *drafts[cut:])))
    numbers = [r.number for r in both.rows]
    assert len(set(numbers)) == len(numbers)
    assert numbers[: len(first.rows)] == [r.number for r in first.rows]


def test_problems_of_another_source_carry_its_mark_and_count_for_themselves() -> None:
    ledger = registered(
        ledger_from_md("""
    | 问题来源 | 反馈问题 | 整改措施 |
    | 中央巡视 | 公文积压 | 建立催办台账 |
    | 审计 | 公文积压 | 清查公文 |
    | 审计 | 虚列支出 | 收回资金 |
    | 省委巡视（第2轮） | 值班脱岗 | 抽查值班 |
    | 中央巡视 | 档案不全 | 补齐档案 |
    """)
    )
    assert [r.number for r in ledger.rows] == ["1-1", "审1-1", "审2-1", "省2轮1-1", "2-1"]
    assert registered(ledger) == ledger

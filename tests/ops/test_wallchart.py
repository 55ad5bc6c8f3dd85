"""The wall chart's content: bars, lights, flags, groups, lives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.tables import UNITS, ledger_from_md
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import RECORD, Line
from zgtool.model.settings import Settings
from zgtool.ops import wallchart
from zgtool.ops.diff import diff_ledgers
from zgtool.ops.past import Past, PastWeek
from zgtool.ops.standing import tally
from zgtool.ops.wallchart import Item, WallChart, wall_chart

SETTINGS, TODAY = Settings(units=UNITS, plan_day=date(2020, 5, 25)), date(2020, 6, 12)
LEDGER = ledger_from_md("""
| 措施编号 | 问题编号 | 反馈问题 | 整改措施 | 牵头单位 | 分管领导 | 整改时限 | 挂号日期 | 状态 | 本周进展 | 销号时间 |
| 1-1 | 1 | 公文积压 | 建立台账 | 人事处 | 王建国 | 6月上旬 | 2020-05-25 | 整改中 | 完成一半 | |
| 1-2 | 1 | 公文积压 | 每周通报 | 办公室 | 王建国 | 6月20日 | 2020-06-01 | 挂号 | | |
| 2-1 | 2 | 档案不全 | 补齐材料 | 人事处、办公室 | 李卫东 | 7月下旬 | 2020-05-25 | 已销号 | | 2020-06-04 |
| 3-1 | 3 | 多发餐费 | 清退 | | | 8月上旬 | | 申请销号 | | |
| 3-2 | 3 | 多发餐费 | 修订 | 办公室 | 王建国 | 适时 | 2020-05-25 | 整改中 | | |
| 3-3 | 3 | 多发餐费 | 追责 | 办公室 | 王建国 | 8月上旬 | 2020-05-25 | 撤销 | | |
| | 4 | 会议多 | | 办公室 | | | | 挂号 | | |
""")


def chart(ledger: Ledger = LEDGER, **more: object) -> WallChart:
    return wall_chart(ledger, SETTINGS, TODAY, **more)  # type: ignore[arg-type]


def items(found: WallChart) -> dict[str, Item]:
    return {i.measure.number: i for i in found.items}


def test_the_columns_run_from_the_first_registering_to_the_last_day_without_a_gap() -> None:
    found = chart()
    assert [c.label for c in found.columns] == [
        "2020年5月下旬", "2020年6月上旬", "2020年6月中旬", "2020年6月下旬", "2020年7月上旬", "2020年7月中旬",
        "2020年7月下旬", "2020年8月上旬",
    ]  # fmt: skip
    assert found.columns[found.today].label == "2020年6月中旬"


def test_withdrawn_measures_and_points_without_one_are_not_drawn() -> None:
    assert list(items(chart())) == ["1-1", "1-2", "2-1", "3-1", "3-2"]


@pytest.mark.parametrize(
    ("number", "light", "flag", "bar"),
    [
        ("1-1", "超期", "黑旗", (0, 1, 1)),
        ("1-2", "临期", "", (1, 2, 2)),
        ("2-1", "已销号", "红旗", (0, 1, 6)),
        ("3-1", "待认定", "", (0, 7, 7)),
        ("3-2", "未定期限", "", (0, 2, None)),
    ],
)
def test_each_measure_has_its_light_its_flag_and_its_bar(
    number: str, light: str, flag: str, bar: tuple[int, int, int | None]
) -> None:
    item = items(chart())[number]
    assert (item.light, item.flag, (item.first, item.last, item.due)) == (light, flag, bar)


def test_groups_stand_in_roster_order_and_a_measure_of_two_units_in_both() -> None:
    found = chart()
    assert [(g.name, [i.measure.number for i in g.items]) for g in found.by_unit] == [
        ("办公室", ["1-2", "2-1", "3-2"]), ("人事处", ["1-1", "2-1"]), ("（未明确）", ["3-1"]),
    ]  # fmt: skip
    assert [g.name for g in found.by_leader] == ["王建国", "李卫东", "（未明确）"]


def test_the_figures_are_those_of_ledger_and_papers() -> None:
    found = chart()
    assert found.whole.tally == tally(LEDGER.rows, SETTINGS, TODAY)
    assert found.by_unit[1].standing.tally == tally(
        [LEDGER.rows[0], LEDGER.rows[2]], SETTINGS, TODAY, "人事处"
    )


def test_what_changed_this_week_is_said() -> None:
    rows = LEDGER.rows
    before = replace(
        LEDGER,
        rows=(rows[0].but({"progress": "刚开始"}), rows[1], rows[2].but({"state": "申请销号"}), rows[4]),
    )
    moved = {n: i.moved for n, i in items(chart(diff=diff_ledgers(before, LEDGER))).items()}
    assert moved == {"1-1": "有新进展", "1-2": "", "2-1": "申请销号→已销号", "3-1": "新增", "3-2": ""}


def test_a_life_tells_registering_progress_and_every_recorded_move_in_order() -> None:
    weeks = tuple(
        PastWeek(week, {"1-1": LEDGER.rows[0].but({"progress": said})})
        for week, said in (("2020-W24", "完成三成"), ("2020-W23", "完成三成"), ("2020-W22", "已布置"))
    )
    move = Line({"week": "2020-W23", "on": "2020-06-05", "number": "1-1", "what": "开始整改", "old": "挂号",
                 "new": "整改中", "by": "人事处"})  # fmt: skip
    ledger = replace(LEDGER, sheets={RECORD.name: (move,)})
    assert items(chart(ledger, past=Past(weeks)))["1-1"].life == (
        ("2020-05-25", "挂号"),
        ("2020年第22周", "进展：已布置"),
        ("2020年第23周", "进展：完成三成"),
        ("2020-06-05", "挂号→整改中（开始整改，人事处）"),
    )


def test_a_plan_of_many_years_is_cut_around_today() -> None:
    far = replace(
        LEDGER, rows=(*LEDGER.rows, LEDGER.rows[0].but({"number": "9-1", "deadline": "2026年12月"}))
    )
    found = chart(far)
    assert len(found.columns) == wallchart.MOST_COLUMNS
    assert found.columns[found.today].label == "2020年6月中旬"
    assert items(found)["9-1"].last == wallchart.MOST_COLUMNS - 1


def test_too_many_measures_leave_the_most_urgent_open_ones_and_a_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wallchart, "MOST_ITEMS", 2)
    found = chart()
    assert (list(items(found)), found.left_out) == (["1-1", "1-2"], 3)


def test_an_empty_ledger_has_a_chart_of_today_alone() -> None:
    found = chart(Ledger())
    assert ([c.label for c in found.columns], found.items, found.by_unit) == (["2020年6月中旬"], (), ())

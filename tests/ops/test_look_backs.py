"""回头看: planned from the closing, drawn by a seed, decided by what was found and by what people say."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from tests.tables import UNITS, ledger_from_md
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import LOOK_BACKS, RECORD, Line
from zgtool.model.settings import Settings
from zgtool.ops.look_backs import months_after, planned, weight_of
from zgtool.ops.merge import Merged, merge_submissions
from zgtool.ops.record import with_lines

TODAY = date(2020, 9, 4)
SETTINGS = Settings(units=UNITS, draw_seed="8848")
BASE = ledger_from_md("""
| 措施编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 状态 | 销号时间 | 验收人 |
| 1-1 | 误餐费 | 清退多发误餐费3.2万元 | 财务处 | 2020年6月30日前 | 已销号 | 2020-06-08 | 程立新 |
| 2-1 | 公文积压 | 建立公文催办台账 | 办公室 | 2020年6月10日前 | 已销号 | 2020-06-15 | 程立新 |
| 3-1 | 档案不全 | 补齐档案 | 人事处 | 2020年12月10日前 | 整改中 | | |
""")


def week(base: Ledger = BASE, local: Ledger | None = None, name: str = "2020-W36") -> Merged:
    return merge_submissions(base, local or base, (), SETTINGS, TODAY, name)


PLANNED = week().ledger


def filled(**values: str) -> Ledger:
    whole = {
        "on": "2020-09-03",
        "by": "程立新",
        "found": "抽查12张票据，均已上缴",
        "people": "满意",
        "verdict": "巩固到位",
    }
    lines = list(PLANNED.lines(LOOK_BACKS.name))
    lines[0] = Line({k: v for k, v in {**lines[0].values, **whole, **values}.items() if v})
    return with_lines(PLANNED, LOOK_BACKS.name, lines)


def test_each_closed_item_is_planned_three_and_six_months_after_its_closing() -> None:
    lines = [(ln["number"], ln["time"], ln["due"]) for ln in PLANNED.lines(LOOK_BACKS.name)]
    assert lines == [
        ("1-1", "1", "2020-09-08"), ("2-1", "1", "2020-09-15"),
        ("1-1", "2", "2020-12-08"), ("2-1", "2", "2020-12-15"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2020-11-30", 3, "2021-02-28"), ("2020-08-31", 6, "2021-02-28"), ("2020-12-15", 1, "2021-01-15")],
)
def test_a_month_without_the_day_ends_on_its_last(day: str, months: int, expected: str) -> None:
    assert months_after(date.fromisoformat(day), months).isoformat() == expected


def test_the_draw_is_recorded_with_its_seed_and_the_same_seed_draws_the_same() -> None:
    drawn = {ln["number"]: ln["drawn"] for ln in PLANNED.lines(LOOK_BACKS.name) if ln["drawn"]}
    assert sorted(words[:2] for words in drawn.values()) == ["抽中", "未抽"]
    assert all("种子8848" in words for words in drawn.values())
    assert week().ledger == PLANNED
    (entry,) = [e for e in PLANNED.lines(RECORD.name) if e["what"] == "抽查"]
    assert entry["basis"] == drawn[entry["number"]]


def test_what_was_drawn_is_not_drawn_again_next_week() -> None:
    again = merge_submissions(
        PLANNED, PLANNED, (), replace(SETTINGS, draw_seed="1"), TODAY, "2020-W37"
    ).ledger
    assert again.lines(LOOK_BACKS.name) == PLANNED.lines(LOOK_BACKS.name)


def test_money_and_people_weigh_in_the_draw() -> None:
    rows = ledger_from_md("""
    | 措施编号 | 反馈问题 | 整改措施 | 状态 | 销号时间 |
    | 1-1 | 制度 | 修订办法 | 已销号 | 2020-06-08 |
    | 1-2 | 补贴 | 清退补贴4.3万元，27人退缴 | 已销号 | 2020-06-08 |
    """)
    assert [weight_of(r) for r in rows.rows] == [1, 4]
    won = Counter(
        next(ln["number"] for ln in lines if ln["drawn"].startswith("抽中"))
        for seed in range(400)
        for lines in [planned(rows, replace(SETTINGS, draw_seed=str(seed)), "2020-W36", TODAY)[0]]
    )
    assert 280 < won["1-2"] < 360  # four times as likely: 320 of 400


def test_an_item_that_holds_stays_closed_and_what_was_found_is_on_record() -> None:
    result = week(PLANNED, filled())
    assert result.ledger.by_number()["1-1"]["state"] == "已销号"
    entry = next(e for e in result.ledger.lines(RECORD.name) if e["what"] == "回头看")
    assert (entry["by"], entry["on"], entry["basis"], entry["note"]) == (
        "程立新", "2020-09-03", "抽查12张票据，均已上缴", "巩固到位，群众评价：满意")  # fmt: skip


def test_an_item_under_watch_is_closed_and_looked_at_again() -> None:
    result = week(PLANNED, filled(verdict="继续巩固"))
    assert result.ledger.by_number()["1-1"]["state"] == "巩固"
    assert ("1-1", "2") in {(ln["number"], ln["time"]) for ln in result.ledger.lines(LOOK_BACKS.name)}


def test_an_item_that_does_not_hold_goes_back_to_work_under_its_number_and_is_planned_no_more() -> None:
    result = week(PLANNED, filled(verdict="回炉", people="不满意", until="2020-10-10"))
    row = result.ledger.by_number()["1-1"]
    assert (row["state"], row["limit"], row["closed_on"]) == ("回炉", "2020-10-10", "")
    assert [e["round"] for e in result.ledger.lines(RECORD.name) if e["what"] == "回头看"] == ["2"]
    left = [(ln["number"], ln["time"]) for ln in result.ledger.lines(LOOK_BACKS.name)]
    assert left == [("1-1", "1"), ("2-1", "1"), ("2-1", "2")]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"by": ""}, "没有写查看人"),
        ({"on": "2020-09-05"}, "还没有到"),
        ({"found": ""}, "没有写发现情况"),
        ({"people": ""}, "没有选群众评价"),
        ({"verdict": ""}, "没有选结论"),
        ({"people": "不满意"}, "群众评价不满意，不能定为巩固到位"),
        ({"verdict": "回炉"}, "没有写整改期限"),
    ],
)
def test_a_look_back_that_lacks_something_decides_nothing(values: dict[str, str], said: str) -> None:
    result = week(PLANNED, filled(**values))
    assert result.ledger.by_number()["1-1"]["state"] == "已销号"
    assert said in result.ledger.lines(LOOK_BACKS.name)[0]["answer"]
    assert any(f.code == "S215" and said in f.message for f in result.findings)

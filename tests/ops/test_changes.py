"""变更登记: what is approved is carried out and recorded, what is not yet approved waits, what is incomplete says why."""

from datetime import date

import pytest

from tests.tables import UNITS, ledger_from_md
from zgtool.model.finding import flat
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import CHANGES, RECORD, Line
from zgtool.model.settings import Settings
from zgtool.ops.merge import Merged, merge_submissions
from zgtool.ops.record import with_lines

TODAY = date(2020, 6, 19)
SETTINGS = Settings(units=UNITS, plan_day=date(2020, 5, 25), remind_days=(), ladder_days=(200,))
BASE = ledger_from_md("""
| 措施编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 状态 | 挂号日期 | 认领 |
| 1-1 | 误餐费 | 清退3.2万元 | 财务处 | 2020年6月30日前 | 整改中 | 2020-05-25 | 2020-06-05 财务处 |
| 2-1 | 公文积压 | 建立催办台账 | 办公室 | 2020年6月10日前 | 已销号 | 2020-05-25 | |
""")


def asked(**values: str) -> Line:
    whole = {"number": "1-1", "kind": "延期", "new": "2020-07-31", "asked_by": "财务处", "on": "2020-06-15", "why": "对方单位撤并",
             "agreed": "王建国 6月16日", "by": "局党组", "approved_on": "2020-06-18"}  # fmt: skip
    return Line({k: v for k, v in {**whole, **values}.items() if v})


def week(*lines: Line, base: Ledger = BASE) -> Merged:
    return merge_submissions(base, with_lines(base, CHANGES.name, lines), (), SETTINGS, TODAY, "2020-W25")


def answer(result: Merged) -> str:
    return result.ledger.lines(CHANGES.name)[0]["answer"]


def test_an_approved_extension_sets_the_new_day_and_keeps_the_deadline_as_it_was_approved() -> None:
    result = week(asked())
    row = result.ledger.by_number()["1-1"]
    assert (row["state"], row["limit"], row["deadline"]) == ("延期", "2020-07-31", "2020年6月30日前")
    (entry,) = result.ledger.lines(RECORD.name)
    assert (entry["what"], entry["old"], entry["new"], entry["by"], entry["until"]) == (
        "延期", "整改中", "延期", "局党组", "2020-07-31")  # fmt: skip
    assert entry["note"] == "原时限2020年6月30日前；财务处2020-06-15申请，王建国 6月16日同意"
    assert answer(result) == "已办理（2020-06-19）"


@pytest.mark.parametrize("written", ["2020年7月31日", "2020.7.31", "2020/07/31"])
def test_the_new_day_may_be_written_in_any_usual_way(written: str) -> None:
    assert week(asked(new=written)).ledger.by_number()["1-1"]["limit"] == "2020-07-31"


def test_an_extension_asked_for_after_the_day_is_marked_late() -> None:
    assert answer(week(asked(on="2020-07-01", approved_on="2020-06-18"))).endswith("到期以后才申请")


def test_a_change_without_any_approval_waits_without_a_finding() -> None:
    result = week(asked(by="", approved_on=""))
    assert answer(result) == "等待批准"
    assert result.ledger.by_number()["1-1"]["state"] == "整改中"
    assert "S215" not in {f.code for f in result.findings}


def test_a_new_lead_unit_is_recorded_and_has_yet_to_claim() -> None:
    result = week(asked(kind="调整牵头单位", new="人事处"))
    row = result.ledger.by_number()["1-1"]
    assert (row["lead_unit"], row["claimed"], row["state"]) == ("人事处", "", "整改中")
    assert result.ledger.lines(RECORD.name)[0]["note"].startswith("财务处 → 人事处；")
    assert ("X128", "人事处") in flat(result.findings, "code", "unit")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (asked(number="9-9"), "台账里没有措施9-9"),
        (asked(kind="撤销"), "不在选项里"),
        (asked(number="2-1"), "“已销号”的措施不能延期"),
        (asked(why=""), "没有写理由"),
        (asked(agreed="王建国"), "没有姓名和日期"),
        (asked(by=""), "没有写批准人"),
        (asked(approved_on="2020-06-20"), "还没有到"),
        (asked(new="下月底"), "不是日期"),
        (asked(on=""), "没有写申请日期"),
        (asked(kind="调整牵头单位", new="人事出"), "单位名单里没有“人事出”，是不是人事处"),
        (asked(kind="调整措施", new="清退3.2万元"), "与原措施相同"),
    ],
)
def test_an_incomplete_change_is_not_carried_out_and_says_what_is_missing(line: Line, said: str) -> None:
    result = week(line)
    assert result.ledger.by_number()["1-1"].values == BASE.rows[0].values
    assert said in answer(result)
    assert any(f.code == "S215" and said in f.message for f in result.findings)


def test_a_change_is_carried_out_once() -> None:
    first = week(asked())
    again = merge_submissions(first.ledger, first.ledger, (), SETTINGS, TODAY, "2020-W26")
    assert again.ledger.lines(RECORD.name) == first.ledger.lines(RECORD.name)
    assert again.ledger.lines(CHANGES.name) == first.ledger.lines(CHANGES.name)


def test_a_finished_line_that_was_deleted_comes_back() -> None:
    first = week(asked()).ledger
    result = merge_submissions(first, with_lines(first, CHANGES.name, ()), (), SETTINGS, TODAY, "2020-W26")
    assert result.ledger.lines(CHANGES.name) == first.lines(CHANGES.name)
    assert "S216" in {f.code for f in result.findings}


def test_a_lead_unit_changed_in_the_ledger_itself_is_on_record_too() -> None:
    local = Ledger((BASE.rows[0].but({"lead_unit": "人事处"}), BASE.rows[1]), BASE.layout)
    first = merge_submissions(BASE, local, (), SETTINGS, TODAY, "2020-W25").ledger
    (entry,) = first.lines(RECORD.name)
    assert (entry["what"], entry["by"], entry["note"]) == (
        "调整牵头单位", "办公室", "财务处 → 人事处；在总台账里直接改的")  # fmt: skip
    again = merge_submissions(first, first, (), SETTINGS, TODAY, "2020-W26").ledger
    assert again.lines(RECORD.name) == first.lines(RECORD.name)

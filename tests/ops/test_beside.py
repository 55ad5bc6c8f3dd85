"""Supporting units report their part beside the lead unit's; the first report of a lead unit is its claim."""

from dataclasses import replace
from datetime import date, datetime

from tests.tables import UNITS, ledger_from_md, submission_from_md
from zgtool.model.finding import flat
from zgtool.model.ledger import Ledger, Submission
from zgtool.model.settings import Settings
from zgtool.ops.beside import Part, parts_of
from zgtool.ops.merge import Merged, merge_submissions

TODAY = date(2020, 6, 12)
SETTINGS = Settings(units=UNITS)
BASE = ledger_from_md("""
| 措施编号 | 问题编号 | 反馈问题 | 整改措施 | 牵头单位 | 配合单位 | 责任人 | 整改时限 | 状态 |
| 1-1 | 1 | 误餐费 | 清退多发误餐费3.2万元 | 财务处 | 人事处、办公室 | 李明 | 6月30日前 | 整改中 |
| 2-1 | 2 | 公文积压 | 建立公文催办台账 | 办公室 | | | 6月30日前 | 整改中 |
""")


def sent(unit: str, status: str, progress: str) -> Submission:
    return submission_from_md(
        f"""
    | 措施编号 | 整改措施 | 完成状态 | 本周进展 |
    | 1-1 | 清退多发误餐费3.2万元 | {status} | {progress} |
    """,
        unit,
    )


def week(*submissions: Submission, base: Ledger = BASE) -> Merged:
    return merge_submissions(base, base, submissions, SETTINGS, TODAY, "2020-W24")


LEAD = sent("财务处", "推进中", "已清退1.2万元")
HELP = sent("人事处", "推进中", "已提供名单27人")


def test_a_supporting_units_part_stands_beside_and_the_lead_units_report_counts() -> None:
    row = week(HELP, LEAD).ledger.by_number()["1-1"]
    assert row["progress"] == "已清退1.2万元"
    assert parts_of(row) == (Part("人事处", "2020-06-12", "推进中", "已提供名单27人"),)
    assert week(HELP, LEAD).findings == week(LEAD, HELP).findings


def test_every_row_of_a_supporting_unit_is_accounted_for() -> None:
    (account,) = week(HELP).taken
    assert (len(account.merged), len(account.returned)) == (1, 0)


def test_a_supporting_units_report_is_no_report_of_the_lead_unit() -> None:
    table = "| 反馈问题 | 整改措施 | 完成状态 |\n| 误餐费 | 修订差旅费管理办法并印发各处室 | 推进中 |"
    own = submission_from_md(table, "财务处")
    found = week(HELP, own).findings
    assert ("X103", "1-1", "财务处") in flat(found, "code", "number", "unit")


def test_each_supporting_unit_has_its_own_line_and_renews_only_that() -> None:
    first = week(HELP, sent("办公室", "推进中", "已发函"), LEAD).ledger
    second = week(sent("人事处", "已完成待认定", "名单核对完毕"), base=first).ledger.by_number()["1-1"]
    assert [(p.unit, p.status) for p in parts_of(second)] == [
        ("办公室", "推进中"),
        ("人事处", "已完成待认定"),
    ]


def test_merging_a_part_twice_changes_nothing_even_on_another_day() -> None:
    first = week(HELP).ledger
    again = merge_submissions(first, first, (HELP,), SETTINGS, date(2020, 6, 19), "2020-W25").ledger
    assert again.by_number()["1-1"]["support"] == first.by_number()["1-1"]["support"]


def test_a_lead_unit_that_is_done_while_a_supporting_unit_is_not_is_asked_about() -> None:
    done = sent("财务处", "已完成待认定", "已全部清退")
    (finding,) = [f for f in week(done, HELP).findings if f.code == "X127"]
    assert (
        finding.where.unit == "人事处" and finding.where.file == "人事处.xlsx" and finding.where.cell == "C4"
    )
    assert finding.message == "牵头单位报“已完成待认定”，配合单位人事处报“推进中”：已提供名单27人"
    assert "X127" not in {f.code for f in week(LEAD, HELP).findings}


def test_a_unit_that_neither_leads_nor_supports_is_still_returned() -> None:
    assert "X110" in {f.code for f in week(sent("机关党委", "推进中", "已学习")).findings}


def test_the_first_report_is_the_claim_with_day_unit_and_person_and_stays() -> None:
    came = replace(LEAD, arrived=datetime(2020, 6, 11, 9, 30))
    first = week(came).ledger
    assert first.by_number()["1-1"]["claimed"] == "2020-06-11 财务处（李明）"
    later = replace(LEAD, arrived=datetime(2020, 6, 18, 9, 30))
    assert week(later, base=first).ledger.by_number()["1-1"]["claimed"] == "2020-06-11 财务处（李明）"


def test_what_nobody_has_claimed_is_listed_by_unit() -> None:
    told = [f.message for f in week(LEAD).findings if f.code == "X128"]
    assert told == ["办公室还没有认领1条措施：2-1"]

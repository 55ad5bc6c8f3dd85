"""Merging: by owner, cell by cell; nothing lost, nothing guessed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.tables import UNITS, ledger_from_md, submission_from_md
from zgtool.model.finding import Severity, flat
from zgtool.model.ledger import Ledger, Submission
from zgtool.model.settings import Settings
from zgtool.ops.merge import Merged, merge_submissions

TODAY = date(2020, 6, 12)
SETTINGS = Settings(units=UNITS, plan_day=date(2020, 5, 25))

BASE = ledger_from_md("""
| 措施编号 | 问题编号 | 反馈问题 | 要点编号 | 问题要点 | 整改措施 | 牵头单位 | 整改时限 | 状态 | 挂号日期 | 完成状态 | 本周进展 |
| 1-1 | 1 | 选人用人不规范 | 1（1） | 程序不全 | 修订选人用人办法，印发各处室执行 | 人事处 | 6月下旬 | 整改中 | 2020-05-25 | 推进中 | 已起草 |
| 1-2 | 1 | 选人用人不规范 | 1（2） | 档案不全 | 补齐干部档案材料86份 | 人事处 | 6月30日前 | 挂号 | 2020-05-25 | | |
| 2-1 | 2 | 津补贴发放不规范 | 2（1） | 多发误餐费 | 清退多发误餐费3.2万元 | 财务处 | 6月中旬 | 整改中 | 2020-05-25 | 推进中 | 已核对名单 |
| 3-1 | 3 | 公文积压 | 3（1） | 超期办文 | | 办公室 | 6月20日 | 挂号 | 2020-05-25 | | |
""")


def merged(*submissions: Submission, base: Ledger = BASE, local: Ledger | None = None) -> Merged:
    return merge_submissions(base, local or base, submissions, SETTINGS, TODAY)


def row(result: Merged, number: str) -> dict[str, str]:
    return dict(result.ledger.by_number()[number].values)


def test_a_unit_updates_its_own_columns() -> None:
    sent = submission_from_md(
        """
    | 措施编号 | 整改措施 | 牵头单位 | 完成状态 | 本周进展 | 完成率 |
    | 1-1 | 修订选人用人办法，印发各处室执行 | 人事处 | 推进中 | 已征求意见 | 60% |
    | 1-2 | 补齐干部档案材料86份 | 人事处 | 推进中 | 补齐40份 | 46% |
    """,
        "人事处",
    )
    result = merged(sent)
    assert row(result, "1-1")["progress"] == "已征求意见"
    assert row(result, "1-2")["rate"] == "46%"
    assert row(result, "1-2")["state"] == "整改中"
    assert result.findings == ()


def test_an_office_column_changed_by_a_unit_stays_and_both_texts_are_told() -> None:
    sent = submission_from_md(
        """
    | 措施编号 | 整改措施 | 牵头单位 | 整改时限 | 完成状态 | 本周进展 |
    | 2-1 | 清退多发误餐费3.2万元 | 财务处 | 7月下旬 | 推进中 | 已清退1万元 |
    """,
        "财务处",
    )
    result = merged(sent)
    assert row(result, "2-1")["deadline"] == "6月中旬"
    assert row(result, "2-1")["progress"] == "已清退1万元"
    assert flat(result.findings, "code", "cell", "found") == [("X101", "D4", "7月下旬")]
    assert "6月中旬" in result.findings[0].message


@pytest.mark.parametrize("same", ["6 月中旬", "６月中旬", "2020年6月中旬", "2020年6月20日"])
def test_a_deadline_written_another_way_is_no_change(same: str) -> None:
    sent = submission_from_md(
        f"""
    | 措施编号 | 整改措施 | 整改时限 | 完成状态 | 本周进展 |
    | 2-1 | 清退多发误餐费3.2万元 | {same} | 推进中 | 已清退1万元 |
    """,
        "财务处",
    )
    assert merged(sent).findings == ()


def test_a_row_missing_from_a_submission_stays_and_is_asked_about() -> None:
    sent = submission_from_md(
        """
    | 措施编号 | 整改措施 | 完成状态 | 本周进展 |
    | 1-1 | 修订选人用人办法，印发各处室执行 | 推进中 | 已征求意见 |
    """,
        "人事处",
    )
    result = merged(sent)
    assert row(result, "1-2") == dict(BASE.rows[1].values)
    assert flat(result.findings, "code", "number", "unit") == [("X103", "1-2", "人事处")]


def test_a_unit_that_sent_nothing_is_not_asked_about_single_rows() -> None:
    assert merged().findings == ()
    assert [r.values for r in merged().ledger.rows] == [r.values for r in BASE.rows]


def test_a_measure_for_a_point_that_had_none_takes_its_row() -> None:
    sent = submission_from_md(
        """
    | 反馈问题 | 问题要点 | 整改措施 | 牵头单位 | 完成状态 | 本周进展 |
    | 公文积压 | 超期办文 | 建立公文催办台账，每周通报1次 | 办公室 | 推进中 | 已建立台账 |
    """,
        "办公室",
    )
    result = merged(sent)
    assert row(result, "3-1")["measure"] == "建立公文催办台账，每周通报1次"
    assert flat(result.findings, "code") == [("X104",)]


def test_a_new_measure_gets_the_next_number_below_its_point() -> None:
    sent = submission_from_md(
        """
    | 措施编号 | 反馈问题 | 问题要点 | 整改措施 | 牵头单位 | 完成状态 | 本周进展 |
    | 1-1 | 选人用人不规范 | 程序不全 | 修订选人用人办法，印发各处室执行 | 人事处 | 推进中 | 已征求意见 |
    | | 选人用人不规范 | 程序不全 | 开展选人用人专项检查2次 | 人事处 | 未启动 | 定于7月开展 |
    | 1-2 | 选人用人不规范 | 档案不全 | 补齐干部档案材料86份 | 人事处 | 推进中 | 补齐40份 |
    """,
        "人事处",
    )
    result = merged(sent)
    assert [r.number for r in result.ledger.rows] == ["1-1", "1-3", "1-2", "2-1", "3-1"]
    assert row(result, "1-3")["point_no"] == "1（1）"
    assert row(result, "1-3")["state"] == "挂号"
    assert flat(result.findings, "code", "number") == [("X104", "1-3")]


def test_renumbered_rows_are_found_by_their_words() -> None:
    sent = submission_from_md(
        """
    | 措施编号 | 反馈问题 | 问题要点 | 整改措施 | 完成状态 | 本周进展 |
    | 1-1 | 选人用人不规范 | 档案不全 | 补齐干部档案材料86份 | 推进中 | 补齐40份 |
    | 1-2 | 选人用人不规范 | 程序不全 | 修订选人用人办法，印发各处室执行 | 推进中 | 已征求意见 |
    """,
        "人事处",
    )
    result = merged(sent)
    assert row(result, "1-2")["progress"] == "补齐40份"
    assert row(result, "1-1")["progress"] == "已征求意见"


COMMON = ledger_from_md("""
| 措施编号 | 问题编号 | 反馈问题 | 要点编号 | 问题要点 | 整改措施 | 牵头单位 | 整改时限 | 状态 | 挂号日期 |
| 1-1 | 1 | 组织生活不严肃 | 1（1） | 缺少批评意见 | 召开专题组织生活会1次，每人提出意见2条 | 办公室 | 6月下旬 | 挂号 | 2020-05-25 |
| 1-2 | 1 | 组织生活不严肃 | 1（1） | 缺少批评意见 | 召开专题组织生活会1次，每人提出意见2条 | 财务处 | 6月下旬 | 挂号 | 2020-05-25 |
""")


@pytest.mark.parametrize(
    "measure", ["召开专题组织生活会1次，每人提出意见2条", "召开专题组织生活会1次，每人提出批评意见2条"]
)
def test_of_rows_that_say_the_same_each_unit_means_its_own(measure: str) -> None:
    sent = submission_from_md(
        f"""
    | 反馈问题 | 问题要点 | 整改措施 | 牵头单位 | 完成状态 | 本周进展 |
    | 组织生活不严肃 | 缺少批评意见 | {measure} | 财务处 | 推进中 | 已召开 |
    """,
        "财务处",
    )
    result = merged(sent, base=COMMON)
    assert row(result, "1-2")["progress"] == "已召开"
    assert "progress" not in row(result, "1-1")
    assert "X110" not in [f.code for f in result.findings]


def test_a_doubtful_row_is_returned_with_both_texts() -> None:
    sent = submission_from_md(
        """
    | 反馈问题 | 整改措施 | 完成状态 | 本周进展 |
    | 津补贴发放不规范 | 清退误餐费并完善办法，共3万元 | 推进中 | 正在办理 |
    """,
        "财务处",
    )
    result = merged(sent)
    assert flat(result.findings, "code", "severity")[0] == ("X107", Severity.ERROR)
    assert "清退多发误餐费3.2万元" in result.findings[0].message
    assert len(result.taken[0].returned) == 1
    assert row(result, "2-1")["progress"] == "已核对名单"


def test_a_problem_the_office_never_registered_is_returned() -> None:
    sent = submission_from_md(
        """
    | 反馈问题 | 整改措施 | 完成状态 | 本周进展 |
    | 办公用房超标 | 腾退超标办公用房2间 | 推进中 | 正在办理 |
    """,
        "财务处",
    )
    assert flat(merged(sent).findings, "code") == [("X108",)]


def test_a_row_of_another_unit_is_returned() -> None:
    sent = submission_from_md(
        """
    | 措施编号 | 整改措施 | 牵头单位 | 完成状态 | 本周进展 |
    | 2-1 | 清退多发误餐费3.2万元 | 财务处 | 推进中 | 别人填的 |
    """,
        "办公室",
    )
    result = merged(sent)
    assert flat(result.findings, "code") == [("X110",)]
    assert row(result, "2-1")["progress"] == "已核对名单"


def test_one_number_twice_in_a_file_returns_both_rows() -> None:
    sent = submission_from_md(
        """
    | 措施编号 | 整改措施 | 完成状态 | 本周进展 |
    | 2-1 | 清退多发误餐费3.2万元 | 推进中 | 甲 |
    | 2-1 | 清退多发误餐费3.2万元 | 推进中 | 乙 |
    """,
        "财务处",
    )
    result = merged(sent)
    assert flat(result.findings, "code") == [("X109",), ("X109",)]
    assert len(result.taken[0].returned) == 2


def test_a_row_deleted_from_the_ledger_by_hand_comes_back_in_its_place() -> None:
    local = replace(BASE, rows=(BASE.rows[0], *BASE.rows[2:]))
    result = merged(local=local)
    assert [r.number for r in result.ledger.rows] == ["1-1", "1-2", "2-1", "3-1"]
    assert flat(result.findings, "code", "number") == [("X106", "1-2")]


def test_what_the_office_changed_in_its_columns_counts() -> None:
    local = replace(BASE, rows=(BASE.rows[0].but({"deadline": "7月上旬", "+督办": "老张"}), *BASE.rows[1:]))
    sent = submission_from_md(
        """
    | 措施编号 | 整改措施 | 整改时限 | 完成状态 | 本周进展 |
    | 1-1 | 修订选人用人办法，印发各处室执行 | 6月下旬 | 推进中 | 已征求意见 |
    | 1-2 | 补齐干部档案材料86份 | 6月30日前 | 推进中 | 补齐40份 |
    """,
        "人事处",
    )
    result = merged(sent, local=local)
    assert row(result, "1-1")["deadline"] == "7月上旬"
    assert row(result, "1-1")["+督办"] == "老张"
    assert result.findings == ()


def test_both_changed_the_same_cell_keeps_the_office_and_tells_all_three() -> None:
    local = replace(BASE, rows=(BASE.rows[0].but({"progress": "办公室核实：已上会"}), *BASE.rows[1:]))
    sent = submission_from_md(
        """
    | 措施编号 | 整改措施 | 完成状态 | 本周进展 |
    | 1-1 | 修订选人用人办法，印发各处室执行 | 推进中 | 已征求意见 |
    | 1-2 | 补齐干部档案材料86份 | 推进中 | 补齐40份 |
    """,
        "人事处",
    )
    result = merged(sent, local=local)
    assert row(result, "1-1")["progress"] == "办公室核实：已上会"
    assert flat(result.findings, "code") == [("X102",)]
    assert all(text in result.findings[0].message for text in ("已起草", "办公室核实：已上会", "已征求意见"))


def close(row_values: dict[str, str], **office: str) -> Ledger:
    return replace(BASE, rows=(BASE.rows[0].but({**row_values, **office}), *BASE.rows[1:]))


def test_the_office_closes_out_with_day_and_person() -> None:
    base = close({"state": "申请销号", "status": "申请销号"})
    local = close({"state": "已销号", "status": "申请销号"}, closed_on="2020-06-11", accepted_by="周正")
    result = merged(base=base, local=local)
    assert row(result, "1-1")["state"] == "已销号"
    assert result.findings == ()


def test_a_close_out_without_day_or_person_stays_open() -> None:
    base = close({"state": "申请销号"})
    result = merged(base=base, local=close({"state": "已销号"}))
    assert row(result, "1-1")["state"] == "申请销号"
    assert flat(result.findings, "code") == [("S202",)]


def test_a_close_out_nobody_asked_for_is_refused() -> None:
    result = merged(local=close({"state": "已销号"}, closed_on="2020-06-11", accepted_by="周正"))
    assert row(result, "1-1")["state"] == "整改中"
    assert flat(result.findings, "code", "number") == [("S201", "1-1")]


def test_a_complete_request_is_taken_up_and_an_incomplete_one_is_not() -> None:
    table = """
    | 措施编号 | 整改措施 | 完成状态 | 本周进展 | 佐证材料 | 专项报告 | 牵头责任领导审查 |
    | 1-1 | 修订选人用人办法，印发各处室执行 | 申请销号 | 已印发 | 办法1份 | 专项报告6月10日 | 李卫东6月11日 |
    | 1-2 | 补齐干部档案材料86份 | 申请销号 | 已补齐 | | 专项报告6月10日 | 李卫东6月11日 |
    """
    result = merged(submission_from_md(table, "人事处"))
    assert row(result, "1-1")["state"] == "申请销号"
    assert row(result, "1-2")["state"] == "整改中"


def test_the_first_submissions_into_an_empty_ledger_are_registered() -> None:
    sent = submission_from_md(
        """
    | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 |
    | 公文积压 | 建立催办台账 | 办公室 | 本月底 |
    | 公文积压 | 每周通报1次 | 办公室 | 6月20日 |
    | 值班脱岗 | 抽查值班12次 | 办公室 | 6月20日 |
    """,
        "办公室",
    )
    result = merged(sent, base=Ledger(), local=Ledger())
    assert [r.number for r in result.ledger.rows] == ["1-1", "1-2", "2-1"]
    assert result.findings == ()
    # A sliding word is frozen to a day when the item is registered, else it would never fall due.
    assert result.ledger.rows[0]["deadline"] == "2020年5月底前"


def test_rows_are_all_accounted_for() -> None:
    sent = submission_from_md(
        """
    | 措施编号 | 反馈问题 | 整改措施 | 牵头单位 | 完成状态 | 本周进展 |
    | 2-1 | 津补贴发放不规范 | 清退多发误餐费3.2万元 | 财务处 | 推进中 | 甲 |
    | 9-9 | 没有的问题 | 没有的措施 | 财务处 | 推进中 | 乙 |
    """,
        "财务处",
    )
    account = merged(sent).taken[0]
    assert (len(account.merged), len(account.returned), sent.rows_read) == (1, 1, 2)


def test_the_same_row_twice_in_a_file_is_merged_once_and_told() -> None:
    sent = submission_from_md(
        """
    | 反馈问题 | 问题要点 | 整改措施 | 完成状态 | 本周进展 |
    | 津补贴发放不规范 | 多发误餐费 | 清退多发误餐费3.2万元 | 推进中 | 已清退1万元 |
    | 津补贴发放不规范 | 多发误餐费 | 清退多发误餐费3.2万元 | 推进中 | 已核对名单 |
    """,
        "财务处",
    )
    result = merged(sent)
    assert len(result.ledger.rows) == len(BASE.rows)
    assert row(result, "2-1")["progress"] == "已清退1万元"
    assert flat(result.findings, "code") == [("X109",)]


def test_the_same_row_twice_is_told_also_when_the_ledger_is_empty() -> None:
    sent = submission_from_md(
        """
    | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 |
    | 公文积压 | 建立催办台账 | 办公室 | 6月20日 |
    | 公文积压 | 建立催办台账 | 办公室 | 6月20日 |
    """,
        "办公室",
    )
    result = merged(sent, base=Ledger(), local=Ledger())
    assert [r.number for r in result.ledger.rows] == ["1-1"]
    assert flat(result.findings, "code") == [("X109",)]


def test_a_changed_number_is_told_and_the_words_count() -> None:
    sent = submission_from_md(
        """
    | 措施编号 | 反馈问题 | 问题要点 | 整改措施 | 完成状态 | 本周进展 |
    | 9-9 | 津补贴发放不规范 | 多发误餐费 | 清退多发误餐费3.2万元 | 推进中 | 已清退1万元 |
    """,
        "财务处",
    )
    result = merged(sent)
    assert row(result, "2-1")["progress"] == "已清退1万元"
    assert flat(result.findings, "code", "found") == [("X116", "9-9")]


def test_two_lead_units_that_differ_are_both_quoted_and_the_office_is_not_blamed() -> None:
    joint = replace(
        BASE, rows=(*BASE.rows[:2], BASE.rows[2].but({"lead_unit": "人事处、财务处"}), BASE.rows[3])
    )
    table = """
    | 措施编号 | 反馈问题 | 整改措施 | 完成状态 | 本周进展 |
    | 2-1 | 津补贴发放不规范 | 清退多发误餐费3.2万元 | 推进中 | {words} |
    """
    sent = [submission_from_md(table.format(words=f"{unit}办的"), unit) for unit in ("财务处", "人事处")]
    result = merged(*sent, base=joint, local=joint)
    told = next(f for f in result.findings if f.code == "X117")
    assert "人事处“人事处办的”" in told.message
    assert "财务处“财务处办的”" in told.message


def test_a_lead_unit_that_is_on_no_roster_does_not_block_the_unit() -> None:
    wrong = replace(BASE, rows=(*BASE.rows[:2], BASE.rows[2].but({"lead_unit": "财务科"}), BASE.rows[3]))
    sent = submission_from_md(
        """
    | 措施编号 | 整改措施 | 完成状态 | 本周进展 |
    | 2-1 | 清退多发误餐费3.2万元 | 推进中 | 已清退1万元 |
    """,
        "财务处",
    )
    assert row(merged(sent, base=wrong, local=wrong), "2-1")["progress"] == "已清退1万元"


TEXTS = st.sampled_from(["", "已起草", "已印发3份", "正在推进", "=1+1", "　全角　"])
STATUSES = st.sampled_from(["", "未启动", "推进中", "基本完成", "已完成待认定", "申请销号"])


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Submission, ...]:
    """What units send in one week: any of their rows in any order, any words in their columns."""
    sent = []
    for unit in draw(st.permutations(["人事处", "财务处", "办公室"]))[: draw(st.integers(0, 3))]:
        own = [r for r in BASE.rows if r["lead_unit"] == unit]
        rows = draw(st.permutations(own))[: draw(st.integers(0, len(own)))]
        filled = tuple(
            r.but(
                {
                    "status": draw(STATUSES),
                    "progress": draw(TEXTS),
                    "evidence": draw(TEXTS),
                    "deadline": draw(st.sampled_from([r["deadline"], "年底前"])),
                }
            )
            for r in rows
        )
        layout = ("number", "problem", "measure", "deadline", "status", "progress", "evidence")
        sent.append(Submission(f"{unit}.xlsx", digest=unit, unit=unit, rows=filled, layout=layout))
    return tuple(sent)


@hypothesis_settings(max_examples=60, deadline=None)
@given(weeks(), st.randoms())
def test_the_order_of_files_makes_no_difference(sent: tuple[Submission, ...], random: object) -> None:
    shuffled = list(sent)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merged(*sent).ledger == merged(*shuffled).ledger


@hypothesis_settings(max_examples=60, deadline=None)
@given(weeks())
def test_merging_twice_equals_once(sent: tuple[Submission, ...]) -> None:
    once = merged(*sent).ledger
    again = merged(*sent, base=once, local=once).ledger
    assert [dict(r.values) for r in again.rows] == [dict(r.values) for r in once.rows]


@hypothesis_settings(max_examples=60, deadline=None)
@given(weeks())
def test_no_row_ever_leaves_the_ledger(sent: tuple[Submission, ...]) -> None:
    result = merged(*sent)
    assert {r.number for r in BASE.rows} <= {r.number for r in result.ledger.rows}
    assert all(r["state"] != "已销号" for r in result.ledger.rows)

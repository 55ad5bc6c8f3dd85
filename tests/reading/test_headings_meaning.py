"""What columns are taken for."""

import csv
from pathlib import Path

import pytest
from reading_books import UNITS, codes, column, ledger_rows, read, table

from zgtool.model.columns import BY_KEY, LEDGER
from zgtool.model.finding import flat
from zgtool.reading.headings import HeadingWords, name_column, normal
from zgtool.reading.submission import read_ledger

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "columns.csv"
WORDS = HeadingWords()

MEANT = {
    "序号": {"serial", "problem_no"}, "问题类别": {"category"}, "问题来源": {"source"}, "反馈问题": {"problem"},
    "具体问题": {"point"}, "整改目标": {"goal"}, "整改措施": {"measure"}, "检验指标": {"target"}, "牵头单位": {"lead_unit"},
    "配合单位": {"supporting_units"}, "责任人": {"person"}, "分管领导": {"leader"}, "联系人": {"contact"},
    "整改时限": {"deadline", "done_on"}, "整改类型": {"horizon"}, "进展情况": {"progress"}, "完成状态": {"status", "progress", "state"},
    "完成率": {"rate", "last_rate"}, "完成时间": {"done_on"}, "销号时间": {"closed_on"}, "验收人": {"accepted_by"},
    "佐证材料": {"evidence"}, "未完成原因": {"reason", "problem"}, "下一步措施": {"next_step"}, "涉及金额": {"amount"},
    "追责情况": {"accountability"}, "完善制度": {"systems"}, "领导批示": {"instruction"}, "措施类型": {"measure_kind"},
    "重点关注": {"focus"}, "公开": {"publication"}, "备注": {"remark"},
}  # fmt: skip


def test_every_synonym_that_offices_use_is_known() -> None:
    if not SHARED.exists():
        pytest.skip("the collected synonyms are not beside the project")
    with SHARED.open(encoding="utf-8") as lines:
        found = [
            (r["synonym"], WORDS.key_of(r["synonym"]), MEANT[r["canonical"]]) for r in csv.DictReader(lines)
        ]
    assert [(synonym, key) for synonym, key, meant in found if key not in meant] == []
    assert len(found) > 250


@pytest.mark.parametrize("column_", LEDGER, ids=lambda c: c.key)
def test_every_heading_and_alias_of_the_schema_names_its_column(column_: object) -> None:
    assert WORDS.key_of(column_.heading) == column_.key  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("序 号", "serial"), ("备　注", "remark"), ("*整改措施", "measure"), ("整改措施（必填）", "measure"), ("【必填】整改措施", "measure"),
        ("承办单位\n/部门", "lead_unit"), ("涉及金额（万元）", "amount"), ("整改进度 ％", "rate"), ("完成率(%)：", "rate"),
        ("其中：完成率", "rate"), ("整改情况（月）", "progress"), ("ＮＯ．", "serial"), ("上周进度 %", "last_rate"),
    ],
)  # fmt: skip
def test_noise_around_a_heading_does_not_matter(written: str, key: str) -> None:
    assert WORDS.key_of(written) == key


def test_levels_are_joined_where_the_lowest_does_not_tell() -> None:
    assert name_column(("整改进度", "上周"), WORDS) == ("上周", "last_rate")
    assert name_column(("责任分工", "牵头单位"), WORDS) == ("牵头单位", "lead_unit")
    assert name_column(("责任分工", "审核"), WORDS) == ("责任分工·审核", "")


def test_what_the_office_wrote_in_its_table_of_names_goes_first() -> None:
    words = HeadingWords({"完成情况": "备注", "乱写": "不存在的栏目"})
    assert (words.key_of("完成情况"), words.key_of("乱写")) == ("remark", "")


def read_with(headings: tuple[str, ...], *rows: tuple[object, ...]) -> tuple[str, ...]:
    return read(table([headings, *rows])).layout


def test_完成时间_is_the_deadline_unless_another_column_is() -> None:
    assert "deadline" in read_with(("问题", "整改措施", "完成时间"), ("甲", "乙", "6月上旬"))
    both = read_with(("问题", "整改措施", "计划时间点", "完成时间"), ("甲", "乙", "6月", "2020-06-01"))
    assert "done_on" in both


def test_整改完成情况_is_a_status_only_when_it_holds_status_words() -> None:
    assert "status" in read_with(
        ("问题", "整改措施", "整改完成情况"), ("甲", "乙", "已完成"), ("甲", "丙", "推进中")
    )
    assert "progress" in read_with(
        ("问题", "整改措施", "整改完成情况"), ("甲", "乙", "已召开会议3次，完成调研")
    )


def test_存在问题_is_the_finding_left_of_the_measure_and_the_difficulty_right_of_the_progress() -> None:
    assert read_with(("存在问题", "整改措施", "工作进展"), ("甲", "乙", "丙"))[0] == "problem"
    assert (
        read_with(("反馈问题", "整改措施", "工作进展", "存在问题"), ("甲", "乙", "丙", "丁"))[3] == "reason"
    )


def test_整改进度_is_a_rate_or_a_text_by_its_content() -> None:
    assert read_with(("问题", "整改措施", "整改进度"), ("甲", "乙", "80%"))[2] == "rate"
    assert read_with(("问题", "整改措施", "整改进度"), ("甲", "乙", "已完成调研，正在起草"))[2] == "progress"


def test_状态_is_the_unit_s_word_in_its_own_ledger_and_the_office_s_in_ours() -> None:
    rows = [("问题", "整改措施", "状态"), ("问题一", "措施一", "已销号")]
    assert column(read(table(rows)), "status") == ["已完成待认定"]
    ledger, _, _ = read_ledger(table(rows), "台账.xlsx", UNITS)
    assert ledger.rows[0]["state"] == "已销号"


def test_of_two_deadline_columns_the_one_with_dates_wins_and_the_other_is_carried() -> None:
    got = read(
        table([("问题", "整改措施", "整改时限", "整改截止时间"), ("甲", "乙", "立行立改", "2020-06-30")])
    )
    assert got.rows[0]["deadline"] == "2020-06-30"
    assert got.rows[0]["+整改时限"] == "立行立改"
    assert "C105" in codes(got)


def test_整改期限_with_small_numbers_is_days_and_asked() -> None:
    got = read(table([("问题", "整改措施", "整改期限"), ("甲", "乙", 30), ("甲", "丙", 15)]))
    assert column(got, "deadline") == ["30", "15"]
    assert "C109" in codes(got)


def test_a_near_miss_is_suggested_never_taken() -> None:
    got = read(
        table(
            [
                ("反馈问题", "整改措施", "牵头单位", "整改时限", "量化标谁"),
                ("甲", "乙", "人事处", "6月上旬", "3次"),
            ]
        )
    )
    told = next(f for f in got.findings if f.code == "C103")
    assert "量化标准或检验指标" in told.message
    assert got.rows[0]["+量化标谁"] == "3次"


def test_a_missing_required_column_is_named_with_the_nearest_heading() -> None:
    got = read(table([("反馈问题", "整改办法措施", "完成率"), ("甲", "乙", 50)]))
    told = [f for f in got.findings if f.code == "C101"]
    assert len(told) == 1
    assert "整改办法措施" in told[0].message
    assert [f.message.split("“")[1][:4] for f in got.findings if f.code == "C102"] == ["牵头单位", "整改时限"]


def test_two_unknown_columns_of_one_name_are_kept_apart() -> None:
    got = read(table([("反馈问题", "整改措施", "附注栏", "附注栏"), ("问题一", "措施一", "1", "2")]))
    assert (got.rows[0]["+附注栏"], got.rows[0]["+附注栏（2）"]) == ("1", "2")


def test_a_column_without_a_name_is_carried_and_told() -> None:
    got = read(table([("反馈问题", "整改措施", "", "备注"), ("甲", "乙", "无名", "x")]))
    assert got.rows[0]["+（C列）"] == "无名"
    assert ("C107", "C1") in flat(got.findings, "code", "cell")


def test_two_fields_in_one_column_are_split_by_the_roster() -> None:
    got = read(
        table(
            [
                ("反馈问题", "整改措施", "整改责任单位/责任人"),
                ("甲", "乙", "人事处/张三"),
                ("甲", "丙", "某处 李四"),
            ]
        )
    )
    assert (got.rows[0]["lead_unit"], got.rows[0]["person"]) == ("人事处", "张三")
    assert got.rows[1]["lead_unit"] == "某处 李四"
    assert {"C106", "C216"} <= set(codes(got))


def test_points_without_a_problem_column_are_the_problems() -> None:
    got = read(table([("具体问题", "整改措施", "牵头单位"), ("甲", "乙", "人事处")]))
    assert got.rows[0]["problem"] == "甲"
    assert "C104" in codes(got)


def test_a_heading_says_what_it_was_taken_for() -> None:
    got = read(ledger_rows((1, "甲", "", "乙", "人事处", "6月", 0.5, "")))
    assert [(h.text, h.key) for h in got.headings][:3] == [
        ("序号", "serial"),
        ("反馈问题", "problem"),
        ("问题要点", "point"),
    ]
    assert got.headings[1].cell == "B1"


def test_normal_takes_away_what_makes_no_difference() -> None:
    assert normal(" 整改 时限\u200b（必填）*：") == "整改时限"
    assert set(BY_KEY) >= {"serial", "measure"}

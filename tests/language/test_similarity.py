"""Repeated, copied, mirrored texts and foreign names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgtool.language.copies import Entry, find_copies
from zgtool.language.similarity import (
    ALIKE,
    DIFFERENT,
    FIGURES_ONLY,
    SAME,
    compare_texts,
    foreign_units,
    may_repeat,
    mirrors_problem,
    repeated_over_weeks,
    repetition,
)

LONG = (
    "局党组召开专题会议研究部署整改工作，清理规范各类津贴补贴发放项目，"
    "建立资金拨付审核登记台账，责任处室逐笔核对账目"
)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("已召开会议，正在修订制度。", "已召开会议，正在修订制度", SAME),
        ("已召开会议３次。", "已 召开会议3次", SAME),
        ("已清退3.2万元，召开会议2次。", "已清退4.25万元，召开会议三次。", FIGURES_ONLY),
        ("截至6月12日，已完成培训。", "截至6月19日，已完成培训。", FIGURES_ONLY),
        ("第1周已召开会议", "第12周已召开会议", FIGURES_ONLY),
        (LONG, LONG.replace("逐笔", "逐项"), ALIKE),
        ("已召开会议，正在修订制度。", "完成账目清查，收回资金。", DIFFERENT),
        ("", "", DIFFERENT),
        ("3", "5", DIFFERENT),
    ],
)
def test_two_texts_are_compared(before: str, after: str, kind: str) -> None:
    assert compare_texts(before, after).kind == kind


@given(st.text(max_size=80), st.text(max_size=80))
def test_comparing_is_the_same_both_ways(a: str, b: str) -> None:
    assert compare_texts(a, b).kind == compare_texts(b, a).kind


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["甲处已召开会议", "甲处已召开会议"], "连续2周进展文字相同，请核实是否有实际进展"),
        (
            ["甲处第1周开会2次", "甲处第2周开会2次", "甲处第3周开会2次"],
            "连续3周进展文字相同（仅改数字或日期），请核实是否有实际进展",
        ),
        ([LONG, LONG.replace("逐笔", "逐项"), LONG], "连续3周进展文字高度相似，请核实是否有实际进展"),
        (["甲处已召开会议", "完成账目清查", "完成账目清查"], "连续2周进展文字相同，请核实是否有实际进展"),
    ],
)
def test_a_repeated_text_is_a_sign(texts: list[str], sentence: str) -> None:
    sign = repeated_over_weeks(texts)
    assert sign is not None
    assert (sign.grade, sign.sentence) == ("S", sentence)


@pytest.mark.parametrize(
    "texts",
    [[], ["甲"], ["", ""], ["甲处已召开会议", "完成账目清查"], ["完成账目清查", "甲处已召开会议", ""]],
)
def test_a_new_or_empty_text_is_none(texts: list[str]) -> None:
    assert repeated_over_weeks(texts) is None


def test_copies_between_units_and_problems_are_found() -> None:
    entries = [
        Entry(LONG, "人事处", "1"),
        Entry(LONG, "财务处", "2"),
        Entry(
            "完成办公用房清理腾退并移交机关服务中心统一管理，资料归档备查，责任人签字确认，结果已在公示栏公开",
            "办公室",
            "3",
        ),
        Entry(
            "完成办公用房清理腾退并移交机关服务中心统一管理，资料归档留存，责任人签字确认，结果已在公示栏公开",
            "办公室",
            "4",
        ),
        Entry(
            "6月12日召开党组会研究干部轮岗交流方案，确定交流人选12人，发布任前公示并听取意见", "人事处", "5"
        ),
        Entry(
            "6月19日召开党组会研究干部轮岗交流方案，确定交流人选3人，发布任前公示并听取意见", "机关党委", "6"
        ),
        Entry("对三处矿井开展瓦斯治理专项监察，下达现场处理决定书并逐条督促企业落实到位", "监察一处", "7"),
    ]
    got = find_copies(entries)
    assert [(g.kind, g.members) for g in got] == [(SAME, (0, 1)), (ALIKE, (2, 3)), (FIGURES_ONLY, (4, 5))]
    assert all(g.sign.grade == "S" and "请核实" in g.sign.sentence for g in got)
    assert "2个单位（人事处、财务处）" in got[0].sign.sentence
    assert "同一单位2条问题" in got[1].sign.sentence


def test_the_same_line_over_weeks_is_no_copy() -> None:
    assert find_copies([Entry(LONG, "人事处", "1", "23"), Entry(LONG, "人事处", "1", "24")]) == ()


def test_short_texts_are_no_copies() -> None:
    assert find_copies([Entry("正在推进中。", "人事处", "1"), Entry("正在推进中。", "财务处", "2")]) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from([LONG, LONG.replace("账目", "往来"), LONG[::-1], LONG[5:] + "，按月报送"]),
            st.integers(0, 3),
        ),
        max_size=12,
    )
)
def test_every_pair_of_equal_texts_stands_in_one_group(rows: list[tuple[str, int]]) -> None:
    entries = [Entry(text, f"单位{unit}", "1") for text, unit in rows]
    homes = {i: n for n, g in enumerate(find_copies(entries)) for i in g.members}
    for i, a in enumerate(entries):
        for j, b in enumerate(entries):
            if a.text == b.text and a.unit != b.unit:
                assert homes[i] == homes[j]


def test_copies_do_not_depend_on_the_run() -> None:
    entries = [Entry(LONG[i % 7 :] + "并按月报送", f"单位{i % 5}", str(i)) for i in range(60)]
    assert find_copies(entries) == find_copies(list(entries))


@pytest.mark.parametrize(
    ("measure", "problem", "mirrored"),
    [
        ("进一步规范党费收缴和台账登记。", "党费收缴不规范，台账登记不及时。", True),
        ("加强干部轮岗交流工作。", "干部轮岗交流工作不够到位。", True),
        (
            "规范党费收缴，建立台账，按月在公示栏公布收缴明细，由专人核对，全年抽查不少于4次。",
            "党费收缴不规范。",
            False,
        ),
        ("针对党费收缴不规范问题，开展自查2次。", "党费收缴不规范。", False),
        ("开展培训2期。", "党费收缴不规范，台账登记不及时。", False),
        ("整改。", "问题。", False),
    ],
)
def test_a_measure_that_mirrors_its_problem_is_a_sign(measure: str, problem: str, mirrored: bool) -> None:
    sign = mirrors_problem(measure, problem)
    assert (sign is not None) == mirrored
    assert sign is None or (sign.grade == "S" and "请核实" in sign.sentence)


ROSTER = {"人事处": ("人事教育处",), "财务处": ("规财处",), "办公室": (), "监察一处": (), "机关党委": ()}


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("财务处已完成账目清查。", ["F"]),
        ("完成清查，规财处收回资金2万元。", ["F"]),
        ("已按照财务处整改模式完成登记。", ["S"]),
        ("会同财务处开展检查，向办公室报送报告。", []),
        ("人事教育处已完成轮岗。", []),
        ("完成轮岗交流。", []),
        ("财务处、人事处联合开展检查。", []),
    ],
)
def test_another_units_name_is_reported(text: str, grades: list[str]) -> None:
    assert [s.grade for s in foreign_units(text, "人事处", ROSTER)] == grades


def test_a_supporting_unit_may_be_named() -> None:
    assert foreign_units("财务处已完成账目清查。", "人事处", ROSTER, allowed=["财务处"]) == ()


def test_the_place_of_the_name_is_given() -> None:
    sign = foreign_units("完成清查，规财处收回资金。", "人事处", ROSTER)[0]
    assert (sign.span, sign.start) == ("规财处", 5)


def test_a_repetition_counts_the_weeks_and_names_the_loosest_likeness() -> None:
    text = "已起草办法初稿，收集兄弟单位办法5份"
    found = repetition(["另一件事", text.replace("5", "4"), text, text])
    assert found is not None
    assert (found.weeks, found.kind) == (3, FIGURES_ONLY)
    assert repetition([text, "另一件事"]) is None
    assert repetition([text]) is None


def test_texts_that_repeat_are_never_left_out_by_the_cheap_look() -> None:
    text = "6月3日组织学习有关文件"
    assert may_repeat(text, text.replace("3", "10"))
    assert not may_repeat("", text)
    assert not may_repeat("学习", text)

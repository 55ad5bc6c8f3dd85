"""Progress texts: going on in a finished row, vague finish, figures against the target."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgtool.language.copies import Entry, find_copies
from zgtool.language.measure import classify_measure
from zgtool.language.measure_target import Target
from zgtool.language.progress import (
    MET,
    SHORT,
    UNKNOWN,
    compare_with_target,
    figures_shrunk,
    going_on_in_finished,
    vague_finish,
)
from zgtool.language.similarity import Sign, foreign_units, mirrors_problem, repeated_over_weeks


def target_of(measure: str) -> Target:
    target = classify_measure(measure).target
    assert target is not None
    return target


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("正在修订制度。", ["正在"]),
        ("拟于下周召开会议。", ["拟"]),
        ("将于6月召开会议。", ["将"]),
        ("制度已起草，待审定，下一步将组织培训。", ["待", "下一步", "将"]),
        ("计划7月开展检查。", ["计划"]),
        ("尚未完成审计。", ["尚未"]),
        ("已将补贴3.2万元清退。", []),
        ("将违规用房全部腾退。", []),
        ("年度学习计划已印发。", []),
        ("按计划完成检查12处。", []),
        ("拟定方案并印发执行。", []),
        ("已完成全部整改。", []),
        ("招待费已核减。", []),
        ("制度6月5日印发，下一步将持续巩固整改成果，防止反弹。", []),
        ("正在修订办法，建立长效机制。", ["正在"]),
        ("接待审批单逐笔补齐，对3名拟任人选重新考察，未发现问题。", []),
        ("原来未完成的5项督办事项6月3日前全部办结，尚未发现新的欠账。", []),
        ("从制度建设着手，印发办法1份。", []),
        ("已着手修订办法。", []),
        ("着手修订办法。", ["着手"]),
    ],
)
def test_words_of_going_on_contradict_a_finished_row(text: str, spans: list[str]) -> None:
    signs = going_on_in_finished(text)
    assert [s.span for s in signs] == spans
    assert all(s.grade == "F" and text[s.start : s.start + len(s.span)] == s.span for s in signs)


@pytest.mark.parametrize(
    "text",
    [
        "已按要求落实到位。",
        "取得阶段性成效。",
        "问题得到有效解决",
        "已完成。",
        "认识明显提高，作风有了好转。",
        "",
    ],
)
def test_a_finish_without_a_result_is_a_sign(text: str) -> None:
    sign = vague_finish(text)
    assert sign is not None
    assert sign.grade == "S"
    assert "请核实" in sign.sentence


@pytest.mark.parametrize(
    "text",
    [
        "已清退3.2万元。",
        "印发《差旅费管理办法》。",
        "6月12日召开专题会议，已落实。",
        "由张伟同志负责落实到位。",
        "已整改，形成会议纪要。",
        "建立台账，已落实到位。",
        "对李某某给予诫勉，已落实。",
        "已按国办发〔2019〕22号文件落实。",
    ],
)
def test_a_finish_with_something_to_look_at_is_none(text: str) -> None:
    assert vague_finish(text) is None


@pytest.mark.parametrize(
    ("measure", "progress", "state", "grade"),
    [
        ("将文书合格率由82%提高到95%以上。", "文书合格率达到91%。", SHORT, "F"),
        ("将文书合格率由82%提高到95%以上。", "文书合格率达到96.5%。", MET, ""),
        ("办理时限压缩至15个工作日以内。", "平均办理时限为18个工作日以上。", SHORT, "F"),
        ("办理时限压缩至15个工作日以内。", "办理时限控制在十二个工作日以内。", MET, ""),
        ("全年夜查不少于10次。", "完成夜查6次。", SHORT, "F"),
        ("全年夜查不少于10次。", "完成夜查十二次。", MET, ""),
        ("全年夜查不少于10次。", "收缴罚款2万元。", UNKNOWN, ""),
        ("全年夜查不少于10次。", "扎实推进。", UNKNOWN, ""),
        ("清退补助3.2万元。", "已清退2.1万元。", SHORT, "F"),
        ("全年夜查不少于10次。", "召开会议3次。", SHORT, "S"),
        ("清退补助3.2万元。", "已清退补助32000元。", MET, ""),
    ],
)
def test_progress_is_compared_with_the_target(measure: str, progress: str, state: str, grade: str) -> None:
    check = compare_with_target(progress, target_of(measure), finished=True)
    assert check.state == state
    assert (check.sign.grade if check.sign else "") == grade
    assert check.sign is None or check.sign.grade == "F" or "请核实" in check.sign.sentence


def test_an_unfinished_row_may_be_short_of_its_target() -> None:
    check = compare_with_target("完成夜查6次。", target_of("全年夜查不少于10次。"))
    assert (check.state, check.value, check.sign) == (SHORT, Decimal(6), None)


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_floor_is_met_exactly_from_its_number_on(wanted: int, done: int) -> None:
    check = compare_with_target(
        f"已检查{done}处矿井。", target_of(f"检查矿井不少于{wanted}处。"), finished=True
    )
    assert check.state == (MET if done >= wanted else SHORT)


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("已清退资金5万元。", "已清退资金3.2万元。", 1),
        ("累计检查矿井12处。", "累计检查矿井9处。", 1),
        ("累计检查矿井9处。", "累计检查矿井12处。", 0),
        ("累计检查矿井9处。", "累计约谈负责人3人。", 0),
        ("突出矿井已监察8对，高瓦斯矿井已监察13对", "突出矿井已监察10对，高瓦斯矿井已监察17对", 0),
    ],
)
def test_a_figure_that_shrinks_is_a_contradiction(before: str, after: str, count: int) -> None:
    signs = figures_shrunk(before, after)
    assert len(signs) == count
    assert all(s.grade == "F" for s in signs)


def every_sign() -> list[Sign]:
    long = "局党组召开专题会议研究部署整改工作，清理规范各类津贴补贴发放项目，建立资金拨付登记台账"
    found = [
        repeated_over_weeks([long, long, long]),
        mirrors_problem("规范党费收缴和台账登记", "党费收缴不规范，台账登记不及时"),
        vague_finish("已落实到位"),
        compare_with_target("合格率91%", target_of("合格率不低于95%"), finished=True).sign,
        *going_on_in_finished("正在推进，下一步将继续抓好"),
        *foreign_units("财务处已完成，参照财务处做法", "人事处", {"财务处": (), "人事处": ()}),
        *figures_shrunk("已清退资金5万元", "已清退资金3万元"),
        *(g.sign for g in find_copies([Entry(long, "甲处", "1"), Entry(long, "乙处", "2")])),
    ]
    return [s for s in found if s is not None]


def test_every_sign_is_polite_and_says_its_class() -> None:
    signs = every_sign()
    assert {s.kind for s in signs} == {
        "repeated",
        "mirror",
        "vague_finish",
        "short_of_target",
        "going_on",
        "foreign_unit",
        "shrunk",
        "copied",
    }
    for sign in signs:
        assert not any(word in sign.sentence for word in ("敷衍", "造假", "虚假", "抄袭", "弄虚作假"))
        assert ("请核实" in sign.sentence) == (sign.grade == "S")

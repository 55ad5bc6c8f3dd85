"""Points of a problem, the feedback paper, and which points have a measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgtool.language.coverage import ASK, NO, YES, cover_points
from zgtool.language.feedback import parse_feedback
from zgtool.language.points import LIKELY, SURE, UNSURE, split_points


@pytest.mark.parametrize(
    ("text", "points", "certainty"),
    [
        (
            "存在以下不足：一是学习不深入；二是制度不健全；三是监督不到位。",
            ["学习不深入", "制度不健全", "监督不到位"],
            SURE,
        ),
        ("首先，未传达；其次，未研究；最后，未落实。", ["未传达", "未研究", "未落实"], SURE),
        ("（1）未开会（2）未记录", ["未开会", "未记录"], SURE),
        ("(1)未开会;(2)未记录", ["未开会", "未记录"], SURE),
        ("①未建账②未公示③未报告", ["未建账", "未公示", "未报告"], SURE),
        ("⑴未建账⑵未公示", ["未建账", "未公示"], SURE),
        ("1.会议少\n2.学习少", ["会议少", "学习少"], SURE),
        ("１．会议少；２．学习少", ["会议少", "学习少"], SURE),
        ("1、会议少；2、学习少", ["会议少", "学习少"], SURE),
        ("一、会议少\n二、学习少", ["会议少", "学习少"], SURE),
        ("（一）会议少（二）学习少", ["会议少", "学习少"], SURE),
        ("第一，会议少；第二，学习少", ["会议少", "学习少"], SURE),
        ("其一，会议少；其二，学习少", ["会议少", "学习少"], SURE),
        ("一方面，会议少；另一方面，学习少。", ["会议少", "学习少"], SURE),
        ("一要抓学习，二要抓整改", ["抓学习", "抓整改"], SURE),
        ("有的支部未按期换届，有的党员未交党费。", ["有的支部未按期换届", "有的党员未交党费"], LIKELY),
        ("党费收缴不及时；台账不健全；公示不规范", ["党费收缴不及时", "台账不健全", "公示不规范"], LIKELY),
        ("存在以下问题：党费收缴不及时；台账不健全", ["党费收缴不及时", "台账不健全"], LIKELY),
        (
            "一是会议少（1）党组会少（2）支部会少；二是学习少",
            ["会议少（1）党组会少（2）支部会少", "学习少"],
            SURE,
        ),
        ("一是会议少；三是学习少", ["会议少", "学习少"], UNSURE),
        ("党费收缴不及时。台账没有登记。", ["党费收缴不及时。台账没有登记"], UNSURE),
        ("执法不规范、文书不合格", ["执法不规范、文书不合格"], UNSURE),
        ("党费收缴不及时", ["党费收缴不及时"], SURE),
        ("第一责任人落实不到位", ["第一责任人落实不到位"], SURE),
        ("思想认识统一是好的", ["思想认识统一是好的"], SURE),
        ("多报销1.5万元，少缴2.3万元", ["多报销1.5万元，少缴2.3万元"], SURE),
        ("有的支部未按期换届", ["有的支部未按期换届"], SURE),
    ],
)
def test_points_are_split_with_a_certainty(text: str, points: list[str], certainty: str) -> None:
    got = split_points(text)
    assert [p.text for p in got] == points
    assert got.certainty == certainty
    assert got.reason


def test_the_words_before_the_first_point_are_its_lead() -> None:
    assert split_points("党建责任不实：一是会议少；二是学习少").lead == "党建责任不实"


def test_no_text_has_no_point() -> None:
    assert len(split_points(" \n")) == 0


@given(st.text(alphabet="一二三是、；。（）()12.①②有的学习少\n，第", max_size=60))
def test_every_point_stands_where_it_says(text: str) -> None:
    got = split_points(text)
    places = [p.start for p in got]
    assert places == sorted(places)
    assert all(text[p.start : p.start + len(p.text)] == p.text and p.text for p in got)


@given(
    st.lists(
        st.sampled_from(["学习不深入", "制度不健全", "公示不及时", "账实不符", "会议少"]),
        min_size=2,
        max_size=9,
    )
)
def test_joining_and_splitting_gives_the_points_back(points: list[str]) -> None:
    numerals = "一二三四五六七八九"
    for form in ("{c}是{p}；", "（{n}）{p}；", "{n}.{p}\n"):
        text = "".join(form.format(c=numerals[i], n=i + 1, p=p) for i, p in enumerate(points))
        assert [p.text for p in split_points(text)] == points


PAPER = [
    "关于省局党组的反馈意见",
    "2020年5月20日",
    "一、聚焦落实党的路线方针政策情况",
    "（一）学习贯彻不深入",
    "1.理论学习不及时。有的处室未学，有的处室迟学。",
    "2.责任落实不到位。涉及补贴",
    "2.8万元，",
    "（二）监管责任落实不力。执法宽松软。",
    "二、聚焦基层党建",
    "（一）组织生活不规范：",
    "（1）会议记录缺失；",
    "（2）党费收缴不及时。",
    "三、意见建议",
    "（一）提高政治站位。",
    "（三）加强队伍建设。",
    "省委第三巡视组",
    "2020年6月1日",
]


def test_the_feedback_paper_is_read_into_problems() -> None:
    got = parse_feedback(PAPER)
    assert [(p.serial, p.marker, p.title, p.kind) for p in got] == [
        (1, "1.", "理论学习不及时", "问题"),
        (2, "2.", "责任落实不到位", "问题"),
        (3, "（二）", "监管责任落实不力", "问题"),
        (4, "（一）", "组织生活不规范：", "问题"),
        (5, "（一）", "提高政治站位", "意见建议"),
        (6, "（三）", "加强队伍建设", "意见建议"),
    ]


def test_a_problem_knows_its_place_and_its_points() -> None:
    got = parse_feedback(PAPER)
    assert got[0].path == ("聚焦落实党的路线方针政策情况", "学习贯彻不深入")
    assert PAPER[got[0].line].startswith("1.")
    assert [len(p.points) for p in got] == [2, 1, 1, 2, 1, 1]
    assert got[1].text.endswith("2.8万元，")


def test_a_jump_in_the_numbers_is_not_passed_over() -> None:
    got = parse_feedback(PAPER)
    assert [p.certainty for p in got] == [SURE, SURE, SURE, SURE, SURE, UNSURE]
    assert "从1跳到3" in got[-1].reason


def test_a_paper_with_one_level_only_is_likely() -> None:
    assert [p.certainty for p in parse_feedback(["一、会议少。", "二、学习少。"])] == [LIKELY, LIKELY]


def test_lines_without_numbers_give_no_problem() -> None:
    assert parse_feedback(["各处室：", "请认真整改。"]) == ()


POINTS = split_points("一是党费收缴不及时；二是固定资产账实不符；三是公务接待超标准。")


def test_points_and_measures_are_paired_by_their_words() -> None:
    got = cover_points(
        POINTS.items, ["建立党费收缴台账，按月公示", "全面清查固定资产，账实相符率100%", "制作警示教育片"]
    )
    assert [(p.state, p.best) for p in got.points] == [(YES, 0), (YES, 1), (NO, None)]
    assert got.measures_without_point == (2,)
    assert got.points[2].certainty == LIKELY
    assert got.likeness[0][0] > got.likeness[0][1]


def test_a_measure_that_names_its_point_is_sure() -> None:
    got = cover_points(POINTS.items, ["针对要点3，制定预算"])
    assert (got.points[2].state, got.points[2].certainty, got.points[2].best) == (YES, SURE, 0)


def test_a_faint_likeness_is_asked_about_not_guessed() -> None:
    points = split_points("一是党员领导干部讲授党课次数少内容空洞联系实际欠缺；二是账实不符。")
    got = cover_points(points.items, ["党员领导干部每月学习"])
    assert (got.points[0].state, got.points[0].certainty) == (ASK, UNSURE)


def test_without_measures_every_point_is_uncovered() -> None:
    assert {p.state for p in cover_points(POINTS.items, ["", " "]).points} == {NO}


def test_a_single_point_takes_the_measures_of_its_problem() -> None:
    got = cover_points(split_points("党费收缴不及时").items, ["清退补贴2万元"])
    assert (got.points[0].state, got.points[0].certainty) == (YES, LIKELY)

"""What a problem is about, and measures that stay on paper or are done once."""

import pytest

from zgtool.language.paper_work import (
    MONEY,
    PEOPLE,
    THINGS,
    is_system_building,
    one_act,
    paper_words,
    result_act,
    subject_of,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("违规发放值班补贴4.3万元", MONEY),
        ("3个支部少缴党费", MONEY),
        ("超职数配备干部2名", PEOPLE),
        ("7套周转房被退休人员长期占用", THINGS),
        ("理论学习中心组学习不够深入", ""),
        ("报销审核制度不健全", ""),
    ],
)
def test_money_people_and_things_are_told_from_the_rest(text: str, kind: str) -> None:
    assert subject_of(text)[0] == kind


def test_one_real_act_takes_a_measure_off_the_paper() -> None:
    assert paper_words("组织学习津补贴管理规定1次") == "学习"
    assert paper_words("印发《津补贴管理办法》，多领的全部退缴") == ""
    assert paper_words("27人退缴4.3万元") == ""


def test_system_building_and_results_are_different_measures() -> None:
    assert is_system_building("修订《借款管理办法》")
    assert not is_system_building("修订《借款管理办法》，清理借款38笔")
    assert result_act("追缴借款21.7万元") == "追缴"
    assert result_act("修订《借款管理办法》") == ""


def test_an_act_that_is_repeated_is_not_done_once() -> None:
    assert one_act("补签3份劳务合同") == "补签"
    assert one_act("每季度清查一次，违规的当月退缴") == ""
    assert one_act("到期不还的一律从工资扣回") == ""

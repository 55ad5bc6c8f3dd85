"""The small cells of a finished row: an honest nothing, a delay that is over, work still to come."""

import pytest

from zgtool.language.finish import keeps_up, open_step, says_nothing, unfinished_reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        "暂无",
        "无。",
        "/",
        "——",
        "N/A",
        "不涉及",
        "已完成",
        "已全部完成整改",
        "无未完成事项",
        "按期完成",
    ],
)
def test_an_honest_nothing_is_nothing(text: str) -> None:
    assert says_nothing(text)
    assert not unfinished_reason(text)
    assert open_step(text) == ""


@pytest.mark.parametrize("text", ["无法联系当事人", "没有经费", "未完成", "已完成一半"])
def test_what_says_something_is_not_nothing(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        ("经费没有到位", True),
        ("1名同志在外地，未能退缴", True),
        ("制度不健全，尚未修订", True),
        ("受疫情影响推迟，已于6月8日全部完成", False),
        ("制度不健全，审核把关不严", False),
        ("主体责任意识不强", False),
    ],
)
def test_a_reason_is_of_work_not_done(text: str, unfinished: bool) -> None:
    assert unfinished_reason(text) is unfinished


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("抓紧腾退剩余1间", "抓紧腾退剩余1间"),
        ("持续巩固整改成果，6月底前印发办法", "6月底前印发办法"),
        ("提交局党组会审议", "提交局党组会审议"),
        ("严格执行办法，每季度抽查1次", ""),
        ("整理材料归档，申请销号", ""),
        ("举一反三，防止反弹", ""),
    ],
)
def test_a_next_step_is_open_when_it_is_the_measures_own_work(text: str, step: str) -> None:
    assert open_step(text) == step


def test_keeping_up_is_told_from_doing() -> None:
    assert keeps_up("持续巩固整改成果")
    assert not keeps_up("正在修订办法")

"""The quick look that finds the few texts worth a comparison (groups of copies: test_similarity.py)."""

from zgtool.language.copies import worth_comparing


def test_a_quick_look_keeps_every_copy_that_was_changed_in_one_place() -> None:
    text = "组织全体人员集中学习有关规定，对照检查存在的问题，制定整改清单并逐项销号落实"
    changed = (
        text,
        text.replace("全体人员", "本处人员"),
        text.replace("逐项", "逐条"),
        text.replace("存在的问题", "12个问题"),
        f"{text}，6月19日完成",
    )
    for other in changed:
        texts = [text, "压减报表至15种，目录在局内网公布，每季度复核一次，结果通报各处室", other]
        assert worth_comparing(texts, ["1", "3", "2"]) == [0, 2]


def test_the_same_words_for_the_same_problem_are_not_worth_a_look() -> None:
    text = "组织全体人员集中学习有关规定，对照检查存在的问题，制定整改清单并逐项销号落实"
    assert worth_comparing([text, text], ["1", "1"]) == []
    assert worth_comparing(["召开会议1次", "召开会议1次"], ["1", "2"]) == []

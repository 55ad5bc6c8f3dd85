"""Papers named in an evidence cell."""

from datetime import date

import pytest

from zgtool.language.papers import only_points_elsewhere, papers_in, subject_pairs

TODAY = date(2020, 6, 12)


def test_a_cell_is_split_outside_brackets_and_titles() -> None:
    text = "《贯彻落实清单》（云煤监党〔2020〕18号，6月11日）、签到表；会议照片.jpg"
    assert [(p.words, p.day, p.file) for p in papers_in(text, TODAY)] == [
        ("《贯彻落实清单》（云煤监党〔2020〕18号，6月11日）", date(2020, 6, 11), ""),
        ("签到表", None, ""),
        ("会议照片.jpg", None, "会议照片.jpg"),
    ]


@pytest.mark.parametrize(
    ("words", "latest"),
    [
        ("《办法》（局发〔2019〕5号）", date(2019, 12, 31)),
        ("会议纪要（2020年2月）", date(2020, 2, 29)),
        ("会议纪要20200305", date(2020, 3, 5)),
        ("2018年至2020年凭证", None),
    ],
)
def test_the_latest_day_a_paper_can_be_of(words: str, latest: date | None) -> None:
    (paper,) = papers_in(words, TODAY)
    assert paper.latest == latest


@pytest.mark.parametrize(
    "text", ["详见附件", "已归档备查", "见佐证材料1-3", "相关材料存办公室备查。", "附件1、附件2"]
)
def test_a_cell_that_only_points_elsewhere_names_nothing(text: str) -> None:
    assert only_points_elsewhere(text)


@pytest.mark.parametrize("text", ["详见附件：《接待办法》", "银行回单8份，存财务处", "谈话记录", "图片"])
def test_a_cell_that_names_a_paper_does_not_only_point(text: str) -> None:
    assert not only_points_elsewhere(text)


def test_the_subject_leaves_out_the_kind_of_paper() -> None:
    assert subject_pairs("会议纪要（6月5日）") == frozenset()
    assert "腾退" in subject_pairs("办公用房腾退确认单6份")

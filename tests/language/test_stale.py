"""Acts of before the inspection; years that are cited honestly."""

from datetime import date

import pytest

from zgtool.language.stale import stale_acts

FEEDBACK = date(2020, 5, 15)
OLD = {
    "2019年11月召开专题会议研究，印发会议纪要": "2019年11月召开",
    "已于2019年10月开展廉政教育2次": "2019年10月开展",
    "我处2017年6月组织全体人员学习条例": "2017年6月组织",
    "深入开展“三严三实”专题教育，查摆问题12条": "“三严三实”专题教育",
}
HONEST = (
    "备查目录编到2019年",
    "对2019年11月召开的专题会议记录逐条补正",
    "依据2018年3月印发的《管理办法》修订",
    "自2019年1月开展自查以来",
    "2019年6月至2020年3月报销凭证已复核",
    "2019年12月检查发现的问题已整改",
    "补记2019年10月组织生活会记录",
    "巩固“不忘初心、牢记使命”主题教育成果",
    "2020年6月3日召开会议",
)


@pytest.mark.parametrize(("text", "words"), OLD.items())
def test_a_dated_act_of_before_is_shown_in_its_own_words(text: str, words: str) -> None:
    assert [sign.span for sign in stale_acts(text, FEEDBACK)] == [words]


@pytest.mark.parametrize("text", HONEST)
def test_years_that_are_cited_or_looked_into_are_left_alone(text: str) -> None:
    assert stale_acts(text, FEEDBACK) == ()


def test_a_campaign_is_stale_only_after_its_year() -> None:
    text = "认真开展党史学习教育"
    assert stale_acts(text, date(2021, 6, 1)) == ()
    assert stale_acts(text, date(2022, 6, 1))

"""Days in running text, with or without a year."""

from datetime import date

import pytest

from zgtool.language.said_days import days_in

TODAY = date(2020, 6, 12)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("李卫东 6月11日", [date(2020, 6, 11)]),
        ("《办法》（局发〔2020〕9号，2020年6月5日）、会议纪要20200603", [date(2020, 6, 5), date(2020, 6, 3)]),
        ("2020.6.1至2020-06-03", [date(2020, 6, 1), date(2020, 6, 3)]),
        ("二〇二〇年六月十一日", [date(2020, 6, 11)]),
        ("二○二○年十二月二十一日", [date(2020, 12, 21)]),
        ("12月28日通报", [date(2019, 12, 28)]),
        ("6月31日", []),
        ("清退3.2万元，6.5%", []),
        ("电话13820200611", []),
        ("2020年6月", []),
    ],
)
def test_days_are_read_in_order(text: str, days: list[date]) -> None:
    assert [said.day for said in days_in(text, TODAY)] == days


def test_a_bare_figure_is_a_day_only_where_a_signature_is_asked() -> None:
    assert days_in("李卫东 6.11", TODAY) == ()
    assert [said.day for said in days_in("李卫东 6.11", TODAY, bare=True)] == [date(2020, 6, 11)]
    assert [said.day for said in days_in("李卫东 6/11", TODAY, bare=True)] == [date(2020, 6, 11)]


def test_the_words_and_their_place_are_told() -> None:
    (said,) = days_in("纪要（6月5日）", TODAY)
    assert (said.words, said.start, said.end) == ("6月5日", 3, 7)

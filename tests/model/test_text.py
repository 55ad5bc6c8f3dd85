"""Folding and shortening: what makes no difference to a reader makes none to a comparison."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from zgtool.model.text import INVISIBLE, WHITE, clean, fold, shorten

ODD = "\u00ad\u200b\u200e\u202a\u2060\ufeff\u3000\u00a0\t\n\x0b \u2028Ａａ１％（）"


def test_width_blanks_case_and_invisible_signs_make_no_difference() -> None:
    assert fold("Ａ１ 处\u200b室\n（甲）") == fold("a1处室(甲)") == "a1处室(甲)"


@given(st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), max_size=30))
def test_the_short_way_of_folding_is_the_long_one(text: str) -> None:
    long = WHITE.sub("", INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).lower()
    assert fold(text) == long


@given(st.text(max_size=60))
def test_a_cleaned_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_shortened_text_is_one_line_and_says_that_it_goes_on() -> None:
    assert shorten("一二三\n四五六", 5) == "一二三 …"
    assert shorten("一二三", 3) == "一二三"

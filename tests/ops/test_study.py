"""Items for collective study: why each stands there, and that nothing the office typed is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.ops.test_standing import SETTINGS, TODAY
from tests.tables import ledger_from_md
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import STUDY, Line
from zgtool.ops.study import FOLLOWED, study_lines

LEDGER = ledger_from_md("""
| 措施编号 | 整改措施 | 牵头单位 | 整改时限 | 状态 | 未完成原因 | 重点关注 |
| 1-1 | 甲 | 办公室 | 5月10日 | 整改中 | | |
| 1-2 | 乙 | 办公室 | 6月10日 | 整改中 | 请求上级协调资金 | 否 |
| 1-3 | 丙 | 办公室 | 6月30日 | 限时办结 | 无 | |
| 1-4 | 丁 | 办公室 | 6月30日 | 已销号 | 需协调 | 是 |
| 1-5 | 戊 | 办公室、人事处 | 6月30日 | 整改中 | | 书记点题 |
| 1-6 | 己 | 办公室 | 6月30日 | 整改中 | 人手紧 | |
""")


def with_notes(*notes: dict[str, str]) -> Ledger:
    return replace(LEDGER, sheets={STUDY.name: tuple(Line(note) for note in notes)})


def reasons(ledger: Ledger) -> dict[str, str]:
    return {line["number"]: line["why"] for line in study_lines(ledger, SETTINGS, TODAY)}


def test_items_for_study_say_every_reason_with_the_words_that_caused_it() -> None:
    assert reasons(LEDGER) == {
        "1-1": "超期33天",
        "1-2": "未完成原因提到“上级”",
        "1-3": "状态为限时办结",
        "1-5": "重点关注：书记点题；牵头单位有2个：办公室、人事处",
    }


def test_what_the_office_typed_is_carried_on() -> None:
    ledger = with_notes({"number": "1-1", "opinion": "请分管领导约谈", "why": "旧的原因", "lamp": "正常"})
    line = study_lines(ledger, SETTINGS, TODAY)[0]
    assert (line["opinion"], line["why"], line["lamp"]) == ("请分管领导约谈", "超期33天", "超期33天")


def test_an_item_with_words_of_the_office_stays_on_the_list() -> None:
    ledger = with_notes(
        {"number": "1-6", "decided": "增派2人"},
        {"number": "1-4", "decided": "已议"},
        {"number": "9-9", "decided": "待查"},
    )
    found = reasons(ledger)
    assert (found["1-6"], found["1-4"], found["9-9"]) == (
        FOLLOWED,
        "已销号，留作记录",
        "总台账里没有这个编号",
    )


def test_a_line_in_which_nothing_was_typed_goes_with_its_reason() -> None:
    assert "1-6" not in reasons(with_notes({"number": "1-6", "why": "超期40天", "problem": "x"}))


notes = st.lists(
    st.fixed_dictionaries(
        {"number": st.sampled_from(("1-1", "1-4", "1-6", "8-8", ""))},
        optional={key: st.sampled_from(("甲", "乙")) for key in STUDY.typed},
    ),
    max_size=5,
)


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notes)
def test_no_word_of_the_office_is_ever_lost_and_the_second_run_changes_nothing(
    typed: list[dict[str, str]],
) -> None:
    once = study_lines(with_notes(*typed), SETTINGS, TODAY)
    said = "".join(line[key] for line in once for key in STUDY.typed)
    for key in STUDY.typed:
        for note in typed:
            assert note.get(key, "") in said
    again = study_lines(replace(LEDGER, sheets={STUDY.name: once}), SETTINGS, TODAY)
    assert [line.values for line in again] == [line.values for line in once]

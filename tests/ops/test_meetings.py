"""会议记录: each decision becomes a line that is followed; a month without a hearing is told."""

from datetime import date

import pytest

from tests.tables import UNITS, ledger_from_md
from zgtool.model.office_sheets import MEETINGS, Line
from zgtool.model.settings import Settings
from zgtool.ops.carried import Carried
from zgtool.ops.meetings import carry_meetings, open_decisions
from zgtool.ops.record import with_lines

SETTINGS = Settings(units=UNITS)
BASE = ledger_from_md("""
| 措施编号 | 整改措施 | 牵头单位 | 状态 | 挂号日期 |
| 1-1 | 清退3.2万元 | 财务处 | 整改中 | 2020-05-25 |
""")
MEETING = {
    "on": "2020-06-28",
    "kind": "月度听取",
    "number": "1-1",
    "decided": "财务处一周内清退",
    "unit": "财务处",
    "until": "2020-07-05",
}


def meetings(*lines: dict[str, str], today: date = date(2020, 7, 10)) -> Carried:
    return carry_meetings(with_lines(BASE, MEETINGS.name, [Line(v) for v in lines]), SETTINGS, today)


def test_each_decision_gets_a_number_once_and_is_followed() -> None:
    first = meetings(MEETING, {**MEETING, "done_on": "2020-07-03"}, today=date(2020, 7, 1))
    told = [(ln["serial"], ln["answer"]) for ln in first.ledger.lines(MEETINGS.name)]
    assert told == [("会-1", "在办"), ("会-2", "已办结")]
    assert carry_meetings(first.ledger, SETTINGS, date(2020, 7, 1)).ledger == first.ledger
    assert [ln["serial"] for ln in open_decisions(first.ledger)] == ["会-1"]


def test_a_decision_past_its_day_says_by_how_much() -> None:
    assert meetings(MEETING).ledger.lines(MEETINGS.name)[0]["answer"] == "超期5天"


def test_a_month_without_a_hearing_is_told_once_it_is_over() -> None:
    assert [f.message for f in meetings().findings] == ["2020年6月没有听取整改汇报的记录"]
    assert meetings(MEETING).findings == ()
    assert meetings(today=date(2020, 6, 30)).findings == ()


def test_a_study_meeting_is_no_monthly_hearing() -> None:
    assert [f.code for f in meetings({**MEETING, "kind": "集体研判"}).findings] == ["S222"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"on": ""}, "没有写会议日期"),
        ({"kind": "碰头"}, "不在选项里"),
        ({"number": "1-1、9-9"}, "涉及的措施9-9台账里没有"),
        ({"unit": ""}, "没有写责任单位或责任人"),
        ({"until": "尽快"}, "没有写完成时限"),
    ],
)
def test_what_a_decision_lacks_is_told(change: dict[str, str], said: str) -> None:
    found = [f.message for f in meetings({**MEETING, **change}).findings if f.code == "S221"]
    assert len(found) == 1 and said in found[0] and "会-1" in found[0]

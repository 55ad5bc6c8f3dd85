"""催办台阶: derived from deadlines, earlier weeks and the record; running twice sends nothing twice."""

from dataclasses import replace
from datetime import date

import pytest

from tests.tables import UNITS, ledger_from_md
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import CHANGES, RECORD, Line
from zgtool.model.settings import Settings
from zgtool.ops.escalation import STEPS, notices, reached, recipients
from zgtool.ops.merge import merge_submissions
from zgtool.ops.past import Past, PastWeek
from zgtool.ops.record import entered, with_lines

SETTINGS = Settings(units=UNITS)
NONE = Past()


def ledger(deadline: str = "2020年6月30日前", state: str = "整改中", **values: str) -> Ledger:
    made = ledger_from_md(f"""
    | 措施编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 状态 | 本周进展 | 挂号日期 |
    | 1-1 | 误餐费 | 清退3.2万元 | 财务处 | {deadline} | {state} | 已核对名单 | 2020-05-25 |
    """)
    return replace(made, rows=tuple(r.but(values) for r in made.rows))


def sent(book: Ledger, today: date, past: Past = NONE) -> Ledger:
    lines = entered(book.lines(RECORD.name), notices(book, past, SETTINGS, today), "2020-W24")
    return with_lines(book, RECORD.name, lines)


def steps(book: Ledger) -> list[tuple[str, str]]:
    return [(e["what"], e["basis"]) for e in book.lines(RECORD.name)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2020, 6, 19), None),
        (date(2020, 6, 20), ("预警提示", "还有10天到期")),
        (date(2020, 6, 27), ("提醒", "还有3天到期")),
        (date(2020, 6, 30), ("提醒", "今天到期")),
        (date(2020, 7, 1), ("督办", "已超期1天")),
        (date(2020, 7, 11), ("告诫", "已超期11天")),
        (date(2020, 7, 30), ("通报约谈", "已超期30天")),
        (date(2020, 8, 29), ("建议移交纪检组", "已超期60天")),
    ],
)
def test_each_day_has_its_step(today: date, expected: tuple[str, str] | None) -> None:
    assert steps(sent(ledger(), today)) == ([expected] if expected else [])


def test_running_twice_sends_nothing_twice_and_a_higher_step_is_sent_once_more() -> None:
    book = ledger()
    for today in (
        date(2020, 6, 20),
        date(2020, 6, 20),
        date(2020, 6, 26),
        date(2020, 7, 3),
        date(2020, 7, 4),
    ):
        book = sent(book, today)
    assert [step for step, _ in steps(book)] == ["预警提示", "督办"]


def test_the_recipients_climb_with_the_step_and_follow_the_settings() -> None:
    told = [recipients(step, SETTINGS) for step in STEPS]
    assert told[0] == "承办人" and told[2] == "牵头单位主要负责人" and "纪检" in told[-1]
    assert recipients("督办", replace(SETTINGS, ladder_to="甲;乙")) == "牵头单位"
    assert "送牵头单位主要负责人" in sent(ledger(), date(2020, 7, 1)).lines(RECORD.name)[0]["note"]


def test_an_approved_extension_stops_the_ladder_and_a_late_application_does_not() -> None:
    line = {
        "number": "1-1",
        "kind": "延期",
        "new": "2020-09-30",
        "on": "2020-07-10",
        "why": "诉讼",
        "agreed": "王建国 7月10日",
    }
    book = sent(ledger(), date(2020, 7, 1))

    def run(values: dict[str, str]) -> list[str]:
        local = with_lines(book, CHANGES.name, [Line(values)])
        after = merge_submissions(book, local, (), SETTINGS, date(2020, 7, 17), "2020-W29").ledger
        return [e["what"] for e in after.lines(RECORD.name)]

    assert run(line) == ["督办", "告诫"]
    assert run({**line, "by": "局党组", "approved_on": "2020-07-13"}) == ["督办", "延期"]


def test_three_weeks_without_movement_is_for_supervision_once() -> None:
    book = ledger("2020年12月31日前")
    past = Past(tuple(PastWeek.of(book, f"2020-W{n}") for n in (23, 22, 21)))
    first = sent(book, date(2020, 6, 12), past)
    assert steps(first) == [("督办", "连续3周没有新的进展，请核实")]
    assert sent(first, date(2020, 6, 12), past) == first
    assert steps(sent(book, date(2020, 6, 12), Past(past.weeks[:2]))) == []
    moved = replace(book, rows=tuple(r.but({"progress": "已清退1万元"}) for r in book.rows))
    assert steps(sent(moved, date(2020, 6, 12), past)) == []


def test_a_refused_close_out_is_for_supervision() -> None:
    book = ledger("2020年12月31日前", "限时办结", limit="2020-07-31")
    refusal = Line(
        {
            "number": "1-1",
            "what": "限时办结",
            "old": "申请销号",
            "new": "限时办结",
            "on": "2020-06-15",
            "until": "2020-07-31",
        }
    )
    (step,) = reached(with_lines(book, RECORD.name, [refusal]), NONE, SETTINGS, date(2020, 6, 19))
    assert (step.step, step.cause) == ("督办", "销号没有通过认定，限2020-07-31前办结")


@pytest.mark.parametrize("state", ["申请销号", "已销号", "撤销"])
def test_what_waits_for_the_office_or_is_closed_is_not_urged(state: str) -> None:
    assert reached(ledger(state=state), NONE, SETTINGS, date(2020, 8, 29)) == ()

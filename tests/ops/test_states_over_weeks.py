"""Random weeks of reports, decisions, slips and tricks: only the moves of the table ever happen, and each is on record."""

from dataclasses import replace
from datetime import date

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.tables import UNITS, ledger_from_md
from zgtool.model.columns import STATES, STATUSES, Owner
from zgtool.model.ledger import Ledger, Measure, Submission
from zgtool.model.office_sheets import (
    CHANGE_KINDS,
    CHANGES,
    CLOSEOUT,
    DECISIONS,
    LOOK_BACKS,
    NEW_MEASURE,
    RECORD,
    VERDICTS,
    Line,
)
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.status import MOVES, STATE_TABLE, is_open
from zgtool.ops.merge import merge_submissions
from zgtool.ops.record import with_lines

SETTINGS = Settings(units=UNITS, plan_day=date(2020, 5, 25))
FIRST = ReportWeek(2020, 23)
NUMBERS = ("1-1", "1-2", "2-1", "3-1")
START = ledger_from_md("""
| 措施编号 | 问题编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 状态 | 挂号日期 |
| 1-1 | 1 | 误餐费 | 清退误餐费3.2万元 | 财务处 | 6月中旬 | 挂号 | 2020-05-25 |
| 1-2 | 1 | 误餐费 | 修订差旅报销办法并印发 | 财务处 | 6月30日前 | 挂号 | 2020-05-25 |
| 2-1 | 2 | 公文积压 | 建立催办台账每周通报 | 人事处、财务处 | 6月上旬 | 挂号 | 2020-05-25 |
| 3-1 | 3 | 档案不全 | 补齐干部档案86份 | 人事处 | 7月下旬 | 挂号 | 2020-05-25 |
""")

PAPERS = st.sampled_from(
    [
        {"report": "专项报告（6月4日）", "evidence": "票据12张", "review": "王建国 6月5日"},
        {"report": "", "evidence": "票据12张", "review": "王建国"},
        {},
    ]
)
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.sampled_from((*NUMBERS, "9-9", "")),
            "decision": st.sampled_from((*DECISIONS, "同意", "")),
            "by": st.sampled_from(("程立新", "程立新", "")),
            "on": st.sampled_from(("2020-06-01", "2020-06-01", "2099-01-01", "昨天")),
            "basis": st.sampled_from(("现场核查", "现场核查", "")),
            "until": st.sampled_from(("2020-12-31", "2020-12-31", "", "年底")),
            "joined": st.sampled_from(("1-2", "9-9", "")),
        }
    ),
    max_size=4,
)


class Weeks(RuleBasedStateMachine):
    """An office and its units over some weeks, honest and not."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger: Ledger = START
        self.local: Ledger = START
        self.sent: list[Submission] = []
        self.week = FIRST

    @rule(place=st.integers(0, 3), state=st.sampled_from((*STATES, "已办结", "")), signed=st.booleans())
    def type_into_the_state_column(self, place: int, state: str, signed: bool) -> None:
        words = {"closed_on": "2020-06-01", "accepted_by": "程立新", "limit": "2020-12-31"} if signed else {}
        self._edit(place, {"state": state, **words})

    @rule(place=st.integers(0, 3), number=st.sampled_from((*NUMBERS, "", "5-1")))
    def spoil_a_number(self, place: int, number: str) -> None:
        self._edit(place, {"number": number})

    @rule(place=st.integers(0, 3))
    def delete_a_row(self, place: int) -> None:
        rows = list(self.local.rows)
        del rows[place % len(rows) : place % len(rows) + 1]
        self.local = replace(self.local, rows=tuple(rows)) if rows else self.local

    @rule(place=st.integers(0, 3), state=st.sampled_from(STATES))
    def paste_a_row_twice(self, place: int, state: str) -> None:
        row = self.local.rows[place % len(self.local.rows)]
        self.local = replace(self.local, rows=(*self.local.rows, row.but({"state": state})))

    @rule(typed=LINES)
    def type_decisions(self, typed: list[dict[str, str]]) -> None:
        self.local = with_lines(self.local, CLOSEOUT.name, [Line(v) for v in typed])

    @rule(
        number=st.sampled_from((*NUMBERS, "9-9")),
        kind=st.sampled_from((*CHANGE_KINDS, "别的")),
        new=st.sampled_from(("2020-12-31", "人事处", "")),
        by=st.sampled_from(("局党组", "局党组", "")),
    )
    def ask_for_a_change(self, number: str, kind: str, new: str, by: str) -> None:
        values = {"number": number, "kind": kind, "new": new, "by": by, "approved_on": "2020-06-01", "on": "2020-06-01",
                  "why": "疫情", "agreed": "王建国 6月1日"}  # fmt: skip
        self._type_line(CHANGES.name, values if kind != NEW_MEASURE else {**values, "new": ""})

    @rule(
        place=st.integers(0, 5),
        verdict=st.sampled_from((*VERDICTS, "")),
        people=st.sampled_from(("满意", "不满意", "")),
        by=st.sampled_from(("程立新", "程立新", "")),
    )
    def look_back(self, place: int, verdict: str, people: str, by: str) -> None:
        lines = list(self.local.lines(LOOK_BACKS.name))
        typed = {
            "verdict": verdict,
            "people": people,
            "by": by,
            "on": "2020-06-01",
            "found": "台账在用",
            "until": "2020-12-31",
        }
        if lines:
            lines[place % len(lines)] = lines[place % len(lines)].but(typed)
        self.local = with_lines(self.local, LOOK_BACKS.name, lines)

    @rule()
    def empty_the_record(self) -> None:
        self.local = with_lines(self.local, RECORD.name, ())

    @rule(
        unit=st.sampled_from(("财务处", "人事处")),
        numbers=st.lists(st.sampled_from(NUMBERS), max_size=5),
        status=st.sampled_from((*STATUSES, "")),
        papers=PAPERS,
        rate=st.sampled_from(("100%", "60%", "")),
    )
    def send(self, unit: str, numbers: list[str], status: str, papers: dict[str, str], rate: str) -> None:
        known = self.ledger.by_number()
        rows = [
            Measure({**{k: known[n][k] for k in ("number", "problem", "measure")}, "status": status, "rate": rate,
                     "state": "已销号", **papers})
            for n in numbers
        ]  # fmt: skip
        layout = ("number", "problem", "measure", "state", "status", "rate", "report", "evidence", "review")
        self.sent.append(
            Submission(f"{unit}{len(self.sent)}.xlsx", unit=unit, rows=tuple(rows), layout=layout)
        )

    @rule()
    def run_the_week(self) -> None:
        before, today = self.ledger, self.week.friday
        arguments = (before, self.local, self.sent, SETTINGS, today, str(self.week))
        result = merge_submissions(*arguments)
        assert (
            merge_submissions(before, self.local, self.sent[::-1], SETTINGS, today, str(self.week)).ledger
            == result.ledger
        )
        self._check(before, result.ledger)
        self.ledger = self.local = result.ledger
        self.sent = []
        self.week = self.week.shift(1)

    @invariant()
    def every_item_is_still_there(self) -> None:
        numbers = [r.number for r in self.ledger.rows]
        assert set(NUMBERS) <= set(numbers) and len(numbers) == len(set(numbers))
        words = {r.number: r["measure"] for r in START.rows}
        assert all(r["measure"] == words[r.number] for r in self.ledger.rows if r.number in words)

    def _type_line(self, sheet: str, values: dict[str, str]) -> None:
        self.local = with_lines(self.local, sheet, (*self.local.lines(sheet), Line(values)))

    def _edit(self, place: int, changes: dict[str, str]) -> None:
        rows = list(self.local.rows)
        rows[place % len(rows)] = rows[place % len(rows)].but(changes)
        self.local = replace(self.local, rows=tuple(rows))

    def _check(self, before: Ledger, after: Ledger) -> None:
        old_record = before.lines(RECORD.name)
        record = after.lines(RECORD.name)
        assert record[: len(old_record)] == old_record
        states = {r.number: r["state"] for r in before.rows}
        for entry in record[len(old_record) :]:
            number, old, new = entry["number"], entry["old"], entry["new"]
            assert states.get(number, "挂号") == old
            assert old == new or (old, new) in MOVES
            if is_open(old) and not is_open(new):
                assert MOVES[old, new] is Owner.OFFICE
                assert entry["by"] and date.fromisoformat(entry["on"]) <= self.week.friday
            states[number] = new
        assert {r.number: r["state"] for r in after.rows} == {
            r.number: states.get(r.number, "挂号") for r in after.rows
        }


Weeks.TestCase.settings = hypothesis_settings(max_examples=60, stateful_step_count=25, deadline=None)
TestWeeks = Weeks.TestCase


def test_the_table_names_every_state_of_the_schema_once() -> None:
    assert [s.name for s in STATE_TABLE] and {s.name for s in STATE_TABLE} == set(STATES)
    assert len(STATE_TABLE) == len(STATES)
    assert {s.name: s.still_open for s in STATE_TABLE} == {s: is_open(s) for s in STATES}


def test_no_unit_can_take_an_item_off_the_open_list() -> None:
    leaving = {who for (old, new), who in MOVES.items() if is_open(old) and not is_open(new)}
    assert leaving == {Owner.OFFICE}


def test_every_open_state_has_a_way_to_recognition() -> None:
    def reach(state: str, seen: frozenset[str] = frozenset()) -> bool:
        return state == "已销号" or any(
            reach(new, seen | {state}) for old, new in MOVES if old == state and new not in seen
        )

    assert all(reach(state) for state in STATES)

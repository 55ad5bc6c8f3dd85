"""Twelve weeks from 挂号 to 回头看: ledger, counts, notices and the weekly paper checked week by week against hand-made tables."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import twelve_weeks as scenario
from tests.writing.docx_text import texts
from zgtool.app.comparing import week_ledger
from zgtool.app.result import RunResult
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import FOUND, LOOK_BACKS, MEETINGS, RECORD
from zgtool.model.status import MOVES
from zgtool.ops.escalation import STEPS
from zgtool.workspace.filed import verify
from zgtool.workspace.layout import WorkArea

pytestmark = pytest.mark.slow
NAMES = [str(w) for w in scenario.WEEKS]


@dataclass
class Year:
    area: WorkArea
    results: dict[str, RunResult]
    ledgers: dict[str, Ledger]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    area = scenario.begin(tmp_path_factory.mktemp("十二周") / "整改台账")
    results = {str(week): scenario.act_week(area, week) for week in scenario.WEEKS}
    ledgers = {str(week): week_ledger(week, area, scenario.settings()) for week in scenario.WEEKS}
    return Year(area, results, ledgers)


def expected(week: str) -> dict[str, str]:
    """State of each item at the end of a week, * behind it when overdue."""
    return {r["措施编号"]: r[week] for r in scenario.rows("应有状态.csv") if r[week]}


@pytest.mark.parametrize("week", NAMES)
def test_every_item_is_in_the_state_the_story_tells(year: Year, week: str) -> None:
    held = {r.number: r["state"] for r in year.ledgers[week].rows}
    assert held == {number: state.rstrip("*") for number, state in expected(week).items()}


@pytest.mark.parametrize("week", NAMES)
def test_the_counts_are_those_of_the_table(year: Year, week: str) -> None:
    states = [s for s in expected(week).values() if s != "撤销"]
    overall = year.results[week].summary.overall
    assert overall.total == len(states)
    assert overall.closed == states.count("已销号")
    assert overall.requested == states.count("申请销号")
    assert overall.overdue == sum(s.endswith("*") for s in states)


@pytest.mark.parametrize("week", NAMES)
def test_the_weekly_paper_tells_the_same_counts(year: Year, week: str) -> None:
    states = [s for s in expected(week).values() if s != "撤销"]
    paper = "".join(texts(Path(year.results[week].outputs["weekly"])))
    closed, overdue = states.count("已销号"), sum(s.endswith("*") for s in states)
    assert f"整改措施{len(states)}条" in paper
    assert (f"已销号{closed}条" if closed else "尚无销号的措施") in paper
    assert (f"超期的{overdue}条" if overdue else "没有超期") in paper


@pytest.mark.parametrize("week", NAMES)
def test_exactly_the_notices_of_the_story_are_on_record(year: Year, week: str) -> None:
    entries = year.ledgers[week].lines(RECORD.name)
    sent = sorted((e["number"], e["what"]) for e in entries if e["week"] == week and e["what"] in STEPS)
    assert sent == sorted(
        (r["措施编号"], r["事项"]) for r in scenario.rows("应有催办.csv") if r["周"] == week
    )


def test_the_record_tells_each_life_without_a_gap(year: Year) -> None:
    states = dict.fromkeys(expected(NAMES[0]), "挂号")
    for entry in year.ledgers[NAMES[-1]].lines(RECORD.name):
        assert states.setdefault(entry["number"], "挂号") == entry["old"]
        assert entry["old"] == entry["new"] or (entry["old"], entry["new"]) in MOVES
        states[entry["number"]] = entry["new"]
    assert states == expected(NAMES[-1])


def test_no_decision_of_the_office_was_held_up(year: Year) -> None:
    held = [str(f) for result in year.results.values() for f in result.findings if f.code in ("S211", "S215")]
    assert held == []


def test_the_reopened_item_is_in_its_second_round_and_keeps_its_number(year: Year) -> None:
    rounds = [e["round"] for e in year.ledgers[NAMES[-1]].lines(RECORD.name) if e["number"] == "2-1"]
    assert rounds == sorted(rounds) and rounds[-1] == "2"


def test_the_slips_of_the_story_are_told_in_their_week(year: Year) -> None:
    def codes(week: str) -> set[tuple[str, str]]:
        return {(f.code, f.where.number or f.where.unit) for f in year.results[week].findings}

    assert ("X103", "3-2") in codes("2020-W26")
    assert ("X129", "财务处") in codes("2020-W26")
    assert ("S212", "1-2") in codes("2020-W27")
    assert "S222" in {code for code, _ in codes("2020-W32")}


def test_the_offices_sheets_hold_what_was_done(year: Year) -> None:
    last = year.ledgers[NAMES[-1]]
    assert [ln["answer"] for ln in last.lines(FOUND.name)] == ["已办理：登记（2020-07-03），编号自1-1"]
    assert [(ln["serial"], ln["answer"]) for ln in last.lines(MEETINGS.name)] == [("会-1", "超期42天")]
    looked = {(ln["number"], ln["verdict"]) for ln in last.lines(LOOK_BACKS.name) if ln["verdict"]}
    assert looked == {("1-1", "巩固到位"), ("2-1", "回炉")}
    drawn = [ln for ln in year.ledgers["2020-W26"].lines(LOOK_BACKS.name) if ln["drawn"].startswith("抽中")]
    assert len(drawn) == 1


def test_every_row_is_accounted_for_and_the_archive_verifies(year: Year) -> None:
    assert all(result.summary.rows.adds_up for result in year.results.values())
    assert verify(year.area) == ()


def test_the_last_week_run_again_changes_nothing(year: Year) -> None:
    from zgtool.app.weekly import run_week

    before = year.area.ledger.read_bytes()
    week = scenario.WEEKS[-1]
    assert not run_week(year.area, week, week.friday, scenario.settings()).changed
    assert year.area.ledger.read_bytes() == before


def test_the_run_says_what_waits_for_the_office(year: Year) -> None:
    assert dict(year.results["2020-W26"].to_do) == {
        "单位没有报的措施待答复": 1, "自查问题待登记": 1, "督办待送": 3,
    }  # fmt: skip
    assert dict(year.results["2020-W33"].to_do) == {"申请销号待认定": 2, "会议决定没有办结": 1}

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import schedule
from mailroom import SETTINGS as MAIL
from mailroom import file_week

from zgtool import scheduler
from zgtool.app.calls import closes_of
from zgtool.app.result import RunResult
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.summary import Summary
from zgtool.scheduler import Outcome, Tick, due_week, read_log, tick
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.trouble import AlreadyFiled, Busy, LedgerInUse

WEEK = ReportWeek(2020, 24)
OFFICE = Settings(first_friday=date(2020, 5, 29))
NOON = datetime(2020, 6, 12, 12, 1)


def due(now: datetime, settings: Settings = OFFICE, filed: tuple[str, ...] = ()) -> str:
    week = due_week(now, settings, filed, closes_of)
    return str(week) if week else ""


@pytest.mark.parametrize(
    ("now", "filed", "expected"),
    [
        (datetime(2020, 6, 12, 11, 59), ("2020-W23",), ""),
        (datetime(2020, 6, 12, 12, 0, 59), ("2020-W23",), ""),  # still in time
        (NOON, ("2020-W23",), "2020-W24"),
        (NOON, ("2020-W23", "2020-W24"), ""),
        (datetime(2020, 6, 15, 8, 0), ("2020-W23",), "2020-W24"),  # the machine slept over the weekend
        (datetime(2020, 6, 22, 8, 0), ("2020-W22",), "2020-W25"),  # two missed: the latest covers both
        (NOON, ("2020-W25",), ""),  # a later week is filed: nothing is run behind it
    ],
)
def test_the_latest_closed_and_unfiled_week_is_due(
    now: datetime, filed: tuple[str, ...], expected: str
) -> None:
    assert due(now, filed=filed) == expected


def test_nothing_is_due_before_the_first_reporting_week() -> None:
    assert due(datetime(2020, 5, 25, 9, 0)) == ""
    assert due(datetime(2020, 5, 29, 12, 1)) == "2020-W22"


def test_an_office_that_named_no_first_week_begins_with_this_one() -> None:
    assert due(datetime(2020, 6, 15, 9, 0), Settings()) == ""
    assert due(NOON, Settings()) == "2020-W24"
    assert due(datetime(2020, 6, 15, 9, 0), Settings(), ("2020-W23",)) == "2020-W24"


@pytest.mark.parametrize(
    ("policy", "opens"),
    [
        ("提前", datetime(2020, 6, 24, 12, 1)),  # 25 and 26 June 2020 were days off
        ("顺延第一个工作日", datetime(2020, 6, 28, 12, 1)),  # the Sunday was worked
        ("顺延第二个工作日", datetime(2020, 6, 29, 12, 1)),
        ("照常", datetime(2020, 6, 26, 12, 1)),
    ],
)
def test_a_friday_off_moves_the_close_as_the_policy_says(policy: str, opens: datetime) -> None:
    settings = replace(OFFICE, holiday_policy=policy)
    assert due(opens - timedelta(minutes=2), settings, ("2020-W25",)) == ""
    assert due(opens, settings, ("2020-W25",)) == "2020-W26"


def test_a_week_that_is_left_out_is_covered_by_the_next() -> None:
    settings = replace(OFFICE, holiday_policy="本周免报")
    assert due(datetime(2020, 6, 29, 12, 1), settings, ("2020-W25",)) == ""
    assert due(datetime(2020, 7, 3, 12, 1), settings, ("2020-W25",)) == "2020-W27"


def test_the_close_the_office_announced_wins() -> None:
    early = replace(OFFICE, closes={"2020-W26": datetime(2020, 6, 21, 18, 0)}, holiday_policy="本周免报")
    assert due(datetime(2020, 6, 21, 17, 0), early, ("2020-W25",)) == ""
    assert due(datetime(2020, 6, 21, 18, 1), early, ("2020-W25",)) == "2020-W26"  # the Sunday before


def test_the_hour_of_the_close_is_a_setting() -> None:
    settings = replace(OFFICE, close_time=time(17, 30))
    assert due(datetime(2020, 6, 12, 17, 30), settings, ("2020-W23",)) == ""
    assert due(datetime(2020, 6, 12, 17, 31), settings, ("2020-W23",)) == "2020-W24"


# ticks


class Office:
    """Stands for `run_week`: files the week, or fails as told."""

    def __init__(self, area: WorkArea) -> None:
        self.area = area
        self.calls: list[tuple[str, date, datetime | None]] = []
        self.faults: list[Exception] = []
        self.findings: tuple[Finding, ...] = ()

    def run(
        self, area: WorkArea, week: ReportWeek, today: date, settings: Settings, *, now: datetime | None
    ) -> RunResult:
        self.calls.append((str(week), today, now))
        if self.faults:
            raise self.faults.pop(0)
        file_week(area)
        return RunResult(week, 1, True, False, None, (), Summary(), self.findings, {})

    def tick(self, now: datetime = NOON, settings: Settings = MAIL) -> Outcome:
        return tick(self.area, now, run=self.run, read=lambda _: settings)


@pytest.fixture
def office(area: WorkArea) -> Office:
    (area.inbox / "人事处.xlsx").write_bytes(b"x")
    return Office(area)


def test_a_due_week_waits_while_nobody_has_sent_anything(office: Office) -> None:
    (office.area.inbox / "人事处.xlsx").unlink()
    outcome = office.tick()
    assert (outcome.state, outcome.code, office.calls) == (Tick.WAITING, 1, [])
    assert outcome.sentence.startswith("2020年第24周已过截止时刻，收件里还没有报送表")
    (office.area.inbox / "财务处.xlsx").write_bytes(b"x")
    assert office.tick(NOON + timedelta(minutes=30)).state is Tick.DONE


def test_a_due_week_is_run_once_and_its_drafts_are_made(office: Office) -> None:
    outcome = office.tick()
    assert (outcome.state, outcome.week, outcome.code) == (Tick.DONE, WEEK, 0)
    assert outcome.sentence == "2020年第24周已合并归档。已生成邮件草稿2份，请核对后发送。"
    assert office.calls == [("2020-W24", date(2020, 6, 12), NOON)]
    again = office.tick(NOON + timedelta(minutes=30))
    assert (again.state, again.code, len(office.calls)) == (Tick.NOTHING, 0, 1)


def test_findings_of_the_week_show_in_the_exit_code(office: Office) -> None:
    office.findings = (Finding("M201", Severity.WARNING, Location(), "", "措施未量化", ""),)
    assert office.tick().code == 1


def test_a_busy_area_is_no_failure_and_is_looked_at_again(office: Office) -> None:
    office.faults = [Busy("工作区正被另一个程序使用，请等它结束后再试。")]
    first = office.tick()
    assert (first.state, first.sentence, first.code) == (
        Tick.BUSY,
        "工作区正被另一个程序使用，请等它结束后再试。",
        2,
    )
    assert office.tick().state is Tick.DONE
    assert [entry["ok"] for entry in read_log(office.area)] == [True]


def test_a_week_somebody_filed_meanwhile_is_nothing_to_do(office: Office) -> None:
    office.faults = [AlreadyFiled("2020年第24周 已经归档")]
    assert office.tick().state is Tick.NOTHING


def test_expected_trouble_is_told_in_its_own_sentence(office: Office) -> None:
    office.faults = [LedgerInUse("总台账.xlsx 正在被打开，请关闭后重试。")]
    outcome = office.tick()
    assert (outcome.state, outcome.sentence, outcome.code) == (
        Tick.FAILED,
        "总台账.xlsx 正在被打开，请关闭后重试。",
        2,
    )
    assert not (office.area.logs / "定时错误.txt").exists()


def test_a_mistake_in_the_program_goes_to_a_file_and_not_to_the_screen(office: Office) -> None:
    office.faults = [ZeroDivisionError("division by zero")]
    outcome = office.tick()
    assert outcome.sentence == "程序出错，原因记在 日志/定时错误.txt，请把这个文件交给维护人员。"
    assert "ZeroDivisionError" in (office.area.logs / "定时错误.txt").read_text(encoding="utf-8")


def test_three_failures_a_day_are_enough_and_the_next_day_starts_again(office: Office) -> None:
    office.faults = [LedgerInUse("打开着。") for _ in range(4)]
    states = [office.tick(NOON + timedelta(minutes=30 * n)).state for n in range(5)]
    assert states == [Tick.FAILED] * 3 + [Tick.GIVEN_UP] * 2
    assert len(office.calls) == 3
    assert office.tick(NOON + timedelta(days=1)).state is Tick.FAILED
    assert office.tick(NOON + timedelta(days=1, hours=1)).state is Tick.DONE


def test_settings_that_cannot_be_read_are_told_and_raise_nothing(area: WorkArea) -> None:
    def read(_: WorkArea) -> Settings:
        raise LedgerInUse("配置.xlsx 读不了。")

    outcome = tick(area, NOON, run=pytest.fail, read=read)
    assert (outcome.state, outcome.sentence) == (Tick.FAILED, "配置.xlsx 读不了。")


def test_drafts_that_fail_do_not_undo_the_run(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("坏了")

    monkeypatch.setattr(scheduler, "prepare", broken)
    outcome = office.tick()
    assert outcome.state is Tick.DONE
    assert outcome.sentence == "2020年第24周已合并归档。邮件草稿没有生成，原因记在 日志/定时错误.txt。"


def test_a_torn_last_line_of_the_log_costs_only_itself(office: Office) -> None:
    office.faults = [LedgerInUse("打开着。"), LedgerInUse("打开着。")]
    office.tick()
    log = office.area.logs / "定时记录.jsonl"
    log.write_bytes(log.read_bytes() + b'{"week": "2020-W24", "ok": fal')
    office.tick()
    assert [(entry["week"], entry["ok"]) for entry in read_log(office.area)] == [("2020-W24", False)] * 2


def test_a_log_that_cannot_be_written_stops_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scheduler, "_append", full)
    assert office.tick().state is Tick.DONE


def test_the_log_holds_one_json_object_a_line(office: Office) -> None:
    office.tick()
    lines = (office.area.logs / "定时记录.jsonl").read_text(encoding="utf-8").split()
    assert lines and json.loads("".join(lines))["at"] == "2020-06-12T12:01:00"


# the loop


def test_the_loop_looks_at_once_then_every_half_hour_survives_faults_and_repeats_no_sentence(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = NOON

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return now

    def sleep(seconds: float) -> None:
        nonlocal now
        now += timedelta(seconds=seconds)

    answers: Iterator[str | Exception] = iter(["没有", "没有", RuntimeError("坏了"), "已办"])
    looked: list[datetime] = []
    said: list[str] = []

    def once(_: WorkArea, moment: datetime) -> Outcome:
        looked.append(moment)
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return Outcome(Tick.NOTHING, answer)

    monkeypatch.setattr(schedule, "datetime", SimpleNamespace(datetime=Clock, timedelta=timedelta))
    scheduler.run(
        area, once=once, say=said.append, clock=Clock.now, sleep=sleep, stop=lambda: len(looked) == 4
    )
    assert [round((moment - NOON).total_seconds() / 60) for moment in looked] == [0, 30, 60, 90]
    assert said == ["没有", "已办"]
    assert "坏了" in (area.logs / "定时错误.txt").read_text(encoding="utf-8")

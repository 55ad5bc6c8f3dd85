"""The week by the clock: is a week due and not filed? Then run it.

Level-triggered: the system's scheduler, the loop below or opening the window only say "tick";
the archive alone says whether something is left to do. A missed tick therefore costs nothing.
"""

from __future__ import annotations

import json
import os
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from zgtool.app.calls import Closes, closes_of, due_week
from zgtool.app.result import RunResult
from zgtool.mail import prepare
from zgtool.model.finding import Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.workspace.filed import filed_weeks, manifest_of
from zgtool.workspace.inbox import files_in_inbox
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.trouble import AlreadyFiled, Busy, WorkAreaTrouble

EVERY_MINUTES = 30
TRIES_A_DAY = 3
"""A week that fails so often is left alone until the next day; a ledger left open over lunch is not."""
NOTHING_DUE = "没有到期未办的周报。"
LOG_NAME = "定时记录.jsonl"
FAULTS_NAME = "定时错误.txt"


class Tick(Enum):
    """What a tick came to."""

    NOTHING = "没有要办的"
    DONE = "已办"
    WAITING = "等待报送表"
    BUSY = "正忙"
    FAILED = "没有办成"
    GIVEN_UP = "今天不再重试"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one tick did. sentence: for the log and the screen."""

    state: Tick
    sentence: str
    week: ReportWeek | None = None
    result: RunResult | None = None

    @property
    def code(self) -> int:
        """Exit code: 0 nothing to do or clean, 1 findings or files to wait for, 2 could not do the work."""
        if self.state is Tick.WAITING:
            return 1
        if self.state in (Tick.NOTHING, Tick.DONE):
            findings = self.result.findings if self.result else ()
            return int(any(f.severity is not Severity.INFO for f in findings))
        return 2

    def plain(self) -> dict[str, Any]:
        """As plain data for JSON."""
        week, edition = self.week, self.result.edition if self.result else None
        return {
            "state": self.state.value,
            "week": str(week) if week else None,
            "edition": edition,
            "message": self.sentence,
        }

    def told(self) -> str:
        """As one line for the clerk."""
        return self.sentence


class Run(Protocol):
    """`app.weekly.run_week`, as far as the clock needs it."""

    def __call__(
        self, area: WorkArea, week: ReportWeek, today: Any, settings: Settings, *, now: datetime | None
    ) -> RunResult: ...


def tick(
    area: WorkArea,
    now: datetime,
    *,
    run: Run | None = None,
    read: Callable[[WorkArea], Settings] | None = None,
    closes: Closes = closes_of,
) -> Outcome:
    """Run the due week once, if there is one. Nothing escapes but KeyboardInterrupt and SystemExit.

    run: does the week, `app.weekly.run_week` unless given. read: the settings in force, those of
    配置.xlsx unless given.
    """
    week: ReportWeek | None = None
    try:
        settings = (read or _settings)(area)
        filed = {manifest.week for manifest in filed_weeks(area)}
        week = due_week(now, settings, filed, closes)
        if week is None:
            return Outcome(Tick.NOTHING, NOTHING_DUE)
        if _failures(area, week, now) >= TRIES_A_DAY:
            said = f"{week.label}今天已经试了{TRIES_A_DAY}次没有办成，明天再试；也可以排除故障后手工运行。"
            return Outcome(Tick.GIVEN_UP, said, week)
        if not files_in_inbox(area):
            # Most likely nobody has put them there yet; a week without any is for a person to file.
            said = f"{week.label}已过截止时刻，收件里还没有报送表，没有合并；放入后会自动办理。"
            return Outcome(Tick.WAITING, said, week)
        result = (run or _run_week())(area, week, now.date(), settings, now=now)
    except Busy as fault:
        return Outcome(Tick.BUSY, str(fault), week)
    except AlreadyFiled:
        return Outcome(Tick.NOTHING, NOTHING_DUE, week)
    except Exception as fault:
        return _failed(area, week, now, fault)
    said = f"{week.label}已合并归档。{_drafts(area, week, settings, now)}"
    _log(area, {"week": str(week), "due": result.closes, "at": now, "ok": True, "said": said})
    return Outcome(Tick.DONE, said, week, result)


def _settings(area: WorkArea) -> Settings:
    from zgtool.app.settings import load_settings  # late, as below: the readers and writers come with it

    return load_settings(area, os.environ)[0]


def _run_week() -> Run:
    from zgtool.app.weekly import run_week

    return run_week


def run(
    area: WorkArea,
    *,
    once: Callable[[WorkArea, datetime], Outcome] = tick,
    say: Callable[[str], None] = print,
    clock: Callable[[], datetime] = datetime.now,
    sleep: Callable[[float], None] = time.sleep,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Tick now and every 30 minutes until `stop` says so; for sites that forbid scheduled tasks.

    once: one tick. say: shows what happened, a sentence that repeats only once.
    """
    import schedule  # late: only this loop needs it

    said = ""

    def job() -> None:
        # schedule neither moves on nor runs the other jobs when a job raises.
        nonlocal said
        try:
            outcome = once(area, clock())
            if outcome.sentence != said:
                said = outcome.sentence
                say(said)
        except Exception:
            _keep_fault(area, clock())

    clockwork = schedule.Scheduler()
    clockwork.every(EVERY_MINUTES).minutes.do(job)
    job()
    while not stop():
        sleep(min(max(clockwork.idle_seconds or 0, 1), 60))
        clockwork.run_pending()


def _drafts(area: WorkArea, week: ReportWeek, settings: Settings, now: datetime) -> str:
    """Mail drafts of the week just filed; what goes wrong here does not undo the run."""
    try:
        manifest = manifest_of(area, week)
        drafts = prepare(area, manifest, settings) if manifest else []
    except WorkAreaTrouble as fault:
        return f"邮件草稿没有生成：{fault}"
    except Exception:
        _keep_fault(area, now)
        return f"邮件草稿没有生成，原因记在 日志/{FAULTS_NAME}。"
    written = sum(draft.path is not None for draft in drafts)
    return f"已生成邮件草稿{written}份，请核对后发送。" if written else ""


def _failed(area: WorkArea, week: ReportWeek | None, now: datetime, fault: Exception) -> Outcome:
    # Every exception of our own carries one sentence for the user; anything else is a mistake in the program.
    if type(fault).__module__.startswith("zgtool."):
        said = str(fault)
    else:
        _keep_fault(area, now)
        said = f"程序出错，原因记在 日志/{FAULTS_NAME}，请把这个文件交给维护人员。"
    if week:
        _log(area, {"week": str(week), "at": now, "ok": False, "said": said})
    return Outcome(Tick.FAILED, said, week)


def _failures(area: WorkArea, week: ReportWeek, now: datetime) -> int:
    """How often this week failed today."""
    today = now.date().isoformat()
    return sum(
        entry.get("week") == str(week)
        and entry.get("ok") is False
        and str(entry.get("at", "")).startswith(today)
        for entry in read_log(area)
    )


def read_log(area: WorkArea) -> Iterator[dict[str, Any]]:
    """What the clock did, oldest first; lines torn by a power cut are passed over."""
    path = area.logs / LOG_NAME
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry


def _log(area: WorkArea, entry: dict[str, Any]) -> None:
    """One line, through to the disk; the run itself has succeeded or failed without it."""
    line = json.dumps(entry, ensure_ascii=False, default=lambda at: at.isoformat(timespec="seconds"))
    try:
        area.logs.mkdir(parents=True, exist_ok=True)
        # The newline comes first, so that a torn last line cannot swallow this one.
        _append(area.logs / LOG_NAME, f"\n{line}\n")
    except OSError:
        return


def _keep_fault(area: WorkArea, now: datetime) -> None:
    try:
        area.logs.mkdir(parents=True, exist_ok=True)
        _append(area.logs / FAULTS_NAME, f"{now.isoformat(timespec='seconds')}\n{traceback.format_exc()}\n")
    except OSError:
        return


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())

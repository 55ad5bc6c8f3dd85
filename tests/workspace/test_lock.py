"""Two runs cannot write at once, and a dead one does not block the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from zgtool.workspace.layout import WorkArea
from zgtool.workspace.lock import lock
from zgtool.workspace.trouble import Busy, CannotWrite

HOLD = """
import sys
from datetime import datetime
from pathlib import Path
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.lock import lock
with lock(WorkArea(Path(sys.argv[1])), datetime(2020, 6, 12, 12, 0)):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    return WorkArea(tmp_path / "工作区")


def _holder(area: WorkArea) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(area.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout and child.stdout.readline().strip() == b"held"
    return child


def test_the_second_run_is_told_who_holds_the_area(area: WorkArea) -> None:
    child = _holder(area)
    with pytest.raises(Busy) as told, lock(area):
        pass
    assert str(child.pid) in str(told.value)
    assert "2020年6月12日 12:00 开始" in str(told.value)
    child.communicate(b"\n")
    with lock(area):
        pass


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_holder_frees_the_area(area: WorkArea) -> None:
    child = _holder(area)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert area.holder.exists()
    with lock(area, datetime(2020, 6, 13, 8, 0)):
        assert "2020-06-13T08:00" in area.holder.read_text("utf-8")
    assert not area.holder.exists()


@pytest.mark.skipif(os.name == "nt", reason="no fork")
def test_a_worker_that_outlives_its_killed_run_does_not_hold_the_area(area: WorkArea) -> None:
    forking = HOLD.replace(
        'print("held"', 'import os; os.fork() or __import__("time").sleep(60); print("held"'
    )
    child = subprocess.Popen(
        [sys.executable, "-c", forking, str(area.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout and child.stdout.readline().strip() == b"held"
    child.kill()
    child.wait()
    with lock(area):
        pass
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def test_the_same_process_cannot_hold_it_twice(area: WorkArea) -> None:
    with lock(area), pytest.raises(Busy, match="正被"), lock(area):
        pass
    with lock(area):
        pass


def test_the_lock_is_free_after_a_fault_inside(area: WorkArea) -> None:
    with pytest.raises(KeyError), lock(area):
        raise KeyError
    with lock(area):
        pass


def test_a_damaged_note_about_the_holder_still_gives_a_sentence(area: WorkArea) -> None:
    child = _holder(area)
    area.holder.write_bytes(b"{")
    with pytest.raises(Busy, match="正被另一个程序使用"), lock(area):
        pass
    child.communicate(b"\n")


def test_a_disk_that_cannot_lock_is_refused(area: WorkArea, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(_: int) -> None:
        import errno

        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("zgtool.workspace.lock._lock_now", unsupported)
    with pytest.raises(CannotWrite, match="不支持文件锁"), lock(area):
        pass

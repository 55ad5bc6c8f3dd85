"""A fault at every file operation of a run: the week is done or it is not, nothing is lost or left."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from filing_scenes import SENT, Killed, fault_at, is_filed, litter, new_area, run, send, tree

from zgtool.workspace import archive
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.trouble import WorkAreaTrouble


def error_of(number: int) -> Callable[[], OSError]:
    return lambda: OSError(number, os.strerror(number))


FAULTS = {
    "killed": Killed,
    "disk full": error_of(errno.ENOSPC),
    "no rights": error_of(errno.EACCES),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_at_any_file_operation_leaves_a_week_that_is_done_or_not_done(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = new_area(tmp_path / "pattern")
    clean = new_area(tmp_path / "clean")
    run(clean)
    expected = tree(clean)
    number, faulty = 1, 0
    while True:
        area = WorkArea(tmp_path / f"run{number}")
        shutil.copytree(pattern.root, area.root)
        with fault_at(monkeypatch, number, FAULTS[name]) as done:
            try:
                run(area)
            except (Killed, WorkAreaTrouble):
                faulty += 1
        _nothing_is_lost(area)
        run(area)
        assert litter(area) == [], (number, done[-1])
        assert tree(area) == expected, (number, done[-1])
        assert archive.verify(area) == ()
        shutil.rmtree(area.root)
        if len(done) < number:
            break
        number += 1
    assert number > 80
    assert faulty > 60


def _nothing_is_lost(area: WorkArea) -> None:
    """The ledger is whole, old or new, and new only when the week is filed; every submission is somewhere."""
    ledger = area.ledger.read_bytes()
    assert ledger in (b"ledger 0", b"ledger 24")
    assert ledger == b"ledger 0" or is_filed(area)
    kept = [area.archive / "2020年第24周" / "原件" / name for name in SENT]
    for name, copy in zip(SENT, kept, strict=True):
        lying = area.inbox / name
        place = lying if lying.exists() else copy
        assert place.read_bytes() == SENT[name]


@pytest.mark.parametrize("name", ["killed", "disk full"])
def test_a_fault_while_taking_over_a_ledger_leaves_all_or_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = 1
    while True:
        area = WorkArea(tmp_path / str(number))
        for folder in area.folders:
            folder.mkdir(parents=True)
        with fault_at(monkeypatch, number, FAULTS[name]) as done, suppress(Killed, WorkAreaTrouble):
            archive.file_initial(area, b"ledger", b"source", "台账.xlsx")
        archive.recover(area)
        filed = archive.last_filed_ledger(area)
        assert area.ledger.exists() == (filed is not None)
        assert filed is None or filed[0] == area.ledger.read_bytes() == b"ledger"
        assert litter(area) == []
        if len(done) < number:
            break
        number += 1
    assert number > 20


def test_what_a_full_disk_says_names_the_place_and_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = new_area(tmp_path / "a")
    before = tree(area)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch, pytest.raises(archive.CannotWrite, match=r"^写入 .*磁盘空间不足"):
        patch.setattr(os, "write", full)
        run(area)
    assert tree(area) == before


def test_a_fault_after_the_commit_says_that_the_week_is_filed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = new_area(tmp_path / "a")
    area.output.rmdir()
    area.output.write_bytes(b"in the way")
    with pytest.raises(archive.CannotWrite, match="2020年第24周 已归档，结果还没有全部放好"):
        run(area)
    area.output.unlink()
    with archive.lock(area):
        assert [f.code for f in archive.recover(area)] == ["F937"]
    assert (area.output / "2020年第24周/周报.docx").read_bytes() == b"weekly"


@pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise on Windows")
def test_a_folder_without_rights_is_told_in_one_sentence() -> None:
    # pytest's own folders are closed to the other user that root turns into.
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o755)
        area = new_area(Path(home) / "工作区")
        before = tree(area)
        folders = [area.root, *(p for p in area.root.rglob("*") if p.is_dir())]
        for folder in folders:
            folder.chmod(0o555)
        try:
            said = _as_another_user(lambda: run(area))
        finally:
            for folder in folders:
                folder.chmod(0o755)
        assert said.startswith(f"打开 {area.lock} 失败：没有权限")
        area.logs.chmod(0o777)
        assert _as_another_user(lambda: run(area)).startswith(f"新建文件夹 {area.archive}")
        area.archive.chmod(0o777)
        assert _as_another_user(lambda: run(area)).startswith(
            "总台账.xlsx 正被别的程序打开，或者没有写入权限"
        )
        assert tree(area) == before


def _as_another_user(work: Callable[[], object]) -> str:
    """What `work` raises when it runs without the rights of root, in a child process."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setuid(65534)
            work()
            said = "nothing was raised"
        except WorkAreaTrouble as error:
            said = str(error)
        except BaseException as error:
            said = f"raw {error!r}"
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


def test_inputs_keep_their_bytes(tmp_path: Path) -> None:
    area = new_area(tmp_path / "a")
    run(area)
    kept = {p.name: p.read_bytes() for p in (area.archive / "2020年第24周/原件").rglob("*") if p.is_file()}
    assert kept == {name.rpartition("/")[2]: data for name, data in SENT.items()}
    assert archive.scan_inbox(area, archive.filed_weeks(area)[0].today, None) == ()  # type: ignore[arg-type]
    send(area, {"人事处第24周.xlsx": b"renshi"})
    run(area, edition=2)
    assert (area.archive / "2020年第24周/原件/人事处第24周.xlsx").read_bytes() == b"renshi"

"""Files whole or not at all, and on the disk before anything relies on them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from filing_scenes import new_area, run

from zgtool.workspace import disk
from zgtool.workspace.trouble import CannotWrite, InUse, at_edge, cause_of


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "总台账.xlsx"
    for data in (b"old", b"new" * 100_000, b""):
        disk.replace_file(target, data)
        assert target.read_bytes() == data
    assert [p.name for p in tmp_path.iterdir()] == ["总台账.xlsx"]


def test_a_disk_that_lies_about_what_it_wrote_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, b"\0" * len(data)))
    with pytest.raises(CannotWrite, match="读回来不一致"):
        disk.replace_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_short_write_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data)[:3]))
    disk.replace_file(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_an_existing_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(CannotWrite, match="已经存在"):
        disk.write_new(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_file_held_by_another_program_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SharingViolation(PermissionError):
        winerror = 32

    def replace(*_: object) -> None:
        raise SharingViolation(13, "in use")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(InUse, match="正被别的程序打开"):
        disk.replace_file(tmp_path / "a", b"new", pauses=())
    assert list(tmp_path.iterdir()) == []


def test_every_error_has_words(tmp_path: Path) -> None:
    for number in range(1, 134):
        said = cause_of(OSError(number, os.strerror(number)))
        assert said and "None" not in said
    assert "空间不足" in cause_of(OSError(errno.ENOSPC, "x"))
    with (
        pytest.raises(CannotWrite, match=r"^写入 .*a 失败：磁盘读写出错.*。$"),
        at_edge("写入", tmp_path / "a"),
    ):
        raise OSError(errno.EIO, "x")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks at open files the Linux way")
def test_everything_is_on_the_disk_before_the_commit_and_before_the_ledger_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = new_area(tmp_path / "a")
    synced: set[str] = set()
    unsynced_at: dict[str, set[str]] = {}
    real_fsync, real_rename, real_replace = os.fsync, os.rename, os.replace

    def fsync(handle: int) -> None:
        synced.add(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real_fsync(handle)

    def rename(old: Path, new: Path) -> None:
        inside = {str(p) for p in Path(old).rglob("*")} | {str(old)}
        unsynced_at[Path(new).name] = inside - synced
        real_rename(old, new)
        synced.discard(str(Path(new).parent))

    def replace(old: Path, new: Path) -> None:
        unsynced_at[Path(new).name] = {str(old)} - synced
        real_replace(old, new)
        synced.discard(str(Path(new).parent))

    for name, fake in (("fsync", fsync), ("rename", rename), ("replace", replace)):
        monkeypatch.setattr(os, name, fake)
    run(area)
    assert unsynced_at.pop("2020年第24周") == set()
    assert {"总台账.xlsx", "周报.docx", "待发布.json"} <= set(unsynced_at)
    assert not any(unsynced_at.values())
    assert {str(area.archive), str(area.root)} <= synced

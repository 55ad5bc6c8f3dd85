"""From the commit to the last file in its place, also when the ledger is open or was edited meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filing_scenes import Killed, fault_at, is_filed, litter, new_area, run, send, tree

from zgtool.workspace import archive, disk
from zgtool.workspace.layout import WorkArea


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    return new_area(tmp_path / "a")


class SharingViolation(PermissionError):
    winerror = 32


def _hold(patch: pytest.MonkeyPatch, area: WorkArea, times: int) -> list[float]:
    """Let the ledger be open in Excel for so many tries; returns the pauses made."""
    real, pauses, left = os.replace, [], [times]

    def replace(old: object, new: object) -> None:
        if Path(str(new)) == area.ledger and left[0]:
            left[0] -= 1
            raise SharingViolation(13, "in use")
        real(old, new)  # type: ignore[arg-type]

    patch.setattr(os, "replace", replace)
    patch.setattr(disk.time, "sleep", pauses.append)
    return pauses


def test_a_ledger_that_is_open_for_a_moment_is_waited_for(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        pauses = _hold(patch, area, 3)
        run(area)
    assert area.ledger.read_bytes() == b"ledger 24"
    assert pauses == [0.1, 0.2, 0.4]


def test_a_ledger_that_stays_open_gets_a_dated_copy_beside_it_and_is_replaced_by_the_next_run(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        pauses = _hold(patch, area, 99)
        with pytest.raises(
            archive.LedgerInUse, match=r"已归档.*总台账（2020年6月12日）.xlsx.*关闭后再运行一次"
        ):
            run(area)
    assert 2.5 < sum(pauses) < 3.5
    copy = area.root / "总台账（2020年6月12日）.xlsx"
    assert copy.read_bytes() == b"ledger 24"
    assert area.ledger.read_bytes() == b"ledger 0"
    assert is_filed(area)
    assert (area.output / "2020年第24周/周报.docx").exists()
    run(area)
    assert area.ledger.read_bytes() == b"ledger 24"
    assert not copy.exists()
    assert litter(area) == []


def _stop_before_the_ledger(area: WorkArea, patch: pytest.MonkeyPatch) -> None:
    number = 1
    while not is_filed(area):
        with fault_at(patch, number, Killed), pytest.raises(Killed):
            run(area)
        number += 1
    assert area.ledger.read_bytes() == b"ledger 0"


def test_an_old_ledger_edited_after_the_crash_is_neither_overwritten_nor_merged(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stop_before_the_ledger(area, monkeypatch)
    area.ledger.write_bytes(b"ledger 0 edited")
    with pytest.raises(archive.LedgerChanged, match="改名"):
        run(area)
    assert area.ledger.read_bytes() == b"ledger 0 edited"
    area.ledger.rename(area.root / "总台账-手工.xlsx")
    run(area)
    assert area.ledger.read_bytes() == b"ledger 24"
    assert (area.root / "总台账-手工.xlsx").read_bytes() == b"ledger 0 edited"
    assert litter(area) == []


def test_a_new_ledger_edited_after_a_crash_in_the_tidying_is_an_ordinary_edit(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr("zgtool.workspace.publish._empty_inbox", killed)
        run(area)
    assert area.ledger.read_bytes() == b"ledger 24"
    area.ledger.write_bytes(b"ledger 24 edited")
    run(area)
    assert area.ledger.read_bytes() == b"ledger 24 edited"
    assert archive.scan_inbox(area, archive.filed_weeks(area)[0].today, None) == ()  # type: ignore[arg-type]
    assert litter(area) == []


def test_a_ledger_saved_at_the_very_moment_of_the_commit_is_not_overwritten(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk.rename_folder

    def rename(old: Path, new: Path) -> None:
        real(old, new)
        area.ledger.write_bytes(b"saved this moment")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "rename_folder", rename)
        with pytest.raises(
            archive.LedgerChanged, match=r"已归档.*总台账（2020年6月12日）.xlsx.*没有覆盖它.*改名"
        ):
            run(area)
    assert area.ledger.read_bytes() == b"saved this moment"
    assert (area.output / "2020年第24周/周报.docx").exists()
    area.ledger.rename(area.root / "总台账-手工.xlsx")
    run(area)
    assert area.ledger.read_bytes() == b"ledger 24"
    assert litter(area) == []


def test_nothing_new_is_filed_before_what_is_pending_has_been_finished(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stop_before_the_ledger(area, monkeypatch)
    before = tree(area)
    monkeypatch.setattr(archive, "recover", lambda _: ())
    with pytest.raises(archive.BadPlan, match="2020年第24周 的结果还没有放好"):
        run(area, b"ledger 25", edition=2)
    assert {n: d for n, d in tree(area).items() if n in before} == before


def test_a_ledger_that_has_gone_is_put_back_from_the_archive(area: WorkArea) -> None:
    run(area)
    area.ledger.unlink()
    with archive.lock(area):
        assert [f.code for f in archive.recover(area)] == ["F936"]
        assert archive.recover(area) == ()
    assert area.ledger.read_bytes() == b"ledger 24"


def test_a_paper_the_clerk_has_changed_in_the_output_folder_is_not_overwritten(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    weekly = area.output / "2020年第24周/周报.docx"
    weekly.parent.mkdir(parents=True)
    weekly.write_bytes(b"the clerk's own")
    run(area)
    assert weekly.read_bytes() == b"the clerk's own"
    assert weekly.with_name("周报（2）.docx").read_bytes() == b"weekly"


def test_a_file_that_was_replaced_in_the_inbox_during_the_run_stays_there(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk.rename_folder

    def rename(old: Path, new: Path) -> None:
        (area.inbox / "人事处第24周.xlsx").write_bytes(b"a newer version")
        real(old, new)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "rename_folder", rename)
        run(area)
    assert {n: d for n, d in tree(area).items() if n.startswith("收件/")} == {
        "收件/人事处第24周.xlsx": b"a newer version"
    }


def test_a_file_that_cannot_be_removed_from_the_inbox_is_told_and_removed_by_the_next_run(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = area.inbox / "人事处第24周.xlsx"
    real = os.unlink

    def unlink(path: object, **options: object) -> None:
        if Path(str(path)) == stuck:
            raise SharingViolation(13, "in use")
        real(path, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        run(area)
        with archive.lock(area):
            assert [f.code for f in archive.recover(area)] == ["F940"]
    assert stuck.exists()
    with archive.lock(area):
        assert [f.code for f in archive.recover(area)] == ["F937"]
        assert archive.recover(area) == ()
    assert not stuck.exists()


def test_an_archived_original_that_does_not_match_keeps_the_file_in_the_inbox(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk.rename_folder

    def rename(old: Path, new: Path) -> None:
        real(old, new)
        (new / "原件/人事处第24周.xlsx").write_bytes(b"rotten")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "rename_folder", rename)
        with pytest.raises(archive.ArchiveDamaged):
            run(area)
    assert (area.inbox / "人事处第24周.xlsx").read_bytes() == b"renshi"


def test_running_again_with_nothing_new_changes_nothing(area: WorkArea) -> None:
    run(area)
    before = tree(area)
    run(area)
    assert tree(area) == before
    send(area, {"补报.xlsx": b"late"})
    run(area, b"ledger 24-2")
    assert (area.output / "2020年第24周（第2次）/总台账.xlsx").read_bytes() == b"ledger 24-2"
    assert (area.output / "2020年第24周/总台账.xlsx").read_bytes() == b"ledger 24"

"""Every change to what is filed shows, and a damaged archive is told, not crashed on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filing_scenes import WEEK, new_area, run, send, tree

from zgtool.model.finding import flat
from zgtool.workspace import archive, disk
from zgtool.workspace.layout import MANIFEST_NAME, WorkArea

FOLDERS = ("初始台账", "2020年第24周", "2020年第25周", "2020年第26周")


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> WorkArea:
    area = new_area(tmp_path_factory.mktemp("filed") / "a")
    for week in range(3):
        send(area, {f"人事处第{week}周.xlsx": b"renshi %d" % week})
        run(area, b"ledger %d" % week, WEEK.shift(week))
    return area


@pytest.fixture
def area(filed: WorkArea, tmp_path: Path) -> WorkArea:
    shutil.copytree(filed.root, tmp_path / "a")
    return WorkArea(tmp_path / "a")


def test_an_untouched_archive_says_nothing(area: WorkArea) -> None:
    assert archive.verify(area) == ()


def test_a_flipped_byte_in_any_filed_file_shows(area: WorkArea) -> None:
    names = [n for n in tree(area) if n.startswith("归档/")]
    assert len(names) > 25
    for name in names:
        path = area.root / name
        good = path.read_bytes()
        path.write_bytes(bytes([good[0] ^ 1]) + good[1:])
        assert archive.verify(area), name
        path.unlink()
        assert archive.verify(area), name
        path.write_bytes(good)
    assert archive.verify(area) == ()


def test_a_changed_field_in_a_manifest_breaks_the_chain(area: WorkArea) -> None:
    path = area.archive / "2020年第25周" / MANIFEST_NAME
    path.write_bytes(path.read_bytes().replace(b'"fate": "\xe5\x90\x88\xe5\xb9\xb6"', b'"fate": ""'))
    assert "F933" in [f.code for f in archive.verify(area)]


@pytest.mark.parametrize("folder", FOLDERS[:-1])
def test_a_week_that_was_taken_out_shows(area: WorkArea, folder: str) -> None:
    shutil.rmtree(area.archive / folder)
    assert "F933" in [f.code for f in archive.verify(area)]


def test_a_tail_that_was_cut_off_shows_against_a_printed_code(area: WorkArea) -> None:
    code = disk.digest_of(area.archive / FOLDERS[-1] / MANIFEST_NAME)[:10]
    assert archive.verify(area, code) == ()
    shutil.rmtree(area.archive / FOLDERS[-1])
    assert archive.verify(area) == ()
    assert flat(archive.verify(area, code), "code", "found") == [("F933", code)]


def test_two_weeks_that_were_swapped_show(area: WorkArea) -> None:
    a, b, aside = area.archive / FOLDERS[1], area.archive / FOLDERS[2], area.archive / "x"
    a.rename(aside)
    b.rename(a)
    aside.rename(b)
    found = archive.verify(area)
    assert [f.code for f in found][:2] == ["F931", "F931"]
    assert "与文件夹不符" in found[0].found


def test_something_put_into_the_archive_is_told(area: WorkArea) -> None:
    (area.archive / FOLDERS[1] / "笔记.txt").write_text("x", "utf-8")
    shutil.copytree(area.archive / FOLDERS[2], area.archive / f"{FOLDERS[2]} - 副本")
    assert flat(archive.verify(area), "code", "file") == [
        ("F934", f"归档/{FOLDERS[2]} - 副本"), ("F934", f"归档/{FOLDERS[1]}/笔记.txt")]  # fmt: skip


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "not json": lambda data: b"\xff\xfe\x00",
    "a list": lambda data: b"[]",
    "deep": lambda data: b"[" * 100_000,
    "wrong kind": lambda data: data.replace(b'"edition": 1', b'"edition": "1"'),
    "no ledger": lambda data: data.replace(b'"ledger"', b'"weekly"'),
    "bad date": lambda data: data.replace(b"2020-06-12T", b"2020-06-77T"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_manifest_is_a_finding_and_the_other_weeks_are_read(area: WorkArea, name: str) -> None:
    path = area.archive / FOLDERS[2] / MANIFEST_NAME
    path.write_bytes(DAMAGE[name](path.read_bytes()))
    assert [m.folder for m in archive.filed_weeks(area)] == [FOLDERS[1], FOLDERS[3]]
    found = archive.verify(area)
    assert ("F931", f"归档/{FOLDERS[2]}/{MANIFEST_NAME}") in flat(found, "code", "file")
    with archive.lock(area):
        assert "F931" in [f.code for f in archive.recover(area)]


def test_a_filed_ledger_that_was_changed_is_not_used(area: WorkArea) -> None:
    (area.archive / FOLDERS[3] / "总台账.xlsx").write_bytes(b"changed")
    with pytest.raises(archive.ArchiveDamaged, match="请从备份恢复"):
        archive.last_filed_ledger(area)

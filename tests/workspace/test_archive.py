"""Filing a week, reading it back, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from filing_scenes import NOW, SENT, TODAY, WEEK, litter, new_area, run, send, tree

from zgtool.workspace import archive, disk
from zgtool.workspace.layout import MANIFEST_NAME, WorkArea
from zgtool.workspace.manifest import InputEntry, Manifest


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    return new_area(tmp_path / "整改 A&B（2020）#1")


def test_a_committed_week_stands_in_the_archive_and_in_its_places(area: WorkArea) -> None:
    manifest = run(area)
    filed = {n.removeprefix("归档/2020年第24周/") for n in tree(area) if n.startswith("归档/2020年第24周/")}
    papers = {"总台账.xlsx", "周报.docx", "校验结果.xlsx", "退改/财务处_退改.xlsx"}
    assert filed == papers | {f"原件/{n}" for n in SENT} | {MANIFEST_NAME, "总台账（本次运行前）.xlsx"}
    assert area.ledger.read_bytes() == b"ledger 24"
    assert {p.relative_to(area.output).as_posix() for p in area.output.rglob("*") if p.is_file()} == {
        f"2020年第24周/{n}" for n in papers
    }
    assert archive.scan_inbox(area, TODAY, None) == ()
    assert archive.filed_weeks(area) == (manifest,)
    assert archive.verify(area) == ()
    assert litter(area) == []


def test_the_ledger_the_office_had_edited_is_kept_before_it_is_replaced(area: WorkArea) -> None:
    area.ledger.write_bytes(b"ledger 0 with the office's edits")
    run(area)
    kept = area.archive / "2020年第24周/总台账（本次运行前）.xlsx"
    assert kept.read_bytes() == b"ledger 0 with the office's edits"


def test_the_base_of_a_merge_is_the_ledger_committed_last_and_of_a_diff_the_week_before(
    area: WorkArea,
) -> None:
    assert archive.last_filed_ledger(area) == (b"ledger 0", "总台账.xlsx", None)
    first = run(area)
    send(area, {"补报.xlsx": b"late"})
    second = run(area, b"ledger 24-2")
    send(area)
    third = run(area, b"ledger 25", WEEK.shift(1))
    send(area, {"又补报.xlsx": b"later"})
    again = run(area, b"ledger 24-3", WEEK)
    assert [(m.week, m.edition) for m in archive.filed_weeks(area)] == [
        ("2020-W24", 1), ("2020-W24", 2), ("2020-W24", 3), ("2020-W25", 1)]  # fmt: skip
    assert archive.manifest_of(area, WEEK) == again
    assert archive.manifest_of(area, WEEK.shift(2)) is None
    before = archive.filed_ledger_before(area, WEEK.shift(1))
    assert before is not None and before[0] == b"ledger 24-3"
    assert archive.filed_ledger_before(area, WEEK) == (b"ledger 0", "总台账.xlsx", None)
    assert second.previous and second.previous.edition == 1
    assert third.previous and third.previous.edition == 2
    assert first.previous and (first.previous.week, first.previous.edition) == ("", 0)
    assert archive.verify(area) == ()


def test_the_ledger_committed_last_is_found_by_the_chain_also_when_an_earlier_week_was_rerun(
    area: WorkArea,
) -> None:
    run(area)
    send(area)
    run(area, b"ledger 25", WEEK.shift(1))
    send(area, {"补报.xlsx": b"late"})
    rerun = run(area, b"ledger 24 again", WEEK)
    last = archive.last_filed_ledger(area)
    assert last == (b"ledger 24 again", "总台账.xlsx", rerun)


def test_a_rerun_gets_the_originals_of_all_editions_by_the_names_they_came_under(area: WorkArea) -> None:
    run(area)
    send(area, {"补报.xlsx": b"late", "人事处第24周（复制）.xlsx": b"renshi"})
    run(area)
    kept = archive.originals(area, WEEK)
    assert [(i.name, i.path.read_bytes()) for i in kept] == [
        ("人事处第24周.xlsx", b"renshi"), ("财务处/财务处.xls", b"caiwu"),
        ("人事处第24周（复制）.xlsx", b"renshi"), ("补报.xlsx", b"late"),
    ]  # fmt: skip
    assert archive.originals(area, WEEK.shift(1)) == ()


def test_a_second_commit_of_the_same_edition_is_refused_and_changes_nothing(area: WorkArea) -> None:
    run(area)
    send(area, {"补报.xlsx": b"late"})
    before = tree(area)
    with pytest.raises(archive.AlreadyFiled, match="2020年第24周 已经归档"):
        run(area, b"other", edition=1)
    assert tree(area) == before


def test_an_edition_is_numbered_after_folders_even_when_their_manifest_is_gone(area: WorkArea) -> None:
    run(area)
    (area.archive / "2020年第24周" / MANIFEST_NAME).unlink()
    assert archive.next_edition(area, WEEK) == 2
    assert archive.next_edition(area, WEEK.shift(1)) == 1


def test_a_ledger_saved_during_the_run_is_not_overwritten(area: WorkArea) -> None:
    before = tree(area)
    changed = pytest.raises(archive.LedgerChanged, match="请重新运行")
    with changed, archive.stage(area, WEEK, 1) as staging:
        (staging.path / "总台账.xlsx").write_bytes(b"new")
        manifest = Manifest(
            str(WEEK),
            1,
            staging.folder,
            ledger_before=disk.digest(b"what the run had read"),
            outputs=(staging.output("ledger", staging.path / "总台账.xlsx"),),
        )
        archive.commit(area, staging, manifest)
    assert tree(area) == before
    assert litter(area) == []


@pytest.mark.parametrize("mark", ["~$总台账.xlsx", ".~总台账.xlsx", ".~lock.总台账.xlsx#"])
def test_an_open_ledger_is_seen_before_anything_is_committed(area: WorkArea, mark: str) -> None:
    (area.root / mark).write_bytes(b"\x04clerk")
    before = tree(area)
    with pytest.raises(archive.LedgerInUse, match="请保存并关闭"):
        run(area)
    assert tree(area) == before
    (area.root / mark).unlink()
    run(area)
    assert area.ledger.read_bytes() == b"ledger 24"


def test_a_plan_that_does_not_fit_what_was_staged_is_refused(area: WorkArea) -> None:
    before = tree(area)

    def commit(change: str) -> None:
        with archive.stage(area, WEEK, 1) as staging:
            path = staging.path / "总台账.xlsx"
            path.write_bytes(b"new")
            entry = staging.output("ledger", path)
            plain = Manifest(str(WEEK), 1, staging.folder, NOW, outputs=(entry,))
            kept = staging.keep_original(InputEntry("a.xlsx", ""), b"a")
            absent = replace(entry, kind="weekly", name="周报.docx")
            lost = replace(kept, filed="2020年第24周/原件/b.xlsx")
            plans = {
                "missing output": replace(plain, inputs=(kept,), outputs=(entry, absent)),
                "changed output": replace(plain, inputs=(kept,), outputs=(replace(entry, sha256="0" * 64),)),
                "unlisted file": plain,
                "two ledgers": replace(plain, inputs=(kept,), outputs=(entry, entry)),
                "no ledger": replace(plain, inputs=(kept,), outputs=()),
                "other week": replace(plain, inputs=(kept,), week="2020-W25"),
                "missing original": replace(plain, inputs=(kept, lost)),
            }  # fmt: skip
            archive.commit(area, staging, plans[change])

    for change in (
        "missing output",
        "changed output",
        "unlisted file",
        "two ledgers",
        "no ledger",
        "other week",
        "missing original",
    ):
        with pytest.raises(archive.BadPlan, match="没有归档"):
            commit(change)
        assert tree(area) == before, change


def test_a_manifest_cannot_lead_out_of_the_archive(area: WorkArea) -> None:
    for name in ("../../外面.xlsx", "/etc/passwd", "C:\\x", "2020年第24周/../../x", ""):
        with (
            pytest.raises(archive.ArchiveDamaged, match="指向别处"),
            archive.stage(area, WEEK, 1) as staging,
        ):
            (staging.path / "总台账.xlsx").write_bytes(b"new")
            entry = staging.output("ledger", staging.path / "总台账.xlsx")
            bad = replace(entry, kind="weekly", name=name)
            archive.commit(area, staging, Manifest(str(WEEK), 1, staging.folder, outputs=(entry, bad)))


def test_two_originals_of_one_name_are_both_kept(area: WorkArea) -> None:
    with archive.stage(area, WEEK, 1) as staging:
        first = staging.keep_original(InputEntry("人事处.XLSX", ""), b"1")
        second = staging.keep_original(InputEntry("人事处.xlsx", ""), b"2")
        device = staging.keep_original(InputEntry("../con.xlsx", ""), b"3")
        assert first.filed == "2020年第24周/原件/人事处.XLSX"
        assert second.filed == "2020年第24周/原件/人事处（2）.xlsx"
        assert device.filed == "2020年第24周/原件/未命名/_con.xlsx"
        assert second.sha256 == disk.digest(b"2")


def test_a_staging_folder_disappears_when_the_run_fails(area: WorkArea) -> None:
    before = tree(area)
    with pytest.raises(KeyError), archive.stage(area, WEEK, 1) as staging:
        staging.keep_original(InputEntry("a.xlsx", ""), b"a")
        raise KeyError
    assert tree(area) == before
    assert litter(area) == []


def test_what_a_killed_run_left_is_cleared_by_the_next(area: WorkArea) -> None:
    stale = area.archive / ".暂存-2020年第24周-pc-99"
    (stale / "原件").mkdir(parents=True)
    (stale / "原件/a.xlsx").write_bytes(b"half")
    (area.root / ".zgtool-99-总台账.xlsx").write_bytes(b"half")
    (area.output / "2020年第23周/退改").mkdir(parents=True)
    (area.output / "2020年第23周/退改/.zgtool-99-a.xlsx").write_bytes(b"half")
    assert len(litter(area)) == 5
    with archive.lock(area):
        archive.recover(area)
    assert litter(area) == []
    assert archive.verify(area) == ()


def test_the_ledger_taken_over_is_filed_once(tmp_path: Path) -> None:
    area = WorkArea(tmp_path)
    manifest, _ = archive.file_initial(
        area, b"written", b"original", "局台账（旧）.xls", run_at=datetime(2020, 5, 1, 9)
    )
    assert (area.initial / "原件/局台账（旧）.xls").read_bytes() == b"original"
    assert area.ledger.read_bytes() == b"written"
    assert not area.output.exists()
    assert archive.filed_weeks(area) == ()
    assert archive.verify(area) == ()
    assert manifest.edition == 0
    with pytest.raises(archive.AlreadyFiled):
        archive.file_initial(area, b"again", b"original", "局台账.xls")
    assert area.ledger.read_bytes() == b"written"

"""A small work area and one run over it, for the tests of filing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from zgtool.model.period import ReportWeek
from zgtool.workspace import archive, disk
from zgtool.workspace.layout import MANIFEST_NAME, STAGING_MARK, TEMPORARY_MARK, WorkArea
from zgtool.workspace.manifest import InputEntry, Manifest

WEEK = ReportWeek(2020, 24)
TODAY = date(2020, 6, 12)
NOW = datetime(2020, 6, 12, 12, 0)
SENT = {"人事处第24周.xlsx": b"renshi", "财务处/财务处.xls": b"caiwu"}


def new_area(root: Path) -> WorkArea:
    """A work area with its first ledger and two files in 收件."""
    area = WorkArea(root)
    for folder in area.folders:
        folder.mkdir(parents=True)
    area.config.write_bytes(b"")
    archive.file_initial(area, b"ledger 0", b"the office's own", "现有台账.xlsx", run_at=NOW)
    send(area)
    return area


def send(area: WorkArea, files: dict[str, bytes] | None = None) -> None:
    """Put files into 收件."""
    for name, data in (files or SENT).items():
        path = area.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def run(area: WorkArea, ledger: bytes = b"ledger 24", week: ReportWeek = WEEK, edition: int = 0) -> Manifest:
    """What the weekly run does with a work area, with made-up papers."""
    with archive.lock(area, NOW):
        archive.recover(area)
        if not archive.scan_inbox(area, TODAY, None) and not edition and archive.manifest_of(area, week):
            found = archive.manifest_of(area, week)
            assert found
            return found
        edition = edition or archive.next_edition(area, week)
        with archive.stage(area, week, edition) as staging:
            return _file(area, staging, ledger, week, edition)


def _file(
    area: WorkArea, staging: archive.Staging, ledger: bytes, week: ReportWeek, edition: int
) -> Manifest:
    inputs = tuple(
        staging.keep_original(InputEntry(i.name, "", unit=i.name[:3], fate="合并"), i.path.read_bytes())
        for i in archive.scan_inbox(area, TODAY, None)
    )
    outputs = []
    for kind, unit, name, data in (
        ("ledger", "", "总台账.xlsx", ledger),
        ("weekly", "", "周报.docx", b"weekly"),
        ("findings", "", "校验结果.xlsx", b"findings"),
        ("return", "财务处", "退改/财务处_退改.xlsx", b"return"),
    ):
        path = staging.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        outputs.append(staging.output(kind, path, unit))
    manifest = Manifest(
        week=str(week),
        edition=edition,
        folder=staging.folder,
        run_at=NOW,
        today=TODAY,
        version="0",
        ledger_before=disk.digest_of(area.ledger),
        inputs=inputs,
        outputs=tuple(outputs),
        counts={"rows_read": 2},
    )
    return archive.commit(area, staging, manifest)[0]


def tree(area: WorkArea) -> dict[str, bytes]:
    """Every file of the work area with its bytes; the lock's own files are left out."""
    return {
        p.relative_to(area.root).as_posix(): p.read_bytes()
        for p in sorted(area.root.rglob("*"))
        if p.is_file() and p not in (area.lock, area.holder)
    }


def litter(area: WorkArea) -> list[str]:
    """What a run must not leave behind."""
    names = (p.relative_to(area.root).as_posix() for p in area.root.rglob("*"))
    return [n for n in names if TEMPORARY_MARK in n or STAGING_MARK in n or n.endswith("待发布.json")]


def is_filed(area: WorkArea) -> bool:
    """Whether week 24 has been committed."""
    return (area.archive / "2020年第24周" / MANIFEST_NAME).exists()


class Killed(BaseException):
    """The process is dead: no clean-up of ours may run any more."""


OPERATIONS = ("open", "write", "fsync", "rename", "replace", "unlink", "mkdir", "rmdir")


@contextmanager
def fault_at(
    patch: pytest.MonkeyPatch, number: int, fault: Callable[[], BaseException]
) -> Iterator[list[str]]:
    """Let the n-th file operation fail; a write is torn in half. After Killed nothing more can be done.

    Yields the names of the operations done so far, so that the test can go on until none is left.
    """
    done: list[str] = []
    dead: list[BaseException] = []

    def guarded(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            if dead:
                raise dead[0]
            done.append(name)
            if len(done) == number:
                error = fault()
                if isinstance(error, Killed):
                    dead.append(error)
                if name == "write":
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])  # type: ignore[call-overload, arg-type]
                raise error
            return real(*args, **options)

        return call

    with patch.context() as inner:
        for name in OPERATIONS:
            inner.setattr(os, name, guarded(name, getattr(os, name)))
        yield done

"""The folder a run fills before anything is filed."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from zgtool.model.period import ReportWeek
from zgtool.workspace import disk
from zgtool.workspace.layout import ORIGINALS_FOLDER, STAGING_MARK, WorkArea, safe_name, week_folder_name
from zgtool.workspace.manifest import InputEntry, OutputEntry
from zgtool.workspace.trouble import CannotWrite, at_edge, cause_of


@dataclass(frozen=True, slots=True)
class Staging:
    """A folder below 归档 that a run fills. `path` is where it is now, `folder` the name it will get."""

    path: Path
    folder: str

    def keep_original(self, entry: InputEntry, data: bytes) -> InputEntry:
        """Keep what a unit sent, byte for byte; returns the entry with its hash and where it is filed.

        Two files of one name (in capitals, in another folder of the same look) are numbered.
        """
        parts = [safe_name(part) for part in PurePosixPath(entry.name).parts if part != "/"]
        target = self.path.joinpath(ORIGINALS_FOLDER, *(parts or [safe_name("")]))
        disk.make_folder(target.parent)
        target = _free(target)
        disk.write_new(target, data)
        filed = f"{self.folder}/{target.relative_to(self.path).as_posix()}"
        return replace(entry, sha256=disk.digest(data), filed=filed)

    def output(self, kind: str, path: Path, unit: str = "") -> OutputEntry:
        """The manifest's entry for a paper the caller has written below `path`."""
        return OutputEntry(kind, unit, path.relative_to(self.path).as_posix(), disk.digest_of(path))


def _free(target: Path) -> Path:
    with at_edge("读取", target.parent):
        taken = {p.name.casefold() for p in target.parent.iterdir()}
    name, number = target.name, 1
    while name.casefold() in taken:
        number += 1
        name = f"{target.stem}（{number}）{target.suffix}"
    return target.with_name(name)


@contextmanager
def stage(area: WorkArea, week: ReportWeek, edition: int) -> Iterator[Staging]:
    """A staging folder for one edition; it disappears unless `commit` turns it into the filed week."""
    with staged(area, week_folder_name(week, edition)) as staging:
        yield staging


@contextmanager
def staged(area: WorkArea, folder: str) -> Iterator[Staging]:
    """As `stage`, for a folder of any name below 归档."""
    # Inside 归档, so that the commit is a rename on one disk; the name carries the run.
    path = area.archive / f"{STAGING_MARK}{folder}-{safe_name(socket.gethostname())}-{os.getpid()}"
    disk.make_folder(area.archive)
    with at_edge("新建文件夹", path):
        os.mkdir(path)
    try:
        disk.make_folder(path / ORIGINALS_FOLDER)
        yield Staging(path, folder)
    except OSError as error:
        # The papers are written by others, who let the system's own error through.
        raise CannotWrite(f"写入 {error.filename or path} 失败：{cause_of(error)}。") from error
    finally:
        _discard(path)


def _discard(path: Path) -> None:
    if path.name.startswith(STAGING_MARK) and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)


def clear_stale(area: WorkArea) -> None:
    """Remove what runs that died left half-done; the lock must be held, so nobody is at work in there."""
    disk.clear_temporaries(area.root)
    disk.clear_temporaries(area.logs)
    disk.clear_temporaries(area.output, below=True)
    with at_edge("读取", area.archive):
        left = list(area.archive.glob(f"{STAGING_MARK}*")) if area.archive.is_dir() else []
    for path in left:
        _discard(path)

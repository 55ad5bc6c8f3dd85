"""The child process that reads files for the pool, one after another, under limits."""

from __future__ import annotations

import gc
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Submission
from zgtool.model.units import UnitList
from zgtool.reading.archive import read_members
from zgtool.reading.kinds import CANNOT_OPEN, READER_DIED, UNEXPECTED
from zgtool.reading.limits import confine
from zgtool.reading.parcel import Parcel
from zgtool.reading.raw import Unreadable
from zgtool.reading.submission import read_parcel
from zgtool.reading.workbook import MAX_FILE, is_archive, too_large

_RARELY = 200_000
"""New objects between two searches for circles, of which reading makes next to none."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read. `skip`: members of an archive that an earlier worker has dealt with."""

    name: str
    path: str
    folder: str = ""
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """What is the same for every file of a batch."""

    units: UnitList
    headings: Mapping[str, str]
    week: str


@dataclass(frozen=True, slots=True)
class Step:
    """A worker's word on one job: about to read `name`, or done with it; `last` closes the job."""

    name: str
    parcel: Parcel | None = None
    last: bool = False


def serve(connection: Connection, task: Task, inherited: Sequence[Connection] = ()) -> None:
    """Read jobs until the parent says None. Runs in the child.

    inherited: the parent's ends of pipes that a forked child holds too; while they are open
    no worker would notice that the parent is gone.
    """
    for end in inherited:
        end.close()
    kept = confine()
    gc.set_threshold(_RARELY)
    connection.send(Step(""))
    while (job := connection.recv()) is not None:
        for step in steps(job, task):
            connection.send(step)
    del kept


def steps(job: Job, task: Task) -> Iterator[Step]:
    """The submissions of one file, announced one by one, so that the parent knows what killed a worker."""
    try:
        path = Path(job.path)
        if path.stat().st_size > MAX_FILE:
            raise too_large(job.name, path.stat().st_size)
        data = path.read_bytes()
        archive = is_archive(data, job.name)
    except Unreadable as refusal:
        yield Step(job.name, _empty(job.name, refusal.finding), last=True)
        return
    except OSError as error:
        finding = CANNOT_OPEN.at(Location(file=job.name), error.strerror or "")
        yield Step(job.name, _empty(job.name, finding), last=True)
        return
    if archive is None:
        yield Step(job.name, _read(data, job.name, task, job.folder), last=True)
    else:
        yield from _members(archive, job, task)


def _members(archive: zipfile.ZipFile, job: Job, task: Task) -> Iterator[Step]:
    for member in read_members(archive, job.name, job.skip):
        yield Step(member.name)
        if member.data is None:
            yield Step(member.name, _empty(member.name, *member.findings))
        else:
            read = _read(member.data, member.name, task, job.folder)
            yield Step(member.name, member.with_findings(read, archive))
    yield Step(job.name, last=True)


def _empty(name: str, *findings: Finding) -> Parcel:
    return Parcel(Submission(name, findings=findings))


def _read(data: bytes, name: str, task: Task, folder: str) -> Parcel:
    try:
        return read_parcel(data, name, task.units, task.headings, week=task.week, folder=folder)
    except MemoryError:
        return _empty(name, READER_DIED.at(Location(file=name)))
    except Exception as fault:  # a bug of ours or of a library costs one file, not the batch
        return _empty(name, UNEXPECTED.at(Location(file=name), type(fault).__name__))

"""Files in, submissions out: the batch as the rest of the tool sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from zgtool.model.ledger import Submission
from zgtool.model.units import UnitList

_MOST_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file that came in. `name` is how findings call it; `arrived` is its arrival time, None when unknown."""

    name: str
    path: Path
    arrived: datetime | None = None


def read_files(
    files: Sequence[Incoming],
    units: UnitList,
    headings: Mapping[str, str] | None = None,
    *,
    week: str = "",
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> list[Submission]:
    """Read a batch in guarded worker processes, in the order given; a .zip yields one Submission per workbook.

    A file that cannot be read comes back without rows and with one error finding.
    headings: 列名对照. week: the week at hand, such as "2020-W24". jobs: most workers at once.
    progress: called with (files done, all files). meanwhile: done in a thread of its own while the workers read.
    """
    if not files:
        return []
    from zgtool.reading.pool import Pool
    from zgtool.reading.worker import Job, Task

    pool = Pool(Task(units, dict(headings or {}), week), jobs or _MOST_WORKERS)
    batch = [Job(f.name, str(f.path), f.path.absolute().parent.name) for f in files]
    return [
        replace(submission, arrived=file.arrived)
        for file, submissions in zip(files, pool.run(batch, progress, meanwhile), strict=True)
        for submission in submissions
    ]

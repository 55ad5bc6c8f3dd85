"""Worker processes that read many files each, with a time limit per file, replaced when one dies."""

from __future__ import annotations

import multiprocessing
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait

from zgtool.model.finding import Location
from zgtool.model.ledger import Submission
from zgtool.reading.kinds import READER_DIED
from zgtool.reading.limits import SECONDS
from zgtool.reading.parcel import pack, unpack
from zgtool.reading.worker import Job, Step, Task, serve

_FILES_PER_WORKER = 8
"""A second worker pays for its start only when it saves reading at least so many files."""
_START_SECONDS = 60.0


def _may_fork() -> bool:
    """Whether a child can be forked, which starts in a few ms instead of some 150: Linux, no other thread running."""
    return sys.platform == "linux" and threading.active_count() == 1


@dataclass(slots=True)
class _Worker:
    """One child and what it is doing. `done`: members of the present archive that are finished."""

    process: multiprocessing.process.BaseProcess
    connection: Connection
    deadline: float
    place: int = -1
    reading: str = ""
    done: int = 0
    ready: bool = False


@dataclass(slots=True)
class Pool:
    """Reads a batch. `seconds` is the wall time one file may take."""

    task: Task
    jobs: int
    seconds: float = SECONDS
    _workers: list[_Worker] = field(default_factory=list)

    def run(
        self, batch: Sequence[Job], progress: Callable[[int, int], None] | None = None
    ) -> list[list[Submission]]:
        """The submissions of each job, in the order of the jobs; a job that kills its worker costs only itself."""
        found: list[list[Submission]] = [[] for _ in batch]
        waiting = deque(enumerate(batch))
        finished = 0
        try:
            while waiting or any(w.place >= 0 for w in self._workers):
                self._start_workers(len(waiting))
                for worker in self._workers:
                    if worker.ready and worker.place < 0 and waiting:
                        self._give(worker, *waiting.popleft(), found)
                for place, step in self._steps(batch, waiting):
                    if step.parcel is not None:
                        found[place].append(unpack(step.parcel))
                    if step.last:
                        finished += 1
                        if progress:
                            progress(finished, len(batch))
        finally:
            self._close()
        return found

    def _start_workers(self, waiting: int) -> None:
        busy = sum(1 for w in self._workers if w.place >= 0)
        wanted = min(self.jobs, max(1, -(-(waiting + busy) // _FILES_PER_WORKER)))
        while len(self._workers) < wanted and waiting:
            context = multiprocessing.get_context("fork" if _may_fork() else "spawn")
            ours, theirs = context.Pipe()
            held = [ours, *(w.connection for w in self._workers)] if _may_fork() else []
            process = context.Process(target=serve, args=(theirs, self.task, held), daemon=True)
            process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours, time.monotonic() + _START_SECONDS))

    def _give(self, worker: _Worker, place: int, job: Job, found: list[list[Submission]]) -> None:
        worker.place, worker.reading, worker.done = place, job.name, job.skip
        worker.deadline = time.monotonic() + self.seconds
        try:
            worker.connection.send(job)
        except OSError:
            pass  # it died between two files: the next look at its pipe finds that out

    def _steps(self, batch: Sequence[Job], waiting: deque[tuple[int, Job]]) -> list[tuple[int, Step]]:
        """What the workers have to say now; a silent one past its time, or a dead one, is replaced."""
        steps: list[tuple[int, Step]] = []
        now = time.monotonic()
        watched = [w for w in self._workers if w.place >= 0 or not w.ready]
        first = min((w.deadline for w in watched), default=now)
        heard = wait([w.connection for w in watched], timeout=max(0.0, first - now))
        now = time.monotonic()
        for worker in watched:
            if worker.connection in heard:
                try:
                    step = worker.connection.recv()
                except (EOFError, OSError):
                    steps.extend(self._bury(worker, batch, waiting, "内存超过限制或读取程序意外中断"))
                    continue
                if not worker.ready:
                    worker.ready = True
                    continue
                steps.append((worker.place, step))
                self._follow(worker, step)
            elif now >= worker.deadline:
                steps.extend(self._bury(worker, batch, waiting, f"读了{self.seconds:.0f}秒还没有读完"))
        return steps

    def _follow(self, worker: _Worker, step: Step) -> None:
        if step.last:
            worker.place, worker.reading = -1, ""
        elif step.parcel is not None:
            worker.done += 1
        worker.reading = step.name
        worker.deadline = time.monotonic() + self.seconds

    def _bury(
        self, worker: _Worker, batch: Sequence[Job], waiting: deque[tuple[int, Job]], why: str
    ) -> list[tuple[int, Step]]:
        """Remove a worker; its file is reported, the rest of an archive goes back into the queue."""
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join(5)
        worker.connection.close()
        if not worker.ready and worker.place < 0:
            if not waiting:
                return []
            place, job = waiting.popleft()
            worker.place, worker.reading, why = place, job.name, "读取程序没有启动起来"
        job = batch[worker.place]
        name = worker.reading or job.name
        finding = READER_DIED.at(Location(file=name), message=f"{READER_DIED.title}（{why}）")
        lost = Step(name, pack(Submission(name, findings=(finding,))), last=name == job.name)
        if not lost.last:
            waiting.appendleft((worker.place, replace(job, skip=worker.done + 1)))
        return [(worker.place, lost)]

    def _close(self) -> None:
        for worker in self._workers:
            try:
                worker.connection.send(None)
            except OSError:
                worker.process.kill()
        for worker in self._workers:
            worker.process.join(2)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join(5)
            worker.connection.close()
        self._workers.clear()

"""Worker processes that read many files each, with a time limit per file, replaced when one dies."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from zgtool.model.finding import Location
from zgtool.model.ledger import Submission
from zgtool.reading.kinds import READER_DIED
from zgtool.reading.limits import SECONDS
from zgtool.reading.parcel import Parcel, unpack
from zgtool.reading.worker import Job, Step, Task, serve

_FILES_PER_WORKER = 8
"""A second worker pays for its start only when it saves reading at least so many files."""
_START_SECONDS = 60.0
_AHEAD = 3


def _may_fork() -> bool:
    """Whether a child can be forked, which starts in a few ms instead of some 150: Linux, no other thread running."""
    return sys.platform == "linux" and threading.active_count() == 1


@dataclass(slots=True)
class _Worker:
    """One child. `tasks`: what it was given, the first one being read; `done`: finished members of that archive."""

    process: BaseProcess
    connection: Connection
    deadline: float
    tasks: deque[tuple[int, Job]] = field(default_factory=deque)
    reading: str = ""
    done: int = 0
    ready: bool = False

    def begin(self, seconds: float) -> None:
        """Note that the first task is under way from now on."""
        self.deadline = time.monotonic() + seconds
        self.reading, self.done = (self.tasks[0][1].name, self.tasks[0][1].skip) if self.tasks else ("", 0)


@dataclass(slots=True)
class Pool:
    """Reads a batch. `seconds` is the wall time one file may take."""

    task: Task
    jobs: int
    seconds: float = SECONDS
    _workers: list[_Worker] = field(default_factory=list)
    _waiting: deque[tuple[int, Job]] = field(default_factory=deque)

    def run(
        self,
        batch: Sequence[Job],
        progress: Callable[[int, int], None] | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> list[list[Submission]]:
        """The submissions of each job, in the order of the jobs; a job that kills its worker costs only itself.

        meanwhile: done in a thread once the workers are started, and over when this returns.
        """
        found: list[list[Submission]] = [[] for _ in batch]
        self._waiting.extend(enumerate(batch))
        finished, collecting = 0, gc.isenabled()
        aside = threading.Thread(target=meanwhile)
        gc.disable()  # submissions hold no circles, and looking for some costs as much as unpacking them
        try:
            while finished < len(batch):
                self._start_workers()
                if meanwhile and not aside.ident:
                    aside.start()  # after the workers, which can be forked only while there is no other thread
                for worker in self._workers:
                    self._give(worker)
                for place, step in self._steps():
                    if step.parcel is not None:
                        found[place].append(unpack(step.parcel))
                    if step.last:
                        finished += 1
                        if progress:
                            progress(finished, len(batch))
        finally:
            if aside.ident:
                aside.join()
            if collecting:
                gc.freeze()  # the two together file all that was made with the old objects, unsearched;
                gc.unfreeze()  # else the next object made would have every submission searched at once
                gc.enable()
            self._close()
        return found

    def _start_workers(self) -> None:
        self._workers = [w for w in self._workers if w.tasks or not w.ready or w.process.is_alive()]
        unfinished = len(self._waiting) + sum(len(w.tasks) for w in self._workers)
        wanted = min(self.jobs, -(-unfinished // _FILES_PER_WORKER))
        while len(self._workers) < wanted and self._waiting:
            forked = _may_fork()
            context = get_context("fork") if forked else get_context("spawn")
            ours, theirs = context.Pipe()
            held = [ours, *(w.connection for w in self._workers)] if forked else []
            process = context.Process(target=serve, args=(theirs, self.task, held), daemon=True)
            process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours, time.monotonic() + _START_SECONDS))

    def _give(self, worker: _Worker) -> None:
        """Let a worker have a few tasks ahead, so that it never waits for this process to wake up."""
        while worker.ready and self._waiting and len(worker.tasks) < _AHEAD:
            worker.tasks.append(self._waiting.popleft())
            if len(worker.tasks) == 1:
                worker.begin(self.seconds)
            with suppress(OSError):  # it died between two files: the next look at its pipe finds that out
                worker.connection.send(worker.tasks[-1][1])

    def _steps(self) -> list[tuple[int, Step]]:
        """What the workers have to say now; a silent one past its time, or a dead one, is replaced."""
        steps: list[tuple[int, Step]] = []
        watched = [w for w in self._workers if w.tasks or not w.ready]
        first = min((w.deadline for w in watched), default=0.0)
        heard = wait([w.connection for w in watched], timeout=max(0.0, first - time.monotonic()))
        now = time.monotonic()
        for worker in watched:
            if worker.connection in heard:
                try:
                    step = worker.connection.recv()
                except (EOFError, OSError):
                    steps.extend(self._bury(worker, "内存超过限制或读取程序意外中断"))
                    continue
                if worker.ready:
                    steps.append((worker.tasks[0][0], step))
                self._follow(worker, step)
            elif now >= worker.deadline:
                steps.extend(self._bury(worker, f"读了{self.seconds:.0f}秒还没有读完"))
        return steps

    def _follow(self, worker: _Worker, step: Step) -> None:
        if not worker.ready:
            worker.ready = True
        elif step.last:
            worker.tasks.popleft()
            worker.begin(self.seconds)
        else:
            worker.done += step.parcel is not None
            worker.reading = step.name
            worker.deadline = time.monotonic() + self.seconds

    def _bury(self, worker: _Worker, why: str) -> list[tuple[int, Step]]:
        """Remove a worker. What it was reading is reported; its other tasks, and the rest of an archive, wait again."""
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join(5)
        worker.connection.close()
        if not worker.ready:
            if not self._waiting:
                return []
            worker.tasks.append(self._waiting.popleft())
            worker.begin(0)
            why = "读取程序没有启动起来"
        place, job = worker.tasks.popleft()
        self._waiting.extendleft(reversed(worker.tasks))
        name = worker.reading
        finding = READER_DIED.at(Location(file=name), message=f"{READER_DIED.title}（{why}）")
        lost = Step(name, Parcel(Submission(name, findings=(finding,))), last=name == job.name)
        if not lost.last:
            self._waiting.appendleft((place, replace(job, skip=worker.done + 1)))
        return [(place, lost)]

    def _close(self) -> None:
        """Let the workers go. An idle one holds nothing and ends by itself, so nobody waits for it."""
        for worker in self._workers:
            with suppress(OSError):
                worker.connection.send(None)
            if worker.tasks:
                worker.process.kill()
                worker.process.join(5)
            worker.connection.close()
        self._workers.clear()

"""One writer at a time: an operating-system file lock that frees itself when its holder dies."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from zgtool.workspace.disk import make_folder
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.trouble import Busy, CannotWrite, at_edge

_HELD: set[str] = set()
_GUARD = threading.Lock()
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_UNSUPPORTED = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}


@contextmanager
def lock(area: WorkArea, now: datetime | None = None) -> Iterator[None]:
    """Hold the work area while the block runs.

    now: when this run began, told to whoever comes second. Raises Busy with a sentence
    naming the holder, CannotWrite when the disk cannot lock. The lock file itself stays:
    removing it would let a third run lock a file that a second one still waits for.
    """
    make_folder(area.logs)
    name = os.path.realpath(area.lock)
    with _GUARD:
        # A record lock belongs to the process: a second thread would be let in, so we ask ourselves first.
        if name in _HELD:
            raise Busy(_holder_sentence(area.holder))
        _HELD.add(name)
    try:
        with at_edge("打开", area.lock):
            handle = os.open(area.lock, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _take(handle, area)
            try:
                _write_holder(area.holder, now)
                yield
            finally:
                with suppress(OSError):
                    area.holder.unlink()
        finally:
            os.close(handle)
    finally:
        with _GUARD:
            _HELD.discard(name)


def _take(handle: int, area: WorkArea) -> None:
    try:
        _lock_now(handle)
    except OSError as error:
        if error.errno in _TAKEN:
            raise Busy(_holder_sentence(area.holder)) from None
        if error.errno in _UNSUPPORTED:
            raise CannotWrite(
                f"{area.root} 所在的磁盘不支持文件锁，不能保证两个人不同时写台账，请把工作区放到本机磁盘上。"
            ) from None
        with at_edge("锁定", area.lock):
            raise


if sys.platform == "win32":
    import msvcrt

    def _lock_now(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_now(handle: int) -> None:
        # A record lock, not flock: worker processes forked by a killed run must not keep it alive.
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _write_holder(path: Path, now: datetime | None) -> None:
    started = now.isoformat(timespec="minutes") if now else ""
    holder = {"host": socket.gethostname(), "pid": os.getpid(), "started": started}
    with at_edge("写入", path):
        path.write_text(json.dumps(holder, ensure_ascii=False), encoding="utf-8")


def _holder_sentence(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        who = f"{holder['host']} 上的程序（进程号 {holder['pid']}"
        if holder["started"]:
            day = datetime.fromisoformat(holder["started"])
            who += f"，{day.year}年{day.month}月{day.day}日 {day:%H:%M} 开始"
        who += "）"
    except (OSError, ValueError, KeyError, TypeError):
        who = "另一个程序"
    return f"工作区正被{who}使用，请等它结束后再试。"

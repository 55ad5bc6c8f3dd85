"""Files written whole or not at all. Every write of the work area goes through here.

A crash at any point leaves the old file or the new one: temporary file in the same
folder, flush, fsync, read back and compare, replace, fsync of the folder.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from zgtool.workspace.layout import TEMPORARY_MARK
from zgtool.workspace.trouble import CannotWrite, InUse, at_edge, cause_of, is_sharing

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.5)
"""Seconds between tries while another program holds a file: about three in all."""


def digest(data: bytes) -> str:
    """SHA-256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256 of a file; "" when there is none."""
    with at_edge("读取", path):
        try:
            return digest(path.read_bytes())
        except FileNotFoundError:
            return ""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; CannotWrite's sentence when it cannot be read."""
    with at_edge("读取", path):
        return path.read_bytes()


def make_folder(path: Path) -> None:
    """Create a folder and those above it; nothing happens when it stands already."""
    with at_edge("新建文件夹", path):
        os.makedirs(path, exist_ok=True)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, through to the disk."""
    with at_edge("写入", path):
        _write_through(path, data)


def replace_file(target: Path, data: bytes, *, pauses: Sequence[float] = PAUSES) -> None:
    """Put `data` in the place of `target` in one step.

    Raises CannotWrite, InUse when another program still has the target open after the
    last pause; the target is then the whole old file.
    """
    temporary = target.with_name(f"{TEMPORARY_MARK}{os.getpid()}-{target.name}")
    try:
        with at_edge("写入", target):
            _unlink(temporary)
            _write_through(temporary, data)
            if temporary.read_bytes() != data:
                raise CannotWrite(f"写入 {target} 失败：写下的内容读回来不一致，请检查磁盘后重试。")
        _replace(temporary, target, pauses)
        sync_folder(target.parent)
    finally:
        _discard(temporary)


def _replace(temporary: Path, target: Path, pauses: Sequence[float]) -> None:
    for pause in (*pauses, None):
        try:
            os.replace(temporary, target)
            return
        except OSError as error:
            if not is_sharing(error):
                with at_edge("替换", target):
                    raise
            if pause is None:
                raise InUse(f"替换 {target} 失败：{cause_of(error)}。") from error
            time.sleep(pause)


def _write_through(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _discard(temporary: Path) -> None:
    try:
        _unlink(temporary)
    except OSError:
        return  # the next run clears what bears this mark


def sync_file(path: Path) -> None:
    """Make sure that a file somebody else wrote is on the disk."""
    with at_edge("写入", path):
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_folder(path: Path) -> None:
    """Make renames and new names in a folder last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    with at_edge("写入", path):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def rename_folder(old: Path, new: Path, *, pauses: Sequence[float] = PAUSES) -> None:
    """Rename a folder in one step; `new` must not exist. Virus scanners on Windows are waited for."""
    for pause in (*pauses, None):
        try:
            os.rename(old, new)
            break
        except OSError as error:
            if pause is None or not is_sharing(error):
                with at_edge("归档到", new):
                    raise
            time.sleep(pause)
    sync_folder(new.parent)


def remove_file(path: Path) -> None:
    """Delete one file; nothing happens when it has gone already."""
    with at_edge("移走", path):
        _unlink(path)


def clear_temporaries(folder: Path, *, below: bool = False) -> None:
    """Remove half-written copies that a killed run left in a folder (and below); the lock must be held."""
    with at_edge("清理", folder):
        if folder.is_dir():
            for left in folder.glob(f"{'**/' if below else ''}{TEMPORARY_MARK}*"):
                _unlink(left)


def _unlink(path: Path) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)

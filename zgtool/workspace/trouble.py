"""What can keep the work from being put on disk, each as one sentence for a person."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WorkAreaTrouble(Exception):
    """Expected trouble; str() is one Chinese sentence saying what happened and what to do."""


class CannotWrite(WorkAreaTrouble):
    """The disk, the rights or the path do not allow it."""


class InUse(CannotWrite):
    """Another program has the file open (Windows)."""


class Busy(WorkAreaTrouble):
    """Somebody else holds the work area."""


class LedgerInUse(WorkAreaTrouble):
    """总台账.xlsx is open in Excel or WPS."""


class LedgerChanged(WorkAreaTrouble):
    """总台账.xlsx was saved by somebody after this run had read it."""


class AlreadyFiled(WorkAreaTrouble):
    """This edition of this week stands in 归档 already."""


class ArchiveDamaged(WorkAreaTrouble):
    """Something under 归档 is not what was filed."""


class BadPlan(WorkAreaTrouble):
    """What is to be filed and what was staged do not agree; a mistake in the program."""


SHARING = frozenset({5, 32, 33})
"""Windows: access denied, sharing violation, lock violation: what an open workbook answers."""

_CAUSES = {
    errno.EISDIR: "这是文件夹，不是文件，请核对名称",
    errno.ENOSPC: "磁盘空间不足，请清理后重试",
    errno.EDQUOT: "超出磁盘配额，请清理后重试",
    errno.EACCES: "没有权限，或者正被别的程序打开，请关闭后重试，不行的请联系管理员",
    errno.EPERM: "没有权限，请联系管理员",
    errno.EROFS: "磁盘是只读的，请换一个位置",
    errno.EIO: "磁盘读写出错，请检查磁盘或网络连接后重试",
    errno.ENAMETOOLONG: "文件名或路径太长，请把工作区放到较短的路径下",
    errno.ENOENT: "文件夹或文件不见了，可能被移走或网络盘已断开，请检查后重试",
    errno.EBUSY: "正被别的程序使用，请关闭后重试",
    errno.ENOTEMPTY: "同名文件夹里已有内容，请检查后重试",
    errno.EEXIST: "同名的文件或文件夹已经存在，请改名后重试",
    errno.ENOTDIR: "路径中间有一段不是文件夹，请检查后重试",
}
_WINDOWS_CAUSES = {206: _CAUSES[errno.ENAMETOOLONG]}


def is_sharing(error: OSError) -> bool:
    """Whether an error is what Windows answers while another program has the file open."""
    return getattr(error, "winerror", None) in SHARING


def cause_of(error: OSError) -> str:
    """Why an operation failed and what to do, in words; the system's own words when it is a rare one."""
    windows = getattr(error, "winerror", None)
    if windows in SHARING:
        return "正被别的程序打开，请关闭后重试"
    known = _WINDOWS_CAUSES.get(windows or 0) or _CAUSES.get(error.errno or 0)
    return known or f"系统报告“{error.strerror or error}”"


@contextmanager
def at_edge(verb: str, path: Path) -> Iterator[None]:
    """Turn an OSError into `CannotWrite`: “写入 路径 失败：原因”."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(f"{verb} {path} 失败：{cause_of(error)}。") from error

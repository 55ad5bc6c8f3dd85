"""What one worker process may use: 1 GiB of memory, no core dump, nothing printed on the user's screen."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

MEMORY = 900 << 20
"""Bytes a worker may use beyond what it starts with, so that all of it stays within 1 GiB."""
SECONDS = 20.0
"""Wall time for one file."""


def confine() -> object:
    """Limit the process that calls this. What is returned must be kept as long as the process lives."""
    with Path(os.devnull).open("wb") as sink:
        os.dup2(sink.fileno(), 2)  # a parser that dies writes its last words there
    return _confine_windows() if sys.platform == "win32" else _confine_posix()


def _confine_posix() -> object:
    if sys.platform != "win32":
        import resource
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = _size_now() + MEMORY
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        with suppress(ValueError, OSError):  # macOS knows the limit and refuses to set it
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    return None


def _size_now() -> int:
    """The address space already in use: a forked child begins with its parent's."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _confine_windows() -> object:
    """A job object with a memory limit; the handle must stay open."""
    import ctypes
    from ctypes import wintypes

    class _Basic(ctypes.Structure):
        _fields_ = [("times", ctypes.c_int64 * 2), ("flags", wintypes.DWORD), ("sets", ctypes.c_size_t * 2),
                    ("active", wintypes.DWORD), ("affinity", ctypes.c_size_t), ("priority", wintypes.DWORD * 2)]  # fmt: skip

    class _Extended(ctypes.Structure):
        _fields_ = [("basic", _Basic), ("io", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
                    ("rest", ctypes.c_size_t * 3)]  # fmt: skip

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.SetErrorMode(0x8003)  # no dialog box when a parser dies
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
    kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    job = kernel.CreateJobObjectW(None, None)
    limits = _Extended()
    limits.basic.flags = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    limits.process_memory = MEMORY
    kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    return job

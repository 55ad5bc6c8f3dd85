"""The command line: one place for exit codes and for the sentences of what could not be done.

Exit codes: 0 clean, 1 done with findings to look at (错误 or 警告), 2 could not do the work.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from zgtool.arguments import build_parser
from zgtool.console import set_up_streams, write_crash_log

_PATIENT = (
    ("zgtool.workspace.trouble", "WorkAreaTrouble"),
    ("zgtool.app.desk", "NotReady"),
    ("zgtool.app.trouble", "CannotDo"),
    ("zgtool.app.papers", "LedgerMisread"),
    ("zgtool.writing.styles", "LimitExceeded"),
    ("zgtool.writing.report_docx", "TemplateTrouble"),
    ("zgtool.outbox", "CannotMail"),
)
"""Exceptions whose message is one sentence for the user; looked up only when something was raised."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. No traceback reaches the user."""
    set_up_streams()
    arguments: argparse.Namespace | None = None
    try:
        arguments = build_parser().parse_args(argv)
        return int(getattr(importlib.import_module(arguments.module), arguments.command)(arguments))
    except SystemExit as stop:
        return int(stop.code or 0)
    except KeyboardInterrupt:
        print("已停止，没有改动任何文件。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 2
    except Exception as error:
        if os.environ.get("ZGTOOL_DEBUG"):
            raise
        return _tell(error, arguments)


def _tell(error: Exception, arguments: argparse.Namespace | None) -> int:
    sentence = str(error) if _is_patient(error) else _os_sentence(error) or _crash_sentence(arguments)
    if arguments is not None and getattr(arguments, "json", False):
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    print(sentence, file=sys.stderr)
    return 2


def _is_patient(error: Exception) -> bool:
    loaded = (getattr(sys.modules.get(module), name, None) for module, name in _PATIENT)
    return isinstance(error, tuple(kind for kind in loaded if kind is not None))


def _os_sentence(error: Exception) -> str:
    if not isinstance(error, OSError) or not error.filename:
        return ""
    # A half-written copy carries the name it is to get: .总台账.xlsx.1234.tmp
    name = re.sub(r"^\.(.+)\.\d+\.tmp$", r"\1", Path(str(error.filename)).name)
    if isinstance(error, FileNotFoundError):
        return f"没有找到“{name}”，请核对文件名和所在的文件夹。"
    if isinstance(error, PermissionError):
        return f"“{name}”正被别的程序打开，或者没有权限。请关闭后再试。"
    if isinstance(error, IsADirectoryError):
        return f"“{name}”是文件夹，不是文件，请核对。"
    return f"读写“{name}”时出错（{error.strerror}）。请检查磁盘空间和权限后再试。"


def _crash_sentence(arguments: argparse.Namespace | None) -> str:
    area = getattr(arguments, "area", None) or Path.cwd()
    path = write_crash_log(Path(area) / "日志")
    return f"程序出了意外，没有办完。经过已记在“{path}”，请把这个文件交给维护人员。"

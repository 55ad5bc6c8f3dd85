"""The terminal side of the command line: Chinese help, a progress bar, streams, the log of a crash."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import zgtool

HELP_WIDTH, TEXT_START = 92, 26


class ChineseHelp(argparse.HelpFormatter):
    """argparse's help with Chinese headings and columns that count a Chinese character as two."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=TEXT_START, width=HELP_WIDTH)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _format_action(self, action: argparse.Action) -> str:
        name = self._format_action_invocation(action)
        indent = " " * self._current_indent
        parts = []
        if action.help and action.help is not argparse.SUPPRESS:
            lines = wrapped(self._expand_help(action), HELP_WIDTH - TEXT_START)
            room = TEXT_START - self._current_indent - 2
            if display_width(name) <= room:
                parts.append(f"{indent}{name}{' ' * (room - display_width(name) + 2)}{lines[0]}\n")
            else:
                parts.append(f"{indent}{name}\n{' ' * TEXT_START}{lines[0]}\n")
            parts += [f"{' ' * TEXT_START}{line}\n" for line in lines[1:]]
        elif not isinstance(action, argparse._SubParsersAction):
            parts.append(f"{indent}{name}\n")
        parts += [self._format_action(sub) for sub in self._iter_indented_subactions(action)]
        return "".join(parts)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in text.split("\n"))


def display_width(text: str) -> int:
    """Columns a text takes on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns."""
    lines, line, used = [], "", 0
    for ch in text:
        size = display_width(ch)
        if used + size > width and ch not in "，。；：、）”":
            lines.append(line)
            line, used = "", 0
        line, used = line + ch, used + size
    return [*lines, line]


def set_up_streams() -> None:
    """A character the terminal cannot show becomes ?, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@contextmanager
def progress_bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """A callback (done, total) that shows a bar once work has taken a second; silent when not a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    began, bar = time.monotonic(), None

    def show(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            if time.monotonic() - began < 1:
                return
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            bar.add_task(words, total=total)
        bar.update(bar.task_ids[0], completed=done, total=total)

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()


def write_crash_log(folder: Path | None) -> Path:
    """Keep the traceback of an unexpected error, without cell contents; returns where it lies."""
    home = folder if folder is not None and folder.is_dir() else Path(tempfile.gettempdir())
    path = home / f"出错记录_{datetime.now():%Y%m%d_%H%M%S}.log"
    kind, error, trace = sys.exc_info()
    frames = "".join(traceback.format_tb(trace))
    about = f"zgtool {zgtool.__version__}，Python {platform.python_version()}，{platform.platform()}"
    # The message of the exception may quote a cell, so only its kind is kept.
    name = kind.__name__ if kind else type(error).__name__
    text = f"{about}\n{frames}{name}\n"
    try:
        path.write_text(text, encoding="utf-8")
    except (OSError, UnicodeEncodeError):
        # A place without rights, or a system that cannot spell the Chinese name.
        path = Path(tempfile.gettempdir()) / f"zgtool_error_{datetime.now():%Y%m%d_%H%M%S}.log"
        path.write_text(text, encoding="utf-8")
    return path

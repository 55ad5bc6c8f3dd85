"""What all commands share: exit codes, the work area and the days asked for, findings and JSON on the screen.

Nothing of weight comes with it, so that a command which reads many files can set its readers to work at once.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from zgtool.app.settings import load_settings
from zgtool.app.trouble import CannotDo
from zgtool.model.finding import Finding, Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.workspace.kinds import CONFIG_UNREADABLE
from zgtool.workspace.layout import WorkArea, find_area

CLEAN, FINDINGS, COULD_NOT = 0, 1, 2


def open_area(
    args: argparse.Namespace, needed: bool = True
) -> tuple[WorkArea, Settings, tuple[Finding, ...]]:
    """The work area asked for or found from here, and its settings; an area of no settings where none is needed."""
    area = find_area(args.area or Path.cwd())
    if area is None and needed:
        where = args.area or Path.cwd()
        raise CannotDo(
            f"“{where}”不是工作区。请在工作区文件夹里运行，或用 --area 指定；还没有工作区的先运行 zgtool init。"
        )
    settings, wrong, _ = load_settings(area, os.environ)
    unread = next(
        (f for f in wrong if f.severity is Severity.ERROR and f.code == CONFIG_UNREADABLE.code), None
    )
    if unread is not None:
        raise CannotDo(f"{unread}没有设置就不知道有哪些单位，没有办理。")
    return area or WorkArea(Path.cwd()), settings, wrong


def check_target(target: Path, suffix: str) -> None:
    """Raises CannotDo for a place that a result must not be written to: another kind of file, no folder, a ledger of record."""
    if target.suffix.lower() != suffix or not target.absolute().parent.is_dir():
        raise CannotDo(f"写不到“{target}”：请用 -o 指定一个已有文件夹里的 {suffix} 文件名。")
    home = find_area(target.absolute().parent)
    if home is not None and target.absolute() in (home.ledger, home.config):
        raise CannotDo(f"“{target.name}”是工作区在用的文件，不能覆盖。请用 -o 指定别的文件名。")


def week_of(args: argparse.Namespace) -> ReportWeek:
    """The report week asked for, by default the one today is in. Raises CannotDo."""
    return parse_week(args.week) if args.week else ReportWeek.of(day_of(args.today))


def parse_week(text: str) -> ReportWeek:
    """A report week as typed. Raises CannotDo with the sentence that says how to write it."""
    try:
        return ReportWeek.parse(text)
    except ValueError as error:
        raise CannotDo(f"{error}。") from None


def day_of(text: str | None) -> date:
    """A day as typed, by default today. Raises CannotDo with the sentence that says how to write it."""
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotDo(f"“{text}”不是日期，请写成 2020-06-12 这样。") from None


def print_findings(findings: Iterable[Finding]) -> None:
    """One line a finding, the gravest first."""
    from zgtool.app import telling  # late: it comes with all that a week is made of

    for line in telling.finding_lines(findings):
        print(line)


def print_json(value: Any) -> None:
    """One JSON object on standard output."""
    print(json.dumps(value, ensure_ascii=False))


def exit_code(findings: Iterable[Finding]) -> int:
    """1 when there is anything to answer or mend, 0 otherwise; 提示 alone is clean."""
    return FINDINGS if any(f.severity is not Severity.INFO for f in findings) else CLEAN

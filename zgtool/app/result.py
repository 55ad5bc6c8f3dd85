"""What one weekly run did, for the faces to speak about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from zgtool.model.finding import Finding
from zgtool.model.period import ReportWeek
from zgtool.model.settings import WaiverUse
from zgtool.ops.summary import Summary


@dataclass(frozen=True, slots=True)
class FileFate:
    """What became of one file in 收件. fate: 合并 | 退回 | 读不了 | 重复 | 被新件替代 | 非本周 | 忽略."""

    name: str
    fate: str
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RunResult:
    """edition: 第几次 of this week. changed: False when the week was filed and nothing new had come in.

    outputs: what was written, by kind: ledger, weekly, findings, and return:UNIT for each workbook to send back.
    """

    week: ReportWeek
    edition: int
    changed: bool
    dry_run: bool
    closes: datetime | None
    files: tuple[FileFate, ...]
    summary: Summary
    findings: tuple[Finding, ...]
    outputs: Mapping[str, Path]
    ledger_rows: int = 0
    waivers: tuple[WaiverUse, ...] = ()
    to_do: Mapping[str, int] = field(default_factory=dict)
    """What waits for the office after this run, in words, with how many of each."""
    note: str = ""
    """A word to the office that belongs to no file, such as a year without a calendar; "" when there is none."""

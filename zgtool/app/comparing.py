"""`zgtool diff`: which two tables are compared, and how; any two ledgers, weeks or sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zgtool.app.desk import NotReady
from zgtool.app.tasks import current_ledger, whole_ledger
from zgtool.app.trouble import CannotDo
from zgtool.model.columns import EXTRA, heading_of
from zgtool.model.ledger import Ledger
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.diff import diff_ledgers
from zgtool.ops.diff_key import diff_tables
from zgtool.ops.diff_risk import risks_of
from zgtool.reading.any_table import read_table
from zgtool.reading.raw import Unreadable
from zgtool.reading.submission import read_ledger
from zgtool.reports.difference import Difference, difference
from zgtool.workspace import disk, filed
from zgtool.workspace.layout import LEDGER_NAME, WorkArea


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user named. old, new: a file, or a week such as 2020-W24; "" for last week and the ledger as it is.

    sheet: the sheet of two workbooks that are no ledgers; key: headings their rows go by.
    """

    old: str = ""
    new: str = ""
    sheet: str = ""
    key: tuple[str, ...] = ()


def compare(asked: Asked, area: WorkArea | None, settings: Settings, today: date) -> Difference:
    """Compare what was asked for. Raises CannotDo, NotReady, ArchiveDamaged: one sentence each."""
    if asked.sheet or asked.key:
        return _tables(asked)
    try:
        old = _side(asked.old, area, settings) if asked.old else _last_filed(_needed(area), settings)
        new = _side(asked.new, area, settings) if asked.new else ledger_now(_needed(area), settings)
    except _NoLedger:
        return _tables(asked)
    diff = diff_ledgers(old, new)
    return difference(old, new, diff, risks_of(diff, settings, today))


def write_comparison(target: Path, content: Difference, settings: Settings, today: date) -> None:
    """Write the comparison as a workbook; raises OSError or LimitExceeded."""
    from zgtool.writing.diff_xlsx import write_diff

    write_diff(target, content, today=today, author=settings.office)


class _NoLedger(Exception):
    """One of two files is no ledger: both are compared as plain tables."""


def _side(text: str, area: WorkArea | None, settings: Settings) -> Ledger:
    week = _week(text)
    if week is not None and not Path(text).exists():
        return week_ledger(week, _needed(area), settings)
    path = _file(text)
    try:
        ledger, _, _ = whole_ledger(disk.read_bytes(path), path.name, settings)
    except CannotDo:
        raise _NoLedger from None
    return replace(ledger, week=path.name)


def _file(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise CannotDo(f"没有找到“{text}”，请核对文件名；要比对的是一周的，请写成 2020-W24 这样。")
    return path


def _week(text: str) -> ReportWeek | None:
    try:
        return ReportWeek.parse(text)
    except ValueError:
        return None


def _needed(area: WorkArea | None) -> WorkArea:
    if area is None:
        raise CannotDo("按周比对要在工作区里运行，或用 --area 指定工作区；比对两份文件的，请写两个文件名。")
    return area


def ledger_now(area: WorkArea, settings: Settings) -> Ledger:
    """The ledger as the office has it now, named by its file. Raises NotReady."""
    return replace(current_ledger(area, settings), week=area.ledger.name)


def _last_filed(area: WorkArea, settings: Settings) -> Ledger:
    weeks = filed.filed_weeks(area)
    if not weeks:
        raise NotReady("还没有归档过任何一周，没有可以比对的台账。")
    return week_ledger(ReportWeek.parse(weeks[-1].week), area, settings)


def week_ledger(week: ReportWeek, area: WorkArea, settings: Settings) -> Ledger:
    """The ledger as a week left it, in its last edition. Raises NotReady for a week that is not filed."""
    manifest = filed.manifest_of(area, week)
    if manifest is None:
        raise NotReady(f"{week.label}还没有归档，没有这一周的台账。")
    data = filed.ledger_of(area, manifest)[0]
    return replace(read_ledger(data, LEDGER_NAME, settings.units, settings.headings)[0], week=week.label)


def _tables(asked: Asked) -> Difference:
    sides = []
    for text in (asked.old, asked.new):
        if not text or _week(text):
            raise CannotDo("指定工作表或列名比对的，请写两个文件名。")
        path = _file(text)
        try:
            table, sheet = read_table(disk.read_bytes(path), path.name, asked.sheet)
        except Unreadable as error:
            raise CannotDo(str(error.finding)) from None
        sides.append(replace(table, week=f"{path.name}·{sheet}"))
    old, new = sides
    diff, used = diff_tables(old, new, _keys(asked.key, old, new))
    return difference(old, new, diff, used="、".join(map(heading_of, used)) or "整行内容")


def _keys(names: Sequence[str], old: Ledger, new: Ledger) -> tuple[str, ...]:
    for name in names:
        for table in (old, new):
            if EXTRA + name not in table.layout:
                held = "、".join(map(heading_of, table.layout[:12]))
                raise CannotDo(f"“{table.week}”里没有“{name}”这一栏；它的各栏是：{held}。")
    return tuple(EXTRA + name for name in names)

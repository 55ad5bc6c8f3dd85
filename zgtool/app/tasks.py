"""The single errands, each on the functions the weekly run is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import zgtool
from zgtool.app.calls import closes_of
from zgtool.app.confirmed import honour_confirmation
from zgtool.app.desk import NotReady
from zgtool.app.papers import confirm_ledger
from zgtool.app.trouble import CannotDo
from zgtool.model.finding import Finding, Severity
from zgtool.model.ledger import Heading, Ledger
from zgtool.model.office_sheets import FORMS
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.register import register_ledger
from zgtool.ops.summary import units_expected
from zgtool.reading.raw import Unreadable
from zgtool.reading.submission import read_ledger
from zgtool.workspace import archive, disk
from zgtool.workspace.layout import LEDGER_NAME, WorkArea, safe_name
from zgtool.workspace.lock import lock
from zgtool.writing.form_xlsx import rows_for, write_form
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.ledger_xlsx import write_ledger
from zgtool.writing.settings_xlsx import write_settings


@dataclass(frozen=True, slots=True)
class Started:
    """A new work area: what was made, and what each column of the given ledger was taken for."""

    area: WorkArea
    ledger: Ledger
    headings: tuple[Heading, ...] = ()
    findings: tuple[Finding, ...] = ()


def start_area(
    root: Path, settings: Settings, today: date, *, ledger: Path | None = None, now: datetime | None = None
) -> Started:
    """Make a work area; with `ledger` take over the office's existing ledger and number its rows.

    Raises CannotDo when there is a work area already or the ledger cannot be read, and then
    leaves nothing of a ledger behind; OSError-sentences as the workspace raises them.
    """
    area = WorkArea(root)
    if area.ledger.exists() or area.initial.exists():
        raise CannotDo(f"“{root.name}”里已经有总台账，没有再建。要重新开始，请换一个空文件夹。")
    taken = Ledger()
    headings: tuple[Heading, ...] = ()
    findings: tuple[Finding, ...] = ()
    source = b""
    if ledger is not None:
        source = disk.read_bytes(ledger)
        taken, findings, headings = honour_confirmation(*whole_ledger(source, ledger.name, settings))
    for folder in area.folders:
        disk.make_folder(folder)
    if not area.config.exists():
        write_settings(area.config, settings)
    registered, numbering = register_ledger(taken, settings, today)
    begun = replace(registered, sheets={form.name: registered.lines(form.name) for form in FORMS})
    with lock(area, now):
        _file_first(area, begun, settings, today, source, ledger.name if ledger else "（空台账）", now)
    return Started(area, registered, headings, (*findings, *numbering))


def whole_ledger(
    data: bytes, name: str, settings: Settings
) -> tuple[Ledger, tuple[Finding, ...], tuple[Heading, ...]]:
    """A ledger given by hand. Raises CannotDo when it, or its table as a whole, cannot be read."""
    try:
        ledger, findings, headings = read_ledger(data, name, settings.units, settings.headings)
    except Unreadable as error:
        raise CannotDo(str(error.finding)) from None
    wrong = next(
        (f for f in findings if f.severity is Severity.ERROR and f.code.startswith(("F", "C1"))), None
    )
    if wrong is not None or not any(row["measure"] or row["point"] for row in ledger.rows):
        raise CannotDo(str(wrong) if wrong else f"{name} 里没有读到任何问题和措施，请核对是不是传错了文件。")
    return ledger, findings, headings


def _file_first(
    area: WorkArea,
    ledger: Ledger,
    settings: Settings,
    today: date,
    source: bytes,
    name: str,
    now: datetime | None,
) -> None:
    made = area.logs / ".首次台账.xlsx"
    try:
        write_ledger(made, LedgerContent(ledger, settings, today))
        data = made.read_bytes()
    finally:
        disk.remove_file(made)
    confirm_ledger(data, ledger, settings)
    archive.file_initial(area, data, source, name, run_at=now, version=zgtool.__version__)


def current_ledger(area: WorkArea, settings: Settings) -> Ledger:
    """The ledger of record as the office has it now. Raises NotReady."""
    if not area.ledger.exists():
        raise NotReady("工作区里还没有总台账.xlsx。请先运行 zgtool init。")
    return read_ledger(disk.read_bytes(area.ledger), LEDGER_NAME, settings.units, settings.headings)[0]


def make_forms(area: WorkArea, week: ReportWeek, today: date, settings: Settings) -> list[Path]:
    """One form per lead unit with open rows, below 输出/…_下发表; returns the files in roster order."""
    ledger = current_ledger(area, settings)
    folder = area.output / f"{week.label}_下发表"
    disk.make_folder(folder)
    paths = []
    for unit in sorted(units_expected(ledger), key=settings.units.order):
        found = settings.units.find(unit).unit
        path = folder / f"{safe_name(found.label if found else unit)}_{week.label}.xlsx"
        write_form(
            path,
            unit,
            rows_for(unit, ledger),
            ledger,
            settings,
            week=week,
            today=today,
            closes=closes_of(week, settings),
        )
        paths.append(path)
    return paths

"""Files that are checked or merged for themselves, against nothing filed before.

Only what reading needs is imported with this module. Rules and writers take as long to import as some fifty
workbooks take to read, so they are imported while the readers are at work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from zgtool.app.trouble import CannotDo
from zgtool.model.collector import at_rest
from zgtool.model.ledger import Ledger, Submission
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.reading.files import Incoming, read_files
from zgtool.workspace.layout import REGISTER_NAMES

if TYPE_CHECKING:
    from zgtool.app.assess import Assessment

Progress = Callable[[int, int], None]


def check_files(
    files: Sequence[Path], settings: Settings, week: ReportWeek, today: date, progress: Progress | None = None
) -> Assessment:
    """Read and check files as the weekly run would, against nothing but themselves. Raises CannotDo."""
    folders = [path for path in files if path.is_dir()]
    if folders:
        raise CannotDo(f"“{folders[0]}”是文件夹；要检查整个文件夹，请用 zgtool merge，或逐个写文件名。")
    incoming = [Incoming(path.name, path) for path in files]
    return _assessed(_read(incoming, settings, progress), settings, week, today)


def merge_folder(
    folder: Path,
    target: Path,
    settings: Settings,
    week: ReportWeek,
    today: date,
    progress: Progress | None = None,
) -> Assessment:
    """Merge every workbook of a folder into one new ledger at `target`. Raises CannotDo, OSError-sentences.

    Nothing is ever written into `folder`.
    """
    if not folder.is_dir():
        raise CannotDo(f"没有“{folder}”这个文件夹，请核对名称。")
    if target.resolve().is_relative_to(folder.resolve()):
        raise CannotDo("总台账不能写进正在合并的文件夹里，请用 -o 指定别的位置。")
    files = [
        p
        for p in sorted(folder.rglob("*"), key=lambda p: (len(p.name), p.as_posix()))
        if p.is_file() and not p.name.startswith(("~$", ".")) and p.name not in REGISTER_NAMES
    ]
    if not files:
        raise CannotDo(f"“{folder.name}”里没有文件，没有可以合并的内容。")
    incoming = [Incoming(p.relative_to(folder).as_posix(), p) for p in files]
    submissions = _read(incoming, settings, progress)

    from zgtool.app.catalogue import titles
    from zgtool.writing.ledger_content import LedgerContent
    from zgtool.writing.ledger_xlsx import write_ledger

    with at_rest():
        found = _assessed(submissions, settings, week, today)
        # Without a work area there is no next run that would read decisions back.
        plain = replace(found.ledger, sheets={})
        content = LedgerContent(
            plain,
            settings,
            today,
            summary=found.summary,
            findings=found.findings,
            listed=True,
            titles=titles(),
        )
        write_ledger(target, content)
    return found


def _read(incoming: Sequence[Incoming], settings: Settings, progress: Progress | None) -> list[Submission]:
    return read_files(
        incoming, settings.units, settings.headings, progress=progress, meanwhile=_import_the_rest
    )


def _import_the_rest() -> None:
    with suppress(Exception):  # whoever needs a module that cannot be imported says so
        for name in ("zgtool.app.assess", "zgtool.app.telling", "zgtool.writing.ledger_xlsx", "xlsxwriter"):
            import_module(name)


def _assessed(
    submissions: Sequence[Submission], settings: Settings, week: ReportWeek, today: date
) -> Assessment:
    from zgtool.app.assess import assess

    empty = Ledger()
    return assess(
        empty, empty, None, submissions, settings, week=week, today=today, closes=None, any_week=True
    )

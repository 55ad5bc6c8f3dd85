"""上报表: the superior's own blank form, filled from the ledger of a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zgtool.app.assess import Assessment
from zgtool.app.sources import of_source, source_named
from zgtool.app.trouble import CannotDo
from zgtool.app.weekly import tell_week
from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import UPWARD_MOVED, UPWARD_OPEN, Settings
from zgtool.model.status import is_open
from zgtool.reading.blank_form import BlankForm, FormColumn, read_blank_form
from zgtool.reading.kinds import FORM_COLUMN_COMPUTED
from zgtool.reading.raw import Unreadable, address
from zgtool.workspace import disk
from zgtool.workspace.layout import WorkArea
from zgtool.writing.form_filled import Row, Unpatchable, filled_form
from zgtool.writing.ledger_content import computed


@dataclass(frozen=True, slots=True)
class Upward:
    """What was written: the form's sheet, how many rows, the columns that were filled, and what the office must see to."""

    sheet: str
    rows: int
    columns: tuple[FormColumn, ...]
    findings: tuple[Finding, ...]


def write_upward(
    area: WorkArea, week: ReportWeek, today: date | None, settings: Settings, target: Path, source: str = ""
) -> Upward:
    """Fill the form of 配置.xlsx with the rows it asks for and write it to `target`; the form itself is not touched.

    source: only the rows of this 问题来源. today: the day of the paper, by default the day the week was run
    for. Raises CannotDo, NotReady, CannotWrite, and then writes nothing.
    """
    path = _blank(area, settings)
    if target.resolve() == path.resolve():
        raise CannotDo("不能写到空白表自己上面，请用 -o 指定别的文件名。")
    found, day = tell_week(area, week, today, settings)
    data = disk.read_bytes(path)
    try:
        form = read_blank_form(data, path.name, settings, day)
        rows = rows_upward(found, settings, source)
        _check_room(form, len(rows), path.name)
        written = [_values(row, n, form.columns) for n, row in enumerate(_shown(rows, settings, day), 1)]
        filled, kept = filled_form(data, form.sheet, written, form.first, form.titles)
    except Unreadable as error:
        raise CannotDo(str(error.finding)) from None
    except Unpatchable:
        raise CannotDo(
            f"“{path.name}”的内容不是 .xlsx 工作簿，填不了。请用 Excel 或 WPS 打开，另存为 .xlsx。"
        ) from None
    disk.replace_file(target, filled)
    return Upward(
        form.sheet,
        len(rows),
        tuple(c for c in form.columns if c.number not in kept),
        (*form.findings, *_left_alone(form, kept, path.name)),
    )


def _blank(area: WorkArea, settings: Settings) -> Path:
    if not settings.upward_form:
        raise CannotDo(
            "还没有指定上报表。请把上级发的空白表（.xlsx）放进“模板”文件夹，再在 配置.xlsx 的“上报表”一项写上文件名。"
        )
    path = area.templates / settings.upward_form
    if not path.is_file():
        raise CannotDo(
            f"“模板”文件夹里没有“{settings.upward_form}”。请把上级发的空白表放进去，或者改正“上报表”一项。"
        )
    return path


def rows_upward(found: Assessment, settings: Settings, source: str = "") -> tuple[Measure, ...]:
    """The ledger's rows that go upward, in its order: by 上报范围, and of one source when it is named.

    本周有变化: rows that are new or differ from last week's ledger in any cell that is not computed.
    Raises CannotDo for a source that is not in the ledger.
    """
    ledger = of_source(found.ledger, source_named(found.ledger, source)) if source else found.ledger
    if settings.upward_rows == UPWARD_OPEN:
        return tuple(row for row in ledger.rows if is_open(row["state"]))
    if settings.upward_rows == UPWARD_MOVED:
        moved = {row.number for row in (*found.diff.added, *(c.new for c in found.diff.changed))}
        return tuple(row for row in ledger.rows if row.number in moved)
    return ledger.rows


def _check_room(form: BlankForm, rows: int, name: str) -> None:
    if form.room is not None and rows > form.room:
        raise CannotDo(
            f"“{name}”的“{form.sheet}”第{form.first}行起只空着{form.room}行，下面是“{form.stop}”，要填{rows}行，放不下，"
            f"没有填。请在“{form.stop}”上面插入{rows - form.room}个空行，存好再运行。"
        )


def _shown(rows: Sequence[Measure], settings: Settings, day: date) -> Iterator[Measure]:
    return (computed(row, settings, day) for row in rows)


def _values(row: Measure, number: int, columns: Sequence[FormColumn]) -> Row:
    return {c.number: number if c.key == "serial" else c.constant or row[c.key] for c in columns}


def _left_alone(form: BlankForm, columns: frozenset[int], name: str) -> Iterator[Finding]:
    for column in form.columns:
        if column.number in columns:
            cell = address(form.first, column.number)
            yield FORM_COLUMN_COMPUTED.at(
                Location(file=name, sheet=form.sheet, row=form.first, cell=cell), column.text
            )

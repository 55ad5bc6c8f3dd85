"""Workbooks for the reader's tests, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from zgtool.model.finding import flat
from zgtool.model.ledger import Submission
from zgtool.model.units import Unit, UnitList
from zgtool.reading.submission import read_submission

UNITS = UnitList(
    (
        Unit("办公室（党组办）", ("办公室",), ("综合处",)),
        Unit("人事处"),
        Unit("机关党委"),
        Unit("财务处"),
        Unit("监察一处", ("一处",)),
    )
)
HEADINGS = ("序号", "反馈问题", "问题要点", "整改措施", "牵头单位", "整改时限", "完成率", "本周进展")
Draw = Callable[[xlsxwriter.Workbook, Any], None]


def xlsx(draw: Draw, *, sheet: str = "整改台账", **options: Any) -> bytes:
    """A workbook with one sheet on which `draw` writes."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, **options}) as book:
        draw(book, book.add_worksheet(sheet))
    return held.getvalue()


def table(rows: Sequence[Sequence[Any]], *, start: int = 0, **options: Any) -> bytes:
    """A workbook with the given rows from row `start`, nothing merged."""

    def draw(book: xlsxwriter.Workbook, sheet: Any) -> None:
        for n, cells in enumerate(rows, start):
            for c, value in enumerate(cells):
                if isinstance(value, str):
                    sheet.write_string(n, c, value)
                elif value is not None:
                    sheet.write(n, c, value)

    return xlsx(draw, **options)


def ledger_rows(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    """A workbook with one heading row and the given rows below it."""
    return table([headings, *rows])


def read(data: bytes, name: str = "台账.xlsx", **options: Any) -> Submission:
    return read_submission(data, name, options.pop("units", UNITS), options.pop("headings", {}), **options)


def column(submission: Submission, key: str) -> list[str]:
    return [row[key] for row in submission.rows]


def codes(submission: Submission) -> list[str]:
    return [code for (code,) in flat(submission.findings, "code")]


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The package with one part changed, or left out when `change` gives None; a new part is added."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            made = change(part) if entry.filename == name else part
            if made is not None:
                new.writestr(entry.filename, made)
        if name not in old.namelist():
            new.writestr(name, change(b"") or b"")
    return held.getvalue()

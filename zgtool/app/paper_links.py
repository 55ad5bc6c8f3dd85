"""Where the findings workbook leads: the file as it came in, and the cell in the copy that goes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from zgtool.app.returns import Returned
from zgtool.model.finding import Finding
from zgtool.model.ledger import Ledger
from zgtool.ops.register import LEDGER_FILE
from zgtool.writing.ledger_content import layout_of
from zgtool.writing.lists import LEDGER_SHEET
from zgtool.writing.sheet_cells import address_of
from zgtool.writing.styles import quoted
from zgtool.writing.table import HEAD_ROW

if TYPE_CHECKING:
    from zgtool.writing.findings_tables import Links, Target

_TABLES = (".xlsx", ".xlsm", ".xltx", ".xls", ".et", ".ods", ".csv", ".tsv")
"""Endings a link may lead to: what came in under another name is not opened by a click."""
_WITH_CELLS = (".xlsx", ".xlsm", ".xls")


def paper_links(
    folder: Path,
    findings: Sequence[Finding],
    ledger: Ledger,
    returned: Sequence[Returned],
    homes: Mapping[str, str],
) -> Links:
    """Links for a findings workbook in `folder`.

    homes: where each file lies that findings name (what came in, the ledger), relative to the folder.
    """
    from zgtool.writing.findings_tables import Links

    files = {name: path for name, path in homes.items() if _ending(path) in _TABLES}
    marked: dict[Finding, Target] = {}
    for copy in returned:
        path = copy.path.relative_to(folder).as_posix()
        files.setdefault(copy.file, path)
        marked |= {finding: (path, place) for finding, place in copy.places.items()}
    rows = {row.number: at for at, row in enumerate(ledger.rows, HEAD_ROW + 2) if row.number}
    columns = {key: col for col, key in enumerate(layout_of(ledger), 1)}
    cells = {}
    for finding in findings:
        where = finding.where
        path = files.get(where.file, "")
        if finding in marked:
            cells[finding] = marked[finding]
        elif path and where.file == LEDGER_FILE and where.number in rows:
            spot = (rows[where.number], columns.get(where.column, 1))
            cells[finding] = (path, f"{quoted(LEDGER_SHEET)}!{address_of(spot)}")
        elif path and where.sheet and where.cell and _ending(path) in _WITH_CELLS:
            cells[finding] = (path, f"{quoted(where.sheet)}!{where.cell}")
    return Links(files, cells)


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()

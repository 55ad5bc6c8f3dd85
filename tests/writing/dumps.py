"""Workbooks as text, for golden files: what a reader sees and the formats that matter, no volatile bytes.

A golden file that is missing or differs fails; `ZGTOOL_UPDATE_GOLDEN=1` writes it anew.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import openpyxl

GOLDEN = Path(__file__).resolve().parent.parent / "golden"


def dump_workbook(data: bytes, *, full: bool = False) -> str:
    """Sheets, cells with fill and link, notes, merges, widths, freezing, filter and print set-up.

    `full`: also drop-downs, repeated columns and print area.
    """
    book = openpyxl.load_workbook(io.BytesIO(data))
    lines: list[str] = []
    for sheet in book.worksheets:
        lines += [
            f"## {sheet.title}（{sheet.sheet_state}）",
            *_set_up(sheet),
            *(_more(sheet) if full else ()),
        ]
        lines += [_cell(c) for row in sheet.iter_rows() for c in row if c.value is not None or c.comment]
        lines.append("")
    return "\n".join(lines)


def check_golden(name: str, text: str) -> None:
    """Compare with tests/golden/NAME."""
    path = GOLDEN / name
    if os.environ.get("ZGTOOL_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{name} 还没有：看过输出后用 ZGTOOL_UPDATE_GOLDEN=1 生成"
    assert text == path.read_text(encoding="utf-8")


def _set_up(sheet: Any) -> list[str]:
    page = sheet.page_setup
    widths = ", ".join(f"{k}={d.width:g}" for k, d in sorted(sheet.column_dimensions.items()))
    merged = " ".join(sorted(map(str, sheet.merged_cells.ranges)))
    paper = f"纸{page.paperSize} {page.orientation} 表头{sheet.print_title_rows}"
    return [
        f"列宽 {widths}",
        f"冻结 {sheet.freeze_panes} 筛选 {sheet.auto_filter.ref} 合并 {merged}",
        f"打印 {paper} 页脚 {sheet.oddFooter.center.text}",
    ]


def _more(sheet: Any) -> list[str]:
    lines = [
        f"打印区域 {sheet.print_area} 左端重复 {sheet.print_title_cols} {sheet.page_setup.fitToWidth}页宽"
    ]
    return lines + [f"下拉 {v.sqref} {v.formula1}" for v in sheet.data_validations.dataValidation]


def _cell(cell: Any) -> str:
    fill = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else ""
    link = cell.hyperlink
    parts = [cell.coordinate, repr(cell.value), f"底色{fill}" if fill else ""]
    parts.append(f"→{link.target or ''}#{link.location or ''}" if link else "")
    parts.append(f"批注{cell.comment.text!r}" if cell.comment else "")
    return " ".join(p for p in parts if p)

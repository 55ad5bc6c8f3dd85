"""Checking single files, and merging a folder of them, with or without a work area."""

from __future__ import annotations

import argparse
from typing import Any

from zgtool.app.files import check_files, merge_folder
from zgtool.commands_base import (
    COULD_NOT,
    check_target,
    day_of,
    exit_code,
    open_area,
    print_findings,
    print_json,
    week_of,
)
from zgtool.console import progress_bar
from zgtool.model.finding import Severity


def check(args: argparse.Namespace) -> int:
    """Check files and list what is wrong."""
    _, settings, _ = open_area(args, needed=False)
    for path in args.files:
        path.stat()
    with progress_bar("正在读取") as progress:
        found = check_files(args.files, settings, week_of(args), day_of(args.today), progress)
    from zgtool.app import telling  # late, as in commands_base

    if args.json:
        print_json(
            {"rows": _rows(found.summary.rows), "findings": [telling.finding_json(f) for f in found.findings]}
        )
    else:
        print_findings(found.findings)
        print(telling.row_sentence(found.summary))
        print(telling.finding_sentence(found.findings).replace("，详见校验结果", ""))
    return exit_code(found.findings) if found.summary.rows.read else COULD_NOT


def merge(args: argparse.Namespace) -> int:
    """Merge a folder of workbooks into one ledger."""
    _, settings, _ = open_area(args, needed=False)
    check_target(args.output, ".xlsx")
    with progress_bar("正在合并") as progress:
        found = merge_folder(args.folder, args.output, settings, week_of(args), day_of(args.today), progress)
    from zgtool.app import telling  # late, as in commands_base

    if args.json:
        print_json(
            {
                "output": str(args.output),
                "rows": _rows(found.summary.rows),
                "measures": found.summary.overall.total,
                "files": [
                    {"name": f.name, "fate": f.fate, "unit": f.unit, "reason": f.reason} for f in found.files
                ],
                "findings": [telling.finding_json(f) for f in found.findings],
            }
        )
    else:
        print_findings(f for f in found.findings if f.severity is Severity.ERROR)
        print(f"合并了{sum(f.fate in ('合并', '退回') for f in found.files)}个文件，共{len(found.files)}个。")
        print(telling.row_sentence(found.summary))
        print(telling.finding_sentence(found.findings))
        print(f"总台账（末页是校验结果）：{args.output}")
    return exit_code(found.findings)


def _rows(rows: Any) -> dict[str, int]:
    return {"read": rows.read, "merged": rows.merged, "returned": rows.returned, "skipped": rows.skipped}

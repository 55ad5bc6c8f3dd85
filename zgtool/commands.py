"""What each command does: arguments in, lines or JSON out, an exit code back."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zgtool.app import telling
from zgtool.app.result import RunResult
from zgtool.app.tasks import CannotDo, load_settings
from zgtool.console import progress_bar
from zgtool.explain import explain_deadline, explain_measure, explain_points
from zgtool.model.finding import Finding, Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.workspace.layout import WorkArea, find_area

__all__ = ["explain_deadline", "explain_measure", "explain_points"]

CLEAN, FINDINGS = 0, 1


def init(args: argparse.Namespace) -> int:
    """Make a work area, take over the office's ledger, say what each column was taken for."""
    from zgtool.app.tasks import start_area
    from zgtool.desktop import write_launchers
    from zgtool.workspace.settings import read_settings

    settings = Settings()
    if args.config:
        settings, wrong, _ = read_settings(args.config.read_bytes(), args.config.name, os.environ)
        _print_findings(wrong)
    started = start_area(args.folder, settings, _day(args.today), ledger=args.ledger, now=_now(args))
    write_launchers(started.area.root, Path(sys.executable))
    if args.json:
        _print_json(
            {
                "folder": str(args.folder),
                "rows": len(started.ledger),
                "columns": [
                    {"cell": h.cell, "heading": h.text, "taken_for": h.key, "why": h.why}
                    for h in started.headings
                ],
                "findings": [telling.finding_json(f) for f in started.findings],
            }
        )
    else:
        _tell_started(args, started)
    return _code(started.findings)


def _tell_started(args: argparse.Namespace, started: Any) -> None:
    from zgtool.model.columns import heading_of

    print(f"已建立工作区“{args.folder}”。请先在 配置.xlsx 里填写本单位情况和单位名单。")
    if args.ledger:
        problems = len({r["problem_no"] for r in started.ledger.rows})
        print(
            f"已导入现有台账：{problems}个问题、{sum(1 for r in started.ledger.rows if r['measure'])}条措施，各栏这样理解："
        )
        for heading in started.headings:
            taken = (
                f"“{heading_of(heading.key)}”"
                if heading.key and not heading.key.startswith("+")
                else "办公室自设栏，照原样保留"
            )
            if heading.key == "serial":
                taken = "序号（问题编号参考）"
            print(
                f"  {heading.cell} “{heading.text}” → {taken}{'（' + heading.why + '）' if heading.why else ''}"
            )
    _print_findings(started.findings)


def forms(args: argparse.Namespace) -> int:
    """Write the forms to hand out."""
    from zgtool.app.tasks import make_forms

    area, settings, _ = _open(args)
    paths = make_forms(area, _week(args), _day(args.today), settings)
    if args.json:
        _print_json({"forms": [str(p) for p in paths]})
    elif paths:
        print(f"已生成{len(paths)}份填报表，在“{paths[0].parent}”。")
    else:
        print("台账里没有未销号的措施，没有要下发的填报表。")
    return CLEAN


def run(args: argparse.Namespace) -> int:
    """Run the week and tell it."""
    from zgtool.app.weekly import run_week

    area, settings, wrong = _open(args)
    with progress_bar("正在读取各单位台账") as progress:
        result = run_week(
            area,
            _week(args),
            _day(args.today),
            settings,
            now=_now(args),
            dry_run=args.dry_run,
            progress=progress,
        )
    return _tell_run(result, wrong, args.json)


def _tell_run(result: RunResult, wrong: tuple[Finding, ...], as_json: bool) -> int:
    if as_json:
        _print_json(telling.result_json(result))
    else:
        _print_findings(wrong)
        print("\n".join(telling.told(result)))
    return _code((*wrong, *result.findings))


def report(args: argparse.Namespace) -> int:
    """Write the weekly report of a week again from the ledger of record."""
    from zgtool.app.weekly import write_weekly_again

    area, settings, _ = _open(args)
    target = args.output or Path("周报.docx")
    write_weekly_again(area, _week(args), _day(args.today), settings, target)
    if args.json:
        _print_json({"weekly": str(target)})
    else:
        print(f"周报已写到“{target}”。")
    return CLEAN


def check(args: argparse.Namespace) -> int:
    """Check files and list what is wrong."""
    from zgtool.app.tasks import check_files

    _, settings, _ = _open(args, needed=False)
    for path in args.files:
        path.stat()
    with progress_bar("正在读取") as progress:
        found = check_files(args.files, settings, _week(args), _day(args.today), progress)
    if args.json:
        _print_json(
            {"rows": _rows(found.summary.rows), "findings": [telling.finding_json(f) for f in found.findings]}
        )
    else:
        _print_findings(found.findings)
        print(telling.row_sentence(found.summary))
        print(telling.finding_sentence(found.findings).replace("，详见校验结果", ""))
    return _code(found.findings)


def merge(args: argparse.Namespace) -> int:
    """Merge a folder of workbooks into one ledger."""
    from zgtool.app.tasks import merge_folder

    _, settings, _ = _open(args, needed=False)
    with progress_bar("正在合并") as progress:
        found = merge_folder(args.folder, args.output, settings, _week(args), _day(args.today), progress)
    if args.json:
        _print_json(
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
        _print_findings(f for f in found.findings if f.severity is Severity.ERROR)
        print(f"合并了{sum(f.fate in ('合并', '退回') for f in found.files)}个文件，共{len(found.files)}个。")
        print(telling.row_sentence(found.summary))
        print(telling.finding_sentence(found.findings).replace("，详见校验结果", ""))
        print(f"总台账：{args.output}")
    return _code(found.findings)


def diff(args: argparse.Namespace) -> int:
    """Compare two ledgers."""
    from zgtool.app.tasks import diff_files
    from zgtool.model.columns import heading_of
    from zgtool.model.text import shorten

    _, settings, _ = _open(args, needed=False)
    changes, _, _ = diff_files(args.old, args.new, settings)
    cells = sum(len(c.keys) for c in changes.changed)
    if args.json:
        _print_json(
            {
                "added": [dict(r.values) for r in changes.added],
                "gone": [dict(r.values) for r in changes.gone],
                "changed": [
                    {
                        "number": c.new.number,
                        "measure": c.new["measure"],
                        "cells": [
                            {"column": heading_of(k), "old": c.old[k], "new": c.new[k]} for k in c.keys
                        ],
                    }
                    for c in changes.changed
                ],
            }
        )
        return FINDINGS if changes else CLEAN
    print(
        f"新增{len(changes.added)}行，消失{len(changes.gone)}行，改动{len(changes.changed)}行（{cells}格）。"
    )
    for word, rows in (("新增", changes.added), ("消失", changes.gone)):
        for row in rows:
            print(f"  {word} {row.number} {row['lead_unit']} {shorten(row['measure'], 50)}")
    for change in changes.changed:
        for key in change.keys:
            print(
                f"  改动 {change.new.number} “{heading_of(key)}”：{shorten(change.old[key]) or '（空）'} → "
                f"{shorten(change.new[key]) or '（空）'}"
            )
    return FINDINGS if changes else CLEAN


def mail_prepare(args: argparse.Namespace) -> int:
    """Write mail drafts for a filed week."""
    from zgtool.mail import prepare

    area, settings, _ = _open(args)
    drafts = prepare(area, _filed(area, args.week), settings)
    if args.json:
        _print_json({"drafts": [d.plain() for d in drafts]})
    else:
        for draft in drafts:
            print(draft.told())
    return CLEAN


def mail_send(args: argparse.Namespace) -> int:
    """Send the letters of a filed week, each once."""
    from zgtool.mail import find_password, send

    area, settings, _ = _open(args)
    outcomes = send(area, _filed(area, args.week), settings, find_password(), now=datetime.now())
    if args.json:
        _print_json({"letters": [o.plain() for o in outcomes]})
    else:
        for outcome in outcomes:
            print(outcome.told())
    return CLEAN if all(o.sent for o in outcomes) else FINDINGS


def schedule_tick(args: argparse.Namespace) -> int:
    """Run the week that is due and not filed, if there is one."""
    from zgtool.scheduler import tick

    area, _, _ = _open(args)
    outcome = tick(area, datetime.now())
    if args.json:
        _print_json(outcome.plain())
    else:
        print(outcome.told())
    return outcome.code


def schedule_run(args: argparse.Namespace) -> int:
    """Stay and look every half hour."""
    from zgtool.scheduler import run as keep_running

    area, _, _ = _open(args)
    print("已开始定时办理，每半小时看一次；按 Ctrl+C 停止。", flush=True)
    keep_running(area)
    return CLEAN


def config_check(args: argparse.Namespace) -> int:
    """List the settings in force."""
    from zgtool.workspace.settings import effective

    area, settings, wrong = _open(args)
    _, _, sources = load_settings(area, os.environ)
    lines = effective(settings, sources)
    if args.json:
        _print_json({"settings": lines, "findings": [telling.finding_json(f) for f in wrong]})
    else:
        print("\n".join(lines))
        _print_findings(wrong)
    return _code(wrong)


def demo(args: argparse.Namespace) -> int:
    """Three weeks of the samples, end to end."""
    from zgtool.app.demo import run_demo

    return run_demo(args.folder, print)


def _open(args: argparse.Namespace, needed: bool = True) -> tuple[WorkArea, Settings, tuple[Finding, ...]]:
    """The work area asked for or found from here, and its settings; an area of no settings where none is needed."""
    area = find_area(args.area or Path.cwd())
    if area is None and needed:
        where = args.area or Path.cwd()
        raise CannotDo(
            f"“{where}”不是工作区。请在工作区文件夹里运行，或用 --area 指定；还没有工作区的先运行 zgtool init。"
        )
    settings, wrong, _ = load_settings(area, os.environ)
    return area or WorkArea(Path.cwd()), settings, wrong


def _week(args: argparse.Namespace) -> ReportWeek:
    if not args.week:
        return ReportWeek.of(_day(args.today))
    try:
        return ReportWeek.parse(args.week)
    except ValueError as error:
        raise CannotDo(f"{error}。") from None


def _day(text: str | None) -> date:
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotDo(f"“{text}”不是日期，请写成 2020-06-12 这样。") from None


def _now(args: argparse.Namespace) -> datetime | None:
    """The moment of the run; None when --today replays another day."""
    return None if args.today else datetime.now()


def _filed(area: WorkArea, week: str | None) -> Any:
    from zgtool.workspace.filed import filed_weeks, manifest_of

    if week:
        found = manifest_of(area, _week(argparse.Namespace(week=week, today=None)))
    else:
        weeks = filed_weeks(area)
        found = weeks[-1] if weeks else None
    if found is None:
        raise CannotDo(f"{week or '工作区'}还没有归档的周，请先运行 zgtool run。")
    return found


def _rows(rows: Any) -> dict[str, int]:
    return {"read": rows.read, "merged": rows.merged, "returned": rows.returned, "skipped": rows.skipped}


def _print_findings(findings: Iterable[Finding]) -> None:
    for line in telling.finding_lines(findings):
        print(line)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))


def _code(findings: Iterable[Finding]) -> int:
    return FINDINGS if any(f.severity is not Severity.INFO for f in findings) else CLEAN

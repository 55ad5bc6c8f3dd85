"""What each command does: arguments in, lines or JSON out, an exit code back."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any

from zgtool.app import telling
from zgtool.app.calls import closes_of, due_week
from zgtool.app.result import RunResult
from zgtool.app.settings import load_settings
from zgtool.app.trouble import CannotDo
from zgtool.commands_base import (
    CLEAN,
    check_target,
    day_of,
    exit_code,
    open_area,
    parse_week,
    print_findings,
    print_json,
    week_of,
)
from zgtool.console import progress_bar
from zgtool.model.columns import heading_of
from zgtool.model.finding import Finding, Location
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.workspace.filed import filed_weeks
from zgtool.workspace.kinds import CONFIG_UNREADABLE
from zgtool.workspace.layout import WorkArea, safe_name


def init(args: argparse.Namespace) -> int:
    """Make a work area, take over the office's ledger, say what each column was taken for."""
    from zgtool.app.tasks import start_area
    from zgtool.desktop import write_launchers
    from zgtool.workspace.settings import read_settings

    if not str(args.folder).strip() or args.folder == Path():
        raise CannotDo("请写明工作区文件夹的名称，例：zgtool init 整改台账。")
    settings = Settings()
    if args.config:
        settings, wrong, _ = read_settings(args.config.read_bytes(), args.config.name, os.environ)
        if any(f.code == CONFIG_UNREADABLE.code for f in wrong):
            raise CannotDo(str(wrong[0]))
        print_findings(wrong)
    started = start_area(args.folder, settings, day_of(args.today), ledger=args.ledger, now=now_of(args))
    write_launchers(started.area.root.resolve(), Path(sys.executable))
    if args.json:
        print_json(
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
    return exit_code(started.findings)


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
    print_findings(started.findings)


def forms(args: argparse.Namespace) -> int:
    """Write the forms to hand out."""
    from zgtool.app.tasks import make_forms

    area, settings, _ = open_area(args)
    paths = make_forms(area, week_of(args), day_of(args.today), settings)
    if args.json:
        print_json({"forms": [str(p) for p in paths]})
    elif paths:
        print(f"已生成{len(paths)}份填报表，在“{paths[0].parent}”。")
    else:
        print("台账里没有未销号的措施，没有要下发的填报表。")
    return CLEAN


def run(args: argparse.Namespace) -> int:
    """Run the week and tell it."""
    from zgtool.app.weekly import run_week

    area, settings, wrong = open_area(args)
    with progress_bar("正在读取各单位台账") as progress:
        result = run_week(
            area,
            week_to_run(args, area, settings),
            day_of(args.today),
            settings,
            now=now_of(args),
            dry_run=args.dry_run,
            progress=progress,
        )
    return _tell_run(result, wrong, args.json)


def _tell_run(result: RunResult, wrong: tuple[Finding, ...], as_json: bool) -> int:
    if as_json:
        print_json(telling.result_json(result))
    else:
        print_findings(wrong)
        print("\n".join(telling.told(result)))
    return exit_code((*wrong, *result.findings))


def report(args: argparse.Namespace) -> int:
    """Write the weekly report or the wall chart of a week again from the ledger of record."""
    from zgtool.app.weekly import write_charts_again, write_weekly_again

    area, settings, wrong = open_area(args)
    if args.source and args.paper == "chart":
        raise CannotDo("作战图不分来源出，请去掉 --source；网页上可以按单位、领导、亮灯、类型筛选。")
    if args.paper == "upward":
        return _report_upward(args, area, settings, wrong)
    if args.paper == "chart":
        folder = args.output or Path()
        if folder.suffix or (folder.exists() and not folder.is_dir()):
            raise CannotDo(f"写不到“{folder}”：作战图要写两个文件，请用 -o 指定一个文件夹。")
        today = day_of(args.today) if args.today else None
        paths = write_charts_again(area, week_of(args), today, settings, folder)
        if args.json:
            print_json({"chart": str(paths[0]), "page": str(paths[1])})
        else:
            print(f"作战图已写到“{paths[0]}”和“{paths[1]}”。")
        return CLEAN
    target = args.output or _named("周报", args.source, ".docx")
    check_target(target, ".docx")
    day = day_of(args.today) if args.today else None
    write_weekly_again(area, week_of(args), day, settings, target, args.source)
    if args.json:
        print_json({"weekly": str(target)})
    else:
        print(f"周报已写到“{target}”。")
    return CLEAN


def _named(paper: str, source: str, suffix: str) -> Path:
    """周报.docx, of one source 周报（审计）.docx."""
    return Path(f"{paper}（{safe_name(source)}）{suffix}" if source else f"{paper}{suffix}")


def _report_upward(
    args: argparse.Namespace, area: WorkArea, settings: Settings, wrong: tuple[Finding, ...]
) -> int:
    from zgtool.app.upward import write_upward

    target = args.output or _named("上报表", args.source, ".xlsx")
    check_target(target, ".xlsx")
    day = day_of(args.today) if args.today else None
    made = write_upward(area, week_of(args), day, settings, target, args.source)
    found = (*wrong, *made.findings)
    if args.json:
        filled = {c.text: c.constant or heading_of(c.key) for c in made.columns}
        listed = [telling.finding_json(f) for f in found]
        print_json({"upward": str(target), "rows": made.rows, "columns": filled, "findings": listed})
    else:
        print_findings(found)
        print(f"上报表已写到“{target}”：工作表“{made.sheet}”填了{made.rows}行，{len(made.columns)}列。")
    return exit_code(found)


def findings(args: argparse.Namespace) -> int:
    """List what is wrong in a week, by unit or by rule."""
    from zgtool.app.catalogue import titles
    from zgtool.app.weekly import tell_findings

    area, settings, _ = open_area(args)
    week = week_of(args)
    asked = settings.units.find(args.unit)
    unit = asked.unit
    if args.unit and unit is None:
        near = f"是不是“{'”或“'.join(asked.near)}”？" if asked.near else ""
        raise CannotDo(f"单位名单里没有“{args.unit}”，请核对名称。{near}")
    found, waivers = tell_findings(area, week, day_of(args.today) if args.today else None, settings)
    order = settings.units.order
    listed = [
        f
        for f in sorted(found.findings, key=lambda f: (order(f.where.unit), f.where.unit))
        if (unit is None or f.where.unit == unit.name) and args.rule in ("", f.code)
    ]
    if args.json:
        print_json(
            {
                "week": str(week),
                "findings": [telling.finding_json(f) for f in listed],
                "waivers": [telling.waiver_json(use) for use in waivers],
            }
        )
    else:
        print(f"{week.label}")
        print(telling.finding_sentence(listed).replace("，详见校验结果", ""))
        print(
            "\n".join(
                [
                    *telling.waiver_lines(waivers),
                    *telling.grouped_lines(listed, titles(), by_rule=args.by_rule),
                ]
            )
        )
    return exit_code(listed)


def config_check(args: argparse.Namespace) -> int:
    """List the settings in force."""
    from zgtool.workspace.kinds import NO_UNITS
    from zgtool.workspace.settings import effective

    area, settings, wrong = open_area(args)
    _, _, sources = load_settings(area, os.environ)
    if not len(settings.units):
        wrong = (*wrong, NO_UNITS.at(Location(file=area.config.name, sheet="单位")))
    lines = effective(settings, sources)
    if args.json:
        print_json({"settings": lines, "findings": [telling.finding_json(f) for f in wrong]})
    else:
        print("\n".join(lines))
        print_findings(wrong)
    return exit_code(wrong)


def demo(args: argparse.Namespace) -> int:
    """Three weeks of the samples, end to end."""
    from zgtool.app.demo import run_demo

    return run_demo(args.folder, print)


def week_to_run(args: argparse.Namespace, area: WorkArea, settings: Settings) -> ReportWeek:
    """The week asked for, by default the latest one whose close has passed and that is not filed, else this one.

    On Monday morning that is last week, whose reports still lie in 收件.
    """
    if args.week:
        return parse_week(args.week)
    moment = now_of(args) or datetime.combine(day_of(args.today), time.max)
    return due_week(moment, settings, [m.week for m in filed_weeks(area)], closes_of) or week_of(args)


def now_of(args: argparse.Namespace) -> datetime | None:
    """The moment of the run; None when --today replays another day."""
    return None if args.today else datetime.now()

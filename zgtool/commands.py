"""What each command does: arguments in, lines or JSON out, an exit code back."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from zgtool.app import telling
from zgtool.app.calls import closes_of, due_week
from zgtool.app.result import RunResult
from zgtool.app.tasks import CannotDo, load_settings
from zgtool.console import progress_bar
from zgtool.model.columns import heading_of
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.workspace.filed import filed_weeks
from zgtool.workspace.kinds import CONFIG_UNREADABLE
from zgtool.workspace.layout import WorkArea, find_area, safe_name

CLEAN, FINDINGS, COULD_NOT = 0, 1, 2


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
        folder.mkdir(parents=True, exist_ok=True)
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


def check(args: argparse.Namespace) -> int:
    """Check files and list what is wrong."""
    from zgtool.app.tasks import check_files

    _, settings, _ = open_area(args, needed=False)
    for path in args.files:
        path.stat()
    with progress_bar("正在读取") as progress:
        found = check_files(args.files, settings, week_of(args), day_of(args.today), progress)
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
    from zgtool.app.tasks import merge_folder

    _, settings, _ = open_area(args, needed=False)
    check_target(args.output, ".xlsx")
    with progress_bar("正在合并") as progress:
        found = merge_folder(args.folder, args.output, settings, week_of(args), day_of(args.today), progress)
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


def open_area(
    args: argparse.Namespace, needed: bool = True
) -> tuple[WorkArea, Settings, tuple[Finding, ...]]:
    """The work area asked for or found from here, and its settings; an area of no settings where none is needed."""
    area = find_area(args.area or Path.cwd())
    if area is None and needed:
        where = args.area or Path.cwd()
        raise CannotDo(
            f"“{where}”不是工作区。请在工作区文件夹里运行，或用 --area 指定；还没有工作区的先运行 zgtool init。"
        )
    settings, wrong, _ = load_settings(area, os.environ)
    unread = next(
        (f for f in wrong if f.severity is Severity.ERROR and f.code == CONFIG_UNREADABLE.code), None
    )
    if unread is not None:
        raise CannotDo(f"{unread}没有设置就不知道有哪些单位，没有办理。")
    return area or WorkArea(Path.cwd()), settings, wrong


def check_target(target: Path, suffix: str) -> None:
    """Raises CannotDo for a place that a result must not be written to: another kind of file, no folder, a ledger of record."""
    if target.suffix.lower() != suffix or not target.absolute().parent.is_dir():
        raise CannotDo(f"写不到“{target}”：请用 -o 指定一个已有文件夹里的 {suffix} 文件名。")
    home = find_area(target.absolute().parent)
    if home is not None and target.absolute() in (home.ledger, home.config):
        raise CannotDo(f"“{target.name}”是工作区在用的文件，不能覆盖。请用 -o 指定别的文件名。")


def week_of(args: argparse.Namespace) -> ReportWeek:
    """The report week asked for, by default the one today is in. Raises CannotDo."""
    return parse_week(args.week) if args.week else ReportWeek.of(day_of(args.today))


def week_to_run(args: argparse.Namespace, area: WorkArea, settings: Settings) -> ReportWeek:
    """The week asked for, by default the latest one whose close has passed and that is not filed, else this one.

    On Monday morning that is last week, whose reports still lie in 收件.
    """
    if args.week:
        return parse_week(args.week)
    moment = now_of(args) or datetime.combine(day_of(args.today), time.max)
    return due_week(moment, settings, [m.week for m in filed_weeks(area)], closes_of) or week_of(args)


def parse_week(text: str) -> ReportWeek:
    """A report week as typed. Raises CannotDo with the sentence that says how to write it."""
    try:
        return ReportWeek.parse(text)
    except ValueError as error:
        raise CannotDo(f"{error}。") from None


def day_of(text: str | None) -> date:
    """A day as typed, by default today. Raises CannotDo with the sentence that says how to write it."""
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotDo(f"“{text}”不是日期，请写成 2020-06-12 这样。") from None


def now_of(args: argparse.Namespace) -> datetime | None:
    """The moment of the run; None when --today replays another day."""
    return None if args.today else datetime.now()


def _rows(rows: Any) -> dict[str, int]:
    return {"read": rows.read, "merged": rows.merged, "returned": rows.returned, "skipped": rows.skipped}


def print_findings(findings: Iterable[Finding]) -> None:
    """One line a finding, the gravest first."""
    for line in telling.finding_lines(findings):
        print(line)


def print_json(value: Any) -> None:
    """One JSON object on standard output."""
    print(json.dumps(value, ensure_ascii=False))


def exit_code(findings: Iterable[Finding]) -> int:
    """1 when there is anything to answer or mend, 0 otherwise; 提示 alone is clean."""
    return FINDINGS if any(f.severity is not Severity.INFO for f in findings) else CLEAN

"""The commands that speak to other machines and clocks: mail and schedule."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import datetime

from zgtool.app.trouble import CannotDo
from zgtool.commands_base import CLEAN, FINDINGS, open_area, parse_week, print_json
from zgtool.mail import find_password, open_register, prepare, send
from zgtool.scheduler import run as keep_running
from zgtool.scheduler import tick
from zgtool.workspace.filed import filed_weeks, manifest_of
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.manifest import Manifest


def mail_prepare(args: argparse.Namespace) -> int:
    """Write mail drafts for a filed week."""
    area, settings, _ = open_area(args)
    drafts = prepare(area, _filed(area, args.week), settings)
    if args.json:
        print_json({"drafts": [d.plain() for d in drafts]})
    else:
        print("\n".join(d.told() for d in drafts) or "这一周没有要寄的文书。")
    return CLEAN


def mail_send(args: argparse.Namespace) -> int:
    """Show the letters of a filed week, ask, and send each once."""
    area, settings, _ = open_area(args)
    manifest = _filed(area, args.week)
    drafts = prepare(area, manifest, settings)
    if not args.yes:
        if args.json or not sys.stdin.isatty():
            raise CannotDo("发送前要有人确认：请先用 zgtool mail prepare 核对草稿，确认后加 --yes 发送。")
        print("\n".join(d.told() for d in drafts))
        if input(f"以上{len(drafts)}封，确认发送请输入“是”：").strip() != "是":
            print("没有发送。")
            return FINDINGS
    shown = {d.digest for d in drafts if d.digest}
    outcomes = send(
        area, manifest, settings, find_password(), now=datetime.now(), by=getpass.getuser(), approved=shown
    )
    if args.json:
        print_json({"letters": [o.plain() for o in outcomes]})
    else:
        print("\n".join(o.told() for o in outcomes))
    return CLEAN if all(o.sent for o in outcomes) else FINDINGS


def mail_list(args: argparse.Namespace) -> int:
    """The register of letters."""
    area, _, _ = open_area(args)
    lines = open_register(area).lines()
    if args.json:
        print_json(
            {
                "letters": [
                    {
                        "serial": n.serial,
                        "kind": n.kind,
                        "period": n.period,
                        "audience": n.audience,
                        "state": n.state.value,
                        "note": n.note,
                        "at": n.at,
                    }
                    for n in lines
                ]
            }
        )
    else:
        told = (
            f"第{n.serial}号 {n.period} {n.kind}（{n.audience}）{n.state.value}{'：' + n.note if n.note else ''}"
            for n in lines
        )
        print("\n".join(told) or "还没有发过邮件。")
    return CLEAN


def mail_settle(args: argparse.Namespace) -> int:
    """A person's word on a letter nobody knows to have arrived."""
    area, _, _ = open_area(args)
    line = open_register(area).settle(
        args.serial, arrived=args.arrived, at=datetime.now(), by=getpass.getuser()
    )
    if args.json:
        print_json({"serial": line.serial, "state": line.state.value, "note": line.note})
    else:
        print(f"第{line.serial}号：{line.note}。")
    return CLEAN


def schedule_tick(args: argparse.Namespace) -> int:
    """Run the week that is due and not filed, if there is one."""
    area, _, _ = open_area(args)
    outcome = tick(area, datetime.now())
    if args.json:
        print_json(outcome.plain())
    else:
        print(outcome.told())
    return outcome.code


def schedule_run(args: argparse.Namespace) -> int:
    """Stay and look every half hour."""
    area, _, _ = open_area(args)
    print("已开始定时办理，每半小时看一次；按 Ctrl+C 停止。", flush=True)
    keep_running(area)
    return CLEAN


def _filed(area: WorkArea, week: str | None) -> Manifest:
    """The filed week asked for, by default the last one; raises CannotDo when there is none."""
    weeks = filed_weeks(area)
    found = manifest_of(area, parse_week(week)) if week else weeks[-1] if weeks else None
    if found is None:
        raise CannotDo(
            f"{parse_week(week).label if week else '工作区里'}还没有归档的结果，请先运行 zgtool run。"
        )
    return found

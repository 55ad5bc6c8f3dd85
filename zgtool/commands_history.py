"""`zgtool history` and `zgtool week`: arguments in, lines or JSON out, an exit code back."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from zgtool.app.history import Life, Stage, WeekView, life_of, week_view
from zgtool.commands_base import CLEAN, open_area, parse_week, print_json
from zgtool.model.columns import heading_of
from zgtool.model.office_sheets import Line
from zgtool.model.period import ReportWeek
from zgtool.model.text import shorten

_COUNTS = (("rows_read", "读到", "行"), ("rows_merged", "并入", "行"), ("rows_returned", "退回", "行"),
           ("rows_skipped", "略过", "行"), ("measures", "措施", "项"), ("closed", "已销号", "项"),
           ("overdue", "超期", "项"), ("error", "错误", "条"), ("warning", "警告", "条"))  # fmt: skip


def history(args: argparse.Namespace) -> int:
    """Tell an item's life."""
    area, settings, _ = open_area(args)
    life = life_of(area, args.number, settings)
    if args.json:
        print_json(_life_json(life))
    else:
        print("\n".join(_life_told(life)))
    return CLEAN


def week(args: argparse.Namespace) -> int:
    """Tell what a filed week looked like."""
    area, settings, _ = open_area(args)
    asked = parse_week(args.week)
    view = week_view(area, asked, settings)
    if args.json:
        print_json(_week_json(view))
    else:
        print("\n".join(_week_told(view, asked)))
    return CLEAN


def _life_told(life: Life) -> Iterator[str]:
    row = life.row
    again = f"，第{life.round}轮整改" if life.round > 1 else ""
    yield f"措施{row.number}（{row['lead_unit'] or '未明确牵头单位'}）：{row['state'] or '挂号'}{again}"
    yield f"  问题：{shorten(row['problem'], 80)}"
    yield f"  措施：{shorten(row['measure'], 80) or '（还没有措施）'}"
    for stage in life.stages:
        yield from _stage_told(stage)


def _stage_told(stage: Stage) -> Iterator[str]:
    source = f"　来件：{'、'.join(stage.files)}" if stage.files else "　没有来件" if stage.week else ""
    yield f"{stage.name}{source}"
    for value in stage.values:
        new = shorten(value.new, 120) or "（空）"
        told = f"{shorten(value.old, 120)} → {new}" if value.old else new
        yield f"  {heading_of(value.key)}：{told}"
    for entry in stage.entries:
        yield f"  【{_entry_told(entry)}】"
    if not stage.values and not stage.entries:
        yield "  没有变化"


def _entry_told(entry: Line) -> str:
    moved = f"{entry['old']} → {entry['new']}" if entry["old"] != entry["new"] else ""
    until = f"期限{entry['until']}" if entry["until"] else ""
    basis = f"依据：{shorten(entry['basis'], 80)}" if entry["basis"] else ""
    parts = (entry["on"], entry["what"], moved, entry["by"], until, basis, entry["note"])
    return "，".join(part for part in parts if part)


def _week_told(view: WeekView, asked: ReportWeek) -> Iterator[str]:
    manifest = view.manifest
    edition = f"第{manifest.edition}次办理" if manifest.edition > 1 else "办理一次"
    when = f"，{manifest.run_at:%Y-%m-%d %H:%M}" if manifest.run_at else ""
    yield f"{asked.label}：{edition}{when}，归档在“{manifest.folder}”。"
    counts = [f"{word}{manifest.counts[key]}{unit}" for key, word, unit in _COUNTS if key in manifest.counts]
    yield "，".join(counts) + "。"
    if view.change:
        yield f"与上一期相比：{view.change}"
    yield f"收件{len(view.inputs)}个："
    for entry in view.inputs:
        arrived = f" {entry.arrived:%m-%d %H:%M}" if entry.arrived else ""
        yield f"  {entry.unit or '（单位不明）'}{arrived} {entry.name} {entry.fate}"
    if view.entries:
        yield f"认定和状态变动{len(view.entries)}条："
        yield from (f"  {entry['number']} {_entry_told(entry)}" for entry in view.entries)


def _plain(entries: Iterable[Line]) -> list[dict[str, str]]:
    return [dict(entry.values) for entry in entries]


def _life_json(life: Life) -> dict[str, Any]:
    return {
        "number": life.row.number,
        "round": life.round,
        "now": {key: text for key, text in life.row.values.items() if text},
        "stages": [
            {
                "name": stage.name,
                "week": stage.week,
                "files": list(stage.files),
                "values": [{"column": heading_of(v.key), "old": v.old, "new": v.new} for v in stage.values],
                "entries": _plain(stage.entries),
            }
            for stage in life.stages
        ],
    }


def _week_json(view: WeekView) -> dict[str, Any]:
    manifest = view.manifest
    return {
        "week": manifest.week,
        "edition": manifest.edition,
        "folder": manifest.folder,
        "counts": dict(manifest.counts),
        "change": view.change,
        "inputs": [{"name": i.name, "unit": i.unit, "fate": i.fate} for i in view.inputs],
        "entries": _plain(view.entries),
    }

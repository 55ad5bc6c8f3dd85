"""`zgtool explain`: what the tool understands of one text, or of a column of texts, and why."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from zgtool.app.trouble import CannotDo
from zgtool.commands_base import day_of
from zgtool.language.deadline import parse_deadline
from zgtool.language.measure import classify_measure
from zgtool.language.points import split_points

Explained = dict[str, Any]


def explain_deadline(args: argparse.Namespace) -> int:
    """Say which day a deadline is and whether it is fine enough; a CSV has columns expression and base_date."""
    base = day_of(args.base)

    def explain(row: Mapping[str, str]) -> Explained:
        own = row.get("base_date", "").strip()
        since = parse_deadline(own, base).latest_day if own else base
        if since is None:
            reason = f"base_date 写的是“{own}”，看不出是哪一天，没有据此理解时限"
            return {"expression": row["expression"], "kind": "unparseable", "reason": reason,
                    "latest_day": None, "fine_enough": False}  # fmt: skip
        found = parse_deadline(row["expression"], since)
        return {
            "expression": row["expression"],
            "kind": str(found.kind.value),
            "reason": found.reason,
            "latest_day": found.latest_day.isoformat() if found.latest_day else None,
            "fine_enough": found.fine_enough,
        }

    def told(found: Explained) -> str:
        fine = "够细（旬或更细）" if found["fine_enough"] else "没有细化到旬"
        return f"“{found['expression']}”：{found['latest_day'] or '定不出日期'}，{fine}。{found['reason']}"

    return _explain(args, "expression", explain, told)


def explain_measure(args: argparse.Namespace) -> int:
    """Say whether a measure is quantified or has a visible indicator; a CSV has a column measure."""
    words = {
        "quantified": "已量化",
        "visible_indicator": "有可视化检验指标",
        "neither": "没有量化，也没有检验指标",
    }

    def explain(row: Mapping[str, str]) -> Explained:
        found = classify_measure(row["measure"])
        return {
            "measure": row["measure"],
            "label": found.label,
            "span": found.span,
            "reason": found.reason,
            "suggestion": found.suggestion,
        }

    def told(found: Explained) -> str:
        span = f"，依据“{found['span']}”" if found["span"] else ""
        return (
            f"“{found['measure']}”：{words[found['label']]}{span}。{found['reason']}。{found['suggestion']}"
        )

    return _explain(args, "measure", explain, told)


def explain_points(args: argparse.Namespace) -> int:
    """Say which points a problem's text has; a CSV has a column problem."""

    def explain(row: Mapping[str, str]) -> Explained:
        found = split_points(row["problem"])
        return {
            "problem": row["problem"],
            "points": [p.text for p in found],
            "certainty": str(found.certainty),
            "reason": found.reason,
        }

    def told(found: Explained) -> str:
        lines = [f"{place}. {text}" for place, text in enumerate(found["points"], start=1)]
        return "\n".join([f"共{len(lines)}点。{found['reason']}", *lines])

    return _explain(args, "problem", explain, told)


def _explain(
    args: argparse.Namespace,
    key: str,
    explain: Callable[[Mapping[str, str]], Explained],
    told: Callable[[Explained], str],
) -> int:
    if args.text and args.csv:
        raise CannotDo("文字和 --csv 只能给一样。")
    if not args.text and not args.csv:
        raise CannotDo("请写上要说明的文字，或者用 --csv 给一个文件。")
    rows = _rows(args.csv, key) if args.csv else iter([{key: args.text}])
    for row in rows:
        found = explain(row)
        print(json.dumps(found, ensure_ascii=False) if args.json else told(found))
    return 0


def _rows(path: Path, key: str) -> Iterator[Mapping[str, str]]:
    """The rows of a CSV file in UTF-8 or GB18030, empty ones too; a file of one column may have any heading.

    Raises CannotDo when the column is not there.
    """
    data = path.read_bytes()
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise CannotDo(f"“{path.name}”认不出文字编码，请用 Excel 或 WPS 另存为“CSV UTF-8”后再试。")
    lines = csv.reader(io.StringIO(text, newline=""))
    heads = [head.strip() for head in next(lines, [])]
    if key not in heads and len(heads) != 1:
        raise CannotDo(f"“{path.name}”里没有“{key}”这一列，请把要说明的那一列的表头写成 {key}。")
    names = heads if key in heads else [key]
    for line in lines:
        # A blank line is an empty cell of a one-column file: it keeps its place in the answer.
        yield {**dict.fromkeys(names, ""), **dict(zip(names, line, strict=False))}

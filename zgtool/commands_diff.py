"""`zgtool diff`: arguments in; a sentence, the risky changes and every change out; or a workbook, or JSON."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from zgtool.app.comparing import Asked, compare, write_comparison
from zgtool.commands_base import CLEAN, FINDINGS, check_target, day_of, open_area, print_json
from zgtool.model.text import WHITE, shorten
from zgtool.ops.text_marks import Run
from zgtool.reports.difference import ADDED, CHANGED, GONE, MOVED, CellLine, Difference

_SHOWN = 200
"""Lines on the screen; the workbook and --json hold them all."""
_AROUND = 12
"""Characters of unchanged text shown on each side of a change."""


def diff(args: argparse.Namespace) -> int:
    """Compare two ledgers, weeks or sheets."""
    area, settings, _ = open_area(args, needed=False)
    known = area if area.ledger.exists() else None
    asked = Asked(args.old or "", args.new or "", args.sheet or "", tuple(args.key or ()))
    if args.output:
        check_target(args.output, ".xlsx")
    content = compare(asked, known, settings, day_of(None))
    if args.output:
        write_comparison(args.output, content, settings, day_of(None))
    if args.json:
        print_json(_plain(content, str(args.output) if args.output else None))
    else:
        print("\n".join(_told(content)))
        if args.output:
            print(f"比对结果：{args.output}")
    return FINDINGS if content.any else CLEAN


def _told(content: Difference) -> Iterator[str]:
    yield f"{content.old_name} → {content.new_name}：{content.sentence}"
    if content.used:
        yield f"各行按“{content.used}”对应。"
    if content.risks:
        yield "要先看的改动："
        yield from (f"  {line.risk} {_line(line)}（{line.said}）" for line in content.risks[:_SHOWN])
        yield "全部改动："
    yield from (f"  {line.word} {_line(line)}" for line in content.lines[:_SHOWN])
    if len(content.lines) > _SHOWN:
        yield f"  ……共{len(content.lines)}处，这里只列前{_SHOWN}处；用 -o 写成工作簿看全部。"


def _line(line: CellLine) -> str:
    spots = [s for s in dict.fromkeys((line.old_spot, line.new_spot)) if s]
    head = " ".join(t for t in (line.number, line.unit, "→".join(spots)) if t)
    runs = line.runs
    old, new = _marked(runs[0], "－"), _marked(runs[1], "＋")
    if line.word == MOVED:
        return f"{head} “{line.heading}”：{old}"
    if line.old and line.new:
        return f"{head} “{line.heading}”：{old} → {new}"
    return f"{head} “{line.heading}”：{old or new or '（空）'}"


def _marked(runs: Sequence[Run], sign: str) -> str:
    """The changed words in 〔－…〕 or 〔＋…〕, the text around them cut short."""
    if len(runs) == 1:
        return shorten(runs[0].text)
    parts = []
    for place, (text, changed) in enumerate(runs):
        text = WHITE.sub(" ", text)
        if changed:
            parts.append(f"〔{sign}{text}〕")
        elif len(text) <= 2 * _AROUND:
            parts.append(text)
        else:
            head = text[:_AROUND] if place else ""
            tail = text[-_AROUND:] if place < len(runs) - 1 else ""
            parts.append(f"{head}……{tail}")
    return "".join(parts)


def _plain(content: Difference, file: str | None) -> dict[str, Any]:
    def rows(word: str) -> list[dict[str, str]]:
        return [dict((p.new or p.old).values) for p in content.rows if p.word == word]  # type: ignore[union-attr]

    return {
        "old": content.old_name,
        "new": content.new_name,
        "sentence": content.sentence,
        "rows_go_by": content.used or "措施编号",
        "risks": [_cell(line) for line in content.risks],
        "added": rows(ADDED),
        "gone": rows(GONE),
        "changed": [_cell(line) for line in content.lines if line.word == CHANGED],
        "moved": [_cell(line) for line in content.lines if line.word == MOVED],
        "file": file,
    }


def _cell(line: CellLine) -> dict[str, Any]:
    old, new = line.runs
    return {
        "number": line.number,
        "unit": line.unit,
        "column": line.heading,
        "old": line.old,
        "new": line.new,
        "old_runs": [list(run) for run in old],
        "new_runs": [list(run) for run in new],
        "old_place": line.old_spot,
        "new_place": line.new_spot,
        "risk": line.risk,
        "why": line.said,
    }

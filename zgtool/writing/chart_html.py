"""作战图.html: the wall chart as one file for the meeting room's screen – no outside resource, no network.

Everything a unit typed travels as JSON in which no `<` stands, and is put on the page as text alone;
the page's own script and style are named by their hashes in its content security policy, so that
nothing else in the file can run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zgtool.model.period import chinese_date
from zgtool.model.text import shorten
from zgtool.ops.standing import Tally
from zgtool.ops.statistics import group_label
from zgtool.ops.wallchart import LIGHTS, Group, Item, WallChart
from zgtool.writing.chart_page import BODY, SCRIPT, STYLE
from zgtool.writing.chart_xlsx import MEANINGS, chart_particulars, chart_title, standing_words
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.lists import ledger_row
from zgtool.writing.reproducible import write_whole

MOST_BYTES = 2_000_000
_LIFE_LIMITS = ((24, 400), (12, 160), (6, 80), (3, 40), (0, 0))
"""(events, characters of each) of an item's life: the first that keeps the page within MOST_BYTES."""
_FIELDS = (
    ("problem", "反馈问题"), ("point", "问题要点"), ("target", "量化标准或检验指标"), ("supporting_units", "配合单位"),
    ("person", "责任人"), ("status", "完成状态"), ("rate", "完成率"), ("progress", "本周进展"), ("evidence", "佐证材料"),
    ("reason", "未完成原因"), ("next_step", "下一步措施"), ("closed_on", "销号时间"), ("accepted_by", "验收人"),
)  # fmt: skip
_LONGEST = 1200
"""Characters of one field on the page; the whole text stands in the ledger."""


def write_page(target: Path, chart: WallChart, content: LedgerContent) -> None:
    """Write the page, whole or not at all; raises OSError."""
    write_whole(target, page(chart, content))


def page(chart: WallChart, content: LedgerContent) -> bytes:
    """The page's bytes: at most MOST_BYTES for a thousand items, by shortening what items' lives tell."""
    made = b""
    for events, length in _LIFE_LIMITS:
        made = _assembled(_data(chart, content, events, length), chart_title(content))
        if len(made) <= MOST_BYTES:
            break
    return made


def _assembled(data: dict[str, Any], title: str) -> bytes:
    policy = (
        f"default-src 'none'; style-src '{_hash(STYLE)}'; script-src '{_hash(SCRIPT)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    text = (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{BODY}\n"
        f'<script type="application/json" id="data">{_json(data)}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n'
    )
    return text.encode("utf-8", "replace")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _json(data: dict[str, Any]) -> str:
    """JSON that cannot end its script element nor be taken for markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _data(chart: WallChart, content: LedgerContent, events: int, length: int) -> dict[str, Any]:
    labels = {u.name: u.label for u in content.settings.units}
    places = {id(item): at for at, item in enumerate(chart.items)}
    texts: dict[str, int] = {}
    items = [_item(item, events, length, texts) for item in chart.items]
    return {
        "title": chart_title(content),
        "particulars": chart_particulars(chart, content),
        "day": chinese_date(content.today),
        "columns": [[ten.year, ten.month, ten.part] for ten in chart.columns],
        "today": chart.today,
        "lights": [[light, MEANINGS[light].split()[0]] for light in LIGHTS],
        "tally": _tally(chart.whole.tally),
        "groups": {
            "unit": [_group(group, labels, places) for group in chart.by_unit],
            "leader": [_group(group, labels, places) for group in chart.by_leader],
        },
        "fields": [heading for _, heading in _FIELDS],
        "items": items,
        "texts": list(texts),
        "cut": any(len(item.life) > events for item in chart.items),
    }


def _tally(t: Tally) -> dict[str, int]:
    return {"problems": t.problems, "closed_problems": t.closed_problems, "total": t.total, "closed": t.closed,
            "requested": t.requested, "overdue": t.overdue, "due_soon": t.due_soon}  # fmt: skip


def _group(group: Group, labels: dict[str, str], places: dict[int, int]) -> dict[str, Any]:
    return {
        "name": group_label(group.name, labels),
        "words": standing_words(group.standing),
        "items": [places[id(item)] for item in group.items],
    }


def _item(item: Item, events: int, length: int, texts: dict[str, int]) -> dict[str, Any]:
    """One item; its further fields are numbers of `texts`, for a problem's words stand in each of its measures."""
    m = item.measure
    more = [shorten(m[key], _LONGEST) for key, _ in _FIELDS]
    return {
        "no": m.number or "—",
        "measure": shorten(m["measure"], _LONGEST),
        "unit": m["lead_unit"] or "未明确",
        "leader": m["leader"] or "未明确",
        "type": m["horizon"] or "未明确",
        "state": m["state"],
        "deadline": m["deadline"] or "未填",
        "due": chinese_date(item.due_day) if item.due_day else "",
        "lamp": item.lamp,
        "light": LIGHTS.index(item.light),
        "flag": item.flag,
        "bar": [item.first, item.last, -1 if item.due is None else item.due],
        "moved": item.moved,
        "row": ledger_row(item.place),
        "more": [texts.setdefault(text, len(texts)) for text in more],
        "life": _life(item.life, events, length),
    }


def _life(life: Sequence[tuple[str, str]], events: int, length: int) -> list[list[str]]:
    kept = life[-events:] if events else ()
    return [[when, shorten(words, length)] for when, words in kept]

"""研判事项: what the office puts before a meeting for collective study (集体研判), with every reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import STUDY, Line
from zgtool.model.settings import Settings
from zgtool.model.status import REMANDED, REOPENED, REQUESTED, is_open
from zgtool.model.text import clean, fold
from zgtool.ops.standing import due_of, lamp_of
from zgtool.ops.terms import names_in

LONG_OVERDUE_DAYS = 30
"""超期 of so many days and more is for collective study."""
FOLLOWED = "已有研判记录，继续跟踪"

_ASKS = re.compile("协调|研判|请示|提请|上级|政策依据|争议")
_UNFOCUSED = frozenset(map(fold, ("", "否", "无", "不是", "/", "-", "—")))
_SHOWN = ("problem", "measure", "lead_unit", "leader", "reason")


def study_lines(ledger: Ledger, settings: Settings, today: date) -> tuple[Line, ...]:
    """Open measures that are long overdue, sent back, marked as key, disputed, or whose unit asks for help.

    What the office typed is carried on, and a measure it wrote about stays on the list while it is open.
    What it typed about a measure that is no longer open, or under no number of the ledger, is kept at the
    end: nothing typed is lost.
    """
    typed = _typed(ledger.lines(STUDY.name))
    lines = []
    for row in ledger.rows:
        reasons = tuple(study_reasons(row, settings, today)) if is_open(row["state"]) else ()
        said = typed.pop(row.number, {}) if row.number else {}
        if not reasons and not said:
            continue
        why = "；".join(reasons) or (FOLLOWED if is_open(row["state"]) else f"{row['state']}，留作记录")
        shown = {key: clean(row[key]) for key in _SHOWN}
        held = {"number": row.number, **shown, "lamp": lamp_of(row, settings, today), "why": why, **said}
        lines.append(Line({key: text for key, text in held.items() if text}))
    left = ({"number": number, "why": "总台账里没有这个编号", **said} for number, said in typed.items())
    return (*lines, *(Line({key: text for key, text in held.items() if text}) for held in left))


def _typed(lines: Iterable[Line]) -> dict[str, dict[str, str]]:
    """措施编号 → what the office typed; the words of two lines with one number stand one after the other."""
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        said = {key: line[key] for key in STUDY.typed if line[key]}
        if not said:
            continue
        held = found.setdefault(line["number"], {})
        for key, text in said.items():
            held[key] = text if held.get(key, text) == text else f"{held[key]}；{text}"
    return found


def study_reasons(row: Measure, settings: Settings, today: date) -> Iterator[str]:
    """Why an open measure is for collective study, each with the words that caused it."""
    due = due_of(row, settings, today)
    if due and due.days >= LONG_OVERDUE_DAYS:
        yield f"超期{due.days}天"
    if row["state"] in (REMANDED, REOPENED):
        yield f"状态为{row['state']}"
    if fold(row["focus"]) not in _UNFOCUSED:
        yield f"重点关注：{row['focus']}"
    leads = names_in(row["lead_unit"])
    if row["measure"] and len(leads) > 1:
        yield f"牵头单位有{len(leads)}个：{row['lead_unit']}"
    asked = _ASKS.search(row["reason"]) if row["state"] != REQUESTED else None
    if asked:
        yield f"未完成原因提到“{asked[0]}”"

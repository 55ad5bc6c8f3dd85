"""会议记录: meetings of the leading group; each decision is one line, followed until it is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import MEETING_KINDS, MEETINGS, MONTHLY, Line
from zgtool.model.period import day_of
from zgtool.model.settings import Settings
from zgtool.ops import kinds
from zgtool.ops.carried import Carried, Fault, empty_of
from zgtool.ops.record import with_lines
from zgtool.ops.register import LEDGER_FILE
from zgtool.ops.terms import names_in

_SERIAL = re.compile(r"会-(\d+)")
FINISHED = "已办结"


def carry_meetings(ledger: Ledger, settings: Settings, today: date) -> Carried:
    """Every line with its number and how its decision stands; lines that lack something are told."""
    numbers = {row.number for row in ledger.rows}
    used = max(
        (int(m[1]) for ln in ledger.lines(MEETINGS.name) if (m := _SERIAL.fullmatch(ln["serial"]))), default=0
    )
    lines, findings = [], []
    for line in ledger.lines(MEETINGS.name):
        if empty_of(line, MEETINGS.typed):
            continue
        if not line["serial"]:
            used += 1
            line = line.but({"serial": f"会-{used}"})
        faults = tuple(_faults(line, numbers, today))
        for key, said in faults:
            findings.append(kinds.MEETING_FAULTY.at(line.at(key), message=f"会议记录{line['serial']}{said}"))
        lines.append(line.but({"answer": standing(line, today)}))
    return Carried(
        with_lines(ledger, MEETINGS.name, lines), (), (*findings, *_months_without(lines, ledger, today))
    )


def standing(line: Line, today: date) -> str:
    """How a decision stands: 已办结, 在办, 超期3天, 未定时限; "" for a meeting that decided nothing."""
    if not line["decided"]:
        return ""
    if day_of(line["done_on"]):
        return FINISHED
    due = day_of(line["until"])
    if due is None:
        return "未定时限"
    return f"超期{(today - due).days}天" if today > due else "在办"


def open_decisions(ledger: Ledger) -> tuple[Line, ...]:
    """Decisions that are not done yet, in the order of the sheet."""
    return tuple(ln for ln in ledger.lines(MEETINGS.name) if ln["decided"] and ln["answer"] != FINISHED)


def _faults(line: Line, numbers: set[str], today: date) -> Iterator[Fault]:
    day = day_of(line["on"])
    if day is None:
        yield "on", "没有写会议日期" if not line["on"] else f"会议日期“{line['on']}”不是日期"
    elif day > today:
        yield "on", f"会议日期{line['on']}还没有到"
    if line["kind"] not in MEETING_KINDS:
        yield "kind", "没有选会议类别" if not line["kind"] else f"会议类别“{line['kind']}”不在选项里"
    strange = [n for n in names_in(line["number"]) if n not in numbers]
    if strange:
        yield "number", f"涉及的措施{'、'.join(strange)}台账里没有"
    if line["decided"] and not (line["unit"] or line["person"]):
        yield "unit", "的决定没有写责任单位或责任人"
    if line["decided"] and day_of(line["until"]) is None:
        yield "until", "的决定没有写完成时限"


def _months_without(lines: list[Line], ledger: Ledger, today: date) -> Iterator[Finding]:
    """Whole months since the items were registered in which the leading group did not hear a report."""
    heard = {line["on"][:7] for line in lines if line["kind"] == MONTHLY and day_of(line["on"])}
    began = min((r["registered_on"] for r in ledger.rows if day_of(r["registered_on"])), default="")
    last = today.replace(day=1) - timedelta(days=1)
    month = last.isoformat()[:7]
    if began and began[:7] < month and month not in heard:
        where = Location(file=LEDGER_FILE, sheet=MEETINGS.name)
        yield kinds.MONTH_UNHEARD.at(where, message=f"{last.year}年{last.month}月没有听取整改汇报的记录")

"""回头看: planned from the day of closing, drawn by a seed anyone can use again, decided by what was found."""

from __future__ import annotations

import calendar
import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import BACK, HOLDS, LOOK_BACKS, PEOPLE, UNHAPPY, VERDICTS, WATCH, Line
from zgtool.model.period import day_of
from zgtool.model.settings import Settings
from zgtool.model.status import CLOSED, CONSOLIDATED, REOPENED, is_closed
from zgtool.ops.carried import DONE, Carried, Fault, empty_of, held, signature
from zgtool.ops.lifecycle import CLOSE_OUT_RECORD
from zgtool.ops.record import entry, with_lines

DRAWN = "抽中"
AHEAD_DAYS = 31
"""Look-backs due within so many days take part in the week's draw."""
_MONEY = re.compile(r"元|款|资金|经费|补贴|清退|退缴|追缴|收缴")
_PEOPLE = re.compile(r"群众|企业|来信|来访|职工|矿工|干部|\d+\s*[人名户]")


def months_after(day: date, months: int) -> date:
    """The same day so many months later, the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def carry_look_backs(ledger: Ledger, settings: Settings, today: date) -> Carried:
    """Carry out every look-back that was filled in: the item holds, stays under watch, or goes back to work."""
    rows = ledger.by_number()
    lines, entries, findings = [], [], []
    for line in ledger.lines(LOOK_BACKS.name):
        if line["answer"].startswith(DONE) or empty_of(line, LOOK_BACKS.typed):
            lines.append(line)
            continue
        row = rows.get(line["number"])
        faults = tuple(_faults(line, row, today))
        if row is None or faults:
            kept, finding = held(line, faults, line["number"])
            lines.append(kept)
            findings.append(finding)
            continue
        changed = _decided(line, row)
        rows[row.number] = changed
        entries.append(
            entry(row.number, "回头看", row["state"], changed["state"], by=line["by"], on=line["on"],
                  basis=line["found"], until=line["until"] if line["verdict"] == BACK else "",
                  note=f"{line['verdict']}，群众评价：{line['people']}")
        )  # fmt: skip
        lines.append(line.but({"answer": f"{DONE}（{today.isoformat()}）"}))
    whole = replace(ledger, rows=tuple(rows.get(r.number, r) if r.number else r for r in ledger.rows))
    return Carried(with_lines(whole, LOOK_BACKS.name, lines), tuple(entries), tuple(findings))


def _decided(line: Line, row: Measure) -> Measure:
    if line["verdict"] == BACK:
        return row.but({"state": REOPENED, "limit": line["until"], **dict.fromkeys(CLOSE_OUT_RECORD, "")})
    return row.but({"state": CONSOLIDATED if line["verdict"] == WATCH else CLOSED})


def _faults(line: Line, row: Measure | None, today: date) -> Iterator[Fault]:
    if row is None:
        yield "number", f"台账里没有措施{line['number']}"
        return
    if not is_closed(row["state"]):
        yield "verdict", f"措施是“{row['state']}”，没有销号，不用回头看"
        return
    yield from signature(line, "by", "on", today, ("查看人", "查看日期"))
    if not line["found"]:
        yield "found", "没有写发现情况"
    if line["people"] not in PEOPLE:
        yield "people", "没有选群众评价" if not line["people"] else f"群众评价“{line['people']}”不在选项里"
    if line["verdict"] not in VERDICTS:
        yield "verdict", "没有选结论" if not line["verdict"] else f"结论“{line['verdict']}”不在选项里"
    elif line["verdict"] == HOLDS and line["people"] == UNHAPPY:
        yield "verdict", "群众评价不满意，不能定为巩固到位"
    if line["verdict"] == BACK and day_of(line["until"]) is None:
        yield "until", "回炉没有写整改期限"


def planned(
    ledger: Ledger, settings: Settings, week: str, today: date
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """(lines of the sheet, entries for the record): look-backs of what is closed, with this week's draw.

    What was done or typed stays; what was planned for an item that is open again goes. A plan starts anew
    with each closing.
    """
    held = list(ledger.lines(LOOK_BACKS.name))
    rows = {r.number: r for r in ledger.rows if is_closed(r["state"]) and day_of(r["closed_on"])}
    kept = [ln for ln in held if _stays(ln, rows)]
    known = {(ln["number"], ln["time"], ln["closed_on"]) for ln in kept}
    fresh = [
        ln
        for row in rows.values()
        for ln in _plan(row, settings)
        if (ln["number"], ln["time"], ln["closed_on"]) not in known
    ]
    lines = [_shown(ln, rows) for ln in (*kept, *fresh)]
    lines.sort(key=lambda ln: (ln["due"], _order(ln["number"]), ln["time"]))
    chosen = _draw(lines, rows, settings, week, today)
    entries = tuple(
        entry(ln["number"], "抽查", rows[ln["number"]]["state"], rows[ln["number"]]["state"], by="随机抽取",
              on=today.isoformat(), basis=words, note=f"第{ln['time']}次回头看，应于{ln['due']}前")
        for ln, words in chosen
        if words.startswith(DRAWN)
    )  # fmt: skip
    drawn = {id(ln): words for ln, words in chosen}
    return tuple(ln.but({"drawn": drawn[id(ln)]}) if id(ln) in drawn else ln for ln in lines), entries


def _stays(line: Line, rows: dict[str, Measure]) -> bool:
    row = rows.get(line["number"])
    return not empty_of(line, LOOK_BACKS.typed) or (row is not None and row["closed_on"] == line["closed_on"])


def _plan(row: Measure, settings: Settings) -> Iterator[Line]:
    closed = date.fromisoformat(row["closed_on"])
    for time, months in enumerate(sorted(set(settings.look_back_months)), start=1):
        due = months_after(closed, months)
        yield Line(
            {"number": row.number, "time": str(time), "due": due.isoformat(), "closed_on": row["closed_on"]}
        )


def _shown(line: Line, rows: dict[str, Measure]) -> Line:
    row = rows.get(line["number"])
    if row is None:
        return line
    told = {"lead_unit": row["lead_unit"], "measure": row["measure"]}
    return line.but({k: v for k, v in told.items() if v})


def _draw(
    lines: Sequence[Line], rows: dict[str, Measure], settings: Settings, week: str, today: date
) -> list[tuple[Line, str]]:
    """Look-backs to be checked on the spot, with the words that record the draw.

    Of those due within a month and not yet drawn from, a share by settings (one at least). Each gets a
    number from the seed and its 措施编号; money and people weigh double. The same seed draws the same.
    """
    horizon = (today + timedelta(days=AHEAD_DAYS)).isoformat()
    batch = [
        ln for ln in lines
        if not ln["drawn"] and empty_of(ln, LOOK_BACKS.typed) and ln["number"] in rows and ln["due"] <= horizon
    ]  # fmt: skip
    if not batch or not week or settings.draw_share <= 0:
        return []
    seed = settings.draw_seed or week
    count = max(1, math.ceil(len(batch) * settings.draw_share / 100))
    ranked = sorted(batch, key=lambda ln: _lot(seed, ln, weight_of(rows[ln["number"]])))
    chosen = {id(ln) for ln in ranked[:count]}
    told = []
    for ln in batch:
        words = f"种子{seed}，权数{weight_of(rows[ln['number']])}"
        told.append((ln, f"{DRAWN}（{words}）" if id(ln) in chosen else f"未抽中（{words}）"))
    return told


def weight_of(row: Measure) -> int:
    """Weight in the draw: 1, twice that when money is in it, twice again when people are."""
    text = f"{row['problem']}{row['point']}{row['measure']}"
    return (2 if row["amount"] or _MONEY.search(text) else 1) * (2 if _PEOPLE.search(text) else 1)


def _lot(seed: str, line: Line, weight: int) -> float:
    """A weighted lot, the smallest wins: −ln(u)/weight with u from SHA-256 of “seed|number|time” (Efraimidis–Spirakis)."""
    drawn = hashlib.sha256(f"{seed}|{line['number']}|{line['time']}".encode()).digest()
    u = (int.from_bytes(drawn[:8], "big") + 1) / (2**64 + 1)
    return -math.log(u) / weight


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", number))

"""变更登记: extensions, changes of the lead unit and of a measure, carried out once they are approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from zgtool.model.columns import Owner
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import CHANGE_KINDS, CHANGES, DELAY, NEW_LEAD, NEW_MEASURE, Line
from zgtool.model.period import day_of
from zgtool.model.settings import Settings
from zgtool.model.status import EXTENDED, is_open, may_move
from zgtool.model.text import shorten
from zgtool.ops.carried import DONE, Carried, Fault, empty_of, held, signature
from zgtool.ops.lifecycle import is_dated
from zgtool.ops.record import day_written, entry, with_lines
from zgtool.ops.terms import deadline_of

_APPROVAL = ("by", "approved_on")
_LATE = "到期以后才申请"


def carry_changes(ledger: Ledger, settings: Settings, today: date) -> Carried:
    """Carry out every approved line; one without any approval waits, an incomplete one is told and stays."""
    rows = ledger.by_number()
    lines, entries, findings = [], [], []
    for line in ledger.lines(CHANGES.name):
        if line["answer"].startswith(DONE) or empty_of(line, CHANGES.typed):
            lines.append(line)
            continue
        if empty_of(line, _APPROVAL):
            lines.append(line.but({"answer": "等待批准"}))
            continue
        row = rows.get(line["number"])
        faults = tuple(_faults(line, row, settings, today))
        if row is None or faults:
            kept, finding = held(line, faults, line["number"])
            lines.append(kept)
            findings.append(finding)
            continue
        late = _is_late(line, row, settings, today)
        changed, made = _carried_out(line, row, late)
        rows[row.number] = changed
        entries.append(made)
        lines.append(line.but({"answer": f"{DONE}（{today.isoformat()}）" + (f"，{_LATE}" if late else "")}))
    whole = replace(ledger, rows=tuple(rows.get(r.number, r) if r.number else r for r in ledger.rows))
    return Carried(with_lines(whole, CHANGES.name, lines), tuple(entries), tuple(findings))


def _carried_out(line: Line, row: Measure, late: bool) -> tuple[Measure, Line]:
    old = row["state"]
    note = f"{line['asked_by'] or row['lead_unit']}{line['on']}申请，{line['agreed']}同意" + (
        f"，{_LATE}" if late else ""
    )
    if line["kind"] == DELAY:
        until = day_written(line["new"])
        note = f"原时限{row['limit'] or row['deadline']}；{note}"
        changed, until_ = row.but({"state": EXTENDED, "limit": until}), until
    elif line["kind"] == NEW_LEAD:
        note = f"{row['lead_unit'] or '（空）'} → {line['new']}；{note}"
        changed, until_ = row.but({"lead_unit": line["new"], "claimed": ""}), ""
    else:
        note = f"原措施：{shorten(row['measure'], 120)}；{note}"
        changed, until_ = row.but({"measure": line["new"]}), ""
    made = entry(row.number, line["kind"], old, changed["state"], by=line["by"], on=line["approved_on"],
                 basis=line["why"], until=until_, note=note)  # fmt: skip
    return changed, made


def _faults(line: Line, row: Measure | None, settings: Settings, today: date) -> Iterator[Fault]:
    if row is None:
        yield "number", f"台账里没有措施{line['number']}" if line["number"] else "没有写措施编号"
        return
    if line["kind"] not in CHANGE_KINDS:
        yield "kind", f"变更事项“{line['kind']}”不在选项里"
        return
    if not is_open(row["state"]):
        yield "kind", f"“{row['state']}”的措施不能{line['kind']}"
    if not line["why"]:
        yield "why", "没有写理由"
    if not is_dated(line["agreed"]):
        yield "agreed", "牵头责任领导意见没有姓名和日期"
    yield from signature(line, "by", "approved_on", today, ("批准人", "批准日期"))
    yield from _wanted(line, row, settings)


def _wanted(line: Line, row: Measure, settings: Settings) -> Iterator[Fault]:
    new = line["new"]
    if line["kind"] == DELAY:
        if not day_written(new):
            yield "new", f"延期到“{new}”不是日期，请写成 2020-07-31" if new else "没有写延期到哪一天"
        if day_of(line["on"]) is None:
            yield "on", "没有写申请日期"
        if is_open(row["state"]) and not may_move(row["state"], EXTENDED, Owner.OFFICE):
            yield "kind", f"“{row['state']}”的措施不能延期"
    elif not new:
        yield "new", "没有写改为什么"
    elif line["kind"] == NEW_LEAD and len(settings.units) and settings.units.find(new).unit is None:
        near = settings.units.find(new).near
        yield "new", f"单位名单里没有“{shorten(new, 20)}”" + (f"，是不是{near[0]}" if near else "")
    elif line["kind"] == NEW_MEASURE and new == row["measure"]:
        yield "new", "与原措施相同"


def _is_late(line: Line, row: Measure, settings: Settings, today: date) -> bool:
    """Whether an extension was asked for after its day had passed."""
    asked, due = day_of(line["on"]), deadline_of(row, settings, today).latest_day
    return line["kind"] == DELAY and asked is not None and due is not None and asked > due

"""What the office did to its ledger since it was filed: its edits count, its slips are mended and told."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zgtool.model.columns import POINT_KEYS, PROBLEM_KEYS
from zgtool.model.finding import Finding
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import CLOSEOUT, NEW_LEAD, RECORD, Line
from zgtool.model.settings import Settings
from zgtool.model.status import CLOSED, REGISTERED, REOPENED, WITHDRAWN
from zgtool.model.text import fold, shorten
from zgtool.ops import kinds
from zgtool.ops.carried import kept_sheets
from zgtool.ops.changes import carry_changes
from zgtool.ops.decisions import TARGETS, decide
from zgtool.ops.found import carry_found
from zgtool.ops.lifecycle import CLOSE_OUT_RECORD, state_by_office
from zgtool.ops.look_backs import carry_look_backs
from zgtool.ops.meetings import carry_meetings
from zgtool.ops.record import entry, filed_record, with_lines
from zgtool.ops.register import ledger_place

_COMPLAINTS = {
    "refused": kinds.STATE_REFUSED,
    "unsigned": kinds.CLOSE_OUT_UNSIGNED,
    "undated": kinds.EXTENSION_UNDATED,
}


@dataclass(frozen=True, slots=True)
class Office:
    """The office's ledger with everything it decided carried out.

    entries: what goes into the record. held: typed lines of 销号审核 that were not carried out, with the
    reason as their 核对结果.
    """

    ledger: Ledger
    entries: tuple[Line, ...]
    held: tuple[Line, ...]
    findings: tuple[Finding, ...]


_CARRIED = (carry_changes, carry_look_backs, carry_found, carry_meetings)
"""What works through the other sheets the office types into, in this order, after 销号审核."""


def office_changes(base: Ledger, local: Ledger, settings: Settings, today: date) -> Office:
    """The office's ledger with deleted rows and changed numbers restored and only allowed, recorded moves of state."""
    record, findings = filed_record(base, local)
    local, restored = kept_sheets(base, local)
    findings += restored
    before = base.by_number()
    rows = [_whole(row, before.get(row.number)) for row in _renumbered(base, local, findings)]
    desk = _Desk(base, rows, local.lines(CLOSEOUT.name), today, findings)
    rows = [desk.settled(row) for row in rows]
    present = {row.number for row in rows}
    gone = [row for row in base.rows if row.number not in present]
    findings += [kinds.ROW_RESTORED.at(ledger_place(row), shorten(row["measure"])) for row in gone]
    rows = _put_back(rows, [desk.settled(row) for row in gone])
    held = desk.held()
    ledger = with_lines(replace(local, rows=tuple(rows)), RECORD.name, record)
    entries = [*desk.entries, *_new_leads(before, rows, today)]
    for carry in _CARRIED:
        carried = carry(ledger, settings, today)
        ledger = carried.ledger
        entries += carried.entries
        findings += carried.findings
    return Office(ledger, tuple(entries), held, tuple(findings))


def _new_leads(before: Mapping[str, Measure], rows: Sequence[Measure], today: date) -> Iterator[Line]:
    """Entries for lead units the office changed in the ledger itself: who answers for an item is always on record."""
    for row in rows:
        known = before.get(row.number) if row.number else None
        if known is not None and known["lead_unit"] and fold(known["lead_unit"]) != fold(row["lead_unit"]):
            note = f"{known['lead_unit']} → {row['lead_unit'] or '（空）'}；在总台账里直接改的"
            state = row["state"] or REGISTERED
            yield entry(row.number, NEW_LEAD, state, state, by="办公室", on=today.isoformat(), note=note)


class _Desk:
    """The typed lines of 销号审核 and the rows they speak of, worked through row by row."""

    def __init__(
        self,
        base: Ledger,
        rows: Sequence[Measure],
        lines: Sequence[Line],
        today: date,
        findings: list[Finding],
    ) -> None:
        self._base = base.by_number()
        self._rows: Mapping[str, Measure] = {row.number: row for row in (*base.rows, *rows)}
        self._today, self._findings = today, findings
        self._typed: dict[str, list[Line]] = {}
        self._lines = [line for line in lines if any(line[key] for key in CLOSEOUT.typed if key != "number")]
        for line in self._lines:
            if line["decision"]:
                self._typed.setdefault(line["number"], []).append(line)
        self._answers: dict[int, str] = {}
        self._done: set[int] = set()
        self.entries: list[Line] = []

    def settled(self, row: Measure) -> Measure:
        """A row with the office's decision carried out, or its typed state where that is allowed."""
        known = self._base.get(row.number)
        lines = self._typed.get(row.number, []) if row.number else []
        if known is None:
            return row if not self._base else self._newcomer(row)
        if len(lines) == 1:
            return self._decided(row, known, lines[0])
        for line in lines:
            self._hold(line, (("decision", "同一条措施填了不止一条认定意见"),))
        return self._by_column(row, known)

    def held(self) -> tuple[Line, ...]:
        """Lines that stay on the sheet: decisions not carried out with the reason, others as they were typed."""
        for number, lines in self._typed.items():
            for line in lines:
                if id(line) not in self._done and id(line) not in self._answers:
                    said = f"台账里没有措施{number}" if number else "没有写措施编号"
                    self._hold(line, (("number", said),))
        return tuple(
            line.but({"answer": self._answers.get(id(line), "")})
            for line in self._lines
            if id(line) not in self._done
        )

    def _decided(self, row: Measure, known: Measure, line: Line) -> Measure:
        aim = TARGETS.get(line["decision"], known["state"])
        typed = row["state"] or known["state"]
        if typed not in (known["state"], aim):
            self._hold(line, (("decision", f"与“状态”栏填的“{typed}”不一致"),))
            return row.but({"state": known["state"]})
        # What the decision itself records must not be left over from the row's own columns.
        plain = row.but(
            {"state": known["state"], **{key: known[key] for key in (*CLOSE_OUT_RECORD, "limit")}}
        )
        verdict = decide(plain, line, self._rows, self._today)
        if verdict.entry is None:
            self._hold(line, verdict.faults)
            return row.but({"state": known["state"]})
        self._done.add(id(line))
        self.entries.append(verdict.entry)
        return verdict.row

    def _newcomer(self, row: Measure) -> Measure:
        """A row the office added by hand starts at 挂号: nothing about it is on record yet."""
        if row["state"] not in ("", REGISTERED):
            place = replace(ledger_place(row), column="state")
            message = f"新增的措施从“{REGISTERED}”开始，不能直接是“{row['state']}”"
            self._findings.append(kinds.STATE_REFUSED.at(place, row["state"], message=message))
        return row.but({"state": "", "limit": "", **dict.fromkeys(CLOSE_OUT_RECORD, "")})

    def _by_column(self, row: Measure, known: Measure) -> Measure:
        state, complaint = state_by_office(known, row, self._today)
        if complaint:
            kind = _COMPLAINTS[complaint]
            message = f"{kind.title}（{known['state']} → {row['state']}）" if complaint == "refused" else ""
            place = replace(ledger_place(row), column="state")
            self._findings.append(kind.at(place, row["state"], message=message))
        if state != (known["state"] or REGISTERED):
            self.entries.append(self._typed_move(row, known["state"] or REGISTERED, state))
        if row["state"] == state:
            # The earlier closing stays in the record; a stale day would let the next one pass unsigned.
            reopened = state in (REOPENED, REGISTERED) and known["state"] != state
            return row.but(dict.fromkeys(CLOSE_OUT_RECORD, "")) if reopened else row
        return row.but({"state": state})

    def _typed_move(self, row: Measure, old: str, new: str) -> Line:
        leaving = new in (CLOSED, WITHDRAWN)
        return entry(
            row.number,
            "认定销号" if new == CLOSED else new,
            old,
            new,
            by=(row["accepted_by"] if leaving else "") or "办公室",
            on=(row["closed_on"] if leaving else "") or self._today.isoformat(),
            basis=shorten(row["evidence"], 200) if new == CLOSED else "",
            until="" if leaving else row["limit"],
            note="在“状态”栏里改的",
        )

    def _hold(self, line: Line, faults: Sequence[tuple[str, str]]) -> None:
        said = "；".join(sentence for _, sentence in faults)
        self._answers[id(line)] = f"没有采用：{said}。"
        self._findings.append(
            kinds.DECISION_HELD.at(
                line.at(faults[0][0]), line["decision"], message=f"措施{line['number']}的认定没有采用：{said}"
            )
        )


def _renumbered(base: Ledger, local: Ledger, findings: list[Finding]) -> list[Measure]:
    """Rows with the numbers they were filed with: a number is given once, and stands for one item.

    A row whose number was changed gets it back; a second row of the same number or the same words is
    a copy and loses its number and its state.
    """
    filed = {row.number: _words(row) for row in reversed(base.rows)}
    owners: dict[tuple[str, ...], deque[Measure]] = {}
    for row in base.rows:
        owners.setdefault(filed[row.number], deque()).append(row)
    said_now = [_words(row) for row in local.rows]
    rightful = {
        r.number for r, words in zip(local.rows, said_now, strict=True) if filed.get(r.number) == words
    }
    used: set[str] = set()
    rows = []
    for row, words in zip(local.rows, said_now, strict=True):
        same = words in owners
        own = filed.get(row.number) == words
        was = None if own else _free(owners.get(words), rightful, used)
        if was is not None:
            message = f"措施编号由{was.number}改成了“{row.number}”，已恢复为{was.number}"
            findings.append(kinds.NUMBER_RESTORED.at(ledger_place(was), row.number, message=message))
            row = row.but({key: was[key] for key in ("number", "problem_no", "point_no")})
        elif row.number and (row.number in used or (not own and (same or row.number in rightful))):
            said = shorten(row["measure"])
            place = ledger_place(row)
            findings.append(
                kinds.DUPLICATE_NUMBER.at(place, row.number, message=f"措施编号{row.number}重复（{said}）")
            )
            row = row.but(dict.fromkeys(("number", "state", "limit", *CLOSE_OUT_RECORD), ""))
        used.add(row.number)
        rows.append(row)
    return rows


def _free(owners: deque[Measure] | None, rightful: set[str], used: set[str]) -> Measure | None:
    """The first filed row of some words that no row of the office's stands for; those that are taken are let go."""
    while owners and (owners[0].number in rightful or owners[0].number in used):
        owners.popleft()
    return owners[0] if owners else None


def _words(row: Measure) -> tuple[str, ...]:
    return tuple(fold(row[key]) for key in ("problem", "point", "measure"))


def _whole(row: Measure, base: Measure | None) -> Measure:
    """A known row with the problem's and point's cells that unmerging and sorting left empty."""
    if base is None:
        return row
    lost = {key: base[key] for key in (*PROBLEM_KEYS, *POINT_KEYS) if base[key] and not row[key]}
    return row.but(lost) if lost else row


def _put_back(rows: list[Measure], gone: Sequence[Measure]) -> list[Measure]:
    """Each deleted row behind the last row of its point, else of its problem, else at the end."""
    last: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows):
        last |= {(key, row[key]): place for key in ("point_no", "problem_no") if row[key]}
    behind: dict[int, list[Measure]] = {}
    for row in gone:
        places = (last.get((key, row[key])) for key in ("point_no", "problem_no"))
        place = next((p for p in places if p is not None), len(rows))
        behind.setdefault(place, []).append(row)
    whole = [r for place, row in enumerate(rows) for r in (row, *behind.get(place, ()))]
    return [*whole, *behind.get(len(rows), ())]

"""Office sheets whose typed lines are worked through at each run: what they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import FORMS, RECORD, Line
from zgtool.model.period import day_of
from zgtool.ops import kinds
from zgtool.ops.record import with_lines
from zgtool.ops.register import LEDGER_FILE

DONE = "已办理"
"""How the 办理结果 of a line begins that has been carried out and is kept as it is."""

Fault = tuple[str, str]
"""(column key, sentence)"""


@dataclass(frozen=True, slots=True)
class Carried:
    """The ledger after one sheet was worked through, with entries for the record and what is wrong."""

    ledger: Ledger
    entries: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()


def kept_sheets(base: Ledger, local: Ledger) -> tuple[Ledger, list[Finding]]:
    """The office's ledger with kept sheets as filed where the office's copy lost them or their finished lines."""
    found: list[Finding] = []
    ledger = local
    for form in FORMS:
        if not form.kept or form is RECORD:
            continue
        present = {_key(line) for line in local.lines(form.name)}
        lost = [
            line
            for line in base.lines(form.name)
            if line["answer"].startswith(DONE) and _key(line) not in present
        ]
        if form.name not in local.sheets and form.name in base.sheets:
            lost = list(base.lines(form.name))
        if lost:
            ledger = with_lines(ledger, form.name, (*lost, *local.lines(form.name)))
            where = Location(file=LEDGER_FILE, sheet=form.name)
            found.append(
                kinds.LINES_RESTORED.at(where, message=f"“{form.name}”少了{len(lost)}行，已按归档恢复")
            )
    return ledger, found


def _key(line: Line) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((k, v) for k, v in line.values.items() if v))


def held(line: Line, faults: Sequence[Fault], number: str = "") -> tuple[Line, Finding]:
    """A line that was not carried out, with the reason beside it, and the finding."""
    said = "；".join(sentence for _, sentence in faults)
    about = f"措施{number}：" if number else ""
    finding = kinds.LINE_HELD.at(line.at(faults[0][0]), message=f"{about}没有办理：{said}")
    return line.but({"answer": f"没有办理：{said}。"}), finding


def signature(line: Line, by: str, on: str, today: date, words: tuple[str, str]) -> Iterator[Fault]:
    """What is wrong with who and when. by, on: column keys; words: what they are called."""
    if not line[by]:
        yield by, f"没有写{words[0]}"
    day = day_of(line[on])
    if day is None:
        yield on, f"{words[1]}“{line[on]}”不是日期" if line[on] else f"没有写{words[1]}"
    elif day > today:
        yield on, f"{words[1]}{line[on]}还没有到"


def empty_of(line: Line, keys: Iterable[str]) -> bool:
    """Whether nothing was typed in any of some columns."""
    return not any(line[key] for key in keys)

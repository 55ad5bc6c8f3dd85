"""What a run leaves on the office's sheets: the record with its new entries, look-backs, notices, proposals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import FORMS, FOUND, LOOK_BACKS, RECORD, Line
from zgtool.model.settings import Settings
from zgtool.ops.escalation import notices
from zgtool.ops.found import with_proposals
from zgtool.ops.look_backs import planned
from zgtool.ops.past import Past
from zgtool.ops.record import entered, with_lines


def office_sheets(
    ledger: Ledger,
    entries: Sequence[Line],
    proposals: Sequence[Line],
    settings: Settings,
    today: date,
    week: str,
    past: Past,
) -> Ledger:
    """The merged ledger with its sheets brought up to date; running it again on the result adds nothing.

    Outside a week (a folder merged once, `week` "") there is no next run to read anything back: only the
    moves are entered.
    """
    ledger = with_lines(ledger, RECORD.name, entered(ledger.lines(RECORD.name), entries, week))
    if not week:
        return ledger
    for form in FORMS:
        ledger = with_lines(ledger, form.name, ledger.lines(form.name))
    ledger = with_lines(ledger, FOUND.name, with_proposals(ledger.lines(FOUND.name), proposals))
    lines, drawn = planned(ledger, settings, week, today)
    ledger = with_lines(ledger, LOOK_BACKS.name, lines)
    sent = notices(ledger, past, settings, today)
    return with_lines(ledger, RECORD.name, entered(ledger.lines(RECORD.name), (*drawn, *sent), week))

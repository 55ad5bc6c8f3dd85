"""What a run leaves on the office's sheets: the record with its new entries, look-backs, notices, proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import CLOSEOUT, FORMS, FOUND, LOOK_BACKS, RECORD, REQUEST, UNREPORTED, Line
from zgtool.model.settings import Settings
from zgtool.ops.carried import DONE
from zgtool.ops.escalation import STEPS, notices
from zgtool.ops.found import with_proposals
from zgtool.ops.look_backs import planned
from zgtool.ops.meetings import open_decisions
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


def to_do(ledger: Ledger, week: str, today: date) -> dict[str, int]:
    """What waits for the office after a run, in words, with how many of each; only what there is.

    Notices of the ladder are those entered this week: they are for the office to send.
    """
    closeout = Counter(line["matter"] for line in ledger.lines(CLOSEOUT.name))
    looks = (line for line in ledger.lines(LOOK_BACKS.name) if not line["answer"].startswith(DONE))
    notices_ = Counter(
        e["what"] for e in ledger.lines(RECORD.name) if e["week"] == week and e["what"] in STEPS
    )
    counts = {
        "申请销号待认定": closeout[REQUEST],
        "单位没有报的措施待答复": closeout[UNREPORTED],
        "回头看到期": sum(line["due"] <= today.isoformat() for line in looks),
        "自查问题待登记": sum(not line["answer"].startswith(DONE) for line in ledger.lines(FOUND.name)),
        "会议决定没有办结": len(open_decisions(ledger)),
        **{f"{step}待送": notices_[step] for step in STEPS},
    }
    return {words: count for words, count in counts.items() if count}

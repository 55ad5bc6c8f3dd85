"""Evidence that lies loose beside the ledgers: whose it is, so that it never stands in for a ledger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Submission
from zgtool.model.settings import Settings
from zgtool.ops import kinds

_NOT_A_TABLE, _NO_HEADING = "F103", "F110"
"""The reader's codes for a file that is no ledger."""
_EVIDENCE_WORDS = re.compile(
    "佐证|附件|凭证|签到|照片|截图|纪要|记录|证明|回单|发票|通知|报告|办法|制度|方案|清单|合同|材料"
)
_LEDGER_WORDS = re.compile("台账|周报|填报|报表|退改|修改稿|更正|补报")


def with_evidence(
    submissions: Sequence[Submission], settings: Settings
) -> tuple[list[Submission], list[Submission], list[Finding]]:
    """(what may be a ledger, with the evidence that came loose beside it; the evidence; one remark per ledger).

    A file counts as evidence only beside a ledger of the same unit: alone it may be a ledger gone wrong.
    """
    ledgers = [s for s in submissions if s.rows and s.unit]
    kept: list[Submission] = []
    aside: list[Submission] = []
    for submission in submissions:
        unit = _owner(submission, ledgers, settings) if _may_be_evidence(submission) else ""
        if unit:
            aside.append(replace(submission, unit=unit, findings=()))
        else:
            kept.append(submission)
    found = []
    for place, submission in enumerate(kept):
        own = [s for s in aside if s.unit == submission.unit] if submission.rows and aside else []
        if own:
            evidence = (*submission.evidence, *(e for s in own for e in s.evidence))
            kept[place] = replace(submission, evidence=evidence)
            names = [s.file.rpartition("/")[2] for s in own]
            shown = "、".join(names[:3]) + (f"等{len(names)}个文件" if len(names) > 3 else "")
            found.append(kinds.EVIDENCE_KEPT.at(Location(file=submission.file, unit=submission.unit), shown))
    return kept, aside, found


def _may_be_evidence(submission: Submission) -> bool:
    if submission.rows or not submission.evidence:
        return False
    codes = {f.code for f in submission.findings}
    name = submission.file.rpartition("/")[2]
    if _NOT_A_TABLE in codes:
        return not _LEDGER_WORDS.search(name)
    return (
        _NO_HEADING in codes
        and bool(_EVIDENCE_WORDS.search(submission.file))
        and not _LEDGER_WORDS.search(name)
    )


def _owner(submission: Submission, ledgers: Sequence[Submission], settings: Settings) -> str:
    """The unit whose ledger lies with the file, or that the file's name or folder names; "" when unsure."""
    units = {ledger.unit for ledger in ledgers}
    for part in reversed(submission.file.split("/")):
        named = settings.units.named_in(part)
        if named:
            return named.name if named.name in units else ""
    folder = submission.file.rpartition("/")[0]
    while folder:
        near = {ledger.unit for ledger in ledgers if ledger.file.startswith(f"{folder}/")}
        if near:
            return next(iter(near)) if len(near) == 1 else ""
        folder = folder.rpartition("/")[0]
    return ""

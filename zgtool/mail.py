"""The week's papers as mail: the Word report to the leading group, the workbooks back to their units.

Drafts (.eml) are the rule; sending is off until the office allows it in 配置.xlsx. What is
sent is the draft, byte for byte apart from its date and the mark that makes it a draft.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from zgtool.delivery import PASSWORD_VARIABLE, Errand, connect, deliver, find_password, password_file, ready
from zgtool.letters import Envelope, compose, plan_letters, secrecy_mark
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Recipient, Settings
from zgtool.outbox import CannotMail, Letter, Line, Outbox, State
from zgtool.workspace.disk import digest, make_folder, read_bytes, replace_file
from zgtool.workspace.filed import below, filed_weeks
from zgtool.workspace.layout import WorkArea, safe_name
from zgtool.workspace.mail_address import is_mail
from zgtool.workspace.manifest import Manifest
from zgtool.workspace.trouble import WorkAreaTrouble

__all__ = ["CannotMail", "Draft", "Outcome", "find_password", "open_register", "prepare", "send"]

DRAFTS_FOLDER = "邮件"
REGISTER_NAME = "发信登记.sqlite"


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter as prepared. path: None when no draft could be written, then `note` says why.

    digest: what is sent must still have this content. size: of the message, in bytes.
    note: what the clerk must see to before sending; "" when all is well.
    """

    kind: str
    audience: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    attachment: str
    digest: str = ""
    size: int = 0
    path: Path | None = None
    note: str = ""

    def plain(self) -> dict[str, Any]:
        """As plain data for JSON."""
        return {**asdict(self), "path": str(self.path) if self.path else None}

    def told(self) -> str:
        """As one line for the clerk: whom it is for, the subject, the file, what is to be seen to."""
        people = "、".join(self.to) or "收件人待填"
        where = f"，草稿：{self.path}" if self.path else "，没有生成草稿"
        note = f"。注意：{self.note}" if self.note else ""
        return (
            f"{self.kind}（{self.audience}，{people}）“{self.subject}”，附件“{self.attachment}”{where}{note}"
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter. state: None when it was not even tried, then `note` says why.

    serial: its line in the register (第3号), 0 when it has none.
    """

    kind: str
    audience: str
    to: tuple[str, ...]
    subject: str
    state: State | None
    note: str = ""
    serial: int = 0

    @property
    def sent(self) -> bool:
        """Whether the letter has gone out, now or before."""
        return self.state is State.SENT

    def plain(self) -> dict[str, Any]:
        """As plain data for JSON."""
        return {**asdict(self), "state": self._word}

    def told(self) -> str:
        """As one line for the clerk."""
        return f"{self.kind}（{self.audience}）{self._word}{f'：{self.note}' if self.note else ''}"

    @property
    def _word(self) -> str:
        return self.state.value if self.state else "未发送"


def prepare(
    area: WorkArea, manifest: Manifest, settings: Settings, folder: Path | None = None
) -> list[Draft]:
    """Write the letters of a filed week as .eml drafts, by default into 输出/2020年第24周/邮件.

    A letter that lacks an address is written all the same, for the clerk to fill it in. Raises
    WorkAreaTrouble with one sentence when nothing can be written there.
    """
    folder = folder or area.published(ReportWeek.parse(manifest.week), manifest.edition) / DRAFTS_FOLDER
    make_folder(folder)
    drafts = []
    for number, (envelope, content, trouble) in enumerate(_letters(area, manifest, settings), start=1):
        draft = Draft(
            envelope.kind,
            envelope.audience,
            _mails(*envelope.to),
            _mails(*envelope.cc),
            envelope.subject,
            envelope.attachment,
            note=trouble,
        )
        if not trouble:
            data = _message(envelope, content, settings, manifest.run_at, draft=True)
            path = folder / safe_name(f"{number:02d}_{envelope.kind}_{envelope.audience}.eml")
            replace_file(path, data)
            outside = _outside(envelope, settings) if settings.mail_domains else ""
            note = "；".join(n for n in (envelope.note, outside) if n)
            seen = envelope.digest(content)
            draft = replace(draft, digest=seen, size=len(data), path=path, note=note)
        drafts.append(draft)
    return drafts


def send(
    area: WorkArea,
    manifest: Manifest,
    settings: Settings,
    password: str | None,
    *,
    now: datetime,
    by: str = "",
    approved: Collection[str] | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> list[Outcome]:
    """Send the letters of a filed week over SMTP with TLS, each at most once.

    by: who asked for it, kept in the register. approved: digests of the drafts somebody looked at
    and approved; None sends all. Without a password nothing is sent and every outcome says so.
    Raises CannotMail with one sentence when the settings do not allow sending at all.
    """
    session = partial(connect, settings, password or "", ready(area.root, settings))
    outcomes: list[Outcome] = []
    unreachable = ""
    with open_register(area) as outbox:
        errand = Errand(outbox, session, _sender(settings), now, by, pause)
        for envelope, content, trouble in _letters(area, manifest, settings):
            letter = _letter(envelope, content)
            hindrance = trouble or _hindrance(envelope, settings, letter, password, approved) or unreachable
            if hindrance:
                outcomes.append(_outcome(envelope, None, hindrance))
                continue
            outcome, reached = _send_one(errand, settings, envelope, content)
            outcomes.append(outcome)
            if not reached:
                unreachable = f"{outcome.note}，后面的信没有再试"
    return outcomes


def open_register(area: WorkArea) -> Outbox:
    """日志/发信登记.sqlite: what was sent, and the letters that wait for a person's word."""
    return Outbox(area.logs / REGISTER_NAME)


def _letters(area: WorkArea, manifest: Manifest, settings: Settings) -> Iterator[tuple[Envelope, bytes, str]]:
    """Each letter with its attachment, and what forbids mailing it ("" when nothing does)."""
    for envelope in plan_letters(manifest, filed_weeks(area), settings):
        name, trouble = envelope.source.name, ""
        try:
            content = read_bytes(below(area.archive / manifest.folder, name))
        except WorkAreaTrouble as fault:
            yield envelope, b"", str(fault)
            continue
        if digest(content) != envelope.source.sha256:
            trouble = f"归档里的“{name}”与归档时的登记不一致，可能被改动过，没有附到邮件里，请先核对"
        elif mark := secrecy_mark(content):
            trouble = f"附件“{name}”带有密级标志（{mark}），不得通过邮箱传送，请按保密规定办理"
        yield envelope, content, trouble


def _hindrance(
    envelope: Envelope,
    settings: Settings,
    letter: Letter,
    password: str | None,
    approved: Collection[str] | None,
) -> str:
    """What keeps this one letter from being sent now; "" when nothing does."""
    if not envelope.to:
        return envelope.note
    if outside := _outside(envelope, settings):
        return outside
    if approved is not None and letter.digest not in approved:
        return "这封信没有经过核对同意，或者核对之后内容有变动"
    if not password:
        return (
            f"没有找到邮箱密码，只生成了草稿。需要自动发送的，请设置环境变量 {PASSWORD_VARIABLE}，"
            f"或者把密码（授权码）写进 {password_file()}"
        )
    return ""


def _send_one(errand: Errand, settings: Settings, envelope: Envelope, content: bytes) -> tuple[Outcome, bool]:
    """The outcome of one letter, and False when no session with the server could be had."""
    letter = _letter(envelope, content)
    rival = errand.outbox.rival(letter)
    if rival:
        note = f"{_before(rival)}，收件人或内容有变动的不再自动发送，需要补发的请用草稿由人发送"
        return _outcome(envelope, None, note), True
    line = errand.outbox.register(letter, errand.now)
    if line.state not in (State.PREPARED, State.RETRY):
        return _outcome(envelope, line.state, _standing(line), line.serial), True
    data = _message(envelope, content, settings, errand.now, draft=False)
    verdict = deliver(errand, letter, data)
    note = f"{verdict.note}。{_ask_first(line)}" if verdict.state is State.UNCERTAIN else verdict.note
    return _outcome(envelope, verdict.state, note, line.serial), verdict.reached


def _standing(line: Line) -> str:
    if line.state is State.SENT:
        return f"{_before(line)}，不再重复发送"
    if line.state is State.REFUSED:
        return f"{line.note}。请更正收件邮箱或者联系对方，再登记处理结果（第{line.serial}号）"
    return f"上次发送没有得到确认，对方可能已经收到。{_ask_first(line)}"


def _ask_first(line: Line) -> str:
    return f"请先问收件人是否收到，再登记核实结果（第{line.serial}号），核实前不会重发"


def _before(line: Line) -> str:
    done = "已发送" if line.state is State.SENT else "可能已发送"
    return f"这一期的{line.kind}{done}（第{line.serial}号，{line.at.replace('T', ' ')[:16]}）"


def _letter(envelope: Envelope, content: bytes) -> Letter:
    recipients = tuple(dict.fromkeys(_mails(*envelope.to, *envelope.cc)))
    return Letter(envelope.kind, envelope.period, envelope.audience, recipients, envelope.digest(content))


def _message(
    envelope: Envelope, content: bytes, settings: Settings, date: datetime | None, *, draft: bool
) -> bytes:
    sender = _sender(settings)
    message_id = _letter(envelope, content).message_id(sender.rpartition("@")[2])
    return compose(
        envelope,
        content,
        sender=sender,
        office=settings.office,
        date=date,
        message_id=message_id,
        draft=draft,
    )


def _outside(envelope: Envelope, settings: Settings) -> str:
    allowed = {domain.strip().lower().lstrip("@") for domain in settings.mail_domains}
    outside = [m for m in _mails(*envelope.to, *envelope.cc) if m.rpartition("@")[2].lower() not in allowed]
    return f"收件邮箱不在“允许的收件域名”之内：{'、'.join(outside)}" if outside else ""


def _sender(settings: Settings) -> str:
    return settings.mail_from if is_mail(settings.mail_from) else ""


def _mails(*recipients: Recipient) -> tuple[str, ...]:
    return tuple(r.mail for r in recipients)


def _outcome(envelope: Envelope, state: State | None, note: str, serial: int = 0) -> Outcome:
    to = _mails(*envelope.to, *envelope.cc)
    return Outcome(envelope.kind, envelope.audience, to, envelope.subject, state, note, serial)

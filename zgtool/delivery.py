"""Handing one letter to a mail server: the secret, the encrypted session, and what came of it."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zgtool.model.settings import Settings
from zgtool.model.text import clean, shorten
from zgtool.outbox import CannotMail, Letter, Outbox, State
from zgtool.workspace.mail_address import is_mail

PASSWORD_VARIABLE = "ZGTOOL_SMTP_PASSWORD"
IMPLICIT_TLS_PORTS = frozenset({465})
"""Ports that speak TLS from the first byte; every other port must offer STARTTLS."""
TIMEOUT = 30.0
"""Seconds a server may take for one answer."""
TRIES = 3
"""How often one letter is tried in one go."""
FIRST_PAUSE = 2.0
"""Seconds before the second try; doubled for each further one."""


def find_password(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> str | None:
    """The mail password: the environment's, else the first line of the file in the user's own home; or None.

    It is not kept in the work area, which may lie on a shared drive. CannotMail when others can
    read the file.
    """
    if environment.get(PASSWORD_VARIABLE):
        return environment[PASSWORD_VARIABLE]
    path = password_file(environment, home)
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise CannotMail(f"密码文件 {path} 别人也能读，请把权限改为仅本人可读写（0600）后再发送。")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotMail(f"密码文件 {path} 读不了，请检查后再发送。") from fault
    return lines[0].strip() if lines and lines[0].strip() else None


def password_file(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """Where the password may be kept: one file per user, in the folder of that user's settings."""
    if os.name == "nt" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"]) / "zgtool" / "smtp密码.txt"
    return (home or Path.home()) / ".config" / "zgtool" / "smtp密码.txt"


def ready(root: Path, settings: Settings) -> ssl.SSLContext:
    """The TLS settings to send with; CannotMail with what the office must do first."""
    if not settings.mail_allowed:
        raise CannotMail(
            "“配置.xlsx”里“允许发送邮件”没有设为“是”，没有发送。草稿可以核对后用自己的邮箱发送。"
        )
    if not settings.mail_domains:
        raise CannotMail("“配置.xlsx”里“允许的收件域名”没有填写，没有发送。请填写本单位内网邮箱的域名。")
    if not settings.mail_server:
        raise CannotMail("“配置.xlsx”里“发件服务器”没有填写，没有发送。")
    if not is_mail(settings.mail_from):
        raise CannotMail(f"“配置.xlsx”里“发件邮箱”填的“{settings.mail_from}”不是邮箱地址，没有发送。")
    try:
        # A path relative to the work area, so that the folder can be moved as a whole.
        return ssl.create_default_context(cafile=str(root / settings.mail_ca) if settings.mail_ca else None)
    except (OSError, ValueError) as fault:
        raise CannotMail(
            f"证书文件“{settings.mail_ca}”读不了，没有发送。请信息人员核对“配置.xlsx”里的“证书文件”。"
        ) from fault


def connect(settings: Settings, password: str, context: ssl.SSLContext) -> smtplib.SMTP:
    """A session that is encrypted, verified and logged in; what smtplib raises when it cannot be."""
    name = settings.mail_from.rpartition("@")[2]
    server: smtplib.SMTP
    if settings.mail_port in IMPLICIT_TLS_PORTS:
        server = smtplib.SMTP_SSL(
            settings.mail_server, settings.mail_port, local_hostname=name, timeout=TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(settings.mail_server, settings.mail_port, local_hostname=name, timeout=TIMEOUT)
    try:
        if settings.mail_port not in IMPLICIT_TLS_PORTS:
            server.starttls(context=context)
        server.login(settings.mail_user or settings.mail_from, password)
    except BaseException:
        server.close()
        raise
    return server


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one try came to. again: worth another try now. reached: a session with the server stood."""

    state: State
    note: str
    again: bool = False
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Errand:
    """What all letters sent in one go share. by: who asked for it. pause: waits so many seconds."""

    outbox: Outbox
    session: Callable[[], smtplib.SMTP]
    sender: str
    now: datetime
    by: str
    pause: Callable[[float], None]


def deliver(errand: Errand, letter: Letter, data: bytes) -> Verdict:
    """Up to three tries, each wait twice as long; every step stands in the register before the next."""
    outbox, now, by = errand.outbox, errand.now, errand.by
    wait = FIRST_PAUSE
    for number in range(1, TRIES + 1):
        claims: list[bool] = []

        def claim(claims: list[bool] = claims) -> bool:
            claims.append(outbox.claim(letter, now, by))
            return claims[-1]

        verdict = attempt(errand.session, errand.sender, letter.recipients, data, claim)
        if claims and not claims[-1]:
            return verdict
        outbox.move(letter, verdict.state, now, verdict.note, by, claimed=bool(claims))
        if not verdict.again or number == TRIES:
            break
        errand.pause(wait)
        wait *= 2
    return verdict


def attempt(
    connect: Callable[[], smtplib.SMTP],
    sender: str,
    recipients: Sequence[str],
    data: bytes,
    claim: Callable[[], bool],
) -> Verdict:
    """Try to hand one letter over. `claim` is asked right before the text goes out."""
    try:
        server = connect()
    except smtplib.SMTPAuthenticationError as fault:
        return _offline(f"邮箱服务器不认登录名或密码（{_said(fault)}），请核对授权码")
    except ssl.SSLCertVerificationError as fault:
        return _offline(f"邮箱服务器的证书核对不通过（{fault.verify_message}），请信息人员核对“证书文件”")
    except smtplib.SMTPNotSupportedError:
        return _offline("邮箱服务器不支持加密连接或登录，没有发送，请信息人员核对端口")
    except (smtplib.SMTPException, OSError) as fault:
        lasting = isinstance(fault, smtplib.SMTPResponseException) and fault.smtp_code >= 500
        return _offline(f"连不上邮箱服务器（{_said(fault)}）", again=not lasting)
    try:
        return _converse(server, sender, recipients, data, claim)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _offline(note: str, *, again: bool = False) -> Verdict:
    return Verdict(State.RETRY, note, again, reached=False)


def _converse(
    server: smtplib.SMTP, sender: str, recipients: Sequence[str], data: bytes, claim: Callable[[], bool]
) -> Verdict:
    try:
        code, said = server.mail(sender)
        if code != 250:
            return _by_code(code, said, "服务器不接受发件邮箱")
        replies = {to: server.rcpt(to) for to in recipients}
        refused = {to: reply for to, reply in replies.items() if reply[0] not in (250, 251)}
        if len(refused) == len(replies):
            code, said = min(refused.values())
            return _by_code(code, said, "服务器不接受收件邮箱")
        if not claim():
            return Verdict(State.SENDING, "另有程序正在发送或者已经发送这封信")
        code, said = server.docmd("DATA")
        if code != 354:
            return _by_code(code, said, "服务器不接收正文")
        # Without the final dot no server may accept the letter, so a break up to here is safe to retry.
        server.send(re.sub(rb"(?m)^\.", b"..", data))
    except (smtplib.SMTPException, OSError) as fault:
        return Verdict(State.RETRY, f"正文送完之前连接断了（{_said(fault)}）", again=True)
    try:
        server.send(b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n")
        code, said = server.getreply()
    except (smtplib.SMTPException, OSError) as fault:
        return Verdict(State.UNCERTAIN, f"送完正文后连接断了（{_said(fault)}），对方可能已经收到")
    if code != 250:
        return _by_code(code, said, "服务器没有收下")
    if refused:
        note = "；".join(f"{to} 未送达（{_words(reply[1])}）" for to, reply in refused.items())
        return Verdict(State.SENT, note)
    return Verdict(State.SENT, "")


def _by_code(code: int, said: bytes, what: str) -> Verdict:
    note = f"{what}（{code} {_words(said)}）"
    return Verdict(State.RETRY, note, again=True) if 400 <= code < 500 else Verdict(State.REFUSED, note)


def _words(said: bytes | str) -> str:
    return shorten(clean(said.decode("utf-8", "replace") if isinstance(said, bytes) else said), 80)


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_words(fault.smtp_error)}"
    return _words(str(fault)) or type(fault).__name__

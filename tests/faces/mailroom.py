"""A filed week to mail, and a mail server on loopback to send it to."""

import email
import email.policy
import io
import socket
import ssl
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult

from zgtool.mail import Draft, Outcome, send
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Recipient, Settings
from zgtool.model.units import Unit, UnitList
from zgtool.outbox import State
from zgtool.workspace.disk import digest
from zgtool.workspace.layout import WorkArea, week_folder_name
from zgtool.workspace.manifest import Manifest, OutputEntry, to_json

NOW = datetime(2020, 6, 12, 12, 30)
PASSWORD = "shou-quan-ma"


def paper(text: str = "本周整改进展顺利。", part: str = "word/document.xml") -> bytes:
    """A docx or xlsx with one paragraph or shared string, the same bytes for the same text."""
    tag = "w:p" if part.startswith("word") else "si"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr(zipfile.ZipInfo(part), f"<x><{tag}><t>{text}</t></{tag}></x>")
    return held.getvalue()


SETTINGS = Settings(
    bureau="××局",
    office="局巡视整改办",
    addressee="局党组",
    mail_allowed=True,
    mail_from="zgb@example.gov.cn",
    mail_server="127.0.0.1",
    mail_domains=("example.gov.cn",),
    units=UnitList(
        (
            Unit("人事教育处", short=("人事处",), mail="renshi@example.gov.cn"),
            Unit("财务处", mail="caiwu@example.gov.cn；zhangsan@example.gov.cn"),
            Unit("办公室"),
        )
    ),
    recipients=(
        Recipient("王书记", "wang@example.gov.cn"),
        Recipient("李局长", "li@example.gov.cn"),
        Recipient("存档", "cundang@example.gov.cn", "周报抄送"),
    ),
)


def file_week(
    area: WorkArea, weekly: bytes = paper(), returns: dict[str, bytes] | None = None, edition: int = 1
) -> Manifest:
    """File an edition of week 24 with a weekly report and workbooks to send back."""
    week = ReportWeek(2020, 24)
    folder = week_folder_name(week, edition)
    returns = {"人事教育处": paper("改", "xl/sharedStrings.xml")} if returns is None else returns
    files = {("ledger", "", "总台账.xlsx"): b"x", ("weekly", "", "周报.docx"): weekly}
    files |= {("return", unit, f"退改/{n}_退改.xlsx"): data for n, (unit, data) in enumerate(returns.items())}
    entries = []
    for (kind, unit, name), data in files.items():
        path = area.archive / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        entries.append(OutputEntry(kind, unit, name, digest(data)))
    manifest = Manifest(str(week), edition, folder, run_at=NOW, today=NOW.date(), outputs=tuple(entries))
    (area.archive / folder / "manifest.json").write_bytes(to_json(manifest))
    return manifest


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def read_draft(draft: Draft) -> EmailMessage:
    assert draft.path is not None
    return read(draft.path.read_bytes())


def states(outcomes: list[Outcome]) -> list[State | None]:
    return [outcome.state for outcome in outcomes]


@dataclass
class Post:
    """A mail server on loopback with TLS and a login, that can be told to misbehave."""

    settings: Settings
    received: list[tuple[list[str], bytes]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    """Replies by step (MAIL, RCPT, END), used up one by one; "drop" cuts the line."""
    unknown: set[str] = field(default_factory=set)
    """Recipients the server has never heard of."""
    waits: list[float] = field(default_factory=list)

    def send(
        self, area: WorkArea, manifest: Manifest, password: str | None = PASSWORD, **more: Any
    ) -> list[Outcome]:
        settings = more.pop("settings", self.settings)
        return send(area, manifest, settings, password, now=NOW, by="张三", pause=self.waits.append, **more)

    def _step(self, server: Server, step: str) -> str:
        left = self.answers.get(step, [])
        reply = left.pop(0) if left else "250 OK"
        if reply == "drop":
            assert server.transport is not None
            server.transport.abort()
            return "421 gone"
        return reply

    async def handle_MAIL(
        self, server: Server, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._step(server, "MAIL")

    async def handle_RCPT(
        self, server: Server, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        reply = "550 no such user" if address in self.unknown else self._step(server, "RCPT")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Server, session: Any, envelope: Any) -> str:
        reply = self._step(server, "END")
        if reply.startswith("250") or reply == "421 gone":
            self.received.append((envelope.rcpt_tos, envelope.original_content))
        return reply

    def authenticate(
        self, server: Server, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password.decode() == PASSWORD, handled=False)


def serve(authority: trustme.CA, tmp_path: Path, *, starttls: bool) -> Iterator[Post]:
    certificate = authority.issue_cert("127.0.0.1", key_type=trustme.KeyType.ECDSA)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    post = Post(replace(SETTINGS, mail_port=port, mail_ca=str(tmp_path / "ca.pem")))
    tls = {"tls_context": context, "require_starttls": True} if starttls else {"ssl_context": context}
    login = {"authenticator": post.authenticate, "auth_required": True, "auth_require_tls": starttls}
    controller = Controller(post, hostname="127.0.0.1", port=port, **tls, **login)
    controller.start()
    yield post
    controller.stop()

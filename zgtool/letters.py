"""What goes to whom: the letters of a filed week, and a letter as the bytes of a message. Pure."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.header import Header
from email.message import Message
from email.policy import SMTP
from email.utils import encode_rfc2231, format_datetime, formataddr
from pathlib import PurePosixPath

from zgtool.model.period import ReportWeek, chinese_date
from zgtool.model.settings import Recipient, Settings
from zgtool.model.text import clean, shorten
from zgtool.workspace.layout import safe_name
from zgtool.workspace.mail_address import is_mail
from zgtool.workspace.manifest import Manifest, OutputEntry

LEADING_GROUP = "领导小组"
NAME_BYTES = 45
"""One encoded word holds so many UTF-8 bytes; QQ mail and older Outlook read no second one."""
BEIJING = timezone(timedelta(hours=8))
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_POLICY = SMTP.clone(refold_source="none")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One letter before its attachment is read.

    note: what the clerk must know about it; without any `to` there is nobody to send it to.
    """

    kind: str
    period: str
    audience: str
    to: tuple[Recipient, ...]
    cc: tuple[Recipient, ...]
    subject: str
    body: str
    attachment: str
    source: OutputEntry
    note: str = ""

    def digest(self, content: bytes) -> str:
        """SHA-256 of what the reader gets: subject, text, attachment name and attachment."""
        head = "\0".join((self.subject, self.body, self.attachment, ""))
        return hashlib.sha256(head.encode() + content).hexdigest()


def plan_letters(manifest: Manifest, filed: Iterable[Manifest], settings: Settings) -> list[Envelope]:
    """The letters a filed edition calls for: the weekly report, then the returned units in roster order.

    `filed` are the filed weeks so far: a paper that differs from the one of an earlier edition of
    the same week is a correction (更正), one that is the same is the same letter as before.
    """
    week = ReportWeek.parse(manifest.week)
    editions = sorted(
        (m for m in filed if m.week == manifest.week and m.edition < manifest.edition),
        key=lambda m: m.edition,
    )
    editions.append(manifest)
    signed = _signature(manifest, settings)
    letters = [
        _weekly(week, entry, _period(editions, entry), settings, signed)
        for entry in manifest.outputs
        if entry.kind == "weekly"
    ]
    back = [entry for entry in manifest.outputs if entry.kind == "return"]
    back.sort(key=lambda entry: settings.units.order(entry.unit))
    letters += [_return(week, entry, _period(editions, entry), settings, signed) for entry in back]
    return letters


def _period(editions: Sequence[Manifest], entry: OutputEntry) -> str:
    """The week; followed by "/" and the edition when the paper took another's place."""
    last = editions[-1]
    since, earlier = last.edition, False
    for older in reversed(editions[:-1]):
        same = [o for o in older.outputs if (o.kind, o.unit) == (entry.kind, entry.unit)]
        if since == older.edition + 1 and any(o.sha256 == entry.sha256 for o in same):
            since = older.edition
        elif same:
            earlier = True
    return f"{last.week}/{since}" if earlier else last.week


def _weekly(week: ReportWeek, entry: OutputEntry, period: str, settings: Settings, signed: str) -> Envelope:
    to, bad = _reachable(r for r in settings.recipients if r.role == "周报主送")
    cc, bad_too = _reachable(r for r in settings.recipients if r.role == "周报抄送")
    again = "/" in period
    name = f"整改周报{week.label}{'（更正）' if again else ''}.docx"
    lines = [f"{_line(settings.addressee)}：", "", f"    现报送{week.label}整改周报，请审阅。周报见附件。"]
    if again:
        lines.append("    此前如已收到本周周报，请以这一份为准。")
    nobody = "" if to else "“配置.xlsx”的“收件人”表里没有可用的“周报主送”邮箱，请补填"
    subject = f"{'【更正】' if again else ''}{_line(settings.bureau)}整改周报（{week.label}）"
    return Envelope(
        "周报更正" if again else "周报",
        period,
        LEADING_GROUP,
        to,
        cc,
        subject,
        "\n".join((*lines, "", signed)),
        attachment_name(name),
        entry,
        "；".join((*bad, *bad_too, nobody) if nobody else (*bad, *bad_too)),
    )


def _return(week: ReportWeek, entry: OutputEntry, period: str, settings: Settings, signed: str) -> Envelope:
    unit = settings.units.find(entry.unit).unit
    name, label = (unit.name, unit.label) if unit else (entry.unit, entry.unit)
    mails = re.split(r"[\s,，;；、]+", unit.mail.strip()) if unit and unit.mail.strip() else []
    to, bad = _reachable(Recipient(name, mail) for mail in mails)
    again = "/" in period
    lines = [
        f"{_line(name)}：",
        "",
        f"    你单位报送的{week.label}整改台账，经校验有需要修改或者说明的地方，现{'再次' * again}退回。",
        "    附件的“退改说明”表逐条列出，涂色的单元格附有批注。请直接在附件上修改，改好后用它重新报送。",
    ]
    nobody = "" if to else f"{_line(name)}没有可用的邮箱，请在“配置.xlsx”的“单位”表里补填，或者另行送达"
    subject = f"{'再次退改' if again else '退改'}：{_line(label)}{week.label}整改台账"
    ending = PurePosixPath(entry.name).suffix.lower()
    return Envelope(
        "再次退改" if again else "退改",
        period,
        _line(name),
        to,
        (),
        subject,
        "\n".join((*lines, "", signed)),
        attachment_name(f"{label}_退改{ending}"),
        entry,
        "；".join((*bad, nobody) if nobody else bad),
    )


def _signature(manifest: Manifest, settings: Settings) -> str:
    day = manifest.today or (manifest.run_at.date() if manifest.run_at else None)
    return "\n".join((_line(settings.office), *([chinese_date(day)] if day else [])))


def _reachable(recipients: Iterable[Recipient]) -> tuple[tuple[Recipient, ...], list[str]]:
    good: dict[str, Recipient] = {}
    bad = []
    for recipient in recipients:
        mail = unicodedata.normalize("NFKC", recipient.mail).strip()
        if is_mail(mail):
            good.setdefault(mail.lower(), Recipient(_line(recipient.name), mail, recipient.role))
        else:
            what = f"写的是“{_line(recipient.mail)}”，不是邮箱地址" if mail else "没有填"
            bad.append(f"{_line(recipient.name)}的邮箱{what}")
    return tuple(good.values()), bad


def _line(text: str) -> str:
    """One line without control characters: nothing a unit is called can add a header."""
    return shorten(clean(text), 60)


def attachment_name(name: str) -> str:
    """The name cut to 45 UTF-8 bytes, its ending kept."""
    name = safe_name(name)
    stem, dot, ending = name.rpartition(".")
    room = NAME_BYTES - len((dot + ending).encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + dot + ending


def compose(
    envelope: Envelope,
    content: bytes,
    *,
    sender: str,
    office: str,
    date: datetime | None,
    message_id: str,
    draft: bool,
) -> bytes:
    """The letter as a message, lines ending in CR LF. The same arguments always give the same bytes.

    A date without a time zone is Beijing time. Built part by part in the old way: the new
    interface writes attachment names in pieces that QQ mail and older Outlook cannot read.
    """
    message = Message()
    if sender:
        message["From"] = _address(office, sender)
    if envelope.to:
        message["To"] = _addresses(envelope.to)
    if envelope.cc:
        message["Cc"] = _addresses(envelope.cc)
    message["Subject"] = Header(envelope.subject, "utf-8", header_name="Subject").encode(linesep="\r\n")
    if date:
        message["Date"] = format_datetime(date if date.tzinfo else date.replace(tzinfo=BEIJING))
    message["Message-ID"] = message_id
    if draft:
        message["X-Unsent"] = "1"
    message["MIME-Version"] = "1.0"
    boundary = f"=_zgtool_{envelope.digest(content)[:32]}"
    message["Content-Type"] = f'multipart/mixed; boundary="{boundary}"'
    text = Message()
    text["Content-Type"] = 'text/plain; charset="utf-8"'
    text["Content-Transfer-Encoding"] = "base64"
    text.set_payload(_base64(envelope.body.replace("\n", "\r\n").encode()))
    message.attach(text)
    message.attach(_attachment(envelope.attachment, content))
    return message.as_bytes(policy=_POLICY)


def _attachment(name: str, content: bytes) -> Message:
    # Content-Type name= in RFC 2047 for QQ, 163, Foxmail and older Outlook; filename*= in RFC 2231, one
    # piece, for everybody else.
    word = f"=?utf-8?B?{base64.b64encode(name.encode()).decode()}?="
    kind = _TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
    part = Message()
    part["Content-Type"] = f'{kind};\r\n name="{word}"'
    part["Content-Transfer-Encoding"] = "base64"
    part["Content-Disposition"] = f"attachment;\r\n filename*={encode_rfc2231(name, 'utf-8')}"
    part.set_payload(_base64(content))
    return part


def _base64(data: bytes) -> str:
    return base64.encodebytes(data).decode("ascii").replace("\n", "\r\n")


def _addresses(recipients: Iterable[Recipient]) -> str:
    return ",\r\n ".join(_address(r.name, r.mail) for r in recipients)


def _address(name: str, mail: str) -> str:
    name = _line(name)
    if not name or name.isascii():
        return formataddr((name, mail))
    return f"{Header(name, 'utf-8', header_name='Resent-From').encode(linesep=chr(13) + chr(10))} <{mail}>"


_MARK = re.compile(r"^(?:密级:?)?(?:绝密|机密|秘密)$|(?:绝密|机密|秘密)[★☆]")
_BLANK = re.compile(r"\s+")
_ENDS = re.compile(r"</(?:\w+:)?(?:p|si|is|c|v)>|<w:br\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_PART_LIMIT = 100_000_000


def secrecy_mark(content: bytes) -> str:
    """The first secrecy mark (绝密, 机密, 秘密★1年) in a docx or xlsx; "" when there is none.

    A mark stands by itself in a paragraph or cell; the words inside a sentence (保守国家秘密) are
    none. A file that cannot be looked through counts as marked: the answer then says so.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for info in package.infolist():
                if not info.filename.endswith(".xml") or info.filename.split("/")[0] not in ("word", "xl"):
                    continue
                if info.file_size > _PART_LIMIT:
                    return "文件过大，无法检查密级标志"
                for text in _paragraphs(package.read(info).decode("utf-8", "replace")):
                    if _MARK.search(text):
                        return text[:20]
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError):
        return "文件打不开，无法检查密级标志"
    return ""


def _paragraphs(xml: str) -> Iterator[str]:
    for piece in _ENDS.split(xml):
        text = _BLANK.sub("", html.unescape(_TAG.sub("", piece)))
        if text:
            yield unicodedata.normalize("NFKC", text)

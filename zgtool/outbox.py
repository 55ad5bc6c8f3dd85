"""The register of sent mail and the handing over of one letter, so that nothing is sent twice.

SMTP cannot tell "accepted" from "lost" once the final dot is out (RFC 1047). Every letter
therefore has a line in a small database that says how far it came, written before each
step; what may have arrived waits for a person.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import TracebackType

from zgtool.workspace.trouble import WorkAreaTrouble


class CannotMail(WorkAreaTrouble):
    """Why mail cannot be sent at all, as one sentence for the clerk."""


class State(str, Enum):
    """How far a letter came. Only 待发 and 待重试 are ever sent."""

    PREPARED = "待发"
    SENDING = "正在发送"
    SENT = "已发送"
    REFUSED = "被拒收"
    RETRY = "待重试"
    UNCERTAIN = "需核实"


@dataclass(frozen=True, slots=True)
class Letter:
    """What makes a letter this letter and no other.

    kind: 周报 | 周报更正 | 退改 | 再次退改. period: such as "2020-W24", with "/2" for what a second
    edition of the week made necessary. audience: 领导小组 or the unit's name. digest: SHA-256 of
    subject, text and attachment.
    """

    kind: str
    period: str
    audience: str
    recipients: tuple[str, ...]
    digest: str

    @property
    def key(self) -> str:
        """Hash over kind, period, recipients and content; the order of recipients makes no difference."""
        parts = (self.kind, self.period, self.audience, ",".join(sorted(self.recipients)), self.digest)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def message_id(self, domain: str) -> str:
        """The same on every try, so that a server that drops duplicates can do so."""
        return f"<zgtool-{self.key[:32]}@{domain or 'zgtool.invalid'}>"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the register. `serial` is what a clerk calls it by: 第3号."""

    serial: int
    kind: str
    period: str
    audience: str
    recipients: tuple[str, ...]
    state: State
    tries: int
    note: str
    at: str


_TABLES = """
CREATE TABLE IF NOT EXISTS letters (
    serial INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, period TEXT NOT NULL,
    audience TEXT NOT NULL, recipients TEXT NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '', at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS steps (
    letter INTEGER NOT NULL REFERENCES letters(serial), at TEXT NOT NULL, state TEXT NOT NULL,
    note TEXT NOT NULL, by TEXT NOT NULL);
"""
_FIELDS = "serial, kind, period, audience, recipients, state, tries, note, at"
_CLAIM = """
UPDATE letters SET state = :sending, at = :at, tries = tries + 1
WHERE key = :key AND state IN (:prepared, :retry) AND NOT EXISTS (
    SELECT 1 FROM letters AS other WHERE other.key <> letters.key AND other.kind = letters.kind
    AND other.period = letters.period AND other.audience = letters.audience
    AND other.state IN (:sending, :sent, :uncertain))
"""
_STATES = {
    "sending": State.SENDING.value,
    "sent": State.SENT.value,
    "uncertain": State.UNCERTAIN.value,
    "prepared": State.PREPARED.value,
    "retry": State.RETRY.value,
}


class Outbox:
    """发信登记.sqlite. No WAL: the work area may lie on a network drive."""

    def __init__(self, path: Path) -> None:
        """Open or make the register; CannotMail when it cannot be read."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, timeout=10, isolation_level=None)
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.executescript(_TABLES)
        except (sqlite3.Error, OSError) as fault:
            raise CannotMail(
                f"发信登记打不开（{path}：{fault}）。为避免重复发信，没有发送；请先把这个文件交信息人员检查，不要删除。"
            ) from fault

    def __enter__(self) -> Outbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()
        if isinstance(fault, sqlite3.Error):
            raise CannotMail(
                f"发信登记写不进去（{fault}），发信中止；已经发出的下次会先请人核实。"
            ) from fault

    def register(self, letter: Letter, at: datetime) -> Line:
        """The letter's line; entered as 待发 when it has none."""
        stamp = at.isoformat(timespec="seconds")
        self._base.execute(
            "INSERT OR IGNORE INTO letters (key, kind, period, audience, recipients, digest, state, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                letter.key,
                letter.kind,
                letter.period,
                letter.audience,
                ",".join(letter.recipients),
                letter.digest,
                State.PREPARED.value,
                stamp,
            ),
        )
        return self._one("key = ?", letter.key)

    def rival(self, letter: Letter) -> Line | None:
        """Another letter of the same kind, period and audience that went out or may have."""
        row = self._base.execute(
            f"SELECT {_FIELDS} FROM letters WHERE key <> ? AND kind = ? AND period = ? AND audience = ? "
            "AND state IN (?, ?, ?) ORDER BY serial LIMIT 1",
            (
                letter.key,
                letter.kind,
                letter.period,
                letter.audience,
                State.SENDING.value,
                State.SENT.value,
                State.UNCERTAIN.value,
            ),
        ).fetchone()
        return _line(row) if row else None

    def claim(self, letter: Letter, at: datetime, by: str) -> bool:
        """Set 正在发送, unless another program was faster; only who gets True may send."""
        stamp = at.isoformat(timespec="seconds")
        done = self._base.execute(_CLAIM, {**_STATES, "key": letter.key, "at": stamp})
        if done.rowcount != 1:
            return False
        self._step(self._one("key = ?", letter.key).serial, stamp, State.SENDING, "", by)
        return True

    def move(self, letter: Letter, state: State, at: datetime, note: str, by: str, *, claimed: bool) -> None:
        """Write down how far the letter came.

        Without the claim only a letter that still waits is touched: another program may have sent it.
        """
        line = self._one("key = ?", letter.key)
        held = (State.SENDING, State.SENDING) if claimed else (State.PREPARED, State.RETRY)
        self._set(line.serial, state, at, note, by, held)

    def settle(self, serial: int, *, arrived: bool, at: datetime, by: str) -> Line:
        """A person's word on an uncertain or refused letter: it arrived, or it may be sent again.

        CannotMail when there is no such line or it needs no decision.
        """
        line = self._one("serial = ?", serial)
        if line.state not in (State.UNCERTAIN, State.SENDING, State.REFUSED):
            raise CannotMail(f"发信登记第{serial}号是“{line.state.value}”，不需要核实。")
        note = "经核实已收到" if arrived else "经核实未收到，准予重发"
        self._set(serial, State.SENT if arrived else State.RETRY, at, note, by, (line.state, line.state))
        return self._one("serial = ?", serial)

    def lines(self, *states: State) -> list[Line]:
        """The register in the order of entry, or only the lines in these states."""
        rows = self._base.execute(f"SELECT {_FIELDS} FROM letters ORDER BY serial").fetchall()
        return [line for line in map(_line, rows) if not states or line.state in states]

    def _one(self, where: str, value: str | int) -> Line:
        row = self._base.execute(f"SELECT {_FIELDS} FROM letters WHERE {where}", (value,)).fetchone()
        if row is None:
            raise CannotMail(f"发信登记里没有第{value}号。")
        return _line(row)

    def _set(
        self, serial: int, state: State, at: datetime, note: str, by: str, held: tuple[State, State]
    ) -> None:
        stamp = at.isoformat(timespec="seconds")
        done = self._base.execute(
            "UPDATE letters SET state = ?, note = ?, at = ? WHERE serial = ? AND state IN (?, ?)",
            (state.value, note, stamp, serial, held[0].value, held[1].value),
        )
        if done.rowcount:
            self._step(serial, stamp, state, note, by)

    def _step(self, serial: int, stamp: str, state: State, note: str, by: str) -> None:
        self._base.execute("INSERT INTO steps VALUES (?, ?, ?, ?, ?)", (serial, stamp, state.value, note, by))


def _line(row: tuple[int, str, str, str, str, str, int, str, str]) -> Line:
    serial, kind, period, audience, recipients, state, tries, note, at = row
    return Line(serial, kind, period, audience, tuple(recipients.split(",")), State(state), tries, note, at)

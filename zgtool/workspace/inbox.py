"""收件: which files units have put there, and when each arrived."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from zgtool.model.finding import Finding, Location
from zgtool.model.text import fold
from zgtool.reading.raw import RawSheet, Unreadable, address
from zgtool.reading.workbook import read_workbook
from zgtool.workspace import kinds
from zgtool.workspace.cells import moment_of, text_of
from zgtool.workspace.disk import read_bytes
from zgtool.workspace.filed import Incoming
from zgtool.workspace.layout import REGISTER_HEADINGS, REGISTER_NAMES, WorkArea
from zgtool.workspace.trouble import at_edge

_NOISE = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_LOCK_MARKS = ("~$", ".", "~wrl")
_HIDDEN_ATTRIBUTE = 2
_REPARSE_POINT = 1024


def scan_inbox(area: WorkArea, today: date, now: datetime | None) -> tuple[Incoming, ...]:
    """Every file a unit may have sent, sorted by name, with its arrival time.

    The register 收文登记 goes first; else the file's own time on this disk, which is when it
    was copied here. now: None when a past week is replayed (--today), then only the register
    counts; a file time later than `now` says nothing either.
    """
    register = read_register(area, today)
    found = []
    for file in files_in_inbox(area):
        arrived = register.arrival(file.name) or _copied_at(file.path, now)
        found.append(replace(file, arrived=arrived))
    return tuple(found)


def check_inbox(area: WorkArea, today: date) -> tuple[Finding, ...]:
    """What is odd about 收件 itself: links, devices, lines of the register that say nothing."""
    odd = [kinds.NOT_A_FILE.at(Location(file=name)) for name, _, plain in _walk(area) if not plain]
    return (*odd, *read_register(area, today).findings)


def files_in_inbox(area: WorkArea) -> tuple[Incoming, ...]:
    """The plain files of 收件, without lock files, hidden files and the register; sorted by name."""
    return tuple(Incoming(name, path) for name, path, plain in _walk(area) if plain)


def _walk(area: WorkArea) -> list[tuple[str, Path, bool]]:
    with at_edge("读取", area.inbox):
        if not area.inbox.is_dir():
            return []
        return sorted(_entries(area.inbox, ""))


def _entries(folder: Path, prefix: str) -> Iterator[tuple[str, Path, bool]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            shown = _readable(entry.name)
            if _is_noise(entry, shown) or (not prefix and shown in REGISTER_NAMES):
                continue
            if entry.is_dir(follow_symlinks=False) and not _is_link(entry):
                try:
                    yield from _entries(Path(entry.path), f"{prefix}{shown}/")
                except PermissionError:
                    yield f"{prefix}{shown}", Path(entry.path), False
            else:
                plain = entry.is_file(follow_symlinks=False) and not _is_link(entry)
                yield f"{prefix}{shown}", Path(entry.path), plain


def _is_noise(entry: os.DirEntry[str], shown: str) -> bool:
    name = shown.casefold()
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return name.startswith(_LOCK_MARKS) or name in _NOISE or bool(attributes & _HIDDEN_ATTRIBUTE)


def _is_link(entry: os.DirEntry[str]) -> bool:
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return entry.is_symlink() or bool(attributes & _REPARSE_POINT)


def _readable(name: str) -> str:
    """A name that a zip program on Linux left in GBK bytes, in characters; other names as they are."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def _copied_at(path: Path, now: datetime | None) -> datetime | None:
    if now is None:
        return None
    try:
        status = path.stat()
    except OSError:
        return None  # gone or closed since it was listed; reading it will say so
    seconds = getattr(status, "st_birthtime", status.st_ctime) if os.name == "nt" else status.st_ctime
    arrived = datetime.fromtimestamp(seconds).replace(microsecond=0)
    return arrived if arrived <= now else None


@dataclass(frozen=True, slots=True)
class Register:
    """收文登记 as read: folded file name → arrival time."""

    times: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    findings: tuple[Finding, ...] = ()

    def arrival(self, name: str) -> datetime | None:
        """When a file arrived, by its name with or without the folder it lies in."""
        return self.times.get(fold(name)) or self.times.get(fold(name.rpartition("/")[2]))


def read_register(area: WorkArea, today: date) -> Register:
    """The register of arrivals; a file listed twice goes by its last line. `today` completes years."""
    times: dict[str, datetime] = {}
    findings: list[Finding] = []
    for name in REGISTER_NAMES:
        path = area.inbox / name
        if not path.is_file():
            continue
        try:
            sheets = read_workbook(read_bytes(path), name)
        except Unreadable as error:
            findings.append(error.finding)
            continue
        for sheet in sheets[:1]:
            _read_lines(sheet, name, today, times, findings)
    return Register(MappingProxyType(times), tuple(findings))


def _read_lines(
    sheet: RawSheet, file: str, today: date, times: dict[str, datetime], findings: list[Finding]
) -> None:
    columns = (1, 2)
    for row, cells in sheet.rows:
        heads = [fold(text_of(c)) for c in cells]
        if all(h in heads for h in REGISTER_HEADINGS):
            columns = (heads.index(REGISTER_HEADINGS[0]) + 1, heads.index(REGISTER_HEADINGS[1]) + 1)
            continue
        name, moment = (cells[c - 1] if c <= len(cells) else None for c in columns)
        arrived = moment_of(moment, near=today)
        if text_of(name) and arrived:
            times[fold(text_of(name).replace("\\", "/"))] = arrived
        elif text_of(name) or text_of(moment):
            where = Location(file=file, sheet=sheet.name, row=row, cell=address(row, columns[1]))
            findings.append(kinds.REGISTER_LINE.at(where, text_of(moment)))

"""A .zip of submissions: its workbooks one by one in memory; nothing is written under a name from the file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import EvidenceFile
from zgtool.reading.evidence import MAX_EVIDENCE, READ_SUFFIXES, read_evidence
from zgtool.reading.kinds import ATTACHMENT, EMPTY_ARCHIVE
from zgtool.reading.package import inflate
from zgtool.reading.parcel import Parcel
from zgtool.reading.raw import Unreadable

_TABLES = frozenset(
    {"xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "xlt", "et", "ett", "ods", "ots", "csv", "tsv"}
)
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini", "~$", "._")


@dataclass(frozen=True, slots=True)
class Member:
    """One workbook of an archive. `data` is None when it could not even be unpacked."""

    name: str
    data: bytes | None
    findings: tuple[Finding, ...] = ()
    beside: tuple[zipfile.ZipInfo, ...] = ()
    """The files that lie with it in the archive and are no tables."""

    def with_findings(self, read: Parcel, archive: zipfile.ZipFile) -> Parcel:
        """The member as read, with its evidence and with what is to be said about the archive it came in."""
        evidence = tuple(_evidence(archive, entry) for entry in self.beside)
        head = read.head
        whole = replace(head, findings=(*head.findings, *self.findings), evidence=(*head.evidence, *evidence))
        return replace(read, head=whole)


def read_members(archive: zipfile.ZipFile, name: str, skip: int = 0) -> Iterator[Member]:
    """The workbooks in an archive after the first `skip`, each with its evidence; other files are named once."""
    files = [(e, shown) for e in archive.infolist() if not e.is_dir() and not _litter(shown := _shown(e))]
    tables = [(e, shown) for e, shown in files if shown.rpartition(".")[2].lower() in _TABLES]
    loose = [(e, shown) for e, shown in files if shown.rpartition(".")[2].lower() not in _TABLES]
    others = [shown for _, shown in loose]
    remarks: tuple[Finding, ...] = ()
    if others:
        more = f"等{len(others)}个文件" if len(others) > 3 else ""
        remarks = (ATTACHMENT.at(Location(file=name), "、".join(others[:3]) + more),)
    if not tables:
        yield Member(name, None, (EMPTY_ARCHIVE.at(Location(file=name)), *remarks))
        return
    for place, (entry, shown) in enumerate(tables):
        if place < skip:
            continue
        told = remarks if place == 0 else ()
        try:
            beside = tuple(e for e, at in loose if _home(at, tables) == shown)
            yield Member(f"{name}/{shown}", inflate(archive, entry, f"{name}/{shown}"), told, beside)
        except Unreadable as refusal:
            yield Member(f"{name}/{shown}", None, (refusal.finding, *told))


def _home(name: str, tables: list[tuple[zipfile.ZipInfo, str]]) -> str:
    """The table a file lies with: the only one in the nearest folder above it that holds any, "" when several do."""
    folder = name
    while folder:
        folder = folder.rpartition("/")[0]
        inside = [shown for _, shown in tables if not folder or shown.startswith(f"{folder}/")]
        if inside:
            return inside[0] if len(inside) == 1 else ""
    return ""


def _evidence(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> EvidenceFile:
    """One file of an archive; its bytes are only looked at when its text can be read."""
    shown, saved = _shown(entry), _day(entry)
    readable = shown.rpartition(".")[2].lower() in READ_SUFFIXES and entry.file_size <= MAX_EVIDENCE
    try:
        return read_evidence(inflate(archive, entry, shown) if readable else b"", shown, saved)
    except Unreadable:
        return EvidenceFile(shown, modified=saved)


def _day(entry: zipfile.ZipInfo) -> date | None:
    try:
        day = date(*entry.date_time[:3])
    except ValueError:
        return None
    return day if day.year > 1980 else None  # 1980 is what packers write that know no time


def _shown(entry: zipfile.ZipInfo) -> str:
    """A member's name for people: Chinese names that an old packer wrote without a mark are read as GB18030."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = name.encode()
        for codec in ("utf-8", "gb18030"):
            try:
                name = raw.decode(codec)
                break
            except UnicodeDecodeError:
                continue
    parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..")]
    return "/".join(parts)


def _litter(name: str) -> bool:
    lowered = name.lower()
    base = lowered.rsplit("/", 1)[-1]
    return any(lowered.startswith(m) or base.startswith(m) for m in _LITTER)

"""A .zip of submissions: its workbooks one by one in memory; nothing is written under a name from the file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import EvidenceFile
from zgtool.reading.evidence import MAX_EVIDENCE, READ_SUFFIXES, read_evidence
from zgtool.reading.kinds import ATTACHMENT, EMPTY_ARCHIVE, NESTED
from zgtool.reading.package import inflate
from zgtool.reading.parcel import Parcel
from zgtool.reading.raw import Unreadable

_TABLES = frozenset(
    {"xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "xlt", "et", "ett", "ods", "ots", "csv", "tsv"}
)
_ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "tar", "tgz"})
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
    tables = [(e, shown) for e, shown in files if _suffix(shown) in _TABLES]
    loose = [(e, shown) for e, shown in files if _suffix(shown) not in _TABLES]
    nested = [shown for _, shown in loose if _suffix(shown) in _ARCHIVES]
    others = [shown for _, shown in loose if _suffix(shown) not in _ARCHIVES]
    remarks = tuple(
        kind.at(Location(file=name), "、".join(held[:3]) + (f"等{len(held)}个文件" if len(held) > 3 else ""))
        for kind, held in ((ATTACHMENT, others), (NESTED, nested))
        if held
    )
    if not tables:
        yield Member(name, None, (EMPTY_ARCHIVE.at(Location(file=name)), *remarks))
        return
    beside = _beside(tables, loose)
    for place, (entry, shown) in enumerate(tables):
        if place < skip:
            continue
        told = remarks if place == 0 else ()
        try:
            data = inflate(archive, entry, f"{name}/{shown}")
            yield Member(f"{name}/{shown}", data, told, tuple(beside.get(shown, ())))
        except Unreadable as refusal:
            yield Member(f"{name}/{shown}", None, (refusal.finding, *told))


def _beside(
    tables: Sequence[tuple[zipfile.ZipInfo, str]], loose: Sequence[tuple[zipfile.ZipInfo, str]]
) -> Mapping[str, Sequence[zipfile.ZipInfo]]:
    """The other files by the table they lie with: the only one in the nearest folder above them that holds any."""
    alone: dict[str, str] = {}
    for _, shown in tables:
        for folder in _folders(shown):
            alone[folder] = "" if folder in alone else shown
    found: dict[str, list[zipfile.ZipInfo]] = {}
    for entry, shown in loose:
        home = next((alone[folder] for folder in _folders(shown) if folder in alone), "")
        if home:
            found.setdefault(home, []).append(entry)
    return found


def _folders(name: str) -> Iterator[str]:
    """The folders a file lies in, the nearest first, the archive itself last."""
    while name:
        name = name.rpartition("/")[0]
        yield name


def _evidence(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> EvidenceFile:
    """One file of an archive; its bytes are only looked at when its text can be read."""
    shown, saved = _shown(entry), _day(entry)
    readable = _suffix(shown) in READ_SUFFIXES and entry.file_size <= MAX_EVIDENCE
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


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _litter(name: str) -> bool:
    lowered = name.lower()
    base = lowered.rsplit("/", 1)[-1]
    return any(lowered.startswith(m) or base.startswith(m) for m in _LITTER)

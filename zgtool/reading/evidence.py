"""A file handed in as evidence: its name, its days, and the text of a document that can be read safely.

Only properties and plain text are taken, from .docx, .xlsx and .txt, under the same guards as ledgers;
anything else, and anything odd, is known by its name alone. Nothing in such a file is acted on.
"""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, timedelta, timezone
from xml.parsers.expat import ExpatError

from zgtool.model.ledger import EvidenceFile
from zgtool.reading.package import inflate, local, open_zip, parser, refuse_doctype
from zgtool.reading.raw import Unreadable
from zgtool.reading.sniff import decode

READ_SUFFIXES = frozenset({"docx", "xlsx", "txt"})
MAX_EVIDENCE = 20 << 20
"""A bigger file, or a bigger part of one, is known by its name alone."""
_MOST_TEXT = 200_000
_TEXT_PARTS = re.compile(r"word/document\.xml|xl/sharedstrings\.xml|xl/worksheets/sheet\d+\.xml")
_HERE = timezone(timedelta(hours=8))


def read_evidence(data: bytes, name: str, saved: date | None = None) -> EvidenceFile:
    """One file as evidence; never raises for what is in it. `saved`: the day its archive gives for it."""
    suffix = name.rpartition(".")[2].lower()
    known = EvidenceFile(name, modified=saved)
    if suffix not in READ_SUFFIXES or len(data) > MAX_EVIDENCE:
        return known
    try:
        if suffix == "txt":
            return EvidenceFile(name, modified=saved, text=decode(data, name)[:_MOST_TEXT])
        return _document(data, name, saved)
    except (Unreadable, ExpatError, UnicodeError):
        return known


def _document(data: bytes, name: str, saved: date | None) -> EvidenceFile:
    archive = open_zip(data, name)
    parts = {e.filename.replace("\\", "/").lower(): e for e in archive.infolist()}
    core = parts.get("docprops/core.xml")
    days = _days(_part(archive, core, name)) if core else {}
    texts, room = [], _MOST_TEXT
    for key in sorted(parts):
        if room > 0 and _TEXT_PARTS.fullmatch(key):
            texts.append(_text(_part(archive, parts[key], name))[:room])
            room -= len(texts[-1])
    return EvidenceFile(name, days.get("modified", saved), days.get("created"), "\n".join(texts))


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    if entry.file_size > MAX_EVIDENCE:
        return b""
    part = inflate(archive, entry, name)
    refuse_doctype(part, name)
    return part


def _days(part: bytes) -> dict[str, date]:
    """The days in docProps/core.xml, by element: they are kept in UTC and read on the clock of China."""
    found: dict[str, date] = {}
    held: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        held.clear()

    def end(tag: str) -> None:
        try:
            moment = datetime.fromisoformat("".join(held).strip().replace("Z", "+00:00"))
        except ValueError:
            return
        found[local(tag)] = (moment.astimezone(_HERE) if moment.tzinfo else moment).date()

    reader = parser()
    reader.StartElementHandler, reader.EndElementHandler = start, end
    reader.CharacterDataHandler = held.append
    if part:
        reader.Parse(part, True)
    return found


def _text(part: bytes) -> str:
    """The words of a document part: runs of text as they follow, cells and paragraphs on lines of their own."""
    pieces: list[str] = []
    inside: list[bool] = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = local(tag)
        if kind == "c":
            pieces.append("\n")
            inside[0] = False
        shared.append(attributes.get("t") == "s" if kind == "c" else shared[-1])
        inside[0] = kind == "t" or (kind == "v" and not shared[-1])

    def end(tag: str) -> None:
        shared.pop()
        inside[0] = False
        if local(tag) in ("p", "si"):
            pieces.append("\n")

    def words(text: str) -> None:
        if inside[0]:
            pieces.append(text)

    shared = [False]
    reader = parser()
    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, words
    if part:
        reader.Parse(part, True)
    return "".join(pieces)

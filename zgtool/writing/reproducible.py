"""The same input gives the same bytes: Word and Excel archives without clocks and leftovers.

A .docx or .xlsx is a zip archive; what differs between two writings of the same content is
the zip's own dates and flags, the order of parts, and the two dates in docProps/core.xml.
Compression libraries may still differ between machines, so there are two hashes: one of
the file, one of its parts; comparing and auditing goes by the second.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_EMBEDDED = (".xlsx", ".docx", ".pptx")
_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


@dataclass(frozen=True, slots=True)
class Hashes:
    """SHA-256 of the whole file, and of its content (names and SHA-256 of every part)."""

    file: str
    content: str


def normalised(data: bytes, *, stamp: date | None = None) -> bytes:
    """The same archive in fixed order, with fixed dates and flags; also for archives inside it.

    `stamp`: the day to stand as created and modified in the document properties (the end of
    the period the paper speaks of; a datetime keeps its time). ValueError for a part that
    occurs twice; zipfile.BadZipFile when `data` is no zip archive.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        names = [i.filename for i in old.infolist() if not i.is_dir()]
        if len(set(names)) != len(names):
            raise ValueError("压缩包里有重名的部件")
        for name in sorted(names, key=_place):
            part = old.read(name)
            if name.lower().endswith(_EMBEDDED) and part.startswith(b"PK"):
                part = normalised(part, stamp=stamp)
            if name == _CORE and stamp is not None:
                part = _stamped(part, stamp)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            new.writestr(entry, part, zipfile.ZIP_DEFLATED, 6)
            # zipfile puts 0o600 in place of 0; the directory is only written on closing
            entry.external_attr = 0
    return out.getvalue()


def hashes(data: bytes) -> Hashes:
    """Both hashes of a finished archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        lines = sorted(
            f"{name}\t{hashlib.sha256(archive.read(name)).hexdigest()}\n" for name in archive.namelist()
        )
    content = hashlib.sha256("".join(lines).encode()).hexdigest()
    return Hashes(hashlib.sha256(data).hexdigest(), content)


def write_whole(target: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside the target first, then in its place.

    OSError as the system gives it; nothing of the temporary file is left then.
    """
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    except OSError:
        with suppress(OSError):
            aside.unlink()
        raise


def _place(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def _stamped(core: bytes, stamp: date) -> bytes:
    moment = stamp if isinstance(stamp, datetime) else datetime(stamp.year, stamp.month, stamp.day)
    text = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return _STAMP.sub(lambda m: m[1] + text + m[3], core)

"""Any table file → plain sheets. Decides by content which reader a file gets; guards come before any parser."""

from __future__ import annotations

import zipfile
from dataclasses import replace

from zgtool.model.finding import Location
from zgtool.reading.kinds import NOT_A_TABLE, TOO_LARGE, WRONG_SUFFIX
from zgtool.reading.ods import read_ods
from zgtool.reading.package import inflate, open_package, open_zip
from zgtool.reading.raw import RawBook, RawSheet, Unreadable
from zgtool.reading.sniff import Format, sniff
from zgtool.reading.text_table import read_csv, read_html
from zgtool.reading.xls import read_xls
from zgtool.reading.xlsb import read_xlsb
from zgtool.reading.xlsx import read_xlsx

MAX_FILE = 200 << 20


def read_workbook(data: bytes, name: str) -> tuple[RawSheet, ...]:
    """The sheets of any table file as plain cells; `Unreadable` with the reason when it is not read whole."""
    return open_book(data, name).sheets


def open_book(data: bytes, name: str) -> RawBook:
    """Sheets, document properties and remarks on the file itself; `Unreadable` when it is not read whole."""
    if len(data) > MAX_FILE:
        raise too_large(name, len(data))
    form = sniff(data, name)
    if form is Format.PACKAGE:
        archive = open_zip(data, name)
        book = _read_package(data, archive, name)
    elif form is Format.XLS:
        book = read_xls(data, name)
    elif form is Format.HTML:
        book = read_html(data, name)
    else:
        book = read_csv(data, name)
    if not form.fits(name):
        book = replace(book, findings=(*book.findings, WRONG_SUFFIX.at(Location(file=name))))
    return book


def too_large(name: str, size: int) -> Unreadable:
    """The refusal of a file that is bigger than any ledger."""
    return Unreadable.of(TOO_LARGE, name, f"{size >> 20}MB")


def is_archive(data: bytes, name: str) -> zipfile.ZipFile | None:
    """The archive, when a file is a plain .zip of other files and not itself a document."""
    if (
        not data.startswith(b"PK\x03\x04") or data[30:49] == b"[Content_Types].xml"
    ):  # as Office packs a document
        return None
    archive = open_zip(data, name)
    return archive if _package_kind(archive, name) == "" else None


def _package_kind(archive: zipfile.ZipFile, name: str) -> str:
    """xlsx | xlsb | ods | the Chinese word for another document | "" for a plain archive."""
    names = {n.replace("\\", "/").lstrip("/").lower() for n in archive.namelist()}
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" in archive.NameToInfo and "content.xml" in names:
        kind = inflate(archive, archive.getinfo("mimetype"), name)[:100]
        return "ods" if b"opendocument.spreadsheet" in kind else "开放文档格式的文档"
    if "[content_types].xml" in names:
        if any(n.startswith("word/") for n in names):
            return "Word 文档"
        if any(n.startswith("ppt/") for n in names):
            return "演示文稿"
        return "xlsx"
    return "OFD 文档" if "ofd.xml" in names else ""


def _read_package(data: bytes, archive: zipfile.ZipFile, name: str) -> RawBook:
    kind = _package_kind(archive, name)
    if kind not in ("xlsx", "xlsb", "ods"):
        raise Unreadable.of(NOT_A_TABLE, name, kind or "压缩包")
    package = open_package(archive, name)
    return {"xlsx": read_xlsx, "xlsb": read_xlsb, "ods": read_ods}[kind](data, package, name)

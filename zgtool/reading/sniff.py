"""What a file really is, by its content; the name is only compared, never believed."""

from __future__ import annotations

import re
from enum import Enum

from zgtool.reading.kinds import DAMAGED, EMPTY, ENCODING, ENCRYPTED, NOT_A_TABLE, OLD_FORMAT, XML_TABLE
from zgtool.reading.ole import SIGNATURE, BrokenOle, OleFile
from zgtool.reading.raw import Unreadable


class Format(Enum):
    """The kinds of file that are read, with the suffixes that go with them."""

    PACKAGE = ("xlsx", "xlsm", "xltx", "xltm", "xlsb", "ods", "ots", "et", "zip")
    XLS = ("xls", "xlt", "et", "ett")
    TEXT = ("csv", "tsv", "txt")
    HTML = ("html", "htm")

    def fits(self, name: str) -> bool:
        """Whether a file name's suffix goes with the content; a name without suffix says nothing."""
        _, dot, suffix = name.rpartition(".")
        return not dot or suffix.lower() in self.value


_FOREIGN = (
    (b"%PDF", "PDF 文件"), (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"GIF8", "图片"), (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"), (b"{\\rtf", "RTF 文档"), (b"Rar!", "RAR 压缩包"), (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b\x08", "gz 压缩包"), (b"MZ\x90", "程序"), (b"\x7fELF", "程序"),
)  # fmt: skip
_BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08]\x00")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|table|head|body|meta|div|style)\b", re.I | re.S,
)  # fmt: skip
_REPACK = "请解压后直接报送里面的台账，或者改用 .zip 压缩包。"


def sniff(data: bytes, name: str) -> Format:
    """The format of a file; `Unreadable` with the reason and the cure when it is none that is read."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable.of(EMPTY, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.PACKAGE
    if data.startswith(SIGNATURE):
        return _sniff_ole(data, name)
    if _BARE_BIFF.match(data):
        raise Unreadable.of(OLD_FORMAT, name)
    for start, what in _FOREIGN:
        if data.startswith(start):
            raise Unreadable.of(NOT_A_TABLE, name, what, fix=_REPACK if "压缩包" in what else "")
    text = decode(data[: 1 << 16], name, partial=True)
    if _HTML.match(text):
        return Format.HTML
    if text.lstrip().startswith("<?xml"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in text:
            raise Unreadable.of(XML_TABLE, name)
        raise Unreadable.of(NOT_A_TABLE, name, "XML 文件")
    return Format.TEXT


def _sniff_ole(data: bytes, name: str) -> Format:
    try:
        streams = OleFile(data).names
    except (BrokenOle, ValueError, MemoryError):
        raise Unreadable.of(DAMAGED, name) from None
    folded = {s.lower() for s in streams}
    if "encryptedpackage" in folded or "encryptioninfo" in folded:
        raise Unreadable.of(ENCRYPTED, name)
    if "workbook" in folded:
        return Format.XLS
    if "book" in folded:
        raise Unreadable.of(OLD_FORMAT, name)
    for stream, what in (("worddocument", "文字文档（.doc 或 .wps）"), ("powerpoint document", "演示文稿")):
        if stream in folded:
            raise Unreadable.of(NOT_A_TABLE, name, what)
    raise Unreadable.of(NOT_A_TABLE, name)


def decode(data: bytes, name: str, *, partial: bool = False) -> str:
    """Text in UTF-8, UTF-16 or GB18030, by its mark or by what decodes; `Unreadable` when none does.

    partial: `data` is the beginning of a file and may end inside a character.
    """
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _try(data, codec, partial) or _refuse(name)
    codecs = ["utf-8", "gb18030"]
    if b"\x00" in data[:4096]:
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        codecs = ["utf-16-le"] if odd > even else ["utf-16-be"]
    for codec in codecs:
        text = _try(data, codec, partial)
        if text is not None and not _binary(text):
            return text
    return _refuse(name)


def _refuse(name: str) -> str:
    raise Unreadable.of(ENCODING, name)


def _try(data: bytes, codec: str, partial: bool) -> str | None:
    for cut in range(4 if partial else 1):
        try:
            return data[: len(data) - cut].decode(codec)
        except UnicodeDecodeError as error:
            if error.end < len(data) - cut - 4:
                return None
    return None


def _binary(text: str) -> bool:
    odd = sum(text.count(chr(c)) for c in (*range(9), *range(14, 32), 0xFFFD))
    return odd * 100 > len(text)

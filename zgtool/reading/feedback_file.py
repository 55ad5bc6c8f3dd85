"""The feedback paper's lines of text, from .docx (with the numbers Word prints by itself) or .txt.

Read are paragraphs, tables and text boxes in reading order; headers, footers, notes, deleted words and
the table of contents are not. Nothing in the file is run, fetched or followed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from zgtool.model.text import clean
from zgtool.reading import kinds
from zgtool.reading.package import Package, local, open_package, open_zip, parser
from zgtool.reading.raw import Unreadable
from zgtool.reading.sniff import Format, decode, sniff
from zgtool.reading.word_numbering import Numbering

MAX_XML = 30 << 20
"""Bytes of one part that is parsed; a paper of 500 pages has some 10 MB."""
MAX_CHARACTERS = 2_000_000

_SAVE_AS = "请用 WPS 或 Word 打开，点“文件→另存为”，文件类型选“Word 文档（*.docx）”，再用新存的文件运行。"
_FOREIGN: Mapping[str, tuple[str, str]] = {
    "文字文档（.doc 或 .wps）": ("是旧的文字文档（.doc 或 .wps），读不了", _SAVE_AS),
    "RTF 文档": ("是 RTF 文档，读不了", _SAVE_AS),
    "XML 文件": ("是 XML 文件，读不了", _SAVE_AS),
    "网页": ("是网页，读不了", _SAVE_AS),
    "PDF 文件": (
        "是 PDF 文件，读不了",
        "请用 WPS 打开，点“转换→PDF转Word”，存成 .docx 并与原件核对，再用新存的文件运行；扫描件要先识别文字。",
    ),
    "图片": ("是图片，读不了", "请用 WPS 的“图片转文字”存成 .docx 并与原件核对，再用新存的文件运行。"),
    "表格": ("是表格，不是反馈意见", "请给出反馈意见的 .docx 或 .txt 文件；台账请用 --ledger 给出。"),
}
_OTHER = ("不是 Word 文档", "请给出反馈意见的 .docx 或 .txt 文件。")
_CURES: Mapping[str, tuple[str, str]] = {
    kinds.ENCRYPTED.code: (
        "设有打开密码，读不了",
        "请用 WPS 打开，点“文件→文档加密→密码加密”（Word 里是“文件→信息→保护文档→用密码进行加密”），"
        "清空密码保存，再运行。",
    ),
    kinds.OLD_FORMAT.code: ("是很旧的格式，读不了", _SAVE_AS),
    kinds.DAMAGED.code: (
        "已损坏，读不完整",
        "请用 WPS 或 Word 打开原件，确认内容完整后另存为新的 .docx，再运行。",
    ),
    kinds.TOO_LARGE.code: (
        "超出大小限制，为安全起见没有读",
        "请用 WPS 或 Word 打开，删去图片和附件、只留文字，另存为新的 .docx，再运行。",
    ),
    kinds.DOCTYPE.code: (
        "里有不该出现的外部声明，为安全起见没有读",
        "请用 WPS 或 Word 打开原件，另存为新的 .docx，再运行。",
    ),
    kinds.EMPTY.code: ("是空的", "请核对是不是给错了文件。"),
    kinds.ENCODING.code: (
        "认不出文字编码",
        "请用记事本打开，点“文件→另存为”，编码选“UTF-8”，保存后再运行。",
    ),
}


def read_feedback(data: bytes, name: str) -> tuple[str, ...]:
    """The lines of a feedback paper, blank ones left out.

    Raises Unreadable: the finding's `message` says what is wrong with the file, `fix` which clicks cure it.
    """
    try:
        lines = _lines(data, name)
    except Unreadable as refusal:
        raise _in_words_for_papers(refusal) from None
    if not lines:
        raise _in_words_for_papers(Unreadable.of(kinds.EMPTY, name))
    return lines


def _lines(data: bytes, name: str) -> tuple[str, ...]:
    form = sniff(data, name)
    if form is Format.PACKAGE:
        lines = _word_lines(open_package(open_zip(data, name), name), name)
    elif form is Format.TEXT:
        if len(data) > MAX_XML:
            raise Unreadable.of(kinds.TOO_LARGE, name)
        lines = decode(data, name).splitlines()
    else:
        raise Unreadable.of(kinds.NOT_A_TABLE, name, "网页" if form is Format.HTML else "表格")
    kept = tuple(text for line in lines if (text := clean(line.replace("\t", " "))))
    if sum(map(len, kept)) > MAX_CHARACTERS:
        raise Unreadable.of(kinds.TOO_LARGE, name)
    return kept


def _in_words_for_papers(refusal: Unreadable) -> Unreadable:
    """The same refusal in words about a Word document: the reader of tables speaks of workbooks."""
    finding = refusal.finding
    if finding.code == kinds.NOT_A_TABLE.code:
        message, fix = _FOREIGN.get(finding.found, _OTHER)
    else:
        message, fix = _CURES.get(finding.code, (finding.message, finding.fix))
    return Unreadable(replace(finding, message=message, fix=fix))


def _word_lines(package: Package, name: str) -> list[str]:
    main = _main_part(package)
    if main not in package:
        raise Unreadable.of(kinds.NOT_A_TABLE, name, "表格" if "xl/workbook.xml" in package else "")
    folder = posixpath.dirname(main)
    numbering, styles = (package.get(posixpath.join(folder, p)) for p in ("numbering.xml", "styles.xml"))
    if max(map(len, (package[main], numbering, styles))) > MAX_XML:
        raise Unreadable.of(kinds.TOO_LARGE, name)
    try:
        body = _Body(Numbering.read(numbering, styles))
        body.read(package[main])
    except (ParseError, expat.ExpatError, LookupError, ValueError):  # cut XML, an unknown encoding
        raise Unreadable.of(kinds.DAMAGED, name) from None
    return body.lines


def _main_part(package: Package) -> str:
    """The document part as the package's own relations name it, almost always word/document.xml."""
    found = re.search(
        rb"<[^<>]*relationships/officeDocument\"[^<>]*>", package.get("_rels/.rels").replace(b"'", b'"')
    )
    target = re.search(rb'Target="/?([^"]{1,200}\.xml)"', found[0]) if found else None
    path = target[1].decode("utf-8", "replace") if target else ""
    return path if path.startswith("word") else "word/document.xml"


_MUTED = frozenset(
    [
        "Fallback",
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "delInstrText",
        "rt",
        "pPrChange",
        "rPrChange",
        "sectPrChange",
        "rPr",
    ]
)
"""Elements whose content is not text of the paper: deleted words, field codes, a second copy for old programs."""


@dataclass(slots=True)
class _Paragraph:
    texts: list[str] = field(default_factory=list)
    style: str = ""
    number: str = ""
    level: str = ""


class _Body:
    """Walks a document part once and keeps its lines; paragraphs of a text box come before the one around it."""

    def __init__(self, numbering: Numbering) -> None:
        self.lines: list[str] = []
        self._numbering = numbering
        self._open: list[_Paragraph] = []
        self._runs: list[int] = []
        self._muted = 0
        self._text = self._contents = False

    def read(self, part: bytes) -> None:
        """Raises ExpatError when the part is not whole."""
        reader = parser()
        reader.StartElementHandler = self._start
        reader.EndElementHandler = self._end
        reader.CharacterDataHandler = self._characters
        reader.Parse(part, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if self._muted or name in _MUTED or (name == "sdtContent" and self._contents):
            self._muted += 1
            self._contents = False
        elif name == "p":
            self._open.append(_Paragraph())
            self._runs.append(0)
        elif name == "docPartGallery":
            self._contents = _val(attributes) == "Table of Contents"
        elif self._open:
            self._inside(name, attributes)

    def _inside(self, name: str, attributes: dict[str, str]) -> None:
        paragraph = self._open[-1]
        if name == "r":
            self._runs[-1] += 1
        elif name == "pStyle":
            paragraph.style = _val(attributes)
        elif name == "numId":
            paragraph.number = _val(attributes)
        elif name == "ilvl":
            paragraph.level = _val(attributes)
        elif self._runs[-1]:
            self._text = name == "t"
            if name in ("br", "cr"):
                paragraph.texts.append("\n")
            elif name in ("tab", "ptab"):
                paragraph.texts.append(" ")
            elif name == "noBreakHyphen":
                paragraph.texts.append("-")

    def _end(self, tag: str) -> None:
        name = local(tag)
        if self._muted:
            self._muted -= 1
        elif name == "t":
            self._text = False
        elif name == "r" and self._open:
            self._runs[-1] -= 1
        elif name == "p" and self._open:
            self._runs.pop()
            self._keep(self._open.pop())

    def _characters(self, text: str) -> None:
        if self._text and self._open and not self._muted:
            self._open[-1].texts.append(text)

    def _keep(self, paragraph: _Paragraph) -> None:
        if self._numbering.in_contents(paragraph.style):
            return
        text = "".join(paragraph.texts).strip()
        mark = self._numbering.mark(paragraph.style, paragraph.number, paragraph.level)
        if mark:
            # “1.” before “2020年” would read as one number.
            text = f"{mark}{'' if mark[-1] in '、）)' else ' '}{text}"
        self.lines.extend(text.split("\n"))


def _val(attributes: dict[str, str]) -> str:
    return next((v for k, v in attributes.items() if local(k) == "val"), "")

"""What a rendered paper still needs: numbers of headings, the closing's place, hints, properties.

These depend on the finished text, so no template can hold them. Styles are known by their
names: Word keeps style ids, WPS writes its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from zgtool.model.settings import Settings
from zgtool.reports.words import chinese_number, width
from zgtool.writing.gongwen import CHAR, WIDE_MARKS, text_of
from zgtool.writing.gongwen_base import DEFAULT_FONTS, font_table
from zgtool.writing.reproducible import normalised
from zgtool.writing.word_template import GUARD

_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)")
_TRACES = re.compile(r"rsid|paraId|textId")


def finished(document: Document, settings: Settings, *, title: str, author: str, day: date) -> bytes:
    """The paper as bytes. title, author and `day` (the end of its period) go into the document properties."""
    body = document.element.body
    names = {s.style_id: (s.name or "").lower() for s in document.styles}
    paragraphs = [(p, _style(p, names)) for p in body.iter(qn("w:p"))]
    _number_headings(paragraphs)
    _place_closing(paragraphs)
    for run in body.iter(qn("w:r")):
        _finish_run(run)
    for table in list(body.iter(qn("w:tbl"))):
        _finish_table(table, names)
    _use_fonts(document, settings)
    _set_properties(document, title=title, author=author, day=day)
    _drop_traces(document)
    out = io.BytesIO()
    document.save(out)
    return normalised(out.getvalue(), stamp=day)


def _style(paragraph: Any, names: dict[str, str]) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return names.get(str(style.get(qn("w:val"))), "") if style is not None else "normal"


def _number_headings(paragraphs: list[tuple[Any, str]]) -> None:
    """一、 and （一） in the order in which headings stand, whatever number they were typed with."""
    first = second = 0
    for paragraph, style in paragraphs:
        if style not in ("heading 1", "heading 2"):
            continue
        text = next((t for t in paragraph.iter(qn("w:t")) if t.text), None)
        if text is None:
            continue
        if style == "heading 1":
            first, second = first + 1, 0
            mark = f"{chinese_number(first)}、"
        else:
            second += 1
            mark = f"（{chinese_number(second)}）"
        text.text = mark + _NUMBER.sub("", text.text.lstrip())


def _place_closing(paragraphs: list[tuple[Any, str]]) -> None:
    """署名 and 成文日期 without a seal (GB/T 9704-2012, 7.3.5), on one page with the text before."""
    for place, (paragraph, style) in enumerate(paragraphs[:-1]):
        date_paragraph, next_style = paragraphs[place + 1]
        if style != "署名" or next_style != "成文日期":
            continue
        office, day = closing_indents(text_of(paragraph), text_of(date_paragraph))
        _indent_right(paragraph, office)
        _indent_right(date_paragraph, day)
        if place:
            _keep_with_next(paragraphs[place - 1][0])


def closing_indents(office: str, day: str) -> tuple[float, float]:
    """Right indents of signature and date in 字.

    The signature stands 2字 from the right, the date begins 2字 right of the signature's
    first character; a date longer than the signature stands 2字 from the right itself and
    the signature moves left with it.
    """
    name, when = width(office), width(day)
    if when <= name:
        return 2.0, name - when
    return 4.0 + when - name, 2.0


def _keep_with_next(paragraph: Any) -> None:
    paragraph.get_or_add_pPr().get_or_add_keepNext().val = True


def _indent_right(paragraph: Any, chars: float) -> None:
    indent = paragraph.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:rightChars"), str(round(chars * 100)))
    indent.set(qn("w:right"), str(round(chars * CHAR)))


def _finish_run(run: Any) -> None:
    text = "".join(t.text or "" for t in run.iter(qn("w:t")))
    if GUARD in text:
        for part in run.iter(qn("w:t")):
            part.text = (part.text or "").replace(GUARD, "")
    if WIDE_MARKS.search(text):
        run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def _finish_table(table: Any, names: dict[str, str]) -> None:
    """No row splits over pages; a data table repeats its heading and stays with its lead-in and its note."""
    if table.find(qn("w:tr")) is None:
        table.getparent().remove(table)  # every row stood under a condition; Word takes no empty table
        return
    for cell in table.iter(qn("w:tc")):
        if cell.find(qn("w:p")) is None:
            cell.append(OxmlElement("w:p"))
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    form = look is not None and look.get(qn("w:firstRow")) == "0"
    before = table.getprevious()
    if before is not None and before.tag == qn("w:p"):
        _keep_with_next(before)
    rows, after = table.findall(qn("w:tr")), table.getnext()
    noted = after is not None and after.tag == qn("w:p") and _style(after, names) == "表注"
    for row in rows[-2:] if noted else rows[-2:-1]:  # no last row alone on a page, no note without its table
        for paragraph in row.iter(qn("w:p")):
            _keep_with_next(paragraph)
    for place, row in enumerate(rows):
        properties = row.get_or_add_trPr()
        wanted = ("w:cantSplit", "w:tblHeader") if place == 0 and not form else ("w:cantSplit",)
        for name in wanted:
            if properties.find(qn(name)) is None:
                properties.append(OxmlElement(name))


def _use_fonts(document: Document, settings: Settings) -> None:
    """The settings' fonts in place of the standard's; fonts the office chose in its template stay."""
    pairs = [
        (getattr(DEFAULT_FONTS, key), getattr(settings, key))
        for key in ("title_font", "body_font", "kai_font")
    ]
    other = {old: new for old, new in pairs if new and new != old}
    if not other:
        return
    for root in _trees(document):
        for fonts in root.iter(qn("w:rFonts")):
            for key, name in fonts.attrib.items():
                if name in other:
                    fonts.set(key, other[name])
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = font_table(tuple(dict.fromkeys(new or old for old, new in pairs))).encode()


def _trees(document: Document) -> Iterator[etree._Element]:
    for part in document.part.package.iter_parts():
        element = getattr(part, "element", None)
        if element is not None:
            yield element


def _set_properties(document: Document, *, title: str, author: str, day: date) -> None:
    core = document.core_properties
    core.title, core.author, core.last_modified_by = title[:255], author[:255], author[:255]
    core.comments = core.keywords = core.subject = ""
    core.language, core.revision = "zh-CN", 1
    core.created = core.modified = datetime(day.year, day.month, day.day)


def _drop_traces(document: Document) -> None:
    """Word's editing marks and an attached template, or two papers of the same data would differ."""
    for root in _trees(document):
        for element in root.iter(etree.Element):
            for key in [k for k in element.attrib if _TRACES.search(etree.QName(k).localname)]:
                del element.attrib[key]
    settings = document.settings.element
    for name in ("w:rsids", "w:attachedTemplate"):
        for element in settings.findall(qn(name)):
            settings.remove(element)

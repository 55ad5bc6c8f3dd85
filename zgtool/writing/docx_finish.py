"""What a rendered paper still needs: numbers of headings, the closing's place, hints, properties.

These depend on the finished text, so no template can hold them. Styles are known by their
names: Word keeps style ids, WPS writes its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from zgtool.model.settings import Settings
from zgtool.reports.words import chinese_number, width
from zgtool.writing.closing import closing_indents, sealed_indents
from zgtool.writing.gongwen import CHAR, LINE, WIDE_MARKS, text_of
from zgtool.writing.gongwen_base import DEFAULT_FONTS, font_table
from zgtool.writing.reproducible import normalised
from zgtool.writing.word_template import GUARD

_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}\.(?!\d)|（\d{1,2}）)"
)
_MARKS: dict[str, Callable[[int], str]] = {
    "heading 1": lambda n: f"{chinese_number(n)}、",
    "heading 2": lambda n: f"（{chinese_number(n)}）",
    "heading 3": lambda n: f"{n}.",
    "heading 4": lambda n: f"（{n}）",
}
"""The four levels of the standard."""
_TRACES = re.compile(r"rsid|paraId|textId")


def finished(
    document: Document, settings: Settings, *, title: str, author: str, day: date, sealed: bool = False
) -> bytes:
    """The paper as bytes. title, author and `day` (the end of its period) go into the document properties.

    sealed: signature and date leave room for the seal.
    """
    body = document.element.body
    names = {s.style_id: (s.name or "").lower() for s in document.styles}
    paragraphs = [(p, _style(p, names)) for p in body.iter(qn("w:p"))]
    _number_headings(paragraphs)
    _place_closing(paragraphs, sealed=sealed)
    _place_annexes(paragraphs)
    _number_annexes(paragraphs)
    _end_section(body)
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
    """一、（一）1.（1） in the order in which headings stand, whatever number they were typed with."""
    counts = [0] * len(_MARKS)
    for paragraph, style in paragraphs:
        if style not in _MARKS:
            continue
        text = next((t for t in paragraph.iter(qn("w:t")) if t.text), None)
        if text is None:
            continue
        level = list(_MARKS).index(style)
        counts[level:] = [counts[level] + 1, *[0] * (len(counts) - level - 1)]
        text.text = _MARKS[style](counts[level]) + _NUMBER.sub("", text.text.lstrip())


def _place_closing(paragraphs: list[tuple[Any, str]], *, sealed: bool) -> None:
    """署名 and 成文日期 by the rules (GB/T 9704-2012, 7.3.5), on one page with the text before."""
    indents = sealed_indents if sealed else closing_indents
    for place, (paragraph, style) in enumerate(paragraphs[:-1]):
        date_paragraph, next_style = paragraphs[place + 1]
        if style != "署名" or next_style != "成文日期":
            continue
        office, day = indents(text_of(paragraph), text_of(date_paragraph))
        _indent_right(paragraph, office)
        _indent_right(date_paragraph, day)
        for before, kind in reversed(paragraphs[:place]):  # never a page with signature and date alone
            _keep_with_next(before)
            if kind != "附件说明":
                break


def _place_annexes(paragraphs: list[tuple[Any, str]]) -> None:
    """附件说明: one line below the text, 2字 in, wrapped lines under the first character of the name."""
    lines = [p for p, style in paragraphs if style == "附件说明"]
    for place, paragraph in enumerate(lines):
        several = len(lines) > 1
        lead = "附件：" if place == 0 else ""
        number = f"{place + 1}. " if several else ""
        text = next(t for t in paragraph.iter(qn("w:t")))
        text.text = f"{lead}{number}{text.text}"
        text.set(qn("xml:space"), "preserve")
        hanging, left = width(lead + number), 5 + width("1. " if several else "")
        properties = paragraph.get_or_add_pPr()
        indent = properties.get_or_add_ind()
        for name, chars in (("left", left), ("hanging", hanging)):
            indent.set(qn(f"w:{name}Chars"), str(round(chars * 100)))
            indent.set(qn(f"w:{name}"), str(round(chars * CHAR)))
        if place == 0:
            properties.get_or_add_spacing().set(qn("w:before"), str(LINE))
            properties.get_or_add_spacing().set(qn("w:beforeLines"), "100")


def _number_annexes(paragraphs: list[tuple[Any, str]]) -> None:
    """附件1, 附件2 … on the first line of each annex; one alone is 附件."""
    marks = [p for p, style in paragraphs if style in ("附件序号", "附件首行")]
    for place, paragraph in enumerate(marks, 1):
        text = next((t for t in paragraph.iter(qn("w:t")) if t.text), None)
        if text is not None and len(marks) > 1:
            text.text = f"{text.text.rstrip('0123456789')}{place}"


def _end_section(body: Any) -> None:
    """Where nothing follows a sheet lying across, its section is the last one: no empty page behind it."""
    last = body.find(qn("w:sectPr"))
    before = last.getprevious() if last is not None else None
    inner = before.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") if before is not None else None
    if inner is not None:
        body.replace(last, inner)
        body.remove(before)


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

"""What was generated, kept inside the finished Word file, and what a person made of it.

The generated paragraphs of the sections that may be kept stand in the document's variables
(w:docVars), which Word carries along unseen; notes for the office are comments.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run
from lxml import etree

from zgtool.reports.content import Paper
from zgtool.reports.keeping import Before
from zgtool.reports.outline import Outline, Piece
from zgtool.writing.faults import TemplateTrouble
from zgtool.writing.gongwen import attribute, q, text_of

_PREFIX = "zgtool:"
_HEADINGS = ("heading 1", "heading 2", "heading 3", "heading 4")
_ENDS = ("署名", "成文日期", "附件说明", "附件序号", "附件首行", "附件标题", "另页标题")


def remember(document: Document, outline: Outline, generated: Paper) -> None:
    """Put what was generated into the document's variables, for the sections that may be kept."""
    names = [s.name for s in outline.slots if s.kept and s.name in generated.sections]
    if not names:
        return
    variables = OxmlElement("w:docVars")
    for name in names:
        section = generated.sections[name]
        held = {"title": section.title, "lead": section.lead, "paragraphs": section.paragraphs}
        variable = OxmlElement("w:docVar")
        variable.set(qn("w:name"), f"{_PREFIX}{name}")
        variable.set(qn("w:val"), json.dumps(held))
        variables.append(variable)
    settings = document.settings.element
    for old in settings.findall(qn("w:docVars")):
        settings.remove(old)
    settings.find(qn("w:compat")).addnext(variables)


def put_notes(document: Document, paper: Paper) -> None:
    """A comment at the first paragraph of every section that has a note; dated by the paper, not by the clock."""
    for name, note in paper.notes.items():
        first = paper.sections[name].paragraphs[0] if note else ""
        paragraph = next((p for p in document.paragraphs if first and p.text == first), None)
        runs: list[Run] = paragraph.runs if paragraph is not None else []
        if runs:
            comment = document.add_comment(runs, text=note, author="zgtool", initials="zg")
            moment = datetime(paper.day.year, paper.day.month, paper.day.day)
            comment._comment_elm.set(qn("w:date"), moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


def last_paper(path: Path, outline: Outline, titles: Mapping[str, str]) -> dict[str, Before]:
    """The sections of an earlier paper that may be kept, by name.

    titles: how the sections are called now, for a file that does not say what was generated.
    TemplateTrouble, with a sentence for the office, when the file is no Word document.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {n: archive.read(f"word/{n}.xml") for n in ("document", "styles", "settings")}
        trees = {n: etree.fromstring(data, _parser()) for n, data in parts.items()}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, KeyError, etree.XMLSyntaxError):
        raise TemplateTrouble(f"{path.name} 不是完好的 .docx 文件，读不出上期的文字。请核对文件。") from None
    made = dict(_remembered(trees["settings"]))
    paragraphs = list(_styled(trees["document"], trees["styles"]))
    found = {}
    for slot in outline.slots:
        known = made.get(slot.name, {})
        title = str(known.get("title") or titles.get(slot.name, ""))
        if not slot.kept or not title:
            continue
        held = _section(paragraphs, title)
        leads = Piece.LEAD in slot.pieces and (known.get("lead") or not known)
        generated = tuple(map(str, known["paragraphs"])) if known else None
        found[slot.name] = Before(tuple(held[1:] if leads else held), generated)
    return found


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _remembered(settings: etree._Element) -> Iterator[tuple[str, dict[str, Any]]]:
    for variable in settings.iter(q("docVar")):
        name = str(variable.get(q("name")) or "")
        if not name.startswith(_PREFIX):
            continue
        try:
            held = json.loads(str(variable.get(q("val")) or ""))
        except ValueError:
            continue
        if isinstance(held, dict) and isinstance(held.get("paragraphs"), list):
            yield name.removeprefix(_PREFIX), held


def _styled(document: etree._Element, styles: etree._Element) -> Iterator[tuple[str, str]]:
    """Every paragraph of the body outside tables: (style, text)."""
    names = {str(s.get(q("styleId"))): attribute(s, "name").lower() for s in styles.iter(q("style"))}
    for paragraph in document.iterfind(f"{q('body')}/{q('p')}"):
        yield names.get(attribute(paragraph, "pPr/pStyle"), "normal"), text_of(paragraph).strip()


def _section(paragraphs: list[tuple[str, str]], title: str) -> list[str]:
    """The texts below the heading that ends with `title`, up to the next heading or the closing."""
    found: list[str] = []
    inside = False
    for style, text in paragraphs:
        if style in _HEADINGS:
            inside = text.endswith(title)
        elif style in _ENDS:
            inside = False
        elif inside and text and style not in ("表间", "表注", "表题", "图"):
            found.append(text)
    return found

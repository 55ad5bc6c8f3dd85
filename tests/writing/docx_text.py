"""A Word file as lines: styles, paragraphs, tables, properties; for golden files and assertions."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lxml import etree

from zgtool.writing.gongwen import attribute, q, text_of


def body_lines(path: Path) -> list[str]:
    """Paragraphs as "[style] text", table rows as "| a | b |", in document order."""
    root = _part(path, "word/document.xml").find(q("body"))
    assert root is not None
    names = {
        str(s.get(q("styleId"))): attribute(s, "name")
        for s in _part(path, "word/styles.xml").iter(q("style"))
    }
    lines = []
    for element in root:
        if element.tag == q("p"):
            style = names[attribute(element, "pPr/pStyle") or "Normal"]
            indent = attribute(element, "pPr/ind", "rightChars")
            lines.append(f"[{style}{f' 右空{indent}' if indent else ''}] {text_of(element)}")
        elif element.tag == q("tbl"):
            widths = [str(c.get(q("w"))) for c in element.iter(q("gridCol"))]
            lines.append(f"表 {' '.join(widths)}")
            lines += [_row(row) for row in element.iter(q("tr"))]
    return lines


def texts(path: Path) -> list[str]:
    """Every paragraph's text, also in tables, in document order."""
    return [text_of(p) for p in _part(path, "word/document.xml").iter(q("p"))]


def dump_docx(path: Path) -> str:
    """The document for a golden file: properties, then the body."""
    with zipfile.ZipFile(path) as archive:
        core = archive.read("docProps/core.xml").decode()
    fields = re.findall(r"<(?:\w+:)(title|creator|created|modified|language)[^>]*>([^<]*)<", core)
    properties = [f"{name}: {value}" for name, value in sorted(fields)]
    return "\n".join([*properties, "", *body_lines(path), ""])


def _row(row: etree._Element) -> str:
    cells = [" / ".join(text_of(p) for p in cell.iter(q("p"))) for cell in row.iter(q("tc"))]
    kinds = "".join(m for m, n in (("表头 ", "tblHeader"),) if row.find(f"{q('trPr')}/{q(n)}") is not None)
    return f"{kinds}| {' | '.join(cells)} |"


def _part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))

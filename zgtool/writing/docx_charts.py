"""Charts that stay editable in Word: XlsxWriter draws them, their data travel along as a workbook.

What XlsxWriter leaves out for a chart outside a workbook is filled in: the link to the data,
and the font of Chinese text. Every chart says its figures once more as alternative text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import quoteattr

import xlsxwriter
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from zgtool.model.settings import Settings
from zgtool.reports.content import Chart
from zgtool.writing.gongwen import TEXT_WIDTH
from zgtool.writing.word_template import CHART_MARK

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMU = 635
_HEIGHT = 4200
"""Twips: about 74 mm, half as high as wide."""
_COLOURS = ("#2E7D32", "#9E9E9E", "#C00000", "#1565C0")
_DASHES = ("solid", "dash", "round_dot", "long_dash")
"""Lines differ on a black and white print, too."""
_MARKS = ("circle", "square", "triangle", "diamond")
_LABELS = '<c:showVal val="1"/>'
_ALL_LABELS = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
"""What is not said to be hidden is shown by some programs."""
_PRINT_SETTINGS = re.compile(r"<c:printSettings>.*?</c:printSettings>", re.DOTALL)


def put_charts(document: Document, charts: Mapping[str, Chart], settings: Settings) -> None:
    """Put each chart where its mark stands; marks of charts that are not there go away."""
    body = document.element.body
    marked = [t for t in body.iter(qn("w:t")) if t.text and CHART_MARK in t.text]
    for place, text in enumerate(marked, 1):
        before, _, rest = text.text.partition(CHART_MARK)
        name, _, after = rest.partition(CHART_MARK)
        text.text = before + after
        chart = charts.get(name)
        if chart is not None:
            _put(document, text, chart, place, settings)


def _put(document: Document, text: Any, chart: Chart, place: int, settings: Settings) -> None:
    package = document.part.package
    drawing, book = _drawn(chart, settings)
    part = Part(PackURI(f"/word/charts/chart{place}.xml"), _CHART_TYPE, b"", package)
    data = Part(PackURI(f"/word/embeddings/chart{place}.xlsx"), _BOOK_TYPE, book, package)
    link = part.relate_to(data, RELATIONSHIP_TYPE.PACKAGE)
    part._blob = _linked(drawing, link)
    ident = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    run = text.getparent()
    run.addnext(parse_xml(_inline(chart, ident, place)))
    paragraph = run.getparent()
    spacing = (
        paragraph.get_or_add_pPr().get_or_add_spacing()
    )  # an exact line would cut the picture to a strip
    spacing.set(qn("w:line"), "240")
    spacing.set(qn("w:lineRule"), "auto")


def _inline(chart: Chart, ident: str, place: int) -> str:
    uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    return (
        f"<w:r {nsdecls('w', 'wp', 'a', 'r')}><w:drawing>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{TEXT_WIDTH * _EMU}" cy="{_HEIGHT * _EMU}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{100 + place}" name={quoteattr(f"图{place}")} title={quoteattr(chart.title)} '
        f"descr={quoteattr(f'{chart.title}。{chart.told}')}/><wp:cNvGraphicFramePr/>"
        f'<a:graphic><a:graphicData uri="{uri}"><c:chart xmlns:c="{uri}" r:id="{ident}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _drawn(chart: Chart, settings: Settings) -> tuple[str, bytes]:
    """The chart's XML with its cached figures, and the workbook with the same figures."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2020, 1, 1)})
    sheet = book.add_worksheet("数据")
    sheet.write_column(1, 0, chart.steps)
    drawing = book.add_chart({"type": "line"})
    last = len(chart.steps)
    for column, (name, values) in enumerate(chart.series, 1):
        sheet.write_string(0, column, name)
        sheet.write_column(1, column, values)
        colour = _COLOURS[(column - 1) % len(_COLOURS)]
        mark = _MARKS[(column - 1) % len(_MARKS)]
        drawing.add_series(
            {
                "name": ["数据", 0, column],
                "categories": ["数据", 1, 0, last, 0],
                "values": ["数据", 1, column, last, column],
                "line": {"color": colour, "width": 2, "dash_type": _DASHES[(column - 1) % len(_DASHES)]},
                "marker": {"type": mark, "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
                "data_labels": {"value": True, "position": "above"},
            }
        )
    drawing.set_title({"name": chart.title, "name_font": {"size": 12, "bold": False}})
    drawing.set_legend({"position": "bottom"})
    drawing.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0})
    sheet.insert_chart(0, len(chart.series) + 2, drawing)
    book.close()
    data = out.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/charts/chart1.xml").decode("utf-8")
    font = settings.body_font
    slots = f"<a:latin typeface={quoteattr(font)}/><a:ea typeface={quoteattr(font)}/>"
    look = (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1050">{slots}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
    xml = _PRINT_SETTINGS.sub("", xml).replace(_LABELS, _ALL_LABELS)
    return xml.replace("</c:chartSpace>", f"{look}</c:chartSpace>"), data


def _linked(xml: str, link: str) -> bytes:
    data = f'<c:externalData r:id="{link}"><c:autoUpdate val="0"/></c:externalData>'
    return xml.replace("</c:chartSpace>", f"{data}</c:chartSpace>").encode("utf-8")

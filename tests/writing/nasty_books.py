"""Workbooks with what offices' programs leave in them, made by changing parts of the WPS workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime

import xlsxwriter

from tests.writing.wps_book import SHEET, read_parts, wps_book, write_parts

LEDGER_PART = "xl/worksheets/sheet2.xml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
     b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip
Parts = dict[str, bytes]


def _put(parts: Parts, name: str, *changes: tuple[str, str]) -> None:
    text = parts[name].decode("utf-8")
    for old, new in changes:
        assert old in text, f"{name}: {old}"
        text = text.replace(old, new, 1)
    parts[name] = text.encode("utf-8")


def _relate(parts: Parts, rels: str, kind: str, target: str, *, outside: bool = False) -> None:
    mode = ' TargetMode="External"' if outside else ""
    number = len(re.findall(b"<Relationship ", parts[rels])) + 70
    entry = f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"{mode}/>'
    _put(parts, rels, ("</Relationships>", f"{entry}</Relationships>"))


def _declare(parts: Parts, name: str, kind: str) -> None:
    entry = f'<Override PartName="/{name}" ContentType="{kind}"/>'
    _put(parts, "[Content_Types].xml", ("</Types>", f"{entry}</Types>"))


def worn(parts: Parts) -> None:
    """Years of use: chain of calculation, link to another book, printer, protection, other programs' extensions."""
    parts["xl/calcChain.xml"] = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<c r="G7" i="2"/><c r="H4" i="2"/></calcChain>'
    )
    _declare(parts, "xl/calcChain.xml", f"{_TYPE}.calcChain+xml")
    _relate(parts, "xl/_rels/workbook.xml.rels", f"{_REL}/calcChain", "calcChain.xml")
    parts["xl/externalLinks/externalLink1.xml"] = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1">'
        b'<sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    )
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        b'Target="file:///D:/%E5%8F%B0%E8%B4%A6.xlsx" TargetMode="External"/></Relationships>'
    )
    _declare(parts, "xl/externalLinks/externalLink1.xml", f"{_TYPE}.externalLink+xml")
    _relate(parts, "xl/_rels/workbook.xml.rels", f"{_REL}/externalLink", "externalLinks/externalLink1.xml")
    parts["xl/printerSettings/printerSettings1.bin"] = bytes(range(256))
    _put(parts, "[Content_Types].xml",
         ("<Default ", f'<Default Extension="bin" ContentType="{_TYPE}.printerSettings"/><Default '))  # fmt: skip
    _relate(parts, f"{LEDGER_PART.replace('sheets/', 'sheets/_rels/')}.rels", f"{_REL}/printerSettings",
            "../printerSettings/printerSettings1.bin")  # fmt: skip
    _put(
        parts,
        LEDGER_PART,
        ("<worksheet ", '<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
         'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
         'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" mc:Ignorable="x14ac etc" '),
        ("</sheetData>", '</sheetData><sheetProtection sheet="1" formatCells="0"/>'),
        ("</worksheet>", '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><etc:keep etc:mark="一"/></ext>'
         "</extLst></worksheet>"),
        ("<legacyDrawing ", '<mc:AlternateContent><mc:Choice Requires="x14ac"/></mc:AlternateContent><legacyDrawing '),
    )  # fmt: skip
    _put(parts, "xl/workbook.xml", ("<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>'))


def odd_names(parts: Parts) -> None:
    """A hidden first sheet, the open tab the last one, names with quotes, spaces and markup in them."""
    _put(
        parts,
        "xl/workbook.xml",
        ('name="填表说明"', 'name="填表 &amp; \'说\' 明" state="hidden"'),
        ('name="选项" sheetId="3" state="hidden"', 'name="选项" sheetId="3" state="veryHidden"'),
    )


def old_drawing(parts: Parts) -> None:
    """Boxes as old programs wrote them: not XML, tags left open."""
    _put(parts, "xl/drawings/vmlDrawing1.vml",
         ('<div style="text-align:left"></div>', '<div style="text-align:left"><font face="宋体">批注<br></font></div>'))  # fmt: skip


def notes_without_boxes(parts: Parts) -> None:
    """Notes whose drawing was lost."""
    del parts["xl/drawings/vmlDrawing1.vml"]
    rels = f"{LEDGER_PART.replace('sheets/', 'sheets/_rels/')}.rels"
    parts[rels] = re.sub(rb'<Relationship [^>]*vmlDrawing1.vml"/>', b"", parts[rels])
    parts[LEDGER_PART] = re.sub(rb"<legacyDrawing [^>]*/>", b"", parts[LEDGER_PART])


def conversation(parts: Parts) -> None:
    """A threaded comment on B4, as Excel keeps it beside its plain stand-in."""
    _put(parts, "xl/comments1.xml", ("<author>张三</author>", "<author>tc={1D2C3B4A-0000-4000-8000-000000000001}</author>"
         "<author>张三</author>"), ('ref="F6" authorId="0"', 'ref="F6" authorId="1"'))  # fmt: skip
    parts["xl/threadedComments/threadedComment1.xml"] = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="B4" dT="2020-06-11T09:00:00.00" personId="{00000000-0000-4000-8000-000000000009}" '
        'id="{1D2C3B4A-0000-4000-8000-000000000001}"><text>请核实</text></threadedComment></ThreadedComments>'
    ).encode()
    _declare(
        parts, "xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml"
    )
    _relate(parts, f"{LEDGER_PART.replace('sheets/', 'sheets/_rels/')}.rels",
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "../threadedComments/threadedComment1.xml")  # fmt: skip


def shared_formulas(parts: Parts) -> None:
    """A shared formula, texts in the cells themselves, spaces to be kept."""
    text = parts[LEDGER_PART].decode()
    text = re.sub(r'<c r="B5"( s="\d+")? t="s"><v>\d+</v></c>',
                  r'<c r="B5"\1 t="inlineStr"><is><t xml:space="preserve"> 加强 </t></is></c>', text)  # fmt: skip
    text = re.sub(r'<c r="G4"( s="\d+")?><v>[^<]*</v></c>',
                  r'<c r="G4"\1><f t="shared" ref="G4:G6" si="0">1000+1</f><v>1001</v></c>', text)  # fmt: skip
    for cell in ("G5", "G6"):
        text = re.sub(rf'<c r="{cell}"( s="\d+")?><v>[^<]*</v></c>',
                      rf'<c r="{cell}"\1><f t="shared" si="0"/><v>1001</v></c>', text)  # fmt: skip
    assert "inlineStr" in text and text.count('t="shared"') == 3
    parts[LEDGER_PART] = text.encode()


def strict(parts: Parts) -> None:
    """ISO strict names throughout."""
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml":
            for old, new in _STRICT:
                part = part.replace(old, new)
            parts[name] = part


def prefixed(parts: Parts) -> None:
    """Every spreadsheet element with a prefix, as some reporting systems write them."""
    for name in ("xl/workbook.xml", LEDGER_PART, "xl/styles.xml", "xl/comments1.xml"):
        text = parts[name].decode()
        text = re.sub(r"<(/?)(?![?!/])(?![\w]+:)", r"<\1x:", text)
        parts[name] = text.replace("xmlns=", "xmlns:x=", 1).encode()


def styles_lost(parts: Parts) -> None:
    """Cells that name styles, and no part that holds any."""
    del parts["xl/styles.xml"]
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = re.sub(rb'<Relationship [^>]*styles.xml"/>', b"", parts[rels])
    types = "[Content_Types].xml"
    parts[types] = re.sub(rb'<Override PartName="/xl/styles.xml"[^>]*/>', b"", parts[types])


def signed(parts: Parts) -> None:
    """An electronic signature over the whole file."""
    parts["_xmlsignatures/origin.sigs"] = b""
    parts["_xmlsignatures/sig1.xml"] = b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
    parts["_xmlsignatures/_rels/origin.sigs.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{package}/signature" Target="sig1.xml"/></Relationships>'
    ).encode()
    _relate(parts, "_rels/.rels", f"{package}/origin", "_xmlsignatures/origin.sigs")
    _put(parts, "[Content_Types].xml",
         ("<Default ", '<Default Extension="sigs" '
          'ContentType="application/vnd.openxmlformats-package.digital-signature-origin"/><Default '))  # fmt: skip
    _declare(parts, "_xmlsignatures/sig1.xml",
             "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml")  # fmt: skip


def template(parts: Parts) -> None:
    """A template (.xltx) that somebody filled in."""
    _put(parts, "[Content_Types].xml", (f"{_TYPE}.sheet.main+xml", f"{_TYPE}.template.main+xml"))


NASTY: dict[str, Callable[[Parts], None]] = {
    made.__name__: made
    for made in (worn, odd_names, old_drawing, notes_without_boxes, conversation, shared_formulas, strict,
                 prefixed, styles_lost, signed, template)
}  # fmt: skip


def nasty(*names: str) -> bytes:
    """The WPS workbook with these troubles in it."""
    parts = read_parts(wps_book())
    for name in names:
        NASTY[name](parts)
    return write_parts(parts)


def table_book() -> bytes:
    """A ledger inside an Excel table, filtered so that row 5 is out of sight, with column C hidden."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.set_properties({"created": datetime(2020, 6, 8, 9)})
    sheet = book.add_worksheet(SHEET)
    sheet.add_table("A3:D6", {"columns": [{"header": h} for h in ("反馈问题", "整改措施", "整改时限", "牵头单位")],
                              "data": [("不严", "加强管理", "6月底", "人事处")] * 3})  # fmt: skip
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column(2, 2, 12, None, {"hidden": True})
    book.close()
    return data.getvalue()

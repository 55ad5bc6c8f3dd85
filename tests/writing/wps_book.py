"""A workbook as WPS makes it, built part by part: what a re-saving library would drop is in it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import datetime

import xlsxwriter

SHEET = "整改台账"
PICTURE = "ID_3F2504E04F8941D39A0C0305E82C3301"

_CELL_IMAGES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<etc:cellImages xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><etc:cellImage><xdr:pic><xdr:nvPicPr>'
    f'<xdr:cNvPr id="2" name="{PICTURE}"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/>'
    "</xdr:blipFill><xdr:spPr/></xdr:pic></etc:cellImage></etc:cellImages>"
)
_CELL_IMAGE_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    'Target="media/cell1.png"/></Relationships>'
)


def png() -> bytes:
    """A picture of one red pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00")) + chunk(b"IEND", b""))  # fmt: skip


def wps_book() -> bytes:
    """Two visible sheets and a hidden one; ledger rows in 4 to 6, a merged problem in A4:A5."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    # Else two books made a second apart would differ.
    book.set_properties({"created": datetime(2020, 6, 8, 9)})
    guide, sheet, words = (book.add_worksheet(n) for n in ("填表说明", SHEET, "选项"))
    guide.write_string(0, 0, "每周五中午12点前报送")
    words.write_column(0, 0, ["推进中", "申请销号"])
    words.hide()
    title = book.add_format({"bold": True, "align": "center", "font_size": 16})
    blue = book.add_format({"bg_color": "#BDD7EE", "border": 1, "text_wrap": True})
    money = book.add_format({"num_format": "#,##0.00", "border": 1})
    sheet.merge_range("A1:H1", "人事处巡视整改台账", title)
    for col, heading in enumerate(
        ("反馈问题", "整改措施", "整改时限", "牵头单位", "完成状态", "本周进展", "金额", "照片")
    ):
        sheet.write_string(2, col, heading, blue)
    sheet.merge_range("A4:A5", "干部管理不严", blue)
    for row in (3, 4, 5):
        sheet.write_string(row, 1, "加强干部管理", blue)
        sheet.write_string(row, 2, "6月底")
        sheet.write_number(row, 6, 1234.5, money)
    sheet.write_string(5, 0, "档案不全")
    sheet.write_formula("G7", "=SUM(G4:G6)", money, 3703.5)
    sheet.write_formula("H4", f'=_xlfn.DISPIMG("{PICTURE}",1)', None, f'=DISPIMG("{PICTURE}",1)')
    sheet.write_comment("B4", "分管领导已审定", {"author": "张三"})
    sheet.write_comment("F6", "待补充", {"author": "张三"})
    sheet.data_validation("E4:E6", {"validate": "list", "source": "=选项!$A$1:$A$2"})
    sheet.conditional_format(
        "C4:C6",
        {
            "type": "text",
            "criteria": "containing",
            "value": "底",
            "format": book.add_format({"font_color": "#FF0000"}),
        },
    )
    sheet.set_column(1, 1, 30)
    sheet.set_row(3, 40)
    sheet.insert_image("J2", "red.png", {"image_data": io.BytesIO(png())})
    sheet.set_landscape()
    sheet.repeat_rows(2)
    sheet.print_area("A1:H7")
    sheet.activate()
    book.define_name("状态选项", "=选项!$A$1:$A$2")
    book.define_name("整改台账!本表合计", "=整改台账!$G$7")
    book.close()
    return _with_cell_images(data.getvalue())


def _with_cell_images(data: bytes) -> bytes:
    parts = read_parts(data)
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace(
        "</Types>",
        '<Override PartName="/xl/cellimages.xml" '
        'ContentType="application/vnd.wps-officedocument.cellimage+xml"/>'
        "</Types>",
    ).encode()
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    parts["xl/_rels/workbook.xml.rels"] = rels.replace(
        "</Relationships>",
        '<Relationship Id="rId99" Type="http://www.wps.cn/officeDocument/2020/cellImage" '
        'Target="cellimages.xml"/>'
        "</Relationships>",
    ).encode()
    parts["xl/cellimages.xml"] = _CELL_IMAGES.encode()
    parts["xl/_rels/cellimages.xml.rels"] = _CELL_IMAGE_RELS.encode()
    parts["xl/media/cell1.png"] = png()
    return write_parts(parts)


def read_parts(data: bytes) -> dict[str, bytes]:
    """The parts of an Office file by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(parts: dict[str, bytes]) -> bytes:
    """An Office file from its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
    return out.getvalue()

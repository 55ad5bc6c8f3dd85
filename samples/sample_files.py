"""Sheets to files: .xlsx as Excel and as WPS leave it, .xls and .et, .csv, with a password.

The same sheet gives the same bytes, the password excepted.
"""

from __future__ import annotations

import csv
import io
import math
import re
import struct
import unicodedata
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sample_grid import WIDTHS, Cell, Grid

STAMP = (2020, 6, 5, 8, 0, 0)
PASSWORD = "ylmj2020"
PICTURE = '=DISPIMG("ID_5C0E7A9B41D24F6E8A3B2C1D0E9F8A7B",1)'
DAY_FORMAT = 'yyyy"年"m"月"d"日"'
LINE_POINTS = 14.0
CENTRED = ("serial", "horizon", "leader", "person", "deadline", "rate", "status", "done_on", "+督办联系人")
MADE = datetime(*STAMP)

GUIDE = (
    "填表说明",
    "1.本表每周五12:00前报整改办，逐项填写，不得合并填报。",
    "2.“工作进展”写本周做了什么、完成多少；完成率按百分数填数字。",
    "3.申请销号的，须写明印证材料、专项报告名称和日期，并由牵头领导审查签字。",
    "4.“反馈问题”“整改举措”“完成时限”由整改办掌握，各单位不得自行改动。",
)


def xlsx_bytes(grid: Grid, *, percent: bool = False, guide: bool = False) -> bytes:
    """The sheet as an Excel workbook. percent: rates are fractions shown as percentages."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"author": "", "created": MADE})
    sheet = book.add_worksheet(grid.name)
    look = _Look(book)
    heights = row_heights(grid)
    for col, head in enumerate(grid.heads):
        sheet.set_column(col, col, WIDTHS.get(head.key, 10))
    for row, cells in enumerate(grid.rows):
        sheet.set_row(row, heights[row], None, {"hidden": True} if row in grid.hidden else {})
        for col, value in enumerate(cells):
            form = look(grid.kinds[row], grid.heads[col].key, value, percent)
            _put(sheet, row, col, value, form, look.link)
    for top, left, bottom, right in grid.merges:
        form = look(grid.kinds[top], grid.heads[left].key, grid.rows[top][left], percent)
        sheet.merge_range(top, left, bottom, right, "", form)
        _put(sheet, top, left, grid.rows[top][left], form, look.link)
    _print_setup(sheet, grid)
    if guide:
        _guide(book)
    book.close()
    return out.getvalue()


class _Look:
    """Formats by kind of row, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}
        self.link = book.add_format({"border": 1, "valign": "vcenter"})

    def __call__(self, kind: str, key: str, value: Cell, percent: bool) -> Any:
        props = dict(_FORMS[kind])
        if kind == "body" and key in CENTRED:
            props["align"] = "center"
        if isinstance(value, date):
            props["num_format"] = DAY_FORMAT
        elif percent and kind == "body" and isinstance(value, float):
            props["num_format"] = "0%"
        name = repr(props)
        if name not in self._made:
            self._made[name] = self._book.add_format(props)
        return self._made[name]


_BODY = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 10}
_FORMS: dict[str, dict[str, Any]] = {
    "annex": {"font_name": "黑体", "font_size": 14},
    "title": {
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "font_name": "方正小标宋简体",
        "font_size": 18,
    },
    "line": {"font_name": "仿宋", "font_size": 11, "valign": "vcenter"},
    "head": _BODY | {"bold": True, "align": "center", "font_name": "黑体"},
    "section": _BODY | {"bold": True, "font_name": "楷体", "font_size": 11},
    "body": _BODY,
    "total": _BODY | {"bold": True},
    "note": {"font_name": "仿宋", "font_size": 10, "text_wrap": True, "valign": "vcenter"},
    "sign": {"font_name": "仿宋", "font_size": 11, "valign": "vcenter"},
}
_FIXED_HEIGHTS = {"annex": 22.0, "title": 34.0, "line": 22.0, "section": 22.0, "note": 22.0, "sign": 30.0}


def _put(sheet: Any, row: int, col: int, value: Cell, form: Any, link: Any) -> None:
    if value == PICTURE:
        sheet.write_formula(row, col, f"=_xlfn.{PICTURE[1:]}", link, PICTURE)
    elif isinstance(value, date):
        sheet.write_datetime(row, col, value, form)
    elif isinstance(value, int | float):
        sheet.write_number(row, col, value, form)
    elif value:
        sheet.write_string(row, col, value, form)
    else:
        sheet.write_blank(row, col, None, form)


def _print_setup(sheet: Any, grid: Grid) -> None:
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    top = grid.kinds.index("head")
    sheet.freeze_panes(top + grid.heading_rows, 0)
    sheet.repeat_rows(top, top + grid.heading_rows - 1)


def _guide(book: Any) -> None:
    sheet = book.add_worksheet(GUIDE[0])
    sheet.set_column(0, 0, 80)
    for row, text in enumerate(GUIDE):
        sheet.write_string(row, 0, text)


def row_heights(grid: Grid) -> list[float]:
    """Heights in points at which every text can be read, merged ones spread over their rows."""
    heights = [_FIXED_HEIGHTS.get(kind, 20.0) for kind in grid.kinds]
    starts = {(top, left): bottom for top, left, bottom, _ in grid.merges}
    spans = []
    for row, cells in enumerate(grid.rows):
        if grid.kinds[row] not in ("body", "head"):
            continue
        for col, value in enumerate(cells):
            need = _lines(value, WIDTHS.get(grid.heads[col].key, 10)) * LINE_POINTS + 6
            if (row, col) in starts:
                spans.append((row, starts[row, col], need))
            else:
                heights[row] = max(heights[row], need)
    for top, bottom, need in spans:
        shown = [row for row in range(top, bottom + 1) if row not in grid.hidden]
        if grid.kinds[top] == "body" and (lack := need - sum(heights[row] for row in shown)) > 0:
            for row in shown:
                heights[row] += lack / len(shown)
    return [round(h, 1) for h in heights]


def _lines(value: Cell, width: float) -> int:
    if not isinstance(value, str) or value == PICTURE:
        return 1
    wide = (sum(1 + (unicodedata.east_asian_width(c) in "WFA") for c in line) for line in value.split("\n"))
    return sum(max(1, math.ceil(w / (width - 1))) for w in wide)


_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CELL_IMAGES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:r="{_RELS}"
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><etc:cellImage><xdr:pic><xdr:nvPicPr>
<xdr:cNvPr id="2" name="{PICTURE[10:45]}" descr="夜查现场照片"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>
<a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr/></xdr:pic>
</etc:cellImage></etc:cellImages>"""
_CELL_IMAGES_RELS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_RELS}/image" Target="media/image1.png"/></Relationships>"""
_WPS_CHANGES = (
    ("docProps/app.xml", "<Application>[^<]*", "<Application>WPS Office_11.1.0.9662"),
    ("xl/worksheets/sheet1.xml", '<dimension ref="[^"]*"', '<dimension ref="A1"'),
    ("xl/_rels/workbook.xml.rels", "</Relationships>",
     '<Relationship Id="rId99" Type="http://www.wps.cn/officeDocument/2020/cellImage" '
     'Target="cellimages.xml"/></Relationships>'),
    ("[Content_Types].xml", "</Types>",
     '<Default Extension="png" ContentType="image/png"/><Override PartName="/xl/cellimages.xml" '
     'ContentType="application/vnd.wps-officedocument.cellimage+xml"/></Types>'),
)  # fmt: skip


def wps_bytes(plain: bytes) -> bytes:
    """The workbook as WPS leaves it: its own name, a wrong extent, pictures kept in cellimages.xml."""
    parts = unzip(plain)
    for name, old, new in _WPS_CHANGES:
        parts[name] = re.sub(old, new, parts[name].decode("utf-8")).encode("utf-8")
    parts["xl/cellimages.xml"] = _CELL_IMAGES.encode("utf-8")
    parts["xl/_rels/cellimages.xml.rels"] = _CELL_IMAGES_RELS.encode("utf-8")
    parts["xl/media/image1.png"] = _png(96, 64)
    return zipped(parts)


def unzip(data: bytes) -> dict[str, bytes]:
    """The parts of a zip package by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip package with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((40 + y, 60 + y, 90 + y)) * width for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def xls_bytes(grid: Grid) -> bytes:
    """The sheet as a BIFF8 workbook, as old Excel (.xls) and WPS (.et) write it."""
    import xlwt  # type: ignore[import-untyped]

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(grid.name)
    sheet.portrait, sheet.paper_size_code = False, 8
    sheet.fit_num_pages, sheet.fit_width_to_pages, sheet.fit_height_to_pages = 1, 1, 0
    box = "borders: left thin, right thin, top thin, bottom thin; align: wrap on, vert centre"
    looks = {kind: xlwt.easyxf("font: name 宋体, height 220; align: vert centre") for kind in _FORMS} | {
        "title": xlwt.easyxf("font: name 宋体, bold on, height 360; align: horiz centre, vert centre"),
        "head": xlwt.easyxf(f"font: name 宋体, bold on, height 200; {box}, horiz centre"),
        "section": xlwt.easyxf(f"font: name 宋体, bold on, height 220; {box}"),
        "body": xlwt.easyxf(f"font: name 宋体, height 200; {box}"),
    }
    rate = xlwt.easyxf(f"font: name 宋体, height 200; {box}", num_format_str="0%")
    for col, head in enumerate(grid.heads):
        sheet.col(col).width = int(WIDTHS.get(head.key, 10) * 256)
    for row, height in enumerate(row_heights(grid)):
        sheet.row(row).height_mismatch = True
        sheet.row(row).height = int(height * 20)
    spans = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}
    inside = {
        (r, c) for t, left, b, right in grid.merges for r in range(t, b + 1) for c in range(left, right + 1)
    }
    for row, cells in enumerate(grid.rows):
        for col, value in enumerate(cells):
            look = rate if isinstance(value, float) else looks[grid.kinds[row]]
            if (row, col) in spans:
                sheet.write_merge(row, spans[row, col][0], col, spans[row, col][1], value, look)
            elif (row, col) not in inside:
                sheet.write(row, col, value, look)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(grid: Grid) -> bytes:
    """The sheet as a text file in GB18030, as the Chinese Excel saves it."""
    out = io.StringIO()
    csv.writer(out).writerows(grid.rows)
    return out.getvalue().encode("gb18030")


def encrypted(plain: bytes, known: tuple[Path, ...]) -> bytes:
    """The workbook with a password.

    Encryption is salted: when one of the `known` files holds the same workbook, its bytes are given.
    """
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

    for path in known:
        if path.exists() and decrypted(path.read_bytes()) == plain:
            return path.read_bytes()
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(plain)).encrypt(PASSWORD, out)
    return out.getvalue()


def decrypted(data: bytes) -> bytes:
    """What an encrypted sample holds."""
    import msoffcrypto  # type: ignore[import-untyped]

    file, out = msoffcrypto.OfficeFile(io.BytesIO(data)), io.BytesIO()
    file.load_key(password=PASSWORD)
    file.decrypt(out)
    return out.getvalue()

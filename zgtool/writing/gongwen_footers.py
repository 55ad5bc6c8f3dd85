"""Page numbers: — 1 — in 4号 宋体, outside at the foot, and at the same place of a sheet lying across."""

from __future__ import annotations

from zgtool.writing.gongwen import CHAR, FOOTER_SIZE, LANDSCAPE, MARGINS, PAGE, SONG, W
from zgtool.writing.gongwen_styles import fonts_xml

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_EMU = 635
"""EMU in a twip."""
_BOX = 3000
"""Twips along the edge that the turned number's box takes."""
_LINE = 400
"""Twips across: one line of 14 pt."""


def footer(side: str, chars: str, indent: str) -> str:
    """One footer part: the number on the `side` of the page, 1字 in (`chars`, `indent`: which indent)."""
    return _part(_number(side, chars, indent))


def turned_footer(side: str, chars: str, indent: str) -> str:
    """The number of a sheet lying across, turned so that it stands where upright pages have it.

    Landscape top is portrait left: the foot of the upright page is the left edge here, odd
    numbers stand near its lower end, even ones near the upper (GB/T 9704-2012, 8).
    """
    across = int(MARGINS["footer"])
    top, bottom = int(LANDSCAPE["top"]), int(PAGE["w"]) - int(LANDSCAPE["bottom"])
    down = bottom - _BOX if side == "right" else top
    size = f'cx="{_LINE * _EMU}" cy="{_BOX * _EMU}"'
    shape = (
        f'<wps:wsp xmlns:wps="{_WPS}"><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{_number(side, chars, indent)}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp>'
    )
    anchor = (
        f'<wp:anchor xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        'relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{across * _EMU}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{down * _EMU}</wp:posOffset></wp:positionV>'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="1" name="页码" descr="页码"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_WPS}">{shape}</a:graphicData></a:graphic></wp:anchor>'
    )
    box = (
        f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing>'
        "</mc:Choice></mc:AlternateContent>"
    )
    return _part(f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r>{box}</w:r></w:p>').replace(
        "<w:ftr ", f'<w:ftr xmlns:wps="{_WPS}" ', 1
    )


def _part(inner: str) -> str:
    return f'{_HEAD}<w:ftr xmlns:w="{W}" xmlns:r="{_R}">{inner}</w:ftr>'


def _number(side: str, chars: str, indent: str) -> str:
    look = f'<w:rPr>{fonts_xml(SONG)}<w:sz w:val="{FOOTER_SIZE}"/><w:szCs w:val="{FOOTER_SIZE}"/></w:rPr>'
    look = look.replace("<w:rFonts ", '<w:rFonts w:hint="eastAsia" ')

    def run(inner: str) -> str:
        return f"<w:r>{look}{inner}</w:r>"

    def mark(kind: str) -> str:
        return run(f'<w:fldChar w:fldCharType="{kind}"/>')

    number = (
        mark("begin")
        + run('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + mark("separate")
        + run("<w:t>1</w:t>")
        + mark("end")
    )
    dash = '<w:t xml:space="preserve">{}</w:t>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{chars}="100" w:{indent}="{CHAR}"/>'
        f'<w:jc w:val="{side}"/></w:pPr>'
        f"{run(dash.format('— '))}{number}{run(dash.format(' —'))}</w:p>"
    )

"""The base document, part by part, as text: what Word opens as a blank paper in the official format.

Nothing of the library's default document is used (Letter paper, Japanese theme fonts,
blue headings). `package` makes a whole .docx from a body; the weekly's template and every
later paper are bodies on this base.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from zgtool.model.settings import Settings
from zgtool.writing.gongwen import (
    COMPATIBILITY,
    GRID,
    HEI,
    LANDSCAPE,
    MARGINS,
    PAGE,
    SONG,
    TEXT_WIDTH,
    TURNED_GRID,
    W,
)
from zgtool.writing.gongwen_footers import footer, turned_footer
from zgtool.writing.gongwen_styles import styles_xml
from zgtool.writing.reproducible import normalised

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FOOTERS, _TURNED_FOOTERS = ("rId4", "rId5"), ("rId6", "rId7")
"""Relations of the page numbers on odd and even pages, upright and lying across."""
_MADE_ON = date(2020, 1, 1)
"""Stands in the properties of base and template; a paper carries the end of its period."""
DEFAULT_FONTS = Settings()

_ALIASES = {
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "方正小标宋简体": "华文中宋",
    "黑体": "SimHei",
    "宋体": "SimSun",
    "仿宋": "FangSong",
    "楷体": "KaiTi",
}
"""altName: a hint for machines without the official fonts."""


def package(body: str, *, title: str) -> bytes:
    """A whole .docx with this body (XML of paragraphs and tables) in the default fonts."""
    turned = _TURNED_FOOTERS if _TURNED_FOOTERS[0] in body else ()
    parts = {
        "[Content_Types].xml": _content_types(len(_FOOTERS) + len(turned)),
        "_rels/.rels": _relations(
            {
                "rId1": ("officeDocument", "word/document.xml"),
                "rId2": ("metadata/core-properties", "docProps/core.xml"),
            }
        ),
        "docProps/core.xml": _core(title),
        "word/_rels/document.xml.rels": _relations(
            {
                "rId1": ("styles", "styles.xml"),
                "rId2": ("settings", "settings.xml"),
                "rId3": ("fontTable", "fontTable.xml"),
                **{ident: ("footer", f"footer{n}.xml") for n, ident in enumerate((*_FOOTERS, *turned), 1)},
            }
        ),
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>{body}{section()}'
        "</w:body></w:document>",
        "word/styles.xml": _HEAD + styles_xml(DEFAULT_FONTS),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": font_table(
            (DEFAULT_FONTS.body_font, DEFAULT_FONTS.kai_font, DEFAULT_FONTS.title_font, HEI, SONG)
        ),
        "word/footer1.xml": footer("right", "rightChars", "right"),
        "word/footer2.xml": footer("left", "leftChars", "left"),
    }
    if turned:
        parts["word/footer3.xml"] = turned_footer("right", "rightChars", "right")
        parts["word/footer4.xml"] = turned_footer("left", "leftChars", "left")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode("utf-8"))
    return normalised(out.getvalue(), stamp=_MADE_ON)


def base_document() -> bytes:
    """report_base.docx: the official format with an empty page."""
    return package(paragraph("Normal", ""), title="公文版式底稿")


def paragraph(style: str, text: str) -> str:
    """One paragraph of a style with one run of text."""
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    run = f'<w:r>{hint}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run if text else ""}</w:p>'


def table(widths: tuple[int, ...], rows: tuple[str, ...]) -> str:
    """A data table as wide as its columns; rows from `row`."""
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="GongwenTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(widths: tuple[int, ...], cells: tuple[tuple[str, str], ...], *, heading: bool = False) -> str:
    """One table row of (style, text) cells; it never splits over pages, a heading repeats on each."""
    middle = '<w:vAlign w:val="center"/>'
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/>{middle}</w:tcPr>{paragraph(*cell)}</w:tc>'
        for w, cell in zip(widths, cells, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>{made}</w:tr>"


def form_table(grid: tuple[int, ...], rows: tuple[str, ...]) -> str:
    """A form: no heading row, none to repeat; rows from `form_row`."""
    return table(grid, rows).replace('w:val="0420" w:firstRow="1"', 'w:val="0400" w:firstRow="0"')


def form_row(grid: tuple[int, ...], cells: Sequence[tuple[int, str]], height: int = 0) -> str:
    """One row of a form from (width, paragraphs as XML); a cell spans the columns of the grid it covers."""
    made, place = "", 0
    for width, inner in cells:
        begin, reach = place, 0
        while reach < width:
            reach += grid[place]
            place += 1
        span = f'<w:gridSpan w:val="{place - begin}"/>' if place - begin > 1 else ""
        made += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>'
            f"{inner}</w:tc>"
        )
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}</w:trPr>{made}</w:tr>"


def copies_block(text: str) -> str:
    """抄送 between two thick rules as wide as the 版心, the lower one on its edge (GB/T 9704-2012, 7.4)."""
    rule = '<w:{} w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" '
        'w:horzAnchor="margin" w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        f"<w:tblBorders>{rule.format('top')}{rule.format('bottom')}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:top w:w="57" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="57" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0400" w:firstRow="0"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{TEXT_WIDTH}"/></w:tblGrid>'
        f"{row((TEXT_WIDTH,), (('Copies', text),))}</w:tbl>"
    )


def font_table(names: tuple[str, ...]) -> str:
    """fontTable.xml: each font with its other name, as Chinese fixed-pitch faces."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}>"
        + (f'<w:altName w:val="{_ALIASES[name]}"/>' if name in _ALIASES else "")
        + '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="fixed"/></w:font>'
        for name in dict.fromkeys(names)
    )
    return f'{_HEAD}<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'


def _content_types(footers: int) -> str:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "/word/document.xml": f"{main}.document.main+xml",
        "/word/styles.xml": f"{main}.styles+xml",
        "/word/settings.xml": f"{main}.settings+xml",
        "/word/fontTable.xml": f"{main}.fontTable+xml",
        **{f"/word/footer{n}.xml": f"{main}.footer+xml" for n in range(1, footers + 1)},
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in parts.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    def kind(name: str) -> str:
        return f"{_PACKAGE}/relationships/{name}" if name.startswith("metadata/") else f"{_R}/{name}"

    links = "".join(
        f'<Relationship Id="{i}" Type="{kind(name)}" Target="{target}"/>'
        for i, (name, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _core(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator></dc:creator><dc:language>zh-CN</dc:language>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _attributes(figures: Mapping[str, int | str]) -> str:
    return " ".join(f'w:{name}="{value}"' for name, value in figures.items())


def section(*, turned: bool = False) -> str:
    """The page of what stands before: upright, or lying across with the number still at the upright foot."""
    odd, even = _TURNED_FOOTERS if turned else _FOOTERS
    page = {"w": PAGE["h"], "h": PAGE["w"], "orient": "landscape"} if turned else PAGE
    margins = {**MARGINS, **LANDSCAPE} if turned else MARGINS
    grid = TURNED_GRID if turned else GRID
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{odd}"/>'
        f'<w:footerReference w:type="even" r:id="{even}"/>'
        f"<w:pgSz {_attributes(page)}/><w:pgMar {_attributes(margins)}/><w:docGrid {_attributes(grid)}/>"
        "</w:sectPr>"
    )


def portrait_end() -> str:
    """The end of what stands upright: the next page lies across."""
    return _section_end(section())


def turned_end() -> str:
    """The end of what lies across; at the end of a paper its section becomes the last one."""
    return _section_end(section(turned=True))


def _section_end(properties: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Gap"/><w:keepNext w:val="0"/>{properties}</w:pPr></w:p>'


def _settings() -> str:
    uri = "http://schemas.microsoft.com/office/word"
    modes = {
        "compatibilityMode": COMPATIBILITY,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    compat = "".join(f'<w:compatSetting w:name="{n}" w:uri="{uri}" w:val="{v}"/>' for n, v in modes.items())
    return (
        f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:drawingGridHorizontalSpacing w:val="158"/>'
        '<w:drawingGridVerticalSpacing w:val="579"/><w:displayHorizontalDrawingGridEvery w:val="0"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        f"<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:useFELayout/>{compat}</w:compat>"
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
    )

"""The styles of the official format as styles.xml: what each element of a paper looks like."""

from __future__ import annotations

from dataclasses import dataclass

from zgtool.model.settings import Settings
from zgtool.writing.gongwen import BODY_SIZE, CHAR, FOOTER_SIZE, HEI, LINE, SONG, TABLE_SIZE, TITLE_SIZE, W

_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_TITLE_LINE = '<w:spacing w:before="0" w:after="0" w:line="640" w:lineRule="exact"/>'
_SINGLE = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_CELL_LINE = _SINGLE.replace('w:line="240" w:lineRule="auto"', 'w:line="300" w:lineRule="atLeast"')
_FIRST_LINE = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * CHAR}"/>'
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_CLOSING = (
    f'<w:ind w:rightChars="200" w:right="{2 * CHAR}" w:firstLineChars="0" w:firstLine="0"/>'
    '<w:jc w:val="right"/>'
)
_LINE_BEFORE = (
    f'<w:spacing w:before="{LINE}" w:beforeLines="100" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
)
_OFF_GRID = '<w:snapToGrid w:val="0"/>'


@dataclass(frozen=True, slots=True)
class _Style:
    """One paragraph style; `paragraph` and `run` in the order of the schema (fonts and sizes come first)."""

    ident: str
    name: str
    paragraph: str
    font: str = ""
    size: int = 0
    run: str = ""
    next: str = "Normal"


def fonts_xml(name: str) -> str:
    """One font in all four slots, so that figures and quotes come from it too."""
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def styles_xml(fonts: Settings) -> str:
    """styles.xml without its declaration, in the fonts of the settings."""
    made = "".join(_paragraph_style(s) for s in _styles(fonts))
    return f'<w:styles xmlns:w="{W}">{_defaults(fonts)}{_normal(fonts)}{_fixed()}{made}</w:styles>'


def _styles(fonts: Settings) -> tuple[_Style, ...]:
    kai, body = fonts.kai_font, fonts.body_font
    cell = f'<w:widowControl w:val="0"/>{_CELL_LINE}{_FLUSH}'
    form_cell = cell.replace('w:line="300"', 'w:line="360"')
    heading = f"<w:keepNext/>{_EXACT}{_FIRST_LINE}"
    centred = '<w:jc w:val="center"/>'
    return (
        _Style(
            "Title", "Title", f"<w:keepNext/>{_TITLE_LINE}{_FLUSH}{centred}", fonts.title_font, TITLE_SIZE
        ),
        _Style("Particulars", "期号", f"<w:keepNext/>{_EXACT}{_FLUSH}{centred}", kai, FOOTER_SIZE),
        _Style("DocNumber", "发文字号", f"<w:keepNext/>{_EXACT}{_FLUSH}{centred}"),
        _Style(
            "Addressee",
            "主送机关",
            _LINE_BEFORE + _FLUSH,
        ),
        *(
            _Style(f"Heading{n}", f"heading {n}", f'{heading}<w:outlineLvl w:val="{n - 1}"/>', font)
            for n, font in enumerate((HEI, kai, body, body), 1)
        ),
        _Style("Annexes", "附件说明", f"{_EXACT}{_FLUSH}"),
        _Style("AnnexMark", "附件序号", f"<w:keepNext/>{_EXACT}{_FLUSH}", HEI),
        _Style("AnnexPage", "附件首行", f"<w:keepNext/><w:pageBreakBefore/>{_EXACT}{_FLUSH}", HEI),
        _Style(
            "AnnexTitle",
            "附件标题",
            f'<w:keepNext/><w:spacing w:before="{LINE}" w:beforeLines="100" w:after="240" w:line="640" '
            f'w:lineRule="exact"/>{_FLUSH}{centred}',
            fonts.title_font,
            TITLE_SIZE,
        ),
        _Style(
            "FormTitle",
            "另页标题",
            f'<w:keepNext/><w:pageBreakBefore/><w:spacing w:before="0" w:after="240" w:line="640" '
            f'w:lineRule="exact"/>{_FLUSH}{centred}',
            fonts.title_font,
            TITLE_SIZE,
        ),
        _Style(
            "Chart",
            "图",
            '<w:keepNext/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>{_FLUSH}{centred}',
        ),
        _Style(
            "SignOffice",
            "署名",
            f'<w:keepNext/><w:spacing w:before="{LINE}" w:beforeLines="100" w:after="0" w:line="{LINE}" '
            f'w:lineRule="exact"/>{_CLOSING}',
            next="SignDate",
        ),
        _Style(
            "SignDate",
            "成文日期",
            f"<w:keepNext/>{_EXACT}{_CLOSING}",
        ),
        _Style(
            "Copies",
            "抄送",
            _SINGLE + '<w:ind w:leftChars="400" w:left="1120" w:rightChars="100" w:right="280" '
            'w:hangingChars="300" w:hanging="840"/><w:jc w:val="left"/>',
            size=FOOTER_SIZE,
        ),
        _Style(
            "Gap",
            "表间",
            f'<w:keepNext/>{_OFF_GRID}<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/>'
            + _FLUSH,
        ),
        _Style(
            "End",
            "文末",
            f'{_OFF_GRID}<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{_FLUSH}',
        ),
        _Style("TableHead", "表头", f"<w:keepNext/>{cell}{centred}", HEI, TABLE_SIZE, _OFF_GRID, "TableText"),
        _Style(
            "TableText", "表格文字", f'{cell}<w:jc w:val="left"/>', body, TABLE_SIZE, _OFF_GRID, "TableText"
        ),
        _Style("FormLabel", "表格栏目", f"{form_cell}{centred}", HEI, FOOTER_SIZE, _OFF_GRID, "FormText"),
        _Style(
            "FormText",
            "表格填写",
            f'{form_cell}<w:jc w:val="left"/>',
            body,
            FOOTER_SIZE,
            _OFF_GRID,
            "FormText",
        ),
        _Style("TableCentred", "表格居中", f"{cell}{centred}", body, TABLE_SIZE, _OFF_GRID, "TableCentred"),
        _Style(
            "TableTitle",
            "表题",
            f'<w:keepNext/><w:spacing w:before="120" w:after="60" w:line="{LINE}" w:lineRule="exact"/>'
            f"{_FLUSH}{centred}",
            HEI,
            FOOTER_SIZE,
        ),
        _Style(
            "TableNote",
            "表注",
            '<w:keepLines/><w:snapToGrid w:val="0"/>'
            '<w:spacing w:before="60" w:after="120" w:line="320" w:lineRule="exact"/>' + _FLUSH,
            body,
            TABLE_SIZE,
            _OFF_GRID,
        ),
        _Style("Footer", "footer", f'{_SINGLE}{_FLUSH}<w:jc w:val="left"/>', SONG, FOOTER_SIZE),
    )


def _paragraph_style(style: _Style) -> str:
    custom = "" if style.name.isascii() else ' w:customStyle="1"'
    size = f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>' if style.size else ""
    font = fonts_xml(style.font) if style.font else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.ident}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="{style.next}"/><w:qFormat/>'
        f"<w:pPr>{style.paragraph}</w:pPr><w:rPr>{font}{style.run}{size}</w:rPr></w:style>"
    )


def _defaults(fonts: Settings) -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts_xml(fonts.body_font)}"
        f'<w:sz w:val="{BODY_SIZE}"/><w:szCs w:val="{BODY_SIZE}"/>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


def _normal(fonts: Settings) -> str:
    """正文: widow control off, or a page would not hold its 22 lines; no extra space beside figures."""
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'{_EXACT}{_FIRST_LINE}<w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{fonts_xml(fonts.body_font)}<w:color w:val="000000"/>'
        f'<w:sz w:val="{BODY_SIZE}"/><w:szCs w:val="{BODY_SIZE}"/></w:rPr></w:style>'
    )


def _fixed() -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="GongwenTable"><w:name w:val="公文表格"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>'
        '<w:top w:w="57" w:type="dxa"/><w:left w:w="40" w:type="dxa"/><w:bottom w:w="57" w:type="dxa"/>'
        '<w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )

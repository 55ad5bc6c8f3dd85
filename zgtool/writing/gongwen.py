"""GB/T 9704-2012 as figures, and the check that reads them back from a finished document.

The base document is built from these figures (`zgtool.writing.gongwen_base`) and every
paper is measured against them here, so that what the standard asks stands in one place.
Lengths are twips (1/20 pt; 1 mm = 56.693), sizes half-points, *Chars hundredths of a 字.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from zgtool.model.settings import Settings
from zgtool.writing.closing import closing_indents, sealed_indents

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PAGE: dict[str, int | str] = {"w": 11906, "h": 16838}
"""A4."""
MARGINS: dict[str, int | str] = {
    "top": 2098,
    "right": 1474,
    "bottom": 1984,
    "left": 1587,
    "header": 851,
    "footer": 1406,
    "gutter": 0,
}
"""天头 37 mm, 订口 28 mm; 版心 156 × 225 mm; the page number's dash 7 mm below it."""
LANDSCAPE: dict[str, int | str] = {"top": 1587, "right": 2098, "bottom": 1474, "left": 1984}
"""The same sheet turned: landscape top is portrait left."""
TEXT_WIDTH = 8845
"""156 mm: what the margins leave."""
TURNED_WIDTH = 12756
"""225 mm: the same on a sheet lying across."""
GRID: dict[str, int | str] = {"type": "linesAndChars", "linePitch": 579, "charSpace": -842}
"""22 lines of 28 characters that fill the 版心, for a Normal style of 16 pt."""
TURNED_GRID: dict[str, int | str] = {"type": "lines", "linePitch": 579}
"""Lines only: what lies across is tables."""
LINE = 579
"""Exact 28.95 pt: 22 lines on a page (29 pt gives 21)."""
CHAR = 316
"""One 字 of the grid in twips (15.8 pt)."""
BODY_SIZE, TITLE_SIZE, FOOTER_SIZE, TABLE_SIZE = 32, 44, 28, 24
SONG, HEI = "宋体", "黑体"
COMPATIBILITY = 15

WIDE_MARKS = re.compile("[“”‘’—…·]")
_IDENT = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def check_gongwen(source: Path | bytes, settings: Settings | None = None) -> list[str]:
    """What in a finished document departs from the format, one Chinese sentence each; [] when nothing does.

    Fonts are compared with those of `settings` (the defaults when None). OSError or
    zipfile.BadZipFile when the file cannot be opened, KeyError when it is no Word document.
    """
    with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if n.endswith((".xml", ".rels"))}
    trees = {
        name: etree.fromstring(data, etree.XMLParser(resolve_entities=False))
        for name, data in parts.items()
        if name.startswith("word/") and name.endswith(".xml")
    }
    fonts = settings or Settings()
    body, styles = trees["word/document.xml"], trees["word/styles.xml"]
    return [
        *_page_faults(body),
        *_style_faults(styles, fonts),
        *_setting_faults(trees["word/settings.xml"]),
        *_footer_faults(trees, parts),
        *_picture_faults(body),
        *_closing_faults(body, styles),
        *_table_faults(body),
        *_run_faults(trees),
        *_property_faults(parts),
    ]


def q(name: str) -> str:
    """A name of the word processing schema as lxml wants it."""
    return f"{{{W}}}{name}"


def attribute(element: etree._Element | None, path: str, name: str = "val") -> str:
    """An attribute of a descendant ("" when there is none): attribute(style, "rPr/sz")."""
    found = element.find("/".join(q(p) for p in path.split("/"))) if element is not None else None
    return str(found.get(q(name)) or "") if found is not None else ""


def text_of(paragraph: etree._Element) -> str:
    """The text of one paragraph, without that of paragraphs inside it (text boxes)."""
    return "".join(
        t.text or "" for t in paragraph.iter(q("t")) if next(t.iterancestors(q("p")), None) is paragraph
    )


def _page_faults(body: etree._Element) -> Iterator[str]:
    for number, section in enumerate(body.iter(q("sectPr")), 1):
        turned = attribute(section, "pgSz", "orient") == "landscape"
        page = {"w": PAGE["h"], "h": PAGE["w"]} if turned else PAGE
        margins = {**MARGINS, **LANDSCAPE} if turned else MARGINS
        grid = TURNED_GRID if turned else GRID
        for element, figures in (("pgSz", page), ("pgMar", margins), ("docGrid", grid)):
            for name, value in figures.items():
                held = attribute(section, element, name)
                if held != str(value):
                    yield f"第{number}节的 {element}/{name} 是“{held}”，应为 {value}。"


def _style_faults(styles: etree._Element, fonts: Settings) -> Iterator[str]:
    by_name = {attribute(s, "name").lower(): s for s in styles.iter(q("style"))}
    wanted: dict[str, dict[str, str]] = {
        "Normal": {
            "rPr/sz": "32",
            "pPr/spacing@line": "579",
            "pPr/spacing@lineRule": "exact",
            "pPr/ind@firstLineChars": "200",
            "rPr/rFonts@eastAsia": fonts.body_font,
        },
        "Title": {
            "rPr/sz": "44",
            "pPr/jc": "center",
            "pPr/ind@firstLineChars": "0",
            "pPr/spacing@lineRule": "exact",
            "rPr/rFonts@eastAsia": fonts.title_font,
        },
        "heading 1": {"rPr/rFonts@eastAsia": HEI, "pPr/outlineLvl": "0"},
        "heading 2": {"rPr/rFonts@eastAsia": fonts.kai_font, "pPr/outlineLvl": "1"},
        "heading 3": {"rPr/rFonts@eastAsia": fonts.body_font, "pPr/outlineLvl": "2"},
        "heading 4": {"rPr/rFonts@eastAsia": fonts.body_font, "pPr/outlineLvl": "3"},
    }
    for name, figures in wanted.items():
        style = by_name.get(name.lower())
        if style is None:
            yield f"缺少样式 {name}。"
            continue
        for spot, value in figures.items():
            path, _, attr = spot.partition("@")
            held = attribute(style, path, attr or "val")
            if held != value:
                yield f"样式 {name} 的 {spot} 是“{held}”，应为“{value}”。"
    language = attribute(styles, "docDefaults/rPrDefault/rPr/lang", "eastAsia")
    if language != "zh-CN":
        yield f"文档语言是“{language}”，应为 zh-CN。"


def _setting_faults(settings: etree._Element) -> Iterator[str]:
    if settings.find(q("evenAndOddHeaders")) is None:
        yield "没有设置奇偶页不同，页码不能单页居右、双页居左。"
    if attribute(settings, "themeFontLang", "eastAsia") != "zh-CN":
        yield "themeFontLang 不是 zh-CN。"
    modes = [
        s.get(q("val")) for s in settings.iter(q("compatSetting")) if s.get(q("name")) == "compatibilityMode"
    ]
    if modes != [str(COMPATIBILITY)]:
        yield f"兼容模式是 {modes}，应为 {COMPATIBILITY}。"
    if settings.find(q("rsids")) is not None or settings.find(q("attachedTemplate")) is not None:
        yield "文档里留有编辑记录（rsids）或外挂模板。"


def _footer_faults(trees: dict[str, etree._Element], parts: dict[str, bytes]) -> Iterator[str]:
    for number, section in enumerate(trees["word/document.xml"].iter(q("sectPr")), 1):
        footers = _footers_of(section, trees, parts)
        if not {"default", "even"} <= footers.keys():
            yield f"第{number}节缺少奇数页或偶数页的页脚。"
            continue
        turned = attribute(section, "pgSz", "orient") == "landscape"
        for kind, place in (("default", ("right", "100", "")), ("even", ("left", "", "100"))):
            yield from (
                f"第{number}节{fault}" for fault in _number_faults(footers[kind], place, turned=turned)
            )


def _footers_of(
    section: etree._Element, trees: dict[str, etree._Element], parts: dict[str, bytes]
) -> dict[str, etree._Element]:
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    targets = {r.get("Id"): f"word/{r.get('Target')}" for r in relations}
    found = {}
    for reference in section.iter(q("footerReference")):
        tree = trees.get(targets.get(str(reference.get(_IDENT)), ""))
        if tree is not None:
            found[str(reference.get(q("type")))] = tree
    return found


def _number_faults(footer: etree._Element, place: tuple[str, str, str], *, turned: bool) -> Iterator[str]:
    """One footer: — 1 — in 4号 宋体 where it belongs, on a sheet lying across turned and at its left edge."""
    boxes = list(footer.iter(f"{{{_SHAPE}}}bodyPr"))
    if turned != any(box.get("vert") == "vert" for box in boxes):
        yield "是横排，页码应当转 90 度放在左边。" if turned else "是竖排，页码不应当转向。"
    paragraph = next((p for p in footer.iter(q("p")) if text_of(p)), None)
    if paragraph is None or "PAGE" not in "".join(i.text or "" for i in paragraph.iter(q("instrText"))):
        yield "的页脚里没有页码。"
        return
    text = text_of(paragraph)
    if not (text.startswith("— ") and text.endswith(" —")):
        yield "的页码两边应各有一条一字线。"
    for run in paragraph.iter(q("r")):
        sized = attribute(run, "rPr/sz") == str(FOOTER_SIZE)
        if not sized or attribute(run, "rPr/rFonts", "ascii") != SONG:
            yield "的页码应为 4 号宋体。"
            break
    held = (
        attribute(paragraph, "pPr/jc"),
        attribute(paragraph, "pPr/ind", "rightChars"),
        attribute(paragraph, "pPr/ind", "leftChars"),
    )
    if held != place:
        yield "的页码应单页右空一字、双页左空一字。"


def _table_faults(body: etree._Element) -> Iterator[str]:
    for number, table in enumerate(body.iter(q("tbl")), 1):
        widths = [int(c.get(q("w")) or 0) for c in table.iterfind(f"{q('tblGrid')}/{q('gridCol')}")]
        rows = table.findall(q("tr"))
        if sum(widths) > TEXT_WIDTH and not _in_landscape(table):
            yield f"第{number}个表宽 {sum(widths)}，超出版心 {TEXT_WIDTH}。"
        if any(r.find(f"{q('trPr')}/{q('cantSplit')}") is None for r in rows):
            yield f"第{number}个表有可以跨页断开的行。"
        heading = attribute(table, "tblPr/tblLook", "firstRow") != "0"
        if rows and heading and rows[0].find(f"{q('trPr')}/{q('tblHeader')}") is None:
            yield f"第{number}个表的表头不在每页重复。"


def _picture_faults(body: etree._Element) -> Iterator[str]:
    for number, inline in enumerate(body.iter(f"{{{_DRAWING}}}inline", f"{{{_DRAWING}}}anchor"), 1):
        properties = inline.find(f"{{{_DRAWING}}}docPr")
        if properties is None or not properties.get("descr"):
            yield f"第{number}个图没有替代文字。"
        paragraph = next(inline.iterancestors(q("p")), None)
        if attribute(paragraph, "pPr/spacing", "lineRule") != "auto":
            yield f"第{number}个图所在的段落是固定行距，图会被裁掉。"


def _closing_faults(body: etree._Element, styles: etree._Element) -> Iterator[str]:
    """署名 directly before 成文日期, both where the rule for a sealed or an unsealed paper puts them."""
    names = {str(s.get(q("styleId"))): attribute(s, "name") for s in styles.iter(q("style"))}
    paragraphs = list(body.iterchildren(q("p")))
    for place, paragraph in enumerate(paragraphs):
        if names.get(attribute(paragraph, "pPr/pStyle")) != "署名" or "{{" in text_of(paragraph):
            continue
        after = paragraphs[place + 1] if place + 1 < len(paragraphs) else paragraph
        office, day = text_of(paragraph), text_of(after)
        if not re.fullmatch(r"\d{4}年[1-9]\d?月[1-9]\d?日", day):
            yield f"落款“{office}”下一行应当是成文日期，写全年月日，不编虚位。"
            continue
        held = tuple(attribute(p, "pPr/ind", "rightChars") for p in (paragraph, after))
        rules = (closing_indents(office, day), sealed_indents(office, day))
        if held not in [tuple(str(round(chars * 100)) for chars in rule) for rule in rules]:
            yield f"落款“{office}”和日期的右空是{'、'.join(held)}，不合用印或者不用印的排法。"


def _in_landscape(table: etree._Element) -> bool:
    section = next(table.itersiblings(q("p"), q("sectPr")), None)
    for sibling in table.itersiblings():
        found = sibling if sibling.tag == q("sectPr") else sibling.find(f"{q('pPr')}/{q('sectPr')}")
        if found is not None:
            section = found
            break
    return attribute(section, "pgSz", "orient") == "landscape"


def _run_faults(trees: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in trees.items():
        themed = [r for r in tree.iter(q("rFonts")) if any("Theme" in str(key) for key in r.attrib)]
        if themed:
            yield f"{name} 里有 {len(themed)} 处主题字体。"
    for run in trees["word/document.xml"].iter(q("r")):
        text = "".join(t.text or "" for t in run.iter(q("t")))
        if WIDE_MARKS.search(text) and attribute(run, "rPr/rFonts", "hint") != "eastAsia":
            yield f"“{text[:20]}”里的引号或破折号没有指明按中文排。"


def _property_faults(parts: dict[str, bytes]) -> Iterator[str]:
    core = parts.get("docProps/core.xml", b"").decode("utf-8", "replace")
    if "python-docx" in core:
        yield "文档属性里留有 python-docx 字样。"
    if not re.search(r"<dc:title>[^<]+</dc:title>", core):
        yield "文档属性里没有标题。"
    if "word/theme/theme1.xml" in parts:
        yield "文档带有主题部件。"

"""An invented feedback paper as offices get it: levels typed and automatic, 一是/二是 paragraphs, ；lists, a table."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))

BODY: tuple[tuple[int, str], ...] = (
    (0, "聚焦贯彻党的路线方针政策情况"),
    (1, "学习贯彻不够深入"),
    (2, "理论学习中心组学习不规范。一是学习计划未按季度制定；二是研讨发言以读文件代替；三是2019年缺学2次未补。"),
    (2, "2020年重点任务推进迟缓。有的处室未建立任务台账，有的处室三个月没有进展。"),
    (1, "安全监管责任压得不实。存在以下问题：煤矿检查计划执行率偏低；隐患复查不闭环；行政处罚文书不规范。"),
    (0, "聚焦基层党建情况"),
    (1, "组织生活不严肃"),
    (-1, "（1）党员大会记录缺失；"),
    (-1, "（2）党费收缴不及时。"),
    (1, "财务管理不规范。公务接待超标准。固定资产账实不符。"),
    (0, "意见建议"),
    (1, "提高政治站位，压实主体责任。"),
)  # fmt: skip
"""(level from 0, text); level -1 is a plain paragraph."""

TYPED = ("一二三四五六七八九", "（{}）", "{}.")


def paper(*, automatic: bool) -> bytes:
    """The paper with its numbers typed or printed by Word itself."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "内部资料　一、页眉不是问题"
    document.sections[0].footer.paragraphs[0].text = "二、页脚不是问题"
    document.add_heading("关于省局党组巡视的反馈意见", 0)
    document.add_paragraph("2020年5月20日")
    document.add_paragraph("根据统一部署，巡视组对省局党组开展了巡视。现将巡视情况反馈如下。")
    number = add_list(document) if automatic else 0
    counts = [0, 0, 0]
    for level, text in BODY:
        paragraph = document.add_paragraph()
        if level >= 0 and automatic:
            paragraph.add_run(text)
            put_number(paragraph, number, level)
        elif level >= 0:
            counts[level:] = [counts[level] + 1, *[0] * (2 - level)]
            mark = (f"{TYPED[0][counts[0] - 1]}、" if level == 0 else
                    TYPED[1].format(TYPED[0][counts[1] - 1]) if level == 1 else TYPED[2].format(counts[2]))  # fmt: skip
            # typed “2.2020年” would be one number: a clerk puts a blank there
            paragraph.add_run(f"　　{mark}{' ' if text[0].isdigit() else ''}{text}")
        else:
            paragraph.add_run(text)
    document.add_paragraph("省委第三巡视组")
    document.add_paragraph("2020年6月1日")
    return as_bytes(document)


def add_list(document: DocumentObject, levels: Sequence[tuple[str, str]] = _LEVELS, extra: str = "") -> int:
    """A list of these (format, text) levels in numbering.xml; returns its numId."""
    root = document.part.numbering_part.element
    number = 90 + len(root)
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    base = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>')
    root.insert(0, base)
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/>{extra}</w:num>'
        )
    )
    return number


def put_number(paragraph: object, number: int, level: int) -> None:
    """Make a paragraph print a number of a list."""
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def as_bytes(document: DocumentObject) -> bytes:
    """The saved document."""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def save(path: Path, *, automatic: bool = True) -> Path:
    """The paper as a file."""
    path.write_bytes(paper(automatic=automatic))
    return path

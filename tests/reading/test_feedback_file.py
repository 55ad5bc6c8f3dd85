"""The feedback paper's lines: Word's own numbers, tables, deleted words, text files, and files that are refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.reading.feedback_papers import add_list, as_bytes, paper, put_number
from zgtool.language.feedback import parse_feedback
from zgtool.reading.feedback_file import read_feedback
from zgtool.reading.raw import Unreadable

Change = Callable[[str], str]


def repacked(data: bytes, change: Change, part: str = "word/document.xml") -> bytes:
    """The same package with one part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if name == part else text)
    return made.getvalue()


def numbered(form: str, text: str, count: int) -> list[str]:
    """The marks of so many paragraphs of a list of one level."""
    document = Document()
    number = add_list(document, [(form, text)])
    for _ in range(count):
        put_number(document.add_paragraph("甲"), number, 0)
    return [line.removesuffix("甲").strip() for line in read_feedback(as_bytes(document), "a.docx")]


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read_feedback(data, name)
    return f"{caught.value.finding.message}。{caught.value.finding.fix}"


def test_numbers_that_word_prints_read_like_typed_ones() -> None:
    automatic = [re.sub(r"\s", "", line) for line in read_feedback(paper(automatic=True), "a.docx")]
    typed = [re.sub(r"\s", "", line) for line in read_feedback(paper(automatic=False), "b.docx")]
    assert automatic == typed
    assert (
        "（二）安全监管责任压得不实。存在以下问题：煤矿检查计划执行率偏低；隐患复查不闭环；行政处罚文书不规范。"
        in typed
    )


@pytest.mark.parametrize("automatic", [True, False])
def test_the_paper_becomes_its_problems(automatic: bool) -> None:
    problems = parse_feedback(read_feedback(paper(automatic=automatic), "a.docx"))
    assert [(p.marker, p.kind, len(p.points)) for p in problems] == [
        ("1.", "问题", 3),
        ("2.", "问题", 2),
        ("（二）", "问题", 3),
        ("（一）", "问题", 2),
        ("（二）", "问题", 1),
        ("（一）", "意见建议", 1),
    ]
    assert problems[1].title == "2020年重点任务推进迟缓"


def test_headers_and_footers_are_not_the_paper() -> None:
    assert not any(
        "页眉" in line or "页脚" in line for line in read_feedback(paper(automatic=True), "a.docx")
    )


@pytest.mark.parametrize(
    ("form", "text", "marks"),
    [
        ("chineseCounting", "（%1）", ["（一）", "（二）", "（三）"]),
        ("japaneseCounting", "%1、", ["一、", "二、", "三、"]),
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("decimalFullWidth", "%1．", ["１．", "２．", "３．"]),
        ("decimalEnclosedCircleChinese", "%1", ["①", "②", "③"]),
        ("decimalEnclosedParen", "%1", ["⑴", "⑵", "⑶"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、", "叁、"]),
        ("ideographTraditional", "%1、", ["甲、", "乙、", "丙、"]),
        ("upperLetter", "%1.", ["A.", "B.", "C."]),
        ("lowerRoman", "%1)", ["i)", "ii)", "iii)"]),
        ("decimal", "第%1条", ["第1条", "第2条", "第3条"]),
        ("bullet", "\uf06c", ["•", "•", "•"]),
        ("none", "", ["", "", ""]),
        ("nobody knows this one", "%1.", ["1.", "2.", "3."]),
    ],
)
def test_every_format_of_number_prints_as_word_prints_it(form: str, text: str, marks: list[str]) -> None:
    assert numbered(form, text, 3) == marks


def test_chinese_numbers_go_on_past_ten() -> None:
    assert numbered("chineseCountingThousand", "%1、", 21)[9:] == [
        f"{n}、"
        for n in [
            "十",
            "十一",
            "十二",
            "十三",
            "十四",
            "十五",
            "十六",
            "十七",
            "十八",
            "十九",
            "二十",
            "二十一",
        ]
    ]


def test_a_lower_level_begins_again_below_each_upper_one() -> None:
    document = Document()
    number = add_list(document, [("decimal", "%1."), ("decimal", "%1.%2")])
    for level in (0, 1, 1, 0, 1):
        put_number(document.add_paragraph("x"), number, level)
    assert read_feedback(as_bytes(document), "a.docx") == ("1. x", "1.1 x", "1.2 x", "2. x", "2.1 x")


def test_a_list_that_is_told_to_start_elsewhere_does() -> None:
    document = Document()
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    number = add_list(document, [("chineseCounting", "%1、")], start)
    for _ in range(2):
        put_number(document.add_paragraph("x"), number, 0)
    assert read_feedback(as_bytes(document), "a.docx") == ("五、x", "六、x")


def test_a_style_may_carry_the_number_and_a_paragraph_may_take_it_off() -> None:
    document = Document()
    number = add_list(document, [("chineseCounting", "%1、")])
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{number}"/></w:numPr>'))
    document.add_heading("甲", 1)
    put_number(document.add_heading("乙", 1), 0, 0)
    document.add_heading("丙", 1)
    assert read_feedback(as_bytes(document), "a.docx") == ("一、甲", "乙", "二、丙")


def test_texts_of_tables_are_lines_in_reading_order() -> None:
    document = Document()
    document.add_paragraph("一、甲")
    table = document.add_table(2, 2)
    for place, text in enumerate(("（一）乙", "丙", "（二）丁", "戊")):
        table.cell(place // 2, place % 2).text = text
    document.add_paragraph("二、己")
    assert read_feedback(as_bytes(document), "a.docx") == (
        "一、甲", "（一）乙", "丙", "（二）丁", "戊", "二、己",
    )  # fmt: skip


def test_a_line_break_inside_a_paragraph_ends_the_line() -> None:
    document = Document()
    document.add_paragraph("一、甲\n（一）乙\t丙")
    assert read_feedback(as_bytes(document), "a.docx") == ("一、甲", "（一）乙 丙")


def test_deleted_words_field_codes_and_second_copies_are_not_text() -> None:
    inner = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    data = repacked(as_bytes(Document()), lambda xml: xml.replace("<w:body>", f"<w:body>{inner}"))
    assert read_feedback(data, "a.docx") == ("框", "留增")


def test_the_table_of_contents_does_not_repeat_the_problems() -> None:
    inner = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        "<w:sdtContent><w:p><w:r><w:t>一、甲…1</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>一、甲</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    data = repacked(as_bytes(Document()), lambda xml: xml.replace("<w:body>", f"<w:body>{inner}"))
    assert read_feedback(data, "a.docx") == ("一、甲",)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_any_of_the_usual_encodings(codec: str) -> None:
    text = "一、党建\r\n\r\n　　（一）会议少。\r\n"
    assert read_feedback(text.encode(codec), "a.txt") == ("一、党建", "（一）会议少。")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"%PDF-1.4", "a.pdf", ("PDF", "PDF转Word")),
        (b"{\\rtf1 x}", "a.doc", ("RTF", "另存为")),
        (b"\x89PNG\r\n", "a.png", ("图片", "图片转文字")),
        (b"", "a.docx", ("空的", "核对")),
        (b" \r\n ", "a.txt", ("空的", "核对")),
        (b"PK\x03\x04 broken", "a.docx", ("损坏", "另存为新的 .docx")),
        (b"<html><body>x</body></html>", "a.doc", ("网页", "另存为")),
    ],
)
def test_a_file_that_is_no_word_document_gets_the_clicks_that_cure_it(
    data: bytes, name: str, words: tuple[str, ...]
) -> None:
    told = refusal(data, name)
    assert all(word in told for word in words)
    assert "报送" not in told


def test_an_old_word_file_gets_the_clicks_that_cure_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        def __init__(self, data: bytes) -> None:
            self.names = ["WordDocument", "1Table"]

    monkeypatch.setattr("zgtool.reading.sniff.OleFile", Old)
    told = refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "反馈意见.doc")
    assert ".wps" in told
    assert "文件→另存为" in told
    assert "*.docx" in told


def test_a_workbook_is_not_taken_for_the_paper() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "--ledger" in refusal(made.getvalue(), "台账.xlsx")


@pytest.mark.parametrize("part", ["word/document.xml", "word/numbering.xml", "word/styles.xml"])
def test_a_paper_with_a_doctype_is_refused(part: str) -> None:
    def declare(xml: str) -> str:
        head, _, rest = xml.partition("?>")
        return f'{head}?><!DOCTYPE x [<!ENTITY a "甲">]>{rest}'

    assert "外部声明" in refusal(repacked(paper(automatic=True), declare, part), "a.docx")


@pytest.mark.parametrize("part", ["word/document.xml", "word/numbering.xml", "word/styles.xml"])
def test_a_paper_that_is_cut_is_refused(part: str) -> None:
    assert "损坏" in refusal(
        repacked(paper(automatic=True), lambda xml: xml[: len(xml) // 2], part), "a.docx"
    )


def test_a_bomb_is_refused_before_it_is_parsed() -> None:
    filler = "<w:p/>" * 6_000_000
    data = repacked(as_bytes(Document()), lambda xml: xml.replace("<w:body>", f"<w:body>{filler}"))
    assert len(data) < 2 << 20
    assert "大小限制" in refusal(data, "a.docx")


def test_absurd_numbers_of_a_list_cost_nothing() -> None:
    for form in ("upperRoman", "lowerLetter", "chineseCounting", "decimalEnclosedCircle"):
        data = repacked(
            _one_numbered(form), lambda xml: xml.replace('w:start w:val="1"', 'w:start w:val="999999"'),
            "word/numbering.xml",
        )  # fmt: skip
        assert read_feedback(data, "a.docx") == ("999999. 甲",)


def _one_numbered(form: str) -> bytes:
    document = Document()
    put_number(document.add_paragraph("甲"), add_list(document, [(form, "%1.")]), 0)
    return as_bytes(document)

"""Evidence files: name, days and safe text; whatever is odd is known by its name alone."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.tables import UNITS
from zgtool.reading.archive import read_members
from zgtool.reading.evidence import MAX_EVIDENCE, read_evidence
from zgtool.reading.files import Incoming, read_files
from zgtool.reading.package import open_zip
from zgtool.reading.submission import read_submission

CORE = """<?xml version="1.0"?><cp:coreProperties xmlns:cp="c" xmlns:dcterms="d">
<dcterms:created>2020-06-09T23:30:00Z</dcterms:created><dcterms:modified>2020-06-11T02:00:00Z</dcterms:modified>
</cp:coreProperties>"""
WORDS = """<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>退缴补贴</w:t></w:r><w:r><w:t>4.3万元</w:t></w:r></w:p>
<w:p><w:r><w:instrText>HYPERLINK x</w:instrText><w:t>6月10日</w:t></w:r></w:p></w:body></w:document>"""
LEDGER = "填报单位：人事处\n反馈问题,整改措施,牵头单位,整改时限,完成状态,本周进展\n选人用人不规范,修订办法,人事处,2020年6月下旬,推进中,起草初稿\n"


def packed(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 6, 8, 9, 0, 0)), text)
    return buffer.getvalue()


def docx(words: str = WORDS, core: str = CORE) -> bytes:
    return packed(
        **{"[Content_Types].xml": "<Types/>", "docProps/core.xml": core, "word/document.xml": words}
    )


def test_a_document_tells_its_days_on_the_clock_of_china_and_its_words() -> None:
    read = read_evidence(docx(), "佐证/会议纪要.docx", date(2020, 6, 12))
    assert (read.created, read.modified) == (date(2020, 6, 10), date(2020, 6, 11))
    assert read.text.split() == ["退缴补贴4.3万元", "6月10日"]
    assert read.name == "佐证/会议纪要.docx"


def test_a_workbook_tells_shared_words_and_plain_numbers() -> None:
    sheet = (
        '<worksheet><sheetData><row><c t="s"><v>0</v></c><c><v>43000</v></c></row></sheetData></worksheet>'
    )
    data = packed(
        **{
            "[Content_Types].xml": "<Types/>",
            "xl/sharedStrings.xml": "<sst><si><t>合计</t></si></sst>",
            "xl/worksheets/sheet1.xml": sheet,
        }
    )
    assert read_evidence(data, "明细.xlsx").text.split() == ["合计", "43000"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (docx(words='<!DOCTYPE w [<!ENTITY e SYSTEM "file:///x">]><w>&e;</w>'), "外部实体.docx"),
        (docx(words="<w:document><w:t>没有写完"), "残缺.docx"),
        (b"PK\x03\x04 not a package", "坏包.docx"),
        (b"%PDF-1.4 4.3", "凭证.pdf"),
        (b"x" * (MAX_EVIDENCE + 1), "太大.txt"),
    ],
)
def test_what_cannot_be_read_safely_is_known_by_its_name(data: bytes, name: str) -> None:
    read = read_evidence(data, name, date(2020, 6, 12))
    assert (read.name, read.text, read.modified) == (name, "", date(2020, 6, 12))


def test_a_part_that_is_too_big_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgtool.reading.evidence.MAX_EVIDENCE", 2000)
    data = docx(words=f"<w:document xmlns:w='w'><w:t>{'x' * 3000}</w:t></w:document>")
    assert len(data) > 2000
    assert read_evidence(data, "大.docx").text == ""


def test_evidence_in_an_archive_goes_with_the_ledger_it_lies_with(tmp_path: Path) -> None:
    data = packed(
        **{
            "甲/台账.csv": LEDGER,
            "甲/佐证/纪要.docx": "",
            "乙/台账.csv": LEDGER.replace("人事处", "财务处"),
            "照片.jpg": "",
        }
    )
    members = list(read_members(open_zip(data, "包.zip"), "包.zip"))
    assert [(m.name, len(m.beside)) for m in members] == [
        ("包.zip/甲/台账.csv", 1),
        ("包.zip/乙/台账.csv", 0),
    ]
    (tmp_path / "包.zip").write_bytes(data)
    read = read_files([Incoming("包.zip", tmp_path / "包.zip")], UNITS)
    assert [(s.unit, [(e.name, e.modified) for e in s.evidence]) for s in read] == [
        ("人事处", [("甲/佐证/纪要.docx", date(2020, 6, 8))]),
        ("财务处", []),
    ]


def test_a_file_that_is_no_ledger_is_evidence_of_itself() -> None:
    read = read_submission(docx(), "纪要.docx", UNITS)
    assert [f.code for f in read.findings] == ["F103"]
    assert [e.name for e in read.evidence] == ["纪要.docx"]
    assert read_submission(LEDGER.encode("utf-8-sig"), "人事处.csv", UNITS).evidence == ()

"""What a file is, by its content."""

import pytest
from reading_books import codes, ledger_rows, read

from zgtool.reading.raw import Unreadable
from zgtool.reading.sniff import Format, decode, sniff

CSV = "反馈问题,整改措施,牵头单位,整改时限\n问题一,“措施一”,人事处,6月上旬\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "F109"),
        (b"\x00\x00\r\n ", "F109"),
        (b"%PDF-1.4 ...", "F103"),
        (b"\x89PNG\r\n\x1a\n....", "F103"),
        (b"Rar!\x1a\x07\x00....", "F103"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "F102"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
         b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "F113"),
        (b"<?xml version='1.0'?><data/>", "F103"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40, "F104"),
        (bytes(range(1, 256)) * 4, "F112"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        sniff(data, "台账.xlsx")
    assert refusal.value.finding.code == code
    assert refusal.value.finding.fix.endswith("。")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_encoding_offices_use(codec: str) -> None:
    assert sniff(CSV.encode(codec), "台账.csv") is Format.TEXT
    got = read(CSV.encode(codec), "台账.csv")
    assert [r.values for r in got.rows] == [
        {"problem": "问题一", "measure": "“措施一”", "lead_unit": "人事处", "deadline": "6月上旬"}
    ]


def test_utf_16_without_a_mark_is_told_by_its_zeros() -> None:
    text = "measure,unit,整改措施\n" * 4
    assert decode(text.encode("utf-16-le"), "x.csv") == text
    assert decode(text.encode("utf-16-be"), "x.csv") == text


def test_the_beginning_of_a_file_may_end_inside_a_character() -> None:
    assert decode("整改措施".encode()[:-1], "x.csv", partial=True) == "整改措"


def test_a_web_page_is_one_whatever_stands_before_its_first_tag() -> None:
    assert sniff("\ufeff\n<!-- 导出 -->\n<HTML><table>".encode(), "台账.xls") is Format.HTML


def test_a_wrong_extension_is_told_and_the_content_counts() -> None:
    got = read(ledger_rows((1, "问题", "", "措施", "人事处", "6月上旬", 0.5, "")), "人事处.xls")
    assert len(got.rows) == 1
    assert "F128" in codes(got)

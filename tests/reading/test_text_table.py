"""CSV, TSV and web pages that call themselves .xls."""

import pytest
from reading_books import codes, column, read

from zgtool.reading.raw import Unreadable
from zgtool.reading.workbook import read_workbook

PAGE = """<html><head><meta charset="{charset}"><style>td {{}}</style></head><body><table border=1>
<tr><td colspan=3>整改台账<tr><th>反馈问题</th><th>整改<br>措施</th><th>牵头单位</th></tr>
<tr><td rowspan="2">问题一<td>措施一&nbsp;</td><td>人事处</td></tr>
<tr><td>措施二<table><tr><td>内表</td></tr></table></td><td>人事处</td></tr>
</table><script>alert("x")</script></body></html>"""


@pytest.mark.parametrize(("separator", "name"), [(",", "台账.csv"), ("\t", "台账.tsv"), (";", "台账.csv")])
def test_the_separator_is_the_one_in_use(separator: str, name: str) -> None:
    lines = [("反馈问题", "整改措施", "牵头单位"), ("问题一", '"多行\n措施"', "人事处")]
    got = read("\n".join(separator.join(line) for line in lines).encode(), name)
    assert column(got, "measure") == ["多行\n措施"]


def test_numbers_of_a_csv_stay_text() -> None:
    got = read("措施编号,反馈问题,整改措施,备注\n1-10,甲,乙,1.10\n".encode(), "台账.csv")
    assert (got.rows[0].number, got.rows[0]["remark"]) == ("1-10", "1.10")


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_web_page_named_xls_is_read_with_its_merged_cells(charset: str) -> None:
    data = PAGE.format(charset=charset).encode("gb18030" if charset == "gb2312" else charset)
    got = read(data, "人事处.xls")
    assert column(got, "problem") == ["问题一", "问题一"]
    assert column(got, "measure") == ["措施一", "措施二内表"]
    assert "F128" in codes(got)


def test_a_page_without_a_table_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read_workbook(b"<html><body><p>404</p></body></html>", "x.xls")
    assert caught.value.finding.code == "F103"


def test_a_page_that_forgets_to_close_its_tags_is_read_to_the_end() -> None:
    page = "<table><tr><td>反馈问题<td>整改措施<tr><td>甲<td>乙"
    assert column(read(page.encode(), "x.html"), "measure") == ["乙"]

"""The .xls and .ods formats: values, merges, error cells, percentages, locked and cut files."""

import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlwt
from reading_books import codes, column, read, with_part

from zgtool.reading.biff import scan_biff
from zgtool.reading.calamine import read_values
from zgtool.reading.ole import BrokenOle, OleFile
from zgtool.reading.raw import Unreadable
from zgtool.reading.workbook import open_book, read_workbook


def old_book() -> bytes:
    """An .xls with a merged problem cell, a percentage, an error, a hidden row and an empty text."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("整改台账")
    for c, text in enumerate(("序号", "反馈问题", "整改措施", "牵头单位", "完成率", "备注", "整改时限")):
        sheet.write(0, c, text)
    sheet.write_merge(1, 2, 1, 1, "问题一")
    percent, day = xlwt.easyxf(num_format_str="0%"), xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for n in (1, 2):
        sheet.write(n, 0, n)
        sheet.write(n, 2, f"措施{n}")
        sheet.write(n, 3, "人事处")
        sheet.write(n, 4, 0.8, percent)
        sheet.write(n, 6, 44012, day)
    sheet.write(1, 5, "")
    sheet.row(2).set_cell_error(5, "#REF!")
    sheet.row(2).hidden = True
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def content(*rows: str, styles: str = "") -> bytes:
    head = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:o" xmlns:table="urn:t" xmlns:text="urn:x" '
        'xmlns:style="urn:s"><office:automatic-styles>' + styles + "</office:automatic-styles><office:body>"
        '<office:spreadsheet><table:table table:name="整改台账" table:style-name="ta1">'
    )
    tail = "</table:table></office:spreadsheet></office:body></office:document-content>"
    return (head + "".join(rows) + tail).encode()


def document(part: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", part)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return held.getvalue()


def text(value: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{value}</text:p></table:table-cell>'


SPANNED = ' table:number-rows-spanned="2"'
HEAD = f"<table:table-row>{text('反馈问题')}{text('整改措施')}{text('完成率')}</table:table-row>"


def test_an_xls_is_read_with_everything_calamine_does_not_tell() -> None:
    got = read(old_book(), "人事处.xls")
    assert column(got, "problem") == ["问题一", "问题一"]
    assert column(got, "rate") == ["80%", "80%"]
    assert column(got, "remark") == ["", "#REF!"]
    assert column(got, "deadline") == ["2020年6月30日"] * 2
    assert {"C207", "F123"} <= set(codes(got))


def test_an_xls_named_xlsx_is_read_by_its_content() -> None:
    assert len(read(old_book(), "人事处.xlsx").rows) == 2


def test_the_raw_records_of_an_xls_are_a_witness(monkeypatch: pytest.MonkeyPatch) -> None:

    def lossy(data: bytes, name: str) -> list[object]:
        return [replace(s, rows=s.rows[:-1], filled=s.filled - 6) for s in read_values(data, name)]

    monkeypatch.setattr("zgtool.reading.xls.read_values", lossy)
    with pytest.raises(Unreadable) as caught:
        read_workbook(old_book(), "台账.xls")
    assert caught.value.finding.code == "F107"


def test_an_xls_with_a_password_is_named_as_one() -> None:
    data = old_book()
    stream = OleFile(data).read("Workbook")
    begin = data.index(stream[:64])
    at = begin + 4 + int.from_bytes(stream[2:4], "little")
    locked = data[:at] + b"\x2f\x00" + data[at + 2 :]
    with pytest.raises(Unreadable) as caught:
        open_book(locked, "台账.xls")
    assert caught.value.finding.code == "F101"


def test_an_ole_chain_that_turns_in_a_circle_ends() -> None:
    data = bytearray(old_book())
    fat = 512 * (1 + int.from_bytes(data[76:80], "little"))
    first = int.from_bytes(data[48:52], "little")
    data[fat + 4 * first : fat + 4 * first + 4] = first.to_bytes(4, "little")
    with pytest.raises(BrokenOle):
        OleFile(bytes(data))


def test_a_stream_without_an_end_is_cut() -> None:
    stream = OleFile(old_book()).read("Workbook").rstrip(b"\x00")
    with pytest.raises(ValueError, match="cut"):
        scan_biff(stream[: len(stream) // 2])


def test_an_ods_is_read_with_merges_and_percentages() -> None:
    body = (
        f"<table:table-row>{text('问题一', SPANNED)}{text('措施一')}"
        '<table:table-cell office:value-type="percentage" office:value="0.8"><text:p>80%</text:p></table:table-cell>'
        '</table:table-row><table:table-row table:visibility="filter"><table:covered-table-cell/>'
        f"{text('措施二')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row>"
    )
    got = read(document(content(HEAD, body)), "台账.ods")
    assert column(got, "problem") == ["问题一", "问题一"]
    assert column(got, "measure") == ["措施一", "措施二"]
    assert column(got, "rate") == ["80%", ""]
    assert "F123" in codes(got)


def test_a_hidden_table_of_an_ods_is_told() -> None:
    styles = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    got = read(
        document(
            content(HEAD, f"<table:table-row>{text('甲')}{text('乙')}</table:table-row>", styles=styles)
        ),
        "a.ods",
    )
    assert "F122" in codes(got)


def test_an_ods_with_a_password_is_named_as_one() -> None:
    data = document(content(HEAD))
    locked = with_part(data, "META-INF/manifest.xml", lambda _: b"<m:encryption-data/>")
    with pytest.raises(Unreadable) as caught:
        open_book(locked, "台账.ods")
    assert caught.value.finding.code == "F101"


def test_an_ods_whose_count_disagrees_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgtool.reading.ods.read_values", lambda data, name: [])
    with pytest.raises(Unreadable) as caught:
        open_book(document(content(HEAD)), "台账.ods")
    assert caught.value.finding.code == "F107"


@pytest.mark.slow
def test_what_libreoffice_writes_is_read_cell_by_cell(tmp_path: Path) -> None:
    """The same ledger saved as .ods, .xls and .xlsx by LibreOffice holds the same rows."""
    source = tmp_path / "源.xls"
    source.write_bytes(old_book())
    office = next((p for p in ("/usr/bin/soffice", "/usr/bin/libreoffice") if Path(p).exists()), "")
    if not office:
        pytest.skip("LibreOffice is not installed")
    for suffix in ("ods", "xlsx"):
        subprocess.run(
            [office, f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", suffix,
             "--outdir", str(tmp_path / suffix), str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    first = read(source.read_bytes(), "源.xls")
    for suffix in ("ods", "xlsx"):
        again = read((tmp_path / suffix / f"源.{suffix}").read_bytes(), f"源.{suffix}")
        assert [r.values for r in again.rows] == [r.values for r in first.rows], suffix

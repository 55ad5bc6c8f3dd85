"""Guards on zip packages: sizes, counts, ratios, checksums, declarations."""

import io
import tracemalloc
import zipfile
import zlib

import pytest
from reading_books import ledger_rows, with_part

from zgtool.reading import package
from zgtool.reading.package import open_package, open_zip
from zgtool.reading.raw import Unreadable
from zgtool.reading.workbook import read_workbook

BOOK = ledger_rows((1, "问题", "", "措施", "人事处", "6月上旬", 0.5, ""))


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_workbook(data, "台账.xlsx")
    return caught.value.finding.code


def zipped(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return held.getvalue()


def test_a_part_packed_too_tightly_is_refused_before_it_is_unpacked() -> None:
    assert refusal(with_part(BOOK, "xl/media/a.xml", lambda _: b" " * (11 << 20))) == "F105"


def test_too_much_in_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_TOTAL", 1000)
    assert refusal(BOOK) == "F105"


def test_too_many_entries_are_refused() -> None:
    assert refusal(zipped({f"xl/{n}.xml": b"" for n in range(package.MAX_ENTRIES + 1)})) == "F105"


def test_a_size_that_lies_does_not_pass() -> None:
    """The declared size is smaller than what the part inflates to: the checksum cannot fit."""
    part = b"<x>" + b"a" * 5000 + b"</x>"
    data = bytearray(zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": part}))
    place = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert refusal(bytes(data)) == "F104"


def test_a_part_is_not_inflated_beyond_the_size_it_declares() -> None:
    data = bytearray(zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b" " * (64 << 20)}))
    place = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[place + 24 : place + 28] = (5 << 20).to_bytes(4, "little")
    tracemalloc.start()
    assert refusal(bytes(data)) == "F104"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 << 20


def test_an_entry_that_points_nowhere_is_refused() -> None:
    data = bytearray(BOOK)
    place = data.index(b"PK\x01\x02")
    data[place + 42 : place + 46] = (7).to_bytes(4, "little")
    assert refusal(bytes(data)) == "F104"


def test_a_wrong_checksum_is_refused() -> None:
    data = bytearray(BOOK)
    place = data.index(b"PK\x01\x02")
    data[place + 16 : place + 20] = (zlib.crc32(b"other")).to_bytes(4, "little")
    assert refusal(bytes(data)) == "F104"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "name", ["xl/workbook.xml", "docProps/custom.xml", "xl/worksheets/_rels/sheet1.xml.rels"]
)
def test_a_doctype_is_refused_in_any_part_and_encoding(codec: str, name: str) -> None:
    bad = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert refusal(with_part(BOOK, name, lambda _: bad.encode(codec))) == "F106"


def test_two_parts_of_one_name_are_refused() -> None:
    assert (
        refusal(with_part(with_part(BOOK, "XL/Workbook.xml", lambda _: b"<x/>"), "a", lambda _: b""))
        == "F104"
    )


def test_a_cut_archive_is_refused() -> None:
    assert refusal(BOOK[: len(BOOK) // 2]) == "F104"


def test_names_are_found_without_regard_to_case_and_slashes() -> None:
    opened = open_package(open_zip(zipped({"Xl\\Sheet.XML": b"<x/>"}), "x"), "x")
    assert "xl/sheet.xml" in opened
    assert opened["XL/sheet.xml"] == b"<x/>"


def test_a_word_file_is_named_as_one() -> None:
    with pytest.raises(Unreadable) as caught:
        read_workbook(zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), "台账.xlsx")
    assert (caught.value.finding.code, caught.value.finding.found) == ("F103", "Word 文档")

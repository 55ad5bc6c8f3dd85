import io
import os
import stat
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from zgtool.writing.reproducible import hashes, normalised, write_whole

CORE = (
    b'<cp:coreProperties xmlns:dcterms="d"><dcterms:created t="W3">2026-01-02T03:04:05Z</dcterms:created>'
    b'<dcterms:modified t="W3">2026-01-02T03:04:05Z</dcterms:modified></cp:coreProperties>'
)


def archive(parts: dict[str, bytes], when: tuple[int, int, int, int, int, int]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name, when), data)
    return out.getvalue()


def two_writings() -> tuple[bytes, bytes]:
    """The same parts, written at other times, in another order, with another archive inside."""
    inner = {"[Content_Types].xml": b"<t/>", "a.xml": b"<a/>"}
    one = {
        "[Content_Types].xml": b"<t/>",
        "_rels/.rels": b"<r/>",
        "word/a.xml": b"<a/>",
        "docProps/core.xml": CORE,
    }
    first = archive({**one, "x/book.xlsx": archive(inner, (2020, 1, 1, 1, 1, 2))}, (2021, 2, 3, 4, 5, 6))
    turned = dict(reversed(one.items()))
    turned["docProps/core.xml"] = CORE.replace(b"2026-01-02", b"2027-11-12")
    second = archive({"x/book.xlsx": archive(inner, (1999, 9, 9, 9, 9, 8)), **turned}, (2024, 6, 7, 8, 9, 10))
    return first, second


def test_two_writings_of_the_same_content_become_the_same_bytes() -> None:
    first, second = two_writings()
    assert first != second
    assert normalised(first, stamp=date(2020, 6, 12)) == normalised(second, stamp=date(2020, 6, 12))


def test_normalising_twice_changes_nothing() -> None:
    once = normalised(two_writings()[0], stamp=date(2020, 6, 12))
    assert normalised(once, stamp=date(2020, 6, 12)) == once


def test_content_types_come_first_and_every_entry_is_dated_1980() -> None:
    with zipfile.ZipFile(io.BytesIO(normalised(two_writings()[1]))) as file:
        entries = file.infolist()
    assert [e.filename for e in entries] == [
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/a.xml", "x/book.xlsx",
    ]  # fmt: skip
    assert {(e.date_time, e.create_system, e.external_attr) for e in entries} == {
        ((1980, 1, 1, 0, 0, 0), 0, 0)
    }


def test_the_stamp_stands_in_the_properties_and_without_one_they_stay() -> None:
    first, _ = two_writings()
    stamped = normalised(first, stamp=datetime(2020, 6, 12, 12, 30))
    with zipfile.ZipFile(io.BytesIO(stamped)) as file:
        core = file.read("docProps/core.xml").decode()
    assert core.count("2020-06-12T12:30:00Z") == 2 and "2026" not in core
    with zipfile.ZipFile(io.BytesIO(normalised(first))) as file:
        assert file.read("docProps/core.xml") == CORE


def test_a_part_that_occurs_twice_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("a.xml", b"1")
        file.writestr("a.xml", b"2")
    with pytest.raises(ValueError, match="重名"):
        normalised(out.getvalue())


def test_the_content_hash_ignores_compression_and_order_but_no_byte_of_a_part() -> None:
    parts = {"a.xml": b"<a/>" * 50, "b.xml": b"<b/>"}
    stored, turned = (
        archive(parts, (1990, 1, 1, 1, 1, 2)),
        archive(dict(reversed(parts.items())), (1991, 1, 1, 1, 1, 2)),
    )
    assert hashes(stored).content == hashes(turned).content == hashes(normalised(stored)).content
    assert hashes(stored).file != hashes(turned).file
    assert (
        hashes(archive({**parts, "b.xml": b"<c/>"}, (1990, 1, 1, 1, 1, 2))).content != hashes(stored).content
    )
    assert (
        hashes(archive({"a.xml": parts["a.xml"], "c.xml": b"<b/>"}, (1990, 1, 1, 1, 1, 2))).content
        != hashes(stored).content
    )


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "周报.docx"
    target.write_bytes(b"old")
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_others_may_read_what_was_written(tmp_path: Path) -> None:
    target = tmp_path / "周报.docx"
    before = os.umask(0o022)
    try:
        write_whole(target, b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.stat().st_mode) & 0o444 == 0o444


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_when_writing_fails_the_old_file_stays_and_no_trace_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "周报.docx"
    target.write_bytes(b"old")

    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "write":
        monkeypatch.setattr(Path, "open", fail)
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]

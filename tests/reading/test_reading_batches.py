"""Batches in worker processes: order, archives, and what one bad file may cost."""

import gc
import io
import os
import re
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from reading_books import UNITS, codes, ledger_rows, read, table, with_part
from test_older_formats import old_book

from zgtool.model.finding import flat
from zgtool.reading import files as files_module
from zgtool.reading.files import Incoming, read_files
from zgtool.reading.limits import MEMORY
from zgtool.reading.pool import Pool
from zgtool.reading.submission import read_parcel
from zgtool.reading.worker import Job, Task, steps

TASK = Task(UNITS, {}, "2020-W24")


def book(unit: str, *measures: str) -> bytes:
    return ledger_rows(
        *[(n, f"问题{n}", "", m, unit, "6月上旬", 50, "进展") for n, m in enumerate(measures, 1)]
    )


def put(folder: Path, **files: bytes) -> list[Incoming]:
    found = []
    for name, data in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(data)
        found.append(Incoming(path.name, path))
    return found


def zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def test_submissions_come_in_the_order_given_with_their_arrival(tmp_path: Path) -> None:
    given = put(tmp_path, 财务处__xlsx=book("财务处", "甲"), 人事处__xlsx=book("人事处", "乙", "丙"))
    at = datetime(2020, 6, 12, 10, 40)
    told: list[tuple[int, int]] = []
    got = read_files([Incoming(g.name, g.path, at) for g in given], UNITS, {}, week="2020-W24",
                     progress=lambda done, all_: told.append((done, all_)))  # fmt: skip
    assert [(s.file, s.unit, len(s.rows), s.arrived) for s in got] == [
        ("财务处.xlsx", "财务处", 1, at), ("人事处.xlsx", "人事处", 2, at)
    ]  # fmt: skip
    assert told == [(1, 2), (2, 2)]


def test_what_is_done_meanwhile_is_over_when_the_files_are_read(tmp_path: Path) -> None:
    begun: list[int] = []

    def aside() -> None:
        begun.append(1)
        time.sleep(0.5)
        begun.append(0)

    given = put(tmp_path, a__xlsx=book("财务处", "甲"))
    found = Pool(TASK, 1).run([Job(g.name, str(g.path)) for g in given], meanwhile=aside)
    assert [len(f) for f in found] == [1]
    assert len(begun) == 2


def test_the_collector_is_on_again_and_does_not_search_what_was_read(tmp_path: Path) -> None:
    gc.collect()
    assert gc.isenabled()
    found = Pool(TASK, 1).run([Job(g.name, str(g.path)) for g in put(tmp_path, a__xlsx=book("财务处", "甲"))])
    old = {id(held) for held in gc.get_objects(generation=2)}
    assert gc.isenabled()
    assert {id(row) for row in found[0][0].rows} <= old


def test_what_a_worker_sends_is_what_the_core_reads(tmp_path: Path) -> None:
    data = book("人事处", "甲", "乙")
    (got,) = read_files(put(tmp_path, 人事处__xlsx=data), UNITS, {}, week="2020-W24")
    direct = read(data, "人事处.xlsx", week="2020-W24")
    assert got == direct
    assert dict(got.rows[1].cells) == dict(direct.rows[1].cells)


def bad_files() -> dict[str, tuple[bytes, str]]:
    """One of every kind of file that is not read, with the code that says why."""
    good = book("人事处", "甲")
    doctype = with_part(
        good, "xl/workbook.xml", lambda x: x.replace(b"<workbook", b'<!DOCTYPE a SYSTEM "b"><workbook', 1)
    )
    return {
        "空.xlsx": (b"", "F109"),
        "断.xlsx": (good[: len(good) // 2], "F104"),
        "图片.xlsx": (b"\x89PNG\r\n\x1a\n", "F103"),
        "很旧.xls": (b"\x09\x04\x06\x00\x00\x00\x10\x00", "F102"),
        "声明.xlsx": (doctype, "F106"),
        "炸弹.xlsx": (with_part(good, "xl/a.xml", lambda _: b" " * (12 << 20)), "F105"),
        "缺表.xlsx": (with_part(good, "xl/worksheets/sheet1.xml", lambda _: None), "F104"),
        "通讯录.xlsx": (table([["姓名", "电话"], ["张三", "1"]]), "F110"),
        "断.xls": (old_book()[:3000], "F104"),
        "乱码.csv": (bytes(range(1, 256)) * 9, "F112"),
        "材料.zip": (zipped({"佐证.pdf": b"%PDF"}), "F114"),
        "网页.xls": (b"<html><body>404</body></html>", "F103"),
    }


def test_one_bad_file_of_each_kind_costs_only_itself(tmp_path: Path) -> None:
    bad = bad_files()
    given = []
    for n, (name, (data, _)) in enumerate(bad.items()):
        for shown, content in ((f"好{n}.xlsx", book("人事处", f"措施{n}")), (name, data)):
            (tmp_path / shown).write_bytes(content)
            given.append(Incoming(shown, tmp_path / shown))
    before = {p: p.read_bytes() for p in tmp_path.iterdir()}
    got = read_files(given, UNITS, {})
    assert [s.rows[0]["measure"] for s in got[::2]] == [f"措施{n}" for n in range(len(bad))]
    assert [(s.findings[0].where.file, s.findings[0].code) for s in got[1::2]] == [
        (n, c) for n, (_, c) in bad.items()
    ]
    assert not any(s.rows for s in got[1::2])
    assert {p: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    (got,) = read_files([Incoming("没了.xlsx", tmp_path / "没了.xlsx")], UNITS, {})
    assert codes(got) == ["F111"]


def test_the_workbooks_of_a_zip_are_submissions_and_the_rest_is_named(tmp_path: Path) -> None:
    data = zipped(
        {
            "人事处/人事处0612.xlsx": book("", "甲"),
            "佐证.pdf": b"%PDF",
            "__MACOSX/._x.xlsx": b"x",
            "财务处.xlsx": b"bad",
        }
    )
    got = read_files(put(tmp_path, 报送__zip=data), UNITS, {}, week="2020-W24")
    assert [(s.file, s.unit, len(s.rows)) for s in got] == [
        ("报送.zip/人事处/人事处0612.xlsx", "人事处", 1), ("报送.zip/财务处.xlsx", "", 0)
    ]  # fmt: skip
    assert [(f.code, f.found) for f in got[0].findings if f.code == "F126"] == [("F126", "佐证.pdf")]


def test_an_archive_in_an_archive_is_not_taken_for_evidence(tmp_path: Path) -> None:
    data = zipped({"人事处.xlsx": book("", "甲"), "各处台账.rar": b"Rar!", "照片.jpg": b"x"})
    (got,) = read_files(put(tmp_path, 报送__zip=data), UNITS, {})
    told = [(f.code, f.severity.value, f.found) for f in got.findings if f.code in ("F126", "F129")]
    assert told == [("F126", "提示", "照片.jpg"), ("F129", "警告", "各处台账.rar")]


def test_chinese_names_in_old_zips_are_read(tmp_path: Path) -> None:
    """Old packers write GB18030 bytes and no mark that says so."""
    data = zipped({"AAAAAA.xlsx": book("", "甲")}).replace(b"AAAAAA.xlsx", "人事处.xlsx".encode("gb18030"))
    (got,) = read_files(put(tmp_path, a__zip=data), UNITS, {})
    assert (got.file, got.unit) == ("a.zip/人事处.xlsx", "人事处")


def test_a_path_in_a_zip_leads_nowhere(tmp_path: Path) -> None:
    (got,) = read_files(put(tmp_path, a__zip=zipped({"../../外面.xlsx": book("", "甲")})), UNITS, {})
    assert got.file == "a.zip/外面.xlsx"
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def killed(monkeypatch: pytest.MonkeyPatch, deed: str) -> None:
    """Workers that meet the word 坏 in a file's name do what a broken parser does."""

    def hostile(data: bytes, name: str, *more: object, **options: object) -> object:
        if "坏" in name:
            if deed == "dies":
                os._exit(3)
            if deed == "eats":
                return [bytearray(64 << 20) for _ in range(MEMORY // (64 << 20) + 4)]
            while True:
                pass
        return read_parcel(data, name, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("zgtool.reading.worker.read_parcel", hostile)


@pytest.fixture
def forked() -> Iterator[None]:
    """These tests plant a broken parser in the children, which only forked ones inherit."""
    from zgtool.reading.pool import _may_fork

    if not _may_fork():
        pytest.skip("children are not forked here")
    yield


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize("deed", ["dies", "eats", "hangs"])
def test_a_file_that_kills_hangs_or_bloats_its_worker_is_one_finding(
    deed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(monkeypatch, deed)
    given = put(
        tmp_path, a__xlsx=book("人事处", "甲"), 坏__xlsx=book("人事处", "乙"), c__xlsx=book("人事处", "丙")
    )
    pool = Pool(TASK, jobs=1, seconds=1.0)
    got = pool.run([Job(g.name, str(g.path)) for g in given])
    assert [[len(s.rows) for s in found] for found in got] == [[1], [0], [1]]
    assert flat(got[1][0].findings, "code", "file") == [("F108", "坏.xlsx")]


def test_a_cell_at_the_far_corner_costs_its_own_file_only(tmp_path: Path) -> None:
    """The parser of values wants memory for the whole square and aborts its process; so it does for a lying count."""
    good = book("人事处", "甲")
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    far = with_part(good, "xl/worksheets/sheet1.xml", lambda x: x.replace(b"</sheetData>", corner))
    lying = with_part(good, "xl/sharedStrings.xml", lambda x: re.sub(rb'ount="\d+"', b'ount="4294967295"', x))
    got = read_files(put(tmp_path, a__xlsx=far, b__xlsx=good, c__xlsx=lying, d__xlsx=good), UNITS, {})
    assert [(len(s.rows), codes(s)[:1]) for s in got][::2] == [(0, ["F108"]), (0, ["F108"])]
    assert [len(s.rows) for s in got][1::2] == [1, 1]


def test_a_dimension_that_lies_is_not_believed() -> None:
    def lying(xml: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>', xml)

    assert len(read(with_part(book("人事处", "甲", "乙"), "xl/worksheets/sheet1.xml", lying)).rows) == 2


@pytest.mark.usefixtures("forked")
def test_a_member_of_a_zip_that_kills_its_worker_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(monkeypatch, "dies")
    members = {
        "a.xlsx": book("人事处", "甲"),
        "坏.xlsx": book("人事处", "乙"),
        "c.xlsx": book("人事处", "丙"),
        "坏2.xlsx": b"PK",
    }
    given = put(tmp_path, 报送__zip=zipped(members), 后__xlsx=book("人事处", "丁"))
    got = Pool(TASK, jobs=2).run([Job(g.name, str(g.path)) for g in given])
    assert [(s.file, len(s.rows)) for s in got[0]] == [
        ("报送.zip/a.xlsx", 1), ("报送.zip/坏.xlsx", 0), ("报送.zip/c.xlsx", 1), ("报送.zip/坏2.xlsx", 0)
    ]  # fmt: skip
    assert [len(s.rows) for s in got[1]] == [1]


def test_a_bug_in_the_reader_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> object:
        raise KeyError("x")

    monkeypatch.setattr("zgtool.reading.worker.read_parcel", broken)
    (given,) = put(tmp_path, a__xlsx=book("人事处", "甲"))
    (step,) = steps(Job(given.name, str(given.path)), TASK)
    assert step.parcel is not None
    assert flat(step.parcel.head.findings, "code", "found") == [("F115", "KeyError")]


def test_spawned_workers_read_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a child cannot be forked."""
    from zgtool.reading import pool

    monkeypatch.setattr(pool, "_may_fork", lambda: False)
    got = read_files(put(tmp_path, a__xlsx=book("人事处", "甲"), b__xlsx=b"%PDF"), UNITS, {}, jobs=2)
    assert [len(s.rows) for s in got] == [1, 0]


def test_no_files_start_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_files([], UNITS, {}) == []
    assert files_module.Incoming("a", Path("a")).arrived is None

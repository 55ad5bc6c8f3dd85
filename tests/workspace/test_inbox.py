"""Which files of 收件 count, and when they arrived."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from zgtool.model.finding import flat
from zgtool.workspace.inbox import check_inbox, scan_inbox
from zgtool.workspace.layout import WorkArea

TODAY = date(2020, 6, 12)
LATER = datetime(2099, 1, 1)


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    area = WorkArea(tmp_path)
    area.inbox.mkdir()
    return area


def _put(area: WorkArea, *names: str) -> None:
    for name in names:
        path = area.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def _register(area: WorkArea, *lines: str, encoding: str = "utf-8-sig") -> None:
    text = "\r\n".join(("文件名,到件时间", *lines))
    (area.inbox / "收文登记.csv").write_bytes(text.encode(encoding))


def test_files_are_listed_by_name_with_those_of_subfolders(area: WorkArea) -> None:
    _put(area, "财务处.xlsx", "b/人事处.xls", "a.et", "b/c/办公室.zip")
    assert [i.name for i in scan_inbox(area, TODAY, None)] == [
        "a.et",
        "b/c/办公室.zip",
        "b/人事处.xls",
        "财务处.xlsx",
    ]


def test_lock_files_hidden_files_and_the_register_do_not_count(area: WorkArea) -> None:
    _put(
        area, "~$人事处.xlsx", ".~人事处.xlsx", ".~lock.人事处.xlsx#", ".DS_Store", "Thumbs.db", "desktop.ini"
    )
    _put(
        area,
        "收文登记.csv",
        "收文登记.xlsx",
        "~$收文登记.xlsx",
        "__MACOSX/x.xlsx",
        "~WRL0001.tmp",
        ".git/config",
    )
    assert scan_inbox(area, TODAY, None) == ()
    _put(area, "子/收文登记.xlsx")
    assert [i.name for i in scan_inbox(area, TODAY, None)] == ["子/收文登记.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need Linux")
def test_links_and_pipes_are_told_and_not_read(area: WorkArea, tmp_path: Path) -> None:
    (area.inbox / "passwd.xlsx").symlink_to("/etc/passwd")
    (area.inbox / "loop").symlink_to(area.inbox)
    os.mkfifo(area.inbox / "pipe.xlsx")
    _put(area, "a.xlsx")
    assert [i.name for i in scan_inbox(area, TODAY, None)] == ["a.xlsx"]
    assert flat(check_inbox(area, TODAY), "code", "file") == [
        ("F939", "loop"), ("F939", "passwd.xlsx"), ("F939", "pipe.xlsx")]  # fmt: skip


def test_a_folder_that_cannot_be_opened_does_not_stop_the_others(
    area: WorkArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(area, "a.xlsx", "closed/b.xlsx", "c.xlsx")
    real = os.scandir

    def scandir(path: object) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "no")
        return real(path)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", scandir)
        assert [i.name for i in scan_inbox(area, TODAY, LATER)] == ["a.xlsx", "c.xlsx"]
        assert flat(check_inbox(area, TODAY), "code", "file") == [("F939", "closed")]


@pytest.mark.skipif(os.name == "nt", reason="names are characters on Windows")
def test_a_name_left_in_gbk_bytes_is_readable(area: WorkArea) -> None:
    (area.inbox / os.fsdecode("人事处.xlsx".encode("gb18030"))).write_bytes(b"x")
    found = scan_inbox(area, TODAY, None)
    assert [i.name for i in found] == ["人事处.xlsx"]
    assert found[0].path.read_bytes() == b"x"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-8"])
def test_the_register_tells_when_a_file_arrived(area: WorkArea, encoding: str) -> None:
    _put(area, "人事处.xlsx", "子/财务处.xlsx", "办公室.xlsx", "法规处.xlsx", "科技处.xlsx")
    _register(
        area,
        "人事处.xlsx,2020-06-12 10:40",
        "财务处.xlsx,2020年6月12日下午1时05分",
        "办公室.xlsx,6月11日 16:30",
        "法规处.xlsx,2020/6/12 9:00:59",
        "上周的.xlsx,2020-06-05 10:00",
        encoding=encoding,
    )
    times = {i.name: i.arrived for i in scan_inbox(area, TODAY, None)}
    assert times == {
        "人事处.xlsx": datetime(2020, 6, 12, 10, 40),
        "子/财务处.xlsx": datetime(2020, 6, 12, 13, 5),
        "办公室.xlsx": datetime(2020, 6, 11, 16, 30),
        "法规处.xlsx": datetime(2020, 6, 12, 9, 0, 59),
        "科技处.xlsx": None,
    }
    assert check_inbox(area, TODAY) == ()


def test_a_register_kept_in_excel_is_read_too(area: WorkArea) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(area.inbox / "收文登记.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["2020年收文登记"])
        sheet.write_row(2, 0, ["序号", "到件时间", "文件名"])
        sheet.write_number(3, 0, 1)
        sheet.write_datetime(
            3, 1, datetime(2020, 6, 12, 11, 59), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        )
        sheet.write_string(3, 2, "人事处.xlsx")
    _put(area, "人事处.xlsx")
    assert [i.arrived for i in scan_inbox(area, TODAY, None)] == [datetime(2020, 6, 12, 11, 59)]


def test_a_line_of_the_register_that_says_nothing_is_told_with_its_cell(area: WorkArea) -> None:
    _put(area, "人事处.xlsx")
    _register(area, "人事处.xlsx,周五上午", ",2020-06-12 10:40", "财务处.xlsx,2020-06-12")
    assert flat(check_inbox(area, TODAY), "code", "cell", "found") == [
        ("F938", "B2", "周五上午"),
        ("F938", "B3", "2020-06-12 10:40"),
        ("F938", "B4", "2020-06-12"),
    ]


def test_a_register_that_cannot_be_read_is_a_finding(area: WorkArea) -> None:
    (area.inbox / "收文登记.xlsx").write_bytes(b"PK\x03\x04 broken")
    _put(area, "a.xlsx")
    assert [i.arrived for i in scan_inbox(area, TODAY, None)] == [None]
    assert [f.where.file for f in check_inbox(area, TODAY)] == ["收文登记.xlsx"]


def test_without_a_register_the_file_time_counts_unless_it_is_later_than_now_or_a_past_day_is_replayed(
    area: WorkArea,
) -> None:
    _put(area, "a.xlsx")
    copied = datetime.fromtimestamp((area.inbox / "a.xlsx").stat().st_ctime).replace(microsecond=0)
    assert scan_inbox(area, TODAY, LATER)[0].arrived == copied
    assert scan_inbox(area, TODAY, copied - timedelta(days=1))[0].arrived is None
    assert scan_inbox(area, TODAY, None)[0].arrived is None


def test_an_inbox_that_is_not_there_is_empty(tmp_path: Path) -> None:
    area = WorkArea(tmp_path / "nowhere")
    assert scan_inbox(area, TODAY, None) == ()
    assert check_inbox(area, TODAY) == ()

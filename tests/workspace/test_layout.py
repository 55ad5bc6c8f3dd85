"""Names of folders and files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgtool.model.period import ReportWeek
from zgtool.workspace.layout import (
    TEMPLATES,
    WorkArea,
    find_area,
    parse_week_folder,
    return_name,
    safe_name,
    week_folder_name,
)


def test_a_week_has_one_folder_name_per_edition() -> None:
    assert week_folder_name(ReportWeek(2020, 24), 1) == "2020年第24周"
    assert week_folder_name(ReportWeek(2020, 24), 2) == "2020年第24周（第2次）"
    assert parse_week_folder("2020年第24周（第2次）") == (ReportWeek(2020, 24), 2)


@pytest.mark.parametrize(
    "name", ["初始台账", "2020年第54周", "2020年第24周 - 副本", "2020年第24周（第2次", ""]
)
def test_other_folder_names_are_no_weeks(name: str) -> None:
    assert parse_week_folder(name) is None


@given(st.integers(2000, 2099), st.integers(1, 52), st.integers(1, 40))
def test_folder_names_can_be_read_back(year: int, week: int, edition: int) -> None:
    assert parse_week_folder(week_folder_name(ReportWeek(year, week), edition)) == (
        ReportWeek(year, week),
        edition,
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("监察一处/二处", "监察一处／二处"),
        ('a:b*c?"<>|', "a：b＊c？＂＜＞｜"),
        ("CON", "_CON"),
        ("nul.xlsx", "_nul.xlsx"),
        ("com1 .txt", "_com1 .txt"),
        ("COM10", "COM10"),
        ("财务处. ", "财务处"),
        ("..", "未命名"),
        ("", "未命名"),
        ("\u202excod.exe", "xcod.exe"),
        ("一\n处\x00", "一 处"),
        ("~$台账.xlsx", "台账.xlsx"),
        (". ~$ ~$.x", "x"),
        ("0 \x08\x850", "0 0"),
        (".隐藏", "隐藏"),
        ("处" * 80 + ".xlsx", "处" * 55 + ".xlsx"),
        ("\ud800处", "处"),
    ],
)
def test_a_name_that_some_system_refuses_is_mended(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text())
def test_a_mended_name_is_short_plain_and_stays_as_it_is(text: str) -> None:
    name = safe_name(text)
    assert name
    assert safe_name(name) == name
    assert len(name.encode("utf-8")) <= 255
    assert not set(name) & set('\\/:*?"<>|\x00\n')
    assert name == name.strip(" .")


def test_a_return_goes_under_the_units_name() -> None:
    assert return_name("监察一处/二处") == "退改/监察一处／二处_退改.xlsx"


def test_a_work_area_is_found_from_below_and_not_elsewhere(tmp_path: Path) -> None:
    area = WorkArea(tmp_path / "area")
    for folder in area.folders:
        folder.mkdir(parents=True)
    assert find_area(area.inbox) == area
    assert find_area(area.root) == area
    assert find_area(tmp_path) is None


def test_templates_are_found_beside_or_inside_the_package() -> None:
    assert (TEMPLATES / "配置.xlsx").is_file()

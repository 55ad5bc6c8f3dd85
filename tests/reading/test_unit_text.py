"""Units and people written together."""

import pytest
from reading_books import UNITS

from zgtool.model.units import UnitList
from zgtool.reading.unit_text import read_lead, read_units, split_unit_and_person

OFFICE = "办公室（党组办）"


@pytest.mark.parametrize(
    ("text", "lead", "supporting"),
    [
        ("办公室", OFFICE, ""),
        ("综合处", OFFICE, ""),
        ("牵头：办公室；配合：人事处、机关党委", OFFICE, "人事处、机关党委"),
        ("牵头单位：办公室\n配合单位：人事处", OFFICE, "人事处"),
        ("办公室牵头，人事处配合", OFFICE, "人事处"),
        ("办公室牵头，人事处、机关党委配合。", OFFICE, "人事处、机关党委"),
        ("办公室（牵头）、人事处", OFFICE, "人事处"),
        ("牵头单位：办公室", OFFICE, ""),
        ("办公室牵头", OFFICE, ""),
        ("办公室、人事处", f"{OFFICE}、人事处", ""),
    ],
)
def test_a_lead_cell_tells_who_leads_and_who_helps(text: str, lead: str, supporting: str) -> None:
    assert read_lead(text, UNITS) == (lead, supporting, ())


@pytest.mark.parametrize(
    "text",
    [
        "人事处、财务处",
        "人事处，财务处",
        "人事处,财务处",
        "人事处；财务处",
        "人事处/财务处",
        "人事处 财务处",
        "人事处\n财务处",
    ],
)
def test_any_separator_parts_units(text: str) -> None:
    assert read_units(text, UNITS) == ("人事处、财务处", ())


def test_a_near_miss_is_asked_and_kept_as_written() -> None:
    names, faults = read_units("人事科、监查一处", UNITS)
    assert names == "人事科、监查一处"
    assert [(k.code, found) for k, found, _ in faults] == [("C201", "人事科"), ("C201", "监查一处")]
    assert "人事处" in faults[0][2]
    assert "监察一处" in faults[1][2]


def test_a_figure_written_the_other_way_is_the_first_to_be_asked_about() -> None:
    _, faults = read_units("监察1处", UNITS)
    assert faults[0][2].startswith("是不是“监察一处”？")


@pytest.mark.parametrize(
    "text", ["各处室", "机关各部门", "各处室、分局", "全局各党支部", "相关处室", "各有关单位"]
)
def test_a_collective_is_no_unit(text: str) -> None:
    _, faults = read_units(text, UNITS)
    assert faults[0][0].code == "C202"


def test_a_unit_with_a_remark_in_brackets_is_still_that_unit() -> None:
    assert read_units("人事处（党建办）", UNITS) == ("人事处", ())


def test_a_unit_named_twice_stands_once() -> None:
    assert read_units("办公室、综合处", UNITS) == (OFFICE, ())


@pytest.mark.parametrize(
    "text", ["人事处/张三", "人事处 张三", "人事处（张三）", "人事处：张三", "人事处\n张三"]
)
def test_a_unit_and_a_person_in_one_cell_are_split(text: str) -> None:
    assert split_unit_and_person(text, UNITS) == ("人事处", "张三", ())


def test_without_a_roster_two_parts_are_unit_and_person() -> None:
    assert split_unit_and_person("人事处/张三", UnitList()) == ("人事处", "张三", ())
    assert split_unit_and_person("人事处、财务处、张三", UnitList()) == ("人事处、财务处、张三", "", ())

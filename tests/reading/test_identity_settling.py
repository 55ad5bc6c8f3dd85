"""Which unit and which week a file is."""

import pytest
import xlsxwriter
from reading_books import UNITS, codes, read, table, xlsx

from zgtool.model.columns import FORM_VERSION
from zgtool.model.identity import (
    EDITION,
    PROPERTY_UNIT,
    PROPERTY_WEEK,
    ROWS_FROM,
    SHEET,
    UNIT,
    VERSION,
    WEEK,
    fingerprint,
)
from zgtool.model.ledger import Measure
from zgtool.model.units import UnitList

BODY = [("反馈问题", "整改措施", "牵头单位"), ("甲", "一", "")]
OFFICE = "办公室（党组办）"


def with_title(*title: str) -> bytes:
    return table([title, *BODY])


def form(unit: str = "人事处", week: str = "2020-W24", *, sheet: bool = True, properties: bool = True, version: str = FORM_VERSION,
         rows: list[tuple[str, str, str]] | None = None) -> bytes:  # fmt: skip
    given = rows or [("1-1", "甲", "一"), ("1-2", "甲", "二")]

    def draw(book: xlsxwriter.Workbook, page: object) -> None:
        page.write_row(0, 0, ("措施编号", "反馈问题", "整改措施", "本周进展"))  # type: ignore[attr-defined]
        for n, cells in enumerate(given, 1):
            page.write_row(n, 0, cells)  # type: ignore[attr-defined]
        if properties:
            book.set_custom_property(PROPERTY_UNIT, unit)
            book.set_custom_property(PROPERTY_WEEK, week)
        if sheet:
            hidden = book.add_worksheet(SHEET)
            hidden.very_hidden()
            for n, pair in enumerate(((UNIT, unit), (WEEK, week), (VERSION, version), (EDITION, "2"))):
                hidden.write_row(n, 0, pair)
            hidden.write_row(ROWS_FROM - 1, 0, ("措施编号", "指纹"))
            for n, (number, measure) in enumerate((("1-1", "一"), ("1-2", "二")), ROWS_FROM):
                hidden.write_row(n, 0, (number, fingerprint(Measure({"problem": "甲", "measure": measure}))))

    return xlsx(draw)


@pytest.mark.parametrize(("sheet", "properties"), [(True, True), (True, False), (False, True)])
def test_a_form_knows_itself_whatever_its_name(sheet: bool, properties: bool) -> None:
    got = read(form(sheet=sheet, properties=properties), "新建表格(1).xlsx")
    assert (got.unit, got.unit_by, got.week, got.week_by) == ("人事处", "内部标识", "2020-W24", "内部标识")
    assert got.edition == (2 if sheet else 0)
    assert len(got.rows) == 2


@pytest.mark.parametrize(
    "title",
    [
        ("填报单位：人事处",), ("填报单位（盖章）：人事处   填报人：张三",), ("单位：", "人事处"), ("报送单位(公章): 人事处　联系电话：123",),
        ("XX局台账 填报单位：人事处 填报时间：2020年6月12日",),
    ],
)  # fmt: skip
def test_the_unit_stands_above_the_heading(title: tuple[str, ...]) -> None:
    got = read(with_title(*title))
    assert (got.unit, got.unit_by) == ("人事处", "填报单位")


@pytest.mark.parametrize(
    ("name", "unit"),
    [("办公室0612.xlsx", OFFICE), ("办公室（第24周）终稿(1).xlsx", OFFICE), ("整改台账-机关党委-副本.xlsx", "机关党委"),
     ("台账.xlsx", ""), ("人事处财务处.xlsx", "")],
)  # fmt: skip
def test_then_the_file_name_tells(name: str, unit: str) -> None:
    got = read(table(BODY), name)
    assert got.unit == unit
    assert ("F201" in codes(got)) == (not unit)


@pytest.mark.parametrize("title", ["主管部门：人事处", "被检查单位：人事处", "主送单位：人事处"])
def test_other_units_above_the_heading_are_not_the_one_that_fills(title: str) -> None:
    assert read(with_title(title)).unit == ""


def test_then_the_one_lead_unit_tells_and_last_the_folder() -> None:
    rows = [BODY[0], ("甲", "一", "财务处"), ("乙", "二", "财务处"), ("丙", "三", "财务处、人事处")]
    assert read(table(rows)).unit_by == "牵头单位"
    assert read(table([*rows, ("丁", "四", "人事处")])).unit == ""
    assert read(table(BODY), "人事处/台账.xlsx").unit_by == "文件夹"
    assert read(table(BODY), folder="人事处").unit == "人事处"


def test_places_that_disagree_are_told_and_the_first_counts() -> None:
    got = read(with_title("填报单位：人事处"), "财务处.xlsx")
    told = [f for f in got.findings if f.code == "F202"]
    assert got.unit == "人事处"
    assert "文件名写的是财务处" in told[0].message
    assert told[0].where.unit == "人事处"


def test_a_unit_nobody_knows_is_told_with_the_nearest_names() -> None:
    got = read(with_title("填报单位：人事科"))
    assert (got.unit, codes(got).count("F205")) == ("", 1)
    assert "人事处" in next(f.fix for f in got.findings if f.code == "F205")


def test_without_a_roster_the_name_is_taken_as_written() -> None:
    assert read(with_title("填报单位：某某处"), units=UnitList()).unit == "某某处"


@pytest.mark.parametrize(
    ("title", "name", "week", "by"),
    [
        (("整改台账（2020年第24周）",), "a.xlsx", "2020-W24", "标题"),
        (("整改台账（第24周）",), "a.xlsx", "2020-W24", "标题"),
        (("整改台账（第二十四周）",), "a.xlsx", "2020-W24", "标题"),
        (("整改台账",), "人事处第23周.xlsx", "2020-W23", "文件名"),
        (("填报时间：2020年6月12日",), "a.xlsx", "2020-W24", "填报时间"),
        (("填报时间：6月12日",), "a.xlsx", "2020-W24", "填报时间"),
        (("填报日期：2020.6.12",), "a.xlsx", "2020-W24", "填报时间"),
        (("整改台账",), "人事处0612.xlsx", "2020-W24", "文件名里的日期"),
        (("整改台账",), "人事处20200605.xlsx", "2020-W23", "文件名里的日期"),
        (("整改台账",), "人事处6月12日.xlsx", "2020-W24", "文件名里的日期"),
        (("整改台账（第3周）",), "a.xlsx", "", ""),
        (("整改台账（第20周） 填报时间：2020年6月12日",), "a.xlsx", "2020-W24", "填报时间"),
        (("整改台账（第24周） 填报时间：2020年6月12日",), "a.xlsx", "2020-W24", "标题"),
        (("整改台账",), "人事处9999.xlsx", "", ""),
    ],
)
def test_the_week_is_settled_by_the_first_place_that_tells(
    title: tuple[str, ...], name: str, week: str, by: str
) -> None:
    got = read(with_title(*title), name, week="2020-W24")
    assert (got.week, got.week_by) == (week, by)


def test_the_filling_day_is_kept_as_an_iso_date() -> None:
    assert read(with_title("填报时间：2020年6月12日")).filled_on == "2020-06-12"


def test_weeks_that_disagree_are_told() -> None:
    got = read(with_title("填报时间：2020年6月12日"), "人事处0605.xlsx", week="2020-W24")
    assert got.week == "2020-W24"
    assert "F203" in codes(got)


def test_a_week_that_counts_the_campaign_is_no_disagreement() -> None:
    assert "F203" not in codes(
        read(with_title("整改台账（第20周） 填报时间：2020年6月12日"), week="2020-W24")
    )
    assert "F203" in codes(
        read(with_title("整改台账（2020年第20周） 填报时间：2020年6月12日"), week="2020-W24")
    )


def test_a_file_of_another_week_says_so() -> None:
    got = read(form(week="2020-W23"), week="2020-W24")
    told = [f.message for f in got.findings if f.code == "F204"]
    assert told == ["这个文件报的是2020年第23周，不是2020年第24周"]
    assert "F204" not in codes(read(form(), week="2020-W24"))


def test_a_newer_form_is_told() -> None:
    assert "F206" in codes(read(form(version=str(int(FORM_VERSION) + 1))))


def test_a_lost_number_is_found_by_its_texts() -> None:
    got = read(form(rows=[("", "甲", "一"), ("1-2", "甲", "二")]))
    assert [r.number for r in got.rows] == ["1-1", "1-2"]
    assert "C217" in codes(got)


def test_numbers_sorted_without_their_texts_are_errors() -> None:
    got = read(form(rows=[("1-2", "甲", "一"), ("1-1", "甲", "二")]))
    assert codes(got).count("C214") == 2
    assert [r.number for r in got.rows] == ["1-2", "1-1"]


def test_an_edited_text_under_its_number_is_left_to_the_merge() -> None:
    assert "C214" not in codes(read(form(rows=[("1-1", "甲", "一，改了"), ("1-2", "甲", "二")])))


def test_units_are_named_in_full() -> None:
    assert read(with_title("填报单位：综合处")).unit == OFFICE
    assert len(UNITS) == 5

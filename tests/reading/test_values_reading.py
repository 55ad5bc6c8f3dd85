"""What single cells are read as."""

from datetime import date, datetime, time, timedelta

import pytest
from reading_books import UNITS, codes, column, read, table

from zgtool.model.units import UnitList
from zgtool.reading.raw import Cell
from zgtool.reading.values import Readers, percent_scale, plain

READERS = Readers(UNITS)


def value(key: str, raw: Cell, **options: object) -> tuple[str, list[str]]:
    got = READERS.of(key, **options).read(raw)  # type: ignore[arg-type]
    return got.text, [f.kind.code for f in got.faults]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (3.0, "3"), (0.1 + 0.2, "0.3"), (1e15, "1e+15"), (True, "是"), (False, "否"), (None, ""),
        (datetime(2020, 6, 30), "2020年6月30日"), (datetime(2020, 6, 30, 9, 5), "2020年6月30日 09:05"),
        (date(2020, 6, 3), "2020年6月3日"), (time(12, 0), "12:00"), (timedelta(hours=1), "1:00:00"), ("1.10", "1.10"),
    ],
)  # fmt: skip
def test_any_cell_is_shown_as_a_person_reads_it(raw: Cell, shown: str) -> None:
    assert plain(raw) == shown


@pytest.mark.parametrize(
    ("raw", "shown", "found"),
    [
        (datetime(2020, 6, 30), "2020年6月30日", []),
        ("2020年6月下旬", "2020年6月下旬", []),
        ("6月30日前", "6月30日前", []),
        ("同上", "同上", []),
        ("44012", "2020年6月30日", ["C218"]),
        ("12345", "12345", ["C204"]),
        (6.3, "6.3", ["C204"]),
        (7.0, "7", ["C204"]),
        ("6.30", "6.30", ["C204"]),
        (44012.0, "2020年6月30日", ["C218"]),
        (20200630.0, "2020年6月30日", []),
        (datetime(1900, 1, 6), "1900年1月6日", ["C203"]),
    ],
)
def test_a_deadline_is_a_date_or_the_words_as_written(raw: Cell, shown: str, found: list[str]) -> None:
    assert value("deadline", raw) == (shown, found)


@pytest.mark.parametrize(
    ("raw", "shown", "found"),
    [
        (datetime(2020, 6, 30), "2020-06-30", []),
        ("2020.6.30", "2020-06-30", []),
        ("2020年6月30日", "2020-06-30", []),
        ("２０２０/6/3", "2020-06-03", []),
        ("20200630", "2020-06-30", []),
        (44012.0, "2020-06-30", ["C218"]),
        ("44012", "2020-06-30", ["C218"]),
        ("6月30日", "6月30日", ["C203"]),
        ("2020年2月30日", "2020年2月30日", ["C203"]),
        ("未到期", "未到期", []),
    ],
)
def test_a_date_column_holds_iso_dates_or_a_question(raw: Cell, shown: str, found: list[str]) -> None:
    assert value("done_on", raw) == (shown, found)


@pytest.mark.parametrize(
    ("raw", "scale", "shown", "found"),
    [
        (0.8, 100, "80%", []), (80.0, 1, "80%", []), ("80%", 1, "80%", []), ("80％", 100, "80%", []), (1.0, 100, "100%", []),
        (1.0, 1, "1", ["C205"]), ("1", 1, "1", ["C205"]), ("1%", 1, "1%", []), ("百分之八十", 1, "80%", []), ("0.8", 100, "80%", []), (0.0, 100, "0%", []), ("33.3%", 1, "33.3%", []),
        (180.0, 1, "180%", ["C205"]), ("快了", 1, "快了", ["C205"]), ("—", 1, "—", []),
    ],
)  # fmt: skip
def test_a_rate_is_read_from_every_way_of_writing_it(
    raw: Cell, scale: int, shown: str, found: list[str]
) -> None:
    assert value("rate", raw, scale=scale) == (shown, found)


def test_a_bare_1_is_all_only_beside_fractions_and_asked_elsewhere() -> None:
    assert percent_scale([0.5, 1.0]) == 100
    assert percent_scale(["0.5", 1.0]) == 100
    assert percent_scale([1.0, 80.0]) == 1
    assert percent_scale(["80%", "90%"]) == 1
    got = read(table([("问题", "整改措施", "完成率"), ("问题", "措施", 1), ("问题", "措施二", 80)]))
    assert column(got, "rate") == ["1", "80%"]
    assert codes(got).count("C205") == 1


def test_a_day_without_a_year_is_of_the_year_of_filling() -> None:
    rows = [("填报时间：2020年6月12日",), ("问题", "整改措施", "完成时间", "整改时限"), ("甲", "乙", "6月3日", "6月上旬"),
            ("甲", "丙", "12月3日", "6月上旬")]  # fmt: skip
    got = read(table(rows))
    assert column(got, "done_on") == ["2020-06-03", "12月3日"]
    assert [f.where.cell for f in got.findings if f.code == "C203"] == ["C4"]


@pytest.mark.parametrize(
    ("raw", "shown", "found"),
    [
        ("3-2", "3-2", []), ("３－２", "3-2", []), (3.0, "3", []), ("3（2）", "3（2）", []),
        (datetime(2020, 3, 2), "3-2", ["C210"]), ("3月2日", "3-2", ["C210"]), (datetime(2020, 12, 10), "12-10", ["C210"]),
        ("3 - 2", "3-2", []),
    ],
)  # fmt: skip
def test_a_number_that_excel_made_a_date_of_is_a_number_again(
    raw: Cell, shown: str, found: list[str]
) -> None:
    assert value("number", raw) == (shown, found)


@pytest.mark.parametrize(
    ("key", "raw", "shown", "found"),
    [
        ("status", "整改中", "推进中", []), ("status", "已销号", "已完成待认定", []), ("status", "差不多", "差不多", ["C206"]),
        ("horizon", "立行立改", "立行立改", []), ("horizon", "马上改", "马上改", ["C206"]), ("state", "已销号", "已销号", []),
    ],
)  # fmt: skip
def test_choices_are_the_schema_s_words_or_a_question(
    key: str, raw: str, shown: str, found: list[str]
) -> None:
    assert value(key, raw) == (shown, found)


def test_yes_and_no_answer_the_headings_that_ask() -> None:
    assert value("status", "是", yes_no=True)[0] == "已完成待认定"
    assert value("status", "否", yes_no=True)[0] == "推进中"
    assert value("horizon", "是", yes_no=True)[0] == "长期坚持"
    got = read(table([("问题", "整改措施", "是否完成"), ("甲", "乙", "是")]))
    assert column(got, "status") == ["已完成待认定"]


def test_invisible_characters_are_taken_away_and_told() -> None:
    assert value("progress", "召开\u200b会议\u202e3次\x07") == ("召开会议3次", ["C211"])
    assert value("progress", "第一行\r\n第二行 ") == ("第一行\n第二行", [])


def test_full_width_forms_stay_as_written_in_texts() -> None:
    assert value("progress", "完成８０％") == ("完成８０％", [])


def test_a_cell_longer_than_excel_holds_is_refused_by_name() -> None:
    text, found = value("progress", "长" * 32_768)
    assert (len(text), found) == (32_768, ["C212"])
    assert value("progress", "长" * 32_767)[1] == []
    assert value("progress", "𠮷" * 16_384)[1] == ["C212"]


def test_a_formula_text_stays_text() -> None:
    assert value("progress", "=1+1") == ("=1+1", [])
    assert value("progress", "=cmd|' /C calc'!A0") == ("=cmd|' /C calc'!A0", [])


def test_without_a_roster_unit_texts_stay_as_they_are() -> None:
    readers = Readers(UnitList())
    assert readers.of("lead_unit").read("人事处").text == "人事处"
    assert readers.of("supporting_units").read("人事处，财务处").text == "人事处、财务处"


def test_numbers_kept_as_text_keep_their_zeros() -> None:
    got = read(table([("问题", "整改措施", "量化标准", "备注"), ("甲", "乙", "1.10", 1.1)]))
    assert (got.rows[0]["target"], got.rows[0]["remark"]) == ("1.10", "1.1")
    assert codes(got).count("C204") == 0

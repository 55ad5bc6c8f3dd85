"""Every number of a paper counted again from the ledger's rows, by code that shares nothing with the papers."""

import re
from collections import Counter

import pytest

from tests import paper_scenes as scenes
from zgtool.model.ledger import Measure
from zgtool.reports.circular import circular
from zgtool.reports.content import Section
from zgtool.reports.monthly import monthly
from zgtool.reports.notices import overdue_items, remanded_items, supervision
from zgtool.reports.scene import Subject
from zgtool.reports.warnings import admonished_units, reminded_units, reminder

NOW = scenes.ledger().rows
OPEN = [r for r in NOW if r["state"] not in ("已销号", "撤销")]


def day_of(row: Measure) -> int:
    """The day of the year a deadline like 6月10日前 falls on."""
    month, day = map(int, re.findall(r"\d+", row["deadline"])[:2])
    return (month * 31) + day


TODAY = 6 * 31 + 12
WORKING = [r for r in OPEN if r["state"] != "申请销号"]
LATE = [r for r in WORKING if day_of(r) < TODAY]


def numbers(section: Section, pattern: str) -> tuple[int, ...]:
    found = re.search(pattern, "".join(section.paragraphs) + section.lead)
    assert found, (pattern, section)
    return tuple(map(int, found.groups()))


def test_the_month_counts_what_the_ledger_holds() -> None:
    paper = monthly(scenes.full(month=True), Subject())
    whole = paper.sections["总体情况"]
    assert numbers(whole, r"在册问题(\d+)个、整改措施(\d+)条") == (30, 110)
    closed = sum(r["state"] == "已销号" for r in NOW)
    assert numbers(whole, r"已销号(\d+)条") == (closed,)
    assert numbers(whole, r"超期的(\d+)条") == (len(LATE),)
    kinds = {r[0]: r[1:6] for r in whole.rows}
    for name in ("立行立改", "限期整改", "长期坚持"):
        mine = [r for r in NOW if r["horizon"] == name]
        states = Counter(r["state"] for r in mine)
        left = len(mine) - states["已销号"] - states["申请销号"]
        late = sum(r in LATE for r in mine)
        assert kinds[name] == (len(mine), states["已销号"], states["申请销号"], left, late)
    parts = [row for name, row in kinds.items() if name != "合计"]
    assert kinds["合计"] == tuple(map(sum, zip(*parts, strict=True)))
    assert len(paper.sections["台账"].rows) == len(OPEN)


def test_the_months_change_is_against_the_month_before() -> None:
    scene = scenes.full(month=True)
    behind = [r for r in scenes.before(scenes.ledger()).rows if r["state"] == "已销号"]
    closed = sum(r["state"] == "已销号" for r in NOW)
    said = "".join(monthly(scene, Subject()).sections["总体情况"].paragraphs)
    assert f"较上月增加{closed - len(behind)}条" in said and "上周" not in said
    achieved = monthly(scene, Subject()).sections["阶段性成效"]
    assert numbers(achieved, r"本月认定销号(\d+)条") == (closed - len(behind),)


def test_results_are_listed_one_by_one_as_units_wrote_them() -> None:
    rows = monthly(scenes.full(month=True), Subject()).sections["阶段性成效"].rows
    expected = Counter(
        (r.number, r[key]) for r in NOW for key in ("systems", "amount", "accountability") if r[key]
    )
    assert Counter((str(row[0]), str(row[3])) for row in rows) == expected


def test_what_is_due_next_month_is_all_there() -> None:
    rows = monthly(scenes.full(month=True), Subject()).sections["下月重点"].rows
    july = {r.number for r in WORKING if 7 * 31 < day_of(r) <= 7 * 31 + 31}
    assert {row[0] for row in rows} == july and len(rows) == len(july)


def test_every_overdue_measure_stands_in_the_problems_with_its_days() -> None:
    for section in (
        monthly(scenes.full(month=True), Subject()).sections["存在问题"],
        circular(scenes.full(), Subject()).sections["主要问题"],
    ):
        assert {row[0] for row in section.rows} == {r.number for r in LATE}
    units = Counter(r["lead_unit"] for r in LATE)
    said = "".join(circular(scenes.full(), Subject()).sections["主要问题"].paragraphs)
    labels = {u.name: u.label for u in scenes.SETTINGS.units}
    assert all(f"{labels[unit]}{count}条" in said for unit, count in units.items())


def test_each_overdue_measure_gets_its_sheet_and_the_days_are_right() -> None:
    scene = scenes.full()
    sheets = {s.name: s for s in (*overdue_items(scene), *remanded_items(scene))}
    assert {r.number for r in LATE} <= set(sheets)
    for subject in overdue_items(scene):
        row = subject.rows[0]
        due = [int(n) for n in re.findall(r"\d+", row["deadline"])[:2]]
        days = (scenes.TODAY - scenes.TODAY.replace(month=due[0], day=due[1])).days
        assert f"超过整改时限{days}天" in supervision(scene, subject).fields["事由"]


def test_a_unit_is_reminded_of_all_its_own_and_nothing_else() -> None:
    scene = scenes.full()
    for subject in reminded_units(scene):
        paper = reminder(scene, subject)
        mine = {r.number for r in LATE if r["lead_unit"] == subject.unit}
        held = paper.sections.get("超期")
        assert {row[0] for row in held.rows} == mine if held else not mine


def test_units_are_admonished_for_thirty_days_or_a_passed_limit() -> None:
    scene = scenes.full()
    grave = {
        d.measure["lead_unit"]
        for d in scene.summary.overdue
        if d.days >= 30 or d.measure["state"] == "限时办结"
    }
    assert {s.unit for s in admonished_units(scene)} == grave


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "超期未销号的措施1条，牵头单位是人事处，已超期2天。"),
        ({"state": "已销号"}, "截至6月12日12时，没有超期的措施。"),
        ({"deadline": "2020年8月1日前"}, "截至6月12日12时，没有超期的措施。"),
    ],
)
def test_problems_read_right_for_none_and_one(values: dict[str, str], words: str) -> None:
    assert monthly(scenes.one(month=True, **values), Subject()).sections["存在问题"].paragraphs == (words,)

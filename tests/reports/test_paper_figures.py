"""Every number of a paper counted again from the ledger's rows, by code that shares nothing with the papers."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from tests import paper_scenes as scenes
from tests.reports.test_papers import said
from zgtool.model.ledger import Measure
from zgtool.model.office_sheets import Line
from zgtool.reports.circular import circular
from zgtool.reports.closing_forms import approval, requested_groups
from zgtool.reports.content import Section
from zgtool.reports.discipline import discipline
from zgtool.reports.leader_page import leader_page, leaders
from zgtool.reports.look_back import look_back, looked_back
from zgtool.reports.monthly import monthly
from zgtool.reports.notices import remanded_items, supervised_items, supervision
from zgtool.reports.progress_report import progress_report
from zgtool.reports.public_report import flagged, public_report
from zgtool.reports.scene import Subject
from zgtool.reports.unit_weekly import reporting_units, unit_weekly
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


def days_late(row: Measure) -> int:
    month, day = map(int, re.findall(r"\d+", row["deadline"])[:2])
    return (scenes.TODAY - scenes.TODAY.replace(month=month, day=day)).days


def test_each_measure_on_the_step_of_supervision_gets_its_sheet_with_the_right_days() -> None:
    scene = scenes.full()
    sheets = {s.name: s for s in supervised_items(scene)}
    step = {r.number for r in LATE if 1 <= days_late(r) <= 10 and r["state"] != "限时办结"}
    assert set(sheets) == step and len(step) > 3
    for subject in sheets.values():
        said = supervision(scene, subject).fields["事由"]
        assert said == f"已超期{days_late(subject.rows[0])}天。"
    assert {s.name for s in remanded_items(scene)} == {r.number for r in NOW if r["state"] == "限时办结"}


def test_a_unit_is_reminded_of_all_its_own_and_nothing_else() -> None:
    scene = scenes.full()
    for subject in reminded_units(scene):
        paper = reminder(scene, subject)
        mine = {r.number for r in LATE if r["lead_unit"] == subject.unit}
        held = paper.sections.get("超期")
        assert {row[0] for row in held.rows} == mine if held else not mine


def test_units_are_admonished_from_the_eleventh_day_or_for_a_passed_limit() -> None:
    grave = {r["lead_unit"] for r in LATE if days_late(r) >= 11 or r["state"] == "限时办结"}
    assert {s.unit for s in admonished_units(scenes.full())} == grave


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


def test_the_report_upward_tells_every_problem_and_measure_once() -> None:
    paper = progress_report(scenes.full(), Subject())
    items = [item for group in paper.sections["整改落实"].groups for item in group.items]
    assert len(items) == 30
    for number in range(1, 31):
        item = next(i for i in items if f"反馈问题{number}”" in i.title)
        mine = [r for r in NOW if r["problem_no"] == str(number)]
        closed = sum(r["state"] == "已销号" for r in mine)
        assert re.search(rf"整改措施{len(mine)}条", item.paragraphs[0])
        assert f"已完成{closed}条" in item.paragraphs[0] if 0 < closed < len(mine) else True
        assert len(item.paragraphs) == 1 + len(mine)
    assert len(paper.sections["台账"].rows) == len(NOW)
    assert numbers(paper.sections["组织开展"], r"分解为(\d+)个问题、(\d+)条整改措施，落实到(\d+)个牵头单位、(\d+)位") == (
        30, 110, len({r["lead_unit"] for r in NOW}), len({r["leader"] for r in NOW}),
    )  # fmt: skip


def test_results_are_grouped_where_the_office_marks_them_and_by_category_elsewhere() -> None:
    plain = progress_report(scenes.full(), Subject()).sections["整改落实"].groups
    assert [g.title for g in plain] == ["党的领导方面", "组织力方面"]
    rows = [r.but({"result_group": "作风形象"}) if r["problem_no"] == "3" else r for r in NOW]
    rows = [r.but({"result_group": "政治建设"}) if r["problem_no"] == "7" else r for r in rows]
    marked = progress_report(scenes.scene(rows), Subject()).sections["整改落实"].groups
    assert [(g.title, len(g.items)) for g in marked] == [("政治建设", 1), ("作风形象", 1), ("其他方面", 28)]


def test_the_public_version_holds_flagged_measures_and_nothing_of_the_others() -> None:
    words = {r.number: f"措施{r.number}的独有文字" for r in NOW}
    rows = [r.but({"measure": words[r.number], "progress": f"进展{r.number}号"}) for r in NOW]
    [subject] = flagged(scenes.scene(rows))
    paper = public_report(scenes.scene(rows), subject)
    shown = "".join(said(paper))
    open_to_all = {r.number for r in NOW if r["publication"] == "公开"}
    assert open_to_all
    assert {n for n, text in words.items() if text in shown} == open_to_all
    assert not any(leader in shown for leader in {r["leader"] for r in NOW})
    problems = {r["problem_no"] for r in NOW if r.number in open_to_all}
    assert numbers(paper.sections["总体情况"], r"公开的问题(\d+)个、整改措施(\d+)条") == (
        len(problems), len(open_to_all),
    )  # fmt: skip


@pytest.mark.parametrize("word", ["", "否", "是", "不公开", "暂不公开", "党内公开", "涉密", "拟不公开", "√"])
def test_whatever_does_not_say_public_stays_in(word: str) -> None:
    assert flagged(scenes.one(publication=word)) == ()
    assert flagged(scenes.one(publication="公开")) != ()


def test_a_leaders_sheet_counts_his_measures_alone() -> None:
    for subject in leaders(scenes.full()):
        mine = [r for r in NOW if r["leader"] == subject.leader]
        page = leader_page(scenes.full(), subject)
        total = page.sections["分管单位"].rows[-1]
        late = [r for r in mine if r in LATE]
        states = Counter(r["state"] for r in mine)
        assert total[1:5] == (len(mine), states["已销号"], states["申请销号"], len(late))
        if late:
            assert page.sections["超期事项"].title.startswith(f"超期事项（{len(late)}条")
        assert len(page.sections["分管单位"].rows) <= 5 and len(page.sections["超期事项"].rows) <= 3


def test_a_leader_is_told_whose_words_are_last_weeks() -> None:
    told = {x.leader: "".join(said(leader_page(scenes.full(), x))) for x in leaders(scenes.full())}
    assert "财务处本周没有报送台账，内容是上次报送的。" in told["赵晓峰"]
    assert "东部分局本周报送的台账被退回，内容是上次报送的。" in told["刘海涛"]
    assert "上次报送的" not in told["李国栋"]
    still = replace(
        scenes.full(), summary=replace(scenes.full().summary, added=(), moved=(), requested=(), closed=())
    )
    held = next(x for x in leaders(still) if x.leader == "赵晓峰")
    assert "没有变化" not in "".join(said(leader_page(still, held)))


def test_only_units_ahead_of_the_whole_are_praised() -> None:
    scene = scenes.full()
    rates = {scene.label(t.name): t.rate for t in scene.summary.by_unit}
    praised = re.findall(
        r"([^、。]+?)（销号率", "".join(circular(scene, Subject()).sections["好的做法"].paragraphs)
    )
    assert praised and all(rates[name] > scene.summary.overall.rate for name in praised)


def test_a_units_plan_holds_what_falls_due_first() -> None:
    scene, planned = scenes.full(), 0
    for subject in reporting_units(scene):
        due = {d.measure.number for d in scene.summary.due_soon if d.measure["lead_unit"] == subject.unit}
        rows = unit_weekly(scene, subject).sections["下周计划"].rows
        assert due <= {row[0] for row in rows}
        planned += len(due)
    assert planned


def test_a_units_weekly_counts_its_measures_alone() -> None:
    for subject in reporting_units(scenes.full()):
        mine = [r for r in NOW if r["lead_unit"] == subject.unit]
        paper = unit_weekly(scenes.full(), subject)
        assert numbers(paper.sections["总体进度"], r"整改措施(\d+)条") == (len(mine),)
        late = {r.number for r in mine if r in LATE}
        held = paper.sections.get("滞后事项")
        assert {row[0] for row in held.rows} == late if held else not late


def test_every_request_to_close_stands_on_exactly_one_form() -> None:
    groups = requested_groups(scenes.full())
    numbered = [row.number for subject in groups for row in subject.rows]
    assert sorted(numbered) == sorted(r.number for r in NOW if r["state"] == "申请销号")
    for subject in groups:
        assert len({(r["problem_no"], r["lead_unit"]) for r in subject.rows}) == 1
        form = approval(scenes.full(), subject)
        assert [row[0] for row in form.sections["完成情况"].rows] == [r.number for r in subject.rows]


def test_the_discipline_groups_material_gives_a_source_for_every_fact() -> None:
    paper = discipline(scenes.full(), Subject())
    facts = paper.sections["需要核实"].rows
    expected = [f for f in scenes.full().findings if f.code[0] in "SH"]
    assert len(facts) == len(expected) and all(row[4] for row in facts)
    assert {row[0] for row in paper.sections["超期事项"].rows} == {r.number for r in LATE}
    shown = "".join(said(paper))
    assert not re.search("敷衍|造假|弄虚作假|欺瞒|违纪|不作为", shown)
    assert "不作定性" in shown


LOOKED = tuple(
    Line({"number": f"{n}-1", "time": "1", "due": "2020-06-01", "on": "2020-06-10", "by": "张三", "found": "已执行",
          "people": people, "verdict": verdict, "lead_unit": "人事处", "measure": "印发办法", "until": "2020-07-31",
          "drawn": "抽中（种子2020-W24，权数2）" if n < 3 else "未抽中（种子2020-W24，权数1）"})
    for n, (people, verdict) in enumerate(
        [("满意", "巩固到位"), ("满意", "巩固到位"), ("不满意", "回炉"), ("基本满意", "继续巩固")], 1)
)  # fmt: skip
TO_COME = (
    Line({"number": "9-1", "time": "2", "due": "2020-06-05"}),
    Line({"number": "9-2", "due": "2020-09-05"}),
)


def test_the_look_back_report_counts_what_was_looked_at_and_says_how_it_was_drawn() -> None:
    scene = scenes.scene(NOW, sheets={"回头看": (*LOOKED, *TO_COME)})
    [subject] = looked_back(scene)
    paper = look_back(scene, subject)
    assert numbers(paper.sections["范围和抽样"], r"回头看(\d+)次，涉及措施(\d+)条") == (4, 4)
    assert numbers(paper.sections["范围和抽样"], r"现场核查的(\d+)次，种子为2020-W(\d+)") == (2, 24)
    assert paper.sections["总体情况"].paragraphs == (
        "回头看4次，结论为巩固到位2次，继续巩固1次，回炉1次。",
        "群众评价：满意2次，基本满意1次，不满意1次。",
    )
    assert [row[0] for row in paper.sections["回炉事项"].rows] == ["3-1"]
    assert [row[0] for row in paper.sections["待查看"].rows] == ["9-1"]


def test_without_a_look_back_there_is_no_report() -> None:
    assert looked_back(scenes.scene(NOW, sheets={"回头看": TO_COME})) == ()


def test_the_months_meetings_and_open_decisions_are_told() -> None:
    lines = [
        {"serial": "会-1", "on": "2020-05-20", "kind": "集体研判", "decided": "旧的已办", "answer": "已办结"},
        {
            "serial": "会-2",
            "on": "2020-05-20",
            "kind": "集体研判",
            "decided": "旧的未办",
            "answer": "超期2天",
        },
        {"serial": "会-3", "on": "2020-06-03", "kind": "月度听取", "decided": "新的", "answer": "已办结"},
        {"serial": "会-4", "on": "2020-06-03", "kind": "月度听取", "decided": "又一项", "answer": "在办"},
    ]
    paper = monthly(scenes.scene(NOW, month=True, sheets={"会议记录": tuple(map(Line, lines))}), Subject())
    assert paper.sections["主要做法"].paragraphs[0] == "本月召开月度听取1次，研究整改工作。"
    decided = paper.sections["会议决定"]
    assert [row[0] for row in decided.rows] == ["会-2", "会-3", "会-4"]
    assert decided.paragraphs == ("本月作出和以前没有办结的决定3项，已办结1项。",)


def test_what_is_put_up_for_study_is_what_the_ledger_lists_undecided() -> None:
    scene = scenes.full(month=True)
    listed = {line["number"] for line in scene.ledger.lines("研判事项")}
    assert {row[0] for row in monthly(scene, Subject()).sections["提请研判"].rows} == listed and listed

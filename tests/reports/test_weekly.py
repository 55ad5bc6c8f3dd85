import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import weekly_scenes as scenes
from tests.weekly_scenes import SETTINGS, TODAY, WEEK, content, full_content, full_measures, full_summary
from zgtool.model.ledger import Measure
from zgtool.model.settings import Settings, Waiver
from zgtool.ops.summary import LATE, MISSING, ON_TIME, RETURNED, Due, Receipt, RowCount, Summary, Tally
from zgtool.reports.weekly import title_lines, weekly_content


def said(value: Any) -> list[str]:
    """Every text in a content, at any depth."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in said(item)]
    if is_dataclass(value):
        return [text for f in fields(value) for text in said(getattr(value, f.name))]
    return []


def figures(pattern: str, text: str) -> tuple[int, ...]:
    """The numbers of one sentence."""
    match = re.search(pattern, text)
    assert match, f"{pattern} 不在“{text}”里"
    return tuple(map(int, match.groups()))


def row(number: str = "1-1", unit: str = "办公室", **values: str) -> Measure:
    return Measure({"number": number, "measure": "印发办法", "lead_unit": unit, "state": "整改中", **values})


def overdue(days: int, number: str = "1-1", unit: str = "办公室", **values: str) -> Due:
    return Due(row(number, unit, **values), date.fromordinal(TODAY.toordinal() - days), days)


# ---- the head -------------------------------------------------------------------------------------


def test_the_head_names_week_period_and_cut_off() -> None:
    made = full_content()
    assert made.title == ("巡视整改工作周报",)
    assert made.period == "（第3周，2020年6月8日至6月12日，截至6月12日12时）"
    assert (made.addressee, made.office, made.signed_on) == (
        "局党组",
        "局巡视整改领导小组办公室",
        "2020年6月12日",
    )
    assert made.edition == ""
    assert made.copies == "驻局纪检监察组"
    assert made.period_end == date(2020, 6, 12)


def test_a_second_edition_says_that_it_counts() -> None:
    assert content(Summary(), edition=2).edition == "（第2次汇总，以本次为准）"


def test_without_a_close_or_before_it_the_figures_stand_for_the_day_of_the_paper() -> None:
    assert content(Summary(), closes=None).period.endswith("截至6月12日）")
    assert content(Summary(), today=date(2020, 6, 11)).period.endswith("截至6月11日）")
    assert content(Summary(), today=date(2020, 6, 15)).period.endswith("截至6月12日12时）")


def test_a_long_title_breaks_between_its_parts() -> None:
    assert title_lines("2020年中央脱贫攻坚专项巡视", "整改工作周报") == (
        "2020年中央脱贫攻坚专项巡视整改工作周报",
    )
    assert title_lines("十四届省委第三轮省直机关常规巡视", "整改工作周报") == (
        "十四届省委第三轮省直机关常规巡视", "整改工作周报",
    )  # fmt: skip
    assert title_lines("", "整改工作周报") == ("巡视整改工作周报",)


# ---- 报送情况 ---------------------------------------------------------------------------------------


def receipts_said(*receipts: Receipt, rows: RowCount = RowCount()) -> str:  # noqa: B008
    return "".join(content(Summary(receipts=receipts, rows=rows)).receipts.paragraphs)


AT = datetime(2020, 6, 12, 15, 20)


@pytest.mark.parametrize(
    ("receipts", "words"),
    [
        ([], "本周没有需要报送台账的单位，以下数字依据总台账现有内容。"),
        ([Receipt("办公室", ON_TIME)], "应报送台账的单位1个（办公室），已按时报送。"),
        ([Receipt("办公室", LATE, AT)], "应报送台账的单位1个（办公室），迟报（6月12日15时20分送达）。"),
        ([Receipt("办公室", MISSING)],
         "应报送台账的单位1个（办公室），本周未报，所承担的措施按上次报送内容留号。"),
        ([Receipt("办公室", RETURNED, late=True)],
         "应报送台账的单位1个（办公室），迟报且台账有差错，已退回修改，未汇总的内容按上次报送留号。"),
        ([Receipt("办公室", ON_TIME), Receipt("人事处", ON_TIME)],
         "应报送台账的单位2个，均按时报送，无迟报、未报和退回。"),
        ([Receipt("办公室", MISSING), Receipt("人事处", MISSING)],
         "应报送台账的单位2个，其中未报2个。未报的是办公室、人事处，所承担的措施按上次报送内容留号。"),
        ([Receipt("办公室", ON_TIME), Receipt("人事处", LATE), Receipt("财务处", MISSING)],
         "应报送台账的单位3个，其中按时报送1个、迟报1个、未报1个。按时报送的是办公室。迟报的是人事处。"
         "未报的是财务处，所承担的措施按上次报送内容留号。"),
    ],
)  # fmt: skip
def test_reporting_reads_right_for_none_one_and_many(receipts: list[Receipt], words: str) -> None:
    assert receipts_said(*receipts) == words


def test_units_are_named_in_roster_order_whatever_the_order_of_receipts() -> None:
    mixed = [Receipt(name, MISSING) for name in ("机关服务中心", "人事处", "机关党委", "办公室")]
    assert "未报的是办公室、人事处、机关党委、服务中心" in receipts_said(*mixed)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (RowCount(), ""),
        (RowCount(5, 5, 0, 0), "收到的台账共5行，均为措施，已全部汇总。"),
        (
            RowCount(9, 5, 3, 1),
            "收到的台账共9行，其中汇总措施5条，退回核改3条，标题、签字行和重复报送等不计入的1行。",
        ),
        (RowCount(3, 0, 3, 0), "收到的台账共3行，其中退回核改3条。"),
    ],
)
def test_rows_read_add_up_in_words(rows: RowCount, words: str) -> None:
    assert receipts_said(Receipt("办公室", ON_TIME), rows=rows).removeprefix(
        "应报送台账的单位1个（办公室），已按时报送。"
    ) == words  # fmt: skip


# ---- 总体进展 ---------------------------------------------------------------------------------------


def progress_said(now: Tally, before: Tally | None = None, **more: Any) -> list[str]:
    return list(content(Summary(overall=now, before=before, **more)).progress.paragraphs)


def test_an_empty_ledger_says_so_in_one_sentence() -> None:
    assert progress_said(Tally()) == ["截至6月12日12时，总台账中没有在册的整改措施。"]


def test_the_first_week_says_nothing_about_change() -> None:
    words = "".join(said(content(replace(full_summary(), before=None))))
    assert "上周" not in words.replace("下周", "") and "持平" not in words


def test_problems_and_measures_are_told_apart_with_their_change() -> None:
    now = Tally("", 10, 4, 1, 3, 2, 2, 1, 5, 2)
    before = Tally("", 9, 3, 1, 4, 1, 2, 0, 5, 2)
    assert progress_said(now, before) == [
        "截至6月12日12时，总台账在册问题5个、整改措施10条（措施较上周增加1条）。",
        "问题方面，措施全部销号的2个，占40%，与上周持平；仍在整改的3个。",
        "措施方面，已销号4条，销号率40%，较上周增加1条；申请销号待认定1条，推进中3条，未启动2条。"
        "未销号的措施中，超期的2条（与上周持平），临期的1条（较上周增加1条）。",
        "与上周相比，各项措施没有变化。",
    ]


def test_all_closed_and_none_closed_read_naturally() -> None:
    closed = progress_said(Tally("", 3, 3, 0, 0, 0, 0, 0, 2, 2))
    assert closed[1:] == ["问题方面，2个问题的措施已全部销号。", "措施方面，3条措施已全部销号。"]
    opened = progress_said(Tally("", 3, 0, 0, 3, 0, 0, 0, 2, 0))
    assert progress_said(Tally(problems=2)) == ["截至6月12日12时，总台账在册问题2个，尚无整改措施。"]
    assert opened[1:] == [
        "问题方面，2个问题均在整改，尚无措施全部销号的问题。",
        "措施方面，尚无销号的措施；推进中3条。未销号的措施中，没有超期和临期的。",
    ]


def test_what_moved_is_named_by_number_while_the_list_is_short() -> None:
    now = Tally("", 40, 20, 0, 20, 0, 0, 0, 2, 0)
    few = progress_said(now, now, closed=(row("1-1"), row("2-3")), added=(row("9-1"),))
    assert few[-1] == "与上周相比，新增措施1条（9-1），认定销号2条（1-1、2-3）。"
    many = progress_said(now, now, closed=tuple(row(f"1-{n}") for n in range(20)))
    assert many[-1] == "与上周相比，认定销号20条。"


# ---- tables --------------------------------------------------------------------------------------


def test_units_with_the_same_figures_share_a_rank_and_stand_in_roster_order() -> None:
    tallies = (
        Tally("机关党委", 4, 2, 0, 2, 0, 0, 0, 1), Tally("人事处", 2, 1, 0, 1, 0, 0, 0, 1),
        Tally("财务处", 4, 2, 0, 2, 0, 1, 0, 1), Tally("办公室", 0, 0, problems=1),
        Tally("（未明确）", 3, 3, problems=1),
    )  # fmt: skip
    summary = Summary(overall=Tally("", 13, 8, 0, 5, 0, 1, 0, 5), by_unit=tallies)
    section = content(summary).by_unit
    assert section is not None
    assert [(r.rank, r.name, r.rate) for r in section.rows] == [
        ("1", "人事处", "50%"), ("1", "机关党委", "50%"), ("3", "财务处", "50%"), ("—", "办公室", "—"),
        ("—", "未明确", "100%"), ("", "合计", "61.5%"),
    ]  # fmt: skip


def test_a_total_that_is_not_the_sum_is_explained() -> None:
    shared = Summary(
        overall=Tally("", 2, problems=1),
        by_unit=(Tally("办公室", 1, problems=1), Tally("人事处", 2, problems=1)),
    )
    section = content(shared).by_unit
    assert section is not None
    assert section.note.endswith("同一问题或者措施涉及几个单位的，各单位分别计数，合计按实有数填列。")
    exact = content(
        Summary(overall=Tally("", 2, problems=2), by_unit=(Tally("办公室", 2, problems=2),))
    ).by_unit
    assert exact is not None and exact.note == "" and len(exact.rows) == 1


def test_where_nobody_is_ahead_nobody_is_ranked() -> None:
    same = tuple(Tally(name, 2, 0, doing=2, problems=1) for name in ("办公室", "人事处"))
    section = content(Summary(overall=Tally("", 4, doing=4, problems=2), by_unit=same)).by_unit
    assert section is not None
    assert section.paragraphs == ("2个牵头单位均尚无措施销号，也没有超期措施，情况如下表。",)
    assert [r.rank for r in section.rows] == ["—", "—", ""] and section.note == ""


def test_what_stands_out_among_units_is_said_before_the_table() -> None:
    units = (Tally("办公室", 2, 2), Tally("人事处", 3, 0, doing=3, overdue=2), Tally("财务处", 2, 1, doing=1))
    section = content(Summary(overall=Tally("", 7, 3, doing=4, overdue=2), by_unit=units)).by_unit
    assert section is not None
    assert section.paragraphs == (
        "3个牵头单位中，措施全部销号的1个（办公室）；尚无措施销号的1个（人事处）；有超期措施的1个（人事处2条）。"
        "按销号率排列如下表。",
    )


def test_of_the_units_that_have_closed_something_and_those_that_have_not_the_fewer_are_named() -> None:
    waiting = tuple(Tally(name, 2, 0, doing=2) for name in ("人事处", "财务处"))
    section = content(
        Summary(overall=Tally("", 6, 1), by_unit=(Tally("办公室", 2, 1, doing=1), *waiting))
    ).by_unit
    assert section is not None
    assert section.paragraphs == (
        "3个牵头单位中，已有措施销号的1个（办公室），其余2个尚无措施销号；没有单位有超期措施。按销号率排列如下表。",
    )
    late = (Tally("办公室", 2, 0, doing=2, overdue=1), *waiting)
    section = content(Summary(overall=Tally("", 6), by_unit=late)).by_unit
    assert section is not None
    assert section.paragraphs[0].startswith("3个牵头单位均尚无措施销号；有超期措施的1个（办公室1条）。")


def test_leaders_keep_their_order_and_are_not_ranked() -> None:
    tallies = (Tally("乙", 2, 0, doing=2, overdue=1), Tally("", 1, 1), Tally("甲", 2, 2))
    section = content(Summary(overall=Tally("", 5, 3, doing=2, overdue=1), by_leader=tallies)).by_leader
    assert section is not None
    assert [(r.rank, r.name) for r in section.rows] == [("", "乙"), ("", "甲"), ("", "未明确"), ("", "合计")]
    assert section.paragraphs == ("整改措施由2位领导分管，1位分管的措施有超期，情况如下表。",)


def test_tables_without_anybody_are_left_out() -> None:
    made = content(
        Summary(overall=Tally("", 1), by_unit=(Tally("（未明确）", 1),), by_leader=(Tally("", 1),))
    )
    assert made.by_unit is None and made.by_leader is None


# ---- lists ---------------------------------------------------------------------------------------


def test_no_deadline_in_sight_is_one_sentence() -> None:
    made = content(Summary()).deadlines
    assert made.paragraphs == ("截至6月12日12时，没有超期和临期的措施。",)
    assert (made.overdue.rows, made.due_soon.rows, made.overdue.title) == ((), (), "")


def test_one_kind_alone_needs_no_heading_and_says_that_the_other_is_missing() -> None:
    made = content(Summary(overdue=(overdue(3),))).deadlines
    assert made.paragraphs == ("没有临期的措施。",)
    assert (made.overdue.title, made.overdue.lead) == ("", "超期未销号的措施1条，为本周到期，已超期3天。")
    soon = content(Summary(due_soon=(overdue(0), overdue(-3, "1-2")))).deadlines
    assert soon.paragraphs == ("没有超期的措施。",)
    assert soon.due_soon.lead == "10天内到期、尚未销号的措施2条，其中6月12日当天到期的1条。"


def test_the_longest_overdue_stands_first_then_roster_then_number() -> None:
    dues = (
        overdue(3, "2-10", "人事处"),
        overdue(3, "2-9", "人事处"),
        overdue(3, "9-1"),
        overdue(45, "5-5", "财务处"),
    )
    made = content(Summary(overdue=dues)).deadlines.overdue
    assert [(r.number, r.days) for r in made.rows] == [("5-5", 45), ("9-1", 3), ("2-9", 3), ("2-10", 3)]
    assert made.lead == "超期未销号的措施4条，其中本周到期的3条，超期最长的45天。"
    assert made.rows[0].due == "4月28日"


def test_difficulties_list_what_units_said_and_no_empty_phrases() -> None:
    summary = Summary(
        overdue=(overdue(40, "1-1", reason="需省厅协调"), overdue(30, "1-2", reason=" 无。")),
        due_soon=(overdue(-2, "1-3", reason="正在征求意见"),),
        moved=(row("1-1", reason="需省厅协调"), row("1-4", reason="换人", deadline="长期"),
               row("1-5", reason="/"), row("1-6", reason="已办妥", state="已销号")),
    )  # fmt: skip
    made = content(summary).difficulties
    assert made.paragraphs == (
        "超期30天以上的措施2条，需要重点督办：1-1（办公室，40天）、1-2（办公室，30天）。",
        "超期措施中，单位没有说明原因的1条。",
        "单位反映未完成原因或者需要协调的措施3条，情况如下表。",
    )
    assert [(r.number, r.due, r.reason) for r in made.rows] == [
        ("1-1", "5月3日", "需省厅协调"), ("1-3", "6月14日", "正在征求意见"), ("1-4", "长期", "换人"),
    ]  # fmt: skip
    assert content(Summary()).difficulties.paragraphs == (
        "没有超期30天以上的措施，各单位也没有反映需要协调的事项。",
    )


def test_waivers_in_force_are_printed_with_who_when_why_and_until() -> None:
    granted = Waiver("M201", "人事处", "3-2", "李卫东", date(2020, 6, 1), "长期项目", date(2020, 12, 31))
    run_out = replace(granted, until=date(2020, 6, 1))
    said = content(Summary(), (), replace(SETTINGS, waivers=(granted, run_out))).quality.paragraphs
    assert said[-1] == (
        "经同意豁免、没有列入上述情况的1项：M201 人事处措施3-2（李卫东2020年6月1日同意，至2020年12月31日；长期项目）。"
    )
    assert len(content(Summary(), (), replace(SETTINGS, waivers=(run_out,))).quality.paragraphs) == 1


def test_next_week_names_what_is_due_and_who_has_to_catch_up() -> None:
    near, far = overdue(-5, "1-1"), overdue(-15, "1-2", "人事处")
    summary = Summary(
        overall=Tally("", 5, 0, 1, 4, problems=1),
        receipts=(Receipt("财务处", MISSING), Receipt("人事处", RETURNED), Receipt("办公室", LATE)),
        due_soon=(near,),
        coming=(far, near),
    )
    made = content(summary).plan
    assert made.coming.lead == (
        "6月17日至6月27日到期的措施2条，其中1条已列入临期事项，其余1条见下表，请牵头单位倒排工期、按期完成。"
    )
    assert [r.number for r in made.coming.rows] == ["1-2"]
    assert made.tasks == (
        "1. 财务处尽快补报本周台账，说明未报原因。",
        "2. 人事处按退改意见修改台账，尽快重报。",
        "3. 办公室下周按时报送。",
        "4. 整改办对申请销号的1条措施审核佐证材料，提请认定。",
        "5. 各牵头单位对照整改时限推进措施落实，下周按时报送台账。",
    )


def test_next_week_of_an_empty_and_of_a_finished_ledger_asks_for_nothing_silly() -> None:
    assert content(Summary()).plan.tasks == ("整改办登记整改措施后，各牵头单位按时报送台账。",)
    assert content(Summary()).plan.coming.lead == "下一旬没有到期的措施。"
    done = content(Summary(overall=Tally("", 2, 2, problems=1, closed_problems=1))).plan
    assert done.tasks == ("措施已全部销号，各牵头单位做好巩固，防止问题反弹。",)


# ---- laws ----------------------------------------------------------------------------------------


def test_every_number_in_the_paper_is_the_one_recounted_from_the_ledger() -> None:
    rows, made = full_measures(), full_content()
    states = Counter(m["state"] for m, _ in rows)
    left = [(TODAY - due).days for m, due in rows if m["state"] in ("整改中", "挂号")]
    problems = {m["problem_no"] for m, _ in rows}
    head, problem_line, measure_line, week_line = made.progress.paragraphs
    assert figures(r"问题(\d+)个、整改措施(\d+)条", head) == (len(problems), len(rows))
    assert figures(r"(\d+)个问题均在整改", problem_line) == (len(problems),)
    assert figures(r"已销号(\d+)条", measure_line) == (states["已销号"],)
    assert f"销号率{round(100 * states['已销号'] / len(rows), 1)}%" in measure_line
    stated = figures(r"待认定(\d+)条，推进中(\d+)条，未启动(\d+)条", measure_line)
    assert stated == (states["申请销号"], states["整改中"], states["挂号"])
    assert sum(stated) + states["已销号"] == len(rows)
    late, soon = sum(d > 0 for d in left), sum(-10 <= d <= 0 for d in left)
    assert figures(r"超期的(\d+)条（.*临期的(\d+)条", measure_line) == (late, soon)
    summary = full_summary()
    assert figures(r"新增措施(\d+)条.*更新的措施(\d+)条.*新申请销号(\d+)条.*认定销号(\d+)条", week_line) == (
        len(summary.added), len(summary.moved), len(summary.requested), len(summary.closed),
    )  # fmt: skip
    rows_line = made.receipts.paragraphs[1]
    assert figures(r"共(\d+)行，其中汇总措施(\d+)条，退回核改(\d+)条，.*不计入的(\d+)行", rows_line) == (
        118,
        102,
        9,
        7,
    )
    assert len(made.deadlines.overdue.rows) == late and len(made.deadlines.due_soon.rows) == soon
    overdue_line = made.deadlines.overdue.lead
    assert figures(r"的措施(\d+)条，其中本周到期的(\d+)条，超期最长的(\d+)天", overdue_line) == (
        late, sum(0 < d <= 4 for d in left), max(left),
    )  # fmt: skip
    assert figures(r"(\d+)天以上的措施(\d+)条", made.difficulties.paragraphs[0]) == (
        30,
        sum(d >= 30 for d in left),
    )
    assert figures(r"对(\d+)条超期措施", made.plan.tasks[3]) == (late,)
    coming = [
        due for m, due in rows if m["state"] in ("整改中", "挂号") and WEEK.sunday < due <= date(2020, 6, 30)
    ]
    listed_above = sum(due <= date(2020, 6, 22) for due in coming)
    assert figures(r"措施(\d+)条，其中(\d+)条已列入临期事项，其余(\d+)条", made.plan.coming.lead) == (
        len(coming), listed_above, len(coming) - listed_above,
    )  # fmt: skip
    assert len(made.plan.coming.rows) == len(coming) - listed_above


@pytest.mark.parametrize("table", ["by_unit", "by_leader"])
def test_every_table_row_is_recounted_from_the_ledger(table: str) -> None:
    key = "lead_unit" if table == "by_unit" else "leader"
    section = getattr(full_content(), table)
    names = {SETTINGS.units.find(m[key]).unit.label if table == "by_unit" else m[key]: m[key]  # type: ignore[union-attr]
             for m, _ in full_measures()}  # fmt: skip
    assert {r.name for r in section.rows} == {*names, "合计"}
    for r in section.rows:
        rows = [(m, due) for m, due in full_measures() if r.name == "合计" or m[key] == names[r.name]]
        states = Counter(m["state"] for m, _ in rows)
        left = [(TODAY - due).days for m, due in rows if m["state"] in ("整改中", "挂号")]
        assert (r.problems, r.total) == (len({m["problem_no"] for m, _ in rows}), len(rows))
        assert (r.closed, r.requested, r.doing, r.waiting) == tuple(
            states[s] for s in ("已销号", "申请销号", "整改中", "挂号")
        )
        assert (r.overdue, r.due_soon) == (sum(d > 0 for d in left), sum(-10 <= d <= 0 for d in left))
        assert r.closed + r.requested + r.doing + r.waiting == r.total


COUNT = st.integers(0, 4)


@st.composite
def tallies(draw: st.DrawFn, name: str = "") -> Tally:
    closed, requested, doing, waiting = (draw(COUNT) for _ in range(4))
    late = draw(st.integers(0, doing + waiting))
    problems = draw(COUNT)
    return Tally(name, closed + requested + doing + waiting, closed, requested, doing, waiting, late,
                 doing + waiting - late, problems, draw(st.integers(0, problems)))  # fmt: skip


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    names = [u.name for u in SETTINGS.units][: draw(st.integers(0, 4))]
    fates = st.sampled_from((ON_TIME, LATE, MISSING, RETURNED))
    read = [draw(COUNT) for _ in range(3)]
    dues = tuple(overdue(draw(st.integers(-12, 60)), f"1-{n}") for n in range(draw(COUNT)))
    return Summary(
        overall=draw(tallies()),
        before=draw(st.none() | tallies()),
        by_unit=tuple(draw(tallies(name)) for name in names),
        by_leader=tuple(draw(tallies(name)) for name in ("", "甲", "乙")[: draw(st.integers(0, 3))]),
        receipts=tuple(Receipt(name, draw(fates), draw(st.none() | st.just(AT))) for name in names),
        rows=RowCount(sum(read), *read),
        added=tuple(row(f"2-{n}") for n in range(draw(COUNT))),
        closed=tuple(row(f"3-{n}") for n in range(draw(COUNT))),
        overdue=tuple(d for d in dues if d.days > 0),
        due_soon=tuple(d for d in dues if -10 <= d.days <= 0),
        coming=tuple(d for d in dues if d.days < -2),
    )


@settings(max_examples=150, deadline=None)
@given(summaries(), st.integers(1, 3))
def test_whatever_the_figures_the_sentences_are_well_formed(summary: Summary, edition: int) -> None:
    texts = said(content(summary, scenes.full_findings(), edition=edition))
    for text in texts:
        assert not re.search(r"[，。；、：]{2}|[（：，；、][，。；、）]|None|nan|（）|\{|\}", text), text
        assert text.count("（") == text.count("）"), text
    sentences = content(summary).progress.paragraphs
    assert all(s.endswith("。") for s in sentences)
    assert not re.search(r"(?<!\d)0[条个行]", "".join(sentences))


def test_the_same_input_gives_the_same_content_and_settings_need_not_name_anybody() -> None:
    assert full_content() == full_content()
    made = weekly_content(
        full_summary(),
        scenes.full_findings(),
        Settings(),
        WEEK,
        number=1,
        edition=1,
        closes=None,
        today=TODAY,
    )
    assert made.copies == "" and made.by_unit is not None

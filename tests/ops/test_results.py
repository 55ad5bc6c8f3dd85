"""成果 are proposed, decided by the office, and only then counted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.tables import ledger_from_md, result_line
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import RESULTS
from zgtool.ops.results import GIVEN, PROPOSED, SEVERAL, results_lines, results_of

LEDGER = ledger_from_md("""
| 措施编号 | 整改措施 | 牵头单位 | 状态 | 本周进展 | 佐证材料 | 完善制度 | 涉及金额 |
| 1-1 | 建章立制 | 办公室 | 整改中 | 已印发《公文办理规定》，约谈2人 | 《公文办理规定》 | 印发《公文办理规定》 | |
| 2-1 | 清退 | 财务处 | 整改中 | 已清退误餐费3.2万元 | | | 3.2万元 |
| 3-1 | 修订 | 财务处 | 整改中 | 修订《公文办理规定》 | | | |
| 4-1 | 追缴 | 财务处 | 撤销 | 追缴9万元 | | | |
""")


def test_what_a_column_gives_is_not_proposed_again_from_the_words() -> None:
    found = [
        (ln["number"], ln["kind"], ln["what"], ln["count"], ln["unit"], ln["source"])
        for ln in results_lines(LEDGER)
    ]
    assert found == [
        ("1-1", "制定制度", "《公文办理规定》", "1", "项", GIVEN),
        ("1-1", "处理人员", "约谈", "2", "人", PROPOSED),
        ("2-1", "挽回资金", "涉及金额", "3.2", "万元", GIVEN),
        ("3-1", "修订制度", "《公文办理规定》", "1", "项", PROPOSED),
    ]  # fmt: skip


def test_every_line_says_where_its_words_stand() -> None:
    words = [ln["words"] for ln in results_lines(LEDGER)]
    assert words[:2] == ["完善制度：印发《公文办理规定》", "本周进展：约谈2人"]


def test_nothing_is_counted_before_the_office_has_decided() -> None:
    found = results_of(replace(LEDGER, sheets={RESULTS.name: results_lines(LEDGER)}))
    assert (found.made, found.money, dict(found.people), found.waiting) == ((), 0, {}, 4)


def decided(*decisions: dict[str, str]) -> Ledger:
    lines = (line.but(d) for line, d in zip(results_lines(LEDGER), decisions, strict=True))
    return replace(LEDGER, sheets={RESULTS.name: tuple(lines)})


def test_confirmed_results_are_summed_and_corrected_ones_by_the_office_s_number() -> None:
    found = results_of(
        decided(
            {"decision": "确认"},
            {"decision": "改正", "fixed": "3"},
            {"decision": "改正", "fixed": "2.95万元"},
            {"decision": "不计"},
        )
    )
    assert [ln["what"] for ln in found.made] == ["《公文办理规定》"]
    assert (found.revised, found.money, dict(found.people)) == ((), Decimal("2.95"), {"约谈": 3})
    assert (found.waiting, found.unclear) == (0, 0)


def test_a_number_that_is_none_is_not_summed_but_counted_as_unclear() -> None:
    found = results_of(decided({}, {"decision": "改正", "fixed": "若干"}, {"decision": "改正"}, {}))
    assert (found.money, dict(found.people), found.unclear, found.waiting) == (0, {}, 2, 2)


def test_one_rule_of_two_measures_is_one_rule() -> None:
    line = result_line("《会议制度》")
    twice = replace(
        LEDGER, sheets={RESULTS.name: (line, line.but({"number": "1-2", "what": "《会议 制度》"}))}
    )
    assert len(results_of(twice).made) == 1


def test_a_line_outlives_the_words_it_came_from_with_what_the_office_decided() -> None:
    first = decided({"decision": "确认", "by": "程立新"}, {}, {}, {})
    silent = replace(
        first,
        rows=tuple(r.but({"progress": "", "systems": "", "evidence": "", "amount": ""}) for r in first.rows),
    )
    again = results_lines(silent)
    assert [ln.values for ln in again] == [ln.values for ln in first.lines(RESULTS.name)]


def test_a_second_run_over_the_same_words_changes_nothing() -> None:
    once = replace(LEDGER, sheets={RESULTS.name: results_lines(LEDGER)})
    assert results_lines(once) == once.lines(RESULTS.name)


def test_several_sums_of_one_measure_are_told_apart_from_a_single_one() -> None:
    later = replace(
        LEDGER,
        rows=(LEDGER.rows[1].but({"amount": "", "progress": "累计清退误餐费4万元"}),),
        sheets={RESULTS.name: results_lines(replace(LEDGER, rows=(LEDGER.rows[1].but({"amount": ""}),)))},
    )
    lines = results_lines(later)
    assert [(ln["count"], ln["source"]) for ln in lines] == [("3.2", SEVERAL), ("4", SEVERAL)]
    assert results_lines(replace(later, sheets={RESULTS.name: lines})) == lines


def test_a_count_of_people_that_grows_is_another_line_and_is_said_to_hold_the_first() -> None:
    row = Measure({"number": "1-1", "measure": "约谈", "progress": "提醒谈话3人"})
    first = replace(LEDGER, rows=(row,), sheets={})
    first = replace(first, sheets={RESULTS.name: results_lines(first)})
    grown = results_lines(replace(first, rows=(row.but({"progress": "累计提醒谈话5人"}),)))
    assert [(line["count"], line["source"] == SEVERAL) for line in grown] == [("3", True), ("5", True)]

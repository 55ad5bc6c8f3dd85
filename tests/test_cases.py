"""Every rule's case file: each row of 要报告 is reported, no row of 不报告 is. Also the rule catalogue's source."""

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.case_files import CASES, LEFT_ALONE, REPORTED, SETTINGS, Case, cases
from tests.tables import ledger_from_md
from zgtool.app.catalogue import KINDS
from zgtool.model.finding import Finding
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings, Waiver
from zgtool.rules.engine import check_ledger
from zgtool.rules.registry import RULES, Context, rule


def every(name: str) -> list[object]:
    """Each case of one part of every rule's file."""
    return [
        pytest.param(code, case, id=f"{code}-{place}")
        for code in sorted(RULES)
        for place, case in enumerate(cases(code, name), start=1)
    ]


def reported(code: str, settings: Settings = SETTINGS) -> list[Finding]:
    """What a rule says of its own cases to report, under other settings."""
    return [f for case in cases(code, REPORTED) for f in replace(case, base=settings).findings(code)]


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_shows_what_it_reports_and_what_it_leaves_alone(code: str) -> None:
    assert any(case.marked for case in cases(code, REPORTED))
    assert cases(code, LEFT_ALONE)


def test_every_case_file_belongs_to_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.md")} == set(RULES)


@pytest.mark.parametrize(("code", "case"), every(REPORTED))
def test_what_is_to_be_reported_is_and_nothing_else(code: str, case: Case) -> None:
    found = [case.lines(finding) for finding in case.findings(code)]
    assert all(found), "a finding speaks of no line"
    assert frozenset().union(*found) == case.marked


@pytest.mark.parametrize(("code", "case"), every(LEFT_ALONE))
def test_what_is_to_be_left_alone_is_not_reported(code: str, case: Case) -> None:
    assert case.rows or case.receipts
    assert [str(finding) for finding in case.findings(code)] == []


def test_every_finding_says_what_to_do_in_chinese() -> None:
    for code in RULES:
        for finding in reported(code):
            assert finding.message
            assert finding.fix.endswith("。"), finding
            assert not re.search(r"[A-Za-z]{4}", finding.message + finding.fix), finding


def test_a_rule_can_be_switched_off_or_waived() -> None:
    assert reported("T201")
    assert reported("T201", Settings(severities={"T201": None})) == []
    waived = Settings(waivers=(Waiver("T201", unit="人事处", by="王建国", until=date(2020, 6, 12)),))
    assert reported("T201", waived) == []
    run_out = Settings(waivers=(Waiver("T201", unit="人事处", by="王建国", until=date(2020, 6, 11)),))
    assert reported("T201", run_out)


def test_a_late_file_is_told_with_both_moments() -> None:
    assert [f.message for f in reported("F301")][:1] == ["迟报（6月12日12:01收到，6月12日12:00截止）"]


def test_every_code_is_declared_once_with_title_fix_and_reason() -> None:
    kinds = KINDS
    codes = [k.code for k in kinds] + list(RULES)
    assert len(codes) == len(set(codes))
    assert all(k.title and k.fix.endswith(("。", "”")) for k in kinds)
    assert all(entry.explanation and entry.fix.endswith("。") for entry in RULES.values())


def test_a_code_used_twice_stops_the_program() -> None:
    with pytest.raises(ValueError, match="M101"):
        rule("M101", "again", "又一条", fix="无。")(lambda thing, context: iter(()))


def test_month_end_can_be_accepted_as_a_ten_day_period_by_the_setting() -> None:
    lenient = replace(SETTINGS, month_end_is_fine=True)
    strictly = {f.found for f in reported("T101")}
    assert strictly - {f.found for f in reported("T101", lenient)} == {"6月底前"}


WORDED = """
| 问题编号 | 反馈问题 | 措施编号 | 整改措施 | 牵头单位 | 整改时限 | 状态 |
| 1 | 学习不够 | 1-1 | 制作学习简报3期 | 人事处 | 6月30日前 | 整改中 |
| 1 | 学习不够 | 1-2 | 营造“书香处室”，形成浓厚氛围 | 人事处 | 6月30日前 | 整改中 |
"""


def test_the_office_tunes_what_counts_as_concrete_by_its_own_word_list() -> None:
    def vague(settings: Settings) -> list[str]:
        found = check_ledger(
            ledger_from_md(WORDED), Context(settings, date(2020, 6, 12), ReportWeek(2020, 24))
        )
        return [f.where.number for f in found.findings if f.code == "M201"]

    assert vague(Settings()) == ["1-2"]
    assert vague(Settings(words={"学习简报3期": "空泛词", "书香处室": "具体词"})) == ["1-1"]

"""Every rule's case file: each row of 要报告 is reported, no row of 不报告 is. Also the rule catalogue's source."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.tables import UNITS, rows_from_md
from zgtool.app.catalogue import KINDS
from zgtool.model.finding import Finding
from zgtool.model.ledger import Ledger
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings, Waiver
from zgtool.ops.summary import MISSING, ON_TIME, Receipt
from zgtool.rules.engine import check_ledger, check_receipts
from zgtool.rules.registry import RULES, Context, rule

CASES = Path(__file__).parent / "cases"
TODAY = date(2020, 6, 12)
LEDGER_RULES = sorted(code for code, entry in RULES.items() if entry.scope != "receipt")


def context(settings: Settings | None = None) -> Context:
    return Context(
        settings or Settings(units=UNITS, plan_day=date(2020, 5, 25)),
        TODAY,
        ReportWeek(2020, 24),
        closes=datetime(2020, 6, 12, 12),
    )


def section(code: str, name: str) -> str:
    text = (CASES / f"{code}.md").read_text("utf-8")
    found = re.search(rf"## {name}\n(.*?)(?=\n## |\Z)", text, re.DOTALL)
    assert found, f"{code}.md has no section {name}"
    return found[1]


def reported(code: str, table: str, settings: Settings | None = None) -> list[Finding]:
    ledger = Ledger(rows_from_md(table, file="单位.xlsx"))
    return [f for f in check_ledger(ledger, context(settings)).findings if f.code == code]


@pytest.mark.parametrize("code", LEDGER_RULES)
def test_each_row_to_report_is_reported(code: str) -> None:
    table = section(code, "要报告")
    rows = rows_from_md(table)
    assert {f.where.row for f in reported(code, table)} == {r.where.row for r in rows}


@pytest.mark.parametrize("code", LEDGER_RULES)
def test_no_row_to_leave_alone_is_reported(code: str) -> None:
    table = section(code, "不报告")
    assert rows_from_md(table)
    assert reported(code, table) == []


def test_every_finding_says_what_to_do_in_chinese() -> None:
    for code in LEDGER_RULES:
        for finding in reported(code, section(code, "要报告")):
            assert finding.message
            assert finding.fix.endswith("。"), finding
            assert not re.search(r"[A-Za-z]{4}", finding.message + finding.fix), finding


def test_a_rule_can_be_switched_off_or_waived() -> None:
    table = section("T201", "要报告")
    assert reported("T201", table, Settings(severities={"T201": None})) == []
    waived = Settings(waivers=(Waiver("T201", unit="人事处", by="王建国", until=date(2020, 6, 12)),))
    assert reported("T201", table, waived) == []
    run_out = Settings(waivers=(Waiver("T201", unit="人事处", by="王建国", until=date(2020, 6, 11)),))
    assert reported("T201", table, run_out)


def test_late_and_missing_units_are_reported_and_others_are_not() -> None:
    late = Receipt("人事处", ON_TIME, datetime(2020, 6, 12, 15, 20), "人事处.xlsx", late=True)
    receipts = [late, Receipt("财务处", MISSING), Receipt("办公室", ON_TIME, datetime(2020, 6, 12, 12, 0))]
    found = check_receipts(receipts, context()).findings
    assert [(f.code, f.where.unit) for f in found] == [("F301", "人事处"), ("F302", "财务处")]
    assert "6月12日15:20" in found[0].message


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
    table = section("T101", "要报告")
    lenient = Settings(units=UNITS, plan_day=date(2020, 5, 25), month_end_is_fine=True)
    assert {f.found for f in reported("T101", table)} - {
        f.found for f in reported("T101", table, lenient)
    } == {"6月底前"}

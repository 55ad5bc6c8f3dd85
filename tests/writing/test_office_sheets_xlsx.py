"""The sheets beside the ledger: what is written is read back, and what the office types in Excel is what counts."""

import io
from datetime import date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.tables import UNITS, ledger_from_md
from zgtool.app.tasks import current_ledger, start_area
from zgtool.app.weekly import run_week
from zgtool.model.finding import flat
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import CHOICES_BY_MATTER, CLOSEOUT, FORMS, RECORD, Line
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.record import with_lines
from zgtool.reading.submission import read_ledger
from zgtool.workspace.layout import WorkArea
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.ledger_xlsx import write_ledger

SETTINGS = Settings(units=UNITS)
LEDGER = ledger_from_md("""
| 措施编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 状态 |
| 3-2 | 公文积压 | 建立催办台账 | 办公室 | 6月下旬 | 申请销号 |
""")


def written(ledger: Ledger) -> bytes:
    target = io.BytesIO()
    write_ledger(target, LedgerContent(ledger, SETTINGS, date(2020, 6, 12)))  # type: ignore[arg-type]
    return target.getvalue()


def read_back(data: bytes) -> Ledger:
    return read_ledger(data, "总台账.xlsx", UNITS)[0]


TEXT = st.text(st.sampled_from("=+-@甲乙 12\n<>&"), max_size=6).map(str.strip)
VALUES = {
    "key": st.sampled_from(("3-2", "10-1", "3（2）", "")),
    "date": st.sampled_from(("2020-06-12", "六月", "")),
}


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_sheet_reads_back_as_it_was_written(data: st.DataObject) -> None:
    ledger = LEDGER
    for form in FORMS:
        lines = data.draw(
            st.lists(
                st.fixed_dictionaries({c.key: VALUES.get(c.kind, TEXT) for c in form.columns}), max_size=3
            )
        )
        held = [{k: "\n".join(p.rstrip() for p in v.split("\n")) for k, v in ln.items() if v} for ln in lines]
        ledger = with_lines(ledger, form.name, [Line(values) for values in held if values])
    again = read_back(written(ledger))
    for form in FORMS:
        assert [ln.values for ln in again.lines(form.name)] == [ln.values for ln in ledger.lines(form.name)]


def test_a_request_offers_only_the_decisions_that_answer_it() -> None:
    lines = [Line({"number": "3-2", "matter": "申请销号"})]
    book = load_workbook(io.BytesIO(written(with_lines(LEDGER, CLOSEOUT.name, lines))))
    rules = {str(v.sqref): v.formula1 for v in book[CLOSEOUT.name].data_validations.dataValidation}
    assert '"' + ",".join(CHOICES_BY_MATTER["申请销号"]) + '"' in rules.values()


def test_a_sheet_that_lost_headings_is_told() -> None:
    data = written(with_lines(LEDGER, CLOSEOUT.name, [Line({"number": "3-2", "decision": "认定销号"})]))
    book = load_workbook(io.BytesIO(data))
    sheet = book[CLOSEOUT.name]
    place = next(c for c in sheet[2] if c.value == "认定人")
    place.value = "谁认定"
    target = io.BytesIO()
    book.save(target)
    _, findings, _ = read_ledger(target.getvalue(), "总台账.xlsx", UNITS)
    assert ("C219", "销号审核", "认定人") in flat(findings, "code", "sheet", "found")


def test_a_decision_typed_in_excel_is_carried_out_by_the_next_run(tmp_path: Path) -> None:
    area = WorkArea(tmp_path / "整改台账")
    existing = tmp_path / "现有台账.xlsx"
    write_ledger(existing, LedgerContent(LEDGER, SETTINGS, date(2020, 6, 1)))
    start_area(area.root, SETTINGS, date(2020, 6, 1), ledger=existing)
    type_in(area.ledger, {"措施编号": "3-2", "认定意见": "限时办结", "认定人": "程立新", "认定日期": datetime(2020, 6, 8),
                          "认定依据": "看了台账原件", "办结期限": "2020.6.30"})  # fmt: skip
    week = ReportWeek(2020, 24)
    result = run_week(area, week, week.friday, SETTINGS)
    assert "S211" not in {f.code for f in result.findings}
    ledger = current_ledger(area, SETTINGS)
    assert (ledger.rows[0]["state"], ledger.rows[0]["limit"]) == ("限时办结", "2020-06-30")
    assert [(e["what"], e["by"], e["week"]) for e in ledger.lines(RECORD.name)] == [
        ("限时办结", "程立新", "2020-W24"),
        ("督办", "整改办（按台阶自动拟发）", "2020-W24"),
    ]
    assert ledger.lines(CLOSEOUT.name) == ()
    assert not run_week(area, week, week.friday, SETTINGS).changed


def type_in(path: Path, values: dict[str, object], sheet: str = CLOSEOUT.name) -> None:
    """Fill the first empty line of a sheet as a clerk would, by heading."""
    book = load_workbook(path)
    page = book[sheet]
    columns = {str(c.value): c.column for c in page[2]}
    row = next(r for r in range(3, 500) if page.cell(r, columns["措施编号"]).value is None)
    for heading, value in values.items():
        page.cell(row, columns[heading]).value = value
    book.save(path)

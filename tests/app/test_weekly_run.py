"""One work area through reruns, late arrivals, office edits and trouble."""

import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from zgtool.app.desk import NotReady
from zgtool.app.tasks import current_ledger, make_forms, start_area
from zgtool.app.telling import told
from zgtool.app.weekly import run_week, write_weekly_again
from zgtool.model.finding import flat
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.units import Unit, UnitList
from zgtool.workspace.layout import WorkArea

pytestmark = pytest.mark.slow  # whole weeks

WEEK, FRIDAY = ReportWeek(2020, 24), date(2020, 6, 12)
SETTINGS = Settings(
    bureau="某局",
    plan_day=date(2020, 5, 25),
    first_friday=date(2020, 6, 5),
    units=UnitList((Unit("办公室", leader="王建国"), Unit("人事处", leader="李卫东"))),
)

LEDGER = """序号,反馈问题,具体问题,整改措施,完成标准,责任单位,责任领导,完成时限,督办
1,公文积压,超期办文,建立催办台账1本,台账1本,办公室,王建国,6月下旬,老张
1,公文积压,公文丢失,清点公文120份,清点率100%,办公室,王建国,6月上旬,老张
2,档案不全,材料缺失,补齐档案材料86份,86份,人事处,李卫东,7月上旬,老李
"""


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    source = tmp_path / "现有台账.csv"
    source.write_text(LEDGER, "utf-8-sig")
    return start_area(tmp_path / "整改", SETTINGS, date(2020, 5, 25), ledger=source).area


def send(area: WorkArea, unit: str, rows: str, name: str = "") -> None:
    head = f"填报单位：{unit}\n措施编号,反馈问题,整改措施,牵头单位,整改时限,完成状态,本周进展,佐证材料,专项报告,领导审查\n"
    (area.inbox / f"{name or unit}.csv").write_text(head + rows, "utf-8-sig")


OFFICE = "1-1,公文积压,建立催办台账1本,办公室,6月下旬,推进中,已建立台账,,,\n1-2,公文积压,清点公文120份,办公室,6月上旬,推进中,清点80份,,,\n"
STAFF = "2-1,档案不全,补齐档案材料86份,人事处,7月上旬,推进中,补齐40份,,,\n"


def edit(area: WorkArea, row: int, cells: dict[str, object]) -> None:
    """Type into the ledger as the office would in Excel."""
    book = load_workbook(area.ledger)
    sheet = book["总台账"]
    heads = {c.value: c.column for c in sheet[3]}
    for merged in list(sheet.merged_cells.ranges):
        values = [[sheet.cell(merged.min_row, merged.min_col).value]]
        sheet.unmerge_cells(str(merged))
        for place in range(merged.min_row, merged.max_row + 1):
            sheet.cell(place, merged.min_col).value = values[0][0]
    for heading, value in cells.items():
        sheet.cell(row, heads[heading]).value = value
    book.save(area.ledger)


def run(area: WorkArea, week: ReportWeek = WEEK, **more: object):  # type: ignore[no-untyped-def]
    return run_week(area, week, week.friday, SETTINGS, **more)  # type: ignore[arg-type]


def test_a_late_unit_makes_a_second_edition_with_both_units(area: WorkArea) -> None:
    send(area, "办公室", OFFICE)
    first = run(area)
    assert [r.fate for r in first.summary.receipts] == ["按时报送", "未报"]
    send(area, "人事处", STAFF)
    second = run(area)
    assert (second.edition, second.changed) == (2, True)
    assert [r.fate for r in second.summary.receipts] == ["按时报送", "按时报送"]
    assert current_ledger(area, SETTINGS).by_number()["2-1"]["progress"] == "补齐40份"
    assert {p.name for p in area.archive.iterdir()} == {"初始台账", "2020年第24周", "2020年第24周（第2次）"}


def test_a_mended_file_of_the_same_name_replaces_the_first(area: WorkArea) -> None:
    send(area, "办公室", OFFICE.replace("已建立台账", ""))
    assert "C301" in {f.code for f in run(area).findings}
    send(area, "办公室", OFFICE)
    result = run(area)
    assert "C301" not in {f.code for f in result.findings}
    assert "X113" in {f.code for f in result.findings}
    assert current_ledger(area, SETTINGS).by_number()["1-1"]["progress"] == "已建立台账"


def test_a_file_of_a_later_week_waits_in_the_inbox(area: WorkArea) -> None:
    send(area, "办公室", OFFICE)
    head = "填报单位：人事处 2020年第25周\n措施编号,整改措施,牵头单位,整改时限,完成状态,本周进展\n"
    early = area.inbox / "人事处第25周.csv"
    early.write_text(head + "2-1,补齐档案材料86份,人事处,7月上旬,推进中,下周的\n", "utf-8-sig")
    result = run(area)
    assert [f.name for f in result.files if f.fate == "留待下周"] == ["人事处第25周.csv"]
    assert early.exists()
    assert not run(area).changed
    assert run(area, WEEK.shift(1)).changed
    assert not early.exists()
    assert current_ledger(area, SETTINGS).by_number()["2-1"]["progress"] == "下周的"


def test_the_office_edits_in_excel_and_the_next_run_reads_it(area: WorkArea) -> None:
    send(area, "办公室", OFFICE)
    run(area)
    book = load_workbook(area.ledger)
    sheet = book["总台账"]
    heads = {c.value: c.column for c in sheet[3]}
    sheet.cell(3, sheet.max_column + 1).value = "会议纪要"
    sheet.cell(4, sheet.max_column).value = "6月15日会议"
    sheet.cell(5, heads["整改时限"]).value = "6月20日"
    book.save(area.ledger)
    send(area, "人事处", STAFF)
    result = run(area, WEEK.shift(1))
    rows = current_ledger(area, SETTINGS).by_number()
    assert rows["1-1"]["+会议纪要"] == "6月15日会议"
    assert rows["1-2"]["deadline"] == "6月20日"
    assert rows["1-1"]["+督办"] == "老张"
    assert result.summary.before is not None


def test_a_deleted_row_comes_back(area: WorkArea) -> None:
    book = load_workbook(area.ledger)
    book["总台账"].delete_rows(5)
    book.save(area.ledger)
    result = run(area)
    assert ("X106", "1-2") in flat(result.findings, "code", "number")
    assert [r.number for r in current_ledger(area, SETTINGS).rows] == ["1-1", "1-2", "2-1"]


def test_a_form_renamed_sorted_and_filled_is_merged_by_its_inner_identity(area: WorkArea) -> None:
    forms = make_forms(area, WEEK, date(2020, 6, 8), SETTINGS)
    assert [p.name for p in forms] == ["办公室_2020年第24周.xlsx", "人事处_2020年第24周.xlsx"]
    book = load_workbook(forms[0])
    sheet = book["整改台账"]
    heads = {c.value: c.column for c in sheet[3]}
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    one, two = ([sheet.cell(r, c).value for c in range(1, sheet.max_column + 1)] for r in (4, 5))
    for row, values in ((4, two), (5, one)):
        for col, value in enumerate(values, start=1):
            sheet.cell(row, col).value = value
        sheet.cell(row, heads["反馈问题"]).value = "公文积压"
        sheet.cell(row, heads["问题编号"]).value = "1"
        sheet.cell(row, heads["完成状态"]).value = "推进中"
        sheet.cell(row, heads["本周进展"]).value = f"办理{values[0]}"
    book.save(area.inbox / "新建 Microsoft Excel 工作表.xlsx")
    result = run(area)
    rows = current_ledger(area, SETTINGS).by_number()
    assert (rows["1-1"]["progress"], rows["1-2"]["progress"]) == ("办理1-1", "办理1-2")
    assert result.summary.receipts[0].unit == "办公室"
    told = [f for f in result.findings if f.code.startswith("X1") and f.where.unit != "人事处"]
    assert told == []


def test_forms_lock_what_the_office_owns_and_open_what_the_unit_fills(area: WorkArea) -> None:
    sheet = load_workbook(make_forms(area, WEEK, FRIDAY, SETTINGS)[0])["整改台账"]
    heads = {c.value: c.column for c in sheet[3]}
    assert sheet.protection.sheet
    assert sheet.cell(4, heads["整改措施"]).protection.locked
    assert sheet.cell(4, heads["整改时限"]).protection.locked
    assert not sheet.cell(4, heads["本周进展"]).protection.locked
    assert not sheet.cell(4, heads["完成状态"]).protection.locked
    assert any("推进中" in str(v.formula1) for v in sheet.data_validations.dataValidation)
    assert sheet.cell(3, heads["本周进展"]).comment is not None


def test_the_same_input_gives_the_same_bytes(area: WorkArea, tmp_path: Path) -> None:
    send(area, "办公室", OFFICE)
    twin = WorkArea(tmp_path / "另一处")
    shutil.copytree(area.root, twin.root)
    one, two = run(area), run(twin)
    for kind in one.outputs:
        assert one.outputs[kind].read_bytes() == two.outputs[kind].read_bytes(), kind


def test_arrival_times_count_when_the_run_is_live(area: WorkArea) -> None:
    send(area, "办公室", OFFICE)
    (area.inbox / "收文登记.csv").write_text("文件名,到件时间\n办公室.csv,2020-06-12 12:30\n", "utf-8-sig")
    result = run(area, now=datetime(2020, 6, 12, 13))
    assert [r.fate for r in result.summary.receipts] == ["迟报", "未报"]
    assert "F301" in {f.code for f in result.findings}


def test_a_holiday_friday_closes_earlier(area: WorkArea) -> None:
    result = run(area, ReportWeek(2020, 26))
    assert result.closes == datetime(2020, 6, 24, 12)
    own = replace(SETTINGS, closes={"2020-W26": datetime(2020, 6, 26, 18)})
    assert run_week(area, ReportWeek(2020, 26), date(2020, 6, 26), own).closes == datetime(2020, 6, 26, 18)


def test_a_year_without_a_calendar_is_said(area: WorkArea) -> None:
    assert not run(area, dry_run=True).note
    result = run(area, ReportWeek(2031, 10))
    assert "2031年放假安排未录入" in "\n".join(told(result))


def test_a_week_that_others_have_followed_is_not_run_any_more(area: WorkArea) -> None:
    send(area, "人事处", STAFF)
    run(area, WEEK.shift(1))
    before = area.ledger.read_bytes()
    send(area, "办公室", OFFICE)
    with pytest.raises(NotReady, match="2020年第25周已经归档"):
        run(area)
    assert area.ledger.read_bytes() == before


def test_last_weeks_files_wait_for_their_own_week(area: WorkArea) -> None:
    head = "填报单位：办公室 2020年第24周\n措施编号,反馈问题,整改措施,牵头单位,整改时限,完成状态,本周进展\n"
    (area.inbox / "办公室.csv").write_text(
        head + "1-1,公文积压,建立催办台账1本,办公室,6月下旬,推进中,已建立\n", "utf-8-sig"
    )
    with pytest.raises(NotReady, match="zgtool run --week 2020-W24"):
        run(area, WEEK.shift(1))
    assert run(area).files[0].fate == "合并"


def test_what_the_office_moved_stays_moved_until_the_unit_asks_anew(area: WorkArea) -> None:
    asked = OFFICE.replace("推进中,清点80份,,,", "申请销号,已清点,清单1份,专项报告6月9日,王建国6月10日")
    send(area, "办公室", asked)
    run(area)
    assert current_ledger(area, SETTINGS).by_number()["1-2"]["state"] == "申请销号"
    edit(area, 5, {"状态": "限时办结"})
    send(area, "办公室", asked, "办公室0619")
    run(area, WEEK.shift(1))
    assert current_ledger(area, SETTINGS).by_number()["1-2"]["state"] == "限时办结"
    send(area, "办公室", asked.replace("清单1份", "清单1份、复核表1份"), "办公室0626")
    run(area, WEEK.shift(2))
    assert current_ledger(area, SETTINGS).by_number()["1-2"]["state"] == "申请销号"


def test_a_reopened_item_starts_a_new_record_of_closing(area: WorkArea) -> None:
    asked = OFFICE.replace("推进中,清点80份,,,", "申请销号,已清点,清单1份,专项报告6月9日,王建国6月10日")
    send(area, "办公室", asked)
    run(area)
    edit(area, 5, {"状态": "已销号", "销号时间": date(2020, 6, 15), "验收人": "周正"})
    run(area, WEEK.shift(1))
    assert current_ledger(area, SETTINGS).by_number()["1-2"]["state"] == "已销号"
    edit(area, 5, {"状态": "回炉"})
    run(area, WEEK.shift(2))
    row = current_ledger(area, SETTINGS).by_number()["1-2"]
    assert (row["state"], row["closed_on"], row["accepted_by"]) == ("回炉", "", "")


def test_a_changed_number_is_restored(area: WorkArea) -> None:
    edit(area, 4, {"措施编号": "1-9"})
    result = run(area)
    assert ("X115", "1-1") in flat(result.findings, "code", "number")
    assert [r.number for r in current_ledger(area, SETTINGS).rows] == ["1-1", "1-2", "2-1"]


def test_problem_cells_emptied_by_unmerging_and_sorting_come_back(area: WorkArea) -> None:
    edit(area, 5, {"问题编号": None, "反馈问题": None, "要点编号": None, "问题要点": None})
    run(area)
    row = current_ledger(area, SETTINGS).by_number()["1-2"]
    assert (row["problem_no"], row["problem"], row["point"]) == ("1", "公文积压", "公文丢失")


def test_a_form_with_headings_only_is_returned(area: WorkArea) -> None:
    send(area, "办公室", "")
    result = run(area)
    assert result.summary.receipts[0].fate == "退回"
    assert "X118" in {f.code for f in result.findings}


def test_a_week_without_reports_asks_nobody(area: WorkArea) -> None:
    result = run(area, ReportWeek(2020, 5))
    assert result.closes is None
    assert result.summary.receipts == ()
    assert "F302" not in {f.code for f in result.findings}


def test_without_a_ledger_the_roster_owes_and_first_reports_are_registered(tmp_path: Path) -> None:
    area = start_area(tmp_path / "空", SETTINGS, date(2020, 5, 25)).area
    send(area, "办公室", OFFICE.replace("1-1,", ",").replace("1-2,", ","))
    first = run(area)
    assert [(r.unit, r.fate) for r in first.summary.receipts] == [("办公室", "按时报送"), ("人事处", "未报")]
    send(area, "人事处", STAFF.replace("2-1,", ","), "人事处0619")
    second = run(area, WEEK.shift(1))
    assert "X108" not in {f.code for f in second.findings}
    assert [r.number for r in current_ledger(area, SETTINGS).rows] == ["1-1", "1-2", "2-1"]


def test_a_sheet_the_office_added_is_not_lost_in_silence(area: WorkArea) -> None:
    book = load_workbook(area.ledger)
    book.create_sheet("会议纪要")["A1"] = "6月15日"
    book.save(area.ledger)
    assert ("X119", "会议纪要") in flat(run(area).findings, "code", "found")
    kept = load_workbook(area.archive / "2020年第24周" / "总台账（本次运行前）.xlsx")
    assert "会议纪要" in kept.sheetnames


def test_an_untouched_form_is_no_progress_and_is_asked_about(area: WorkArea) -> None:
    send(area, "办公室", OFFICE)
    run(area)
    (form, *_) = make_forms(area, WEEK.shift(1), date(2020, 6, 15), SETTINGS)
    shutil.copyfile(form, area.inbox / form.name)
    result = run(area, WEEK.shift(1))
    assert result.summary.moved == ()
    assert [f.where.column for f in result.findings if f.code == "C301"] == ["progress", "progress"]


def test_a_mended_file_that_comes_after_the_close_does_not_make_the_unit_late(area: WorkArea) -> None:
    send(area, "办公室", OFFICE.replace("已建立台账", ""))
    (area.inbox / "收文登记.csv").write_text("文件名,到件时间\n办公室.csv,2020-06-12 10:00\n", "utf-8-sig")
    run(area)
    send(area, "办公室", OFFICE, "办公室改")
    (area.inbox / "收文登记.csv").write_text("文件名,到件时间\n办公室改.csv,2020-06-15 09:00\n", "utf-8-sig")
    result = run(area)
    assert result.summary.receipts[0].fate == "按时报送"
    assert "F301" not in {f.code for f in result.findings}


def test_a_form_of_last_week_under_this_weeks_name_is_asked_about(area: WorkArea) -> None:
    form = make_forms(area, WEEK.shift(-1), date(2020, 6, 1), SETTINGS)[0]
    shutil.copyfile(form, area.inbox / "办公室0612.xlsx")
    result = run(area)
    assert result.summary.receipts[0].fate == "退回"
    assert "X126" in {f.code for f in result.findings}


def test_a_week_is_not_closed_before_its_time_with_an_empty_inbox(area: WorkArea) -> None:
    with pytest.raises(NotReady, match="还没有到报送截止时刻"):
        run_week(area, WEEK, date(2020, 6, 8), SETTINGS)


def test_a_damaged_ledger_is_told_in_one_sentence(area: WorkArea) -> None:
    area.ledger.write_bytes(area.ledger.read_bytes()[:2000])
    with pytest.raises(NotReady, match="从归档里最近一周的结果恢复"):
        run(area)


def test_the_weekly_written_again_stands_on_the_day_of_its_run(area: WorkArea, tmp_path: Path) -> None:
    send(area, "办公室", OFFICE)
    filed = run(area).outputs["weekly"].read_bytes()
    write_weekly_again(area, WEEK, None, SETTINGS, tmp_path / "再出.docx")
    assert (tmp_path / "再出.docx").read_bytes() == filed

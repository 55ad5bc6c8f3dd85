"""A week in which a unit sends evidence beside its ledger: the ledger counts, the evidence is kept and looked at."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from tests.reading.test_evidence import docx
from zgtool.app.result import RunResult
from zgtool.app.tasks import start_area
from zgtool.app.weekly import run_week
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.units import Unit, UnitList
from zgtool.workspace.filed import verify
from zgtool.workspace.layout import WorkArea

WEEK = ReportWeek(2020, 24)
SETTINGS = Settings(
    plan_day=date(2020, 5, 25),
    first_friday=date(2020, 6, 5),
    units=UnitList((Unit("办公室", leader="王建国"), Unit("人事处", leader="李卫东"))),
)
PLAN = "序号,反馈问题,整改措施,完成标准,责任单位,责任领导,完成时限\n1,补贴发放不规范,退缴补贴4.3万元,退缴4.3万元,人事处,李卫东,6月下旬\n"
REPORT = (
    "填报单位：人事处\n措施编号,反馈问题,整改措施,牵头单位,整改时限,完成状态,完成率,本周进展,完成时间,佐证材料\n"
    "1-1,补贴发放不规范,退缴补贴4.3万元,人事处,6月下旬,已完成待认定,100%,补贴4.3万元6月10日缴清,2020-06-10,退缴纪要.docx、缴款凭证.pdf\n"
)


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    plan = tmp_path / "现有台账.csv"
    plan.write_text(PLAN, "utf-8-sig")
    made = start_area(tmp_path / "整改", SETTINGS, date(2020, 5, 25), ledger=plan).area
    (made.inbox / "人事处").mkdir()
    (made.inbox / "人事处" / "人事处.csv").write_text(REPORT, "utf-8-sig")
    return made


def run(area: WorkArea) -> RunResult:
    return run_week(area, WEEK, WEEK.friday, SETTINGS)


def put(area: WorkArea, **files: bytes) -> None:
    for name, data in files.items():
        (area.inbox / "人事处" / name).write_bytes(data)


def test_the_ledger_counts_and_the_evidence_is_kept(area: WorkArea) -> None:
    signed = "退缴会议签到\n张三\n".encode()
    put(area, **{"退缴纪要.docx": docx(), "缴款凭证.pdf": b"%PDF-1.4", "人事处签到表0612.csv": signed})
    (area.inbox / "收文登记.csv").write_text(
        "文件名,到件时间\n人事处/人事处.csv,2020-06-12 15:00\n人事处/人事处签到表0612.csv,2020-06-12 09:00\n",
        "utf-8-sig",
    )
    result = run(area)
    fates = {f.name.rpartition("/")[2]: (f.fate, f.unit) for f in result.files}
    assert fates["人事处.csv"][0] == "合并"
    assert (
        fates["退缴纪要.docx"] == fates["缴款凭证.pdf"] == fates["人事处签到表0612.csv"] == ("佐证", "人事处")
    )
    (receipt,) = [r for r in result.summary.receipts if r.unit == "人事处"]
    assert receipt.late, "evidence that came in time does not make a late ledger punctual"
    assert result.summary.rows.adds_up
    codes = {f.code for f in result.findings}
    assert "F310" in codes
    assert not {"F103", "S306", "S310"} & codes
    kept = {hashlib.sha256(p.read_bytes()).hexdigest() for p in area.archive.rglob("*") if p.is_file()}
    assert hashlib.sha256(docx()).hexdigest() in kept
    assert verify(area) == ()
    again = run(area)
    assert not again.changed
    assert [str(f) for f in again.findings] == [str(f) for f in result.findings]


def test_a_named_file_that_is_not_there_is_asked_for(area: WorkArea) -> None:
    put(area, **{"退缴纪要.docx": docx()})
    (found,) = [f for f in run(area).findings if f.code == "S306"]
    assert "缴款凭证" in found.message


def test_a_unit_that_sends_no_files_is_not_asked_for_them(area: WorkArea) -> None:
    assert not [f for f in run(area).findings if f.code == "S306"]

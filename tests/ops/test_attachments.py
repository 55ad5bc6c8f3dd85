"""Loose evidence goes with its unit's ledger and never stands in for one."""

from dataclasses import replace

from tests.tables import UNITS, submission_from_md
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.ledger import EvidenceFile, Submission
from zgtool.model.settings import Settings
from zgtool.ops.attachments import with_evidence
from zgtool.ops.intake import EVIDENCE, sort_intake

SETTINGS = Settings(units=UNITS)
TABLE = "| 措施编号 | 整改措施 | 牵头单位 |\n| 1-1 | 修订办法 | 人事处 |"


def loose(file: str, code: str = "F103") -> Submission:
    refused = Finding(code, Severity.ERROR, Location(file=file), "", "文件不是表格", "请改。")
    return Submission(file, digest=file, findings=(refused,), evidence=(EvidenceFile(file),))


def ledger(file: str = "人事处0612.xlsx", unit: str = "人事处") -> Submission:
    return replace(submission_from_md(TABLE, unit, file), week="2020-W24")


def test_a_file_named_after_a_unit_goes_with_its_ledger() -> None:
    kept, aside, found = with_evidence([ledger(), loose("人事处会议纪要.docx")], SETTINGS)
    assert [(s.file, [e.name for e in s.evidence]) for s in kept] == [
        ("人事处0612.xlsx", ["人事处会议纪要.docx"])
    ]
    assert [(s.file, s.unit) for s in aside] == [("人事处会议纪要.docx", "人事处")]
    assert [(f.code, f.severity, f.where.file, f.found) for f in found] == [
        ("F310", Severity.INFO, "人事处0612.xlsx", "人事处会议纪要.docx")
    ]


def test_a_file_in_the_folder_of_one_ledger_goes_with_it() -> None:
    files = [ledger("来件/0612.xlsx"), loose("来件/佐证/照片.jpg"), loose("凭证.pdf")]
    kept, aside, _ = with_evidence(files, SETTINGS)
    assert [s.file for s in aside] == ["来件/佐证/照片.jpg"]
    assert [s.file for s in kept] == ["来件/0612.xlsx", "凭证.pdf"]


def test_a_folder_of_two_units_settles_nothing() -> None:
    files = [ledger("来件/a.xlsx"), ledger("来件/b.xlsx", "财务处"), loose("来件/照片.jpg")]
    assert with_evidence(files, SETTINGS)[1] == []


def test_alone_or_called_a_ledger_it_is_still_a_ledger_gone_wrong() -> None:
    assert with_evidence([loose("人事处会议纪要.docx")], SETTINGS)[1] == []
    assert with_evidence([ledger(), loose("人事处整改台账.docx")], SETTINGS)[1] == []
    assert with_evidence([ledger(), loose("人事处0612.xlsx", "F110")], SETTINGS)[1] == []
    assert len(with_evidence([ledger(), loose("人事处签到表.xlsx", "F110")], SETTINGS)[1]) == 1
    assert with_evidence([ledger(), loose("人事处纪要.xlsx", "F104")], SETTINGS)[1] == []


def test_evidence_never_replaces_the_units_ledger() -> None:
    intake = sort_intake([ledger(), loose("人事处会议纪要.docx")], "2020-W24", SETTINGS)
    assert [s.file for s in intake.chosen] == ["人事处0612.xlsx"]
    assert [(s.file, fate) for s, fate, _ in intake.aside] == [("人事处会议纪要.docx", EVIDENCE)]
    assert [f.code for f in intake.findings if f.severity is Severity.ERROR] == []

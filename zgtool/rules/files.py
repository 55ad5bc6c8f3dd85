"""S3: evidence files against the rows that name them (perfunctory.md nos. 3, 20, 21).

Only units that hand in evidence files at all are held to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from zgtool.language.papers import OLD_ON_PURPOSE, Paper, papers_in
from zgtool.language.said_days import days_in
from zgtool.language.similarity import skeleton_key
from zgtool.model.finding import Severity
from zgtool.model.ledger import EvidenceFile, Measure, Submission
from zgtool.model.period import chinese_date
from zgtool.model.text import fold, shorten
from zgtool.ops.past import reporting_unit
from zgtool.ops.said import day_in
from zgtool.rules.evidence import LOOKS_BACK
from zgtool.rules.registry import Context, Fault, Rows, rule

_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_MUCH_LATER = timedelta(days=7)
"""Typing up or scanning a signed paper takes days; a document made a week after its date is worth a question."""


def _handed_in(row: Measure, context: Context) -> tuple[EvidenceFile, ...]:
    return context.evidence.get(reporting_unit(row), ())


@lru_cache(maxsize=8192)
def _stem(name: str) -> str:
    """A file's own name for comparing: without folder, ending and punctuation."""
    return skeleton_key(_ENDING.sub("", fold(name).rpartition("/")[2]))


def _named(paper: Paper, files: tuple[EvidenceFile, ...]) -> list[EvidenceFile]:
    """The files that a paper's words name: the same name, or one name within the other."""
    words = _stem(paper.file or paper.words)
    return [f for f in files if _same_name(_stem(f.name), words)]


def _same_name(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 4 and (one in other or other in one))


def _files_of(row: Measure, context: Context) -> list[EvidenceFile]:
    files = _handed_in(row, context) if row["evidence"] else ()
    found = (f for p in papers_in(row["evidence"], context.today) for f in _named(p, files)) if files else ()
    return list(dict.fromkeys(found))


@rule(
    "S306",
    "named-file-absent",
    "写了佐证文件名，文件没有报来",
    fix="请补报这份文件；文件改了名的，请改成报来的名称。",
    example="佐证材料写“第1期培训班签到表.pdf”，文件随表报送",
    of=Rows.CAME,
    needs=("evidence",),
)
def named_file_absent(row: Measure, context: Context) -> Iterator[Fault]:
    """随表报送佐证文件的单位，表里写到的文件都应当在。没有随表报送过任何文件的单位，材料另行查验，不在此列。"""
    if not context.evidence:
        return
    files = _handed_in(row, context)
    for paper in papers_in(row["evidence"], context.today) if files else ():
        if paper.file and not _named(paper, files):
            said = f"“{shorten(_ENDING.sub('', paper.file), 40)}”不在报来的{len(files)}个佐证文件里"
            yield Fault(shorten(row["evidence"], 80), said, column="evidence")


@rule(
    "S307",
    "file-older-than-feedback",
    "佐证文件早于巡视反馈",
    scope="submission",
    severity=Severity.INFO,
    fix="请核实；是整改中形成的，请说明文件时间不符的原因，否则请换成整改中的材料。",
)
def file_older_than_feedback(submission: Submission, context: Context) -> Iterator[Fault]:
    """最后保存时间早于反馈的文件，证明不了反馈以后的整改。修订前的原件、作依据的文件、被核查的旧凭证旧案卷，不算。"""
    feedback = context.settings.feedback_day
    for file in submission.evidence if feedback else ():
        assert feedback is not None
        if file.modified and file.modified < feedback and not OLD_ON_PURPOSE.search(file.name):
            said = f"“{_shown(file)}”{chinese_date(file.modified)}保存，早于反馈日期{chinese_date(feedback)}，请核实"
            yield Fault(file.name, said)


@rule(
    "S308",
    "file-newer-than-completion",
    "佐证文件晚于完成时间",
    severity=Severity.INFO,
    fix="请核实；扫描、补录形成的请在“备注”里写明，材料后来才有的，完成时间应当推后。",
    example="完成时间填2020-06-18，佐证文件的日期不晚于这一天",
    of=Rows.CAME | Rows.FINISHED,
    needs=("evidence", "done_on"),
)
def file_newer_than_completion(row: Measure, context: Context) -> Iterator[Fault]:
    """完成的时候佐证应当已经有了。比完成时间晚一周以上才新建的文件，请单位核实；事后的验收、公示、报告，不算。"""
    done = day_in(row, "done_on") if context.evidence else None
    for file in _files_of(row, context) if done else ():
        assert done is not None
        if file.created and file.created > done + _MUCH_LATER and not LOOKS_BACK.search(file.name):
            said = (
                f"“{_shown(file)}”{chinese_date(file.created)}新建，晚于完成时间{chinese_date(done)}，请核实"
            )
            yield Fault(shorten(row["evidence"], 80), said, column="evidence")


@rule(
    "S309",
    "file-made-after-its-date",
    "佐证文件新建的时间比写的日期晚得多",
    scope="submission",
    severity=Severity.INFO,
    fix="请核实；事后录入、另存形成的，请附原件或者说明。",
)
def file_made_after_its_date(submission: Submission, context: Context) -> Iterator[Fault]:
    """文件属性记着新建的时间。比文件名或落款的日期晚一周以上的，请单位核实；修订、补录、汇总的材料，不算。"""
    for file in submission.evidence:
        dated = _date_of(file, context.today) if file.created else None
        if (
            dated
            and file.created
            and file.created > dated + _MUCH_LATER
            and not OLD_ON_PURPOSE.search(file.name)
        ):
            said = (
                f"“{_shown(file)}”写的是{chinese_date(dated)}，文件{chinese_date(file.created)}才新建，请核实"
            )
            yield Fault(file.name, said)


def _date_of(file: EvidenceFile, today: date) -> date | None:
    """The day a document bears: in its name, else the one that closes its text (落款)."""
    days = days_in(file.name.rpartition("/")[2], today)
    if not days and file.text:
        tail = file.text.rstrip()[-20:]
        days = tuple(d for d in days_in(tail, today) if d.end >= len(fold(tail)) - 1)
    return days[-1].day if days else None


def _shown(file: EvidenceFile) -> str:
    """A file's name for people, without folder and ending."""
    return shorten(_ENDING.sub("", file.name.rpartition("/")[2]), 40)


_CLAIM = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(?=万元|元|人|名|户|件|份|台|套|起|处)")


@rule(
    "S310",
    "figure-not-in-evidence",
    "进展里的数字在佐证文件里找不到",
    severity=Severity.INFO,
    fix="请核实数字；由几份材料相加得出的，请写明怎样算的。",
    example="进展写“参训23人”，签到表上也是23人",
    of=Rows.CAME | Rows.FINISHED,
    needs=("evidence", "progress"),
)
def figure_not_in_evidence(row: Measure, context: Context) -> Iterator[Fault]:
    """报完成的金额、人数，佐证文件里应当找得到。只核对读得出文字、又写在本条佐证栏里的文件；有图片、扫描件的不核对。"""
    if not context.evidence:
        return
    claims = _CLAIM.findall(fold(row["progress"]))
    files = _files_of(row, context) if claims else []
    if not files or not all(f.text for f in files):
        return
    if len(files) < len(papers_in(row["evidence"], context.today)):
        return
    held = fold("".join(f.text for f in files)).replace(",", "")
    lost = [c for c in claims if c not in held and f"{float(c) * 10000:.0f}" not in held]
    if lost and len(lost) == len(claims):
        names = "、".join(_shown(f) for f in files[:3])
        said = f"进展写有“{lost[0]}”，在“{names}”里没有找到，请核实"
        yield Fault(shorten(row["progress"], 80), said, column="progress")

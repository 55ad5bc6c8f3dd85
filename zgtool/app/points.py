"""`zgtool points`: from the feedback paper or a ledger to the workbook in which the office confirms the points."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from zgtool.app.confirmed import honour_confirmation
from zgtool.app.trouble import CannotDo
from zgtool.language.feedback import parse_feedback
from zgtool.model.ledger import Ledger
from zgtool.model.settings import Settings
from zgtool.ops.points import PointsBook, points_of_ledger, points_of_paper
from zgtool.reading.feedback_file import read_feedback
from zgtool.reading.raw import Unreadable
from zgtool.reading.submission import read_ledger
from zgtool.workspace import disk
from zgtool.writing.points_xlsx import write_points

_NO_PROBLEM = (
    "没有读到带序号的问题。问题前面要有“一、”“（一）”“1.”这样的序号，各占一行；"
    "请在 WPS 或 Word 里补上序号，另存后再运行。"
)


def points_of_feedback(paper: Path | None, ledger: Path | None, settings: Settings) -> PointsBook:
    """The problems of the paper with their points, set beside the ledger; without a paper those of the ledger.

    Raises CannotDo when neither is given, one cannot be read, or no problem is found; OSError-sentences.
    """
    held = _ledger(ledger, settings) if ledger is not None else None
    if paper is not None:
        try:
            lines = read_feedback(disk.read_bytes(paper), paper.name)
        except Unreadable as refusal:
            raise CannotDo(f"“{paper.name}”{refusal.finding.message}。{refusal.finding.fix}") from None
        problems = parse_feedback(lines)
        if not problems:
            raise CannotDo(f"“{paper.name}”里{_NO_PROBLEM}")
        return points_of_paper(problems, held)
    if held is None:
        raise CannotDo("请给出反馈意见（.docx 或 .txt），或者用 --ledger 给一份台账。")
    if not held.rows:
        raise CannotDo(f"台账“{ledger.name if ledger else ''}”里没有问题，没有可以确认的要点。")
    return points_of_ledger(held)


def _ledger(path: Path, settings: Settings) -> Ledger:
    try:
        read = read_ledger(disk.read_bytes(path), path.name, settings.units, settings.headings)
    except Unreadable as refusal:
        raise CannotDo(f"台账没有读进来：{refusal}") from None
    return honour_confirmation(*read)[0]


def write_points_book(
    target: Path, book: PointsBook, settings: Settings, *, source: str, today: date, registered: bool = False
) -> None:
    """Write 要点.xlsx. Raises CannotDo when it stands already: it may hold what the office confirmed."""
    if target.exists():
        raise CannotDo(
            f"“{target.name}”已经有了，里面可能有办公室确认过的内容，没有覆盖。请用 -o 换一个文件名，或者先把它移走。"
        )
    created = settings.feedback_day or today
    write_points(target, book, settings, source=source, created=created, registered=registered)

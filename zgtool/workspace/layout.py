"""Folder and file names of a work area. Nothing else spells them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import zgtool
from zgtool.model.period import ReportWeek
from zgtool.model.text import INVISIBLE, WHITE

CONFIG_NAME = "配置.xlsx"
LEDGER_NAME = "总台账.xlsx"
WEEKLY_NAME = "周报.docx"
FINDINGS_NAME = "校验结果.xlsx"
CHART_NAME, PAGE_NAME = "作战图.xlsx", "作战图.html"
RETURNS_FOLDER = "退改"
PAPERS_LIST_NAME = "文书清单.json"
ORIGINALS_FOLDER = "原件"
MANIFEST_NAME = "manifest.json"
LEDGER_BEFORE_NAME = "总台账（本次运行前）.xlsx"
INITIAL_FOLDER = "初始台账"
REGISTER_NAMES = ("收文登记.csv", "收文登记.xlsx")
REGISTER_HEADINGS = ("文件名", "到件时间")
STAGING_MARK = ".暂存-"
"""Folders under 归档 that begin so belong to a run that has not committed."""
TEMPORARY_MARK = ".zgtool-"
"""Files that begin so are half-written copies; the next run clears them."""

_INSIDE = Path(zgtool.__file__).resolve().parent / "templates"
TEMPLATES = _INSIDE if _INSIDE.is_dir() else _INSIDE.parent.parent / "templates"
"""What we hand out: inside the installed package, beside it in a checkout."""


@dataclass(frozen=True, slots=True)
class WorkArea:
    """One office's folder. All paths are derived from `root`; nothing is created here."""

    root: Path

    @property
    def inbox(self) -> Path:
        return self.root / "收件"

    @property
    def output(self) -> Path:
        return self.root / "输出"

    @property
    def archive(self) -> Path:
        return self.root / "归档"

    @property
    def templates(self) -> Path:
        return self.root / "模板"

    @property
    def logs(self) -> Path:
        return self.root / "日志"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder a work area has, in the order a clerk meets them."""
        return (self.inbox, self.output, self.archive, self.templates, self.logs)

    @property
    def config(self) -> Path:
        return self.root / CONFIG_NAME

    @property
    def ledger(self) -> Path:
        return self.root / LEDGER_NAME

    @property
    def initial(self) -> Path:
        """归档/初始台账: the office's ledger as it was taken over."""
        return self.archive / INITIAL_FOLDER

    @property
    def lock(self) -> Path:
        return self.logs / "运行锁.lock"

    @property
    def holder(self) -> Path:
        """Who holds the lock; a file of its own, for on Windows locked bytes cannot be read."""
        return self.logs / "运行锁.json"

    @property
    def unpublished(self) -> Path:
        """Names the filed week whose results have not all been put in place yet."""
        return self.logs / "待发布.json"

    def filed(self, week: ReportWeek, edition: int) -> Path:
        """The folder of one filed edition under 归档."""
        return self.archive / week_folder_name(week, edition)

    def papers(self, week: ReportWeek) -> Path:
        """The folder of the Word papers of one week under 输出."""
        return self.output / f"{week.label}_文书"

    def published(self, week: ReportWeek, edition: int) -> Path:
        """The folder of one edition under 输出."""
        return self.output / week_folder_name(week, edition)


def find_area(start: Path) -> WorkArea | None:
    """The work area that `start` is in (itself or the nearest folder above); None when there is none."""
    start = start.absolute()
    for folder in (start, *start.parents):
        area = WorkArea(folder)
        if area.inbox.is_dir() and (area.config.is_file() or area.archive.is_dir()):
            return area
    return None


def week_folder_name(week: ReportWeek, edition: int) -> str:
    """“2020年第24周”, for a rerun “2020年第24周（第2次）”; `edition` counts from 1."""
    return week.label if edition == 1 else f"{week.label}（第{edition}次）"


_FOLDER = re.compile(r"(\d{4}年第\d{1,2}周)(?:（第(\d+)次）)?")


def parse_week_folder(name: str) -> tuple[ReportWeek, int] | None:
    """Week and edition a folder name stands for; None when it is no such name."""
    found = _FOLDER.fullmatch(name)
    if not found:
        return None
    try:
        return ReportWeek.parse(found[1]), int(found[2] or 1)
    except ValueError:
        return None


def return_name(unit: str, ending: str = ".xlsx") -> str:
    """退改/单位_退改.xlsx: the workbook that goes back to one unit, below an edition's folder."""
    return f"{RETURNS_FOLDER}/{safe_name(unit)}_退改{ending}"


_FORBIDDEN = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")
_LEADING = re.compile(r"\A(?:[ .]|~\$)+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))", re.IGNORECASE)


def safe_name(text: str, limit: int = 60) -> str:
    """The text as one file name that Windows and Linux both take; a short ending (.xlsx) survives the cut.

    Characters Windows forbids become their full-width look-alikes, device names (CON, NUL …)
    get a leading _, and a name is never hidden (.x), a lock file (~$x) or empty.
    `limit` is in characters: 60 Chinese ones stay below the 255 bytes of Linux file systems.
    """
    line = _UNSEEN.sub("", INVISIBLE.sub("", WHITE.sub(" ", text)))
    line = WHITE.sub(" ", line).translate(_FORBIDDEN)
    line = _LEADING.sub("", line).rstrip(" .")
    stem, dot, ending = line.rpartition(".")
    if len(line) > limit:
        keep = dot and ending.isascii() and len(ending) <= 5
        line = (
            f"{stem[: limit - len(ending) - 1].rstrip(' .')}.{ending}" if keep else line[:limit].rstrip(" .")
        )
    if _RESERVED.match(line):
        line = f"_{line}"[:limit].rstrip(" .")
    return line or "未命名"

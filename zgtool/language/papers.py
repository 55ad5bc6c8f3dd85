"""Evidence as a cell names it: the single papers, the days they bear, and whether a cell names any at all."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from zgtool.language.said_days import days_in
from zgtool.language.similarity import content_pairs
from zgtool.model.text import fold

_SPLIT = re.compile(r"[、,，;；\n]+(?![^（(《〔]*[）)》〕])")
_MONTH = re.compile(r"(20\d\d)年(\d{1,2})月(?=[)）]|$)")
_NUMBER = re.compile(r"[〔\[【(（](20\d\d)[〕\]】)）]\s*\d+\s*号")
_FILE = re.compile(r"[^\\/:*?\"<>|\s]+\.(?:docx?|xlsx?|pdf|jpe?g|png|wps|et|ofd|txt|zip|rar|mp4|tiff?)$")
_POINTER = re.compile(
    r"(?:(?:详见|请见|见|另见|另附|附|后附|随附|已|均|全部|相关|有关|佐证|证明|支撑|整改|印证|台账|材料|资料|文件|附件|附后|纸质|电子"
    r"|归档|存档|存放|保存|存|备查|留存|留档|入档|档案|卷宗|在|于|办公室|处室|我处|本单位|单位|齐全|完备|完整|若干|各|项|份|等|\d+|[一二三四五六七八九十]+|[-—至~、,，。.;；:：()（）\s])+)"
)
_KIND_OF_PAPER = re.compile(
    r"会议|纪要|签到|照片|图片|通知|文件|记录|凭证|清单|截图|台账|报告|方案|材料|复印件?|扫描件?|原件|印发件?|登记|汇总|明细|情况|说明|名单"
    r"|办法|制度|规定|细则|表|册|单|函|书|件|份|张|页|本|整改|工作|专项|关于|落实|完成|党组|局|处"
)
OLD_ON_PURPOSE = re.compile(
    r"修订|修改|修正|修编|订正|原|旧|依据|根据|按照?|对照|参照|废止|整改前|此前|以前|之前|前后|以来|[至—~]|补|复核|核查|清理|自查"
    r"|凭证|发票|票据|收据|案卷|档案|合同|协议|流水|倒查|回查|追溯|历史|存量|上级|国发|中发|省委|通报"
)
"""Words of a paper that may honestly be older than the feedback: revised, cited, or itself what was examined."""


class Paper(NamedTuple):
    """One paper named in a cell.

    day: the last day it bears, None when it bears none. latest: the latest day it can be of, also by a
    month or the year of a document number. file: a file name, "" when it names none.
    """

    words: str
    day: date | None
    latest: date | None
    file: str


@lru_cache(maxsize=65536)  # asked row by row, and once more over the whole ledger
def papers_in(text: str, reference: date) -> tuple[Paper, ...]:
    """The papers a cell names, in order."""
    return tuple(_paper(words, reference) for part in _SPLIT.split(text) if (words := part.strip("。 　")))


def _paper(words: str, reference: date) -> Paper:
    days = [said.day for said in days_in(words, reference)]
    folded = fold(words)
    latest = days
    if not days and "20" in folded:
        latest = [_month_end(m) for m in _MONTH.finditer(folded) if 1 <= int(m[2]) <= 12]
        latest = latest or [date(int(m[1]), 12, 31) for m in _NUMBER.finditer(folded)]
    name = _FILE.search(folded) if "." in folded else None
    return Paper(words, max(days, default=None), max(latest, default=None), name[0] if name else "")


def _month_end(found: re.Match[str]) -> date:
    year, month = int(found[1]), int(found[2])
    return date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=16384)
def only_points_elsewhere(text: str) -> bool:
    """Whether a cell names no paper of its own: 详见附件, 已归档备查, 见佐证材料1-3."""
    return bool(_POINTER.fullmatch(fold(text)))


_GENERAL = frozenset(
    word[i : i + 2] for word in re.split(r"[|()?]+", _KIND_OF_PAPER.pattern) for i in range(len(word) - 1)
)


def shares_a_word(words: str, own: str) -> bool:
    """A cheap look: whether two characters of a paper's words, that name no kind of paper, stand in a row's texts."""
    pairs = (words[i : i + 2] for i in range(len(words) - 1))
    return any(p in own and p not in _GENERAL and p.isalpha() and not p.isascii() for p in pairs)


@lru_cache(maxsize=16384)
def subject_pairs(words: str) -> frozenset[str]:
    """What a paper is about, as word pairs; empty when its words are only of a kind of paper (会议纪要, 照片)."""
    bare = _KIND_OF_PAPER.sub(" ", re.sub(r"[（(〔].*?[）)〕]|\d+", " ", fold(words)))
    return frozenset(p for part in bare.split() if len(part) >= 2 for p in content_pairs(part) if len(p) == 2)

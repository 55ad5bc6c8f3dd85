"""Every paper: one entry here is a command, a template, a page of the dictionary and a line of the manual."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from zgtool.model.ledger import Measure
from zgtool.reports.circular import CIRCULAR_OUTLINE, circular
from zgtool.reports.closing_forms import (
    APPROVAL_OUTLINE,
    SPECIAL_OUTLINE,
    approval,
    one_measure,
    requested_groups,
    special_report,
)
from zgtool.reports.content import Paper
from zgtool.reports.discipline import DISCIPLINE_OUTLINE, discipline
from zgtool.reports.leader_page import LEADER_OUTLINE, leader_page, leaders
from zgtool.reports.look_back import LOOK_BACK_OUTLINE, look_back, looked_back
from zgtool.reports.monthly import MONTHLY_OUTLINE, monthly
from zgtool.reports.notices import (
    NOTICE_OUTLINE,
    open_item,
    remand,
    remanded_items,
    supervised_items,
    supervision,
)
from zgtool.reports.outline import Outline
from zgtool.reports.progress_report import PROGRESS_OUTLINE, progress_report
from zgtool.reports.public_report import PUBLIC_OUTLINE, flagged, public_report
from zgtool.reports.scene import Scene, Subject
from zgtool.reports.unit_weekly import UNIT_WEEKLY_OUTLINE, reporting_units, unit_weekly
from zgtool.reports.warnings import (
    ADMONITION_OUTLINE,
    REMINDER_OUTLINE,
    admonished_units,
    admonition,
    reminded_units,
    reminder,
)
from zgtool.reports.weekly import weekly_of
from zgtool.reports.weekly_outline import WEEKLY_OUTLINE, weekly_paper


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper.

    name: what the office calls it, also in file names; key: the same for programs. subjects: what each
    single paper is about, () when there is no occasion for one. month: it speaks of the month, not of
    the week. per: 每个单位, 每条措施 …, "" where there is only one. by_name: it is
    made only when asked for by its name, never among all. of_item: what the paper of a measure is about that is asked for by its number, whether there is occasion or not.
    """

    key: str
    name: str
    about: str
    outline: Outline
    build: Callable[[Scene, Subject], Paper]
    subjects: Callable[[Scene], tuple[Subject, ...]]
    per: str = ""
    month: bool = False
    by_name: bool = False
    of_item: Callable[[Scene, Measure], Subject | None] | None = None


def _whole(scene: Scene) -> tuple[Subject, ...]:
    return (Subject(),)


WEEKLY = PaperKind(
    "weekly",
    "周报",
    "整改办每周的汇总情况，报局党组",
    WEEKLY_OUTLINE,
    lambda scene, _: weekly_paper(weekly_of(scene)),
    _whole,
)
"""The one paper that every run of a week writes."""
PAPERS: tuple[PaperKind, ...] = (
    WEEKLY,
    PaperKind(
        "unit-weekly",
        "单位周报",
        "单位一周的进度、进展、滞后事项、下周计划，供单位核对、领导签字",
        UNIT_WEEKLY_OUTLINE,
        unit_weekly,
        reporting_units,
        "每个单位",
    ),
    PaperKind(
        "leader-page",
        "领导一页纸",
        "领导小组成员每人一张 A4：分管单位、变化、超期、要他定的事，留出签字的地方",
        LEADER_OUTLINE,
        leader_page,
        leaders,
        "每位领导",
    ),
    PaperKind(
        "monthly",
        "月汇报",
        "每月向局党组汇报：总体情况、成效、问题、提请研判、下月重点，附台账",
        MONTHLY_OUTLINE,
        monthly,
        _whole,
        month=True,
    ),
    PaperKind(
        "progress",
        "整改进展情况报告",
        "党组向上级报告整改进展，按成效归类或问题类别逐个问题写，附台账、制度目录、追责统计",
        PROGRESS_OUTLINE,
        progress_report,
        _whole,
    ),
    PaperKind(
        "public",
        "整改进展情况公开稿",
        "向社会公开的整改进展，只写“公开”一栏写明公开的措施；点名才出，all 里没有",
        PUBLIC_OUTLINE,
        public_report,
        flagged,
        by_name=True,
    ),
    PaperKind(
        "circular",
        "通报",
        "向各牵头单位通报进展，点名到单位和事项，附排名",
        CIRCULAR_OUTLINE,
        circular,
        _whole,
    ),
    PaperKind(
        "supervision",
        "督办通知单",
        "到了督办一级的措施（超期、停滞、认定没有通过）一事一单，附回执",
        NOTICE_OUTLINE,
        supervision,
        supervised_items,
        "每条措施",
        of_item=open_item,
    ),
    PaperKind(
        "remand",
        "限时办结通知",
        "限时办结的措施一事一单，附回执",
        NOTICE_OUTLINE,
        remand,
        remanded_items,
        "每条措施",
        of_item=open_item,
    ),
    PaperKind(
        "reminder",
        "整改情况提醒书",
        "提醒单位：到期没有办结的、临近到期的、没有报送的",
        REMINDER_OUTLINE,
        reminder,
        reminded_units,
        "每个单位",
    ),
    PaperKind(
        "admonition",
        "告诫书",
        "有措施到了告诫一级（超期较久）或者限时办结期限已过的单位",
        ADMONITION_OUTLINE,
        admonition,
        admonished_units,
        "每个单位",
    ),
    PaperKind(
        "approval",
        "销号审批表",
        "申请销号的措施，一个问题、一个牵头单位一张，逐级签字",
        APPROVAL_OUTLINE,
        approval,
        requested_groups,
        "每件销号申请",
        of_item=one_measure,
    ),
    PaperKind(
        "special",
        "专项报告",
        "申请销号的专项报告初稿，台账里有的先填好，其余由牵头单位补写",
        SPECIAL_OUTLINE,
        special_report,
        requested_groups,
        "每件销号申请",
        of_item=one_measure,
    ),
    PaperKind(
        "look-back",
        "回头看报告",
        "已销号措施回头看的情况：怎样抽取、结论和群众评价、回炉事项",
        LOOK_BACK_OUTLINE,
        look_back,
        looked_back,
    ),
    PaperKind(
        "discipline",
        "纪检监督材料",
        "供纪检组监督参考：超期、认定记录、需要核实的情况，只列事实和出处",
        DISCIPLINE_OUTLINE,
        discipline,
        _whole,
    ),
)
"""In the order in which the office meets them."""


def paper_kind(text: str) -> PaperKind | None:
    """The paper called so, by its Chinese name or its key; None when there is none."""
    return next((kind for kind in PAPERS if text.strip() in (kind.name, kind.key)), None)


def nearest_paper(text: str) -> str:
    """The name of the paper that `text` comes nearest to, "" when nothing is near."""
    names = [name for kind in PAPERS for name in (kind.name, kind.key)]
    near = difflib.get_close_matches(text.strip(), names, n=1, cutoff=0.3)
    return near[0] if near else ""

"""The public version of the report: flagged items only, by name only, without names of persons (rules 6.3)."""

from __future__ import annotations

from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date
from zgtool.model.status import WITHDRAWN
from zgtool.model.text import fold
from zgtool.ops.summary import tally
from zgtool.reports.content import Paper, Section
from zgtool.reports.outline import Outline, Piece, Slot
from zgtool.reports.progress_report import feedback_words, groups_of, party_group
from zgtool.reports.scene import Scene, Subject
from zgtool.reports.title import inspection_words, lines_of
from zgtool.reports.words import share

PUBLISHED = frozenset(map(fold, ("公开", "可公开", "同意公开", "社会公开", "向社会公开")))
"""What the office writes in 公开 for an item that may be shown to society; anything else keeps it in."""
PUBLIC_OUTLINE = Outline(
    (
        Slot("总体情况", "向社会公开的问题、措施和完成情况"),
        Slot("整改落实", "逐个问题写公开的措施和进展", (Piece.HEADING, Piece.TEXT, Piece.GROUPS)),
        Slot("下一步打算", "下一步的工作"),
        Slot("联系方式", "监督电话、地址和邮箱，取自配置", optional=True),
    )
)


def flagged(scene: Scene) -> tuple[Subject, ...]:
    """One public version when the office has flagged anything for publication; none otherwise."""
    rows = tuple(row for row in scene.ledger if _public(row))
    return (Subject(rows=rows),) if rows else ()


def _public(row: Measure) -> bool:
    return fold(row["publication"]) in PUBLISHED and bool(row["measure"]) and row["state"] != WITHDRAWN


def public_report(scene: Scene, subject: Subject) -> Paper:
    """The public version: flagged measures only, without names of persons, with figures of these alone."""
    t = tally(subject.rows, scene.settings, scene.day)
    left = t.total - t.closed
    state = f"已完成{t.closed}条，完成率{share(t.closed, t.total)}" if t.closed else "均在整改"
    if t.closed and left:
        state += f"；其余{left}条正在整改"
    if t.closed == t.total:
        state = "已全部完成" if t.total > 1 else "已完成"
    named = inspection_words(scene.settings.inspection)
    contact = scene.settings.public_contact.strip()
    sections = {
        "总体情况": Section(
            "整改总体情况", (f"本次公开的问题{t.problems}个、整改措施{t.total}条，{state}。",)
        ),
        "整改落实": Section("反馈问题整改落实情况", groups=groups_of(subject.rows, people=False)),
        "下一步打算": Section(
            "下一步打算",
            (
                "继续推进尚未完成的措施，巩固已经取得的成果，防止问题反弹。"
                if left
                else "巩固已经取得的成果，防止问题反弹。",
            ),
        ),
        "联系方式": Section("联系方式", (f"欢迎干部群众对整改情况进行监督。{contact.rstrip('。')}。",))
        if contact
        else None,
    }
    return Paper(
        title=lines_of(party_group(scene), f"关于{named}", "整改进展情况的通报"),
        day=scene.day,
        sections={name: s for name, s in sections.items() if s is not None},
        opening=f"{feedback_words(scene)}现将整改进展情况（截至{scene.cut_off}）予以公布。",
        cut_off=scene.cut_off,
        office=party_group(scene),
        signed_on=chinese_date(scene.day),
        sealed=True,
    )

"""通报 of progress among units: the whole, what was done well, what was not, what is asked (reports 5.4)."""

from __future__ import annotations

from zgtool.model.period import chinese_date
from zgtool.ops.summary import LATE, MISSING, ON_TIME, RETURNED, Tally
from zgtool.reports.content import Paper, Section
from zgtool.reports.letter import answer_by, letter_number
from zgtool.reports.outline import NewPage, Outline, Piece, Slot
from zgtool.reports.rows import due_rows
from zgtool.reports.scene import Scene, Subject
from zgtool.reports.title import inspection_words, lines_of, work_words
from zgtool.reports.weekly_figures import progress, receipts
from zgtool.reports.weekly_outline import DUE_COLUMNS, TALLY_COLUMNS
from zgtool.reports.weekly_tallies import by_unit
from zgtool.reports.words import counted, listed, numbered, share

_PRAISED = 3
_RANKING = Slot("排名", "各牵头单位排名表", (Piece.TABLE, Piece.NOTE), TALLY_COLUMNS, optional=True)

CIRCULAR_OUTLINE = Outline(
    (
        Slot("总体情况", "总数、销号率、报送情况"),
        Slot("好的做法", "进度靠前、没有超期、按时报送的单位", optional=True),
        Slot(
            "主要问题",
            "超期、未报、迟报、退回的单位和事项，逐一点名",
            (Piece.HEADING, Piece.TEXT, Piece.TABLE),
            DUE_COLUMNS,
            optional=True,
        ),
        Slot("工作要求", "要求和期限"),
    ),
    (NewPage("各牵头单位整改进展排名", mark="附件", when="排名"), _RANKING),
)


def circular(scene: Scene, subject: Subject) -> Paper:
    """通报 to all lead units."""
    ranking = by_unit(scene)
    named = inspection_words(scene.settings.inspection)
    sections = {
        "总体情况": Section("总体情况", (*progress(scene).paragraphs, *receipts(scene).paragraphs[:1])),
        "好的做法": _praise(scene),
        "主要问题": _blame(scene),
        "工作要求": Section("工作要求", numbered(_asked(scene))),
        "排名": Section("", rows=ranking.rows, note=ranking.note) if ranking else None,
    }
    return Paper(
        title=lines_of(f"关于{named}", "整改进展情况的通报"),
        day=scene.day,
        sections={name: s for name, s in sections.items() if s is not None},
        number=letter_number(scene),
        addressee="各牵头单位",
        opening=f"现将截至{scene.cut_off}的{work_words(scene.settings.inspection)}进展情况通报如下。",
        cut_off=scene.cut_off,
        annexes=("各牵头单位整改进展排名",) if ranking else (),
        office=scene.settings.office,
        signed_on=chinese_date(scene.day),
        sealed=True,
    )


def _praise(scene: Scene) -> Section | None:
    """Units in front: everything closed, or the best rates above the whole's, with nothing overdue and on time."""
    fates = {r.unit: r.fate for r in scene.summary.receipts}
    clean = [
        t
        for t in scene.summary.by_unit
        if t.total and t.closed and not t.overdue and fates.get(t.name, ON_TIME) == ON_TIME
    ]
    done = [t for t in clean if t.closed == t.total]
    better = [t for t in clean if t.closed < t.total and t.rate > scene.summary.overall.rate]
    ahead = sorted(better, key=lambda t: (-t.rate, scene.order(t.name)))[:_PRAISED]
    lines = []
    if done:
        lines.append(f"{listed(scene.label(t.name) for t in done)}承担的措施已全部销号。")
    if ahead:
        lines.append(f"{listed(_rate(scene, t) for t in ahead)}进度靠前，没有超期措施。")
    return Section("好的做法", tuple(lines)) if lines else None


def _rate(scene: Scene, tally: Tally) -> str:
    return f"{scene.label(tally.name)}（销号率{share(tally.closed, tally.total)}）"


def _blame(scene: Scene) -> Section | None:
    """Units and items by name, each with the fact."""
    summary = scene.summary
    lines = []
    for fate, words in ((MISSING, "没有报送台账"), (LATE, "迟报台账"), (RETURNED, "台账有差错被退回")):
        units = [scene.label(r.unit) for r in scene.in_roster(summary.fate(fate))]
        if units:
            lines.append(f"本周{words}的单位{len(units)}个：{listed(units)}。")
    late = sorted((t for t in summary.by_unit if t.overdue), key=lambda t: scene.order(t.name))
    if late:
        pairs = [(scene.label(t.name), t.overdue) for t in late]
        lines.append(f"有超期措施的单位{len(late)}个：{counted(pairs)}，逐条情况如下表。")
    overdue = sorted(summary.overdue, key=lambda d: (-d.days, *scene.place(d.measure)))
    return Section("主要问题", tuple(lines), rows=due_rows(scene, overdue)) if lines else None


def _asked(scene: Scene) -> list[str]:
    summary = scene.summary
    asked = []
    if summary.overdue:
        asked.append(
            f"有超期措施的单位，由主要负责人逐条说明原因，提出补救办法和预计完成日期，"
            f"于{answer_by(scene)}前书面报{scene.settings.office}。"
        )
    if summary.fate(MISSING) or summary.fate(RETURNED):
        asked.append("没有报送、被退回的单位尽快补报、重报台账。")
    if summary.due_soon:
        asked.append(f"{len(summary.due_soon)}条临近到期的措施，牵头单位倒排工期、按期完成。")
    asked.append("各牵头单位按时报送台账，办结一项、申请销号一项，佐证材料一并报送。")
    return asked

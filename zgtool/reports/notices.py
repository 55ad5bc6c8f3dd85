"""督办通知单 and 限时办结通知: one matter, one sheet, with the 回执 that comes back (reports 5.5)."""

from __future__ import annotations

from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date
from zgtool.model.status import REMANDED, is_open
from zgtool.model.text import clean, shorten
from zgtool.ops.escalation import NOTICE, SUPERVISION
from zgtool.reports.content import Paper
from zgtool.reports.letter import answer_by, due_text, letter_number, names_of, standing
from zgtool.reports.outline import Cell, Field, Form, FormRow, NewPage, Outline
from zgtool.reports.scene import Scene, Subject
from zgtool.reports.title import work_words

_LABEL, _REST = 2145, 6700


def _line(label: str, field: str, height: int = 0) -> FormRow:
    text = f"{{{{ {field} }}}}" if field else ""
    return FormRow((Cell((label,), _LABEL, label=True), Cell((text,), _REST)), height)


NOTICE_OUTLINE = Outline(
    (
        Form(
            (
                _line("被督办单位", "单位"),
                _line("问题", "问题"),
                _line("整改措施", "措施"),
                _line("原定时限", "原定时限"),
                _line("现状", "现状"),
                _line("督办事由", "事由"),
                _line("办理要求", "要求"),
                _line("办结时限", "办结时限"),
                _line("反馈方式", "反馈方式"),
                FormRow(
                    (
                        Cell(("督办人",), _LABEL, label=True),
                        Cell(("",), 2277),
                        Cell(("签发人",), _LABEL, label=True),
                        Cell(("",), 2278),
                    ),
                    600,
                ),
            )
        ),
    ),
    (
        NewPage("回　执"),
        Form(
            (
                _line("被督办单位", "单位"),
                _line("督办事项", "事项"),
                FormRow(
                    (
                        Cell(("签收人",), _LABEL, label=True),
                        Cell(("",), 2277),
                        Cell(("签收时间",), _LABEL, label=True),
                        Cell(("",), 2278),
                    ),
                    700,
                ),
                _line("办理情况", "", 3600),
                _line("未办结原因", "", 1900),
                _line("主要负责人签字", "", 1000),
                _line("反馈要求", "回执说明"),
            )
        ),
    ),
    (
        Field("单位", "被督办的牵头单位全称"),
        Field("问题", "问题编号和原文，过长的截短"),
        Field("措施", "措施编号和整改措施原文"),
        Field("事项", "措施编号和措施的简述，供回执用"),
        Field("原定时限", "台账里的整改时限"),
        Field("现状", "状态、超期天数和单位最近一次填报的进展"),
        Field("事由", "为什么督办"),
        Field("要求", "要单位做什么"),
        Field("办结时限", "什么时候以前办结或者答复"),
        Field("反馈方式", "怎样反馈"),
        Field("回执说明", "回执什么时候交到哪里"),
    ),
)


def supervised_items(scene: Scene) -> tuple[Subject, ...]:
    """One 督办通知单 for every measure that has come to that step of 催办 and is not under 限时办结."""
    rows = [s.row for s in scene.ladder if s.step == SUPERVISION and s.row["state"] != REMANDED]
    return tuple(_subject(row) for row in sorted(rows, key=scene.place))


def remanded_items(scene: Scene) -> tuple[Subject, ...]:
    """One 限时办结通知 for every measure the office remanded."""
    return tuple(_subject(row) for row in scene.ledger if row["state"] == REMANDED)


def open_item(scene: Scene, row: Measure) -> Subject | None:
    """The sheet of a measure the office asks for by its number; None when it is no longer open."""
    return _subject(row) if is_open(row["state"]) and row["measure"] else None


def _subject(row: Measure) -> Subject:
    return Subject(row.number or "未编号", unit=row["lead_unit"], leader=row["leader"], rows=(row,))


def supervision(scene: Scene, subject: Subject) -> Paper:
    """督办通知单 of one measure."""
    row = subject.rows[0]
    return _notice(scene, subject, "督办通知单", _why(scene, row), answer_by(scene))


def remand(scene: Scene, subject: Subject) -> Paper:
    """限时办结通知 of one measure: the limit is the one in the ledger."""
    row = subject.rows[0]
    why = "申请销号经审核未予认定，或者未按期办结，转为限时办结。"
    limit = scene.due(row)
    by = chinese_date(limit.due) if limit and limit.days <= 0 else answer_by(scene)
    if limit and limit.days > 0:
        why = f"限时办结的期限已过{limit.days}天，仍未办结。"
    return _notice(scene, subject, "限时办结通知", why, by)


def _why(scene: Scene, row: Measure) -> str:
    """The cause by the ladder; for a sheet that the office asks for without one, how the deadline stands."""
    cause = next((s.cause for s in scene.ladder if s.row.number == row.number and s.step != NOTICE), "")
    if cause:
        return f"{cause}。"
    due = scene.due(row)
    if due is None:
        return "按整改办要求督办。"
    return f"距整改时限还有{-due.days}天，按整改办要求提前督办。" if due.days else "今天到期，尚未办结。"


def _notice(scene: Scene, subject: Subject, name: str, why: str, by: str) -> Paper:
    row = subject.rows[0]
    unit, _ = names_of(scene, subject.unit)
    number, measure = row.number or "未编号", clean(row["measure"])
    fields = {
        "单位": unit,
        "问题": f"{row['problem_no']}　{shorten(clean(row['problem']), 150)}".strip(),
        "措施": f"{number}　{measure}",
        "事项": f"{number}　{shorten(measure, 60)}",
        "原定时限": due_text(scene, row),
        "现状": standing(scene, row),
        "事由": why,
        "要求": "由单位主要负责人牵头办理，说明未办结的原因，提出补救办法；办结后附佐证材料申请销号。",
        "办结时限": f"{by}前",
        "反馈方式": f"填写回执，经分管领导签字，附佐证材料，书面报{scene.settings.office}。",
        "回执说明": f"请于{by}前将本回执报{scene.settings.office}；不符合要求的退回重报。",
    }
    return Paper(
        title=(f"{work_words(scene.settings.inspection)}{name}",),
        day=scene.day,
        fields=fields,
        number=letter_number(scene),
        cut_off=scene.cut_off,
        office=scene.settings.office,
        signed_on=chinese_date(scene.day),
        sealed=True,
    )

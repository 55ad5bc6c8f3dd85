"""整改情况提醒书 and 告诫书: what one unit has left undone, by item, and by when it has to answer."""

from __future__ import annotations

from collections.abc import Sequence

from zgtool.model.period import chinese_date
from zgtool.model.status import REMANDED
from zgtool.ops.escalation import STEPS, WARNING
from zgtool.ops.summary import MISSING, RETURNED, Due
from zgtool.ops.terms import names_in
from zgtool.reports.content import Paper, Section
from zgtool.reports.letter import answer_by, letter_number, names_of
from zgtool.reports.outline import Outline, Piece, Slot
from zgtool.reports.rows import due_rows
from zgtool.reports.scene import Scene, Subject
from zgtool.reports.title import work_words
from zgtool.reports.weekly_outline import DUE_COLUMNS, LEFT_COLUMNS
from zgtool.reports.words import numbered

_LIST = (Piece.HEADING, Piece.LEAD, Piece.TABLE)
_DUE = tuple(c for c in DUE_COLUMNS if c.name != "单位")
_LEFT = tuple(c for c in LEFT_COLUMNS if c.name != "单位")

REMINDER_OUTLINE = Outline(
    (
        Slot("报送", "本周没有报送或者报送的台账被退回时的说明", (Piece.TEXT,), optional=True),
        Slot("超期", "到期没有办结的措施", _LIST, _DUE, optional=True),
        Slot("临期", "临近到期的措施", _LIST, _LEFT, optional=True),
        Slot("要求", "请单位办理的事", (Piece.HEADING, Piece.TEXT)),
    )
)
ADMONITION_OUTLINE = Outline(
    (
        Slot("事实", "限定期限已过、长期超期的措施", (Piece.LEAD, Piece.TABLE), _DUE),
        Slot("要求", "告诫的内容和最后期限", (Piece.TEXT,)),
    )
)


def reminded_units(scene: Scene) -> tuple[Subject, ...]:
    """Units that have something overdue or soon due, or whose report is missing or was sent back."""
    summary = scene.summary
    units = {unit for d in (*summary.overdue, *summary.due_soon) for unit in names_in(d.measure["lead_unit"])}
    units |= {r.unit for r in (*summary.fate(MISSING), *summary.fate(RETURNED))}
    return _subjects(scene, units)


def admonished_units(scene: Scene) -> tuple[Subject, ...]:
    """Units with a measure that has come to the step 告诫 or above, or whose 限时办结 has passed."""
    return _subjects(scene, {u for d in _grave(scene) for u in names_in(d.measure["lead_unit"])})


def _subjects(scene: Scene, units: set[str]) -> tuple[Subject, ...]:
    order = sorted(units, key=lambda unit: (scene.order(unit), unit))
    return tuple(Subject(scene.label(unit), unit=unit) for unit in order)


def _grave(scene: Scene) -> list[Due]:
    high = {s.row.number for s in scene.ladder if s.rank >= STEPS.index(WARNING)}
    return [d for d in scene.summary.overdue if d.measure["state"] == REMANDED or d.measure.number in high]


def _of(unit: str, dues: Sequence[Due]) -> list[Due]:
    mine = [d for d in dues if unit in names_in(d.measure["lead_unit"])]
    return sorted(mine, key=lambda d: (d.due, d.measure.number))


def reminder(scene: Scene, subject: Subject) -> Paper:
    """提醒书 of one unit."""
    overdue, soon = _of(subject.unit, scene.summary.overdue), _of(subject.unit, scene.summary.due_soon)
    fate = next((r.fate for r in scene.summary.receipts if r.unit == subject.unit), "")
    sections = {"要求": Section("请抓紧办理", numbered(_asked(scene, fate, overdue, soon)))}
    if fate in (MISSING, RETURNED):
        said = "没有报送台账" if fate == MISSING else "报送的台账有差错，已退回修改"
        sections["报送"] = Section("", (f"本周你单位{said}，所承担的措施按上次报送内容留号。",))
    if overdue:
        longest = max(d.days for d in overdue)
        lead = (
            f"下列措施已到期、没有办结，已超期{longest}天。"
            if len(overdue) == 1
            else f"下列{len(overdue)}条措施已到期、没有办结，超期最长的{longest}天。"
        )
        sections["超期"] = Section("已到期的事项", lead=lead, rows=due_rows(scene, overdue, unit=False))
    if soon:
        lead = "下列措施临近到期。" if len(soon) == 1 else f"下列{len(soon)}条措施临近到期。"
        sections["临期"] = Section("临近到期的事项", lead=lead, rows=due_rows(scene, soon, unit=False))
    opening = f"据总台账（截至{scene.cut_off}），现将你单位牵头的整改措施有关情况提醒如下。"
    return _letter(
        scene, subject, f"关于{work_words(scene.settings.inspection)}情况的提醒书", opening, sections
    )


def _asked(scene: Scene, fate: str, overdue: Sequence[Due], soon: Sequence[Due]) -> list[str]:
    asked = []
    if fate in (MISSING, RETURNED):
        asked.append("尽快补报台账，说明未报原因。" if fate == MISSING else "按退改意见修改台账，尽快重报。")
    if overdue:
        asked.append(
            f"对已到期的事项说明原因，提出补救办法和预计完成日期，经分管领导同意后，于{answer_by(scene)}前书面报{scene.settings.office}。"
        )
    if soon:
        asked.append("对临近到期的事项倒排工期、按期完成；确需延期的，在到期以前提出申请，说明理由。")
    return asked


def admonition(scene: Scene, subject: Subject) -> Paper:
    """告诫书 of one unit, copied to the leader in charge of it."""
    dues = _of(subject.unit, _grave(scene))
    _, leader = names_of(scene, subject.unit)
    many = f"下列{len(dues)}条措施" if len(dues) > 1 else "下列措施"
    lead = f"经核对总台账（截至{scene.cut_off}），你单位牵头的{many}超过期限，仍未办结："
    asked = (
        f"请你单位主要负责人对上述事项亲自过问、逐项研究，务必于{answer_by(scene)}前办结，"
        f"或者书面说明不能办结的原因、已做的工作和最后的完成日期，经分管领导签字后报{scene.settings.office}。",
        "到期仍未办结、也没有正当理由的，按规定提请通报或者约谈。",
    )
    sections = {
        "事实": Section("", lead=lead, rows=due_rows(scene, dues, unit=False)),
        "要求": Section("", asked),
    }
    return _letter(
        scene,
        subject,
        f"关于{work_words(scene.settings.inspection)}事项的告诫书",
        "",
        sections,
        copies=leader,
    )


def _letter(
    scene: Scene, subject: Subject, title: str, opening: str, sections: dict[str, Section], copies: str = ""
) -> Paper:
    unit, _ = names_of(scene, subject.unit)
    return Paper(
        title=(title,),
        day=scene.day,
        sections=sections,
        number=letter_number(scene),
        addressee=unit,
        opening=opening,
        cut_off=scene.cut_off,
        office=scene.settings.office,
        signed_on=chinese_date(scene.day),
        copies=f"{copies}同志" if copies else "",
        sealed=True,
    )

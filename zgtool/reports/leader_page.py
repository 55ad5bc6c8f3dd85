"""领导一页纸: one sheet for each member of the leading group; what is beyond one sheet is counted, not shown."""

from __future__ import annotations

from collections.abc import Sequence

from zgtool.model.ledger import Measure
from zgtool.model.status import REQUESTED, is_open
from zgtool.model.text import clean, shorten
from zgtool.ops.summary import MISSING, RETURNED, Due, tally
from zgtool.ops.terms import names_in
from zgtool.reports.content import Paper, Row, Section
from zgtool.reports.outline import Cell, Field, Form, FormRow, Outline, Piece, Slot, table_columns
from zgtool.reports.rows import says_something
from zgtool.reports.scene import Scene, Subject, measure_words, number_key
from zgtool.reports.words import day_words, share

_UNITS, _LATE, _DECISIONS = 3, 3, 2
"""Rows that one sheet has room for."""
_BY_UNIT = table_columns(
    ("单位", "牵头单位简称，末行为合计", 0),
    ("措施", "他分管的措施数", 950),
    ("已销号", "已销号的措施数", 1050),
    ("待认定", "申请销号待认定的措施数", 1050),
    ("超期", "超期的措施数", 950),
    ("临期", "临期的措施数", 950),
    ("销号率", "已销号措施占全部措施的比例", 1150),
)
_OVERDUE = table_columns(
    ("编号", "措施编号", 800),
    ("措施", "整改措施，过长的截短", 0, True),
    ("单位", "牵头单位简称", 1500),
    ("期限", "最后期限", 1300),
    ("超期", "超期天数", 700),
)
_ASKED = table_columns(
    ("编号", "措施编号", 800),
    ("单位", "牵头单位简称", 1500),
    ("反映", "单位反映的困难，过长的截短", 0, True),
)

LEADER_OUTLINE = Outline(
    (
        Slot(
            "分管单位",
            "他分管的措施按单位列表，以及本周变化",
            (Piece.HEADING, Piece.TABLE, Piece.TEXT),
            _BY_UNIT,
        ),
        Slot("超期事项", "超期的措施，最多列几条", (Piece.HEADING, Piece.TEXT, Piece.TABLE), _OVERDUE),
        Slot(
            "需要您定",
            "等他协调的事项，最多列几条；等待认定的销号申请",
            (Piece.HEADING, Piece.TABLE, Piece.TEXT),
            _ASKED,
            optional=True,
        ),
        Form(
            (
                FormRow(
                    (
                        Cell(("批　示",), 1300, label=True),
                        Cell(("",), 4545),
                        Cell(("签字、日期",), 1500, label=True),
                        Cell(("",), 1500),
                    ),
                    1000,
                ),
            )
        ),
    ),
    fields=(Field("领导", "领导姓名"),),
)


def leaders(scene: Scene) -> tuple[Subject, ...]:
    """Everyone named as leader in charge of a measure, in the order of the ledger."""
    rows: dict[str, list[Measure]] = {}
    for row in scene.ledger:
        for name in names_in(row["leader"]) if row["measure"] else ():
            rows.setdefault(name, []).append(row)
    return tuple(Subject(name, leader=name, rows=tuple(mine)) for name, mine in rows.items())


def leader_page(scene: Scene, subject: Subject) -> Paper:
    """The sheet of one leader."""
    sections = {
        "分管单位": Section("分管事项", (_moves(scene, subject),), rows=_units(scene, subject)),
        "超期事项": _overdue(scene, subject),
        "需要您定": _decisions(scene, subject),
    }
    return Paper(
        title=(f"{subject.leader}同志分管整改事项一页纸",),
        day=scene.week.friday,
        sections={name: s for name, s in sections.items() if s is not None},
        fields={"领导": subject.leader},
        period=f"（第{scene.number}周，截至{scene.cut_off}，{scene.settings.office}）",
        cut_off=scene.cut_off,
        office="",
        signed_on="",
    )


def _units(scene: Scene, subject: Subject) -> tuple[Row, ...]:
    groups: dict[str, list[Measure]] = {}
    for row in subject.rows:
        for unit in names_in(row["lead_unit"]) or ("未明确",):
            groups.setdefault(unit, []).append(row)
    units = sorted(groups, key=lambda unit: (scene.order(unit), unit))
    made = [_row(scene, scene.label(unit), groups[unit]) for unit in units[:_UNITS]]
    if len(units) > _UNITS:
        others = {row.number: row for unit in units[_UNITS:] for row in groups[unit]}
        made.append(_row(scene, f"其他{len(units) - _UNITS}个单位", list(others.values())))
    return (*made, _row(scene, "合计", subject.rows)) if len(made) > 1 else tuple(made)


def _row(scene: Scene, name: str, rows: Sequence[Measure]) -> Row:
    t = tally(rows, scene.settings, scene.day)
    return (name, t.total, t.closed, t.requested, t.overdue, t.due_soon, share(t.closed, t.total))


_HELD = {MISSING: "本周没有报送台账", RETURNED: "本周报送的台账被退回"}
"""What a unit's rows say then is not this week's."""


def _moves(scene: Scene, subject: Subject) -> str:
    mine = {row.number for row in subject.rows}
    summary = scene.summary
    counts = (
        ("新增", summary.added),
        ("更新进展", summary.moved),
        ("申请销号", summary.requested),
        ("销号", summary.closed),
    )
    said = [f"{name}{n}条" for name, rows in counts if (n := sum(r.number in mine for r in rows))]
    led = {unit for row in subject.rows for unit in names_in(row["lead_unit"])}
    held = [
        f"{scene.label(r.unit)}{_HELD[r.fate]}"
        for r in scene.in_roster(r for r in summary.receipts if r.fate in _HELD and r.unit in led)
    ]
    moved = f"本周{'，'.join(said)}。" if said else "" if held else "本周各项措施没有变化。"
    return moved + (f"{'、'.join(held)}，内容是上次报送的。" if held else "")


def _overdue(scene: Scene, subject: Subject) -> Section:
    late = sorted(_late(scene, subject), key=lambda d: (-d.days, *number_key(d.measure)))
    if not late:
        return Section("超期事项", ("没有超期的措施。",))
    rows = tuple(
        (
            d.measure.number or "—",
            measure_words(d.measure, 17),
            scene.unit_words(d.measure),
            day_words(d.due, scene.day),
            d.days,
        )
        for d in late[:_LATE]
    )
    shown = f"，列出最长的{_LATE}条" if len(late) > _LATE else ""
    return Section(f"超期事项（{len(late)}条{shown}）", rows=rows)


def _late(scene: Scene, subject: Subject) -> list[Due]:
    return [d for row in subject.rows if (d := scene.due(row)) and d.days > 0]


def _decisions(scene: Scene, subject: Subject) -> Section | None:
    """What waits for his word: difficulties that units report, requests that wait to be recognised."""
    asked = [
        row
        for row in sorted(subject.rows, key=number_key)
        if is_open(row["state"]) and row["state"] != REQUESTED and says_something(row["reason"])
    ]
    rows = tuple(
        (row.number or "—", scene.unit_words(row), shorten(clean(row["reason"]), 26))
        for row in asked[:_DECISIONS]
    )
    waiting = sum(row["state"] == REQUESTED for row in subject.rows)
    said = (f"申请销号、等待认定的{waiting}条，请关注认定结果。",) if waiting else ()
    if not rows and not said:
        return None
    shown = f"，列出前{_DECISIONS}条" if len(asked) > _DECISIONS else ""
    title = f"请您协调的事项（{len(asked)}条{shown}）" if asked else "请您关注的事项"
    return Section(title, said, rows=rows)

"""回头看 report: what was looked at again and how it was chosen, what holds, what goes back to work (reports 5.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zgtool.model.office_sheets import BACK, HOLDS, LOOK_BACKS, PEOPLE, WATCH, Line
from zgtool.model.period import chinese_date, day_of
from zgtool.model.text import clean, shorten
from zgtool.ops.look_backs import DRAWN
from zgtool.reports.content import Paper, Row, Section
from zgtool.reports.letter import date_text
from zgtool.reports.outline import Outline, Piece, Slot, table_columns
from zgtool.reports.scene import Scene, Subject
from zgtool.reports.title import inspection_words, lines_of
from zgtool.reports.words import day_words, listed, numbered

_TABLE = (Piece.HEADING, Piece.TEXT, Piece.TABLE)
_SEED = re.compile(r"种子([^，）]+)")
_LOOKED = table_columns(
    ("编号", "措施编号", 800),
    ("单位", "牵头单位简称", 1250),
    ("查看", "查看日期和查看人", 1500),
    ("发现情况", "办公室登记的发现情况", 0, True),
    ("群众评价", "群众评价", 1100),
    ("结论", "巩固到位、继续巩固或者回炉", 1100),
)
_BACK = table_columns(
    ("编号", "措施编号", 800),
    ("措施", "整改措施，过长的截短", 2400, True),
    ("问题", "回头看发现的情况", 0, True),
    ("单位", "牵头单位简称", 1250),
    ("领导", "分管领导", 1000),
    ("期限", "回炉的整改期限", 1640),
)
_WAITING = table_columns(
    ("编号", "措施编号", 800),
    ("措施", "整改措施，过长的截短", 0, True),
    ("单位", "牵头单位简称", 1400),
    ("次数", "第几次回头看", 800),
    ("应看日期", "应当查看的日期", 1640),
)

LOOK_BACK_OUTLINE = Outline(
    (
        Slot("范围和抽样", "已销号多少、看了多少、怎样抽取"),
        Slot(
            "总体情况",
            "巩固到位、继续巩固、回炉和群众评价的数",
            (Piece.HEADING, Piece.TEXT, Piece.TABLE),
            _LOOKED,
        ),
        Slot("回炉事项", "需要回炉的措施、发现的情况、新的期限", _TABLE, _BACK, optional=True),
        Slot("待查看", "应看日期已到、还没有看的", _TABLE, _WAITING, optional=True),
        Slot("下一步", "下一步的工作"),
    )
)


def looked_back(scene: Scene) -> tuple[Subject, ...]:
    """One report once the office has written down a look-back; none before."""
    return (Subject(),) if _done(scene) else ()


def look_back(scene: Scene, subject: Subject) -> Paper:
    """The report of everything looked at again so far."""
    done, waiting = _done(scene), _waiting(scene)
    back = [line for line in done if line["verdict"] == BACK]
    sections = {
        "范围和抽样": Section("范围和抽样", tuple(_scope(scene, done))),
        "总体情况": Section(
            "总体情况", tuple(_figures(done)), rows=tuple(_row(scene, line) for line in done)
        ),
        "回炉事项": _reopened(scene, back),
        "待查看": _to_come(scene, waiting),
        "下一步": Section("下一步工作", numbered(_next(done, back, waiting))),
    }
    named = inspection_words(scene.settings.inspection)
    return Paper(
        title=lines_of(f"关于{named}", "整改“回头看”情况的报告"),
        day=scene.day,
        sections={name: s for name, s in sections.items() if s is not None},
        period=f"（截至{scene.cut_off}）",
        addressee=scene.settings.addressee,
        opening=f"现将{named}整改“回头看”情况报告如下。",
        cut_off=scene.cut_off,
        office=scene.settings.office,
        signed_on=chinese_date(scene.day),
    )


def _done(scene: Scene) -> list[Line]:
    """Look-backs with a verdict and the day they were made, oldest first."""
    lines = [ln for ln in scene.ledger.lines(LOOK_BACKS.name) if ln["verdict"] and day_of(ln["on"])]
    return sorted(lines, key=lambda ln: (ln["on"], ln["number"]))


def _waiting(scene: Scene) -> list[Line]:
    lines = scene.ledger.lines(LOOK_BACKS.name)
    return [ln for ln in lines if not ln["verdict"] and (due := day_of(ln["due"])) and due <= scene.day]


def _scope(scene: Scene, done: Sequence[Line]) -> list[str]:
    """How many are closed, how many were looked at, and the seed of the draw, so that anyone can repeat it."""
    overall = scene.summary.overall
    items = len({line["number"] for line in done})
    told = [f"截至{scene.cut_off}，已销号的措施{overall.closed}条，回头看{len(done)}次，涉及措施{items}条。"]
    drawn = [line for line in done if line["drawn"].startswith(DRAWN)]
    seeds = dict.fromkeys(m[1] for line in drawn if (m := _SEED.search(line["drawn"])))
    if drawn:
        told.append(
            f"其中随机抽取、到现场核查的{len(drawn)}次，种子为{listed(seeds)}，"
            "涉及资金和群众的加倍计入，按同样的种子可以重新抽取、核对。"
        )
    return told


def _figures(done: Sequence[Line]) -> list[str]:
    verdicts = [(name, sum(ln["verdict"] == name for ln in done)) for name in (HOLDS, WATCH, BACK)]
    people = [(name, sum(ln["people"] == name for ln in done)) for name in PEOPLE]
    first = f"回头看{len(done)}次，结论为{'，'.join(f'{name}{n}次' for name, n in verdicts if n)}。"
    asked = "，".join(f"{name}{n}次" for name, n in people if n)
    return [first, f"群众评价：{asked}。"] if asked else [first]


def _row(scene: Scene, line: Line) -> Row:
    seen = day_of(line["on"])
    when = day_words(seen, scene.day) if seen else "—"
    return (
        line["number"] or "—",
        scene.unit_cell(line["lead_unit"]),
        f"{when}，{clean(line['by'])}" if line["by"] else when,
        shorten(clean(line["found"]), 120) or "—",
        line["people"] or "—",
        line["verdict"],
    )


def _reopened(scene: Scene, back: Sequence[Line]) -> Section | None:
    rows = scene.ledger.by_number()
    made: tuple[Row, ...] = tuple(
        (
            line["number"] or "—",
            shorten(clean(line["measure"]), 50) or "—",
            shorten(clean(line["found"]), 100) or "—",
            scene.unit_cell(line["lead_unit"]),
            shorten(clean(row["leader"]), 16) if (row := rows.get(line["number"])) and row["leader"] else "—",
            date_text(line["until"]),
        )
        for line in back
    )
    if not made:
        return None
    lead = f"没有到位或者反弹、需要回炉的{len(made)}条，按原编号重新整改，先前的销号留在办理记录里。"
    return Section("回炉事项", (lead,), rows=made)


def _to_come(scene: Scene, waiting: Sequence[Line]) -> Section | None:
    made: tuple[Row, ...] = tuple(
        (
            line["number"] or "—",
            shorten(clean(line["measure"]), 50) or "—",
            scene.unit_cell(line["lead_unit"]),
            line["time"] or "—",
            date_text(line["due"]),
        )
        for line in waiting
    )
    return (
        Section("应看未看的事项", (f"应看日期已到、还没有看的{len(made)}条。",), rows=made) if made else None
    )


def _next(done: Sequence[Line], back: Sequence[Line], waiting: Sequence[Line]) -> list[str]:
    watched = sum(line["verdict"] == WATCH for line in done)
    tasks = [
        f"对回炉的{len(back)}条措施，由牵头单位重新制定措施、限期整改，分管领导盯办。" if back else "",
        f"对继续巩固的{watched}条措施，到期再看。" if watched else "",
        f"对应看未看的{len(waiting)}条措施，尽快查看、登记。" if waiting else "",
        "对其余已销号的措施，按计划组织回头看。",
    ]
    return [task for task in tasks if task]

"""销号审批表 and the draft of the 专项报告: one for a problem's measures that one unit asks to close (reports 5.6, 5.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date
from zgtool.model.status import REQUESTED
from zgtool.model.text import clean, shorten
from zgtool.reports.content import Paper, Row, Section
from zgtool.reports.letter import date_text, names_of
from zgtool.reports.outline import Cell, Field, Form, FormRow, Outline, Piece, Slot, table_columns
from zgtool.reports.rows import says_something
from zgtool.reports.scene import Scene, Subject, number_key
from zgtool.reports.title import inspection_words, work_words
from zgtool.reports.words import listed

_RESULTS = table_columns(
    ("编号", "措施编号", 800),
    ("措施", "整改措施原文", 2500, True),
    ("指标", "量化标准或检验指标", 1800, True),
    ("结果", "单位填报的进展", 0, True),
    ("完成时间", "单位填报的完成时间", 1640),
)
_LABEL = 1800
_SIGN = "签字：　　　　　　　年　月　日"


def _pair(one: str, first: str, two: str, second: str) -> FormRow:
    cells = (
        Cell((one,), _LABEL, label=True),
        Cell((f"{{{{ {first} }}}}",), 2622),
        Cell((two,), _LABEL, label=True),
        Cell((f"{{{{ {second} }}}}",), 2623),
    )
    return FormRow(cells)


def _whole(label: str, *lines: str, height: int = 0) -> FormRow:
    return FormRow((Cell((label,), _LABEL, label=True), Cell(lines, 7045)), height)


APPROVAL_OUTLINE = Outline(
    (
        Form(
            (
                _whole("问题", "{{ 问题 }}"),
                _whole("要点", "{{ 要点 }}"),
                _pair("问题类别", "类别", "整改类型", "类型"),
                _pair("牵头单位", "牵头单位", "配合单位", "配合单位"),
                _pair("责任人", "责任人", "分管领导", "分管领导"),
                _pair("整改时限", "时限", "挂号日期", "挂号日期"),
            ),
            title="一、基本情况",
        ),
        Slot(
            "完成情况",
            "逐条措施的指标、结果和完成时间",
            (Piece.LEAD, Piece.TABLE),
            _RESULTS,
            caption="二、整改完成情况",
        ),
        Form(
            (
                _whole("专项报告", "{{ 专项报告 }}"),
                _whole("佐证材料", "{{ 佐证材料 }}"),
            )
        ),
        Form(
            (
                _whole("牵头单位意见", "", "主要负责人" + _SIGN, height=1300),
                _whole("配合单位意见", "", "主要负责人" + _SIGN, height=1100),
                _whole("分管领导审查", "单位填报的审查：{{ 审查 }}", "", _SIGN, height=1500),
                _whole(
                    "整改办审核",
                    "□思想认识到位　□责任细化　□措施落实　□成果运用",
                    "□材料齐全　□现场核查　□群众反映　　核查人：",
                    "",
                    _SIGN,
                    height=1900,
                ),
                _whole(
                    "领导小组认定",
                    "□同意销号　□限时办结（　　年　月　日前）　□不予销号，转持续整改",
                    "补充整改要求：",
                    "",
                    _SIGN,
                    height=1900,
                ),
            ),
            title="三、审签",
        ),
    ),
    fields=(
        Field("问题", "问题编号和原文"),
        Field("要点", "涉及的要点，没有的写“未分要点”"),
        Field("类别", "问题类别"),
        Field("类型", "整改类型"),
        Field("牵头单位", "牵头单位全称"),
        Field("配合单位", "配合单位"),
        Field("责任人", "责任人"),
        Field("分管领导", "分管领导"),
        Field("时限", "各条措施的整改时限"),
        Field("挂号日期", "登记进台账的日期"),
        Field("专项报告", "单位填报的专项报告名称和日期"),
        Field("佐证材料", "单位填报的佐证材料"),
        Field("审查", "单位填报的牵头责任领导审查"),
    ),
)
SPECIAL_OUTLINE = Outline(
    (
        Slot("问题概述", "问题原文、来源和责任单位"),
        Slot("原因剖析", "请牵头单位补写"),
        Slot("措施落实", "逐条措施对照指标和时限", (Piece.HEADING, Piece.LEAD, Piece.TABLE), _RESULTS),
        Slot("整改成效", "单位填报的进展，请补写前后对比"),
        Slot("建章立制", "单位填报的制度，请补写举一反三"),
        Slot("追责问责", "单位填报的追责情况"),
        Slot("巩固措施", "单位填报的下一步措施"),
        Slot("佐证目录", "单位填报的佐证材料"),
        Form(
            (_whole("分管领导审查", "单位填报的审查：{{ 审查 }}", "", _SIGN, height=1500),),
        ),
    ),
    fields=(Field("审查", "单位填报的牵头责任领导审查"),),
)


def requested_groups(scene: Scene) -> tuple[Subject, ...]:
    """One for each problem and lead unit that asks to close measures, in the order of the ledger."""
    groups: dict[tuple[str, str], list[Measure]] = {}
    for row in sorted(scene.ledger, key=number_key):
        if row["state"] == REQUESTED and row["measure"]:
            groups.setdefault((row["problem_no"], row["lead_unit"]), []).append(row)
    return tuple(_subject(scene, rows) for rows in groups.values())


def one_measure(scene: Scene, row: Measure) -> Subject | None:
    """The form of one measure asked for by its number, whatever its state."""
    return _subject(scene, [row]) if row["measure"] else None


def _subject(scene: Scene, rows: Sequence[Measure]) -> Subject:
    numbers = listed(row.number or "未编号" for row in rows)
    return Subject(
        f"{numbers} {scene.unit_words(rows[0])}",
        unit=rows[0]["lead_unit"],
        leader=rows[0]["leader"],
        rows=tuple(rows),
    )


def approval(scene: Scene, subject: Subject) -> Paper:
    """销号审批表; what the unit filled in stands there, the rest is signed by hand."""
    rows, first = subject.rows, subject.rows[0]
    fields = {
        "问题": f"{first['problem_no']}　{clean(first['problem'])}".strip("　"),
        "要点": _each(rows, "point") or "未分要点",
        "类别": _or_dash(first, "category"),
        "类型": _each(rows, "horizon") or "—",
        "牵头单位": names_of(scene, subject.unit)[0],
        "配合单位": _each(rows, "supporting_units") or "—",
        "责任人": _each(rows, "person") or "—",
        "分管领导": _each(rows, "leader") or "—",
        "时限": _each(rows, "deadline") or "—",
        "挂号日期": "；".join(dict.fromkeys(date_text(row["registered_on"]) for row in rows)),
        "专项报告": _each(rows, "report") or "未填写",
        "佐证材料": _each(rows, "evidence") or "未填写",
        "审查": _each(rows, "review") or "未填写",
    }
    lead = (
        f"申请销号的措施{len(rows)}条，完成情况如下。" if len(rows) > 1 else "申请销号的措施，完成情况如下。"
    )
    if any(row["state"] != REQUESTED for row in rows):
        lead = "措施的完成情况如下。"
    return Paper(
        title=(f"{work_words(scene.settings.inspection)}销号审批表",),
        day=scene.day,
        sections={"完成情况": Section("", lead=lead, rows=_results(rows))},
        fields=fields,
        period=f"（截至{scene.cut_off}）",
        cut_off=scene.cut_off,
    )


def special_report(scene: Scene, subject: Subject) -> Paper:
    """The draft of the 专项报告: what the ledger holds, and 【　】 where the unit has to write."""
    rows, first = subject.rows, subject.rows[0]
    unit, _ = names_of(scene, subject.unit)
    problem = clean(first["problem"])
    found = scene.settings.feedback_day
    when = f"{chinese_date(found)}，" if found else ""
    named = inspection_words(scene.settings.inspection)
    sections = {
        "问题概述": Section(
            "问题概述",
            (
                f"{when}{named}反馈指出：{problem.rstrip('。')}。"
                if problem
                else "【请补写：反馈问题的原文】",
                f"该问题由{unit}牵头整改。",
            ),
        ),
        "原因剖析": Section("原因剖析", ("【请补写：从思想认识、责任落实、制度执行等方面剖析原因】",)),
        "措施落实": Section(
            "整改措施落实情况", lead="各条措施对照指标的落实情况如下表。", rows=_results(rows)
        ),
        "整改成效": Section(
            "整改成效", (*_said(rows, "progress"), "【请补写：整改前后的对比和可以核实的数字】")
        ),
        "建章立制": Section(
            "举一反三、建章立制",
            _said(rows, "systems") or ("【请补写：举一反三排查的情况，制定、修订的制度；没有的写明】",),
        ),
        "追责问责": Section(
            "追责问责", _said(rows, "accountability") or ("【请补写：追责问责的情况；不涉及的写明不涉及】",)
        ),
        "巩固措施": Section(
            "巩固措施", _said(rows, "next_step") or ("【请补写：防止反弹的措施，是否转长期坚持】",)
        ),
        "佐证目录": Section(
            "佐证材料目录", _said(rows, "evidence") or ("【请补写：佐证材料的名称、文号或日期、页数】",)
        ),
    }
    return Paper(
        title=(f"关于措施{listed(r.number or '未编号' for r in rows)}整改情况的专项报告",),
        day=scene.day,
        sections=sections,
        fields={"审查": _each(rows, "review") or "未填写"},
        period="（初稿，由牵头单位补写、核实）",
        addressee=scene.settings.office,
        cut_off=scene.cut_off,
        office=unit,
        signed_on=chinese_date(scene.day),
    )


def _results(rows: Iterable[Measure]) -> tuple[Row, ...]:
    return tuple(
        (
            row.number or "—",
            shorten(clean(row["measure"]), 160),
            shorten(clean(row["target"]), 100) or "—",
            shorten(clean(row["progress"]), 200) or "（没有填写进展）",
            date_text(row["done_on"]),
        )
        for row in rows
    )


def _said(rows: Sequence[Measure], key: str) -> tuple[str, ...]:
    """What each row holds in a column, with its number where there are several."""
    held = [row for row in rows if says_something(row[key])]
    mark = len(rows) > 1
    return tuple(f"{f'{row.number}：' if mark else ''}{clean(row[key]).rstrip('。')}。" for row in held)


def _each(rows: Sequence[Measure], key: str) -> str:
    """The different texts of a column, in the order of the rows."""
    return "；".join(dict.fromkeys(clean(row[key]) for row in rows if says_something(row[key])))


def _or_dash(row: Measure, key: str) -> str:
    return clean(row[key]) or "—"

"""The weekly's sections, and the content laid into them."""

from __future__ import annotations

from zgtool.reports.content import Paper, Section
from zgtool.reports.outline import Column, Outline, Piece, Slot, table_columns
from zgtool.reports.weekly import WeeklyContent

TALLY_COLUMNS = table_columns(
    ("位次", "按销号率排的位次，合计行为空", 620),
    ("名称", "单位简称或领导姓名，末行为合计", 0),
    ("问题", "涉及的问题数", 620),
    ("措施", "措施数", 620),
    ("已销号", "已销号的措施数", 800),
    ("申请销号", "申请销号待认定的措施数", 620),
    ("推进中", "推进中的措施数", 800),
    ("未启动", "未启动的措施数", 800),
    ("超期", "超期的措施数", 620),
    ("临期", "临期的措施数", 620),
    ("销号率", "已销号措施占全部措施的比例", 800),
)
DUE_COLUMNS = (
    Column("编号", "措施编号", width=800),
    Column("措施", "整改措施，过长的截短", "整改措施", wide=True),
    Column("单位", "牵头单位简称", "牵头单位", 1500),
    Column("分管领导", "分管领导", width=1080),
    Column("期限", "最后期限", "完成期限", 1380),
    Column("天数", "超期或剩余的天数", "超期天数", 700),
)
LEFT_COLUMNS = (*DUE_COLUMNS[:-1], Column("天数", "超期或剩余的天数", "剩余天数", 700))
_DIFFICULTY_COLUMNS = (
    DUE_COLUMNS[0],
    Column("措施", "整改措施，过长的截短", "整改措施", 2000, wide=True),
    Column("单位", "牵头单位简称", "牵头单位", 1400),
    DUE_COLUMNS[4],
    Column("原因", "未完成原因或者需要协调的事项", "未完成原因、需协调事项", wide=True),
)
_TALLY = (Piece.HEADING, Piece.TEXT, Piece.TABLE, Piece.NOTE)
_DUE = (Piece.HEADING, Piece.LEAD, Piece.TABLE)


def tally_slot(name: str, note: str, who: str, *, ranked: bool) -> Slot:
    """A table of counts by unit (ranked) or by leader."""
    columns = tuple(
        Column(c.name, c.note, who if c.name == "名称" else "", c.width, c.wide) for c in TALLY_COLUMNS
    )
    shown = tuple(c.name for c in columns if ranked or c.name != "位次")
    return Slot(name, note, _TALLY, columns, shown, optional=True)


WEEKLY_OUTLINE = Outline(
    (
        Slot("报送情况", "按时、迟报、未报、退回的单位"),
        Slot("总体进展", "问题、措施的总数和与上周相比的变化"),
        tally_slot("单位情况", "各牵头单位排名表", "牵头单位", ranked=True),
        tally_slot("领导情况", "分管领导牵头情况表", "分管领导", ranked=False),
        Slot("时限情况", "到期、超期和临期事项"),
        Slot("超期", "超期事项，标题在超期、临期只有一类时为空", _DUE, DUE_COLUMNS, optional=True, level=2),
        Slot("临期", "临期事项，标题在超期、临期只有一类时为空", _DUE, LEFT_COLUMNS, optional=True, level=2),
        Slot("填报质量", "需要单位核实的填报问题"),
        Slot(
            "重点难点",
            "长期超期和单位反映的困难",
            (Piece.HEADING, Piece.TEXT, Piece.TABLE),
            _DIFFICULTY_COLUMNS,
        ),
        Slot(
            "下周安排",
            "近期到期事项和各项任务",
            (Piece.HEADING, Piece.LEAD, Piece.TABLE, Piece.TEXT),
            LEFT_COLUMNS,
            kept=True,
        ),
    )
)


def weekly_paper(content: WeeklyContent) -> Paper:
    """The weekly as its template sees it."""
    plan, dates = content.plan, content.deadlines
    sections: dict[str, Section | None] = {
        "报送情况": content.receipts,
        "总体进展": content.progress,
        "单位情况": content.by_unit,
        "领导情况": content.by_leader,
        "时限情况": Section(dates.title, dates.paragraphs),
        "超期": dates.overdue,
        "临期": dates.due_soon,
        "填报质量": content.quality,
        "重点难点": content.difficulties,
        "下周安排": Section(plan.title, plan.tasks, plan.coming.lead, plan.coming.rows),
    }
    return Paper(
        title=content.title,
        day=content.period_end,
        sections={name: s for name, s in sections.items() if s is not None and (s.title or s.rows)},
        period=content.period,
        edition=content.edition,
        addressee=content.addressee,
        opening=content.opening,
        cut_off=content.cut_off,
        office=content.office,
        signed_on=content.signed_on,
        copies=content.copies,
    )

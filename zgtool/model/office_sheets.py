"""The sheets of 总台账.xlsx beside the ledger itself: what the office decides there, and the record of it.

One form per sheet, in the same words as the column schema; writer, reader and merge all read
`FORMS`. The lines travel with the ledger (`Ledger.sheets`) as texts by column key, so that the
filed workbook stays the only store. A column owned by the office is typed, one owned by the
tool is filled in and only read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zgtool.model.columns import Column, Owner
from zgtool.model.finding import Location


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: `values` by column key, absent = empty; `cells` the addresses it was read from."""

    values: Mapping[str, str]
    where: Location = Location()
    cells: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")

    def but(self, changes: Mapping[str, str]) -> Line:
        """The same line with some values replaced."""
        return Line({**self.values, **changes}, self.where, self.cells)

    def at(self, key: str) -> Location:
        """The place of one of the line's cells."""
        return replace(self.where, column=key, cell=self.cells.get(key, ""), number=self["number"])


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet. guide: the sentence above the headings. spare: empty lines with drop-downs below.

    kept: lines once filed stay for good; an edition of the office's without them gets them back.
    """

    name: str
    guide: str
    columns: tuple[Column, ...]
    spare: int = 0
    kept: bool = False

    @property
    def typed(self) -> tuple[str, ...]:
        """Keys of the columns the office types."""
        return tuple(c.key for c in self.columns if c.owner is Owner.OFFICE)


Sheets = Mapping[str, tuple[Line, ...]]
"""Lines by sheet name."""

_TOOL = Owner.TOOL

REQUEST, UNREPORTED = "申请销号", "单位未报"
"""事项: what a line of 销号审核 asks the office."""

CLOSE, REMAND, REOPEN, KEEP_ON, EXTEND, WITHDRAW, RETAIN = (
    "认定销号", "限时办结", "回炉", "长期坚持", "延期", "撤销", "留号")  # fmt: skip
FORGOTTEN, JOINED, ASKED_OUT, RESTORE = "漏报", "并项", "申请撤销", "恢复挂号"
DECISIONS = (CLOSE, REMAND, REOPEN, KEEP_ON, EXTEND, RETAIN, FORGOTTEN, JOINED, ASKED_OUT, WITHDRAW, RESTORE)
CHOICES_BY_MATTER: Mapping[str, tuple[str, ...]] = {
    REQUEST: (CLOSE, REMAND, REOPEN, KEEP_ON, RETAIN),
    UNREPORTED: (FORGOTTEN, JOINED, ASKED_OUT),
}
"""What the drop-down offers on a line of each matter; a spare line offers all of DECISIONS."""

DELAY, NEW_LEAD, NEW_MEASURE = "延期", "调整牵头单位", "调整措施"
CHANGE_KINDS = (DELAY, NEW_LEAD, NEW_MEASURE)
HOLDS, WATCH, BACK = "巩固到位", "继续巩固", "回炉"
VERDICTS = (HOLDS, WATCH, BACK)
UNHAPPY = "不满意"
PEOPLE = ("满意", "基本满意", UNHAPPY, "不涉及群众")
MONTHLY, STUDY_MEETING = "月度听取", "集体研判"
MEETING_KINDS = (MONTHLY, STUDY_MEETING, "其他")
TAKE_UP, LEAVE = "登记", "不登记"
FOUND_CHOICES = (TAKE_UP, LEAVE)
CONFIRMED, CORRECTED = "确认", "改正"
RESULT_CHOICES = (CONFIRMED, CORRECTED, "不计")

# fmt: off
CLOSEOUT = Form(
    "销号审核",
    "办公室在白底栏目里填认定意见、认定人、认定日期和依据，保存后下次运行时核对、采用并记入“办理记录”；"
    "没有认定的一律留号。别的措施要限时办结、延期、回炉、撤销的，在末尾空行填措施编号办理。",
    (
        Column("number", "措施编号", "key", width=9),
        Column("matter", "事项", owner=_TOOL, width=10),
        Column("lead_unit", "牵头单位", owner=_TOOL, width=14),
        Column("problem", "反馈问题", owner=_TOOL, width=26),
        Column("measure", "整改措施", owner=_TOOL, width=34),
        Column("state", "状态", owner=_TOOL, width=9),
        Column("round", "轮次", owner=_TOOL, width=6, note="第几次整改：回炉一次加一。"),
        Column("handed", "申报材料", owner=_TOOL, width=38),
        Column("decision", "认定意见", "choice", choices=DECISIONS, width=11,
               note="从下拉选项里选；空着就是留号。"),
        Column("by", "认定人", width=9),
        Column("on", "认定日期", "date", width=12),
        Column("basis", "认定依据", width=26, note="看了什么材料、到了什么现场；认定销号空着时以申报的佐证材料为依据。"),
        Column("until", "办结期限", "date", width=12, note="限时办结、延期、回炉写办结日期；长期坚持写下次评估日期。"),
        Column("joined", "并入措施", "key", width=9, note="并项的写并入哪一条措施。"),
        Column("note", "说明", width=22),
        Column("answer", "核对结果", owner=_TOOL, width=26),
    ),
    spare=15,
)
RECORD = Form(
    "办理记录",
    "每一次状态变动和认定都记在这里，由工具登记，请勿改动；改动和删去的会按归档恢复并提醒。",
    (
        Column("week", "报告周", owner=_TOOL, width=11),
        Column("on", "日期", "date", owner=_TOOL, width=12),
        Column("number", "措施编号", "key", owner=_TOOL, width=9),
        Column("round", "轮次", owner=_TOOL, width=6),
        Column("what", "事项", owner=_TOOL, width=12),
        Column("old", "原状态", owner=_TOOL, width=9),
        Column("new", "新状态", owner=_TOOL, width=9),
        Column("by", "认定人或单位", owner=_TOOL, width=16),
        Column("basis", "依据", owner=_TOOL, width=34),
        Column("until", "期限", "date", owner=_TOOL, width=12),
        Column("note", "说明", owner=_TOOL, width=30),
    ),
    kept=True,
)
STUDY = Form(
    "研判事项",
    "提请集体研判的重点难点：超期30天以上、限时办结或回炉、重点关注、牵头单位不唯一、单位请求协调的。"
    "研判意见、决定事项、责任人、办结时限由办公室填写，下次运行照样保留；填过的，销号以前一直列着。",
    (
        Column("number", "措施编号", "key", owner=_TOOL, width=9),
        Column("problem", "反馈问题", owner=_TOOL, width=28),
        Column("measure", "整改措施", owner=_TOOL, width=34),
        Column("lead_unit", "牵头单位", owner=_TOOL, width=14),
        Column("leader", "分管领导", owner=_TOOL, width=9),
        Column("lamp", "亮灯", owner=_TOOL, width=11),
        Column("why", "列入原因", owner=_TOOL, width=28),
        Column("reason", "单位反映", owner=_TOOL, width=28),
        Column("opinion", "研判意见", width=24),
        Column("decided", "决定事项", width=24),
        Column("person", "责任人", width=9),
        Column("until", "办结时限", "date", width=12),
    ),
)
CHANGES = Form(
    "变更登记",
    "延期、调整牵头单位、调整措施在这里登记：谁申请、为什么、谁同意、谁批准。批准人和批准日期填好后，下次运行时核对、办理并记入“办理记录”。"
    "延期要在到期以前申请。",
    (
        Column("number", "措施编号", "key", width=9),
        Column("kind", "变更事项", "choice", choices=CHANGE_KINDS, width=12),
        Column("new", "改为", width=26, note="延期写新的日期，例 2020-07-31；牵头单位写单位全称；措施写新的文字。"),
        Column("asked_by", "申请单位", width=14),
        Column("on", "申请日期", "date", width=12),
        Column("why", "理由", width=30),
        Column("agreed", "牵头责任领导意见", width=18, note="姓名和日期，例：王建国 6月20日。"),
        Column("by", "批准人", width=9),
        Column("approved_on", "批准日期", "date", width=12),
        Column("answer", "办理结果", owner=_TOOL, width=32),
    ),
    spare=10,
    kept=True,
)
LOOK_BACKS = Form(
    "回头看",
    "已销号的措施到期回头看。抽中的到现场核查。办公室填查看日期、查看人、发现情况、群众评价和结论，下次运行时核对、办理并记入“办理记录”。",
    (
        Column("number", "措施编号", "key", owner=_TOOL, width=9),
        Column("time", "第几次", owner=_TOOL, width=7),
        Column("due", "应看日期", "date", owner=_TOOL, width=12),
        Column("lead_unit", "牵头单位", owner=_TOOL, width=14),
        Column("measure", "整改措施", owner=_TOOL, width=34),
        Column("closed_on", "销号时间", "date", owner=_TOOL, width=12),
        Column("drawn", "现场核查", owner=_TOOL, width=22, note="抽中的写明种子和权数，任何人可以按同样的种子重算。"),
        Column("on", "查看日期", "date", width=12),
        Column("by", "查看人", width=10),
        Column("found", "发现情况", width=32),
        Column("people", "群众评价", "choice", choices=PEOPLE, width=12),
        Column("verdict", "结论", "choice", choices=VERDICTS, width=11),
        Column("until", "整改期限", "date", width=12, note="结论是回炉的写。"),
        Column("answer", "办理结果", owner=_TOOL, width=28),
    ),
    kept=True,
)
MEETINGS = Form(
    "会议记录",
    "月度听取整改汇报、集体研判等会议，每个决定一行，办结以前一直跟踪。每月至少听取一次。",
    (
        Column("serial", "编号", owner=_TOOL, width=8),
        Column("on", "会议日期", "date", width=12),
        Column("kind", "会议类别", "choice", choices=MEETING_KINDS, width=12),
        Column("number", "涉及措施", "key", width=14, note="多条用顿号隔开。"),
        Column("decided", "决定事项", width=42),
        Column("unit", "责任单位", width=16),
        Column("person", "责任人", width=9),
        Column("until", "完成时限", "date", width=12),
        Column("done", "办理情况", width=30),
        Column("done_on", "办结日期", "date", width=12),
        Column("answer", "跟踪", owner=_TOOL, width=14),
    ),
    spare=10,
    kept=True,
)
FOUND = Form(
    "自查问题",
    "单位自己查出来的问题（报表里“问题来源”写“自查”），等办公室决定是否登记进台账。",
    (
        Column("week", "报告周", owner=_TOOL, width=11),
        Column("unit", "填报单位", owner=_TOOL, width=14),
        Column("kind", "性质", owner=_TOOL, width=8, note="共性、个性或苗头性，按单位写的。"),
        Column("problem", "问题", owner=_TOOL, width=34),
        Column("measure", "拟采取的措施", owner=_TOOL, width=34),
        Column("target", "量化标准或检验指标", owner=_TOOL, width=20),
        Column("deadline", "整改时限", owner=_TOOL, width=14),
        Column("decision", "办公室意见", "choice", choices=FOUND_CHOICES, width=11),
        Column("by", "决定人", width=9),
        Column("on", "决定日期", "date", width=12),
        Column("note", "说明", width=22),
        Column("answer", "办理结果", owner=_TOOL, width=24),
    ),
    kept=True,
)
RESULTS = Form(
    "成果统计",
    "制度、资金、人员、专项整治的成果：单位在“完善制度”“涉及金额”“追责情况”里填的，和从进展、佐证里提出来请核实的。"
    "“认定”选确认、改正（核定数填准确的数）或不计；只有确认和改正的才计入统计。列过的一直保留。",
    (
        Column("number", "措施编号", "key", owner=_TOOL, width=9),
        Column("lead_unit", "牵头单位", owner=_TOOL, width=14),
        Column("kind", "成果类别", owner=_TOOL, width=11),
        Column("what", "内容", owner=_TOOL, width=34),
        Column("count", "数量", owner=_TOOL, width=9),
        Column("unit", "单位", owner=_TOOL, width=7),
        Column("source", "来源", owner=_TOOL, width=24),
        Column("words", "依据的原文", owner=_TOOL, width=46),
        Column("decision", "认定", "choice", choices=RESULT_CHOICES, width=9),
        Column("fixed", "核定数", width=9, note="改正的填准确的数，资金按万元。"),
        Column("by", "认定人", width=9),
        Column("on", "认定日期", "date", width=12),
    ),
)
# fmt: on

FORMS: tuple[Form, ...] = (CLOSEOUT, LOOK_BACKS, CHANGES, MEETINGS, FOUND, STUDY, RESULTS, RECORD)
BY_NAME: dict[str, Form] = {form.name: form for form in FORMS}

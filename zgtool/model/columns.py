"""The one column schema of the ledger.

Forms, drop-downs, locks, heading matching, reading, required cells, merge rights, diff
labels, the written ledger and the manual all read `LEDGER`. Adding a column is one entry.
Headings and aliases follow what offices use (column facts, section 1); where one heading
can mean two things the choice is made in `reading.headings`, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Owner(Enum):
    """Who may change a column: the office, the lead unit, or zgtool, which computes it."""

    OFFICE = "办公室"
    UNIT = "牵头单位"
    TOOL = "工具计算"


class Level(Enum):
    """What a value belongs to; cells of a problem or a point are written merged over their measures."""

    PROBLEM = "问题"
    POINT = "要点"
    MEASURE = "措施"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the ledger.

    kind: text | key | unit | units | deadline | date | percent | choice
    fillable: an office column that the unit may fill where the office left it empty.
    core: always written; other columns are written once a row holds a value for them.
    note: what to fill in, for the heading and the manual. example: a cell as it should be, for the unit
    that has to mend one. width: in characters of the workbook's default font.
    """

    key: str
    heading: str
    kind: str = "text"
    owner: Owner = Owner.OFFICE
    level: Level = Level.MEASURE
    required: bool = False
    fillable: bool = False
    core: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    note: str = ""
    example: str = ""
    width: float = 12


RESULT_GROUPS = ("政治建设", "主体责任", "组织力", "作风形象")
HORIZONS = ("立行立改", "限期整改", "长期坚持")
STATUSES = ("未启动", "推进中", "基本完成", "已完成待认定", "申请销号", "持续整改")
STATES = ("挂号", "整改中", "申请销号", "限时办结", "延期", "长期坚持", "回炉", "已销号", "巩固", "撤销")


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_OFFICE, _UNIT, _TOOL = Owner.OFFICE, Owner.UNIT, Owner.TOOL

# One column, one entry: the table is to be read as a table.
# fmt: off
LEDGER: tuple[Column, ...] = (
    Column("number", "措施编号", "key", core=True, width=9, aliases=_names("措施序号"),
           note="由办公室编定，格式为“问题号-措施号”，例：3-2。请勿改动。"),
    Column("problem_no", "问题编号", "key", level=Level.PROBLEM, core=True, width=6,
           aliases=_names("问题编码 问题序号 任务编号 督办编号 任务id"), note="由办公室编定。请勿改动。"),
    Column("source", "问题来源", level=Level.PROBLEM, width=12,
           aliases=_names("任务来源 来源类型 来源描述 反馈来源")),
    Column("category", "问题类别", level=Level.PROBLEM, core=True, width=12,
           aliases=_names("问题分类 巡视反馈重点方面 隐患类别 任务类别 问题线索类别 发生领域 类型 一级标题 反馈类别 "
                          "方面 涉及方面 问题类型 重点方面")),
    Column("problem", "反馈问题", level=Level.PROBLEM, core=True, required=True, width=30,
           aliases=_names("巡视反馈重点内容 问题标题 问题内容 任务内容 存在的问题或隐患 存在隐患或问题 存在的安全隐患 "
                          "问题描述 重点工作内容 工作内容 议定事项 在审计报告中的表述 整改隐患内容 整改问题 二级标题 "
                          "巡视反馈意见 巡视反馈问题 反馈意见 主要问题 存在问题 督办事项 整改任务 重点内容 问题名称"),
           note="巡视反馈原文。请勿改动。"),
    Column("problem_deadline", "问题整改时限", "deadline", level=Level.PROBLEM, width=14,
           aliases=_names("问题整改期限 问题完成时限 问题办结时限"), note="整个问题的时限；各项措施的整改时限不晚于它。"),
    Column("point_no", "要点编号", "key", level=Level.POINT, core=True, width=7,
           note="由办公室编定，格式为“问题号（要点号）”，例：3（2）。请勿改动。"),
    Column("point", "问题要点", level=Level.POINT, core=True, width=26,
           aliases=_names("具体问题 巡视反馈具体问题 具体问题表述 问题详情 问题概要 三级标题 具体表现 问题表现 "
                          "要求要点 具体内容 要点"),
           note="问题里的每一点要求，都要有对应的整改措施。"),
    Column("goal", "整改目标", fillable=True, width=18,
           aliases=_names("整改落实目标 任务目标 成果体现 阶段整改目标 整改要求 有关要求 预期目标 目标任务"),
           example="建立按岗培训制度，科级以上干部全部轮训一遍"),
    Column("measure", "整改措施", core=True, required=True, fillable=True, width=38,
           aliases=_names("措施内容 整改计划 采取的整改措施 细化的整改措施 方案内容 工作计划 整改治理要求 具体措施 "
                          "整改举措 主要措施 落实措施"),
           note="写清做什么、做多少、谁来做；经分管领导审定后由办公室掌握。",
           example="9月30日前举办2期执法业务培训班，全体监察员轮训一遍"),
    Column("target", "量化标准或检验指标", core=True, fillable=True, width=24,
           aliases=_names("检验指标 整改标准 整改完成标准 量化标准 量化指标 可视化检验指标 验收标准 完成标志 销号标准 "
                          "成效标准 完成标准 量化标准/检验指标"),
           note="能量化的写数量、比例、次数；不能量化的写看得见的成果，例：印发《××办法》。",
           example="举办培训班2期，参训46人次，覆盖率100%；印发《培训管理办法》"),
    Column("horizon", "整改类型", "choice", choices=HORIZONS, core=True, fillable=True, width=10,
           aliases=_names("是否常态化坚持 是否集中整改期完成 整改类别 整改分类 时限类型"),
           note="立行立改、限期整改或长期坚持。",
           example="限期整改"),
    Column("lead_unit", "牵头单位", "unit", core=True, required=True, fillable=True, width=12,
           aliases=_names("牵头部门 整体牵头部门/负责人 责任单位 责任部门 整改责任单位 整改责任单位/责任人 整改单位 "
                          "整改主体 整改主责部门 具体责任单位 承办单位 承办单位/部门 主办单位 所属责任公司 被检查单位 "
                          "责任处室 责任科室 牵头处室 主责单位 牵头责任单位 整改牵头单位 整体牵头部门 牵头整改部门"),
           note="只能有一个牵头单位。",
           example="人事处"),
    Column("supporting_units", "配合单位", "units", core=True, fillable=True, width=14,
           aliases=_names("配合单位/部门 协办部门 协办单位 配合单位或部门 配合部门 协同单位 参与单位 配合责任单位"),
           note="多个单位之间用顿号隔开。",
           example="财务处、办公室"),
    Column("leader", "分管领导", core=True, fillable=True, width=9,
           aliases=_names("责任领导 牵头领导 牵头区领导 有限公司责任领导 协助整改工作的领导 配合领导 牵头责任领导 "
                          "分管局领导 包抓领导 分管负责同志"),
           example="张××"),
    Column("person", "责任人", core=True, fillable=True, width=9,
           aliases=_names("整改责任人 整改第一责任人 主要责任人 责任干部 整改人 具体责任人 责任人员 经办人 承办人 负责人"),
           example="李××"),
    Column("contact", "联系人", fillable=True, width=14,
           aliases=_names("联络人 联系电话 联络员 牵头整改部门责任人及联系电话 填表人")),
    Column("deadline", "整改时限", "deadline", core=True, required=True, fillable=True, width=14,
           aliases=_names("整改期限 完成时限 计划完成时间 计划完成日期 预计完成时间 对应的完成时间 要求完成时间 截止日期 "
                          "整改截止时间 交办期限 完成期限 整改时间 时限 办理时限 时间节点 整改完成时限"),
           note="至少细化到旬，例：2020年6月下旬、2020年6月30日前。",
           example="2020年6月下旬"),
    Column("limit", "限办期限", "date", width=11, aliases=_names("限时办结期限 延期至 限办时限"),
           note="限时办结、延期、回炉时由办公室在“销号审核”里定的日期；有它的按它计算超期，整改时限保留原定的。"),
    Column("approval", "分管领导审定", fillable=True, width=14,
           aliases=_names("分管领导审定意见 分管领导签字 分管领导审签 措施审定"), note="写审定措施的分管领导姓名和日期，例：李卫东6月1日。"),
    Column("office_check", "办公室审核", width=12, aliases=_names("整改办审核 办公室审核意见"), note="写审核的日期。"),
    Column("party_review", "党组审议", width=12, aliases=_names("党组会审议 党组审定"), note="写党组会审议的日期。"),
    Column("filing", "上级备案", width=12, aliases=_names("上级备案日期 报上级备案"), note="写报上级备案的日期。"),
    Column("stage_goal", "阶段目标", fillable=True, width=20, aliases=_names("阶段性目标 近期目标 阶段任务"),
           note="长期坚持的措施写这一阶段做到什么程度。"),
    Column("next_review", "下次评估时间", "date", fillable=True, width=11,
           aliases=_names("下次评估日期 下次检查时间 下次复核时间 下次回头看时间"), note="长期坚持的措施写下一次评估的日期。"),
    Column("expected_end", "预计完成期", "deadline", fillable=True, width=14,
           aliases=_names("预计完成期限 预计销号时间 预计最终完成时间"), note="长期坚持的措施写预计到什么时候可以销号。"),
    Column("registered_on", "挂号日期", "date", core=True, width=11, note="登记进台账的日期，由工具填写。"),
    Column("due_day", "最后期限", "date", _TOOL, core=True, width=11, note="工具按整改时限算出的最后一天。"),
    Column("lamp", "亮灯", "text", _TOOL, core=True, width=8, note="超期、临期、正常、已销号，由工具计算。"),
    Column("state", "状态", "choice", choices=STATES, core=True, width=9, aliases=_names("在册状态 台账状态"),
           note="由办公室掌握。认定销号时改为“已销号”，并填写销号时间和验收人。"),
    Column("status", "完成状态", "choice", _UNIT, choices=STATUSES, core=True, width=11,
           aliases=_names("具体问题整改完成情况 任务状态 整改状态 是否销号 是否已完成整改 是否完成 议定事项状态 复查结果 "
                          "整改状态(已完成/推进中) 销号情况"),
           note="由牵头单位选填；符合销号条件的选“申请销号”。",
           example="推进中"),
    Column("rate", "完成率", "percent", _UNIT, core=True, width=8,
           aliases=_names("整改进度 本周进度 完成百分比 进度 序时进度"), note="按百分比填写，例：80%。",
           example="50%"),
    Column("support", "配合单位情况", width=30,
           note="配合单位报的本单位这一部分，由工具逐周登记，供对照。"),
    Column("claimed", "认领", width=18, note="牵头单位第一次报送这条措施的日期和责任人，由工具登记。"),
    Column("last_rate", "上周进度", "percent", _UNIT, width=8),
    Column("last_progress", "上期进展", "text", _TOOL, width=24, note="上一期报的进展，供对照；请在“本周进展”里写新的。"),
    Column("progress", "本周进展", "text", _UNIT, core=True, width=38,
           aliases=_names("进展情况 问题完成情况概述 整改情况 整改描述 整改情况描述 落实情况 实际完成情况 完成情况 "
                          "进度情况 已采取的整改措施 整改进展 工作进展 整改落实情况 整改完成情况 本周工作进展 本周整改进展"),
           note="写本周做了什么、做成多少；没有进展的写明原因。",
           example="6月9日召开动员会，举办第1期培训班，参训23人，完成50%"),
    Column("done_on", "完成时间", "date", _UNIT, core=True, width=11,
           aliases=_names("实际完成时间 整改完成时间 整改到位时间 措施完成时间 完成日期 整改结束时间 办结时间 "
                          "完成/作废时间"),
           example="2020-06-18"),
    Column("evidence", "佐证材料", "text", _UNIT, core=True, width=22,
           aliases=_names("完成附件文件 佐证材料附件 附件名称 整改后图片 整改前图片 整改成果描述 整改成果 成效清单 "
                          "支撑材料 印证材料 备查材料"),
           note="逐项写名称、文号或日期；申请销号时必填。",
           example="《关于印发培训管理办法的通知》（×人〔2020〕12号）；第1期培训签到表（6月9日）"),
    Column("report", "专项报告", "text", _UNIT, core=True, width=16, aliases=_names("销号专项报告 专项整改报告"),
           note="申请销号时写专项报告的名称和日期。",
           example="《问题3整改情况专项报告》（2020年6月18日）"),
    Column("review", "牵头责任领导审查", "text", _UNIT, core=True, width=14,
           aliases=_names("领导审查 分管领导审查 审查签字 审定签字"), note="申请销号时写审查领导的姓名和日期。",
           example="张××，2020年6月18日"),
    Column("reason", "未完成原因", "text", _UNIT, core=True, width=18,
           aliases=_names("未整改到位问题原因及下一步计划 延期说明 滞后原因 原因分析 困难问题 需协调解决的问题 "
                          "存在困难 存在的困难"),
           example="省外师资受疫情影响未能到位，第2期培训班推迟"),
    Column("next_step", "下一步措施", "text", _UNIT, core=True, width=18,
           aliases=_names("下步措施 下一步计划 下一步工作计划 下一步打算 下周计划 下步打算"),
           example="6月24日前举办第2期培训班，6月30日前完成考核"),
    Column("amount", "涉及金额", "text", _UNIT, width=10,
           aliases=_names("问题金额 问题整改金额 整改资金 追缴资金 归还原渠道")),
    Column("accountability", "追责情况", "text", _UNIT, width=14,
           aliases=_names("追责问题情况 整改不力问责人员数 问责情况")),
    Column("systems", "完善制度", "text", _UNIT, width=14, aliases=_names("完善制度情况 制度数量 建章立制情况")),
    Column("instruction", "领导批示", width=14, aliases=_names("领导批注 上级知晓 审核意见 审批意见 审签意见")),
    Column("closed_on", "销号时间", "date", core=True, width=11,
           aliases=_names("整改销号日期 复查时间 验收时间 闭环时间 复查通过时间"), note="办公室认定销号的日期。"),
    Column("accepted_by", "验收人", core=True, width=9,
           aliases=_names("复查人 整改验证人 销号人 验收单位 认定人"), note="作出认定的人。"),
    Column("measure_kind", "措施类型", width=10),
    Column("focus", "重点关注", width=10, aliases=_names("是否重点关注 重点关注情形")),
    Column("publication", "公开", width=10, note="可以向社会公开的写“公开”；空着或者写别的都不公开。", aliases=_names("拟不公开理由 具体问题(拟不公开)")),
    Column("result_group", "成效归类", "choice", level=Level.PROBLEM, choices=RESULT_GROUPS, width=10,
           note="向上级报告时归在哪一类成效下；都不填的按问题类别分组。"),
    Column("remark", "备注", "text", _UNIT, core=True, width=16, aliases=_names("备注说明 说明 其他")),
)
# fmt: on

SERIAL = Column(
    "serial",
    "序号",
    "key",
    aliases=_names("编号 No. 序 NO"),
    note="单位表里的序号：可能是问题号，也可能只是行号，不单独作为依据。",
)
"""序号 is read for what it may tell, never written and never trusted alone."""

BY_KEY: dict[str, Column] = {c.key: c for c in (*LEDGER, SERIAL)}
PROBLEM_KEYS = tuple(c.key for c in LEDGER if c.level is Level.PROBLEM)
POINT_KEYS = tuple(c.key for c in LEDGER if c.level is Level.POINT)
CORE_KEYS = tuple(c.key for c in LEDGER if c.core)
TOOL_KEYS = frozenset(c.key for c in LEDGER if c.owner is Owner.TOOL)
EXTRA = "+"
"""Keys of columns that are not in the schema: this mark, then the heading as the file has it."""

FORM_VERSION = "1"
"""Version of the form handed out; readers accept every version up to this one."""


def heading_of(key: str) -> str:
    """The heading shown for a column key, also for a column of the office's own ("+名称")."""
    return key[1:] if key.startswith(EXTRA) else BY_KEY[key].heading


def example_of(key: str) -> str:
    """A cell of this column as it should be; "" where the schema has no example."""
    return BY_KEY[key].example if key in BY_KEY else ""


def owner_of(key: str) -> Owner:
    """Who may change a column; a column added by hand belongs to the office."""
    return Owner.OFFICE if key.startswith(EXTRA) else BY_KEY[key].owner


def level_of(key: str) -> Level:
    """Whether a column speaks of the problem, the point or the measure."""
    return Level.MEASURE if key.startswith(EXTRA) else BY_KEY[key].level

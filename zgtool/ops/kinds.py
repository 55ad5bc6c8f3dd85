"""What merging can find: the X codes, shown in the rule catalogue like every other."""

from __future__ import annotations

from zgtool.model.finding import Kind, Severity

_WHY_OWNER = "办公室栏目经分管领导审定、党组审议后由办公室掌握，改动要先报批。"

OFFICE_COLUMN_CHANGED = Kind(
    "X101",
    "办公室掌握的栏目被改动",
    Severity.WARNING,
    "台账保持原样。确需调整的，请说明理由并按程序报批，由办公室在总台账里改。",
    _WHY_OWNER,
)
BOTH_CHANGED = Kind(
    "X102",
    "办公室和单位都改了同一格",
    Severity.WARNING,
    "台账保留办公室的填法。请办公室与单位核对后在总台账里定一个。",
    "两处改动不能由工具替人取舍。",
)
ROW_MISSING = Kind(
    "X103",
    "台账里有、单位没有报的措施",
    Severity.WARNING,
    "已留号，按上期内容保留。请单位说明是漏报、并入其他措施还是申请撤销。",
    "问题未处理好一直留号，任何一项不因漏报而离开台账。",
)
NEW_ROW = Kind(
    "X104",
    "单位新增的措施",
    Severity.WARNING,
    "已编号列入台账。请办公室确认；需审定的，请单位补报分管领导审定意见。",
    "新增措施同样要经分管领导审定。",
)
FILLED_IN = Kind("X105", "单位补填了办公室栏目的空格", Severity.INFO, "已列入台账，请办公室过目。")
ROW_RESTORED = Kind(
    "X106",
    "总台账里被删去的措施已恢复",
    Severity.WARNING,
    "已按上期内容恢复并留号。确需撤销的，请在“销号审核”里办理，不要删行。",
    "措施离开台账要有办公室的认定记录。",
)
DOUBTFUL_MATCH = Kind(
    "X107",
    "对不上台账里的哪一条措施",
    Severity.ERROR,
    "本行暂不并入。请单位填上措施编号，或在最近的台账表上填报。",
    "不确定的对应关系不由工具猜。",
)
UNKNOWN_PROBLEM = Kind(
    "X108",
    "台账里没有这个问题",
    Severity.ERROR,
    "本行暂不并入。属于巡视反馈问题的请核对问题原文；自查发现的问题请报办公室登记。",
    "问题由办公室登记后才进台账。",
)
DUPLICATE_ROW = Kind(
    "X109",
    "同一措施在本表出现两次",
    Severity.ERROR,
    "重复的行没有并入。请单位只留一行，填上最新的情况。",
    "两行内容不同时，工具无从判断以哪行为准。",
)
NOT_LEAD = Kind(
    "X110",
    "不是本单位牵头的措施",
    Severity.ERROR,
    "本行暂不并入，台账以牵头单位所报为准。请由牵头单位报送。",
    "每项措施只由牵头单位报送。",
)
STATE_REFUSED = Kind(
    "S201",
    "状态不能这样改",
    Severity.WARNING,
    "台账保留原来的状态。请按“挂号—整改中—申请销号—已销号（或限时办结、回炉）”的次序办理。",
    "销号只由办公室凭佐证认定。",
)
CLOSE_OUT_UNSIGNED = Kind(
    "S202",
    "销号或撤销的时间、认定人没有写明",
    Severity.WARNING,
    "状态暂时不改。请在总台账里补填销号时间（不晚于今天）和验收人，或者在“销号审核”里认定。",
    "谁认定、何时认定要有记录。",
)
DECISION_HELD = Kind(
    "S211",
    "销号审核里的认定没有采用",
    Severity.WARNING,
    "措施留号，填的内容仍在“销号审核”里。请按“核对结果”补正，下次运行时再核对。",
    "谁认定、何时认定、凭什么认定要有记录，缺一样都不算。",
)
REQUEST_FAULTY = Kind(
    "S212",
    "申请销号的材料不合要求，没有受理",
    Severity.WARNING,
    "请补正后再申请销号。",
    "申请销号要有专项报告、佐证材料，牵头责任领导审查要有姓名和日期，工作要已经做完。",
)
EXTENSION_UNDATED = Kind(
    "S213",
    "延期没有写明到哪一天",
    Severity.WARNING,
    "状态没有改。请在“限办期限”栏写明日期，或者在“销号审核”里办理延期。",
    "没有日期的延期等于没有时限。",
)
RECORD_RESTORED = Kind(
    "S214",
    "办理记录被改动，已按归档恢复",
    Severity.WARNING,
    "请勿修改“办理记录”。登记有误的，在“销号审核”里另作认定，原来的记录保留。",
    "认定记录是措施离开在册清单的唯一凭据。",
)
LINE_HELD = Kind(
    "S215",
    "附表里填的一行没有办理",
    Severity.WARNING,
    "填的内容还在，原因写在“办理结果”里。请补正后下次运行再办。",
    "延期、变更、回头看和登记都要写明谁、何时、为什么，缺一样都不算。",
)
LINES_RESTORED = Kind(
    "S216",
    "总台账附表里办过的行不见了，已恢复",
    Severity.WARNING,
    "请勿删除办过的行和这几张附表。",
    "办理的依据要一直查得到。",
)
MEETING_FAULTY = Kind(
    "S221",
    "会议记录填得不全",
    Severity.WARNING,
    "请在“会议记录”里补齐会议日期、类别，每个决定写明谁办、何时办完。",
    "会议的决定要逐条落到人、落到时限，才能跟踪。",
)
MONTH_UNHEARD = Kind(
    "S222",
    "上个月没有听取整改汇报的记录",
    Severity.WARNING,
    "开过会的，请补记在“会议记录”里；没有开的，请尽快安排。",
    "领导小组每月至少听取一次整改情况汇报。",
)
OWN_FIND = Kind(
    "X129",
    "单位报来自查发现的问题",
    Severity.INFO,
    "已列入“自查问题”，请办公室决定是否登记。",
    "问题由办公室登记后才进台账。",
)
DUPLICATE_NUMBER = Kind(
    "X111",
    "总台账里有重复的措施编号",
    Severity.WARNING,
    "后出现的一行已另编新号。请办公室核对两行是否同一措施。",
    "编号一经使用不再用于别的措施。",
)
SUPERSEDED = Kind(
    "X113",
    "同一单位报了不同的文件，以后到的为准",
    Severity.WARNING,
    "请单位确认应以哪一份为准。",
    "两份内容不同，工具只采用后到的一份，先到的照样归档。",
)
NUMBER_RESTORED = Kind(
    "X115",
    "总台账里的措施编号被改动，已恢复",
    Severity.WARNING,
    "编号一经使用不再改动，请勿修改。",
    "编号是查找一项措施全部经过的依据。",
)
NUMBER_DIFFERS = Kind(
    "X116",
    "措施编号与内容对不上，按内容认定",
    Severity.WARNING,
    "请核对后改回下发时的编号；新增措施的编号请留空。",
    "编号由办公室编定，单位不要改动。",
)
UNITS_DIFFER = Kind(
    "X117",
    "两个牵头单位报的不一样",
    Severity.WARNING,
    "台账暂用先列单位的填法。请两个单位核对，并由办公室明确一个牵头单位。",
    "每项措施只由一个牵头单位报送。",
)
EMPTY_REPORT = Kind(
    "X118",
    "表里没有填报任何措施",
    Severity.ERROR,
    "请在表里填好本单位的措施后重新报送；没有进展的也要逐条写明。",
    "只有表头的表不能算已经报送。",
)
OWN_SHEET_LEFT = Kind(
    "X119",
    "总台账里自己加的工作表没有带到新的总台账",
    Severity.WARNING,
    "原来的总台账保存在归档里，请把需要的工作表另存为单独的文件。",
    "总台账每周重新写出，只有“总台账”一页的行和栏是逐周带下去的。",
)
WEEK_DOUBTFUL = Kind(
    "X126",
    "报告周对不上，整份没有并入",
    Severity.ERROR,
    "请核对是不是误用了以前的表；确是本周的，请用本周下发的表填报，或者改正填报时间后重新报送。",
    "不知道是哪一周的，就不能替单位更新台账。",
)
SUPPORT_DIFFERS = Kind(
    "X127",
    "配合单位与牵头单位报的对不上",
    Severity.WARNING,
    "请牵头单位会同配合单位核实后重报。",
    "牵头单位对整项措施负责，配合的部分没有做完，整项就没有做完。",
)
UNCLAIMED = Kind(
    "X128",
    "还有没有认领的措施",
    Severity.INFO,
    "请牵头单位尽快报送第一份台账；对牵头单位有异议的，书面报办公室，由分管领导确定。",
    "第一次报送视为认领，没有认领的措施无人负责。",
)
EVIDENCE_KEPT = Kind(
    "F310",
    "单独报送的佐证材料已随台账留存",
    Severity.INFO,
    "不需要处理。佐证材料最好与台账放在同一个文件夹或压缩包里，文件名写上单位。",
    "不是台账的文件不参加合并，文档只看属性和文字，用来与台账核对。",
)
SAME_FILE = Kind(
    "X114",
    "与另一个文件完全相同，没有重复处理",
    Severity.INFO,
    "不需要处理。",
    "同一份文件只算一次。",
)

KINDS = (
    OFFICE_COLUMN_CHANGED,
    BOTH_CHANGED,
    ROW_MISSING,
    NEW_ROW,
    FILLED_IN,
    ROW_RESTORED,
    DOUBTFUL_MATCH,
    UNKNOWN_PROBLEM,
    DUPLICATE_ROW,
    NOT_LEAD,
    STATE_REFUSED,
    CLOSE_OUT_UNSIGNED,
    DECISION_HELD,
    REQUEST_FAULTY,
    EXTENSION_UNDATED,
    RECORD_RESTORED,
    LINE_HELD,
    LINES_RESTORED,
    MEETING_FAULTY,
    MONTH_UNHEARD,
    OWN_FIND,
    DUPLICATE_NUMBER,
    SUPERSEDED,
    EVIDENCE_KEPT,
    SAME_FILE,
    SUPPORT_DIFFERS,
    UNCLAIMED,
    OWN_SHEET_LEFT,
    WEEK_DOUBTFUL,
    NUMBER_RESTORED,
    NUMBER_DIFFERS,
    UNITS_DIFFER,
    EMPTY_REPORT,
)

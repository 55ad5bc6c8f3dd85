"""The codes of what can be wrong with 配置.xlsx (F90x–F92x) and with the work area (F93x)."""

from __future__ import annotations

from zgtool.model.finding import Kind, Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CONFIG_UNREADABLE = Kind(
    "F901", "配置文件打不开，全部按默认值处理", _ERROR,
    "请用 Excel 或 WPS 打开配置.xlsx，另存为 .xlsx 工作簿（不加密码）；打不开的，从模板重新填写。",
    "配置是单位名单和各项口径的唯一来源，读不到就只能按默认值办。",
)  # fmt: skip
CONFIG_ABSENT = Kind(
    "F902", "工作区里没有配置.xlsx，全部按默认值处理", _WARNING,
    "请把原来的配置.xlsx 放回工作区；没有的，在一个空文件夹里运行 zgtool init，取其中的配置.xlsx 填好放进来。",
    "没有单位名单就不知道谁没有报送。",
)  # fmt: skip
NO_UNITS = Kind(
    "F916", "单位名单是空的", _WARNING,
    "请在“单位”表里填上各单位的全称、简称和分管领导。",
    "没有单位名单就不知道谁没有报送，写错的单位名称也认不出来。",
)  # fmt: skip
BAD_VALUE = Kind(
    "F903", "设置内容不对，按默认值处理", _WARNING,
    "请按该行“说明”一栏的写法改正。",
    "看不懂的内容不猜，按默认值办并指出来。",
)  # fmt: skip
UNKNOWN_ENTRY = Kind(
    "F904", "没有这个设置项，这一行不起作用", _WARNING,
    "请对照模板改正项目名称；不用的行请删去。",
    "写错名称的设置如果不指出来，填写的人会以为已经生效。",
)  # fmt: skip
REPEATED_ENTRY = Kind(
    "F905", "重复填写，以前面一处为准", _WARNING,
    "请只保留一处。",
    "同一事项有两个说法时，先写的算数，后写的要人来定。",
)  # fmt: skip
PASSWORD_WRITTEN = Kind(
    "F906", "配置里写了密码，已停用发送邮件", _ERROR,
    "请删去密码并尽快更换；密码的存放办法见办公室手册“发邮件”一节。",
    "配置.xlsx 会被复制、归档和传阅，密码写在里面等于公开。",
)  # fmt: skip
NO_STORED_RESULT = Kind(
    "F907", "单元格是公式，文件里没有存下计算结果，按默认值处理", _WARNING,
    "请用 Excel 或 WPS 打开配置.xlsx 并保存一次，或者直接填写内容。",
    "公式的结果由 Excel 保存在文件里；其他程序生成的文件没有这个结果。",
)  # fmt: skip
SHEET_MISSING = Kind(
    "F908", "缺少这个工作表，按没有填写处理", _WARNING,
    "请从模板把这个工作表复制过来。",
    "整张表不见了，多半是误删。",
)  # fmt: skip
COLUMN_MISSING = Kind(
    "F909", "缺少必需的一列，这张表没有采用", _ERROR,
    "请对照模板恢复表头。",
    "缺了这一列，其余各列就没有着落。",
)  # fmt: skip
UNIT_REPEATED = Kind(
    "F910", "单位名称重复，以前面一行为准", _ERROR,
    "请删去重复的行；确是两个单位的，请写全称加以区别。",
    "同名的单位会把两家的台账混成一家。",
)  # fmt: skip
NAME_AMBIGUOUS = Kind(
    "F911", "这个名称也是另一个单位的名称，这里不采用", _WARNING,
    "请换一个不会混淆的简称或曾用名。",
    "一个名称指向两家单位时，台账会归错单位。",
)  # fmt: skip
BAD_MAIL = Kind(
    "F912", "邮箱地址不对，没有采用", _WARNING,
    "请写成 name@example.gov.cn 的样子，一格只写一个地址。",
    "地址不对的邮件会退信，严重的会发给不相干的人。",
)  # fmt: skip
ROW_INCOMPLETE = Kind(
    "F913", "这一行没有填全，没有采用", _WARNING,
    "请补齐必填的栏目，或者删去这一行。",
    "缺了必填内容的行不知道该怎么用。",
)  # fmt: skip
ROW_NOT_UNDERSTOOD = Kind(
    "F914", "这一格看不懂，这一行没有采用", _WARNING,
    "请按表头的说明改正。",
    "看不懂的内容不猜。",
)  # fmt: skip
COLUMN_UNUSED = Kind(
    "F915", "这一列不是配置项，没有使用", _INFO,
    "自用的列可以保留；表头写错的请对照模板改正。",
    "表头写错的列如果不指出来，填写的人会以为已经生效。",
)  # fmt: skip

MANIFEST_DAMAGED = Kind(
    "F931", "归档清单缺失或已损坏，这一期按没有归档处理", _ERROR,
    "请从备份恢复这个文件夹；没有备份的，请联系维护人员，不要自行修改。",
    "清单是“这一周已经办完”的凭据。",
)  # fmt: skip
FILED_FILE_CHANGED = Kind(
    "F932", "归档的文件被改动或丢失", _ERROR,
    "请从备份恢复；归档里的文件只查阅，不修改。",
    "归档要能还原当时收到什么、发出什么。",
)  # fmt: skip
CHAIN_BROKEN = Kind(
    "F933", "归档的前后衔接断了", _ERROR,
    "请核对是否有整周的文件夹被删除、替换或改名，并从备份恢复。",
    "每份清单都记着上一份的校验码，断开说明中间有改动。",
)  # fmt: skip
FILED_EXTRA = Kind(
    "F934", "归档里多出清单之外的内容", _INFO,
    "自行放入的文件请移到别处。",
    "清单之外的文件不受保护，也不会被使用。",
)  # fmt: skip
LEDGER_RESTORED = Kind(
    "F936", "总台账.xlsx 不在工作区里，已按最近一次归档恢复", _WARNING,
    "请核对是否有人移走或改名；移走之后的手工修改需要补录。",
    "总台账是唯一的底本，不能从空白重新开始。",
)  # fmt: skip
PUBLISHING_FINISHED = Kind(
    "F937", "上次运行已归档，没有做完的收尾现已补做", _INFO,
    "不需要处理。",
    "归档完成就算办完，其余步骤可以补做。",
)  # fmt: skip
REGISTER_LINE = Kind(
    "F938", "收文登记里的这一行看不懂，到件时间按文件时间计", _WARNING,
    "文件名写收件文件夹里的名称，到件时间写成 2020-06-12 10:40 的样子。",
    "是否迟报以到件时间为准。",
)  # fmt: skip
NOT_A_FILE = Kind(
    "F939", "收件里的这一项不是普通文件，或者没有权限打开，没有读取", _WARNING,
    "请把文件本身复制进来，不要放链接；打不开的文件夹请检查权限。",
    "链接会把别处的文件当成报送件。",
)  # fmt: skip
STILL_IN_INBOX = Kind(
    "F940", "文件已经归档，但没能从收件里移走", _WARNING,
    "请关闭打开它的程序，再把它从收件里删去；不删也不会重复合并。",
    "收件里只留还没有处理的文件。",
)  # fmt: skip

KINDS = (
    CONFIG_UNREADABLE,
    CONFIG_ABSENT,
    NO_UNITS,
    BAD_VALUE,
    UNKNOWN_ENTRY,
    REPEATED_ENTRY,
    PASSWORD_WRITTEN,
    NO_STORED_RESULT,
    SHEET_MISSING,
    COLUMN_MISSING,
    UNIT_REPEATED,
    NAME_AMBIGUOUS,
    BAD_MAIL,
    ROW_INCOMPLETE,
    ROW_NOT_UNDERSTOOD,
    COLUMN_UNUSED,
    MANIFEST_DAMAGED,
    FILED_FILE_CHANGED,
    CHAIN_BROKEN,
    FILED_EXTRA,
    LEDGER_RESTORED,
    PUBLISHING_FINISHED,
    REGISTER_LINE,
    NOT_A_FILE,
    STILL_IN_INBOX,
)

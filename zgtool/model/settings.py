"""What the office may set (配置.xlsx), as one frozen value, and the schema that describes it.

`BASIC` drives the sheet 基本: the written workbook with its notes and validation, the
reader and its complaints, `zgtool config check` and the manual.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from zgtool.model.finding import Finding, Severity
from zgtool.model.units import UnitList


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sheet 基本. kind: text | date | time | yes_no | choice | int | ints | path."""

    key: str
    label: str
    kind: str
    group: str
    note: str
    choices: tuple[str, ...] = ()


UPWARD_ALL, UPWARD_OPEN, UPWARD_MOVED = UPWARD_ROWS = ("全部", "未销号", "本周有变化")
HOLIDAY_POLICIES = ("提前", "顺延第一个工作日", "顺延第二个工作日", "本周免报", "照常")

BASIC: tuple[Entry, ...] = (
    Entry("bureau", "单位名称", "text", "本单位", "写全称，用于台账和报告的标题，例：××省煤矿安全监察局。"),
    Entry("office", "整改办名称", "text", "本单位", "报告的落款，例：局巡视整改领导小组办公室。"),
    Entry("addressee", "报告主送", "text", "本单位", "周报送给谁，例：局党组。"),
    Entry(
        "superior",
        "上级主送",
        "text",
        "本单位",
        "整改进展情况报告送给谁，例：省委巡视工作领导小组办公室；不填则不写主送。",
    ),
    Entry(
        "public_contact",
        "公开联系方式",
        "text",
        "本单位",
        "公开稿末尾的监督电话、地址、邮箱和公示期，例：监督电话：0000-0000000，公示期至7月10日；不填则不写。",
    ),
    Entry("inspection", "巡视名称", "text", "巡视", "例：2020年中央脱贫攻坚专项巡视。"),
    Entry(
        "feedback_day",
        "反馈日期",
        "date",
        "巡视",
        "巡视反馈意见的日期；“反馈之日起两个月内”这类时限从这一天算起。",
    ),
    Entry("plan_day", "方案印发日期", "date", "巡视", "整改方案印发的日期；省略年份的时限按这一天理解。"),
    Entry("meeting_day", "动员会日期", "date", "巡视", "“会后一周内”这类时限从这一天算起。"),
    Entry("phase_end", "集中整改期结束日期", "date", "巡视", "“集中整改期内”这类时限按这一天理解。"),
    Entry(
        "first_friday",
        "首次报送日期",
        "date",
        "报送",
        "第一个报送台账的星期五；报告里的“整改第几周”从这一周数起。",
    ),
    Entry("close_time", "报送截止时刻", "time", "报送", "每周五的截止时刻，默认 12:00。"),
    Entry(
        "holiday_policy",
        "遇节假日",
        "choice",
        "报送",
        "星期五放假时怎么办，默认提前到同一周节前最后一个工作日。",
        HOLIDAY_POLICIES,
    ),
    Entry("remind_days", "临期提醒天数", "ints", "时限", "到期前几天提醒，多个数用顿号隔开，默认 10、3。"),
    Entry(
        "ladder_days",
        "催办台阶天数",
        "ints",
        "时限",
        "超期几天后依次督办、告诫、通报约谈、建议移交，四个数用顿号隔开，默认 1、11、30、60；少写的台阶不用。",
    ),
    Entry("still_weeks", "停滞督办周数", "int", "时限", "连续几周没有进展就督办，默认 3；写 0 不督办。"),
    Entry(
        "ladder_to",
        "催办送达",
        "text",
        "时限",
        "预警、提醒、督办、告诫、通报约谈、建议移交各送给谁，依次用分号隔开。",
    ),
    Entry(
        "look_back_months", "回头看月数", "ints", "销号", "销号几个月后回头看，多个数用顿号隔开，默认 3、6。"
    ),
    Entry(
        "draw_share", "现场核查比例", "int", "销号", "到期的回头看里抽百分之几现场核查，默认 20；至少抽一条。"
    ),
    Entry(
        "draw_seed",
        "抽查种子",
        "text",
        "销号",
        "随机抽取用的种子，写当众摇出的号码最好；不写用报告周，例 2020-W37。",
    ),
    Entry("month_end_is_fine", "月底视为旬", "yes_no", "时限", "“6月底前”是否算细化到旬，默认否。"),
    Entry(
        "weekly_template", "周报模板", "path", "文书", "模板文件夹里的 Word 模板文件名；不填则用自带的模板。"
    ),
    Entry(
        "upward_form",
        "上报表",
        "path",
        "文书",
        "模板文件夹里上级发的空白表（.xlsx）；zgtool report upward 照“上报对照”表填好，不填则不用。",
    ),
    Entry("upward_rows", "上报范围", "choice", "文书", "上报表里写哪些措施，默认全部。", UPWARD_ROWS),
    Entry("title_font", "标题字体", "text", "文书", "默认 方正小标宋简体。"),
    Entry("body_font", "正文字体", "text", "文书", "默认 仿宋_GB2312；正文里有生僻字的可改为 仿宋。"),
    Entry("kai_font", "楷体", "text", "文书", "默认 楷体_GB2312。"),
    Entry(
        "mail_allowed",
        "允许发送邮件",
        "yes_no",
        "邮件",
        "默认否：只生成邮件草稿，由人核对后用自己的邮箱发送。",
    ),
    Entry("mail_from", "发件邮箱", "text", "邮件", "整改办的邮箱地址。"),
    Entry("mail_server", "发件服务器", "text", "邮件", "SMTP 服务器地址，例：mail.example.gov.cn。"),
    Entry("mail_port", "发件端口", "int", "邮件", "465（SSL）或 587（STARTTLS）。"),
    Entry(
        "mail_user", "登录名", "text", "邮件", "不填则用发件邮箱。密码不写在这里，见办公室手册“发邮件”一节。"
    ),
    Entry("mail_ca", "证书文件", "path", "邮件", "内网邮箱使用自建证书时，填证书文件（PEM）的位置。"),
    Entry(
        "mail_domains",
        "允许的收件域名",
        "text",
        "邮件",
        "只向这些域名发送，多个用顿号隔开，例：example.gov.cn。",
    ),
)


VAGUE_WORD, CONCRETE_WORD = "空泛词", "具体词"
WORD_USES = (VAGUE_WORD, CONCRETE_WORD)


@dataclass(frozen=True, slots=True)
class Waiver:
    """豁免: which rule is waived for which unit or item, by whom, why, until when."""

    code: str
    unit: str = ""
    number: str = ""
    by: str = ""
    on: date | None = None
    why: str = ""
    until: date | None = None

    def in_force(self, today: date) -> bool:
        """Whether it has not run out."""
        return self.until is None or today <= self.until


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """A waiver in the papers: whether it is still in force, and what it kept off the list of findings."""

    waiver: Waiver
    in_force: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line of the sheet 收件人: who gets which paper. role: 周报主送 | 周报抄送."""

    name: str
    mail: str
    role: str = "周报主送"


@dataclass(frozen=True, slots=True)
class UpwardColumn:
    """One line of the sheet 上报对照: a heading of the superior's form, and the ledger's heading or a fixed text for it."""

    theirs: str
    heading: str = ""
    constant: str = ""


# eq=False: hashed by identity, for a cache asks for it with every deadline of every row.
@dataclass(frozen=True, slots=True, eq=False)
class DeadlineTerms:
    """Everything a deadline's meaning depends on besides its words and its base day, as one key."""

    events: tuple[tuple[str, date], ...]
    month_end_is_fine: bool
    workdays: tuple[tuple[date, bool], ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the office may set; the defaults are the rules of the process."""

    bureau: str = "本单位"
    office: str = "巡视整改领导小组办公室"
    addressee: str = "局党组"
    superior: str = ""
    public_contact: str = ""
    inspection: str = "巡视"
    feedback_day: date | None = None
    plan_day: date | None = None
    meeting_day: date | None = None
    phase_end: date | None = None
    first_friday: date | None = None
    close_time: time = time(12, 0)
    holiday_policy: str = "提前"
    remind_days: tuple[int, ...] = (10, 3)
    ladder_days: tuple[int, ...] = (1, 11, 30, 60)
    still_weeks: int = 3
    ladder_to: str = "承办人；承办人、分管领导；牵头单位主要负责人；主要负责人，抄送分管领导；党组书记、分管领导；党组、驻局纪检监察组"
    look_back_months: tuple[int, ...] = (3, 6)
    draw_share: int = 20
    draw_seed: str = ""
    month_end_is_fine: bool = False
    weekly_template: str = ""
    upward_form: str = ""
    upward_rows: str = UPWARD_ALL
    title_font: str = "方正小标宋简体"
    body_font: str = "仿宋_GB2312"
    kai_font: str = "楷体_GB2312"
    mail_allowed: bool = False
    mail_from: str = ""
    mail_server: str = ""
    mail_port: int = 465
    mail_user: str = ""
    mail_ca: str = ""
    mail_domains: tuple[str, ...] = ()
    units: UnitList = field(default_factory=UnitList)
    headings: Mapping[str, str] = field(default_factory=dict)
    """列名对照: the office's own heading → heading of the schema."""
    workdays: Mapping[date, bool] = field(default_factory=dict)
    """节假日: day → True for a workday, False for a day off; overrides the calendar."""
    closes: Mapping[str, datetime] = field(default_factory=dict)
    """节假日, per-week override: report week "2020-W26" → the close the office announced."""
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    """规则 → severity, None when switched off."""
    words: Mapping[str, str] = field(default_factory=dict)
    """词表: word → 空泛词 (does not count as a measure's content) or 具体词 (is a visible indicator by itself)."""
    waivers: tuple[Waiver, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    upward: tuple[UpwardColumn, ...] = ()
    """上报对照: what the columns of the superior's form are filled with, where their headings do not say."""
    deadline_terms: DeadlineTerms = field(init=False, repr=False, compare=False)
    vague_words: tuple[str, ...] = field(init=False, repr=False, compare=False)
    concrete_words: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        terms = DeadlineTerms(
            tuple(sorted(self.events.items())), self.month_end_is_fine, tuple(sorted(self.workdays.items()))
        )
        object.__setattr__(self, "deadline_terms", terms)
        for name, use in (("vague_words", VAGUE_WORD), ("concrete_words", CONCRETE_WORD)):
            object.__setattr__(self, name, tuple(word for word, said in self.words.items() if said == use))

    @property
    def events(self) -> dict[str, date]:
        """Days that deadlines are counted from, by the word a deadline uses for them."""
        days = {
            "反馈": self.feedback_day,
            "印发": self.plan_day,
            "会议": self.meeting_day,
            "集中整改期满": self.phase_end,
        }
        return {name: day for name, day in days.items() if day}

"""The grammar's words as one regular expression. It sees folded text only (`fold_deadline`).

Every alternative is anchored on concrete characters and bounded repeats: no backtracking that
could grow with the text. Inner group names are read in `deadline_read`.
"""

from __future__ import annotations

import re

from zgtool.language.deadline_festivals import FESTIVAL

CONNECT = r"[-至到]"
CLOCK = (
    r"(?:\(?(?:上午|下午|中午|晚上|晚|凌晨|早上|早|傍晚)?\)?"
    r"(?:[ t]?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+]\d\d:?\d\d)?(?: ?[ap]m)?"
    r"|\d{1,2}[时点](?:整|半|\d{1,2}分?)?|午)"
    r"(?:整|许)?|上午|下午|中午|晚上|晚间|傍晚|上?下班|(?<=[日号])[晚早])"
)
WEEKDAY_NOTE = r"\(?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])\)?"
# What may stand directly behind a date and belongs to it.
TAIL = re.compile(
    rf"(?:的)?(?:{WEEKDAY_NOTE})?{CLOCK}?"
    r"(?P<post>前后|前夕|左右|上下|以上|以外|(?:之|以|过)?后(?![勤续备进期])|之?日?起(?![草诉步])|开始|启动"
    r"|(?:之|以)?前(?!期|[1-4]个?季)|的?(?:召开的?|印发的?|下发的?)?(?:会议|通知|文件|批示|讲话|要求|精神)"
    r"|当天|当日|期间|假期|长假|小长假|放假)?(?P<post2>前|后|结束|期间)?"
)

_EVERY = (
    r"每(?:\d+|半|隔)?个?(?:年|月|周|星期|礼拜|季|日|天|学期|旬|工作日|次|晚)"
    r"|逐(?:年|月|周|季|日)|按(?:年|月|周|季|旬)(?![底末初中])|隔(?:年"
    r"|月|周|日|天)|双月|单月|月月(?![底末初中])"
    r"|(?<!\d)年年(?![底末终内初中度])|日日|天天|周周|半个?(?:年|月)"
    + (_ONCE := r"[一两1-9](?:次|报|调度|检查|通报|小结|总结|汇报|更新|清|结)")
)
_EVERY_SO_MANY = rf"\d+个?(?:年|月|周|星期|季度|季|天|日|学期){_ONCE}"
# Figures that are no date: shares, amounts, numbers of problems, list marks.
_HARMLESS = (
    r"\d+(?:\.\d+)?(?:%|个?百分点)|\d+(?:阶段|步)"
    r"|\d+(?:\.\d+)?(?:[-~、]\d+)*(?:个(?!工作日|自然日|日历|月|半|季|星期|礼拜|小时|年|旬)"
    r"|[项条次人名份家处件批类元万亿场座台套篇级户轮辆吨亩岗])"
    r"|\d+号(?:文|问题|令|楼|线)|\d+号?问题|\d{4}\)\d+号"
    r"|(?:(?<![\s\S])|(?<=[;,。(、:]))\d{1,2}(?:\)|[、:](?!\d{1,4}[-至到、]*\d*[日号])"
    r"|\.(?=\d{4}[年.]|\d{1,2}月))(?![月旬年日])"
    r"|(?<!\d)(?:19|20)\d\d(?=[-至到](?:19|20)\d\d年)"
)
_HARMLESS_WORDS = (
    r"百分之\d+"
    r"|(?:问题|序号|附件|措施|表|第|任务|清单|编号)\d+(?:[-.、,和及]\d+)*(?![\d.]*[年月日旬周季天号个])"
    r"(?:号|项|条|个问题|阶段|批|次|类)?"
    r"|第\d+(?:阶段|项|条|批|次|类|步|期|轮|个问题)|\(\d{1,2}\)(?![月旬年日号])"
)
_DURATION = (
    r"(?<![\d.第近满前上零q])(?:(?P<low>\d+)(?:个工作日|个月|个星期|个季度|天|日|周|年)?[-至到])?"
    r"(?:(?P<count>\d{1,3})(?P<count_unit>个?工作日|个?(?:自然日|日历[日天])"
    r"|天|日(?=[之以]?内|之?间)|个?(?:周|星期|礼拜)(?!年|[末一二三四五六日天])"
    r"|个半月|个月|个?小时|个季度|旬(?=[之以]?内)"
    r"|年半|年(?!度|[底末终初中年\d第q]|[上下前后]半|前\d|国庆|元旦|春节"
    r"|中秋|端午|清明|五一|七一|八一|十一|岁))"
    r"|半(?P<half_unit>年|个?月))(?P<within>[之以]?内|之间|里)?"
)
_YEAR = (
    r"(?:(?P<year>(?<!\d)\d{4}|(?<!\d)\d{2}(?=年(?:度|的|年?[底末终]|\d"
    r"|[上下]半|前[1-4]个?季|第|q|元旦|春节|国庆|中秋|端午|清明|五一"
    r"|七一|八一|十一)))(?:年(?!内?度?计)度?的?|[./-](?=\d{1,2}月)|[-/. ]?(?=q[1-4]|第[1-4]季度|[上下]半年))"
    r"|(?P<year_word>今年度?|本年度?|当年度?|同年|明年度?|来年|次年度?"
    r"|翌年|下一?年度?|后年|去年度?|上一?年度?(?!半)))"
)
_MONTH = (
    r"(?:(?:(?P<from_month>(?<!\d)\d{1,2})[-至到、])*(?P<month>(?<!\d)\d{1,2})月(?:份|的)?"
    r"|(?P<month_word>本|这个?|当|下下个?|下一?个?|次|上一?个?)月(?:份|的)?)"
    r"(?:(?:(?P<from_day>\d{1,2})[日号]?[-至到、](?=\d{1,2}[日号]))?"
    r"(?P<day>\d{1,2})(?:[日号]|(?!\d|\.\d|个|项|%|次|名|家|人|件|条|份|、|月|年|:|时|点))"
    r"|(?P<xun>[上中下](?:[、和及]?[上中下]){0,2})旬(?:末|底)?"
    r"|(?P<month_part>[上下]半月|月?底|月?末|初(?![步次审稿评核验级中期])"
    r"|中间|中(?![旬央层心国小学秋期等、共])))?"
)
_BARE_MONTH = (  # 月底 with nothing, or a word that leads up to a date, before it: XX月底 is a blank form
    r"(?:(?<![\s\S])|(?<=[-,;。:(、于在到至止前迟争保定拟划应须限则为是和及并计取求即]))"
    r"月(?P<bare_part>底|末|初(?![步次审稿评核验])|中(?![旬央层心国小学秋期])|内|以内|之内)"
)
_BARE_XUN = (
    r"(?<![年日周\dx_?)几某每各/.-])(?P<bare_xun>[上中下](?:[、和及]?[上中下]){0,2}"
    r"|本|这一?|当|下一?个?|上一?个?)旬(?:末|底)?"
)
_QUARTER = (
    r"(?:(?:第?(?:[1-4](?:季度?)?[-至到、和])*(?P<quarter>(?<!\d)[1-4]{1,4})季(?:度|(?=[末底中初前内]|$))"
    r"|前(?P<quarters>[1-4])个?季度|(?<![a-z])q(?P<q>[1-4])(?!\d)|(?<!\d)(?P<qq>[1-4])q(?![a-z\d])"
    r"|(?P<quarter_word>本|这个?|当|下一?个?|上一?个?)季度?|(?<![半个每各\d])季度?(?=[底末]))"
    r"(?P<quarter_part>末|底|初|中)?)"
)
_HALF = r"(?:上、)?(?P<half>[上下前后])半年度?(?:末|底)?"
_YEAR_END = (
    r"(?:(?(dated)年?|年)[底末终尾](?!考|述职|总结|决算|[^,;。()]{0,2}评)"
    r"|年内|岁末|岁尾|全年(?=$|[前内完,;。)]))"
)
_PLAN = r"(?P<plan>十[二三四五六]五)(?:规划)?(?:期间|期末|时期|期|末)?"
_CALENDAR = (
    rf"(?P<dated>{_YEAR})?(?:{_MONTH}|{_QUARTER}|{_HALF}|(?<![\d每历_x?])(?P<year_end>{_YEAR_END})"
    rf"|{_BARE_MONTH}|{_BARE_XUN}|{_PLAN}"
    rf"|(?(dated)(?:(?P<year_vague>年?[初中](?![央旬秋]))|内)?|(?!)))"
)
_FIGURES = (
    r"(?<![\d.])(?:"
    r"(?P<y>\d{4})(?P<same>[-/. ])(?P<m>\d{1,2})(?P=same)(?P<d>\d{1,2})[日号]?(?!\d|(?P=same)\d)"
    r"|(?P<iso>(?:19|20)\d\d)(?P<iso_m>\d\d)(?P<iso_d>\d\d)(?!\d)"
    r"|(?P<ym_y>(?:19|20)\d\d)(?:[-/.](?P<ym_m>\d{1,2})|(?P<ym_mm>0[1-9]"
    r"|1[0-2]))(?!\d|[-/.]\d{1,2}(?!\d)(?!月))"
    r"(?P<ym_part>月?[底末初中](?![步旬央])|[月.]?(?P<ym_xun>[上中下](?:[、和及]?[上中下]){0,2})旬)?"
    r"|(?P<a>\d{1,2})(?P<same2>[-/.])(?P<b>\d{1,2})(?P=same2)(?P<c>\d{4}|\d{2})(?!\d)"
    r"|(?P<md_m>\d{1,2})(?P<same3>[-/.])(?P<md_d>\d{1,2})(?:[日号]|(?![\d%]"
    r"|[-/.]?\d|月|个|万|亿|元|天|周|年|小时|工作日|季))"
    r")"
    r"|(?<![\d.])(?P<mr_m>\d{1,2})(?P<same4>[/.])(?P<mr_d>\d{1,2})(?=[-至到]\d{1,2}(?:[/.]\d|(?![\d/.])))"
)
_ENGLISH_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_ENGLISH = (
    rf"(?<![a-z\d])(?:(?P<e_d>\d{{1,2}})(?:st|nd|rd|th)?[- ]?(?:of )?(?P<e_m>{_ENGLISH_MONTH})"
    rf"(?:[-, ]*(?P<e_y>\d{{4}}|\d{{2}}))?"
    rf"|(?P<f_m>{_ENGLISH_MONTH})(?:(?P<f_gap>[- ,]?)(?P<f_d>\d{{1,2}})(?:st"
    rf"|nd|rd|th)?(?:[-, ]+(?P<f_y>\d{{4}}))?"
    rf"|[- ,]*(?P<f_year>\d{{4}}))?)(?![a-z\d])"
)
_WEEK = (
    r"(?:(?P<week_word>本|这个?|这一|当|下下个?|下一?个?|上一?个?)(?:周|星期|礼拜)(?![期边例报密])"
    r"(?P<weekday>[一二三四五六日天末1-7](?!次|报|调度|\d)|初|中)?"
    r"|(?<![每\d一二两三四五六各])(?:周|星期|礼拜)(?P<lone_weekday>[一二三四五六日天末](?!次"
    r"|报|调度|[日期])|内|之内|以内))"
)
_RELATIVE_DAY = r"(?P<near_day>今天|今日|本日|明天|明日|大后天|后天)(?![起开])"
_EVENT = (
    r"(?:集中)?整改(?:期限|期|时限|阶段|工作)?(?:间|届?满|结束|完成)?(?:[之以]?前|[之以]?内|底|末)"
    r"|集中整改(?:期限|期|阶段)?(?:期?满|结束|期间|内|(?=\())|(?:集中)?整改期满"
    r"|(?<!两)会(?:议)?(?:召开|结束|开始)?[之以]?前|(?:反馈|印发|下发|验收)(?:意见|方案|文件)?[之以]?前"
)
_IMMEDIATE = (
    r"立行立改|立[说查知]立[改行]|立整立改|即[知查行整说]即[改行办]|立改"
    r"|边[查学整巡督摸审]边[改整治]|未巡先改|随[查时]随改"
    r"|立即|立刻|马上|即刻|即时|即日(?!起)|现场(?:整改|改正|纠正|完成)"
    r"|当场|当即|随即|第[一1]时间|立马|即改|即行|当[天日](?!起)"
)
_LONG = (
    r"长期(?!借|欠|拖|积|以来|挂账|占)|持续(?!时间)|常态化?(?!机制|制度"
    r"|疫情)|常抓|久久为功|坚持不懈|持之以恒|一以贯之|不断|永久|不间断"
    r"|抓常抓长|长抓|(?:并|且|后|(?<=[,;、]))(?:继续)?坚持|贯穿于?(?:全年|始终|全过程|整改)"
)
_LONG_ALONE = (
    r"日常|经常|不?定期|始终|全程|贯穿|动态|长效|长久|常年|一直|永远|久久"
    r"|滚动|随时|常规|坚持|全年|年度常规|逐步"
)
_DONE = (
    r"(?:完成|办结)于|已(?:经)?(?:立行立改|立即整改|立改)|已(?:经)?(?:于|在|按期|按时|如期"
    r"|提前|全部|全面|基本|部分|初步|整改|落实)*(?:完成|完毕|销号|办结"
    r"|整改|落实|到位|完结|解决|结束|关闭|达标"
    r"|上报|报送|制定|印发|建立|退还|清退|整治|处理|收回|缴纳|归还|纠正|于|在)"
    r"|整改完毕|办理完毕"
)
_EXTENDED = (
    r"(?:申请|同意|批准|经批准|拟)?(?:延期|延长|延迟|推迟|展期|顺延|延缓"
    r"|延至|延到|调整(?=[为至到])|变更(?=[为至到])|改(?=[为至到])|提前(?=[至到]))"
)
_ORIGINAL = (
    r"原(?:定|计划|为|期限|整改时限|整改期限|完成时限|时限|完成时间):?(?=[^,;。()]{0,4}\d)"
    r"|原:?(?=\d)"
)
_NOW = r"(?:自|从)?(?:即日|今日|今天|现在|本日|目前|现)(?:之日)?(?:起|开始)"

# The commonest date whole, ahead of the patterns that would first try it as something else; the
# group `calendar` would find the same words. 6月1日至10日 is left to it.
_DATE = (
    r"(?<!\d)(?:(?P<date_y>\d{4})年)?(?P<date_m>\d{1,2})月"
    r"(?:(?P<date_d>\d{1,2})[日号](?![-至到、]\d{1,2}[日号])"
    r"|(?P<date_xun>[上中下])旬(?![末底])|(?P<date_part>[底末]))"
)

_BY_FIGURE = {
    "date": _DATE,
    "every": _EVERY_SO_MANY,
    "harmless": _HARMLESS,
    "duration": _DURATION,
    "figures": _FIGURES,
    "english": _ENGLISH,
    "calendar": _CALENDAR,
    "bare_day": r"(?<![\d.月])\d{1,2}[日号]",
    "number": r"\d+(?:\.\d+)?",
}
# Each with the characters it can begin with: at any other the search moves on at once.
_BY_WORD = {
    "stop": (",;。", r"[,;。]"),
    "close": (")", r"\)"),
    "connect": ("-至到", CONNECT),
    "harmless": ("百问序附措表第任清编(", _HARMLESS_WORDS),
    "open": ("(", r"\("),
    "vague": ("最", r"最后\d*(?:个|天|日|周|月|季)"),
    "lunar": ("农阴旧腊正冬", r"农历|阴历|旧历|腊月|正月|冬月"),
    "every": ("每逐按隔双单月年日天周半", _EVERY),
    "now": ("自从即今现本目", _NOW),
    "extended": ("申同批经拟延推展顺调变改提", _EXTENDED),
    "original": ("原", _ORIGINAL),
    "duration": ("半", _DURATION),
    "english": ("a-z", _ENGLISH),
    "calendar": ("今本当同明来次翌下后去上这第前季半中月年岁全十q", _CALENDAR),
    "week": ("本这当下上周星礼", _WEEK),
    "near": ("今本明大后", _RELATIVE_DAY),
    "festival": ("农春除大元清端中重三妇植劳五青六儿建党七八教烈十国宪", FESTIVAL),
    "event": ("集整会反印下验", _EVENT),
    "done": ("完办已整", _DONE),
    "immediate": ("立即未随边马现当第", _IMMEDIATE),
    "long": ("长持常久坚不一永抓并且后继贯", _LONG),
    "long_alone": ("日经不定始全贯动长常一永久滚随坚年逐", _LONG_ALONE),
    "either": ("或", r"或者?"),
}
TOKEN_BEGINS = "".join(sorted(set("".join(begins for begins, _ in _BY_WORD.values())) - {"-"})) + "-"


def _anonymous(pattern: str) -> str:
    """The pattern without its inner names, save those it refers to itself."""
    return re.sub(r"\(\?P<(?!(?:same|dated))\w+>", "(?:", pattern)


def _alternatives(groups: dict[str, str], mark: str) -> str:
    named = (f"(?P<{name}{mark}>{_anonymous(pattern)})" for name, pattern in groups.items())
    return "|".join(named).replace("same", f"same{mark}").replace("dated", f"dated{mark}")


_WORDS = {name: pattern for name, (_, pattern) in _BY_WORD.items()}
_GUARDED = {name: f"(?=[{begins}])(?:{pattern})" for name, (begins, pattern) in _BY_WORD.items()}
# The group that matched is the token's name, with _ behind it where the token began with a word.
TOKEN = re.compile(
    rf"(?=\d)(?:{_alternatives(_BY_FIGURE, '')})|(?=[a-z{TOKEN_BEGINS}])(?:{_alternatives(_GUARDED, '_')})"
)
UNGUARDED = f"{_alternatives(_BY_FIGURE, '')}|{_alternatives(_WORDS, '_')}"
"""What TOKEN must equal: for its tests, and not compiled with every start of the tool."""

STARTS_EVENT = re.compile(r"(?:后|起|之日|之时|当日|以来|结束|完成|到)的?,?(?:\d*个?)?$")
EVENT_WORDS = re.compile(
    r"反馈|印发|下发|发文|出台|发布|公布|收到|接到|批复|批准|审批|通报"
    r"|通知|移交|交办|验收|期满|届满|会议|会后|会上|开会|下达|立项|签订"
)
EVENT_KEYS = (
    (re.compile(r"反馈"), "反馈"),
    (re.compile(r"印发|下发|发文|出台|发布|公布|下达"), "印发"),
    (re.compile(r"集中整改|整改期|期满|届满"), "集中整改期满"),
    (re.compile(r"会"), "会议"),
)
NOT_BEFORE = re.compile(
    r"(?:不早于|(?<!不)晚于|(?<![不得])超过|(?<!不)迟于|(?<!不)早于|暂不"
    r"|不得?少于|至少|满|大?约|大概|大致)$"
)
COUNTS_DAYS = re.compile(r"(?:限期|为期|期限|之日起|后|共)$")  # 限期30日: thirty days, not the 30th
DUE_BEFORE = re.compile(r"(?:截止|截至|最迟|不晚于|不迟于|于|在|须|应|至|到|前|务必)[^,;。]{0,4}$")
DATE = re.compile(_DATE)
CALENDAR = re.compile(_CALENDAR)
FIGURES = re.compile(_FIGURES)
ENGLISH = re.compile(_ENGLISH)
WEEK = re.compile(_WEEK)
DURATION = re.compile(_DURATION)
NOW = re.compile(rf"{_NOW}|今后|未来|接下来")

# The commonest cells whole, read without the search for tokens; the grammar would say the same.
QUICK = re.compile(
    r"(?:于|在|至|到|截至|截止|最迟|力争|确保在?|争取|计划|(?:整改|完成)?(?:时限|期限|时间):)?"
    r"((?:(199\d|20\d\d)年)?(\d{1,2})月(?:(\d{1,2})[日号]|([上中下])旬|([底末]))?"
    r"|(\d{4})([-./])(\d{1,2})\8(\d{1,2}))"
    r"((?:之|以)?前)?(?:完成|办结|整改|到位|完成整改|整改到位|整改完成)?。?"
    r"(?:\(问题\d{1,3}(?:[-、]\d{1,3})*\))?(?:[,;]?并?长期坚持。?)?"
)

"""Figures that are no targets: masked before figures are looked for, each with its reason.

Source: shared/domain/measures.md, “Numbers that are no targets”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from zgtool.language.measure_text import BLANK, any_of, blank, blank_titles
from zgtool.language.measure_words import MeasureWords
from zgtool.language.numerals import NUMBER

N = NUMBER


@dataclass(frozen=True, slots=True)
class Noise:
    """A masked figure: what it is called in Chinese, and its place in the folded text."""

    kind: str
    start: int
    end: int
    words: str


_FINDING = "问题|情况|现象|不足|短板|隐患|差距|薄弱环节|偏差|风险|欠账|漏洞|错误|差错|失误|疏漏|缺陷"
# 针对/对于 … 问题/情况: the words between describe the problem. Across commas only up to “的问题”.
BACKGROUND = re.compile(
    rf"(?:(?:针对|对于|鉴于|围绕|聚焦|由于|对照|关于|有关)[^,。;!?]{{0,50}}?(?:{_FINDING})"
    rf"|(?:针对|对于|鉴于|由于)[^。;!?]{{0,80}}?(?:(?:的|等)(?:问题|情况|现象|行为)|一事)(?=[,。;]|$))"
)
_FOUND = re.compile(
    rf"(?:反馈|指出|发现|查出|暴露|存在|梳理出?|提出|移交|查摆|查找|排查|检视|剖析)(?:的|出的?"
    rf"|了)?(?:{N})(?:个|项|条|类|方面|处|起)"
    rf"(?:方面)?[^,。;]{{0,12}}?(?:{_FINDING}|线索|意见|建议)"
)
# 针对4名干部未按规定报告…，: the fault itself stands where 问题 might.
_FAULTY = re.compile(
    r"(?:针对|鉴于|由于)[^,。;!?]{0,40}?(?:未|不(?!少|低|超)|违规|超[标期编职]|缺|漏|拖欠|偏|滞后|仅"
    r"|逾期|占用|弄虚|流失|空缺)[^,。;!?]{0,40}(?=[,。;])"
)
_FINISH = re.compile("完成|销号|办结|清零|清退|收回|整改率|全部|逐[一项条个]|核查|答复|回复|办理")
_ONLY = re.compile(
    rf"(?<!不)(?:仅|只有|尚有|仍有|还有|尚欠|目前为|目前仅|不足|达不到|未达到|(?:目前|现在|仍|一直"
    rf"|长期)[^,。;]{{0,10}}?(?<!不)低于)(?:有|为"
    rf"|占|完成|达|到|欠)?"
    rf"(?:{N})(?:%|‰|个百分点|[人名次项家个件万元]{{1,2}})(?!以)"
)

DOCUMENT = re.compile(
    r"[\u4e00-\u9fff]{0,8}[〔\[(【]\s*[12]\d{3}\s*年?[〕\])】]\s*(?:第)?\d+号(?:文件?)?"
    r"|(?:第\d+号|\d+号)(?:文件?|令|公告|通知)"
)
ARTICLE = re.compile(
    rf"第(?:{N})[条款项章节页编目部分类种届个次批轮期名位例编]+(?:第(?:{N})[款项])*|(?:问题|措施|序号"
    rf"|清单|附件|表)(?!零){N}(?![次项份人家])"
    rf"|第?{N}号(?:问题|措施|清单)"
)
INCIDENT = re.compile(
    r"[“\"]?\d{1,2}[·•・.]\d{1,2}[”\"]?(?=[^%\d]{0,6}(?:事故|事件|案|透水|爆炸|突出|坍塌|火灾|讲话|会议"
    r"|批示|精神|专案))"
)
PHONE = re.compile(
    r"(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,5})?(?![\d万亿元.])|1[3-9]\d{9}|\b12\d{3}(?=[^\d]{0,4}(?:热线|电话"
    r"|举报|平台))"
)
FORMULA = re.compile(r"[\dNXnx](?:\+[\dNXnx])+|互联网\+|“?\+互联网|\bN\+\d")

_YEAR = r"(?:[12]\d{3}|[一二][〇零○一二三四五六七八九]{3}|[12]\d)年?(?=年)年(?:度)?"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_DAY = (
    r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?"
    r"|[一二三四五六七八九])[日号]"
)
DATE = re.compile(
    rf"(?:{_YEAR})(?:第?[一二三四1234]季度|[上下]半年|{_MONTH})?(?:[上中下]旬)?(?:{_DAY})?"
    rf"|(?<![个每一]){_MONTH}(?:[上中下]旬|{_DAY})?|[12]\d{{3}}[-./年]\d{{1,2}}(?:[-./月]\d{{1,2}}日?)?"
    rf"|(?:第|前)?[一二三四1234]个?季度|第?Q[1-4]|第(?:{N})[周旬月年天日]|(?:本月|当月|次月|上月|下月"
    rf"|月底|每月){_DAY}(?=前|之前|底|起)"
    rf"|十[一二三四五]五(?=规划|时期|期间|末|以来|收官|[”\"])|党?的?十[七八九]届?[一二三四五六七]?(?:大"
    rf"|中全会)|十[七八九]届{N}中全会|{_DAY}(?=前|之前|以前|起|至|下午|上午|晚)"
)
# A stretch of time that only says when: 半年内, 3年内, 印发后30日内. With a reply or a limit it is a ceiling.
WITHIN = re.compile(
    rf"(?:{N}|半)个?半?(?:工作日|季度|年|月|周|星期|天|日|小时)(?:之内|以内|内|后|前|来|以来|之后|左右)"
)
_LIMIT = re.compile("时限|期限|周期|时长|时间|压缩|缩短|控制|不超过|不得超过|不多于|提速")
_REPLY = re.compile(
    "答复|回复|办结|办理|受理|公开|上报|报告|反馈|处置|送达|移送|移交|支付|报销|审核|审批|批复|查处"
    "|立案|结案|更新|上传|录入|归档|响应|到场|回访"
    "|转办|签收|缴清|告知|报送|入库|备案|整改完毕|销号|录入|结算|兑付|发布|公示|评估|复查|核实|通报"
    "|督办|约谈|谈话"
)

_TEAM = re.compile(
    rf"(?:由|明确|指定|确定|安排|落实|分管|抽调|组成|成立|组建|设立|配备|选派|派出"
    rf"|选定)[^,。;]{{0,10}}?(?:{N})(?:名|位|人|个)[^,。;]{{0,16}}?"
    r"(?:牵头|负责|专班|工作组|领导小组|小组|联络员|专人|组长|检查组|督查组|督导组|调研组|巡察组"
    r"|工作专班|任组长|任副组长|包保|分管|主抓|统筹|协调|专职人员负责|具体抓|跟踪|联系人|管理员|经办"
    r"|专职|主抓|抓整改)"
    rf"|(?:成立|组建|组成|抽调|派出|分成|分为|设立?)(?:{N})(?:人|个)?[^,。;]{{0,12}}?(?:专班|组(?!织)"
    rf"|小组|队(?!伍)|分队|机构)"
    rf"|(?:{N})(?:名|人|位)[^,。;]{{0,6}}?组成"
    rf"|(?:{N})(?:个|家)(?:部门|处室|单位)[^,。;]{{0,4}}?(?:配合|参与|协同|协办|共同|联合)"
    rf"|(?:局|处|分)?(?:领导|负责人|副局长|处长|干部)(?:{N})(?:名|人)(?:牵头|负责|分管)"
)
# 四个方面、三个环节: how a text is built, not what it will reach.
_STRUCTURE = re.compile(
    rf"(?:{N})(?:个|项|大|道|条|种|类|级|重|点|方面|手)?(?:方面|环节|重点(?:工作|任务|环节|领域|方面"
    rf"|问题|内容|项目)?(?=[,。;、和]|$|开展|抓|发力|推进)|关键|到位|维度|层面|层级|步骤|阶段|抓手|关口"
    rf"|坚持|注重|结合|转变|突破|关系|意识|自信|维护|确立"
    r"|强化|提升|加强|聚焦|纪律|形态|防线|主线|建设|作用|体系|联动|责任|优势|能力|原则|目标|导向|意义"
    r"|角度|力度|工程|支撑|统筹|融合|同步|保障|机制|思维|本领|身份|作风|战役|战略|理念|渠道|主体|层次"
    r"|难点|痛点|堵点|节点|要求|任务|工作(?!日)|支?队伍|行动|环境|平台|载体|攻坚战|硬仗)"
)
# 进一步加强对12个分局的领导: the figure says whom the slogan is about, not what will be reached.
_SLOGAN = re.compile(
    rf"(?:加强|强化|深化|提高|提升|改进|改善|重视|关注|抓好|做好|增强|优化|规范|严格|压实|落实|夯实"
    rf"|加大)[^,。;!?]{{0,16}}?(?:{N})(?:个|名|家|处|座|位|支|项|类|对|所|条|户|种|人)"
    r"[^,。;!?\d%]{0,16}?(?:领导|管理|监督|指导|监管|监察|协调|培养|教育|联系|沟通|服务|建设|工作|督导"
    r"|力度|质量|水平|保障|支持|管控|重视|检查|责任|意识|作风|队伍|任务|执行|落实)(?=[,。;!?]|$)"
    rf"|对[^,。;!?]{{0,6}}?(?:{N})[个名家处座位支项所][^,。;!?\d%]{{0,10}}?的(?:[^,。;!?\d%]{{0,4}})(?:领导"
    rf"|管理|监督|指导|监管|协调|培养|教育|联系|沟通|服务|支持|重视|关心|约束)(?=[,。;!?]|$)"
    rf"|、[^,。;、]{{1,6}}(?:{N})[个张份]?(?:清单|台账)"
)
# 四次全会, 落实局两次会议精神: a meeting's name, not a number of meetings to hold.
_MEETING_NAME = re.compile(
    rf"(?:{N})次(?:全会|全体会议|代表大会|党代会|集体学习|扩大会议|审议|大会)(?=[^,。;]{{0,6}}(?:精神"
    rf"|要求|部署|讲话))"
    rf"|(?:根据|按照|贯彻|落实|学习|传达|对照)[^,。;]{{0,14}}?(?:{N})次[^,。;]{{0,8}}?(?:精神|要求|部署|讲话)"
)
_OWN_DEADLINE = re.compile(
    rf"(?:整改|完成|落实)(?:期限|时限|时间)(?:为|是|:)?(?:{N}|半)个?半?(?:工作日|季度|年|月|周|天|日)"
)
_QUOTED_TERM = re.compile(r"[二两三四五六七八九十]{1,2}[个项大]?[“\"「『]")  # 两个“毫不动摇”
_ALWAYS_ON = re.compile(
    rf"(?:{N})(?:个)?小时(?:值班|值守|在线|开通|畅通|不间断|应急|待命|监测|监控|带班|有人|轮流)"
    rf"|7[*×x]24小时|全天24小时"
)
_QUOTED = re.compile(
    rf"[“\"「『'‘](?=[^”\"」』'’]{{0,12}}[”\"」』'’])(?![^”\"」』'’]*(?:%|率))[^”\"」』'’]*(?:{N}|零"
    rf"|全)[^”\"」』'’]*[”\"」』'’]"
)
_VAGUE_COUNT = re.compile(
    r"(?:数|几|若干|好几)[十百千万]?余?[个名项次家件份万元人户]|[十百千万]几[个名项次家件份人户]"
)
_CLERK = re.compile(
    rf"(?:同|参照|参见|详见|见|按)(?:问题|措施|第|附件|序号)?(?:{N})(?:[条项款号]|措施|问题|$|[,。;的])"
)


def noise_in(text: str, words: MeasureWords) -> tuple[str, tuple[Noise, ...]]:
    """The folded text with its figures that are no targets masked, and what was masked."""
    masked = blank_titles(text)
    found: list[Noise] = []
    for kind, spans in _sieves(words):
        for start, end in tuple(spans(masked)):
            found.append(Noise(kind, start, end, text[start:end]))
            masked = blank(masked, start, end)
    return masked, tuple(found)


@lru_cache(maxsize=8)
def _sieves(words: MeasureWords) -> tuple[tuple[str, Callable[[str], Iterator[tuple[int, int]]]], ...]:
    terms = re.compile(rf"十分(?!钟)|一(?P<again>[\u4e00-\u9fff])一(?P=again)|(?:{any_of(words.terms)})")
    return (
        ("所述问题的数字", _background),
        ("文号", _all(DOCUMENT)),
        ("条款或编号", _all(ARTICLE)),
        ("编号", _all(_CLERK)),
        ("事件名称", _all(INCIDENT)),
        ("电话号码", _all(PHONE)),
        ("固定提法", _all(FORMULA)),
        ("固定提法", _all(_QUOTED)),
        ("会议名称", _all(_MEETING_NAME)),
        ("固定提法", _all(_QUOTED_TERM)),
        ("固定提法", _all(terms)),
        ("值班安排", _all(_ALWAYS_ON)),
        ("日期", _all(DATE)),
        ("期限", _all(_OWN_DEADLINE)),
        ("期限", _deadlines),
        ("人员安排", _all(_TEAM)),
        ("固定提法", _all(_STRUCTURE)),
        ("工作对象的数字", _all(_SLOGAN)),
        ("概数", _all(_VAGUE_COUNT)),
    )


def _all(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda text: (m.span() for m in pattern.finditer(text))


def _background(text: str) -> Iterator[tuple[int, int]]:
    for match in BACKGROUND.finditer(text):
        yield match.span()
    for match in _FAULTY.finditer(text):
        yield match.span()
    for match in _FOUND.finditer(text):
        if not _FINISH.search(_sentence(text, match.start(), match.end())):
            yield match.span()
    for match in _ONLY.finditer(text):
        yield match.span()


def _deadlines(text: str) -> Iterator[tuple[int, int]]:
    for match in WITHIN.finditer(text):
        before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 16]
        short = re.search("日|天|小时", match[0])
        if _LIMIT.search(re.split("[,。;]", before)[-1]) or (
            short and _REPLY.search(re.split("[。;]", after)[0])
        ):
            continue
        yield match.span()


def _sentence(text: str, start: int, end: int) -> str:
    first = max((text.rfind(c, 0, start) for c in "。;!"), default=-1) + 1
    last = min((p for c in "。;!" if (p := text.find(c, end)) >= 0), default=len(text))
    return text[first:last]


def held_figure(noise: Noise) -> bool:
    """Whether a masked stretch holds a figure a reader might take for a target."""
    return BLANK not in noise.words and bool(re.search(rf"{N}", noise.words))

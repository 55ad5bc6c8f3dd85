"""Named or concrete things that can be looked at: the visible indicators of a measure.

Source: shared/domain/measures.md, label rule 2 and “Traps”. A thing counts when it is made
(出台、建立、签订), not when it is followed (落实、按照、学习) or merely managed (加强台账管理).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from zgtool.language.measure_text import any_of, blank_titles, clauses
from zgtool.language.measure_words import MeasureWords


@dataclass(frozen=True, slots=True)
class Indicator:
    """A visible thing found in the folded text: its place and what it is called in Chinese."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    verb: re.Pattern[str]
    make: frozenset[str]
    issue: re.Pattern[str]
    document: re.Pattern[str]
    ledger: re.Pattern[str]
    record: re.Pattern[str]
    generic: re.Pattern[str]
    plan: re.Pattern[str]
    adverb: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(words: MeasureWords) -> _Patterns:
    return _Patterns(
        verb=re.compile(
            rf"(?P<near>(?:按|依|以|学|据|用|照)(?=《))|(?:{any_of((*words.make, *words.upstream))})"
        ),
        make=frozenset(words.make),
        issue=re.compile(any_of(words.issue)),
        document=re.compile(any_of(words.documents)),
        ledger=re.compile(any_of(words.ledgers)),
        record=re.compile(any_of(words.records)),
        generic=re.compile(any_of(words.generic)),
        plan=re.compile(rf"(?:{any_of(words.plan)})(?:逐步|尽快|适时|再|并|进一步|年内|于|在|抓紧)?$"),
        adverb=re.compile(any_of(words.vague)),
    )


def indicators_in(folded: str, words: MeasureWords) -> tuple[Indicator, ...]:
    """The visible things a folded text promises, the most telling first."""
    text = blank_titles(folded)
    p = _patterns(words)
    found: list[Indicator] = []
    for look in (_titles, _public, _signed, _records, _made_things, _documents, _installed, _plain):
        found += look(text, p)
    return tuple(found)


_RUN = re.compile(r"《■+》(?:[、和及与]?《■+》)*")
_AFTER_TITLE = re.compile(
    r"^(?:等(?:制度|文件|规定|办法)?)?[^,。;《]{0,10}?(?:(?:进行|予以|作出|及时)?(?:修订|修改完善|修改|废止|印发|下发|汇编成册|上墙|公布|公示|发布|发放|编制|起草|制定|出台|编印|签订|报批|张贴|挂网|上传))"
)
_READ_AFTER = re.compile(
    r"^[^,。;《]{0,6}?(?:要求|规定|精神|(?:专题)?(?:学习|培训|宣贯|宣讲|辅导|解读|测试|考试)|贯彻|落实|执行(?!$)|条款|任务|目标|部署|印发的|修订(?:后|内容)|宣传)"
)


def _titles(text: str, p: _Patterns) -> Iterator[Indicator]:
    for run in _RUN.finditer(text):
        head = text[_clause_start(text, run.start()) : run.start()]
        verb = _last_verb(head + "《", p)
        tail = text[run.end() : run.end() + 24]
        made = bool(verb and verb in p.make)
        if (
            made
            and verb in ("完成", "做好", "建", "设", "出", "列", "制", "签", "坚持", "上传", "登记", "附")
            and _READ_AFTER.match(tail)
        ):
            continue
        if (made and not (verb in ("完善", "健全", "建立") and _READ_AFTER.match(tail))) or (
            _AFTER_TITLE.match(tail)
            and not _READ_AFTER.match(tail)
            and not (verb and not made and _mere_reading(verb))
        ):
            yield Indicator(*run.span(), "具名文件")


def _mere_reading(verb: str) -> bool:
    return verb in (
        "按照",
        "依据",
        "根据",
        "依照",
        "遵照",
        "参照",
        "学习",
        "传达",
        "按",
        "依",
        "据",
        "照",
        "学",
    )


def _clause_start(text: str, place: int) -> int:
    return max(text.rfind(c, 0, place) for c in ",。;!?:") + 1


def _last_verb(head: str, p: _Patterns) -> str | None:
    """The verb that governs what follows `head`: the last one, unless it is an adjective (印发的)."""
    last = None
    for match in p.verb.finditer(head):
        if head[match.end() : match.end() + 1] not in ("的", "栏", "牌", "墙", "榜") and not head[
            : match.start()
        ].endswith("新"):
            last = match[0]
    return last


_PLACE = r"(?:网站|门户|官网|内网|外网|公示栏|公开栏|宣传栏|公告栏|专栏|大厅|平台|公众号|微信群|工作群|显示屏|电子屏|LED屏?|墙|橱窗|媒体|报纸|报刊|政务网|办公楼|办公区|门口|现场|显著位置|醒目位置|食堂|走廊|信息网|OA|系统内|会上|大会|窗口|园地|一楼|楼道|长廊|会议室|阵地|走廊)"
_SHOW = r"(?:公示|公开|公布|张贴|发布|公告|刊登|刊发|播放|展示|滚动|上墙|通报|挂网|亮相|晾晒|曝光|展出|推送|宣读|张挂|悬挂)"
_PUBLIC = (
    re.compile(rf"(?:在|于|通过|利用|依托|上|用)[^,。;]{{0,14}}?{_PLACE}[^,。;]{{0,24}}?{_SHOW}"),
    re.compile(
        rf"向(?:社会|党员|群众|职工|干部职工|全局|全体|全社会|服务对象|监管对象|企业|辖区|煤矿|公众|全省|党内)[^,。;]{{0,16}}?(?:{_SHOW}|发布)"
    ),
    re.compile(
        r"(?<!行政执法)(?<!政务)(?<!厂务)(?<!信息)公示(?!栏|牌|墙|工作|制度|力度|机制|程序|水平|要求|公告制度|环节|行为|平台建设|不|等|、公开|流程|制$|度)"
    ),
    re.compile(
        r"上墙|张榜|张贴(?!管理)|挂牌(?!督办|出让)|公开曝光|网上公布|对外公布|对外公开|对外公告|在线公布|揭牌|公之于众|公布(?!力度|制度|机制|的)[^,。;]{2,}|上传[^,。;]{0,14}(?:平台|系统|网|群|数据库|照片|视频|图片|资料|材料|记录|扫描件|佐证)"
    ),
    re.compile(
        r"(?:全局|全省|全系统|系统内|范围内|党内|机关内|辖区内|支部内|大会上|会上)(?:范围)?(?:内)?[^,。;]{0,10}?(?:通报|公布|公开|公示|曝光)(?!力度|制度)"
    ),
    re.compile(
        r"通报批评|点名通报|书面通报|专题通报|(?:予以|进行|作|给予)(?:公开|全局)?通报|通报曝光(?!力度|机制|制度)|印发[^,。;]{0,8}通报|通报文件|通报(?:至|给)?(?:全局|全省|全系统|各单位|各处室|各分局|各支部|辖区)"
    ),
)
_BLUNT = re.compile(
    r"(?:加大|加强|强化|规范|推进|完善|健全|深化|落实|提高|改进|提升|严格|严肃|探索|学习|拟|研究|计划|抓好|做好)[^,。;]{0,10}$"
)


def _public(text: str, p: _Patterns) -> Iterator[Indicator]:
    for pattern in _PUBLIC:
        for match in pattern.finditer(text):
            head = text[_clause_start(text, match.start()) : match.start()]
            # 加强…公示 manages publicity; 加强…，在大厅公示 does it.
            if not _BLUNT.search(head) and not text[match.end() :].startswith(
                ("制度", "机制", "力度", "工作", "水平")
            ):
                yield Indicator(*match.span(), "公开公示")


_SIGNED = re.compile(
    r"(?:签订|签署|签定|补签|续签|层层签订|签(?!字|收|批|发|名|到))[^,。;]{0,24}?(?:书|协议|合同|备忘录|承诺|状|单|表|条|函|意见)"
    r"|(?:负责人|领导|书记|局长|处长|当事人|双方|本人|责任人|参会人员|经办人|审核人|监督员)[^,。;]{0,8}?(?:签字|签名|签批|盖章|签章|签收)|签字确认|签字存档|签字背书确认|签字后|签字盖章|签字备查|书面确认|亲笔签名|书面承诺"
    r"|(?:报|向)[^,。;]{1,16}?(?:备案|报备)(?!管理|制度|工作)|(?:作出|提交|做出|写出)[^,。;]{0,8}?(?:书面检查|书面检讨|检查材料|检讨)"
    r"|(?:以|用|通过)[^,。;]{0,8}?(?:文件|书面|公函|发文|红头文件)(?:的)?(?:形式|方式)?[^,。;]{0,4}?(?:明确|下发|印发|固化|固定|确定|规定|通知|报告|函告|答复|反馈|告知|确认|报送|回复|提醒|发布|汇报)"
)


def _signed(text: str, p: _Patterns) -> Iterator[Indicator]:
    for match in _SIGNED.finditer(text):
        head = text[_clause_start(text, match.start()) : match.start()]
        if not _BLUNT.search(head) and not p.plan.search(head):
            yield Indicator(*match.span(), "签字或备案文书")


_MANAGE = re.compile(
    r"^(?:式|化|制|性|管理(?!系统|台账|办法|平台|信息)|制度建设|制度执行|意识|质量|工作(?!台账|纪要)|水平|精神|要求|内容|规定|规范|检查|抽查|评查|审核|会议|机制|作用|功能|责任|任务|落实|不规范|不全|缺失|记载)"
)


def _records(text: str, p: _Patterns) -> Iterator[Indicator]:
    for offset, clause in clauses(text):
        for match in p.record.finditer(clause):
            head, tail = clause[: match.start()], clause[match.end() :]
            verb = _last_verb(head, p)
            if _MANAGE.match(tail) and not re.match("(?:内容|质量)[^,。;]{0,6}公示", tail):
                continue
            if (
                verb is None
                or verb in p.make
                or (head.endswith(("、", "和", "及", "与"))
                and _has_make(head, p))
            ):
                if not _planned(head, verb, p):
                    yield Indicator(offset + match.start(), offset + match.end(), "书面记录或凭证")
            elif _kept(tail):
                yield Indicator(offset + match.start(), offset + match.end(), "书面记录或凭证")


def _has_make(head: str, p: _Patterns) -> bool:
    return any(m[0] in p.make for m in p.verb.finditer(head))


def _planned(head: str, verb: str | None, p: _Patterns) -> bool:
    """Whether the making is only planned: 探索建立, 拟制定, 研究出台."""
    before = head[: head.rfind(verb)] if verb else head
    return bool(p.plan.search(before))


_KEPT = re.compile(
    r"^[^,。;]{0,12}?(?:备查|存档|归档|留存|上墙|公示|公布|印发|下发|张贴|上报|报[^,。;]{0,10}(?:备案|审定|审核|备查)|装订|签字|上传|汇编|发放|存查|抄送)"
)


def _kept(tail: str) -> bool:
    return bool(_KEPT.match(tail))


# 建立党组学习贯彻…台账: verbs inside the thing's own name do not govern it.
_SET_UP = re.compile(
    r"(?:建立|设立|编制|制作|印制|绘制|形成|制定|制订|列出|填写|统一制作)(?!(?:健全)?[^,。;]{0,8}(?:机制|制度))(?:(?!并|后|按照|对照|根据|及时|通过|加强|强化)[^,。;《]){1,26}$"
)
_WEAK_LEDGER_MAKE = frozenset(
    (
        "通报",
        "讲评",
        "补齐",
        "取得",
        "落款",
        "做好",
        "推出",
        "发送",
        "推送",
        "整理",
        "调整",
        "优化",
        "出",
        "列",
        "签",
        "搭建",
    )
)
_HOLLOW = re.compile(r"(?:相关|有关|必要|相应|各类|各项)(?:的)?$")


def _made_things(text: str, p: _Patterns) -> Iterator[Indicator]:
    for offset, clause in clauses(text):
        for match in p.ledger.finditer(clause):
            head, tail = clause[: match.start()], clause[match.end() :]
            verb = _last_verb(head, p)
            if _HOLLOW.search(head) or (
                _MANAGE.match(tail) and not (verb == "纳入" and tail.startswith("管理"))
            ):
                continue
            made = verb is not None and verb in p.make and verb not in _WEAK_LEDGER_MAKE
            made = made or bool(_SET_UP.search(head))
            if (made and not _planned(head, verb, p)) or (_kept(tail) and not _planned(head, verb, p)):
                yield Indicator(offset + match.start(), offset + match.end(), "台账清单或实物")


_NOT_A_NAME = re.compile(
    r"^(?:化|性|建设|体系|执行力|意识|不|的(?!通知|意见|决定|办法|规定|通报|函)|管理水平|约束|漏洞|规定动作|落实|精神|要求|水平)"
)
_ASKED = re.compile(r"(?:征求|听取|收集|征集|提出|反馈|采纳|吸收)[^,。;]{0,10}$")


def _documents(text: str, p: _Patterns) -> Iterator[Indicator]:
    for offset, clause in clauses(text):
        for issue in p.issue.finditer(clause):
            if clause[issue.end() : issue.end() + 1] == "的" or clause[: issue.start()].endswith("新"):
                continue
            planned = p.plan.search(clause[: issue.start()])
            for head in p.document.finditer(clause, issue.end()):
                name = clause[issue.end() : head.start()]
                if _ASKED.search(clause[: head.start()]) or _NOT_A_NAME.match(clause[head.end() :]):
                    continue
                need = 99 if planned and not planned[0].startswith("研究") else 6 if planned else 2
                own = head[0][:-2] if len(head[0]) >= 4 else ""  # 办事指南 names itself, 指南 does not
                if len(p.generic.sub("", name + own)) >= need:
                    yield Indicator(offset + issue.start(), offset + head.end(), "具名文件")
                    break
    for match in _HANDED_OUT.finditer(text):
        if not p.plan.search(text[_clause_start(text, match.start()) : match.start()]):
            yield Indicator(*match.span(), "印发的文件")


_HANDED_OUT = re.compile(
    r"(?:印发|下发|编印|发放|转发)(?!的)(?=[^,。;]{0,14}(?:各|全局|至|到|执行|实施|通知|全体|党员|矿|处室|支部|册|单|书|表|本|资料|读本))[^,。;]{2,14}|(?:发|发出|发送|制发|印制)[^,。;]{0,10}(?:函|通知|提示|单)(?=[,。;]|$)"
    r"|(?:制度|文件|办法|规定|方案|清单|流程|流程图)[^,。;]{0,10}(?:印发|下发|上墙|汇编成册)"
)

# 制作工作牌、印制承诺卡: a thing made, known by the last character of its name.
_MADE = re.compile(
    r"(?:制作|印制|绘制|编制|设计|编印|打印|建立|建设|摆放|张挂|拍摄|录制|编排|编发|制发|配发|定制|填写|填报|签订|出具|开具"
    r"|附上?|留存|保存|收集|形成|启用|换发|推送|发放|下发|印发|领取|办理|取得|公布|更新|修订|整理|归集|汇编|发出|送达|签发|下达|提交|上报"
    r"|张贴|粘贴|统一使用|推行使用|使用统一的?|采用统一的?|试行|汇总|列出)"
    r"(?:(?!机制|按照|对照|加强|强化|根据)[^,。;《]){1,20}?"
    r"(?:(?<![品招底王发])牌|(?<![刷])卡|册|簿|(?<![代发外])表|(?<![国仓水])库|栏|箱|柜|(?<![保论验认求实印旁])证|墙|屏"
    r"|(?<![蓝版宏意企试力贪])图|(?<![成基根资])本|(?<![简孤订菜])单|(?<![图读秘说全])书|函|(?<![欠旧算报总])账|回证|凭条|凭单|单据|文书|封条|图片"
    r"|展架|海报|横幅|标语|视频|短片|桌签|台签|徽章|袖标|模板|范本|样本|课件|展览|节目|专题片|专刊|简报|公开信|网页|专页|附件|样表|样张)"
    r"(?=[”\"）)、,。;!?并供发在张上挂报经由送和及与后备归逐明]|$)"
)

_INSTALLED = (
    _MADE,
    re.compile(
        r"(?:系统|平台|软件|模块|APP|app|小程序|数据库|网站|功能|专栏|公众号|热线|信箱)[^,。;]{0,12}?(?:上线|投入使用|投入运行|投用|启用|开通|投运|试运行|正式运行|建成|部署到位|接入)"
    ),
    re.compile(
        r"(?:建成|开通|上线|启用|完成)[^,。;]{0,20}?(?:系统|平台|数据库|网站|模块|信箱|热线|专栏|公众号|阵地|活动室|阅览室|展厅|谈话室)(?!建设意识|思维|观念)"
    ),
    re.compile(
        r"(?:安装|拆除|喷涂|粉刷|悬挂|更换|竖立|架设|加装|张挂|摆放|佩戴|粘贴|加贴|张贴|加挂|涂刷)(?!管理|制度)[^,。;]{2,24}"
    ),
    re.compile(
        r"(?:设立|设置|开设|开辟|增设|开通|公布)[^,。;]{0,16}?(?:举报箱|意见箱|信箱|邮箱|电话|热线|专栏|公示栏|公开栏|宣传栏|窗口|标识|标牌|标志|警示牌|指示牌|电子屏|示范岗|曝光台|专区|栏目|橱窗|平台|投诉箱|监督箱|服务台|展板|党员活动室)"
    ),
    re.compile(
        r"[^,。;]{0,10}(?:喷涂|拆除|搬迁|改造|安装|维修|建设|搬离|布置|装修|粉刷)(?:工程)?(?:完成|完毕|到位并)|完成[^,。;]{1,16}?(?:喷涂|安装|拆除|标识化|搬迁|揭牌|挂牌|加固|建档|布设|布展|腾退|更换|维修|移交|注销登记|变更登记|产权登记|过户)"
    ),
    re.compile(
        r"(?:系统|平台|小程序|APP|app)[^。;]{0,14}上线|投入使用|交付使用|上线(?:使用|试运行)|开发[^,。;]{0,16}(?:系统|平台|APP|app|小程序|软件|数据库)|上线运行|正式上线|上线启用|通过[^,。;]{0,8}验收|验收合格|取得[^,。;]{0,16}(?:证|批复|回执|牌照|资质|报告|意见书|文件)(?!精)"
    ),
)


def _installed(text: str, p: _Patterns) -> Iterator[Indicator]:
    for pattern in _INSTALLED:
        for match in pattern.finditer(text):
            head = text[_clause_start(text, match.start()) : match.start()]
            if not _BLUNT.search(head) and not p.plan.search(head):
                yield Indicator(*match.span(), "可现场查看的成果")


_PLAIN = re.compile(
    r"登记造册|造册登记|建档立卷|立卷归档|贴封条|张贴封条|封存[^,。;]{2,}|书面(?:承诺|检查|检讨|报告|汇报|说明|材料|答复|回复|反馈|意见|通知|提醒)|备查|存档(?!管理|制度)|(?:资料|材料|记录|卷宗|文书|档案)[^,。;]{0,6}(?:归档|存档|留存)|装订成册|汇编成册|一[人矿企案岗事项户]一[档卷册卡表](?!制度)|建档立卡|全程留痕|(?:全程)?(?:录音录像|拍照|摄像|录像)"
    r"|前后对比|现场照片|影像留存|留痕备查|红头文件|(?:形成|提交|撰写|出具|报送|上报|呈报|递交)[^,。;]{0,24}?(?:报告|纪要|专报|简报|总结|材料|心得体会|论文|成果|意见|建议书)(?!制度|质量|会)"
)
_NO_REPORT = re.compile(r"(?:形成|提交|上报|报送)[^,。;]{0,3}(?:意见|材料|成果|报告|总结)$")


def _plain(text: str, p: _Patterns) -> Iterator[Indicator]:
    for match in _PLAIN.finditer(text):
        head = text[_clause_start(text, match.start()) : match.start()]
        if match[0].startswith(("形成", "提交")) and re.search(r"(?:共识|合力|统一|一致|有价值)", match[0]):
            continue
        if not _BLUNT.search(head) and not p.plan.search(head):
            yield Indicator(*match.span(), "留痕材料")

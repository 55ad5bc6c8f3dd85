"""How to mend a measure that is neither quantified nor visible, by the kind of act it names.

Source: issue 4, point 2: the suggestion is concrete, not a stock phrase.
"""

from __future__ import annotations

import re

# (kind of act, words that show it, what to write). The first that fits wins, so the more
# telling acts (money, people dealt with) stand before the general ones (meetings, slogans).
_ACTS: tuple[tuple[str, str, str], ...] = (
    (
        "资金",
        "清退|追缴|退缴|收缴|退款|补贴|津补贴|资金|经费|报销|账目|账款|罚没|罚款|党费|借款|欠款|财经"
        "|财务|采购|招标|合同款|预算|公务接待|三公|福利|费用",
        "写明涉及的金额（万元）或比例，例如“清退×万元，清退率100%”，并注明以缴款凭证为准",
    ),
    (
        "问责处理",
        "问责|追责|处分|批评教育|诫勉|约谈|谈话提醒|组织处理|惩治|惩处|查处|严肃处理|责任追究|立案",
        "写明处理的人数和方式，例如“对×名责任人给予诫勉”，或者以处分决定、约谈记录作为检验依据",
    ),
    (
        "培训学习",
        "培训|学习|轮训|辅导|研讨|教育|宣讲|党课|自学|读书|业务能力|本领|素质|精神",
        "写明培训（学习）次数或学时、参训率，例如“全年举办×期，参训率不低于95%”，或者以签到表、学习记录、测试成绩作为检验依据",
    ),
    (
        "监督检查",
        "检查|督查|督导|抽查|暗访|排查|监察|执法|巡查|核查|回头看|督办|隐患|整治|治理|巡察|监管|调研"
        "|走访|安全生产|事故",
        "写明检查的矿（单位）数、次数或隐患整改率，例如“每季度检查×处矿井，隐患按期整改率100%”，或者以检查记录、执法文书作为检验依据",
    ),
    (
        "人事",
        "选人用人|干部|轮岗|交流|选拔|任用|配备|招录|编制|人才|年轻干部|考核|换届|职数|任职|选派|挂职"
        "|兼职|借调|党员发展|发展党员",
        "写明涉及的人数或到位率，例如“轮岗交流×人”“到岗率100%”，或者以任免文件、考核结果公示作为检验依据",
    ),
    (
        "会议",
        "会议|党组会|例会|民主生活会|组织生活会|专题会|座谈|研究部署|调度|议事|民主集中制|三会一课"
        "|组织生活|会商|部署",
        "写明召开的次数，例如“每季度专题研究×次”，或者以会议纪要、会议记录作为检验依据",
    ),
    (
        "公开宣传",
        "宣传|公开|公示|公布|氛围|典型|舆论|信息发布|警示|廉政文化|文化建设|意识形态",
        "写明宣传的篇数、场次或公开率，或者写明在哪里（公示栏、网站、电子屏）公开什么内容，留存照片",
    ),
    (
        "信息化",
        "系统|平台|信息化|互联网|数字化|智能化|网络|数据",
        "写明系统（平台）的名称、上线的旬和接入数量，例如“××系统6月中旬上线，接入矿井×处”",
    ),
    (
        "群众服务",
        "群众|服务|信访|来信来访|营商环境|放管服|办事|窗口|满意|基层减负|文山会海|会议文件|作风",
        "写明办理时限、办结率、满意度或压减的比例，例如“办理时限压缩至×个工作日”",
    ),
    (
        "制度机制",
        "制度|机制|办法|规定|流程|规范|体系|标准|内控|长效|细则|方案|措施|台账|清单|格局",
        "写明要出台或修订的文件全称（用《》标出）和印发的旬，例如“6月上旬印发《××管理办法》”；台账、清单写明名称和由谁登记",
    ),
    (
        "责任落实",
        "责任|压力|领导|党的建设|党建|从严治党|两个维护|四个意识|四个自信|政治|主业|纪律|规矩|担当|思想"
        "|意识|认识|站位",
        "写明用哪一件事来体现，例如签订责任书×份、党组会专题研究×次、印发责任清单，再写次数或书面成果",
    ),
)
_GENERIC = (
    "请写明具体做哪一件事（开会、培训、检查、出台文件、清退资金等）、做到什么数量，"
    "或者用什么看得见的成果来检验"
)


def kind_of_act(folded: str) -> str:
    """The kind of act a measure names, in Chinese; empty when it names none."""
    found = _first(folded)
    return found[0] if found else ""


def suggestion_for(folded: str) -> str:
    """What to write so that the measure can be checked, by the kind of act it names."""
    found = _first(folded)
    return f"{found[2]}。" if found else f"{_GENERIC}。"


def _first(folded: str) -> tuple[str, str, str] | None:
    return next((act for act in _ACTS if re.search(act[1], folded)), None)

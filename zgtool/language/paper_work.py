"""What a problem is about – money, people, things – and whether measures go beyond papers and meetings.

Source: shared/domain/perfunctory.md nos. 16, 19, 23. The list of real acts is long on purpose: one of
them anywhere in a point's measures, and nothing is said.
"""

from __future__ import annotations

import re
from functools import lru_cache

MONEY, PEOPLE, THINGS = "资金", "人员", "财物"

_SUBJECTS = (
    (
        MONEY,
        re.compile(
            r"\d(?:[\d.,，]*\d)?(?:余|多)?[万亿]?元|违规(?:发放|报销|列支|领取|收取|收费)|超标准(?:发放|接待|报销|列支|收费)"
            r"|挪用|截留|套取|坐支|小金库|(?:少|欠|漏)缴|重复报销|虚报冒领|借款[^，。；]{0,6}(?:挂账|未还|未清)"
        ),
    ),
    (
        PEOPLE,
        re.compile(
            r"超职数|超编|超配|违规(?:提拔|任用|任职|兼职|取酬|经商|录用|招录|借调)|吃空饷|带病提拔|任人唯亲|近亲繁殖"
            r"|\d+(?:名|人)[^，。；]{0,8}(?:违纪|违规|未处理|未追责)"
        ),
    ),
    (
        THINGS,
        re.compile(
            r"(?:办公用房|周转房|住房|公务用车|公车|车辆|房产|门面房|房屋|资产|设备|土地|仪器)"
            r"[^，。；]{0,10}(?:超标|超面积|占用|占有|闲置|出租|出借|不符|流失|未处置)|超标准?(?:占用|配备|使用)"
        ),
    ),
)
_PAPER = re.compile(
    "学习|传达|召开|会议|印发|制定|修订|出台|完善|健全|建立|部署|研究|教育|培训|宣讲|加强|强化|提高|严格|规范|压实|重申|要求|提醒"
)
_ACTS = re.compile(
    "清退|退缴|退还|退款|退回|退赔|追缴|追回|追偿|收缴|收回|上缴|补缴|缴清|缴纳|缴入|归还|扣回|扣减|扣除|清收|清理|清偿|结清|冲销|催款|催收|偿还"
    "|核实|核查|复核|核对|核算|核定|核减|清查|自查|排查|检查|抽查|审计|盘点|摸底|审核|甄别|认定|倒查|回头看"
    "|处理|处分|处罚|问责|追责|约谈|诫勉|批评|通报|立案|查处|移交|起诉|诉讼|仲裁"
    "|调整|免去|免职|辞去|辞职|撤销|轮岗|交流任职|消化|取消|停发|停止|停用|终止|解除|纠正|清除|调离|退出|返岗|召回"
    "|腾退|腾空|拆除|清空|调换|封存|拍卖|处置|报废|变更|过户|收归|回购|盘活|启用|改造|分隔|移除|入账|调账|登记造册"
    "|补办|补签|补齐|补交|补充完善|公示|公开招租|招租|评估|化解|落实到位|整改到位|安装|维修|更换|购置|建成|盯守|压减|压缩|下调"
)


@lru_cache(maxsize=8192)
def subject_of(text: str) -> tuple[str, str]:
    """(资金 | 人员 | 财物, the words that show it) of a problem's text; ("", "") when it is about none of them."""
    for name, pattern in _SUBJECTS:
        if found := pattern.search(text):
            return name, found[0]
    return "", ""


def paper_words(measure: str) -> str:
    """The first word of paper or meeting in a measure that names no real act; "" for every other measure."""
    found = _PAPER.search(measure)
    return found[0] if found and not _ACTS.search(measure) else ""


_RESULT = re.compile("清退|退缴|退还|退款|退回|追缴|追回|收缴|收回|上缴|补缴|扣回|问责|追责|处分|诫勉|约谈")
_SYSTEM = re.compile(
    r"(?:制定|修订|出台|印发|完善|健全|建立)[^，。；]{0,20}(?:办法|制度|规定|细则|规程|机制|规范|意见|方案)"
)


def result_act(measure: str) -> str:
    """The word for money brought back or people held to account in a measure, "" when it is about neither."""
    found = _RESULT.search(measure)
    return found[0] if found else ""


def is_system_building(measure: str) -> bool:
    """Whether a measure is 建章立制 and nothing that is carried out."""
    return bool(_SYSTEM.search(measure)) and not _ACTS.search(measure)


_ONE_ACT = re.compile(
    "退缴|退还|退款|退赔|退回|清退|追缴|补缴|缴清|归还|扣回|补签|补办|补齐|腾退|拆除|免去|收回|拍卖|过户"
)
_AGAIN = re.compile(
    "每|定期|长期|持续|常态|长效|机制|制度|办法|今后|以后|此后|全年|年度|季度|按月|按季|逐月|月度|半年|经常|坚持|随时|动态|凡|一律|台账"
    "|检查|抽查|监督|监管|巡查|督查|教育|学习|培训|防止|杜绝|避免|规范|严格|加强|申报|审批|须|应当|不得|发现|出现|及时"
)


def one_act(measure: str) -> str:
    """The word for an act that is done once, in a measure that names nothing to go on with; else ""."""
    found = _ONE_ACT.search(measure)
    return found[0] if found and not _AGAIN.search(measure) else ""

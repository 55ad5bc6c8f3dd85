"""例: what a mended cell looks like, for the notes and the list of a workbook that goes back."""

from __future__ import annotations

from collections.abc import Mapping

from zgtool.model.columns import example_of, heading_of
from zgtool.model.finding import Finding

_OWN = ("",)
"""The cell the finding stands in."""

SHOWN_BY: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("C201", "C202", "C203", "C204", "C205", "C206", "C207", "C208", "C215", "C301"), _OWN),
    "C109": ("deadline",),
    **dict.fromkeys(("C302", "C303", "C306", "C311", "C321", "H101", "H102", "H107", "H109"), ("progress",)),
    "M101": ("measure", "target"),
    "M102": ("lead_unit",),
    "M103": ("supporting_units",),
    "M105": _OWN,
    "M201": ("target",),
    **dict.fromkeys(("M107", "M202", "M203", "M321"), ("measure",)),
    "S101": ("report",),
    **dict.fromkeys(("H108", "S102", "S108", "S305"), ("evidence",)),
    **dict.fromkeys(("S103", "S114", "S115"), ("review",)),
    "S113": ("progress", "evidence"),
    **dict.fromkeys(("T101", "T102", "T103"), ("deadline",)),
    **dict.fromkeys(("T201", "T407"), ("reason", "next_step")),
    **dict.fromkeys(("T401", "T402", "T403", "T404"), ("done_on",)),
}
"""Code → columns whose example shows the cure. A code whose cure is to decide, to ask or to undo has none."""

WRITTEN: Mapping[str, str] = {
    "C209": "清退3人，共4.3万元（照片另附）",
    "C304": "会同财务处核对账目3份",
    "C307": "共20项，已完成12项，推进中5项，未启动3项",
    "C308": "查出4.3万元，已退缴4.3万元，另收利息0.1万元",
    "C309": "完成率填60%，进展里也写总体完成60%",
    "C312": "2020-06-18",
    "H103": "完成率填40%，本周进展写“上周误填60%，核实后为40%”",
    "H104": "本周进展写“办公室退回补充签到表，改报推进中”",
    "H105": "累计清退12人（上周误写15人，核实后更正）",
    "H106": "上周报的完成率是40%，“上周进度”填40%",
    "S104": "完成状态填“推进中”，完成率填80%",
    "S105": "确已完成的清空“未完成原因”；没有完成的把完成状态填为“推进中”",
    "S106": "完成状态填“推进中”，下一步措施写“6月24日前举办第2期培训班”",
    "S107": "6月16日举办第2期培训班，两期共46人全部参训",
    "S109": "完成状态填“推进中”，完成率填30%",
    "S110": "完成状态填“已完成待认定”，完成率填100%",
    "S111": "累计举办培训班2期，参训46人次，达到量化标准",
    "S112": "累计举办培训班2期，参训46人次，达到量化标准",
    "S116": "张××，2020年6月19日",
    "S118": "6月18日完成，6月19日审查，6月22日认定",
    "S301": "修订后的《培训管理办法》（2020年6月9日印发）；依据：原办法（2018年）",
    "S302": "完成时间填2020-06-18，材料日期不晚于这一天",
    "S303": "第1期培训班签到表（6月9日，证明已举办第1期）",
    "S304": "《专题会议纪要》（6月9日，第3条研究本项）",
    "S306": "佐证材料写“第1期培训班签到表.pdf”，文件随表报送",
    "S308": "完成时间填2020-06-18，佐证文件的日期不晚于这一天",
    "S310": "进展写“参训23人”，签到表上也是23人",
    "T104": "问题的时限是6月30日的，措施的时限写“2020年6月下旬”",
    "T301": "整改类型改为“限期整改”",
    "T302": "9月底前轮训一遍",
    "T303": "阶段目标：9月底前轮训一遍；下次评估时间：2020-09-30；预计完成期：2020-12-31",
    "T304": "整改类型“长期坚持”，整改时限写“长期坚持，每季度末评估”",
    "T305": "2020-09-30",
    "T408": "第一阶段调研6月8日完成，形成调研报告1份",
}
"""Code → the cure in words, where no column's example shows it."""


def example_for(finding: Finding) -> str:
    """The example for a finding; of another column than its own it begins with the heading. "" when there is none."""
    told = [WRITTEN[finding.code]] if finding.code in WRITTEN else []
    for key in SHOWN_BY.get(finding.code, ()):
        example = example_of(key or finding.where.column)
        if example:
            told.append(example if key in ("", finding.where.column) else f"{heading_of(key)}：{example}")
    return "；".join(told)

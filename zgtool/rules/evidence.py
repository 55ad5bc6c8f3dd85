"""S3: whether the evidence can be evidence (perfunctory.md nos. 1, 2, 20)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zgtool.language.papers import (
    OLD_ON_PURPOSE,
    Paper,
    only_points_elsewhere,
    papers_in,
    shares_a_word,
    subject_pairs,
)
from zgtool.language.similarity import content_pairs, skeleton_key
from zgtool.model.finding import Severity
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import chinese_date
from zgtool.model.status import WITHDRAWN
from zgtool.model.text import shorten
from zgtool.ops.said import day_in
from zgtool.rules.completion import during_inspection
from zgtool.rules.registry import Context, Fault, Rows, rule

LOOKS_BACK = re.compile(
    "验收|审查|专项报告|公示|销号|认定|复查|回头看|总结|报告|通报|说明|归档|复核|抽查|评估|测评|满意|汇总"
)
"""Papers that honestly come after the work: they look back on it."""


@rule(
    "S301",
    "evidence-before-feedback",
    "佐证材料的日期早于巡视反馈",
    fix="请换成整改中形成的材料；原有文件修订后重新印发的，写明修订后的日期；作依据的，写明“依据”。",
    example="修订后的《培训管理办法》（2020年6月9日印发）；依据：原办法（2018年）",
    of=Rows.CAME,
    needs=("evidence",),
)
def evidence_before_feedback(row: Measure, context: Context) -> Iterator[Fault]:
    """反馈以后才有整改，反馈以前的材料证明不了整改。修订的老文件、作依据的文件、被清理核查的旧凭证旧案卷，巡视期间边巡边改的，不算。"""
    feedback, text = context.settings.feedback_day, row["evidence"]
    if feedback is None:
        return
    for paper in papers_in(text, context.today):
        if paper.latest and paper.latest < feedback and not OLD_ON_PURPOSE.search(paper.words):
            if during_inspection(row):
                return
            said = f"“{shorten(paper.words, 40)}”的日期早于反馈日期{chinese_date(feedback)}"
            yield Fault(shorten(text, 80), said, column="evidence")
            return


@rule(
    "S302",
    "evidence-after-completion",
    "佐证材料的日期晚于完成时间",
    fix="请核对完成时间和材料日期；材料后来才形成的，完成时间应当相应推后。",
    example="完成时间填2020-06-18，材料日期不晚于这一天",
    of=Rows.CAME | Rows.FINISHED,
    needs=("evidence",),
)
def evidence_after_completion(row: Measure, context: Context) -> Iterator[Fault]:
    """完成的时候，佐证应当已经有了。完成以后的验收、公示、专项报告、情况说明等材料，不算。"""
    text, done = row["evidence"], day_in(row, "done_on")
    for paper in papers_in(text, context.today):
        if paper.day is None or LOOKS_BACK.search(paper.words):
            continue
        if paper.day > context.today:
            limit, name = context.today, "今天"
        elif done and done < paper.day <= context.today:
            limit, name = done, "完成时间"
        else:
            continue
        said = f"“{shorten(paper.words, 40)}”的日期{chinese_date(paper.day)}晚于{name}{chinese_date(limit)}"
        yield Fault(shorten(text, 80), said, column="evidence")
        return


@rule(
    "S303",
    "evidence-about-something-else",
    "佐证材料看不出与措施有关",
    severity=Severity.INFO,
    fix="请核对有没有填错行；确有关系的，请在材料名称后写明证明什么。",
    example="第1期培训班签到表（6月9日，证明已举办第1期）",
    of=Rows.CAME | Rows.FINISHED,
    needs=("evidence",),
)
def evidence_about_something_else(row: Measure, context: Context) -> Iterator[Fault]:
    """佐证要证明这一条。材料名称与问题、措施、进展没有一个共同的词的，可能放错了行。只写“会议纪要”“照片”的看不出，不算。"""
    text = row["evidence"]
    own_words = "|".join(row[key] for key in _ABOUT)
    papers = papers_in(text, context.today)
    if any(shares_a_word(paper.words, own_words) for paper in papers):
        return
    told = [p for p in papers if subject_pairs(p.words)]
    if not told:
        return
    own = frozenset().union(*(content_pairs(row[key]) for key in _ABOUT if row[key]))
    if any(subject_pairs(paper.words) & own for paper in told):
        return
    said = f"“{shorten(told[0].words, 40)}”与问题、措施、进展没有共同的词，请核实是否填错行"
    yield Fault(shorten(text, 80), said, column="evidence")


_ABOUT = ("measure", "progress", "point", "problem", "target", "goal", "report", "systems")


@rule(
    "S304",
    "same-evidence-again",
    "同一份佐证材料用于三个以上问题",
    scope="ledger",
    severity=Severity.INFO,
    fix="请核实这份材料分别证明什么；只有一部分有关的，请写明哪一页、哪一条。",
    example="《专题会议纪要》（6月9日，第3条研究本项）",
)
def same_evidence_again(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """一份材料同时证明几个不同的问题，常是凑数。整改方案、清单和只写“会议纪要”“照片”的，不算。"""
    used: dict[str, list[tuple[Paper, Measure]]] = {}
    for row in ledger.rows:
        if row["evidence"] and row["state"] != WITHDRAWN:
            for paper in papers_in(row["evidence"], context.today):
                if paper.latest or paper.file or "《" in paper.words:
                    used.setdefault(skeleton_key(paper.words), []).append((paper, row))
    for uses in used.values():
        if len(uses) < 3:
            continue
        words = uses[0][0].words
        rows: dict[str, Measure] = {}
        for _, row in uses:
            rows.setdefault(row["problem_no"] or row["problem"], row)
        if len(rows) < 3 or "整改方案" in words or "清单" in words or not subject_pairs(words):
            continue
        for row in rows.values():
            others = "、".join(r.number for r in list(rows.values())[:6] if r is not row)
            said = f"“{shorten(words, 40)}”还用于措施{others}，共{len(rows)}个问题，请核实"
            yield Fault(shorten(row["evidence"], 80), said, column="evidence", row=row)


@rule(
    "S305",
    "evidence-only-elsewhere",
    "佐证材料只写了在别处",
    fix="请逐项写明材料名称、文号或日期，或者随表报送材料。",
    example="{evidence}",
    of=Rows.CAME | Rows.FINISHED,
    needs=("evidence",),
)
def evidence_only_elsewhere(row: Measure, context: Context) -> Iterator[Fault]:
    """“详见附件”“已归档备查”看不出有什么材料。写了名称再注明在哪里的，附件随表报来了的，不算。"""
    text = row["evidence"]
    if only_points_elsewhere(text) and not context.evidence.get(row.where.unit):
        yield Fault(text, f"只写了“{shorten(text, 30)}”，没有材料名称", column="evidence")

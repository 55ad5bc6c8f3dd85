"""M2, M3: measures that mirror the problem, stay on paper, do the easy half, or hide behind 长期坚持."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zgtool.language.paper_work import is_system_building, one_act, paper_words, result_act, subject_of
from zgtool.language.similarity import mirrors_problem
from zgtool.model.finding import Severity
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.status import WITHDRAWN, is_open
from zgtool.model.text import shorten
from zgtool.ops.lifecycle import reported_done
from zgtool.ops.summary import due_of
from zgtool.ops.terms import names_in
from zgtool.rules.measures import unmeasured
from zgtool.rules.registry import Context, Fault, rule

_LASTING = "长期坚持"
_OF_A_UNIT = 8
"""So many measures a unit must lead before the share of 长期坚持 says anything."""


@rule(
    "M202",
    "mirrored-problem",
    "措施像是把问题反过来说",
    severity=Severity.INFO,
    fix="请写出具体做什么：谁在什么时候用什么办法解决，做到什么数量，留下什么成果。",
    example="{measure}",
)
def mirrored_problem(row: Measure, context: Context) -> Iterator[Fault]:
    """把“不规范”改成“规范”、“不到位”改成“落实到位”，等于没有写措施。措施要写出具体的做法。"""
    asked, measure = row["point"] or row["problem"], row["measure"]
    if len(measure) > 2 * len(asked) + 20 or unmeasured(row, context) is None:
        return
    sign = mirrors_problem(measure, asked)
    if sign:
        yield Fault(measure, f"{sign.sentence}（问题：“{shorten(asked)}”）", column="measure")


@rule(
    "M203",
    "only-papers-and-meetings",
    "涉及钱、人、物的问题只有开会、学习、发文的措施",
    scope="problem",
    fix="请补上解决问题本身的措施，例如清退多少、处理何人、何时腾退；已经另有措施的，请写明在哪一条。",
    example="{measure}",
)
def only_papers_and_meetings(rows: Sequence[Measure], context: Context) -> Iterator[Fault]:
    """涉及资金、人员、财物的问题，只开会、学习、发文不能解决，还要清退、处理、纠正到位。按要点逐点看。"""
    points: dict[str, list[Measure]] = {}
    for row in rows:
        if row["measure"] and row["state"] != WITHDRAWN:
            points.setdefault(row["point_no"] or row["point"], []).append(row)
    for measures in points.values():
        first = measures[0]
        if not any(is_open(row["state"]) for row in measures):
            continue
        kind, shown = subject_of(first["point"] or first["problem"])
        words = [paper_words(row["measure"]) for row in measures] if kind else []
        if words and all(words):
            said = "、".join(dict.fromkeys(f"“{w}”" for w in words))
            many = f"{len(words)}项措施都只写了" if len(words) > 1 else "措施只写了"
            message = f"问题写有“{shown}”，涉及{kind}，{many}{said}一类，请核实有没有清退、处理、纠正的措施"
            yield Fault(first["measure"], message, column="measure", row=first)


@rule(
    "M303",
    "only-the-easy-half",
    "建章立制报了完成，退款、追责超期没有结果",
    scope="problem",
    fix="请抓紧办理退款、追责的措施，写明金额、人数和进度；确有困难的，写明原因并按程序申请延期。",
)
def only_the_easy_half(rows: Sequence[Measure], context: Context) -> Iterator[Fault]:
    """一个问题的几项措施要一起落实。制度印发了，该退的钱没退、该追的责没追，是半截子整改。"""
    built = [
        row for row in rows if row["measure"] and reported_done(row) and is_system_building(row["measure"])
    ]
    if not built:
        return
    for row in rows:
        act = result_act(row["measure"])
        if not act or reported_done(row) or not is_open(row["state"]) or not _no_result(row):
            continue
        due = due_of(row, context.settings, context.today)
        if due and due.days > 0:
            said = f"建章立制的措施{built[0].number}已报完成，“{act}”的措施{row.number}超期{due.days}天，没有结果"
            yield Fault(row["measure"], said, column="progress", row=row)


def _no_result(row: Measure) -> bool:
    return row["rate"] in ("", "0%") and (row["status"] in ("", "未启动") or not row["progress"])


@rule(
    "M304",
    "one-act-as-long-term",
    "办一次就完的事写成长期坚持",
    severity=Severity.INFO,
    fix="办一次就完的，请把整改类型改为“立行立改”或“限期整改”，由办公室修改；确要长期做的，写明经常做什么。",
    needs=(f"horizon={_LASTING}",),
)
def one_act_as_long_term(row: Measure, context: Context) -> Iterator[Fault]:
    """退款、补签、腾退这样的事办一次就完，写成长期坚持就没有了期限。"""
    act = one_act(row["measure"])
    if act:
        said = f"整改类型是长期坚持，措施写的是“{act}”，请核实是不是办一次就完"
        yield Fault(row["measure"], said, column="horizon")


@rule(
    "M305",
    "much-long-term",
    "长期坚持的措施所占比例明显偏高",
    scope="ledger",
    severity=Severity.INFO,
    fix="请逐项核对整改类型：能定期限的改为“限期整改”，由办公室修改。",
)
def much_long_term(ledger: Ledger, context: Context) -> Iterator[Fault]:
    """长期坚持的比例比其他单位高出一倍以上、又过半的，请核实有没有把能办完的写成长期。"""
    units: dict[str, list[bool]] = {}
    for row in ledger.rows:
        if row["measure"] and row["horizon"] and row["state"] != WITHDRAWN:
            for name in names_in(row["lead_unit"]):
                units.setdefault(name, []).append(row["horizon"] == _LASTING)
    total, lasting = sum(map(len, units.values())), sum(map(sum, units.values()))
    for name, marks in units.items():
        others = total - len(marks)
        if len(marks) < _OF_A_UNIT or others < _OF_A_UNIT or 2 * sum(marks) <= len(marks):
            continue
        share, usual = sum(marks) / len(marks), (lasting - sum(marks)) / others
        if share > 2 * usual:
            said = f"{name}{len(marks)}项措施有{sum(marks)}项是长期坚持（{share:.0%}），其他单位是{usual:.0%}，请核实"
            yield Fault(message=said, unit=name)

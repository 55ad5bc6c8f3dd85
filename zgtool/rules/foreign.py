"""C3, M1: another unit's or another year's words in a unit's progress (perfunctory.md nos. 14, 15)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zgtool.language.stale import stale_acts
from zgtool.model.ledger import Measure
from zgtool.model.settings import Settings
from zgtool.model.text import shorten
from zgtool.model.units import Unit
from zgtool.ops.register import in_ledger
from zgtool.ops.terms import names_in
from zgtool.rules.registry import Context, Fault, Rows, rule

_DOES = re.compile(
    r"(?:已经|已|现已|均已|本周|于[\d年月日]+)*(?:全部|全面|认真|深入)?(?:完成|开展|组织|召开|制定|印发|出台|修订|起草|清退|退缴|追缴|补缴"
    r"|建立|成立|举办|整改|落实|排查|自查|传达|学习|约谈|处理|安排|签订|部署|清理|核查)"
)
_ABOUT = ("problem", "point", "measure", "target")
_OPENS_CLAUSE = re.compile(
    r"(?:^|[，,。；;：:\n])(?:本周|目前|(?:\d{1,2}月)?\d{1,2}日|截至[^，,]{2,10}[，,])?[，,]?$"
)

_LONGEST_OPENING = 20


@rule(
    "C304",
    "another-unit-acts",
    "进展里办事的是别的单位",
    fix="请改为本单位的进展；确由该单位办理的，请把它列为配合单位，或者写明“会同”“由”。",
    example="会同财务处核对账目3份",
    of=Rows.OPEN | Rows.CAME,
    needs=("progress",),
)
def another_unit_acts(row: Measure, context: Context) -> Iterator[Fault]:
    """进展写本单位做了什么。写成别的单位完成了什么，而它既不牵头也不配合，多半是从别的单位的表里抄来的。"""
    text = row["progress"]
    hits = context.settings.units.names_within(text)
    for name, unit in hits.items():
        place = text.find(name)
        clause = max(place - _LONGEST_OPENING, 0)
        if not (_DOES.match(text, place + len(name)) and _OPENS_CLAUSE.search(text, clause, place)):
            continue
        if _is_stranger(row, unit, hits, context.settings):
            said = f"进展写的是“{name}”在办，它既不是牵头单位“{row['lead_unit']}”，也不是配合单位"
            yield Fault(shorten(text, 80), said, column="progress")
        return


def _is_stranger(
    row: Measure, unit: Unit, hits: Mapping[str, Unit], settings: Settings, about: tuple[str, ...] = _ABOUT
) -> bool:
    """Whether a unit neither leads nor supports, the row is not about it, and its text names no other unit.

    A text that names several such units is a survey of units, as offices write them.
    """
    if len({other.name for other in hits.values()}) > 1:
        return False
    involved = {*names_in(row["lead_unit"]), *names_in(row["supporting_units"]), row.where.unit}
    own = {known.name for name in involved if (known := settings.units.known(name))}
    named = settings.units.names_within("\n".join(row[key] for key in about))
    return bool(own) and unit.name not in own and unit.name not in {u.name for u in named.values()}


@rule(
    "M107",
    "measure-of-another-unit",
    "措施写的是别的单位去办",
    fix="请办公室核对牵头单位：分错了的改正牵头单位，需要它办理的列为配合单位，抄错了的由牵头单位重写措施。",
    example="{measure}",
)
def measure_of_another_unit(row: Measure, context: Context) -> Iterator[Fault]:
    """措施由牵头单位办理。一开头就写别的单位去办，而它不在牵头和配合单位里，不是分错了就是抄错了。"""
    measure = row["measure"]
    name = context.settings.units.name_at_start(measure)
    if not (name and _DOES.match(measure, len(name))):
        return
    everywhere = context.settings.units.names_within(measure)
    if _is_stranger(row, everywhere[name], everywhere, context.settings, ("problem", "point")):
        said = f"措施开头是“{name}”去办，它既不是牵头单位“{row['lead_unit']}”，也不是配合单位"
        yield Fault(shorten(measure, 80), said, column="measure", row=in_ledger(row))


@rule(
    "C306",
    "acts-of-before",
    "进展写的像是巡视以前的事",
    fix="请写反馈以后做的事；确需说明以前情况的，请写明是背景。",
    example="{progress}",
    of=Rows.OPEN | Rows.CAME,
    needs=("progress",),
)
def acts_of_before(row: Measure, context: Context) -> Iterator[Fault]:
    """整改进展写这次巡视反馈以后做了什么。以前开的会、发的文、已经结束的活动，不能当作这次的整改。"""
    text, feedback = row["progress"], context.settings.feedback_day
    for sign in stale_acts(text, feedback) if feedback else ():
        yield Fault(shorten(text, 80), sign.sentence, column="progress")

"""M: every problem and point has measures, one lead unit, and something to be measured by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from zgtool.language.measure import DEFAULT, NEITHER, MeasureReading, classify_measure
from zgtool.language.measure_words import MeasureWords
from zgtool.model.ledger import Measure
from zgtool.model.status import is_open
from zgtool.model.text import shorten
from zgtool.ops.terms import names_in
from zgtool.rules.registry import Context, Fault, rule

_BY_THE_OFFICE = "涉及已审定措施的，报分管领导同意后由办公室修改。"


@rule(
    "M101",
    "missing-measure",
    "问题或要点没有对应的整改措施",
    scope="problem",
    fix="请牵头单位补上措施，写清做什么、量化标准、牵头单位和时限，报分管领导审定。",
    example="{measure}；量化标准或检验指标：{target}",
)
def missing_measure(rows: Sequence[Measure], context: Context) -> Iterator[Fault]:
    """每条反馈问题、问题里的每一点要求，都要有对应的整改措施，一一对应，不留空白。"""
    covered = {row["point_no"] or row["point"] for row in rows if row["measure"]}
    for row in rows:
        if row["measure"] or not is_open(row["state"]):
            continue
        point = row["point_no"] or row["point"]
        if point and point not in covered:
            yield Fault(
                row=row,
                column="measure",
                message=f"要点{row['point_no']}“{shorten(row['point'], 30)}”没有整改措施",
            )
        elif not covered:
            yield Fault(
                row=row,
                column="measure",
                message=f"问题{row['problem_no']}“{shorten(row['problem'], 30)}”没有整改措施",
            )


@rule(
    "M102",
    "lead-unit-count",
    "牵头单位不是一个",
    fix="请只保留一个牵头单位，其余列为配合单位；有争议的报分管领导确定。",
    example="{lead_unit}",
)
def lead_unit_count(row: Measure, context: Context) -> Iterator[Fault]:
    """每项措施明确一个牵头单位。没有牵头单位，无人负责；两个以上牵头，等于没有牵头。"""
    names = names_in(row["lead_unit"])
    if not names:
        yield Fault(column="lead_unit", message="没有牵头单位")
    elif len(names) > 1:
        yield Fault(row["lead_unit"], f"有{len(names)}个牵头单位", column="lead_unit")


@lru_cache(maxsize=4)
def office_words(vague: tuple[str, ...], concrete: tuple[str, ...]) -> MeasureWords:
    """The word lists with the office's own words (配置.xlsx, 词表)."""
    return DEFAULT.extended(vague=vague, set_aside=vague, concrete=concrete)


@rule(
    "M201",
    "unquantified-measure",
    "措施没有量化，也没有可视化检验指标",
    fix="写明次数、份数、人数、金额或比例；确实不能量化的，写明看得见的成果，例如印发的文件、建立的台账。",
    example="量化标准或检验指标：{target}",
)
def unquantified_measure(row: Measure, context: Context) -> Iterator[Fault]:
    """整改措施能量化的要量化，不能量化的要有可视化的检验指标，使完成与否看得见、查得到。"""
    reading = unmeasured(row, context)
    if not reading:
        return
    fix, target = reading.suggestion + _BY_THE_OFFICE, row["target"]
    if target:
        said = f"标准“{shorten(target, 30)}”没有量化，也不是可视化检验指标；措施“{shorten(row['measure'], 40)}”里也没有"
        yield Fault(target, said, fix, column="target")
    else:
        yield Fault(row["measure"], fix=fix, column="measure")


def unmeasured(row: Measure, context: Context) -> MeasureReading | None:
    """How a measure was read that has neither a figure nor a visible indicator; None for all others."""
    words = office_words(context.settings.vague_words, context.settings.concrete_words)
    if row["target"] and _measures_something(row["target"], words):
        return None
    reading = classify_measure(row["measure"], row["target"], words=words)
    return reading if reading.label == NEITHER else None


@lru_cache(maxsize=16384)
def _measures_something(target: str, words: MeasureWords) -> bool:
    return classify_measure(target, words=words).label != NEITHER

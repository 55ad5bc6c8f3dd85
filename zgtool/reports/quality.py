"""填报质量: findings gathered by theme, with the number of items and the units they come from.

A theme is a family of codes; what the calendar says (T2xx) and files that could not be read
(F) have their own place in the paper and are left out here. Nothing is an accusation: the
figures come from reading tables, and units are asked to check.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zgtool.model.finding import Finding, Severity
from zgtool.model.settings import Settings
from zgtool.reports.words import counted, listed

_NAMED = 14
"""Up to so many units are all named; of more, the ones with the most items."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Codes beginning with one of `prefixes`, and how the paper speaks of them; "" keeps quiet."""

    prefixes: tuple[str, ...]
    words: str
    unit: str = "条"
    hints: bool = False
    """Whether 提示 count as well as 错误 and 警告."""


THEMES: tuple[Theme, ...] = (
    Theme(("M2",), "措施没有量化、也看不出检验指标的", hints=True),
    Theme(("T1",), "整改时限没有细化到旬或者写法不明的", hints=True),
    Theme(("S1",), "申请销号缺少专项报告、佐证材料或领导审查的"),
    Theme(("S2",), "状态变动缺少认定记录的"),
    Theme(("M1",), "问题或要点没有对应措施、牵头单位不唯一的"),
    Theme(("X103", "X106"), "台账里有、本次没有报送（已留号）的"),
    Theme(("X101", "X102", "X105"), "改动办公室掌握栏目的"),
    Theme(("X",), "行与台账对不上或者重复的"),
    Theme(("C",), "必填栏目空缺或者填法有误的", "处"),
    Theme(("H",), "进展与往期雷同、倒退或者前后不一的"),
    Theme(("P",), "进展内容空泛、看不出做了什么的"),
    Theme(("T2", "F"), ""),
)


def theme_of(code: str) -> Theme | None:
    """The theme of a code by its longest matching prefix; None for a code no theme speaks of."""
    best: tuple[int, Theme] | None = None
    for theme in THEMES:
        for prefix in theme.prefixes:
            if code.startswith(prefix) and (best is None or len(prefix) > best[0]):
                best = (len(prefix), theme)
    return best[1] if best else None


def quality_lines(findings: Iterable[Finding], settings: Settings) -> tuple[str, ...]:
    """One line for each theme that occurs, in the order of THEMES; an item counts once in a theme."""
    items: dict[Theme, dict[tuple[object, ...], str]] = {}
    for finding in findings:
        theme = theme_of(finding.code)
        if theme is None or not theme.words or (finding.severity is Severity.INFO and not theme.hints):
            continue
        items.setdefault(theme, {}).setdefault(_item(finding, theme), finding.where.unit)
    return tuple(_line(theme, list(items[theme].values()), settings) for theme in THEMES if theme in items)


def _item(finding: Finding, theme: Theme) -> tuple[object, ...]:
    where = finding.where
    spot: tuple[object, ...] = (where.number,) if where.number else (where.file, where.sheet, where.row)
    return (*spot, where.column or where.cell) if theme.unit == "处" else (*spot, where.unit)


def _line(theme: Theme, units: list[str], settings: Settings) -> str:
    counts: dict[str, int] = {}
    for unit in units:
        counts[unit] = counts.get(unit, 0) + 1
    unnamed = counts.pop("", 0)
    named = sorted(counts.items(), key=lambda pair: settings.units.order(pair[0]))
    total = f"{theme.words}{len(units)}{theme.unit}"
    if not named:
        return f"{total}。"
    if len(named) == 1 and not unnamed:
        return f"{total}，为{named[0][0]}填报。"
    rest = [f"单位待核{unnamed}{theme.unit}"] if unnamed else []
    if len(named) <= _NAMED:
        return f"{total}：{listed([counted(named, theme.unit), *rest])}。"
    most = sorted(named, key=lambda pair: -pair[1])[:_NAMED]
    shown = counted([pair for pair in named if pair in most], theme.unit)
    return f"{total}，涉及{len(named)}个单位，较多的是{shown}。"

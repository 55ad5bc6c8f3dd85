"""填报质量: findings gathered by theme, with the number of items and the units they come from.

A theme is a family of codes. Nothing here is an accusation: the figures come from reading
tables, and units are asked to check.
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
    Theme(("M101",), "问题或要点还没有整改措施的"),
    Theme(("M306", "H202"), "台账里的问题与建账时相比缺失或者缩短的"),
    Theme(("M102",), "没有明确唯一牵头单位的"),
    Theme(("M103", "M104", "M105", "M106", "M107"), "责任单位、分管领导或责任人需要核对的"),
    Theme(("M201",), "措施没有量化、也看不出检验指标的", hints=True),
    Theme(("M202", "M203", "M303", "M304", "M305"), "措施能否解决问题本身、需要核实的"),
    Theme(("M31",), "审定手续不齐、先后颠倒或者审定后有改动的"),
    Theme(("H201", "H203"), "与审定时相比放宽标准或者推后时限的"),
    Theme(("M321", "C321"), "不同问题写了同样文字、需要核实的"),
    Theme(("T101",), "整改时限没有细化到旬的", hints=True),
    Theme(("T102",), "整改时限看不出最后期限的"),
    Theme(("T103", "T104", "T30", "T408"), "整改时限与整改类型、问题时限或挂号日期不一致的"),
    Theme(("T407",), "已经超期、没有写明原因的"),
    Theme(("T40", "C312"), "完成时间等日期需要核实的"),
    Theme(("S101", "S102", "S103"), "申请销号缺少专项报告、佐证材料或领导审查的"),
    Theme(
        ("S104", "S105", "S106", "S107", "S108", "S109", "S110", "S111", "S112", "S113"),
        "完成状态与同一行其他栏目不一致的",
    ),
    Theme(("S114", "S115", "S116", "S117", "S118"), "审查、认定的签字或日期需要核对的"),
    Theme(("S3",), "佐证材料需要核实的"),
    Theme(("X103",), "台账里有、本次没有报送（已留号）的"),
    Theme(("X101", "X102"), "改动办公室掌握栏目的"),
    Theme(("X107", "X108", "X109", "X110"), "对不上台账、重复或者不归本单位牵头，暂未汇总的"),
    Theme(("C1",), "表头缺少栏目或者栏目认不准的", "处"),
    Theme(("C2", "C301"), "必填栏目空缺或者填法看不明白的", "处"),
    Theme(("C302", "C303", "C304", "C306", "C311"), "进展文字需要核实的"),
    Theme(("C307", "C308", "C309", "C310"), "数字前后对不上、需要核实的"),
    Theme(("H1",), "进展与往期雷同、倒退或者前后不一的"),
    Theme(("H3",), "已销号的问题似乎又出现的"),
    Theme(("F304",), "填报时间与收到时间不一致的", "件"),
    Theme(("M",), "措施和责任还需要核实的"),
    Theme(("S1",), "完成和销号还需要核实的"),
    Theme(("T",), "时限和日期还需要核实的"),
    Theme(("C3",), "填报内容还需要核实的"),
    Theme(("H2",), "与审定、登记时相比有变化的"),
    Theme(("",), "其他需要核实的情况", "处"),
    Theme(("T2", "F", "S2", "X104", "X105", "X106", "X111", "X112", "X113"), ""),
)
"""In the order of the paper; a new rule falls under the words of its family until it gets its own. The last one is what is not the unit's to mend, or stands elsewhere in it:
deadlines that have come, files that could not be read, what the office did in its own ledger."""


def theme_of(code: str) -> Theme:
    """The theme of a code by its longest matching prefix; a code of no theme falls under 其他."""
    matches = (
        (len(prefix), theme) for theme in THEMES for prefix in theme.prefixes if code.startswith(prefix)
    )
    return max(matches, key=lambda match: match[0])[1]


def quality_lines(findings: Iterable[Finding], settings: Settings) -> tuple[str, ...]:
    """One line for each theme that occurs, in the order of THEMES; an item counts once in a theme."""
    items: dict[Theme, dict[tuple[object, ...], str]] = {}
    for finding in findings:
        theme = theme_of(finding.code)
        if not theme.words or (finding.severity is Severity.INFO and not theme.hints):
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
    order = sorted(counts.items(), key=lambda pair: settings.units.order(pair[0]))
    named = [(_label(unit, settings), count) for unit, count in order]
    total = f"{theme.words}{len(units)}{theme.unit}"
    if not named:
        return f"{total}。"
    if len(named) == 1 and not unnamed:
        return f"{total}，涉及{named[0][0]}。"
    rest = [f"单位待核{unnamed}{theme.unit}"] if unnamed else []
    if len(named) <= _NAMED:
        return f"{total}：{listed([counted(named, theme.unit), *rest])}。"
    most = sorted(named, key=lambda pair: -pair[1])[:_NAMED]
    shown = counted([pair for pair in named if pair in most], theme.unit)
    return f"{total}，涉及{len(named)}个单位，较多的是{shown}。"


def _label(unit: str, settings: Settings) -> str:
    """The unit as the whole paper calls it: by its short name where it has one."""
    known = settings.units.find(unit).unit
    return known.label if known else unit

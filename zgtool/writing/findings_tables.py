"""What the lists of findings are made of: the week's findings grouped and linked, and the counts on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Protocol

from zgtool.model.finding import Finding, Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings, WaiverUse
from zgtool.ops.summary import LATE, MISSING, ON_TIME, RETURNED, Summary
from zgtool.writing.grid import Cell
from zgtool.writing.styles import quoted, shown

NO_UNIT = "（不属于某个单位）"
DUTIES = {
    Severity.ERROR: "没有并入总台账，退回单位改正后重报",
    Severity.WARNING: "已并入总台账，单位须改正或说明",
    Severity.INFO: "供参考，不要求答复",
}
"""What each severity means for the rows it stands on."""

LIST_HEAD = 2
"""Row (from 0) of a list's headings: title and week stand above."""


class FileFateLike(Protocol):
    """What became of one file that came in; `zgtool.app.result.FileFate` is one."""

    @property
    def name(self) -> str: ...
    @property
    def fate(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def reason(self) -> str: ...


Target = tuple[str, str]
"""A file's path relative to the workbook, with forward slashes, and a place in it such as "'台账'!D7"."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where files and findings can be seen; only what zgtool wrote or keeps is ever linked.

    files: by the name findings give a file; cells: by finding. What has no entry is shown as text.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[Finding, Target] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindingCells:
    """The cells of one finding that several lists share; spot: the cell alone, place: with its sheet."""

    file: Cell
    spot: Cell
    place: Cell
    number: Cell
    words: tuple[Cell, Cell, Cell]

    @property
    def common(self) -> tuple[Cell, ...]:
        return (self.file, self.place, self.number, *self.words)

    @classmethod
    def of(cls, finding: Finding, links: Links) -> FindingCells:
        """The cells of a finding, the file and the place each a link to where it can be seen."""
        where = finding.where
        path, target = links.cells.get(finding, ("", ""))
        spot = where.cell or (f"第{where.row}行" if where.row else target.rpartition("!")[2])
        place = "·".join(p for p in (where.sheet, spot) if p)
        return cls(
            Cell(shown(where.file, 200), file=links.files.get(where.file, "")),
            Cell(spot, "middle", file=path, place=target),
            Cell(place, file=path, place=target),
            Cell(where.number, "middle"),
            (
                Cell(shown(finding.message, 300)),
                Cell(shown(finding.found, 200)),
                Cell(shown(finding.fix, 500)),
            ),
        )


@dataclass(frozen=True)
class FindingsWeek:
    """What all sheets of the workbook are written from."""

    findings: tuple[Finding, ...]
    summary: Summary
    settings: Settings
    week: ReportWeek
    as_of: datetime | None
    files: tuple[FileFateLike, ...]
    links: Links
    titles: Mapping[str, str]
    waivers: tuple[WaiverUse, ...] = ()

    @cached_property
    def cells(self) -> dict[int, FindingCells]:
        """The shared cells of every finding, by its `id`: its hash would be found out anew each time."""
        return {id(f): FindingCells.of(f, self.links) for f in self.findings}

    @cached_property
    def by_unit(self) -> dict[str, list[Finding]]:
        """Findings by unit, in roster order; "" for those of no unit."""
        return _grouped(self.findings, lambda f: f.where.unit)

    @cached_property
    def by_rule(self) -> dict[str, list[Finding]]:
        """Findings by code, in order of the codes."""
        return dict(sorted(_grouped(self.findings, lambda f: f.code).items()))

    @cached_property
    def by_file(self) -> dict[str, list[Finding]]:
        return _grouped(self.findings, lambda f: f.where.file)


def _grouped(findings: Sequence[Finding], key: Callable[[Finding], str]) -> dict[str, list[Finding]]:
    """Findings by a key, groups in the order of their first finding."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(key(finding), []).append(finding)
    return groups


def section_places(sheet: str, groups: Mapping[str, Sequence[Finding]]) -> dict[str, str]:
    """Where each group begins on a sheet that lists them one after the other, a row for its heading."""
    places, row = {}, LIST_HEAD + 2
    for key, found in groups.items():
        places[key] = f"{quoted(sheet)}!A{row}"
        row += 1 + len(found)
    return places


Table = tuple[str, Sequence[str | tuple[str, int]], list[Sequence[Cell]]]


def overview_tables(data: FindingsWeek, *, unit_sheet: str, rule_sheet: str) -> list[Table]:
    """The counts on top; a unit and a rule lead to where the sheets named list their findings."""
    units = section_places(unit_sheet, data.by_unit)
    rules = section_places(rule_sheet, data.by_rule)
    return [
        ("问题条数", ("级别", "条数", "涉及单位", ("意味着什么", 5)), _severity_rows(data)),
        ("报送情况", ("情况", "单位数", ("单位", 6)), _receipt_rows(data)),
        (
            "行数对账",
            ("读到行数", "并入", "退回", "略过", ("核对：读到＝并入＋退回＋略过", 4)),
            _account_rows(data),
        ),
        (
            "各单位",
            ("单位", "错误", "警告", "提示", "读到行数", "并入", "退回", "报送情况"),
            _unit_rows(data, units),
        ),
        ("各条规则", ("代码", "级别", "条数", "涉及单位", ("问题", 4)), _rule_rows(data, rules)),
    ]


def _severity_rows(data: FindingsWeek) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    for severity, duty in DUTIES.items():
        found = [f for f in data.findings if f.severity is severity]
        units = len({f.where.unit for f in found if f.where.unit})
        rows.append(
            [
                Cell(severity.value, severity.value),
                Cell(len(found), "middle"),
                Cell(units, "middle"),
                Cell(duty, span=5),
            ]
        )
    rows.append(
        [
            Cell("合计", "middle"),
            Cell(len(data.findings), "middle"),
            Cell(len({f.where.unit for f in data.findings if f.where.unit}), "middle"),
            Cell("", span=5),
        ]
    )
    return rows


def _receipt_rows(data: FindingsWeek) -> list[Sequence[Cell]]:
    receipts = data.summary.receipts
    rows: list[Sequence[Cell]] = [[Cell("应报", "middle"), Cell(len(receipts), "middle"), Cell("", span=6)]]
    for fate in (ON_TIME, LATE, MISSING, RETURNED):
        units = [
            r.unit + ("（迟报）" if fate == RETURNED and r.late else "") for r in data.summary.fate(fate)
        ]
        look = "bad" if units and fate != ON_TIME else "middle"
        rows.append([Cell(fate, look), Cell(len(units), "middle"), Cell("、".join(units), span=6)])
    return rows


def _account_rows(data: FindingsWeek) -> list[Sequence[Cell]]:
    rows = data.summary.rows
    verdict = (
        Cell("√ 相符", "good", span=4) if rows.adds_up else Cell("× 不符，请联系维护人员", "bad", span=4)
    )
    return [[*(Cell(n, "middle") for n in (rows.read, rows.merged, rows.returned, rows.skipped)), verdict]]


def _unit_rows(data: FindingsWeek, places: Mapping[str, str]) -> list[Sequence[Cell]]:
    groups = data.by_unit
    receipts = {r.unit: r for r in data.summary.receipts}
    rows: list[Sequence[Cell]] = []
    # Rows of files that are no unit's report of this week (unknown sender, older version, other week).
    total, every = data.summary.rows, data.summary.receipts
    rest = (
        total.read - sum(r.rows for r in every),
        total.merged - sum(r.merged for r in every),
        total.returned - sum(r.returned for r in every),
    )
    for unit in dict.fromkeys((*receipts, *groups, *([""] if any(rest) else []))):
        counts = Counter(f.severity for f in groups.get(unit, ()))
        receipt = receipts.get(unit)
        figures = (receipt.rows, receipt.merged, receipt.returned) if receipt else (0, 0, 0) if unit else rest
        fate = receipt.fate if receipt else "—"
        if receipt and receipt.arrived:
            fate += f"（{receipt.arrived.month}月{receipt.arrived.day}日 {receipt.arrived:%H:%M}）"
        rows.append(
            [
                Cell(unit or NO_UNIT, place=places.get(unit, "")),
                *(Cell(counts[s], "middle") for s in Severity),
                *(Cell(n, "middle") for n in figures),
                Cell(fate),
            ]
        )
    return rows or [[Cell("没有单位", span=8)]]


def _rule_rows(data: FindingsWeek, places: Mapping[str, str]) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    for code, found in data.by_rule.items():
        worst = min((f.severity for f in found), key=lambda s: s.rank)
        units = len({f.where.unit for f in found if f.where.unit})
        rows.append(
            [
                Cell(code, "middle", place=places[code]),
                Cell(worst.value, worst.value),
                Cell(len(found), "middle"),
                Cell(units, "middle"),
                Cell(data.titles[code], span=4),
            ]
        )
    return rows or [[Cell("没有发现问题。", span=8)]]


def counted(findings: Sequence[Finding]) -> str:
    counts = Counter(f.severity for f in findings)
    return "，".join(f"{s.value} {counts[s]} 条" for s in Severity if counts[s])

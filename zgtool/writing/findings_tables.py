"""What the lists of findings are made of: the week's findings grouped and linked, and the counts on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

from zgtool.model.finding import Finding, Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.summary import LATE, MISSING, ON_TIME, RETURNED, Summary
from zgtool.writing.grid import Cell, Row
from zgtool.writing.styles import quoted

NO_UNIT = "（不属于某个单位）"
DUTIES = {
    Severity.ERROR: "没有并入总台账，退回单位改正后重报",
    Severity.WARNING: "已并入总台账，单位须改正或说明",
    Severity.INFO: "供参考，不要求答复",
}
"""What each severity means for the rows it stands on."""

_WITH_CELLS = (".xlsx", ".xlsm")


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


@dataclass(frozen=True, slots=True)
class FindingsWeek:
    """What all sheets of the workbook are written from."""

    findings: tuple[Finding, ...]
    summary: Summary
    settings: Settings
    week: ReportWeek
    as_of: datetime | None
    files: tuple[FileFateLike, ...]
    links: Mapping[str, str]
    titles: Mapping[str, str]

    def grouped(self, key: Callable[[Finding], str]) -> dict[str, list[Finding]]:
        """Findings by a key, groups in the order of their first finding."""
        groups: dict[str, list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault(key(finding), []).append(finding)
        return groups

    def link(self, file: str, finding: Finding | None = None) -> tuple[str, str]:
        """The path a file is linked to and the finding's place in it; empty for what we did not write."""
        path = self.links.get(file, "")
        where = finding.where if finding else None
        same = PurePosixPath(path).suffix.lower() == PurePosixPath(file).suffix.lower()
        place = f"{quoted(where.sheet)}!{where.cell}" if where and where.sheet and where.cell else ""
        return path, place if same and path.lower().endswith(_WITH_CELLS) else ""


Table = tuple[str, Sequence[str | tuple[str, int]], list[Row]]


def overview_tables(data: FindingsWeek) -> list[Table]:
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
            _unit_rows(data),
        ),
        ("各条规则", ("代码", "级别", "条数", "涉及单位", ("问题", 4)), _rule_rows(data)),
    ]


def _severity_rows(data: FindingsWeek) -> list[Row]:
    rows: list[Row] = []
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


def _receipt_rows(data: FindingsWeek) -> list[Row]:
    receipts = data.summary.receipts
    rows: list[Row] = [[Cell("应报", "middle"), Cell(len(receipts), "middle"), Cell("", span=6)]]
    for fate in (ON_TIME, LATE, MISSING, RETURNED):
        units = [
            r.unit + ("（迟报）" if fate == RETURNED and r.late else "") for r in data.summary.fate(fate)
        ]
        look = "bad" if units and fate != ON_TIME else "middle"
        rows.append([Cell(fate, look), Cell(len(units), "middle"), Cell("、".join(units), span=6)])
    return rows


def _account_rows(data: FindingsWeek) -> list[Row]:
    rows = data.summary.rows
    verdict = (
        Cell("√ 相符", "good", span=4) if rows.adds_up else Cell("× 不符，请联系维护人员", "bad", span=4)
    )
    return [[*(Cell(n, "middle") for n in (rows.read, rows.merged, rows.returned, rows.skipped)), verdict]]


def _unit_rows(data: FindingsWeek) -> list[Row]:
    groups = data.grouped(lambda f: f.where.unit)
    receipts = {r.unit: r for r in data.summary.receipts}
    rows: list[Row] = []
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
                Cell(unit or f"{NO_UNIT}和没有采用的文件"),
                *(Cell(counts[s], "middle") for s in Severity),
                *(Cell(n, "middle") for n in figures),
                Cell(fate),
            ]
        )
    return rows or [[Cell("没有单位", span=8)]]


def _rule_rows(data: FindingsWeek) -> list[Row]:
    rows: list[Row] = []
    for code, found in sorted(data.grouped(lambda f: f.code).items()):
        worst = min((f.severity for f in found), key=lambda s: s.rank)
        units = len({f.where.unit for f in found if f.where.unit})
        rows.append(
            [
                Cell(code, "middle"),
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

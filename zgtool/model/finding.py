"""Findings: what is wrong where, as data. Nothing stops at the first one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Severity(Enum):
    """What a finding does: 错误 is not merged, 警告 is merged and must be answered, 提示 informs."""

    ERROR = "错误"
    WARNING = "警告"
    INFO = "提示"

    @property
    def rank(self) -> int:
        """0 for the gravest; sorts findings the way a clerk works through them."""
        return _RANK[self]


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Location:
    """Where a finding sits, widest first; what is not known stays empty.

    `row` is Excel's own row number, `column` a key of the column schema, `cell` an address
    such as "D7", `number` the measure's number in the ledger.
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""
    unit: str = ""
    number: str = ""

    def __str__(self) -> str:
        spot = self.cell or (f"第{self.row}行" if self.row else "")
        number = f"措施{self.number}" if self.number and not spot else ""
        return "·".join(p for p in (self.file, self.sheet, spot, number) if p) or self.unit


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark. `found` is verbatim; `message` says what is wrong; `fix` what to do."""

    code: str
    severity: Severity
    where: Location
    found: str
    message: str
    fix: str

    def __str__(self) -> str:
        held = f"，现填“{self.found}”" if self.found else ""
        return f"{self.where} {self.severity.value} {self.code} {self.message}{held}。{self.fix}"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a code stands for: its Chinese title, severity, how to mend it and why it is asked.

    Every finding is made from a kind, so that a code nobody declared cannot appear.
    """

    code: str
    title: str
    severity: Severity
    fix: str
    why: str = ""

    def at(self, where: Location, found: str = "", *, message: str = "", fix: str = "") -> Finding:
        """A finding of this kind; `message` and `fix` replace the general words by exact ones."""
        return Finding(self.code, self.severity, where, found, message or self.title, fix or self.fix)


def flat(findings: Iterable[Finding], *names: str) -> list[tuple[Any, ...]]:
    """Project findings onto a few fields (of the finding or of its place)."""
    return [
        tuple(getattr(f if n in Finding.__dataclass_fields__ else f.where, n) for n in names)
        for f in findings
    ]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Gravest first, then by unit, file, sheet, row, column and code."""

    def key(f: Finding) -> tuple[Any, ...]:
        w = f.where
        return (f.severity.rank, w.unit, w.file, w.sheet, w.row or 0, w.cell, w.number, f.code)

    return sorted(findings, key=key)


def has_error(findings: Iterable[Finding]) -> bool:
    """Whether any finding keeps something from being merged."""
    return any(f.severity is Severity.ERROR for f in findings)

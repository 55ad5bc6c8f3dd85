"""The case files of the rules (tests/cases/CODE.md): what stands in them, and running a rule over them.

A file has two parts, 要报告 and 不报告. Each holds one Markdown table, the ledger as it stands this week, every
row brought by a unit's file; or several cases, each opened by `### 例一：…`. Within a case:

- a column 报告: only rows with ✓ are to be reported (without it every row is); a column 来自: the file that
  brought the row, 总台账 for a row that nobody reported this week;
- `### 第22周` … `### 第24周（未报：人事处）`: the ledger week by week, the last is this week;
- `### 建账时`: the ledger as it was taken over;
- `### 单位名单` (单位、简称、曾用名、分管领导), `### 设置` (项目、内容, as in 配置.xlsx);
- `### 佐证文件` (单位、文件、保存、新建、文字): the evidence files that came with the units' ledgers;
- `### 报送` (文件、单位、填报时间、收到、结果): the files that came in, one line each, with its own 报告 column.

A finding about a whole unit counts for every row with ✓ that the unit leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.tables import UNITS, lines_of, rows_from_md
from zgtool.model.finding import Finding
from zgtool.model.ledger import EvidenceFile, Ledger, Measure, Submission
from zgtool.model.period import ReportWeek
from zgtool.model.settings import BASIC, Entry, Settings
from zgtool.model.units import Unit, UnitList
from zgtool.ops.past import Past, PastWeek
from zgtool.ops.register import LEDGER_FILE
from zgtool.ops.summary import ON_TIME, Receipt
from zgtool.ops.terms import names_in
from zgtool.rules.engine import check_ledger, check_receipts
from zgtool.rules.registry import Context

CASES = Path(__file__).parent / "cases"
REPORTED, LEFT_ALONE = "要报告", "不报告"
WEEK = ReportWeek(2020, 24)
TODAY = WEEK.friday
CLOSES = datetime(2020, 6, 12, 12)
SETTINGS = Settings(units=UNITS, plan_day=date(2020, 5, 25))
UNIT_FILE = "单位.xlsx"
MARK, FROM = "+报告", "+来自"
_TABLES = ("佐证文件", "建账时", "单位名单", "设置", "报送")
_WEEK = re.compile(r"第(\d+)周(?:（未报：(.+)）)?")


@dataclass(frozen=True)
class Case:
    """One ledger with what else its rules look at: tables by heading, "" or 第N周 for the ledger itself."""

    title: str
    tables: Mapping[str, str]
    base: Settings = field(default=SETTINGS)

    @cached_property
    def settings(self) -> Settings:
        """The settings of every case, with those that the case names."""
        own: dict[str, Any] = {}
        if "单位名单" in self.tables:
            own["units"] = UnitList(tuple(_unit(line) for line in lines_of(self.tables["单位名单"])))
        entries = {e.label: e for e in BASIC}
        for line in lines_of(self.tables.get("设置", "")):
            entry = entries[line["项目"]]
            own[entry.key] = _value(entry, line["内容"])
        return replace(self.base, **own)

    @cached_property
    def rows(self) -> tuple[Measure, ...]:
        """This week's rows, each in the file that brought it."""
        table = self.tables.get(self._weeks[-1] if self._weeks else "", "")
        files = [line["文件"] for line in lines_of(self.tables.get("报送", "")) if "文件" in line]
        usual = files[0] if len(files) == 1 else UNIT_FILE
        brought_by = {"": usual, "总台账": LEDGER_FILE}
        return tuple(
            replace(r, where=replace(r.where, file=brought_by.get(r[FROM], r[FROM])))
            for r in (rows_from_md(table) if table else ())
        )

    @cached_property
    def submissions(self) -> tuple[Submission, ...]:
        """The files of 报送; without that table, those that the rows name."""
        told = lines_of(self.tables.get("报送", ""))
        if told:
            return tuple(self._submission(line) for line in told if "文件" in line)
        files = dict.fromkeys(r.where.file for r in self.rows if r.where.file != LEDGER_FILE)
        return tuple(self._submission({"文件": file}) for file in files)

    def _submission(self, line: Mapping[str, str]) -> Submission:
        rows = tuple(_without_marks(r) for r in self.rows if r.where.file == line["文件"])
        unit = line.get("单位") or (rows[0]["lead_unit"] if rows else "")
        return Submission(
            line["文件"],
            unit=unit,
            week=str(WEEK),
            filled_on=line.get("填报时间", ""),
            arrived=_moment(line.get("收到", "")),
            rows=rows,
            evidence=self._evidence.get(unit, ()),
        )

    @cached_property
    def receipts(self) -> tuple[Receipt, ...]:
        """One line of 报送 each."""
        found = []
        for line in lines_of(self.tables.get("报送", "")):
            arrived = _moment(line.get("收到", ""))
            late = arrived is not None and arrived > CLOSES
            filled = line.get("填报时间", "")
            fate = line.get("结果") or ON_TIME
            found.append(Receipt(line["单位"], fate, arrived, line.get("文件", ""), late, filled_on=filled))
        return tuple(found)

    @cached_property
    def past(self) -> Past:
        """The weeks before this one, the latest first, and 建账时."""
        weeks = []
        for heading in reversed(self._weeks[:-1]):
            found = _WEEK.fullmatch(heading)
            assert found
            ledger = Ledger(_of_the_ledger(self.tables[heading]), week=f"2020-W{int(found[1]):02d}")
            units = {u for r in ledger.rows for u in names_in(r["lead_unit"])}
            weeks.append(PastWeek.of(ledger, reported=frozenset(units - set(names_in(found[2] or "")))))
        first = self.tables.get("建账时")
        return Past(tuple(weeks), PastWeek.of(Ledger(_of_the_ledger(first))) if first else None)

    @cached_property
    def _weeks(self) -> list[str]:
        return [heading for heading in self.tables if _WEEK.fullmatch(heading)]

    @property
    def context(self) -> Context:
        return Context(self.settings, TODAY, WEEK, CLOSES, self.past, self._evidence)

    @cached_property
    def _evidence(self) -> dict[str, tuple[EvidenceFile, ...]]:
        found: dict[str, tuple[EvidenceFile, ...]] = {}
        for line in lines_of(self.tables.get("佐证文件", "")):
            saved, made = (
                date.fromisoformat(d) if (d := line.get(k, "")) else None for k in ("保存", "新建")
            )
            file = EvidenceFile(line["文件"], saved, made, line.get("文字", ""))
            found[line["单位"]] = (*found.get(line["单位"], ()), file)
        return found

    def findings(self, code: str) -> list[Finding]:
        """What one rule says of the case."""
        ledger = Ledger(tuple(map(_without_marks, self.rows)), week=str(WEEK))
        checked = check_ledger(ledger, self.context, self.submissions)
        checked += check_receipts(self.receipts, self.context)
        return [f for f in checked.findings if f.code == code]

    @cached_property
    def marked(self) -> frozenset[str]:
        """The lines that are to be reported: 第N行 of the ledger, or file and unit of 报送."""
        sent = lines_of(self.tables.get("报送", ""))
        chosen = any("报告" in line for line in sent) or any(MARK in r.values for r in self.rows)
        rows = {_line(r) for r in self.rows if r[MARK] or not chosen}
        return frozenset(rows | {_sent(line) for line in sent if line.get("报告") or not (chosen or rows)})

    def lines(self, finding: Finding) -> frozenset[str]:
        """The lines that a finding speaks of."""
        where = finding.where
        if where.row is not None:
            return frozenset({f"第{where.row}行"})
        if where.number:
            return frozenset(_line(r) for r in self.rows if r.number == where.number)
        sent = {
            _sent(line)
            for line in lines_of(self.tables.get("报送", ""))
            if (line.get("文件", "") == where.file and where.file) or line["单位"] == where.unit
        }
        return frozenset(sent & self.marked) or frozenset(
            _line(r) for r in self.rows if where.unit in names_in(r["lead_unit"]) and r[MARK]
        )


def part(code: str, name: str) -> str:
    """The text of one part of a rule's case file."""
    text = (CASES / f"{code}.md").read_text("utf-8")
    found = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, f"{code}.md has no part {name}"
    return found[1]


def cases(code: str, name: str) -> list[Case]:
    """The cases of one part of a rule's file, in order."""
    return list(_cases(part(code, name)))


def _cases(text: str) -> Iterator[Case]:
    title, tables = "", {}
    for piece in re.split(r"^### ", "\n" + text, flags=re.MULTILINE):
        heading, _, body = piece.partition("\n")
        heading = heading.strip()
        if heading.startswith("例"):
            if tables:
                yield Case(title, tables)
            title, tables, heading = heading, {}, ""
        assert not heading or heading in _TABLES or _WEEK.fullmatch(heading), f"unknown heading {heading}"
        if lines_of(body):
            assert heading not in tables, f"two tables under {heading or title}"
            tables[heading] = body
    if tables:
        yield Case(title, tables)


def _without_marks(row: Measure) -> Measure:
    return replace(row, values={k: v for k, v in row.values.items() if k not in (MARK, FROM)})


def _of_the_ledger(table: str) -> tuple[Measure, ...]:
    return rows_from_md(table, file=LEDGER_FILE)


def _line(row: Measure) -> str:
    return f"第{row.where.row}行"


def _sent(line: Mapping[str, str]) -> str:
    return line.get("文件") or line["单位"]


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _unit(line: Mapping[str, str]) -> Unit:
    return Unit(
        line["单位"],
        short=names_in(line.get("简称", "")),
        former=names_in(line.get("曾用名", "")),
        leader=line.get("分管领导", ""),
    )


def _value(entry: Entry, text: str) -> Any:
    if entry.kind == "date":
        return date.fromisoformat(text)
    if entry.kind == "yes_no":
        return text == "是"
    return tuple(int(n) for n in names_in(text)) if entry.kind == "ints" else text

"""The figures of answering the units: `python benchmarks/returns.py [findings]`.

Two things are timed, each three times: marking 60 workbooks of 100 rows × 25 columns with 10 findings
each, and writing 校验结果.xlsx with so many findings (20,000) and with half of them, which tells whether
the time grows in proportion. CPU and wall seconds are medians; making the input is not counted.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import xlsxwriter

from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.units import Unit, UnitList
from zgtool.ops.summary import Summary
from zgtool.writing.annotate_xlsx import annotated
from zgtool.writing.findings_tables import Links
from zgtool.writing.findings_xlsx import write_findings

FIGURES = {"mark": 2.0, "list": 5.0, "growth": 2.3}
"""CPU seconds to mark 60 workbooks and to write 20,000 findings; how much longer twice as many may take."""

WEEK, UNITS, SHEET = ReportWeek(2020, 24), 60, "整改台账"
_TEXT = "印发《执法业务培训办法》，举办培训班2期，参训46人次，覆盖率100%"
_FIX = "请细化到旬或日，例如“6月下旬”“6月30日前”；涉及已审定时限的，报分管领导同意后由办公室修改。"


def make_workbook(unit: int) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    boxed = book.add_format({"border": 1, "text_wrap": True})
    for row in range(103):
        for col in range(25):
            sheet.write_string(row, col, f"{unit}-{row}-{col} {_TEXT}", boxed)
    book.close()
    return data.getvalue()


def make_findings(count: int) -> list[Finding]:
    """Findings over 60 units and 60 codes, each with words of its own."""
    return [
        Finding(
            f"T{100 + n % 60}",
            list(Severity)[n % 3],
            Location(f"单位{n % UNITS}.xlsx", SHEET, 4 + n // UNITS, "deadline", f"J{4 + n // UNITS}",
                     f"单位{n % UNITS}", f"{n}-1"),
            f"6月底（{n}）",
            f"整改时限没有细化到旬（按6月30日计；第{n}处）",
            _FIX,
        )
        for n in range(count)
    ]  # fmt: skip


def mark_all(books: list[bytes]) -> None:
    found = make_findings(UNITS * 10)
    for unit, book in enumerate(books):
        annotated(book, found[unit::UNITS], unit=f"单位{unit}", week=WEEK, edition=2)


def write_list(found: list[Finding], folder: Path) -> None:
    settings = Settings(units=UnitList(tuple(Unit(f"单位{n}") for n in range(UNITS))))
    copies = {f"单位{n}.xlsx": f"退改/单位{n}_退改.xlsx" for n in range(UNITS)}
    cells = {f: (copies[f.where.file], f"'{SHEET}'!{f.where.cell}") for f in found}
    write_findings(
        found,
        Summary(),
        settings,
        folder / "校验结果.xlsx",
        week=WEEK,
        as_of=None,
        links=Links(copies, cells),
    )


def median(work: Callable[[], None]) -> tuple[float, float]:
    """CPU and wall seconds, the medians of three."""
    spent = []
    for _ in range(3):
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        spent.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpus, walls = zip(*spent, strict=True)
    return statistics.median(cpus), statistics.median(walls)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    books = [make_workbook(unit) for unit in range(UNITS)]
    mark_all(books[:1])
    mark = median(lambda: mark_all(books))
    with tempfile.TemporaryDirectory() as folder:
        found = make_findings(count)
        half = median(lambda: write_list(found[: count // 2], Path(folder)))
        full = median(lambda: write_list(found, Path(folder)))
    growth, most = full[0] / half[0], FIGURES["list"] * count / 20_000
    print(f"60份退改单：CPU {mark[0]:.2f} 秒，用时 {mark[1]:.2f} 秒（指标 {FIGURES['mark']:g} 秒）")
    print(f"校验结果 {count} 条：CPU {full[0]:.2f} 秒，用时 {full[1]:.2f} 秒（指标 {most:g} 秒）")
    print(f"条数加倍，CPU 时间为 {growth:.2f} 倍（指标不超过 {FIGURES['growth']:g} 倍）")
    met = mark[0] <= FIGURES["mark"] and full[0] <= most and growth <= FIGURES["growth"]
    print("达到" if met else "没有达到")
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())

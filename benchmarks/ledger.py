"""The figures of writing the consolidated ledger: `python benchmarks/ledger.py [rows]`.

The same workbook (总台账 with 30 columns, merged problem and point cells, lamps, dates, drop-downs, notes;
changes, due, unquantified, reporting, points, statistics with charts, checks) is written twice in turn, each
time in a process of its own: by `write_ledger` as it is, and by `write_ledger` with every block of rows handed
to xlsxwriter cell by cell. Counted are the CPU seconds of writing, the packed file included and making the
rows not, and the memory of the whole process.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from zgtool.model.columns import LEDGER
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.diff import diff_ledgers
from zgtool.ops.standing import tally
from zgtool.ops.summary import ON_TIME, Receipt, Summary
from zgtool.ops.trend import WeekRecord, record_of
from zgtool.writing import bulk_rows
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.ledger_xlsx import write_ledger

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FIGURE, MOST_MB = 0.5, 800
"""Share of plain xlsxwriter's CPU time that the ledger may take, and the memory of the process."""

_DAY = date(2020, 6, 12)

_KEYS = tuple(c.key for c in LEDGER if c.core)
_LAMPS = ("超期3天", "2天后到期", "正常", "已销号")
_STEPS = (
    "逐项核对原始台账",
    "逐级签字确认",
    "补齐会议记录",
    "修订管理办法",
    "开展专题培训",
    "组织现场抽查",
    "公开结果",
)


def make_rows(count: int) -> list[Measure]:
    """Measures as a ledger in use has them: six to a problem, three to a point, texts of a line or several."""
    return [Measure(_row(n)) for n in range(count)]


def _row(n: int) -> dict[str, str]:
    problem, point = n // 6 + 1, n % 6 // 3 + 1
    what = "，".join(_STEPS[(n * 5 + k * 3) % 7] for k in range(2 + n % 4))
    row = {
        "number": f"{problem}-{n % 6 + 1}", "problem_no": str(problem), "category": f"第{problem % 9}方面",
        "problem": f"问题{problem}：落实制度不严格，一是会议记录不全；二是检查不及时；三是问责偏软。",
        "point_no": f"{problem}（{point}）", "point": f"问题{problem}的第{point}个要点：台账登记不完整，检查走过场。",
        "measure": f"对第{n}类事项{what}，7月上旬前完成{n % 40 + 3}份。", "target": f"补齐记录{n % 40 + 3}份，抽查{n % 7}次",
        "horizon": "限期整改", "lead_unit": f"第{n % 60}处", "supporting_units": f"办公室、第{(n + 7) % 60}处",
        "leader": "王建国", "person": "李明", "deadline": "2020年7月上旬", "registered_on": "2020-05-08",
        "due_day": f"2020-07-{n % 28 + 1:02}", "lamp": _LAMPS[n % 4], "state": "整改中", "status": "推进中",
        "rate": f"{n % 100}%", "progress": f"本周已{what}，第{n}类事项完成{n % 30}份，其余责任到人。",
        "evidence": f"《核对记录（{n}）》{n % 5 + 1}份", "next_step": f"下周继续{_STEPS[n % 7]}",
    }  # fmt: skip
    if n % 4 == 3:
        row |= {
            "closed_on": "2020-06-12",
            "accepted_by": "张红",
            "done_on": "2020-06-10",
            "report": f"专项报告{n}",
        }
    return row


def put_plainly(book: Workbook, sheet: Worksheet, block: bulk_rows.Block) -> None:
    """The rows by xlsxwriter's own methods, without the checks that ours make."""
    for first, last, col in block.merges:
        sheet.merge_range(first, col, last, col, "", block.shapes[first - block.first][col])
    rows = zip(block.heights, block.shapes, block.values, strict=True)
    for row, (height, shape, values) in enumerate(rows, block.first):
        sheet.set_row(row, height)
        for col, (fmt, value) in enumerate(zip(shape, values, strict=True)):
            if value == "":
                sheet.write_blank(row, col, None, fmt)
            elif isinstance(value, str):
                sheet.write_string(row, col, value, fmt)
            else:
                sheet.write_number(row, col, value, fmt)


def content_of(count: int) -> LedgerContent:
    """A week of such a ledger: a third of the rows changed since last week, one in ten has a finding."""
    rows = make_rows(count)
    ledger = Ledger(tuple(rows), _KEYS)
    settings = Settings(bureau="某局", plan_day=date(2020, 5, 8))
    before = Ledger(
        tuple(r.but({"progress": "上周"}) if n % 3 == 0 else r for n, r in enumerate(rows)), _KEYS
    )
    summary = Summary(overall=tally(rows, settings, _DAY), receipts=(Receipt("第1处", ON_TIME),))
    findings = [
        Finding("M201", Severity.WARNING, Location("甲.xlsx", "台账", n, unit="第1处", number=r.number), "",
                "措施没有量化", "写明数量。")
        for n, r in enumerate(rows) if n % 10 == 0
    ]  # fmt: skip
    week = ReportWeek.of(_DAY)
    return LedgerContent(
        ledger, settings, _DAY, week=week, summary=summary, diff=diff_ledgers(before, ledger),
        findings=findings, history=(WeekRecord("2020-W23", {"measures": count}), record_of(week, summary)),
    )  # fmt: skip


def write_once(way: str, count: int) -> dict[str, float]:
    """CPU seconds, peak MB of the process and the file's MB of writing the workbook once."""
    import xlsxwriter  # noqa: F401  imported by both before the clock starts

    content = content_of(count)
    if way == "plain":
        bulk_rows.put_block = put_plainly
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "总台账.xlsx"
        began = time.process_time()
        write_ledger(target, content)
        return {"cpu": time.process_time() - began, "peak": _peak(), "size": target.stat().st_size / 2**20}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: Sequence[str]) -> int:
    if len(arguments) == 2:
        print(json.dumps(write_once(arguments[0], int(arguments[1]))))
        return 0
    count = int(arguments[0]) if arguments else 100_000
    ways = {"plain": "xlsxwriter, cell by cell", "spliced": "zgtool, blocks of rows put in as text"}
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for _ in range(3 if count > 20_000 else 5):
        for way in ways:
            done = subprocess.run(
                [sys.executable, __file__, way, str(count)], capture_output=True, check=True
            )
            runs[way].append(json.loads(done.stdout))
    print(f"{count} rows × {len(_KEYS)} columns, all sheets{'':6}{'CPU s':>8}{'MB':>8}{'file MB':>9}")
    medians = {
        w: {k: statistics.median(r[k] for r in runs[w]) for k in ("cpu", "peak", "size")} for w in ways
    }
    for way, name in ways.items():
        print(f"{name:40}{medians[way]['cpu']:>8.2f}{medians[way]['peak']:>8.0f}{medians[way]['size']:>9.2f}")
    share = medians["spliced"]["cpu"] / medians["plain"]["cpu"]
    peak = medians["spliced"]["peak"]
    print(
        f"share of xlsxwriter's CPU: {share:.2f} (figure: {FIGURE}) {'met' if share <= FIGURE else 'MISSED'}"
    )
    print(f"memory: {peak:.0f} MB (figure: {MOST_MB}) {'met' if peak <= MOST_MB else 'MISSED'}")
    return 0 if share <= FIGURE and peak <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The figures of comparing two ledgers: `python benchmarks/diff.py [rows]` (needs `pip install daff`).

The same pair of ledgers in memory, reading not counted, each way in a process of its own, in turn: zgtool
to the finished comparison (rows matched, moved rows, risky changes), daff to its finished highlighter
table: as it is, which is what the figure speaks of, and told which column is the key. One row in ten has new progress, one in a hundred
another deadline; a hundred rows are gone, fifty are new, ten have moved.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.ledger import make_rows
from zgtool.model.columns import LEDGER
from zgtool.model.ledger import Ledger, Measure

CPU_FIGURE, TIMES_FIGURE = 2.0, 8.0
"""CPU seconds for 100,000 rows, and how many times daff's CPU time ours must go into."""
ROUNDS = 3

_KEYS = tuple(c.key for c in LEDGER if c.core)


def make_pair(count: int) -> tuple[Ledger, Ledger]:
    """A ledger and the same a week later."""
    old = make_rows(count)
    new = [_week_later(row, n) for n, row in enumerate(make_rows(count))]
    del new[500:600]
    new[300:300] = [Measure({**row.values, "number": f"新-{n}"}) for n, row in enumerate(make_rows(50))]
    moved = new[10:20]
    del new[10:20]
    new[count // 2 : count // 2] = moved
    return Ledger(tuple(old), _KEYS), Ledger(tuple(new), _KEYS)


def _week_later(row: Measure, n: int) -> Measure:
    changes = {"lamp": f"超期{n % 9 + 1}天"}
    if n % 10 == 0:
        changes |= {"progress": row["progress"].replace("份，其余", "份并已报送，其余"), "rate": "95%"}
    if n % 100 == 0:
        changes["deadline"] = "2020年8月中旬"
    return row.but(changes)


def ours(old: Ledger, new: Ledger) -> int:
    """Lines of the finished comparison."""
    from zgtool.model.settings import Settings
    from zgtool.ops.diff import diff_ledgers
    from zgtool.ops.diff_risk import risks_of
    from zgtool.reports.difference import difference

    diff = diff_ledgers(old, new)
    return len(difference(old, new, diff, risks_of(diff, Settings(), date(2020, 6, 12))).lines)


def daffs(old: Ledger, new: Ledger, *, told: bool) -> int:
    """Rows of daff's highlighter table; told: it is given the key."""
    import daff

    tables = [
        daff.PythonTableView([list(_KEYS), *([row[k] for k in _KEYS] for row in ledger.rows)])
        for ledger in (old, new)
    ]
    flags = daff.CompareFlags()
    if told:
        flags.addPrimaryKey("number")
    for column in ("lamp", "due_day"):
        flags.ignoreColumn(column)
    alignment = daff.Coopy.compareTables(*tables, flags).align()
    found = daff.PythonTableView([])
    daff.TableDiff(alignment, flags).hilite(found)
    return int(found.get_height())


def once(way: str, count: int) -> dict[str, float]:
    """CPU and wall seconds and the further MB of one comparison."""
    old, new = make_pair(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu, wall = time.process_time(), time.perf_counter()
    lines = ours(old, new) if way == "zgtool" else daffs(old, new, told=way == "daff, told the key")
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"cpu": cpu, "wall": wall, "more": more, "lines": lines}


def main(arguments: Sequence[str]) -> None:
    if len(arguments) == 2:
        print(json.dumps(once(arguments[0], int(arguments[1]))))
        return
    count = int(arguments[0]) if arguments else 100_000
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in ("zgtool", "daff", "daff, told the key")}
    for _ in range(ROUNDS):
        for way, held in runs.items():
            command = [sys.executable, __file__, way, str(count)]
            held.append(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))
    print(f"{count} rows × {len(_KEYS)} columns{'':12}{'CPU s':>8}{'wall s':>8}{'MB':>8}{'lines':>8}")
    medians = {w: {k: statistics.median(r[k] for r in held) for k in held[0]} for w, held in runs.items()}
    for way, m in medians.items():
        print(f"{way:34}{m['cpu']:>8.2f}{m['wall']:>8.2f}{m['more']:>8.0f}{m['lines']:>8.0f}")
    cpu, times = medians["zgtool"]["cpu"], medians["daff"]["cpu"] / medians["zgtool"]["cpu"]
    print(
        f"CPU: {cpu:.2f} s (figure for 100,000 rows: {CPU_FIGURE}) {'met' if cpu <= CPU_FIGURE else 'MISSED'}"
    )
    print(
        f"daff's CPU time: {times:.1f} times (figure: {TIMES_FIGURE}) {'met' if times >= TIMES_FIGURE else 'MISSED'}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])

"""The figure of merging: `python benchmarks/merge.py`. CPU seconds must grow with the rows, not faster.

Every row of the ledger is reported with new progress by its lead unit, sixty submissions in all; then half the
rows are deleted by hand and put back. The ledgers are in memory, reading is not counted.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.ledger import make_rows
from zgtool.model.columns import LEDGER
from zgtool.model.ledger import Ledger, Submission
from zgtool.model.settings import Settings
from zgtool.ops.merge import merge_submissions

SIZES = (20_000, 80_000)
ROUNDS = 3
FIGURE = 1.3
"""How much dearer a row of the largest ledger may be than one of the smallest, and still be called linear."""

_KEYS = tuple(c.key for c in LEDGER if c.core)
_SENT = ("number", "problem", "point", "measure", "lead_unit", "status", "rate", "progress")
TODAY = date(2020, 6, 12)


def once(count: int) -> tuple[float, float]:
    """Microseconds of CPU a row: merging every row, and putting half of them back."""
    rows = make_rows(count)
    base = Ledger(tuple(rows), _KEYS)
    by_unit: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        by_unit.setdefault(row["lead_unit"], []).append(place)
    sent = [
        Submission(
            f"{unit}.xlsx",
            unit=unit,
            layout=_SENT,
            rows=tuple(rows[p].but({"progress": "已办结"}) for p in places),
        )
        for unit, places in by_unit.items()
    ]
    began = time.process_time()
    merged = merge_submissions(base, base, sent, Settings(), TODAY, "2020-W24").ledger
    middle = time.process_time()
    half = Ledger(merged.rows[::2], merged.layout, sheets=merged.sheets)
    merge_submissions(merged, half, (), Settings(), TODAY, "2020-W25")
    ended = time.process_time()
    return (middle - began) / count * 1e6, (ended - middle) / count * 1e6


def main() -> int:
    runs: dict[int, list[tuple[float, float]]] = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size, held in runs.items():
            held.append(once(size))
    print(f"{'rows':>8}{'merged, µs a row':>20}{'half put back, µs a row':>26}")
    medians = {s: tuple(statistics.median(r[k] for r in held) for k in (0, 1)) for s, held in runs.items()}
    for size, (merged, back) in medians.items():
        print(f"{size:>8}{merged:>20.0f}{back:>26.0f}")
    ratio = max(medians[SIZES[-1]][k] / medians[SIZES[0]][k] for k in (0, 1))
    print(f"a row costs {ratio:.2f} times as much in the larger ledger (figure: {FIGURE})",
          "met" if ratio <= FIGURE else "MISSED")  # fmt: skip
    return 0 if ratio <= FIGURE else 1


if __name__ == "__main__":
    sys.exit(main())

"""How many measures are read right: the shared cases, our own cases, and the time a cell takes.

Run: PYTHONPATH=. python benchmarks/measures.py
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from pathlib import Path

from zgtool.language.measure import NEITHER, QUANTIFIED, classify_measure

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "measures.csv"
OWN = ROOT / "tests" / "language" / "data" / "measure_cases.csv"
WANTED = 0.93


def accuracy(path: Path) -> float:
    """Print the share read right and each miss; returns the share."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    started = time.perf_counter()
    read = [classify_measure(row["measure"]) for row in rows]
    seconds = time.perf_counter() - started
    misses = [(row, got) for row, got in zip(rows, read, strict=True) if got.label != row["label"]]
    slogans = sum(row["label"] == NEITHER and got.label == QUANTIFIED for row, got in misses)
    share = 1 - len(misses) / len(rows)
    print(
        f"{path.name}: {len(rows) - len(misses)}/{len(rows)} = {share:.1%} right, "
        f"{seconds / len(rows) * 1e6:.0f} µs a measure"
    )
    print(
        f"  by label: {dict(Counter(row['label'] for row in rows))}; “neither” called quantified: {slogans}"
    )
    for row, got in misses:
        print(f"  {row['label']} read as {got.label} by “{got.span}”: {row['measure']}")
    return share


if __name__ == "__main__":
    shares = [accuracy(path) for path in (SHARED, OWN) if path.exists()]
    if not SHARED.exists():
        print(f"no shared cases at {SHARED}")
    sys.exit(0 if shares and min(shares) >= WANTED else 1)

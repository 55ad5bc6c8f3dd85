"""Timing commands against each other: interleaved rounds, medians of wall and CPU seconds."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def measured(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """(wall, CPU) seconds of one command and its children; raises when it fails badly (code above 1)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    # Compiled modules are kept, as they are for an installed package; pandas has them as well.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise RuntimeError(done.stderr or done.stdout)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def race(
    runners: Mapping[str, Sequence[str]], folder: Path, rounds: int = 3
) -> dict[str, tuple[float, float]]:
    """Medians by name after one round that does not count; the runners take turns, so that a busy
    machine is busy for all of them."""
    for command in runners.values():
        measured(command, folder)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in runners}
    for _ in range(rounds):
        for name, command in runners.items():
            times[name].append(measured(command, folder))
    return {
        name: (statistics.median(w for w, _ in t), statistics.median(c for _, c in t))
        for name, t in times.items()
    }


def report(medians: Mapping[str, tuple[float, float]]) -> None:
    """Print one line a runner."""
    print(f"{'':34}{'wall s':>10}{'CPU s':>10}")
    for name, (wall, cpu) in medians.items():
        print(f"{name:34}{wall:>10.2f}{cpu:>10.2f}")


PYTHON = sys.executable

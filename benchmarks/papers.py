"""The figures of the Word papers: `python benchmarks/papers.py`.

1. A report upward of 300 problems with 5,000 rows in its tables, finished Word file included,
   in CPU seconds, beside the same with twice the rows, which may take twice the time.
2. Every paper of a week of 60 units and 600 measures, two fifths of them overdue, written to
   disk, in wall and CPU seconds.

Medians of three rounds in one process that has its libraries loaded.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from zgtool.app.paper_files import Wanted, kinds_named, write_papers_of
from zgtool.app.paper_scene import Scenes
from zgtool.reports.content import Paper
from zgtool.reports.progress_report import PROGRESS_OUTLINE, progress_report
from zgtool.reports.scene import Subject
from zgtool.reports.trial import trial_scene
from zgtool.workspace.layout import WorkArea
from zgtool.writing.report_docx import default_template, paper_bytes

LONG_FIGURE, WEEK_FIGURE = 10.0, 20.0
ROWS = 5000


def main() -> int:
    """Measure both and print each beside its figure."""
    scene = trial_scene(1200)
    template = default_template("整改进展情况报告")

    def write(rows: int) -> None:
        paper = with_rows(progress_report(scene, Subject()), rows)
        paper_bytes(paper, PROGRESS_OUTLINE, scene.settings, template)

    whole, double = median(lambda: write(ROWS))[1], median(lambda: write(2 * ROWS))[1]
    met = "达到" if whole <= LONG_FIGURE else "没有达到"
    print(
        f"300个问题、{ROWS}行的报告：CPU {whole:.2f} 秒（{2 * ROWS}行 {double:.2f} 秒，{double / whole:.1f} 倍），指标 {LONG_FIGURE:.0f} 秒，{met}"
    )
    week = trial_scene(600, 60)
    scenes = Scenes(week, replace(week, since=week.day.replace(day=1)))
    with tempfile.TemporaryDirectory() as folder:
        area = WorkArea(Path(folder))
        made = write_papers_of(area, scenes, Wanted(kinds_named("all")))
        wall, cpu = median(lambda: write_papers_of(area, scenes, Wanted(kinds_named("all"))))
    met = "达到" if wall <= WEEK_FIGURE else "没有达到"
    print(
        f"60个单位一周的全部文书{len(made)}份：{wall:.1f} 秒（CPU {cpu:.1f} 秒），指标 {WEEK_FIGURE:.0f} 秒，{met}"
    )
    return 0 if whole <= LONG_FIGURE and wall <= WEEK_FIGURE else 1


def with_rows(paper: Paper, rows: int) -> Paper:
    """The paper with its annexed ledger repeated or cut so that all its tables hold so many rows.

    ValueError when the other tables alone hold more.
    """
    ledger = paper.sections["台账"]
    others = sum(len(s.rows) for s in paper.sections.values()) - len(ledger.rows)
    if others > rows:
        raise ValueError(f"the other tables hold {others} rows")
    many = (ledger.rows * (rows // len(ledger.rows) + 1))[: rows - others]
    return replace(paper, sections={**paper.sections, "台账": replace(ledger, rows=many)})


def median(work: Callable[[], object], rounds: int = 3) -> tuple[float, float]:
    """Median (wall, CPU) seconds after one round that does not count."""
    work()
    times = []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - wall, time.process_time() - cpu))
    return statistics.median(w for w, _ in times), statistics.median(c for _, c in times)


if __name__ == "__main__":
    sys.exit(main())

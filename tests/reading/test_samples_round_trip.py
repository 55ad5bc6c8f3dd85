"""What the samples' maker put into a submission is what is read, cell by cell, whatever the shape."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zgtool.app.demo import SAMPLES, demo_settings
from zgtool.language.deadline import parse_deadline
from zgtool.model.text import clean
from zgtool.reading.submission import read_submission

TEXTS = (
    "problem",
    "point",
    "measure",
    "target",
    "progress",
    "report",
    "review",
    "reason",
    "next_step",
    "evidence",
)
PICTURE = "（图片）"
BASE = date(2020, 5, 25)


def papers() -> list[Any]:
    """Every file of the three weeks that is to be read, with the lines its maker wrote into it."""
    sys.path.insert(0, str(SAMPLES))
    try:
        import sample_bureau
        import sample_papers
    finally:
        sys.path.remove(str(SAMPLES))
    bureau = sample_bureau.load()
    known = (Path(SAMPLES),)
    return [p for week in (1, 2, 3) for p in sample_papers.papers_of(bureau, week, known) if p.counts]


PAPERS = papers()


@pytest.mark.parametrize("paper", PAPERS, ids=[f"week{p.week}-{p.name}" for p in PAPERS])
def test_every_cell_is_read_as_it_was_written(paper: Any) -> None:
    read = read_submission(paper.data, paper.name, demo_settings().units, week=f"2020-W{22 + paper.week}")
    written = list(paper.lines)
    assert len(read.rows) == len(written)
    keys = {head.key for head in paper.grid.heads}
    for row, line in zip(read.rows, written, strict=True):
        for key in (k for k in TEXTS if k in keys):
            if row[key] != PICTURE:
                assert row[key] == clean(line.values.get(key, "")), (key, row.where)
        if "deadline" in keys and line.values.get("deadline"):
            meant = parse_deadline(line.values["deadline"], BASE)
            assert parse_deadline(row["deadline"], BASE).latest_day == meant.latest_day, row.where


def test_all_shapes_are_there() -> None:
    assert {Path(p.name).suffix for p in PAPERS} == {".xlsx", ".xls", ".et", ".csv"}
    assert len(PAPERS) > 30

"""Deadlines: a million cells on one core (figure: 20 s at most), and how many are read right.

Run from the repository: python benchmarks/deadlines.py [cells]
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from zgtool.language.deadline import parse_deadline  # noqa: E402

BASE = date(2020, 6, 5)
LIMIT_SECONDS = 20.0
CASES = {
    "共享案例": ROOT.parent / "shared" / "data" / "deadlines.csv",
    "自编案例": ROOT / "tests" / "language" / "data" / "deadline_cases.csv",
}
LEADS = ("", "于", "最迟", "力争", "确保在", "截至", "整改时限：", "计划")
ENDS = ("前", "之前", "前完成", "前整改到位。", "（问题1、2）", "，并长期坚持", "前办结", "")


def distinct_texts() -> Iterator[str]:
    """Well over a million different deadlines as units write them, no two alike."""
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(7300)]
    shapes = (
        "{0.year}年{0.month}月{0.day}日", "{0.month}月{0.day}日", "{0.year}.{0.month}.{0.day}",
        "{0:%Y-%m-%d}", "{0.year}年{0.month}月{1}旬", "{0.year}年{0.month}月{2}日至{0.month}月{0.day}日",
    )  # fmt: skip
    seen: set[str] = set()
    for day, end, lead, shape in product(days, ENDS, LEADS, shapes):
        xun = "上中下"[min((day.day - 1) // 10, 2)]
        text = lead + shape.format(day, xun, max(1, day.day - 5)) + end
        if text not in seen:
            seen.add(text)
            yield text


def seconds_to_parse(texts: list[str]) -> float:
    """Wall time of parsing every text once."""
    begin = time.perf_counter()
    for text in texts:
        parse_deadline(text, BASE)
    return time.perf_counter() - begin


def shared_texts() -> list[str]:
    """The expressions of every case file that is there."""
    return [row["expression"] for path in CASES.values() if path.exists() for row in _rows(path)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def accuracy(path: Path) -> dict[str, int]:
    """How many cases are right in day, kind and fineness, and how many days were invented."""
    score: Counter[str] = Counter()
    for row in _rows(path):
        got = parse_deadline(row["expression"], date.fromisoformat(row["base_date"]))
        day = got.latest_day.isoformat() if got.latest_day else ""
        score["案例"] += 1
        score["应有日期"] += bool(row["latest_day"])
        score["日期对"] += day == row["latest_day"]
        score["类别对"] += got.kind.value == row["kind"]
        score["到旬与否对"] += got.fine_enough == (row["fine_enough"] == "1")
        score["凭空造日"] += bool(day) and not row["latest_day"]
    return dict(score)


def main(cells: int) -> int:
    """Prints the figures; 1 when a million cells take longer than they may."""
    for name, path in CASES.items():
        print(f"{name}: {accuracy(path) if path.exists() else '没有这份文件'}")
    texts = shared_texts()
    repeated = [texts[n % len(texts)] for n in range(cells)]
    distinct = list(islice(distinct_texts(), cells))
    worst = 0.0
    for name, sample in (("重复的写法", repeated), ("各不相同的写法", distinct)):
        seconds = seconds_to_parse(sample) * 1_000_000 / len(sample)
        worst = max(worst, seconds)
        counted = f"{name}: {len(sample)} 格，{len(set(sample))} 种"
        print(f"{counted}，每百万格 {seconds:.1f} 秒（不超过 {LIMIT_SECONDS:.0f} 秒）")
    return int(worst > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))

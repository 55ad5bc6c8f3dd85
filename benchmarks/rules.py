"""What the rules cost: every rule over a merged ledger of 100,000 rows, with three earlier weeks to look back on.

Run: python benchmarks/rules.py [rows] [--by-rule]

Counted are the CPU seconds of `check_ledger` alone, in one process, the median of five runs; reading and merging
are not. Every row's measure, progress and evidence differ from every other's, as they do where people write them; one row in ten
repeats last week's progress, one in fifty nearly repeats another row's.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.similarity import ACTS, PLACES, THINGS, change_a_little, make_text
from zgtool import rules  # noqa: F401  (importing the package builds the catalogue)
from zgtool.model.finding import Location
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.units import Unit, UnitList
from zgtool.ops.past import Past, PastWeek
from zgtool.rules.engine import check_ledger
from zgtool.rules.registry import RULES, Context

FIGURE = 6.0
"""CPU seconds for all rules over 100,000 rows."""
RUNS = 5
WEEK = ReportWeek(2020, 24)
LEADERS = ("王建国", "李卫东", "赵立新", "孙志强")
SETTINGS = Settings(
    units=UnitList(
        tuple(Unit(name, leader=LEADERS[n % len(LEADERS)]) for n, name in enumerate(dict.fromkeys(PLACES)))
    ),
    feedback_day=date(2020, 5, 8),
    plan_day=date(2020, 5, 25),
    phase_end=date(2020, 11, 30),
)


def make_ledger(count: int, dice: random.Random) -> Ledger:
    """A ledger as it stands after a week's merge, every row brought by its unit's file."""
    return Ledger(tuple(_row(n, dice) for n in range(count)), week=str(WEEK))


def _row(n: int, dice: random.Random) -> Measure:
    problem, point, unit = n // 6 + 1, n % 6 // 3 + 1, n // 12 % len(PLACES)
    horizon = ("立行立改", "限期整改", "长期坚持")[n % 11 // 5]
    due = date(2020, 6, 5) + timedelta(days=dice.randrange(15 if horizon == "立行立改" else 200))
    values = {
        "number": f"{problem}-{n % 6 + 1}", "problem_no": str(problem), "category": f"第{problem % 9}方面",
        "problem": f"{PLACES[unit]}{THINGS[problem % 20]}管理不严，一是{THINGS[n // 6 % 20]}不全；二是{THINGS[n // 9 % 20]}不及时。",
        "point_no": f"{problem}（{point}）", "point": f"{THINGS[(problem + point) % 20]}登记不完整，检查走过场",
        "measure": f"{dice.choice(ACTS)}{dice.choice(THINGS)}，对第{n}类事项逐项{dice.choice(ACTS)}，完成{n % 40 + 3}份。",
        "target": f"补齐记录{n % 40 + 3}份，抽查{n % 7 + 1}次", "horizon": horizon,
        "lead_unit": PLACES[unit], "supporting_units": PLACES[(unit + 3) % len(PLACES)],
        "leader": LEADERS[unit % len(LEADERS)], "person": "李明", "deadline": f"{due.year}年{due.month}月{'上中下'[n % 3]}旬",
        "registered_on": "2020-05-25", "state": "整改中", "status": "推进中", "rate": f"{n % 90}%",
        "progress": make_progress(dice), "next_step": f"下周{dice.choice(ACTS)}{dice.choice(THINGS)}",
    }  # fmt: skip
    if n % 4 == 3:
        values |= {
            "state": "申请销号", "status": "申请销号", "rate": "100%", "done_on": "2020-06-10", "next_step": "",
            "progress": f"已完成{n % 40 + 3}份记录补齐，抽查{n % 7 + 1}次，{make_progress(dice)}",
            "evidence": f"《第{n}类事项核对记录》（2020年6月{n % 9 + 1}日）{n % 5 + 1}份", "report": "专项报告（6月10日）",
            "review": f"{LEADERS[unit % len(LEADERS)]}6月11日",
        }  # fmt: skip
    where = Location(file=f"{PLACES[unit]}.xlsx", sheet="整改台账", row=n + 4, unit=PLACES[unit])
    return Measure(values, where)


def make_progress(dice: random.Random) -> str:
    """A progress text; one in ten names other units in it."""
    text = make_text(dice)
    return text if dice.random() < 0.1 else _ANY_UNIT.sub("本处室", text)


_ANY_UNIT = re.compile("|".join(PLACES))


def earlier(ledger: Ledger, week: ReportWeek, dice: random.Random, repeat: float) -> PastWeek:
    """The ledger as it stood in an earlier week: most rows said something else then."""
    rows = []
    for row in ledger.rows:
        rate = f"{max(int(row['rate'].rstrip('%')) - 5, 0)}%"
        said = row["progress"] if dice.random() < repeat else make_progress(dice)
        rows.append(row.but({"progress": said, "rate": rate, "state": "整改中", "status": "推进中"}))
    return PastWeek.of(Ledger(tuple(rows)), str(week), frozenset(PLACES))


def scene(count: int) -> tuple[Ledger, Context]:
    """The ledger and the three weeks before it."""
    dice = random.Random(20200612)
    rows = list(make_ledger(count, dice).rows)
    for n in range(1, count - 1, 50):
        rows[n + 1] = rows[n + 1].but({"progress": change_a_little(rows[n]["progress"], dice)})
    ledger = Ledger(tuple(rows), week=str(WEEK))
    weeks = tuple(earlier(ledger, WEEK.shift(-back), dice, 0.1) for back in (1, 2, 3))
    return ledger, Context(SETTINGS, WEEK.friday, WEEK, past=Past(weeks, weeks[-1]))


def timed(ledger: Ledger, context: Context) -> tuple[float, int]:
    """(CPU seconds, findings) of one check."""
    began = time.process_time()
    checked = check_ledger(ledger, context)
    return time.process_time() - began, len(checked.findings)


def run(count: int, *, by_rule: bool) -> float:
    """Print the figures; returns the CPU seconds of all rules together."""
    ledger, context = scene(count)
    if by_rule:
        costs = []
        for code in RULES:
            only = {other: None for other in RULES if other != code}
            costs.append(
                (*timed(ledger, replace(context, settings=replace(SETTINGS, severities=only))), code)
            )
        for seconds, found, code in sorted(costs, reverse=True):
            print(f"{code}  {seconds:6.2f} s  {found:>7} found  {RULES[code].name}")
        return 0.0
    runs = [timed(ledger, context) for _ in range(RUNS)]
    seconds, found = statistics.median(seconds for seconds, _ in runs), runs[0][1]
    print(f"{len(RULES)} rules over {count} rows: {seconds:.2f} s CPU, {found} findings")
    print(f"runs: {', '.join(f'{seconds:.2f}' for seconds, _ in runs)}")
    if count >= 100_000:
        print(f"figure {FIGURE:.0f} s: {'met' if seconds <= FIGURE else 'MISSED'}")
    return seconds


if __name__ == "__main__":
    numbers = [int(a) for a in sys.argv[1:] if a.isdecimal()]
    size = numbers[0] if numbers else 100_000
    sys.exit(0 if run(size, by_rule="--by-rule" in sys.argv) <= FIGURE or size < 100_000 else 1)

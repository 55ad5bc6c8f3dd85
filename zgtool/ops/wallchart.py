"""挂图作战: every measure as a bar over the 旬 of the plan, grouped by lead unit or leader. No layout here.

Workbook and page are drawn from the same items, so that wall and screen say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zgtool.model.columns import heading_of
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import RECORD, Line
from zgtool.model.period import ReportWeek, TenDay, day_of
from zgtool.model.settings import Settings
from zgtool.model.status import REQUESTED, WITHDRAWN, is_closed, is_open
from zgtool.ops.diff import Diff
from zgtool.ops.past import Past
from zgtool.ops.standing import UNNAMED, Fact, Standing, facts, gather, lamp_for
from zgtool.ops.terms import deadline_of, names_in

RED, YELLOW, GREEN, BLUE, GREY, WHITE = "超期", "临期", "正常", "待认定", "已销号", "未定期限"
LIGHTS = (RED, YELLOW, GREEN, BLUE, GREY, WHITE)
"""The colours of bars by their word, the most urgent first."""
DONE_FLAG, LATE_FLAG = "红旗", "黑旗"
MOST_COLUMNS = 54
"""旬 beside each other: a year and a half; what lies outside is drawn at the edge."""
MOST_ITEMS = 2000
"""More measures are no wall chart: then the most urgent ones are drawn, and the chart says so."""


@dataclass(frozen=True, slots=True)
class Item:
    """One measure. first, last: columns of its bar (from 0); due: column of its last day, None without one.

    light: see LIGHTS; flag: 红旗 (done), 黑旗 (overdue) or ""; moved: what changed this week, "" for nothing.
    place: its row in the ledger, from 0. life: what happened to it, (week or day, words), oldest first.
    """

    place: int
    measure: Measure
    lamp: str
    light: str
    flag: str
    first: int
    last: int
    due: int | None
    due_day: date | None
    moved: str
    life: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one unit or leader, with where they stand; `name` is UNNAMED for those that name none."""

    name: str
    items: tuple[Item, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class WallChart:
    """columns: the 旬 in order; today: the column of the day told. left_out: measures that are not drawn."""

    columns: tuple[TenDay, ...]
    today: int
    items: tuple[Item, ...]
    by_unit: tuple[Group, ...]
    by_leader: tuple[Group, ...]
    whole: Standing
    left_out: int = 0


def wall_chart(
    ledger: Ledger, settings: Settings, today: date, *, diff: Diff | None = None, past: Past | None = None
) -> WallChart:
    """The chart of a ledger as it stands on `today`; withdrawn measures are not drawn."""
    rows = [
        (place, row) for place, row in enumerate(ledger.rows) if row["measure"] and row["state"] != WITHDRAWN
    ]
    days = {place: deadline_of(row, settings, today).latest_day for place, row in rows}
    shown = _most_urgent(rows, days, today)
    columns = _columns(shown, days, settings, today)
    moved, record = _moved(diff or Diff()), _record(ledger)
    known = {fact.place: fact for fact in facts(enumerate(ledger.rows), settings, today)}
    items = tuple(
        _item(known[place], row, days[place], columns, settings, today, moved, record, past or Past())
        for place, row in shown
    )
    return WallChart(
        columns,
        columns.index(TenDay.of(today)),
        items,
        _groups(items, "lead_unit", settings, known),
        _groups(items, "leader", settings, known),
        gather(known.values()),
        len(rows) - len(shown),
    )


def _most_urgent(
    rows: Sequence[tuple[int, Measure]], days: dict[int, date | None], today: date
) -> list[tuple[int, Measure]]:
    """All rows, or the MOST_ITEMS open ones due first, in the order of the ledger."""
    if len(rows) <= MOST_ITEMS:
        return list(rows)
    ranked = sorted(rows, key=lambda r: (not is_open(r[1]["state"]), days[r[0]] or date.max))
    return sorted(ranked[:MOST_ITEMS], key=lambda r: r[0])


def _columns(
    rows: Sequence[tuple[int, Measure]], days: dict[int, date | None], settings: Settings, today: date
) -> tuple[TenDay, ...]:
    """From the plan's first 旬 to the last due one, today's among them, at most MOST_COLUMNS."""
    starts = [start for _, row in rows if (start := _start(row, settings))]
    ends = [day for place, _ in rows if (day := days[place])]
    first = TenDay.of(min([*starts, today]))
    last = TenDay.of(max([*ends, today]))
    columns = [first]
    while columns[-1] < last:
        columns.append(TenDay.of(columns[-1].last_day + timedelta(days=1)))
    if len(columns) <= MOST_COLUMNS:
        return tuple(columns)
    at = columns.index(TenDay.of(today))
    begin = max(min(at - MOST_COLUMNS // 3, len(columns) - MOST_COLUMNS), 0)
    return tuple(columns[begin : begin + MOST_COLUMNS])


def _start(row: Measure, settings: Settings) -> date | None:
    """挂号日期, else the plan's day."""
    return day_of(row["registered_on"]) or settings.plan_day


def _item(
    fact: Fact,
    row: Measure,
    due: date | None,
    columns: tuple[TenDay, ...],
    settings: Settings,
    today: date,
    moved: dict[str, str],
    record: dict[str, list[Line]],
    past: Past,
) -> Item:
    place, lamp = fact.place, lamp_for(row, fact.due, settings)
    light = _light(row, lamp)
    end = day_of(row["closed_on"]) or due or today if is_closed(row["state"]) else due or today
    begin = _start(row, settings) or min(end, today)
    first, last = (_column(day, columns) for day in (min(begin, end), end))
    flag = DONE_FLAG if is_closed(row["state"]) else LATE_FLAG if light == RED else ""
    return Item(
        place, row, lamp, light, flag, first, last, _column(due, columns) if due else None, due,
        moved.get(row.number, ""), tuple(_life(row, record.get(row.number, []), past)),
    )  # fmt: skip


def _column(day: date, columns: tuple[TenDay, ...]) -> int:
    """The column a day falls in; the first or last one for a day outside."""
    ten = TenDay.of(day)
    if ten <= columns[0]:
        return 0
    return columns.index(ten) if ten < columns[-1] else len(columns) - 1


def _light(row: Measure, lamp: str) -> str:
    if is_closed(row["state"]):
        return GREY
    if row["state"] == REQUESTED:
        return BLUE
    if lamp.startswith("超期"):
        return RED
    return YELLOW if lamp.endswith("到期") else GREEN if lamp == GREEN else WHITE


def _moved(diff: Diff) -> dict[str, str]:
    """措施编号 → what changed since last week, in a few words."""
    found = {row.number: "新增" for row in diff.added if row.number}
    for change in diff.changed:
        if not change.new.number:
            continue
        if "state" in change.keys:
            found[change.new.number] = f"{change.old['state'] or '—'}→{change.new['state']}"
        else:
            found[change.new.number] = f"{heading_of(change.keys[0])}有变化"
            if "progress" in change.keys:
                found[change.new.number] = "有新进展"
    return found


def _record(ledger: Ledger) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in ledger.lines(RECORD.name):
        found.setdefault(line["number"], []).append(line)
    return found


def _life(row: Measure, record: Sequence[Line], past: Past) -> Iterator[tuple[str, str]]:
    """挂号, then what was reported week by week and every recorded move, in the order they happened."""
    events: list[tuple[str, int, str, str]] = []
    if row["registered_on"]:
        events.append(("", 0, row["registered_on"], "挂号"))
    said = ""
    for earlier in reversed(tuple(past.of(row))):
        if earlier.row["progress"] and earlier.row["progress"] != said and earlier.week:
            said = earlier.row["progress"]
            events.append((earlier.week, 1, _label(earlier.week), f"进展：{said}"))
    for line in record:
        steps = f"{line['old']}→{line['new']}" if line["old"] != line["new"] else line["new"]
        about = "，".join(t for t in (line["what"], line["by"], line["basis"], line["note"]) if t)
        when = line["on"] or _label(line["week"])
        events.append((line["week"], 2, when, f"{steps}（{about}）" if about else steps))
    for _, _, when, words in sorted(events, key=lambda e: e[:2]):
        yield when, words


def _label(week: str) -> str:
    try:
        return ReportWeek.parse(week).label
    except ValueError:
        return week


def _groups(
    items: Sequence[Item], key: str, settings: Settings, known: Mapping[int, Fact]
) -> tuple[Group, ...]:
    """Items by unit (roster order) or leader (order of appearance); one with two names stands under each."""
    found: dict[str, list[Item]] = {}
    for item in items:
        for name in names_in(item.measure[key]) or (UNNAMED,):
            found.setdefault(name, []).append(item)
    names = sorted(found, key=settings.units.order) if key == "lead_unit" else list(found)
    names.sort(key=lambda name: name == UNNAMED)
    return tuple(
        Group(
            name,
            tuple(found[name]),
            gather((known[i.place] for i in found[name]), name),
        )
        for name in names
    )

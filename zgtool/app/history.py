"""An item's whole life, and what a week looked like, read from what is filed: no other record is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zgtool.app.comparing import ledger_now
from zgtool.app.desk import NotReady
from zgtool.app.trouble import CannotDo
from zgtool.model.columns import TOOL_KEYS
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import RECORD, Line
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.text import fold
from zgtool.ops.diff import diff_ledgers
from zgtool.ops.record import round_of, rounds
from zgtool.ops.terms import names_in
from zgtool.reading.submission import read_ledger
from zgtool.reports.difference import sentence
from zgtool.workspace import filed
from zgtool.workspace.filed import TAKEN_IN
from zgtool.workspace.layout import LEDGER_NAME, WorkArea
from zgtool.workspace.manifest import InputEntry, Manifest

TAKEN_OVER, UNFILED = "初始台账", "现在的总台账"


@dataclass(frozen=True, slots=True)
class Value:
    """One column's change: its text before and after."""

    key: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Stage:
    """An item at the end of one week. week: "2020-W24", "" for the ledger as taken over and the one not filed yet.

    files: what its units sent that week and was taken in, as it lay in 收件. entries: lines of the record.
    """

    name: str
    week: str
    values: tuple[Value, ...]
    files: tuple[str, ...]
    entries: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """Everything known of one item. row: as it stands now."""

    row: Measure
    round: int
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """What a week looked like: its last edition, what came in, what was entered, what changed since the week before."""

    manifest: Manifest
    inputs: tuple[InputEntry, ...]
    entries: tuple[Line, ...]
    change: str


def life_of(area: WorkArea, number: str, settings: Settings) -> Life:
    """The life of the item with a 措施编号. Raises CannotDo when no ledger ever had it, ArchiveDamaged."""
    now = ledger_now(area, settings)
    record = [e for e in now.lines(RECORD.name) if fold(e["number"]) == fold(number)]
    stages: list[Stage] = []
    row: Measure | None = None
    for name, week, ledger, inputs in _ledgers(area, settings, now):
        here = next((r for r in ledger.rows if fold(r.number) == fold(number)), None)
        if here is None:
            continue
        values = tuple(_values(row, here, ledger))
        entries = tuple(e for e in record if e["week"] == week) if week else ()
        if values or entries or week:
            stages.append(Stage(name, week, values, _sources(here, inputs), entries))
        row = here
    if row is None:
        raise CannotDo(f"总台账和归档里都没有措施{number}，请核对编号（例：3-2）。")
    return Life(row, round_of(row.number, rounds(now.lines(RECORD.name))), tuple(stages))


def _ledgers(
    area: WorkArea, settings: Settings, now: Ledger
) -> Iterator[tuple[str, str, Ledger, tuple[InputEntry, ...]]]:
    """(name, week, ledger, what came in) of the ledger taken over, each filed week and the ledger as it is."""
    first = filed.first_ledger(area)
    if first is not None:
        yield TAKEN_OVER, "", _read(first, settings), ()
    for week in dict.fromkeys(m.week for m in filed.filed_weeks(area)):
        manifest, inputs = _filed(area, ReportWeek.parse(week))
        data = filed.ledger_of(area, manifest)[0]
        yield ReportWeek.parse(week).label, week, _read(data, settings), inputs
    yield UNFILED, "", now, ()


def _read(data: bytes, settings: Settings) -> Ledger:
    return read_ledger(data, LEDGER_NAME, settings.units, settings.headings)[0]


def _filed(area: WorkArea, week: ReportWeek) -> tuple[Manifest, tuple[InputEntry, ...]]:
    """A week's last edition and what came in over all its editions."""
    editions = [m for m in filed.filed_weeks(area) if m.week == str(week)]
    if not editions:
        raise NotReady(f"{week.label}还没有归档。")
    return editions[-1], tuple(i for m in editions for i in m.inputs)


def _values(old: Measure | None, new: Measure, ledger: Ledger) -> Iterator[Value]:
    keys = dict.fromkeys((*ledger.layout, *new.values, *(old.values if old else ())))
    for key in keys:
        before = old[key] if old else ""
        if key not in TOOL_KEYS and key != "number" and fold(before) != fold(new[key]):
            yield Value(key, before, new[key])


def _sources(row: Measure, inputs: tuple[InputEntry, ...]) -> tuple[str, ...]:
    units = {*names_in(row["lead_unit"]), *names_in(row["supporting_units"])}
    return tuple(i.name for i in inputs if i.unit in units and i.fate in TAKEN_IN)


def week_view(area: WorkArea, week: ReportWeek, settings: Settings) -> WeekView:
    """A filed week as it was left. Raises NotReady for one that is not filed, ArchiveDamaged."""
    manifest, inputs = _filed(area, week)
    ledger = _read(filed.ledger_of(area, manifest)[0], settings)
    before = filed.filed_ledger_before(area, week)
    change = sentence(diff_ledgers(_read(before[0], settings), ledger)) if before else ""
    entries = tuple(e for e in ledger.lines(RECORD.name) if e["week"] == str(week))
    return WeekView(manifest, inputs, entries, change)

"""Everything a weekly run looks at, read and laid out; nothing has been changed yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache

from zgtool.app.calls import closes_of
from zgtool.app.result import FileFate
from zgtool.model.columns import Owner, owner_of
from zgtool.model.finding import Finding, Location
from zgtool.model.ledger import Ledger, Submission
from zgtool.model.marks import Marks
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.ops.intake import SAME, says_two_weeks
from zgtool.ops.kinds import OWN_SHEET_LEFT
from zgtool.ops.past import Past, PastWeek
from zgtool.reading.files import Incoming, read_files
from zgtool.reading.office_marks import read_marks
from zgtool.reading.raw import RawSheet, Unreadable
from zgtool.reading.submission import read_ledger
from zgtool.reading.workbook import read_workbook
from zgtool.workspace import disk, filed, inbox
from zgtool.workspace.layout import LEDGER_BEFORE_NAME, LEDGER_NAME, WorkArea
from zgtool.workspace.manifest import Manifest
from zgtool.writing.ledger_xlsx import OUR_SHEETS
from zgtool.writing.lists import LEDGER_SHEET
from zgtool.writing.table import OWN_COLOURS

Progress = Callable[[int, int], None]
Read = tuple[Incoming, tuple[Submission, ...]]
"""A file that came in and what was read from it: one submission, of a .zip several."""

WEEKS_BACK = 3
"""Earlier weeks that the rules look back on: 督办 is due after three weeks without movement."""
EARLIER = "此前收到/"
"""Put before the name of a file of an earlier edition when a file of the same name has come in again."""
LATER_WEEK, EARLIER_WEEK = "留待下周", "留待补办"


class NotReady(Exception):
    """The work area cannot be run as it is; the message is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Books:
    """The ledgers of a run.

    base: as committed before this edition; local: the office's now; previous: at the end of the last
    earlier week, in the `first` week the one taken over. found: what is odd in the office's ledger.
    past: earlier weeks, for the rules that look back. marks: the office's colours and comments.
    """

    base: Ledger
    local: Ledger
    previous: Ledger | None
    first: bool
    found: tuple[Finding, ...] = ()
    past: Past = field(default_factory=Past)
    marks: Marks = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Desk:
    """received: what came in, earlier editions included; new: the files this edition takes in from 收件;
    left: files that stay in 收件, and why. changed: whether there is anything to do at all."""

    books: Books
    edition: int
    changed: bool
    received: tuple[Read, ...]
    new: tuple[Incoming, ...]
    left: tuple[FileFate, ...]
    ledger_sha256: str
    findings: tuple[Finding, ...]

    @property
    def submissions(self) -> list[Submission]:
        """Everything that was read, in order of arrival."""
        return [s for _, read in self.received for s in read]


def lay_out(
    area: WorkArea,
    week: ReportWeek,
    today: date,
    settings: Settings,
    now: datetime | None,
    progress: Progress | None = None,
    *,
    filed_only: bool = False,
) -> Desk:
    """Read the ledgers and everything that came in for a week; `filed_only`: leave 收件 alone.

    Raises NotReady without a ledger, ArchiveDamaged and CannotWrite as the workspace does.
    """
    manifest, last = filed.manifest_of(area, week), filed.last_filed_ledger(area)
    if last is None or not area.ledger.exists():
        raise NotReady(
            f"“{area.root.name}”里还没有总台账。请先运行 zgtool init 建立工作区，有现成台账的加上 --ledger。"
        )
    done = {m.week for m in filed.filed_weeks(area)}
    closed = any(other > str(week) for other in done)
    if closed and manifest is None:
        raise NotReady(
            f"{ReportWeek.parse(max(done)).label}已经归档，不能再补办{week.label}。"
            "迟到的材料，请单位按本周的情况重新填报，放进本周办理。"
        )
    ledger = disk.read_bytes(area.ledger)
    kept, waiting = _read_all(area, week, today, settings, now, progress)
    # What lies in 收件 belongs to the week at hand; a week that others have followed is only told again.
    taken, left = _sort_waiting(
        kept, () if closed or filed_only else waiting, week, _open_weeks(done, settings, week)
    )
    earlier = [f for f in left if f.fate == EARLIER_WEEK]
    if manifest is None and earlier:
        raise NotReady(
            f"收件里有{len(earlier)}个文件属于更早的周：{earlier[0].reason}；不再办理的，请移出收件。"
        )
    if manifest is None and not taken and _too_early(week, settings, today, now):
        raise NotReady(f"{week.label}还没有到报送截止时刻，收件里也没有文件，没有办理。")
    edited = manifest is not None and manifest == last[2] and disk.digest(ledger) != manifest.ledger.sha256
    changed = manifest is None or bool(taken) or edited
    return Desk(
        books=_books(area, week, settings, manifest if not changed else None, last[0], ledger),
        edition=filed.next_edition(area, week) if changed else manifest.edition if manifest else 1,
        changed=changed,
        received=(*kept, *taken),
        new=tuple(incoming for incoming, _ in taken),
        left=left,
        ledger_sha256=disk.digest(ledger),
        findings=inbox.check_inbox(area, today),
    )


def _read_all(
    area: WorkArea,
    week: ReportWeek,
    today: date,
    settings: Settings,
    now: datetime | None,
    progress: Progress | None,
) -> tuple[list[Read], list[Read]]:
    """What earlier editions of the week filed, and what lies in 收件, in order of arrival."""
    kept, waiting = filed.originals(area, week), inbox.scan_inbox(area, today, now)
    # Of two equal files the one that came first is the original.
    waiting = tuple(sorted(waiting, key=lambda i: (i.arrived or datetime.max, len(i.name), i.name)))
    again = {i.name for i in waiting}
    incoming = [Incoming(EARLIER + i.name if i.name in again else i.name, i.path, i.arrived) for i in kept]
    incoming += [Incoming(i.name, i.path, i.arrived) for i in waiting]
    submissions = read_files(incoming, settings.units, settings.headings, week=str(week), progress=progress)
    read = _grouped(incoming, submissions)
    return read[: len(kept)], read[len(kept) :]


def _grouped(incoming: Sequence[Incoming], submissions: Sequence[Submission]) -> list[Read]:
    """Submissions with the file they came in; those of a .zip are named behind its own name."""
    names = {i.name for i in incoming}
    read: dict[str, list[Submission]] = {}
    for submission in submissions:
        home = submission.file
        while home not in names and "/" in home:
            home = home.rpartition("/")[0]
        read.setdefault(home, []).append(submission)
    return [(i, tuple(read.get(i.name, ()))) for i in incoming]


def _too_early(week: ReportWeek, settings: Settings, today: date, now: datetime | None) -> bool:
    """Whether a week is run before its close: then units that have not reported owe nothing yet."""
    closes = closes_of(week, settings)
    return closes is not None and (now or datetime.combine(today, time.max)) < closes


def _open_weeks(done: set[str], settings: Settings, week: ReportWeek) -> set[str]:
    """Weeks before this one that were due, are not filed, and can still be: none that is filed comes after them."""
    first = (
        str(ReportWeek.of(settings.first_friday)) if settings.first_friday else min(done, default=str(week))
    )
    last = max(done, default="")
    found, earlier = set(), week.shift(-1)
    while str(earlier) >= first and str(earlier) > last:
        found.add(str(earlier))
        earlier = earlier.shift(-1)
    return found


def _sort_waiting(
    kept: Sequence[Read], waiting: Sequence[Read], week: ReportWeek, open_weeks: set[str]
) -> tuple[list[Read], tuple[FileFate, ...]]:
    """The files of 收件 that this edition takes in, and those that stay there with the reason."""
    known = {disk.digest_of(incoming.path) for incoming, _ in kept}
    taken: list[Read] = []
    left: list[FileFate] = []
    for incoming, read in waiting:
        unit, own = (read[0].unit, read[0].week) if read else ("", "")
        label = ReportWeek.parse(own).label if own else ""
        if disk.digest_of(incoming.path) in known:
            reason = "与已经归档的完全相同，没有再处理，可以从收件里删去"
            left.append(FileFate(incoming.name, SAME, unit, reason))
        elif read and all(s.week > str(week) for s in read):
            left.append(FileFate(incoming.name, LATER_WEEK, unit, f"是{label}的，仍放在收件里"))
        elif read and all(s.week in open_weeks and not says_two_weeks(s) for s in read):
            reason = f"“{incoming.name}”是{label}的，那一周还没有办理，请先运行 zgtool run --week {own}"
            left.append(FileFate(incoming.name, EARLIER_WEEK, unit, reason))
        else:
            taken.append((incoming, read))
    return taken, tuple(left)


def _books(
    area: WorkArea, week: ReportWeek, settings: Settings, again: Manifest | None, base: bytes, local: bytes
) -> Books:
    """The ledgers; `again`: the edition that is told once more, with the ledgers it was made from."""
    if again is not None:
        behind = next(f.manifest for f in filed.read_archive(area).filed if f.link == again.previous)
        base = disk.read_bytes(area.archive / behind.folder / behind.ledger.name)
        local = disk.read_bytes(area.archive / again.folder / LEDGER_BEFORE_NAME)
    before = filed.filed_ledger_before(area, week)
    try:
        ours, found, _ = read_ledger(local, LEDGER_NAME, settings.units, settings.headings)
    except Unreadable as error:
        raise NotReady(
            f"{error.finding.where} 读不了：{error.finding.message}。请从归档里最近一周的结果恢复总台账.xlsx 后再运行。"
        ) from None
    sheets = read_workbook(local, LEDGER_NAME)
    added = [s.name for s in sheets if s.name not in OUR_SHEETS]
    read = cache(lambda data: _ledger(data, settings))  # base and last week's ledger are mostly the same file
    left = [OWN_SHEET_LEFT.at(Location(file=LEDGER_NAME, sheet=name), name) for name in added]
    return Books(
        base=read(base),
        local=ours,
        previous=read(before[0]) if before else None,
        first=before is None or before[2] is None,
        found=(*_office_only(found), *left),
        past=_past(area, week, read),
        marks=_marks(local, sheets, ours),
    )


def _marks(data: bytes, sheets: Sequence[RawSheet], ledger: Ledger) -> Marks:
    sheet = next((s for s in sheets if s.name == LEDGER_SHEET), None)
    return read_marks(data, LEDGER_NAME, sheet, ledger, OWN_COLOURS, ("lamp",)) if sheet else {}


def _past(area: WorkArea, week: ReportWeek, read: Callable[[bytes], Ledger]) -> Past:
    weeks = filed.earlier_weeks(area, week, WEEKS_BACK)
    first = filed.first_ledger(area)
    return Past(
        tuple(PastWeek.of(read(w.ledger), w.week, w.reported) for w in weeks),
        PastWeek.of(read(first)) if first is not None else None,
    )


def _ledger(data: bytes, settings: Settings) -> Ledger:
    return read_ledger(data, LEDGER_NAME, settings.units, settings.headings)[0]


def _office_only(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What reading the ledger found in the office's columns; units' cells were judged in the units' own files."""
    # 状态 is judged where its moves are (S201).
    return tuple(
        f
        for f in findings
        if f.where.column != "state" and (not f.where.column or owner_of(f.where.column) is not Owner.UNIT)
    )

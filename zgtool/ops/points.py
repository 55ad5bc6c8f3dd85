"""Problems with their points, and which point has a measure: what the office confirms before it registers.

Source: issue 4, point 3. The points come from the feedback paper or from the ledger's own problems;
the ledger's rows are set beside them. Nothing is guessed: a row that fits no point stays without one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from zgtool.language.coverage import ASK, ENOUGH, FAINT, NO, YES, Coverage, PointCover, cover_points
from zgtool.language.feedback import FeedbackProblem
from zgtool.language.points import LIKELY, SURE, UNSURE, Point, Points, split_points
from zgtool.model.columns import PROBLEM_KEYS
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.text import fold, shorten
from zgtool.ops.points_pairing import pair_problems

_NOT_SETTLED = "是不是只有一个要点还没有确认，措施是否都管到请核实"
_WORST = (SURE, LIKELY, UNSURE)
GRADES = ("有把握", "较有把握", "拿不准")
"""How sure a point is, in the clerk's words, the surest first."""
STATES = (YES, ASK, NO)
"""Whether a point has a measure: 有, 待确认, 无."""


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point as offered: `reason` names the marker that decided; `rows` are the ledger's rows under it."""

    number: str
    text: str
    certainty: str
    reason: str
    cover: PointCover
    rows: tuple[Measure, ...] = ()

    @property
    def grade(self) -> str:
        """The certainty in the clerk's words."""
        return GRADES[_WORST.index(self.certainty)]


@dataclass(frozen=True, slots=True)
class ProblemPoints:
    """One problem. `measures`: the ledger's rows with a measure; `marks[i][j]`: 有, 待确认 or "" for point i.

    loose: rows that stand under no point, with a word about it. values: what else the ledger holds of the problem.
    """

    number: str
    problem: str
    category: str = ""
    points: tuple[PointLine, ...] = ()
    measures: tuple[Measure, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    loose: tuple[tuple[Measure, str], ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def measures_without_point(self) -> tuple[Measure, ...]:
        """Measures that no point takes up, not even doubtfully."""
        return tuple(m for j, m in enumerate(self.measures) if not any(row[j] for row in self.marks))


@dataclass(frozen=True, slots=True)
class PointsBook:
    """All problems in order. `measured`: there was a ledger to compare with; `layout`: its columns."""

    problems: tuple[ProblemPoints, ...]
    measured: bool
    layout: tuple[str, ...] = ()

    def points(self, state: str = "") -> int:
        """How many points there are, or how many in one state (有, 待确认, 无)."""
        return sum(1 for p in self.problems for line in p.points if state in ("", line.cover.state))

    def graded(self, grade: str) -> int:
        """How many points are of one grade (有把握, 较有把握, 拿不准)."""
        return sum(1 for p in self.problems for line in p.points if line.grade == grade)

    @property
    def stray(self) -> int:
        """How many measures no point takes up."""
        return sum(len(p.measures_without_point) for p in self.problems)


@dataclass(slots=True)
class _Draft:
    """A problem on its way: its points as read, and the ledger's rows of it."""

    number: str
    problem: str
    category: str
    points: Points
    certainty: str
    reason: str
    rows: list[Measure] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)


def points_of_paper(paper: Sequence[FeedbackProblem], ledger: Ledger | None = None) -> PointsBook:
    """The paper's problems; those of the ledger that the paper does not name follow, so that none is lost."""
    drafts = [_of_paper(p) for p in paper]
    groups = _problems_of(ledger)
    pairs = pair_problems([d.problem for d in drafts], [g[0]["problem"] for g in groups])
    for draft, (place, exact) in zip(drafts, pairs, strict=True):
        if place is not None:
            _take_rows(draft, groups[place], exact)
    found = {place for place, _ in pairs}
    for place, rows in enumerate(groups):
        if place not in found:
            draft = _of_rows(rows)
            if paper:
                draft.certainty, draft.reason = (
                    UNSURE,
                    _joined("反馈意见里没有找到这个问题，请核对", draft.reason),
                )
            drafts.append(draft)
    _give_numbers(drafts)
    return PointsBook(
        tuple(_settled(d) for d in drafts), bool(groups), ledger.layout if ledger is not None else ()
    )


def points_of_ledger(ledger: Ledger) -> PointsBook:
    """The ledger's own problems: its points where it has them, else those its problem texts write."""
    return points_of_paper((), ledger)


def _of_paper(problem: FeedbackProblem) -> _Draft:
    certainty, reason = problem.certainty, "" if problem.certainty == SURE else problem.reason
    if problem.kind != "问题":
        certainty = _worst(certainty, LIKELY)
        reason = _joined(reason, f"属于{problem.kind}，是否列入台账请确认")
    return _Draft("", problem.text, " → ".join(problem.path), problem.points, certainty, reason)


def _of_rows(rows: list[Measure]) -> _Draft:
    text = rows[0]["problem"]
    draft = _Draft("", text, rows[0]["category"], split_points(text), SURE, "")
    _take_rows(draft, rows, True)
    return draft


def _take_rows(draft: _Draft, rows: list[Measure], exact: bool) -> None:
    """Set the ledger's rows beside a problem. Points that the ledger has are the office's and stand."""
    draft.rows, draft.number = rows, rows[0]["problem_no"]
    draft.category = rows[0]["category"] or draft.category
    if not exact:
        draft.certainty = _worst(draft.certainty, LIKELY)
        held = shorten(rows[0]["problem"], 60)
        draft.reason = _joined(draft.reason, f"与台账问题{draft.number}“{held}”按用词对上，请核对")
    named: dict[str, Measure] = {}
    for row in rows:
        if row["point"]:
            named.setdefault(fold(row["point"]), row)
    draft.numbers = {key: row["point_no"] for key, row in named.items()}
    written = draft.points
    if named:
        draft.points = Points(
            tuple(Point(r["point"], "", 0) for r in named.values()), SURE, "台账里已列为要点"
        )
        if written.certainty == SURE and len(written) > len(named):
            draft.certainty = UNSURE
            draft.reason = _joined(
                draft.reason, f"问题原文{written.reason}，台账只列了{len(named)}点，请核对"
            )


def _joined(*reasons: str) -> str:
    return "；".join(filter(None, reasons))


def _problems_of(ledger: Ledger | None) -> list[list[Measure]]:
    """The ledger's rows by problem, in the order of its first rows."""
    groups: dict[tuple[str, str], list[Measure]] = {}
    for row in ledger.rows if ledger is not None else ():
        groups.setdefault((fold(row["problem_no"]), fold(row["problem"])), []).append(row)
    return list(groups.values())


def _give_numbers(drafts: Sequence[_Draft]) -> None:
    """The paper's own order numbers the problems; a number that the ledger uses is never given again."""
    used = {d.number for d in drafts if d.number}
    last = max((int(n) for n in used if n.isdecimal()), default=0)
    last = max(last, len(drafts))
    for serial, draft in enumerate(drafts, 1):
        if not draft.number and str(serial) not in used:
            draft.number = str(serial)
        elif not draft.number:
            last += 1
            draft.number = str(last)


def _settled(draft: _Draft) -> ProblemPoints:
    measures = tuple(r for r in draft.rows if r["measure"])
    cover = cover_points(draft.points.items, ["　".join((m["measure"], m["target"])) for m in measures])
    homes = [_home(m, j, draft.points, cover) for j, m in enumerate(measures)]
    numbers = _point_numbers(draft)
    lines: list[PointLine] = []
    taken: set[int] = set()
    spare = [r for r in draft.rows if not r["measure"]]
    for i, point in enumerate(draft.points):
        rows = [m for j, m in enumerate(measures) if homes[j] == i]
        if not rows:
            rows = [r for r in spare if fold(r["point"]) in ("", fold(point.text)) and id(r) not in taken][:1]
        taken.update(map(id, rows))
        marker = f"“{point.marker}”：" if point.marker else ""
        reason = _joined(f"{marker}{draft.points.reason}", draft.reason)
        certainty = _worst(draft.points.certainty, draft.certainty)
        held = _held(point, cover.points[i], measures)
        if (
            held.state == YES
            and held.certainty != SURE
            and len(draft.points) == 1
            and draft.points.certainty == UNSURE
        ):
            held = replace(held, state=ASK, certainty=UNSURE, reason=_NOT_SETTLED)
        lines.append(PointLine(numbers[i], point.text, certainty, reason, held, tuple(rows)))
    marks = tuple(
        tuple(_mark(i, j, line.cover, homes, cover) for j in range(len(measures)))
        for i, line in enumerate(lines)
    )
    loose = [(m, _doubt(j, marks, lines)) for j, m in enumerate(measures) if homes[j] is None]
    loose += [(r, "") for r in spare if id(r) not in taken]
    values = {k: draft.rows[0][k] for k in PROBLEM_KEYS if draft.rows and draft.rows[0][k]}
    return ProblemPoints(
        draft.number, draft.problem, draft.category, tuple(lines), measures, marks, tuple(loose), values
    )


def _held(point: Point, cover: PointCover, measures: Sequence[Measure]) -> PointCover:
    """Whether the point has a measure: as the ledger has it, else by the words, the measure named by its number."""
    owned = next((j for j, m in enumerate(measures) if fold(m["point"]) == fold(point.text)), None)
    if owned is not None:
        return PointCover(YES, SURE, owned, "台账里已列在本要点下")
    number = measures[cover.best].number if cover.best is not None else ""
    if not number:
        return cover
    return replace(cover, reason=cover.reason.replace(f"第{(cover.best or 0) + 1}条措施", f"措施{number}"))


def _home(measure: Measure, j: int, points: Points, cover: Coverage) -> int | None:
    """The point a measure stands under: the ledger's own, the one it names, the most alike; None when none is."""
    own = fold(measure["point"])
    for i, point in enumerate(points):
        if own and own == fold(point.text):
            return i
    if len(points) == 1:
        return 0
    named = [i for i, p in enumerate(cover.points) if p.best == j and p.certainty == SURE]
    if named:
        return named[0]
    best = max(range(len(points)), key=lambda i: (cover.likeness[i][j], -i), default=None)
    return best if best is not None and cover.likeness[best][j] >= ENOUGH else None


def _mark(i: int, j: int, held: PointCover, homes: Sequence[int | None], cover: Coverage) -> str:
    if held.state == ASK and (homes[j] == i or held.best == j):
        return ASK
    if homes[j] == i or (held.state == YES and held.best == j) or cover.likeness[i][j] >= ENOUGH:
        return YES
    column = [row[j] for row in cover.likeness]
    return ASK if homes[j] is None and cover.likeness[i][j] == max(column) >= FAINT else ""


def _doubt(j: int, marks: Sequence[Sequence[str]], lines: Sequence[PointLine]) -> str:
    maybe = [line.number for row, line in zip(marks, lines, strict=True) if row[j]]
    if maybe:
        return f"可能对应{'、'.join(maybe)}，请确认后填上问题要点"
    return "没有对上要点，请核实" if lines else ""


def _point_numbers(draft: _Draft) -> list[str]:
    given = [draft.numbers.get(fold(p.text), "") for p in draft.points]
    used = {n for n in draft.numbers.values() if n}
    free = (n for k in range(1, len(given) + len(used) + 1) if (n := f"{draft.number}（{k}）") not in used)
    return [n or next(free) for n in given]


def _worst(*certainties: str) -> str:
    return max(certainties, key=_WORST.index)

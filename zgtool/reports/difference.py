"""What a comparison of two tables says: one sentence, the risky changes on top, then cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zgtool.model.columns import heading_of
from zgtool.model.ledger import Ledger, Measure
from zgtool.ops.diff import Change, Diff
from zgtool.ops.diff_risk import Risk
from zgtool.ops.text_marks import Run, mark_changes
from zgtool.reports.words import listed

CHANGED, ADDED, GONE, MOVED = "改动", "新增", "消失", "移动"


@dataclass(frozen=True, slots=True)
class CellLine:
    """One changed cell, or one whole row that was added, is gone or moved.

    old, new: the texts, "" where there is none. old_spot, new_spot: the cell (D7), else the row
    (第7行), "" when the table was not read from a sheet. risk: the kind of a risky change, said: why.
    """

    word: str
    number: str
    unit: str
    heading: str
    old: str
    new: str
    old_spot: str = ""
    new_spot: str = ""
    risk: str = ""
    said: str = ""

    @property
    def runs(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """Both texts as runs with the changed words marked."""
        return mark_changes(self.old, self.new)


@dataclass(frozen=True, slots=True)
class RowPair:
    """One touched row as it was and as it is, None on the side where it does not stand."""

    word: str
    old: Measure | None
    new: Measure | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything a comparison tells. layout: columns of both tables; used: headings rows went by, "" for numbers and words."""

    old_name: str
    new_name: str
    sentence: str
    risks: tuple[CellLine, ...]
    lines: tuple[CellLine, ...]
    rows: tuple[RowPair, ...]
    layout: tuple[str, ...]
    used: str = ""

    @property
    def any(self) -> bool:
        """Whether there is anything to look at, moved rows included."""
        return bool(self.lines)


def difference(
    old: Ledger, new: Ledger, diff: Diff, risks: Sequence[Risk] = (), used: str = ""
) -> Difference:
    """The content of a comparison; `week` of each ledger is what it is called."""
    by_cell = {(id(risk.change), risk.key): risk for risk in risks if risk.change}
    lines = tuple(_lines(diff, by_cell))
    gone = {id(r): r for r in diff.gone}
    top = [_gone_line(risk.row, risk) for risk in risks if id(risk.row) in gone]
    top += [_cell_line(risk.change, risk.key, risk) for risk in risks if risk.change]
    layout = tuple(dict.fromkeys((*new.layout, *old.layout)))
    return Difference(
        old.week, new.week, sentence(diff, risks), tuple(top), lines, tuple(_rows(diff)), layout, used
    )


def sentence(diff: Diff, risks: Sequence[Risk] = ()) -> str:
    """The counts in one sentence, the risky changes by kind."""
    if not diff and not diff.moved:
        return "两份表没有差别。"
    cells = sum(len(c.keys) for c in diff.changed)
    told = f"新增{len(diff.added)}行，消失{len(diff.gone)}行，改动{len(diff.changed)}行（{cells}格），移动{len(diff.moved)}行"
    counts: dict[str, int] = {}
    for risk in risks:
        counts[risk.kind] = counts.get(risk.kind, 0) + 1
    if not counts:
        return f"{told}。"
    return f"{told}；其中要先看的{len(risks)}处：{listed(f'{kind}{n}处' for kind, n in counts.items())}。"


def _lines(diff: Diff, risks: dict[tuple[int, str], Risk]) -> Iterator[CellLine]:
    for row in diff.gone:
        yield _gone_line(row)
    for row in diff.added:
        heading, text = _whole(row)
        yield CellLine(ADDED, row.number, row["lead_unit"], heading, "", text, "", _row_spot(row))
    for change in diff.changed:
        for key in change.keys:
            yield _cell_line(change, key, risks.get((id(change), key)))
    for change in diff.moved:
        heading, text = _whole(change.new)
        yield CellLine(
            MOVED, change.new.number, change.new["lead_unit"], heading, text, text,
            _row_spot(change.old), _row_spot(change.new),
        )  # fmt: skip


def _gone_line(row: Measure, risk: Risk | None = None) -> CellLine:
    heading, text = _whole(row)
    kind, said = (risk.kind, risk.said) if risk else ("", "")
    return CellLine(GONE, row.number, row["lead_unit"], heading, text, "", _row_spot(row), "", kind, said)


def _whole(row: Measure) -> tuple[str, str]:
    """A whole row shown by its most telling text: the measure, else everything it holds."""
    if row["measure"]:
        return heading_of("measure"), row["measure"]
    return "整行", "　".join(v for v in row.values.values() if v)


def _row_spot(row: Measure) -> str:
    return f"第{row.where.row}行" if row.where.row else ""


def _cell_line(change: Change, key: str, risk: Risk | None) -> CellLine:
    old, new = change.old, change.new
    kind, said = (risk.kind, risk.said) if risk else ("", "")
    return CellLine(
        CHANGED, new.number, new["lead_unit"], heading_of(key), old[key], new[key],
        _spot(old, key), _spot(new, key), kind, said,
    )  # fmt: skip


def _spot(row: Measure, key: str) -> str:
    return row.cells.get(key, "") or _row_spot(row)


def _rows(diff: Diff) -> Iterator[RowPair]:
    yield from (RowPair(GONE, row, None, ()) for row in diff.gone)
    yield from (RowPair(ADDED, None, row, ()) for row in diff.added)
    yield from (RowPair(CHANGED, c.old, c.new, c.keys) for c in diff.changed)

"""expected.md: every planted fault as one row, worked out from the drafts and not from what zgtool finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sample_bureau import FRIDAYS, REQUESTED, WARN_DAYS, WEEKS, Bureau
from sample_faults import DROP, EXTRA, FILLED_POINT, RENAME, Edit, arrival, edits, ledger_faults
from sample_papers import LEDGER_FILE, Paper

EVERY_WEEK = "每周"
_ASKED = {
    "report": ("S101", "申请销号没有专项报告"),
    "evidence": ("S102", "申请销号没有佐证材料"),
    "review": ("S103", "申请销号没有牵头责任领导审查意见"),
}
COLUMNS = ("周", "文件", "单位", "位置", "毛病", "代码", "所涉措施或要点")


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of expected.md."""

    week: str
    file: str
    unit: str
    place: str
    what: str
    code: str
    about: str = ""


def faults_of(bureau: Bureau, papers: Sequence[Paper]) -> list[Fault]:
    """Every planted fault of the three weeks, those of the ledger first."""
    found = list(_ledger_faults(bureau))
    for week in range(1, len(WEEKS) + 1):
        own = [p for p in papers if p.week == week]
        found += _file_faults(bureau, week, own)
        found += [f for p in own for f in _edit_faults(bureau, p)]
        found += [f for p in own if p.counts for f in _request_faults(bureau, p)]
        found += _due_faults(bureau, week)
    return found


def _ledger_faults(bureau: Bureau) -> Iterator[Fault]:
    for key, (code, what) in ledger_faults().items():
        item = bureau.item(key)
        about = item.measure or bureau.points[item.point]
        units = "、".join(bureau.unit(name).name for name in item.leads)
        yield Fault(EVERY_WEEK, LEDGER_FILE, units, f"问题{item.problem}", what, code, about)
    item = bureau.item(FILLED_POINT)
    what = "问题要点没有整改措施（第2周起由机关党委补报）"
    yield Fault(WEEKS[0], LEDGER_FILE, "", f"问题{item.problem}", what, "M101", bureau.points[item.point])


def _file_faults(bureau: Bureau, week: int, papers: Sequence[Paper]) -> Iterator[Fault]:
    def fault(name: str, label: str, what: str, code: str) -> Fault:
        return Fault(WEEKS[week - 1], name, bureau.unit(label).name if label else "", "整个文件", what, code)

    close = FRIDAYS[week - 1]
    for paper in papers:
        if paper.oddity:
            yield fault(paper.name, paper.unit, *paper.oddity)
        if paper.counts and (paper.arrived.date(), paper.arrived.hour, paper.arrived.minute) > (close, 12, 0):
            yield fault(paper.name, paper.unit, f"{paper.arrived:%H:%M}到件，过了星期五12:00", "F301")
    for unit in bureau.units:
        if arrival(unit.label, week) is None:
            yield fault("", unit.label, "本周没有报送", "F302")


def _planted_in(paper: Paper) -> list[Edit]:
    return [e for e in edits() if (e.week, e.unit) == (paper.week, paper.unit) and paper.as_planted]


def _edit_faults(bureau: Bureau, paper: Paper) -> Iterator[Fault]:
    for edit in _planted_in(paper):
        if edit.code:
            unit, week = bureau.unit(paper.unit).name, WEEKS[paper.week - 1]
            place, about = _place(edit, paper), _about(bureau, edit)
            yield Fault(week, paper.name, unit, place, edit.what, edit.code, about)


def _place(edit: Edit, paper: Paper) -> str:
    if edit.do == DROP:
        return "缺这一行"
    if edit.do in (RENAME, EXTRA):
        return paper.grid.heading_address(edit.column)
    return paper.grid.address(edit.key, edit.column or "measure")


def _about(bureau: Bureau, edit: Edit) -> str:
    if not edit.key:
        return ""
    item = bureau.item(edit.key)
    return item.measure or bureau.points[item.point]


def _request_faults(bureau: Bureau, paper: Paper) -> Iterator[Fault]:
    week, unit = WEEKS[paper.week - 1], bureau.unit(paper.unit).name
    for line in paper.lines:
        if line.values["status"] != REQUESTED or bureau.closed_before(line.key, paper.week):
            continue
        for column, (code, what) in _ASKED.items():
            if not line.values[column]:
                place = paper.grid.address(line.key, column)
                yield Fault(week, paper.name, unit, place, what, code, line.values["measure"])


def _due_faults(bureau: Bureau, week: int) -> Iterator[Fault]:
    for item in bureau.items:
        if item.due is None or bureau.closed_before(item.key, week):
            continue
        days = (item.due - FRIDAYS[week - 1]).days
        if days > WARN_DAYS:
            continue
        code, what = ("T202", f"还有{days}天到期") if days >= 0 else ("T201", f"超期{-days}天")
        units = "、".join(bureau.unit(name).name for name in item.leads)
        what += f"（{item.deadline}）"
        yield Fault(WEEKS[week - 1], "总台账.xlsx", units, f"问题{item.problem}", what, code, item.measure)


def oddities(bureau: Bureau, papers: Sequence[Paper]) -> list[tuple[str, ...]]:
    """What is odd in single papers without being one of the faults above: week, file, place, what."""
    found: list[tuple[str, ...]] = []
    for paper in papers:
        week = WEEKS[paper.week - 1]
        odd = [e for e in _planted_in(paper) if e.what and not e.code]
        found += [(week, paper.name, _place(e, paper), e.what) for e in odd]
        for line in paper.lines if paper.counts and week == WEEKS[-1] else ():
            texts = bureau.item(line.key).texts
            if len(texts) == len(WEEKS) and len(set(texts)) == 1 and line.values["status"] != REQUESTED:
                place = paper.grid.address(line.key, "progress")
                found.append((week, paper.name, place, "进展文字连续三周相同"))
    return found


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; no cell of the samples holds a bar."""
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"

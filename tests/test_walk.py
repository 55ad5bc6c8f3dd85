"""Three weeks of the sample bureau end to end: exactly the planted faults, every row accounted for, nothing twice."""

import csv
import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from zgtool.app import demo
from zgtool.app.result import RunResult
from zgtool.app.tasks import current_ledger, start_area
from zgtool.app.weekly import run_week
from zgtool.model.finding import Finding, Severity
from zgtool.model.text import fold
from zgtool.workspace.filed import verify
from zgtool.workspace.layout import WorkArea

pytestmark = pytest.mark.slow

NOTED = {"C103", "C104", "C106", "C108", "C209", "C211", "F121", "F123", "F124", "F127", "F128", "X128"}
"""What the reader remarks on without calling it a fault: how it took a heading, a picture in a cell, hidden rows, measures not claimed yet."""


@dataclass
class Walk:
    """A work area after three weeks, and what each run said."""

    area: WorkArea
    results: list[RunResult]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    area = WorkArea(tmp_path_factory.mktemp("走一遍") / "整改台账")
    settings = demo.demo_settings()
    start_area(area.root, settings, demo.FIRST_DAY, ledger=demo.SAMPLES / "现有台账.xlsx")
    results = []
    for place, week in enumerate(demo.WEEKS, start=1):
        demo.put_in(area, place)
        results.append(run_week(area, week, week.friday, settings))
    return Walk(area, results)


def planted() -> Iterator[tuple[str, str, str, str]]:
    """(week, unit or file, code, measure or point) of every planted fault; 每周 stands once for each week."""
    text = (demo.SAMPLES / "expected.md").read_text("utf-8").split("\n## ")[0]
    lines = [
        ln.strip("|").split(" | ") for ln in text.splitlines() if ln.startswith("| ") and "---" not in ln
    ]
    head, *rows = [[c.strip() for c in ln] for ln in lines]
    for row in rows:
        fault = dict(zip(head, row, strict=True))
        weeks = [str(w) for w in demo.WEEKS] if fault["周"] == "每周" else [fault["周"]]
        for week in weeks:
            home = fault["单位"] or fault["文件"]
            yield week, home, fault["代码"], fold(fault["所涉措施或要点"])[:30]


def found(walk: Walk) -> Iterator[tuple[str, Finding, set[str]]]:
    """(week, finding, the measure and point it speaks of) of everything the runs found."""
    words = {r.number: r for r in current_ledger(walk.area, demo.demo_settings()).rows}
    for result in walk.results:
        for finding in result.findings:
            row = words.get(finding.where.number)
            yield (
                str(result.week),
                finding,
                {fold(row[k])[:30] for k in ("measure", "point")} if row else set(),
            )


def test_exactly_the_planted_faults_are_found(walk: Walk) -> None:
    expected = sorted((week, home, code) for week, home, code, _ in planted())
    # A measure with two lead units is reported in whichever unit's file was merged last.
    joint = {(unit, code): home for _, home, code in expected if "、" in home for unit in home.split("、")}
    actual = []
    for week, finding, _ in found(walk):
        home = finding.where.unit or finding.where.file.removeprefix("总台账.xlsx")
        key = (week, joint.get((home, finding.code), home), finding.code)
        if finding.code not in NOTED or key in expected:
            actual.append(key)
    assert sorted(actual) == sorted((w, h.removeprefix("现有台账.xlsx"), c) for w, h, c in expected)


def test_each_fault_of_a_measure_names_that_measure(walk: Walk) -> None:
    measures = {(week, finding.code, words) for week, finding, about in found(walk) for words in about}
    wanted = {(week, code, about) for week, _, code, about in planted() if about and code[0] in "MTS"}
    assert wanted <= measures


def test_every_row_is_accounted_for(walk: Walk) -> None:
    for result in walk.results:
        assert result.summary.rows.adds_up
        assert result.summary.rows.read > 100


def test_what_the_office_decided_is_in_the_books(walk: Walk) -> None:
    rows = {fold(r["measure"]): r for r in current_ledger(walk.area, demo.demo_settings()).rows}
    with (demo.SAMPLES / "office_decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        decided = [d for d in csv.DictReader(file) if d["周次之后"] != "2020-W25" and d["状态"] == "已销号"]
    assert len(decided) > 8
    assert all(rows[fold(d["整改措施"])]["state"] == "已销号" for d in decided)


def test_no_measure_left_the_ledger(walk: Walk) -> None:
    rows = current_ledger(walk.area, demo.demo_settings()).rows
    numbers = [r.number for r in rows]
    assert len(numbers) == len(set(numbers)) >= 120
    assert all(re.fullmatch(r"\d+-\d+", n) for n in numbers)


def test_the_offices_own_column_is_carried_in_place(walk: Walk) -> None:
    ledger = current_ledger(walk.area, demo.demo_settings())
    assert "+督办联系人" in ledger.layout
    assert any(r["+督办联系人"] for r in ledger.rows)


def test_returned_workbooks_go_to_the_units_that_have_something_to_mend(walk: Walk) -> None:
    for result in walk.results:
        returned = {k.removeprefix("return:") for k in result.outputs if k.startswith("return:")}
        received = {t.unit: t.file for t in result.summary.receipts if t.file}
        asked = {
            f.where.unit
            for f in result.findings
            if f.severity is not Severity.INFO
            and f.where.unit in received
            and (f.where.file == received[f.where.unit] or (f.code == "X103"))
        }
        assert returned == asked
        assert all(path.is_file() for path in result.outputs.values())


def test_every_link_of_the_findings_leads_to_a_file_and_a_sheet_that_are_there(walk: Walk) -> None:
    seen: dict[Path, list[str]] = {}
    for result in walk.results:
        paper = result.outputs["findings"]
        filed = walk.area.filed(result.week, result.edition) / paper.name
        links = [
            c.hyperlink for s in load_workbook(paper) for row in s.iter_rows() for c in row if c.hyperlink
        ]
        outside = [link for link in links if link.target]
        assert len(outside) > len(result.findings)
        for link in outside:
            target = paper.parent / unquote(link.target)
            assert target.is_file() and (filed.parent / unquote(link.target)).is_file(), link.target
            if link.location and target.suffix == ".xlsx":
                names = seen.setdefault(target, []) or seen[target]
                if not names:
                    names += load_workbook(target, read_only=True).sheetnames
                assert link.location.rpartition("!")[0].strip("'") in names


def test_a_link_to_a_cell_shows_what_the_finding_quotes(walk: Walk) -> None:
    result = walk.results[1]
    sheet = load_workbook(result.outputs["findings"])["明细"]
    books: dict[Path, Any] = {}
    quoted = 0
    for row in sheet.iter_rows(min_row=4):
        link, held = row[4].hyperlink, row[10].value
        if not (link and link.location and held and "……" not in held) or row[7].value not in SHOWN:
            continue
        target = result.outputs["findings"].parent / unquote(link.target)
        if target not in books:
            books[target] = load_workbook(target)
        name, _, cell = link.location.rpartition("!")
        shown = books[target][name.strip("'")][cell].value
        # The ledger may say 2020年底前 where the unit's cell says 年底前.
        assert shown and fold(str(shown)) in fold(held), (row[7].value, link.target, link.location)
        quoted += 1
    assert quoted > 5


SHOWN = {"T101", "T102", "M102", "X101"}
"""Rules that quote the whole cell they stand on."""


def snapshot(area: WorkArea) -> dict[str, str]:
    """Every file of the area but the logs, by hash."""
    files = (p for p in area.root.rglob("*") if p.is_file() and area.logs not in p.parents)
    return {p.relative_to(area.root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_running_again_tells_the_same_and_changes_nothing(walk: Walk) -> None:
    before = snapshot(walk.area)
    for result in walk.results:
        again = run_week(walk.area, result.week, result.week.friday, demo.demo_settings())
        assert not again.changed
        assert again.summary.rows == result.summary.rows
        assert [r.fate for r in again.summary.receipts] == [r.fate for r in result.summary.receipts]
    assert snapshot(walk.area) == before


def test_a_dry_run_foresees_the_same_and_changes_nothing_else(walk: Walk, tmp_path: Path) -> None:
    area = WorkArea(tmp_path / "副本")
    shutil.copytree(walk.area.root, area.root)
    extra = next((demo.SAMPLES / "week3").glob("人事处*"))
    shutil.copyfile(extra, area.inbox / "人事处补报.xlsx")
    (area.inbox / "人事处补报.xlsx").write_bytes(extra.read_bytes())
    week = demo.WEEKS[-1]
    sheet = area.inbox / "后勤补充.csv"
    sheet.write_text("填报单位：后勤服务中心\n反馈问题,整改措施,牵头单位,整改时限,本周进展\n", "utf-8")
    before = snapshot(area)
    foreseen = run_week(area, week, week.friday, demo.demo_settings(), dry_run=True)
    after = snapshot(area)
    assert {k: v for k, v in after.items() if "预演" not in k} == before
    done = run_week(area, week, week.friday, demo.demo_settings())
    assert foreseen.summary == done.summary
    assert [str(f) for f in foreseen.findings] == [str(f) for f in done.findings]
    assert done.edition == 2


def test_the_archive_holds_every_original_and_verifies(walk: Walk) -> None:
    assert verify(walk.area) == ()
    kept = {hashlib.sha256(p.read_bytes()).hexdigest() for p in walk.area.archive.rglob("*") if p.is_file()}
    for place in (1, 2, 3):
        for path in (demo.SAMPLES / f"week{place}").iterdir():
            if not path.name.startswith("收文登记"):
                assert hashlib.sha256(path.read_bytes()).hexdigest() in kept, path.name
    assert [p.name for p in walk.area.inbox.iterdir()] == ["收文登记.csv"]

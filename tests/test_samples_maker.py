"""The samples are what their drafts say, byte for byte, and hold no fault that is not planted."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from python_calamine import CalamineError, CalamineWorkbook

from zgtool.language.deadline import parse_deadline
from zgtool.language.measure import classify_measure
from zgtool.model.columns import BY_KEY, LEDGER, SERIAL
from zgtool.model.text import fold
from zgtool.workspace.settings import read_settings

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
OLE = b"\xd0\xcf\x11\xe0"
WEEKS = {"2020-W23": "week1", "2020-W24": "week2", "2020-W25": "week3"}


@pytest.fixture(scope="module")
def maker() -> SimpleNamespace:
    """The maker's own modules; they lie beside the script, not in the package."""
    sys.path.insert(0, str(SAMPLES))
    try:
        import make_samples
        import sample_bureau
        import sample_faults
        import sample_files
        import sample_layouts
    finally:
        sys.path.remove(str(SAMPLES))
    return SimpleNamespace(
        make=make_samples,
        bureau=sample_bureau,
        faults=sample_faults,
        files=sample_files,
        layouts=sample_layouts,
    )


@pytest.fixture(scope="module")
def made(maker: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, made once more somewhere else."""
    folder = tmp_path_factory.mktemp("samples")
    assert maker.make.main([str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def faults() -> list[dict[str, str]]:
    """The rows of expected.md."""
    lines = (SAMPLES / "expected.md").read_text(encoding="utf-8").split("\n## ")[0].splitlines()
    table = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [dict(zip(table[0], row, strict=True)) for row in table[2:]]


def read_csv(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((SAMPLES / name).read_text(encoding="utf-8-sig"))))


def content(path: Path, decrypted: Callable[[bytes], bytes]) -> object:
    """Cells and merges of a workbook, the bytes of anything else; None when it cannot be read.

    Bytes of workbooks are not compared: another version of the writing library may pack them differently.
    """
    data = path.read_bytes()
    if path.suffix not in (".xlsx", ".xls", ".et"):
        return data
    if path.suffix == ".xlsx" and data.startswith(OLE):
        data = decrypted(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError:
        return None
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return [(s.name, s.to_python(skip_empty_area=False), s.merged_cell_ranges) for s in sheets]


def test_making_the_samples_again_gives_the_same_content(maker: SimpleNamespace, made: Path) -> None:
    files = [path.relative_to(made) for path in made.rglob("*") if path.is_file()]
    assert len(files) > 45
    for name in files:
        again, kept = (content(folder / name, maker.files.decrypted) for folder in (made, SAMPLES))
        assert again == kept, name


def test_making_the_samples_into_the_same_folder_twice_changes_no_byte(
    maker: SimpleNamespace, made: Path
) -> None:
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    maker.make.main([str(made)])
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before


def test_only_the_damaged_file_cannot_be_read(maker: SimpleNamespace) -> None:
    books = [p for p in SAMPLES.rglob("*") if p.parent.name in WEEKS.values() and p.suffix != ".csv"]
    dumb = [p.name for p in books if content(p, maker.files.decrypted) is None]
    assert dumb == ["科技装备处整改台账2020.6.19.xlsx"]


def test_no_file_lies_in_a_week_that_the_maker_does_not_make(made: Path) -> None:
    for week in WEEKS.values():
        assert {p.name for p in (SAMPLES / week).iterdir()} == {p.name for p in (made / week).iterdir()}


def test_the_samples_stay_small(made: Path) -> None:
    assert sum(p.stat().st_size for p in made.rglob("*") if p.is_file()) < 1_000_000


def test_the_register_names_every_file_of_its_week() -> None:
    for week in WEEKS.values():
        named = [row["文件名"] for row in read_csv(f"{week}/收文登记.csv")]
        lying = {p.name for p in (SAMPLES / week).iterdir()} - {"收文登记.csv"}
        assert len(named) == len(set(named))
        assert set(named) == lying


def test_the_bureau_has_the_size_it_should_have(maker: SimpleNamespace) -> None:
    bureau = maker.bureau.load()
    points = [key.split(".")[0] for key in bureau.points]
    assert (len(bureau.units), len(bureau.problems)) == (14, 30)
    assert {points.count(str(number)) for number in bureau.problems} <= {2, 3, 4}
    assert 100 <= sum(1 for item in bureau.items if item.measure) <= 125


def test_only_the_planted_measures_are_neither_quantified_nor_visible(maker: SimpleNamespace) -> None:
    planted = {key for key, (code, _) in maker.faults.ledger_faults().items() if code == "M201"}
    written = [item for item in maker.bureau.load().items if item.measure]
    neither = {i.key for i in written if classify_measure(i.measure, i.target).label == "neither"}
    assert neither == planted


def test_only_the_planted_deadlines_are_coarse_and_every_day_is_the_one_written_down(
    maker: SimpleNamespace,
) -> None:
    codes = {key: code for key, (code, _) in maker.faults.ledger_faults().items()}
    for item in maker.bureau.load().items:
        if not item.measure:
            continue
        read = parse_deadline(item.deadline, maker.bureau.PLAN_DAY)
        assert read.latest_day == item.due, item.key
        assert read.fine_enough == (codes.get(item.key) not in ("T101", "T102")), item.key
        assert (read.latest_day is None) == (codes.get(item.key) == "T102"), item.key


def test_every_heading_of_a_unit_is_known_and_means_what_the_maker_puts_below_it(
    maker: SimpleNamespace,
) -> None:
    known = {fold(name): c.key for c in (*LEDGER, SERIAL) for name in (c.heading, *c.aliases)}
    for label in [*maker.layouts.LAYOUTS, "整改办"]:
        for head in maker.layouts.heads_of(label):
            if head.key in BY_KEY:
                heading = re.sub(r"（.*?）", "", head.heading)
                assert known.get(fold(heading)) == head.key, (label, head.heading)


def test_every_ledger_has_the_columns_that_cannot_be_done_without(maker: SimpleNamespace) -> None:
    for label in maker.layouts.LAYOUTS:
        keys = {head.key for head in maker.layouts.heads_of(label)}
        assert {"problem", "point", "measure", "lead_unit", "deadline", "progress", "status"} <= keys, label


def test_the_settings_are_settings_of_the_program() -> None:
    settings, wrong, _ = read_settings((SAMPLES / "配置.xlsx").read_bytes(), "配置.xlsx", {})
    assert wrong == ()
    assert settings.bureau == "云岭省煤矿安全监察局"
    assert len(settings.units) == 14


def test_every_decision_of_the_office_finds_its_row_and_was_asked_for(maker: SimpleNamespace) -> None:
    bureau = maker.bureau.load()
    by_measure = {item.measure: item for item in bureau.items}
    weeks = list(WEEKS)
    for row in read_csv("office_decisions.csv"):
        item = by_measure[row["整改措施"]]
        assert str(item.problem) == row["问题序号"]
        assert bureau.request(item.key, weeks.index(row["周次之后"]) + 1) is not None


def test_every_planted_fault_names_a_file_that_is_there(faults: list[dict[str, str]]) -> None:
    assert len(faults) > 60
    for fault in faults:
        assert re.fullmatch(r"[A-Z]\d{3}", fault["代码"])
        assert fault["周"] == "每周" or fault["周"] in WEEKS
        if fault["文件"] in ("", "总台账.xlsx"):
            continue
        folder = SAMPLES if fault["文件"] == "现有台账.xlsx" else SAMPLES / WEEKS[fault["周"]]
        assert (folder / fault["文件"]).is_file()


def test_the_cell_a_fault_names_stands_in_the_row_of_its_measure(faults: list[dict[str, str]]) -> None:
    named = [
        f
        for f in faults
        if "!" in f["位置"] and f["所涉措施或要点"] and f["文件"].endswith((".xlsx", ".xls"))
    ]
    assert len(named) > 12
    for fault in named:
        sheet, _, cell = fault["位置"].partition("!")
        book = CalamineWorkbook.from_path(str(SAMPLES / WEEKS[fault["周"]] / fault["文件"]))
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        row = rows[int(re.sub(r"\D", "", cell)) - 1]
        softened = fault["代码"] == "X101" and "“" in fault["毛病"]
        assert fault["所涉措施或要点"] in row or softened, fault


def test_a_request_that_is_also_due_soon_is_refused_by_the_maker(maker: SimpleNamespace) -> None:
    bureau = maker.bureau.load()
    hurried = tuple(replace(i, due=date(2020, 6, 8)) if i.key == "16.2.1" else i for i in bureau.items)
    with pytest.raises(ValueError, match=r"16\.2\.1"):
        maker.bureau._check(replace(bureau, items=hurried))


def test_a_unit_that_is_not_in_the_roster_is_refused_by_the_maker(maker: SimpleNamespace) -> None:
    bureau = maker.bureau.load()
    astray = tuple(replace(i, supporting="计划处") if i.key == "1.2.1" else i for i in bureau.items)
    with pytest.raises(ValueError, match="计划处"):
        maker.bureau._check(replace(bureau, items=astray))

"""Every paper as a Word file: in the official format, the same bytes twice, nothing lost on the way."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from tests import paper_scenes as scenes
from tests.looks import page_texts
from tests.reports.test_papers import SCENES, said
from tests.writing.docx_text import body_lines, texts
from zgtool.model.settings import Settings
from zgtool.reports.catalogue import PAPERS, PaperKind, paper_kind
from zgtool.reports.content import Paper
from zgtool.writing.gongwen import check_gongwen
from zgtool.writing.report_docx import check_template_file, default_template, paper_bytes, write_paper

ALL = [pytest.param(kind, name, id=f"{kind.key}-{name}") for kind in PAPERS for name in SCENES]


def made(kind: PaperKind, name: str) -> Iterator[tuple[Paper, Settings]]:
    scene = SCENES[name](month=kind.month)
    for subject in kind.subjects(scene)[:3]:
        yield kind.build(scene, subject), scene.settings


def write(kind: PaperKind, paper: Paper, settings: Settings, path: Path) -> Path:
    write_paper(paper, kind.outline, path, settings, default_template(kind.name))
    return path


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_every_paper_keeps_the_format_and_loses_no_word(tmp_path: Path, kind: PaperKind, name: str) -> None:
    for paper, settings in made(kind, name):
        path = write(kind, paper, settings, tmp_path / "文.docx")
        assert check_gongwen(path) == []
        shown = re.sub(r"\s", "", "".join(texts(path)))
        for text in said(paper):
            assert re.sub(r"\s", "", text) in shown, text


@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.key)
def test_the_same_content_gives_the_same_bytes(kind: PaperKind) -> None:
    for paper, settings in made(kind, "full"):
        template = default_template(kind.name)
        one, two = (paper_bytes(paper, kind.outline, settings, template) for _ in range(2))
        assert one == two


@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.key)
def test_the_shipped_template_has_no_faults(kind: PaperKind) -> None:
    assert check_template_file(default_template(kind.name), kind.outline) == []
    assert check_gongwen(default_template(kind.name)) == []


def monthly() -> PaperKind:
    kind = paper_kind("monthly")
    assert kind is not None
    return kind


def test_an_annexed_ledger_lies_across_at_the_end_without_an_empty_page_behind(tmp_path: Path) -> None:
    paper, settings = next(made(monthly(), "full"))
    path = write(monthly(), paper, settings, tmp_path / "月.docx")
    sections = docx.Document(str(path)).sections
    assert [s.orientation for s in sections] == [0, 1]
    lengths = [sections[1].top_margin, sections[1].left_margin, sections[1].page_width]
    assert [round(length.mm) for length in lengths if length is not None] == [28, 35, 297]
    lines = body_lines(path)
    annex = lines.index("[附件序号] 附件")
    assert lines[annex + 1] == "[附件标题] 整改台账（未销号事项）"
    assert (
        next(line for line in lines if line.startswith("[附件说明]"))
        == "[附件说明] 附件：整改台账（未销号事项）"
    )


def test_without_rows_there_is_no_annex_and_no_page_for_it(tmp_path: Path) -> None:
    paper, settings = next(made(monthly(), "empty"))
    path = write(monthly(), paper, settings, tmp_path / "月.docx")
    assert len(docx.Document(str(path)).sections) == 1
    assert not [line for line in body_lines(path) if "附件" in line]


def test_a_chart_can_be_edited_and_says_its_figures(tmp_path: Path) -> None:
    paper, settings = next(made(monthly(), "full"))
    path = write(monthly(), paper, settings, tmp_path / "月.docx")
    chart = paper.sections["走势"].chart
    assert chart is not None
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/charts/chart1.xml").decode()
        body = archive.read("word/document.xml").decode()
        assert zipfile.is_zipfile(archive.open("word/embeddings/chart1.xlsx"))
    cached = [int(v) for v in re.findall(r"<c:v>(\d+)</c:v>", xml)]
    assert cached == [value for _, values in chart.series for value in values]
    assert f'descr="{chart.title}。{chart.told}"' in body
    assert "externalData" in xml and "\ufdd1" not in body
    rows = paper.sections["走势"].rows
    assert [(r[2], r[3], r[4]) for r in rows] == list(zip(*(v for _, v in chart.series), strict=True))


@pytest.mark.slow
def test_a_long_paper_has_its_numbers_on_every_page_upright_and_across(tmp_path: Path) -> None:
    paper, settings = next(made(monthly(), "full"))
    path = write(monthly(), paper, settings, tmp_path / "月.docx")
    pages = page_texts(path, tmp_path / "look")
    assert len(pages) > 6
    shown = re.sub(r"\s", "", "".join(pages))
    for number in range(1, len(pages) + 1):
        assert str(number) in shown
    assert "附件" in shown and "整改台账" in shown


@pytest.mark.slow
def test_a_leaders_sheet_is_one_sheet_however_much_he_has(tmp_path: Path) -> None:
    rows = [
        r.but({"leader": "李国栋", "reason": "需要协调省财政厅和有关企业，资金没有到位，" * 4})
        for r in scenes.ledger().rows
    ]
    scene = scenes.scene(rows)
    kind = paper_kind("leader-page")
    assert kind is not None
    [subject] = kind.subjects(scene)
    path = write(kind, kind.build(scene, subject), scene.settings, tmp_path / "页.docx")
    assert len(page_texts(path, tmp_path / "look")) == 1

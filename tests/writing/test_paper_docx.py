"""Every paper as a Word file: in the official format, the same bytes twice, nothing lost on the way."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from tests import paper_scenes as scenes
from tests.looks import as_pdfs, page_texts, texts_of_pdf
from tests.reports.test_papers import SCENES, said
from tests.writing.docx_text import body_lines, texts
from zgtool.model.settings import Settings
from zgtool.reports.catalogue import PAPERS, PaperKind, paper_kind
from zgtool.reports.content import Paper
from zgtool.reports.trial import trial_scene
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
def test_every_paper_is_laid_out_with_its_numbers_and_loses_no_word(tmp_path: Path) -> None:
    """As LibreOffice shows them: — 1 — at the foot of upright pages, and every text somewhere on the pages."""
    papers = {}
    for kind in PAPERS:
        scene = trial_scene(24)
        scene = replace(scene, since=scene.day.replace(day=1)) if kind.month else scene
        paper = kind.build(scene, kind.subjects(scene)[0])
        papers[write(kind, paper, scene.settings, tmp_path / f"{kind.key}.docx")] = paper
    for pdf, (path, paper) in zip(as_pdfs(list(papers), tmp_path / "look"), papers.items(), strict=True):
        pages = texts_of_pdf(pdf)
        across = len(docx.Document(str(path)).sections) > 1
        feet = [[line.strip() for line in page.splitlines() if line.strip()][-1] for page in pages]
        upright = [re.sub(r"\s", "", foot) for foot in feet]
        expected = [f"—{n}—" for n in range(1, len(pages) + 1)]
        assert upright == expected or across, path.name
        found = [re.findall(r"—\s*(\d+)\s*—", page) for page in pages]
        assert found == [[str(n)] for n in range(1, len(pages) + 1)], path.name
        shown = re.sub(r"—\d+—", "", re.sub(r"\s", "", "".join(pages)))
        for text in said(paper):
            for line in text.splitlines():
                missing = set(re.sub(r"\s", "", line)) - set(shown)
                assert not missing, (path.name, line)
        running = [paper.opening, *(p for s in paper.sections.values() for p in (s.lead, *s.paragraphs))]
        for text in running:
            assert re.sub(r"\s", "", text) in shown, (path.name, text)


@pytest.mark.slow
def test_another_process_gives_the_same_bytes_for_every_paper(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from dataclasses import replace;"
        "from zgtool.reports.trial import trial_scene; from zgtool.reports.catalogue import PAPERS;"
        "from zgtool.writing.report_docx import default_template, write_paper\n"
        "for k in PAPERS:\n"
        "    s = trial_scene(24); s = replace(s, since=s.day.replace(day=1)) if k.month else s\n"
        "    p = k.build(s, k.subjects(s)[0])\n"
        "    write_paper(p, k.outline, Path(sys.argv[1], k.key), s.settings, default_template(k.name))\n"
    )
    root = Path(__file__).resolve().parents[2]
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / seed)],
            check=True, cwd=root, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PATH": ""},
        )  # fmt: skip
    for kind in PAPERS:
        assert (tmp_path / "1" / kind.key).read_bytes() == (tmp_path / "2" / kind.key).read_bytes(), kind.key


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

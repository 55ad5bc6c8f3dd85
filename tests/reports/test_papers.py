"""What every paper has in common: nothing empty, nothing silly, nothing its outline does not know."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import paper_scenes as scenes
from zgtool.model.columns import HORIZONS, STATES
from zgtool.model.ledger import Ledger, Measure
from zgtool.reports.catalogue import PAPERS, PaperKind, nearest_paper, paper_kind
from zgtool.reports.content import Paper, Section
from zgtool.reports.outline import Piece
from zgtool.reports.rare import rare_characters, texts_of
from zgtool.reports.scene import Scene, Subject
from zgtool.writing.paper_template import values_of

SCENES = {"full": scenes.full, "one": scenes.one, "empty": scenes.empty}


def papers(kind: PaperKind, name: str) -> list[tuple[Subject, Paper]]:
    scene: Scene = SCENES[name](month=kind.month)
    return [(subject, kind.build(scene, subject)) for subject in kind.subjects(scene)]


def said(paper: Paper) -> Iterator[str]:
    """Every text of a paper that a reader sees."""
    return texts_of(paper)


def empty_sections(kind: PaperKind, paper: Paper) -> list[str]:
    """Sections with nothing in them, nor in the sections of a lower level behind them."""
    found: list[str] = []
    filled = 0
    for slot in reversed(kind.outline.slots):
        section = paper.sections.get(slot.name, Section(""))
        holds = section.paragraphs or section.lead or section.rows or section.groups
        if slot.name in paper.sections and not holds and filled <= slot.level:
            found.append(slot.name)
        filled = slot.level if holds else 0 if slot.level <= filled else filled
    return found


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.key)
def test_sentences_are_well_formed_and_no_section_stands_empty(kind: PaperKind, name: str) -> None:
    for _, paper in papers(kind, name):
        values_of(kind.outline, paper)
        for text in said(paper):
            assert not re.search(r"[，。；、：]{2}|[（：，；、][，。；、）]|None|nan|（）|\{|\}", text), text
            assert text.count("（") == text.count("）"), text
            assert not re.search(r"(?<![\d.])0[条个项]", text), text
        assert empty_sections(kind, paper) == []
        assert bool(paper.office) == bool(paper.signed_on)


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.key)
def test_sections_and_rows_fit_their_outline(kind: PaperKind, name: str) -> None:
    slots = {slot.name: slot for slot in kind.outline.slots}
    for _, paper in papers(kind, name):
        for key, section in paper.sections.items():
            slot = slots[key]
            shown = {
                Piece.HEADING: section.title,
                Piece.LEAD: section.lead,
                Piece.TEXT: section.paragraphs,
                Piece.TABLE: section.rows,
                Piece.NOTE: section.note,
                Piece.GROUPS: section.groups,
                Piece.CHART: section.chart,
            }
            assert not {piece for piece, value in shown.items() if value} - set(slot.pieces), key
            assert all(len(row) == len(slot.columns) for row in section.rows)
            if not slot.optional and Piece.HEADING in slot.pieces:
                assert section.title
        missing = slots.keys() - paper.sections.keys()
        assert all(slots[name].optional for name in missing), missing


@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.key)
def test_several_papers_of_a_kind_have_names_of_their_own(kind: PaperKind) -> None:
    names = [subject.name for subject, _ in papers(kind, "full")]
    assert len(set(names)) == len(names)
    assert bool(kind.per) == all(names) or not names


def test_a_paper_is_found_by_either_name_and_a_misspelt_one_gets_a_hint() -> None:
    assert paper_kind("月汇报") is paper_kind("monthly") is not None
    assert paper_kind("月报告") is None
    assert nearest_paper("月报") in ("月汇报", "周报")
    assert nearest_paper("督办单") == "督办通知单"


def test_keys_and_names_are_unique() -> None:
    names = [name for kind in PAPERS for name in (kind.key, kind.name)]
    assert len(set(names)) == len(names)


def test_names_with_characters_the_font_lacks_are_told_once() -> None:
    scene = scenes.one(leader="李喆", measure="由李喆、王堃两位同志牵头，曌字不常见")
    kind = paper_kind("单位周报")
    assert kind is not None
    [subject] = kind.subjects(scene)
    paper = replace(kind.build(scene, subject), opening="李喆、王堃")
    assert rare_characters(paper, scene.settings) == {"喆": "李喆、王堃", "堃": "喆、王堃"}
    assert rare_characters(paper, replace(scene.settings, body_font="仿宋")) == {}
    assert rare_characters(replace(paper, opening="朱镕基——“引号”、①ⅡΩ"), scene.settings) == {
        "镕": "朱镕基——"
    }


TEXTS = st.sampled_from(["", "无", "印发办法1份。", "需要省厅协调", "“引号”，（括号）", "a\nb"])


@st.composite
def rows(draw: st.DrawFn) -> Measure:
    unit = draw(st.sampled_from(["办公室", "人事处", "外单位", "办公室、人事处", ""]))
    texts = {
        key: draw(TEXTS)
        for key in (
            "progress",
            "reason",
            "next_step",
            "evidence",
            "systems",
            "accountability",
            "problem",
            "focus",
        )
    }
    values = {
        "number": draw(st.sampled_from(["", "1-1", "2-10"])),
        "problem_no": draw(st.sampled_from(["", "1", "2"])),
        "measure": draw(st.sampled_from(["", "印发《办法》", "培训2次。"])),
        "lead_unit": unit,
        "leader": draw(st.sampled_from(["", "李国栋", "张明远、李国栋"])),
        "deadline": draw(st.sampled_from(["", "2020年6月1日前", "2020年6月14日前", "2020年7月底", "长期"])),
        "state": draw(st.sampled_from(["", *STATES])),
        "horizon": draw(st.sampled_from(["", *HORIZONS])),
        "publication": draw(st.sampled_from(["", "公开"])),
        "result_group": draw(st.sampled_from(["", "政治建设"])),
        **texts,
    }
    return Measure({k: v for k, v in values.items() if v})


@settings(max_examples=60, deadline=None)
@given(st.lists(rows(), max_size=4), st.booleans())
def test_whatever_the_ledger_holds_the_sentences_are_well_formed(ledger: list[Measure], before: bool) -> None:
    previous = Ledger(tuple(ledger[:1])) if before else None
    for kind in PAPERS:
        scene = scenes.scene(ledger, previous=previous, month=kind.month)
        for subject in kind.subjects(scene):
            paper = kind.build(scene, subject)
            values_of(kind.outline, paper)
            assert empty_sections(kind, paper) == [], kind.key
            for text in texts_of(paper):
                assert not re.search(r"[，。；、：]{2}|None|nan|（）", text), (kind.key, text)
                assert not re.search(r"(?<![\d.])0[条个项次]", text), (kind.key, text)

"""Paragraphs rewritten by hand in the last paper: kept, and told where the figures moved on."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from tests import paper_scenes as scenes
from tests.writing.docx_text import body_lines
from zgtool.reports.content import Paper
from zgtool.reports.keeping import keep_rewritten
from zgtool.reports.monthly import MONTHLY_OUTLINE, monthly
from zgtool.reports.scene import Subject
from zgtool.writing.faults import TemplateTrouble
from zgtool.writing.gongwen import check_gongwen
from zgtool.writing.kept_text import last_paper
from zgtool.writing.report_docx import default_template, paper_bytes

NOW = monthly(scenes.full(month=True), Subject())
LAST = monthly(scenes.one(month=True), Subject())
TITLES = {name: section.title for name, section in NOW.sections.items()}
OWN = "各单位要下大力气解决超期问题，由分管领导牵头逐条研究。"


def written(folder: Path, paper: Paper, generated: Paper | None = None) -> Path:
    path = folder / "文.docx"
    template = default_template("月汇报")
    path.write_bytes(paper_bytes(paper, MONTHLY_OUTLINE, scenes.SETTINGS, template, generated))
    return path


def rewritten(folder: Path, old: str, new: str) -> Path:
    """The last paper with one paragraph typed over in Word."""
    path = written(folder, LAST)
    document = docx.Document(str(path))
    [paragraph] = [p for p in document.paragraphs if p.text == old]
    paragraph.text = new
    document.save(str(path))
    return path


def test_what_nobody_rewrote_is_generated_anew(tmp_path: Path) -> None:
    last = last_paper(written(tmp_path, LAST), MONTHLY_OUTLINE, TITLES)
    assert last.keys() == {"存在问题", "下月重点"}
    assert not any(before.rewritten for before in last.values())
    assert keep_rewritten(NOW, MONTHLY_OUTLINE, last) == NOW


def test_a_rewritten_paragraph_is_kept_and_the_moved_figures_are_told(tmp_path: Path) -> None:
    then = LAST.sections["存在问题"].paragraphs[0]
    last = last_paper(rewritten(tmp_path, then, OWN), MONTHLY_OUTLINE, TITLES)
    kept = keep_rewritten(NOW, MONTHLY_OUTLINE, last)
    assert kept.sections["存在问题"].paragraphs == (OWN,)
    assert kept.sections["存在问题"].rows == NOW.sections["存在问题"].rows
    assert kept.sections["下月重点"] == NOW.sections["下月重点"]
    note = kept.notes["存在问题"]
    assert then in note and NOW.sections["存在问题"].paragraphs[0] in note and "请核对" in note


def test_where_nothing_moved_there_is_no_note(tmp_path: Path) -> None:
    path = rewritten(tmp_path, LAST.sections["存在问题"].paragraphs[0], OWN)
    kept = keep_rewritten(LAST, MONTHLY_OUTLINE, last_paper(path, MONTHLY_OUTLINE, TITLES))
    assert kept.sections["存在问题"].paragraphs == (OWN,) and kept.notes == {"存在问题": ""}


def test_the_note_is_a_comment_dated_by_the_paper_and_the_paper_keeps_the_format(tmp_path: Path) -> None:
    path = rewritten(tmp_path, LAST.sections["存在问题"].paragraphs[0], OWN)
    kept = keep_rewritten(NOW, MONTHLY_OUTLINE, last_paper(path, MONTHLY_OUTLINE, TITLES))
    again = written(tmp_path, kept, NOW)
    assert f"[Normal] {OWN}" in body_lines(again)
    [comment] = docx.Document(str(again)).comments
    assert "按本期数据应为" in comment.text
    assert comment.timestamp is not None and comment.timestamp.date() == NOW.day
    assert check_gongwen(again) == []
    assert again.read_bytes() == written(tmp_path, kept, NOW).read_bytes()


def test_kept_words_are_still_known_as_rewritten_a_period_later(tmp_path: Path) -> None:
    path = rewritten(tmp_path, LAST.sections["存在问题"].paragraphs[0], OWN)
    kept = keep_rewritten(NOW, MONTHLY_OUTLINE, last_paper(path, MONTHLY_OUTLINE, TITLES))
    last = last_paper(written(tmp_path, kept, NOW), MONTHLY_OUTLINE, TITLES)
    assert last["存在问题"].rewritten and last["存在问题"].held == (OWN,)
    assert not last["下月重点"].rewritten


def test_a_paper_that_does_not_say_what_was_generated_is_taken_as_written_by_hand(tmp_path: Path) -> None:
    path, bare = written(tmp_path, LAST), tmp_path / "别处.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"zgtool:", b"other:") if name == "word/settings.xml" else data)
    last = last_paper(bare, MONTHLY_OUTLINE, TITLES)
    assert last["存在问题"].made is None and last["存在问题"].held == LAST.sections["存在问题"].paragraphs
    assert last["下月重点"].held == LAST.sections["下月重点"].paragraphs
    kept = keep_rewritten(NOW, MONTHLY_OUTLINE, last)
    assert kept.notes["存在问题"].startswith("这里沿用了") and "上期自动生成" not in kept.notes["存在问题"]


def test_a_section_that_is_gone_keeps_nothing(tmp_path: Path) -> None:
    path = rewritten(tmp_path, LAST.sections["存在问题"].paragraphs[0], OWN)
    without = replace(NOW, sections={k: v for k, v in NOW.sections.items() if k != "存在问题"})
    kept = keep_rewritten(without, MONTHLY_OUTLINE, last_paper(path, MONTHLY_OUTLINE, TITLES))
    assert "存在问题" not in kept.sections and kept.notes == {}


@pytest.mark.parametrize("damage", ["cut", "locked"])
def test_what_is_no_word_file_is_told_in_one_sentence(damage: str, tmp_path: Path) -> None:
    data = b"PK\x05\x06" + bytes(18)
    if damage == "locked":
        held = bytearray(written(tmp_path, LAST).read_bytes())
        for at in [m.start() for m in re.finditer(rb"PK\x01\x02", held)]:
            held[at + 8] |= 1  # the flag of an entry under a password
        data = bytes(held)
    (tmp_path / "坏.docx").write_bytes(data)
    with pytest.raises(TemplateTrouble, match=r"坏\.docx 不是完好的"):
        last_paper(tmp_path / "坏.docx", MONTHLY_OUTLINE, TITLES)

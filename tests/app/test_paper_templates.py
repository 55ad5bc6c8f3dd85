"""The office's own templates: tried before they are used, refused with the reason, the one before kept."""

from pathlib import Path

import docx
import pytest
from docx.shared import Mm

from tests.app.test_weekly_run import LEDGER, OFFICE, SETTINGS, run, send
from zgtool import cli
from zgtool.app.paper_templates import (
    TRIALS,
    kind_of_template,
    template_faults,
    template_in_use,
    templates_in_use,
    use_template,
)
from zgtool.app.tasks import start_area
from zgtool.model.settings import Settings
from zgtool.reports.catalogue import PAPERS, PaperKind, paper_kind
from zgtool.reports.trial import trial_scene
from zgtool.workspace.layout import WorkArea
from zgtool.writing.report_docx import default_template


def kind(name: str) -> PaperKind:
    found = paper_kind(name)
    assert found is not None
    return found


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    from datetime import date

    source = tmp_path / "现有台账.csv"
    source.write_text(LEDGER, "utf-8-sig")
    return start_area(tmp_path / "整改", SETTINGS, date(2020, 5, 25), ledger=source).area


def edited(folder: Path, name: str, change: str = "", *, margin: bool = False) -> Path:
    """The shipped template of a paper with one more paragraph, or other margins."""
    document = docx.Document(str(default_template(name)))
    if change:
        document.add_paragraph(change)
    if margin:
        document.sections[0].left_margin = Mm(20)
    path = folder / f"{name}（改）.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize("paper", PAPERS, ids=lambda k: k.key)
def test_every_shipped_template_passes_its_own_trial(paper: PaperKind) -> None:
    assert template_faults(default_template(paper.name), paper, Settings()) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda k: k.key)
def test_the_trial_has_something_for_every_section(paper: PaperKind) -> None:
    from dataclasses import replace

    scene = trial_scene(TRIALS[1][1])
    scene = replace(scene, since=scene.day.replace(day=1)) if paper.month else scene
    subjects = paper.subjects(scene)
    assert subjects
    filled = {name for s in subjects for name in paper.build(scene, s).sections}
    always = {slot.name for slot in paper.outline.slots} - {"临期", "联系方式"}
    assert always <= filled | {"报送"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("{{ 署明 }}", "最接近的是“署名”"),
        ("｛｛ 署名 ｝｝", "花括号"),
        ("{% for 行 in 存在问题.各行 %}{{ 行.单为 }}{% endfor %}", "最接近的是“单位”"),
        ("{% if 截至 > 3 %}晚{% endif %}", "没有排成"),
    ],
)
def test_a_template_that_fails_is_told_with_the_place(tmp_path: Path, change: str, said: str) -> None:
    faults = template_faults(edited(tmp_path, "月汇报", change), kind("月汇报"), Settings())
    assert any(said in fault for fault in faults), faults


def test_a_template_that_leaves_the_format_is_told_by_the_trial(tmp_path: Path) -> None:
    faults = template_faults(edited(tmp_path, "通报", margin=True), kind("通报"), Settings())
    assert any("试排，第1节的 pgMar/left" in fault for fault in faults), faults


def test_a_sound_template_is_used_from_then_on_and_the_one_before_is_kept(
    area: WorkArea, tmp_path: Path
) -> None:
    first, second = (
        edited(tmp_path / name, "通报", name) for name in map(_folder(tmp_path), ("一稿", "二稿"))
    )
    for source in (first, second):
        path, faults = use_template(area, kind("通报"), source, SETTINGS)
        assert faults == [] and path == area.templates / "通报模板.docx"
    assert path.read_bytes() == second.read_bytes()
    assert (area.templates / "停用" / "通报模板（1）.docx").read_bytes() == first.read_bytes()
    assert [t.kind.name for t in templates_in_use(area, SETTINGS) if t.own] == ["通报"]


def _folder(root: Path):  # type: ignore[no-untyped-def]
    def made(name: str) -> str:
        (root / name).mkdir()
        return name

    return made


def test_a_template_that_fails_is_refused_and_the_one_before_stays(area: WorkArea, tmp_path: Path) -> None:
    use_template(area, kind("通报"), edited(tmp_path, "通报", "一稿"), SETTINGS)
    before = template_in_use(area, kind("通报"), SETTINGS).read_bytes()
    path, faults = use_template(area, kind("通报"), edited(tmp_path, "通报", "{{ 没有 }}"), SETTINGS)
    assert faults and path.read_bytes() == before


def test_the_run_writes_the_weekly_on_the_template_in_use(area: WorkArea, tmp_path: Path) -> None:
    use_template(area, kind("周报"), edited(tmp_path, "周报", "本单位的周报模板"), SETTINGS)
    send(area, "办公室", OFFICE)
    made = run(area).outputs["weekly"]
    assert docx.Document(str(made)).paragraphs[-1].text == "本单位的周报模板"


def test_the_paper_is_known_by_the_files_name() -> None:
    assert kind_of_template(Path("我的月汇报模板.docx")) is kind("monthly")
    assert kind_of_template(Path("单位周报0612.docx")) is kind("unit-weekly")
    assert kind_of_template(Path("模板.docx")) is None


def test_the_commands_copy_check_use_and_go_back(
    area: WorkArea, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(area.root)
    mine = tmp_path / "我的通报模板.docx"
    assert cli.main(["template", "copy", "通报", "-o", str(mine)]) == 0
    assert cli.main(["template", "copy", "通报", "-o", str(mine)]) == 2
    assert cli.main(["template", "check", str(mine)]) == 0
    assert cli.main(["template", "use", str(mine)]) == 0
    assert cli.main(["template", "list"]) == 0
    assert "通报：本单位的 通报模板.docx" in capsys.readouterr().out
    bad = edited(tmp_path, "通报", "{{ 署明 }}")
    assert cli.main(["template", "use", str(bad)]) == 1
    said = capsys.readouterr().out
    assert "署明" in said and "没有启用，通报仍用原来的模板“通报模板.docx”" in said
    assert cli.main(["template", "use", "--builtin", "--paper", "通报"]) == 0
    assert "自带的模板" in capsys.readouterr().out
    assert not (area.templates / "通报模板.docx").exists()
    assert cli.main(["template", "use"]) == 2
    nameless = tmp_path / "模板.docx"
    nameless.write_bytes(mine.read_bytes())
    assert cli.main(["template", "check", str(nameless)]) == 2
    assert "--paper" in capsys.readouterr().err

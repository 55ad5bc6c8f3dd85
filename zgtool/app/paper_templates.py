"""The Word templates of papers: which is in use, what keeps one from being used, and changing it.

The office's own template of a paper lies in 模板 under the paper's name (月汇报模板.docx).
It gets there by `use_template` only after it has been tried; the one before is kept aside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from zgtool.app.trouble import CannotDo
from zgtool.model.settings import Settings
from zgtool.reports.catalogue import PAPERS, PaperKind
from zgtool.reports.content import Paper
from zgtool.reports.scene import Scene
from zgtool.reports.trial import trial_scene
from zgtool.workspace import disk
from zgtool.workspace.layout import WorkArea
from zgtool.writing.report_docx import default_template

TRIALS = (("满页数据", 24), ("200行数据", 200))
"""Made-up periods a template is tried with, besides one with nothing in it."""
_ASIDE = "停用"


@dataclass(frozen=True, slots=True)
class InUse:
    """The template of one paper. own: the office's; faults: why it cannot be used, () for a sound one."""

    kind: PaperKind
    path: Path
    own: bool
    faults: tuple[str, ...] = ()


def template_in_use(area: WorkArea, kind: PaperKind, settings: Settings) -> Path:
    """The office's own template of a paper where it has one, else the one that comes with zgtool."""
    own = own_place(area, kind, settings)
    named = kind.key == "weekly" and settings.weekly_template
    return own if named or own.exists() else default_template(kind.name)


def own_place(area: WorkArea, kind: PaperKind, settings: Settings) -> Path:
    """Where the office's own template of a paper lies, or would; that of the weekly may be named in 配置.xlsx."""
    if kind.key == "weekly" and settings.weekly_template:
        return area.templates / settings.weekly_template
    return area.templates / default_template(kind.name).name


def templates_in_use(area: WorkArea, settings: Settings) -> tuple[InUse, ...]:
    """Every paper's template, the office's own ones looked through for faults."""
    found = []
    for kind in PAPERS:
        path = template_in_use(area, kind, settings)
        own = path != default_template(kind.name)
        found.append(InUse(kind, path, own, tuple(template_faults(path, kind, settings)) if own else ()))
    return tuple(found)


def kind_of_template(path: Path) -> PaperKind | None:
    """The paper that a template's file name speaks of; None when it names none."""
    named = [kind for kind in PAPERS if kind.name in path.stem]
    return max(named, key=lambda kind: len(kind.name)) if named else None


def template_faults(path: Path, kind: PaperKind, settings: Settings) -> list[str]:
    """What keeps a template from being used for a paper, one Chinese sentence each; [] when it can be.

    Its marks are looked through first; then it is rendered with much, with nothing and with
    many rows, and each result is measured against the official format.
    """
    from zgtool.writing.report_docx import check_template_file

    faults = check_template_file(path, kind.outline)
    if faults:
        return faults
    tried = [(name, _trial_paper(kind, trial_scene(rows))) for name, rows in TRIALS]
    tried.append(("空白数据", Paper(("试排",), tried[0][1].day, office="署名", signed_on="2020年6月19日")))
    return list(dict.fromkeys(f for name, paper in tried for f in _trial(path, kind, settings, name, paper)))


def _trial_paper(kind: PaperKind, scene: Scene) -> Paper:
    scene = replace(scene, since=scene.day.replace(day=1)) if kind.month else scene
    return kind.build(scene, kind.subjects(scene)[0])


def _trial(path: Path, kind: PaperKind, settings: Settings, name: str, paper: Paper) -> list[str]:
    from zgtool.writing.gongwen import check_gongwen
    from zgtool.writing.report_docx import TemplateTrouble, paper_bytes

    try:
        data = paper_bytes(paper, kind.outline, settings, path)
    except TemplateTrouble as trouble:
        return [f"用{name}试排没有排成：{trouble}"]
    return [f"用{name}试排，{fault}" for fault in check_gongwen(data, settings)]


def use_template(area: WorkArea, kind: PaperKind, source: Path, settings: Settings) -> tuple[Path, list[str]]:
    """Put a template to use, or leave everything as it is and give its faults.

    Returns the template now in use. The one before goes to 模板/停用 under a number.
    """
    faults = template_faults(source, kind, settings)
    if faults:
        return template_in_use(area, kind, settings), faults
    data, target = disk.read_bytes(source), own_place(area, kind, settings)
    if target.exists() and disk.digest_of(target) != disk.digest(data):
        _keep_aside(area, target)
    disk.make_folder(area.templates)
    disk.replace_file(target, data)
    return target, []


def use_builtin(area: WorkArea, kind: PaperKind, settings: Settings) -> Path:
    """Go back to the template that comes with zgtool; the office's own goes to 模板/停用."""
    target = own_place(area, kind, settings)
    if kind.key == "weekly" and settings.weekly_template:
        raise CannotDo("周报的模板是在 配置.xlsx 的“周报模板”里指定的；要换回自带的，请把那一格清空。")
    if target.exists():
        _keep_aside(area, target)
        disk.remove_file(target)
    return default_template(kind.name)


def _keep_aside(area: WorkArea, target: Path) -> Path:
    folder = area.templates / _ASIDE
    disk.make_folder(folder)
    number = 1
    while (place := folder / f"{target.stem}（{number}）.docx").exists():
        number += 1
    disk.write_new(place, disk.read_bytes(target))
    return place


def copy_builtin(kind: PaperKind, target: Path) -> None:
    """Give the office the template that comes with zgtool, to edit in Word. Raises CannotDo over a file."""
    if target.exists():
        raise CannotDo(f"“{target.name}”已经有了，没有覆盖。请用 -o 换一个文件名。")
    disk.write_new(target, disk.read_bytes(default_template(kind.name)))

"""Word papers asked for by name, written below 输出; what a person has edited is never written over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from zgtool.app.paper_scene import Scenes
from zgtool.app.paper_templates import template_in_use
from zgtool.app.trouble import CannotDo
from zgtool.ops.terms import names_in
from zgtool.reports.catalogue import PAPERS, PaperKind, nearest_paper, paper_kind
from zgtool.reports.content import Paper
from zgtool.reports.keeping import keep_rewritten
from zgtool.reports.rare import rare_characters
from zgtool.reports.scene import Scene, Subject
from zgtool.workspace import disk
from zgtool.workspace.layout import PAPERS_LIST_NAME, WorkArea, safe_name
from zgtool.writing.report_docx import paper_bytes
from zgtool.writing.reproducible import hashes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. unit: only papers of this unit; item: only those of this measure; sealed: None as usual.

    keep: the last paper of the kind, whose rewritten paragraphs are carried over.
    """

    kinds: Sequence[PaperKind]
    unit: str = ""
    item: str = ""
    sealed: bool | None = None
    keep: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """One paper that was written. sha256 is of the file, content of its parts (equal on every machine).

    beside: the file a person has edited, which was left alone; None when there is none. kept: the sections
    whose words were carried over, by title, and whether their figures have moved on since. rare: characters
    the body font does not have, with the words around them.
    """

    kind: PaperKind
    subject: Subject
    path: Path
    sha256: str
    content: str
    beside: Path | None = None
    kept: tuple[tuple[str, bool], ...] = ()
    rare: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """One paper that is made and not yet written."""

    kind: PaperKind
    subject: Subject
    data: bytes
    kept: tuple[tuple[str, bool], ...] = ()
    rare: Mapping[str, str] = field(default_factory=dict)


def kinds_named(text: str) -> tuple[PaperKind, ...]:
    """The papers asked for; "all" and 全部 leave out what is made by name only. Raises CannotDo for a name nobody knows."""
    if text in ("all", "全部"):
        return tuple(kind for kind in PAPERS if not kind.by_name)
    kind = paper_kind(text)
    if kind is None:
        near = nearest_paper(text)
        hint = f"是不是“{near}”？" if near else ""
        raise CannotDo(f"没有叫“{text}”的文书。{hint}用 zgtool paper list 看全部文书。")
    return (kind,)


def write_papers_of(
    area: WorkArea, scenes: Scenes, wanted: Wanted, target: Path | None = None
) -> list[Written]:
    """Write the papers asked for below 输出, or the one paper to `target`.

    Every paper is made before the first is written. Raises CannotDo, TemplateTrouble, CannotWrite.
    """
    made = list(_made(area, scenes, wanted))
    if target is not None:
        if len(made) != 1:
            raise CannotDo(
                f"符合条件的文书有{len(made)}份，不能写成一个文件。请去掉 -o，或者用 --unit、--item 指明是哪一份。"
            )
        disk.replace_file(target, made[0].data)
        return [_written(made[0], target)]
    folder = area.papers(scenes.week.week)
    known = {e["name"]: e["sha256"] for e in _entries(folder / PAPERS_LIST_NAME)}
    disk.make_folder(folder)
    written = [_put(folder, known, paper, scenes.week.source) for paper in made]
    _list(folder, written)
    return written


def _made(area: WorkArea, scenes: Scenes, wanted: Wanted) -> Iterator[Made]:
    for kind in wanted.kinds:
        scene = scenes.month if kind.month else scenes.week
        template = template_in_use(area, kind, scene.settings)
        for subject in subjects_of(kind, scene, wanted):
            fresh = kind.build(scene, subject)
            if wanted.sealed is not None:
                fresh = replace(fresh, sealed=wanted.sealed)
            paper = _with_kept(kind, fresh, wanted.keep) if wanted.keep else fresh
            data = paper_bytes(paper, kind.outline, scene.settings, template, fresh)
            kept = tuple((paper.sections[name].title, bool(note)) for name, note in paper.notes.items())
            yield Made(kind, subject, data, kept, rare_characters(paper, scene.settings))


def _with_kept(kind: PaperKind, paper: Paper, last: Path) -> Paper:
    from zgtool.writing.kept_text import last_paper

    if not any(slot.kept for slot in kind.outline.slots):
        raise CannotDo(f"{kind.name}没有可以沿用上期文字的部分，请去掉 --keep。")
    titles = {name: section.title for name, section in paper.sections.items()}
    return keep_rewritten(paper, kind.outline, last_paper(last, kind.outline, titles))


def subjects_of(kind: PaperKind, scene: Scene, wanted: Wanted) -> tuple[Subject, ...]:
    """What there is a paper of this kind about, as far as it is asked for.

    A measure asked for by its number gets its paper even where there is no occasion for one.
    """
    if wanted.item:
        row = scene.ledger.by_number().get(wanted.item)
        if row is None:
            raise CannotDo(f"总台账里没有措施“{wanted.item}”，请核对编号。")
        subject = kind.of_item(scene, row) if kind.of_item else None
        return (subject,) if subject else ()
    subjects = kind.subjects(scene)
    if not wanted.unit:
        return subjects
    found = scene.settings.units.find(wanted.unit)
    if found.unit is None:
        near = f"，最接近的是{'、'.join(found.near)}" if found.near else ""
        raise CannotDo(f"单位名单里没有“{wanted.unit}”{near}。请按 配置.xlsx 里的名称写。")
    return tuple(s for s in subjects if found.unit.name in names_in(s.unit))


def _name(kind: PaperKind, subject: Subject, source: str) -> str:
    name = f"{kind.name}（{safe_name(source)}）" if source else kind.name
    return f"{name}/{safe_name(subject.name)}.docx" if subject.name else f"{name}.docx"


def _put(folder: Path, known: dict[str, str], made: Made, source: str) -> Written:
    """Write one paper; a file that is not as we wrote it has been edited and stays, the new one stands beside it."""
    first = _name(made.kind, made.subject, source)
    name, times, edited = first, 1, None
    path = folder / name
    disk.make_folder(path.parent)
    while path.exists() and disk.digest_of(path) not in (known.get(name), disk.digest(made.data)):
        edited = edited or path
        times += 1
        name = f"{first.removesuffix('.docx')}（第{times}次）.docx"
        path = folder / name
    disk.replace_file(path, made.data)
    return replace(_written(made, path), beside=edited)


def _written(made: Made, path: Path) -> Written:
    both = hashes(made.data)
    return Written(made.kind, made.subject, path, both.file, both.content, kept=made.kept, rare=made.rare)


def _list(folder: Path, written: Sequence[Written]) -> None:
    """文书清单.json: what each file was when it was written, by its bytes and by its content."""
    path = folder / PAPERS_LIST_NAME
    entries = {e["name"]: e for e in _entries(path)}
    for paper in written:
        name = paper.path.relative_to(folder).as_posix()
        entries[name] = {"name": name, "sha256": paper.sha256, "content": paper.content}
    text = json.dumps({"papers": [entries[n] for n in sorted(entries)]}, ensure_ascii=False, indent=1)
    disk.replace_file(path, (text + "\n").encode("utf-8"))


def _entries(path: Path) -> list[dict[str, str]]:
    """The entries of the list; [] where there is none, or it is not as we write it."""
    if not path.exists():
        return []
    try:
        entries = json.loads(disk.read_bytes(path).decode("utf-8"))["papers"]
        return [{key: str(e[key]) for key in ("name", "sha256", "content")} for e in entries]
    except (ValueError, KeyError, TypeError):
        return []

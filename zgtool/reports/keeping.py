"""Paragraphs that a person rewrote in the last paper, carried over, with a note where the figures moved on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from zgtool.model.text import fold
from zgtool.reports.content import Paper, Section
from zgtool.reports.outline import Outline


@dataclass(frozen=True, slots=True)
class Before:
    """One section of the last paper. held: its paragraphs as they stand there; made: as they were generated.

    made is None when the file does not say, as one that was written elsewhere.
    """

    held: tuple[str, ...]
    made: tuple[str, ...] | None = None

    @property
    def rewritten(self) -> bool:
        """Whether a person changed the words."""
        return bool(self.held) and (self.made is None or _plain(self.held) != _plain(self.made))


def _plain(paragraphs: tuple[str, ...]) -> list[str]:
    return [fold(p) for p in paragraphs if fold(p)]


def keep_rewritten(paper: Paper, outline: Outline, last: Mapping[str, Before]) -> Paper:
    """The paper with the rewritten paragraphs of the last one in the sections that may keep them.

    A section that the paper leaves out, or that nobody rewrote, stays as it is generated. `Paper.notes`
    says of each kept section what was generated then and now, where the two differ.
    """
    sections, notes = dict(paper.sections), dict(paper.notes)
    for slot in outline.slots:
        before, section = last.get(slot.name), paper.sections.get(slot.name)
        if not slot.kept or before is None or section is None or not before.rewritten:
            continue
        sections[slot.name] = replace(section, paragraphs=before.held)
        notes[slot.name] = _note(before, section)
    return replace(paper, sections=sections, notes=notes)


def _note(before: Before, section: Section) -> str:
    now = "".join(section.paragraphs)
    if before.made is not None and _plain(before.made) == _plain(section.paragraphs):
        return ""
    then = f"上期自动生成的是：{''.join(before.made)}" if before.made else ""
    return f"这里沿用了上期手工修改的文字，数据已有变化，请核对。{then}按本期数据应为：{now}"

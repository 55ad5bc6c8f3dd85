"""日志/待发布.json: the filed week whose results are not all in their places yet.

It is written before the commit and removed when everything is in place, so that the old
ledger of a run that died is not taken for an edit of the office.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from zgtool.workspace import disk
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.trouble import at_edge


@dataclass(frozen=True, slots=True)
class Unpublished:
    """folder: the edition's folder below 归档. placed: the ledger is in its place, the rest may not be."""

    folder: str
    placed: bool = False


def note(area: WorkArea, entry: Unpublished) -> None:
    """Put the note down, or bring it up to date."""
    disk.make_folder(area.logs)
    text = json.dumps({"folder": entry.folder, "placed": entry.placed}, ensure_ascii=False)
    disk.replace_file(area.unpublished, text.encode("utf-8"))


def noted(area: WorkArea) -> Unpublished | None:
    """What is not all in place yet; None when everything is. A damaged note says nothing."""
    with at_edge("读取", area.unpublished):
        try:
            found = json.loads(area.unpublished.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
    if not isinstance(found, dict) or not isinstance(found.get("folder"), str):
        return None
    return Unpublished(found["folder"], found.get("placed") is True)


def strike(area: WorkArea) -> None:
    """Everything is in place."""
    disk.remove_file(area.unpublished)

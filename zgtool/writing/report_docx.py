"""Report content → Word. Layout only: what a paper says is decided in `zgtool.reports`."""

from __future__ import annotations

from pathlib import Path

from zgtool.model.settings import Settings
from zgtool.reports.content import Paper
from zgtool.reports.outline import Outline
from zgtool.writing.faults import TemplateTrouble
from zgtool.writing.reproducible import write_whole

__all__ = ["TemplateTrouble", "check_template_file", "default_template", "paper_bytes", "write_paper"]


def write_paper(paper: Paper, outline: Outline, target: Path, settings: Settings, template: Path) -> None:
    """Write one paper; the same content, settings and template give the same bytes.

    template: the office's own or the one that comes with zgtool (`default_template`).
    TemplateTrouble, with a sentence for the office, when the template cannot be rendered (the
    target is then as it was); OSError when the target cannot be written.
    """
    write_whole(target, paper_bytes(paper, outline, settings, template))


def paper_bytes(
    paper: Paper, outline: Outline, settings: Settings, template: Path, generated: Paper | None = None
) -> bytes:
    """The finished Word file of one paper. Raises TemplateTrouble as `write_paper` does.

    generated: the paper before rewritten paragraphs of the last one were put in, when they were.
    """
    from zgtool.writing.docx_finish import finished
    from zgtool.writing.paper_template import values_of, variables_of
    from zgtool.writing.word_template import rendered

    document = rendered(template, variables_of(outline), values_of(outline, paper))
    charts = {name: section.chart for name, section in paper.sections.items() if section.chart}
    if charts:
        from zgtool.writing.docx_charts import put_charts

        put_charts(document, charts, settings)
    from zgtool.writing.kept_text import put_notes, remember

    remember(document, outline, generated or paper)
    put_notes(document, paper)
    return finished(
        document,
        settings,
        title="".join(paper.title),
        author=paper.office,
        day=paper.day,
        sealed=paper.sealed,
    )


def check_template_file(template: Path, outline: Outline) -> list[str]:
    """What keeps a template from being used for a paper, one Chinese sentence each; [] when it can be."""
    from zgtool.writing.paper_template import variables_of
    from zgtool.writing.word_template import check_template

    return check_template(template, variables_of(outline))


def default_template(name: str) -> Path:
    """The template of a paper (周报) that comes with zgtool: inside the installed package, or beside it."""
    package = Path(__file__).resolve().parents[1]
    file = f"{name}模板.docx"
    inside = package / "templates" / file
    return inside if inside.exists() else package.parent / "templates" / file

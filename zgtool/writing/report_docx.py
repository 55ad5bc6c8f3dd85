"""Report content → Word. Layout only: what the paper says is decided in `zgtool.reports`."""

from __future__ import annotations

from pathlib import Path

from zgtool.model.settings import Settings
from zgtool.reports.weekly import WeeklyContent
from zgtool.writing.faults import TemplateTrouble
from zgtool.writing.reproducible import write_whole

__all__ = ["TemplateTrouble", "check_weekly_template", "default_weekly_template", "write_weekly"]

_WEEKLY_NAME = "周报模板.docx"


def write_weekly(
    content: WeeklyContent, target: Path, settings: Settings, template: Path | None = None
) -> None:
    """Write the weekly report; the same content, settings and template give the same bytes.

    template: the office's own Word template, None for the one that comes with zgtool.
    TemplateTrouble, with a sentence for the office, when the template cannot be rendered (the
    target is then as it was); OSError when the target cannot be written.
    """
    from zgtool.writing.docx_finish import finished
    from zgtool.writing.weekly_template import VARIABLES, weekly_variables
    from zgtool.writing.word_template import rendered

    document = rendered(template or default_weekly_template(), VARIABLES, weekly_variables(content))
    title = "".join(content.title)
    data = finished(document, settings, title=title, author=content.office, day=content.period_end)
    write_whole(target, data)


def check_weekly_template(template: Path) -> list[str]:
    """What keeps a weekly template from being used, one Chinese sentence each; [] when it can be."""
    from zgtool.writing.weekly_template import VARIABLES
    from zgtool.writing.word_template import check_template

    return check_template(template, VARIABLES)


def default_weekly_template() -> Path:
    """The template that comes with zgtool: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "templates" / _WEEKLY_NAME
    return inside if inside.exists() else package.parent / "templates" / _WEEKLY_NAME

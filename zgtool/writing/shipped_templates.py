"""The base document and every paper's template, as they lie in templates/.

`python -m zgtool.writing.shipped_templates FOLDER` writes them anew; a test compares them
with the ones that are shipped.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from zgtool.reports.catalogue import PAPERS
from zgtool.writing.gongwen_base import base_document
from zgtool.writing.paper_template import template_of
from zgtool.writing.report_docx import default_template
from zgtool.writing.reproducible import write_whole

BASE_NAME = "report_base.docx"


def shipped() -> Iterator[tuple[str, bytes]]:
    """File names and contents of everything that is shipped for papers."""
    yield BASE_NAME, base_document()
    for kind in PAPERS:
        yield default_template(kind.name).name, template_of(kind.outline, title=f"{kind.name}模板")


def main(folder: Path) -> None:
    """Write base and templates into a folder."""
    for name, data in shipped():
        write_whole(folder / name, data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

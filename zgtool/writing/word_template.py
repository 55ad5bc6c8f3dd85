"""Renders a Word template that the office edits: sandboxed, strict, every value as plain text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.runtime import Undefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from zgtool.writing.faults import TemplateTrouble
from zgtool.writing.template_check import Variable, template_faults

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_TAG_WORDS = re.compile(r"(?<=[{}%])_(?=[{}%])")
GUARD = "\ufdd0"
"""Put into data where it looks like the engine's own {_{ escapes, taken out again afterwards."""
CHART_MARK = "\ufdd1"
"""Stands before and behind the name of a chart where it belongs in the rendered paper; data cannot hold it."""


class ChartPlace(str):
    """The place of a chart, printed by a template: its name between two CHART_MARKs."""

    __slots__ = ()


def check_template(path: Path, variables: Sequence[Variable]) -> list[str]:
    """What keeps a template from being used, one Chinese sentence each; [] when it can be rendered."""
    try:
        return list(_faults(_bytes(path), path.name, tuple(variables)))
    except TemplateTrouble as fault:
        return [str(fault)]


@lru_cache(maxsize=32)
def _faults(data: bytes, name: str, variables: tuple[Variable, ...]) -> tuple[str, ...]:
    """The faults of a template's bytes; a hundred papers on one template look through it once."""
    return tuple(template_faults(_roots(_opened(data, name)), variables))


def rendered(path: Path, variables: Sequence[Variable], values: Mapping[str, Any]) -> Document:
    """The template with the values in it. TemplateTrouble with one sentence when it cannot be rendered."""
    data = _bytes(path)
    faults = _faults(data, path.name, tuple(variables))
    if faults:
        more = f"（另有{len(faults) - 1}处问题）" if len(faults) > 1 else ""
        raise TemplateTrouble(f"{path.name} 不能用：{faults[0]}{more}")
    template = DocxTemplate(io.BytesIO(data))
    try:
        template.render(dict(values), _ENVIRONMENT, autoescape=True)
    except TemplateError as error:
        raise TemplateTrouble(f"{path.name} 不能用：{error.message}。请用自带的模板重新修改。") from error
    except TypeError as error:
        raise TemplateTrouble(f"{path.name} 不能用：if 里比较的两边不是同一类内容。请改正条件。") from error
    except etree.XMLSyntaxError as error:
        raise TemplateTrouble(
            f"{path.name} 里的标记破坏了文档结构，不能用。请用自带的模板重新修改。"
        ) from error
    document: Document = template.docx
    return document


def plain(text: str) -> str:
    """The text without what XML forbids, and guarded where the engine would take it for its own marks."""
    return _TAG_WORDS.sub(GUARD + "_", _NOT_XML.sub("", text))


def _final(value: Any) -> Any:
    """Only texts and whole numbers reach the paper; anything else is a mistake of ours or of the template."""
    if isinstance(value, Undefined):
        return value
    if isinstance(value, ChartPlace):
        return f"{CHART_MARK}{plain(value)}{CHART_MARK}"
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TemplateError(f"要写进文书的不是文字或整数（{type(value).__name__}）")


class _Environment(SandboxedEnvironment):
    """Compiles each template once, however many papers are made on it."""

    @lru_cache(maxsize=64)  # noqa: B019 (there is one environment, and it lives as long as the process)
    def _compiled(self, source: str) -> Template:
        return super().from_string(source)

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
        return self._compiled(str(source))


_ENVIRONMENT = _Environment(undefined=StrictUndefined, finalize=_final, autoescape=True)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise TemplateTrouble(
            f"找不到模板 {path.name}。请看“模板”文件夹，或者用 zgtool template list 查看。"
        ) from None


def _opened(data: bytes, name: str) -> Document:
    try:
        return docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, ValueError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError):
        raise TemplateTrouble(
            f"{name} 不是完好的 .docx 文件，不能作模板。请用 Word 打开另存，或者换用自带的模板。"
        ) from None


def _roots(document: Document) -> Iterator[etree._Element]:
    """Everything in which tags are acted on: the body, headers and footers."""
    yield document.element.body
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer", "/footnotes")) and not relation.is_external:
            yield etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))

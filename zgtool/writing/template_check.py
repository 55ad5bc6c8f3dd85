"""Looks through a Word template before it is rendered: every tag, every name, every stray brace.

A template is edited by hand in Word. What the engine would leave in the paper without a
word (full-width braces, a misspelt name under an empty list, text beside a paragraph tag)
or report with an offset nobody can use is found here and told with the paragraph's text.
Only names, their parts, `if` and `for` are allowed: no filters, calls or settings.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from zgtool.model.text import shorten
from zgtool.writing.gongwen import q, text_of

_TAG = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<order>.*?)%\}|\{#.*?#\}")
_ORDER = re.compile(r"(?P<scope>p|tr|tc|r)?(?P<space>\s*)(?P<word>\w*)(?P<rest>.*)", re.DOTALL)
_STRAY = re.compile("[{}｛｝]")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.If, nodes.For,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Const,
)  # fmt: skip
_ALONE = {"if": "{{% {} %}}{{% endif %}}", "for": "{{% {} %}}{{% endfor %}}",
          "elif": "{{% if 1 %}}{{% {} %}}{{% endif %}}"}  # fmt: skip
_ENDS = {"endif": "if", "endfor": "for"}


@dataclass(frozen=True, slots=True)
class Variable:
    """One name a template may use. parts: names below it; each: parts of what `for` gives, None: no list."""

    name: str
    note: str
    parts: tuple[Variable, ...] = ()
    each: tuple[Variable, ...] | None = None

    @property
    def printable(self) -> bool:
        """Whether it is a text of its own, not a group of others."""
        return not self.parts and self.each is None


@dataclass(slots=True)
class _Open:
    """An `if` or `for` that has not been closed yet; `where` is what both ends must stand in."""

    word: str
    scope: str
    where: etree._Element
    text: str
    names: dict[str, Variable] = field(default_factory=dict)


class _Fault(Exception):
    """One fault of one tag, without the paragraph."""


def template_faults(roots: Iterable[etree._Element], variables: Sequence[Variable]) -> list[str]:
    """Everything wrong with the tags of a template, one Chinese sentence each; [] when it can be rendered."""
    return [fault for root in roots for fault in _part_faults(root, {v.name: v for v in variables})]


def _part_faults(root: etree._Element, names: Mapping[str, Variable]) -> Iterator[str]:
    stack: list[_Open] = []
    for paragraph in root.iter(q("p")):
        text = text_of(paragraph)
        for fault in _paragraph_faults(paragraph, text, stack, names):
            yield f"模板里“{shorten(text, 50)}”这一段：{fault}"
    for left in stack:
        end = "endif" if left.word == "if" else "endfor"
        mark = f"{{%{left.scope} {end} %}}"
        yield f"模板里“{shorten(left.text, 50)}”这一段：{left.word} 没有结尾，请在后面补上 {mark}。"


def _paragraph_faults(
    paragraph: etree._Element, text: str, stack: list[_Open], names: Mapping[str, Variable]
) -> Iterator[str]:
    rest = _TAG.sub("", text)
    if _STRAY.search(rest):
        yield "有多余的、不成对的或者全角的花括号。请在英文输入法下写成 {{ 名称 }} 或 {% … %}。"
    for tag in _TAG.finditer(text):
        try:
            if tag["value"] is not None:
                _check(f"{{{{{tag['value'].translate(_QUOTES)}}}}}", _scope(stack, names), printed=True)
            elif tag["order"] is not None:
                _follow(tag["order"].translate(_QUOTES), paragraph, text, stack, names)
                if tag["order"].startswith("p ") and text.strip() != tag[0]:
                    raise _Fault(
                        f"{tag[0]} 要独占一段，同段的其他文字不会出现在文书里。请把它们移到别的段落。"
                    )
        except _Fault as fault:
            yield str(fault)


def _follow(
    order: str, paragraph: etree._Element, text: str, stack: list[_Open], names: Mapping[str, Variable]
) -> None:
    """Take one {% … %} in: opens, closes or turns a block."""
    found = _ORDER.fullmatch(order)
    assert found is not None
    scope, word = found["scope"] or "", found["word"]
    if scope and not found["space"]:
        scope, word = "", f"{scope}{word}"
    if scope in ("tc", "r") or word not in (*_ALONE, *_ENDS, "else"):
        raise _Fault(f"“{{%{order}%}}”不能用。模板里只能用 if、elif、else、for 和它们的结尾。")
    where = _container(paragraph, scope)
    if word in ("if", "for"):
        names_in = _check(_ALONE[word].format(f"{word}{found['rest']}"), _scope(stack, names))
        stack.append(_Open(word, scope, where, text, names_in))
        return
    if not stack or stack[-1].word != _ENDS.get(word, "if"):
        raise _Fault(f"{word} 前面没有对应的 {_ENDS.get(word, 'if')}。请检查成对的标记。")
    if stack[-1].scope != scope or stack[-1].where is not where:
        raise _Fault(
            f"{word} 和前面的 {stack[-1].word} 不在同一段、同一单元格或者同一表格，或者写法不同。请成对书写。"
        )
    if word == "elif":
        _check(_ALONE[word].format(f"{word}{found['rest']}"), _scope(stack, names))
    elif word in _ENDS:
        stack.pop()


def _container(paragraph: etree._Element, scope: str) -> etree._Element:
    if scope == "tr":
        table = next(paragraph.iterancestors(q("tbl")), None)
        if table is None:
            raise _Fault("{%tr … %} 只能写在表格里。")
        return table
    parent = paragraph.getparent()
    return parent if scope == "p" and parent is not None else paragraph


def _scope(stack: Sequence[_Open], names: Mapping[str, Variable]) -> dict[str, Variable]:
    known = dict(names)
    for block in stack:
        known.update(block.names)
    return known


def _check(source: str, known: dict[str, Variable], *, printed: bool = False) -> dict[str, Variable]:
    """Check one tag on its own; returns the names a `for` brings. Raises _Fault."""
    try:
        tree = SandboxedEnvironment().parse(source)
    except TemplateSyntaxError:
        raise _Fault(
            f"“{source}”写法不对。请写成 {{{{ 名称 }}}}、{{% if 名称 %}} 或 {{% for 项 in 名称 %}}。"
        ) from None
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise _Fault(f"“{source}”不能用：模板里只能写名称，以及 if 和 for。")
    brought: dict[str, Variable] = {}
    for loop in tree.find_all(nodes.For):
        source_list = _resolve(loop.iter, known)
        if source_list is None or source_list.each is None or not isinstance(loop.target, nodes.Name):
            raise _Fault(f"“{source}”里 for 后面的不是一组内容，不能逐项取用。")
        brought[loop.target.name] = Variable(loop.target.name, "", source_list.each)
        brought["loop"] = _LOOP
    for leaf in _leaves(tree):
        value = _resolve(leaf, {**known, **brought})
        if printed and value is not None and not value.printable:
            parts = (
                "、".join(f"{value.name}.{p.name}" for p in value.parts) or f"{{% for 项 in {value.name} %}}"
            )
            raise _Fault(f"“{value.name}”是一组内容，要写到具体一项：{parts}。")
    return brought


_LOOP = Variable("loop", "", tuple(Variable(n, "") for n in ("index", "first", "last", "length")))


def _leaves(tree: nodes.Node) -> Iterator[nodes.Expr]:
    """Every whole name with its parts (a.b.c once, not also a.b and a)."""
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    for node in tree.find_all((nodes.Getattr, nodes.Name)):
        stored = isinstance(node, nodes.Name) and node.ctx != "load"
        if id(node) not in inner and not stored and isinstance(node, nodes.Expr):
            yield node


def _resolve(node: nodes.Node, known: Mapping[str, Variable]) -> Variable | None:
    """The variable an expression names; None when it is not a name. Raises _Fault for an unknown one."""
    if isinstance(node, nodes.Name):
        return _named(node.name, known, "模板可用的名称里")
    if isinstance(node, nodes.Getattr):
        owner = _resolve(node.node, known)
        if owner is None:
            return None
        return _named(node.attr, {p.name: p for p in owner.parts}, f"“{owner.name}”下面")
    return None


def _named(name: str, known: Mapping[str, Variable], place: str) -> Variable:
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.3)
    hint = f"最接近的是“{near[0]}”，请改正。" if near else "请对照变量表改正。"
    raise _Fault(f"{place}没有“{name}”，{hint}")

"""Rows below a heading that are no measures: sections, totals, notes, signatures, examples, repeated headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zgtool.reading.headings import normal

DITTO = frozenset({"同上", "同上。", "〃", "″", '"', "“", "”", "''", "同前", "〃〃", "同上栏", "同 上"})
"""What people write for “the same as above”."""
_SECTION_MARK = re.compile(r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．：:])")
_TOTAL = re.compile(r"(?:本页|本表|单位|全局)?(?:合计|小计|总计|共计|累计)(?:数|项|[：:].*)?")
_NOTE = re.compile(r"(?:注|备注|说明|注意|注意事项|填表说明|填报说明|填写说明|附注)\d?\s*[：:．.]")
_SIGN = re.compile(
    r"(?:填表人|填报人|制表人?|审核人?|复核人?|(?:整改办|办公室|整改|主管|主要|责任|填报|接收)?(?:公室|单位|部门|处室)?(?:主要)?负责人|"
    r"分管(?:局)?领导|主管领导|单位领导|主要领导|签发人?|签发|接收单位|经办人|领导|单位)"
    r"\s*(?:[（(](?:签字|签名|签章|盖章|公章)[)）])?\s*(?:签字|签名|签章|盖章|签发)?\s*[：:]"
)
_EXAMPLE = re.compile(r"[（(【\[]?(?:填写|填报)?(?:示例|样例|范例|例)\s*(?:[：:）)\]】]|\d+\s*$|$)")
_ORDINALS = "甲乙丙丁戊己庚辛壬癸"


def is_section(text: str) -> bool:
    """Whether a text is numbered like a section: 一、… or （一）…"""
    return _SECTION_MARK.match(text) is not None and len(text) <= 60


def is_total(texts: Sequence[str]) -> bool:
    """Whether a row's first text says it is a total."""
    return bool(texts) and _TOTAL.fullmatch(re.sub(r"\s+", "", texts[0])) is not None


def is_note(texts: Sequence[str]) -> bool:
    """Whether a row is a note: it says so at its start and holds little else."""
    return len(texts) <= 2 and bool(texts) and _NOTE.match(texts[0].lstrip()) is not None


def is_signature(texts: Sequence[str]) -> bool:
    """Whether a row is for signing: all its texts are labels to sign, or short answers beside one."""
    if not texts or not _SIGN.match(texts[0].lstrip()):
        return False
    return all(len(t) <= 80 for t in texts)


def is_example(texts: Sequence[str]) -> bool:
    """Whether a row says that it only shows how to fill the form."""
    return bool(texts) and _EXAMPLE.match(texts[0].strip()) is not None


def repeats_heading(cells: Sequence[tuple[str, str]]) -> bool:
    """Whether a row repeats the headings of its columns, as at the top of each printed page."""
    same = sum(1 for text, heading in cells if heading and normal(text) == normal(heading))
    return same >= 2 and same * 2 >= len(cells)


def numbers_columns(texts: Sequence[str]) -> bool:
    """Whether a row right below the heading only numbers the columns: 1 2 3 … or 甲 乙 丙 …"""
    bare = [re.sub(r"[()（）\s]|\.0$|栏", "", t) for t in texts]
    if len(bare) < 3:
        return False
    start = 0
    while start < len(bare) and start < len(_ORDINALS) and bare[start] == _ORDINALS[start]:
        start += 1
    digits = bare[start:]
    if not all(d.isdigit() and len(d) < 4 for d in digits):
        return False
    numbers = [int(d) for d in digits]
    return numbers == list(range(1, len(numbers) + 1)) or numbers == list(
        range(start + 1, start + 1 + len(numbers))
    )


def is_ditto(value: object) -> bool:
    """Whether a cell says that it is the same as the one above."""
    return isinstance(value, str) and value.strip() in DITTO

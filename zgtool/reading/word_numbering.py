"""What Word prints before a paragraph by itself: 一、 （一） 1. ①, resolved from numbering.xml and styles.xml.

The text of a paragraph does not hold its automatic number. It follows from the paragraph's list and
level, from its style where the paragraph names none, and from every numbered paragraph before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, fromstring

from zgtool.language.numerals import to_chinese

BULLET = "•"
_DEEPEST_STYLE = 30
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_COUNTING = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
        "chineseDigital",
        "taiwaneseDigital",
    ]
)
_SIGNS = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list. `restart`: a level above this one (from 1) begins it again; 0 never does."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int = 9
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A w:num: its abstract list, and what it sets otherwise by level."""

    base: str
    starts: dict[int, int]
    levels: dict[int, _Level]


@dataclass(slots=True)
class _Style:
    name: str = ""
    above: str = ""
    number: str = ""
    level: str = ""


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document, which must be asked about in order."""

    _styles: dict[str, _Style] = field(default_factory=dict)
    _default: str = ""
    _bases: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, numbering: bytes, styles: bytes) -> Numbering:
        """From the two parts, b"" for one that is missing. Raises ParseError for broken XML."""
        made = cls()
        if styles:
            made._read_styles(fromstring(styles))
        if numbering:
            made._read_lists(fromstring(numbering))
        return made

    def in_contents(self, style: str) -> bool:
        """Whether a style is one of a table of contents, which repeats the headings."""
        found = self._styles.get(style)
        return found is not None and bool(re.match(r"(?:toc|目录) ?\d|TOC Heading", found.name, re.I))

    def mark(self, style: str, number: str, level: str) -> str:
        """The number that the next paragraph prints, "" for none.

        style, number (w:numId) and level (w:ilvl): as the paragraph itself names them, "" where it does not.
        """
        style = style or self._default
        number, level = self._of_paragraph(style, number, level)
        held = self._lists.get(number)
        if held is None:
            return ""
        levels = {**self._bases.get(held.base, {}), **held.levels}
        at = self._level_of(style, level, levels)
        if at not in levels:
            return ""
        counts = self._count(number, held, at, levels)
        return _printed(at, levels, counts)

    def _of_paragraph(self, style: str, number: str, level: str) -> tuple[str, str]:
        for known in self._chain(style):
            number, level = number or known.number, level or known.level
        return number, level

    def _chain(self, style: str) -> Iterator[_Style]:
        for _ in range(_DEEPEST_STYLE):
            if style not in self._styles:
                return
            yield self._styles[style]
            style = self._styles[style].above

    def _level_of(self, style: str, level: str, levels: dict[int, _Level]) -> int:
        if level:
            return _whole(level)
        return next((at for at, held in levels.items() if held.style and held.style == style), 0)

    def _count(self, number: str, held: _List, at: int, levels: dict[int, _Level]) -> dict[int, int]:
        counts = self._counts.setdefault(held.base, {})
        start = held.starts.get(at, levels[at].start)
        if at in held.starts and (number, at) not in self._begun:
            counts.pop(at, None)
        self._begun.add((number, at))
        counts[at] = counts.get(at, start - 1) + 1
        for deeper in [d for d in counts if d > at]:
            if at < levels.get(deeper, _Level()).restart:
                del counts[deeper]
        return counts

    def _read_styles(self, root: Element) -> None:
        for style in _children(root, "style"):
            made = _Style(_value(style, "name"), _value(style, "basedOn"))
            for properties in _children(style, "pPr"):
                for numbers in _children(properties, "numPr"):
                    made.number, made.level = _value(numbers, "numId"), _value(numbers, "ilvl")
            key = _attribute(style, "styleId")
            self._styles[key] = made
            if _attribute(style, "type") == "paragraph" and _attribute(style, "default") in ("1", "true"):
                self._default = key

    def _read_lists(self, root: Element) -> None:
        linked: dict[str, str] = {}
        for base in _children(root, "abstractNum"):
            key = _attribute(base, "abstractNumId")
            self._bases[key] = dict(_level(e) for e in _children(base, "lvl"))
            linked[key] = _value(base, "numStyleLink")
        for number in _children(root, "num"):
            changed = list(_children(number, "lvlOverride"))
            starts = {
                _whole(_attribute(e, "ilvl")): _whole(s) for e in changed if (s := _value(e, "startOverride"))
            }
            levels = dict(_level(lvl) for e in changed for lvl in _children(e, "lvl"))
            self._lists[_attribute(number, "numId")] = _List(_value(number, "abstractNumId"), starts, levels)
        for key, style in linked.items():
            owner = self._lists.get(self._styles[style].number) if style in self._styles else None
            if owner is not None and not self._bases[key]:
                self._bases[key] = self._bases.get(owner.base, {})


def _printed(at: int, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    own = levels[at]
    if own.form == "bullet":
        return BULLET

    def number(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        if place not in levels:
            return ""
        held = levels[place]
        form = "decimal" if own.legal and held.form != "none" else held.form
        return _formed(form, counts.get(place, held.start))

    return re.sub("%([1-9])", number, own.text).strip()


def _formed(form: str, number: int) -> str:
    """A number in one of Word's formats; one that this format cannot show, or an unknown format, in figures."""
    if form == "none":
        return ""
    if form in _SIGNS and 1 <= number <= _SIGNS[form][1]:
        return chr(_SIGNS[form][0] + number - 1)
    if form in _COUNTING and number < 100_000:
        return to_chinese(number)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional") and number < 10_000:
        return to_chinese(number).translate(_FORMAL)
    if form == "ideographTraditional" and 1 <= number <= 10:
        return _STEMS[number - 1]
    if form == "ideographZodiac" and 1 <= number <= 12:
        return _BRANCHES[number - 1]
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 260:
        word = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return word.upper() if form == "upperLetter" else word
    if form in ("upperRoman", "lowerRoman") and 1 <= number < 4000:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    word = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        word += letters * count
    return word


def _level(element: Element) -> tuple[int, _Level]:
    at = _whole(_attribute(element, "ilvl"))
    # A format that only newer programs know stands beside one for all others, which comes last.
    forms = [_attribute(e, "val") for e in element.iter() if _local(e.tag) == "numFmt"]
    restart = _value(element, "lvlRestart")
    start = _value(element, "start")
    legal = next((e for e in _children(element, "isLgl")), None)
    made = _Level(
        start=_whole(start) if start else 0,
        form=forms[-1] if forms else "decimal",
        text=_value(element, "lvlText"),
        legal=legal is not None and _attribute(legal, "val") not in ("0", "false"),
        restart=_whole(restart) if restart else at,
        style=_value(element, "pStyle"),
    )
    return at, made


def _children(element: Element, name: str) -> Iterator[Element]:
    return (e for e in element if _local(e.tag) == name)


def _value(element: Element, name: str) -> str:
    return next((_attribute(e, "val") for e in _children(element, name)), "")


def _attribute(element: Element, name: str) -> str:
    return next((v for k, v in element.items() if _local(k) == name), "")


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _whole(text: str) -> int:
    """A whole number of at most six digits; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0

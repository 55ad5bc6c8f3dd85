"""Which column a heading names: every wording that offices use, with its noise taken away."""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from zgtool.model.columns import BY_KEY, LEDGER, SERIAL
from zgtool.model.text import INVISIBLE

_MARKS = re.compile(r"[*★☆#]|[(\[【]?(?:必填|选填|可选|必选)项?[)\]】]?")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|《[^》]*》")
_TAIL = re.compile(r"[%:.、,;。]+$")

_MORE_WORDS = {
    "serial": "序号 编号 no 顺序号",
    "last_rate": "上周整改进度 整改进度上周 上周完成率 上周进展比例",
    "rate": "本周整改进度 整改进度本周 本周完成率 整改完成率",
    "progress": "进展 本周整改情况 整改措施及完成情况进展",
    "lead_unit": "责任单位/责任人 牵头单位/责任人 责任单位及责任人 牵头单位及责任人 牵头部门/负责人 牵头责任部门 "
                 "牵头(责任)单位 责任(牵头)单位 主责部门 主责处室",
    "measure": "整改措施及完成情况 整改具体措施 整改措施内容 措施",
    "problem": "反馈问题内容 问题 巡视反馈的问题 反馈的问题",
    "category": "问题大类",
    "deadline": "整改完成期限 完成整改时限",
    "done_on": "实际完成日期",
}  # fmt: skip
_LONGEST, _REMEMBERED = 60, 4000
_PREFIXES = frozenset("必选可其")
"""First characters of what `normal` takes away from the front without a bracket; any other one stays."""


class HeadingWords:
    """Every wording of every column, with the office's own 列名对照 in front."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._keys: dict[str, str] = {}
        for column in (*LEDGER, SERIAL):
            self._keys.setdefault(normal(column.heading), column.key)
        self._canonical = dict(self._keys)
        for column in (*LEDGER, SERIAL):
            for alias in column.aliases:
                self._keys.setdefault(normal(alias), column.key)
        for key, words in _MORE_WORDS.items():
            for word in words.split():
                self._keys.setdefault(normal(word), key)
        self._own: dict[str, str] = {}
        self._asked: dict[str, str] = {}
        for heading, meant in (own or {}).items():
            key = self._keys.get(normal(meant), "")
            if key:
                self._own[normal(heading)] = key
        self._initials = {form[0] for form in (*self._keys, *self._own) if form} | _PREFIXES

    def key_of(self, text: str) -> str:
        """The column a heading names, "" when it names none; brackets are tried with and without."""
        first = text[:1]
        if len(text) > _LONGEST or ("一" <= first <= "鿿" and first not in self._initials):
            return ""
        if text not in self._asked:
            if len(self._asked) > _REMEMBERED:
                self._asked.clear()
            self._asked[text] = self._find(text)
        return self._asked[text]

    def among(self, texts: Iterable[str]) -> set[str]:
        """Those of many texts that name a column; most are passed over by their first character."""
        initials, asked = self._initials, self._asked
        likely = (t for t in texts if t[0] in initials or not "一" <= t[0] <= "鿿")
        return {t for t in likely if (asked[t] if t in asked else self.key_of(t))}

    def _find(self, text: str) -> str:
        whole = normal(text)
        bare = normal(_BRACKETS.sub("", whole))
        for words in (self._own, self._keys):
            for form in (whole, bare):
                if form and form in words:
                    return words[form]
        return ""

    def is_canonical(self, text: str, key: str) -> bool:
        """Whether a heading is the very name the schema or the office gave the column."""
        form = normal(text)
        return self._own.get(form) == key or self._canonical.get(form) == key

    def is_own(self, text: str) -> bool:
        """Whether the office itself said what this heading means."""
        return normal(text) in self._own

    def near(self, text: str) -> tuple[str, ...]:
        """Headings of the schema that look like a text nobody knows."""
        close = difflib.get_close_matches(normal(text)[:30], list(self._keys), n=2, cutoff=0.6)
        return tuple(dict.fromkeys(BY_KEY[self._keys[c]].heading for c in close))


@functools.lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """A heading as a key for comparing: width, white space, 必填 marks, trailing signs taken away."""
    form = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    form = _MARKS.sub("", re.sub(r"\s+", "", form)).lower().replace("其中:", "")
    return _TAIL.sub("", form)


def name_column(levels: Sequence[str], words: HeadingWords) -> tuple[str, str]:
    """(heading as shown, key) of a column whose heading stands on one to three levels."""
    texts = [t for t in levels if t]
    if not texts:
        return "", ""
    if len(texts) == 1:
        return texts[0], words.key_of(texts[0])
    for form in (texts[-1], "".join(texts[-2:]), texts[-1] + texts[-2], "".join(texts)):
        key = words.key_of(form)
        if key:
            return texts[-1], key
    return "·".join(texts), ""

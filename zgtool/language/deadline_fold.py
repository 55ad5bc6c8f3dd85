"""A deadline's words brought to one way of writing, so that the grammar knows only one.

Width, invisible marks, kinds of dash, bracket and quote, traditional characters, white space,
letter case and Chinese numerals make no difference to what a deadline means.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from zgtool.language.deadline_festivals import DAY_NAMED_FESTIVALS
from zgtool.model.text import INVISIBLE

_SAME = str.maketrans(
    {
        **dict.fromkeys("—–―─━~〜∼−‐‑‒﹣ー→", "-"),
        **dict.fromkeys("“”‘’\"'「」『』《》〈〉＂`*", ""),
        **dict.fromkeys("【〔[{〖", "("),
        **dict.fromkeys("】〕]}〗", ")"),
        **dict.fromkeys("|｜\\", "/"),
        **dict.fromkeys("!;", ";"),
        **dict(zip("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十", strict=True)),
        **dict(zip("號週個內後開點時間節慶長續並與國會議發報務軍師動勞將過從屆滿準約結進實現兩個貫穿級無",
                   "号周个内后开点时间节庆长续并与国会议发报务军师动劳将过从届满准约结进实现两个贯穿级无",
                   strict=True)),
    }
)  # fmt: skip
_CIRCLED = re.compile("[\u2460-\u249b\u24eb-\u24ff\u2776-\u2793]")  # ①⑴⒈: list numbers, never part of a date
_LOST_SPACE = re.compile(r"(?<![0-9a-z])\s+|\s+(?![0-9a-z])")
_SPACE = re.compile(r"\s+")
_MIDDLE_DOT = re.compile(r"[·•・]")
_MIDDLE_DOT_IN_DATE = re.compile(r"(?<=\d)[·•・](?=\d)")

_CHINESE = "〇零○◯一二两俩三四五六七八九十百廿卅"
_VALUE = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "◯": 0, "o": 0, "两": 2, "俩": 2, "廿": 20, "卅": 30,
}  # fmt: skip
_SINGLE = "一二两三四五六七八九"
# Most cells hold figures, ideographs and a few marks only; when none of the ideographs is one that
# folding looks at (元 for 元月, 原 for 原则上), only the wide marks are left to fold.
_COMMON = re.compile("[0-9.,:;()/、。，：；（）\u4e00-\u9fa5-]*")
_TO_FOLD = re.compile("[" + "".join(c for c in map(chr, _SAME) if c >= "\u4e00") + _CHINESE + "元原]")
_NARROW = (("，", ","), ("：", ":"), ("（", "("), ("）", ")"), ("；", ";"))
_ANY_CHINESE = re.compile(f"[{_CHINESE}]")
# A numeral counts as one only where a unit of time follows, a month stands before, or a list or
# range of such numerals goes on; 统一, 一是, 七一 and 周五 stay words.
_NUMERAL = re.compile(
    rf"(?=[{_CHINESE}o])(?<![周上下这统])(?<!星期)(?<!礼拜)"
    rf"(?:(?<=月)[{_CHINESE}]+(?![{_CHINESE}])(?!次|节|前夕)"
    rf"|(?<![{_CHINESE}o])o?[{_CHINESE}][{_CHINESE}o]{{0,8}}"
    rf"(?=个|年|月|日|号|天|周|星期|礼拜|旬|季|时(?![间期段候])|点|分|小时|工作日|阶段|项|条|类"
    rf"|[-至到、](?:第?[{_CHINESE}]{{1,4}}|\d{{1,4}})(?:个|年|月|日|号|天|周|季|工作日)))"
)
_DASH_ONE = re.compile(r"(?<=[日号月旬])一(?=\d{1,4}[年月日号.])")  # 6月1日一30日: 一 typed for —


def fold_deadline(text: str) -> str:
    """The text in the one way of writing the grammar reads; meaning unchanged."""
    if text.isascii():
        folded = text.replace('"', "").replace("'", "").lower()
        return _spaces_out(folded)
    if _COMMON.fullmatch(text) and not _TO_FOLD.search(text):
        for wide, narrow in _NARROW:
            if wide in text:
                text = text.replace(wide, narrow)
        return text
    if _CIRCLED.search(text):
        text = _CIRCLED.sub(";", text)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    folded = _spaces_out(INVISIBLE.sub("", text).translate(_SAME).lower())
    if _MIDDLE_DOT.search(folded):  # 2020·6·30 is a date in figures, “七·一” a name
        folded = _MIDDLE_DOT.sub("", _MIDDLE_DOT_IN_DATE.sub(".", folded))
    folded = folded.replace("原则上", "原则").replace("元月", "1月")  # not 上年, 上月; 元月 is January
    if _ANY_CHINESE.search(folded):
        folded = _DASH_ONE.sub("-", folded) if "一" in folded else folded
        folded = _NUMERAL.sub(_arabic, folded)
    return folded


def _spaces_out(text: str) -> str:
    """No white space but one blank between two figures or Latin words (2020-06-30 00:00, June 30)."""
    if _SPACE.search(text):
        text = _SPACE.sub(" ", _LOST_SPACE.sub("", text))
    return text


def _arabic(match: re.Match[str]) -> str:
    run = match[0]
    if run in DAY_NAMED_FESTIVALS and match.string[match.end() : match.end() + 1] in "-至到、":
        return run  # 五一、十一前; a month or day after them would have been 十一月
    following = match.string[match.end() : match.end() + 1]
    if match.start() and match.string[match.start() - 1].isdigit():
        return f"第{chinese_to_arabic(run)}" if following == "季" else run  # 2020三季度
    if len(run) == 2 and following not in "年季" and all(c in _SINGLE for c in run):
        return "、".join(map(chinese_to_arabic, run)) if following == "月" else "几"  # 七八月; 两三个月
    return chinese_to_arabic(run)


@lru_cache(maxsize=1024)
def chinese_to_arabic(run: str) -> str:
    """The figures of a numeral: 二〇二〇 is read digit by digit, 三十一 and 廿五 by value."""
    if not any(c in "十百廿卅" for c in run):
        return "".join(c if c.isdigit() and c.isascii() else str(_VALUE[c]) for c in run)
    total = digit = 0
    for c in run:
        if c == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif c == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif c in "廿卅":
            total, digit = total + _VALUE[c], 0
        else:
            digit = digit * 10 + (int(c) if c.isascii() and c.isdigit() else _VALUE[c])
    return str(total + digit)

"""Numbers as they are written in Chinese papers: 12, １２, 1,200, 3.2万, 十二, 二〇二〇, 两百零三, 半.

Pure and exact: a number is an `int` or a `Decimal`, never a float; what is no number is None.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2}
FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟贰萬億", "一二三四五六七八九十百千二万亿")
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}

# Lengths are bounded so that a search through a long run of digits stays linear.
ARABIC = r"\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?"
CHINESE = "[零〇一二两三四五六七八九十百千万亿]{1,16}(?:点[零〇一二三四五六七八九]{1,6})?"
NUMBER = rf"(?:(?:{ARABIC})[万亿]?|{CHINESE})"

_ARABIC_WHOLE = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([万亿]?)")


def to_decimal(text: str) -> Decimal | None:
    """The number a text writes, in figures or in Chinese; None when it is no number."""
    text = unicodedata.normalize("NFKC", text).strip().replace("，", ",").translate(FORMAL)
    if arabic := _ARABIC_WHOLE.fullmatch(text):
        return Decimal(arabic[1].replace(",", "")) * MYRIADS.get(arabic[2], 1)
    if text == "半":
        return Decimal("0.5")
    whole, point, fraction = text.partition("点")
    value = _chinese(whole)
    if value is None:
        return None
    if not point:
        return Decimal(value)
    if not fraction or any(c not in DIGITS for c in fraction):
        return None
    return Decimal(f"{value}." + "".join(str(DIGITS[c]) for c in fraction))


def to_int(text: str) -> int | None:
    """The whole number a text writes; None when it is none, or not whole."""
    value = to_decimal(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _chinese(text: str) -> int | None:
    if not text or any(c not in DIGITS and c not in TENS and c not in MYRIADS for c in text):
        return None
    if all(c in DIGITS for c in text):  # 二〇二〇: read digit by digit
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    seen = last_unit = 0
    for c in text:
        if c in DIGITS:
            digit, seen = DIGITS[c], 1
            if c in "零〇":
                last_unit = 0  # 二百零三: the 三 counts ones
        elif c in TENS:
            section += (digit if seen else 1) * TENS[c]
            digit = seen = 0
            last_unit = TENS[c]
        else:
            total = (
                (total + section + digit) * MYRIADS[c]
                if c == "亿"
                else total + (section + digit) * MYRIADS[c]
            )
            section = digit = seen = 0
            last_unit = MYRIADS[c]
    if seen and last_unit >= 100 and digit:  # 一百五, 两万三: short for 一百五十, 两万三千
        digit *= last_unit // 10
    return total + section + digit


def to_chinese(number: int) -> str:
    """A whole number from 0 to 99,999 in Chinese numerals, as a clerk writes it: 十二, 一百零三."""
    if not 0 <= number < 100_000:
        raise ValueError(f"no Chinese form kept for {number}")
    if number == 0:
        return "零"
    parts: list[str] = []
    gap = False
    for unit, word in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            parts.append(("零" if gap and parts else "") + "零一二三四五六七八九"[digit] + word)
            gap = False
        elif parts:
            gap = True
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text

"""Named days of the year that deadlines are hung on: 国庆节前, “七一”前, 春节前.

Moving festivals are a table (2004–2050, from the lunar calendar), so that reading a deadline needs
neither a package nor a guess; outside the table the unit is asked.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_FIRST_YEAR = 2004
_SPRING = (
    "122 209 129 218 207 126 214 203 123 210 131 219 208 128 216 205 125 212 201 122 210 129 217 206 "
    "126 213 203 123 211 131 219 208 128 215 204 124 212 201 122 210 130 217 206 126 214 202 123 "
)
_DRAGON_BOAT = (
    "622 611 531 619 608 528 616 606 623 612 602 620 609 530 618 607 625 614 603 622 610 531 619 609 "
    "528 616 605 624 612 601 620 610 530 618 607 527 614 603 622 611 531 619 608 529 615 604 623 "
)
_MID_AUTUMN = (
    "928 918 1006 925 914 1003 922 912 930 919 908 927 915 1004 924 913 1001 921 910 929 917 1006 "
    "925 915 1003 922 912 1001 919 908 927 916 1004 924 913 1002 920 910 928 917 1005 925 915 1004 "
    "922 911 930 "
)
_DOUBLE_NINTH = (
    "1022 1011 1030 1019 1007 1026 1016 1005 1023 1013 1002 1021 1009 1028 1017 1007 1025 1014 1004 "
    "1023 1011 1029 1018 1008 1026 1016 1005 1024 1012 1001 1020 1009 1027 1017 1007 1026 1014 1003 "
    "1022 1011 1029 1018 1008 1027 1016 1005 1024 "
)
_MOVING = {
    name: tuple(int(v) for v in table.split())
    for name, table in {
        "春节": _SPRING, "端午节": _DRAGON_BOAT, "中秋节": _MID_AUTUMN, "重阳节": _DOUBLE_NINTH,
    }.items()
}  # fmt: skip
_FIXED = {
    "元旦": (1, 1), "妇女节": (3, 8), "植树节": (3, 12), "劳动节": (5, 1), "青年节": (5, 4), "儿童节": (6, 1),
    "建党节": (7, 1), "建军节": (8, 1), "教师节": (9, 10), "烈士纪念日": (9, 30), "国庆节": (10, 1),
    "宪法日": (12, 4),
}  # fmt: skip
_FROM_SPRING = {"除夕": -1, "元宵节": 14}  # days from 春节

DAY_NAMED_FESTIVALS = frozenset(("五一", "六一", "七一", "八一", "十一", "五四", "三八"))

# One group per festival; the number names only where no unit of time or list makes them a number.
_NUMBER_NAME = r"(?![月日号个天年周季点项条次])"
FESTIVAL_WORDS = {
    "春节": r"农历新年|春节",
    "除夕": r"除夕夜?|大年三十",
    "元宵节": r"元宵节?",
    "清明节": r"清明节?",
    "端午节": r"端午节?",
    "中秋节": r"中秋节?",
    "重阳节": r"重阳节?",
    "元旦": r"元旦节?",
    "妇女节": rf"三八(?:国际)?妇女节|妇女节|三八节?{_NUMBER_NAME}",
    "植树节": r"植树节",
    "劳动节": rf"五一(?:国际)?劳动节|劳动节|五一节?{_NUMBER_NAME}",
    "青年节": rf"五四青年节|青年节|五四{_NUMBER_NAME}",
    "儿童节": rf"六一(?:国际)?儿童节|儿童节|六一节?{_NUMBER_NAME}",
    "建党节": rf"七一建党节|建党节|党的生日|七一{_NUMBER_NAME}",
    "建军节": rf"八一建军节|建军节|八一{_NUMBER_NAME}",
    "教师节": r"教师节",
    "烈士纪念日": r"烈士纪念日",
    "国庆节": rf"十一国庆节?|国庆节?|十一{_NUMBER_NAME}",
    "宪法日": r"国家宪法日|宪法日",
}
FESTIVAL = rf"(?<![一二三四五六七八九十第双月\d])(?:{'|'.join(FESTIVAL_WORDS.values())})"
_NAMES = tuple((name, re.compile(words)) for name, words in FESTIVAL_WORDS.items())


def festival_name(words: str) -> str:
    """The festival's one name for words matched by FESTIVAL."""
    return next(name for name, pattern in _NAMES if pattern.fullmatch(words))


def festival_day(name: str, year: int) -> date | None:
    """The festival's own day in `year` (春节: 正月初一); None outside the table."""
    if name in _FIXED:
        month, day = _FIXED[name]
        return date(year, month, day)
    if name == "清明节":  # the sun's term; the formula holds for 2001–2099
        short = year % 100
        return date(year, 4, int(short * 0.2422 + 4.81) - short // 4) if 2001 <= year <= 2099 else None
    if name in _FROM_SPRING:
        spring = festival_day("春节", year)
        return spring + timedelta(days=_FROM_SPRING[name]) if spring else None
    table = _MOVING[name]
    index = year - _FIRST_YEAR
    return date(year, *divmod(table[index], 100)) if 0 <= index < len(table) else None

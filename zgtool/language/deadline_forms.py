"""Periods of dates in figures (2020.6.30, 44012's neighbours), in English, and of weekdays."""

from __future__ import annotations

from datetime import timedelta

from zgtool.language.deadline_periods import Near, months_on, one_day, part_of_month
from zgtool.language.deadline_terms import Kind, Period, Unclear
from zgtool.language.deadline_words import ENGLISH, FIGURES, WEEK

ENGLISH_MONTHS = {
    m: n
    for n, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}


def figures_period(text: str, start: int, near: Near, *, whole: bool) -> Period:
    """The period of a date in figures (group `figures`). `whole`: the cell holds nothing else."""
    match = FIGURES.match(text, start)
    assert match is not None
    year, month, day = match.group("y", "m", "d")
    if year:
        return one_day(near, int(year), int(month), int(day))
    g = match.groupdict()
    if g["iso"]:
        return one_day(near, int(g["iso"]), int(g["iso_m"]), int(g["iso_d"]))
    if g["ym_y"]:
        lost_zero = g["ym_m"] == "1" and match[0][4] == "."
        if whole and lost_zero:
            raise Unclear(f"“{match[0]}”可能是{g['ym_y']}年10月丢了末尾的0，请写成“{g['ym_y']}年1月”的样子")
        part = g["ym_xun"] or (g["ym_part"] or "").removeprefix("月")
        return part_of_month(near, int(g["ym_y"]), int(g["ym_m"] or g["ym_mm"]), part, xun=bool(g["ym_xun"]))
    if g["a"]:
        return _three_numbers(near, g["a"], g["b"], g["c"], g["same2"])
    month, day, sep = (g["md_m"], g["md_d"], g["same3"]) if g["md_m"] else (g["mr_m"], g["mr_d"], g["same4"])
    if whole and sep == "." and day in ("1", "2", "3") and match[0][-1].isdigit():
        raise Unclear(f"“{match[0]}”可能是{month}月{day}0日丢了末尾的0，请写成“{month}月{day}日”的样子")
    if sep == "-" and int(day) <= 12 and not month.startswith("0") and match[0][-1].isdigit():
        raise Unclear(f"“{match[0]}”可能是{month}月{day}日，也可能是{month}月至{day}月，请写明")
    return one_day(near, None, int(month), int(day))


def _three_numbers(near: Near, a: str, b: str, c: str, sep: str) -> Period:
    """20.6.30 (year first), or 30/6/2020 where only one order makes a date; 3/6/2020 is asked."""
    x, y, z = int(a), int(b), int(c)
    if len(c) == 2:
        year_first = abs(2000 + x - near.base.year) <= 5 and 1 <= y <= 12
        year_last = sep == "/" and abs(2000 + z - near.base.year) <= 5 and x <= 31
        if year_first and not year_last:
            return one_day(near, 2000 + x, y, z)
        raise Unclear(f"“{a}{sep}{b}{sep}{c}”说不准哪个是年、哪个是日，请写成“2020年6月30日”的样子")
    if x > 12 >= y or (x == y <= 12):
        return one_day(near, z, y, x)
    if y > 12 >= x:
        return one_day(near, z, x, y)
    raise Unclear(f"“{a}{sep}{b}{sep}{c}”说不准哪个是月、哪个是日，请写成“{c}年{x}月{y}日”的样子")


def english_period(text: str, start: int, near: Near) -> Period:
    """The period of 30-Jun-2020, June 30, 2020 or Jun-20 (Excel's mmm-yy: June 2020)."""
    match = ENGLISH.match(text, start)
    assert match is not None
    g = match.groupdict()
    month = ENGLISH_MONTHS[(g["e_m"] or g["f_m"])[:3]]
    if g["e_m"]:
        year = g["e_y"]
        full = None if year is None else int(year) if len(year) == 4 else 2000 + int(year)
        return one_day(near, full, month, int(g["e_d"]))
    if g["f_d"] is None:
        year = g["f_year"]
        return part_of_month(near, int(year) if year else None, month, "")
    if g["f_y"]:
        return one_day(near, int(g["f_y"]), month, int(g["f_d"]))
    as_year = abs(2000 + int(g["f_d"]) - near.base.year) <= 5
    if g["f_gap"] == "-" and as_year:
        return part_of_month(near, 2000 + int(g["f_d"]), month, "")
    if g["f_gap"] != "-" and not as_year:
        return one_day(near, None, month, int(g["f_d"]))
    raise Unclear(f"“{match[0]}”可能是某年{month}月，也可能是{month}月{g['f_d']}日，请用中文写明")


def week_period(text: str, start: int, near: Near) -> Period:
    """本周内 (overdue after Sunday, reminded on Friday), 下周三, 周五."""
    match = WEEK.match(text, start)
    assert match is not None
    word, weekday, lone = match.group("week_word", "weekday", "lone_weekday")
    monday = near.base - timedelta(days=near.base.weekday()) + timedelta(weeks=months_on(word or ""))
    if weekday in ("初", "中"):
        raise Unclear(f"“{match[0]}”说不准是哪一天，请写明日期")
    name = weekday or lone
    if name is None or "内" in name or name == "末":
        sunday, friday = monday + timedelta(days=6), monday + timedelta(days=4)
        first = monday + timedelta(days=5) if name == "末" else monday
        return Period(Kind.DAY, first, sunday, True, dated=True, sliding=True, remind=friday)
    index = "一二三四五六日".index(name.replace("天", "日")) if not name.isdigit() else int(name) - 1
    day = monday + timedelta(days=index)
    if lone and day < near.base:
        raise Unclear(f"“{match[0]}”说不准是本周还是下周，请写明日期")
    return Period(Kind.DAY, day, day, True, dated=True, sliding=True)

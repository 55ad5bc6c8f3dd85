"""Which unit, which week, which form: what several places in a file say, and what follows when they disagree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from zgtool.language.numerals import to_int
from zgtool.model import identity
from zgtool.model.columns import FORM_VERSION
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.period import ReportWeek
from zgtool.model.text import clean, fold
from zgtool.model.units import UnitList
from zgtool.reading.days import day_of
from zgtool.reading.kinds import (
    NEWER_FORM,
    OTHER_WEEK,
    UNIT_CONFLICT,
    UNIT_UNKNOWN,
    UNIT_UNLISTED,
    WEEK_CONFLICT,
)
from zgtool.reading.layout import TitleCell
from zgtool.reading.raw import RawBook, RawSheet, address
from zgtool.reading.values import plain

_UNIT_LABEL = re.compile(
    r"(?:(?:填报|报送|上报|填表|整改责任|责任|牵头|编报)(?:单位|部门|处室)|(?<![\u4e00-\u9fff])单位)(?:名称)?"
    r"\s*(?:[（(](?:盖章|公章|签章|章)[)）])?\s*[：:]"
)
_DATE_LABEL = re.compile(r"(?:填报|报送|填表|上报|制表)?(?:时间|日期)\s*[：:]|截[至止]\s*[：:]?")
_NEXT_LABEL = re.compile(
    r"\s{2,}|填报人|填表人|联系|填报时间|填报日期|报送时间|填表时间|填表日期|日期|时间|审核|负责人|电话|单位|截[至止]"
)
_FULL_WEEK = re.compile(r"(\d{4})\s*年\s*第\s*(\d{1,2})\s*周|(?<!\d)(\d{4})-?[Ww](\d{1,2})(?!\d)")
_BARE_WEEK = re.compile(r"第\s*(\d{1,2}|[一二三四五六七八九十]{1,4})\s*周")
_FULL_DAY = re.compile(r"((?:19|20)\d{2})\s*[-./年]?\s*(\d{1,2})\s*[-./月]?\s*(\d{1,2})(?!\d)\s*日?")
_PART_DAY = re.compile(r"(?<![\d.])(\d{1,2})\s*[月.]\s*(\d{1,2})\s*日?(?![\d.])|(?<!\d)(\d{2})(\d{2})(?!\d)")
_RETURN_LINE = re.compile(r"(\d{4})年第(\d{1,2})周\s*改好报回后为第(\d{1,3})次报送")
_NEAR_WEEKS = 8
"""A bare 第N周 at most this far from the week at hand is taken for a week of the year."""


@dataclass(frozen=True, slots=True)
class Inner:
    """What a form handed out by zgtool says of itself. `prints`: 措施编号 → fingerprint of its texts.

    edition: 第几次 of a workbook that was sent back; returned: the report week it was sent back in, "" unknown.
    """

    unit: str = ""
    week: str = ""
    version: str = ""
    edition: int = 0
    returned: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identity:
    """The settled answers, what settled them, and what disagreed."""

    unit: str = ""
    unit_by: str = ""
    week: str = ""
    week_by: str = ""
    filled_on: str = ""
    findings: tuple[Finding, ...] = ()


def inner_identity(book: RawBook) -> Inner:
    """The identity sheet of a form, and the document properties beside it; either is enough."""
    sheet = next((s for s in book.sheets if s.name == identity.SHEET), RawSheet(""))
    pairs: dict[str, str] = {}
    prints: dict[str, str] = {}
    for row, cells in sheet.rows:
        key, value = (clean(plain(v)) for v in (*cells[:2], "", "")[:2])
        if row < identity.ROWS_FROM:
            pairs[key] = value
        elif re.fullmatch(r"[0-9a-f]{12}", value):
            prints[key] = value
    held = book.properties
    told = _told_on_list(book)
    edition = pairs.get(identity.EDITION) or held.get(identity.PROPERTY_EDITION, "") or told[1]
    return Inner(
        pairs.get(identity.UNIT) or held.get(identity.PROPERTY_UNIT, ""),
        pairs.get(identity.WEEK) or held.get(identity.PROPERTY_WEEK, ""),
        pairs.get(identity.VERSION, ""),
        int(edition) if edition.isdigit() and len(edition) < 4 else 0,
        held.get(identity.PROPERTY_RETURNED, "") or told[0],
        prints,
    )


def is_return_list(sheet: RawSheet) -> bool:
    """Whether a sheet is the list we put before a workbook sent back, whatever number its name got."""
    return sheet.name.startswith(identity.RETURN_SHEET) and any(
        cells and cells[0] == identity.RETURN_CLOSING for _, cells in sheet.rows
    )


def _told_on_list(book: RawBook) -> tuple[str, str]:
    """Week and count as that list tells them: programs that drop the properties leave it in."""
    for sheet in filter(is_return_list, book.sheets):
        for _, cells in sheet.rows[:3]:
            found = _RETURN_LINE.search(str(cells[0])) if cells else None
            if found:
                return _week(int(found[1]), int(found[2])), found[3]
    return "", ""


def settle_identity(
    name: str,
    inner: Inner,
    titles: Sequence[tuple[str, TitleCell]],
    leads: Counter[str],
    units: UnitList,
    week: str,
    folder: str = "",
) -> Identity:
    """Unit and week of a file. Earlier places win (inner identity, cells, file name, rows, folder); conflicts are told."""
    parts = name.replace("\\", "/").split("/")
    stem = parts[-1].rpartition(".")[0] or parts[-1]
    findings: list[Finding] = []
    where = Location(file=name)
    if inner.version.isdigit() and int(inner.version) > int(FORM_VERSION):
        findings.append(NEWER_FORM.at(where, inner.version))
    labels = _Labels(titles)
    said = _units_said(inner, labels, stem, leads, units, [*parts[:-1], folder])
    unit, unit_by = _settle_unit(where, said, units, findings)
    filled = labels.day(_year(week or inner.week))
    week_found, week_by = _settle_week(where, inner, labels, stem, filled, week, findings)
    if week and week_found and week_found != week:
        findings.append(
            OTHER_WEEK.at(
                where, week_found, message=f"这个文件报的是{_label(week_found)}，不是{_label(week)}"
            )
        )
    return Identity(unit, unit_by, week_found, week_by, filled.isoformat() if filled else "", tuple(findings))


class _Labels:
    """The labelled texts above the headings: 填报单位, 填报时间, and all of it as one text."""

    def __init__(self, titles: Sequence[tuple[str, TitleCell]]) -> None:
        self.cells = [(sheet, cell, plain(cell.value).strip()) for sheet, cell in titles]
        self.text = "\n".join(text for _, _, text in self.cells)

    def after(self, label: re.Pattern[str]) -> tuple[Location, str, object] | None:
        """What follows the first such label: the rest of its cell up to the next label, else the next cell."""
        for place, (sheet, cell, text) in enumerate(self.cells):
            found = label.search(text)
            if not found:
                continue
            where = Location(sheet=sheet, row=cell.row, cell=address(cell.row, cell.column))
            rest = _NEXT_LABEL.split(text[found.end() :].strip(), maxsplit=1)[0].strip(" ＿_　")
            if rest:
                return where, rest, rest
            if place + 1 < len(self.cells):
                _, beside, next_text = self.cells[place + 1]
                if beside.row == cell.row and not re.search("[：:]", next_text):
                    return where, next_text, beside.value
        return None

    def day(self, year: int) -> date | None:
        """填报时间 as a day; a date without a year takes the given one."""
        found = self.after(_DATE_LABEL)
        if not found:
            return None
        value = found[2]
        if isinstance(value, date | datetime | int | float):
            day = day_of(value)
            if day:
                return day
        return _full_day(found[1]) or _part_day(found[1], year)


def _settle_unit(
    where: Location, said: Sequence[tuple[str, str]], units: UnitList, findings: list[Finding]
) -> tuple[str, str]:
    """(unit, what settled it) from (place, name) in the order of trust; names outside the roster settle nothing."""
    known: list[tuple[str, str]] = []
    unlisted: list[tuple[str, str]] = []
    for by, text in said:
        unit = units.find(text).unit or (units.named_in(text) if by == "填报单位" else None)
        if unit or not len(units):
            known.append((by, unit.name if unit else text))
        else:
            unlisted.append((by, text))
    if unlisted and (not known or unlisted[0][0] == "填报单位"):
        near = units.find(unlisted[0][1]).near
        hint = f"是不是“{'”或“'.join(near)}”？" if near else ""
        finding = UNIT_UNLISTED.at(where, unlisted[0][1], fix=hint + UNIT_UNLISTED.fix)
        findings.append(finding if known else replace(finding, severity=Severity.ERROR))
    if not known:
        if not unlisted and len(units):
            findings.append(UNIT_UNKNOWN.at(where))
        return "", ""
    by, name = known[0]
    others = [(b, u) for b, u in known[1:] if fold(u) != fold(name) and b != "文件夹"]
    if others:
        told = "；".join(f"{b}写的是{u}" for b, u in [(by, name), *others])
        findings.append(UNIT_CONFLICT.at(where, message=f"{told}，已按{by}认定为{name}"))
    return name, by


def _units_said(
    inner: Inner, labels: _Labels, stem: str, leads: Counter[str], units: UnitList, folders: Sequence[str]
) -> list[tuple[str, str]]:
    """What each place says the unit is, in the order of trust; places that say nothing are left out."""
    label = labels.after(_UNIT_LABEL)
    said = [("内部标识", inner.unit), ("填报单位", label[1] if label and len(label[1]) <= 40 else "")]
    named = units.named_in(stem)
    said.append(("文件名", named.name if named else ""))
    alone = [name for name in leads if "、" not in name]
    if len(alone) == 1:
        # Two units' rows in one file may be a summary of both: nobody's report, so nobody is guessed.
        said.append(("牵头单位", alone[0] if not len(units) or units.find(alone[0]).unit else ""))
    for folder in folders:
        named = units.named_in(folder) if folder else None
        said.append(("文件夹", named.name if named else ""))
    return [(by, text) for by, text in said if text]


def _settle_week(
    where: Location,
    inner: Inner,
    labels: _Labels,
    stem: str,
    filled: date | None,
    week: str,
    findings: list[Finding],
) -> tuple[str, str]:
    year = filled.year if filled else _year(week)
    dated = _without_weeks(stem)
    named_day = _full_day(dated) or (_part_day(dated, year) if year else None)
    days = [d for d in (filled, named_day) if d]
    said: list[tuple[str, str]] = []
    for by, text in (("内部标识", inner.week), ("标题", labels.text), ("文件名", stem)):
        found = _week_in(text, week, days)
        if found:
            said.append((by, found))
    if filled:
        said.append(("填报时间", str(ReportWeek.of(filled))))
    if named_day:
        said.append(("文件名里的日期", str(ReportWeek.of(named_day))))
    if not said:
        return "", ""
    by, found = said[0]
    others = [(b, w) for b, w in said[1:] if w != found]
    if others:
        told = "；".join(f"{b}是{_label(w)}" for b, w in [(by, found), *others])
        findings.append(WEEK_CONFLICT.at(where, message=f"{told}，已按{by}认定为{_label(found)}"))
    return found, by


def _week_in(text: str, week: str, days: Sequence[date]) -> str:
    """The report week a text names: in full, or as 第N周 where that can be a week of the year.

    第N周 may also count the weeks of the campaign. It is a week of the year when the days the
    file names fall in it; without such days, when it is near the week at hand.
    """
    full = _FULL_WEEK.search(text)
    if full:
        return _week(int(full[1] or full[3]), int(full[2] or full[4]))
    bare = _BARE_WEEK.search(text)
    number = to_int(bare[1]) if bare else None
    if number is None:
        return ""
    for day in days:
        if ReportWeek.of(day).week == number:
            return str(ReportWeek.of(day))
    near = _parse(week)
    if days or near is None or abs(number - near.week) > _NEAR_WEEKS:
        return ""
    return _week(near.year, number)


def _week(year: int, number: int) -> str:
    try:
        return str(ReportWeek.parse(f"{year:04d}-W{number:02d}"))
    except ValueError:
        return ""


def _parse(week: str) -> ReportWeek | None:
    try:
        return ReportWeek.parse(week) if week else None
    except ValueError:
        return None


def _label(week: str) -> str:
    parsed = _parse(week)
    return parsed.label if parsed else week


def _year(week: str) -> int:
    parsed = _parse(week)
    return parsed.year if parsed else 0


def _without_weeks(text: str) -> str:
    return _BARE_WEEK.sub(" ", _FULL_WEEK.sub(" ", text))


def _full_day(text: str) -> date | None:
    found = _FULL_DAY.search(text)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _part_day(text: str, year: int) -> date | None:
    found = _PART_DAY.search(text)
    if not found or not year:
        return None
    return _day(year, int(found[1] or found[3]), int(found[2] or found[4]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""配置.xlsx → Settings, with a finding for every bad entry and the source of every value.

Nothing in the file can stop a run: what is not understood keeps its default and is named
by its cell (基本!B7). A password is never taken from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from types import MappingProxyType
from typing import Any

from zgtool.model.finding import Finding, Location
from zgtool.model.settings import BASIC, Settings
from zgtool.model.text import fold
from zgtool.reading.raw import RawSheet, Unreadable, address
from zgtool.reading.workbook import read_workbook
from zgtool.workspace import kinds
from zgtool.workspace import settings_tables as tables
from zgtool.workspace.cells import text_of
from zgtool.workspace.layout import CONFIG_NAME
from zgtool.workspace.settings_basic import (
    BASIC_FORM,
    DEFAULT_SOURCE,
    Basic,
    default_of,
    read_basic,
    read_environment,
)
from zgtool.workspace.settings_sheet import Form, Line, read_lines

_NEEDED = (BASIC_FORM.sheet, tables.UNITS.sheet)
_PASSWORD_WORD = r"(?:密码|口令|授权码|password|passwd|pwd)"
_PASSWORD_LABEL = re.compile(rf".{{0,12}}{_PASSWORD_WORD}[：:*]?", re.IGNORECASE)
_PASSWORD_TOLD = re.compile(rf"{_PASSWORD_WORD}\s*(?:[:：=]|是|为)\s*\S", re.IGNORECASE)


def read_settings(
    data: bytes | None, name: str = CONFIG_NAME, environ: Mapping[str, str] = MappingProxyType({})
) -> tuple[Settings, tuple[Finding, ...], Mapping[str, str]]:
    """Settings in force, what is wrong with the file, and where each value came from by field of `Settings`.

    data: the bytes of 配置.xlsx, None when there is none. environ: ZGTOOL_… variables go first.
    """
    findings: list[Finding] = []
    sheets = _sheets(data, name, findings)
    basic = read_basic(sheets.get(fold(BASIC_FORM.sheet)), name, findings)
    read_environment(basic, environ, findings)
    passwords = _passwords(sheets, name)
    if passwords:
        findings.extend(passwords)
        basic.values["mail_allowed"] = False
        basic.sources["mail_allowed"] = f"{name} 里写了密码，已停用"
    settings = _with_tables(basic, sheets, name, findings)
    return settings, tuple(findings), MappingProxyType(basic.sources)


def _sheets(data: bytes | None, name: str, findings: list[Finding]) -> dict[str, RawSheet]:
    if data is None:
        findings.append(kinds.CONFIG_ABSENT.at(Location(file=name)))
        return {}
    try:
        sheets = {fold(s.name): s for s in read_workbook(data, name)}
    except Unreadable as error:
        findings.append(kinds.CONFIG_UNREADABLE.at(Location(file=name), message=_why(error)))
        return {}
    for needed in _NEEDED:
        if fold(needed) not in sheets:
            findings.append(kinds.SHEET_MISSING.at(Location(file=name, sheet=needed)))
    return sheets


def _why(error: Unreadable) -> str:
    return f"配置文件打不开（{error.finding.message}），全部按默认值处理"


def _with_tables(
    basic: Basic, sheets: Mapping[str, RawSheet], file: str, findings: list[Finding]
) -> Settings:
    def lines(form: Form) -> tuple[Line, ...]:
        sheet = sheets.get(fold(form.sheet))
        return read_lines(sheet, file, form, findings) if sheet else ()

    units = tables.read_units(lines(tables.UNITS), findings)
    noon = basic.values.get("close_time", Settings().close_time)
    found: dict[str, Any] = {
        "units": units,
        "headings": tables.read_headings(lines(tables.HEADINGS), findings),
        "recipients": tables.read_recipients(lines(tables.RECIPIENTS), units, findings),
        "workdays": tables.read_holidays(lines(tables.HOLIDAYS), findings),
        "closes": tables.read_closes(lines(tables.CLOSES), noon, findings),
        "words": tables.read_words(lines(tables.WORDS), findings),
        "upward": tables.read_upward(lines(tables.UPWARD), findings),
        "severities": tables.read_rules(lines(tables.RULES), findings),
        "waivers": tables.read_waivers(lines(tables.WAIVERS), units, findings),
    }
    for key, form in _FORM_OF.items():
        value = found[key]
        basic.sources[key] = f"{file} {form.sheet}" if len(value) else DEFAULT_SOURCE
        found[key] = MappingProxyType(value) if isinstance(value, dict) else value
    return Settings(**basic.values, **found)


_FORM_OF: Mapping[str, Form] = {
    "units": tables.UNITS,
    "headings": tables.HEADINGS,
    "recipients": tables.RECIPIENTS,
    "workdays": tables.HOLIDAYS,
    "closes": tables.CLOSES,
    "words": tables.WORDS,
    "upward": tables.UPWARD,
    "severities": tables.RULES,
    "waivers": tables.WAIVERS,
}


def _passwords(sheets: Mapping[str, RawSheet], file: str) -> list[Finding]:
    """Cells that tell a password or stand beside or below such a label; it is never repeated."""
    found = []
    for sheet in sheets.values():
        labelled: dict[int, int] = {}
        for row, cells in sheet.rows:
            texts = [text_of(c) for c in cells]
            for column, text in enumerate(texts, 1):
                before = texts[column - 2] if column > 1 else ""
                told = bool(_PASSWORD_TOLD.search(text))
                beside = bool(text and column == 2 and _PASSWORD_LABEL.fullmatch(before))
                below = bool(text and labelled.get(column, row) < row)
                if told or beside or below:
                    where = Location(file=file, sheet=sheet.name, row=row, cell=address(row, column))
                    found.append(kinds.PASSWORD_WRITTEN.at(where))
                if _PASSWORD_LABEL.fullmatch(text) and len([t for t in texts if t]) > 2:
                    labelled.setdefault(column, row)
    return found


def effective(settings: Settings, sources: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of `zgtool config check`: what is in force and where it came from, as 配置.xlsx orders it."""
    basic = [(e.label, shown(getattr(settings, e.key)), e.key) for e in BASIC]
    rows = [(f"“{form.sheet}”表", f"{len(getattr(settings, key))}行", key) for key, form in _FORM_OF.items()]
    lines = (*basic, *rows)
    return tuple(f"{label}：{value}（{sources.get(key, DEFAULT_SOURCE)}）" for label, value, key in lines)


def plain_settings(settings: Settings) -> dict[str, str]:
    """The settings that differ from the defaults, in words by label, for the manifest."""
    values = {
        e.label: shown(getattr(settings, e.key)) for e in BASIC if getattr(settings, e.key) != default_of(e)
    }
    values["单位"] = "、".join(u.name for u in settings.units)
    values["列名对照"] = "、".join(f"{a}→{b}" for a, b in settings.headings.items())
    values["节假日"] = "、".join(f"{shown(d)} {'班' if on else '休'}" for d, on in settings.workdays.items())
    values["截止时间"] = "、".join(f"{w} {shown(t)}" for w, t in settings.closes.items())
    values["规则"] = "、".join(f"{c} {s.value if s else '停用'}" for c, s in settings.severities.items())
    values["词表"] = "、".join(f"{word}（{use}）" for word, use in settings.words.items())
    values["上报对照"] = "、".join(f"{c.theirs}→{c.heading or c.constant}" for c in settings.upward)
    values["豁免"] = "、".join(" ".join(filter(None, (w.code, w.unit, w.number))) for w in settings.waivers)
    return {label: value for label, value in values.items() if value}


def shown(value: object) -> str:
    """A setting's value in words: 是/否, 12:00, 2020-06-12, 10、3; （未填） when empty."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(str(v) for v in value) or "（未填）"
    if isinstance(value, (date, time)):
        return text_of(value)
    return str(value) if value not in (None, "") else "（未填）"

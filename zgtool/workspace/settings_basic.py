"""The sheet 基本 and the environment: one value after another, each checked, each with its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from zgtool.model.finding import Finding, Location
from zgtool.model.settings import BASIC, Entry, Settings
from zgtool.model.text import fold
from zgtool.reading.raw import Cell, RawSheet
from zgtool.workspace.cells import ascii_word, day_of, text_of, time_of, whole_number, words_of, yes_or_no
from zgtool.workspace.kinds import BAD_VALUE, REPEATED_ENTRY, UNKNOWN_ENTRY
from zgtool.workspace.mail_address import is_domain, is_mail
from zgtool.workspace.settings_sheet import Form, Line, did_you_mean, read_lines

BASIC_FORM = Form(
    "基本", ("项目", "内容"), ("项目", "内容"), {"设置项": "项目", "名称": "项目", "值": "内容"}
)
ENVIRONMENT = "ZGTOOL_"
"""ZGTOOL_CLOSE_TIME=12:00 and the like go before 配置.xlsx, for a test or one machine."""

DEFAULT_SOURCE = "默认"
_DEFAULTS = Settings()
_BY_LABEL = {fold(e.label): e for e in BASIC}
_GROUPS = {fold(e.group) for e in BASIC}
_LONGEST = 200


class NotUnderstood(Exception):
    """A value that is not taken; str() says what is wrong in a few words."""


@dataclass(slots=True)
class Basic:
    """Values taken so far by key, and where each came from."""

    values: dict[str, Any]
    sources: dict[str, str]


def read_basic(sheet: RawSheet | None, file: str, findings: list[Finding]) -> Basic:
    """Every value of the sheet 基本 that was understood; the rest keeps its default."""
    basic = Basic({}, {e.key: DEFAULT_SOURCE for e in BASIC})
    lines = read_lines(sheet, file, BASIC_FORM, findings) if sheet else ()
    seen: set[str] = set()
    for line in lines:
        entry = _BY_LABEL.get(fold(line.text("项目").rstrip("：:*")))
        if entry is None:
            findings.extend(_unknown(line))
        elif entry.key in seen:
            if line.text("内容"):
                findings.append(line.fault(REPEATED_ENTRY, "项目"))
        else:
            seen.add(entry.key)
            _take(basic, entry, line, findings)
    return basic


def _unknown(line: Line) -> list[Finding]:
    label = line.text("项目")
    if not line.text("内容") or fold(label) in _GROUPS:
        return []
    return [line.fault(UNKNOWN_ENTRY, "项目", fix=did_you_mean(label, [e.label for e in BASIC]))]


def _take(basic: Basic, entry: Entry, line: Line, findings: list[Finding]) -> None:
    spot = f"{line.sheet}!{line.at('内容').cell}"
    if not line.text("内容"):
        return
    try:
        basic.values[entry.key] = value_of(entry, line.cells.get("内容"))
        basic.sources[entry.key] = f"{line.file} {spot}"
    except NotUnderstood as error:
        basic.sources[entry.key] = f"{DEFAULT_SOURCE}（{spot} 没有采用）"
        findings.append(
            line.fault(BAD_VALUE, "内容", message=f"“{entry.label}”{error}，按默认值处理", fix=_advice(entry))
        )


def read_environment(basic: Basic, environ: Mapping[str, str], findings: list[Finding]) -> None:
    """Let environment variables such as ZGTOOL_MAIL_SERVER go before the file."""
    for entry in BASIC:
        name = ENVIRONMENT + entry.key.upper()
        text = environ.get(name, "").strip()
        if not text:
            continue
        try:
            basic.values[entry.key] = value_of(entry, text)
            basic.sources[entry.key] = f"环境变量 {name}"
        except NotUnderstood as error:
            where = Location(file="环境变量", cell=name)
            message = f"“{entry.label}”{error}，没有采用"
            findings.append(BAD_VALUE.at(where, text, message=message, fix=_advice(entry)))


def _advice(entry: Entry) -> str:
    if entry.choices:
        return f"请从这几项里选：{'、'.join(entry.choices)}。"
    return _HOW.get(entry.kind, entry.note)


_HOW = {
    "date": "请写成 2020-06-12 的样子，带上年份。",
    "time": "请写成 12:00 的样子。",
    "yes_no": "请选“是”或“否”。",
}


def value_of(entry: Entry, cell: Cell) -> Any:
    """What a cell means for one setting; NotUnderstood says why it means nothing."""
    special = _SPECIAL.get(entry.key)
    return special(cell) if special else _PARSERS[entry.kind](entry, cell)


def _text(_: Entry, cell: Cell) -> str:
    text = re.sub(r"\s*\n\s*", "", text_of(cell))
    if len(text) > _LONGEST:
        raise NotUnderstood(f"超过{_LONGEST}个字")
    if text.startswith("#") and text.endswith(("!", "?", "N/A")):
        raise NotUnderstood("是一个出错的公式")
    return text


def _date(_: Entry, cell: Cell) -> date:
    day = day_of(cell)
    if day is None:
        raise NotUnderstood("不是完整的日期")
    return day


def _time(_: Entry, cell: Cell) -> time:
    moment = time_of(cell)
    if moment is None:
        raise NotUnderstood("不是一天里的时刻")
    return moment


def _yes_no(_: Entry, cell: Cell) -> bool:
    answer = yes_or_no(cell)
    if answer is None:
        raise NotUnderstood("既不是“是”也不是“否”")
    return answer


def _choice(entry: Entry, cell: Cell) -> str:
    word = fold(text_of(cell))
    found = next((c for c in entry.choices if fold(c) == word), None)
    if found is None:
        raise NotUnderstood("不在可选的几项里")
    return found


def _int(_: Entry, cell: Cell) -> int:
    number = whole_number(cell)
    if number is None:
        raise NotUnderstood("不是整数")
    return number


def _ints(_: Entry, cell: Cell) -> tuple[int, ...]:
    if not isinstance(cell, (str, int, float)):
        raise NotUnderstood("不是天数，可能被 Excel 改成了日期")
    numbers = tuple(
        whole_number(re.sub(r"天$", "", word)) for word in re.split(r"[、，,;；\s]+", text_of(cell)) if word
    )
    days = tuple(dict.fromkeys(n for n in numbers if n is not None and n <= 365))
    if not numbers or len(days) < len(set(numbers)):
        raise NotUnderstood("不是0到365之间的天数")
    return days


_PARSERS: Mapping[str, Callable[[Entry, Cell], Any]] = {
    "text": _text,
    "path": _text,
    "date": _date,
    "time": _time,
    "yes_no": _yes_no,
    "choice": _choice,
    "int": _int,
    "ints": _ints,
}


def _port(cell: Cell) -> int:
    number = whole_number(cell)
    if number is None or not 1 <= number <= 65535:
        raise NotUnderstood("不是1到65535之间的端口号")
    return number


def _mail(cell: Cell) -> str:
    text = ascii_word(text_of(cell))
    if not is_mail(text):
        raise NotUnderstood("不是邮箱地址")
    return text


def _server(cell: Cell) -> str:
    text = ascii_word(text_of(cell))
    if not is_domain(text):
        raise NotUnderstood("不是服务器地址（不带 smtp:// 和端口号）")
    return text


def _domains(cell: Cell) -> tuple[str, ...]:
    words = (ascii_word(w).lstrip("@") for part in words_of(text_of(cell)) for w in part.split())
    domains = tuple(dict.fromkeys(words))
    wrong = [d for d in domains if not is_domain(d)]
    if wrong:
        raise NotUnderstood(f"里的“{wrong[0]}”不是域名")
    return domains


def _template(cell: Cell) -> str:
    text = _text(BASIC[0], cell)
    return _in_templates(text, ".docx")


def _upward_form(cell: Cell) -> str:
    return _in_templates(_text(BASIC[0], cell), ".xlsx")


def _in_templates(text: str, suffix: str) -> str:
    if re.search(r'[\\/:*?"<>|]', text) or text.startswith(".") or not text.lower().endswith(suffix):
        raise NotUnderstood(f"不是“模板”文件夹里的 {suffix} 文件名")
    return text


def _percent(cell: Cell) -> int:
    number = whole_number(cell)
    if number is None or not 0 <= number <= 100:
        raise NotUnderstood("不是0到100之间的百分数")
    return number


_SPECIAL: Mapping[str, Callable[[Cell], Any]] = {
    "mail_port": _port,
    "draw_share": _percent,
    "mail_from": _mail,
    "mail_server": _server,
    "mail_domains": _domains,
    "weekly_template": _template,
    "upward_form": _upward_form,
}


def default_of(entry: Entry) -> Any:
    """The value a setting has when nobody sets it."""
    return getattr(_DEFAULTS, entry.key)

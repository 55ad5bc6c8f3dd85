"""The tables of 配置.xlsx: 单位, 列名对照, 收件人, 节假日, 截止时间, 词表, 规则, 豁免."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from zgtool.model.columns import LEDGER
from zgtool.model.finding import Finding, Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import VAGUE_WORD, WORD_USES, Recipient, UpwardColumn, Waiver
from zgtool.model.text import fold
from zgtool.model.units import Unit, UnitList
from zgtool.reading.raw import Cell
from zgtool.workspace import kinds
from zgtool.workspace.cells import ascii_word, days_of, moment_of, text_of, words_of
from zgtool.workspace.mail_address import is_mail
from zgtool.workspace.settings_sheet import Form, Line, did_you_mean

UNITS = Form(
    "单位",
    ("全称", "简称", "曾用名", "分管领导", "联系人", "邮箱"),
    ("全称",),
    {
        "单位全称": "全称",
        "单位名称": "全称",
        "单位": "全称",
        "原名": "曾用名",
        "邮箱地址": "邮箱",
        "电子邮箱": "邮箱",
    },
)
HEADINGS = Form(
    "列名对照", ("单位用的列名", "标准列名"), ("单位用的列名", "标准列名"), {"列名": "单位用的列名"}
)
RECIPIENTS = Form(
    "收件人", ("姓名或单位", "邮箱", "用途"), ("姓名或单位",), {"姓名": "姓名或单位", "单位": "姓名或单位"}
)
HOLIDAYS = Form("节假日", ("日期", "休或班"), ("日期", "休或班"), {"休/班": "休或班", "休班": "休或班"})
CLOSES = Form("截止时间", ("报告周", "截止时间"), ("报告周", "截止时间"), {"周": "报告周"})
WORDS = Form("词表", ("词", "用途"), ("词",), {"词语": "词"})
UPWARD = Form(
    "上报对照",
    ("上级表的列名", "总台账列名", "固定内容"),
    ("上级表的列名",),
    {"上级列名": "上级表的列名", "标准列名": "总台账列名"},
)
RULES = Form("规则", ("代码", "级别"), ("代码", "级别"), {"规则代码": "代码"})
WAIVERS = Form(
    "豁免",
    ("代码", "单位", "措施编号", "谁同意", "日期", "理由", "至"),
    ("代码", "谁同意", "日期", "理由"),
    {"规则代码": "代码", "同意人": "谁同意", "有效期至": "至"},
)
FORMS = (UNITS, HEADINGS, RECIPIENTS, HOLIDAYS, CLOSES, WORDS, UPWARD, RULES, WAIVERS)

ROLES = ("周报主送", "周报抄送")
LEVELS: Mapping[str, Severity | None] = {
    "错误": Severity.ERROR,
    "警告": Severity.WARNING,
    "提示": Severity.INFO,
    "停用": None,
    "关闭": None,
    "不检查": None,
}
_OFF = frozenset(["休", "放假", "休息", "节假日", "休假"])
_ON = frozenset(["班", "上班", "补班", "调休上班", "工作日"])
_STANDARD = {fold(c.heading): c.heading for c in LEDGER}
_CODE = re.compile(r"[A-Z]\d{3}")


def read_units(lines: tuple[Line, ...], findings: list[Finding]) -> UnitList:
    """The roster in the sheet's order; full names go before short ones when two units claim a name."""
    owners: dict[str, str] = {}
    kept = []
    for line in lines:
        name = line.text("全称")
        if not name:
            findings.append(line.fault(kinds.ROW_INCOMPLETE, "全称", message="这一行没有单位全称，没有采用"))
        elif fold(name) in owners:
            findings.append(line.fault(kinds.UNIT_REPEATED, "全称"))
        else:
            owners[fold(name)] = name
            kept.append(line)
    return UnitList(tuple(_unit(line, owners, findings) for line in kept))


def _unit(line: Line, owners: dict[str, str], findings: list[Finding]) -> Unit:
    name = line.text("全称")
    return Unit(
        name=name,
        short=_other_names(line, "简称", owners, findings),
        former=_other_names(line, "曾用名", owners, findings),
        leader=line.text("分管领导"),
        contact=line.text("联系人"),
        mail=_mail(line, findings),
    )


def _other_names(
    line: Line, heading: str, owners: dict[str, str], findings: list[Finding]
) -> tuple[str, ...]:
    name, taken = line.text("全称"), []
    for other in words_of(line.text(heading)):
        owner = owners.setdefault(fold(other), name)
        if owner != name:
            message = f"{heading}“{other}”也是“{owner}”的名称，这里不采用"
            findings.append(line.fault(kinds.NAME_AMBIGUOUS, heading, message=message))
        elif fold(other) != fold(name):
            taken.append(other)
    return tuple(taken)


def _mail(line: Line, findings: list[Finding]) -> str:
    text = ascii_word(line.text("邮箱"))
    if text and not is_mail(text):
        findings.append(line.fault(kinds.BAD_MAIL, "邮箱"))
        return ""
    return text


def read_headings(lines: tuple[Line, ...], findings: list[Finding]) -> dict[str, str]:
    """The office's own headings → headings of the ledger."""
    found: dict[str, str] = {}
    folded: set[str] = set()
    for line in lines:
        theirs, ours = line.text("单位用的列名"), line.text("标准列名")
        heading = _STANDARD.get(fold(ours))
        if not theirs or not ours:
            findings.append(line.fault(kinds.ROW_INCOMPLETE, "标准列名" if theirs else "单位用的列名"))
        elif heading is None:
            findings.append(_no_such_heading(line, "标准列名"))
        elif fold(theirs) in folded:
            findings.append(line.fault(kinds.REPEATED_ENTRY, "单位用的列名"))
        else:
            folded.add(fold(theirs))
            found[theirs] = heading
    return found


def _no_such_heading(line: Line, heading: str) -> Finding:
    fix = did_you_mean(line.text(heading), list(_STANDARD.values())) or "请从下拉列表里选标准列名。"
    return line.fault(kinds.ROW_NOT_UNDERSTOOD, heading, message="没有这个标准列名，这一行没有采用", fix=fix)


def read_upward(lines: tuple[Line, ...], findings: list[Finding]) -> tuple[UpwardColumn, ...]:
    """What each column of the superior's form is filled with: a column of the ledger, or a fixed text."""
    found: dict[str, UpwardColumn] = {}
    for line in lines:
        theirs, ours, constant = (line.text(h) for h in UPWARD.headings)
        heading = _STANDARD.get(fold(ours), "")
        if not theirs or not (ours or constant):
            findings.append(line.fault(kinds.ROW_INCOMPLETE, "总台账列名" if theirs else "上级表的列名"))
        elif ours and constant:
            message = "“总台账列名”和“固定内容”只能填一个，这一行没有采用"
            findings.append(line.fault(kinds.ROW_NOT_UNDERSTOOD, "固定内容", message=message))
        elif ours and not heading:
            findings.append(_no_such_heading(line, "总台账列名"))
        elif fold(theirs) in found:
            findings.append(line.fault(kinds.REPEATED_ENTRY, "上级表的列名"))
        else:
            found[fold(theirs)] = UpwardColumn(theirs, heading, constant)
    return tuple(found.values())


def read_recipients(
    lines: tuple[Line, ...], units: UnitList, findings: list[Finding]
) -> tuple[Recipient, ...]:
    """Who gets which paper; a unit of the roster may be named without its address."""
    found: dict[tuple[str, str], Recipient] = {}
    for line in lines:
        name, role = line.text("姓名或单位"), line.text("用途") or ROLES[0]
        unit = units.find(name).unit
        mail = _mail(line, findings) if line.text("邮箱") else (unit.mail if unit else "")
        if role not in ROLES:
            findings.append(line.fault(kinds.ROW_NOT_UNDERSTOOD, "用途", fix=f"请选{'或'.join(ROLES)}。"))
        elif not mail:
            if not line.text("邮箱"):
                findings.append(line.fault(kinds.ROW_INCOMPLETE, "邮箱", message="这一行没有邮箱，没有采用"))
        elif (mail.lower(), role) in found:
            findings.append(line.fault(kinds.REPEATED_ENTRY, "邮箱"))
        else:
            found[mail.lower(), role] = Recipient(name, mail, role)
    return tuple(found.values())


def read_holidays(lines: tuple[Line, ...], findings: list[Finding]) -> dict[date, bool]:
    """Day → True for a workday, False for a day off; a span such as 10月1日至8日 counts day by day."""
    found: dict[date, bool] = {}
    for line in lines:
        days, word = days_of(line.cells.get("日期")), fold(line.text("休或班"))
        if not days:
            fix = "请写成 2020-10-01，连续几天的写成 2020年10月1日至8日。"
            findings.append(line.fault(kinds.ROW_NOT_UNDERSTOOD, "日期", fix=fix))
        elif word not in _OFF | _ON:
            findings.append(line.fault(kinds.ROW_NOT_UNDERSTOOD, "休或班", fix="请选“休”或“班”。"))
        elif any(found.get(d, word in _ON) != (word in _ON) for d in days):
            message = "同一天前面填的与这里相反，以前面为准"
            findings.append(line.fault(kinds.REPEATED_ENTRY, "日期", message=message))
        else:
            found.update(dict.fromkeys(days, word in _ON))
    return found


def read_closes(lines: tuple[Line, ...], noon: time, findings: list[Finding]) -> dict[str, datetime]:
    """Report week → the close the office announced; a bare day closes at the usual time (`noon`)."""
    found: dict[str, datetime] = {}
    for line in lines:
        week = _week(line.text("报告周"))
        close = moment_of(line.cells.get("截止时间"), near=week.friday if week else None, noon=noon)
        if week is None:
            fix = "请写成 2020-W26 或 2020年第26周。"
            findings.append(line.fault(kinds.ROW_NOT_UNDERSTOOD, "报告周", fix=fix))
        elif close is None:
            fix = "请写成 2020-06-24 12:00 的样子。"
            findings.append(line.fault(kinds.ROW_NOT_UNDERSTOOD, "截止时间", fix=fix))
        elif not week.monday <= close.date() <= week.sunday + timedelta(days=14):
            message = f"截止时间不在{week.label}或其后两周之内，没有采用"
            findings.append(line.fault(kinds.ROW_NOT_UNDERSTOOD, "截止时间", message=message))
        elif str(week) in found:
            findings.append(line.fault(kinds.REPEATED_ENTRY, "报告周"))
        else:
            found[str(week)] = close
    return found


def _week(text: str) -> ReportWeek | None:
    try:
        return ReportWeek.parse(text)
    except ValueError:
        return None


def read_words(lines: tuple[Line, ...], findings: list[Finding]) -> dict[str, str]:
    """Word → how the office wants it taken."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for line in lines:
        word, use = line.text("词"), line.text("用途") or VAGUE_WORD
        if use not in WORD_USES:
            findings.append(line.fault(kinds.ROW_NOT_UNDERSTOOD, "用途", fix=f"请选{'或'.join(WORD_USES)}。"))
        elif not word:
            findings.append(line.fault(kinds.ROW_INCOMPLETE, "词"))
        elif fold(word) in seen:
            findings.append(line.fault(kinds.REPEATED_ENTRY, "词"))
        else:
            seen.add(fold(word))
            found[word] = use
    return found


def read_rules(lines: tuple[Line, ...], findings: list[Finding]) -> dict[str, Severity | None]:
    """Rule code → its severity, None when switched off. Whether the code exists the registry knows."""
    found: dict[str, Severity | None] = {}
    for line in lines:
        code, level = _code(line.cells.get("代码")), line.text("级别")
        if not _CODE.fullmatch(code):
            findings.append(line.fault(kinds.ROW_NOT_UNDERSTOOD, "代码", fix="请写规则代码，例：M201。"))
        elif level not in LEVELS:
            findings.append(line.fault(kinds.ROW_NOT_UNDERSTOOD, "级别", fix="请选错误、警告、提示或停用。"))
        elif code in found:
            findings.append(line.fault(kinds.REPEATED_ENTRY, "代码"))
        else:
            found[code] = LEVELS[level]
    return found


def _code(cell: Cell) -> str:
    return fold(text_of(cell)).upper()


def read_waivers(lines: tuple[Line, ...], units: UnitList, findings: list[Finding]) -> tuple[Waiver, ...]:
    """Waivers in force on paper: each needs a code, who agreed, when and why; anything doubtful is not waived."""
    found = []
    for line in lines:
        fault = _waiver_fault(line, units)
        if fault:
            findings.append(fault)
            continue
        unit = units.find(line.text("单位")).unit
        found.append(
            Waiver(
                code=_code(line.cells.get("代码")),
                unit=unit.name if unit else line.text("单位"),
                number=line.text("措施编号"),
                by=line.text("谁同意"),
                on=line.day("日期"),
                why=line.text("理由"),
                until=line.day("至"),
            )
        )
    return tuple(found)


def _waiver_fault(line: Line, units: UnitList) -> Finding | None:
    missing = next((h for h in WAIVERS.required if not line.text(h)), "")
    if missing:
        return line.fault(kinds.ROW_INCOMPLETE, missing, message=f"没有填写“{missing}”，这条豁免不起作用")
    if not _CODE.fullmatch(_code(line.cells.get("代码"))):
        return line.fault(kinds.ROW_NOT_UNDERSTOOD, "代码", fix="请写规则代码，例：M201。")
    if isinstance(line.cells.get("措施编号"), (date, time)):
        fix = "请把这一格设为“文本”格式，再重新填写，例：3-2。"
        return line.fault(
            kinds.ROW_NOT_UNDERSTOOD, "措施编号", message="编号被 Excel 改成了日期，这条豁免不起作用", fix=fix
        )
    match = units.find(line.text("单位"))
    if match.text and match.unit is None and len(units):
        fix = f"是不是“{'”或“'.join(match.near)}”？" if match.near else "请填写“单位”表里的名称。"
        return line.fault(
            kinds.ROW_NOT_UNDERSTOOD, "单位", message="单位表里没有这个单位，这条豁免不起作用", fix=fix
        )
    wrong = next((h for h in ("日期", "至") if line.text(h) and not line.day(h)), "")
    if wrong:
        return line.fault(kinds.ROW_NOT_UNDERSTOOD, wrong, fix="请写成 2020-06-12 的样子，带上年份。")
    return None

"""配置.xlsx: what the office may set, with explanations, drop-downs and room to write.

The sheet 基本 is made from `model.settings.BASIC`. The headings of the other sheets are read
back by `workspace.settings_tables`; a test holds the two together. One sheet holds one table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zgtool.model.columns import LEDGER
from zgtool.model.settings import BASIC, WORD_USES, Entry, Settings
from zgtool.writing import styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_CREATED = date(2020, 1, 1)
"""A form has no period of its own; a fixed day keeps its bytes the same."""
_LISTS = "选项"
_HEAD = 2
_SPARE = 15
_LAST = 999
_BLANK_GROUPS = frozenset({"本单位", "巡视"})
"""Groups whose defaults are place-holders: the cell stays empty so that it is seen to be unfilled."""

Value = str | int | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table. kind: text | date | moment; `pick` limits it to a list (a name in `_PICKS`)."""

    heading: str
    width: float
    note: str
    kind: str = "text"
    pick: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet with one table, and how to take its rows from the settings."""

    name: str
    tip: str
    fields: tuple[Field, ...]


_NOTE = Field("说明", 44, "写给自己看的，工具不读。")
_ON = "写成 2020-06-12 的样子。"

TABS = (
    Tab("单位", "每个单位一行，按报告里的排名填写；没有报送的单位按这张表统计。", (
        Field("全称", 30, "必填。单位的正式名称，不能重复。"),
        Field("简称", 20, "可以写几个，用顿号隔开；第一个用在文件名和窄栏里。"),
        Field("曾用名", 20, "机构改革前的名称等，用顿号隔开。"),
        Field("分管领导", 12, "分管这个单位的领导姓名。"),
        Field("联系人", 20, "姓名和电话。"),
        Field("邮箱", 28, "退改件发到这里；一格只写一个地址。"),
        _NOTE)),
    Tab("列名对照", "单位习惯用的列名，对照成总台账的标准列名；常见的叫法工具已经认得，不用填。", (
        Field("单位用的列名", 28, "必填。照单位表头上的字填写。"),
        Field("标准列名", 22, "必填。从下拉列表里选。", pick="headings"),
        _NOTE)),
    Tab("收件人", "谁收周报。只生成邮件草稿时，收件人写进草稿；退改件发给“单位”表里的邮箱。", (
        Field("姓名或单位", 28, "必填。填“单位”表里的单位，可以不写邮箱。"),
        Field("邮箱", 32, "一格只写一个地址。"),
        Field("用途", 14, "不填按“周报主送”。", pick="roles"),
        _NOTE)),
    Tab("节假日", "放假通知印发后填写；放假填“休”，周末上班填“班”。与工具自带日历不同的，以这里为准。", (
        Field("日期", 30, "必填。一天写成 2020-10-01；连续几天可以写成 2020年10月1日至8日。", kind="date"),
        Field("休或班", 12, "必填。", pick="days"),
        _NOTE)),
    Tab("截止时间", "个别周另行通知截止时间的，在这里填写；没有填写的周按“基本”表的规定。", (
        Field("报告周", 18, "必填。写成 2020-W26 或 2020年第26周。"),
        Field("截止时间", 24, "必填。写成 2020-06-24 12:00；只写日期的，按平时的截止时刻。", kind="moment"),
        _NOTE)),
    Tab("词表", "判断措施写得具体不具体的用词；常见的工具已经认得，只填要补充或者要改判的。", (
        Field("词", 28, "必填。一行一个。"),
        Field("用途", 14, "空泛词：这个词不算内容，哪怕里面有数字；具体词：写了它就算有检验指标。不填按空泛词。", pick="uses"),
        _NOTE)),
    Tab("上报对照", "上级发的空白表里，列名与总台账不同的在这里对照；列名相同、相近的工具已经认得，不用填。", (
        Field("上级表的列名", 28, "必填。照上级表头上的字填写；分两层的写下面一层，重名的上下两层连写。"),
        Field("总台账列名", 22, "从下拉列表里选，这一列逐行填总台账的这一栏。", pick="headings"),
        Field("固定内容", 28, "每一行都填同样的字时写在这里，例：××省局；与“总台账列名”只填一个。"),
        _NOTE)),
    Tab("规则", "调整某条规则的轻重，或者停用；代码见“校验结果”或规则目录。没有列出的按规定执行。", (
        Field("代码", 14, "必填。例：M201。"),
        Field("级别", 14, "必填。错误退回不合并，警告合并但要答复，提示只告知，停用不检查。", pick="levels"),
        _NOTE)),
    Tab("豁免", "经同意不按某条规则要求的事项。代码、谁同意、日期、理由四项缺一，不起作用。", (
        Field("代码", 10, "必填。例：M201。"),
        Field("单位", 24, "不填则不限单位。", pick="units"),
        Field("措施编号", 12, "不填则不限措施。例：3-2。"),
        Field("谁同意", 14, "必填。同意人姓名。"),
        Field("日期", 14, f"必填。同意的日期，{_ON}", kind="date"),
        Field("理由", 36, "必填。"),
        Field("至", 14, f"到哪一天为止，不填则一直有效，{_ON}", kind="date"),
        _NOTE)),
)  # fmt: skip

_PICKS: dict[str, tuple[str, ...]] = {
    "roles": ("周报主送", "周报抄送"),
    "days": ("休", "班"),
    "uses": WORD_USES,
    "levels": ("错误", "警告", "提示", "停用"),
}


def write_settings(target: Path, settings: Settings | None = None) -> None:
    """Write 配置.xlsx with these settings filled in, or as a blank form.

    Read back it gives the same settings. Raises OSError or styles.LimitExceeded, and then
    leaves `target` as it was.
    """
    settings = settings or Settings()
    with styles.open_workbook(target, title="配置", author="zgtool", created=_CREATED) as book:
        looks = _Looks(book)
        _basic_sheet(book.add_worksheet("基本"), looks, settings)
        for tab in TABS:
            _table_sheet(book.add_worksheet(tab.name), looks, tab, list(_rows(tab.name, settings)))
        _lists_sheet(book.add_worksheet(_LISTS))


def _rows(tab: str, settings: Settings) -> Iterator[Sequence[Value]]:
    """The settings of one table, a row at a time, in the order of the tab's columns."""
    if tab == "单位":
        for u in settings.units:
            yield u.name, "、".join(u.short), "、".join(u.former), u.leader, u.contact, u.mail
    elif tab == "列名对照":
        yield from settings.headings.items()
    elif tab == "收件人":
        yield from ((r.name, r.mail, r.role) for r in settings.recipients)
    elif tab == "节假日":
        yield from ((day, "班" if works else "休") for day, works in settings.workdays.items())
    elif tab == "截止时间":
        yield from settings.closes.items()
    elif tab == "词表":
        yield from settings.words.items()
    elif tab == "上报对照":
        yield from ((c.theirs, c.heading, c.constant) for c in settings.upward)
    elif tab == "规则":
        yield from ((code, level.value if level else "停用") for code, level in settings.severities.items())
    elif tab == "豁免":
        yield from ((w.code, w.unit, w.number, w.by, w.on, w.why, w.until) for w in settings.waivers)


class _Looks:
    """The formats of the workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        def make(**more: Any) -> Format:
            return book.add_format(styles.BOXED | more)

        self.title = book.add_format(styles.BODY | {"font_name": styles.HEI, "font_size": styles.TITLE_SIZE})
        self.tip = book.add_format(styles.BODY | {"font_color": "#5A6672"})
        self.head = make(font_name=styles.HEI, bg_color=styles.HEAD_FILL, align="center")
        self.group = make(font_name=styles.HEI, font_color=styles.LINK, bg_color=styles.OFFICE_FILL)
        self.label = make(bg_color=styles.OFFICE_FILL, indent=1)
        self.note = make(font_color="#5A6672", font_size=styles.NOTE_SIZE, indent=1)
        self.cells = {
            "text": make(num_format="@", indent=1),
            "centred": make(num_format="@", align="center"),
            "date": make(num_format="yyyy-mm-dd", align="left", indent=1),
            "moment": make(num_format="yyyy-mm-dd hh:mm", align="left", indent=1),
            "time": make(num_format="hh:mm", align="left", indent=1),
            "int": make(num_format="0", align="left", indent=1),
        }


def _basic_sheet(sheet: Worksheet, looks: _Looks, settings: Settings) -> None:
    widths = (22, 42, 74)
    _heading(sheet, looks, "配置：基本", "只填“内容”一栏；不填的按默认值办。改完保存关闭，下次运行起作用。",
             ("项目", "内容", "说明"), widths)  # fmt: skip
    row, group = _HEAD + 1, ""
    for entry in BASIC:
        if entry.group != group:
            group = entry.group
            styles.put_merged(sheet, (row, 0), (row, 2), group, looks.group)
            sheet.set_row(row, 20)
            row += 1
        styles.put_text(sheet, row, 0, entry.label, looks.label)
        look = looks.cells[{"date": "date", "time": "time", "int": "int"}.get(entry.kind, "text")]
        _put(sheet, row, 1, _basic_value(entry, settings), look)
        styles.put_text(sheet, row, 2, entry.note, looks.note)
        _limit_basic(sheet, row, entry)
        sheet.set_row(row, styles.row_height([(entry.note, widths[2])], styles.NOTE_SIZE, 21))
        row += 1
    styles.print_setup(sheet, head_rows=(_HEAD, _HEAD))
    sheet.fit_to_pages(1, 1)


def _basic_value(entry: Entry, settings: Settings) -> Value:
    value = getattr(settings, entry.key)
    if entry.group in _BLANK_GROUPS and value == getattr(Settings(), entry.key):
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(str(v) for v in value)
    return value  # type: ignore[no-any-return]


def _limit_basic(sheet: Worksheet, row: int, entry: Entry) -> None:
    """Drop-downs, and limits that stop an obvious slip while it is typed."""
    rules: dict[str, dict[str, Any]] = {
        "choice": {"validate": "list", "source": list(entry.choices)},
        "yes_no": {"validate": "list", "source": ["是", "否"]},
        "date": {"validate": "date", "criteria": "between", "minimum": date(2000, 1, 1),
                 "maximum": date(2099, 12, 31), "error_message": "请填写日期，例：2020-06-12。"},
        "time": {"validate": "time", "criteria": "between", "minimum": time(0, 0),
                 "maximum": time(23, 59, 59), "error_message": "请填写时刻，例：12:00。"},
        "int": {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 65535,
                "error_message": "请填写1到65535之间的整数。"},
    }  # fmt: skip
    if entry.kind in rules:
        _limit(sheet, row, 1, row, rules[entry.kind])


def _table_sheet(sheet: Worksheet, looks: _Looks, tab: Tab, rows: Sequence[Sequence[Value]]) -> None:
    widths = [f.width for f in tab.fields]
    _heading(sheet, looks, f"配置：{tab.name}", tab.tip, [f.heading for f in tab.fields], widths)
    for col, field in enumerate(tab.fields):
        styles.put_note(sheet, _HEAD, col, field.note)
        if field.pick:
            _limit(sheet, _HEAD + 1, col, _LAST, {"validate": "list", "source": _source(field.pick)})
    for index in range(len(rows) + _SPARE):
        values = rows[index] if index < len(rows) else ()
        row = _HEAD + 1 + index
        for col, field in enumerate(tab.fields):
            look = looks.cells["centred" if field.pick and field.pick != "units" else field.kind]
            _put(sheet, row, col, values[col] if col < len(values) else None, look)
        shown = [(v, widths[c]) for c, v in enumerate(values) if isinstance(v, str)]
        sheet.set_row(row, styles.row_height(shown, least=20))
    styles.print_setup(sheet, head_rows=(_HEAD, _HEAD))


def _heading(
    sheet: Worksheet, looks: _Looks, title: str, tip: str, heads: Sequence[str], widths: Sequence[float]
) -> None:
    last = len(heads) - 1
    for col, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(col, col, width)
        styles.put_text(sheet, _HEAD, col, head, looks.head)
    styles.put_merged(sheet, (0, 0), (0, last), title, looks.title)
    styles.put_merged(sheet, (1, 0), (1, last), tip, looks.tip)
    sheet.set_row(0, 30)
    sheet.set_row(1, styles.row_height([(tip, sum(widths))], least=22))
    sheet.set_row(_HEAD, 24)
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.hide_gridlines(2)


def _put(sheet: Worksheet, row: int, col: int, value: Value, look: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(row, col, None, look)
    elif isinstance(value, str):
        styles.put_text(sheet, row, col, value, look)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, col, value, look)
    elif isinstance(value, date):
        styles.put_date(sheet, row, col, value, look)
    elif isinstance(value, time):
        sheet.write_datetime(row, col, value, look)
    else:
        styles.put_number(sheet, row, col, value, look)


def _source(pick: str) -> Any:
    """A short list as it is; long ones stand on sheets, for Excel cuts lists over 255 characters."""
    if pick == "units":
        return f"='单位'!$A${_HEAD + 2}:$A${_LAST + 1}"
    if pick == "headings":
        return f"='{_LISTS}'!$A$1:$A${len(LEDGER)}"
    return list(_PICKS[pick])


def _limit(sheet: Worksheet, first: int, col: int, last: int, rule: dict[str, Any]) -> None:
    options = {"error_title": "填写有误", "error_message": "请从下拉列表里选。"} | rule
    if sheet.data_validation(first, col, last, col, options):
        raise styles.LimitExceeded("下拉列表太长，写不进配置.xlsx。")


def _lists_sheet(sheet: Worksheet) -> None:
    for row, column in enumerate(LEDGER):
        styles.put_text(sheet, row, 0, column.heading)
    sheet.hide()

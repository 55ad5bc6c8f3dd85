"""配置.xlsx as clerks really fill it in: every bad entry is named by its cell and nothing stops the run."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import xlsxwriter

from zgtool.model.finding import Finding, Severity, flat
from zgtool.model.settings import BASIC, Settings, UpwardColumn, Waiver
from zgtool.workspace.kinds import KINDS
from zgtool.workspace.settings import effective, plain_settings, read_settings

NAME = "配置.xlsx"
FORMATS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", time: "hh:mm", timedelta: "[h]:mm"}
HEADS: dict[str, list[object]] = {
    "基本": ["项目", "内容", "说明"],
    "单位": ["全称", "简称", "曾用名", "分管领导", "联系人", "邮箱", "说明"],
    "列名对照": ["单位用的列名", "标准列名", "说明"],
    "收件人": ["姓名或单位", "邮箱", "用途", "说明"],
    "节假日": ["日期", "休或班", "说明"],
    "截止时间": ["报告周", "截止时间", "说明"],
    "词表": ["词", "用途", "说明"],
    "上报对照": ["上级表的列名", "总台账列名", "固定内容", "说明"],
    "规则": ["代码", "级别", "说明"],
    "豁免": ["代码", "单位", "措施编号", "谁同意", "日期", "理由", "至", "说明"],
}


def book(heads: bool = True, **sheets: list[list[object]]) -> bytes:
    """A workbook with these sheets; the heading row comes by itself. 基本 and 单位 are always there."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        formats = {kind: made.add_format({"num_format": f}) for kind, f in FORMATS.items()}
        for name, rows in {"基本": [], "单位": [], **sheets}.items():
            sheet = made.add_worksheet(name)
            for r, row in enumerate([HEADS[name], *rows] if heads else rows):
                for c, value in enumerate(row):
                    _put(sheet, r, c, value, formats)
    return out.getvalue()


def _put(sheet: Any, row: int, col: int, value: Any, formats: dict[type, Any]) -> None:
    if type(value) in formats:
        sheet.write_datetime(row, col, value, formats[type(value)])
    elif isinstance(value, str) and value.startswith("{="):
        sheet.write_formula(row, col, value[1:-1], None, "")
    elif isinstance(value, str):
        sheet.write_string(row, col, value)
    elif value is not None:
        sheet.write(row, col, value)


def read(**sheets: list[list[object]]) -> tuple[Settings, tuple[Finding, ...]]:
    settings, findings, _ = read_settings(book(**sheets), NAME)
    return settings, findings


def spots(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(f.code, f"{f.where.sheet}!{f.where.cell}") for f in findings]


@pytest.mark.parametrize(
    ("label", "cell", "key", "expected"),
    [
        ("报送截止时刻", time(11, 30), "close_time", time(11, 30)),
        ("报送截止时刻", timedelta(hours=11, minutes=30), "close_time", time(11, 30)),
        ("报送截止时刻", 11.5 / 24, "close_time", time(11, 30)),
        ("报送截止时刻", "１１：３０", "close_time", time(11, 30)),
        ("反馈日期", date(2020, 5, 20), "feedback_day", date(2020, 5, 20)),
        ("反馈日期", "2020年5月20日 ", "feedback_day", date(2020, 5, 20)),
        ("反馈日期", 43971, "feedback_day", date(2020, 5, 20)),
        ("临期提醒天数", "7、 3，1天", "remind_days", (7, 3, 1)),
        ("临期提醒天数", 7, "remind_days", (7,)),
        ("月底视为旬", " 是 ", "month_end_is_fine", True),
        ("月底视为旬", True, "month_end_is_fine", True),
        ("遇节假日", "顺延 第一个工作日", "holiday_policy", "顺延第一个工作日"),
        ("发件端口", "587", "mail_port", 587),
        ("发件端口", 587.0, "mail_port", 587),
        ("发件邮箱", "zgb＠example.gov.cn ", "mail_from", "zgb@example.gov.cn"),
        ("发件服务器", "10.1.2.3", "mail_server", "10.1.2.3"),
        ("允许的收件域名", "@example.gov.cn、a.cn b.cn", "mail_domains", ("example.gov.cn", "a.cn", "b.cn")),
        ("周报模板", "周报（新）.docx", "weekly_template", "周报（新）.docx"),
        (" 单位名称：", "××局（本级）\n", "bureau", "××局（本级）"),
        ("单位名称*", 2020, "bureau", "2020"),
    ],
)
def test_a_value_is_understood_as_it_was_meant(label: str, cell: object, key: str, expected: object) -> None:
    settings, findings, sources = read_settings(book(基本=[["报送"], [label, cell]]), NAME)
    assert getattr(settings, key) == expected
    assert findings == ()
    assert sources[key] == "配置.xlsx 基本!B3"


@pytest.mark.parametrize(
    ("label", "cell", "says"),
    [
        ("报送截止时刻", "周五中午前", "不是一天里的时刻"),
        ("报送截止时刻", 12, "不是一天里的时刻"),
        ("报送截止时刻", "24:00", "不是一天里的时刻"),
        ("反馈日期", "5月20日", "不是完整的日期"),
        ("反馈日期", "2020年2月30日", "不是完整的日期"),
        ("临期提醒天数", date(2020, 10, 3), "可能被 Excel 改成了日期"),
        ("临期提醒天数", "10、三", "天数"),
        ("临期提醒天数", 1000, "天数"),
        ("月底视为旬", "看情况", "既不是“是”也不是“否”"),
        ("遇节假日", "推迟", "不在可选的几项里"),
        ("发件端口", 0, "端口号"),
        ("发件端口", "465、587", "端口号"),
        ("发件邮箱", "整改办", "不是邮箱地址"),
        ("发件邮箱", "a@b.cn, c@d.cn", "不是邮箱地址"),
        ("发件服务器", "smtp://mail.cn:25", "不是服务器地址"),
        ("允许的收件域名", "example.gov.cn、随便", "“随便”不是域名"),
        ("周报模板", "..\\..\\周报.docx", "文件名"),
        ("周报模板", "周报.doc", "文件名"),
        ("上报表", "..\\上级.xlsx", "文件名"),
        ("上报表", "上级.xls", "文件名"),
        ("单位名称", "局" * 201, "超过200个字"),
    ],
)
def test_a_value_that_is_not_understood_keeps_the_default_and_is_named(
    label: str, cell: object, says: str
) -> None:
    settings, findings, sources = read_settings(book(基本=[[label, cell]]), NAME)
    assert settings == Settings()
    assert spots(findings) == [("F903", "基本!B2")]
    assert says in findings[0].message
    assert "默认（基本!B2 没有采用）" in sources.values()
    assert findings[0].fix.endswith("。")


def test_a_formula_without_a_stored_result_asks_to_open_and_save_once() -> None:
    settings, findings = read(
        基本=[["报送截止时刻", "{=TIME(12,0,0)}"]], 单位=[["人事处", None, None, "{=A1}"]]
    )
    assert settings.close_time == time(12)
    assert settings.units.units[0].leader == ""
    assert spots(findings) == [("F907", "基本!B2"), ("F907", "单位!D2")]
    assert "保存一次" in findings[0].fix


def test_an_unknown_entry_is_told_with_the_nearest_name() -> None:
    _, findings = read(基本=[["截止时刻", "12:00"], ["自己的备忘", None], ["邮件", ""]])
    assert spots(findings) == [("F904", "基本!A2")]
    assert "报送截止时刻" in findings[0].fix


def test_an_entry_given_twice_counts_once() -> None:
    settings, findings = read(基本=[["单位名称", "甲局"], ["单位名称", "乙局"]])
    assert settings.bureau == "甲局"
    assert spots(findings) == [("F905", "基本!A3")]


@pytest.mark.parametrize(
    "sheets",
    [
        {"基本": [["登录密码", "s3cret!"]]},
        {"基本": [["授权码", "s3cret!"]]},
        {"基本": [["登录名", "zgb 密码：s3cret!"]]},
        {"单位": [["人事处", "", "", "", "password=s3cret!"]]},
        {"收件人": [["人事处", "a@b.cn", "周报主送", "邮箱口令是 s3cret!"]]},
    ],
)
def test_a_password_is_refused_never_repeated_and_switches_mail_off(
    sheets: dict[str, list[list[object]]],
) -> None:
    sheets["基本"] = [["允许发送邮件", "是"], *sheets.get("基本", [])]
    settings, findings, sources = read_settings(book(**sheets), NAME, {"ZGTOOL_MAIL_ALLOWED": "是"})
    told = [f for f in findings if f.code == "F906"]
    assert len(told) == 1
    assert told[0].severity is Severity.ERROR
    assert not any("s3cret" in str(f) for f in findings)
    assert settings.mail_allowed is False
    assert "已停用" in sources["mail_allowed"]


def test_a_password_under_a_heading_is_seen_and_the_template_words_are_not() -> None:
    data = book(
        heads=False, 单位=[["全称", "邮箱", "邮箱密码"], ["人事处", "a@b.cn", "s3cret!"], ["财务处", "", ""]]
    )
    _, findings, _ = read_settings(data, NAME)
    assert ("F906", "单位!C2") in spots(findings)
    assert [f.code for f in findings if f.code == "F906"] == ["F906"]
    _, findings = read(基本=[["登录名", "", "不填则用发件邮箱。密码不写在这里，见办公室手册“发邮件”一节。"]])
    assert findings == ()


def test_the_roster_with_all_its_slips() -> None:
    settings, findings = read(
        单位=[
            ["办公室", "局办、综合办", "", "张××", "李×× 1380000", "bgs@example.gov.cn"],
            ["人事处（老干部处）", "人事处，人事处", "干部处", "", 13800001234, "rs@example"],
            ["", "财务", "", "", "", ""],
            ["办公室 ", "办"],
            ["综合办", "局办"],
            ["财务处", "人事处（老干部处）", "办公室；计财处", "", "", "坏地址"],
            ["", "", "", "", "", "", "只有说明的行不算"],
            ["科信处", "科信处、科技"],
        ]
    )
    assert [(u.name, u.short, u.former, u.mail) for u in settings.units] == [
        ("办公室", ("局办",), (), "bgs@example.gov.cn"),
        ("人事处（老干部处）", ("人事处",), ("干部处",), "rs@example"),
        ("综合办", (), (), ""),
        ("财务处", (), ("计财处",), ""),
        ("科信处", ("科技",), (), ""),
    ]
    assert settings.units.units[1].contact == "13800001234"
    assert sorted(spots(findings)) == [
        ("F910", "单位!A5"),
        ("F911", "单位!B2"),
        ("F911", "单位!B6"),
        ("F911", "单位!B7"),
        ("F911", "单位!C7"),
        ("F912", "单位!F7"),
        ("F913", "单位!A4"),
    ]
    assert settings.units.find("综合办").unit is settings.units.units[2]


def test_what_the_columns_of_the_superiors_form_are_filled_with() -> None:
    settings, findings = read(
        上报对照=[
            ["工作成效", "本周进展", ""],
            ["报送地区", "", "××省"],
            ["工作 成效", "备注", ""],
            ["两样都填", "备注", "无"],
            ["什么也没填", "", ""],
            ["写错了", "牵头部", ""],
        ]
    )
    assert settings.upward == (
        UpwardColumn("工作成效", "本周进展"),
        UpwardColumn("报送地区", constant="××省"),
    )
    assert spots(findings) == [
        ("F905", "上报对照!A4"),
        ("F914", "上报对照!C5"),
        ("F913", "上报对照!B6"),
        ("F914", "上报对照!B7"),
    ]


def test_headings_of_the_offices_own() -> None:
    settings, findings = read(
        列名对照=[
            ["整改举措明细", "整改措施"],
            ["完成到什么样", " 量化标准或检验指标"],
            ["整改举措 明细", "反馈问题"],
            ["谁来办", "牵头部"],
            ["空的", ""],
        ]
    )
    assert dict(settings.headings) == {"整改举措明细": "整改措施", "完成到什么样": "量化标准或检验指标"}
    assert spots(findings) == [("F905", "列名对照!A4"), ("F914", "列名对照!B5"), ("F913", "列名对照!B6")]
    assert "牵头单位" in findings[1].fix


def test_recipients_may_be_units_of_the_roster() -> None:
    settings, findings = read(
        单位=[["办公室", "局办", "", "", "", "bgs@example.gov.cn"], ["财务处"]],
        收件人=[
            ["局办", "", ""],
            ["王局长", "w@example.gov.cn", "周报抄送"],
            ["王局长", "W@example.gov.cn", "周报抄送"],
            ["财务处", "", "周报主送"],
            ["李局长", "不知道", "周报主送"],
            ["赵局长", "z@example.gov.cn", "密送"],
        ],
    )
    assert [(r.name, r.mail, r.role) for r in settings.recipients] == [
        ("局办", "bgs@example.gov.cn", "周报主送"),
        ("王局长", "w@example.gov.cn", "周报抄送"),
    ]
    assert spots(findings) == [
        ("F905", "收件人!B4"), ("F913", "收件人!B5"),
        ("F912", "收件人!B6"), ("F914", "收件人!C7"),
    ]  # fmt: skip


def test_holidays_by_day_and_by_span() -> None:
    settings, findings = read(
        节假日=[
            [date(2020, 6, 25), "休"],
            ["2020年10月1日至8日", "放假"],
            ["2020-06-28", "补班"],
            ["2020年10月3日", "班"],
            ["10月9日", "班"],
            [date(2020, 6, 26), "半天"],
        ]
    )
    assert len(settings.workdays) == 10
    assert settings.workdays[date(2020, 6, 28)] is True
    assert settings.workdays[date(2020, 10, 3)] is False
    assert spots(findings) == [("F905", "节假日!A5"), ("F914", "节假日!A6"), ("F914", "节假日!B7")]


def test_closes_of_single_weeks() -> None:
    settings, findings = read(
        基本=[["报送截止时刻", "11:00"]],
        截止时间=[
            ["2020-W26", datetime(2020, 6, 24, 12)],
            ["2020年第27周", date(2020, 7, 2)],
            ["2020-W28", "7月9日 17:30"],
            ["2020-W26", datetime(2020, 6, 23, 12)],
            ["2020-W54", datetime(2020, 6, 24, 12)],
            ["2020-W30", datetime(2020, 6, 24, 12)],
            ["2020-W31", "星期四"],
        ],
    )
    assert dict(settings.closes) == {
        "2020-W26": datetime(2020, 6, 24, 12),
        "2020-W27": datetime(2020, 7, 2, 11),
        "2020-W28": datetime(2020, 7, 9, 17, 30),
    }
    assert spots(findings) == [
        ("F905", "截止时间!A5"), ("F914", "截止时间!A6"),
        ("F914", "截止时间!B7"), ("F914", "截止时间!B8"),
    ]  # fmt: skip


def test_words_rules_and_waivers() -> None:
    settings, findings = read(
        单位=[["人事处（老干部处）", "人事处"]],
        词表=[
            ["加大力度", ""],
            ["加大 力度", "空泛词"],
            ["", "空泛词"],
            ["别的", "敏感词"],
            ["上墙公示", "具体词"],
        ],
        规则=[["m201", "停用"], ["C101", "提示"], ["M201", "错误"], ["全部", "停用"], ["T101", "不管"]],
        豁免=[
            ["M201", "人事处", "3-2", "李××", date(2020, 6, 1), "长期项目", "2020-12-31"],
            ["M201", "", "", "李××", date(2020, 6, 2), "全局通用"],
            ["M201", "", "", "", date(2020, 6, 1), "没有人同意"],
            ["M201", "", "", "李××", "", "没有写日期"],
            ["M201", "", date(2020, 3, 2), "李××", date(2020, 6, 1), "编号变成了日期"],
            ["M201", "人事", "", "李××", date(2020, 6, 1), "单位写错"],
            ["M201", "", "", "李××", date(2020, 6, 1), "期限写错", "年底"],
            ["所有", "", "", "李××", date(2020, 6, 1), "代码写错"],
        ],
    )
    assert settings.words == {"加大力度": "空泛词", "上墙公示": "具体词"}
    assert dict(settings.severities) == {"M201": None, "C101": Severity.INFO}
    assert settings.waivers == (
        Waiver("M201", "人事处（老干部处）", "3-2", "李××", date(2020, 6, 1), "长期项目", date(2020, 12, 31)),
        Waiver("M201", "", "", "李××", date(2020, 6, 2), "全局通用", None),
    )
    assert spots(findings) == [
        ("F905", "词表!A3"), ("F913", "词表!A4"), ("F914", "词表!B5"),
        ("F905", "规则!A4"), ("F914", "规则!A5"), ("F914", "规则!B6"),
        ("F913", "豁免!D4"), ("F913", "豁免!E5"), ("F914", "豁免!C6"), ("F914", "豁免!B7"),
        ("F914", "豁免!G8"), ("F914", "豁免!A9"),
    ]  # fmt: skip


def test_the_heading_row_may_stand_lower_and_in_another_order() -> None:
    data = book(
        heads=False,
        基本=[["项目", "内容"]],
        单位=[
            ["本局单位名单"],
            [],
            ["邮箱", "说明", "单位名称*", "电话"],
            ["rs@example.gov.cn", "", "人事处", "6123"],
        ],
    )
    settings, findings, _ = read_settings(data, NAME)
    assert [(u.name, u.mail) for u in settings.units] == [("人事处", "rs@example.gov.cn")]
    assert flat(findings, "code", "cell", "found") == [("F915", "D3", "电话")]


def test_a_sheet_without_its_required_column_is_not_taken() -> None:
    data = book(heads=False, 基本=[["项目", "内容"]], 单位=[["简称", "邮箱"], ["人事处", "a@b.cn"]])
    settings, findings, _ = read_settings(data, NAME)
    assert len(settings.units) == 0
    assert flat(findings, "code", "sheet") == [("F909", "单位")]
    assert "“全称”" in findings[0].message


def test_missing_sheets_a_missing_file_and_a_broken_file() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        made.add_worksheet("Sheet1")
    assert flat(read_settings(out.getvalue(), NAME)[1], "code", "sheet") == [
        ("F908", "基本"),
        ("F908", "单位"),
    ]
    assert flat(read_settings(None, NAME)[1], "code") == [("F902",)]
    for broken in (b"", b"PK\x03\x04", b"hello", b"\xd0\xcf\x11\xe0" * 200, book()[:-100]):
        settings, findings, _ = read_settings(broken, NAME)
        assert settings == Settings()
        assert {f.code for f in findings} <= {"F901", "F908"}
        assert findings


def test_the_environment_goes_first_and_its_slips_are_told() -> None:
    environ = {
        "ZGTOOL_CLOSE_TIME": "下午3点",
        "ZGTOOL_MAIL_PORT": "many",
        "ZGTOOL_SMTP_PASSWORD": "x",
        "PATH": "/",
    }
    settings, findings, sources = read_settings(book(基本=[["报送截止时刻", "11:00"]]), NAME, environ)
    assert settings.close_time == time(15)
    assert sources["close_time"] == "环境变量 ZGTOOL_CLOSE_TIME"
    assert flat(findings, "code", "file", "cell") == [("F903", "环境变量", "ZGTOOL_MAIL_PORT")]


def test_what_is_in_force_is_listed_with_its_source() -> None:
    settings, _, sources = read_settings(book(基本=[["单位名称", "甲局"]], 单位=[["人事处"]]), NAME)
    lines = effective(settings, sources)
    assert lines[0] == "单位名称：甲局（配置.xlsx 基本!B2）"
    assert "报送截止时刻：12:00（默认）" in lines
    assert "“单位”表：1行（配置.xlsx 单位）" in lines
    assert len(lines) == len(BASIC) + 9
    assert plain_settings(settings) == {"单位名称": "甲局", "单位": "人事处"}


def test_every_code_is_declared_once_and_speaks_plainly() -> None:
    codes = [k.code for k in KINDS]
    assert len(set(codes)) == len(codes)
    assert all(c.startswith("F9") for c in codes)
    assert all(k.title and k.fix.endswith("。") and k.why.endswith("。") for k in KINDS)

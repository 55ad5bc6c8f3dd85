"""周报模板.docx: the weekly's layout as the office finds it, and the variables it may use.

`python -m zgtool.writing.weekly_template FOLDER` writes base and template anew; a test
compares them with the ones that are shipped.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zgtool.reports.content import DifficultyRow, DueList, DueRow, TallyRow, TallySection
from zgtool.reports.weekly import WeeklyContent
from zgtool.writing.gongwen import TEXT_WIDTH
from zgtool.writing.gongwen_base import base_document, copies_block, package, paragraph, row, table
from zgtool.writing.reproducible import write_whole
from zgtool.writing.template_check import Variable

BASE_NAME, WEEKLY_NAME = "report_base.docx", "周报模板.docx"


def _named(*pairs: tuple[str, str]) -> tuple[Variable, ...]:
    return tuple(Variable(name, note) for name, note in pairs)


TALLY_VARIABLES = _named(
    ("位次", "按销号率排的位次，合计行为空"),
    ("名称", "单位简称或领导姓名，末行为合计"),
    ("问题", "涉及的问题数"),
    ("措施", "措施数"),
    ("已销号", "已销号的措施数"),
    ("申请销号", "申请销号待认定的措施数"),
    ("推进中", "推进中的措施数"),
    ("未启动", "未启动的措施数"),
    ("超期", "超期的措施数"),
    ("临期", "临期的措施数"),
    ("销号率", "已销号措施占全部措施的比例"),
)
DUE_VARIABLES = _named(
    ("编号", "措施编号"),
    ("措施", "整改措施，过长的截短"),
    ("单位", "牵头单位简称"),
    ("分管领导", "分管领导"),
    ("期限", "最后期限"),
    ("天数", "超期或剩余的天数"),
)
DIFFICULTY_VARIABLES = (
    *DUE_VARIABLES[:3],
    *_named(("期限", "最后期限"), ("原因", "未完成原因或者需要协调的事项")),
)
_HEADING = _named(("标题", "节的标题，序号由工具按出现的次序编"))
_TEXT = (*_HEADING, Variable("各段", "各段文字", each=()))
_TALLY = (
    *_TEXT,
    Variable("各行", "表格各行", each=TALLY_VARIABLES),
    *_named(("表注", "表下的注，没有时为空")),
)
_DUE_ROWS = Variable("各行", "表格各行", each=DUE_VARIABLES)
_DUE = (*_named(("标题", "小标题，超期、临期只有一类时为空"), ("导语", "表前的一句")), _DUE_ROWS)
VARIABLES: tuple[Variable, ...] = (
    *_named(
        ("标题文字", "文件标题，一行或者两行"),
        ("期号", "第几周、起止日期和数据截止时刻"),
        ("汇总次数", "同一周第二次及以后汇总时的说明，平时为空"),
        ("主送", "报告主送，取自配置"),
        ("开头", "正文的第一句"),
        ("截至", "数据截止时刻"),
    ),
    Variable("报送情况", "按时、迟报、未报、退回的单位", _TEXT),
    Variable("总体进展", "问题、措施的总数和与上周相比的变化", _TEXT),
    Variable("单位情况", "各牵头单位排名表", _TALLY),
    Variable("领导情况", "分管领导牵头情况表", _TALLY),
    Variable("时限情况", "到期、超期和临期事项", _TEXT),
    Variable("超期", "超期事项", _DUE),
    Variable("临期", "临期事项", _DUE),
    Variable("填报质量", "需要单位核实的填报问题", _TEXT),
    Variable(
        "重点难点",
        "长期超期和单位反映的困难",
        (*_TEXT, Variable("各行", "表格各行", each=DIFFICULTY_VARIABLES)),
    ),
    Variable("下周安排", "近期到期事项和各项任务", (*_TEXT, *_named(("导语", "表前的一句")), _DUE_ROWS)),
    *_named(
        ("署名", "落款单位，取自配置"),
        ("成文日期", "落款日期"),
        ("抄送", "抄送单位，没有时为空"),
    ),
)
"""Every name a weekly template may use, with its note and its parts; the manual's table is made from it."""


def weekly_variables(content: WeeklyContent) -> dict[str, Any]:
    """The content as the template sees it; a section that is left out has empty parts."""
    return {
        "标题文字": "\n".join(content.title),
        "期号": content.period,
        "汇总次数": content.edition,
        "主送": content.addressee,
        "开头": content.opening,
        "截至": content.cut_off,
        "报送情况": _section(content.receipts.title, content.receipts.paragraphs),
        "总体进展": _section(content.progress.title, content.progress.paragraphs),
        "单位情况": _tally(content.by_unit),
        "领导情况": _tally(content.by_leader),
        "时限情况": _section(content.deadlines.title, content.deadlines.paragraphs),
        "超期": _due(content.deadlines.overdue),
        "临期": _due(content.deadlines.due_soon),
        "填报质量": _section(content.quality.title, content.quality.paragraphs),
        "重点难点": {
            **_section(content.difficulties.title, content.difficulties.paragraphs),
            "各行": [_difficulty_row(r) for r in content.difficulties.rows],
        },
        "下周安排": {
            **_due(content.plan.coming),
            "标题": content.plan.title,
            "各段": list(content.plan.tasks),
        },
        "署名": content.office,
        "成文日期": content.signed_on,
        "抄送": content.copies,
    }


def _section(title: str, paragraphs: Iterable[str]) -> dict[str, Any]:
    return {"标题": title, "各段": list(paragraphs)}


def _tally(section: TallySection | None) -> dict[str, Any]:
    if section is None:
        return {"标题": "", "各段": [], "各行": [], "表注": ""}
    rows = [_tally_row(r) for r in section.rows]
    return {**_section(section.title, section.paragraphs), "各行": rows, "表注": section.note}


def _tally_row(r: TallyRow) -> dict[str, str | int]:
    values = (
        r.rank,
        r.name,
        r.problems,
        r.total,
        r.closed,
        r.requested,
        r.doing,
        r.waiting,
        r.overdue,
        r.due_soon,
        r.rate,
    )
    return dict(zip((v.name for v in TALLY_VARIABLES), values, strict=True))


def _due(due: DueList) -> dict[str, Any]:
    rows = [_due_row(r) for r in due.rows]
    return {"标题": due.title, "导语": due.lead, "各行": rows}


def _due_row(r: DueRow) -> dict[str, str | int]:
    values = (r.number, r.measure, r.unit, r.leader, r.due, r.days)
    return dict(zip((v.name for v in DUE_VARIABLES), values, strict=True))


def _difficulty_row(r: DifficultyRow) -> dict[str, str | int]:
    values = (r.number, r.measure, r.unit, r.due, r.reason)
    return dict(zip((v.name for v in DIFFICULTY_VARIABLES), values, strict=True))


def weekly_template() -> bytes:
    """周报模板.docx, made in code."""
    return package("".join(_body()), title="巡视整改工作周报模板")


def _body() -> list[str]:
    return [
        paragraph("Title", "{{ 标题文字 }}"),
        paragraph("Particulars", "{{ 期号 }}"),
        *_when("汇总次数", paragraph("Particulars", "{{ 汇总次数 }}")),
        paragraph("Addressee", "{{ 主送 }}："),
        paragraph("Normal", "{{ 开头 }}"),
        *_text("报送情况"),
        *_text("总体进展"),
        *_when(
            "单位情况.各行", *_text("单位情况"), _tally_table("单位情况", ranked=True), *_note("单位情况")
        ),
        *_when(
            "领导情况.各行", *_text("领导情况"), _tally_table("领导情况", ranked=False), *_note("领导情况")
        ),
        *_text("时限情况"),
        *_due_part("超期", "超期天数"),
        *_due_part("临期", "剩余天数"),
        *_text("填报质量"),
        *_text("重点难点"),
        *_when("重点难点.各行", _difficulty_table(), _gap()),
        paragraph("Heading1", "{{ 下周安排.标题 }}"),
        paragraph("Normal", "{{ 下周安排.导语 }}"),
        *_when("下周安排.各行", _due_table("下周安排", "剩余天数"), _gap()),
        *_each("下周安排"),
        paragraph("SignOffice", "{{ 署名 }}"),
        paragraph("SignDate", "{{ 成文日期 }}"),
        *_when("抄送", _gap(), copies_block("抄送：{{ 抄送 }}。"), _gap()),
    ]


def _when(condition: str, *inner: str) -> list[str]:
    return [paragraph("Normal", f"{{%p if {condition} %}}"), *inner, paragraph("Normal", "{%p endif %}")]


def _each(section: str) -> list[str]:
    return [
        paragraph("Normal", f"{{%p for 段 in {section}.各段 %}}"),
        paragraph("Normal", "{{ 段 }}"),
        paragraph("Normal", "{%p endfor %}"),
    ]


def _text(section: str) -> list[str]:
    return [paragraph("Heading1", f"{{{{ {section}.标题 }}}}"), *_each(section)]


def _note(section: str) -> list[str]:
    note = paragraph("TableNote", f"{{{{ {section}.表注 }}}}")
    return _when(f"{section}.表注", note, paragraph("Normal", "{%p else %}"), _gap())


def _gap() -> str:
    """A small empty line beside a table, or the text would stick to it."""
    return paragraph("Gap", "")


def _due_part(name: str, days: str) -> list[str]:
    return _when(
        f"{name}.各行",
        *_when(f"{name}.标题", paragraph("Heading2", f"{{{{ {name}.标题 }}}}")),
        paragraph("Normal", f"{{{{ {name}.导语 }}}}"),
        _due_table(name, days),
        _gap(),
    )


def _looped(
    section: str, widths: tuple[int, ...], headings: tuple[str, ...], cells: tuple[tuple[str, str], ...]
) -> str:
    def control(tag: str) -> str:
        rest = tuple(("TableText", "") for _ in widths[1:])
        return row(widths, (("TableText", tag), *rest))

    return table(
        widths,
        (
            row(widths, tuple(("TableHead", h) for h in headings), heading=True),
            control(f"{{%tr for 行 in {section}.各行 %}}"),
            row(widths, tuple((style, f"{{{{ 行.{name} }}}}") for style, name in cells)),
            control("{%tr endfor %}"),
        ),
    )


def _tally_table(section: str, *, ranked: bool) -> str:
    counts = {name: 800 if len(name) == 3 else 620 for name in (v.name for v in TALLY_VARIABLES[2:])}
    names = (*(("位次", "名称") if ranked else ("名称",)), *counts)
    left = TEXT_WIDTH - sum(counts.values()) - (620 if ranked else 0)
    widths = (*((620, left) if ranked else (left,)), *counts.values())
    head = "牵头单位" if ranked else "分管领导"
    return _looped(
        section,
        widths,
        tuple(head if n == "名称" else n for n in names),
        tuple(("TableCentred", n) for n in names),
    )


def _due_table(section: str, days: str) -> str:
    widths = (800, TEXT_WIDTH - 5460, 1500, 1080, 1380, 700)
    headings = ("编号", "整改措施", "牵头单位", "分管领导", "完成期限", days)
    styles = ("TableCentred", "TableText", *["TableCentred"] * 4)
    return _looped(
        section, widths, headings, tuple(zip(styles, (v.name for v in DUE_VARIABLES), strict=True))
    )


def _difficulty_table() -> str:
    widths = (800, 2000, 1400, 1380, TEXT_WIDTH - 5580)
    headings = ("编号", "整改措施", "牵头单位", "完成期限", "未完成原因、需协调事项")
    styles = ("TableCentred", "TableText", "TableCentred", "TableCentred", "TableText")
    names = (v.name for v in DIFFICULTY_VARIABLES)
    return _looped("重点难点", widths, headings, tuple(zip(styles, names, strict=True)))


def main(folder: Path) -> None:
    """Write base and template into a folder."""
    write_whole(folder / BASE_NAME, base_document())
    write_whole(folder / WEEKLY_NAME, weekly_template())


if __name__ == "__main__":
    main(Path(sys.argv[1]))

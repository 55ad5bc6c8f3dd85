"""制度目录, and the confirmed 成果 in the sheet 统计."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgtool.model.office_sheets import Line
from zgtool.ops.results import Results, results_of
from zgtool.writing import styles
from zgtool.writing.formats import Formats
from zgtool.writing.ledger_content import LedgerContent
from zgtool.writing.lists import Head, ListPage, put_list

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


def confirmed_rules(content: LedgerContent) -> tuple[tuple[str, Line], ...]:
    """(制定 or 修订, line) of every confirmed rule, those made first."""
    found = results_of(content.ledger)
    return (*(("制定", line) for line in found.made), *(("修订", line) for line in found.revised))


def rules(book: Workbook, sheet: Worksheet, formats: Formats, content: LedgerContent) -> str:
    """制度目录: the rules made or revised that the office has confirmed, each once."""
    found, places = confirmed_rules(content), content.places()
    heads = (Head("序号", 7, True), Head("制度名称", 52), Head("制定或修订", 11, True), Head("牵头单位", 18),
             Head("措施编号", 10, True), Head("依据的原文", 50), Head("认定人", 10, True), Head("认定日期", 13, True))  # fmt: skip
    lines = [
        (n, line["what"], how, line["lead_unit"], line["number"], line["words"], line["by"], line["on"])
        for n, (how, line) in enumerate(found, 1)
    ]
    made = sum(how == "制定" for how, _ in found)
    words = f"制定{made}项，修订{len(found) - made}项"
    page = ListPage(
        "制度目录",
        f"办公室已确认的制度{len(found)}项：{words}。",
        heads,
        lines,
        "还没有确认的制度。",
        [places.get(line["number"]) for _, line in found],
    )
    put_list(book, sheet, formats, page)
    return words


def results(sheet: Worksheet, formats: Formats, content: LedgerContent, row: int) -> int:
    """The confirmed figures as a small table in 统计; returns the last row used."""
    found = results_of(content.ledger)
    styles.put_text(sheet, row, 0, "成果（只计办公室已认定的）", formats.part())
    for col, text in enumerate(("项目", "数", "单位")):
        styles.put_text(sheet, row + 1, col, text, formats.head())
    at = row + 2
    for name, value, unit in _figures(found):
        styles.put_text(sheet, at, 0, name, formats.body())
        styles.put_number(sheet, at, 1, value, formats.body(centred=True, number="0.####"))
        styles.put_text(sheet, at, 2, unit, formats.body(centred=True))
        at += 1
    note = f"另有{found.waiting}条等办公室认定，没有计入；逐条见“成果统计”。"
    if found.unclear:
        note += f"已认定但核定数不是数字的{found.unclear}条，也没有计入，请核对。"
    styles.put_merged(sheet, (at, 0), (at, 11), note, formats.line())
    sheet.set_row(at, 20)
    return at


def _figures(found: Results) -> list[tuple[str, float, str]]:
    people = [(f"其中：{how}", float(count), "人") for how, count in found.people.items()]
    return [
        ("制定制度", float(len(found.made)), "项"),
        ("修订制度", float(len(found.revised)), "项"),
        ("挽回资金", float(found.money), "万元"),
        ("处理人员", float(sum(found.people.values())), "人"),
        *people,
        ("专项整治", float(found.campaigns), "项"),
    ]

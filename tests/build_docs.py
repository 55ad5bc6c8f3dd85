"""Make the parts of the manual that follow from the code: `python -m tests.build_docs`."""

from pathlib import Path

from tests.case_files import LEFT_ALONE, REPORTED, part
from zgtool.app.catalogue import KINDS
from zgtool.model.columns import LEDGER, Owner
from zgtool.model.finding import Kind
from zgtool.model.settings import BASIC
from zgtool.model.status import STATE_TABLE, TABLE
from zgtool.rules.registry import RULES

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = {
    "F": "文件和报送",
    "C": "表格和单元格",
    "M": "措施",
    "T": "时限",
    "S": "状态和销号",
    "X": "合并",
    "H": "历史",
}
BEGIN, END = "<!-- 以下由代码生成 -->", "<!-- 以上由代码生成 -->"


def filling_guide() -> str:
    """填报说明: what each column is for and who fills it."""
    lines = [
        "# 填报说明",
        "",
        "发给填报单位。本页由栏目定义生成。",
        "",
        "## 报送",
        "",
        "- 牵头单位每周五 12:00 前报送，以办公室收到的时间为准；没有进展的也要报，写明原因。",
        "- 可以用下发的填报表，也可以用本单位原有的台账；文件名可以改，行的次序可以改，**不要删行、不要改措施编号**。",
        "- 文件名里写上单位名称和日期，例如“人事处0612.xlsx”；请不要设打开密码。",
        "- 收到“退改”文件的，按第一页逐条改好，在原表上改，改完直接报回；涂色、批注和第一页不必删除。",
        "",
        "## 各栏怎样填",
        "",
        "| 栏目 | 谁填 | 必填 | 怎样填 | 也认得这些名称 |",
        "|---|---|---|---|---|",
    ]
    for column in LEDGER:
        if column.owner is Owner.TOOL:
            continue
        who = column.owner.value + (
            "（空着时单位可填）" if column.fillable and column.owner is Owner.OFFICE else ""
        )
        choices = (
            f"可选：{'、'.join(column.choices)}。" if column.choices and column.owner is Owner.UNIT else ""
        )
        names = "、".join(column.aliases[:6])
        lines.append(
            f"| {column.heading} | {who} | {'是' if column.required else ''} | {column.note}{choices} | {names} |"
        )
    return "\n".join([*lines, ""])


def rule_catalogue() -> str:
    """规则目录: every code with its reason, its cure and its cases."""
    lines = [
        "# 规则目录",
        "",
        "本页由代码和用例生成。级别：错误——不并入台账，退回改正；警告——已并入，单位要改正或说明；"
        "提示——供参考。F3、C3、M、T、S1 各条的级别可以在 配置.xlsx 的“规则”表里改或停用，豁免写在“豁免”表里。",
        "",
    ]
    entries: dict[str, list[tuple[str, list[str]]]] = {}
    for entry in RULES.values():
        body = [
            f"### {entry.code} {entry.title}（{entry.severity.value}）",
            "",
            entry.explanation,
            "",
            f"怎样改：{entry.fix}",
            "",
            *_cases(entry.code),
        ]
        entries.setdefault(entry.code[0], []).append((entry.code, body))
    for kind in KINDS:
        entries.setdefault(kind.code[0], []).append((kind.code, _kind(kind)))
    for family, name in FAMILIES.items():
        if family in entries:
            lines += [f"## {family} {name}", ""]
            for _, body in sorted(entries[family]):
                lines += body
    return "\n".join(lines)


def _kind(kind: Kind) -> list[str]:
    why = [kind.why, ""] if kind.why else []
    return [f"### {kind.code} {kind.title}（{kind.severity.value}）", "", *why, f"怎样改：{kind.fix}", ""]


def _cases(code: str) -> list[str]:
    return ["会报告：", "", *_shown(part(code, REPORTED)), "不会报告：", "", *_shown(part(code, LEFT_ALONE))]


def _shown(text: str) -> list[str]:
    """One part of a case file as a page shows it: sub-headings in bold, tables with the rule under the heading."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.startswith("### "):
            line = f"**{line.removeprefix('### ')}**"
        elif line.startswith("|") and not (lines and lines[-1].startswith("|")):
            lines.append(line)
            line = "|" + "---|" * (line.count("|") - 1)
        lines.append(line)
    return [*lines, ""]


def office_tables() -> str:
    """Tables of the office's manual: settings and moves of state."""
    lines = ["### 配置.xlsx“基本”表的各项", "", "| 项目 | 说明 |", "|---|---|"]
    lines += [
        f"| {entry.label} | {entry.note}{'可选：' + '、'.join(entry.choices) + '。' if entry.choices else ''} |"
        for entry in BASIC
    ]
    lines += ["", "### 各种状态", "", "| 状态 | 在册 | 意思 |", "|---|---|---|"]
    lines += [f"| {s.name} | {'是' if s.still_open else '否'} | {s.meaning} |" for s in STATE_TABLE]
    lines += [
        "",
        "### 状态怎样变",
        "",
        "表里没有的变动不会发生。",
        "",
        "| 原状态 | 新状态 | 由谁 | 条件 |",
        "|---|---|---|---|",
    ]
    lines += [f"| {m.old} | {m.new} | {m.who.value} | {m.needs} |" for m in TABLE]
    return "\n".join(lines)


def with_tables(manual: str) -> str:
    """The office's manual with its generated part renewed."""
    head, rest = manual.split(BEGIN)
    return f"{head}{BEGIN}\n\n{office_tables()}\n\n{END}{rest.split(END)[1]}"


def pages() -> dict[Path, str]:
    """Every generated page by its path."""
    manual = ROOT / "docs" / "办公室手册.md"
    return {
        ROOT / "docs" / "填报说明.md": filling_guide(),
        ROOT / "docs" / "规则目录.md": rule_catalogue(),
        manual: with_tables(manual.read_text("utf-8")),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))

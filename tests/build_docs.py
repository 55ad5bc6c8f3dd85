"""Make the parts of the manual that follow from the code: `python -m tests.build_docs`."""

from pathlib import Path

from tests.case_files import LEFT_ALONE, REPORTED, part
from zgtool.app.catalogue import KINDS
from zgtool.model.columns import LEDGER, Owner
from zgtool.model.finding import Kind
from zgtool.model.settings import BASIC
from zgtool.model.status import STATE_TABLE, TABLE
from zgtool.reports.catalogue import PAPERS
from zgtool.reports.outline import ANNEXES, CLOSING, HEAD
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


def template_dictionary() -> str:
    """文书模板: every paper, and every name its template may use."""
    lines = [
        "# 文书模板",
        "",
        "文书的样子可以由办公室在 Word 里改。本页后面的表由代码生成，列出每种文书的模板可以用的名称。",
        "",
        "## 怎样改",
        "",
        "1. `zgtool template copy 月汇报 -o 月汇报模板.docx` 取一份自带的模板，在 Word 里改：字句、次序、表格的栏、页面都可以动。",
        "2. 工具要填的地方写成 `{{ 名称 }}`；一组内容写成 `{%p for 段 in 节名.各段 %}` …… `{%p endfor %}`，"
        "表格行写成 `{%tr for 行 in 节名.各行 %}` …… `{%tr endfor %}`；有条件的写成 `{%p if 名称 %}` …… `{%p endif %}`。"
        "`{%p … %}` 独占一段，`{%tr … %}` 独占一行。花括号和百分号用半角。只有 if 和 for，没有别的。",
        "3. `zgtool template check 月汇报模板.docx` 检查：写错的名称给出最接近的，多余的、全角的花括号指明在哪一段；"
        "再用满页、空白、200 行的数据试排，逐项核对版式。",
        "4. `zgtool template use 月汇报模板.docx` 启用。检查不过的不启用，原来的照用；换下来的留在“模板/停用”。"
        "`zgtool template use --builtin --paper 月汇报` 换回自带的。",
        "",
        "节的标题不写序号，由工具按出现的次序编“一、（一）1.（1）”；落款按用印、不用印由工具排。",
        "",
        "## 每种文书都有的名称",
        "",
        "| 名称 | 内容 |",
        "|---|---|",
        *(f"| {f.name} | {f.note} |" for f in (*HEAD, *CLOSING)),
        f"| {ANNEXES.name} | {ANNEXES.note}，用 `{{%p for 段 in {ANNEXES.name} %}}` 逐行取 |",
        "",
    ]
    for kind in PAPERS:
        each = f"{kind.per}一份。" if kind.per else ""
        lines += [
            f"## {kind.name}（{kind.key}）",
            "",
            f"{kind.about}。{each}",
            "",
            "| 名称 | 内容 | 下面的名称 |",
            "|---|---|---|",
        ]
        lines += [f"| {f.name} | {f.note} | |" for f in kind.outline.fields]
        for slot in kind.outline.slots:
            parts = "、".join(f"{slot.name}.{piece.value}" for piece in slot.pieces)
            columns = "、".join(f"行.{c.name}（{c.note}）" for c in slot.columns)
            lines.append(
                f"| {slot.name} | {slot.note} | {parts}{'；各行里：' + columns if columns else ''} |"
            )
        lines.append("")
    lines += [
        "“各组”里逐组取 `组.标题`、`组.各项`，各项里取 `项.标题`、`项.各段`。“图”放在自己的一段里，数据可以在 Word 里编辑。",
        "",
    ]
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
        ROOT / "docs" / "文书模板.md": template_dictionary(),
        manual: with_tables(manual.read_text("utf-8")),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))

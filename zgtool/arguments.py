"""Every command with its options and an example; what a command runs is named, not imported."""

from __future__ import annotations

import argparse
from pathlib import Path

import zgtool
from zgtool.chinese_parser import Parser, add_command, add_group
from zgtool.console import ChineseHelp


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; built without importing anything of weight."""
    parser = Parser(
        prog="zgtool",
        description="巡视整改台账工具：读各单位报来的表，校验、合并、比对，出总台账和周报。",
        epilog="退出码：0 没有问题；1 已办完，有毛病要看；2 没有办成。\n每条命令都可以加 --help 看说明和例子。",
        formatter_class=ChineseHelp,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="help", help="显示这份说明")
    parser.add_argument(
        "--version", action="version", version=f"zgtool {zgtool.__version__}", help="显示版本"
    )
    parser._optionals.title = "选项"
    commands = parser.add_subparsers(
        title="命令", metavar="命令", dest="_group", required=True, parser_class=Parser
    )
    _weekly_commands(commands)
    _findings_command(commands)
    _file_commands(commands)
    _history_commands(commands)
    _points_command(commands)
    _paper_command(commands)
    _template_commands(commands)
    _face_commands(commands)
    _word_commands(commands)
    return parser


def _dates(parser: Parser) -> None:
    parser.add_argument("--week", metavar="报告周", help="例 2020-W24；默认是今天所在的周")
    parser.add_argument("--today", metavar="日期", help="按哪一天计算超期和临期，例 2020-06-12；默认今天")


def _weekly_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    init = add_command(
        commands,
        "init",
        "建立工作区；有现成台账的一并导入",
        "zgtool init 整改台账 --ledger 现有台账.xlsx",
        area=False,
    )
    init.add_argument("folder", metavar="文件夹", type=Path, help="工作区文件夹，不存在就新建")
    init.add_argument("--ledger", metavar="台账", type=Path, help="办公室现有的台账，表头不限")
    init.add_argument("--config", metavar="配置", type=Path, help="已经填好的 配置.xlsx")
    init.add_argument(
        "--today", metavar="日期", help="挂号日期，例 2020-05-25；默认今天（填了方案印发日期的以其为准）"
    )
    forms = add_command(
        commands, "forms", "给每个牵头单位生成一份下发的填报表", "zgtool forms --week 2020-W24"
    )
    _dates(forms)
    run = add_command(
        commands,
        "run",
        "办理一周：读收件、校验、合并、比对，出总台账和周报，归档",
        "zgtool run --week 2020-W24",
    )
    _dates(run)
    run.add_argument("--dry-run", action="store_true", help="预演：只写一份预演结果，不归档、不改总台账")
    report = add_command(
        commands, "report", "按现在的总台账和已归档的报送情况重出文书", "zgtool report weekly --week 2020-W24"
    )
    report.add_argument(
        "paper",
        choices=("weekly", "chart", "upward"),
        metavar="文书",
        help="weekly：整改工作周报；chart：作战图（工作簿和网页）；upward：填好的上级空白表",
    )
    report.add_argument(
        "-o",
        "--output",
        metavar="文件",
        type=Path,
        help="写到哪里，默认是当前文件夹的 周报.docx、上报表.xlsx；作战图写文件夹名",
    )
    report.add_argument(
        "--source", metavar="来源", default="", help="周报、上报表只写这个问题来源的，例 省委巡视"
    )
    _dates(report)


def _findings_command(commands: argparse._SubParsersAction[Parser]) -> None:
    findings = add_command(
        commands,
        "findings",
        "列出一周的校验结果，按单位或按规则；内容与 校验结果.xlsx 相同",
        "zgtool findings --week 2020-W24 --unit 人事处",
    )
    findings.add_argument("--unit", metavar="单位", default="", help="只列一个单位的")
    findings.add_argument("--rule", metavar="代码", default="", help="只列一条规则的，例 T101")
    findings.add_argument("--by-rule", action="store_true", help="按规则分组；默认按单位")
    _dates(findings)


def _file_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    files = "zgtool.commands_files"
    check = add_command(
        commands,
        "check",
        "检查一份或几份单位报来的表，不合并",
        "zgtool check 人事处0612.xlsx",
        module=files,
    )
    check.add_argument("files", metavar="文件", type=Path, nargs="+", help="要检查的文件")
    _dates(check)
    merge = add_command(
        commands,
        "merge",
        "把一个文件夹里的表合并成一份总台账（不需要工作区）",
        "zgtool merge 各单位台账 -o 总台账.xlsx",
        module=files,
    )
    merge.add_argument("folder", metavar="文件夹", type=Path, help="放着各单位台账的文件夹，只读不写")
    merge.add_argument(
        "-o", "--output", metavar="文件", type=Path, required=True, help="合并后的总台账写到哪里"
    )
    _dates(merge)
    diff = add_command(
        commands,
        "diff",
        "比对两份台账、两周或者任意两张表，要先看的改动排在最前",
        "zgtool diff 2020-W24 2020-W25 -o 比对.xlsx",
        module="zgtool.commands_diff",
    )
    diff.add_argument("old", metavar="旧", nargs="?", help="先前的台账文件，或者报告周；不写是最近归档的一周")
    diff.add_argument("new", metavar="新", nargs="?", help="后来的台账文件，或者报告周；不写是现在的总台账")
    diff.add_argument("-o", "--output", metavar="文件", type=Path, help="把比对结果写成工作簿（.xlsx）")
    diff.add_argument("--sheet", metavar="工作表", help="比对不是台账的表时，看哪一页；不写看第一页")
    diff.add_argument(
        "--key", metavar="列名", nargs="+", help="比对不是台账的表时，各行按哪一栏（几栏）对应；不写由工具找"
    )


def _history_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    module = "zgtool.commands_history"
    history = add_command(
        commands, "history", "一条措施的全部经过：每周的内容、来件和认定", "zgtool history 3-2", module=module
    )
    history.add_argument("number", metavar="措施编号", help="例 3-2")
    week = add_command(
        commands, "week", "某一周办理时的样子：收件、变化和认定", "zgtool week 2020-W24", module=module
    )
    week.add_argument("week", metavar="报告周", help="例 2020-W24")


def _points_command(commands: argparse._SubParsersAction[Parser]) -> None:
    points = add_command(
        commands,
        "points",
        "从反馈意见或台账里读出问题要点，写成一份表请办公室确认",
        "zgtool points 反馈意见.docx -o 要点.xlsx",
        module="zgtool.commands_points",
    )
    points.add_argument(
        "paper",
        metavar="反馈意见",
        type=Path,
        nargs="?",
        help="反馈意见原文（.docx 或 .txt）；不给就读台账里的问题",
    )
    points.add_argument(
        "--ledger", metavar="台账", type=Path, help="与哪份台账的措施对照，默认是工作区的总台账"
    )
    points.add_argument(
        "-o", "--output", metavar="文件", type=Path, help="写到哪里，默认是当前文件夹的 要点.xlsx"
    )


def _paper_command(commands: argparse._SubParsersAction[Parser]) -> None:
    paper = add_command(
        commands,
        "paper",
        "按已归档的一周出 Word 文书：月汇报、通报、督办通知单等；list 列出全部，all 全部都出",
        "zgtool paper 督办通知单 --unit 人事处",
        module="zgtool.commands_papers",
    )
    paper.add_argument("paper", metavar="文书", help="文书的名称；list 列出全部文书，all 全部都出")
    paper.add_argument("--unit", metavar="单位", help="只出这个单位的")
    paper.add_argument("--item", metavar="编号", help="只出这条措施的，例 3-2")
    paper.add_argument("--source", metavar="来源", default="", help="只写这个问题来源的，例 省委巡视")
    paper.add_argument("--week", metavar="报告周", help="例 2020-W24；默认是最近一次归档的周")
    paper.add_argument(
        "--today", metavar="日期", help="成文日期，也按这一天计算超期，例 2020-06-12；默认是办理那一周的日期"
    )
    paper.add_argument(
        "--keep",
        metavar="上期文书",
        type=Path,
        help="沿用上期文书里手工改过的“存在问题”“下一步安排”等段落；数据有变化的加批注",
    )
    seal = paper.add_mutually_exclusive_group()
    seal.add_argument("--sealed", action="store_true", help="落款按加盖印章排")
    seal.add_argument("--unsealed", action="store_true", help="落款按不加盖印章排")
    paper.add_argument(
        "-o", "--output", metavar="文件", type=Path, help="只有一份时写到哪里；默认在 输出 里的“…_文书”文件夹"
    )


def _template_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    group, module = (
        add_group(commands, "template", "文书的 Word 模板：查看、检查、启用"),
        "zgtool.commands_templates",
    )
    add_command(
        group,
        "list",
        "列出每种文书用的模板，本单位自己的能不能用",
        "zgtool template list",
        target="template_list",
        module=module,
    )
    check = add_command(
        group,
        "check",
        "检查一个模板：变量名、花括号，用满页、空白、200行数据试排，核对版式",
        "zgtool template check 月汇报模板.docx",
        target="template_check",
        module=module,
    )
    use = add_command(
        group,
        "use",
        "启用一个模板；检查不过的不启用，原来的照用",
        "zgtool template use 月汇报模板.docx",
        target="template_use",
        module=module,
    )
    copy = add_command(
        group,
        "copy",
        "把自带的模板写出来，供在 Word 里改",
        "zgtool template copy 月汇报 -o 月汇报模板.docx",
        target="template_copy",
        module=module,
        area=False,
    )
    check.add_argument("file", metavar="模板", type=Path, help="Word 模板文件")
    use.add_argument("file", metavar="模板", type=Path, nargs="?", help="Word 模板文件")
    for parser in (check, use):
        parser.add_argument("--paper", metavar="文书", help="是哪种文书的模板；文件名里写了文书名称的不必写")
    use.add_argument(
        "--builtin", action="store_true", help="换回自带的模板，例：template use --builtin --paper 月汇报"
    )
    copy.add_argument("paper", metavar="文书", help="文书名称，用 zgtool paper list 看全部")
    copy.add_argument(
        "-o", "--output", metavar="文件", type=Path, help="写到哪里，默认是当前文件夹的“…模板.docx”"
    )


def _face_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    mail = add_group(commands, "mail", "邮件：生成草稿，或按设置发送")
    faces = "zgtool.commands_faces"
    for name, summary in (
        ("prepare", "生成邮件草稿（.eml）：周报报领导小组，退改单发单位"),
        ("send", "按设置发送邮件，发送前请人确认，发过的不会再发"),
    ):
        parser = add_command(
            mail, name, summary, f"zgtool mail {name} --week 2020-W24", target=f"mail_{name}", module=faces
        )
        parser.add_argument("--week", metavar="报告周", help="默认是最近一次归档的周")
        if name == "send":
            parser.add_argument("--yes", action="store_true", help="已经核对过草稿，不再询问")
    add_command(
        mail,
        "list",
        "列出发信登记：哪些发了，哪些要核实",
        "zgtool mail list",
        target="mail_list",
        module=faces,
    )
    settle = add_command(
        mail,
        "settle",
        "登记核实的结果：对方收到了没有",
        "zgtool mail settle 3 --arrived",
        target="mail_settle",
        module=faces,
    )
    settle.add_argument("serial", metavar="编号", type=int, help="发信登记里的编号")
    word = settle.add_mutually_exclusive_group(required=True)
    word.add_argument("--arrived", action="store_true", help="经核实，对方已经收到")
    word.add_argument("--resend", action="store_true", help="经核实，对方没有收到，准予重发")
    schedule = add_group(commands, "schedule", "定时：到了报送截止时刻自动办理")
    for name, summary in (("tick", "看一次：有到期没办的周就办理"), ("run", "一直开着，每半小时看一次")):
        add_command(
            schedule, name, summary, f"zgtool schedule {name}", target=f"schedule_{name}", module=faces
        )
    config = add_group(commands, "config", "设置")
    add_command(
        config, "check", "列出生效的设置、来自哪里、有什么问题", "zgtool config check", target="config_check"
    )
    demo = add_command(commands, "demo", "用自带样例跑一遍三周的办理过程", "zgtool demo", area=False)
    demo.add_argument(
        "folder",
        metavar="文件夹",
        type=Path,
        nargs="?",
        default=Path("演示"),
        help="放结果的文件夹，默认 演示",
    )


def _word_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    explain = add_group(commands, "explain", "说明工具怎样理解一句话：时限、措施、要点")
    for name, summary, text, example in (
        (
            "deadline",
            "一个整改时限是哪一天、够不够细",
            "时限",
            'zgtool explain deadline "6月底前" --base 2020-06-05',
        ),
        ("measure", "一条措施算不算量化、有没有检验指标", "措施", 'zgtool explain measure "开展培训2次"'),
        (
            "points",
            "一段问题原文里有几点要求",
            "问题原文",
            'zgtool explain points "一是学习不深入；二是制度不健全"',
        ),
    ):
        parser = add_command(
            explain, name, summary, example, target=f"explain_{name}", module="zgtool.explain", area=False
        )
        parser.add_argument("text", metavar=text, nargs="?", help="要说明的文字")
        parser.add_argument("--csv", metavar="文件", type=Path, help="CSV 文件，逐行说明其中的文字")
        if name == "deadline":
            parser.add_argument("--base", metavar="日期", help="从哪一天理解，例 2020-06-05；默认今天")

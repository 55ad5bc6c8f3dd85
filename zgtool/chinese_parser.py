"""A command line that speaks Chinese: its errors, its help, and how one command is put together."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zgtool.console import ChineseHelp


class Parser(argparse.ArgumentParser):
    """Tells a wrong command line in one Chinese sentence and exits with 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        print(f"命令写法有误：{_chinese(message)}。用 {self.prog} --help 看用法和例子。", file=sys.stderr)
        raise SystemExit(2)


def _chinese(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required", "缺少"),
        ("unrecognized arguments", "不认识"),
        ("invalid choice", "没有这个选项"),
        ("expected one argument", "后面要跟一个值"),
        ("argument ", "参数 "),
        ("choose from", "可选"),
        ("invalid", "写法不对"),
        (" value", ""),
        ("expected at least one argument", "后面至少要跟一个值"),
    ):
        message = message.replace(english, chinese)
    return message


def add_command(
    group: argparse._SubParsersAction[Parser],
    name: str,
    summary: str,
    example: str,
    *,
    target: str = "",
    module: str = "zgtool.commands",
    area: bool = True,
) -> Parser:
    """One command: `target` in `module` does it; both are imported only when it is called."""
    parser: Parser = group.add_parser(
        name,
        help=summary,
        description=summary,
        epilog=f"例：\n  {example}",
        formatter_class=ChineseHelp,
        add_help=False,
    )
    options = parser.add_argument_group("通用选项")
    options.add_argument("-h", "--help", action="help", help="显示这份说明")
    options.add_argument("--json", action="store_true", help="以 JSON 输出结果，供程序读取")
    if area:
        options.add_argument(
            "--area", "-C", metavar="文件夹", type=Path, help="工作区文件夹，默认从当前文件夹往上找"
        )
    parser.set_defaults(command=target or name, module=module)
    parser._positionals.title, parser._optionals.title = "参数", "选项"
    return parser


def add_group(
    commands: argparse._SubParsersAction[Parser], name: str, summary: str
) -> argparse._SubParsersAction[Parser]:
    parser = commands.add_parser(
        name, help=summary, description=summary, formatter_class=ChineseHelp, add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="显示这份说明")
    parser._optionals.title = "选项"
    return parser.add_subparsers(
        title="命令", metavar="命令", dest="_sub", required=True, parser_class=Parser
    )

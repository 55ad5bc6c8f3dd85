"""The manual says what the code does, and README and CI name the same commands."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from tests.build_docs import pages
from zgtool import cli
from zgtool.model.columns import LEDGER
from zgtool.rules.registry import RULES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", pages(), ids=lambda p: p.name)
def test_generated_pages_are_up_to_date(page: Path) -> None:
    assert page.read_text("utf-8") == pages()[page], "run: python -m tests.build_docs"


def test_every_rule_and_column_stands_in_the_manual() -> None:
    catalogue = (ROOT / "docs" / "规则目录.md").read_text("utf-8")
    guide = (ROOT / "docs" / "填报说明.md").read_text("utf-8")
    assert all(f"### {code} " in catalogue for code in RULES)
    assert all(c.heading in guide for c in LEDGER if c.owner.value != "工具计算")


def test_readme_and_ci_name_the_same_two_commands() -> None:
    told = re.findall(r"^python run\.py (?:demo|test)$", README, re.MULTILINE)
    run = re.findall(r"^python run\.py .*$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    assert sorted(set(told)) == ["python run.py demo", "python run.py test"]
    assert sorted(set(run)) == sorted(set(told))


def commands(parser: argparse.ArgumentParser, prefix: str = "") -> dict[str, argparse.ArgumentParser]:
    """Every command of a parser by its full name."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                nested = commands(sub, f"{prefix}{name} ")
                found |= nested or {f"{prefix}{name}": sub}
    return found


COMMANDS = commands(cli.build_parser())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_chinese_help_with_an_example_that_parses(name: str) -> None:
    text = COMMANDS[name].format_help()
    assert not re.search(r"\b(usage|options|positional arguments|show this help)\b", text)
    example = re.search(r"例：\n +(zgtool .*)", text)
    assert example, f"{name} has no example"
    assert cli.build_parser().parse_args(shlex.split(example[1])[1:]).command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_readme(name: str) -> None:
    assert all(re.search(rf"\b{word}\b", README) for word in name.split()), name


def test_every_command_line_of_readme_parses() -> None:
    lines = re.findall(r"^```\n(zgtool .*)$", README, re.MULTILINE)
    assert len(lines) >= 5
    for line in lines:
        assert cli.build_parser().parse_args(shlex.split(line)[1:]).command, line


def test_pictures_of_readme_exist() -> None:
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", README)
    assert len(pictures) == 3
    assert all((ROOT / p).is_file() for p in pictures)

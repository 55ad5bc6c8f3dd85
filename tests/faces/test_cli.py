"""The command line as a clerk meets it: exit codes, sentences, JSON, and what it does not load."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from zgtool import cli

HEAVY = ("pandas", "numpy", "openpyxl", "docx", "lxml", "xlsxwriter", "rapidfuzz", "docxtpl", "rich")


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom zgtool.cli import main\nmain(['--help'])\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "用法：" in done.stdout


def test_reading_a_folder_begins_before_rules_and_writers_are_loaded() -> None:
    late = ("zgtool.rules", "zgtool.ops.merge", "zgtool.language.deadline", "xlsxwriter")
    program = (
        "import sys, zgtool.commands_files\n"
        f"print([m for m in {late!r} if m in sys.modules])\n"
        "from zgtool.app.files import _import_the_rest\n_import_the_rest()\n"
        f"print([m for m in {late!r} if m not in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]


@pytest.mark.parametrize(
    "argv", [[], ["没有这个命令"], ["run", "--no-such"], ["merge"], ["report", "yearly"]]
)
def test_a_wrong_command_line_is_told_in_chinese_with_code_2(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(argv) == 2
    said = capsys.readouterr().err
    assert said.startswith("命令写法有误")
    assert "--help" in said


def test_outside_a_work_area_the_next_step_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["run"]) == 2
    assert "zgtool init" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["run", "--week", "2020-W60"], "没有第60周"),
        (["run", "--today", "6月12日"], "不是日期"),
        (["check", "没有.xlsx"], "没有找到“没有.xlsx”"),
        (["merge", "没有", "-o", "合并.xlsx"], "没有“没有”这个文件夹"),
        (["merge", "收件", "-o", "总台账.xlsx"], "不能覆盖"),
        (["report", "weekly", "-o", "总台账.xlsx"], "请用 -o 指定"),
        (["diff", "收件", "总台账.xlsx"], "这是文件夹，不是文件"),
        (["init", ""], "请写明工作区文件夹的名称"),
        (["demo", "."], "不是演示用的文件夹"),
        (["explain", "deadline"], "请写上要说明的文字"),
    ],
)
def test_bad_arguments_get_one_sentence(
    argv: list[str],
    words: str,
    area: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(area)
    assert cli.main(argv) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert words in said[0]


@pytest.fixture
def area(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A work area without a ledger of the office's own."""
    assert cli.main(["init", str(tmp_path / "台账"), "--today", "2020-05-25"]) == 0
    capsys.readouterr()
    return tmp_path / "台账"


def test_init_makes_what_a_clerk_can_read(area: Path) -> None:
    names = {p.name for p in area.iterdir()}
    assert {
        "配置.xlsx",
        "总台账.xlsx",
        "收件",
        "输出",
        "归档",
        "模板",
        "日志",
        "合并台账.bat",
        "合并台账.sh",
        "合并台账.desktop",
    } <= names


def test_init_never_overwrites_a_ledger(area: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (area / "总台账.xlsx").read_bytes()
    assert cli.main(["init", str(area)]) == 2
    assert "已经有总台账" in capsys.readouterr().err
    assert (area / "总台账.xlsx").read_bytes() == before


def test_a_failure_is_json_too(area: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--area", str(area), "--week", "第几周", "--json"]) == 2
    assert "不是报告周" in json.loads(capsys.readouterr().out)["error"]


def test_an_unexpected_error_writes_a_log_without_cell_contents(
    area: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "".join(("张", "三违规领取补贴"))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(secret)

    monkeypatch.delenv("ZGTOOL_DEBUG", raising=False)
    monkeypatch.setattr("zgtool.app.weekly.run_week", broken)
    assert cli.main(["run", "--area", str(area)]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    log = next((area / "日志").glob("出错记录_*.log"))
    assert log.name in said
    text = log.read_text("utf-8")
    assert "RuntimeError" in text
    assert "张三" not in text


def test_merging_a_folder_needs_no_work_area_and_leaves_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "各单位"
    folder.mkdir()
    table = "反馈问题,整改措施,牵头单位,整改时限,本周进展\n公文积压,建立催办台账1本,{u},6月下旬,已建立\n"
    for unit in ("办公室", "人事处"):
        (folder / f"{unit}.csv").write_text(
            table.format(u=unit).replace("公文积压", f"{unit}公文积压"), "utf-8-sig"
        )
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    code = cli.main(["merge", str(folder), "-o", "总台账.xlsx", "--today", "2020-06-12", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert code in (0, 1)
    assert told["measures"] == 2
    assert told["rows"]["read"] == sum(told["rows"][k] for k in ("merged", "returned", "skipped")) == 2
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    assert cli.main(["diff", "总台账.xlsx", "总台账.xlsx"]) == 0
    assert cli.main(["merge", str(folder), "-o", str(folder / "总台账.xlsx")]) == 2

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from zgtool import desktop
from zgtool.desktop import Notice, notice_of, run_and_tell, show_notice
from zgtool.launchers import SIDECAR_NAME, write_launchers
from zgtool.workspace.layout import TEMPLATES

CHECKOUT = Path(desktop.__file__).parent.parent
ODD_FOLDER = "局办 报表 A&B (2024)!"
DONE = {
    "week": "2020-W24", "edition": 1, "changed": True, "closes": "2020-06-12T12:00:00",
    "received": ["人事处", "财务处"], "late": [], "missing": [], "returned": [],
    "rows": {"read": 30, "merged": 30, "returned": 0, "skipped": 0},
    "new": 0, "moved": 0, "overdue": 0, "closed": 0, "errors": 0, "warnings": 0,
    "outputs": {}, "message": "",
}  # fmt: skip


def text_of(code: int = 0, **changes: object) -> str:
    return notice_of({**DONE, **changes}, code).text


def test_a_clean_week_is_told_in_four_lines_without_zeros() -> None:
    assert text_of() == (
        "2020年第24周的台账已合并归档。\n\n"
        "收到2个单位的报送表。\n"
        "共读到30行：并入30行。\n"
        "措施没有变化，也没有超期。\n"
        "没有发现需要修改的地方。"
    )


def test_late_returned_and_missing_units_are_counted_and_named() -> None:
    text = text_of(1, late=["财务处"], missing=["办公室", "规划处"], returned=["人事处"])
    assert "收到2个单位的报送表。\n迟报1个：财务处。\n退回1个：人事处。\n未报2个：办公室、规划处。\n" in text


def test_a_long_list_of_units_is_cut_after_eight_names() -> None:
    text = text_of(1, missing=[f"第{n}处" for n in range(1, 13)])
    assert "未报12个：第1处、第2处、第3处、第4处、第5处、第6处、第7处、第8处等。" in text


def test_no_submission_at_all_is_said_so() -> None:
    text = text_of(1, received=[], rows={"read": 0, "merged": 0, "returned": 0, "skipped": 0})
    assert "没有收到报送表。\n没有读到内容。" in text


def test_figures_of_one_and_of_many_stand_in_words() -> None:
    text = text_of(
        1, rows={"read": 104, "merged": 101, "returned": 2, "skipped": 1}, new=1, moved=45, overdue=2
    )
    assert "共读到104行：并入101行，退回2行，略过1行（标题、合计之类）。" in text
    assert "措施：新增1项，有新进展45项，超期2项。" in text


def test_findings_point_to_the_list_and_to_the_workbooks_to_send_back() -> None:
    assert "发现警告17条，逐条写在“校验结果.xlsx”里。" in text_of(1, warnings=17)
    back = text_of(1, errors=3, warnings=17, returns={"人事处": "退改/人事处_退改.xlsx"})
    assert "发现错误3条、警告17条，逐条写在“校验结果.xlsx”里；要发回单位的表在“退改”文件夹里。" in back


def test_a_second_edition_and_an_unchanged_week_are_told_apart() -> None:
    assert text_of(edition=2).startswith("2020年第24周的台账已合并归档（第2次）。")
    assert text_of(changed=False).startswith("2020年第24周的台账此前已经合并归档，没有收到新的报送表")


@pytest.mark.parametrize(
    ("code", "words"), [(0, "办好了"), (1, "办好了，有事项要处理"), (2, "没有办成"), (-9, "没有办成")]
)
def test_the_exit_code_is_shown_in_words(code: int, words: str) -> None:
    assert notice_of(DONE, code).title == f"合并台账：{words}"


def test_a_failure_says_its_sentence_offers_another_try_and_opens_nothing(tmp_path: Path) -> None:
    answers = [(2, {"error": "总台账.xlsx 正在被打开，请关闭后重试。"}), (0, {**DONE, "outputs": {}})]
    shown: list[Notice] = []

    def show(notice: Notice) -> bool:
        shown.append(notice)
        return True

    assert run_and_tell(tmp_path, work=lambda _: answers.pop(0), show=show, open_paper=pytest.fail) == 0
    assert [(n.failed, n.text.split("\n")[0]) for n in shown] == [
        (True, "总台账.xlsx 正在被打开，请关闭后重试。"),
        (False, "2020年第24周的台账已合并归档。"),
    ]


def test_without_another_try_a_failure_ends_with_code_2(tmp_path: Path) -> None:
    failed = (2, {"error": "磁盘空间不足。"})
    assert run_and_tell(tmp_path, work=lambda _: failed, show=lambda _: False, open_paper=pytest.fail) == 2


def test_ledger_and_report_are_opened_once_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZGTOOL_NO_OPEN", raising=False)
    ledger, weekly = tmp_path / "总台账.xlsx", tmp_path / "周报.docx"
    ledger.write_bytes(b"x")
    result = {**DONE, "outputs": {"weekly": str(weekly), "ledger": str(ledger), "findings": str(ledger)}}
    opened: list[Path] = []
    told: list[list[Path]] = []

    def show(_: Notice) -> bool:
        told.append(list(opened))
        return False

    run_and_tell(tmp_path, work=lambda _: (1, result), show=show, open_paper=opened.append)
    assert (told, opened) == ([[]], [ledger])  # the report that is not there is passed over
    monkeypatch.setenv("ZGTOOL_NO_OPEN", "1")
    run_and_tell(tmp_path, work=lambda _: (1, result), show=show, open_paper=pytest.fail)


def test_the_last_result_is_kept_for_notepad(tmp_path: Path) -> None:
    (tmp_path / "输出").mkdir()
    moment = datetime(2020, 6, 12, 12, 5)
    run_and_tell(tmp_path, work=lambda _: (0, DONE), show=lambda _: False, clock=lambda: moment)
    kept = (tmp_path / "输出" / "最近一次结果.txt").read_bytes()
    assert kept.startswith("\ufeff2020年6月12日 12:05\r\n合并台账：办好了\r\n\r\n2020年第24周".encode())


def fake_command(folder: Path, body: str) -> dict[str, str]:
    """An environment in which `python -m zgtool` runs `body`."""
    package = folder / "zgtool"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "__main__.py").write_text(f"import json, os, sys\n{body}\n", encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


def test_the_week_runs_as_a_child_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "print(json.dumps({'argv': sys.argv[1:]}, ensure_ascii=False)); sys.exit(1)"
    for name, value in fake_command(tmp_path, body).items():
        monkeypatch.setenv(name, value)
    area = tmp_path / ODD_FOLDER
    area.mkdir()
    (area / "json.py").write_text("raise SystemExit('a file of the work area was run')", encoding="utf-8")
    monkeypatch.chdir(area)
    code, result = desktop.run_week(area)
    assert (code, result) == (1, {"argv": ["run", "--area", str(area), "--json"]})


def test_a_child_that_dies_leaves_its_last_words_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in fake_command(tmp_path, "raise RuntimeError('坏了')").items():
        monkeypatch.setenv(name, value)
    area = tmp_path / "area"
    area.mkdir()
    code, result = desktop.run_week(area)
    assert code == 2
    assert "日志/双击错误.txt" in result["error"]
    assert "坏了" in (area / "日志" / "双击错误.txt").read_text(encoding="utf-8")


def test_without_a_screen_the_notice_is_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert show_notice(Notice("合并台账：没有办成", "磁盘空间不足。", failed=True)) is False
    assert capsys.readouterr().out == "合并台账：没有办成\n\n磁盘空间不足。\n"


# launchers


def test_the_bat_is_ascii_with_crlf_and_balanced_quotes() -> None:
    data = (TEMPLATES / "launchers" / "合并台账.bat").read_bytes()
    assert data.isascii()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") == len(data.splitlines())
    lines = data.decode("ascii").split("\r\n")
    assert lines[0] == "@echo off"
    assert "setlocal DisableDelayedExpansion" in lines
    for line in lines:
        assert line.count('"') % 2 == 0, line
        assert "chcp" not in line
        for variable in ("%~dp0", "%HERE%", "%PY%"):
            before = line.partition(variable)[0]
            assert variable not in line or before.count('"') % 2 == 1, f"outside quotes: {line}"
    assert not any(line.startswith("echo") and "%" in line for line in lines)
    labels = {line[1:] for line in lines if line.startswith(":")}
    jumps = {line.rpartition("goto ")[2] for line in lines if "goto " in line}
    assert jumps == labels


def test_the_interpreter_of_the_bat_stands_in_its_sidecar_in_the_code_page_of_cmd(tmp_path: Path) -> None:
    python = Path("C:/用户/张三/venv/Scripts/python.exe")
    write_launchers(tmp_path, python)
    assert (tmp_path / SIDECAR_NAME).read_bytes() == f"{python}\n".encode("gbk")
    assert f'set /p "PY=" <"%HERE%{SIDECAR_NAME}"'.encode() in (tmp_path / "合并台账.bat").read_bytes()


def test_writing_the_launchers_twice_changes_nothing(tmp_path: Path) -> None:
    first = [p.read_bytes() for p in write_launchers(tmp_path, Path(sys.executable))]
    again = write_launchers(tmp_path, Path(sys.executable))
    assert [p.read_bytes() for p in again] == first
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in again)


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """A work area with an awkward name, launchers and a planted module that must not be run."""
    area = tmp_path / "工作区 $HOME'引`100%\"" / ODD_FOLDER
    area.mkdir(parents=True)
    (area / "json.py").write_text("raise SystemExit('a file of the work area was run')", encoding="utf-8")
    (area / "输出").mkdir()
    write_launchers(area, Path(sys.executable))
    return area


def run_here(command: list[str], area: Path, fake: Path) -> subprocess.CompletedProcess[str]:
    body = f"print(json.dumps({{**{DONE!r}, 'received': sys.argv[3:4]}}, ensure_ascii=False))"
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")
    }
    # The real package with a command line of our own in front of it.
    hook = fake / "sitecustomize.py"
    hook.write_text(
        "import json, runpy, sys\n"
        "if sys.orig_argv[1:3] == ['-m', 'zgtool']:\n"
        "    sys.argv = ['zgtool', *sys.orig_argv[3:]]\n"
        f"    {body}\n"
        "    sys.stdout.flush()\n"
        "    import os; os._exit(1)\n",
        encoding="utf-8",
    )
    environment |= {"PYTHONPATH": os.pathsep.join((str(fake), str(CHECKOUT))), "ZGTOOL_NO_OPEN": "1"}
    return subprocess.run(
        command, cwd=area, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


@pytest.mark.skipif(os.name != "posix", reason="shell launcher")
@pytest.mark.parametrize("start", ["./合并台账.sh", "sh 合并台账.sh"])
def test_the_shell_launcher_runs_its_own_folder(area: Path, tmp_path: Path, start: str) -> None:
    done = run_here(start.split(), area, tmp_path)
    assert done.returncode == 1, done.stderr
    assert "收到1个单位的报送表" in done.stdout
    assert "2020年第24周的台账已合并归档" in (area / "输出" / "最近一次结果.txt").read_text(
        encoding="utf-8-sig"
    )


@pytest.mark.skipif(os.name != "posix", reason="shell launcher")
def test_the_shell_launcher_says_when_the_program_is_gone(area: Path, tmp_path: Path) -> None:
    write_launchers(area, Path("/nowhere/bin/python"))
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["sh", str(area / "合并台账.sh")],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有找到合并台账的程序" in done.stderr


def exec_arguments(desktop_file: Path, own: str) -> list[str]:
    """The command of a desktop entry, unpacked by the rules of the specification; %k stands for `own`."""
    lines = desktop_file.read_text(encoding="utf-8").splitlines()
    value = next(line.removeprefix("Exec=") for line in lines if line.startswith("Exec="))
    value = value.replace("\\\\", "\\")
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', value)
    arguments = [re.sub(r'\\(["`$\\])', r"\1", quoted) or plain for quoted, plain in words]
    return [own if a == "%k" else a.replace("%%", "%") for a in arguments if own or a != "%k"]


GIO = """
import os, sys
from gi.repository import Gio, GLib
pids = []
entry = Gio.DesktopAppInfo.new_from_filename(sys.argv[1])
flags = GLib.SpawnFlags.DO_NOT_REAP_CHILD
entry.launch_uris_as_manager([], None, flags, None, None, lambda _, pid, *__: pids.append(pid), None)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pids[0], 0)[1]))
"""


def python_with_gio() -> str:
    for python in (sys.executable, "/usr/bin/python3"):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            if not subprocess.run(
                [python, "-c", "import gi.repository.Gio"], capture_output=True, check=False
            ).returncode:
                return python
    return pytest.skip("no GIO for Python")


@pytest.mark.skipif(os.name != "posix", reason="desktop entry")
def test_a_file_manager_that_uses_gio_starts_the_desktop_entry(area: Path, tmp_path: Path) -> None:
    moved = area.with_name("搬走了 (2) & 100%")
    area.rename(moved)
    done = run_here([python_with_gio(), "-c", GIO, str(moved / "合并台账.desktop")], Path("/"), tmp_path)
    assert done.returncode == 1, done.stderr
    assert (moved / "输出" / "最近一次结果.txt").exists()


@pytest.mark.skipif(os.name != "posix", reason="desktop entry")
@pytest.mark.parametrize("told", [True, False])
def test_the_desktop_entry_finds_its_folder_with_and_without_its_own_path(
    area: Path, tmp_path: Path, told: bool
) -> None:
    entry = area / "合并台账.desktop"
    done = run_here(exec_arguments(entry, str(entry) if told else ""), Path("/"), tmp_path)
    assert done.returncode == 1, done.stderr
    assert (area / "输出" / "最近一次结果.txt").exists()


@pytest.mark.skipif(os.name != "posix", reason="desktop entry")
def test_a_moved_work_area_is_run_where_it_is_now(area: Path, tmp_path: Path) -> None:
    moved = area.with_name("搬走了")
    area.rename(moved)
    entry = moved / "合并台账.desktop"
    assert run_here(exec_arguments(entry, str(entry)), Path("/"), tmp_path).returncode == 1
    assert (moved / "输出" / "最近一次结果.txt").exists()


PRESS = """
import sys, tkinter
from zgtool.desktop import Notice, show_notice
button, failed = sys.argv[1], sys.argv[2] == "failed"
begin = tkinter.Tk.__init__

def press(window):
    boxes = [w for w in window.tk.splitlist(window.tk.eval("winfo children .")) if "messagebox" in w]
    if not boxes or not window.tk.eval(f"winfo exists {boxes[0]}.{button}") == "1":
        window.after(50, press, window)
        return
    print(window.tk.eval(f"{boxes[0]}.{button} cget -text"), file=sys.stderr)
    print(window.tk.eval(f"{boxes[0]}.msg cget -text"), file=sys.stderr)
    window.tk.eval(f"{boxes[0]}.{button} invoke")

def init(window, *given, **named):
    begin(window, *given, **named)
    window.after(50, press, window)

tkinter.Tk.__init__ = init
sys.exit(7 if show_notice(Notice("合并台账", "总台账打开着。", failed=failed)) else 8)
"""


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A display of our own."""
    server = shutil.which("Xvfb")
    if server is None or importlib.util.find_spec("tkinter") is None:
        pytest.skip("no Xvfb or no tkinter")
    with subprocess.Popen(
        [server, "-displayfd", "1"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as started:
        assert started.stdout is not None
        yield f":{started.stdout.readline().decode().strip()}"
        started.terminate()


@pytest.mark.parametrize(
    ("button", "kind", "label", "code"),
    [("retry", "failed", "重试", 7), ("cancel", "failed", "关闭", 8), ("ok", "done", "知道了", 8)],
)
def test_the_box_has_chinese_buttons_and_tells_which_was_pressed(
    screen: str, button: str, kind: str, label: str, code: int
) -> None:
    environment = {**os.environ, "DISPLAY": screen, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", PRESS, button, kind]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr.splitlines()) == (code, [label, "总台账打开着。"])

"""Double click: run the week as a child process, say in one box what happened, open the papers.

The command line does the work; a crash in it cannot take the box away, and the two cannot
drift apart. Run as `python -m zgtool.desktop FOLDER`.
"""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zgtool.launchers import write_launchers
from zgtool.model.period import ReportWeek, chinese_date
from zgtool.workspace.disk import make_folder, replace_file
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.trouble import WorkAreaTrouble

__all__ = ["Notice", "main", "notice_of", "run_and_tell", "write_launchers"]

TITLE = "合并台账"
RESULT_NAME = "最近一次结果.txt"
FAULTS_NAME = "双击错误.txt"
NO_OPEN = "ZGTOOL_NO_OPEN"
"""Set to 1, the papers are not opened after the run."""
NAMES_SHOWN = 8
FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "思源黑体", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei")
"""For Tk's own box on Linux, where the system may pick a brush script: the first one installed."""
CLEAN, FINDINGS, FAILED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Notice:
    """What the box says. failed: nothing was done, so the box offers 重试. papers: what to open next."""

    title: str
    text: str
    failed: bool = False
    papers: tuple[Path, ...] = ()


def notice_of(result: Mapping[str, Any], code: int) -> Notice:
    """The words for what `zgtool run --json` printed and its exit code."""
    if code not in (CLEAN, FINDINGS) or "error" in result:
        error = str(result.get("error") or f"程序没有正常结束（退出码 {code}）。")
        return Notice(f"{TITLE}：没有办成", error, failed=True)
    lines = (_headline(result), "", _receipts(result), _rows(result), _moves(result), _faults(result))
    outputs = result.get("outputs") or {}
    papers = tuple(Path(outputs[key]) for key in ("ledger", "weekly") if outputs.get(key))
    title = f"{TITLE}：办好了" if code == CLEAN else f"{TITLE}：办好了，有事项要处理"
    return Notice(title, "\n".join(lines), papers=papers)


def _headline(result: Mapping[str, Any]) -> str:
    try:
        week = ReportWeek.parse(str(result.get("week", ""))).label
    except ValueError:
        week = "本周"
    if not result.get("changed", True):
        return f"{week}的台账此前已经合并归档，没有收到新的报送表，总台账没有改动。"
    edition = int(result.get("edition") or 1)
    return f"{week}的台账已合并归档{f'（第{edition}次）' if edition > 1 else ''}。"


def _receipts(result: Mapping[str, Any]) -> str:
    received = result.get("received") or []
    said = [f"收到{len(received)}个单位的报送表" if received else "没有收到报送表"]
    for key, word in (("late", "迟报"), ("returned", "退回"), ("missing", "未报")):
        names = result.get(key) or []
        if names:
            said.append(f"{word}{len(names)}个：{_names(names)}")
    return "。\n".join(said) + "。"


def _rows(result: Mapping[str, Any]) -> str:
    rows = result.get("rows") or {}
    read, merged, returned, skipped = (
        int(rows.get(k) or 0) for k in ("read", "merged", "returned", "skipped")
    )
    parts = [f"并入{merged}行", f"退回{returned}行", f"略过{skipped}行（标题、合计之类）"]
    shown = [part for part, count in zip(parts, (1, returned, skipped), strict=True) if count]
    return f"共读到{read}行：{'，'.join(shown)}。" if read else "没有读到内容。"


def _moves(result: Mapping[str, Any]) -> str:
    words = (("new", "新增"), ("moved", "有新进展"), ("closed", "销号"), ("overdue", "超期"))
    said = [f"{word}{result[key]}项" for key, word in words if result.get(key)]
    return f"措施：{'，'.join(said)}。" if said else "措施没有变化，也没有超期。"


def _faults(result: Mapping[str, Any]) -> str:
    words = (("errors", "错误"), ("warnings", "警告"))
    said = [f"{word}{result[key]}条" for key, word in words if result.get(key)]
    if not said:
        return "没有发现需要修改的地方。"
    back = "；要发回单位的表在“退改”文件夹里" if result.get("returns") else ""
    return f"发现{'、'.join(said)}，逐条写在“校验结果.xlsx”里{back}。"


def _names(names: Sequence[str]) -> str:
    shown = "、".join(str(name) for name in names[:NAMES_SHOWN])
    return f"{shown}等" if len(names) > NAMES_SHOWN else shown


def run_and_tell(
    root: Path,
    *,
    work: Callable[[Path], tuple[int, dict[str, Any]]] | None = None,
    show: Callable[[Notice], bool] | None = None,
    open_paper: Callable[[Path], None] | None = None,
    clock: Callable[[], datetime] = datetime.now,
) -> int:
    """Run the week, tell it in one box, open the papers; the exit code of the last try.

    work: runs the week, gives exit code and result. show: the box; True means 重试 was pressed.
    """
    work, show, open_paper = work or run_week, show or show_notice, open_paper or open_file
    area = WorkArea(root.absolute())
    while True:
        code, result = work(area.root)
        notice = notice_of(result, code)
        _keep(area, notice, clock())
        if not (show(notice) and notice.failed):
            break
    if os.environ.get(NO_OPEN) != "1":
        for paper in notice.papers:
            if paper.exists():
                open_paper(paper)
    return code if code in (CLEAN, FINDINGS) else FAILED


def run_week(root: Path) -> tuple[int, dict[str, Any]]:
    """Exit code and result of `zgtool run --json` for a work area, run as a child process."""
    command = [sys.executable, "-m", "zgtool", "run", "--area", str(root), "--json"]
    # Started beside the interpreter: with -m Python also looks for modules in the current folder.
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=Path(sys.executable).parent,
        env={**os.environ, "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        check=False,
    )
    try:
        result = json.loads(done.stdout.decode("utf-8"))
    except ValueError:
        result = None
    if isinstance(result, dict):
        return done.returncode, result
    with suppress(WorkAreaTrouble):
        area = WorkArea(root)
        if area.root.is_dir():
            make_folder(area.logs)
            replace_file(area.logs / FAULTS_NAME, done.stdout + b"\n" + done.stderr)
    return FAILED, {"error": f"程序没有正常结束，详细情况记在 日志/{FAULTS_NAME}，请把这个文件交给维护人员。"}


def show_notice(notice: Notice) -> bool:
    """Say it in a window when there is a screen, else in text; True when the clerk pressed 重试."""
    print(f"{notice.title}\n\n{notice.text}")
    for way in (_tk_box, _zenity_box, _bubble):
        pressed = way(notice)
        if pressed is not None:
            return pressed
    return False


def _tk_box(notice: Notice) -> bool | None:
    try:
        import tkinter
        from tkinter import messagebox
    except ImportError:
        return None
    _sharp_on_windows()
    try:
        window = tkinter.Tk()
    except tkinter.TclError:
        return None
    try:
        window.withdraw()
        window.attributes("-topmost", True)
        with suppress(tkinter.TclError):  # an older Tk without these words still shows the text
            _speak_chinese(window)
        if notice.failed:
            return messagebox.askretrycancel(notice.title, notice.text, icon="error", parent=window)
        messagebox.showinfo(notice.title, notice.text, parent=window)
        return False
    finally:
        window.destroy()


def _sharp_on_windows() -> None:
    if sys.platform == "win32":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.windll.shcore.SetProcessDpiAwareness(1)


def _speak_chinese(window: Any) -> None:
    """Tk draws its own box on Linux: Chinese buttons, and a text wide enough to read."""
    if sys.platform == "win32":
        return
    for english, chinese in (("&OK", "知道了"), ("&Retry", "重试"), ("&Cancel", "关闭")):
        window.tk.eval(
            f"namespace eval ::tk {{::msgcat::mcset [::msgcat::mclocale] {{{english}}} {{{chinese}}}}}"
        )
    from tkinter import font

    installed = set(font.families(window))
    family = next((name for name in FONTS if name in installed), None)
    if family:
        font.nametofont("TkDefaultFont", window).configure(family=family, size=11)
    window.option_add("*Dialog.msg.wrapLength", "420p")
    window.option_add("*Dialog.msg.font", "TkDefaultFont")


def _zenity_box(notice: Notice) -> bool | None:
    program = shutil.which("zenity")
    if not program or not _has_screen():
        return None
    kind = ["--question", "--ok-label=重试", "--cancel-label=关闭"] if notice.failed else ["--info"]
    command = [
        program,
        *kind,
        "--no-markup",
        "--width=520",
        f"--title={notice.title}",
        f"--text={notice.text}",
    ]
    pressed = subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode
    return None if pressed not in (0, 1) else notice.failed and pressed == 0


def _bubble(notice: Notice) -> bool | None:
    program = shutil.which("notify-send")
    if not program or not _has_screen():
        return None
    command = [program, f"--app-name={TITLE}", notice.title, html.escape(notice.text, quote=False)]
    subprocess.run(command, stderr=subprocess.DEVNULL, check=False)
    return False


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_file(path: Path) -> None:
    """Open one of our papers with the program that owns its kind; nothing happens when there is none."""
    if sys.platform == "win32":
        with suppress(OSError):
            os.startfile(path)
        return
    program = shutil.which("xdg-open")
    if program and _has_screen():
        subprocess.Popen(
            [program, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def _keep(area: WorkArea, notice: Notice, now: datetime) -> None:
    """输出/最近一次结果.txt, for when the box has been closed; with a mark and line ends Notepad knows."""
    if not area.output.is_dir():
        return
    text = f"{chinese_date(now.date())} {now:%H:%M}\n{notice.title}\n\n{notice.text}\n"
    with suppress(WorkAreaTrouble, OSError):
        replace_file(area.output / RESULT_NAME, text.replace("\n", "\r\n").encode("utf-8-sig"))


def main(arguments: Sequence[str]) -> int:
    """`python -m zgtool.desktop FOLDER`; the launchers call this."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:  # pythonw has none
            continue
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if len(arguments) != 1:
        show_notice(
            Notice(f"{TITLE}：没有办成", "启动文件不完整，请信息人员重新运行一次 zgtool init。", failed=False)
        )
        return FAILED
    return run_and_tell(Path(arguments[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

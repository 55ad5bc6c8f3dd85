"""一条命令装好并运行，只需要 Python 3.10 以上：

    python run.py demo    在 samples/ 上跑一遍每周的主要工作
    python run.py test    运行全部测试
    python run.py zgtool …  运行 zgtool 的任何命令

第一次运行时在本目录建立 .venv 并按 constraints.txt 安装所需的包，以后直接运行。
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
EXTRAS = {"demo": "", "zgtool": "", "test": "[dev]"}


def main(argv):
    if sys.version_info < (3, 10):  # noqa: UP036 (the sentence is for whoever has an older one)
        print(
            f"zgtool 需要 Python 3.10 以上，这台电脑上是 {sys.version.split()[0]}。请安装较新的 Python 后再试。"
        )
        return 2
    if not argv or argv[0] not in EXTRAS:
        print(__doc__.strip())
        return 2
    command, rest = argv[0], argv[1:]
    if not installed(EXTRAS[command]):
        return 2
    environment = {**os.environ, "PYTHONUTF8": "1"}
    call = {
        "demo": ["-m", "zgtool", "demo", *rest],
        "zgtool": ["-m", "zgtool", *rest],
        "test": ["-m", "pytest", "-n", "2", *rest],
    }[command]
    return subprocess.call([PYTHON, *call], cwd=None if command == "zgtool" else HERE, env=environment)


def installed(extra):
    """Whether .venv holds what the project asks for; installs it when pyproject or constraints changed."""
    asked = b"".join((HERE / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    digest = hashlib.sha256(asked).hexdigest()
    stamps = [VENV / f"installed{e}" for e in dict.fromkeys((extra, "[dev]"))]
    if PYTHON.exists() and any(s.exists() and s.read_text() == digest for s in stamps):
        return True
    print("第一次运行（或所需的包有变化），正在准备运行环境，请稍候……", flush=True)
    pip = make_venv()
    if pip is None:
        print(
            "没有准备好运行环境：这台电脑的 Python 缺少 venv 和 pip。请安装 python3-venv（或 python3-pip）后再试。"
        )
        return False
    target = f"{HERE}{extra}"
    code = subprocess.call([*pip, "install", "-q", "-c", str(HERE / "constraints.txt"), "-e", target])
    if code:
        print("没有装好所需的包：请检查网络；不能上网的，按办公室手册“离线安装”一节准备安装包后再试。")
        return False
    stamps[0].write_text(digest)
    return True


def make_venv():
    """Make .venv; returns the pip command to install with, None when there is no way to one.

    Debian and its relatives ship Python without ensurepip: then the venv is made bare and
    the system's own pip installs into it.
    """
    own = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    if PYTHON.exists() and quiet([*own, "--version"]):
        return own
    if quiet([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        return own
    if not quiet([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)]):
        return None
    outer = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(PYTHON)]
    return outer if quiet([*outer, "--version"]) else None


def quiet(command):
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

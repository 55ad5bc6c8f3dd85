"""The files a clerk double-clicks: 合并台账.bat for Windows, .sh and .desktop for UOS and Kylin."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from zgtool.workspace.disk import read_bytes, replace_file
from zgtool.workspace.layout import TEMPLATES

NAME = "合并台账"
SIDECAR_NAME = "zgtool-python.txt"
"""Read by the .bat, whose own text must stay ASCII; the path of the interpreter may hold Chinese."""


def write_launchers(root: Path, python: Path) -> list[Path]:
    """Write the launchers for a work area, to be run with the interpreter `python`.

    Both paths are absolute. The same arguments always write the same bytes. Raises
    WorkAreaTrouble with one sentence when the folder cannot be written.
    """
    script = root / f"{NAME}.sh"
    texts = {
        f"{NAME}.bat": _template(f"{NAME}.bat"),
        SIDECAR_NAME: _sidecar(python),
        script.name: _template(script.name).replace(b"@PYTHON@", os.fsencode(shlex.quote(str(python)))),
        f"{NAME}.desktop": _template(f"{NAME}.desktop").replace(b"@SCRIPT@", _exec_argument(str(script))),
    }
    written = []
    for name, data in texts.items():
        path = root / name
        replace_file(path, data)
        if path.suffix in (".sh", ".desktop"):
            path.chmod(0o755)
        written.append(path)
    return written


def _template(name: str) -> bytes:
    return read_bytes(TEMPLATES / "launchers" / name)


def _sidecar(python: Path) -> bytes:
    # cmd reads the file in the system's own code page, 936 on Chinese Windows. One line that ends in LF:
    # of CR LF some versions of set /p leave the CR behind.
    return f"{python}\n".encode("oem" if os.name == "nt" else "gbk", "replace")


def _exec_argument(text: str) -> bytes:
    """One argument of a desktop entry's Exec key: quoted by its rules, then as a string value."""
    quoted = "".join(f"\\{c}" if c in '"`$\\' else c for c in text.replace("%", "%%"))
    return os.fsencode(f'"{quoted}"'.replace("\\", "\\\\"))

"""The layer guard: arrows between packages point down only, and heavy libraries stay at their address."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "zgtool"

ALLOWED = {
    "model": set(),
    "language": {"model"},
    "ops": {"model", "language"},
    "rules": {"model", "language", "ops"},
    "reports": {"model", "ops"},
    "reading": {"model", "language"},
    "writing": {"model", "ops", "reports"},
    "workspace": {"model", "reading"},
    "app": {"model", "language", "ops", "rules", "reports", "reading", "writing", "workspace"},
}
FACES = {
    "__main__.py": {"cli"},
    "cli.py": {"arguments", "console", "commands"},
    "arguments.py": {"chinese_parser", "console"},
    "chinese_parser.py": {"console"},
    "console.py": set(),
    "commands_base.py": {"app", "model", "workspace"},
    "commands.py": {"app", "commands_base", "console", "desktop", "model", "workspace"},
    "commands_files.py": {"app", "commands_base", "console", "model"},
    "commands_faces.py": {"app", "commands_base", "mail", "scheduler", "workspace"},
    "commands_papers.py": {"app", "commands_base", "reports"},
    "commands_diff.py": {"app", "commands_base", "model", "ops", "reports"},
    "commands_history.py": {"app", "commands_base", "model"},
    "commands_templates.py": {"app", "commands_base", "reports"},
    "commands_points.py": {"app", "commands_base", "model", "ops"},
    "explain.py": {"app", "commands_base", "language"},
    "desktop.py": {"app", "model", "workspace", "launchers"},
    "launchers.py": {"model", "workspace"},
    "mail.py": {"delivery", "letters", "outbox", "model", "workspace"},
    "delivery.py": {"model", "outbox", "workspace"},
    "letters.py": {"model", "workspace"},
    "outbox.py": {"model", "workspace"},
    "scheduler.py": {"app", "language", "mail", "model", "ops", "workspace"},
}
LIBRARIES = {
    "openpyxl": {"reading/careful.py", "app/demo.py"},
    "schedule": {"scheduler.py"},
    "pandas": {"writing/frame.py"},
    "docx": {
        "writing/report_docx.py",
        "writing/docx_charts.py",
        "writing/docx_finish.py",
        "writing/kept_text.py",
        "writing/word_template.py",
        "writing/template_check.py",
    },
    "docxtpl": {"writing/word_template.py", "writing/template_check.py", "writing/report_docx.py"},
    "rapidfuzz": {
        "ops/match.py",
        "ops/diff.py",
        "ops/text_marks.py",
        "language/similarity.py",
        "language/copies.py",
    },
    "python_calamine": {"reading/calamine.py"},
    "rich": {"console.py"},
}
LATE = {("model/ledger.py", "zgtool.writing.frame.to_frame"), ("model/ledger.py", "pandas.DataFrame")}
"""Single arrows that go up by name: the method analysts call, imported when called, and the type it returns."""
PURE = ("model", "language", "ops", "rules", "reports")
IMPURE = {
    "os",
    "pathlib",
    "io",
    "socket",
    "random",
    "secrets",
    "subprocess",
    "shutil",
    "tempfile",
    "time",
    "urllib",
    "sqlite3",
    "smtplib",
}
CLOCK = {"today", "now", "utcnow", "fromtimestamp"}


def imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "write imports in full; a relative import hides its arrow"
            yield from (f"{node.module}.{a.name}" for a in node.names)


def breaches(path: str, source: str) -> Iterator[str]:
    """What `source`, standing at `path` inside the package, imports or calls against the table."""
    home = path.split("/")[0]
    for name in imported(source):
        if (path, name) in LATE:
            continue
        parts = name.split(".")
        if parts[0] == "zgtool" and len(parts) > 1 and parts[1] != "__version__":
            allowed = ALLOWED[home] | {home} if home in ALLOWED else FACES.get(path, set())
            if parts[1] not in allowed:
                yield f"{path} → {name}"
        if path not in LIBRARIES.get(parts[0], {path}):
            yield f"{path} → {name}"
        if home in PURE and parts[0] in IMPURE:
            yield f"{path} → {name}"
    if home in PURE:
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
                yield f"{path} → clock: {node.func.attr}"
            if isinstance(node.func, ast.Name) and node.func.id == "open":
                yield f"{path} → open"


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("rules/measures.py", "import openpyxl", ["rules/measures.py → openpyxl"]),
        ("model/ledger.py", "from zgtool import cli", ["model/ledger.py → zgtool.cli"]),
        (
            "reports/weekly.py",
            "from zgtool.writing import styles",
            ["reports/weekly.py → zgtool.writing.styles"],
        ),
        ("writing/table.py", "import zgtool.rules", ["writing/table.py → zgtool.rules"]),
        ("ops/merge.py", "import pandas as pd", ["ops/merge.py → pandas"]),
        (
            "model/ledger.py",
            "from zgtool.writing.frame import trend_frame",
            ["model/ledger.py → zgtool.writing.frame.trend_frame"],
        ),
        ("ops/merge.py", "from datetime import date\ndate.today()", ["ops/merge.py → clock: today"]),
        ("language/points.py", "open('x')", ["language/points.py → open"]),
        ("__main__.py", "from zgtool.app import weekly", ["__main__.py → zgtool.app.weekly"]),
        ("mail.py", "from zgtool.scheduler import tick", ["mail.py → zgtool.scheduler.tick"]),
    ],
)
def test_the_guard_bites_on_a_planted_violation(path: str, source: str, expected: list[str]) -> None:
    assert list(breaches(path, source)) == expected


def test_the_guard_lets_allowed_arrows_pass() -> None:
    assert not list(breaches("rules/history.py", "from zgtool.ops.diff import diff_ledgers"))


def test_a_relative_import_is_refused() -> None:
    with pytest.raises(AssertionError):
        list(imported("from . import ledger"))


def test_every_module_keeps_to_its_floor() -> None:
    modules = sorted(PACKAGE.rglob("*.py"))
    assert len(modules) > 40
    found = [b for m in modules for b in breaches(m.relative_to(PACKAGE).as_posix(), m.read_text("utf-8"))]
    assert found == []


def test_every_face_stands_in_the_table() -> None:
    faces = {m.name for m in PACKAGE.glob("*.py")} - {"__init__.py"}
    assert faces <= set(FACES), faces - set(FACES)


def test_nothing_deletes_below_the_archive() -> None:
    """Only disk.py, staging and publish remove files, and never what is filed (their own tests show it)."""
    removing = {"unlink", "rmtree", "rmdir"}
    homes = set()
    for module in PACKAGE.rglob("*.py"):
        tree = ast.parse(module.read_text("utf-8"))
        if any(isinstance(n, ast.Attribute) and n.attr in removing for n in ast.walk(tree)):
            homes.add(module.relative_to(PACKAGE).as_posix())
    assert not {h for h in homes if h.split("/")[0] in (*PURE, "reading", "rules")}

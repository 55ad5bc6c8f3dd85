"""What the wheel carries, and that the pins name no place."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")


def test_every_package_goes_into_the_wheel() -> None:
    listed = re.search(r"^packages = \[(.*?)\]", PYPROJECT, re.MULTILINE | re.DOTALL)
    assert listed
    names = set(re.findall(r'"([\w.]+)"', listed[1]))
    there = {".".join(p.parent.relative_to(ROOT).parts) for p in (ROOT / "zgtool").rglob("__init__.py")}
    assert names == there | {"zgtool.templates", "zgtool.samples"}


def test_every_dependency_has_a_reason_and_two_bounds() -> None:
    lines = re.findall(r'^    "([^"]+)",(.*)$', PYPROJECT, re.MULTILINE)
    dependencies = [(name, rest) for name, rest in lines if re.match(r"[\w-]+>=", name)]
    assert len(dependencies) > 15
    for name, rest in dependencies:
        assert re.fullmatch(r"[\w-]+>=[\d.]+,<[\d.]+", name), name
        assert re.fullmatch(r"\s+# \S.*", rest), name


def test_pins_name_no_address() -> None:
    for name in ("constraints.txt", "constraints-lowest.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert "xlsxwriter==" in text

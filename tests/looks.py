"""Pictures and plain text of finished documents, for looking at and for comparing.

LibreOffice gives a character two cells where a character grid is narrower than the glyph,
so Word's correct page shows 14 characters a line there. `pages_as_png` therefore converts a
copy whose grid is of lines only, with characters drawn closer by the same amount. Fonts are
lent by a private fonts.conf; nothing is installed and nothing reaches the document.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

_ALIASES = {
    "仿宋_GB2312": "AR PL SungtiL GB", "仿宋": "AR PL SungtiL GB", "宋体": "AR PL SungtiL GB",
    "SimSun": "AR PL SungtiL GB", "楷体_GB2312": "AR PL KaitiM GB", "楷体": "AR PL KaitiM GB",
    "黑体": "Noto Sans CJK SC", "微软雅黑": "Noto Sans CJK SC", "等线": "Noto Sans CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
}  # fmt: skip
_LINES_ONLY = {
    "word/document.xml": (rb'<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-842"/>',
                          b'<w:docGrid w:type="lines" w:linePitch="579"/>'),
    "word/styles.xml": (rb'(<w:style w:type="paragraph" w:default="1".*?<w:color w:val="000000"/>)',
                        rb'\1<w:spacing w:val="-6"/>'),
}  # fmt: skip


def pages_as_png(path: Path, folder: Path, *, dpi: int = 70) -> list[Path]:
    """The pages of a document or workbook as pictures; skips the test where LibreOffice is missing."""
    pdf = as_pdf(path, folder)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(pdf), str(folder / pdf.stem)], check=True)
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def page_texts(path: Path, folder: Path) -> list[str]:
    """The text of each page as laid out."""
    return texts_of_pdf(as_pdf(path, folder))


def texts_of_pdf(pdf: Path) -> list[str]:
    """The text of each page of a PDF as laid out."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout
    return text.decode("utf-8").removesuffix("\f").split("\f")


def as_pdf(path: Path, folder: Path) -> Path:
    """A PDF of the file, made by LibreOffice in a profile of its own."""
    return as_pdfs([path], folder)[0]


def as_pdfs(paths: Sequence[Path], folder: Path) -> list[Path]:
    """PDFs of several files, made in one start of LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office or not shutil.which("pdftoppm"):
        pytest.skip("没有 LibreOffice 或 pdftoppm，版面没有看")
    folder.mkdir(parents=True, exist_ok=True)
    sources = [_lines_only(path, folder) if path.suffix == ".docx" else path for path in paths]
    fonts = folder / "fonts.conf"
    fonts.write_text(_fonts_conf(folder), encoding="utf-8")
    profile = (folder / "profile").resolve().as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir",
         str(folder), *map(str, sources)],
        check=True, capture_output=True, timeout=180 + 20 * len(sources), env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )  # fmt: skip
    return [folder / f"{source.stem}.pdf" for source in sources]


def converted(paths: Sequence[Path], folder: Path, ending: str) -> dict[str, Path]:
    """The files as LibreOffice saves them, by stem; a file that it cannot open without repair fails the test."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("没有 LibreOffice，没有另存")
    folder.mkdir(parents=True, exist_ok=True)
    profile = (folder / "profile").resolve().as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir",
         str(folder), *map(str, paths)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    made = {path.stem: folder / f"{path.stem}.{ending}" for path in paths}
    assert all(path.exists() for path in made.values()), "有文件打不开"
    return made


def _lines_only(path: Path, folder: Path) -> Path:
    copy = folder / f"{path.stem}_look.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name in _LINES_ONLY:
                data = re.sub(*_LINES_ONLY[name], data, count=0, flags=re.DOTALL)
            new.writestr(name, data)
    return copy


def _fonts_conf(folder: Path) -> str:
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{stand_in}</family></prefer></alias>'
        for name, stand_in in _ALIASES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        "<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir>"
        f"<cachedir>{folder / 'fontcache'}</cachedir>{aliases}</fontconfig>"
    )

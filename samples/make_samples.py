"""Make the samples: `python samples/make_samples.py [文件夹]`, by default beside this script."""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sample_bureau import WEEKS, Bureau, load, rows
from sample_expected import COLUMNS, faults_of, markdown, oddities
from sample_files import xlsx_bytes
from sample_papers import LEDGER_FILE, Paper, ledger_grid, papers_of

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from zgtool.model.settings import BASIC, Settings  # noqa: E402  (a script beside the package)
from zgtool.model.units import Unit, UnitList  # noqa: E402
from zgtool.workspace.settings_basic import value_of  # noqa: E402
from zgtool.writing.settings_xlsx import write_settings  # noqa: E402

EXPECTED_HEAD = """# 样例里埋下的毛病

本文件由 make_samples.py 生成，请勿手改。每周以星期五为运行日（2020-06-05、2020-06-12、2020-06-19），
各周之间由办公室按 office_decisions.csv 在总台账里认定销号。“每周”表示毛病在台账里，三周都应当查出。
除下表所列，样例里没有别的毛病。

"""
ODD_HEAD = """
## 版式上的特别之处（不算毛病，应当照常读到）

"""


def samples(bureau: Bureau, known: tuple[Path, ...]) -> dict[str, bytes]:
    """Every file of the samples by its path below the folder."""
    files = {LEDGER_FILE: xlsx_bytes(ledger_grid(bureau))}
    everything: list[Paper] = []
    for week in range(1, len(WEEKS) + 1):
        papers = papers_of(bureau, week, known)
        everything += papers
        files |= {f"week{week}/{p.name}": p.data for p in papers}
        register = [(p.name, f"{p.arrived:%Y-%m-%d %H:%M}") for p in papers]
        files[f"week{week}/收文登记.csv"] = table(("文件名", "到件时间"), register)
    files["配置.xlsx"] = settings_book(bureau)
    files["office_decisions.csv"] = decisions(bureau)
    files["expected.md"] = expected(bureau, everything).encode("utf-8")
    return files


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV that Excel opens with the right characters."""
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode("utf-8-sig")


def settings_book(bureau: Bureau) -> bytes:
    """配置.xlsx of the bureau: its settings and its roster, as an office fills them in."""
    entries = {entry.label: entry for entry in BASIC}
    chosen = [(entries[row["设置项"]], row["值"]) for row in rows("设置.csv")]
    units = tuple(Unit(u.name, u.short, u.former, u.leader, u.contact, u.mail) for u in bureau.units)
    settings = Settings(**{e.key: value_of(e, text) for e, text in chosen}, units=UnitList(units))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "配置.xlsx"
        write_settings(path, settings)
        return path.read_bytes()


def decisions(bureau: Bureau) -> bytes:
    """What the office types into 总台账 after the run of a week."""
    typed = []
    for row in bureau.decisions:
        item = bureau.item(row["编号"])
        week = WEEKS[int(row["周"]) - 1]
        typed.append(
            (week, str(item.problem), item.measure, row["状态"], row["销号时间"], row["验收人"], row["说明"])
        )
    return table(("周次之后", "问题序号", "整改措施", "状态", "销号时间", "验收人", "说明"), typed)


def expected(bureau: Bureau, papers: Sequence[Paper]) -> str:
    """expected.md."""
    faults = [(f.week, f.file, f.unit, f.place, f.what, f.code, f.about) for f in faults_of(bureau, papers)]
    odd = markdown(("周", "文件", "位置", "特别之处"), oddities(bureau, papers))
    return EXPECTED_HEAD + markdown(COLUMNS, faults) + ODD_HEAD + odd


def write(folder: Path) -> list[Path]:
    """Write the samples into a folder and give their paths; a file that is already the same is left alone."""
    written = []
    for name, data in samples(load(), (folder, HERE)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
        written.append(path)
    return written


def main(argv: Sequence[str]) -> int:
    """The command: one optional argument, the folder to write into."""
    if len(argv) > 1 or argv[:1] in (["-h"], ["--help"]):
        print("用法：python samples/make_samples.py [文件夹]")
        return 0 if len(argv) == 1 else 2
    folder = Path(argv[0]) if argv else HERE
    print(f"已在 {folder} 写出 {len(write(folder))} 个样例文件。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The figures of the weekly run: `python benchmarks/weekly.py`.

1. The sample bureau's third week (14 units, about 110 rows), everything from start-up to filing: ≤ 5 s wall.
2. 100 workbooks × 100 rows: `zgtool merge` in at most half the time of a plain pandas script that
   only concatenates them (read_excel + concat + to_excel), in one interleaved run.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.timing import PYTHON, measured, race, report

PANDAS = """
import pathlib, sys
import pandas as pd
books = sorted(pathlib.Path(sys.argv[1]).glob('*.xlsx'))
pd.concat([pd.read_excel(b, header=2) for b in books]).to_excel(sys.argv[2], index=False)
"""

HEADS = (
    "序号",
    "问题类别",
    "反馈问题",
    "具体问题",
    "整改措施",
    "检验指标",
    "牵头单位",
    "配合单位",
    "分管领导",
    "责任人",
    "整改时限",
    "整改类型",
    "完成状态",
    "完成率",
    "本周进展",
    "佐证材料",
    "下一步措施",
    "备注",
)


def make_books(folder: Path, books: int = 100, rows: int = 100) -> None:
    """Submissions as units send them: title and particulars, headings, merged problem cells, Chinese text."""
    import xlsxwriter

    for book in range(books):
        unit = f"第{book + 1}处"
        with xlsxwriter.Workbook(str(folder / f"{unit}.xlsx")) as workbook:
            sheet = workbook.add_worksheet("整改台账")
            plain = workbook.add_format({"text_wrap": True, "border": 1})
            sheet.merge_range(0, 0, 0, len(HEADS) - 1, "巡视反馈意见整改台账", plain)
            sheet.merge_range(1, 0, 1, len(HEADS) - 1, f"填报单位：{unit}  填报时间：2020年6月12日", plain)
            sheet.write_row(2, 0, HEADS, plain)
            for row in range(rows):
                problem = row // 4 + 1
                sheet.write_row(
                    row + 3,
                    0,
                    (
                        problem,
                        "党的建设",
                        f"{unit}第{problem}个问题：落实制度不严格，一是记录不全；二是检查不及时。",
                        f"第{row + 1}个要点：台账记录不完整",
                        f"对{unit}第{row + 1}类台账逐项核对，7月上旬前补齐记录{row + 3}份。",
                        f"补齐记录{row + 3}份",
                        unit,
                        "办公室",
                        "王建国",
                        "李明",
                        "2020年7月上旬",
                        "限期整改",
                        "推进中",
                        f"{row % 90 + 5}%",
                        f"已核对第{row + 1}类台账，补齐{row % 7 + 1}份，其余正在核对，责任到人。",
                        f"核对记录{row % 7 + 1}份",
                        "下周继续补齐",
                        "",
                    ),
                    plain,
                )
            for first in range(0, rows - 3, 4):
                sheet.merge_range(
                    first + 3,
                    2,
                    first + 6,
                    2,
                    f"{unit}第{first // 4 + 1}个问题：落实制度不严格，一是记录不全；二是检查不及时。",
                    plain,
                )


def week_of_samples(folder: Path) -> tuple[float, float]:
    """(wall, CPU) of running the third sample week in a work area that has two weeks filed."""
    demo = folder / "演示"
    measured([PYTHON, "-m", "zgtool", "demo", str(demo)], folder)
    shutil.rmtree(demo / "归档" / "2020年第25周")
    shutil.copyfile(demo / "归档" / "2020年第24周" / "总台账.xlsx", demo / "总台账.xlsx")
    samples = Path(__file__).resolve().parent.parent / "samples" / "week3"
    for path in samples.iterdir():
        shutil.copyfile(path, demo / "收件" / path.name)
    command = [
        PYTHON,
        "-m",
        "zgtool",
        "run",
        "--area",
        str(demo),
        "--week",
        "2020-W25",
        "--today",
        "2020-06-19",
    ]
    return measured(command, folder)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wall, cpu = week_of_samples(folder)
        print(
            f"one week of 14 units: {wall:.2f} s wall, {cpu:.2f} s CPU (figure: 5 s wall) "
            f"{'met' if wall <= 5 else 'MISSED'}\n"
        )
        books = folder / "books"
        books.mkdir()
        make_books(books)
        (folder / "plain.py").write_text(PANDAS, encoding="utf-8")
        medians = race(
            {
                "pandas, only concatenating": [PYTHON, "plain.py", "books", "pandas.xlsx"],
                "zgtool merge, checked and formatted": [
                    PYTHON,
                    "-m",
                    "zgtool",
                    "merge",
                    "books",
                    "-o",
                    "zgtool.xlsx",
                    "--today",
                    "2020-06-12",
                ],
            },
            folder,
        )
        report(medians)
        (plain, _), (ours, _) = medians.values()
        print(
            f"share of pandas' time: {ours / plain:.2f} (figure: 0.50) {'met' if ours <= plain / 2 else 'MISSED'}"
        )
    return 0 if wall <= 5 and ours <= plain / 2 else 1


if __name__ == "__main__":
    sys.exit(main())

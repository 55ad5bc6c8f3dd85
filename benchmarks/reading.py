"""Reading 100 workbooks × 100 rows, against bare python-calamine on the same files in the same run.

    python benchmarks/reading.py [--books 100] [--rows 100] [--rounds 7]

Three ways take turns in each round, so that a busy machine slows all alike; medians are
printed, with the machine's load before and after: beside other work the workers have no second
core to themselves. "calamine" opens each file and takes its cells as Python lists and does nothing else.
"reading, one process" is `read_submission` in this process: the work itself. "read_files" is
what the tool really does: worker processes with limits, results sent back. The target is
wall time of read_files, and CPU time of the work itself, at most twice calamine's.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from zgtool.model.units import Unit, UnitList
from zgtool.reading.files import Incoming, read_files
from zgtool.reading.submission import read_submission

HEADINGS = [
    "序号",
    "问题类别",
    "反馈问题",
    "问题要点",
    "整改目标",
    "整改措施",
    "量化标准或检验指标",
    "整改类型",
    "牵头单位",
    "配合单位",
    "分管领导",
    "责任人",
    "整改时限",
    "完成状态",
    "完成率",
    "本周进展",
    "佐证材料",
    "备注",
]
UNITS = UnitList(tuple(Unit(f"监察{n}处", (f"{n}处",)) for n in range(1, 15)))


def write_book(path: Path, book: int, rows: int) -> None:
    """One submission as units send it: title lines, merged problem cells, 18 columns of text."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("整改台账")
        wrap = workbook.add_format({"text_wrap": True, "border": 1})
        unit = f"监察{book % 14 + 1}处"
        sheet.merge_range(0, 0, 0, 17, "××局巡视反馈意见整改台账", wrap)
        sheet.merge_range(1, 0, 1, 17, f"填报单位：{unit}    填报时间：2020年6月12日", wrap)
        sheet.write_row(2, 0, HEADINGS, wrap)
        for n in range(rows):
            row, problem = n + 3, n // 4
            if n % 4 == 0 and n + 4 <= rows:
                for column, text in (
                    (1, "党的领导弱化"),
                    (2, f"第{problem}个问题：学习贯彻不够深入，结合实际不紧密，第{book}册"),
                ):
                    sheet.merge_range(row, column, row + 3, column, text, wrap)
            sheet.write_number(row, 0, n + 1, wrap)
            texts = (f"要点{n}：会议研究少，跟踪督办不到位，责任没有压实", "年底前形成长效机制",
                     f"第{n}项措施：每季度召开专题会议研究部署一次，全年不少于4次，形成会议纪要并印发执行（{book}）",
                     f"会议纪要{n % 5 + 1}份", "限期整改", unit, "监察1处、监察2处", "李副局长", "张三", "2020年6月下旬", "推进中")  # fmt: skip
            sheet.write_row(row, 3, texts, wrap)
            sheet.write_number(row, 14, (n * 7) % 100, wrap)
            sheet.write_row(
                row,
                15,
                (f"本周召开会议研究第{n}项措施，明确责任分工，已完成调研{n}次", f"会议纪要第{n}号", "无"),
                wrap,
            )


def bare(paths: list[Path]) -> int:
    """Cells of every sheet as Python lists, nothing more."""
    total = 0
    for path in paths:
        with CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
            total += sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
    return total


def in_one_process(paths: list[Path]) -> int:
    """The reading itself, without worker processes."""
    return sum(len(read_submission(p.read_bytes(), p.name, UNITS, {}, week="2020-W24").rows) for p in paths)


def in_workers(paths: list[Path]) -> int:
    """What the tool does."""
    return sum(
        len(s.rows) for s in read_files([Incoming(p.name, p) for p in paths], UNITS, {}, week="2020-W24")
    )


def timed(work: Callable[[list[Path]], int], paths: list[Path]) -> tuple[float, float]:
    """Wall and CPU seconds, children included."""
    before, start = cpu(), time.perf_counter()
    work(paths)
    wall = time.perf_counter() - start
    for child in multiprocessing.active_children():
        child.join()  # only then does its CPU time count
    return wall, cpu() - before


def cpu() -> float:
    """CPU seconds of this process and its finished children; `os.times` knows them only to the hundredth."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--books", type=int, default=100)
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    ways = {"calamine": bare, "reading, one process": in_one_process, "read_files": in_workers}
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"监察{n % 14 + 1}处{n:03}.xlsx" for n in range(given.books)]
        for n, path in enumerate(paths):
            write_book(path, n, given.rows)
        assert in_one_process(paths) == given.books * given.rows
        figures: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        load = os.getloadavg()[0]
        for _ in range(given.rounds):
            for name, work in ways.items():
                figures[name].append(timed(work, paths))
    base = [statistics.median(f[i] for f in figures["calamine"]) for i in (0, 1)]
    for name, held in figures.items():
        wall, cpu = (statistics.median(f[i] for f in held) for i in (0, 1))
        print(
            f"{name:22} wall {wall:6.3f} s ({wall / base[0]:4.2f}×)   CPU {cpu:6.3f} s ({cpu / base[1]:4.2f}×)"
        )
    share = statistics.median(f[0] for f in figures["read_files"]) / base[0]
    print(f"read_files by the clock: {share:.2f}× (figure: 2×) {'met' if share <= 2 else 'missed'}")
    print(f"load of the last minute: {load:.1f} before, {os.getloadavg()[0]:.1f} after")
    return 0 if share <= 2 else 1


if __name__ == "__main__":
    sys.exit(main())

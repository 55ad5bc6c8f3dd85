"""`zgtool paper`: arguments in, lines or JSON out, an exit code back."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from zgtool.app.paper_files import Wanted, Written, kinds_named, write_papers_of
from zgtool.app.paper_scene import scenes_of
from zgtool.app.trouble import CannotDo
from zgtool.commands_base import CLEAN, check_target, day_of, open_area, parse_week, print_json
from zgtool.reports.catalogue import PAPERS, PaperKind


def paper(args: argparse.Namespace) -> int:
    """Write one kind of paper, or all of them; `list` tells which there are."""
    if args.paper in ("list", "清单"):
        return _list(args.json)
    kinds = kinds_named(args.paper)
    if args.item and args.unit:
        raise CannotDo("--item 和 --unit 只能写一个：措施编号已经说明是哪个单位。")
    if args.item and args.source:
        raise CannotDo("--item 和 --source 只能写一个：措施编号已经说明是哪个来源。")
    area, settings, _ = open_area(args)
    if args.output and len(kinds) > 1:
        raise CannotDo("-o 只用于出一份文书；一次出几种的，请去掉 -o，都写在 输出 里的“…_文书”文件夹。")
    if args.output:
        check_target(args.output, ".docx")
    week = parse_week(args.week) if args.week else None
    day = day_of(args.today) if args.today else None
    sealed = True if args.sealed else False if args.unsealed else None
    if args.keep:
        args.keep.stat()
        if len(kinds) > 1:
            raise CannotDo("--keep 一次只能用于一种文书，请写明是哪一种。")
    wanted = Wanted(kinds, args.unit or "", args.item or "", sealed, args.keep)
    scenes = scenes_of(area, week, day, settings, args.source)
    written = write_papers_of(area, scenes, wanted, args.output)
    if args.json:
        print_json({"papers": [_plain(w) for w in written]})
    else:
        print("\n".join(_told(kinds, written)))
    return CLEAN


def _list(as_json: bool) -> int:
    if as_json:
        print_json(
            {"papers": [{"key": k.key, "name": k.name, "about": k.about, "per": k.per} for k in PAPERS]}
        )
        return CLEAN
    print("可以出的文书（写中文名称或者英文名称都可以，all 是全部）：")
    for kind in PAPERS:
        each = f"，{kind.per}一份" if kind.per else ""
        print(f"  {kind.name}（{kind.key}）：{kind.about}{each}")
    return CLEAN


def _told(kinds: Sequence[PaperKind], written: Sequence[Written]) -> Iterator[str]:
    if not written:
        what = kinds[0].name if len(kinds) == 1 else "文书"
        yield f"没有需要出{what}的事项，没有写文件。"
        return
    folders: dict[Path, list[Written]] = {}
    for paper in written:
        folders.setdefault(paper.path.parent, []).append(paper)
    for folder, papers in folders.items():
        if len(papers) == 1:
            yield f"{papers[0].kind.name}：{papers[0].path}"
        else:
            names = "、".join(dict.fromkeys(p.kind.name for p in papers))
            yield f"{names}{len(papers)}份，在“{folder}”。"
    for paper in written:
        for title, moved in paper.kept:
            more = "数据已有变化，批注里写明了本期自动生成的内容，请核对" if moved else "数据没有变化"
            yield f"“{title}”沿用了上期手工修改的文字，{more}。"
        if paper.beside:
            yield f"请注意：“{paper.beside.name}”有人改过，没有动它；新出的是“{paper.path.name}”。"
    rare = {character: words for paper in written for character, words in paper.rare.items()}
    if rare:
        shown = "、".join(f"{character}（“{words}”）" for character, words in rare.items())
        yield (
            f"请注意：正文字体 GB2312 字库里没有这些字：{shown}，打印出来会是别的字体。"
            "可以在 配置.xlsx 里把“正文字体”改为“仿宋”。"
        )


def _plain(paper: Written) -> dict[str, object]:
    return {
        "paper": paper.kind.key,
        "subject": paper.subject.name,
        "unit": paper.subject.unit,
        "file": str(paper.path),
        "sha256": paper.sha256,
        "content": paper.content,
        "edited": str(paper.beside) if paper.beside else None,
        "rare": sorted(paper.rare),
        "kept": [{"section": title, "moved": moved} for title, moved in paper.kept],
    }

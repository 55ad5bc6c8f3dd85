"""`zgtool template`: arguments in, lines or JSON out, an exit code back."""

from __future__ import annotations

import argparse
from pathlib import Path

from zgtool.app.paper_files import kinds_named
from zgtool.app.paper_templates import (
    copy_builtin,
    kind_of_template,
    template_faults,
    templates_in_use,
    use_builtin,
    use_template,
)
from zgtool.app.trouble import CannotDo
from zgtool.commands_base import CLEAN, FINDINGS, check_target, open_area, print_json
from zgtool.reports.catalogue import PaperKind


def template_list(args: argparse.Namespace) -> int:
    """List every paper's template and whether it can be used."""
    area, settings, _ = open_area(args)
    found = templates_in_use(area, settings)
    if args.json:
        plain = [
            {
                "paper": t.kind.key,
                "name": t.kind.name,
                "file": str(t.path),
                "own": t.own,
                "faults": list(t.faults),
            }
            for t in found
        ]
        print_json({"templates": plain})
    for template in () if args.json else found:
        where = f"本单位的 {template.path.name}" if template.own else "自带的模板"
        print(f"{template.kind.name}：{where}{'，不能用：' if template.faults else ''}")
        for fault in template.faults:
            print(f"  {fault}")
    return FINDINGS if any(t.faults for t in found) else CLEAN


def template_check(args: argparse.Namespace) -> int:
    """Try a template and tell what keeps it from being used."""
    _, settings, _ = open_area(args, needed=False)
    args.file.stat()
    kind = _kind(args.paper, args.file)
    faults = template_faults(args.file, kind, settings)
    if args.json:
        print_json({"paper": kind.key, "file": str(args.file), "faults": faults})
    else:
        _tell_faults(args.file, kind, faults)
    return FINDINGS if faults else CLEAN


def template_use(args: argparse.Namespace) -> int:
    """Put a template to use; one that fails is refused and the one before stays."""
    area, settings, _ = open_area(args)
    faults: list[str] = []
    if args.builtin:
        kind = _kind(args.paper or str(args.file or ""), None)
        path = use_builtin(area, kind, settings)
    elif args.file is None:
        raise CannotDo("请写上要启用的模板文件；要换回自带的模板，加上 --builtin 和文书名称。")
    else:
        args.file.stat()
        kind = _kind(args.paper, args.file)
        path, faults = use_template(area, kind, args.file, settings)
    if args.json:
        print_json({"paper": kind.key, "in_use": str(path), "faults": faults})
    elif faults:
        _tell_faults(args.file, kind, faults)
        print(f"没有启用，{kind.name}仍用原来的模板“{path.name}”。")
    else:
        print(f"{kind.name}现在用{'自带的模板' if args.builtin else f'“{path}”'}。")
    return FINDINGS if faults else CLEAN


def template_copy(args: argparse.Namespace) -> int:
    """Write out the template that comes with zgtool, to be edited in Word."""
    kind = _kind(args.paper, None)
    target = args.output or Path(f"{kind.name}模板.docx")
    check_target(target, ".docx")
    copy_builtin(kind, target)
    if args.json:
        print_json({"paper": kind.key, "file": str(target)})
    else:
        print(f"{kind.name}的模板已写到“{target}”。在 Word 里改好后，用 zgtool template use 启用。")
    return CLEAN


def _kind(name: str | None, file: Path | None) -> PaperKind:
    """The one paper asked for, or the one the file is named after. Raises CannotDo."""
    if name:
        kinds = kinds_named(name)
        if len(kinds) == 1:
            return kinds[0]
    found = kind_of_template(file) if file else None
    if found is None:
        raise CannotDo("看不出是哪种文书的模板。请用 --paper 写明，例：--paper 月汇报。")
    return found


def _tell_faults(file: Path, kind: PaperKind, faults: list[str]) -> None:
    if not faults:
        print(f"“{file.name}”可以作{kind.name}的模板：满页、空白、200行数据试排都合格式。")
        return
    print(f"“{file.name}”不能作{kind.name}的模板，有{len(faults)}处问题：")
    for fault in faults:
        print(f"  {fault}")

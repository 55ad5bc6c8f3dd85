"""整改进展情况报告 to the superior Party organisation (reports 5.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from zgtool.model.columns import RESULT_GROUPS
from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date
from zgtool.model.status import CLOSED, LONG_TERM, REQUESTED, WITHDRAWN, is_open
from zgtool.model.text import clean, fold, shorten
from zgtool.ops.summary import tally
from zgtool.ops.terms import names_in
from zgtool.reports.annex import ledger_annex, ledger_rows
from zgtool.reports.content import Group, Item, Paper, Row, Section
from zgtool.reports.outcomes import OUTCOME_COLUMNS, outcome_rows
from zgtool.reports.outline import NewPage, Outline, Piece, Slot, table_columns
from zgtool.reports.rows import due_rows, says_something
from zgtool.reports.scene import Scene, Subject, measure_words, number_key
from zgtool.reports.title import inspection_words, lines_of
from zgtool.reports.weekly_figures import progress
from zgtool.reports.weekly_outline import DUE_COLUMNS
from zgtool.reports.words import counted, numbered

_FIRST = re.compile(r"[^。；;：:\n]+")
_LONG = table_columns(
    ("编号", "措施编号", 800),
    ("措施", "整改措施，过长的截短", 0, True),
    ("阶段目标", "整改目标，没有的为量化标准", 2600, True),
    ("牵头单位", "牵头单位简称", 1400),
    ("时限", "台账里的整改时限", 1400),
)
_GROUPS = (Piece.HEADING, Piece.TEXT, Piece.GROUPS)
_LISTED = (Piece.HEADING, Piece.TEXT, Piece.TABLE)
_SYSTEMS = Slot("制度目录", "单位填报的完善制度", (Piece.TABLE, Piece.NOTE), OUTCOME_COLUMNS, optional=True)
_ANSWERS = Slot("追责统计", "单位填报的追责情况", (Piece.TABLE, Piece.NOTE), OUTCOME_COLUMNS, optional=True)
_UNCHECKED = "注：表内是单位填报的原文，尚未逐项核实，没有加总。"

PROGRESS_OUTLINE = Outline(
    (
        Slot("组织开展", "反馈、方案、动员、报送的日期和清单的规模"),
        Slot("整改落实", "按成效归类或者问题类别分组，逐个问题写措施和进展", _GROUPS),
        Slot("长期坚持", "需要长期坚持的措施和阶段目标", _LISTED, _LONG, optional=True),
        Slot(
            "存在问题",
            "超期的单位和事项，可以沿用上期手工修改的文字",
            _LISTED,
            DUE_COLUMNS,
            optional=True,
            kept=True,
        ),
        Slot("下一步打算", "下一步的工作，可以沿用上期手工修改的文字", kept=True),
    ),
    (
        *ledger_annex(),
        NewPage("制度目录", mark="附件", when="制度目录"),
        _SYSTEMS,
        NewPage("追责问责情况", mark="附件", when="追责统计"),
        _ANSWERS,
    ),
)


def progress_report(scene: Scene, subject: Subject) -> Paper:
    """The report upward."""
    rows = [row for row in scene.ledger if row["state"] != WITHDRAWN]
    systems, answers = (outcome_rows(scene, rows, (key,)) for key in ("systems", "accountability"))
    sections = {
        "组织开展": Section("整改工作组织开展情况", tuple(_organised(scene, rows))),
        "整改落实": Section(
            "反馈问题整改落实情况",
            progress(_alone(scene)).paragraphs[:3],
            groups=groups_of(rows, people=True),
        ),
        "长期坚持": _long_term(scene, rows),
        "存在问题": _problems(scene),
        "下一步打算": Section("下一步打算", numbered(_next(scene))),
        "台账": Section("", rows=ledger_rows(scene, rows)) if rows else None,
        "制度目录": Section("", rows=systems, note=_UNCHECKED) if systems else None,
        "追责统计": Section("", rows=answers, note=_UNCHECKED) if answers else None,
    }
    annexes = (("整改台账", rows), ("制度目录", systems), ("追责问责情况", answers))
    named = inspection_words(scene.settings.inspection)
    return Paper(
        title=lines_of(party_group(scene), f"关于{named}", "整改进展情况的报告"),
        day=scene.day,
        sections={name: s for name, s in sections.items() if s is not None},
        addressee=scene.settings.superior,
        opening=f"现将{named}整改进展情况（截至{scene.cut_off}）报告如下。",
        cut_off=scene.cut_off,
        annexes=tuple(name for name, there in annexes if there),
        office=party_group(scene),
        signed_on=chinese_date(scene.day),
        sealed=True,
    )


def _alone(scene: Scene) -> Scene:
    """The scene without the week before: a report upward compares with nothing."""
    return replace(scene, summary=replace(scene.summary, before=None))


def party_group(scene: Scene) -> str:
    """The Party leadership group that reports: 中共××局党组."""
    bureau = scene.settings.bureau.strip()
    if "党" in bureau:
        return bureau
    return f"中共{bureau}党组"


def feedback_words(scene: Scene) -> str:
    """When the inspection gave its findings; "" when the settings do not say."""
    found = scene.settings.feedback_day
    named = inspection_words(scene.settings.inspection)
    return f"{chinese_date(found)}，{named}向{party_group(scene)}反馈了意见。" if found else ""


def _organised(scene: Scene, rows: Sequence[Measure]) -> Iterable[str]:
    """What the settings and the ledger know of how the work was set up."""
    settings = scene.settings
    days: tuple[tuple[date | None, str], ...] = (
        (settings.meeting_day, "召开动员会部署整改工作"),
        (settings.plan_day, "印发整改方案"),
    )
    told = "；".join(f"{chinese_date(day)}，{what}" for day, what in days if day)
    if settings.feedback_day:
        yield feedback_words(scene)
    if told:
        yield f"{told}。"
    t = tally(rows, settings, scene.day)
    units, leaders = ({*_names(rows, key)} for key in ("lead_unit", "leader"))
    if t.total:
        who = "、".join(
            part
            for part in (
                f"{len(units)}个牵头单位" if units else "",
                f"{len(leaders)}位分管领导" if leaders else "",
            )
            if part
        )
        yield (
            f"把反馈意见分解为{t.problems}个问题、{t.total}条整改措施"
            + (f"，落实到{who}" if who else "")
            + "，逐条登记挂号、限期办理、办结销号。"
        )
    if scene.number:
        yield f"建立每周报送制度，已汇总{scene.number}周，逐条核对进展和佐证材料。"
    if not (settings.feedback_day or told or t.total or scene.number):
        yield "整改措施正在登记。"


def _names(rows: Iterable[Measure], key: str) -> Iterable[str]:
    return (name for row in rows for name in names_in(row[key]))


def groups_of(rows: Sequence[Measure], *, people: bool) -> tuple[Group, ...]:
    """Problems under the results they belong to, where the office marked any, else under their category."""
    problems: dict[str, list[Measure]] = {}
    for row in sorted(rows, key=number_key):
        if clean(row["problem"]) or row["measure"]:
            problems.setdefault(row["problem_no"] or fold(row["problem"]), []).append(row)
    marked = any(row["result_group"] for row in rows)
    groups: dict[str, list[Item]] = {}
    for mine in problems.values():
        first = mine[0]
        name = clean(first["result_group"]) or "其他方面" if marked else _category(first)
        groups.setdefault(name, []).append(_item(mine, people=people))
    order = [*RESULT_GROUPS, *(name for name in groups if name not in RESULT_GROUPS)]
    return tuple(Group(name, tuple(groups[name])) for name in order if name in groups)


def _category(row: Measure) -> str:
    """问题类别 without the number it was typed with: the paper numbers its headings itself."""
    return re.sub(
        r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])",
        "",
        shorten(clean(row["category"]), 40),
    )


_INNER_QUOTES = str.maketrans("“”", "‘’")
"""Quotation marks inside quotation marks are single ones (GB/T 15834-2011, 4.8)."""


def _item(rows: Sequence[Measure], *, people: bool) -> Item:
    found = _FIRST.match(clean(rows[0]["problem"]))
    name = shorten(found[0], 40) if found else ""
    measures = [row for row in rows if row["measure"]]
    told = [_told(row, mark=len(measures) > 1, people=people) for row in measures]
    inner = name.translate(_INNER_QUOTES)
    title = f"关于“{inner}”问题" if name else f"关于第{rows[0]['problem_no'] or rows[0].number}项问题"
    return Item(title, (_standing(measures), *told))


def _standing(measures: Sequence[Measure]) -> str:
    """已完成, 基本完成 or 持续推进, with the counts that say so."""
    total = len(measures)
    closed = sum(row["state"] == CLOSED for row in measures)
    if not total:
        return "尚在制定整改措施。"
    if closed == total:
        return f"整改措施{total}条，已全部完成。" if total > 1 else "整改措施1条，已完成。"
    nearly = all(
        row["state"] in (CLOSED, REQUESTED, LONG_TERM) or row["status"] == "基本完成" for row in measures
    )
    done = f"，已完成{closed}条" if closed else ""
    return f"整改措施{total}条{done}，{'基本完成' if nearly else '持续推进'}。"


def _told(row: Measure, *, mark: bool, people: bool) -> str:
    number = f"{row.number}　" if mark and row.number and people else ""
    said = clean(row["progress"]).rstrip("。")
    measure = clean(row["measure"]).rstrip("。")
    return f"{number}{measure}。" + (f"进展：{said}。" if says_something(row["progress"]) else "")


def _long_term(scene: Scene, rows: Sequence[Measure]) -> Section | None:
    chosen = [
        row
        for row in sorted(rows, key=number_key)
        if row["measure"] and is_open(row["state"]) and LONG_TERM in (row["horizon"], row["state"])
    ]
    made: tuple[Row, ...] = tuple(
        (
            row.number or "—",
            measure_words(row, 50),
            shorten(clean(row["goal"] or row["target"]), 60) or "—",
            scene.unit_words(row),
            shorten(clean(row["deadline"]), 20) or "—",
        )
        for row in chosen
    )
    if not made:
        return None
    return Section("需要长期坚持的事项和阶段目标", (f"需要长期坚持的措施{len(made)}条，如下表。",), rows=made)


def _problems(scene: Scene) -> Section | None:
    overdue = sorted(scene.summary.overdue, key=lambda d: (-d.days, *scene.place(d.measure)))
    if not overdue:
        return None
    late = sorted((t for t in scene.summary.by_unit if t.overdue), key=lambda t: scene.order(t.name))
    pairs = [(scene.label(t.name), t.overdue) for t in late]
    lead = f"还有{len(overdue)}条措施没有按期完成，涉及{len(pairs)}个单位：{counted(pairs)}。"
    if len(overdue) == 1:
        lead = f"还有1条措施没有按期完成，牵头单位是{scene.unit_words(overdue[0].measure)}。"
    return Section("存在的问题", (lead,), rows=due_rows(scene, overdue))


def _next(scene: Scene) -> list[str]:
    summary = scene.summary
    left = summary.overall.total - summary.overall.closed
    tasks = [
        f"对没有按期完成的{len(summary.overdue)}条措施逐条督办，限期完成。" if summary.overdue else "",
        f"抓好其余{left - len(summary.overdue)}条措施的落实，办结一项、销号一项。"
        if 0 < len(summary.overdue) < left
        else f"抓好未销号的{left}条措施的落实，办结一项、销号一项。"
        if left and not summary.overdue
        else "",
        "对已销号的事项组织回头看，防止问题反弹。" if summary.overall.closed else "",
    ]
    return [t for t in tasks if t] or ["继续做好整改措施的登记和落实。"]

"""What every letter of the office has in common: numbers to be filled in, whom it goes to, by when to answer."""

from __future__ import annotations

import re
from datetime import datetime

from zgtool.model.ledger import Measure
from zgtool.model.period import chinese_date, day_of
from zgtool.model.text import clean, shorten
from zgtool.ops.summary import lamp_of
from zgtool.reports.scene import Scene
from zgtool.reports.words import day_words, hour_words

BLANK_DAY = "　　年　月　日　时"
"""Where a date is to be written by hand."""


def letter_number(scene: Scene) -> str:
    """发文字号 without its figure, which the office's register gives: 〔2020〕　　号."""
    return f"〔{scene.day.year}〕　　号"


def moment_text(moment: datetime | None) -> str:
    """2020年6月19日12时; room to write when it is not known."""
    return f"{chinese_date(moment.date())}{hour_words(moment)}" if moment else BLANK_DAY


_FIGURES = re.compile(r"[\d/.\-]+")


def date_text(text: str) -> str:
    """A day of the ledger as papers write it: 2020年5月25日; other words stay as they are, nothing is —.

    Figures that are no day that can be told, such as 10/6/2020, are put before the reader to check.
    """
    day, said = day_of(text), shorten(clean(text), 24)
    if day:
        return chinese_date(day)
    return f"{said}（请核实）" if _FIGURES.fullmatch(said) else said or "—"


def answer_by(scene: Scene) -> str:
    """When the unit is to answer: the next close of reporting."""
    return moment_text(scene.next_close)


def standing(scene: Scene, row: Measure) -> str:
    """How a measure stands, in one or two sentences: state, lamp, share done, last progress."""
    lamp = lamp_of(row, scene.settings, scene.day)
    state = row["state"] or "挂号"
    words = state if lamp in (state, "正常") else f"{state}，{lamp}"
    if row["rate"]:
        words += f"，单位填报完成率{shorten(clean(row['rate']), 12)}"
    said = shorten(clean(row["progress"]), 160)
    return f"截至{scene.cut_off}：{words}。" + (f"单位最近一次填报：{said}" if said else "单位没有填报进展。")


def due_text(scene: Scene, row: Measure) -> str:
    """整改时限 as the ledger has it, with the day it was understood as when the words do not name it."""
    written = shorten(clean(row["deadline"]), 30)
    due = scene.due(row)
    if due is None:
        return written or "未填写"
    day = day_words(due.due)
    return written if day in written else f"{written}（{day}到期）"


def names_of(scene: Scene, unit: str) -> tuple[str, str]:
    """The unit's full name and the leader in charge of it, "" when the roster does not say."""
    known = scene.settings.units.find(unit).unit
    return (known.name, known.leader) if known else (unit or "牵头单位未明确", "")

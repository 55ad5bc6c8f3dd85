"""One ledger holds the problems of several sources (中央巡视、审计 …); this takes out those of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zgtool.app.assess import Assessment
from zgtool.app.trouble import CannotDo
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import Line
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.text import fold
from zgtool.ops.diff import Diff, diff_ledgers
from zgtool.ops.summary import RowCount, summarise
from zgtool.ops.terms import names_in

_INSPECTED = "巡"


def source_named(ledger: Ledger, text: str) -> str:
    """A 问题来源 as the ledger writes it. Raises CannotDo, which names the sources there are."""
    held = list(dict.fromkeys(row["source"] for row in ledger.rows if row["source"]))
    found = next((source for source in held if fold(source) == fold(text)), "")
    if not found:
        there = f"有的是：{'、'.join(held)}。" if held else "“问题来源”一栏还都空着。"
        raise CannotDo(f"总台账里没有来源是“{text}”的问题，{there}")
    return found


def of_source(ledger: Ledger, source: str) -> Ledger:
    """The rows of one source, and of the sheets beside them the lines that name one of these rows or none at all."""
    wanted = fold(source)
    rows = tuple(row for row in ledger.rows if fold(row["source"]) == wanted)
    numbers = {row.number for row in rows}

    def kept(line: Line) -> bool:
        named = names_in(line["number"])
        return not named or not numbers.isdisjoint(named)

    sheets = {name: tuple(filter(kept, lines)) for name, lines in ledger.sheets.items()}
    return replace(ledger, rows=rows, sheets=sheets)


def assessment_of(
    found: Assessment,
    source: str,
    settings: Settings,
    week: ReportWeek,
    today: date,
    *,
    previous: Ledger | None,
    first: bool,
) -> Assessment:
    """The week as far as it concerns one source: its rows, what was found about them, and figures counted over them alone.

    How a unit reported concerns every unit that leads one of these rows; rows of files are not told apart
    by source and are left out. previous, first: the whole ledger the week is compared with, and whether that is
    the one taken over, as `ops.summary.summarise` takes them. source: as the ledger writes it.
    """
    ledger = of_source(found.ledger, source)
    previous = of_source(previous, source) if previous is not None else None
    told = {row[key] for row in ledger.rows for key in ("number", "problem_no", "point_no")} - {""}
    findings = tuple(f for f in found.findings if f.where.number in told)
    figures = summarise(previous, ledger, (), findings, settings, week, today, None, first=first)
    units = {name for row in ledger.rows for name in names_in(row["lead_unit"])}
    receipts = tuple(r for r in found.summary.receipts if r.unit in units)
    return replace(
        found,
        ledger=ledger,
        findings=findings,
        summary=replace(figures, receipts=receipts, rows=RowCount()),
        diff=diff_ledgers(previous, ledger) if previous is not None else Diff(),
    )


def settings_of(settings: Settings, source: str) -> Settings:
    """The settings with the source in place of the inspection, so that every paper says in its title what it is of."""
    return replace(
        settings, inspection=source if _INSPECTED in source else f"{source.removesuffix('问题')}问题"
    )

"""Units and people written together in one cell."""

from __future__ import annotations

import re

from zgtool.model.finding import Kind
from zgtool.model.units import UnitList
from zgtool.reading.kinds import COLLECTIVE, JOINT_VALUE, UNKNOWN_UNIT

UnitFaults = tuple[tuple[Kind, str, str], ...]
"""(kind, what the cell holds, exact words of what to do or "")."""

_SEPARATORS = re.compile(r"[、，,；;/／|\n]+|\s+(?=\S)")
_LEAD = "牵头|主责|主办|责任"
_HELP = "配合|协办|参与|协同"
_LABELLED = re.compile(
    rf"\s*(?:{_LEAD})(?:责任)?(?:单位|部门|处室)?\s*[：:]\s*(?P<lead>.+?)[\s；;，,。、]*"
    rf"(?:{_HELP})(?:责任)?(?:单位|部门|处室)?\s*[：:]\s*(?P<help>.+?)[\s；;。]*", re.S,
)  # fmt: skip
_LABEL = re.compile(
    rf"\s*(?:{_LEAD})(?:责任)?(?:单位|部门|处室)?\s*[：:]\s*(?P<lead>[^：:]+?)[\s；;。]*", re.S
)
_WORDED = re.compile(
    rf"\s*(?P<lead>[^，,；;]+?)\s*(?:{_LEAD})\s*[，,；;、\s]\s*(?P<help>.+?)\s*(?:{_HELP})\s*[。；;]?\s*",
    re.S,
)
_WORD = re.compile(rf"\s*(?P<lead>[^，,；;、]+?)\s*(?:{_LEAD})\s*[。；;]?\s*")
_MARKED = re.compile(rf"[(（]\s*(?:{_LEAD})(?:单位|部门)?\s*[)）]")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]\s*$")
_COLLECTIVE = re.compile(
    r"(?:局|局机关|机关|全局|全系统|各级)?各.{0,12}|全体.{0,10}|(?:各|有关|相关|其他|其它|所有|全部).{0,4}(?:处室|部门|单位|科室|支部|分局)"
)


class UnitReader:
    """Reads unit cells against one roster and remembers them: the same few names stand in thousands of cells."""

    def __init__(self, units: UnitList) -> None:
        self._units = units
        self._leads: dict[str, tuple[str, str, UnitFaults]] = {}
        self._names: dict[str, tuple[str, UnitFaults]] = {}

    def lead(self, text: str) -> tuple[str, str, UnitFaults]:
        """`read_lead` by memory."""
        if text not in self._leads:
            self._leads[text] = read_lead(text, self._units)
        return self._leads[text]

    def names(self, text: str) -> tuple[str, UnitFaults]:
        """`read_units` by memory."""
        if text not in self._names:
            self._names[text] = read_units(text, self._units)
        return self._names[text]

    def unit_and_person(self, text: str) -> tuple[str, str, UnitFaults]:
        """`split_unit_and_person` with this roster."""
        return split_unit_and_person(text, self._units)


def read_lead(text: str, units: UnitList) -> tuple[str, str, UnitFaults]:
    """(lead unit, supporting units, faults) of a lead-unit cell, also of “牵头：…；配合：…”.

    Several units without a word on which one leads stay as written: the rule on lead units asks.
    """
    for pattern in (_LABELLED, _WORDED):
        found = pattern.fullmatch(text)
        if found:
            lead, faults = read_units(found["lead"], units)
            supporting, more = read_units(found["help"], units)
            return lead, supporting, faults + more
    marked = _MARKED.search(text)
    if marked:
        parts = _split(text)
        leads = [_MARKED.sub("", p) for p in parts if _MARKED.search(p)]
        others = [p for p in parts if not _MARKED.search(p)]
        if len(leads) == 1:
            lead, faults = read_units(leads[0], units)
            supporting, more = read_units("、".join(others), units) if others else ("", ())
            return lead, supporting, faults + more
    for pattern in (_LABEL, _WORD):
        found = pattern.fullmatch(text)
        if found and (not len(units) or units.find(found["lead"]).unit):
            text = found["lead"]
            break
    names, faults = read_units(text, units)
    return names, "", faults


def read_units(text: str, units: UnitList) -> tuple[str, UnitFaults]:
    """Units in one cell by their full names, joined by 、; without a roster the names as written."""
    whole = units.find(text).unit
    if whole:
        return whole.name, ()
    parts = _split(text)
    if not len(units):
        return "、".join(parts) if all(_looks_like_unit(p) for p in parts) else text, _collectives(parts)
    names, faults = [], []
    for part in parts:
        match = units.find(part)
        unit = match.unit or units.find(_BRACKET.sub("", part)).unit
        if unit:
            names.append(unit.name)
            continue
        names.append(part)
        if _COLLECTIVE.fullmatch(part):
            faults.append((COLLECTIVE, part, ""))
        else:
            hint = f"是不是“{'”或“'.join(match.near)}”？" if match.near else ""
            faults.append((UNKNOWN_UNIT, part, f"{hint}请写单位全称或常用简称。"))
    return "、".join(dict.fromkeys(names)), tuple(faults)


def split_unit_and_person(text: str, units: UnitList) -> tuple[str, str, UnitFaults]:
    """(unit, person, faults) of a cell that holds both, such as “人事处/张三” or “人事处 张三”."""
    found = re.fullmatch(r"\s*(.+?)\s*[(（]\s*([^()（）]{2,12})\s*[)）]\s*", text, re.S)
    if found and (not len(units) or units.find(found[1]).unit):
        unit, faults = read_units(found[1], units)
        return unit, found[2], faults
    parts = [p for p in re.split(r"[/／\n：:、，,；;\s]+", text) if p]
    if not len(units):
        return (parts[0], "、".join(parts[1:]), ()) if len(parts) == 2 else (text, "", ())
    named = [(p, units.find(p).unit) for p in parts]
    own = [u.name for _, u in named if u]
    if not own:
        near = units.find(parts[0]).near if parts else ()
        hint = f"是不是“{'”或“'.join(near)}”？" if near else ""
        return text, "", ((JOINT_VALUE, text, f"{hint}请把单位和责任人分成两栏填写。"),)
    return "、".join(dict.fromkeys(own)), "、".join(p for p, u in named if not u), ()


def _split(text: str) -> list[str]:
    return [p.strip() for p in _SEPARATORS.split(text) if p.strip(" \t。")]


def _looks_like_unit(part: str) -> bool:
    return 2 <= len(part) <= 20


def _collectives(parts: list[str]) -> UnitFaults:
    return tuple((COLLECTIVE, p, "") for p in parts if _COLLECTIVE.fullmatch(p))

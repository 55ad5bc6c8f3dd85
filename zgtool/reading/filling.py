"""What is left blank under a problem or a point: filled down, never across a change of problem."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from zgtool.model.columns import POINT_KEYS, PROBLEM_KEYS
from zgtool.reading.table import Table

_FILLED = (*PROBLEM_KEYS, *POINT_KEYS)


def fill_down(table: Table, *, serial_names_problem: bool, breaks: Collection[int]) -> set[int]:
    """Fill blank problem and point cells from above; returns the places of the rows that were given something.

    breaks: places before which a section begins, across which nothing is filled.
    """
    columns = table.columns
    filled = [key for key in _FILLED if key in columns]
    if not any("" in columns[key] for key in filled):
        return set()
    named = ("problem", "problem_no", "serial") if serial_names_problem else ("problem", "problem_no")
    names = [key for key in named if key in columns]
    points = [key for key in POINT_KEYS if key in columns]
    numbers = columns.get("number", [""] * len(table))
    # In a table we wrote every row holds its own problem and point; an empty one is meant so.
    ours = "due_day" in table.letters and "lamp" in table.letters
    given: set[int] = set()
    above: dict[str, str] = {}
    for place, number in enumerate(numbers):
        problem = number.partition("\n")[0].rpartition("-")[0]
        if place in breaks:
            above = {}
        # Below numbered rows a row without a number is one the unit added: whose it is, it must say itself.
        alone = (ours and problem) or (not problem and "number" in above)
        if (problem and above.get("number", problem) != problem) or _differs(columns, names, place, above):
            above = {}
        if _differs(columns, points, place, above):
            above = {key: text for key, text in above.items() if key not in points}
        if problem:
            above["number"] = problem
        for key in (*names, *filled):
            if text := columns[key][place]:
                above[key] = text
            elif key in above and key in filled and not alone:
                columns[key][place] = above[key]
                given.add(place)
    return given


def _differs(
    columns: Mapping[str, Sequence[str]], keys: Sequence[str], place: int, above: Mapping[str, str]
) -> bool:
    """Whether a row says something else than what stands above it."""
    return any((text := columns[key][place]) and above.get(key, text) != text for key in keys)

"""The roster of units (配置.xlsx, sheet 单位), and finding a unit by what people call it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from zgtool.model.text import fold


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `names`: short names and former names under which it still appears."""

    name: str
    short: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    leader: str = ""
    contact: str = ""
    mail: str = ""

    @property
    def label(self) -> str:
        """The name used in file names and narrow columns: the first short name, else the full name."""
        return self.short[0] if self.short else self.name


_ARABIC = str.maketrans("一二三四五六七八九", "123456789")
"""监察一处 and 监察1处 differ in how the figure is written."""


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """What a text was taken for: a unit, or no unit and the nearest names."""

    text: str
    unit: Unit | None
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitList:
    """The roster in the office's own order; papers name units in this order."""

    units: tuple[Unit, ...] = ()
    _index: dict[str, Unit] = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        return self._hash

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(self.units))  # once: it is part of a key with every row
        index: dict[str, Unit] = {}
        for unit in self.units:
            for name in (unit.name, *unit.short, *unit.former):
                index.setdefault(fold(name), unit)
        object.__setattr__(self, "_index", index)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    @cached_property
    def _long_names(self) -> re.Pattern[str] | None:
        names = sorted({n for u in self.units for n in (u.name, *u.short, *u.former) if len(n) > 2}, key=len)
        return re.compile("|".join(map(re.escape, reversed(names)))) if names else None

    def names_within(self, text: str) -> dict[str, Unit]:
        """The names of units that stand in a text, with their units; names of two characters are left out."""
        hits = self._long_names.findall(text) if self._long_names else ()
        return {name: self._index[fold(name)] for name in hits}

    def name_at_start(self, text: str) -> str:
        """The name of a unit with which a text begins, "" when it begins with none."""
        found = self._long_names.match(text) if self._long_names else None
        return found[0] if found else ""

    def known(self, name: str) -> Unit | None:
        """The unit called exactly so (full, short or former name), None when there is none."""
        return self._index.get(fold(name))

    def full_name(self, name: str) -> str:
        """The full name of the unit called exactly so; of a unit that nobody knows, its name as a key."""
        key = fold(name)
        unit = self._index.get(key)
        return unit.name if unit else key

    def find(self, text: str) -> UnitMatch:
        """The unit called exactly so (full, short or former name); otherwise the nearest names, never a guess."""
        key = fold(text)
        unit = self._index.get(key)
        if unit or not key:
            return UnitMatch(text, unit)
        same = [name for name in self._index if name.translate(_ARABIC) == key.translate(_ARABIC)]
        near = same or difflib.get_close_matches(key, list(self._index), n=3, cutoff=0.5)
        return UnitMatch(text, None, tuple(dict.fromkeys(self._index[n].name for n in near)))

    def named_in(self, text: str) -> Unit | None:
        """The unit whose name stands in a longer text such as a file name; None when none or several do.

        A name inside a longer name does not count twice (办公室 in 巡视办公室).
        """
        key = fold(text)
        hits = [(name, unit) for name, unit in self._index.items() if len(name) > 1 and name in key]
        longest = [(n, u) for n, u in hits if not any(n != m and n in m for m, _ in hits)]
        units = {unit.name: unit for _, unit in longest}
        return next(iter(units.values())) if len(units) == 1 else None

    def order(self, name: str) -> int:
        """Place of a unit in the roster, for sorting; unknown names come last."""
        unit = self._index.get(fold(name))
        return self.units.index(unit) if unit else len(self.units)

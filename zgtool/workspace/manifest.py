"""The manifest of a filed week: what went in, what came out, and the chain that ties the weeks together.

`manifest.json` is what "this week is done" means. Each manifest carries the SHA-256 of
the one before it, so that a changed, swapped or removed week shows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InputEntry:
    """One file of 收件. name: as it lay there, "/" between folders; fate: as in `app.result.FileFate`.

    filed: where its bytes are kept, below 归档, such as "2020年第24周/原件/人事处.xlsx";
    empty when it was not filed, then it stays in 收件.
    """

    name: str
    sha256: str
    unit: str = ""
    fate: str = ""
    arrived: datetime | None = None
    filed: str = ""


@dataclass(frozen=True, slots=True)
class OutputEntry:
    """One paper we made. kind: ledger | weekly | findings | return; name: below the edition's folder."""

    kind: str
    unit: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Link:
    """The manifest committed before this one, by the SHA-256 of its bytes."""

    week: str
    edition: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One filed edition of a week; week "" and edition 0 is the ledger as it was taken over.

    folder: name below 归档. run_at: when it ran; today: the day it was told.
    ledger_before: SHA-256 of 总台账.xlsx when the run began, "" when there was none.
    settings: the settings in force, as shown by `zgtool config check`.
    receipts: unit → 按时报送, 迟报, 未报 or 退回; empty when nobody owed a report, and in older manifests.
    """

    week: str
    edition: int
    folder: str
    run_at: datetime | None = None
    today: date | None = None
    version: str = ""
    previous: Link | None = None
    ledger_before: str = ""
    inputs: tuple[InputEntry, ...] = ()
    outputs: tuple[OutputEntry, ...] = ()
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    receipts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def output(self, kind: str) -> OutputEntry | None:
        """The first output of one kind; None when the run made none."""
        return next((o for o in self.outputs if o.kind == kind), None)

    @property
    def ledger(self) -> OutputEntry:
        """The ledger this edition committed; every manifest has exactly one."""
        found = self.output("ledger")
        if found is None:
            raise ValueError(f"{self.folder}：清单里没有总台账")
        return found


def to_json(manifest: Manifest) -> bytes:
    """UTF-8, keys sorted, one entry a line: the same manifest always gives the same bytes."""
    plain = asdict(_with_plain_mappings(manifest))
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1, default=_iso)
    return (text + "\n").encode("utf-8")


def from_json(data: bytes) -> Manifest:
    """The manifest in some bytes; ValueError in Chinese saying what is wrong with them."""
    try:
        plain = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ValueError("不是完整的 JSON 文件") from None
    found = _object(plain, "清单")
    manifest = Manifest(
        week=_get(found, "week", str),
        edition=_get(found, "edition", int),
        folder=_get(found, "folder", str),
        run_at=_when(found, "run_at", datetime.fromisoformat),
        today=_when(found, "today", date.fromisoformat),
        version=_get(found, "version", str),
        previous=_link(found.get("previous")),
        ledger_before=_get(found, "ledger_before", str),
        inputs=tuple(_input(_object(i, "inputs")) for i in _get(found, "inputs", list)),
        outputs=tuple(_output(_object(o, "outputs")) for o in _get(found, "outputs", list)),
        counts=_mapping(found, "counts", int),
        settings=_mapping(found, "settings", str),
        receipts=_mapping({"receipts": {}, **found}, "receipts", str),
    )
    if sum(o.kind == "ledger" for o in manifest.outputs) != 1:
        raise ValueError("应当恰好有一份总台账")
    return manifest


def _with_plain_mappings(manifest: Manifest) -> Manifest:
    # asdict copies dicts but cannot copy a mapping proxy.
    names = Manifest.__dataclass_fields__
    values = {name: getattr(manifest, name) for name in names}
    mappings = {name: dict(values[name]) for name in ("counts", "settings", "receipts")}
    return Manifest(**{**values, **mappings})


def _iso(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} 不能写进清单")


def _object(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name}的内容不对")
    return value


def _get(found: Mapping[str, Any], key: str, kind: type[T]) -> T:
    value = found.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(f"{key} 缺失或内容不对")
    return value


def _when(found: Mapping[str, Any], key: str, parse: Callable[[str], T]) -> T | None:
    value = found.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"{key} 内容不对")
    try:
        return parse(value)
    except ValueError:
        raise ValueError(f"{key} 内容不对") from None


def _link(value: object) -> Link | None:
    if value is None:
        return None
    found = _object(value, "previous")
    return Link(_get(found, "week", str), _get(found, "edition", int), _get(found, "sha256", str))


def _input(found: Mapping[str, Any]) -> InputEntry:
    return InputEntry(
        name=_get(found, "name", str),
        sha256=_get(found, "sha256", str),
        unit=_get(found, "unit", str),
        fate=_get(found, "fate", str),
        arrived=_when(found, "arrived", datetime.fromisoformat),
        filed=_get(found, "filed", str),
    )


def _output(found: Mapping[str, Any]) -> OutputEntry:
    return OutputEntry(*(_get(found, key, str) for key in ("kind", "unit", "name", "sha256")))


def _mapping(found: Mapping[str, Any], key: str, kind: type[T]) -> Mapping[str, T]:
    values = _object(found.get(key), key)
    if not all(isinstance(v, kind) and not isinstance(v, bool) for v in values.values()):
        raise ValueError(f"{key} 内容不对")
    return MappingProxyType(dict(values))

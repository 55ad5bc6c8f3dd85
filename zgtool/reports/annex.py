"""附件：整改台账: the ledger as a wide table behind a paper."""

from __future__ import annotations

from collections.abc import Iterable

from zgtool.model.ledger import Measure
from zgtool.model.text import clean, shorten
from zgtool.ops.summary import lamp_of
from zgtool.reports.content import Row
from zgtool.reports.outline import NewPage, Piece, Slot, table_columns
from zgtool.reports.scene import Scene, measure_words, number_key

_COLUMNS = table_columns(
    ("编号", "措施编号", 800),
    ("问题", "反馈问题，过长的截短", 3000, True),
    ("措施", "整改措施，过长的截短", 0, True),
    ("牵头单位", "牵头单位简称", 1350),
    ("分管领导", "分管领导", 1000),
    ("整改时限", "台账里的整改时限", 1450),
    ("状态", "在册状态", 1100),
    ("亮灯", "超期、临期、正常、已销号", 1250),
)


def ledger_annex(name: str = "台账", title: str = "整改台账") -> tuple[NewPage, Slot]:
    """The page and the section of an annexed ledger; the section's rows come from `ledger_rows`."""
    slot = Slot(name, "整改台账各行，没有时附件不出现", (Piece.TABLE,), _COLUMNS, optional=True)
    return NewPage(title, mark="附件", turned=True, when=name), slot


def ledger_rows(scene: Scene, rows: Iterable[Measure]) -> tuple[Row, ...]:
    """The rows of an annexed ledger, by 措施编号."""
    return tuple(
        (
            row.number or "—",
            shorten(clean(row["problem"]), 34) or "—",
            measure_words(row, 60),
            scene.unit_words(row),
            shorten(clean(row["leader"]), 16) or "—",
            shorten(clean(row["deadline"]), 20) or "—",
            row["state"] or "挂号",
            lamp_of(row, scene.settings, scene.day),
        )
        for row in sorted(rows, key=number_key)
    )

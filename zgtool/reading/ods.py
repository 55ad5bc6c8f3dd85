"""The content.xml of an .ods: merges, percentages, hidden rows, errors and the count that calamine must reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from zgtool.reading.calamine import read_values
from zgtool.reading.kinds import DAMAGED, ENCRYPTED, WITNESS
from zgtool.reading.package import Package, local
from zgtool.reading.raw import Address, Marks, Merge, RawBook, RawSheet, Unreadable, with_errors
from zgtool.reading.sheet_xml import walk

_MANY = 10_000
"""A cell or row repeated more often than this is formatting to the edge of the sheet, when it holds nothing."""


@dataclass(slots=True)
class OdsSheet:
    """One table of the document."""

    name: str
    filled: int = 0
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    errors: dict[Address, str] = field(default_factory=dict)
    uncomputed: set[Address] = field(default_factory=set)
    percents: set[Address] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    comments: dict[Address, str] = field(default_factory=dict)

    @property
    def marks(self) -> Marks:
        return Marks(self.errors, frozenset(self.uncomputed), frozenset(self.percents), frozenset(self.hidden_rows),
                     frozenset(self.hidden_columns), self.filtered, self.comments)  # fmt: skip


def read_ods(data: bytes, package: Package, name: str) -> RawBook:
    """All tables of a document; `Unreadable` when it is locked or cut, or the two readers disagree."""
    if b"encryption-data" in package.get("META-INF/manifest.xml"):
        raise Unreadable.of(ENCRYPTED, name)
    try:
        tables = scan_ods(package["content.xml"])
    except (expat.ExpatError, LookupError, ValueError):
        raise Unreadable.of(DAMAGED, name) from None
    values = read_values(data, name)
    if len(values) != len(tables):
        raise Unreadable.of(WITNESS, name, f"应有{len(tables)}张工作表，读出{len(values)}张")
    sheets = []
    for table, sheet in zip(tables, values, strict=True):
        if table.filled != sheet.filled:
            raise Unreadable.of(
                WITNESS, name, f"工作表“{table.name}”：应有{table.filled}个，读出{sheet.filled}个"
            )
        hidden = "hidden" if table.hidden else ""
        rows = with_errors(sheet.rows, table.errors)
        sheets.append(RawSheet(table.name, rows, hidden, tuple(table.merges), table.marks))
    return RawBook(tuple(sheets))


def scan_ods(content: bytes) -> list[OdsSheet]:
    """The tables of a content.xml; expat.ExpatError when it is not well formed."""
    scanner = _Scanner()
    walk(content, scanner.start, scanner.end, scanner.text)
    return scanner.sheets


class _Scanner:
    """expat handlers. Rows are noted when they end, for only then is it known whether they hold anything."""

    def __init__(self) -> None:
        self.sheets: list[OdsSheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._row = self._column = self._columns = 0
        self._row_attributes: dict[str, str] = {}
        self._row_filled = 0
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._note: list[str] = []
        self._in_note = self._in_text = 0
        self._failed = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        given = {local(k): v for k, v in attributes.items() if k[:8] != "calcext:"} if name in _NOTED else {}
        if name == "style":
            self._style = given.get("name", "")
        elif name == "table-properties" and given.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table" and tag.startswith("table:"):
            hidden = given.get("style-name", "") in self._hidden_styles
            self.sheets.append(OdsSheet(given.get("name", ""), hidden=hidden))
            self._row = self._column = self._columns = 0
        elif name == "table-column" and self.sheets:
            many = _count(given.get("number-columns-repeated"))
            if given.get("visibility", "visible") != "visible":
                self.sheets[-1].hidden_columns.update(
                    range(self._columns + 1, self._columns + min(many, _MANY) + 1)
                )
            self._columns += many
        elif name == "table-row":
            self._row, self._column, self._row_filled, self._row_attributes = self._row + 1, 0, 0, given
        elif name in ("table-cell", "covered-table-cell"):
            self._column += 1
            self._cell, self._text, self._note = given, [], []
            self._failed = attributes.get("calcext:value-type") == "error"
        elif name == "annotation":
            self._in_note += 1
        elif name == "p" and self._cell is not None:
            self._in_text += 1

    def end(self, tag: str) -> None:
        name = local(tag)
        if name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table-row" and self.sheets:
            self._end_row()
        elif name == "annotation":
            self._in_note = max(0, self._in_note - 1)
        elif name == "p":
            self._in_text = max(0, self._in_text - 1)

    def text(self, data: str) -> None:
        if self._in_text:
            (self._note if self._in_note else self._text).append(data)

    def _end_cell(self, given: dict[str, str]) -> None:
        sheet, place = self.sheets[-1], (self._row, self._column)
        many = _count(given.get("number-columns-repeated"))
        kind, text = given.get("value-type", ""), "".join(self._text)
        if self._failed:
            sheet.errors[place] = text or "#ERROR!"
        elif kind and (kind != "string" or given.get("string-value", text)):
            self._row_filled += many
            if kind == "percentage":
                sheet.percents.update((self._row, self._column + n) for n in range(min(many, _MANY)))
        elif "formula" in given and not kind:
            sheet.uncomputed.add(place)
        down, across = _count(given.get("number-rows-spanned")), _count(given.get("number-columns-spanned"))
        if down > 1 or across > 1:
            sheet.merges.append((self._row, self._column, self._row + down - 1, self._column + across - 1))
        if self._note:
            sheet.comments[place] = "".join(self._note)
        self._column += many - 1

    def _end_row(self) -> None:
        sheet, many = self.sheets[-1], _count(self._row_attributes.get("number-rows-repeated"))
        visibility = self._row_attributes.get("visibility", "visible")
        sheet.filled += self._row_filled * many
        if visibility != "visible" and self._row_filled:
            sheet.hidden_rows.update(range(self._row, self._row + min(many, _MANY)))
            sheet.filtered = sheet.filtered or visibility == "filter"
        self._row += many - 1


_NOTED = frozenset(
    {"style", "table-properties", "table", "table-column", "table-row", "table-cell", "covered-table-cell"}
)


def _count(value: str | None) -> int:
    return max(1, int(value)) if value and value.isdigit() and len(value) < 8 else 1

"""第几次: the count of returns that travels inside a workbook.

Our own forms keep it on a very hidden sheet (rows 单位, 报告周, 表样版本, 次数 in columns A
and B); a unit's own workbook keeps it in its document properties, with the week it counts for.
"""

from __future__ import annotations

from lxml import etree

from zgtool.model import identity
from zgtool.model.period import ReportWeek
from zgtool.writing.package_parts import Package, whole
from zgtool.writing.sheet_cells import SheetCells
from zgtool.writing.workbook_part import WorkbookPart

_PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def set_edition(package: Package, book: WorkbookPart, edition: int, week: ReportWeek) -> None:
    """Write the count where this workbook keeps it; an ISO strict file has other properties and gets none.

    There, and where a program dropped the properties, the first sheet still says which return it is.
    """
    hidden = next((s for s in book.sheets() if s.name == identity.SHEET and s.part), None)
    if not book.strict and (hidden is None or _has_property(package)):
        _set_property(package, identity.PROPERTY_EDITION, "i4", str(edition))
        _set_property(package, identity.PROPERTY_RETURNED, "lpwstr", str(week))
    if hidden is None:
        return
    cells = SheetCells(package.tree(hidden.part))
    strings = book.strings()
    named = {cells.text((row, 1), strings).strip(): row for row in range(identity.ROWS_FROM - 1, 0, -1)}
    row = named.get(identity.EDITION) or named.get("") or identity.ROWS_FROM - 1
    cells.set_text((row, 1), identity.EDITION)
    cells.set_text((row, 2), str(edition))
    package.touch(hidden.part)


def _has_property(package: Package) -> bool:
    name = package.related("", "custom-properties")
    return bool(name) and identity.PROPERTY_EDITION.encode() in package.read(name)


def _set_property(package: Package, key: str, kind: str, value: str) -> None:
    name = package.related("", "custom-properties")
    if not name:
        name = package.free_name("docProps/custom{}.xml") if package.find(_PART) else _PART
        package.put(name, f'<Properties xmlns="{_NS}" xmlns:vt="{_VT}"/>'.encode())
        package.declare(name, _TYPE)
        package.relate("", "custom-properties", name)
    root = package.tree(name)
    ns = etree.QName(root).namespace
    entry = next((p for p in root if p.get("name") == key), None)
    if entry is None:
        pid = max((whole(p.get("pid")) for p in root), default=1) + 1
        entry = etree.SubElement(root, f"{{{ns}}}property", fmtid=_FMTID, pid=str(max(pid, 2)), name=key)
    for child in list(entry):
        entry.remove(child)
    vt = next((uri for prefix, uri in root.nsmap.items() if prefix == "vt"), _VT)
    etree.SubElement(entry, f"{{{vt}}}{kind}").text = value
    package.touch(name)

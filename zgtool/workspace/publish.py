"""After the commit: the ledger in its place, the papers in 输出, 收件 emptied. Every step can be repeated.

A run that died half-way is finished by the next one, see `zgtool.workspace.journal`.
"""

from __future__ import annotations

import os
from pathlib import Path

from zgtool.model.finding import Finding, Location
from zgtool.model.period import chinese_date
from zgtool.workspace import disk, journal, kinds
from zgtool.workspace.filed import below, read_archive
from zgtool.workspace.inbox import files_in_inbox
from zgtool.workspace.layout import LEDGER_NAME, WorkArea
from zgtool.workspace.manifest import Manifest
from zgtool.workspace.staging import clear_stale
from zgtool.workspace.trouble import ArchiveDamaged, CannotWrite, InUse, LedgerChanged, LedgerInUse

_MARKS = (f"~${LEDGER_NAME}", f".~{LEDGER_NAME}", f".~lock.{LEDGER_NAME}#")
"""What Excel, WPS and LibreOffice put beside a workbook they have open."""

_CLOSE_IT = "总台账.xlsx 正在别的程序里打开，没能替换；请不要保存，关闭后再运行一次，工具会自动换上。"
_HOW_TO_MEND = (
    "请把现在的总台账.xlsx 改名（例：总台账-手工.xlsx）后重新运行，"
    "工具会换上归档的总台账，再把手工修改补进去。"
)  # fmt: skip


def ledger_in_use(area: WorkArea) -> str:
    """A sentence when 总台账.xlsx seems to be open in Excel, WPS or LibreOffice; "" when it is free."""
    for mark in _MARKS:
        if (area.root / mark).exists():
            return (
                f"总台账.xlsx 正在 Excel 或 WPS 里打开着（旁边有 {mark}），请保存并关闭后再运行；"
                f"确认没有人打开的，删去 {mark} 再运行。"
            )
    try:
        os.close(os.open(area.ledger, os.O_RDWR | getattr(os, "O_BINARY", 0)))
    except FileNotFoundError:
        return ""
    except OSError:
        return "总台账.xlsx 正被别的程序打开，或者没有写入权限，请保存并关闭后再运行。"
    return ""


def publish(area: WorkArea, manifest: Manifest) -> tuple[Finding, ...]:
    """Put the results of a filed edition in place; the lock must be held. Returns what was left untidy.

    When the ledger is open (LedgerInUse) or was saved a moment ago (LedgerChanged), the new one
    goes into a dated copy beside it and the rest is done all the same before that is raised.
    """
    blocked: LedgerInUse | LedgerChanged | None = None
    try:
        _place_ledger(area, manifest)
    except InUse:
        blocked = LedgerInUse(f"{_beside(area, manifest)}{_CLOSE_IT}")
    except LedgerChanged as error:
        blocked = LedgerChanged(f"{_beside(area, manifest)}{error}{_HOW_TO_MEND}")
    else:
        journal.note(area, journal.Unpublished(manifest.folder, placed=True))
    findings = _place_the_rest(area, manifest)
    if blocked:
        raise blocked
    return findings


def _place_the_rest(area: WorkArea, manifest: Manifest) -> tuple[Finding, ...]:
    if manifest.edition:
        for output in manifest.outputs:
            data = _archived(area, f"{manifest.folder}/{output.name}", output.sha256)
            _place_output(below(area.output / manifest.folder, output.name), data, output.sha256)
    findings = _empty_inbox(area, manifest)
    pending = journal.noted(area)
    if not findings and pending and pending.placed:
        journal.strike(area)
    return findings


def _archived(area: WorkArea, name: str, sha256: str) -> bytes:
    data = disk.read_bytes(below(area.archive, name))
    if disk.digest(data) != sha256:
        raise ArchiveDamaged(f"归档里的 {name} 被改动过，请从备份恢复后再运行。")
    return data


def _place_ledger(area: WorkArea, manifest: Manifest) -> None:
    entry = manifest.ledger
    now = disk.digest_of(area.ledger)
    if now == entry.sha256:
        return
    if now not in (manifest.ledger_before, ""):
        raise LedgerChanged("总台账.xlsx 刚刚又被修改并保存过，没有覆盖它。")
    disk.replace_file(area.ledger, _archived(area, f"{manifest.folder}/{entry.name}", entry.sha256))


def _copy_beside(area: WorkArea, manifest: Manifest) -> Path:
    day = chinese_date(manifest.today) if manifest.today else manifest.folder
    return area.ledger.with_name(f"总台账（{day}）.xlsx")


def _beside(area: WorkArea, manifest: Manifest) -> str:
    entry = manifest.ledger
    data = _archived(area, f"{manifest.folder}/{entry.name}", entry.sha256)
    copy = _place_output(_copy_beside(area, manifest), data, entry.sha256)
    return f"{manifest.folder} 已归档，新的台账先放在旁边的 {copy.name}。"


def _place_output(target: Path, data: bytes, sha256: str) -> Path:
    """Write a paper; one that the clerk has already changed there keeps its place and ours gets a number."""
    disk.make_folder(target.parent)
    place, number = target, 1
    while (now := disk.digest_of(place)) and now != sha256:
        number += 1
        place = target.with_name(f"{target.stem}（{number}）{target.suffix}")
    if not now:
        disk.replace_file(place, data)
    return place


def _empty_inbox(area: WorkArea, manifest: Manifest) -> tuple[Finding, ...]:
    """Remove from 收件 only files whose bytes are in 归档; a file changed since it was read stays."""
    if not manifest.edition:
        return ()
    lying: dict[str, Path] = {}
    for found in files_in_inbox(area):
        lying.setdefault(found.name, found.path)
    findings = []
    for entry in manifest.inputs:
        path = lying.get(entry.name)
        if not entry.filed or path is None or disk.digest_of(path) != entry.sha256:
            continue
        _archived(area, entry.filed, entry.sha256)
        try:
            disk.remove_file(path)
        except CannotWrite:
            findings.append(kinds.STILL_IN_INBOX.at(Location(file=entry.name, unit=entry.unit)))
    return tuple(findings)


def recover(area: WorkArea) -> tuple[Finding, ...]:
    """Clear up after a run that died, and finish what it had committed; call it first, with the lock held.

    Returns what was mended and which manifests are damaged. A ledger that is gone although
    weeks are filed is put back. Raises ArchiveDamaged, LedgerInUse, CannotWrite, and LedgerChanged when the
    office has edited the old ledger meanwhile: going on would take its stale cells for edits.
    """
    clear_stale(area)
    archive = read_archive(area)
    pending = journal.noted(area)
    folder = pending.folder if pending else ""
    manifest = next((f.manifest for f in archive.filed if f.manifest.folder == folder), None)
    if manifest and pending and not pending.placed:
        return (*archive.findings, *_finish(area, manifest))
    left: tuple[Finding, ...] = ()
    if manifest:
        left = _place_the_rest(area, manifest) or (_done(manifest),)
    elif folder and below(area.archive, folder).exists():
        raise ArchiveDamaged(f"归档里的 {folder} 没有完整的清单，请从备份恢复后再运行。")
    else:
        journal.strike(area)
    restored = _restore_missing(area, archive.head.manifest if archive.head else None)
    return (*archive.findings, *left, *restored)


def _finish(area: WorkArea, manifest: Manifest) -> tuple[Finding, ...]:
    now = disk.digest_of(area.ledger)
    if now not in ("", manifest.ledger_before, manifest.ledger.sha256):
        said = f"{manifest.folder} 已归档，新台账还没有换上时，总台账.xlsx 又被修改并保存过。"
        raise LedgerChanged(said + _HOW_TO_MEND)
    in_use = ledger_in_use(area) if now != manifest.ledger.sha256 else ""
    if in_use:
        raise LedgerInUse(in_use)
    left = publish(area, manifest)
    _remove_copy_beside(area, manifest)
    return (_done(manifest), *left)


def _done(manifest: Manifest) -> Finding:
    return kinds.PUBLISHING_FINISHED.at(Location(file=f"归档/{manifest.folder}"))


def _restore_missing(area: WorkArea, head: Manifest | None) -> tuple[Finding, ...]:
    if head is None or area.ledger.exists():
        return ()
    data = _archived(area, f"{head.folder}/{head.ledger.name}", head.ledger.sha256)
    disk.replace_file(area.ledger, data)
    return (kinds.LEDGER_RESTORED.at(Location(file=LEDGER_NAME), head.folder),)


def _remove_copy_beside(area: WorkArea, manifest: Manifest) -> None:
    copy = _copy_beside(area, manifest)
    if disk.digest_of(copy) == manifest.ledger.sha256:
        disk.remove_file(copy)

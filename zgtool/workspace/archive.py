"""Filing a week: originals and outputs are staged, the plan is checked, one rename commits it.

The rename of the staging folder to its final name below 归档 is the commit: before it the
week is not done, after it the week is done whatever happens. What follows (the ledger in
its place, 输出, emptying 收件) is `zgtool.workspace.publish` and can be repeated. Nothing
here deletes or overwrites anything filed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from zgtool.model.finding import Finding
from zgtool.workspace import disk, journal
from zgtool.workspace.filed import (
    Incoming,
    below,
    filed_ledger_before,
    filed_weeks,
    last_filed_ledger,
    manifest_of,
    names_week,
    next_edition,
    originals,
    read_archive,
    verify,
)
from zgtool.workspace.inbox import check_inbox, scan_inbox
from zgtool.workspace.layout import (
    INITIAL_FOLDER,
    LEDGER_BEFORE_NAME,
    LEDGER_NAME,
    MANIFEST_NAME,
    WorkArea,
)
from zgtool.workspace.lock import lock
from zgtool.workspace.manifest import InputEntry, Manifest, OutputEntry, to_json
from zgtool.workspace.publish import ledger_in_use, publish, recover
from zgtool.workspace.staging import Staging, clear_stale, stage, staged
from zgtool.workspace.trouble import (
    AlreadyFiled,
    ArchiveDamaged,
    BadPlan,
    Busy,
    CannotWrite,
    LedgerChanged,
    LedgerInUse,
    WorkAreaTrouble,
    at_edge,
)

__all__ = [
    "AlreadyFiled",
    "ArchiveDamaged",
    "BadPlan",
    "Busy",
    "CannotWrite",
    "Incoming",
    "InputEntry",
    "LedgerChanged",
    "LedgerInUse",
    "Manifest",
    "OutputEntry",
    "Staging",
    "WorkAreaTrouble",
    "check_inbox",
    "clear_stale",
    "commit",
    "file_initial",
    "filed_ledger_before",
    "filed_weeks",
    "last_filed_ledger",
    "ledger_in_use",
    "lock",
    "manifest_of",
    "next_edition",
    "originals",
    "recover",
    "scan_inbox",
    "stage",
    "verify",
]
"""Everything the app asks of the archive, at one address."""


def commit(area: WorkArea, staging: Staging, manifest: Manifest) -> tuple[Manifest, tuple[Finding, ...]]:
    """File the staged edition and put its results in place; the lock must be held.

    `manifest.previous` is set here. Returns the manifest as filed and what could not be
    tidied up. Raises, with nothing filed: AlreadyFiled, LedgerInUse, LedgerChanged, CannotWrite,
    BadPlan. Raises LedgerInUse, LedgerChanged or CannotWrite also when filing was done but
    publishing was not; the sentence says so, and the next run's `recover` finishes it.
    """
    in_use = ledger_in_use(area)
    if in_use:
        raise LedgerInUse(in_use)
    _check_nothing_pending(area)
    head = read_archive(area).head
    manifest = replace(manifest, folder=staging.folder, previous=head.link if head else None)
    _check_plan(area, staging, manifest)
    _keep_ledger_before(area, staging, manifest)
    _seal(area, staging, manifest)
    try:
        return manifest, publish(area, manifest)
    except CannotWrite as error:
        raise CannotWrite(
            f"{manifest.folder} 已归档，结果还没有全部放好：{error}处理后再运行一次。"
        ) from error


def _check_nothing_pending(area: WorkArea) -> None:
    pending = journal.noted(area)
    if pending and not pending.placed and below(area.archive, pending.folder).exists():
        raise BadPlan(f"{pending.folder} 的结果还没有放好，要先补做，没有归档。")


def _check_plan(area: WorkArea, staging: Staging, manifest: Manifest) -> None:
    if not names_week(staging.folder, manifest):
        raise BadPlan(f"清单的报告周与 {staging.folder} 不符，没有归档。")
    final = area.archive / staging.folder
    if final.exists():
        raise AlreadyFiled(
            f"{staging.folder} 已经归档，不能再归档一次；有新收到的件，请重新运行，会另记为下一次。"
        )
    names = [o.name for o in manifest.outputs]
    planned = {f"{staging.folder}/{o.name}": o.sha256 for o in manifest.outputs}
    planned |= {i.filed: i.sha256 for i in manifest.inputs if i.filed}
    if len({n.casefold() for n in names}) < len(names):
        raise BadPlan("两份输出用了同一个文件名，没有归档。")
    if [o.kind for o in manifest.outputs].count("ledger") != 1:
        raise BadPlan("归档计划里应当恰好有一份总台账，没有归档。")
    for name, sha256 in planned.items():
        own = name.startswith(f"{staging.folder}/")
        path = (
            below(staging.path, name.removeprefix(f"{staging.folder}/")) if own else below(area.archive, name)
        )
        if disk.digest_of(path) != sha256:
            raise BadPlan(f"归档计划里的 {name} 没有准备好，没有归档。")
    staged = {f"{staging.folder}/{p.relative_to(staging.path).as_posix()}" for p in _files(staging.path)}
    if staged - set(planned):
        raise BadPlan(f"{min(staged - set(planned))} 不在归档计划里，没有归档。")


def _files(folder: Path) -> list[Path]:
    with at_edge("读取", folder):
        return [p for p in folder.rglob("*") if p.is_file()]


def _keep_ledger_before(area: WorkArea, staging: Staging, manifest: Manifest) -> None:
    # The office's own edits since last week exist nowhere else once the ledger is replaced.
    if disk.digest_of(area.ledger) != manifest.ledger_before:
        raise LedgerChanged("运行期间总台账.xlsx 被修改并保存过，这次没有归档，请重新运行。")
    if manifest.ledger_before:
        data = disk.read_bytes(area.ledger)
        if disk.digest(data) != manifest.ledger_before:
            raise LedgerChanged("运行期间总台账.xlsx 被修改并保存过，这次没有归档，请重新运行。")
        disk.write_new(staging.path / LEDGER_BEFORE_NAME, data)


def _seal(area: WorkArea, staging: Staging, manifest: Manifest) -> None:
    for path in _files(staging.path):
        disk.sync_file(path)
    disk.write_new(staging.path / MANIFEST_NAME, to_json(manifest))
    for folder in [p for p in staging.path.rglob("*") if p.is_dir()] + [staging.path]:
        disk.sync_folder(folder)
    journal.note(area, journal.Unpublished(staging.folder))
    disk.rename_folder(staging.path, area.archive / staging.folder)


def file_initial(
    area: WorkArea,
    ledger: bytes,
    source: bytes,
    source_name: str,
    *,
    run_at: datetime | None = None,
    version: str = "",
) -> tuple[Manifest, tuple[Finding, ...]]:
    """Keep the office's ledger as it was taken over (归档/初始台账) and put the written one in place.

    It is the base of the first week's merge and the first link of the chain. Raises as `commit`.
    """
    with staged(area, INITIAL_FOLDER) as staging:
        entry = staging.keep_original(InputEntry(source_name, ""), source)
        disk.write_new(staging.path / LEDGER_NAME, ledger)
        before = disk.digest_of(area.ledger)
        manifest = Manifest(
            week="",
            edition=0,
            folder=INITIAL_FOLDER,
            run_at=run_at,
            today=run_at.date() if run_at else None,
            version=version,
            ledger_before=before,
            inputs=(entry,),
            outputs=(OutputEntry("ledger", "", LEDGER_NAME, disk.digest(ledger)),),
        )
        return commit(area, staging, manifest)

"""Reading what is filed under 归档: weeks, ledgers, originals, and whether anything was tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from zgtool.model.finding import Finding, Location
from zgtool.model.period import ReportWeek
from zgtool.workspace import kinds
from zgtool.workspace.disk import digest, digest_of, read_bytes
from zgtool.workspace.layout import (
    INITIAL_FOLDER,
    LEDGER_BEFORE_NAME,
    MANIFEST_NAME,
    STAGING_MARK,
    WorkArea,
    parse_week_folder,
)
from zgtool.workspace.manifest import Link, Manifest, from_json
from zgtool.workspace.trouble import ArchiveDamaged, at_edge


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file that a unit sent. name: as it lay in 收件, "/" between folders.

    arrived: None when nobody knows. filed: where it is kept below 归档, "" while it lies in 收件.
    """

    name: str
    path: Path
    arrived: datetime | None = None
    filed: str = ""


@dataclass(frozen=True, slots=True)
class FiledWeek:
    """A manifest and the SHA-256 of its bytes, which the next manifest carries."""

    manifest: Manifest
    sha256: str

    @property
    def link(self) -> Link:
        return Link(self.manifest.week, self.manifest.edition, self.sha256)


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything filed, in order of (week, edition); the ledger as taken over comes first."""

    filed: tuple[FiledWeek, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def heads(self) -> tuple[FiledWeek, ...]:
        """Manifests that none follows; exactly one unless the archive is damaged or empty."""
        followed = {f.manifest.previous.sha256 for f in self.filed if f.manifest.previous}
        return tuple(f for f in self.filed if f.sha256 not in followed)

    @property
    def head(self) -> FiledWeek | None:
        """What was committed last, which need not be the latest week."""
        return max(self.heads, key=_committed, default=None)


def _committed(filed: FiledWeek) -> tuple[datetime, str, int]:
    manifest = filed.manifest
    return (manifest.run_at or datetime(1, 1, 1), manifest.week, manifest.edition)


def read_archive(area: WorkArea) -> Archive:
    """Every manifest under 归档; damaged ones become findings."""
    filed: list[FiledWeek] = []
    findings: list[Finding] = []
    for folder in _folders(area):
        known = folder.name == INITIAL_FOLDER or parse_week_folder(folder.name)
        path = folder / MANIFEST_NAME
        if not known:
            if path.exists():
                findings.append(
                    kinds.FILED_EXTRA.at(_place(folder, ""), message="这个文件夹像是副本，没有使用")
                )
            continue
        try:
            data = read_bytes(path) if path.exists() else b""
            manifest = from_json(data)
            _check_home(manifest, folder.name)
        except ValueError as error:
            why = str(error) if path.exists() else "没有清单"
            findings.append(kinds.MANIFEST_DAMAGED.at(_place(folder, MANIFEST_NAME), why))
            continue
        filed.append(FiledWeek(manifest, digest(data)))
    filed.sort(key=lambda f: (f.manifest.week, f.manifest.edition))
    return Archive(tuple(filed), tuple(findings))


def _folders(area: WorkArea) -> list[Path]:
    with at_edge("读取", area.archive):
        if not area.archive.is_dir():
            return []
        found = [p for p in area.archive.iterdir() if p.is_dir() and not p.name.startswith(STAGING_MARK)]
    return sorted(found)


def _check_home(manifest: Manifest, folder: str) -> None:
    if manifest.folder != folder or not names_week(folder, manifest):
        raise ValueError(f"清单是“{manifest.folder}”的，与文件夹不符")


def names_week(folder: str, manifest: Manifest) -> bool:
    """Whether a folder name is that of the manifest's week and edition."""
    week = parse_week_folder(folder)
    told = (str(week[0]), week[1]) if week else ("", 0)
    return (manifest.week, manifest.edition) == told


def _place(folder: Path, name: str) -> Location:
    return Location(file=f"归档/{folder.name}/{name}" if name else f"归档/{folder.name}")


def filed_weeks(area: WorkArea) -> tuple[Manifest, ...]:
    """Manifests of all filed weeks in order of (week, edition), without the ledger as taken over."""
    return tuple(f.manifest for f in read_archive(area).filed if f.manifest.edition)


def manifest_of(area: WorkArea, week: ReportWeek) -> Manifest | None:
    """The latest filed edition of a week; None when the week has not been filed."""
    return next((m for m in reversed(filed_weeks(area)) if m.week == str(week)), None)


def next_edition(area: WorkArea, week: ReportWeek) -> int:
    """1 for a week not yet filed; folders count even when their manifest is damaged."""
    found = [parse_week_folder(folder.name) for folder in _folders(area)]
    return max((f[1] for f in found if f and f[0] == week), default=0) + 1


def last_filed_ledger(area: WorkArea) -> tuple[bytes, str, Manifest | None] | None:
    """The ledger committed last (bytes, file name, its manifest): the base of the next merge.

    The manifest is None for the ledger as it was taken over; None when nothing is filed.
    Raises ArchiveDamaged when the filed ledger is not what was filed.
    """
    head = read_archive(area).head
    return ledger_of(area, head.manifest) if head else None


def filed_ledger_before(area: WorkArea, week: ReportWeek) -> tuple[bytes, str, Manifest | None] | None:
    """The last ledger of an earlier week, else the one taken over: what a week is compared with."""
    earlier = [f.manifest for f in read_archive(area).filed if f.manifest.week < str(week)]
    return ledger_of(area, earlier[-1]) if earlier else None


@dataclass(frozen=True, slots=True)
class EarlierWeek:
    """The ledger of record of one earlier week (bytes), and the units of which a file was merged then."""

    week: str
    ledger: bytes
    reported: frozenset[str]


def earlier_weeks(area: WorkArea, week: ReportWeek, count: int) -> tuple[EarlierWeek, ...]:
    """The last `count` filed weeks before `week`, the latest first; raises ArchiveDamaged."""
    editions: dict[str, list[Manifest]] = {}
    for manifest in filed_weeks(area):
        if manifest.week < str(week):
            editions.setdefault(manifest.week, []).append(manifest)
    return tuple(
        EarlierWeek(
            name,
            ledger_of(area, editions[name][-1])[0],
            frozenset(i.unit for m in editions[name] for i in m.inputs if i.fate in TAKEN_IN),
        )
        for name in sorted(editions, reverse=True)[:count]
    )


TAKEN_IN = ("合并", "退回")
"""Fates of a file of which at least one row may have been merged."""


def first_ledger(area: WorkArea) -> bytes | None:
    """The ledger as it was taken over; None when the archive does not hold it. Raises ArchiveDamaged."""
    start = next((f.manifest for f in read_archive(area).filed if not f.manifest.edition), None)
    return ledger_of(area, start)[0] if start else None


def ledger_of(area: WorkArea, manifest: Manifest) -> tuple[bytes, str, Manifest | None]:
    """The ledger a manifest filed (bytes, file name, the manifest, None for the one taken over). Raises ArchiveDamaged."""
    entry = manifest.ledger
    path = below(area.archive / manifest.folder, entry.name)
    data = read_bytes(path)
    if digest(data) != entry.sha256:
        raise ArchiveDamaged(f"归档里的 {manifest.folder}/{entry.name} 被改动过，请从备份恢复后再运行。")
    return data, path.name, manifest if manifest.edition else None


def originals(area: WorkArea, week: ReportWeek) -> tuple[Incoming, ...]:
    """What units sent in all filed editions of this week; a rerun reads it again."""
    found: dict[tuple[str, str], Incoming] = {}
    for manifest in filed_weeks(area):
        if manifest.week != str(week):
            continue
        for entry in manifest.inputs:
            if entry.filed:
                path = below(area.archive, entry.filed)
                found.setdefault(
                    (entry.sha256, entry.name), Incoming(entry.name, path, entry.arrived, entry.filed)
                )
    return tuple(found.values())


def below(folder: Path, name: str) -> Path:
    """A path inside `folder` from a name in a manifest; ArchiveDamaged when it would lead outside."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or any(":" in p or "\\" in p for p in parts):
        raise ArchiveDamaged(f"归档清单里的文件名“{name}”指向别处，清单可能被改动过，请从备份恢复。")
    return folder.joinpath(*parts)


def verify(area: WorkArea, code: str = "") -> tuple[Finding, ...]:
    """Everything that shows tampering or loss: files against hashes, manifests against the chain.

    code: the beginning of a manifest's SHA-256 as printed on a paper; without such an outside
    anchor a cut-off tail cannot be seen.
    """
    archive = read_archive(area)
    findings = [*archive.findings]
    for filed in archive.filed:
        findings.extend(_wrong_files(area, filed.manifest))
    findings.extend(_wrong_links(archive))
    if code and not any(f.sha256.startswith(code.lower()) for f in archive.filed):
        findings.append(
            kinds.CHAIN_BROKEN.at(Location(file="归档"), code, message="这个校验码对应的归档已经不在了")
        )
    return tuple(findings)


def _wrong_files(area: WorkArea, manifest: Manifest) -> Iterator[Finding]:
    folder = area.archive / manifest.folder
    expected = {f"{manifest.folder}/{o.name}": o.sha256 for o in manifest.outputs}
    expected |= {i.filed: i.sha256 for i in manifest.inputs if i.filed}
    if manifest.ledger_before:
        expected[f"{manifest.folder}/{LEDGER_BEFORE_NAME}"] = manifest.ledger_before
    for name, sha256 in expected.items():
        try:
            now = digest_of(below(area.archive, name))
        except ArchiveDamaged as error:
            yield kinds.FILED_FILE_CHANGED.at(
                _place(folder, MANIFEST_NAME), name, message=str(error).rstrip("。")
            )
            continue
        if now != sha256:
            message = "" if now else "归档的文件不见了"
            yield kinds.FILED_FILE_CHANGED.at(Location(file=f"归档/{name}"), message=message)
    known = {*expected, f"{manifest.folder}/{MANIFEST_NAME}"}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(area.archive).as_posix()
        if not path.is_dir() and name not in known:
            yield kinds.FILED_EXTRA.at(Location(file=f"归档/{name}"))


def _wrong_links(archive: Archive) -> Iterator[Finding]:
    present = {f.link for f in archive.filed}
    for filed in archive.filed:
        place = Location(file=f"归档/{filed.manifest.folder}/{MANIFEST_NAME}")
        before = filed.manifest.previous
        if before and before not in present:
            missing = f"{before.week}第{before.edition}次" if before.week else INITIAL_FOLDER
            yield kinds.CHAIN_BROKEN.at(place, message=f"它前面的一期（{missing}）不见了或被改动过")
    starts = [f for f in archive.filed if f.manifest.previous is None]
    for filed in starts[1:]:
        place = Location(file=f"归档/{filed.manifest.folder}/{MANIFEST_NAME}")
        yield kinds.CHAIN_BROKEN.at(place, message="有两期都自称是第一期")
    for filed in archive.heads[1:]:
        place = Location(file=f"归档/{filed.manifest.folder}/{MANIFEST_NAME}")
        yield kinds.CHAIN_BROKEN.at(place, message="有两期都没有后续，中间可能缺了一期")

"""The parts of an .xlsx file, changed one by one; what is not changed goes out as it came in.

An Office file is a zip archive of parts that refer to each other by relationships. Libraries
that load and save a workbook drop the parts they do not know (WPS cell pictures, richData,
form controls); patching only the parts that must change keeps everything else byte for byte.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, OSError, ValueError)
_MOST_PARTS, _MOST_BYTES = 5000, 300 * 1024 * 1024


class Unpatchable(ValueError):
    """The file cannot be patched; the message is one Chinese sentence that says why."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part. `kind`: last word of its type, `part`: resolved name ("" outside)."""

    id: str
    kind: str
    part: str


class Package:
    """The parts of one Office file, by name. Nothing is extracted to disk, no outside target followed."""

    def __init__(self, data: bytes) -> None:
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._parts: dict[str, bytes] = {}
        self._trees: dict[str, etree._Element] = {}
        self._changed: set[str] = set()
        try:
            self._load(data)
        except Unpatchable:
            raise
        except _BROKEN_ZIP as broken:
            raise Unpatchable("文件的压缩包已损坏或带密码，无法在原表上标注") from broken
        if CONTENT_TYPES not in self._parts:
            raise Unpatchable("文件不是 .xlsx 工作簿，无法在原表上标注")

    def _load(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [i for i in archive.infolist() if not i.is_dir()]
            if len(infos) > _MOST_PARTS or sum(i.file_size for i in infos) > _MOST_BYTES:
                raise Unpatchable("文件展开后过大，无法在原表上标注")
            for info in infos:
                name = info.filename.replace("\\", "/")
                if name in self._parts:
                    raise Unpatchable("文件的压缩包里有重名的部件，无法在原表上标注")
                self._infos[name] = info
                self._parts[name] = archive.read(info)
        self._by_fold = {name.lower(): name for name in self._parts}

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._parts))

    def find(self, name: str) -> str:
        """The stored name of a part (names are compared without case), "" when there is none."""
        return self._by_fold.get(name.lower(), "")

    def read(self, name: str) -> bytes:
        """The bytes of a part as they would be written now."""
        return self._serialised(name) if name in self._changed else self._parts[name]

    def tree(self, name: str) -> etree._Element:
        """The root element of an XML part; call `touch` after changing it."""
        if name not in self._trees:
            if name not in self._parts:
                raise Unpatchable(f"文件缺少部件 {name}，无法在原表上标注")
            self._trees[name] = parse(self._parts[name])
        return self._trees[name]

    def touch(self, name: str) -> None:
        """Remember that the tree of this part was changed."""
        self._changed.add(name)

    def put(self, name: str, data: bytes) -> None:
        """Write a part that exists or is new (its content type is told apart)."""
        self._parts[name] = data
        self._by_fold[name.lower()] = name
        self._trees.pop(name, None)
        self._changed.discard(name)

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern such as "xl/comments{}.xml" that is not taken."""
        number = 1
        while self.find(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def drop(self, name: str) -> None:
        """Remove a part, its relationships, and the parts only it referred to."""
        uses = Counter(r.part for owner in self._owners() for r in self.relations(owner) if r.part)
        waiting, gone = [name], set()
        while waiting:
            part = waiting.pop()
            targets = [r.part for r in self.relations(part) if r.part]
            gone.add(f"/{part}".lower())
            self._forget(self.find(rels_name(part)))
            self._forget(part)
            uses.subtract(targets)
            waiting += [t for t in dict.fromkeys(targets) if t in self._parts and uses[t] <= 0]
        self._undeclare(gone)

    def _forget(self, name: str) -> None:
        self._by_fold.pop(name.lower(), None)
        self._parts.pop(name, None)
        self._trees.pop(name, None)
        self._changed.discard(name)

    def _owners(self) -> Iterator[str]:
        for name in self:
            folder, _, file = name.rpartition("/")
            if name.endswith(".rels") and folder.endswith("_rels"):
                yield f"{folder[: -len('_rels')]}{file[: -len('.rels')]}"

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part; part "" asks for those of the package."""
        name = self.find(rels_name(part))
        if not name:
            return []
        found = []
        for entry in self.tree(name).iter(f"{{{_RELS_NS}}}Relationship"):
            inside = entry.get("TargetMode") != "External"
            target = self.find(resolve(part, entry.get("Target", ""))) if inside else ""
            found.append(Relation(entry.get("Id", ""), entry.get("Type", "").rpartition("/")[2], target))
        return found

    def related(self, part: str, kind: str) -> str:
        """The first part that `part` refers to with this kind of relationship, "" when there is none."""
        return next((r.part for r in self.relations(part) if r.kind == kind and r.part), "")

    def relate(self, part: str, kind: str, target: str, *, strict: bool = False) -> str:
        """Add a relationship and return its id."""
        name = self.find(rels_name(part))
        if not name:
            name = rels_name(part)
            self.put(name, f'<Relationships xmlns="{_RELS_NS}"/>'.encode())
            self.declare_default("rels", _RELS_TYPE)
        root = self.tree(name)
        taken = {entry.get("Id") for entry in root}
        number = len(root) + 1
        while f"rId{number}" in taken:
            number += 1
        etree.SubElement(
            root,
            f"{{{_RELS_NS}}}Relationship",
            Id=f"rId{number}",
            Target=f"/{target}",
            Type=f"{_STRICT if strict else _OFFICE}/{kind}",
        )
        self.touch(name)
        return f"rId{number}"

    def unrelate(self, part: str, target: str) -> None:
        """Remove the relationships of a part to a target."""
        name = self.find(rels_name(part))
        for entry in self.tree(name).findall(f"{{{_RELS_NS}}}Relationship") if name else ():
            if (
                entry.get("TargetMode") != "External"
                and self.find(resolve(part, entry.get("Target", ""))) == target
            ):
                self.tree(name).remove(entry)
                self.touch(name)
        if name and not len(self.tree(name)):
            self._forget(name)

    def declare(self, name: str, content_type: str) -> None:
        """State the content type of a new part."""
        etree.SubElement(
            self.tree(CONTENT_TYPES),
            f"{{{_TYPES_NS}}}Override",
            PartName=f"/{name}",
            ContentType=content_type,
        )
        self.touch(CONTENT_TYPES)

    def content_type(self, name: str) -> str:
        """The content type of a part, "" when the file states none."""
        ending = name.rpartition(".")[2].lower()
        defaults = self.tree(CONTENT_TYPES).findall(f"{{{_TYPES_NS}}}Default")
        stated = [
            *self._overrides({f"/{name}".lower()}),
            *(e for e in defaults if e.get("Extension", "").lower() == ending),
        ]
        return stated[0].get("ContentType", "") if stated else ""

    def retype(self, name: str, content_type: str) -> None:
        """State another content type for a part."""
        self._undeclare({f"/{name}".lower()})
        self.declare(name, content_type)

    def _overrides(self, names: Container[str]) -> list[etree._Element]:
        """The content types stated for these parts, each named with a leading / in lower case."""
        stated = self.tree(CONTENT_TYPES).findall(f"{{{_TYPES_NS}}}Override")
        return [e for e in stated if e.get("PartName", "").lower() in names]

    def _undeclare(self, names: Container[str]) -> None:
        for entry in self._overrides(names):
            self.tree(CONTENT_TYPES).remove(entry)
            self.touch(CONTENT_TYPES)

    def drop_signatures(self) -> bool:
        """Take electronic signatures off, which any change makes false; True when there were any."""
        signed = [r.part for r in self.relations("") if r.kind == "origin" and r.part]
        for part in signed:
            self.unrelate("", part)
            self.drop(part)
        return bool(signed)

    def declare_default(self, extension: str, content_type: str) -> None:
        """State the content type of an extension unless the file already does."""
        types = self.tree(CONTENT_TYPES)
        tag = f"{{{_TYPES_NS}}}Default"
        if not any(e.get("Extension", "").lower() == extension for e in types.findall(tag)):
            types.insert(0, types.makeelement(tag, Extension=extension, ContentType=content_type))
            self.touch(CONTENT_TYPES)

    def to_bytes(self) -> bytes:
        """The file: parts in the order they came in, new ones last, dates kept or fixed, no clock."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self._parts:
                old = self._infos.get(name)
                info = zipfile.ZipInfo(name, old.date_time if old else _EPOCH)
                stored = old is not None and old.compress_type == zipfile.ZIP_STORED
                info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                archive.writestr(info, self.read(name))
        return out.getvalue()

    def _serialised(self, name: str) -> bytes:
        return etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)


def is_strict(root: etree._Element) -> bool:
    """Whether a part is written in ISO strict names."""
    return etree.QName(root).namespace == _STRICT_MAIN


def relation_key(root: etree._Element) -> str:
    """The attribute that names a relationship (r:id) in this kind of file."""
    return f"{{{_STRICT if is_strict(root) else _OFFICE}}}id"


def rels_name(part: str) -> str:
    """Where the relationships of a part stand."""
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def resolve(part: str, target: str) -> str:
    """The name of the part that a relationship target means; never leaves the package."""
    path = unquote(target.replace("\\", "/").partition("#")[0])
    base = posixpath.dirname(part)
    joined = path if path.startswith("/") else f"/{base}/{path}"
    return posixpath.normpath(joined).lstrip("/")


def parse(data: bytes) -> etree._Element:
    """The root of an XML part; Unpatchable when it is damaged or declares a document type."""
    if b"<!DOCTYPE" in data:
        raise Unpatchable("文件内部含有不允许的声明（DOCTYPE），无法在原表上标注")
    # Remarks and processing instructions would count as children where a style or a cell is looked up by place.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise Unpatchable("文件内部已损坏，无法在原表上标注") from broken
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unpatchable("文件内部含有不允许的声明（DOCTYPE），无法在原表上标注")
    return root


def whole(text: str | None, default: int = 0) -> int:
    """A count or index as a file states it; `default` for anything that is not a plain small number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


_HEX = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def cell_text(text: str) -> str:
    """A text as it must stand in a part so that the program shows exactly it: no character XML forbids,
    and a literal _x0041_ kept from being read as an escape."""
    return _HEX.sub("_x005F_", _ILLEGAL.sub("\ufffd", text))

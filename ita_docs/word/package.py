"""The parts of a template's package and the relationships between them."""

from __future__ import annotations

from posixpath import relpath
from typing import Self

from lxml import etree

from ita_docs.ooxml.package import Member, PackageError, pack, read_package
from ita_docs.ooxml.relationships import (
    RELATIONSHIPS,
    list_relationships,
    name_relationships,
    resolve,
)
from ita_docs.ooxml.wordml import parse
from ita_docs.word.properties import CORE_PART, CUSTOM_PART

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_KIND = "package"
"""What a chart's relationship to its workbook is called."""
_TYPES = "[Content_Types].xml"
_CT = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OWN_PROPERTIES = (
    (
        CORE_PART,
        f"{RELATIONSHIPS}/metadata/core-properties",
        "application/vnd.openxmlformats-package.core-properties+xml",
    ),
    (
        CUSTOM_PART,
        f"{_OFFICE}/custom-properties",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    ),
)


class Package:
    """A package as named members. Parts are named without the leading slash.

    What a part is for, its relationships say and not its name: ``main`` is the document's text
    (``word/document.xml`` where Word wrote it).
    """

    def __init__(self, members: dict[str, Member], main: str = "") -> None:
        self.members = members
        self.main = main

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Read a .docx; every XML part must parse.

        Raises PackageError, etree.XMLSyntaxError, or KeyError naming the part it lacks.
        """
        package = cls(read_package(content))
        for part in (_TYPES, "_rels/.rels"):
            if part not in package.members:
                raise PackageError(f"no {part}")
        package.main = next(iter(package.related("", "officeDocument")), "")
        if package.main not in package.members:
            raise PackageError("no part with the document's text")
        for part in package.members:
            if part.endswith((".xml", ".rels")):
                package.tree(part)
        package._drop_thumbnail()
        return package

    def copy(self) -> Package:
        """An independent copy (the members themselves never change)."""
        return Package(dict(self.members), self.main)

    def xml_parts(self) -> list[str]:
        """The names of the XML parts, in the package's order."""
        return [name for name in self.members if name.endswith(".xml")]

    def content(self, part: str) -> bytes:
        """A part's bytes."""
        return self.members[part].content()

    def tree(self, part: str) -> etree._Element:
        """A part parsed, without comments and processing instructions."""
        return parse(self.content(part))

    def put(self, part: str, content: bytes) -> None:
        """Replace or add a part's bytes."""
        self.members[part] = pack(part, content)

    def put_tree(self, part: str, tree: etree._Element) -> None:
        """Replace or add an XML part."""
        self.put(
            part, etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
        )

    def parts_of_type(self, content_type: str) -> list[str]:
        """The parts that the package declares to be of this content type."""
        return [
            entry.get("PartName", "").lstrip("/")
            for entry in self.tree(_TYPES).iterchildren(f"{{{_CT}}}Override")
            if entry.get("ContentType") == content_type
        ]

    def content_type(self, part: str) -> str:
        """The type that the package declares a part to be of; "" where it says none."""
        declared = ""
        for entry in self.tree(_TYPES):
            if entry.get("PartName", "").lower() == f"/{part}".lower():
                return entry.get("ContentType", "")
            if entry.get("Extension", "").lower() == part.rpartition(".")[2].lower():
                declared = entry.get("ContentType", "")
        return declared

    def related(self, part: str, *kinds: str) -> list[str]:
        """The parts that a part has for these purposes: ``styles``, ``header``, ``chart`` …"""
        found = self.relationships(part).values()
        return [
            target
            for kind, target in found
            if kind.rpartition("/")[2] in kinds and target in self.members
        ]

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Type and target part of each internal relationship of a part, by id."""
        if name_relationships(part) not in self.members:
            return {}
        return {
            rel.id: (rel.type, resolve(part, rel.target))
            for rel in list_relationships(self.content(name_relationships(part)))
            if not rel.external
        }

    def drop_relationship(self, part: str, relationship: str) -> None:
        """Take out a relationship and whatever nothing leads to any more."""
        before = self._reachable
        rels = self.tree(name_relationships(part))
        for rel in rels:
            if rel.get("Id") == relationship:
                rels.remove(rel)
        self.put_tree(name_relationships(part), rels)
        self._drop_orphans(before)

    def point_relationship(self, part: str, relationship: str, target: str) -> None:
        """Lead a relationship to another part; the old one goes when nothing else needs it."""
        before = self._reachable
        rels = self.tree(name_relationships(part))
        for rel in rels:
            if rel.get("Id") == relationship:
                rel.set("Target", relpath(target, part.rpartition("/")[0] or "."))
        self.put_tree(name_relationships(part), rels)
        self._drop_orphans(before - {target})

    def declare_default(self, extension: str, content_type: str) -> None:
        """Say what files of this extension are."""
        types = self.tree(_TYPES)
        for entry in types.iterchildren(f"{{{_CT}}}Default"):
            if entry.get("Extension", "").lower() == extension:
                return
        declared = etree.Element(
            f"{{{_CT}}}Default", {"Extension": extension, "ContentType": content_type}
        )
        types.insert(0, declared)
        self.put_tree(_TYPES, types)

    def make_room_for_properties(self) -> None:
        """Declare the core and custom properties, in place of the template's own."""
        # A package has one relationship to its core properties, by whichever spelling and name.
        taken: set[str] = set()
        for identifier, (kind, target) in self.relationships("").items():
            for part, relationship, _ in _OWN_PROPERTIES:
                if kind.rpartition("/")[2] == relationship.rpartition("/")[2]:
                    taken.add(part)
                    if target != part:
                        self.point_relationship("", identifier, part)
        types, rels = self.tree(_TYPES), self.tree("_rels/.rels")
        declared = {entry.get("PartName") for entry in types}
        for number, (part, relationship, content_type) in enumerate(_OWN_PROPERTIES, start=1):
            if f"/{part}" not in declared:
                etree.SubElement(
                    types,
                    f"{{{_CT}}}Override",
                    {"PartName": f"/{part}", "ContentType": content_type},
                )
            if part not in taken:
                etree.SubElement(
                    rels,
                    f"{{{RELATIONSHIPS}}}Relationship",
                    {"Id": f"rIdOwn{number}", "Type": relationship, "Target": part},
                )
        self.put_tree(_TYPES, types)
        self.put_tree("_rels/.rels", rels)

    def _drop_thumbnail(self) -> None:
        """Leave out the picture of the template's first page, which no document looks like."""
        for identifier, (kind, _) in self.relationships("").items():
            if kind.endswith("/thumbnail"):
                self.drop_relationship("", identifier)

    @property
    def _reachable(self) -> set[str]:
        reached: set[str] = set()
        waiting = [""]
        while waiting:
            targets = {target for _, target in self.relationships(waiting.pop()).values()}
            waiting += targets - reached
            reached |= targets
        return reached

    def _drop_orphans(self, before: set[str]) -> None:
        orphans = before - self._reachable
        for part in orphans:
            self.members.pop(part, None)
            self.members.pop(name_relationships(part), None)
        types = self.tree(_TYPES)
        for entry in list(types):
            if entry.get("PartName", "").lstrip("/") in orphans:
                types.remove(entry)
        self.put_tree(_TYPES, types)

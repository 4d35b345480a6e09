"""The relationships between the parts of a container, for everybody who reads them.

    xl/workbook.xml             the part
    xl/_rels/workbook.xml.rels  its relationships: id, type, target
    worksheets/sheet1.xml       a target, seen from the part's folder -> xl/worksheets/sheet1.xml

Read with expat, without lxml, which the process that reads strangers' workbooks does not load.
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import join, normpath, split

from ita_docs.ooxml.scanning import list_elements

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
"""The namespace of a part of relationships."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship: its id, its type and its target as they are written.

    ``external`` leads out of the container, to a file or an address.
    """

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of the type: the same in ordinary and in Strict Open XML."""
        return self.type.rpartition("/")[2]


def list_relationships(content: bytes) -> list[Relationship]:
    """The relationships that a part of them holds, in its order. Raises XmlError."""
    return [
        Relationship(
            attributes.get("Id", ""),
            attributes.get("Type", ""),
            attributes.get("Target", ""),
            attributes.get("TargetMode", "Internal") != "Internal",
        )
        for _, attributes in list_elements(content, frozenset({"Relationship"}))
    ]


def name_relationships(part: str) -> str:
    """The name of the part that holds a part's relationships; "" is the container itself."""
    folder, file = split(part)
    return join(folder, "_rels", f"{file}.rels")


def resolve(part: str, target: str) -> str:
    """The part that a target means, seen from the part whose relationship it is."""
    return normpath(join("/", split(part)[0], target)).lstrip("/")

"""What the parts of a template refer to: an allow-list of kinds, inside the file but for links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ita_docs.ooxml.relationships import Relationship, list_relationships, resolve
from ita_docs.ooxml.wordml import SAFE_LINK, paragraph_text, show
from ita_docs.problems import Location, Problem
from ita_docs.word.contents import near
from ita_docs.word.package import CHART_TYPE, WORKBOOK_KIND, Package

_KIND = re.compile(
    r"http://(?:schemas\.openxmlformats\.org/(?:office[Dd]ocument|package)/2006/relationships"
    r"(?:/metadata)?|purl\.oclc\.org/ooxml/officeDocument/relationships"
    r"|schemas\.microsoft\.com/office/20\d\d(?:/\d\d)?/relationships)/([\w\-]+)"
)
"""Types of relationship in ECMA-376 (LibreOffice spells one in small letters), in its strict form,
and Word's own; the last word counts."""
WORD_KINDS = frozenset(
    {
        "officeDocument", "styles", "stylesWithEffects", "settings", "webSettings", "fontTable",
        "theme", "themeOverride", "numbering", "header", "footer", "footnotes", "endnotes",
        "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people",
        "image", "chart", "chartStyle", "chartColorStyle", "chartUserShapes", "hyperlink",
        "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing",
        "customXml", "customXmlProps", "glossaryDocument",
        "core-properties", "extended-properties", "custom-properties",
    }
)  # fmt: skip
BOOK_KINDS = frozenset(
    {
        "officeDocument", "worksheet", "styles", "sharedStrings", "theme", "table", "calcChain",
        "core-properties", "extended-properties", "custom-properties",
    }
)  # fmt: skip
_UNSEEN = frozenset({"printerSettings", "intelligence", "classificationlabels", "documenttasks"})
_NOWHERE = "…"
_SCHEME = re.compile(r"[A-Za-z][\w+.\-]*:|//")


def find_refused_relationships(
    package: Package, file: str, kinds: frozenset[str], inside: str = ""
) -> Iterator[Problem]:
    """Every relationship that is not allowed, with the paragraph that uses it.

    ``kinds`` may lead to parts of the package; ``inside`` names the part that this package is.
    """
    charts = set(package.parts_of_type(CHART_TYPE))
    for rels in package.members:
        if not rels.endswith(".rels"):
            continue
        source = rels.replace("_rels/", "").removesuffix(".rels")
        allowed = kinds | {WORKBOOK_KIND} if source in charts else kinds
        for entry in list_relationships(package.content(rels)):
            code = _refuse(entry, source, allowed, main=package.main)
            if code is not None:
                yield Problem(
                    code,
                    Location(file, part=inside + (source or rels)),
                    values={
                        "kind": show(entry.kind),
                        "target": show(entry.target),
                        "paragraph": _find_use(package, source, entry.id),
                    },
                )


def _refuse(entry: Relationship, source: str, allowed: frozenset[str], main: str) -> str | None:
    """The code of what is wrong with one relationship; ``main`` is the one text that may be."""
    match = _KIND.fullmatch(entry.type)
    kind = match[1] if match else ""
    target = entry.target
    if entry.external:
        if kind != "hyperlink" or "hyperlink" not in allowed:
            return "template-relationship-refused"
        safe = target.startswith("#") or SAFE_LINK.match(target)
        return None if safe else "template-link-refused"
    outside = "\\" in target or _SCHEME.match(target)
    elsewhere = main and kind == "officeDocument" and resolve(source, target) != main
    if kind not in allowed or outside or elsewhere:
        return "template-relationship-refused"
    return None


def _find_use(package: Package, source: str, identifier: str) -> str:
    """The words of the paragraph that uses a relationship."""
    if not source.endswith(".xml") or source not in package.members:
        return _NOWHERE
    for element in package.tree(source).iter():
        for name, value in element.attrib.items():
            if value == identifier and str(name).endswith(("}id", "}embed", "}link", "}href")):
                return paragraph_text(element) or near(element)
    return _NOWHERE


def find_user(package: Package, part: str) -> str:
    """The words of the paragraph that another part is shown in."""
    for rels in package.members:
        source = rels.replace("_rels/", "").removesuffix(".rels")
        held = package.relationships(source) if rels.endswith(".rels") else {}
        for identifier, (_, target) in held.items():
            if target == part:
                return _find_use(package, source, identifier)
    return _NOWHERE


def drop_unseen(package: Package) -> None:
    """Leave out what Word keeps for itself and no page shows: the printer, remarks on spelling, how
    secret a file is. Nobody who is told of it could take it away."""
    for source in ("", package.main):
        for identifier, (kind, _) in package.relationships(source).items():
            if kind.rpartition("/")[2] in _UNSEEN:
                package.drop_relationship(source, identifier)

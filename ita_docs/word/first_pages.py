"""Headers of a section's other pages, which LibreOffice 7.4 drops where the section has one page.

    in the template         first page: [tab]    the others: - ๒ -
    saved by LibreOffice    every page: [tab]

That a header is a first page's alone, a bookmark in it says (``_i919wDfirst_``). What stood on the
others stands on the pages of another section, and is set here as this header's line is.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import count
from posixpath import relpath

from lxml import etree

from ita_docs.ooxml.relationships import RELATIONSHIPS, name_relationships
from ita_docs.ooxml.wordml import P, W
from ita_docs.word.contents import SECTION
from ita_docs.word.lost_frames import FIRST_PAGE, read_mark
from ita_docs.word.package import Package

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REFERENCE, _TITLE, _LOOK = (f"{{{W}}}{name}" for name in ("headerReference", "titlePg", "pPr"))
_TYPE, _VAL, _ID = f"{{{W}}}type", f"{{{W}}}val", f"{{{_R}}}id"
_TYPES = "[Content_Types].xml"
_BEHIND_TITLE = frozenset(
    f"{{{W}}}{name}"
    for name in ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange")
)
"""What follows ``titlePg`` in a section (ECMA-376, 17.6.17)."""


def restore_other_pages(package: Package) -> None:
    """Give each section whose every page has a first page's header that of its other pages back,
    where another section still has it."""
    root = package.tree(package.main)
    parts = {name: part for name, (_, part) in package.relationships(package.main).items()}
    sections = [(section, _find_usual(section)) for section in root.iter(SECTION)]
    headers = [
        (section, usual, parts.get(usual.get(_ID, ""), ""))
        for section, usual in sections
        if usual is not None
    ]
    others = [part for _, _, part in headers if part and not _is_of_first_page(package, part)]
    for section, usual, part in headers:
        title = section.find(_TITLE)
        has_first = title is not None and title.get(_VAL) not in ("0", "false", "off")
        if has_first or not others or part in others:
            continue
        usual.set(_TYPE, "first")
        identifier = _add_header(package, others[0], part)
        usual.addprevious(etree.Element(_REFERENCE, {_TYPE: "default", _ID: identifier}))
        _turn_title_on(section)
    package.put_tree(package.main, root)


def _find_usual(section: etree._Element) -> etree._Element | None:
    found = section.iterchildren(_REFERENCE)
    return next((each for each in found if each.get(_TYPE) == "default"), None)


def _is_of_first_page(package: Package, part: str) -> bool:
    return any(
        read_mark(mark) == FIRST_PAGE for mark in package.tree(part).iter(f"{{{W}}}bookmarkStart")
    )


def _add_header(package: Package, source: str, looks: str) -> str:
    """A header with the words of one and the looks of another; the text's name for it."""
    header, first = package.tree(source), package.tree(looks).find(P)
    look = first.find(_LOOK) if first is not None else None
    for paragraph in header.findall(P):
        own = paragraph.find(_LOOK)
        if own is not None:
            paragraph.remove(own)
        if look is not None:
            paragraph.insert(0, deepcopy(look))
    folder = source.rpartition("/")[0]
    names = (f"{folder}/header{number}.xml".lstrip("/") for number in count(1))
    part = next(name for name in names if name not in package.members)
    package.put_tree(part, header)
    if name_relationships(source) in package.members:
        package.put(name_relationships(part), package.content(name_relationships(source)))
    types = package.tree(_TYPES)
    kind, declared = package.content_type(source), str(types.tag).replace("}Types", "}Override")
    etree.SubElement(types, declared, {"PartName": f"/{part}", "ContentType": kind})
    package.put_tree(_TYPES, types)
    rels = package.tree(name_relationships(package.main))
    taken = {rel.get("Id") for rel in rels}
    identifier = next(name for name in (f"rIdPages{n}" for n in count(1)) if name not in taken)
    target = relpath(part, package.main.rpartition("/")[0] or ".")
    named = {"Id": identifier, "Type": f"{_R}/header", "Target": target}
    etree.SubElement(rels, f"{{{RELATIONSHIPS}}}Relationship", named)
    package.put_tree(name_relationships(package.main), rels)
    return identifier


def _turn_title_on(section: etree._Element) -> None:
    for old in section.findall(_TITLE):
        section.remove(old)
    behind = next((child for child in section if child.tag in _BEHIND_TITLE), None)
    title = etree.Element(_TITLE)
    if behind is None:
        section.append(title)
    else:
        behind.addprevious(title)

"""What a sound template may surprise its author with: said, and nothing refused for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from ita_docs.ooxml.wordml import W, show
from ita_docs.problems import Location, Problem, Value, Words
from ita_docs.word.blocks import ENDS, walk_blocks
from ita_docs.word.contents import SECTION, near
from ita_docs.word.package import Package
from ita_docs.word.safety import list_fields

_A4 = (11906, 16838)
"""Twips: 210 by 297 mm."""
_TOLERANCE = 60
"""A millimetre, in twips: programs round sizes differently."""
_NO_PAPER = Words("ไม่ได้กำหนดขนาด", "without a size")


_STALE = frozenset({"REF", "PAGEREF", "NOTEREF", "STYLEREF"})
"""Fields that say what stands elsewhere, or on which page, as when the template was saved."""


def find_advice(
    package: Package,
    file: str,
    restored_frames: int = 0,
    filled: Mapping[str, etree._Element] = MappingProxyType({}),
) -> Iterator[Problem]:
    """Frames that had to be found again, a page that is not A4, and what stays as it was last
    saved: a table of contents, references, captions numbered in a block.

    ``filled`` are the trees of the parts that hold tags, with content controls turned into tags.
    """
    root, at = package.tree(package.main), Location(file, part=package.main)
    if restored_frames:
        values: dict[str, Value] = {"count": str(restored_frames)}
        yield Problem("template-frames-restored", at, values=values)
    papers = [_read_paper(section) for section in root.iter(SECTION)] or [None]
    strange = [paper for paper in papers if paper is None or not _is_a4(*paper)]
    if strange:
        said = "{:.0f} x {:.0f} mm".format(*_in_mm(strange[0])) if strange[0] else _NO_PAPER
        yield Problem("template-paper-not-a4", at, values={"paper": said})
    for element, instruction in list_fields(root):
        if instruction.split()[:1] == ["TOC"]:
            yield Problem("template-contents-stale", at, values={"paragraph": near(element)})
            break
    for part in (package.main, *package.related(package.main, "header", "footer")):
        tree = filled[part] if part in filled else package.tree(part)
        for element, instruction in _find_stale(tree):
            values = {"field": show(instruction), "paragraph": near(element)}
            yield Problem("template-field-stale", Location(file, part=part), values=values)


def _find_stale(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    fields = dict(list_fields(root))
    depth = 0
    for element, behind, tags in walk_blocks(root) if fields else ():
        kind = [] if behind else fields.get(element, "").upper().split()[:1]
        # A caption that a loop repeats has the same number each time, one left out leaves a gap.
        if kind and (kind[0] in _STALE or (kind[0] == "SEQ" and depth)):
            yield element, fields[element]
        depth += sum((tag.word in ENDS) - (tag.word in ENDS.values()) for tag in tags)


def _read_paper(section: etree._Element) -> tuple[int, int] | None:
    size = section.find(f"{{{W}}}pgSz")
    if size is None:
        return None
    width, height = (size.get(f"{{{W}}}{side}", "") for side in ("w", "h"))
    return (int(width), int(height)) if width.isdigit() and height.isdigit() else None


def _is_a4(*paper: int) -> bool:
    return all(
        abs(side - wanted) <= _TOLERANCE for side, wanted in zip(sorted(paper), _A4, strict=True)
    )


def _in_mm(paper: tuple[int, int]) -> tuple[float, float]:
    return paper[0] * 25.4 / 1440, paper[1] * 25.4 / 1440

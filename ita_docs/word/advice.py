"""What a sound template may surprise its author with: said, and nothing refused for it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ita_docs.ooxml.wordml import W
from ita_docs.problems import Location, Problem, Value, Words
from ita_docs.word.contents import SECTION, near
from ita_docs.word.package import Package
from ita_docs.word.safety import list_fields

_A4 = (11906, 16838)
"""Twips: 210 by 297 mm."""
_TOLERANCE = 60
"""A millimetre, in twips: programs round sizes differently."""
_NO_PAPER = Words("ไม่ได้กำหนดขนาด", "without a size")


def find_advice(package: Package, file: str, restored_frames: int = 0) -> Iterator[Problem]:
    """Frames that had to be found again, a page that is not A4, and a table of contents, which
    stays as it was last saved."""
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
            return


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

"""Pictures and their tags: what a Figure says stands for what is drawn, and not for nothing.

LibreOffice 7.4 draws a picture as decoration and leaves its Figure empty, so that a reader comes to
no picture and hears no words. The two are brought together by their place on the page:

    tags        Figure (BBox 127.6 399.8 …)  Alt "แผนภูมิ…"     content: none
    page        /Artifact BMC … 368.5 0 0 119.1 127.6 399.9 cm /Im7 Do … EMC
    delivered   Figure  content: 17      /Figure <</MCID 17>> BDC … /Im7 Do … EMC
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pikepdf

_NEAR = 1.5
"""Points between the corner that the tag says and the one where the picture is drawn, at most."""
_NUMBER = rb"(-?[\d.]+)"
_DRAWN = re.compile(
    rb"/Artifact BMC\b((?:(?!\b(?:BMC|BDC|EMC)\b).)*?\s[-\d. ]+? "
    + _NUMBER
    + rb" "
    + _NUMBER
    + rb" cm\s+/\w+ Do\b)",
    re.DOTALL,
)


def join_pictures(pdf: pikepdf.Pdf, figures: Sequence[Any]) -> None:
    """Make what is drawn in the place of an empty Figure its content.

    A Figure whose picture is not found stays as it is.
    """
    empty = [figure for figure in figures if "/K" not in figure and "/Pg" in figure]
    numbers = pdf.Root.StructTreeRoot.get("/ParentTree", pikepdf.Dictionary()).get("/Nums")
    if not empty or not isinstance(numbers, pikepdf.Array):
        return
    places = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers) - 1, 2)}
    for page in pdf.pages:
        own = [figure for figure in empty if figure.Pg.objgen == page.objgen]
        contents = places.get(int(page.get("/StructParents", -1)))
        stream = page.get("/Contents")
        if own and isinstance(contents, pikepdf.Array) and isinstance(stream, pikepdf.Stream):
            stream.write(_join(stream.read_bytes(), own, contents))


def _join(page: bytes, figures: list[Any], contents: pikepdf.Array) -> bytes:
    def mark(found: re.Match[bytes]) -> bytes:
        corner = float(found[2]), float(found[3])
        figure = next((one for one in figures if _is_at(one, corner)), None)
        if figure is None:
            return found[0]
        figures.remove(figure)
        figure.K = len(contents)
        contents.append(figure)
        return b"/Figure <</MCID %d>> BDC%s" % (figure.K, found[1])

    return _DRAWN.sub(mark, page)


def _is_at(figure: Any, corner: tuple[float, float]) -> bool:
    box = figure.get("/A", pikepdf.Dictionary()).get("/BBox")
    if not isinstance(box, pikepdf.Array) or len(box) < 2:
        return False
    return all(abs(float(box[axis]) - corner[axis]) <= _NEAR for axis in (0, 1))

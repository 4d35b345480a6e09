"""A Figure that LibreOffice left empty gets the picture that is drawn in its place."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from ita_docs.pdf.figures import join_pictures
from ita_docs.pdf.structure import PageNumbers, list_kids
from tests.fakes.pdfs import make_pdf


def drawn(name: str, x: float, y: float) -> bytes:
    """A picture as LibreOffice draws it: decoration, 100 points wide and 50 high."""
    return (
        b"/Artifact BMC\nQ\nq\n%g %g 100 50 re\nW*\nn\nq\n100 0 0 50.05 %g %g cm\n/%s Do\nQ\nEMC\n"
        % (
            x,
            y,
            x,
            y + 0.05,
            name.encode(),
        )
    )


TEXT = b"/P <</MCID 0>> BDC BT /F1 16 Tf 72 700 Td (ITA) Tj ET EMC\n"
LINE = b"/Artifact BMC\n0 0 m 10 10 l S\nEMC\n"


def make(*boxes: tuple[float, float], content: bytes) -> tuple[pikepdf.Pdf, list[Any]]:
    """A page of this content, and an empty Figure for each box by its lower left corner."""
    pdf = pikepdf.open(io.BytesIO(make_pdf(content=content, tagged=True)))
    page = pdf.pages[0]
    page.StructParents = 4
    paragraph = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, K=0, Pg=page.obj))
    root = pdf.Root.StructTreeRoot
    root.ParentTree = pikepdf.Dictionary(Nums=pikepdf.Array([4, pikepdf.Array([paragraph])]))
    figures = []
    for x, y in boxes:
        look = pikepdf.Dictionary(BBox=pikepdf.Array([x, y, x + 100, y + 50]))
        figure = pikepdf.Dictionary(S=pikepdf.Name.Figure, Pg=page.obj, A=look)
        figures.append(pdf.make_indirect(figure))
    root.K = pikepdf.Array([paragraph, *figures])
    return pdf, figures


def test_each_figure_gets_the_picture_in_its_place_whatever_their_order() -> None:
    content = TEXT + LINE + drawn("Im2", 70, 100) + LINE + drawn("Im1", 70, 300) + LINE
    pdf, figures = make((70, 300), (70, 100), content=content)
    join_pictures(pdf, figures)
    page = pdf.pages[0].Contents.read_bytes()
    assert page == (
        TEXT
        + LINE
        + drawn("Im2", 70, 100).replace(b"/Artifact BMC", b"/Figure <</MCID 1>> BDC")
        + LINE
        + drawn("Im1", 70, 300).replace(b"/Artifact BMC", b"/Figure <</MCID 2>> BDC")
        + LINE
    )
    assert [list_kids(figure) for figure in figures] == [[2], [1]]
    held = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    assert [held[number].objgen for number in (1, 2)] == [figures[1].objgen, figures[0].objgen]
    assert [PageNumbers(pdf).list_pages(figure) for figure in figures] == [[0], [0]]


@pytest.mark.parametrize(
    ("box", "content"),
    [
        ((70, 320), TEXT + drawn("Im1", 70, 300)),  # elsewhere
        ((70, 300), TEXT + LINE),  # not drawn
        ((70, 300), drawn("Im1", 70, 300).replace(b"/Artifact BMC", b"/P <</MCID 0>> BDC")),
    ],
)
def test_a_figure_without_a_picture_in_its_place_is_left(
    box: tuple[float, float], content: bytes
) -> None:
    pdf, figures = make(box, content=content)
    join_pictures(pdf, figures)
    assert "/K" not in figures[0]
    assert pdf.pages[0].Contents.read_bytes() == content


def test_a_figure_that_has_its_picture_keeps_it() -> None:
    content = TEXT + drawn("Im1", 70, 300)
    pdf, figures = make((70, 300), content=content)
    figures[0].K = 0
    join_pictures(pdf, figures)
    assert pdf.pages[0].Contents.read_bytes() == content

"""Items of lists in cells, which the engine was given as paragraphs, are tagged as lists again."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from lxml import etree

from ita_docs.pdf.package import W
from ita_docs.pdf.structure import get_role, list_kids, read_tags
from ita_docs.pdf.table_lists import Cells, list_cells, tag_lists
from tests.fakes.pdfs import make_pdf

NS = f'xmlns:w="{W[1:-1]}"'


def test_the_cells_of_a_copy_say_which_paragraphs_are_items() -> None:
    row = "<w:tr><w:tc><w:p/><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>"
    body = etree.fromstring(f"<w:body {NS}><w:p/><w:tbl>{row}{row}</w:tbl><w:tbl/></w:body>")
    paragraphs = list(body.iter(f"{W}p"))
    assert list_cells(body, [paragraphs[0], paragraphs[2], paragraphs[6]]) == (
        ((False, True), (False,), (False, False), (True,)),
        (),
    )


def make_table(*cells: int) -> pikepdf.Pdf:
    """A PDF with a table of one row, whose cells have so many paragraphs."""
    pdf = pikepdf.open(io.BytesIO(make_pdf(tagged=True)))

    def make(role: str, parent: Any) -> Any:
        element = pikepdf.Dictionary(S=pikepdf.Name(f"/{role}"), P=parent, K=pikepdf.Array())
        made = pdf.make_indirect(element)
        parent.K = pikepdf.Array([*list_kids(parent), made])
        return made

    row = make("TR", make("Table", pdf.Root.StructTreeRoot))
    for count in cells:
        cell = make("TD", row)
        for number in range(count):
            make("P", cell).ID = pikepdf.String(str(number))
    return pdf


def show(element: Any) -> str:
    """An element and what it holds, in brackets, each paragraph by its number."""
    role = get_role(element).lstrip("/")
    if role == "P":
        return str(element.ID)
    return f"{role}({' '.join(show(kid) for kid in list_kids(element))})"


def tag(tables: list[Cells], *cells: int) -> str:
    pdf = make_table(*cells)
    tag_lists(pdf, read_tags(pdf), tables)
    (table,) = list_kids(pdf.Root.StructTreeRoot)
    waiting = [table]
    while waiting:  # what an element holds says that it is held by it
        element = waiting.pop()
        for kid in list_kids(element):
            assert kid.P.objgen == element.objgen
            waiting.append(kid)
    return show(table)


def test_items_beside_one_another_are_one_list() -> None:
    items = (True, True, False, True)
    assert tag([(items, (False,))], 4, 1) == (
        "Table(TR(TD(L(LI(LBody(0)) LI(LBody(1))) 2 L(LI(LBody(3)))) TD(0)))"
    )


def test_a_table_or_cell_that_is_not_as_in_the_copy_is_left() -> None:
    assert tag([((True, True),)], 1) == "Table(TR(TD(0)))"
    assert tag([((True,),)], 1, 1) == "Table(TR(TD(0) TD(0)))"
    assert tag([((True,),), ((True,),)], 1) == "Table(TR(TD(0)))"

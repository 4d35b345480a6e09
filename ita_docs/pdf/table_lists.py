"""Lists in the cells of tables, tagged as lists where the engine does not know that they are.

rdocx draws no dash or numeral in a table, so its copy has them as words, and to the engine the
items are paragraphs. In the finished PDF they are a list again:

    document        copy            tags of the PDF     delivered
    cell            cell            TD                  TD
      item ๑.         "๑. …"          P ๑. …              L
      item ๒.         "๒. …"          P ๒. …                LI LBody P ๑. …
                                                            LI LBody P ๒. …
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

import pikepdf
from lxml import etree

from ita_docs.pdf.keeping import TBL, TR, P
from ita_docs.pdf.package import W
from ita_docs.pdf.structure import Tags, get_role, list_kids

_TC = f"{W}tc"
Cells = tuple[tuple[bool, ...], ...]
"""The cells of a table in order; of each paragraph, whether it is an item of a list."""


def list_cells(body: etree._Element, items: Collection[etree._Element]) -> tuple[Cells, ...]:
    """The cells of the body's tables, in order, with the items of lists among their paragraphs."""
    return tuple(
        tuple(
            tuple(paragraph in items for paragraph in cell.findall(P))
            for row in table.findall(TR)
            for cell in row.findall(_TC)
        )
        for table in body.iter(TBL)
    )


def tag_lists(pdf: pikepdf.Pdf, tags: Tags, tables: Sequence[Cells]) -> None:
    """Make lists of the items in the cells of the file's tables.

    Nothing is changed in a table, or a cell, that has other parts than that of the copy.
    """
    if len(tags.tables) != len(tables):
        return
    for element, cells in zip(tags.tables, tables, strict=True):
        drawn = [
            cell
            for row in list_kids(element)
            if get_role(row) == "/TR"
            for cell in list_kids(row)
            if get_role(cell) in ("/TD", "/TH")
        ]
        if len(drawn) != len(cells):
            continue
        for cell, items in zip(drawn, cells, strict=True):
            kids = list_kids(cell)
            if any(items) and len(kids) == len(items) and all(get_role(k) == "/P" for k in kids):
                cell.K = pikepdf.Array(_group(pdf, cell, kids, items))


def _group(pdf: pikepdf.Pdf, cell: Any, kids: Sequence[Any], items: Sequence[bool]) -> list[Any]:
    grouped: list[Any] = []
    for is_list, pairs in groupby(zip(items, kids, strict=True), key=lambda pair: pair[0]):
        paragraphs = [kid for _, kid in pairs]
        if not is_list:
            grouped += paragraphs
            continue
        whole = _make(pdf, pikepdf.Name.L, cell)
        whole.K = pikepdf.Array()
        for paragraph in paragraphs:
            item = _make(pdf, pikepdf.Name.LI, whole)
            body = _make(pdf, pikepdf.Name.LBody, item)
            item.K, body.K, paragraph.P = body, paragraph, body
            whole.K.append(item)
        grouped.append(whole)
    return grouped


def _make(pdf: pikepdf.Pdf, role: pikepdf.Name, parent: Any) -> Any:
    element = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=role, P=parent)
    return pdf.make_indirect(element)

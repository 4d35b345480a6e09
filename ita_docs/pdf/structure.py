"""The structure tree of a tagged PDF, walked: its elements, their children, and their pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
_LEAVES = ("/Figure", "/Span")
_DIRECT = (0, 0)
"""The number of what is no object of its own."""


@dataclass(slots=True)
class Tags:
    """Elements of the structure tree by their kind, each in reading order.

    ``outer`` are the tables that are in no other table.
    """

    tables: list[Any] = field(default_factory=list)
    outer: list[Any] = field(default_factory=list)
    figures: list[Any] = field(default_factory=list)
    headings: list[Any] = field(default_factory=list)


def get_role(element: Any) -> str:
    """The element's type, such as ``/Table``; empty for what is no element."""
    return str(element.get("/S", "")) if isinstance(element, pikepdf.Dictionary) else ""


def list_kids(element: Any) -> list[Any]:
    """The children of an element: elements, numbers of marked content, and references to it."""
    children = element.get("/K") if isinstance(element, pikepdf.Dictionary) else None
    if children is None:
        return []
    return list(children) if isinstance(children, pikepdf.Array) else [children]


def read_tags(pdf: pikepdf.Pdf) -> Tags:
    """The tables, figures and headings of a tagged file, from one walk through its tree.

    Figures and pieces of text are not looked into: they hold marked content and nothing else, and
    LibreOffice makes a piece of every few words.
    """
    tags = Tags()
    waiting: list[tuple[Any, bool]] = [(pdf.Root.StructTreeRoot, False)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        element, inside = waiting.pop()
        if isinstance(element, int) or not isinstance(element, pikepdf.Dictionary):
            continue
        role = str(element.get("/S", ""))
        if role in _LEAVES:
            if role == "/Figure":
                tags.figures.append(element)
            continue
        place = element.objgen
        if place in seen and place != _DIRECT:
            continue
        seen.add(place)
        if role == "/Table":
            tags.tables.append(element)
            if not inside:
                tags.outer.append(element)
            inside = True
        elif role in HEADINGS:
            tags.headings.append(element)
        waiting += [(kid, inside) for kid in reversed(list_kids(element))]
    return tags


class PageNumbers:
    """On which pages (from 0) the content of an element lies."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages: dict[Any, int] = {page.objgen: n for n, page in enumerate(pdf.pages)}

    def list_pages(self, element: Any) -> list[int]:
        """The pages of the element's content, in order; empty for one without any."""
        found: set[int] = set()
        waiting: list[tuple[Any, int]] = [(element, -1)]
        while waiting:
            part, page = waiting.pop()
            if isinstance(part, int) or not isinstance(part, pikepdf.Dictionary):
                found.add(page)
                continue
            # A reference to marked content names its page, or its element does.
            if "/Pg" in part:
                page = self._pages.get(part.Pg.objgen, -1)
            if "/MCID" in part:
                found.add(page)
            waiting += [(kid, page) for kid in list_kids(part)]
        return sorted(found - {-1})

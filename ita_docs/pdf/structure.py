"""The structure tree of a tagged PDF, walked: its elements, their children, and their pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

_LEAVES = (pikepdf.Name.Figure, pikepdf.Name.Span)
_DIRECT = (0, 0)
"""The number of what is no object of its own."""


def get_role(element: Any) -> str:
    """The element's type, such as ``/Table``; empty for what is no element."""
    return str(element.get("/S", "")) if isinstance(element, pikepdf.Dictionary) else ""


def list_kids(element: Any) -> list[Any]:
    """The children of an element: elements, numbers of marked content, and references to it."""
    children = element.get("/K") if isinstance(element, pikepdf.Dictionary) else None
    if children is None:
        return []
    return list(children) if isinstance(children, pikepdf.Array) else [children]


def iter_elements(root: Any, *roles: str, inside: bool = True) -> Iterator[Any]:
    """Every element of the types in reading order; ``inside`` looks into those found, too.

    Figures and pieces of text are not looked into: they hold marked content and nothing else, and
    LibreOffice makes a piece of every few words.
    """
    waiting = [root]
    seen: set[tuple[int, int]] = set()
    while waiting:
        element = waiting.pop()
        if not isinstance(element, pikepdf.Dictionary):
            continue
        here = element.get("/S")
        if here in roles:
            yield element
            if not inside:
                continue
        if here not in _LEAVES:
            place = element.objgen
            if place not in seen or place == _DIRECT:
                seen.add(place)
                waiting += reversed(list_kids(element))


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
            if not isinstance(part, pikepdf.Dictionary):
                found.add(page)
                continue
            # A reference to marked content names its page, or its element does.
            if "/Pg" in part:
                page = self._pages.get(part.Pg.objgen, -1)
            if "/MCID" in part:
                found.add(page)
            waiting += [(kid, page) for kid in list_kids(part)]
        return sorted(found - {-1})

"""What the pages of a PDF are drawn with: fonts, pictures, forms, and what these name in turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

_DIRECT = (0, 0)
"""The number of what is no object of its own."""


def iter_resources(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream that is reached from the pages, each once.

    A file has ten times as many objects: its tags, which nothing is drawn with.
    """
    waiting: list[Any] = [pdf.Root.get("/Pages"), pdf.Root.get("/AcroForm")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Object):  # a number, a truth, nothing
            continue
        if isinstance(item, pikepdf.Array):
            # Widths and the like are long and name nothing.
            if len(item) and isinstance(item[0], pikepdf.Object):
                waiting.extend(item)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            place = item.objgen
            if place not in seen or place == _DIRECT:
                seen.add(place)
                yield item
                waiting.extend(value for _, value in item.items())

"""The pages of documents as pictures, drawn when they are looked at and kept for a while."""

from __future__ import annotations

import threading
from pathlib import Path

from ita_docs import pdf
from ita_docs.web.contents import Made

_MOST = 12
"""Documents whose pages are kept; the one looked at longest ago goes first."""
_DOTS_PER_INCH = 144
"""A page is sharp at 200 % too."""


class Pictures:
    """Pages by the PDF that they are drawn from; for several threads at once."""

    def __init__(self) -> None:
        self._pages: dict[Path, list[bytes]] = {}
        self._drawing = threading.Lock()

    def draw(self, made: Made, office: int, kind: str) -> list[bytes]:
        """The pages of one document as PNG; none where it has no PDF, or has it no more."""
        found = made.find_file(office, kind, ".pdf")
        if found is None:
            return []
        path, _ = found
        with self._drawing:
            pages = self._pages.pop(path, None)
            if pages is None:
                try:
                    content = path.read_bytes()
                except OSError:  # let go of a moment ago
                    return []
                pages = pdf.draw_pages(content, _DOTS_PER_INCH)
            self._pages[path] = pages
            while len(self._pages) > _MOST:
                self._pages.pop(next(iter(self._pages)))
        return pages

    def clear(self) -> None:
        """Let go of all."""
        with self._drawing:
            self._pages.clear()

"""The pages of a PDF as somebody sees them, words and pictures: the door to pypdfium2."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ita_docs.problems import ConversionError

_READING = threading.Lock()
"""PDFium may be used by one thread at a time."""


_POINTS_PER_INCH = 72


def read_page_texts(pdf: bytes) -> list[str]:
    """The text of each page in the order in which it is drawn; what lies off the page is not there.

    Raises `ConversionError` when the bytes cannot be opened.
    """
    texts = []
    with _open_pages(pdf) as pages:
        for page in pages:
            text = page.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
    return texts


def draw_pages(pdf: bytes, dots_per_inch: int = 96) -> list[bytes]:
    """Each page as a PNG. Raises `ConversionError` when the bytes cannot be opened."""
    pictures = []
    with _open_pages(pdf) as pages:
        for page in pages:
            stream = io.BytesIO()
            page.render(scale=dots_per_inch / _POINTS_PER_INCH).to_pil().save(stream, "PNG")
            pictures.append(stream.getvalue())
    return pictures


@contextmanager
def _open_pages(pdf: bytes) -> Iterator[Iterator[Any]]:
    import pypdfium2

    with _READING:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ConversionError("pdf-unreadable", reason=error) from error
        try:
            yield _iter_pages(document)
        finally:
            document.close()


def _iter_pages(document: Any) -> Iterator[Any]:
    for page in document:
        try:
            yield page
        finally:
            page.close()

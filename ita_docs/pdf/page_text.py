"""The words on the pages of a PDF, as somebody who copies them gets them: the door to pypdfium2."""

from __future__ import annotations

import threading

from ita_docs.problems import ConversionError

_READING = threading.Lock()
"""PDFium may be used by one thread at a time."""


def read_page_texts(pdf: bytes) -> list[str]:
    """The text of each page in the order in which it is drawn; what lies off the page is not there.

    Raises `ConversionError` when the bytes cannot be opened.
    """
    import pypdfium2

    texts = []
    with _READING:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ConversionError("pdf-unreadable", reason=error) from error
        try:
            for page in document:
                text = page.get_textpage()
                texts.append(text.get_text_bounded())
                text.close()
                page.close()
        finally:
            document.close()
    return texts

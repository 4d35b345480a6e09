"""The last look before a PDF is delivered: opened anew, trusted for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf

from ita_docs.pdf.completeness import Differences, compare_pages
from ita_docs.pdf.document_text import DocumentText, show_text
from ita_docs.pdf.embedded_fonts import list_fonts
from ita_docs.pdf.fonts import ALLOWED_FONTS
from ita_docs.pdf.opening import open_pdf
from ita_docs.pdf.page_text import read_page_texts
from ita_docs.pdf.remaining_text import MOST_NAMED
from ita_docs.problems import ConversionError

_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")


def check_pdf(
    data: bytes,
    said: DocumentText,
    allowed: tuple[str, ...] = ALLOWED_FONTS,
    *,
    drawn: Sequence[str] = (),
    engine: str = "",
) -> tuple[str, ...]:
    """Check a finished PDF and return the names of its fonts, sorted.

    ``said`` is what its document says, ``drawn`` the lines of words in the charts that were drawn
    into it; ``engine`` is named in errors. Raises `ConversionError` when the file does not open,
    has no page or no text, when a font is not embedded or not one whose name begins as one of
    ``allowed``, or when the pages do not say what the document and its charts say.
    """
    try:
        with open_pdf(data) as pdf:
            if not len(pdf.pages):
                raise ConversionError("pdf-without-pages")
            fonts = _read_fonts(pdf)
    except pikepdf.PdfError as error:
        raise ConversionError("pdf-unreadable", reason=error) from error
    pages = read_page_texts(data)
    if not any(map(str.strip, pages)):
        raise ConversionError("pdf-without-text")
    if not fonts:
        raise ConversionError("pdf-without-fonts")
    for name, embedded in sorted(fonts.items()):
        if not embedded:
            raise ConversionError("pdf-font-not-embedded", font=name)
        if not name.startswith(allowed):
            raise ConversionError("pdf-font-foreign", font=name)
    _check_text(compare_pages(said, pages, drawn), engine)
    return tuple(sorted(fonts))


def _check_text(differences: Differences, engine: str) -> None:
    if missing := differences.missing:
        count = f"{len(missing)}+" if len(missing) == MOST_NAMED else str(len(missing))
        text = show_text(missing[0])
        raise ConversionError("pdf-text-missing", engine=engine, count=count, text=text)
    if differences.undrawn:
        detail = show_text(differences.undrawn[0])
        raise ConversionError("pdf-drawn-incompletely", engine=engine, detail=detail)
    if page := differences.foreign_page:
        raise ConversionError("pdf-page-foreign", engine=engine, page=page)


def _read_fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Every font of the file by its PostScript name, and whether it is embedded everywhere."""
    fonts: dict[str, bool] = {}
    for font in list_fonts(pdf):
        if font.get("/Subtype") == "/Type0":
            continue
        # The letters before the plus only say that the font is a subset.
        name = str(font.get("/BaseFont", "/?")).lstrip("/").partition("+")
        plain = name[2] or name[0]
        fonts[plain] = fonts.get(plain, True) and _is_embedded(font)
    return fonts


def _is_embedded(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor")
    if not isinstance(descriptor, pikepdf.Dictionary):
        return False
    return any(isinstance(descriptor.get(key), pikepdf.Stream) for key in _EMBEDDED)

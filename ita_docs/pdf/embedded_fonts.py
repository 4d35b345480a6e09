"""The fonts in a PDF: found, and made small."""

from __future__ import annotations

import io
import logging
from functools import lru_cache
from typing import Any

import pikepdf

from ita_docs.pdf.fonts import THAI_FAMILY

_HINTING = ("cvt ", "fpgm", "prep")


def list_fonts(pdf: pikepdf.Pdf) -> list[Any]:
    """Every font of the file.

    All objects are looked at and not only the pages' resources: a chart keeps its own.
    """
    return [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    ]


def drop_hinting(pdf: pikepdf.Pdf) -> None:
    """Take the hinting out of the embedded Thai face, whose outlines stay as they are.

    It is nine tenths of that face's bytes, and says how to draw small letters on a screen of
    coarse dots; viewers draw a PDF without it.
    """
    name = THAI_FAMILY.replace(" ", "")
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or "/FontFile2" not in item:
            continue
        if name in str(item.get("/FontName", "")):
            data = _drop_hinting(item.FontFile2.read_bytes())
            item.FontFile2.write(data)
            item.FontFile2.Length1 = len(data)


def _drop_hinting(font: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    # LibreOffice leaves out the date of the font's last change, which is no one's concern.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    stream = io.BytesIO()
    with TTFont(io.BytesIO(font), recalcBBoxes=False, recalcTimestamp=False) as face:
        for glyph in face["glyf"].glyphs.values():
            if hasattr(glyph, "data"):  # a space has no outline
                glyph.data = _trim_glyph(glyph.data)
        for table in _HINTING:
            if table in face:
                del face[table]
        face.save(stream, reorderTables=None)
    return stream.getvalue()


@lru_cache(maxsize=1024)
def _trim_glyph(data: bytes) -> bytes:
    # The next document shows the same letters.
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    glyph = Glyph(data)
    glyph.trim(remove_hinting=True)
    return bytes(glyph.data)

"""The fonts in a PDF: found, and made small."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

import pikepdf

from ita_docs.pdf.fonts import THAI_FAMILY
from ita_docs.pdf.resources import iter_resources

_HINTING = ("cvt ", "fpgm", "prep")
_LONG_PLACES = 51
"""Where ``head`` says whether the places of the glyphs are written in four bytes or in two."""


def list_fonts(pdf: pikepdf.Pdf) -> list[Any]:
    """Every font of the pages, and of what they show: a chart keeps its own."""
    return [
        item
        for item in iter_resources(pdf)
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    ]


def drop_hinting(pdf: pikepdf.Pdf) -> None:
    """Take the hinting out of the embedded Thai face, whose outlines stay as they are.

    It is nine tenths of that face's bytes, and says how to draw small letters on a screen of
    coarse dots; viewers draw a PDF without it.
    """
    from fontTools.ttLib import TTLibError

    name = THAI_FAMILY.replace(" ", "")
    for item in list(iter_resources(pdf)):
        if not isinstance(item, pikepdf.Dictionary) or "/FontFile2" not in item:
            continue
        if name not in str(item.get("/FontName", "")):
            continue
        # A font that cannot be understood here stays as the engine wrote it.
        with suppress(KeyError, IndexError, ValueError, struct.error, TTLibError):
            data = _drop_hinting(item.FontFile2.read_bytes())
            item.FontFile2.write(data)
            item.FontFile2.Length1 = len(data)


def _drop_hinting(font: bytes) -> bytes:
    """The TrueType font without hinting; its tables are copied but for the glyphs and their places.

    fontTools' own TTFont would understand every table first, which takes several times as long.
    """
    from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

    reader = SFNTReader(io.BytesIO(font))
    tables = {tag: reader[tag] for tag in reader.keys() if tag not in _HINTING}  # noqa: SIM118
    glyphs = tables["glyf"]
    number, unit = (">%dL", 1) if tables["head"][_LONG_PLACES] else (">%dH", 2)
    count = len(tables["loca"]) // struct.calcsize(number % 1)
    places = [unit * place for place in struct.unpack(number % count, tables["loca"])]
    trimmed = [_trim_glyph(glyphs[start:end]) for start, end in pairwise(places)]
    places = list(accumulate(map(len, trimmed), initial=0))
    tables["glyf"] = b"".join(trimmed)
    tables["loca"] = struct.pack(number % count, *(place // unit for place in places))
    stream = io.BytesIO()
    writer = SFNTWriter(stream, len(tables), reader.sfntVersion)
    for tag, table in tables.items():
        writer[tag] = table
    writer.close()
    return stream.getvalue()


@lru_cache(maxsize=1024)
def _trim_glyph(data: bytes) -> bytes:
    """The outline alone; kept, since the next document shows the same letters."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    if not data:
        return data
    glyph = Glyph(data)
    glyph.trim(remove_hinting=True)
    return bytes(glyph.data) + bytes(-len(glyph.data) % 4)

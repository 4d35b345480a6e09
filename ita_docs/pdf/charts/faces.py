"""The shipped faces, and lines of words set in them: the door to HarfBuzz."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.fonts import THAI_FAMILY, get_fonts_folder

ASCENT, DESCENT = 0.844, 0.457
"""Of TH Sarabun New, in parts of the size: what a line has above and below its base line."""
LINE = ASCENT + DESCENT

_FAMILY = THAI_FAMILY.replace(" ", "")
_FACES = {
    (False, False): "Regular",
    (True, False): "Bold",
    (False, True): "Italic",
    (True, True): "BoldItalic",
}
# A PDF needs the outlines and widths alone; shaping has been done.
_SPARE_TABLES = ("GSUB", "GPOS", "GDEF", "OS/2", "name", "kern", "DSIG", "cmap", "post", "gasp")
_PRIVATE = range(0xE000, 0xF900)
"""Codes that a face gives to glyphs of its own: ไม้เอก lower, U+F70A. They are no letters."""
_HEAD_BOX = struct.Struct(">4h")
_HEAD_BOX_AT = 36


class SetGlyph(NamedTuple):
    """A glyph of a line: its number, what it is copied as, and thousandths of the size.

    ``width`` is its own, ``advance`` how far it moves the next one, ``right`` and ``up`` how far it
    stands from its own place.
    """

    number: int
    letter: str
    width: int
    advance: int
    right: int
    up: int


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as it is set: its glyphs from left to right, and its width in parts of the size."""

    text: str
    glyphs: tuple[SetGlyph, ...]
    width: float


@dataclass(frozen=True, slots=True)
class FaceMeasures:
    """What a PDF says of a face: thousandths of the size, and the box around all its glyphs."""

    name: str
    ascent: int
    descent: int
    box: tuple[int, int, int, int]
    bold: bool
    italic: bool


class Face:
    """One of the shipped faces of TH Sarabun New."""

    def __init__(self, bold: bool, italic: bool) -> None:
        import uharfbuzz

        style = _FACES[bold, italic]
        file = get_fonts_folder() / f"{_FAMILY}-{style}.ttf"
        self._shaper: Any = uharfbuzz
        self._face = uharfbuzz.Face(uharfbuzz.Blob(file.read_bytes()))
        self._font = uharfbuzz.Font(self._face)
        self.name = _FAMILY if style == "Regular" else f"{_FAMILY}-{style}"
        self._letters: dict[int, str] = {}
        for code in sorted(set(self._face.unicodes).difference(_PRIVATE), reverse=True):
            # Where several codes share a glyph the lowest is its letter: "-", the soft hyphen.
            self._letters[self._font.get_nominal_glyph(code)] = chr(code)
        extents = self._font.get_font_extents("ltr")
        head = self._face.reference_table("head").data
        self.measures = FaceMeasures(
            self.name,
            self._scale(extents.ascender),
            self._scale(extents.descender),
            tuple(map(self._scale, _HEAD_BOX.unpack_from(head, _HEAD_BOX_AT))),  # type: ignore[arg-type]
            bold,
            italic,
        )

    def _scale(self, units: int) -> int:
        return round(units * 1000 / int(self._face.upem))

    def set_line(self, text: str) -> SetLine:
        """Shape one line: marks above tall consonants, ligatures, kerning.

        Raises `NotDrawnError` when the face lacks one of the letters.
        """
        buffer = self._shaper.Buffer()
        buffer.add_str(text)
        buffer.cluster_level = self._shaper.BufferClusterLevel.CHARACTERS
        buffer.guess_segment_properties()
        self._shaper.shape(self._font, buffer)
        starts = [glyph.cluster for glyph in buffer.glyph_infos]
        glyphs = []
        for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if not glyph.codepoint:
                raise NotDrawnError(f"U+{ord(text[glyph.cluster]):04X}")
            letter = self._letters.get(glyph.codepoint)
            if letter is None:
                # A glyph that stands in for others is copied as the letters it was shaped of.
                end = min((start for start in starts if start > glyph.cluster), default=len(text))
                letter = text[glyph.cluster : end]
            right, up, advance, _ = map(self._scale, place.position)
            glyphs.append(
                SetGlyph(
                    glyph.codepoint, letter, self.get_width(glyph.codepoint), advance, right, up
                )
            )
        return SetLine(text, tuple(glyphs), sum(glyph.advance for glyph in glyphs) / 1000)

    def get_width(self, glyph: int) -> int:
        """The glyph's own width in thousandths of the size."""
        return self._scale(self._font.get_glyph_h_advance(glyph))

    def cut(self, glyphs: frozenset[int]) -> bytes:
        """A TrueType font of these glyphs alone, under the numbers that they have in the face."""
        flags = self._shaper.SubsetFlags
        wanted = self._shaper.SubsetInput()
        wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE
        wanted.sets(self._shaper.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        spare = wanted.sets(self._shaper.SubsetInputSets.DROP_TABLE_TAG)
        spare.update(int.from_bytes(tag.ljust(4).encode("ascii"), "big") for tag in _SPARE_TABLES)
        return bytes(self._shaper.subset(self._face, wanted).blob.data)


@cache
def get_face(bold: bool, italic: bool) -> Face:
    """The face of that weight and slant, read once."""
    return Face(bold, italic)


@lru_cache(maxsize=4096)
def set_line(text: str, bold: bool, italic: bool) -> SetLine:
    """One line in one of the faces; kept, since the next chart has the same years and numbers."""
    return get_face(bold, italic).set_line(text)
